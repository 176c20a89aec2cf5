package feed

import (
	"strings"
	"time"
)

// atom writes RFC 4287.
func (f *Feed) atom() []byte {
	d := newDocument(f.say)
	d.start("feed", attr{"xmlns", "http://www.w3.org/2005/Atom"}, attr{"xmlns:media", mediaNamespace},
		attr{"xmlns:fh", historyNamespace}, attr{"xmlns:at", "http://purl.org/atompub/tombstones/1.0"}, attr{"xml:lang", f.tag(f.Language)})
	d.text("id", f.id())
	d.text("title", f.Title)
	d.text("subtitle", f.Description)
	last := f.LastChange()
	if last.IsZero() {
		// An empty list still needs a date, and "now" would change the bytes at every request.
		last = time.Unix(0, 0)
	}
	d.text("updated", f.atomDate(last))
	f.atomPeople(d, "author", []person{f.paper(f.Language)})
	if f.Icon != "" {
		d.text("icon", f.Icon)
	}
	if rights := f.rights(); rights != "" {
		d.text("rights", rights)
	}
	d.text("generator", generator)
	f.links(d, "link", Atom)
	f.history(d)
	for _, item := range f.Items {
		f.atomEntry(d, item)
	}
	for _, gone := range f.Removals {
		f.atomRemoval(d, gone)
	}
	d.end()
	return d.Bytes()
}

func (f *Feed) atomEntry(d *document, i Item) {
	lang := attr{"xml:lang", f.tag(i.Edition.Language)}
	d.start("entry", lang)
	d.text("id", f.urn(i.Edition.ID))
	d.text("title", i.Edition.Title, lang)
	d.empty("link", attr{"rel", "alternate"}, attr{"type", "text/html"}, attr{"hreflang", lang.value}, attr{"href", i.URL})
	d.text("published", f.atomDate(i.Edition.Dated()))
	d.text("updated", f.atomDate(i.Edition.Modified()))
	f.atomPeople(d, "author", f.authors(i))
	f.atomPeople(d, "contributor", f.contributors(i))
	for _, c := range f.categories(i) {
		d.empty("category", attr{"term", c.term}, attr{"scheme", c.scheme}, attr{"label", c.label})
	}
	if i.Edition.Summary != "" {
		d.text("summary", i.Edition.Summary, lang)
	}
	i.media(d)
	d.html("content", i.HTML, attr{"type", "html"}, lang)
	d.end()
}

// atomRemoval is a tombstone: RFC 6721, section 3.
func (f *Feed) atomRemoval(d *document, gone Removal) {
	attrs := []attr{{"ref", f.urn(gone.ID)}, {"when", f.atomDate(gone.When)}}
	if gone.Comment == "" {
		d.empty("at:deleted-entry", attrs...)
		return
	}
	d.start("at:deleted-entry", attrs...)
	d.text("at:comment", gone.Comment, attr{"xml:lang", f.tag(gone.Language)})
	d.end()
}

func (f *Feed) atomPeople(d *document, element string, people []person) {
	for _, p := range people {
		d.start(element)
		d.text("name", p.name)
		if p.url != "" {
			d.text("uri", p.url)
		}
		d.end()
	}
}

// links writes the feed's own address, its page, its alternates and its archive
// as Atom links, which RSS borrows under a prefix.
func (f *Feed) links(d *document, element string, own Format) {
	d.empty(element, attr{"rel", "self"}, attr{"type", own.MediaType()}, attr{"href", f.Self})
	if f.Hub != "" {
		d.empty(element, attr{"rel", "hub"}, attr{"href", f.Hub})
	}
	d.empty(element, attr{"rel", "alternate"}, attr{"type", "text/html"}, attr{"hreflang", f.tag(f.Language)}, attr{"href", f.Home})
	for _, a := range f.Alternates {
		d.empty(element, attr{"rel", "alternate"}, attr{"type", a.Format.MediaType()}, attr{"hreflang", a.Tag}, attr{"href", a.URL})
	}
	if own == Atom {
		// Most readers take the first alternate for the feed's page, newsboat the last. Without
		// type and language it is not the same link twice (RFC 4287, section 4.1.1).
		d.empty(element, attr{"rel", "alternate"}, attr{"href", f.Home})
	}
	for _, link := range [][2]string{{"current", f.Archive.Current}, {"prev-archive", f.Archive.Previous}, {"next-archive", f.Archive.Next}} {
		if link[1] != "" {
			d.empty(element, attr{"rel", link[0]}, attr{"type", own.MediaType()}, attr{"href", link[1]})
		}
	}
}

// historyNamespace is that of RFC 5005.
const historyNamespace = "http://purl.org/syndication/history/1.0"

// history marks archive documents, in RSS as in Atom.
func (f *Feed) history(d *document) {
	if f.Archive.Current != "" {
		d.empty("fh:archive")
	}
}

// generator is named without its version: a new release is no news to readers.
const generator = "Hebi"

// rights are in the feed's language, in both for a combined feed.
func (f *Feed) rights() string {
	switch {
	case f.Site == nil:
		return ""
	case f.Language != "":
		return f.Site.Rights.In(f.Language)
	case f.Site.Rights.ZH == f.Site.Rights.EN:
		return f.Site.Rights.ZH
	}
	return strings.TrimSpace(f.Site.Rights.ZH + " " + f.Site.Rights.EN)
}

func (f *Feed) atomDate(t time.Time) string { return t.In(f.zone()).Format(time.RFC3339) }
