package search

import (
	"cmp"
	"context"
	"math"
	"slices"

	"hebi/internal/newsroom"
	"hebi/internal/postings"
)

// found is what meets a query, by segment: one document of each article.
type found struct {
	matched []ordinals
	total   int
}

// find finds what meets the clauses and the filter. Of two editions of an
// article that do, the one in the reader's language is taken.
func (x *evaluation) find(ctx context.Context, clauses []Clause, any bool, f Filter, l newsroom.Language) (found, error) {
	var r found
	accepts := x.view.accepts(f)
	own := newOrdinals(x.view.articles)
	for _, s := range x.view.segments {
		matched, err := x.match(ctx, s, clauses, any)
		if err != nil {
			return found{}, err
		}
		for o := matched.next(0); o >= 0; o = matched.next(o + 1) {
			switch e := s.editions[o]; {
			case !accepts(e):
				matched.clear(uint32(o))
			case e.language == l:
				own.set(uint32(e.place))
				r.total++
			}
		}
		r.matched = append(r.matched, matched)
	}
	for i, s := range x.view.segments {
		for o := r.matched[i].next(0); o >= 0; o = r.matched[i].next(o + 1) {
			switch e := s.editions[o]; {
			case e.language == l:
			case own.has(uint32(e.place)):
				r.matched[i].clear(uint32(o))
			default:
				r.total++
			}
		}
	}
	return r, nil
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
func (x *evaluation) rank(r found, tokens []string, newest bool, limit int) ([]match, error) {
	scores, err := x.scores(r, tokens)
	if err != nil {
		return nil, err
	}
	compare := func(a, b match) int {
		byDate := cmp.Or(cmp.Compare(b.edition.date, a.edition.date), cmp.Compare(b.edition.article, a.edition.article))
		if newest {
			return byDate
		}
		return cmp.Or(cmp.Compare(b.score, a.score), byDate)
	}
	var best []match
	for i, s := range x.view.segments {
		for o := r.matched[i].next(0); o >= 0; o = r.matched[i].next(o + 1) {
			m := match{s.editions[o], scores[i][o]}
			if len(best) >= limit && compare(m, best[limit-1]) > 0 {
				continue
			}
			if best = append(best, m); len(best) == 4*limit+16 {
				slices.SortFunc(best, compare)
				best = best[:limit]
			}
		}
	}
	slices.SortFunc(best, compare)
	return best[:min(limit, len(best))], nil
}

// scores adds up by BM25 what each token gives to each document that was found.
func (x *evaluation) scores(r found, tokens []string) ([][]float32, error) {
	lists := make([]postings.List, len(x.view.segments)*len(tokens))
	frequency := make([]int, len(tokens))
	for i, s := range x.view.segments {
		for j, token := range tokens {
			l := &lists[i*len(tokens)+j]
			if err := x.list(s, token, false, l); err != nil {
				return nil, err
			}
			frequency[j] += l.Len()
		}
	}
	all := make([][]float32, len(x.view.segments))
	for i, s := range x.view.segments {
		all[i] = make([]float32, len(s.documents))
		if r.matched[i].next(0) < 0 {
			continue
		}
		for j := range tokens {
			if err := x.score(s, &lists[i*len(tokens)+j], r.matched[i], x.view.weight(frequency[j]), all[i]); err != nil {
				return nil, err
			}
		}
	}
	return all, nil
}

// weight is the inverse document frequency of a token that stands in n documents.
func (v *view) weight(n int) float32 {
	rest := float64(max(v.documents-n, 0))
	return float32((saturation + 1) * math.Log(1+(rest+0.5)/(float64(n)+0.5)))
}

// score adds what one token gives.
func (x *evaluation) score(s *segmentView, l *postings.List, matched ordinals, weight float32, scores []float32) error {
	for next := matched.next(0); next >= 0; {
		l.Skip(uint32(next))
		list, err := l.Next(x.buffer[:0])
		if err != nil || len(list) == 0 {
			return err
		}
		for _, p := range list {
			if int(p.Ordinal) < len(scores) && matched.has(p.Ordinal) {
				f := float32(p.Title*titleWeight + p.Body)
				scores[p.Ordinal] += weight * f / (f + s.norms[p.Ordinal])
			}
		}
		next = matched.next(int(list[len(list)-1].Ordinal) + 1)
	}
	return nil
}
