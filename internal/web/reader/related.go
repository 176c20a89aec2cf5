package reader

import (
	"context"
	"slices"

	"hebi/internal/markdown"
	"hebi/internal/newsroom"
	"hebi/internal/search"
)

// relatedCard is another article with the reasons for naming it here.
type relatedCard struct {
	card
	// Terms are the shared ones that say most; no links, which would weigh more than all else here.
	Terms []run
	// Themes lead to the shared themes' pages.
	Themes []link
}

// What is shown of related articles: four fill a row on wide screens, and a few
// reasons are better than all.
const (
	relatedShown  = 4
	termsShown    = 3
	themesOfShown = 2
)

// relatedTo are the articles nearest to one with this body, without those of
// its specials, which the page lists beside the text.
func (h *Reader) relatedTo(ctx context.Context, f frame, a *newsroom.Article, body *markdown.Document, specials []specialBox) ([]relatedCard, error) {
	e := a.Edition(f.Language)
	r := search.Relation{
		ArticleID: a.ID, Language: f.Language, Limit: relatedShown,
		Text: e.Title + "\n" + e.Subtitle + "\n" + body.Text(),
	}
	for _, t := range a.Themes {
		r.Themes = append(r.Themes, t.Slug)
	}
	for _, s := range specials {
		for _, piece := range s.Articles {
			r.Except = append(r.Except, piece.article)
		}
	}
	found, err := h.search.Related(ctx, r)
	if err != nil {
		return nil, err
	}
	ids := make([]int64, len(found))
	for i, other := range found {
		ids[i] = other.ArticleID
	}
	articles, err := h.store.ArticlesByID(ctx, ids)
	if err != nil {
		return nil, err
	}
	var list []relatedCard
	for i := range articles {
		at := slices.IndexFunc(found, func(r search.Related) bool { return r.ArticleID == articles[i].ID })
		list = append(list, newRelatedCard(f, &articles[i], found[at]))
	}
	return list, nil
}

func newRelatedCard(f frame, a *newsroom.Article, r search.Related) relatedCard {
	c := relatedCard{card: newCard(f.Locale, a)}
	for _, term := range firstOf(r.Terms, termsShown) {
		c.Terms = append(c.Terms, f.Text(term))
	}
	for _, l := range themeLinks(f.Language, a.Themes) {
		if slices.ContainsFunc(r.Themes, func(slug string) bool { return l.Path == f.Path("/themes/"+slug) }) {
			c.Themes = append(c.Themes, l)
		}
	}
	c.Themes = firstOf(c.Themes, themesOfShown)
	return c
}
