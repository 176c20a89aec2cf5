package compare

import (
	"cmp"
	"slices"
	"strings"

	"hebi/internal/hanzi"
)

// Merged is a text made of two people's changes to one text.
type Merged struct {
	Parts []Part
}

// Part is text that is settled, or a conflict that a person must settle.
type Part struct {
	Text     string
	Conflict *Conflict // nil if Text holds
}

// Conflict is a place that both changed, each otherwise: what stood there, and
// what each made of it. An empty one of the last two says that it was removed.
type Conflict struct {
	Base, Mine, Theirs string
}

// Clean returns the text, and whether all of it is settled; else no text.
func (m Merged) Clean() (text string, ok bool) {
	if m.Conflicts() > 0 {
		return "", false
	}
	return m.Settled(nil), true
}

// Conflicts is the number of conflicts.
func (m Merged) Conflicts() int {
	n := 0
	for _, p := range m.Parts {
		if p.Conflict != nil {
			n++
		}
	}
	return n
}

// Settled returns the text with every conflict replaced by what settle makes of
// it; i counts them from 0. Without conflicts settle may be nil.
func (m Merged) Settled(settle func(i int, c Conflict) string) string {
	var b strings.Builder
	i := 0
	for _, p := range m.Parts {
		if p.Conflict == nil {
			b.WriteString(p.Text)
			continue
		}
		b.WriteString(settle(i, *p.Conflict))
		i++
	}
	return b.String()
}

// Merge brings together what two people made of the same text, base, sentence
// by sentence. What only one of them changed is taken as it is, and what both
// changed alike is taken once. Where both changed one sentence, or added
// something at the same place, there is a conflict. Nothing that either of them
// wrote is left out of text and conflicts.
//
// Merge(base, theirs, mine) is the same with mine and theirs exchanged. Line
// ends count; see Diff.
func Merge(base, mine, theirs string) Merged {
	b := splitText(base)
	hunks := append(hunksOf(b, mine, myside), hunksOf(b, theirs, theirside)...)
	slices.SortStableFunc(hunks, func(g, h hunk) int {
		return cmp.Or(cmp.Compare(g.base.Start, h.base.Start), cmp.Compare(g.base.End, h.base.End))
	})
	m := merging{base: base}
	for _, group := range groups(hunks) {
		m.take(group)
	}
	m.text.WriteString(base[m.at:])
	m.flush()
	return Merged{Parts: m.parts}
}

// hunk is a part of the base that one side changed, and what it became.
type hunk struct {
	base hanzi.Span
	text string
	side side
	// loose: sentences that were put in, with or instead of others; where
	// among them a sentence of the other side's belongs, nobody can say.
	loose bool
}

type side int

const (
	myside side = iota
	theirside
)

func hunksOf(base split, text string, of side) []hunk {
	var list []hunk
	for _, e := range edits(base, splitText(text)) {
		if e.what != kept {
			list = append(list, hunk{
				base: e.old, text: e.new.Text(text), side: of,
				loose: e.what == swapped && e.new.Start < e.new.End,
			})
		}
	}
	return list
}

// groups divides sorted hunks into those that must be settled together. Those
// of one side do not overlap, so that of the other side only the last three can
// reach a hunk: one that ends where it begins, one that puts something in there,
// one that begins there.
func groups(hunks []hunk) [][]hunk {
	var starts []int
	var seen [2][]int
	for n, h := range hunks {
		starts = append(starts, n)
		others := seen[1-h.side]
		for _, k := range others[max(0, len(others)-3):] {
			if clash(hunks[k], h) {
				for starts[len(starts)-1] > k {
					starts = starts[:len(starts)-1]
				}
			}
		}
		seen[h.side] = append(seen[h.side], n)
	}
	list := make([][]hunk, len(starts))
	end := len(hunks)
	for i, start := range slices.Backward(starts) {
		list[i], end = hunks[start:end], start
	}
	return list
}

// clash reports whether two hunks, one of each side, cannot be taken independently.
func clash(g, h hunk) bool {
	switch {
	case g.base.Start < h.base.End && h.base.Start < g.base.End:
		return true // also if one is an empty place inside the other
	case g.base.Start > h.base.End || h.base.Start > g.base.End:
		return false
	}
	// They touch. Two sentences beside each other, each altered by one side, are
	// well apart; two put in at one place are not.
	insertion := g.base.Start == g.base.End || h.base.Start == h.base.End
	return insertion && g.loose && h.loose || g.base == h.base
}

// merging gathers parts.
type merging struct {
	base  string
	at    int             // how far base is used
	text  strings.Builder // what is settled since the last part
	parts []Part
}

// flush makes a part of the settled text.
func (m *merging) flush() {
	if m.text.Len() > 0 {
		m.parts = append(m.parts, Part{Text: m.text.String()})
		m.text.Reset()
	}
}

// take adds the base up to a group of hunks that clash, or one alone, and what
// becomes of them.
func (m *merging) take(group []hunk) {
	span := group[0].base
	for _, h := range group {
		span.End = max(span.End, h.base.End)
	}
	m.text.WriteString(m.base[m.at:span.Start])
	m.at = span.End
	m.settle(Conflict{Base: span.Text(m.base), Mine: m.made(span, group, myside), Theirs: m.made(span, group, theirside)})
}

// settle adds what three texts come to.
func (m *merging) settle(c Conflict) {
	front, c, back := c.trim()
	m.text.WriteString(front)
	switch {
	case c.Mine == c.Theirs, c.Theirs == c.Base:
		m.text.WriteString(c.Mine)
	case c.Mine == c.Base:
		m.text.WriteString(c.Theirs)
	default:
		m.flush()
		m.parts = append(m.parts, Part{Conflict: &c})
	}
	m.text.WriteString(back)
}

// made is what one side made of a span of the base.
func (m *merging) made(span hanzi.Span, group []hunk, by side) string {
	var b strings.Builder
	at := span.Start
	for _, h := range group {
		if h.side == by {
			b.WriteString(m.base[at:h.base.Start])
			b.WriteString(h.text)
			at = h.base.End
		}
	}
	b.WriteString(m.base[at:span.End])
	return b.String()
}

// trim takes off what all three begin and end with, in whole sentences; where
// nothing stood before, what both have put in.
func (c Conflict) trim() (front string, rest Conflict, back string) {
	mine, theirs := parts(c.Mine), parts(c.Theirs)
	base := parts(c.Base)
	if c.Base == "" {
		base = mine
	}
	i := 0
	for i < min(len(base), len(mine), len(theirs)) && base[i] == mine[i] && mine[i] == theirs[i] {
		i++
	}
	j := 0
	for j < min(len(base), len(mine), len(theirs))-i &&
		base[len(base)-1-j] == mine[len(mine)-1-j] && mine[len(mine)-1-j] == theirs[len(theirs)-1-j] {
		j++
	}
	middle := func(list []string) string { return strings.Join(list[i:len(list)-j], "") }
	rest = Conflict{Mine: middle(mine), Theirs: middle(theirs)}
	if c.Base != "" {
		rest.Base = middle(base)
	}
	return strings.Join(mine[:i], ""), rest, strings.Join(mine[len(mine)-j:], "")
}

// parts returns the sentences of a text and the breaks between them.
func parts(text string) []string {
	s := splitText(text)
	var list []string
	for i := range len(s.sentences) + 1 {
		if gap := s.gap(i).Text(text); gap != "" {
			list = append(list, gap)
		}
		if i < len(s.sentences) {
			list = append(list, s.sentences[i].Text(text))
		}
	}
	return list
}
