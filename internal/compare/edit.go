package compare

import "hebi/internal/hanzi"

// edit is a part of the old text and what it became. The edits of two texts
// follow one another and cover both.
type edit struct {
	old, new       hanzi.Span
	oldRun, newRun run // the sentences in it; none if it is a break
	what           editKind
}

type editKind int

const (
	kept    editKind = iota // equal
	altered                 // alike: to be compared word by word
	swapped                 // the old part is gone, the new one is new; either may be empty
)

// edits returns what became of the parts of the old text.
func edits(old, new split) []edit {
	var list []edit
	last := pair{}
	for _, p := range align(old, new) {
		list = appendBetween(list, old, new, run{last.old.to, p.old.from}, run{last.new.to, p.new.from})
		e := edit{
			old: old.cover(p.old), new: new.cover(p.new),
			oldRun: p.old, newRun: p.new, what: altered,
		}
		if p.equal {
			e.what = kept
		}
		list = append(list, e)
		last = p
	}
	return appendBetween(list, old, new, run{last.old.to, len(old.sentences)}, run{last.new.to, len(new.sentences)})
}

// appendBetween adds what lies between two pairs: sentences o of the old text
// and n of the new one, with the breaks on both sides of them, which are one if
// there are no sentences. What the breaks have in common is kept.
func appendBetween(list []edit, old, new split, o, n run) []edit {
	rest := edit{
		old:    hanzi.Span{Start: old.gap(o.from).Start, End: old.gap(o.to).End},
		new:    hanzi.Span{Start: new.gap(n.from).Start, End: new.gap(n.to).End},
		oldRun: o, newRun: n, what: swapped,
	}
	if o.len() == 0 && n.len() == 0 {
		rest.what = altered
	}
	front := commonPrefix(old.gap(o.from).Text(old.text), new.gap(n.from).Text(new.text))
	list = appendKept(list, rest.old.Start, rest.new.Start, front)
	rest.old.Start, rest.new.Start = rest.old.Start+front, rest.new.Start+front

	back := commonSuffix(
		old.text[max(rest.old.Start, old.gap(o.to).Start):rest.old.End],
		new.text[max(rest.new.Start, new.gap(n.to).Start):rest.new.End],
	)
	rest.old.End, rest.new.End = rest.old.End-back, rest.new.End-back
	if rest.old.Start < rest.old.End || rest.new.Start < rest.new.End {
		list = append(list, rest)
	}
	return appendKept(list, rest.old.End, rest.new.End, back)
}

func appendKept(list []edit, old, new, length int) []edit {
	if length == 0 {
		return list
	}
	return append(list, edit{
		old: hanzi.Span{Start: old, End: old + length}, new: hanzi.Span{Start: new, End: new + length}, what: kept,
	})
}

// commonPrefix is the length of what two breaks begin with, in whole tokens.
func commonPrefix(a, b string) int {
	n := 0
	for n < len(a) && n < len(b) {
		size := border(a[n:], tokenEnd(a[n:]))
		if size != border(b[n:], tokenEnd(b[n:])) || a[n:n+size] != b[n:n+size] {
			break
		}
		n += size
	}
	return n
}

// commonSuffix is the length of what two breaks end with, in whole tokens.
func commonSuffix(a, b string) int {
	one, other := tokens(a), tokens(b)
	n := 0
	for i := 1; i <= min(len(one), len(other)) && one[len(one)-i] == other[len(other)-i]; i++ {
		n += len(one[len(one)-i])
	}
	return n
}
