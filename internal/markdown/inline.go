package markdown

import (
	"bytes"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	ghtml "github.com/yuin/goldmark/renderer/html"
	"golang.org/x/net/html"
)

func (w *writer) inline(n ast.Node) {
	switch n := n.(type) {
	case *ast.Text:
		w.words(n)
	case *ast.String:
		ghtml.DefaultWriter.Write(w.out, n.Value)
	case *ast.Emphasis:
		name := "em"
		if n.Level == 2 {
			name = "strong"
		}
		w.emphasis(name, n)
	case *extast.Strikethrough:
		w.element("del", n, "")
	case *ast.CodeSpan:
		w.codeSpan(n)
	case *ast.Link:
		w.anchor(decoded(n.Destination), n.Title, func() { w.children(n) })
	case *ast.AutoLink:
		w.anchor(autoAddress(n, w.d.source), nil, func() {
			w.print(escapeHTML(string(n.Label(w.d.source))))
		})
	case *ast.Image:
		w.imageOrText(n)
	case *ast.RawHTML:
		w.rawInline(n)
	case *extast.FootnoteLink:
		w.footnoteMark(n)
	case *extast.FootnoteBacklink:
		w.footnoteBack(n)
	default:
		w.children(n)
	}
}

// emphasis says of Latin words in a Chinese text, such as a title, that they are
// English: Chinese is emphasised by dots, Latin by italics.
func (w *writer) emphasis(name string, n *ast.Emphasis) {
	if n.Level == 2 || !strings.HasPrefix(w.o.Language, "zh") || !w.d.isLatin(n) {
		w.element(name, n, "")
		return
	}
	w.print("<", name, ` lang="en">`)
	outer := w.o.Language
	w.o.Language = "en"
	w.children(n)
	w.o.Language = outer
	w.print("</", name, ">")
}

// isLatin says that a node has Latin letters and no others.
func (d *Document) isLatin(n ast.Node) bool {
	latin := false
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		t, ok := c.(*ast.Text)
		if !ok {
			return false
		}
		for _, r := range string(t.Segment.Value(d.source)) {
			if unicode.IsLetter(r) && !isLetter(r) {
				return false
			}
			latin = latin || isLetter(r)
		}
	}
	return latin
}

func (w *writer) words(n *ast.Text) {
	if n.IsRaw() {
		ghtml.DefaultWriter.RawWrite(w.out, n.Segment.Value(w.d.source))
		return
	}
	w.pieces(n, w.typeset)
	switch {
	case n.HardLineBreak():
		w.print("<br>\n")
	case n.SoftLineBreak() && !w.d.breakJoins(n):
		w.print("\n")
	}
}

func (w *writer) codeSpan(n *ast.CodeSpan) {
	w.print("<code>")
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if t, ok := c.(*ast.Text); ok {
			value := t.Segment.Value(w.d.source)
			ghtml.DefaultWriter.RawWrite(w.out, bytes.ReplaceAll(value, []byte{'\n'}, []byte{' '}))
		}
	}
	w.print("</code>")
}

// anchor writes a link; one with a scheme that is not allowed is only its text.
func (w *writer) anchor(destination string, title []byte, content func()) {
	address, ok := w.link(destination)
	if !ok {
		content()
		return
	}
	w.print("<a")
	w.attribute("href", address)
	if w.external(address) {
		w.attribute("rel", externalRel)
	}
	if len(title) > 0 {
		w.attribute("title", decoded(title))
	}
	w.print(">")
	before := w.glossing
	w.glossing = false
	content()
	w.glossing = before
	w.print("</a>")
}

// externalRel lets style sheets mark links to other sites, and keeps those
// from reaching back should a theme open them in a new window.
const externalRel = "external noopener"

// imageOrText writes a picture of this site, and for any other the text that
// stands for it.
func (w *writer) imageOrText(n *ast.Image) {
	if address, ok := w.picture(decoded(n.Destination)); ok {
		w.image(n, address)
		return
	}
	w.print(escapeHTML(w.d.alternative(n)))
}

func (w *writer) image(n *ast.Image, address string) {
	w.print("<img")
	w.attribute("src", address)
	w.attribute("alt", w.d.alternative(n))
	if len(n.Title) > 0 && figure(n.Parent()) != n {
		w.attribute("title", decoded(n.Title))
	}
	for _, a := range slices.Concat(w.sources(decoded(n.Destination)), w.size(decoded(n.Destination)), w.loading()) {
		w.attribute(a.Key, a.Val)
	}
	w.print(">")
}

// sources gives the other widths of a picture beside the text.
func (w *writer) sources(destination string) []html.Attribute {
	if w.o.Sources == nil || !isBeside(destination) {
		return nil
	}
	set := w.o.Sources(fileName(destination))
	if set == "" {
		return nil
	}
	return []html.Attribute{{Key: "srcset", Val: set}, {Key: "sizes", Val: w.o.Sizes}}
}

// size gives the width and height of a picture beside the text, when they are known.
func (w *writer) size(destination string) []html.Attribute {
	if w.o.Size == nil || !isBeside(destination) {
		return nil
	}
	width, height := w.o.Size(fileName(destination))
	if width <= 0 || height <= 0 {
		return nil
	}
	return []html.Attribute{{Key: "width", Val: strconv.Itoa(width)}, {Key: "height", Val: strconv.Itoa(height)}}
}

// loading lets a picture on a page wait until the reader comes near it, but for
// those at the head of the page; it counts the pictures.
func (w *writer) loading() []html.Attribute {
	w.pictures++
	if w.base != nil || w.pictures <= w.o.EagerPictures {
		return nil
	}
	return []html.Attribute{{Key: "loading", Val: "lazy"}, {Key: "decoding", Val: "async"}}
}

func (w *writer) footnoteMark(n *extast.FootnoteLink) {
	number := strconv.Itoa(n.Index)
	w.print(`<sup class="footnote-ref"><a`)
	w.attribute("id", w.prefix+markID(n.Index, n.RefIndex))
	w.fragment(footnoteID(n.Index))
	w.print(` role="doc-noteref">`, number, "</a></sup>")
}

func (w *writer) footnoteBack(n *extast.FootnoteBacklink) {
	label := w.o.BackLabel + " " + strconv.Itoa(n.Index)
	if n.RefIndex > 0 {
		label += "-" + strconv.Itoa(n.RefIndex+1)
	}
	w.print(` <a class="footnote-back"`)
	w.fragment(markID(n.Index, n.RefIndex))
	w.print(` role="doc-backlink"`)
	w.attribute("aria-label", label)
	// The selector keeps phones from showing the arrow as emoji.
	w.print(">↩\uFE0E</a>")
}

func (w *writer) fragment(id string) {
	address, _ := w.link("#" + id)
	w.attribute("href", address)
}
