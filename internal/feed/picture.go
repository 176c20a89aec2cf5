package feed

import (
	"cmp"
	"strconv"

	"hebi/internal/newsroom"
)

// Picture is the cover of an item.
type Picture struct {
	// URL is absolute.
	URL string
	// MediaType is such as image/jpeg; Size is in bytes, Width and Height in
	// pixels. What is not known is empty or 0 and is not written.
	MediaType     string
	Size          int64
	Width, Height int
	// Alt, Caption and Credit may be in one language only; a feed names them in
	// the edition's, else in the one there is.
	Alt, Caption, Credit newsroom.Bilingual
}

// mediaNamespace is that of Media RSS 1.5.1, https://www.rssboard.org/media-rss.
const mediaNamespace = "http://search.yahoo.com/mrss/"

// media writes the cover as Media RSS, which readers take in RSS and in Atom.
// An RSS enclosure is left to sound and documents: readers offer it as a download.
func (i Item) media(d *document) {
	p := i.Cover
	if p == nil {
		return
	}
	l := i.Edition.Language
	d.start("media:content", attr{"url", p.URL}, attr{"type", p.MediaType}, attr{"medium", "image"},
		attr{"fileSize", number(p.Size)}, attr{"width", number(int64(p.Width))}, attr{"height", number(int64(p.Height))})
	d.empty("media:thumbnail", attr{"url", p.URL}, attr{"width", number(int64(p.Width))}, attr{"height", number(int64(p.Height))})
	if text := cmp.Or(p.Caption.Only(l), p.Alt.Only(l), p.Caption.In(l), p.Alt.In(l)); text != "" {
		d.text("media:description", text, attr{"type", "plain"})
	}
	if credit := p.Credit.In(l); credit != "" {
		d.text("media:credit", credit)
	}
	d.end()
}

// number is empty for 0, which says that a figure is not known.
func number(n int64) string {
	if n <= 0 {
		return ""
	}
	return strconv.FormatInt(n, 10)
}
