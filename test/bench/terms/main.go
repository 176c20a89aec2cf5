// Command terms measures how long the search index takes to be up to date again
// after one term that stands in few of many articles came, after one that
// stands in all came, and after both went.
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

// The terms that come and go. No sentence of the news has the first, the
// bench's own have it in one article of a thousand.
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
	for _, step := range []struct {
		name  string
		terms []newsroom.Term
	}{
		{"a rare term comes", []newsroom.Term{rare}},
		{"a common term comes", []newsroom.Term{common}},
	} {
		if _, err := p.SaveTerms(ctx, step.terms, publish.Options{}); err != nil {
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
	for batch := range slices.Chunk(made, 128) {
		var articles []*newsroom.Article
		for _, m := range batch {
			e := &newsroom.Edition{Language: newsroom.Chinese, Title: m.Title, Body: m.Body, Date: m.Date}
			if m.Date.Minute()%40 == 39 && m.Date.Hour()%24 == 23 {
				e.Body += "\n\n" + rare.ZH + "昨日开幕。"
			}
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
