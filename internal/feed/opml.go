package feed

import "hebi/internal/newsroom"

// Outline is a list that can be subscribed to, or a group of such lists.
type Outline struct {
	// Text is the list's title in its own language.
	Text string
	// Feed is the absolute address of its RSS, Page that of the page that lists
	// the same; empty for a group.
	Feed, Page string
	// Language is empty for a group and for both languages.
	Language newsroom.Language
	Outlines []Outline
}

// OPML writes lists as a subscription list of OPML 2.0, http://opml.org/spec2.opml.
// Each is named once, as RSS: a reader that takes the document over would
// subscribe to every format.
func OPML(title, owner string, outlines []Outline) []byte {
	d := newDocument(clean)
	d.start("opml", attr{"version", "2.0"})
	d.start("head")
	d.text("title", title)
	if owner != "" {
		d.text("ownerName", owner)
	}
	d.text("docs", "http://opml.org/spec2.opml")
	d.end()
	d.start("body")
	for _, o := range outlines {
		o.write(d)
	}
	d.end()
	d.end()
	return d.Bytes()
}

func (o Outline) write(d *document) {
	if o.Feed != "" {
		d.empty("outline", attr{"text", o.Text}, attr{"title", o.Text}, attr{"type", "rss"}, attr{"version", "RSS2"},
			attr{"language", o.Language.Tag()}, attr{"xmlUrl", o.Feed}, attr{"htmlUrl", o.Page})
		return
	}
	if len(o.Outlines) == 0 {
		return
	}
	d.start("outline", attr{"text", o.Text})
	for _, inner := range o.Outlines {
		inner.write(d)
	}
	d.end()
}
