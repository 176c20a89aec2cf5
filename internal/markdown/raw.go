package markdown

import (
	"bytes"
	"slices"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

func (w *writer) rawInline(n *ast.RawHTML) {
	if !w.dropRaw {
		w.print(w.cleanFragment(string(rawSegments(n).value(w.d.source))))
	}
}

func (w *writer) htmlBlock(n *ast.HTMLBlock) {
	if w.dropRaw {
		b := builder{d: w.d}
		b.html(n)
		w.print("<p>", escapeHTML(b.out.String()), "</p>\n")
		return
	}
	w.print(w.cleanFragment(string(rawSegments(n).value(w.d.source))))
}

// rawReferences lists the addresses in HTML within a text.
func (d *Document) rawReferences(n ast.Node, element, key, alt string) []Reference {
	parts := rawSegments(n)
	if parts == nil {
		return nil
	}
	var list []Reference
	z := html.NewTokenizer(bytes.NewReader(parts.value(d.source)))
	for offset := 0; z.Next() != html.ErrorToken; {
		at := offset
		offset += len(z.Raw())
		t := z.Token()
		address := attribute(&t, key)
		if t.Type == html.EndTagToken || t.Data != element || address == "" {
			continue
		}
		r := d.reference(n, address, attribute(&t, alt))
		r.Offset = parts.source(at)
		r.Line = d.line(r.Offset)
		list = append(list, r)
	}
	return list
}

// tag looks at HTML within a line: a break is a line break, readings in ruby
// are hidden.
func (b *builder) tag(n *ast.RawHTML) {
	z := html.NewTokenizer(bytes.NewReader(rawSegments(n).value(b.d.source)))
	if z.Next() == html.ErrorToken {
		return
	}
	b.apply(z.Token())
}

func (b *builder) apply(t html.Token) {
	switch {
	case t.Type == html.EndTagToken && (t.DataAtom == atom.Rt || t.DataAtom == atom.Rp):
		b.hidden = false
	case t.Type == html.StartTagToken && (t.DataAtom == atom.Rt || t.DataAtom == atom.Rp):
		b.hidden = true
	case t.Type != html.EndTagToken && t.DataAtom == atom.Br:
		b.space("\n")
	}
}

// html writes the text of a block of HTML.
func (b *builder) html(n *ast.HTMLBlock) {
	parts := rawSegments(n)
	z := html.NewTokenizer(bytes.NewReader(parts.value(b.d.source)))
	for offset, skip := 0, false; ; {
		kind := z.Next()
		if kind == html.ErrorToken {
			break
		}
		at := offset
		offset += len(z.Raw())
		if kind == html.TextToken {
			if !skip {
				b.rawText(parts, at, offset)
			}
			continue
		}
		t := z.Token()
		skip = kind == html.StartTagToken && (t.DataAtom == atom.Script || t.DataAtom == atom.Style)
		b.apply(t)
	}
	b.hidden = false
}

// rawText writes the text between two tags line by line, without indentation.
func (b *builder) rawText(parts segments, from, to int) {
	for _, line := range parts {
		lineStart := line.Start
		length := line.Stop - line.Start
		start, stop := clamp(from, 0, length), clamp(to, 0, length)
		from, to = from-length, to-length
		if start >= stop {
			continue
		}
		part := b.d.source[lineStart+start : lineStart+stop]
		if start == 0 {
			start += len(part) - len(bytes.TrimLeft(part, " \t\n"))
		}
		ends := bytes.HasSuffix(part, []byte{'\n'})
		if ends {
			stop--
		}
		if start < stop {
			b.decode(lineStart+start, lineStart+stop, false)
		}
		if ends {
			b.separate("\n")
		}
	}
}

// segments are the pieces of the source that HTML in a text is made of: in a
// quotation, say, the lines without their marks.
type segments []text.Segment

func rawSegments(n ast.Node) segments {
	switch n := n.(type) {
	case *ast.RawHTML:
		return n.Segments.Sliced(0, n.Segments.Len())
	case *ast.HTMLBlock:
		parts := segments(slices.Clone(n.Lines().Sliced(0, n.Lines().Len())))
		if n.HasClosure() {
			parts = append(parts, n.ClosureLine)
		}
		return parts
	}
	return nil
}

// value returns the HTML. Indentation that stands for part of a tab is left
// out, so that every byte has its place in the source.
func (s segments) value(source []byte) []byte {
	var out []byte
	for _, part := range s {
		out = append(out, source[part.Start:part.Stop]...)
	}
	return out
}

// source maps an offset in the value to the source.
func (s segments) source(offset int) int {
	for _, part := range s {
		length := part.Stop - part.Start
		if offset < length {
			return part.Start + offset
		}
		offset -= length
	}
	return s[len(s)-1].Stop
}
