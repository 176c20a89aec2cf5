package reader

import (
	"context"
	"fmt"
	"net/url"
	"time"

	"github.com/gin-gonic/gin"

	"hebi/internal/locale"
	"hebi/internal/newsroom"
	"hebi/internal/search"
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

// editionsIn is a list of one language.
func editionsIn(l newsroom.Language, q store.ArticleQuery) store.EntryQuery {
	q.Language = l
	return store.EntryQuery{ArticleQuery: q}
}

// combinedList is everything in both languages: each edition is an item of its
// own, or with ?pair=first only the original of an article.
func (h *Reader) combinedList(c *gin.Context, _ newsroom.Language) (*feedList, error) {
	if c.Query("pair") == "first" {
		return &feedList{query: url.Values{"pair": {"first"}}, entries: store.EntryQuery{Originals: true}}, nil
	}
	return &feedList{}, nil
}

// frontList is everything in one language.
func (h *Reader) frontList(_ *gin.Context, l newsroom.Language) (*feedList, error) {
	return &feedList{entries: editionsIn(l, store.ArticleQuery{})}, nil
}

func (h *Reader) kindList(kind newsroom.Kind) listFinder {
	return func(_ *gin.Context, l newsroom.Language) (*feedList, error) {
		title := locale.Locale{Language: l}.T("kind." + string(kind))
		return &feedList{title: title, rest: newsroom.KindRest(kind), entries: editionsIn(l, store.ArticleQuery{Kind: kind})}, nil
	}
}

func (h *Reader) themeList(c *gin.Context, l newsroom.Language) (*feedList, error) {
	theme, err := h.store.ThemeBySlug(c.Request.Context(), c.Param("theme"))
	if err != nil {
		return nil, err
	}
	return &feedList{title: theme.Name.In(l), rest: newsroom.ThemeRest(theme.Slug), entries: editionsIn(l, store.ArticleQuery{Theme: theme.Slug})}, nil
}

func (h *Reader) contributorList(c *gin.Context, l newsroom.Language) (*feedList, error) {
	who, err := h.store.ContributorBySlug(c.Request.Context(), c.Param("slug"))
	if err != nil {
		return nil, err
	}
	return &feedList{title: who.Name.In(l), rest: newsroom.ContributorRest(who.Slug), entries: editionsIn(l, store.ArticleQuery{Contributor: who.Slug})}, nil
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
	return &feedList{title: text.Title, rest: newsroom.SpecialRest(special.Slug), entries: editionsIn(l, store.ArticleQuery{Special: special.Slug})}, nil
}

// printedList is what was printed on a day, or on one page of it.
func (h *Reader) printedList(c *gin.Context, l newsroom.Language) (*feedList, error) {
	day, page, err := printAddress(c)
	if err != nil {
		return nil, err
	}
	list := &feedList{rest: newsroom.PrintRest(day, page), entries: editionsIn(l, store.ArticleQuery{PrintDate: day, PrintPage: page})}
	ctx, q := c.Request.Context(), list.entries
	q.Language = "" // a page that only the other language has is empty here, not unknown
	articles, _, err := h.store.Articles(ctx, q.ArticleQuery)
	if err != nil {
		return nil, err
	}
	if len(articles) == 0 {
		return nil, h.nothingPrinted(ctx, list.rest, q)
	}
	words := locale.Locale{Language: l}
	list.title = newPrintTitle(words, day, page, articles).text(words)
	return list, nil
}

// nothingPrinted is ErrGone when readers have seen something there, else ErrNotFound.
func (h *Reader) nothingPrinted(ctx context.Context, rest string, q store.EntryQuery) error {
	seen, err := h.store.CountEntries(ctx, q)
	switch {
	case err != nil:
		return err
	case seen > 0:
		return fmt.Errorf("print page %s: %w", rest, newsroom.ErrGone)
	}
	return fmt.Errorf("print page %s: %w", rest, newsroom.ErrNotFound)
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
	if err := h.begun(ctx, from); err != nil {
		return nil, err
	}
	list := &feedList{title: locale.Locale{Language: l}.Month(from.Year(), from.Month()), rest: newsroom.MonthRest(from.Year(), from.Month())}
	list.entries = editionsIn(l, store.ArticleQuery{From: from, To: nextMonth(from)})
	return list, nil
}

// correctionsList is what carries a correction, in the order of the corrections.
func (h *Reader) correctionsList(_ *gin.Context, l newsroom.Language) (*feedList, error) {
	title := locale.Locale{Language: l}.T("corrections")
	return &feedList{title: title, rest: newsroom.CorrectionsRest, entries: editionsIn(l, store.ArticleQuery{Corrected: true})}, nil
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
	if text := []rune(p.Form.Text); len(text) > search.MaxQuery {  // the rest is not read, and every link to the feed would carry it
		p.Form.Text = string(text[:search.MaxQuery])
	}
	list := &feedList{title: p.Title(), rest: "/search", query: p.Form.Values(), searched: true}
	if results.Loose {
		return list, nil
	}
	for _, hit := range results.Hits {
		list.found = append(list.found, store.Entry{ArticleID: hit.ArticleID, Language: hit.Language})
	}
	return list, nil
}
