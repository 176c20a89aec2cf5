package reader

import (
	"context"
	"errors"
	"net/http"
	"slices"

	"github.com/gin-gonic/gin"

	"hebi/internal/locale"
	"hebi/internal/newsroom"
	"hebi/internal/search"
	"hebi/internal/store"
)

// frontPage is /{lang}/.
type frontPage struct {
	frame
	// Lead is the first piece; nil while the site is empty.
	Lead *card
	// LeadSources and LeadSizes are the attributes srcset and sizes of the lead's picture; empty for a small one.
	LeadSources, LeadSizes string
	// Opening are the first paragraphs of the lead, which wide screens have room for.
	Opening []string
	Seconds []card
	// Special is the newest special with its voices; nil without.
	Special *specialCard
	// Voices are the newest commentaries outside that special.
	Voices []card
	// Latest are the newest articles shown nowhere above.
	Latest []card
	Themes []newsroom.Theme
}

// What the front page shows of each; four voices make the row that LOOK asks for.
const (
	frontVoices = 4
	frontLatest = 12
	// frontRead is how many of the newest articles are looked at to fill all of it.
	frontRead = 40
	// frontSpecials is how many of the newest specials are looked at for one with commentaries.
	frontSpecials = 5
)

// ShowFront shows the front page of a language.
func (h *Reader) ShowFront(c *gin.Context) error {
	ctx := c.Request.Context()
	f, err := h.frame(c, "/")
	if err != nil {
		return err
	}
	f.Section, f.Description = "front", f.Site.Tagline.In(f.Language)
	f.describeSite()
	p := frontPage{frame: f}
	articles, err := h.frontArticles(ctx, f)
	if err != nil {
		return err
	}
	census, err := h.census(ctx, f, search.CensusQuery{})
	if err != nil {
		return err
	}
	if p.Themes, err = h.countedThemes(ctx, census); err != nil {
		return err
	}
	if p.Special, err = h.frontSpecial(ctx, f); err != nil {
		return err
	}
	p.arrange(newCards(f.Locale, articles))
	if err := h.frontTexts(ctx, &p); err != nil {
		return err
	}
	return h.render(c, "front", p)
}

// frontArticles are all that the page may show, newest first: the newest of
// any kind, the newest commentaries, however long ago, and what is pinned.
func (h *Reader) frontArticles(ctx context.Context, f frame) ([]newsroom.Article, error) {
	queries := []store.ArticleQuery{{Limit: frontRead}, {Kind: newsroom.Commentary, Limit: 2 * frontVoices}}
	if pinned := pinnedArticles(f.Site); len(pinned) > 0 {
		queries = append(queries, store.ArticleQuery{Slugs: pinned, Limit: len(pinned)})
	}
	var all []newsroom.Article
	for _, q := range queries {
		q.Language = f.Language
		articles, err := h.store.NewestArticles(ctx, q)
		if err != nil {
			return nil, err
		}
		for _, a := range articles {
			if !slices.ContainsFunc(all, func(b newsroom.Article) bool { return a.ID == b.ID }) {
				all = append(all, a)
			}
		}
	}
	return all, nil
}

func pinnedArticles(site *newsroom.Site) []string {
	pinned := slices.Clone(site.Front.Seconds)
	if site.Front.Lead != "" {
		pinned = append(pinned, site.Front.Lead)
	}
	return pinned
}

// frontSpecial is the special that is pinned, else the newest of the last few that has commentaries.
func (h *Reader) frontSpecial(ctx context.Context, f frame) (*specialCard, error) {
	if slug := f.Site.Front.Special; slug != "" {
		pinned, err := h.store.SpecialBySlug(ctx, slug, f.Language)
		if err != nil && !errors.Is(err, newsroom.ErrNotFound) {
			return nil, err
		}
		if err == nil && pinned.Editions[f.Language] != nil {
			return newFrontSpecial(f, pinned), nil
		}
	}
	specials, err := h.store.NewestSpecials(ctx, f.Language, frontSpecials, 0)
	if err != nil {
		return nil, err
	}
	for i := range specials {
		if s := newFrontSpecial(f, &specials[i]); s.Voiced {
			return s, nil
		}
	}
	return nil, nil
}

