package reader

import (
	"context"
	"fmt"
	"html/template"
	"slices"

	"github.com/gin-gonic/gin"

	"hebi/internal/locale"
	"hebi/internal/markdown"
	"hebi/internal/newsroom"
)

// specialPath is the address of a special in l, or in the other language when it has no text in l.
func specialPath(l newsroom.Language, s *newsroom.Special) string {
	if s.Editions[l] == nil && s.Editions[l.Other()] != nil {
		l = l.Other()
	}
	return in(l, "/specials/"+s.Slug)
}

// specialsPage is /{lang}/specials.
type specialsPage struct {
	frame
	Specials []specialCard
	Pager    pager
}

// specialCard is a special as lists show it.
type specialCard struct {
	locale.Locale
	Path, Title, Subtitle, Seal, SealLang string
	// Lead is the beginning of the editor's note, plain text.
	Lead string
	// Voices are its commentaries, Pieces all its articles.
	Voices, Pieces []card
	// Voiced says that it has commentaries; the front page shows others in their place.
	Voiced bool
}

func newSpecialCard(f frame, s *newsroom.Special) specialCard {
	e := s.Editions[f.Language]
	c := specialCard{Locale: f.Locale, Path: in(f.Language, "/specials/"+s.Slug), Title: e.Title, Subtitle: e.Subtitle}
	if blocks := markdown.Parse(e.Note).Blocks(); len(blocks) > 0 {
		c.Lead = blocks[0].Text
	}
	title := newsroom.Bilingual{}
	for l, edition := range s.Editions {
		title = title.With(l, edition.Title)
	}
	sign, l := seal(title)
	c.Seal, c.SealLang = sign, l.Tag()
	c.Pieces = newCards(f.Locale, s.Articles)
	c.Voices = voices(c.Pieces)
	return c
}

// Phrases are the parts of the title.
func (c specialCard) Phrases() []template.HTML { return setPhrases(c.Title, c.Language.Tag()) }

// Set is one of the card's texts as markup, its numbers with their units.
func (c specialCard) Set(text string) template.HTML { return set(text, c.Language.Tag()) }

// specialsBeside are the specials that came before and after one in its language.
func (h *Reader) specialsBeside(ctx context.Context, f frame, slug string) (*beside, error) {
	titles, err := h.store.SpecialTitles(ctx, f.Language) // newest first
	if err != nil {
		return nil, err
	}
	at := slices.IndexFunc(titles, func(s newsroom.SpecialRef) bool { return s.Slug == slug })
	to := func(i int) *link {
		if at < 0 || i < 0 || i >= len(titles) {
			return nil
		}
		return &link{run: f.Text(titles[i].Title), Path: f.Path("/specials/" + titles[i].Slug)}
	}
	return &beside{Name: f.T("special.beside"), Before: to(at + 1), After: to(at - 1)}, nil
}

// voices are the commentaries among cards that somebody stands for.
func voices(cards []card) []card {
	var list []card
	for _, c := range cards {
		if c.Voice != nil {
			list = append(list, c)
		}
	}
	return list
}

// ShowSpecials shows all specials of the language.
func (h *Reader) ShowSpecials(c *gin.Context) error {
	f, err := h.frame(c, "/specials")
	if err != nil {
		return err
	}
	page, err := pageNumber(c)
	if err != nil {
		return err
	}
	titles, err := h.store.SpecialTitles(c.Request.Context(), f.Language)
	if err != nil {
		return err
	}
	f.Heading, f.Section, f.Description = f.T("specials"), "specials", f.T("specials.about")
	f.trail(link{run: run{Text: f.Heading}, Path: f.Path(f.rest)})
	p := specialsPage{frame: f}
	if p.Pager, err = newPager(f.Path("/specials"), nil, page, len(titles)); err != nil {
		return err
	}
	p.Canonical, p.alone = h.absolute(p.Pager.To(page)), page > 1
	specials, err := h.store.NewestSpecials(c.Request.Context(), f.Language, perPage, (page-1)*perPage)
	if err != nil {
		return err
	}
	for i := range specials {
		p.Specials = append(p.Specials, newSpecialCard(f, &specials[i]))
	}
	return h.render(c, "specials", p)
}

// specialPage is /{lang}/specials/{slug}.
type specialPage struct {
	frame
	Special specialCard
	// Note is the editor's note.
	Note template.HTML
	// Rest are the articles that are no commentaries.
	Rest []card
	// Beside leads to the specials before and after.
	Beside *beside
}

// ShowSpecial shows the editor's note and the articles of a special.
func (h *Reader) ShowSpecial(c *gin.Context) error {
	l := requestLanguage(c)
	s, err := h.store.SpecialBySlug(c.Request.Context(), c.Param("slug"), l)
	if err != nil {
		return err
	}
	e, other := s.Editions[l], s.Editions[l.Other()]
	if e == nil {
		err := fmt.Errorf("special %q in %s: %w", s.Slug, l, newsroom.ErrNotFound)
		if other == nil {
			return err
		}
		return &missingEdition{err: err, offer: link{run: run{Text: other.Title, Lang: other.Language.Tag()}, Path: specialPath(l, s)}}
	}
	rest := "/specials/" + s.Slug
	f, err := h.frame(c, rest)
	if err != nil {
		return err
	}
	card := newSpecialCard(f, s)
	f.Heading, f.Section, f.Description = e.Title, "specials", card.Lead
	f.Other.Missing = other == nil
	f.addFeeds(e.Title, rest)
	f.trail(link{run: run{Text: f.T("specials")}, Path: f.Path("/specials")}, link{run: run{Text: e.Title}, Path: f.Path(rest)})
	if err := h.fillSummaries(c.Request.Context(), card.Pieces); err != nil {
		return err
	}
	card.Voices = voices(card.Pieces)
	found, err := h.picturesOf(c.Request.Context(), s.Media)
	if err != nil {
		return err
	}
	p := specialPage{frame: f, Special: card, Note: bodyHTML(l, markdown.Parse(e.Note), found[0], 1)}
	if p.Beside, err = h.specialsBeside(c.Request.Context(), f, s.Slug); err != nil {
		return err
	}
	for _, piece := range card.Pieces {
		if piece.Voice == nil {
			p.Rest = append(p.Rest, piece)
		}
	}
	return h.render(c, "special", p)
}
