// Package feed writes editions as RSS 2.0, Atom (RFC 4287) and JSON Feed 1.1.
// The three carry the same items under the same ids, in full text. The package
// turns newsroom values into bytes: it reads no clock, no request and no
// database, so the same feed is always the same bytes.
package feed

import (
	"fmt"
	"net/url"
	"strings"
	"time"

	"hebi/internal/newsroom"
)

// Format is one of the three ways to write a feed; its value is the last part
// of the feed's address after "feed.".
type Format string

// The formats.
const (
	RSS  Format = "xml"
	Atom Format = "atom"
	JSON Format = "json"
)

// Formats returns all formats in the order in which they are offered.
func Formats() []Format { return []Format{RSS, Atom, JSON} }

// MediaType is the format's media type without parameters, as links name it.
func (f Format) MediaType() string {
	switch f {
	case RSS:
		return "application/rss+xml"
	case Atom:
		return "application/atom+xml"
	default:
		return "application/feed+json"
	}
}

// ContentType is the media type with the charset, as the header of an answer names it.
func (f Format) ContentType() string { return f.MediaType() + "; charset=utf-8" }

// Feed is a list of editions to write, newest first.
type Feed struct {
	// Title and Description are plain text in the feed's language, in both for
	// a combined feed. Neither is empty.
	Title, Description string
	// Language is empty for a combined feed of both languages.
	Language newsroom.Language
	// Root is the absolute address of the site, ending in a slash.
	Root string
	// Self is the absolute address of these very bytes.
	Self string
	// Hub is the absolute address of the WebSub hub that is told when the feed
	// changes; empty when none is.
	Hub string
	// Home is the absolute address of the page that lists the same articles.
	Home string
	// Alternates are the other formats and the other language.
	Alternates []Alternate
	// Site has the name that signs items without a credit, and the zone of dates.
	Site *newsroom.Site
	// Updated is when the list last changed, removals included. The zero time
	// means the latest change of an item or removal.
	Updated time.Time
	Items   []Item
	// Removals are the items that stood here once. Only Atom can name them.
	Removals []Removal
	// Icon is square, in PNG and at most 144 pixels wide, as RSS asks; an absolute
	// address, empty without.
	Icon string
	// Archive places the document in the archive of its feed.
	Archive Archive
	// View shows a Chinese feed in traditional characters; nil shows it as it is.
	View View
}

// View shows what is Chinese in another way. The addresses and the HTML of a feed
// and its items are in the view already; its words are put into it as they are written.
type View interface {
	// Tag is the BCP 47 tag of what is shown.
	Tag() string
	// Segment is the first segment of the view's addresses.
	Segment() string
	// ID returns the UUID that an edition has in the view.
	ID(edition string) string
	// Text returns a plain text in the view.
	Text(string) string
}

// Archive is a document's place among those of an archived feed (RFC 5005,
// section 4). All are absolute addresses, empty where there is none.
type Archive struct {
	// Current is the feed that is subscribed to; empty in that feed itself.
	Current string
	// Previous and Next are the archive documents with older and newer items.
	Previous, Next string
}

// Removal is an item that was taken from its readers (RFC 6721).
type Removal struct {
	// ID is the edition's UUID.
	ID   string
	When time.Time
	// Comment says why, in the language of the item; empty when nothing is said.
	Comment  string
	Language newsroom.Language
}

// Alternate is the same list in another format or language.
type Alternate struct {
	// URL is absolute.
	URL    string
	Format Format
	// Tag is its language in BCP 47, empty for a combined feed.
	Tag string
}

// Item is one visible edition.
type Item struct {
	Article *newsroom.Article
	Edition *newsroom.Edition
	// URL is the absolute address of the edition's page.
	URL string
	// HTML is the whole text, every address in it absolute.
	HTML string
	// Cover is nil without one.
	Cover *Picture
}

// Write returns the feed in the format f. It fails on an item without an id or
// a title, which no published edition is.
func (f *Feed) Write(format Format) ([]byte, error) {
	for i, item := range f.Items {
		if item.Edition == nil || item.Article == nil || item.Edition.ID == "" || item.Edition.Title == "" {
			return nil, fmt.Errorf("feed %s: item %d (%s) lacks an edition with an id and a title", f.Self, i, item.URL)
		}
	}
	switch format {
	case RSS:
		return f.rss(), nil
	case Atom:
		return f.atom(), nil
	case JSON:
		return f.json()
	}
	return nil, fmt.Errorf("feed format %q: use xml, atom or json", format)
}

// LastChange is when the list last changed: Updated, else the latest change of
// an item or removal, else the zero time.
func (f *Feed) LastChange() time.Time {
	last := f.Updated
	if !last.IsZero() {
		return last
	}
	for _, item := range f.Items {
		last = newsroom.Later(last, item.Edition.Modified())
	}
	for _, gone := range f.Removals {
		last = newsroom.Later(last, gone.When)
	}
	return last
}

// id is that of the feed: its archive documents share it.
func (f *Feed) id() string {
	if f.Archive.Current != "" {
		return f.Archive.Current
	}
	return f.Self
}

// id is opaque and made of nothing that can change: neither slug nor title nor
// host is in it.
func (f *Feed) urn(edition string) string {
	if f.View != nil {
		edition = f.View.ID(edition)
	}
	return "urn:uuid:" + edition
}

// zone is the zone in which dates are written; the site's, so that a reader
// who shows the text of a date shows the newsroom's day.
func (f *Feed) zone() *time.Location {
	if f.Site == nil {
		return time.UTC
	}
	return f.Site.Zone()
}

// tag is the BCP 47 tag of what is written of a language, empty for that of a combined feed.
func (f *Feed) tag(l newsroom.Language) string {
	if f.View != nil && l == newsroom.Chinese {
		return f.View.Tag()
	}
	return l.Tag()
}

// segment is the first segment of a language's addresses.
func (f *Feed) segment(l newsroom.Language) string {
	if f.View != nil && l == newsroom.Chinese {
		return f.View.Segment()
	}
	return string(l)
}

// say returns a plain text as it is written.
func (f *Feed) say(text string) string {
	if f.View != nil {
		text = f.View.Text(text)
	}
	return clean(text)
}

// host is the site's name of last resort.
func (f *Feed) host() string {
	if u, err := url.Parse(f.Root); err == nil && u.Host != "" {
		return u.Host
	}
	return strings.TrimSuffix(f.Root, "/")
}
