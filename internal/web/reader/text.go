package reader

import (
	"html/template"

	"hebi/internal/hanzi"
	"hebi/internal/locale"
	"hebi/internal/markdown"
	"hebi/internal/newsroom"
)

// bodyOptions say how a text in l is rendered, on a page and in a feed alike.
func bodyOptions(l newsroom.Language, p pictures) markdown.Options {
	words := locale.Locale{Language: l}
	han := ""
	if l != newsroom.Chinese {
		han = newsroom.Chinese.Tag()
	}
	return markdown.Options{
		HanTag:   han,
		IDPrefix: string(l) + "-", Resolve: p.address, Size: p.size,
		FootnoteLabel: words.T("footnotes"), BackLabel: words.T("footnotes.back"),
	}
}

// bodyHTML renders a text for a page; eager is how many of its pictures stand
// at the head of the page.
func bodyHTML(l newsroom.Language, d *markdown.Document, p pictures, eager int) template.HTML {
	o := bodyOptions(l, p)
	o.EagerPictures = eager
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

// runsIn parts a text in l where Chinese words stand in it.
func runsIn(l newsroom.Language, text string) []run {
	if l == newsroom.Chinese {
		return []run{{Text: text}}
	}
	var runs []run
	for _, r := range hanzi.Runs(text) {
		part := run{Text: text[r.Start:r.End]}
		if r.Han {
			part.Lang = newsroom.Chinese.Tag()
		}
		runs = append(runs, part)
	}
	return runs
}

// link is a named address.
type link struct {
	run
	Path string
}
