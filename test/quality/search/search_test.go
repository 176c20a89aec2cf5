// Package search_test holds search to the English queries beside it, over the
// starter site's own articles.
package search_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"hebi"
	"hebi/internal/importer"
	"hebi/internal/media"
	"hebi/internal/newsroom"
	"hebi/internal/publish"
	"hebi/internal/search"
	"hebi/internal/segment"
	"hebi/internal/store"
)

// starter is a site with the starter's themes, terms and articles.
func starter(t *testing.T) *search.Engine {
	t.Helper()
	ctx := t.Context()
	db, err := store.Open(ctx, store.Options{Path: filepath.Join(t.TempDir(), "hebi.db")})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	segmenter := segment.Open()
	p, err := publish.New(ctx, publish.Parts{Store: db, Segmenter: segmenter, Media: media.NewFiles("")})
	if err != nil {
		t.Fatal(err)
	}
	content, err := fs.Sub(hebi.Files(), "content")
	if err != nil {
		t.Fatal(err)
	}
	folder, err := importer.OpenFolder(content, time.UTC)
	if err != nil {
		t.Fatal(err)
	}
	themes, _ := folder.Themes()
	if _, err := p.SaveThemes(ctx, themes, publish.Options{}); err != nil {
		t.Fatal(err)
	}
	terms, _ := folder.Terms()
	if _, err := p.SaveTerms(ctx, terms, publish.Options{}); err != nil {
		t.Fatal(err)
	}
	contributors, _ := folder.Contributors()
	for _, c := range contributors {
		if _, err := p.SaveContributor(ctx, &c, publish.Options{}); err != nil {
			t.Fatal(err)
		}
	}
	for _, slug := range folder.ArticleSlugs() {
		a, problems := folder.Article(slug)
		if a == nil {
			t.Fatal(problems)
		}
		if _, err := p.SaveArticle(ctx, a, publish.Options{Publish: true}); err != nil {
			t.Fatal(err)
		}
	}
	return search.NewEngine(db, segmenter)
}

func TestEnglishQueries(t *testing.T) {
	engine := starter(t)
	relevant := qrels(t)
	sum, n := 0.0, 0
	data, err := os.ReadFile("english-queries.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	for line := range bytes.Lines(data) {
		var q struct{ ID, Text, Kind string }
		if err := json.Unmarshal(line, &q); err != nil {
			t.Fatal(err)
		}
		found, err := engine.Search(t.Context(), search.Query{Text: q.Text, Language: newsroom.English, PerPage: 10})
		if err != nil {
			t.Fatal(err)
		}
		rank := 0
		for i, hit := range found.Hits {
			if rank == 0 && relevant[q.ID][hit.Slug] {
				rank = i + 1
			}
		}
		if n++; rank > 0 {
			sum += 1 / float64(rank)
		}
		if rank != 1 {
			t.Logf("%q has its first answer at place %d", q.Text, rank)
		}
		if q.Kind == "title" && rank != 1 {
			t.Errorf("the headline %q finds its own article at place %d", q.Text, rank)
		}
	}
	if mrr := sum / float64(n); mrr < 0.95 || n != 60 {
		t.Errorf("MRR@10 of %d queries is %.3f", n, mrr)
	} else {
		t.Logf("MRR@10 of %d queries is %.3f", n, mrr)
	}
}

func qrels(t *testing.T) map[string]map[string]bool {
	t.Helper()
	file, err := os.Open("english-qrels.tsv")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	relevant := map[string]map[string]bool{}
	for lines := bufio.NewScanner(file); lines.Scan(); {
		fields := strings.Fields(lines.Text())
		if relevant[fields[0]] == nil {
			relevant[fields[0]] = map[string]bool{}
		}
		relevant[fields[0]][fields[1]] = true
	}
	return relevant
}
