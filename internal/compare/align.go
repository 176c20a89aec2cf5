package compare

import "slices"

// pair is a run of sentences of the old text that became a run of the new one.
// Equal ones are pairs of one each; of others, one sentence may have become
// several or several one.
type pair struct {
	old, new run
	equal    bool
}

// align finds the sentences that are in both texts, in their order: equal lines
// first, between them equal sentences, then those that differ in marks only (all
// of them, once punctuation has been mended), then those that resemble.
func align(old, new split) []pair {
	ids := numbering{}
	pairs := alignLines(ids, old, new)
	pairs = fill(pairs, old, new, func(o, n run) []pair {
		return alignEqual(old, new, o, n, ids.of)
	})
	pairs = fill(pairs, old, new, func(o, n run) []pair {
		return alignEqual(old, new, o, n, func(sentence string) int { return ids.of(wording(sentence)) })
	})
	return fill(pairs, old, new, func(o, n run) []pair { return alignAlike(old, new, o, n) })
}

// fill puts between pairs, which ascend, what within finds there.
func fill(pairs []pair, old, new split, within func(o, n run) []pair) []pair {
	var all []pair
	var o, n int
	end := pair{old: run{from: len(old.sentences)}, new: run{from: len(new.sentences)}}
	for _, p := range append(slices.Clip(pairs), end) {
		if o < p.old.from && n < p.new.from {
			all = append(all, within(run{o, p.old.from}, run{n, p.new.from})...)
		}
		if p.old.len() > 0 {
			all = append(all, p)
		}
		o, n = p.old.to, p.new.to
	}
	return all
}

func alignLines(ids numbering, old, new split) []pair {
	oldLines, newLines := old.lines(), new.lines()
	number := func(s split, lines []run) []int {
		list := make([]int, len(lines))
		for i, l := range lines {
			list[i] = ids.of(s.cover(l).Text(s.text))
		}
		return list
	}
	var pairs []pair
	for _, m := range unique(number(old, oldLines), number(new, newLines)) {
		o, n := oldLines[m.old], newLines[m.new]
		for k := range min(o.len(), n.len()) {
			pairs = append(pairs, pair{
				old: run{o.from + k, o.from + k + 1}, new: run{n.from + k, n.from + k + 1}, equal: true,
			})
		}
	}
	return pairs
}

// alignEqual pairs the sentences of two runs that number gives equal numbers.
func alignEqual(old, new split, o, n run, number func(sentence string) int) []pair {
	numbers := func(s split, r run) []int {
		list := make([]int, 0, r.len())
		for _, span := range s.sentences[r.from:r.to] {
			list = append(list, number(span.Text(s.text)))
		}
		return list
	}
	a, b := numbers(old, o), numbers(new, n)
	var pairs []pair
	add := func(i, j int) {
		p := pair{old: run{o.from + i, o.from + i + 1}, new: run{n.from + j, n.from + j + 1}}
		p.equal = old.sentences[p.old.from].Text(old.text) == new.sentences[p.new.from].Text(new.text)
		pairs = append(pairs, p)
	}
	i, j := 0, 0
	for _, m := range append(unique(a, b), match{len(a), len(b)}) {
		for _, k := range common(a[i:m.old], b[j:m.new]) {
			add(i+k.old, j+k.new)
		}
		if m.old < len(a) {
			add(m.old, m.new)
		}
		i, j = m.old+1, m.new+1
	}
	return pairs
}

// match says that a member of an old list is a member of a new one.
type match struct{ old, new int }

// common returns the matches of a longest common subsequence.
func common(a, b []int) []match {
	onlyA, onlyB := shortest(a, b)
	var list []match
	j := 0
	for i := range a {
		if onlyA[i] {
			continue
		}
		for onlyB[j] {
			j++
		}
		list = append(list, match{i, j})
		j++
	}
	return list
}

// unique matches the members that each list has once, the most that can be
// matched in order: Bram Cohen's patience diff. What is unique is seldom
// matched by chance, so that a repeated "Yes." does not tear a text apart.
func unique(a, b []int) []match {
	type place struct{ inA, inB, at int }
	places := make(map[int]place, len(b))
	for j, id := range b {
		p := places[id]
		places[id] = place{0, p.inB + 1, j}
	}
	for _, id := range a {
		if p, ok := places[id]; ok {
			p.inA++
			places[id] = p
		}
	}
	var both []match
	for i, id := range a {
		if p := places[id]; p.inA == 1 && p.inB == 1 {
			both = append(both, match{i, p.at})
		}
	}
	return ascending(both)
}

// ascending is a longest part of the matches, which ascend in the old list,
// that ascends in the new one too.
func ascending(matches []match) []match {
	var piles []int                     // per length, the match that ends it lowest
	before := make([]int, len(matches)) // the match that each follows, or -1
	for i, m := range matches {
		k, _ := slices.BinarySearchFunc(piles, m.new, func(p, n int) int { return matches[p].new - n })
		before[i] = -1
		if k > 0 {
			before[i] = piles[k-1]
		}
		if k == len(piles) {
			piles = append(piles, i)
		}
		piles[k] = i
	}
	list := make([]match, len(piles))
	if len(piles) > 0 {
		for i, k := piles[len(piles)-1], len(piles)-1; i >= 0; i, k = before[i], k-1 {
			list[k] = matches[i]
		}
	}
	return list
}
