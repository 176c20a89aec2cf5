package desk

import (
	"context"
	"maps"
	"slices"
	"strings"

	"hebi/internal/newsroom"
	"hebi/internal/store"
)

// offeredPictures is how many pictures of the library, the newest, the form
// offers for a cover; any other can be named.
const offeredPictures = 50

// coverForm fills a form with the cover of an article.
func (f form) coverForm(cover *newsroom.Picture) {
	if cover == nil {
		return
	}
	f.Values.Set("cover", cover.File)
	for name, words := range map[string]newsroom.Bilingual{"alt": cover.Alt, "caption": cover.Caption, "credit": cover.Credit, "licence": cover.Licence} {
		for _, l := range newsroom.Languages() {
			f.Values.Set(coverField(name, l), words.Only(l))
		}
	}
}

// coverField is the name of a field of the cover's words.
func coverField(name string, l newsroom.Language) string { return "cover-" + name + "-" + string(l) }

// coverOf is the cover that a form names; nil for none, what was for a form without the field.
func coverOf(was *newsroom.Picture, from form) *newsroom.Picture {
	if !from.Values.Has("cover") {
		return was
	}
	file := strings.TrimSpace(from.Value("cover"))
	if file == "" {
		return nil
	}
	cover := newsroom.Picture{File: file}
	if was != nil && was.File == file {
		cover = *was
	}
	for name, words := range map[string]*newsroom.Bilingual{"alt": &cover.Alt, "caption": &cover.Caption, "credit": &cover.Credit, "licence": &cover.Licence} {
		for _, l := range newsroom.Languages() {
			*words = words.With(l, newsroom.Line(from.Value(coverField(name, l))))
		}
	}
	return &cover
}

// coverWords are the fields of the cover's words, by language.
type coverWords struct {
	Language newsroom.Language
	Fields   []field
}

// CoverWords are the fields of the cover's words.
func (p *articlePage) CoverWords() []coverWords {
	var list []coverWords
	for _, l := range newsroom.Languages() {
		words := coverWords{Language: l}
		for _, name := range wordNames() {
			at := coverField(name, l)
			words.Fields = append(words.Fields, field{Name: at, Label: p.T("desk.field."+name) + " (" + p.LanguageName(l) + ")", Value: p.Value(at)})
		}
		list = append(list, words)
	}
	return list
}

// coverNames are the pictures that a cover can be chosen from: those of the
// article, then the library's newest.
func (d *Desk) coverNames(ctx context.Context, a *newsroom.Article) ([]string, error) {
	names := slices.Sorted(maps.Keys(a.Media))
	library, _, err := d.store.Pictures(ctx, store.PictureQuery{Limit: offeredPictures})
	for _, p := range library {
		if !slices.Contains(names, p.File) {
			names = append(names, p.File)
		}
	}
	return names, err
}
