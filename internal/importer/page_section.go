package importer

import "strings"

// markSections finds section headings, and headlines with nothing below or
// above them that tells, by their form: short lines where no sentence ends.
// Where some are marked with #, none are guessed.
func (p *pageText) markSections() {
	if p.headed && p.sectioned {
		return
	}
	for i := 0; i < len(p.lines); i++ {
		if p.lines[i].role != textRole || p.lines[i].outdented || !p.opens(i) {
			continue
		}
		if p.wrapped {
			i = p.wrappedHeading(i)
		} else {
			p.plainHeading(i)
		}
	}
}

// wrappedHeading marks the narrow lines from i on as a headline, or a single
// one that no gap sets apart as a section heading. It returns the last of them.
func (p *pageText) wrappedHeading(i int) int {
	end := i
	for n := 0; n < headlineLines && p.narrow(end); n++ {
		below := p.next(end)
		if below < 0 {
			break
		}
		end = below
	}
	if end == i || p.lines[end].role != textRole {
		return i
	}
	// A heading has text below it that begins as a paragraph does.
	role := headlineRole
	last := p.previous(end)
	if above := p.previous(i); above >= 0 && p.lines[above].role == subtitleRole {
		role = subtitleRole
	} else if last == i && p.airy && p.lines[i].gap == 0 && p.lines[end].gap == 0 && p.lines[i].width <= sectionEms && i > 0 {
		role = sectionRole
	}
	if role == headlineRole && p.headed || role == sectionRole && p.sectioned {
		return last
	}
	for k := i; k < end; k++ {
		if p.lines[k].role == textRole {
			p.lines[k].role, p.lines[k].first = role, k == i
		}
	}
	return last
}

// narrow reports whether line i is a line of a headline in a wrapped column.
func (p *pageText) narrow(i int) bool {
	line := &p.lines[i]
	return p.loose(i) && line.measure > 0 && (line.width <= line.measure*headlineShare || line.width > line.measure+2) && !strings.ContainsAny(line.text, "。；")
}

// plainHeading marks line i, in text that is not wrapped, when it is short,
// has no comma and ends no sentence.
func (p *pageText) plainHeading(i int) {
	line := &p.lines[i]
	below := p.next(i)
	if below < 0 || p.lines[below].role != textRole || p.lines[below].width <= line.width {
		return
	}
	last := lastRune(line.text)
	quoted := strings.ContainsRune("“\"'‘", firstRune(line.text))
	started := p.started(i)
	section := started && !p.sectioned
	switch {
	case strings.ContainsRune("。…：:；;，,、", last), line.width > headlineEms:
	case section && line.width <= sectionEms && !quoted && p.lines[below].width > 2*line.width,
		section && numbered.MatchString(line.text) && line.width <= 2*sectionEms && !pageEnds(line.text):
		line.role, line.first = sectionRole, true
	case !p.headed && p.loose(i) && !strings.ContainsAny(line.text, "，,、") && line.width <= 30 && p.startsParagraph(below):
		line.role, line.first = headlineRole, true
	}
}

// started reports whether an article's text stands above line i.
func (p *pageText) started(i int) bool {
	above := p.previous(i)
	return above >= 0 && p.lines[above].role == textRole
}

// startsParagraph reports whether line i, of text that is not wrapped, is
// whole: what a headline stands over is not the rest of a sentence.
func (p *pageText) startsParagraph(i int) bool {
	return pageEnds(p.lines[i].text) && !strings.ContainsRune(pageNoStart, firstRune(p.lines[i].text))
}
