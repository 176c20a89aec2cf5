package segment

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"hebi/internal/hanzi"
)

// Overlay is a tree of terms by their folded runes. It never changes once made,
// so many goroutines may use one; the nil Overlay holds nothing.
type Overlay struct {
	root node
}

type node struct {
	next map[rune]*node
	term string // the whole term, if one ends here
}

// NewOverlay makes terms ready for finding, in one script or in several. What
// FoldTerm leaves nothing of is passed over.
func NewOverlay(terms []string) *Overlay {
	o := new(Overlay)
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

// Find returns the terms in a text as tokens of the kind Term, left to right,
// the longest at each place, none inside or across another. Where a term is
// not Chinese it begins and ends at the border of a word, and the s or es of a
// plural may follow it and belongs to the token. Any bytes are accepted.
func (o *Overlay) Find(text string) []Token {
	v := newView(text)
	defer v.free()
	return o.appendMatches(nil, v)
}

// FoldTerm returns a term as the Text of its token has it: folded, with plain
// apostrophes for curly ones, and with one space for all hyphens, dashes and
// white space that stand together, none at the ends. Two ways of writing are
// one term when they fold to the same.
func FoldTerm(term string) string {
	return strings.Join(strings.Fields(strings.Map(plainRune, hanzi.Fold(term))), " ")
}

// plainRune is what a folded rune counts as inside a term.
func plainRune(r rune) rune {
	switch r {
	case '-', '‐', '‑', '‒', '–', '—', '―':
		return ' '
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

// appendMatches appends what Find returns.
func (o *Overlay) appendMatches(tokens []Token, v *view) []Token {
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

// longest returns the longest term that begins at rune i and the rune that it,
// or its plural, ends before, or 0.
func (o *Overlay) longest(v *view, i int) (term string, end int) {
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
		if j++; r == ' ' {
			if j = v.afterSpace(j); j < 0 {
				break
			}
		}
		if n.term == "" {
			continue
		}
		// The term goods overwrites the plural of good, which ends where it ends.
		if after := v.afterPlural(j); after > 0 {
			term, end = n.term, after
		}
	}
	return term, end
}

// afterSpace returns the rune at which the space ends that began before rune j,
// or -1 if it is the end of a paragraph, which no term goes across.
func (v *view) afterSpace(j int) int {
	lines := 0
	for k := j - 1; k < v.len() && plainRune(v.runes[k]) == ' '; k++ {
		if v.runes[k] == '\n' {
			lines++
		}
		j = k + 1
	}
	if lines > 1 {
		return -1
	}
	return j
}

// afterPlural returns the rune before which a word ends that goes on to rune j
// or, with the s or es of a plural, a little further; 0 if it goes on.
func (v *view) afterPlural(j int) int {
	for _, plural := range [...]string{"", "s", "es"} {
		after := j + len(plural)
		if after <= v.len() && v.border(after) && (plural == "" || v.slice(j, after) == plural) {
			return after
		}
	}
	return 0
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
