package segment

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"hebi/internal/hanzi"
)

// overlay is a tree of terms by their folded runes. It is never changed once
// made; the nil overlay holds nothing.
type overlay struct {
	root node
}

type node struct {
	next map[rune]*node
	term string // the whole term, if one ends here
}

func newOverlay(terms []string) *overlay {
	o := new(overlay)
	for _, term := range terms {
		term = FoldTerm(term)
		if term == "" {
			continue
		}
		n := &o.root
		for _, r := range term {
			child := n.next[r]
			if child == nil {
				child = new(node)
				if n.next == nil {
					n.next = make(map[rune]*node)
				}
				n.next[r] = child
			}
			n = child
		}
		n.term = term
	}
	return o
}

// FoldTerm returns a term as the Text of its token has it: folded, without
// space around it, with one space for each white space inside, and with plain
// hyphens and apostrophes for dashes and curly ones.
func FoldTerm(term string) string {
	return strings.Map(plainRune, strings.Join(strings.Fields(hanzi.Fold(term)), " "))
}

// plainRune is what a folded rune counts as inside a term.
func plainRune(r rune) rune {
	switch r {
	case '‐', '‑', '–':
		return '-'
	case '‘', '’':
		return '\''
	}
	if r > 0x20 && r < 0x80 {
		return r
	}
	if unicode.IsSpace(r) {
		return ' '
	}
	return r
}

// appendMatches appends the terms found in the text, left to right, the
// longest at each place, none inside or across another.
func (o *overlay) appendMatches(tokens []Token, v *view) []Token {
	if o == nil || len(o.root.next) == 0 {
		return tokens
	}
	for i := 0; i < v.len(); {
		term, end := o.longest(v, i)
		if end == 0 {
			i++
			continue
		}
		tokens = append(tokens, v.tokenAs(term, i, end, Term))
		i = end
	}
	return tokens
}

// longest returns the longest term that begins at rune i and the rune it ends
// before, or 0.
func (o *overlay) longest(v *view, i int) (term string, end int) {
	if !v.border(i) {
		return "", 0
	}
	n := &o.root
	for j := i; j < v.len(); {
		r := plainRune(v.runes[j])
		n = n.next[r]
		if n == nil {
			break
		}
		j++
		for r == ' ' && j < v.len() && plainRune(v.runes[j]) == ' ' {
			j++
		}
		if n.term != "" && v.border(j) {
			term, end = n.term, j
		}
	}
	return term, end
}

// border reports whether no word of letters or digits goes on across the place
// before rune i. Between Chinese characters every place is one.
func (v *view) border(i int) bool {
	return i == 0 || i == v.len() || !v.inWord(i-1) || !v.inWord(i)
}

func (v *view) inWord(i int) bool {
	r := v.runes[i]
	return !hanzi.IsHan(r) && (isAlnum(r) || unicode.IsMark(r))
}

// merge puts two ascending lists into one.
func merge(a, b []Token) []Token {
	if len(b) == 0 {
		return a
	}
	out := make([]Token, 0, len(a)+len(b))
	for len(a) > 0 && len(b) > 0 {
		if compare(a[0], b[0]) <= 0 {
			out, a = append(out, a[0]), a[1:]
		} else {
			out, b = append(out, b[0]), b[1:]
		}
	}
	return slices.Concat(out, a, b)
}

func compare(a, b Token) int {
	return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End), cmp.Compare(a.Kind, b.Kind))
}
