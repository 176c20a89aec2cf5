package themes_test

import (
	"os"
	"testing"

	"hebi/internal/importer"
	"hebi/internal/newsroom"
	"hebi/internal/themes"
)

// texts are the starter site's own articles of about an article's usual size.
func texts(b *testing.B, l newsroom.Language) []themes.Text {
	b.Helper()
	folder, err := importer.OpenFolder(os.DirFS("../../content"), nil)
	if err != nil {
		b.Fatal(err)
	}
	var list []themes.Text
	for _, slug := range folder.ArticleSlugs() {
		a, _ := folder.Article(slug)
		if e := a.Editions[l]; e != nil {
			list = append(list, themes.Text{Language: l, Title: e.Title, Summary: e.Summary, Body: e.Body})
		}
	}
	return list
}

func benchmarkTag(b *testing.B, l newsroom.Language) {
	tagger, list := themes.NewTagger(starter(b)), texts(b, l)
	size := 0
	for _, text := range list {
		tagger.Tag(text)
		size += len(text.Body)
	}
	b.SetBytes(int64(size))
	b.ReportAllocs()
	for b.Loop() {
		for _, text := range list {
			tagger.Tag(text)
		}
	}
}

func BenchmarkTagChinese(b *testing.B) { benchmarkTag(b, newsroom.Chinese) }
func BenchmarkTagEnglish(b *testing.B) { benchmarkTag(b, newsroom.English) }
