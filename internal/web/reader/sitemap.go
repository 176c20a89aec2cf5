package reader

import (
	"context"
	"fmt"
	"io"
	"iter"
	"slices"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"hebi/internal/feed"
	"hebi/internal/newsroom"
	"hebi/internal/store"
	"hebi/internal/web/conditional"
	"hebi/internal/web/hant"
)

// xmlType is the media type of sitemaps.
const xmlType = "application/xml; charset=utf-8"

// ShowSitemap lists the sitemaps of the site.
func (h *Reader) ShowSitemap(c *gin.Context) error {
	ctx := c.Request.Context()
	return h.stream(c, "index", func(w io.Writer) error {
		parts, err := h.sitemapParts(ctx)
		if err == nil {
			_, err = w.Write(feed.SitemapIndex(parts))
		}
		return err
	})
}

// sitemapParts are the sitemaps of the site, each with the last change of what it lists.
func (h *Reader) sitemapParts(ctx context.Context) ([]feed.SitemapEntry, error) {
	list := []feed.SitemapEntry{{URL: h.absolute("/sitemap-site.xml")}}
	pages, err := h.store.ListedPages(ctx)
	for _, p := range pages {
		list[0].Changed = newsroom.Later(list[0].Changed, p.Changed)
	}
	if err != nil {
		return nil, err
	}
	add := func(name string, parts []store.ListedPart, err error) error {
		for _, p := range parts {
			key := p.Month
			if key == "" {
				key = strconv.FormatInt(p.Number, 10)
			}
			list = append(list, feed.SitemapEntry{URL: h.absolute("/sitemap-" + name + "-" + key + ".xml"), Changed: p.Changed})
			list[0].Changed = newsroom.Later(list[0].Changed, p.Changed) // lists change with what is in them
		}
		return err
	}
	parts, err := h.store.ArticleParts(ctx, sitemapStretch)
	if err := add("articles", parts, err); err != nil {
		return nil, err
	}
	parts, err = h.store.ContributorParts(ctx, sitemapStretch)
	if err := add("contributors", parts, err); err != nil {
		return nil, err
	}
	parts, err = h.store.PrintParts(ctx)
	return list, add("papers", parts, err)
}

// ShowSitemapPart shows one of the sitemaps that the index names. One without
// an entry is unknown, as the protocol has none.
func (h *Reader) ShowSitemapPart(c *gin.Context) error {
	name := c.Param("part")
	next, stop := iter.Pull2(h.sitemapPages(c.Request.Context(), name))
	defer stop()
	first, err, found := next()
	if err != nil {
		return err
	}
	if !found {
		return fmt.Errorf("sitemap %q: %w", name, newsroom.ErrNotFound)
	}
	return h.stream(c, name, func(w io.Writer) error {
		s := feed.NewSitemap(w)
		for e, ok := first, true; ok; e, err, ok = next() {
			if err != nil {
				return err
			}
			if err := s.Add(e); err != nil {
				return err
			}
		}
		return s.Close()
	})
}

// stream serves what is made of everything that readers see. Its validators
// move with any change of that, so that who asks again learns it without the
// document being made.
func (h *Reader) stream(c *gin.Context, name string, write func(io.Writer) error) error {
	number, changed, err := h.store.Changed(c.Request.Context())
	if err != nil {
		return err
	}
	s := conditional.Stream{
		// The address of a file of the program stands for its release, which says how a document is written.
		State:       fmt.Sprint(h.absolute("/"), h.assets.Address(name), number, changed.UnixMilli()),
		ContentType: xmlType, CacheControl: pageCaching, Modified: h.settled(changed), Write: write,
	}
	return s.Serve(c.Writer, c.Request)
}

// ShowNewsSitemap lists what the last two days brought, for Google News. It has
// no date of change: a piece leaves it by growing old, which changes nothing else.
func (h *Reader) ShowNewsSitemap(c *gin.Context) error {
	ctx := c.Request.Context()
	site, err := h.store.Site(ctx)
	if err != nil {
		return err
	}
	since := h.now().Add(-feed.NewsAge)
	var list []feed.NewsEntry
	for _, l := range newsroom.Languages() { // one by one: the index of dates is by language
		articles, _, err := h.store.Articles(ctx, store.ArticleQuery{Language: l, From: since, Limit: feed.MaxNewsEntries})
		if err != nil {
			return err
		}
		for i := range articles {
			list = append(list, feed.NewsEntry{URL: h.absolute(articlePath(l, articles[i].Slug)), Edition: articles[i].Edition(l)})
		}
	}
	slices.SortStableFunc(list, func(a, b feed.NewsEntry) int { return b.Edition.Date.Compare(a.Edition.Date) })
	d := conditional.Document{Body: feed.NewsSitemap(site, list), ContentType: xmlType, CacheControl: pageCaching}
	d.Serve(c.Writer, c.Request)
	return nil
}

// ShowRobots tells crawlers where the sitemaps are. Search pages are not
// forbidden to them: they say themselves that they are not to be listed, and a
// page that may not be fetched cannot say so. A search's feeds say nothing of
// the kind and have no end, so they are.
func (h *Reader) ShowRobots(c *gin.Context) error {
	var b strings.Builder
	b.WriteString("User-agent: *\n")
	for _, segment := range []string{string(newsroom.Chinese), hant.Segment, string(newsroom.English)} {
		b.WriteString("Disallow: /" + segment + "/search/feed.\n")
	}
	for _, sitemap := range []string{"/sitemap.xml", "/news-sitemap.xml"} {
		b.WriteString("\nSitemap: " + h.absolute(sitemap))
	}
	b.WriteString("\n")
	d := conditional.Document{Body: []byte(b.String()), ContentType: "text/plain; charset=utf-8", CacheControl: pageCaching}
	d.Serve(c.Writer, c.Request)
	return nil
}
