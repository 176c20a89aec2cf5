package publish

import (
	"context"

	"hebi/internal/newsroom"
	"hebi/internal/themes"
)

// ThemesExplained says which themes an article has and what its words say of
// the others.
type ThemesExplained struct {
	// Article has the themes that are stored.
	Article *newsroom.Article
	// Refused are the slugs of the themes that an editor refused for it: until its
	// text changes, or those that Never has, too, for good.
	Refused, Never []string
	// Texts and Judgements are of each edition; a span's offsets are those in its text.
	Texts      map[newsroom.Language]themes.Text
	Judgements map[newsroom.Language][]themes.Judgement
	// Outdated says that finding themes anew would find others than those stored.
	Outdated bool
}

// ExplainThemes judges an article by what is known now; nothing is changed.
// ErrNotFound when there is no such article.
func (p *Publisher) ExplainThemes(ctx context.Context, slug string) (*ThemesExplained, error) {
	a, err := p.store.WholeArticle(ctx, slug)
	if err != nil {
		return nil, err
	}
	x := &ThemesExplained{Article: a, Texts: map[newsroom.Language]themes.Text{}, Judgements: map[newsroom.Language][]themes.Judgement{}}
	if x.Refused, x.Never, err = p.store.RefusedThemes(ctx, a.ID); err != nil {
		return nil, err
	}
	bodies := plainTexts(a)
	for l, e := range a.Editions {
		x.Texts[l] = themeText(e, bodies[l])
		x.Judgements[l] = p.knowledge.Load().tagger.Judge(x.Texts[l])
	}
	wanted := map[string]bool{}
	for _, tag := range p.tags(a, bodies) {
		wanted[tag.Slug] = true
	}
	for _, slug := range x.Refused {
		delete(wanted, slug)
	}
	for _, tag := range a.Themes {
		x.Outdated = x.Outdated || !wanted[tag.Slug]
	}
	x.Outdated = x.Outdated || len(wanted) != len(a.Themes)
	return x, nil
}

// themeText is what an edition's themes are found in; body is its plain text.
func themeText(e *newsroom.Edition, body string) themes.Text {
	return themes.Text{Language: e.Language, Title: e.Title, Summary: e.Summary, Body: body}
}
