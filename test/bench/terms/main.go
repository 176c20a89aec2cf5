// Command terms measures how long the search index takes to be up to date again
// after a term came that stands in few of many articles, after a theme changed,
// which the index has nothing of, and after a term came that stands in all.
//
//	go run ./test/bench/terms [-n 5000] [-size 5000] [-database postgres://…] [-documents ../shared/data/search/documents.jsonl]
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"

	"hebi/internal/media"
	"hebi/internal/newsroom"
	"hebi/internal/publish"
	"hebi/internal/segment"
	"hebi/internal/store"
	"hebi/test/bench/corpus"
)

func main() {
	n := flag.Int("n", 5000, "number of articles")
	size := flag.Int("size", 5000, "bytes of each article's body")
	database := flag.String("database", "", "postgres:// address of an empty database; SQLite without it")
	documents := flag.String("documents", "../shared/data/search/documents.jsonl", "JSON lines to take sentences from")
	flag.Parse()
	if err := run(context.Background(), *n, *size, *database, *documents); err != nil {
		fmt.Fprintln(os.Stderr, "terms:", err)
		os.Exit(1)
	}
}

// The terms that come. No sentence of the news has the first; one article of
// rareEvery gets it.
const rareEvery = 2000

var (
	rare   = newsroom.Term{ZH: "琥珀渡口节", EN: "Amber Ferry Day", Kind: "event"}
	common = newsroom.Term{ZH: "的", EN: "of", Kind: "concept"}
)

func run(ctx context.Context, n, size int, database, documents string) error {
	dir, err := os.MkdirTemp("", "hebi-bench-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	s, err := store.Open(ctx, store.Options{Path: filepath.Join(dir, "hebi.db"), URL: database})
	if err != nil {
		return err
	}
	defer func() { _ = s.Close() }()
	segmenter := segment.Open()
	p, err := publish.New(ctx, publish.Parts{Store: s, Segmenter: segmenter, Media: media.NewFiles(filepath.Join(dir, "media"))})
	if err != nil {
		return err
	}
	if err := segmenter.Wait(ctx); err != nil {
		return err
	}
	if err := fill(ctx, p, n, size, documents); err != nil {
		return err
	}
	themes := []newsroom.Theme{{Slug: "ferries", Name: newsroom.Bilingual{ZH: "渡口", EN: "Ferries"}}}
	for _, step := range []struct {
		name string
		save func() (*publish.Outcome, error)
	}{
		{"a rare term comes", func() (*publish.Outcome, error) { return p.SaveTerms(ctx, []newsroom.Term{rare}, publish.Options{}) }},
		{"a theme comes", func() (*publish.Outcome, error) { return p.SaveThemes(ctx, themes, publish.Options{}) }},
		{"a common term comes", func() (*publish.Outcome, error) { return p.SaveTerms(ctx, []newsroom.Term{common}, publish.Options{}) }},
	} {
		if _, err := step.save(); err != nil {
			return err
		}
		if err := repair(ctx, p, step.name); err != nil {
			return err
		}
	}
	return nil
}

// repair does what a server does when terms have changed.
func repair(ctx context.Context, p *publish.Publisher, what string) error {
	start, indexed := time.Now(), 0
	if err := p.Reindex(ctx, false, func() { indexed++ }); err != nil {
		return err
	}
	if err := p.MergeIndex(ctx); err != nil {
		return err
	}
	fmt.Printf("%-24s %6.2f s, %d editions indexed again\n", what, time.Since(start).Seconds(), indexed)
	return nil
}

// fill publishes n made articles.
func fill(ctx context.Context, p *publish.Publisher, n, size int, documents string) error {
	source, err := corpus.Open(documents)
	if err != nil {
		return err
	}
	made := source.Articles(n, size, 1)
	for i := 0; i < len(made); i += rareEvery {
		made[i].Body += "\n\n" + rare.ZH + "昨日开幕。"
	}
	for batch := range slices.Chunk(made, 128) {
		var articles []*newsroom.Article
		for _, m := range batch {
			e := &newsroom.Edition{Language: newsroom.Chinese, Title: m.Title, Body: m.Body, Date: m.Date}
			articles = append(articles, &newsroom.Article{Slug: m.Slug, Editions: map[newsroom.Language]*newsroom.Edition{e.Language: e}})
		}
		for _, result := range p.SaveArticles(ctx, articles, publish.Options{Publish: true}) {
			if result.Err != nil {
				return result.Err
			}
		}
		if err := p.MergeIndex(ctx); err != nil {
			return err
		}
	}
	return nil
}
