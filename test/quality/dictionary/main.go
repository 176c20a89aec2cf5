// Command dictionary measures how well dictionaries for package segment serve
// search: one line of a Markdown table for each file named.
//
//	go run ./test/quality/dictionary [-kinds word,pair] FILE.gz …
//
// The files are made by internal/segment/gen. What is measured is described in
// docs/decisions/001-dictionary.md; the texts are those of ../shared/data/search.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"hebi/internal/segment"
)

// kinds of query, in the order of the table.
var kinds = []string{"title_body", "quick_title", "half_headline", "title_trad", "lead_extra", "name", "latin", "series"}

func main() {
	folder := flag.String("data", "../shared/data/search", "`folder` of documents.jsonl, queries.jsonl and qrels.tsv")
	use := flag.String("kinds", "word,pair,char,latin,number", "kinds of token to index")
	flag.Parse()
	c, err := readCollection(*folder)
	if err != nil {
		fail(err)
	}
	fmt.Printf("| dictionary | words | KB | load ms | heap MB | cut MB/s | single %% | all | %s |\n", strings.Join(kinds, " | "))
	fmt.Println(strings.Repeat("|---", 8+len(kinds)) + "|")
	for _, name := range flag.Args() {
		if err := measure(name, c, strings.Split(*use, ",")); err != nil {
			fail(fmt.Errorf("%s: %w", name, err))
		}
	}
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, "dictionary:", err)
	os.Exit(1)
}

// measure prints the line of one dictionary.
func measure(name string, c *collection, use []string) error {
	gz, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	before := heap()
	start := time.Now()
	s := segment.OpenDictionary(gz)
	if err := s.Wait(context.Background()); err != nil {
		return err
	}
	load := time.Since(start)
	used := heap() - before

	speed, single := cutAll(s, c)
	bodies := newIndex(s, use)
	for _, d := range c.documents {
		bodies.add(d.Body)
	}
	whole := newIndex(s, use)
	for _, d := range c.documents {
		whole.add(d.Title + "\n" + d.Body)
	}
	mrr := c.evaluate(bodies, whole)
	fmt.Printf("| %s | %d | %d | %d | %d | %.1f | %.1f | %.4f |", strings.TrimSuffix(filepath.Base(name), ".gz"),
		words(gz), len(gz)/1000, load.Milliseconds(), used>>20, speed, 100*single, mrr[""])
	for _, kind := range kinds {
		fmt.Printf(" %.3f |", mrr[kind])
	}
	fmt.Println()
	return nil
}

// cutAll cuts all bodies into every token and returns the speed in MB/s, and
// the share of their Chinese characters that no word of the reading covers.
func cutAll(s *segment.Segmenter, c *collection) (speed, single float64) {
	start := time.Now()
	bytes := 0
	for _, d := range c.documents {
		bytes += len(d.Body)
		s.Tokens(d.Body)
	}
	speed = float64(bytes) / 1e6 / time.Since(start).Seconds()
	covered, alone := 0, 0
	for _, d := range c.documents {
		for _, t := range s.Words(d.Body) {
			switch t.Kind {
			case segment.Word:
				covered += t.End - t.Start
			case segment.Char:
				alone += t.End - t.Start
			}
		}
	}
	return speed, float64(alone) / float64(alone+covered)
}

// heap returns the live bytes of the heap.
func heap() int64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}
