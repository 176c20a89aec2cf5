package hant

import (
	"bytes"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"hebi/internal/hanzi"
)

// HTML returns a page, or a part of one, in the view: what is written, the
// attributes that are read out or shown, tags of language and addresses. Left as
// they are: what stands in an element with translate="no", what is typed into
// forms, and links to the page in other languages (rel="alternate" without a type).
// A phrase is seen as one across the elements within a line.
func (v *View) HTML(page []byte) []byte {
	w := pageWriter{view: v, tokens: html.NewTokenizer(bytes.NewReader(page))}
	w.out.Grow(len(page) + len(page)/50)
	for w.tokens.Next() != html.ErrorToken {
		w.token()
	}
	w.flush()
	w.out.Write(w.tokens.Raw()) // a tag that never ends
	return w.out.Bytes()
}

// pageWriter copies a page token by token. Texts wait in line until a block ends,
// so that phrases are seen across the marks between them.
type pageWriter struct {
	view   *View
	tokens *html.Tokenizer
	out    bytes.Buffer
	line   []piece
	// left is the element whose content is left as it is, with how many of its name are open in it.
	left  atom.Atom
	depth int
	// facts says that the next text is JSON-LD.
	facts bool
}

// piece is a text of a line, or markup between two.
type piece struct {
	raw  string
	text bool
}

func (w *pageWriter) token() {
	raw := string(w.tokens.Raw()) // Token would overwrite it
	switch token := w.tokens.Token(); token.Type {
	case html.TextToken:
		w.text(raw)
	case html.StartTagToken, html.SelfClosingTagToken:
		w.start(raw, &token)
	case html.EndTagToken:
		if w.left != 0 && token.DataAtom == w.left {
			if w.depth--; w.depth == 0 {
				w.left = 0
			}
		}
		w.markup(raw, token.DataAtom)
	default:
		w.markup(raw, 0)
	}
}

func (w *pageWriter) text(raw string) {
	if w.facts {
		w.facts = false
		raw = w.view.facts(raw)
		w.line = append(w.line, piece{raw: raw})
		return
	}
	w.line = append(w.line, piece{raw, w.left == 0})
}

func (w *pageWriter) start(raw string, t *html.Token) {
	if w.left != 0 {
		if t.DataAtom == w.left {
			w.depth++
		}
		w.markup(raw, t.DataAtom)
		return
	}
	w.facts = t.DataAtom == atom.Script && attribute(t, "type") == "application/ld+json"
	other := attribute(t, "rel") == "alternate" && attribute(t, "type") == ""
	if !other && w.rewrite(t) {
		raw = t.String()
	}
	if t.Type == html.StartTagToken && !isVoid(t.DataAtom) && (other || isLeft(t)) {
		w.left, w.depth = t.DataAtom, 1
	}
	w.markup(raw, t.DataAtom)
}

// isLeft says of an element that its text is not the site's to convert.
func isLeft(t *html.Token) bool {
	switch t.DataAtom {
	case atom.Style, atom.Textarea:
		return true
	case atom.Script:
		return attribute(t, "type") != "application/ld+json"
	}
	return attribute(t, "translate") == "no"
}

func isVoid(a atom.Atom) bool {
	switch a {
	case atom.Area, atom.Base, atom.Br, atom.Col, atom.Embed, atom.Hr, atom.Img, atom.Input, atom.Link, atom.Meta, atom.Source, atom.Track, atom.Wbr:
		return true
	}
	return false
}

// markup keeps a tag that stands within a line in its place, and ends the line at any other.
func (w *pageWriter) markup(raw string, name atom.Atom) {
	w.line = append(w.line, piece{raw: raw})
	if !slices.Contains(inline, name) {
		w.flush()
	}
}

// inline are the elements that do not part a word.
var inline = []atom.Atom{
	atom.A, atom.Abbr, atom.B, atom.Bdi, atom.Cite, atom.Code, atom.Del, atom.Dfn, atom.Em, atom.I, atom.Ins, atom.Kbd, atom.Mark,
	atom.Q, atom.S, atom.Samp, atom.Small, atom.Span, atom.Strong, atom.U, atom.Var, atom.Wbr,
}

// flush writes the line. The view keeps the number of runes, but for names with
// a way of writing of another length; then each text is converted by itself.
func (w *pageWriter) flush() {
	var whole strings.Builder
	for _, p := range w.line {
		if p.text {
			whole.WriteString(p.raw)
		}
	}
	text := whole.String()
	shown := text
	if strings.ContainsFunc(text, hanzi.IsHan) {
		shown = w.view.Text(text)
	}
	same := utf8.RuneCountInString(shown) == utf8.RuneCountInString(text)
	for _, p := range w.line {
		switch {
		case !p.text:
			w.out.WriteString(p.raw)
		case !same:
			w.out.WriteString(w.view.Text(p.raw))
		default:
			end := runesEnd(shown, utf8.RuneCountInString(p.raw))
			w.out.WriteString(shown[:end])
			shown = shown[end:]
		}
	}
	w.line = w.line[:0]
}

// runesEnd is where the first n runes of s end.
func runesEnd(s string, n int) int {
	for i := range s {
		if n == 0 {
			return i
		}
		n--
	}
	return len(s)
}

// rewrite puts an element's attributes into the view and reports whether that changed any.
func (w *pageWriter) rewrite(t *html.Token) bool {
	changed := false
	for i, a := range t.Attr {
		value := w.view.attribute(a.Key, a.Val)
		changed = changed || value != a.Val
		t.Attr[i].Val = value
	}
	return changed
}

// attribute returns the value of an attribute in the view.
func (v *View) attribute(key, value string) string {
	switch key {
	case "lang", "hreflang":
		if value == sourceTag {
			return v.tag
		}
		return value
	case "href", "action", "formaction":
		return v.Address(value)
	case "alt", "title", "placeholder", "label", "aria-label", "aria-description", "aria-roledescription":
		return v.Text(value)
	}
	if key == "content" || strings.HasPrefix(key, "data-") {
		return v.Text(v.Address(value))
	}
	return value
}

// facts puts JSON-LD into the view.
func (v *View) facts(raw string) string {
	raw = strings.ReplaceAll(raw, `"`+sourceTag+`"`, `"`+v.tag+`"`)
	raw = strings.ReplaceAll(raw, `"`+v.base+source+"/", `"`+v.base+"/"+Segment+"/")
	return v.Text(raw)
}

func attribute(t *html.Token, key string) string {
	for _, a := range t.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}
