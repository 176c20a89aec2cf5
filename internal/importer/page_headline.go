package importer

import (
	"regexp"
	"strings"
)

const (
	// headlineLines is the most lines that headline and subtitle are taken to have.
	headlineLines = 12
	// headlineEms is the longest line of a headline without a mark.
	headlineEms = 45
	// headlineShare of the column is what a line of headline fills at most: it is set larger than text.
	headlineShare = 0.8
	// sectionEms is the longest section heading without a mark.
	sectionEms = 12
)

var (
	noteLabel = regexp.MustCompile(`^[>*【\[（(〔◆■●]*\s*(?:编\s*者\s*按|编者的话|编\s*前\s*语?|开栏的话|开栏语|按\s*语)\s*[】\])）〕*]*\s*(?:[:：]\s*|\s+|$)`)
	plainNote = regexp.MustCompile(`编\s*者\s*按`)
	// dashed also takes a dash that optical reading made a Chinese one of.
	dashed = regexp.MustCompile(`^(?:—|―|－{2}|[-—―一－]{2})`)
	dashes = regexp.MustCompile(`^(?:—{1,3}|―{1,3}|-{2,3}|－{2})\s*`)
	// labelWords are labels that stand over a box of briefs or over a headline.
	labelWords = regexp.MustCompile(`^[\p{Han}·]{0,4}(?:简讯|短讯|快讯|要讯|简报|一线|速览|速递|速报|短新闻|微新闻|集萃|要闻|动态|资讯|播报|快报|摘要|传真|扫描|集锦|一览|短波|点击|链接|视点|声音|关注|聚焦|短评|时评|快评|锐评|社论|社评|评论|观察|短消息|新闻眼)$`)
	numbered   = regexp.MustCompile(`^(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]|第[一二三四五六七八九十]{1,3}[章节]|\d{1,2}[、.．]\s*\p{Han})`)
)

// markMarks believes the # marks: one or two are headlines, more are section
// headings, a dash after a headline is its subtitle.
func (p *pageText) markMarks() {
	for i := range p.lines {
		line := &p.lines[i]
		if line.level == 0 || line.role != textRole || line.text == "" {
			continue
		}
		line.role, line.first = headlineRole, true
		if i > 0 && dashed.MatchString(line.text) {
			p.believeAbove(i - 1)
		}
		switch afterHeadline := i > 0 && (p.lines[i-1].role == headlineRole || p.lines[i-1].role == subtitleRole); {
		case afterHeadline && dashed.MatchString(line.text):
			line.role = subtitleRole
		case line.level > 2:
			line.role = sectionRole
		}
	}
}

// believeAbove makes line i, above a marked subtitle, a headline although its
// own mark is missing.
func (p *pageText) believeAbove(i int) {
	line := &p.lines[i]
	if line.role == textRole && line.level == 0 && line.width <= headlineEms && !pageEnds(line.text) {
		line.role, line.first, line.level = headlineRole, true, 1
	}
}

// markNotes marks editor's notes. The label 编者按 is taken off.
func (p *pageText) markNotes() {
	for i := range p.lines {
		line := &p.lines[i]
		if line.role != textRole && line.role != headlineRole {
			continue
		}
		label := noteLabel.FindString(line.text)
		if label == "" {
			continue
		}
		line.role, line.first, line.level = noteRole, true, 0
		if plainNote.MatchString(label) {
			line.setText(line.text[len(label):])
		}
	}
}

// flowing reports whether line i is part of what a reader reads on: no masthead, no caption.
func (p *pageText) flowing(i int) bool {
	return p.lines[i].role != mastheadRole && p.lines[i].role != captionRole
}

// next and previous return the flowing line after and before i, or -1.
func (p *pageText) next(i int) int {
	for i++; i < len(p.lines); i++ {
		if p.flowing(i) {
			return i
		}
	}
	return -1
}

func (p *pageText) previous(i int) int {
	for i--; i >= 0; i-- {
		if p.flowing(i) {
			return i
		}
	}
	return -1
}

// textOf returns the text of line i if it is text, else "".
func (p *pageText) textOf(i int) string {
	if i < 0 || p.lines[i].role != textRole {
		return ""
	}
	return p.lines[i].text
}

