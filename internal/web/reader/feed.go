package reader

import (
	"context"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"hebi/internal/feed"
	"hebi/internal/markdown"
	"hebi/internal/newsroom"
	"hebi/internal/web/conditional"
)

// feedLength is how many articles a feed holds: two weeks of a paper that
// prints two a day, about 200 KB in full text.
const feedLength = 30

// feedCaching lets caches keep a feed for as long as [feed.Pause] asks readers
// to wait, and show the old one for a day while they fetch a new one.
const feedCaching = "public, max-age=300, stale-while-revalidate=86400"

// feedList is a list of articles that can be subscribed to.
type feedList struct {
	// title is the list's own, in the language of the address; empty for the whole site.
	title string
	// rest is the list's address within the language, such as "/themes/talent".
	rest string
	// query is what of the request's query makes the list.
	query url.Values
	// articles are visible, with their bodies.
	articles []newsroom.Article
	// editions chooses what to show of an article; nil shows the edition in the feed's language.
	editions func(a *newsroom.Article) []*newsroom.Edition
}

// FeedRoute is an address under which a feed is served.
type FeedRoute struct {
	// Pattern begins with a slash.
	Pattern string
	Show    func(c *gin.Context) error
}

// CombinedFeeds are the feeds of both languages, at the root of the site.
func (h *Reader) CombinedFeeds() []FeedRoute {
	var routes []FeedRoute
	for _, format := range feed.Formats() {
		routes = append(routes, FeedRoute{Pattern: "/feed." + string(format), Show: func(c *gin.Context) error {
			return h.showFeed(c, format, "", h.combinedList)
		}})
	}
	return routes
}

// Feeds are the feeds of one language: every list in three formats. Their
// patterns stand below the language.
func (h *Reader) Feeds() []FeedRoute {
	var routes []FeedRoute
	for _, source := range h.feedSources() {
		for _, format := range feed.Formats() {
			routes = append(routes, FeedRoute{Pattern: source.pattern + "/feed." + string(format), Show: func(c *gin.Context) error {
				return h.showFeed(c, format, requestLanguage(c), source.find)
			}})
		}
	}
	return routes
}

// showFeed answers with a list in one format; l is empty for a combined feed.
func (h *Reader) showFeed(c *gin.Context, format feed.Format, l newsroom.Language, find listFinder) error {
	ctx := c.Request.Context()
	// Before the list is read: a date younger than the list would hide a change that came in between.
	changed, err := h.lastModified(ctx)
	if err != nil {
		return err
	}
	list, err := find(c, l)
	if err != nil {
		return err
	}
	site, err := h.store.Site(ctx)
	if err != nil {
		return err
	}
	f := h.feedOf(site, format, l, list)
	if f.Items, err = h.feedItems(ctx, l, list); err != nil {
		return err
	}
	if f.Hub = h.hubOf(l, list); f.Hub != "" {
		// WebSub, section 4: who discovers looks here first.
		c.Writer.Header().Add("Link", "<"+f.Hub+`>; rel="hub"`)
		c.Writer.Header().Add("Link", "<"+f.Self+`>; rel="self"`)
	}
	body, err := f.Write(format)
	if err != nil {
		return err
	}
	d := conditional.Document{Body: body, ContentType: format.ContentType(), CacheControl: feedCaching, Modified: changed}
	d.Serve(c.Writer, c.Request)
	return nil
}

// lastModified is when anything that readers see changed last. It is later than
// the list's own last change, never before it, so that a client that knows dates
// only sees every removal; those that send the ETag are spared what is not theirs.
// The running second has no date yet: a second change could still fall into it.
func (h *Reader) lastModified(ctx context.Context) (time.Time, error) {
	_, changed, err := h.store.Changed(ctx)
	if err != nil || h.now().Sub(changed) < time.Second {
		return time.Time{}, err
	}
	return changed, nil
}

