package reader

import (
	"context"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"hebi/internal/feed"
	"hebi/internal/locale"
	"hebi/internal/newsroom"
	"hebi/internal/store"
	"hebi/internal/web/conditional"
)

// feedCaching lets caches keep a feed for as long as [feed.Pause] asks readers
// to wait, and show the old one for a day while they fetch a new one.
const feedCaching = "public, max-age=300, stale-while-revalidate=86400"

// archiveCaching is for archive documents, which change when a piece of theirs
// is corrected or taken back: no cache shows it for longer than a day.
const archiveCaching = "public, max-age=86400"

// feedList is a list of editions that can be subscribed to.
type feedList struct {
	// title is the list's own, in the language of the address; empty for the whole site.
	title string
	// rest is the list's address within the language, such as "/themes/talent".
	rest string
	// query is what of the request's query makes the list.
	query url.Values
	// entries is the list as the store is asked for it.
	entries store.EntryQuery
	// found is the list of a search, which has no archive; nil for others.
	found []store.Entry
	// searched says that the list is that of a search.
	searched bool
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
	document, sheet, err := h.feedDocument(ctx, list, c.Query("archive"), site.Zone())
	if err != nil {
		return err
	}
	f := h.feedOf(site, format, l, list, sheet)
	h.placeInArchive(f, format, l, list, document, sheet)
	asPage, entries := wantsPage(c.Request.Header.Values("Accept")), document.entries
	if asPage { // which shows headlines: the other bodies need not be read
		entries = firstOf(entries, feedHeadlines)
	}
	if err := h.fillFeed(ctx, f, site, entries); err != nil {
		return err
	}
	view, err := h.viewOf(c)
	if err != nil {
		return err
	}
	switch {
	case view != nil:
		showIn(view, f)
	case sheet == nil: // nobody is told of archive documents, nor of feeds in the view
		f.Hub = h.hubOf(l, list)
	}
	if f.Hub != "" {
		// WebSub, section 4: who discovers looks here first.
		c.Writer.Header().Add("Link", "<"+f.Hub+`>; rel="hub"`)
	}
	c.Writer.Header().Add("Link", "<"+f.Self+`>; rel="self"`)
	c.Writer.Header().Add("Vary", "Accept")
	if asPage {
		return h.showFeedPage(c, f, format, l, list)
	}
	body, err := f.Write(format)
	if err != nil {
		return err
	}
	d := conditional.Document{Body: body, ContentType: format.ContentType(), CacheControl: feedCaching, Modified: changed}
	if sheet != nil {
		d.CacheControl = archiveCaching
	}
	d.Serve(c.Writer, c.Request)
	return nil
}

// feedDocument is the part of a list that a request asks for: its newest items,
// or with ?archive= the sheet of that name, which is not nil then.
func (h *Reader) feedDocument(ctx context.Context, list *feedList, archive string, zone *time.Location) (*feedDocument, *feedSheet, error) {
	cut := archivist{store: h.store, list: list.entries, zone: zone}
	switch {
	case archive == "" && list.searched:
		return &feedDocument{entries: list.found}, nil, nil
	case archive == "":
		document, _, err := cut.recent(ctx)
		return document, nil, err
	case list.searched:
		return nil, nil, fmt.Errorf("archive of a search: %w", newsroom.ErrNotFound)
	}
	sheet, err := parseSheet(archive, zone)
	if err != nil {
		return nil, nil, err
	}
	document, err := cut.document(ctx, sheet)
	return document, &sheet, err
}

// placeInArchive names the documents beside this one.
func (h *Reader) placeInArchive(f *feed.Feed, format feed.Format, l newsroom.Language, list *feedList, d *feedDocument, sheet *feedSheet) {
	if sheet != nil {
		f.Archive.Current = h.feedAddress(format, l, list, nil)
	}
	if d.previous != nil {
		f.Archive.Previous = h.feedAddress(format, l, list, d.previous)
	}
	if d.next != nil {
		f.Archive.Next = h.feedAddress(format, l, list, d.next)
	}
}

// lastModified is when anything that readers see changed last. It is later than
// the list's own last change, never before it, so that a client that knows dates
// only sees every removal; those that send the ETag are spared what is not theirs.
func (h *Reader) lastModified(ctx context.Context) (time.Time, error) {
	_, changed, err := h.store.Changed(ctx)
	return h.settled(changed), err
}

