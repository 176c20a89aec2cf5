package reader

import (
	"fmt"
	"net/url"
	"strings"

	"github.com/gin-gonic/gin"

	"hebi/internal/newsroom"
	"hebi/internal/search"
	"hebi/internal/store"
)

// articleList is a page of articles: of a kind, a theme, a month.
type articleList struct {
	frame
	// Intro is what the list is about; may be empty.
	Intro run
	Total int
	Cards []card
	Pager pager
	// Empty says what to expect here while there is nothing.
	Empty string
	// Up leads to the list that this one belongs to; nil without.
	Up *link
	// Beside leads to the lists before and after; nil without.
	Beside *beside
}

// beside leads to what comes before and after in an order of time or place,
// each nil at the end; Name says what they are.
type beside struct {
	Name          string
	Before, After *link
}

// fillCounted asks for the page of the request of a list of l.Total articles.
// rest may end in a query, which the pages keep.
func (h *Reader) fillCounted(c *gin.Context, l *articleList, rest string, q store.ArticleQuery) error {
	page, err := pageNumber(c)
	if err != nil {
		return err
	}
	path, query, _ := strings.Cut(rest, "?")
	values, err := url.ParseQuery(query)
	if err != nil {
		return fmt.Errorf("list %s: %w", rest, err)
	}
	if l.Pager, err = newPager(l.Path(path), values, page, l.Total); err != nil {
		return err
	}
	q.Language, q.Limit, q.Offset = l.Language, perPage, (page-1)*perPage
	articles, err := h.store.NewestArticles(c.Request.Context(), q)
	if err != nil {
		return err
	}
	l.Cards = newCards(l.Locale, articles)
	if err := h.fillSummaries(c.Request.Context(), l.Cards); err != nil {
		return err
	}
	l.Canonical, l.alone = h.absolute(l.Pager.To(page)), l.alone || page > 1
	var way []link
	if l.Up != nil {
		way = append(way, *l.Up)
	}
	l.trail(append(way, link{run: run{Text: l.Heading}, Path: l.Path(rest)})...)
	if l.Empty == "" {
		l.Empty = l.T("empty.list")
	}
	return nil
}

// ShowKind shows the articles of one kind, which the address names.
func (h *Reader) ShowKind(kind newsroom.Kind) func(*gin.Context) error {
	return func(c *gin.Context) error {
		rest := "/" + kind.Path()
		f, err := h.frame(c, rest)
		if err != nil {
			return err
		}
		f.Heading, f.Section = f.T("kind."+string(kind)), string(kind)
		f.Description = f.T("kind." + string(kind) + ".about")
		f.addFeeds(f.Heading, rest)
		census, err := h.census(c.Request.Context(), f, search.CensusQuery{})
		if err != nil {
			return err
		}
		l := articleList{frame: f, Intro: run{Text: f.Description}}
		for _, m := range census.Months {
			l.Total += m.Kinds[kind]
		}
		if err := h.fillCounted(c, &l, rest, store.ArticleQuery{Kind: kind}); err != nil {
			return err
		}
		return h.render(c, "list", l)
	}
}

// ShowCorrections shows the articles that carry a correction, with the notes.
func (h *Reader) ShowCorrections(c *gin.Context) error {
	const rest = "/corrections"
	page, err := pageNumber(c)
	if err != nil {
		return err
	}
	f, err := h.frame(c, rest)
	if err != nil {
		return err
	}
	f.Heading, f.Description = f.T("corrections"), f.T("corrections.about")
	f.addFeeds(f.Heading, rest)
	articles, total, err := h.store.Articles(c.Request.Context(), store.ArticleQuery{
		Language: f.Language, Corrected: true, Limit: perPage, Offset: (page - 1) * perPage,
	})
	if err != nil {
		return err
	}
	p := correctionsPage{frame: f}
	if p.Pager, err = newPager(f.Path(rest), nil, page, total); err != nil {
		return err
	}
	p.Canonical, p.alone = h.absolute(p.Pager.To(page)), page > 1
	for i := range articles {
		e := articles[i].In(f.Language)
		p.Items = append(p.Items, corrected{card: newCard(f.Locale, &articles[i]), Notes: e.Corrections})
	}
	return h.render(c, "corrections", p)
}

// correctionsPage is /{lang}/corrections.
type correctionsPage struct {
	frame
	Items []corrected
	Pager pager
}

// corrected is an article with its notes, oldest first.
type corrected struct {
	card
	Notes []newsroom.Correction
}
