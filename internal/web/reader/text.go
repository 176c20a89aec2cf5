package reader

import (
	"html/template"

	"hebi/internal/locale"
	"hebi/internal/markdown"
	"hebi/internal/newsroom"
)

// bodyOptions say how a text in l is rendered, on a page and in a feed alike.
func bodyOptions(l newsroom.Language, p pictures) markdown.Options {
	words := locale.Locale{Language: l}
	return markdown.Options{
		IDPrefix: string(l) + "-", Resolve: p.address, Size: p.size,
		Attribution:   func(name string) []string { return p.attribution(l, name) },
		FootnoteLabel: words.T("footnotes"), BackLabel: words.T("footnotes.back"),
	}
}

// bodyHTML renders a text for a page; eager is how many of its pictures stand
// at the head of the page.
func bodyHTML(l newsroom.Language, d *markdown.Document, p pictures, eager int) template.HTML {
	return pageHTML(pageOptions(l, p, eager), d)
}

// How wide pictures stand, as the attribute sizes says it: in a text, whose column
// is never wider (.text in reading.css), and at the head of the front page.
const (
	textSizes = "(min-width: 40rem) 38rem, 100vw"
	leadSizes = "(min-width: 64rem) 44rem, 100vw"
)

// pageOptions are bodyOptions with what only a page has.
func pageOptions(l newsroom.Language, p pictures, eager int) markdown.Options {
	o := bodyOptions(l, p)
	o.Sources, o.Sizes = p.sources, textSizes
	o.EagerPictures, o.Language, o.TableLabel = eager, l.Tag(), locale.Locale{Language: l}.T("table")
	return o
}

func pageHTML(o markdown.Options, d *markdown.Document) template.HTML {
	// The markdown package lets nothing through that could harm a page; its tests hold it to that.
	return template.HTML(d.HTML(o))
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
