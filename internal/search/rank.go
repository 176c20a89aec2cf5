package search

import (
	"cmp"
	"math"
	"slices"

	"hebi/internal/postings"
)

// How near a document must come to a query of several words that it does not
// meet in full: the share of the query's weight that it holds. Two words are
// hardly parted, a whole headline is met by a quarter; see docs/search-quality.md.
const (
	nearStep  = 0.2
	nearFloor = 0.25
)

// How much more a document counts that meets the query in full, and one whose
// title holds the query, or all but a particle of it.
const (
	wholeBonus = 1.2
	titleBonus = 1.5
	titleShare = 0.9
)

// match is one article that was found.
type match struct {
	edition *edition
	layer   *layer
	segment int
	ordinal uint32
	// rank is that of the layer; score grows with relevance within a layer.
	rank  int
	score float32
}

// rank returns the best of what was found, at most limit, or the newest.
func (x *evaluation) rank(f *found, newest bool, limit int) ([]match, error) {
	compare := func(a, b match) int {
		byDate := cmp.Or(cmp.Compare(b.edition.date, a.edition.date), cmp.Compare(b.edition.article, a.edition.article))
		if newest {
			return byDate
		}
		return cmp.Or(cmp.Compare(a.rank, b.rank), cmp.Compare(b.score, a.score), byDate)
	}
	var best []match
	full := false // best begins with the limit best so far, in order
	for rank, l := range f.layers {
		if err := x.scoreLayer(l); err != nil {
			return nil, err
		}
		for i, s := range x.view.segments {
			for o := l.matched[i].next(0); o >= 0; o = l.matched[i].next(o + 1) {
				m := match{s.editions[o], l, i, uint32(o), rank, l.scores[i][o]}
				if l.whole != nil && l.whole[i].has(uint32(o)) {
					m.score *= wholeBonus
				}
				if full && compare(m, best[limit-1]) > 0 {
					continue
				}
				if best = append(best, m); len(best) == 4*limit+16 {
					slices.SortFunc(best, compare)
					best, full = best[:limit], true
				}
			}
		}
	}
	slices.SortFunc(best, compare)
	return best[:min(limit, len(best))], nil
}

// relevance makes of a match's score one that compares across layers: 1 and
// more in the first, between 1/(n+1) and 1/n in the nth after it.
func (m match) relevance() float64 {
	if m.rank == 0 {
		return 1 + float64(m.score)
	}
	least, most := 1/float64(m.rank+1), 1/float64(m.rank)
	return least + (most-least)*float64(m.score/(1+m.score))
}

// scoreLayer scores what a layer matched, unless finding it already did.
func (x *evaluation) scoreLayer(l *layer) error {
	if l.scores != nil {
		return nil
	}
	t, err := x.openTokens(l.reading.tokens)
	if err != nil {
		return err
	}
	for i := range x.view.segments {
		scores, _, err := x.score(t, i, l.matched[i])
		if err != nil {
			return err
		}
		l.scores = append(l.scores, scores)
	}
	return nil
}

// tokens are the open lists of what a query is ranked by.
type tokens struct {
	// lists stand by segment, then by token; weights by token, and weight is their sum.
	lists   [][]postings.List
	weights []float32
	weight  float32
}

func (x *evaluation) openTokens(list []string) (*tokens, error) {
	t := &tokens{weights: make([]float32, len(list))}
	frequency := make([]int, len(list))
	for _, s := range x.view.segments {
		lists := make([]postings.List, len(list))
		for j, token := range list {
			if err := x.list(s, token, false, &lists[j]); err != nil {
				return nil, err
			}
			frequency[j] += lists[j].Len()
		}
		t.lists = append(t.lists, lists)
	}
	for j, n := range frequency {
		t.weights[j] = x.view.weight(n)
		t.weight += t.weights[j]
	}
	return t, nil
}

// weight is the inverse document frequency of a token that stands in n documents.
func (v *view) weight(n int) float32 {
	rest := float64(max(v.documents-n, 0))
	return float32((saturation + 1) * math.Log(1+(rest+0.5)/(float64(n)+0.5)))
}

// score returns by ordinal of the ith segment what documents within a set get
// by BM25, and the weight of the tokens that they hold.
func (x *evaluation) score(t *tokens, i int, within ordinals) (scores, cover []float32, err error) {
	s := x.view.segments[i]
	scores, cover = make([]float32, len(s.documents)), make([]float32, len(s.documents))
	title := make([]float32, len(s.documents))
	for j := range t.lists[i] {
		l, weight := &t.lists[i][j], t.weights[j]
		for next := within.next(0); next >= 0; {
			l.Skip(uint32(next))
			list, err := l.Next(x.buffer[:0])
			if err != nil {
				return nil, nil, err
			}
			if len(list) == 0 {
				break
			}
			for _, p := range list {
				if int(p.Ordinal) >= len(scores) || !within.has(p.Ordinal) {
					continue
				}
				f := titleWeight*float32(p.Title) + float32(p.Body)
				scores[p.Ordinal] += weight * f / (f + s.norms[p.Ordinal])
				cover[p.Ordinal] += weight
				if p.Title > 0 {
					title[p.Ordinal] += weight
				}
			}
			next = within.next(int(list[len(list)-1].Ordinal) + 1)
		}
	}
	for o, w := range title {
		if w > 0 && w >= titleShare*t.weight {
			scores[o] *= titleBonus
		}
	}
	return scores, cover, nil
}
