package main

import (
	"cmp"
	"math"
	"slices"

	"hebi/internal/segment"
)

// BM25 as SQLite's FTS5 has it.
const (
	k1 = 1.2
	b  = 0.75
)

type posting struct {
	doc   int32
	count float32
}

// index is an inverted index in memory. A word and a pair of the same two
// characters are one term that is counted twice, which does better than once.
type index struct {
	s        *segment.Segmenter
	use      []string
	ids      map[string]int32
	postings [][]posting
	lengths  []float64
	total    float64
}

func newIndex(s *segment.Segmenter, use []string) *index {
	return &index{s: s, use: use, ids: make(map[string]int32)}
}

// terms yields the texts of the kinds in use.
func (x *index) terms(text string, yield func(string)) {
	for _, t := range x.s.Tokens(text) {
		if slices.Contains(x.use, t.Kind.String()) {
			yield(t.Text)
		}
	}
}

func (x *index) add(text string) {
	doc := int32(len(x.lengths))
	n := 0.0
	x.terms(text, func(term string) {
		n++
		id, ok := x.ids[term]
		if !ok {
			id = int32(len(x.postings))
			x.ids[term] = id
			x.postings = append(x.postings, nil)
		}
		list := x.postings[id]
		if len(list) > 0 && list[len(list)-1].doc == doc {
			list[len(list)-1].count++
			return
		}
		x.postings[id] = append(list, posting{doc, 1})
	})
	x.lengths = append(x.lengths, n)
	x.total += n
}

// search returns the best documents for any of the query's terms.
func (x *index) search(text string, limit int) []int {
	scores := make([]float64, len(x.lengths))
	average := x.total / float64(len(x.lengths))
	seen := make(map[string]bool)
	x.terms(text, func(term string) {
		id, ok := x.ids[term]
		if !ok || seen[term] {
			return
		}
		seen[term] = true
		list := x.postings[id]
		idf := math.Log((float64(len(x.lengths))-float64(len(list))+0.5)/(float64(len(list))+0.5) + 1)
		for _, p := range list {
			c := float64(p.count)
			scores[p.doc] += idf * c * (k1 + 1) / (c + k1*(1-b+b*x.lengths[p.doc]/average))
		}
	})
	best := make([]int, len(scores))
	for i := range best {
		best[i] = i
	}
	slices.SortStableFunc(best, func(i, j int) int { return cmp.Compare(scores[j], scores[i]) })
	return best[:min(limit, len(best))]
}
