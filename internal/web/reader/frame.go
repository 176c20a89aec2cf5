package reader

import (
	"context"
	"fmt"
	"html/template"
	"slices"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"hebi/internal/feed"
	"hebi/internal/locale"
	"hebi/internal/newsroom"
	"hebi/internal/web/hant"
	"hebi/internal/web/view"
)

// frame is what every page has around its content. Page structs embed it;
// words and dates are methods of the locale within.
type frame struct {
	locale.Locale
	Site *newsroom.Site
	// Heading is the page's own title, in its own language; empty on the front page.
	Heading string
	// Description is for search engines and shared links.
	Description string
	// Section is the part of the navigation that the page belongs to.
	Section string
	// Other is the way to the same thing in the other language.
	Other otherLanguage
	// Canonical is the page's absolute address.
	Canonical string
	// Feeds are the page's own feeds, then those of the whole language.
	Feeds []feedGroup
	// Asked is what stands in the search box.
	Asked string
	// Private keeps search engines from listing the page.
	Private bool
	// Sharing is what a link to the page shows elsewhere, beside its title.
	Sharing sharing
	// Structured are the page's facts in the words of Schema.org, one object each.
	Structured []any

	// rest is the page's address within the language, without a query.
	rest string
	// here is the page's path, with a query if it was asked with one.
	here string
	// alone says that search engines should not take the page in the other
	// language for this one, although readers may switch there.
	alone  bool
	assets *view.Assets
	// view is the one in traditional characters when the page is read in it, else nil.
	view  *hant.View
	base  string
	today time.Time
}

// otherLanguage is the language switch.
type otherLanguage struct {
	Language newsroom.Language
	// Path is the same page in the other language.
	Path string
	// Missing says that the thing does not exist there; Path then leads nowhere and is not shown.
	Missing bool
}

// feedGroup is one list of articles that can be subscribed to.
type feedGroup struct {
	Title string
	// Tag is the language of the list; empty for a list of both.
	Tag   string
	Links []feedLink
}

// feedLink is one format of a feed.
type feedLink struct{ Name, Type, Path string }

// newFrame fills a frame for the page at rest within the language, such as
// "/themes/talent"; rest carries no query.
func (h *Reader) newFrame(ctx context.Context, l newsroom.Language, rest string) (frame, error) {
	site, err := h.store.Site(ctx)
	if err != nil {
		return frame{}, err
	}
	return h.frameOf(site, l, rest), nil
}

func (h *Reader) frameOf(site *newsroom.Site, l newsroom.Language, rest string) frame {
	f := frame{
		Locale: locale.Locale{Language: l, Zone: site.Zone()}, Site: site,
		Other:   otherLanguage{Language: l.Other(), Path: in(l.Other(), rest)},
		Sharing: sharing{Type: "website"},
		rest:    rest, here: in(l, rest), assets: h.assets, base: h.absolute(""), today: h.now(),
	}
	f.Canonical = h.absolute(f.Path(rest))
	f.addFeeds(f.Name(), "")
	return f
}

// frame is newFrame for a request.
func (h *Reader) frame(c *gin.Context, rest string) (frame, error) {
	f, err := h.newFrame(c.Request.Context(), requestLanguage(c), rest)
	if err != nil {
		return frame{}, err
	}
	if query := c.Request.URL.RawQuery; query != "" {
		f.here += "?" + query
	}
	f.view, err = h.viewOf(c)
	return f, err
}

// addFeeds names the feeds of the list at rest; the most specific come first.
func (f *frame) addFeeds(title, rest string) {
	f.addFeedsWithQuery(title, rest, "")
}

func (f *frame) addFeedsWithQuery(title, rest, query string) {
	g := feedGroup{Title: title, Tag: f.Tag(), Links: feedLinks(f.Path(rest), query)}
	f.Feeds = append([]feedGroup{g}, f.Feeds...)
}

// feedLinks are the formats of the feed of the list at path.
func feedLinks(path, query string) []feedLink {
	var links []feedLink
	for _, format := range feed.Formats() {
		links = append(links, feedLink{Name: feedName(format), Type: format.MediaType(), Path: path + "/feed." + string(format) + query})
	}
	return links
}

