package markdown

import (
	"bytes"
	"cmp"
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
)

// Passage is a stretch of a text that is set off in its HTML, a sentence say.
type Passage struct {
	// Start is a byte offset into [Document.Source]. A passage goes on to where the
	// next one starts, or its block ends.
	Start int
	// ID is its anchor without the edition's prefix, on the first of its elements.
	ID string
	// Group is the attribute data-s of all its elements, Class their class; empty for none.
	Group, Class string
}

// Part is a block at the top level as HTML, balanced by itself.
type Part struct {
	// Kind and Start are those of the [Block]. All footnotes are one part, the
	// last; its start is the end of the source.
	Kind  Kind
	Start int
	HTML  string
}

// Parts is [Document.HTML] block by block; Lines is not heeded. An element
// written as HTML around several blocks ends with the first of them. Passages
// that could not be set off, in a block of HTML say, have an empty element with
// their id behind their part.
func (d *Document) Parts(o Options) []Part {
	parts := d.parts(o, false)
	for i := 0; d.raw && i < len(parts); i++ {
		balanced, ok := balance(parts[i].HTML)
		if !ok {
			return d.parts(o, true)
		}
		parts[i].HTML = balanced
	}
	return parts
}

func (d *Document) parts(o Options, dropRaw bool) []Part {
	var out strings.Builder
	w := d.writer(o, &out, dropRaw)
	var parts []Part
	add := func(kind Kind, start int) {
		_ = w.out.Flush() // a Builder does not fail
		if out.Len() > 0 {
			parts = append(parts, Part{Kind: kind, Start: start, HTML: out.String()})
		}
		out.Reset()
	}
	for n := d.root.FirstChild(); n != nil; n = n.NextSibling() {
		w.block(n)
		if n.Kind() == extast.KindFootnoteList {
			add(KindFootnote, len(d.source))
		} else {
			add(kindOf(n), d.lineStart(position(n)))
		}
	}
	for i, p := range w.passages.list {
		if w.passages.written[i] || len(parts) == 0 {
			continue
		}
		last := 0
		for j := range parts {
			if parts[j].Start <= p.Start {
				last = j
			}
		}
		w.passage(i)
		w.print("</span>")
		_ = w.out.Flush()
		parts[last].HTML += out.String()
		out.Reset()
	}
	return parts
}

// passages is what a writer knows of them.
type passages struct {
	// list ascends; written says of each that it has an element with its id.
	list    []Passage
	written []bool
	// open is the one whose element was opened last and not yet closed, among the
	// children of in; in is nil when there is none.
	open int
	in   ast.Node
	// tags is how many elements written as HTML are open: within one nothing is
	// opened or closed.
	tags int
}

