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
	compare := byRelevance
	if newest {
		compare = byDate
	}
	var best []match
	full := false // best begins with the limit best so far, in order
	for rank, l := range f.layers {
		if err := x.scoreLayer(l); err != nil {
			return nil, err
		}
		for i, s := range x.view.segments {
			for o := l.matched[i].next(0); o >= 0; o = l.matched[i].next(o + 1) {
				score := l.scores[i][o].score
				if l.whole != nil && l.whole[i].has(uint32(o)) {
					score *= wholeBonus
				}
				if full && !newest && best[limit-1].before(rank, score) {
					continue // most go by here
				}
				m := match{s.editions[o], l, i, uint32(o), rank, score}
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

// before reports whether a match comes before any of a rank and score.
func (m *match) before(rank int, score float32) bool {
	return m.rank < rank || m.rank == rank && m.score > score
}

func byRelevance(a, b match) int {
	switch {
	case a.before(b.rank, b.score):
		return -1
	case b.before(a.rank, a.score):
		return 1
	}
	return byDate(a, b)
}

func byDate(a, b match) int {
	return cmp.Or(cmp.Compare(b.edition.date, a.edition.date), cmp.Compare(b.edition.article, a.edition.article))
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
		scores, err := x.score(t, i, l.matched[i])
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
			var err error
			if lists[j], err = x.list(s, token, false); err != nil {
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

// scored is what a document gets by BM25, and the weight of the tokens that it
// holds, and holds in its title.
type scored struct{ score, cover, title float32 }

// score returns by ordinal of the ith segment what documents within a set get.
func (x *evaluation) score(t *tokens, i int, within ordinals) ([]scored, error) {
	s := x.view.segments[i]
	list := make([]scored, len(s.documents))
	for j := range t.lists[i] {
		l, weight := &t.lists[i][j], t.weights[j]
		for next := within.next(0); next >= 0; {
			l.Skip(uint32(next))
			postings, err := l.Next(x.buffer[:0])
			if err != nil {
				return nil, err
			}
			if len(postings) == 0 {
				break
			}
			for _, p := range postings {
				if int(p.Ordinal) >= len(list) || !within.has(p.Ordinal) {
					continue
				}
				d := &list[p.Ordinal]
				f := titleWeight*float32(p.Title) + float32(p.Body)
				d.score += weight * f / (f + s.norms[p.Ordinal])
				d.cover += weight
				if p.Title > 0 {
					d.title += weight
				}
			}
			next = within.next(int(postings[len(postings)-1].Ordinal) + 1)
		}
	}
	for o := range list {
		if d := &list[o]; d.title > 0 && d.title >= titleShare*t.weight {
			d.score *= titleBonus
		}
	}
	return list, nil
}