// Discovery is what programs find as the page's feeds. Many take the first one,
// so the page's own come first, then those of its language; the other language
// and both together follow, in the one format that says the language of each item
// in a way that every reader of it knows.
func (f frame) Discovery() []feedGroup {
	other, name := f.Other.Language, f.Site.Name
	atom := func(path string) []feedLink {
		return []feedLink{{Name: feedName(feed.Atom), Type: feed.Atom.MediaType(), Path: path + "/feed." + string(feed.Atom)}}
	}
	return append(slices.Clone(f.Feeds),
		feedGroup{Title: bothLanguages(name, " · "), Links: atom("")},
		feedGroup{Title: name.In(other), Tag: other.Tag(), Links: atom("/" + string(other))})
}

// Absolute is an address as those ask for it who read it apart from the page.
func (f frame) Absolute(path string) string { return f.base + path }

// discoveryHeader says the same of the page's own feeds in a Link header.
func (f frame) discoveryHeader() string {
	var links []string
	for _, g := range f.Feeds[:min(1, len(f.Feeds))] {
		for _, link := range g.Links {
			path, tag := link.Path, g.Tag
			if f.view != nil {
				path, tag = hant.Path(path), f.view.Tag()
			}
			links = append(links, fmt.Sprintf(`<%s%s>; rel="alternate"; type="%s"; hreflang="%s"`, f.base, path, link.Type, tag))
		}
	}
	return strings.Join(links, ", ")
}

func feedName(format feed.Format) string {
	switch format {
	case feed.RSS:
		return "RSS"
	case feed.Atom:
		return "Atom"
	case feed.JSON:
		return "JSON"
	}
	return string(format)
}

// in is the path of rest in a language.
func in(l newsroom.Language, rest string) string { return "/" + string(l) + rest }

// Path is the path of rest, such as "/themes", in the page's language.
func (f frame) Path(rest string) string { return in(f.Language, rest) }

// Segment is the first of the addresses that the page leads to within its language.
func (f frame) Segment() string {
	if f.view != nil {
		return hant.Segment
	}
	return string(f.Language)
}

// Traditional says that the page is read in traditional characters.
func (f frame) Traditional() bool { return f.view != nil }

// Asset is the address of a static file.
func (f frame) Asset(name string) string { return f.assets.Address(name) }

// Tag is the page's language as markup names it.
func (f frame) Tag() string { return f.Language.Tag() }

// Set is a text in the page's language as markup, its numbers with their units.
func (f frame) Set(text string) template.HTML { return set(text, f.Tag()) }

// Name is the site's.
func (f frame) Name() string {
	if name := f.Site.Name.In(f.Language); name != "" {
		return name
	}
	return "Hebi"
}

// WindowTitle is the text of the title element.
func (f frame) WindowTitle() string {
	if f.Heading == "" {
		if tagline := f.Site.Tagline.In(f.Language); tagline != "" {
			return f.Name() + f.T("title.separator") + tagline
		}
		return f.Name()
	}
	return f.Heading + f.T("title.separator") + f.Name()
}

// Today is the moment of the request.
func (f frame) Today() time.Time { return f.today }

// Versions are the page in both languages and both scripts; nil when it is in one only.
func (f frame) Versions() []feed.Version {
	switch {
	case f.Private:
		return nil
	case f.single(): // which may be a further page of a list
		return versions(f.base, strings.TrimPrefix(f.Canonical, f.base+f.Path("")), f.Language)
	}
	return versions(f.base, f.rest, newsroom.Languages()...)
}

// single says that the page is in one language only, for search engines.
func (f frame) single() bool { return f.alone || f.Other.Missing }

// Text returns a bilingual text as it is shown on the page.
func (f frame) Text(b newsroom.Bilingual) run { return runIn(f.Language, b) }

// OtherName is the site's name in the other language, when it differs.
func (f frame) OtherName() run {
	l := f.Language.Other()
	if name := f.Site.Name.Only(l); name != "" && name != f.Name() {
		return run{Text: name, Lang: l.Tag()}
	}
	return run{}
}
