package search

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"hebi/internal/newsroom"
	"hebi/internal/segment"
	"hebi/internal/terms"
)

// Relation is an article for which others are sought that are about the same.
type Relation struct {
	ArticleID int64
	// Language is that of the editions sought.
	Language newsroom.Language
	// Text is the article's own, in any language: its terms are found in it.
	Text string
	// Themes are the article's, by slug.
	Themes []string
	// Except are articles that are not wanted.
	Except []int64
	// Limit is how many are wanted; with 0 there are none.
	Limit int
}

// Related is an article that shares terms or themes with another.
type Related struct {
	ArticleID int64
	// Terms are the shared ones, those that say most first; Themes the shared ones, by slug.
	Terms  []newsroom.Bilingual
	Themes []string
}

// How articles are related: by so many of a text's terms, those that fewest
// articles have, and none that more than a third of all editions have, ten allowed; a
// shared theme counts about as much as a term that stands in the body once or twice.
const (
	relatedTerms = 16
	commonShare  = 3
	leastCommon  = 10
	themeWeight  = 0.5
)

// Related returns the articles that share most with another, the nearest first.
// What few articles have counts more. Terms are the index's own, so an article
// in one language can be sought by a text in the other.
func (e *Engine) Related(ctx context.Context, r Relation) ([]Related, error) {
	list, err := e.related(ctx, r)
	for range tries - 1 {
		if !errors.Is(err, errStale) {
			break
		}
		list, err = e.related(ctx, r)
	}
	if err != nil {
		return nil, fmt.Errorf("articles related to %d: %w", r.ArticleID, err)
	}
	return list, nil
}

func (e *Engine) related(ctx context.Context, r Relation) ([]Related, error) {
	v, l, err := e.known(ctx)
	if err != nil {
		return nil, err
	}
	n := newNeighbours(newEvaluation(v, e.blocks), r)
	if err := n.addTerms(ctx, l.terms.base, r.Text); err != nil {
		return nil, err
	}
	return n.nearest(), nil
}

// neighbours weighs every edition in a language against one article.
type neighbours struct {
	*evaluation
	Relation
	// themes are the weights of the article's themes by number, 0 of others; mostThemes is their sum.
	themes     []float32
	mostThemes float32
	shared     []sharedTerm
	// scores and held stand by segment and ordinal; held has a bit for each shared term.
	scores [][]float32
	held   [][]uint32
	best   []near
}

// sharedTerm is a term of the article with those of its tokens that stand
// anywhere, in so many documents, the article's own among them; one with two
// ways of writing the term counts twice.
type sharedTerm struct {
	*newsroom.Term
	tokens    []string
	documents int
}

// near is an edition that shares something.
type near struct {
	*edition
	score float32
	held  uint32
}

func newNeighbours(x *evaluation, r Relation) *neighbours {
	n := &neighbours{evaluation: x, Relation: r, themes: make([]float32, len(x.view.names))}
	for _, s := range x.view.segments {
		n.scores = append(n.scores, make([]float32, len(s.editions)))
		n.held = append(n.held, make([]uint32, len(s.editions)))
	}
	for _, slug := range r.Themes {
		if number := x.view.numberOf(slug); number >= 0 {
			n.themes[number] = themeWeight * x.view.weight(x.view.themed[slug])
			n.mostThemes += n.themes[number]
		}
	}
	return n
}

// addTerms weighs the editions by the terms of a text.
func (n *neighbours) addTerms(ctx context.Context, base *terms.Base, text string) error {
	for _, m := range base.Find(text) {
		if slices.ContainsFunc(n.shared, func(s sharedTerm) bool { return s.Term == m.Term }) {
			continue
		}
		s := sharedTerm{Term: m.Term}
		for _, token := range termTokens(m.Term) {
			documents, err := n.standsIn(ctx, token)
			if err != nil {
				return err
			}
			if documents > 0 {
				s.tokens, s.documents = append(s.tokens, token), s.documents+documents
			}
		}
		n.shared = append(n.shared, s)
	}
	n.shared = slices.DeleteFunc(n.shared, func(s sharedTerm) bool {
		return s.documents < 2 || s.documents > max(n.view.documents/commonShare, leastCommon)
	})
	slices.SortStableFunc(n.shared, func(a, b sharedTerm) int { return cmp.Or(a.documents-b.documents, cmp.Compare(a.ZH, b.ZH)) })
	n.shared = n.shared[:min(len(n.shared), relatedTerms)]
	var tokens []string
	for _, t := range n.shared {
		tokens = append(tokens, t.tokens...)
	}
	if err := n.fetch(ctx, nil, tokens); err != nil {
		return err
	}
	for i := range n.shared {
		if err := n.weigh(i); err != nil {
			return err
		}
	}
	return nil
}