// newFrontSpecial shows a special by its commentaries, or by its first pieces when it has none.
func newFrontSpecial(f frame, s *newsroom.Special) *specialCard {
	c := newSpecialCard(f, s)
	if c.Voiced = len(c.Voices) > 0; !c.Voiced {
		c.Voices = c.Pieces
	}
	return &c
}

// arrange fills the places of the page, first with what is pinned there, then
// newest first, and shows no article twice. What is pinned to a place above
// leaves the special's row.
func (p *frontPage) arrange(cards []card) {
	shown := map[string]bool{}
	pinned := func(slugs ...string) []card {
		var taken []card
		for _, slug := range slugs {
			at := slices.IndexFunc(cards, func(c card) bool { return c.Path == articlePath(p.Language, slug) })
			if at >= 0 && !shown[cards[at].Path] {
				taken, shown[cards[at].Path] = append(taken, cards[at]), true
			}
		}
		return taken
	}
	leads := pinned(p.Site.Front.Lead)
	p.Seconds = pinned(p.Site.Front.Seconds...)
	if p.Special != nil {
		p.Special.Voices = slices.DeleteFunc(p.Special.Voices, func(c card) bool { return shown[c.Path] })
		p.Special.Voices = firstOf(p.Special.Voices, frontVoices)
		for _, c := range p.Special.Voices {
			shown[c.Path] = true
		}
	}
	take := func(most int, want func(card) bool) []card {
		var taken []card
		for _, c := range cards {
			if len(taken) < most && !shown[c.Path] && want(c) {
				taken, shown[c.Path] = append(taken, c), true
			}
		}
		return taken
	}
	reports := func(c card) bool { return c.Kind != newsroom.Commentary }
	all := func(card) bool { return true }
	if len(leads) == 0 {
		leads = take(1, reports)
	}
	if len(leads) == 0 {
		leads = take(1, all)
	}
	if len(leads) > 0 {
		p.Lead = &leads[0]
	}
	p.Seconds = append(p.Seconds, take(newsroom.MaxSeconds-len(p.Seconds), reports)...)
	p.Voices = take(frontVoices, func(c card) bool { return c.Voice != nil })
	p.Latest = take(frontLatest, all)
}

// frontTexts fetches what is shown of the pieces' own texts.
func (h *Reader) frontTexts(ctx context.Context, p *frontPage) error {
	groups := [][]card{p.Seconds, p.Voices}
	if p.Special != nil {
		groups = append(groups, p.Special.Voices)
	}
	if err := h.fillSummaries(ctx, groups...); err != nil {
		return err
	}
	if p.Lead == nil {
		return nil
	}
	texts, err := h.store.SearchBodies(ctx, []int64{p.Lead.key})
	p.Opening = opening(texts[p.Lead.key], p.Language)
	if err != nil || p.Lead.Cover == nil || p.Lead.Cover.Address == "" {
		return err
	}
	known, err := h.store.MediaAt(ctx, []string{p.Lead.Cover.Address})
	m := known[p.Lead.Cover.Address]
	p.LeadSources, p.LeadSizes = sourceSet(p.Lead.Cover.Address, m.ContentType, m.Width), leadSizes
	return err
}

// ChooseLanguage leads from the root to the front page in the reader's language.
func (h *Reader) ChooseLanguage(c *gin.Context) error {
	c.Header("Vary", "Accept-Language")
	c.Header("Cache-Control", pageCaching)
	return redirect(c, http.StatusFound, in(locale.Choose(c.GetHeader("Accept-Language")), "/"))
}

// AddSlash leads from /zh to /zh/, the one address without its slash that is honoured.
func (h *Reader) AddSlash(c *gin.Context) error {
	return redirect(c, http.StatusPermanentRedirect, c.Request.URL.Path+"/")
}
