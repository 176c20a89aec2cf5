package reader

import (
	"fmt"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"

	"hebi/internal/newsroom"
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
}

// fillList asks for the page of the request and completes the frame; the
// frame's feeds are those of the list at rest.
func (h *Reader) fillList(c *gin.Context, l *articleList, rest string, q store.ArticleQuery) error {
	page, err := pageNumber(c)
	if err != nil {
		return err
	}
	q.Language, q.Limit, q.Offset = l.Language, perPage, (page-1)*perPage
	articles, total, err := h.store.Articles(c.Request.Context(), q)
	if err != nil {
		return err
	}
	if l.Pager, err = newPager(l.Path(rest), nil, page, total); err != nil {
		return err
	}
	l.Total, l.Cards = total, newCards(l.Locale, articles)
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
		l := articleList{frame: f, Intro: run{Text: f.Description}}
		if err := h.fillList(c, &l, rest, store.ArticleQuery{Kind: kind}); err != nil {
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

// ShowArchive shows the months that have articles.
func (h *Reader) ShowArchive(c *gin.Context) error {
	f, err := h.frame(c, "/archive")
	if err != nil {
		return err
	}
	months, err := h.store.ArchiveMonths(c.Request.Context(), f.Language)
	if err != nil {
		return err
	}
	f.Heading, f.Section, f.Description = f.T("archive"), "archive", f.T("archive.about")
	return h.render(c, "archive", archivePage{frame: f, Years: archiveYears(months)})
}

// archivePage is /{lang}/archive.
type archivePage struct {
	frame
	Years []archiveYear
}

type archiveYear struct {
	Year   int
	Months []store.ArchiveMonth
}

// MonthPath is the address of a month's list.
func (p archivePage) MonthPath(m store.ArchiveMonth) string {
	return p.Path(newsroom.MonthRest(m.Year, m.Month))
}

func archiveYears(months []store.ArchiveMonth) []archiveYear {
	var years []archiveYear
	for _, m := range months {
		if last := len(years) - 1; last < 0 || years[last].Year != m.Year {
			years = append(years, archiveYear{Year: m.Year})
		}
		y := &years[len(years)-1]
		y.Months = append(y.Months, m)
	}
	return years
}

// ShowMonth shows the articles of one month in the site's zone.
func (h *Reader) ShowMonth(c *gin.Context) error {
	month, err := time.Parse("2006/1", c.Param("year")+"/"+c.Param("month"))
	if err != nil {
		return fmt.Errorf("month %s/%s: %w", c.Param("year"), c.Param("month"), newsroom.ErrNotFound)
	}
	rest := newsroom.MonthRest(month.Year(), month.Month())
	f, err := h.frame(c, rest)
	if err != nil {
		return err
	}
	if c.Request.URL.Path != f.Path(rest) {
		return redirect(c, http.StatusPermanentRedirect, f.Path(rest))
	}
	from := time.Date(month.Year(), month.Month(), 1, 0, 0, 0, 0, f.Zone)
	f.Heading, f.Section = f.Month(month.Year(), month.Month()), "archive"
	f.addFeeds(f.Heading, rest)
	l := articleList{frame: f, Up: &link{run: run{Text: f.T("archive")}, Path: f.Path("/archive")}}
	span := store.ArticleQuery{From: from, To: from.AddDate(0, 1, 0)}
	if err := h.fillList(c, &l, rest, span); err != nil {
		return err
	}
	span.Language = f.Other.Language
	there, err := h.store.HasArticles(c.Request.Context(), span)
	if err != nil {
		return err
	}
	// Every month has an address; one without articles is for nobody to list.
	l.alone, l.Private = l.alone || !there, l.Total == 0
	return h.render(c, "list", l)
}
