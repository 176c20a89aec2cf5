package search

import (
	"cmp"
	"context"
	"math"
	"slices"

	"hebi/internal/newsroom"
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

// found is what meets a query, by segment: one document of each article.
type found struct {
	matched []ordinals
	// whole are those that meet the query in full, where others may be among matched.
	whole  []ordinals
	scores [][]float32
	total  int
	// loose says that nothing meets the query in full.
	loose bool
}

// find finds what meets all clauses or comes near to it, and what holds any of
// the words when nothing does. What only comes near would spoil an order by date.
func (x *evaluation) find(ctx context.Context, r reading, f Filter, l newsroom.Language, newest bool) (found, error) {
	if err := x.fetch(ctx, r.clauses, r.tokens); err != nil {
		return found{}, err
	}
	all, err := x.meeting(ctx, r.clauses, false)
	if err == nil && len(r.clauses) > 1 && len(r.loose) > 0 && !newest {
		err = x.addNear(ctx, &all, r)
	}
	if err != nil {
		return found{}, err
	}
	x.narrow(&all, f, l)
	if all.total > 0 || len(r.loose) == 0 {
		return all, nil
	}
	if err := x.fetch(ctx, r.loose, nil); err != nil {
		return found{}, err
	}
	if all, err = x.meeting(ctx, r.loose, true); err != nil {
		return found{}, err
	}
	x.narrow(&all, f, l)
	all.loose = true
	return all, nil
}

// meeting finds the documents that meet all the clauses, or any.
func (x *evaluation) meeting(ctx context.Context, clauses []Clause, any bool) (found, error) {
	var all found
	for _, s := range x.view.segments {
		matched, err := x.match(ctx, s, clauses, any)
		if err != nil {
			return found{}, err
		}
		all.matched = append(all.matched, matched)
	}
	return all, nil
}

// addNear adds the documents that come near to a query of several words, and
// hold what it quotes.
func (x *evaluation) addNear(ctx context.Context, all *found, r reading) error {
	t, err := x.openTokens(r.tokens)
	if err != nil {
		return err
	}
	share := max(nearFloor, 1-nearStep*float32(len(r.clauses)-1))
	quoted, err := x.meeting(ctx, r.quoted, false)
	if err != nil {
		return err
	}
	all.whole, all.matched = all.matched, nil
	for i := range x.view.segments {
		matched := slices.Clone(all.whole[i])
		scores, cover, err := x.score(t, i, x.view.segments[i].live)
		if err != nil {
			return err
		}
		for o, c := range cover {
			if c >= share*t.weight && quoted.matched[i].has(uint32(o)) {
				matched.set(uint32(o))
			}
		}
		all.matched, all.scores = append(all.matched, matched), append(all.scores, scores)
	}
	return nil
}

// narrow keeps what passes the filter and, of two editions of an article, the
// one in the reader's language, and counts what is left.
func (x *evaluation) narrow(all *found, f Filter, l newsroom.Language) {
	accepts := x.view.accepts(f)
	own := newOrdinals(x.view.articles)
	for i, s := range x.view.segments {
		for o := all.matched[i].next(0); o >= 0; o = all.matched[i].next(o + 1) {
			switch e := s.editions[o]; {
			case !accepts(e):
				all.matched[i].clear(uint32(o))
			case e.language == l:
				own.set(uint32(e.place))
				all.total++
			}
		}
	}
	for i, s := range x.view.segments {
		for o := all.matched[i].next(0); o >= 0; o = all.matched[i].next(o + 1) {
			switch e := s.editions[o]; {
			case e.language == l:
			case own.has(uint32(e.place)):
				all.matched[i].clear(uint32(o))
			default:
				all.total++
			}
		}
	}
	all.loose = all.whole != nil
	for i := range all.whole {
		for o := all.matched[i].next(0); o >= 0 && all.loose; o = all.matched[i].next(o + 1) {
			all.loose = !all.whole[i].has(uint32(o))
		}
	}
}

// accepts returns a function that says whether an edition passes a filter.
func (v *view) accepts(f Filter) func(*edition) bool {
	if f == (Filter{}) {
		return func(*edition) bool { return true }
	}
	theme, contributor := v.number32(f.Theme), v.number32(f.Contributor)
	from, to := int64(math.MinInt64), int64(math.MaxInt64)
	if !f.From.IsZero() {
		from = f.From.UnixMilli()
	}
	if !f.To.IsZero() {
		to = f.To.UnixMilli()
	}
	return func(e *edition) bool {
		return (f.Only == "" || e.language == f.Only) && (f.Kind == "" || e.kind == f.Kind) &&
			from <= e.date && e.date < to &&
			(f.Theme == "" || slices.Contains(e.themes, theme)) &&
			(f.Contributor == "" || slices.Contains(e.contributors, contributor))
	}
}

// number32 is the number of a slug, -1 when no edition has it.
func (v *view) number32(slug string) int32 { return int32(slices.Index(v.names, slug)) }

// match is one article that was found.
type match struct {
	edition *edition
	// score grows with relevance; it compares only within one result.
	score float32
}

// rank returns the best of what was found, at most limit, or the newest.
func (x *evaluation) rank(all found, tokens []string, newest bool, limit int) ([]match, error) {
	if all.scores == nil {
		var err error
		if all.scores, err = x.scoresOf(all.matched, tokens); err != nil {
			return nil, err
		}
	}
	compare := func(a, b match) int {
		byDate := cmp.Or(cmp.Compare(b.edition.date, a.edition.date), cmp.Compare(b.edition.article, a.edition.article))
		if newest {
			return byDate
		}
		return cmp.Or(cmp.Compare(b.score, a.score), byDate)
	}
	var best []match
	full := false // best begins with the limit best so far, in order
	for i, s := range x.view.segments {
		for o := all.matched[i].next(0); o >= 0; o = all.matched[i].next(o + 1) {
			m := match{s.editions[o], all.scores[i][o]}
			if all.whole != nil && all.whole[i].has(uint32(o)) {
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
	slices.SortFunc(best, compare)
	return best[:min(limit, len(best))], nil
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

func (x *evaluation) scoresOf(matched []ordinals, list []string) ([][]float32, error) {
	t, err := x.openTokens(list)
	if err != nil {
		return nil, err
	}
	scores := make([][]float32, len(x.view.segments))
	for i := range x.view.segments {
		if scores[i], _, err = x.score(t, i, matched[i]); err != nil {
			return nil, err
		}
	}
	return scores, nil
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
