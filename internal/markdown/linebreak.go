package markdown

import (
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	"golang.org/x/text/width"
)

// object stands for what has no character of its own, such as a picture.
const object = '\uFFFC'

// joins reports whether a line break between two characters leaves nothing
// behind. It follows the segment break rules of CSS Text Level 3: nothing
// beside a zero width space; nothing between two wide characters unless one is
// Hangul; nothing beside wide punctuation or an ideographic space. The rule of
// its earlier drafts for shared punctuation is kept, because Chinese writes
// “ ” — … with the characters of Latin: beside a wide character they count as
// wide. Everything else, Chinese beside Latin too, keeps a space.
func joins(before, after rune) bool {
	if before == '\u200B' || after == '\u200B' {
		return true
	}
	if unicode.Is(unicode.Hangul, before) || unicode.Is(unicode.Hangul, after) {
		return false
	}
	if isWide(before) && isWide(after) || isWidePunct(before) || isWidePunct(after) {
		return true
	}
	return isWide(before) && isSharedPunct(after) || isSharedPunct(before) && isWide(after)
}

func isWidePunct(r rune) bool {
	return r == '\u3000' || isWide(r) && unicode.IsPunct(r)
}

func isSharedPunct(r rune) bool {
	return r >= 0x80 && unicode.In(r, unicode.P, unicode.S) &&
		width.LookupRune(r).Kind() == width.EastAsianAmbiguous
}

// breakJoins looks at both sides of the soft line break at the end of n.
func (d *Document) breakJoins(n *ast.Text) bool {
	return joins(d.runeBefore(n), d.runeAfter(n))
}

// runeBefore returns the last character a reader sees up to the end of n.
func (d *Document) runeBefore(n ast.Node) rune {
	for ; n != nil && n.Type() == ast.TypeInline; n = previous(n) {
		if value := d.leaf(n); len(value) > 0 {
			r, _ := utf8.DecodeLastRune(value)
			return r
		}
	}
	return ' '
}

func (d *Document) runeAfter(n ast.Node) rune {
	for n = next(n); n != nil && n.Type() == ast.TypeInline; n = next(n) {
		if value := d.leaf(n); len(value) > 0 {
			r, _ := utf8.DecodeRune(value)
			return r
		}
	}
	return ' '
}

// leaf returns the characters of a node without children.
func (d *Document) leaf(n ast.Node) []byte {
	switch n := n.(type) {
	case *ast.Text:
		return n.Segment.Value(d.source)
	case *ast.AutoLink:
		return n.Label(d.source)
	case *ast.Image:
		return []byte(string(object))
	}
	return nil
}

// next walks the leaves and inline nodes after n in reading order, down into
// children and up through inline parents, pictures taken whole.
func next(n ast.Node) ast.Node {
	for n != nil && n.Type() == ast.TypeInline {
		if s := n.NextSibling(); s != nil {
			for s.FirstChild() != nil && s.Kind() != ast.KindImage {
				s = s.FirstChild()
			}
			return s
		}
		n = n.Parent()
	}
	return nil
}

func previous(n ast.Node) ast.Node {
	for n != nil && n.Type() == ast.TypeInline {
		if s := n.PreviousSibling(); s != nil {
			for s.LastChild() != nil && s.Kind() != ast.KindImage {
				s = s.LastChild()
			}
			return s
		}
		n = n.Parent()
	}
	return nil
}
