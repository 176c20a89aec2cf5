package reader

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"time"

	"github.com/gin-gonic/gin"

	"hebi/internal/locale"
	"hebi/internal/newsroom"
	"hebi/internal/store"
	"hebi/internal/web/asked"
)

// listFinder reads the list that a request names.
type listFinder func(c *gin.Context, l newsroom.Language) (*feedList, error)

// feedSource is a list that every language has under the same address.
type feedSource struct {
	pattern string
	find    listFinder
}

func (h *Reader) feedSources() []feedSource {
	return []feedSource{
		{"", h.frontList},
		{"/news", h.kindList(newsroom.News)},
		{"/commentary", h.kindList(newsroom.Commentary)},
		{"/features", h.kindList(newsroom.Feature)},
		{"/editorials", h.kindList(newsroom.Editorial)},
		{"/themes/:theme", h.themeList},
		{"/contributors/:slug", h.contributorList},
		{"/specials/:slug", h.specialList},
		{"/papers/:date", h.printedList},
		{"/papers/:date/:page", h.printedList},
		{"/archive/:year/:month", h.monthList},
		{"/corrections", h.correctionsList},
		{"/search", h.searchList},
	}
}

// filled puts the newest articles of q into the list.
func (h *Reader) filled(ctx context.Context, list *feedList, q store.ArticleQuery) (*feedList, error) {
	q.Bodies, q.Limit = true, feedLength
	articles, _, err := h.store.Articles(ctx, q)
	list.articles = articles
	return list, err
}

// combinedList is everything in both languages: each visible edition is an item
// of its own, or with ?pair=first only the original of an article.
func (h *Reader) combinedList(c *gin.Context, _ newsroom.Language) (*feedList, error) {
	list := &feedList{editions: func(a *newsroom.Article) []*newsroom.Edition {
		var editions []*newsroom.Edition
		for _, l := range a.Languages() {
			editions = append(editions, a.Edition(l))
		}
		return editions
	}}
	if c.Query("pair") == "first" {
		list.query = url.Values{"pair": {"first"}}
		list.editions = func(a *newsroom.Article) []*newsroom.Edition { return []*newsroom.Edition{a.Original()} }
	}
	return h.filled(c.Request.Context(), list, store.ArticleQuery{})
}

// frontList is everything in one language.
func (h *Reader) frontList(c *gin.Context, l newsroom.Language) (*feedList, error) {
	return h.filled(c.Request.Context(), &feedList{}, store.ArticleQuery{Language: l})
}

func (h *Reader) kindList(kind newsroom.Kind) listFinder {
	return func(c *gin.Context, l newsroom.Language) (*feedList, error) {
		list := &feedList{title: locale.Locale{Language: l}.T("kind." + string(kind)), rest: newsroom.KindRest(kind)}
		return h.filled(c.Request.Context(), list, store.ArticleQuery{Language: l, Kind: kind})
	}
}

func (h *Reader) themeList(c *gin.Context, l newsroom.Language) (*feedList, error) {
	theme, err := h.store.ThemeBySlug(c.Request.Context(), c.Param("theme"))
	if err != nil {
		return nil, err
	}
	list := &feedList{title: theme.Name.In(l), rest: newsroom.ThemeRest(theme.Slug)}
	return h.filled(c.Request.Context(), list, store.ArticleQuery{Language: l, Theme: theme.Slug})
}

func (h *Reader) contributorList(c *gin.Context, l newsroom.Language) (*feedList, error) {
	who, err := h.store.ContributorBySlug(c.Request.Context(), c.Param("slug"))
	if err != nil {
		return nil, err
	}
	list := &feedList{title: who.Name.In(l), rest: newsroom.ContributorRest(who.Slug)}
	return h.filled(c.Request.Context(), list, store.ArticleQuery{Language: l, Contributor: who.Slug})
}

