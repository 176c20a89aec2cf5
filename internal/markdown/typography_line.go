package markdown

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
)

// glyph is one character of a block's running text.
type glyph struct {
	// r is what stands there; notText for what is no text.
	r rune
	// start and end are offsets into the source.
	start, end int
	// fixed glyphs are not changed: behind a backslash, in an address.
	fixed bool
	// to is what becomes of it when why is set.
	to  string
	why Why
}

// notText stands for a picture, code, HTML or an address.
const notText = '\uFFFC'

// typeLine is the running text of one block.
type typeLine struct {
	d      *Document
	glyphs []glyph
}

// read collects the text of a block's inline children. Marks of footnotes and
// of emphasis are passed over: what stands beside them is beside each other.
func (l *typeLine) read(n ast.Node) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		switch c := c.(type) {
		case *ast.Text:
			if c.IsRaw() {
				l.glyphs = append(l.glyphs, glyph{r: notText, fixed: true})
				continue
			}
			l.text(c.Segment.Start, c.Segment.Stop)
			if c.SoftLineBreak() || c.HardLineBreak() {
				l.glyphs = append(l.glyphs, glyph{r: '\n', fixed: true})
			}
		case *extast.FootnoteLink, *extast.FootnoteBacklink:
		case *ast.Link, *ast.Emphasis, *extast.Strikethrough:
			l.read(c)
		default:
			l.glyphs = append(l.glyphs, glyph{r: notText, fixed: true})
		}
	}
}

// opaque is what Markdown reads as something else: an escaped character, an entity.
var opaque = regexp.MustCompile("^(?:\\\\[!-/:-@\\[-`{-~]|&(?:#[xX]?[0-9a-fA-F]+|[0-9A-Za-z]+);)")

func (l *typeLine) text(start, stop int) {
	for i := start; i < stop; {
		source := string(l.d.source[i:min(stop, i+40)])
		r, size := utf8.DecodeRuneInString(source)
		g := glyph{r: r, start: i, end: i + size}
		if r == '\\' || r == '&' {
			if whole := opaque.FindString(source); whole != "" {
				g = glyph{r: notText, start: i, end: i + len(whole), fixed: true}
			}
		}
		l.glyphs = append(l.glyphs, g)
		i = g.end
	}
}

// address is what is written as an address in running text.
var address = regexp.MustCompile(`(?i)(?:[a-z][a-z0-9+.-]*://|www\.)[^\s\p{Han}，。；：！？（）《》“”、]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|\b[\w-]+(?:\.[\w-]+)*\.(?:com|cn|org|net|gov|edu|html?|pdf|jpe?g|png|docx?|xlsx?)\b[^\s\p{Han}，。；：！？（）《》“”、,;!?]*`)

// protect fixes the addresses.
func (l *typeLine) protect() {
	var text strings.Builder
	at := make([]int, 0, len(l.glyphs)) // byte offset of each glyph
	for _, g := range l.glyphs {
		at = append(at, text.Len())
		text.WriteRune(g.r)
	}
	i := 0
	for _, m := range address.FindAllStringIndex(text.String(), -1) {
		for ; i < len(at) && at[i] < m[1]; i++ {
			if at[i] >= m[0] {
				l.glyphs[i].fixed = true
			}
		}
	}
}

// become replaces a glyph.
func (l *typeLine) become(i int, to string, why Why) {
	l.glyphs[i].to, l.glyphs[i].why = to, why
}

// now is what a glyph is or becomes: its last character, or its first with first.
func (g glyph) now(first bool) (r rune, ok bool) {
	if g.why == "" {
		return g.r, true
	}
	if g.to == "" {
		return 0, false
	}
	if first {
		r, _ = utf8.DecodeRuneInString(g.to)
	} else {
		r, _ = utf8.DecodeLastRuneInString(g.to)
	}
	return r, true
}

// before is the character before glyph i as it becomes; 0 at the beginning.
func (l *typeLine) before(i int) rune {
	for i--; i >= 0; i-- {
		if r, ok := l.glyphs[i].now(false); ok {
			return r
		}
	}
	return 0
}

// after is the character behind glyph i as it becomes; 0 at the end.
func (l *typeLine) after(i int) rune {
	for i++; i < len(l.glyphs); i++ {
		if r, ok := l.glyphs[i].now(true); ok {
			return r
		}
	}
	return 0
}

// run is how many glyphs from i on are this character and may be changed.
func (l *typeLine) run(i int, r rune) int {
	n := 0
	for i+n < len(l.glyphs) && l.glyphs[i+n].r == r && !l.glyphs[i+n].fixed && (n == 0 || l.glyphs[i+n-1].end == l.glyphs[i+n].start) {
		n++
	}
	return n
}

// replace puts a text in the place of n glyphs.
func (l *typeLine) replace(i, n int, to string, why Why) {
	l.become(i, to, why)
	for j := i + 1; j < i+n; j++ {
		l.become(j, "", why)
	}
}

// changes lists what becomes of the glyphs; neighbours are one change, for the reason of the first.
func (l *typeLine) changes() []Change {
	var list []Change
	for _, g := range l.glyphs {
		from := string(l.d.source[g.start:g.end])
		if g.why == "" || g.to == from && g.to != "" {
			continue
		}
		if n := len(list); n > 0 && list[n-1].End == g.start {
			last := &list[n-1]
			last.End, last.From, last.To = g.end, last.From+from, last.To+g.to
			continue
		}
		list = append(list, Change{Start: g.start, End: g.end, From: from, To: g.to, Why: g.why})
	}
	return list
}