// feedOf describes the list as a feed, without its items.
func (h *Reader) feedOf(site *newsroom.Site, format feed.Format, l newsroom.Language, list *feedList) *feed.Feed {
	f := &feed.Feed{
		Title: site.Name.In(l), Description: site.Tagline.In(l), Language: l, Site: site,
		Root: h.absolute("/"), Self: h.feedAddress(format, l, list), Home: h.absolute("/"),
	}
	if l == "" {
		f.Title = bothLanguages(site.Name, " · ")
		f.Description = bothLanguages(site.Tagline, " · ")
	} else {
		f.Home = h.listAddress(l, list)
	}
	if f.Title == "" {
		f.Title = h.base.Host
	}
	if f.Description == "" {
		f.Description = f.Title
	}
	if list.title != "" {
		f.Title = list.title + " · " + f.Title
	}
	for _, other := range feed.Formats() {
		if other != format {
			f.Alternates = append(f.Alternates, feed.Alternate{URL: h.feedAddress(other, l, list), Format: other, Language: l})
		}
	}
	for _, other := range newsroom.Languages() {
		// A list that a query makes is not the same list in the other language.
		if other != l && len(list.query) == 0 {
			f.Alternates = append(f.Alternates, feed.Alternate{URL: h.feedAddress(format, other, list), Format: format, Language: other})
		}
	}
	return f
}

// feedItems are the list's editions, newest first.
func (h *Reader) feedItems(ctx context.Context, l newsroom.Language, list *feedList) ([]feed.Item, error) {
	editions := list.editions
	if editions == nil {
		editions = func(a *newsroom.Article) []*newsroom.Edition { return []*newsroom.Edition{a.Edition(l)} }
	}
	media := make([]map[string]string, len(list.articles))
	for i, a := range list.articles {
		media[i] = a.Media
	}
	found, err := h.picturesOf(ctx, media...)
	if err != nil {
		return nil, err
	}
	var items []feed.Item
	for i := range list.articles {
		a := &list.articles[i]
		for _, e := range editions(a) {
			if !e.Visible() { // also nil: withdrawn since the list was made
				continue
			}
			address := h.absolute(in(e.Language, "/articles/"+a.Slug))
			items = append(items, feed.Item{
				Article: a, Edition: e, URL: address, HTML: feedHTML(e, address, found[i]), Cover: h.feedCover(a.Cover, found[i]),
			})
		}
	}
	slices.SortStableFunc(items, func(a, b feed.Item) int { return b.Edition.Date.Compare(a.Edition.Date) })
	return items, nil
}

// feedCover is an article's cover as feeds name it, nil without one.
func (h *Reader) feedCover(cover *newsroom.Picture, found pictures) *feed.Picture {
	if cover == nil || cover.Address == "" {
		return nil
	}
	file := found.known[cover.Address]
	return &feed.Picture{
		URL: h.absolute(cover.Address), MediaType: file.ContentType, Size: file.Size,
		Width: file.Width, Height: file.Height, Alt: cover.Alt, Caption: cover.Caption, Credit: cover.Credit,
	}
}

func (h *Reader) feedAddress(format feed.Format, l newsroom.Language, list *feedList) string {
	p := list.rest + "/feed." + string(format)
	if l != "" {
		p = in(l, p)
	}
	return h.absolute(p) + encoded(list.query)
}

func (h *Reader) listAddress(l newsroom.Language, list *feedList) string {
	rest := list.rest
	if rest == "" {
		rest = "/"
	}
	return h.absolute(in(l, rest)) + encoded(list.query)
}

func encoded(query url.Values) string {
	if len(query) == 0 {
		return ""
	}
	return "?" + query.Encode()
}

// bothLanguages joins a text's two languages, or gives the one there is.
func bothLanguages(b newsroom.Bilingual, between string) string {
	if b.ZH == b.EN {
		return b.ZH
	}
	return strings.Trim(b.ZH+between+b.EN, between)
}

// feedHTML is the edition's text with every address in it absolute: what the
// page shows, without anything that only a page needs.
func feedHTML(e *newsroom.Edition, address string, found pictures) string {
	o := bodyOptions(e.Language, found)
	o.Base = address
	return markdown.Parse(e.Body).HTML(o)
}