func newPassages(source []byte, list []Passage) passages {
	if len(list) == 0 {
		return passages{}
	}
	list = slices.Clone(list)
	for i := range list {
		// A backslash belongs to the character behind it.
		before := source[:clamp(list[i].Start, 0, len(source))]
		if slashes := len(before) - len(bytes.TrimRight(before, `\`)); slashes%2 == 1 {
			list[i].Start--
		}
	}
	slices.SortStableFunc(list, func(a, b Passage) int { return cmp.Compare(a.Start, b.Start) })
	return passages{list: list, written: make([]bool, len(list))}
}

// at is the passage that holds an offset into the source, -1 for none.
func (p *passages) at(offset int) int {
	i, _ := slices.BinarySearchFunc(p.list, offset+1, func(p Passage, at int) int { return cmp.Compare(p.Start, at) })
	return i - 1
}

// passage opens an element for the i-th.
func (w *writer) passage(i int) {
	p := w.passages.list[i]
	w.print("<span")
	if !w.passages.written[i] {
		w.attribute("id", w.prefix+p.ID)
	}
	if p.Class != "" {
		w.attribute("class", p.Class)
	}
	if p.Group != "" {
		w.attribute("data-s", p.Group)
	}
	w.print(">")
	w.passages.written[i] = true
}

// goTo lets what follows, children of a node, stand in the i-th passage, or in
// none for -1.
func (w *writer) goTo(i int, in ast.Node) {
	p := &w.passages
	if p.tags > 0 || p.in != nil && p.open == i {
		return
	}
	if p.in != nil {
		w.print("</span>")
		p.in = nil
	}
	if i >= 0 {
		w.passage(i)
		p.open, p.in = i, in
	}
}

// enter prepares for a child that is written next: one that lies within a
// passage stands in its element, one that reaches over its end has elements of its own.
func (w *writer) enter(n ast.Node) {
	if len(w.passages.list) == 0 {
		return
	}
	if raw, ok := n.(*ast.RawHTML); ok {
		w.enterTag(raw)
		return
	}
	if n.Kind() == ast.KindText { // pieces sees to it
		return
	}
	if n.Kind() == extast.KindFootnoteBacklink {
		w.goTo(-1, nil)
		return
	}
	first, last := w.d.extent(n)
	if first < 0 {
		return
	}
	if i := w.passages.at(first); i == w.passages.at(last) || n.FirstChild() == nil || n.Kind() == ast.KindCodeSpan {
		w.goTo(i, n.Parent())
		return
	}
	w.goTo(-1, nil)
}

// enterTag keeps the element of a passage around a tag that was written as HTML.
func (w *writer) enterTag(n *ast.RawHTML) {
	tag := rawSegments(n).value(w.d.source)
	switch {
	case w.dropRaw:
	case bytes.HasPrefix(tag, []byte("</")):
		w.passages.tags = max(0, w.passages.tags-1)
	case len(tag) > 1 && isLetter(rune(tag[1])) && !isVoidTag(tag):
		for text := next(n); text != nil && text.Type() == ast.TypeInline; text = next(text) {
			if first, _ := w.d.extent(text); first >= 0 {
				w.goTo(w.passages.at(first), n.Parent())
				break
			}
		}
		w.passages.tags++
	}
}

// isVoidTag says of a tag that no other ends it.
func isVoidTag(tag []byte) bool {
	name := tag[1:]
	if end := bytes.IndexAny(name, " \t\n/>"); end >= 0 {
		name = name[:end]
	}
	return slices.Contains([]string{"br", "hr", "img", "input", "wbr", "source", "track"}, strings.ToLower(string(name)))
}

// leave closes the element that was opened among the children of n.
func (w *writer) leave(n ast.Node) {
	if n.Type() == ast.TypeBlock {
		w.passages.tags = 0
	}
	if w.passages.in == n && n != nil {
		w.passages.tags = 0
		w.goTo(-1, nil)
	}
}

// extent is where the first and the last character below n stand in the source,
// white space left out; -1, -1 when there is none.
func (d *Document) extent(n ast.Node) (first, last int) {
	switch n := n.(type) {
	case *ast.Text:
		words := n.Segment.Value(d.source)
		words = bytes.TrimRight(words, " \t\n")
		if len(words) == 0 {
			return -1, -1
		}
		return n.Segment.Start + len(words) - len(bytes.TrimLeft(words, " \t\n")), n.Segment.Start + len(words) - 1
	case *ast.AutoLink:
		return n.Pos() + 1, n.Pos() + len(n.Label(d.source))
	case *ast.Image: // it shows none of its characters
		return -1, -1
	}
	first, last = -1, -1
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		from, to := d.extent(c)
		if first < 0 {
			first = from
		}
		last = max(last, to)
	}
	return first, last
}

// pieces writes the characters of a text node, each piece in its passage; white
// space between two stands in neither.
func (w *writer) pieces(n *ast.Text, write func([]byte)) {
	if len(w.passages.list) == 0 {
		write(n.Segment.Value(w.d.source))
		return
	}
	for start, stop := n.Segment.Start, n.Segment.Stop; start < stop; {
		rest := w.d.source[start:stop]
		space := len(rest) - len(bytes.TrimLeft(rest, " \t\n"))
		if space == len(rest) {
			write(rest)
			return
		}
		i, end := w.passages.at(start+space), stop
		if w.passages.in != nil && w.passages.open != i {
			w.goTo(-1, nil)
		}
		write(rest[:space])
		w.goTo(i, n.Parent())
		if i+1 < len(w.passages.list) {
			end = min(stop, w.passages.list[i+1].Start)
		}
		words := bytes.TrimRight(w.d.source[start+space:end], " \t\n")
		write(words)
		start += space + len(words)
	}
}

// atOnce writes what cannot be parted, within the passage at an offset.
func (w *writer) atOnce(offset int, write func()) {
	i := -1
	if len(w.passages.list) > 0 {
		i = w.passages.at(offset)
	}
	if i >= 0 {
		w.passage(i)
		defer w.print("</span>")
	}
	write()
}
