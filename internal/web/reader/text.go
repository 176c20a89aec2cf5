package reader

import (
	"html/template"

	"hebi/internal/locale"
	"hebi/internal/markdown"
	"hebi/internal/newsroom"
)

// bodyHTML renders Markdown for a page; media gives the addresses of the files it names.
func bodyHTML(l newsroom.Language, d *markdown.Document, media map[string]string) template.HTML {
	words := locale.Locale{Language: l}
	out := d.HTML(markdown.Options{
		IDPrefix: string(l) + "-", Resolve: func(name string) string { return media[name] },
		FootnoteLabel: words.T("footnotes"), BackLabel: words.T("footnotes.back"),
	})
	// The markdown package lets nothing through that could harm a page; its tests hold it to that.
	return template.HTML(out)
}

// run is a piece of text; Lang is its language when that is not the page's.
type run struct{ Text, Lang string }

// runIn picks the text in l, or the one there is.
func runIn(l newsroom.Language, b newsroom.Bilingual) run {
	if text := b.Only(l); text != "" {
		return run{Text: text}
	}
	if text := b.Only(l.Other()); text != "" {
		return run{Text: text, Lang: l.Other().Tag()}
	}
	return run{}
}

// link is a named address.
type link struct {
	run
	Path string
}
