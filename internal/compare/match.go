package compare

import (
	"strings"

	"hebi/internal/hanzi"
)

// Match is a run of sentences of an old list and what it became in a new one.
// Either run may be empty, not both.
type Match struct {
	// Old and New are half-open ranges of indices.
	Old, New [2]int
	// Same says that it is one sentence, which did not change.
	Same bool
}

// Sentences says what became of each sentence of a list. The matches follow one
// another and cover both lists. Sentences that stand in each other's place without
// resembling are matched one by one if they are as many, else all together.
func Sentences(old, new []string) []Match {
	var list []Match
	o, n := 0, 0
	between := func(toOld, toNew int) {
		switch {
		case toOld-o == toNew-n:
			for ; o < toOld; o, n = o+1, n+1 {
				list = append(list, Match{Old: [2]int{o, o + 1}, New: [2]int{n, n + 1}})
			}
		case toOld > o || toNew > n:
			list = append(list, Match{Old: [2]int{o, toOld}, New: [2]int{n, toNew}})
		}
	}
	for _, p := range align(listed(old), listed(new)) {
		between(p.old.from, p.new.from)
		list = append(list, Match{Old: [2]int{p.old.from, p.old.to}, New: [2]int{p.new.from, p.new.to}, Same: p.equal})
		o, n = p.old.to, p.new.to
	}
	between(len(old), len(new))
	return list
}

// listed is a text with one of the sentences in each line.
func listed(sentences []string) split {
	var b strings.Builder
	s := split{}
	for _, sentence := range sentences {
		start := b.Len()
		b.WriteString(sentence)
		s.sentences = append(s.sentences, hanzi.Span{Start: start, End: b.Len()})
		b.WriteByte('\n')
	}
	s.text = b.String()
	return s
}
