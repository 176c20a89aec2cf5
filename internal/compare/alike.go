package compare

import (
	"cmp"
	"slices"
	"strings"

	"hebi/internal/hanzi"
)

// What decides whether a sentence is another one altered. Measured on newspaper
// pages, in hundredths of likeness: 99 of 100 pairs of sentences that have
// nothing to do with each other are below 17 and 999 of 1000 below 38; with half
// of the characters replaced, in runs of four, 99 of 100 sentences are above 40,
// and with a third replaced above 58.
const (
	// alikeFrom is the least likeness (Dice's coefficient, in hundredths).
	alikeFrom = 40
	// heldFrom is how much of each of several sentences the one that they came
	// from, or became, must hold, in hundredths.
	heldFrom = 60
	// mostJoined is how many sentences one may become, or become one.
	mostJoined = 3
	// mostCells bounds sentences times sentences; beyond it, sentences that are
	// not equal are shown as removed and added. The tables then take 10 MB.
	mostCells = 1 << 20
	// tooCommon bounds the sentences of a text that have a feature; what is more
	// common says little and would cost much.
	tooCommon = 64
)

// wording is what a sentence says without its marks, folded; nothing of marks alone.
func wording(sentence string) string {
	var b strings.Builder
	for _, word := range words(sentence) {
		b.WriteString(word)
		b.WriteByte(' ')
	}
	return b.String()
}

// words returns the words, numbers and Chinese characters, folded.
func words(sentence string) []string {
	return slices.DeleteFunc(tokens(hanzi.Fold(sentence)), func(t string) bool { return !isWord(t) })
}

// alignAlike pairs sentences that are alike, so that what is shared is most.
func alignAlike(old, new split, o, n run) []pair {
	if o.len() > mostCells/n.len() {
		return nil
	}
	steps := likenessOf(old, new, o, n).steps()
	var pairs []pair
	for i, j := 0, 0; i < o.len() && j < n.len(); {
		c := steps[i*n.len()+j]
		if c.old > 0 && c.new > 0 {
			pairs = append(pairs, pair{
				old: run{o.from + i, o.from + i + int(c.old)},
				new: run{n.from + j, n.from + j + int(c.new)},
			})
		}
		i, j = i+int(c.old), j+int(c.new)
	}
	return pairs
}

// likeness says how many features two runs of sentences share, each with each.
// The features of a sentence are its words and its pairs of neighbouring words.
type likeness struct {
	olds, news int
	shared     []int32 // olds × news
	ofOld      []int32 // features of each sentence
	ofNew      []int32
}

// feature is one in a sentence; the second 的 of a sentence is another than the first.
type feature struct {
	key      uint64
	sentence int32
}

func likenessOf(old, new split, o, n run) likeness {
	l := likeness{
		olds: o.len(), news: n.len(),
		shared: make([]int32, o.len()*n.len()),
		ofOld:  make([]int32, o.len()), ofNew: make([]int32, n.len()),
	}
	ids := numbering{"": 0}
	a, b := features(ids, old, o), features(ids, new, n)
	for len(a) > 0 || len(b) > 0 {
		inA, inB := sameKey(a, b)
		if max(len(inA), len(inB)) <= tooCommon {
			l.add(inA, inB)
		}
		a, b = a[len(inA):], b[len(inB):]
	}
	return l
}

func (l likeness) add(inOld, inNew []feature) {
	for _, f := range inOld {
		l.ofOld[f.sentence]++
		for _, g := range inNew {
			l.shared[int(f.sentence)*l.news+int(g.sentence)]++
		}
	}
	for _, g := range inNew {
		l.ofNew[g.sentence]++
	}
}

// sameKey returns the first features of both lists, which are sorted, that have
// the least key.
func sameKey(a, b []feature) (inA, inB []feature) {
	least := ^uint64(0)
	if len(a) > 0 {
		least = a[0].key
	}
	if len(b) > 0 {
		least = min(least, b[0].key)
	}
	first := func(list []feature) []feature {
		i := 0
		for i < len(list) && list[i].key == least {
			i++
		}
		return list[:i]
	}
	return first(a), first(b)
}

// features returns those of a run of sentences, sorted by key: 28 bits for each
// of two words, of which the second may be none, and 8 for which time it is that
// the sentence has them.
func features(ids numbering, s split, r run) []feature {
	var list []feature
	for k := range r.len() {
		span := s.sentences[r.from+k]
		var keys []uint64
		before := ids.of("")
		for _, word := range append(words(span.Text(s.text)), "") {
			id := ids.of(word)
			keys = append(keys, uint64(before)<<36|uint64(id)<<8)
			if word != "" {
				keys = append(keys, uint64(id)<<36|uint64(1)<<35)
			}
			before = id
		}
		slices.Sort(keys)
		for i, key := range keys {
			if i > 0 && key == keys[i-1]&^0xff {
				key = keys[i-1] + 1
				keys[i] = key
			}
			list = append(list, feature{key, int32(k)})
		}
	}
	slices.SortFunc(list, func(a, b feature) int { return cmp.Compare(a.key, b.key) })
	return list
}

// step is how many sentences of each text go together; with none of one, those
// of the other are alone.
type step struct{ old, new int8 }

// steps finds the first step from every place of a way that shares the most.
func (l likeness) steps() []step {
	steps := make([]step, l.olds*l.news)
	width := l.news + 1
	most := make([]int32, (l.olds+1)*width) // what is shared from a place on
	for i := l.olds - 1; i >= 0; i-- {
		for j := l.news - 1; j >= 0; j-- {
			top, first := most[(i+1)*width+j], step{1, 0}
			if m := most[i*width+j+1]; m > top {
				top, first = m, step{0, 1}
			}
			for _, s := range l.together(i, j) {
				to := most[(i+int(s.old))*width+j+int(s.new)]
				m := l.joined(i, int(s.old), j, int(s.new))
				// Of equal ways, one that takes sentences together soon.
				if m > 0 && (m+to > top || m+to == top && min(first.old, first.new) == 0) {
					top, first = m+to, s
				}
			}
			most[i*width+j], steps[i*l.news+j] = top, first
		}
	}
	return steps
}

// together returns the steps from a place that take sentences of both texts.
func (l likeness) together(i, j int) []step {
	if l.shared[i*l.news+j] == 0 {
		return nil
	}
	list := append(make([]step, 0, 2*mostJoined-1), step{1, 1})
	for k := 2; k <= mostJoined; k++ {
		if i+k <= l.olds {
			list = append(list, step{int8(k), 1})
		}
		if j+k <= l.news {
			list = append(list, step{1, int8(k)})
		}
	}
	return list
}

// joined is what a sentences of the old text from i share with b of the new one
// from j, of which a or b is 1; zero if they are not alike.
func (l likeness) joined(i, a, j, b int) int32 {
	var shared, olds, news int32
	for x := i; x < i+a; x++ {
		olds += l.ofOld[x]
		for y := j; y < j+b; y++ {
			s := l.shared[x*l.news+y]
			if a > 1 && 100*s < heldFrom*l.ofOld[x] || b > 1 && 100*s < heldFrom*l.ofNew[y] {
				return 0
			}
			shared += s
		}
	}
	for y := j; y < j+b; y++ {
		news += l.ofNew[y]
	}
	shared = min(shared, olds, news)
	if 100*2*shared < alikeFrom*(olds+news) {
		return 0
	}
	return shared
}