// opens reports whether a paragraph or headline may begin at line i.
func (p *pageText) opens(i int) bool {
	before := p.previous(i)
	return before < 0 || p.lines[before].role != textRole || pageEnds(p.lines[before].text)
}

// loose reports whether line i stops before the column does although no
// sentence ends there: a headline does, a line of a paragraph does not.
func (p *pageText) loose(i int) bool {
	line := &p.lines[i]
	if line.role != textRole || line.outdented || pageEnds(line.text) {
		return false
	}
	if !p.wrapped {
		return line.width <= headlineEms && !strings.ContainsAny(line.text, "。；;")
	}
	if line.width > line.measure+2 {
		return line.width <= headlineEms
	}
	next := p.next(i)
	return next < 0 || p.lines[next].role != textRole || !line.full(p.lines[next].text, line.measure-indentEms)
}

// markHeadlines finds headlines by what stands below them: a subtitle, a
// byline, an editor's note or the jump from another page.
func (p *pageText) markHeadlines() {
	for i := range p.lines {
		line := &p.lines[i]
		switch {
		case line.role == bylineRole, line.role == fromRole, line.role == noteRole && line.first:
			p.headlineAbove(i)
		case line.role == textRole && dashed.MatchString(line.text) && !pageEnds(line.text) && p.subtitled(i):
			line.role = subtitleRole
			p.headlineAbove(i)
			p.subtitleBelow(i)
		case line.role == headlineRole && line.level > 0, line.role == subtitleRole && line.level > 0:
			p.bylineBelow(i)
		case p.wrapped && line.role == textRole:
			p.wrappedByline(i)
		}
	}
	if !p.wrapped {
		p.markSignedHeadlines()
	}
}

// wrappedByline marks line i, in a wrapped column, as a byline of name and
// affiliation or of spaced names when it stands under a headline; the
// affiliation may run over two lines.
func (p *pageText) wrappedByline(i int) {
	above := p.previous(i)
	if above < 0 || !p.narrow(above) && p.lines[above].role != bylineRole || strings.ContainsAny(p.lines[i].text, "。；") {
		return
	}
	last := i
	text := p.lines[i].text
	signed := strings.Contains(text, " ") && readNames(text) != nil || readScholar(text) != nil
	if below := p.next(i); !p.loose(i) && below >= 0 && p.loose(below) && readScholar(text+p.textOf(below)) != nil {
		last, signed = below, true
		p.lines[below].role = bylineRole
	}
	if !signed || last == i && !p.loose(i) {
		return
	}
	p.lines[i].role, p.lines[i].first = bylineRole, true
	p.headlineAbove(i)
}

// subtitleLines is the most lines that a subtitle runs on for.
const subtitleLines = 5

// subtitleBelow marks, in a wrapped column, the rest of the subtitle that
// begins at i: the lines down to one that stops short without a full stop.
func (p *pageText) subtitleBelow(i int) {
	if !p.wrapped {
		return
	}
	for n, at := 0, p.next(i); n < subtitleLines && p.textOf(at) != "" && p.lines[at].gap == 0; n, at = n+1, p.next(at) {
		if pageEnds(p.lines[at].text) {
			return
		}
		if !p.narrow(at) || p.textOf(p.next(at)) == "" {
			continue
		}
		for k := i + 1; k <= at; k++ {
			if p.lines[k].role == textRole {
				p.lines[k].role = subtitleRole
			}
		}
		return
	}
}

// subtitled reports whether the line above i is a headline that the dash at i goes on from.
func (p *pageText) subtitled(i int) bool {
	above := p.previous(i)
	if above < 0 {
		return false
	}
	if role := p.lines[above].role; role == headlineRole || role == subtitleRole {
		return true
	}
	return p.loose(above) && (!p.wrapped || p.lines[above].width <= p.lines[above].measure*headlineShare || p.lines[above].width > p.lines[above].measure+2)
}

