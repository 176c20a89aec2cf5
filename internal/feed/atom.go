package feed

import "time"

// atom writes RFC 4287.
func (f *Feed) atom() []byte {
	d := newDocument()
	d.start("feed", attr{"xmlns", "http://www.w3.org/2005/Atom"}, attr{"xmlns:media", mediaNamespace}, attr{"xml:lang", tag(f.Language)})
	d.text("id", f.Self)
	d.text("title", f.Title)
	d.text("subtitle", f.Description)
	last := f.LastChange()
	if last.IsZero() {
		// An empty list still needs a date, and "now" would change the bytes at every request.
		last = time.Unix(0, 0)
	}
	d.text("updated", f.atomDate(last))
	f.atomPeople(d, "author", []person{f.paper(f.Language)})
	f.links(d, "link", Atom)
	for _, item := range f.Items {
		f.atomEntry(d, item)
	}
	d.end()
	return d.Bytes()
}

func (f *Feed) atomEntry(d *document, i Item) {
	lang := attr{"xml:lang", i.Edition.Language.Tag()}
	d.start("entry", lang)
	d.text("id", i.id())
	d.text("title", i.Edition.Title, lang)
	d.empty("link", attr{"rel", "alternate"}, attr{"type", "text/html"}, attr{"hreflang", lang.value}, attr{"href", i.URL})
	if p := i.Cover; p != nil {
		d.empty("link", attr{"rel", "enclosure"}, attr{"type", p.MediaType}, attr{"length", number(p.Size)}, attr{"href", p.URL})
	}
	d.text("published", f.atomDate(i.published()))
	d.text("updated", f.atomDate(i.updated()))
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

// links writes the feed's own address, its page and its alternates as Atom
// links, which RSS borrows under a prefix.
func (f *Feed) links(d *document, element string, own Format) {
	d.empty(element, attr{"rel", "self"}, attr{"type", own.MediaType()}, attr{"href", f.Self})
	if f.Hub != "" {
		d.empty(element, attr{"rel", "hub"}, attr{"href", f.Hub})
	}
	d.empty(element, attr{"rel", "alternate"}, attr{"type", "text/html"}, attr{"hreflang", tag(f.Language)}, attr{"href", f.Home})
	for _, a := range f.Alternates {
		d.empty(element, attr{"rel", "alternate"}, attr{"type", a.Format.MediaType()}, attr{"hreflang", tag(a.Language)}, attr{"href", a.URL})
	}
}

func (f *Feed) atomDate(t time.Time) string { return t.In(f.zone()).Format(time.RFC3339) }
