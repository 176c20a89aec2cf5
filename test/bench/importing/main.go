// Command importing measures how fast a folder of made articles is imported on
// one core, and where the time goes: each part is done again alone, in the
// same run, over the same articles.
//
//	go run ./test/bench/importing [-n 5000] [-size 5000] [-documents ../shared/data/search/documents.jsonl]
package main

import (
	"context"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"slices"
	"time"

	"hebi"
	"hebi/internal/importer"
	"hebi/internal/markdown"
	"hebi/internal/media"
	"hebi/internal/newsroom"
	"hebi/internal/publish"
	"hebi/internal/search"
	"hebi/internal/segment"
	"hebi/internal/store"
	"hebi/internal/terms"
	"hebi/internal/themes"
	"hebi/test/bench/corpus"
)

func main() {
	n := flag.Int("n", 5000, "number of articles")
	size := flag.Int("size", 5000, "bytes of each article's body")
	documents := flag.String("documents", "../shared/data/search/documents.jsonl", "JSON lines to take sentences from")
	flag.Parse()
	runtime.GOMAXPROCS(1)
	debug.SetGCPercent(400) // as the command does
	if err := run(context.Background(), *n, *size, *documents); err != nil {
		fmt.Fprintln(os.Stderr, "importing:", err)
		os.Exit(1)
	}
}

// bench is one site that articles are imported into.
type bench struct {
	dir       string
	folder    *importer.Folder
	slugs     []string
	store     *store.Store
	segmenter *segment.Segmenter
	publisher *publish.Publisher
	tagger    *themes.Tagger
}

func run(ctx context.Context, n, size int, documents string) error {
	dir, err := os.MkdirTemp("", "hebi-bench-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	source, err := corpus.Open(documents)
	if err != nil {
		return err
	}
	if err := corpus.Write(dir, source.Articles(n, size, 1)); err != nil {
		return err
	}
	b, err := prepare(ctx, dir, "published.db")
	if err != nil {
		return err
	}
	defer func() { _ = b.store.Close() }()
	drafts, err := prepare(ctx, dir, "drafts.db")
	if err != nil {
		return err
	}
	defer func() { _ = drafts.store.Close() }()
	whole, err := b.importAll(ctx, publish.Options{Publish: true})
	if err != nil {
		return err
	}
	fmt.Printf("%d articles of %d bytes in %.1f s on one core: %.0f a second\n", n, size, whole.Seconds(), float64(n)/whole.Seconds())
	return b.shares(ctx, drafts, whole)
}

// importAll does what `hebi import folder --publish` does.
func (b *bench) importAll(ctx context.Context, o publish.Options) (time.Duration, error) {
	start := time.Now()
	for batch := range slices.Chunk(b.slugs, 128) {
		var articles []*newsroom.Article
		for _, slug := range batch {
			a, problems := b.folder.Article(slug)
			if a == nil {
				return 0, fmt.Errorf("%s: %v", slug, problems)
			}
			articles = append(articles, a)
		}
		for _, result := range b.publisher.SaveArticles(ctx, articles, o) {
			if result.Err != nil {
				return 0, result.Err
			}
		}
		if err := b.publisher.MergeIndex(ctx); err != nil {
			return 0, err
		}
	}
	return time.Since(start), nil
}

// prepare makes a site with the starter's themes and terms.
func prepare(ctx context.Context, dir, database string) (*bench, error) {
	b := &bench{dir: dir, segmenter: segment.Open()}
	var err error
	if b.folder, err = importer.OpenFolder(os.DirFS(dir), time.UTC); err != nil {
		return nil, err
	}
	b.slugs = b.folder.ArticleSlugs()
	if b.store, err = store.Open(ctx, store.Options{Path: filepath.Join(dir, database)}); err != nil {
		return nil, err
	}
	b.publisher, err = publish.New(ctx, publish.Parts{
		Store: b.store, Segmenter: b.segmenter, Media: media.NewFiles(filepath.Join(dir, "media")),
	})
	if err != nil {
		return nil, err
	}
	content, err := fs.Sub(hebi.Files(), "content")
	if err != nil {
		return nil, err
	}
	starter, err := importer.OpenFolder(content, time.UTC)
	if err != nil {
		return nil, err
	}
	themeList, _ := starter.Themes()
	termList, _ := starter.Terms()
	weights, _ := starter.Weights()
	if _, err := b.publisher.SaveThemes(ctx, themeList, publish.Options{}); err != nil {
		return nil, err
	}
	if _, err := b.publisher.SaveTerms(ctx, termList, publish.Options{}); err != nil {
		return nil, err
	}
	if _, err := b.publisher.SaveThemeWeights(ctx, weights, publish.Options{}); err != nil {
		return nil, err
	}
	b.tagger = themes.NewTagger(themes.Knowledge{Themes: themeList, Terms: terms.NewBase(termList), Weights: weights, Segmenter: b.segmenter})
	return b, b.segmenter.Wait(ctx)
}

// shares does each part alone and prints what share of the whole it is. The
// index is what an import of drafts, which are not indexed, does not need.
func (b *bench) shares(ctx context.Context, drafts *bench, whole time.Duration) error {
	withoutIndex, err := drafts.importAll(ctx, publish.Options{})
	if err != nil {
		return err
	}
	editions := map[string]*newsroom.Edition{}
	again, err := importer.OpenFolder(os.DirFS(b.dir), time.UTC)
	if err != nil {
		return err
	}
	files := b.timed(func(slug string) {
		a, _ := again.Article(slug)
		editions[slug] = a.Editions[newsroom.Chinese]
	})
	text := map[string]string{}
	plain := b.timed(func(slug string) { text[slug] = markdown.Parse(editions[slug].Body).Text() })
	cut := b.timed(func(slug string) { new(search.Document).Fill("", nil, text[slug], b.segmenter.Tokens(text[slug])) })
	tagged := b.timed(func(slug string) {
		b.tagger.Tag(themes.Text{Language: newsroom.Chinese, Title: editions[slug].Title, Body: text[slug]})
	})
	for _, part := range []struct {
		name string
		took time.Duration
	}{
		{"reading files", files},
		{"Markdown to plain text", plain},
		{"segmentation", cut},
		{"themes", tagged},
		{"index", whole - withoutIndex - cut},
		{"other SQL", withoutIndex - files - plain - tagged},
	} {
		fmt.Printf("  %-24s %5.1f %%  %.2f ms each\n", part.name, 100*part.took.Seconds()/whole.Seconds(), part.took.Seconds()*1000/float64(len(b.slugs)))
	}
	return nil
}

func (b *bench) timed(do func(slug string)) time.Duration {
	start := time.Now()
	for _, slug := range b.slugs {
		do(slug)
	}
	return time.Since(start)
}