// headlineAbove marks the lines directly above i that look like a headline.
func (p *pageText) headlineAbove(i int) {
	top, dash := i, -1
	for range headlineLines {
		above := p.previous(top)
		if above < 0 || !p.mayHead(above, top) {
			break
		}
		top = above
		if dashed.MatchString(p.lines[above].text) && p.subtitled(above) {
			dash = above
		}
	}
	if top == i {
		return
	}
	// A subtitle may run over several lines.
	if above := p.previous(top); above >= 0 && p.lines[above].role == subtitleRole && dash < 0 {
		dash = top
	}
	for k := top; k < i; k++ {
		line := &p.lines[k]
		if line.role != textRole {
			continue
		}
		line.role, line.first = headlineRole, k == top
		if dash >= 0 && k >= dash {
			line.role = subtitleRole
		}
	}
	p.labelAbove(top)
}

// mayHead reports whether line i, with line below already part of the headline
// or what follows it, belongs to the headline.
func (p *pageText) mayHead(i, below int) bool {
	line := &p.lines[i]
	if line.role != textRole || pageEnds(line.text) || line.width > headlineEms || strings.ContainsAny(line.text, "。；") {
		return false
	}
	if !p.wrapped {
		// Lines are whole here: a second one above is a kicker or the first half of the headline.
		return p.lines[below].role != textRole || line.width < 30 && !strings.ContainsAny(line.text, "，,")
	}
	if line.measure == 0 || line.width > line.measure+2 {
		return p.lines[below].role != textRole || line.width < 30
	}
	// A column cut in the middle of a sentence also ends without a stop: its
	// last line is full, and the headline starts after a gap.
	if p.lines[below].gap > 0 && line.width > line.measure*headlineShare {
		return false
	}
	return true
}

// labelAbove turns the first line of a headline into a kicker when it is a
// common label, or short and set apart from the headline in wrapped text.
func (p *pageText) labelAbove(top int) {
	below := p.next(top)
	if below < 0 || p.lines[below].role != headlineRole {
		return
	}
	apart := p.wrapped && !p.gapped && !p.stacked && p.lines[below].gap > 0 && p.lines[top].width <= sectionEms
	if apart || labelWords.MatchString(p.lines[top].text) {
		p.lines[top].role = kickerRole
		p.lines[below].first = true
	}
}

// bylineBelow marks lines under a marked headline that read as bylines.
func (p *pageText) bylineBelow(i int) {
	for n := range bylineLines {
		i = p.next(i)
		if i < 0 || p.lines[i].role != textRole || !p.paragraphBelow(i) {
			return
		}
		if readByline(p.lines[i].text) == nil && (n > 0 || !p.unsplitByline(i)) {
			return
		}
		p.lines[i].role, p.lines[i].first = bylineRole, true
	}
}

// bylineLines is the most lines of byline that one headline has.
const bylineLines = 4

// unsplitByline reports whether the line right under a marked headline can
// hardly be anything but a byline: short, without punctuation, text below it.
func (p *pageText) unsplitByline(i int) bool {
	line := &p.lines[i]
	below := p.next(i)
	return line.width <= 20 && !pageEnds(line.text) && !strings.ContainsAny(line.text, "，,：:；;“”《") &&
		p.textOf(below) != "" && p.lines[below].width > 2*line.width && !numbered.MatchString(line.text)
}

// paragraphBelow reports whether what stands below i can be the text that a
// byline at i signs.
func (p *pageText) paragraphBelow(i int) bool {
	below := p.next(i)
	return below >= 0 && (p.lines[below].role != textRole || p.lines[below].width > p.lines[i].width || readByline(p.lines[below].text) != nil)
}

// markSignedHeadlines finds, in text that is not wrapped, a short line with a
// byline of name and affiliation below it.
func (p *pageText) markSignedHeadlines() {
	for i := range p.lines {
		if !p.opens(i) || !p.loose(i) || isBylineOf(p.lines[i].text) {
			continue
		}
		below := p.next(i)
		if below < 0 || p.lines[below].role != textRole || !p.paragraphBelow(below) {
			continue
		}
		if b := readByline(p.lines[below].text); b != nil && readScholar(p.lines[i].text) == nil {
			p.lines[i].role, p.lines[i].first = headlineRole, true
			p.bylineBelow(i)
		}
	}
}