func (h *Reader) specialList(c *gin.Context, l newsroom.Language) (*feedList, error) {
	special, err := h.store.SpecialBySlug(c.Request.Context(), c.Param("slug"), l)
	if err != nil {
		return nil, err
	}
	text := special.Editions[l]
	if text == nil {
		return nil, fmt.Errorf("special %q in %s: %w", special.Slug, l, newsroom.ErrNotFound)
	}
	list := &feedList{title: text.Title, rest: newsroom.SpecialRest(special.Slug)}
	return h.filled(c.Request.Context(), list, store.ArticleQuery{Language: l, Special: special.Slug})
}

// printedList is what was printed on a day, or on one page of it. A page that
// only the other language has is empty here, not unknown.
func (h *Reader) printedList(c *gin.Context, l newsroom.Language) (*feedList, error) {
	day, page, err := printAddress(c)
	if err != nil {
		return nil, err
	}
	list := &feedList{rest: newsroom.PrintRest(day, page)}
	list, err = h.filled(c.Request.Context(), list, store.ArticleQuery{PrintDate: day, PrintPage: page})
	if err == nil && len(list.articles) == 0 {
		err = fmt.Errorf("print page %s: %w", list.rest, newsroom.ErrNotFound)
	}
	words := locale.Locale{Language: l}
	list.title = newPrintTitle(words, day, page, list.articles).text(words)
	return list, err
}

// monthList is a month of the archive, in the site's zone.
func (h *Reader) monthList(c *gin.Context, l newsroom.Language) (*feedList, error) {
	ctx := c.Request.Context()
	site, err := h.store.Site(ctx)
	if err != nil {
		return nil, err
	}
	from, err := time.ParseInLocation("2006/01", c.Param("year")+"/"+c.Param("month"), site.Zone())
	if err != nil {
		return nil, fmt.Errorf("month %s/%s: %w", c.Param("year"), c.Param("month"), newsroom.ErrNotFound)
	}
	list := &feedList{title: locale.Locale{Language: l}.Month(from.Year(), from.Month()), rest: newsroom.MonthRest(from.Year(), from.Month())}
	return h.filled(ctx, list, store.ArticleQuery{Language: l, From: from, To: from.AddDate(0, 1, 0)})
}

// correctionsList is what carries a correction.
func (h *Reader) correctionsList(c *gin.Context, l newsroom.Language) (*feedList, error) {
	list := &feedList{title: locale.Locale{Language: l}.T("corrections"), rest: newsroom.CorrectionsRest}
	return h.filled(c.Request.Context(), list, store.ArticleQuery{Language: l, Corrected: true})
}

// searchList is the newest of what a search finds. What matches only in part is
// left out: it fills a page that would be empty, but nobody subscribes to it.
func (h *Reader) searchList(c *gin.Context, _ newsroom.Language) (*feedList, error) {
	ctx := c.Request.Context()
	f, err := h.frame(c, "/search")
	if err != nil {
		return nil, err
	}
	p, q := readSearch(c, f)
	q.Newest, q.PerPage = true, feedLength
	results, err := h.search.Search(ctx, q)
	if err != nil {
		return nil, err
	}
	p.fillFacets(nil, asked.NewLabels(p.Locale, results.Names), q) // a search without words is called by what narrows it
	list := &feedList{title: p.Title(), rest: "/search", query: p.Form.Values()}
	if results.Loose {
		return list, nil
	}
	language := map[int64]newsroom.Language{}
	for _, hit := range results.Hits {
		// Hits carry no bodies. Thirty reads by key cost less than one search.
		a, err := h.store.ArticleBySlug(ctx, hit.Slug, hit.Language)
		if errors.Is(err, newsroom.ErrNotFound) || errors.Is(err, newsroom.ErrGone) {
			continue // withdrawn since it was found
		}
		if err != nil {
			return nil, err
		}
		language[a.ID] = hit.Language
		list.articles = append(list.articles, *a)
	}
	list.editions = func(a *newsroom.Article) []*newsroom.Edition { return []*newsroom.Edition{a.Edition(language[a.ID])} }
	return list, nil
}
