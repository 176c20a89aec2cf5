package feed

import (
	"html"
	"strconv"
	"time"
)

// Pause is how long readers and caches keep a feed before they ask again. Five
// minutes is soon enough for news; Miniflux polls no sooner than ttl and max-age say.
const Pause = 5 * time.Minute

// rss writes RSS 2.0 with the Atom, Dublin Core, content and media modules.
func (f *Feed) rss() []byte {
	d := newDocument(f.say)
	d.start("rss", attr{"version", "2.0"},
		attr{"xmlns:atom", "http://www.w3.org/2005/Atom"},
		attr{"xmlns:content", "http://purl.org/rss/1.0/modules/content/"},
		attr{"xmlns:dc", "http://purl.org/dc/elements/1.1/"},
		attr{"xmlns:fh", historyNamespace},
		attr{"xmlns:media", mediaNamespace})
	d.start("channel")
	d.text("title", f.Title)
	d.text("link", f.Home)
	d.text("description", f.Description)
	if f.Language != "" {
		d.text("language", f.tag(f.Language))
	}
	if last := f.LastChange(); !last.IsZero() {
		d.text("lastBuildDate", f.rssDate(last))
	}
	if rights := f.rights(); rights != "" {
		d.text("copyright", rights)
	}
	d.text("generator", generator)
	if f.Icon != "" {
		d.start("image")
		d.text("url", f.Icon)
		d.text("title", f.Title)
		d.text("link", f.Home)
		d.end()
	}
	d.text("ttl", strconv.Itoa(int(Pause/time.Minute)))
	f.links(d, "atom:link", RSS)
	f.history(d)
	for _, item := range f.Items {
		f.rssItem(d, item)
	}
	d.end()
	d.end()
	return d.Bytes()
}

func (f *Feed) rssItem(d *document, i Item) {
	d.start("item")
	d.text("title", i.Edition.Title)
	d.text("link", i.URL)
	d.text("guid", f.urn(i.Edition.ID), attr{"isPermaLink", "false"})
	d.text("pubDate", f.rssDate(i.Edition.Dated()))
	if i.Edition.Modified().After(i.Edition.Dated()) {
		// RSS itself has no date of change; some readers take Atom's.
		d.text("atom:updated", f.atomDate(i.Edition.Modified()))
	}
	d.text("dc:creator", f.byline(i))
	d.text("dc:language", f.tag(i.Edition.Language))
	for _, c := range f.categories(i) {
		d.text("category", c.label, attr{"domain", c.scheme + c.term})
	}
	if i.Edition.Summary != "" {
		// Readers take the description for HTML, so a plain "<" in it is escaped twice.
		d.text("description", html.EscapeString(i.Edition.Summary))
	}
	i.media(d)
	d.html("content:encoded", i.HTML)
	d.end()
}

// rssDate is RFC 822 with a year of four digits and a numeric zone.
func (f *Feed) rssDate(t time.Time) string { return t.In(f.zone()).Format(time.RFC1123Z) }