// termTokens are those of all ways of writing a term.
func termTokens(t *newsroom.Term) []string {
	var list []string
	for _, form := range forms(t) {
		if token := cutToken(termMark + segment.FoldTerm(form)); token != termMark && !slices.Contains(list, token) {
			list = append(list, token)
		}
	}
	return list
}

// standsIn is in how many documents a token stands.
func (n *neighbours) standsIn(ctx context.Context, token string) (int, error) {
	if known, ok := n.view.termed.Load(token); ok {
		return known.(int), nil
	}
	if err := n.fetch(ctx, nil, []string{token}); err != nil {
		return 0, err
	}
	documents := 0
	for _, s := range n.view.segments {
		l, err := n.list(s, token, false)
		if err != nil {
			return 0, err
		}
		documents += l.Len()
	}
	n.view.termed.Store(token, documents)
	return documents, nil
}

// weigh adds to the editions that hold the ith term what it is worth there.
func (n *neighbours) weigh(i int) error {
	weight := n.view.weight(n.shared[i].documents)
	for at, s := range n.view.segments {
		for _, token := range n.shared[i].tokens {
			l, err := n.list(s, token, false)
			if err != nil {
				return err
			}
			for {
				found, err := l.Next(n.buffer[:0])
				if err != nil {
					return err
				}
				if len(found) == 0 {
					break
				}
				for _, p := range found {
					if int(p.Ordinal) >= len(s.editions) {
						continue
					}
					f := titleWeight*float32(p.Title) + float32(p.Body)
					n.scores[at][p.Ordinal] += weight * f / (f + s.norms[p.Ordinal])
					n.held[at][p.Ordinal] |= 1 << i
				}
			}
		}
	}
	return nil
}

// nearest are the editions that share most, with the reasons.
func (n *neighbours) nearest() []Related {
	if n.Limit <= 0 {
		return nil
	}
	n.consider(true)
	if n.mostThemes > 0 && (len(n.best) < n.Limit || n.mostThemes >= n.best[n.Limit-1].score) {
		n.consider(false)
	}
	list := make([]Related, len(n.best))
	for i, b := range n.best {
		list[i] = n.reasons(b)
	}
	return list
}

// consider takes the best of the editions that hold a shared term, or of those
// that hold none. Most can be passed over without a look at their themes.
func (n *neighbours) consider(termed bool) {
	for at, scores := range n.scores {
		for o, score := range scores {
			if (score > 0) != termed || len(n.best) == n.Limit && score+n.mostThemes < n.best[n.Limit-1].score {
				continue
			}
			d := n.view.segments[at].editions[o]
			if d == nil || d.language != n.Language || d.article == n.ArticleID {
				continue
			}
			for _, number := range d.themes {
				score += n.themes[number]
			}
			if score > 0 && !slices.Contains(n.Except, d.article) {
				n.take(near{d, score, n.held[at][o]})
			}
		}
	}
}

// take puts an edition among the best if it is one of them; of equals the newest comes first.
func (n *neighbours) take(e near) {
	at, _ := slices.BinarySearchFunc(n.best, e, func(a, b near) int {
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(b.date, a.date), cmp.Compare(b.article, a.article))
	})
	if at < n.Limit {
		n.best = slices.Insert(n.best, at, e)
		n.best = n.best[:min(len(n.best), n.Limit)]
	}
}

func (n *neighbours) reasons(b near) Related {
	r := Related{ArticleID: b.article}
	for i, t := range n.shared {
		if b.held&(1<<i) != 0 {
			r.Terms = append(r.Terms, newsroom.Bilingual{ZH: t.ZH, EN: t.EN})
		}
	}
	for _, slug := range n.Themes {
		if number := n.view.numberOf(slug); number >= 0 && slices.Contains(b.themes, number) {
			r.Themes = append(r.Themes, slug)
		}
	}
	return r
}
