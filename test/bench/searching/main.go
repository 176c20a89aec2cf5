// Command searching measures how fast search answers, on one core and over
// made articles: short queries, the mix of the evaluation, phrases and single
// characters, each ranked, counted, and with the first 20 hits and snippets;
// with facets as pages show them; pinyin; and suggestions while typing.
//
//	go run ./test/bench/searching [-n 20000] [-size 5000] [-passes 2] [-keep FILE | -database URL]
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"

	"hebi/internal/hanzi"
	"hebi/internal/media"
	"hebi/internal/newsroom"
	"hebi/internal/publish"
	"hebi/internal/search"
	"hebi/internal/segment"
	"hebi/internal/store"
	"hebi/test/bench/corpus"
)

func main() {
	n := flag.Int("n", 20_000, "number of articles")
	size := flag.Int("size", 5000, "bytes of each article's body")
	passes := flag.Int("passes", 2, "how often each query is asked; the first time the caches are cold")
	data := flag.String("data", "../shared/data/search", "folder with documents.jsonl and queries.jsonl")
	database := flag.String("database", "", "postgres:// address of an empty database; else SQLite")
	kept := flag.String("keep", "", "SQLite file that is filled once and asked again the next time; else a temporary one")
	flag.Parse()
	runtime.GOMAXPROCS(1)
	if err := run(context.Background(), *n, *size, *passes, *data, *kept, *database); err != nil {
		fmt.Fprintln(os.Stderr, "searching:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, n, size, passes int, data, kept, database string) error {
	if kept == "" {
		dir, err := os.MkdirTemp("", "hebi-bench-")
		if err != nil {
			return err
		}
		defer func() { _ = os.RemoveAll(dir) }()
		kept = filepath.Join(dir, "hebi.db")
	}
	source, err := corpus.Open(filepath.Join(data, "documents.jsonl"))
	if err != nil {
		return err
	}
	db, err := store.Open(ctx, store.Options{Path: kept, URL: database})
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	segmenter := segment.Open()
	p, err := publish.New(ctx, publish.Parts{Store: db, Segmenter: segmenter, Media: media.NewFiles("")})
	if err != nil {
		return err
	}
	articles := source.Articles(n, size, 1)
	if held, err := db.IndexBytes(ctx); err != nil {
		return err
	} else if held == 0 {
		if err := fill(ctx, db, p, articles); err != nil {
			return err
		}
	}
	sets, err := querySets(segmenter, articles, filepath.Join(data, "queries.jsonl"))
	if err != nil {
		return err
	}
	engine := search.NewEngine(db, segmenter)
	start := time.Now()
	if _, err := engine.Search(ctx, search.Query{Text: "琥珀", Language: newsroom.Chinese}); err != nil {
		return err
	}
	fmt.Printf("first query, which loads the index's directories: %.1f ms\n", milliseconds(time.Since(start)))
	for pass := range passes {
		for _, set := range sets {
			if err := set.ask(ctx, engine, pass+1); err != nil {
				return err
			}
		}
	}
	return nil
}

// fill publishes the articles and prints what it cost.
func fill(ctx context.Context, db *store.Store, p *publish.Publisher, articles []corpus.Article) error {
	const batch = 128
	bytes := 0
	start := time.Now()
	for from := 0; from < len(articles); from += batch {
		var list []*newsroom.Article
		for i, a := range articles[from:min(from+batch, len(articles))] {
			bytes += len(a.Title) + len(a.Body)
			list = append(list, &newsroom.Article{Slug: "a" + strconv.Itoa(from+i), Editions: map[newsroom.Language]*newsroom.Edition{
				newsroom.Chinese: {Title: a.Title, Body: a.Body, Date: time.Date(2020, 1, 1, 0, from+i, 0, 0, time.UTC)},
			}})
		}
		for _, result := range p.SaveArticles(ctx, list, publish.Options{Publish: true}) {
			if result.Err != nil {
				return result.Err
			}
		}
		if err := p.MergeIndex(ctx); err != nil {
			return err
		}
	}
	took := time.Since(start)
	size, err := db.IndexBytes(ctx)
	if err != nil {
		return err
	}
	segments, err := db.IndexSegments(ctx)
	if err != nil {
		return err
	}
	fmt.Printf("%d articles, %.1f MB of text, saved in %.1f s; index %.1f MB = %.2f times the text, in %d segments\n",
		len(articles), float64(bytes)/1e6, took.Seconds(), float64(size)/1e6, float64(size)/float64(bytes), len(segments))
	return nil
}

// querySet is queries of one kind.
type querySet struct {
	name          string
	texts         []string
	exact, facets bool
	// typing asks for suggestions instead of hits.
	typing bool
}

func querySets(s *segment.Segmenter, articles []corpus.Article, path string) ([]querySet, error) {
	random := rand.New(rand.NewPCG(7, 7)) //nolint:gosec // the same every time
	short := querySet{name: "short, 2-6 characters"}
	phrase := querySet{name: "phrases, 4-10 characters", exact: true}
	single := querySet{name: "one character"}
	for _, set := range []struct {
		*querySet
		n, least, most int
	}{{&short, 500, 2, 6}, {&phrase, 200, 4, 10}, {&single, 100, 1, 1}} {
		for len(set.texts) < set.n {
			set.draw(s, articles[random.IntN(len(articles))], random, set.least, set.most)
		}
	}
	mix := querySet{name: "query mix"}
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }()
	for lines := bufio.NewScanner(file); lines.Scan(); {
		var q struct{ Text string }
		if err := json.Unmarshal(lines.Bytes(), &q); err != nil {
			return nil, err
		}
		mix.texts = append(mix.texts, q.Text)
	}
	faceted := querySet{name: "short, with facets", texts: short.texts, facets: true}
	typing := querySet{name: "suggestions", typing: true}
	pinyin := querySet{name: "pinyin of 2-4 characters"}
	for _, text := range short.texts[:200] {
		runes := []rune(text)
		typing.texts = append(typing.texts, string(runes[:min(len(runes), 2)]), strings.Join(hanzi.Pinyin(string(runes[:2])), ""))
		pinyin.texts = append(pinyin.texts, strings.Join(hanzi.Pinyin(string(runes[:min(len(runes), 4)])), " "))
	}
	return []querySet{short, mix, phrase, single, faceted, pinyin, typing}, nil
}

// draw adds a run of whole Chinese words of an article, from its headline and
// its text in turn, if it hits upon one of the length wanted.
func (q *querySet) draw(s *segment.Segmenter, a corpus.Article, random *rand.Rand, least, most int) {
	text := a.Title
	if len(q.texts)%2 == 1 {
		text = a.Body
	}
	words := s.Words(text)
	from := random.IntN(len(words))
	want := least + random.IntN(most-least+1)
	for to := from; to < len(words) && (to == from || words[to].Start == words[to-1].End); to++ {
		if k := words[to].Kind; k != segment.Word && k != segment.Char {
			return
		}
		part := hanzi.Fold(text[words[from].Start:words[to].End])
		if n := len([]rune(part)); n >= want {
			if n <= most {
				q.texts = append(q.texts, part)
			}
			return
		}
	}
}

// ask asks every query once and prints how long it took.
func (q querySet) ask(ctx context.Context, e *search.Engine, pass int) error {
	times := make([]time.Duration, 0, len(q.texts))
	sum := 0
	for _, text := range q.texts {
		start := time.Now()
		n, err := q.askOne(ctx, e, text)
		if err != nil {
			return fmt.Errorf("%q: %w", text, err)
		}
		times = append(times, time.Since(start))
		sum += n
	}
	slices.Sort(times)
	at := func(share float64) float64 { return milliseconds(times[int(share*float64(len(times)-1))]) }
	fmt.Printf("pass %d  %-26s %4d queries, %6.0f hits on average: p50 %6.2f  p90 %6.2f  p95 %6.2f  p99 %6.2f ms\n",
		pass, q.name, len(times), float64(sum)/float64(len(times)), at(0.5), at(0.9), at(0.95), at(0.99))
	return nil
}

// askOne returns how much there was.
func (q querySet) askOne(ctx context.Context, e *search.Engine, text string) (int, error) {
	if q.typing {
		list, err := e.Suggest(ctx, search.SuggestQuery{Text: text, Language: newsroom.Chinese, Limit: 8})
		return len(list), err
	}
	found, err := e.Search(ctx, search.Query{Text: text, Exact: q.exact, Facets: q.facets, Language: newsroom.Chinese})
	if err != nil {
		return 0, err
	}
	return found.Total, nil
}

func milliseconds(d time.Duration) float64 { return d.Seconds() * 1000 }
