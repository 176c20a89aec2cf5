package importer

import "slices"

const (
	// indentEms is how far the first line of a Chinese paragraph is set in.
	indentEms = 2
	// slackEms is how much the width of a line may be misjudged: digits and
	// Latin letters are not exactly half as wide as Chinese characters.
	slackEms = 0.8
	// measureMax is wider than any column of a paper and narrower than most paragraphs.
	measureMax = 60
	// measureWindow is how many lines before and after decide how wide a column is.
	measureWindow = 15
)

// measure finds out whether lines are wrapped at the column's edge, and how
// wide the column is around each line.
func (p *pageText) measure() {
	var texts []int
	gaps := 0
	for i, line := range p.lines {
		p.headed = p.headed || line.level == 1 || line.level == 2
		p.sectioned = p.sectioned || line.level > 2
		if line.role != textRole || line.level > 0 {
			continue
		}
		texts = append(texts, i)
		if line.gap > 0 {
			gaps++
		}
	}
	p.airy = gaps*40 > len(texts)
	p.indented = p.hasIndents(texts)
	measures := p.columnMeasures(texts)
	if p.wrapped = p.isWrapped(texts, measures); !p.wrapped {
		return
	}
	for i, at := range texts {
		p.lines[at].measure = measures[i]
	}
	p.measureBlocks(texts)
	p.gapped = p.hasGaps(texts)
}

// columnMeasures returns for each of the lines how wide the column is around it.
func (p *pageText) columnMeasures(texts []int) []float64 {
	widths := make([]float64, len(texts))
	for i, at := range texts {
		widths[i] = p.lines[at].width
	}
	measures := make([]float64, len(texts))
	for i := range texts {
		measures[i] = columnMeasure(widths[max(0, i-measureWindow):min(len(widths), i+measureWindow+1)])
	}
	return measures
}

// isWrapped reports whether a good part of all lines break off in a sentence,
// and those run to the edge of the column.
func (p *pageText) isWrapped(texts []int, measures []float64) bool {
	unended, full := 0, 0
	for i, at := range texts {
		line := &p.lines[at]
		if pageEnds(line.text) {
			continue
		}
		unended++
		if 0 < measures[i] && measures[i] < measureMax && line.width > measures[i]-indentEms-slackEms {
			full++
		}
	}
	return full >= 4 && full*10 >= 3*len(texts) && full*2 >= unended
}

// hasGaps reports whether an empty line follows most paragraphs whose end is
// plain from a short last line.
func (p *pageText) hasGaps(texts []int) bool {
	ends, gaps := 0, 0
	for i := 0; i+1 < len(texts); i++ {
		line := &p.lines[texts[i]]
		if texts[i+1] != texts[i]+1 || !pageEnds(line.text) || line.width > line.measure-2*indentEms {
			continue
		}
		ends++
		if p.lines[texts[i+1]].gap > 0 {
			gaps++
		}
	}
	return ends >= 3 && gaps*10 >= ends*8
}

// hasIndents reports whether some lines, but not most, are set in by about two characters.
func (p *pageText) hasIndents(texts []int) bool {
	in, flush := 0, 0
	for _, i := range texts {
		switch indent := p.lines[i].indent; {
		case indent == 0:
			flush++
		case indent >= indentEms && indent <= 3*indentEms:
			in++
		}
	}
	return in >= 3 && in*20 > len(texts) && flush > in
}

// columnMeasure returns the width that the longest lines among widths agree on:
// three of them within one em. 0 when no three do.
func columnMeasure(widths []float64) float64 {
	sorted := slices.Sorted(slices.Values(widths))
	for i := len(sorted) - 1; i >= 2; i-- {
		if sorted[i]-sorted[i-2] <= 1 {
			return sorted[i]
		}
	}
	return 0
}

// measureBlocks gives the lines of a block that is long enough the block's own
// width: a box beside a column is often set in another size.
func (p *pageText) measureBlocks(texts []int) {
	start := 0
	for i := 1; i <= len(texts); i++ {
		if i < len(texts) && p.lines[texts[i]].gap == 0 && texts[i] == texts[i-1]+1 {
			continue
		}
		block := texts[start:i]
		start = i
		if len(block) < 6 {
			continue
		}
		widths := make([]float64, len(block))
		for k, at := range block {
			widths[k] = p.lines[at].width
		}
		if len(widths) > 2*measureWindow {
			continue
		}
		if own := columnMeasure(widths); own > 0 && own > p.lines[block[0]].measure-3 {
			for _, at := range block {
				p.lines[at].measure = own
			}
		}
	}
}

// full reports whether the line could not have taken more of next, the line
// below it: it ends because the column does. limit is the width it may fill.
func (l *pageLine) full(next string, limit float64) bool {
	return l.width+firstUnit(next) > limit-slackEms
}

// mayBeIndented reports whether the line, followed by next, can be the first of
// a paragraph: it leaves room for the indent, and did not have to end earlier.
func (l *pageLine) mayBeIndented(next string) bool {
	limit := l.measure - indentEms
	return l.width <= limit+slackEms/2 && (pageEnds(l.text) || l.full(next, limit))
}
