package reader

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"time"

	"github.com/gin-gonic/gin"

	"hebi/internal/newsroom"
	"hebi/internal/search"
	"hebi/internal/store"
	"hebi/internal/web/hant"
)

// archivePage is /{lang}/archive.
type archivePage struct {
	frame
	Years []archiveYear
}

type archiveYear struct {
	Year, Total int
	Months      []countedLink
}

// ShowArchive shows the months that have articles, newest first.
func (h *Reader) ShowArchive(c *gin.Context) error {
	f, err := h.frame(c, "/archive")
	if err != nil {
		return err
	}
	census, err := h.census(c.Request.Context(), f, search.CensusQuery{})
	if err != nil {
		return err
	}
	f.Heading, f.Section, f.Description = f.T("archive"), "archive", f.T("archive.about")
	return h.render(c, "archive", archivePage{frame: f, Years: archiveYears(f, census.Months)})
}

func archiveYears(f frame, months []search.MonthCount) []archiveYear {
	var years []archiveYear
	for _, m := range slices.Backward(months) {
		if last := len(years) - 1; last < 0 || years[last].Year != m.Year {
			years = append(years, archiveYear{Year: m.Year})
		}
		y := &years[len(years)-1]
		to := link{run: run{Text: f.Month(m.Year, m.Month)}, Path: f.Path(newsroom.MonthRest(m.Year, m.Month))}
		y.Months = append(y.Months, countedLink{link: to, Count: inMonth(m)})
		y.Total += inMonth(m)
	}
	return years
}

// inMonth is how many articles a month has.
func inMonth(m search.MonthCount) (n int) {
	for _, count := range m.Kinds {
		n += count
	}
	return n
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
	if path, _ := hant.Source(c.Request.URL.Path); path != f.Path(rest) {
		return redirect(c, http.StatusPermanentRedirect, f.Path(rest))
	}
	from := time.Date(month.Year(), month.Month(), 1, 0, 0, 0, 0, f.Zone)
	if err := h.begun(c.Request.Context(), from); err != nil {
		return err
	}
	f.Heading, f.Section = f.Month(month.Year(), month.Month()), "archive"
	f.addFeeds(f.Heading, rest)
	census, err := h.census(c.Request.Context(), f, search.CensusQuery{})
	if err != nil {
		return err
	}
	l := articleList{frame: f, Up: &link{run: run{Text: f.T("archive")}, Path: f.Path("/archive")}}
	l.fillMonth(census.Months, month)
	span := store.ArticleQuery{From: from, To: nextMonth(from)}
	if err := h.fillCounted(c, &l, rest, span); err != nil {
		return err
	}
	span.Language = f.Other.Language
	there, err := h.store.HasArticles(c.Request.Context(), span)
	if err != nil {
		return err
	}
	// Every month that has begun has an address; one without articles is for nobody to list.
	l.alone, l.Private = l.alone || !there, l.Total == 0
	return h.render(c, "list", l)
}

// begun is ErrNotFound for a month that is still to come, unless a piece that
// readers see is dated in it already. from is its first moment in the site's zone.
func (h *Reader) begun(ctx context.Context, from time.Time) error {
	if !from.After(h.now()) {
		return nil
	}
	dated, err := h.store.HasArticles(ctx, store.ArticleQuery{From: from, To: nextMonth(from)})
	if err != nil || dated {
		return err
	}
	return fmt.Errorf("month %s, which is still to come: %w", from.Format(feedMonth), newsroom.ErrNotFound)
}

// fillMonth says how many articles a month has and which months with articles lie beside it.
func (l *articleList) fillMonth(months []search.MonthCount, month time.Time) {
	l.Beside = &beside{Name: l.T("archive.beside")}
	to := func(key string, m search.MonthCount) *link {
		return &link{run: run{Text: l.T(key, l.Month(m.Year, m.Month))}, Path: l.Path(newsroom.MonthRest(m.Year, m.Month))}
	}
	for _, m := range months {
		switch first := time.Date(m.Year, m.Month, 1, 0, 0, 0, 0, time.UTC); {
		case first.Before(month):
			l.Beside.Before = to("archive.before", m)
		case first.Equal(month):
			l.Total = inMonth(m)
		case l.Beside.After == nil:
			l.Beside.After = to("archive.after", m)
		}
	}
}
