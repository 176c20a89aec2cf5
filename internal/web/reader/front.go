package reader

import (
	"context"
	"net/http"

	"github.com/gin-gonic/gin"

	"hebi/internal/locale"
	"hebi/internal/newsroom"
	"hebi/internal/store"
)

// frontPage is /{lang}/.
type frontPage struct {
	frame
	// Lead is the first piece; nil while the site is empty.
	Lead *card
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
	frontSeconds = 2
	frontVoices  = 4
	frontLatest  = 12
	// frontRead is how many of the newest articles are looked at to fill all of it.
	frontRead = 40
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
	articles, _, err := h.store.Articles(ctx, store.ArticleQuery{Language: f.Language, Limit: frontRead})
	if err != nil {
		return err
	}
	if p.Themes, err = h.store.Themes(ctx, f.Language); err != nil {
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

// frontSpecial is the newest special that has commentaries.
func (h *Reader) frontSpecial(ctx context.Context, f frame) (*specialCard, error) {
	specials, err := h.store.Specials(ctx, f.Language)
	if err != nil {
		return nil, err
	}
	for i := range specials {
		s := newSpecialCard(f, &specials[i])
		if len(s.Voices) == 0 {
			continue
		}
		s.Voices = s.Voices[:min(len(s.Voices), frontVoices)]
		return &s, nil
	}
	return nil, nil
}

// arrange fills the places of the page, newest first, and shows no article twice.
func (p *frontPage) arrange(cards []card) {
	shown := map[string]bool{}
	if p.Special != nil {
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
	leads := take(1, reports)
	if len(leads) == 0 {
		leads = take(1, all)
	}
	if len(leads) > 0 {
		p.Lead = &leads[0]
	}
	p.Seconds = take(frontSeconds, reports)
	p.Voices = take(frontVoices, func(c card) bool { return c.Voice != nil })
	p.Latest = take(frontLatest, all)
}

// frontTexts fetches what is shown of the pieces' own texts.
func (h *Reader) frontTexts(ctx context.Context, p *frontPage) error {
	groups := [][]card{p.Seconds, p.Voices}
	if p.Special != nil {
		groups = append(groups, p.Special.Voices)
	}
	for _, cards := range groups {
		if err := h.fillSummaries(ctx, cards); err != nil {
			return err
		}
	}
	if p.Lead == nil {
		return nil
	}
	texts, err := h.store.SearchBodies(ctx, []int64{p.Lead.key})
	p.Opening = opening(texts[p.Lead.key], p.Language)
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
