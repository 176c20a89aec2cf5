package markdown

import "sort"

// run says that bytes of the text came from bytes of the source. Runs of equal
// length are copies; of others (an entity, say) only the ends correspond.
type run struct {
	text, textEnd     int
	source, sourceEnd int
}

func (r run) copied() bool { return r.textEnd-r.text == r.sourceEnd-r.source }

// plain is the finished text of a document.
type plain struct {
	text   string
	runs   []run
	blocks []Block
}

// SourceOffset maps a byte offset in [Document.Text] to one in
// [Document.Source]. Within copied characters it is exact; inside a character
// written as an entity it is where the entity starts; at bytes that the text
// adds, such as the lines between blocks, it is the end of what came before. At
// the border of two pieces it belongs to the second, so to map the end of a
// passage use [Document.SourceSpan]. Offsets outside the text are clamped.
func (d *Document) SourceOffset(textOffset int) int {
	p := d.text()
	if len(p.runs) == 0 {
		return 0
	}
	t := clamp(textOffset, 0, len(p.text))
	i := sort.Search(len(p.runs), func(i int) bool { return p.runs[i].text > t })
	if i == 0 {
		return p.runs[0].source
	}
	r := p.runs[i-1]
	switch {
	case t >= r.textEnd:
		return r.sourceEnd
	case r.copied():
		return r.source + t - r.text
	}
	return r.source
}

// SourceSpan maps the half-open span of bytes [start, end) of [Document.Text]
// to the span of [Document.Source] it was written as, without the markup
// before its first and after its last character. An empty span stays empty.
func (d *Document) SourceSpan(start, end int) (int, int) {
	from := d.SourceOffset(start)
	if end <= start {
		return from, from
	}
	p := d.text()
	last := clamp(end, 0, len(p.text)) - 1
	i := sort.Search(len(p.runs), func(i int) bool { return p.runs[i].text > last })
	if i == 0 {
		return from, from
	}
	r := p.runs[i-1]
	to := r.sourceEnd
	if last < r.textEnd && r.copied() {
		to = r.source + last + 1 - r.text
	}
	return from, max(from, to)
}
