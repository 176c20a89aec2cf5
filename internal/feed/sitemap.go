package feed

import (
	"fmt"
	"io"
	"time"

	"hebi/internal/newsroom"
)

// The limits of one sitemap: https://www.sitemaps.org/protocol.html and, for
// news, https://developers.google.com/search/docs/crawling-indexing/sitemaps/news-sitemap.
const (
	MaxSitemapEntries = 50_000
	// MaxSitemapSize is in bytes, before compression.
	MaxSitemapSize = 50 << 20
	MaxNewsEntries = 1_000
	// NewsAge is how old a piece in a news sitemap may be.
	NewsAge = 48 * time.Hour
)

// The namespaces of sitemaps.
const (
	sitemapNamespace = "http://www.sitemaps.org/schemas/sitemap/0.9"
	xhtmlNamespace   = "http://www.w3.org/1999/xhtml"
	newsNamespace    = "http://www.google.com/schemas/sitemap-news/0.9"
)

// SitemapEntry is a page, or in an index a sitemap.
type SitemapEntry struct {
	// URL is absolute.
	URL string
	// Changed is when what it shows last changed; the zero time is not written.
	Changed time.Time
	// Versions are the page in every language, itself included; empty for a page in one language.
	Versions []Version
}

// Version is a page in one language.
type Version struct {
	// Tag is a BCP 47 tag, or x-default for who reads none of the others.
	Tag string
	// URL is absolute.
	URL string
}

// Sitemap writes a sitemap entry by entry, and keeps only a few of them in memory.
type Sitemap struct {
	w       io.Writer
	d       *document
	entries int
	size    int
}

// sitemapBuffer is how many bytes are gathered before they are written.
const sitemapBuffer = 32 << 10

// NewSitemap begins a sitemap.
func NewSitemap(w io.Writer) *Sitemap {
	s := &Sitemap{w: w, d: newDocument(clean)}
	s.d.start("urlset", attr{"xmlns", sitemapNamespace}, attr{"xmlns:xhtml", xhtmlNamespace})
	return s
}

// Add writes an entry. It fails when w does, and when a limit of the protocol would be passed.
func (s *Sitemap) Add(e SitemapEntry) error {
	if s.entries++; s.entries > MaxSitemapEntries {
		return fmt.Errorf("sitemap: more than %d entries", MaxSitemapEntries)
	}
	s.d.start("url")
	s.d.entry(e)
	for _, v := range e.Versions {
		s.d.empty("xhtml:link", attr{"rel", "alternate"}, attr{"hreflang", v.Tag}, attr{"href", v.URL})
	}
	s.d.end()
	if s.d.Len() < sitemapBuffer {
		return nil
	}
	return s.flush()
}

// Close ends the document; it does not close w.
func (s *Sitemap) Close() error {
	s.d.end()
	return s.flush()
}

func (s *Sitemap) flush() error {
	n, err := s.d.WriteTo(s.w)
	if s.size += int(n); err == nil && s.size > MaxSitemapSize {
		err = fmt.Errorf("sitemap: more than %d bytes", MaxSitemapSize)
	}
	return err
}

// SitemapIndex lists sitemaps; there may be as many as one sitemap has entries.
func SitemapIndex(parts []SitemapEntry) []byte {
	d := newDocument(clean)
	d.start("sitemapindex", attr{"xmlns", sitemapNamespace})
	for _, p := range parts {
		d.start("sitemap")
		d.entry(p)
		d.end()
	}
	d.end()
	return d.Bytes()
}

// entry writes what an entry has in a sitemap and in an index.
func (d *document) entry(e SitemapEntry) {
	d.text("loc", e.URL)
	if !e.Changed.IsZero() {
		d.text("lastmod", e.Changed.UTC().Format(time.RFC3339))
	}
}

// NewsEntry is a visible edition that is news.
type NewsEntry struct {
	// URL is absolute.
	URL     string
	Edition *newsroom.Edition
}

// NewsSitemap lists editions for Google News. It writes as many as are allowed.
func NewsSitemap(site *newsroom.Site, entries []NewsEntry) []byte {
	d := newDocument(clean)
	d.start("urlset", attr{"xmlns", sitemapNamespace}, attr{"xmlns:news", newsNamespace})
	for _, e := range entries[:min(len(entries), MaxNewsEntries)] {
		d.start("url")
		d.text("loc", e.URL)
		d.start("news:news")
		d.start("news:publication")
		d.text("news:name", site.Name.In(e.Edition.Language))
		d.text("news:language", newsLanguage(e.Edition.Language))
		d.end()
		d.text("news:publication_date", e.Edition.Date.In(site.Zone()).Format(time.RFC3339))
		d.text("news:title", e.Edition.Title)
		d.end()
		d.end()
	}
	d.end()
	return d.Bytes()
}

// newsLanguage is a code of ISO 639, as Google News asks, with its one exception: zh-cn and zh-tw for Chinese.
func newsLanguage(l newsroom.Language) string {
	if l == newsroom.Chinese {
		return "zh-cn"
	}
	return string(l)
}