// settled is the moment of a change as Last-Modified, the zero time in the
// second that it falls into: there may be another change in that.
func (h *Reader) settled(changed time.Time) time.Time {
	if h.now().Sub(changed) < time.Second {
		return time.Time{}
	}
	return changed
}

// feedOf describes the list as a feed, without its items; sheet is nil unless it is an archive document.
func (h *Reader) feedOf(site *newsroom.Site, format feed.Format, l newsroom.Language, list *feedList, sheet *feedSheet) *feed.Feed {
	f := &feed.Feed{
		Title: site.Name.In(l), Description: site.Tagline.In(l), Language: l, Site: site,
		Root: h.absolute("/"), Self: h.feedAddress(format, l, list, sheet), Home: h.absolute("/"), Icon: h.absolute(IconPath),
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
			f.Alternates = append(f.Alternates, feed.Alternate{URL: h.feedAddress(other, l, list, sheet), Format: other, Tag: l.Tag()})
		}
	}
	for _, other := range newsroom.Languages() {
		// A list that a query makes is not the same list in the other language, and an archive document not the same piece of it.
		if other != l && len(list.query) == 0 && sheet == nil {
			f.Alternates = append(f.Alternates, feed.Alternate{URL: h.feedAddress(format, other, list, nil), Format: format, Tag: other.Tag()})
		}
	}
	return f
}

// fillFeed puts the entries into the feed: items of what is visible or was
// retracted, removals of what was taken away.
func (h *Reader) fillFeed(ctx context.Context, f *feed.Feed, site *newsroom.Site, entries []store.Entry) error {
	var ids []int64
	var gone []string
	for _, e := range entries {
		if e.Withdrawn {
			gone = append(gone, e.ID)
		} else {
			ids = append(ids, e.ArticleID)
		}
	}
	articles, found, err := h.feedArticles(ctx, ids)
	if err != nil {
		return err
	}
	removals, err := h.store.Removals(ctx, gone)
	if err != nil {
		return err
	}
	for _, entry := range entries {
		if removal, ok := removals[entry.ID]; ok {
			f.Removals = append(f.Removals, feedRemoval(removal))
			if removal.Retraction != nil {
				f.Items = append(f.Items, h.retracted(site, removal))
			}
			continue
		}
		// A piece may have been withdrawn since the list was made.
		if a := articles[entry.ArticleID]; a != nil && a.Edition(entry.Language).Visible() {
			f.Items = append(f.Items, h.feedItem(site, a, a.Edition(entry.Language), found[a.ID]))
		}
	}
	return nil
}

// feedArticles are visible articles with their bodies and pictures, by their ids.
func (h *Reader) feedArticles(ctx context.Context, ids []int64) (map[int64]*newsroom.Article, map[int64]pictures, error) {
	slices.Sort(ids)
	list, err := h.store.ArticlesWithBodies(ctx, slices.Compact(ids))
	if err != nil {
		return nil, nil, err
	}
	media := make([]map[string]string, len(list))
	for i, a := range list {
		media[i] = a.Media
	}
	pictured, err := h.picturesOf(ctx, media...)
	if err != nil {
		return nil, nil, err
	}
	articles, found := map[int64]*newsroom.Article{}, map[int64]pictures{}
	for i := range list {
		articles[list[i].ID], found[list[i].ID] = &list[i], pictured[i]
	}
	return articles, found, nil
}

func (h *Reader) feedItem(site *newsroom.Site, a *newsroom.Article, e *newsroom.Edition, found pictures) feed.Item {
	address := h.absolute(articlePath(e.Language, a.Slug))
	cover := h.feedCover(a.Cover, found)
	words := locale.Locale{Language: e.Language, Zone: site.Zone()}
	return feed.Item{
		Article: a, Edition: e, URL: address, Cover: cover,
		HTML: correctionsHTML(words, e.Corrections) + coverHTML(words, cover) + bodyForFeed(e, address, found),
	}
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

// feedAddress is where a list is served in a format; sheet is nil for the feed itself.
func (h *Reader) feedAddress(format feed.Format, l newsroom.Language, list *feedList, sheet *feedSheet) string {
	p := list.rest + "/feed." + string(format)
	if l != "" {
		p = in(l, p)
	}
	query := list.query
	if sheet != nil {
		query = maps.Clone(query)
		if query == nil {
			query = url.Values{}
		}
		query.Set("archive", sheet.text())
	}
	return h.absolute(p) + encoded(query)
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
