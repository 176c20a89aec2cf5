package markdown

import (
	"bytes"
	"strings"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/text"
)

// Text returns what a reader reads, without markup: blocks separated by an
// empty line, items of a tight list and rows of a table by a line break, cells
// by a tab, footnotes at the end. A line break inside a paragraph is a space,
// or nothing between Chinese characters. Left out are alternative texts and
// addresses of pictures, marks of footnotes, and readings in ruby; the caption
// of a figure is kept.
func (d *Document) Text() string { return d.text().text }

func (d *Document) plainText() *plain {
	b := builder{d: d}
	b.document()
	return &plain{text: b.out.String(), runs: b.runs, blocks: b.blocks}
}

// inlineText returns the text of the inline children of n.
func (d *Document) inlineText(n ast.Node) string {
	b := builder{d: d}
	b.inlines(n)
	return strings.TrimSpace(b.out.String())
}

// alternative returns the text that stands for a picture.
func (d *Document) alternative(n *ast.Image) string {
	b := builder{d: d, alternatives: true}
	b.inlines(n)
	return strings.TrimSpace(b.out.String())
}

// builder writes text and remembers where it came from.
type builder struct {
	d      *Document
	out    strings.Builder
	runs   []run
	blocks []Block
	// gap is what separates what comes next from what is there.
	gap string
	// first is where the current block's text starts, -1 before it does.
	first int
	// hidden is set between <rt> or <rp> and its end.
	hidden bool
	// alternatives writes the alternative text of pictures.
	alternatives bool
}

func (b *builder) separate(gap string) {
	if len(gap) > len(b.gap) {
		b.gap = gap
	}
}

func (b *builder) insert(s string) {
	if b.hidden || s == "" {
		return
	}
	if b.out.Len() > 0 {
		b.out.WriteString(b.gap)
	}
	b.gap = ""
	if b.first < 0 {
		b.first = b.out.Len()
	}
	b.out.WriteString(s)
}

// space inserts white space, except at the start of a block.
func (b *builder) space(s string) {
	if b.gap == "" && b.out.Len() > 0 {
		b.insert(s)
	}
}

// write adds text that stands in the source at [start, stop).
func (b *builder) write(s string, start, stop int) {
	if b.hidden || s == "" {
		return
	}
	b.insert(s)
	end := b.out.Len()
	r := run{text: end - len(s), textEnd: end, source: start, sourceEnd: stop}
	if n := len(b.runs); n > 0 && r.copied() {
		last := &b.runs[n-1]
		if last.copied() && last.textEnd == r.text && last.sourceEnd == r.source {
			last.textEnd, last.sourceEnd = r.textEnd, r.sourceEnd
			return
		}
	}
	b.runs = append(b.runs, r)
}

func (b *builder) copy(start, stop int) {
	b.write(string(b.d.source[start:stop]), start, stop)
}

func (b *builder) document() {
	for n := b.d.root.FirstChild(); n != nil; n = n.NextSibling() {
		if list, ok := n.(*extast.FootnoteList); ok {
			for f := list.FirstChild(); f != nil; f = f.NextSibling() {
				b.topLevel(f)
			}
			continue
		}
		b.topLevel(n)
	}
	b.closeBlocks()
}

// block writes one block; what separates it from others is the caller's part.
func (b *builder) block(n ast.Node) {
	switch n := n.(type) {
	case *ast.Paragraph, *ast.TextBlock, *ast.Heading:
		b.inlines(n)
	case *ast.CodeBlock, *ast.FencedCodeBlock:
		b.code(n.Lines())
	case *ast.HTMLBlock:
		b.html(n)
	case *ast.List:
		gap := "\n\n"
		if n.IsTight {
			gap = "\n"
		}
		for item := n.FirstChild(); item != nil; item = item.NextSibling() {
			b.separate(gap)
			b.children(item, gap)
		}
	case *extast.Table:
		b.table(n)
	case *ast.LinkReferenceDefinition, *ast.ThematicBreak:
	default:
		b.children(n, "\n\n")
	}
}

func (b *builder) children(n ast.Node, gap string) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if c.Type() == ast.TypeInline {
			// A back link stands in a footnote that does not end in a paragraph.
			b.inline(c)
			continue
		}
		b.separate(gap)
		b.block(c)
	}
}

func (b *builder) table(n *extast.Table) {
	for row := n.FirstChild(); row != nil; row = row.NextSibling() {
		b.separate("\n")
		for cell := row.FirstChild(); cell != nil; cell = cell.NextSibling() {
			if cell.PreviousSibling() != nil {
				b.tab(position(row))
			}
			b.inlines(cell)
		}
	}
}

// tab separates two cells. It belongs to what was last written of the table, or
// to the row when that has only been empty so far.
func (b *builder) tab(row int) {
	at := row
	if n := len(b.runs); n > 0 && b.first >= 0 {
		at = max(at, b.runs[n-1].sourceEnd)
	}
	b.write("\t", at, at)
}

// code writes lines as they are, without the last line's end.
func (b *builder) code(lines *text.Segments) {
	for i := range lines.Len() {
		s := lines.At(i)
		value := s.Value(b.d.source)
		if i == lines.Len()-1 {
			value = bytes.TrimSuffix(value, []byte{'\n'})
		}
		// Padding stands for part of a tab, which has no byte of its own.
		b.write(string(value[:min(s.Padding, len(value))]), s.Start, s.Start)
		rest := string(value[min(s.Padding, len(value)):])
		b.write(rest, s.Start, min(s.Start+len(rest), s.Stop))
	}
}

// inlines writes the inline children of n.
func (b *builder) inlines(n ast.Node) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		b.inline(c)
	}
	if n.Type() == ast.TypeBlock {
		b.hidden = false
	}
}

func (b *builder) inline(n ast.Node) {
	switch n := n.(type) {
	case *ast.Text:
		b.words(n)
	case *ast.CodeSpan:
		b.codeSpan(n)
	case *ast.AutoLink:
		b.autoLink(n)
	case *ast.RawHTML:
		b.tag(n)
	case *ast.Image:
		b.picture(n)
	case *extast.FootnoteLink, *extast.FootnoteBacklink:
	default:
		b.inlines(n)
	}
}

func (b *builder) words(n *ast.Text) {
	if n.IsRaw() {
		b.copy(n.Segment.Start, n.Segment.Stop)
	} else {
		b.decode(n.Segment.Start, n.Segment.Stop, true)
	}
	switch {
	case n.HardLineBreak():
		b.space("\n")
	case n.SoftLineBreak() && !b.d.breakJoins(n):
		b.space(" ")
	}
}

func (b *builder) codeSpan(n ast.Node) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		t, ok := c.(*ast.Text)
		if !ok {
			continue
		}
		start, stop := t.Segment.Start, t.Segment.Stop
		if stop > start && b.d.source[stop-1] == '\n' {
			b.copy(start, stop-1)
			b.write(" ", stop-1, stop)
			continue
		}
		b.copy(start, stop)
	}
}

func (b *builder) autoLink(n *ast.AutoLink) {
	label := string(n.Label(b.d.source))
	// The node begins at its angle bracket.
	start := n.Pos() + 1
	b.write(label, start, start+len(label))
}

// picture writes a caption when the picture is a figure.
func (b *builder) picture(n *ast.Image) {
	if b.alternatives {
		b.inlines(n)
		return
	}
	if len(n.Title) == 0 || figure(n.Parent()) != n {
		return
	}
	// Where the title stands inside the brackets goldmark does not say.
	start := position(n)
	b.write(decoded(n.Title), start, start)
}
