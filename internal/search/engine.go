// Package search answers readers' queries: it reads a query, plans it, has an
// Index match it, and marks what was found in unchanged pieces of the text.
// Anything typed is a valid query.
package search

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"hebi/internal/newsroom"
	"hebi/internal/segment"
)

// MaxQuery is how many characters of a query are read.
const MaxQuery = 200

// PerPage is how many hits a page has when the query does not say; MaxPerPage bounds what it may say.
const (
	PerPage    = 20
	MaxPerPage = 100
)

// Engine searches one site. It is safe for concurrent use.
type Engine struct {
	index     Index
	segmenter *segment.Segmenter
	catalogue *catalogue
	blocks    *blocks
}

// NewEngine returns an Engine over an index. The segmenter must be the one
// that the documents were cut with. An Engine keeps up to blockCache bytes of
// the index, so a process should have one.
func NewEngine(index Index, segmenter *segment.Segmenter) *Engine {
	return &Engine{index: index, segmenter: segmenter, catalogue: newCatalogue(index), blocks: newBlocks(index)}
}

// Query is what a reader asks. Only Text is needed.
type Query struct {
	Text string
	// Language is the side the reader stands on.
	Language newsroom.Language
	// Theme and Contributor are slugs.
	Theme, Contributor string
	Kind               newsroom.Kind
	// From and To bound the edition's date: [From, To).
	From, To time.Time
	// Only asks for editions of one language.
	Only newsroom.Language
	// Exact asks for the text as it stands instead of its words.
	Exact bool
	// Newest sorts by date instead of relevance.
	Newest bool
	// Page counts from 1.
	Page, PerPage int
}

// Results is one page of hits.
type Results struct {
	// Total is the number of articles found.
	Total int
	Hits  []Hit
	// Tokens are the words that the query was read as.
	Tokens []string
	// Truncated says that only the first MaxQuery characters were read.
	Truncated bool
	// Loose says that no article holds all the words, so those with any are shown.
	Loose bool
}

// Hit is one article found, by one of its editions.
type Hit struct {
	ArticleID int64
	Slug      string
	// Language is that of the edition found, EditionKey its row number.
	Language   newsroom.Language
	EditionKey int64
	// Title and Snippet are in that language.
	Title, Snippet Marked
	// Score grows with relevance; it compares only within one result.
	Score float64
}

// Marked is an unchanged piece of text with the places that matched.
type Marked struct {
	Text string
	// Marks are half-open rune offsets into Text, ascending, not touching.
	Marks [][2]int
}

// tries bounds how often a query is answered anew because the index changed meanwhile.
const tries = 5

// Search returns a page of what the query finds; an empty query finds nothing.
func (e *Engine) Search(ctx context.Context, q Query) (*Results, error) {
	text, truncated := cut(q.Text)
	if err := e.segmenter.Wait(ctx); err != nil {
		return nil, fmt.Errorf("search: %w", err)
	}
	r := e.read(text, q.Exact)
	results := &Results{Tokens: r.shown, Truncated: truncated}
	matches, err := e.matches(ctx, q, r, results)
	for range tries - 1 {
		if !errors.Is(err, errStale) {
			break
		}
		matches, err = e.matches(ctx, q, r, results)
	}
	if err != nil {
		return nil, fmt.Errorf("search: %w", err)
	}
	results.Hits, err = e.hits(ctx, matches, r)
	return results, err
}

// matches finds what is on the page asked for, and says in results how much there is.
func (e *Engine) matches(ctx context.Context, q Query, r reading, results *Results) ([]match, error) {
	v, err := e.catalogue.view(ctx)
	if err != nil || len(r.clauses) == 0 {
		return nil, err
	}
	x := newEvaluation(v, e.blocks)
	filter := Filter{Theme: q.Theme, Contributor: q.Contributor, Kind: q.Kind, From: q.From, To: q.To, Only: q.Only}
	all, err := x.find(ctx, r, filter, q.Language, q.Newest)
	if err != nil {
		return nil, err
	}
	results.Total, results.Loose = all.total, all.loose && all.total > 0
	limit, offset := window(q)
	best, err := x.rank(all, r.tokens, q.Newest, min(offset+limit, all.total))
	return best[min(offset, len(best)):], err
}

// cut returns the first MaxQuery characters.
func cut(text string) (string, bool) {
	text = strings.TrimSpace(text)
	n := 0
	for i := range text {
		if n == MaxQuery {
			return text[:i], true
		}
		n++
	}
	return text, false
}

func window(q Query) (limit, offset int) {
	limit = q.PerPage
	if limit <= 0 {
		limit = PerPage
	}
	limit = min(limit, MaxPerPage)
	// No site has 10 million pages; the bound keeps the product from overflowing.
	return limit, min(max(q.Page-1, 0), 10_000_000) * limit
}

// hits loads the texts of matches and cuts their snippets.
func (e *Engine) hits(ctx context.Context, matches []match, r reading) ([]Hit, error) {
	keys := make([]int64, len(matches))
	for i, m := range matches {
		keys[i] = m.edition.key
	}
	texts, err := e.index.SearchTexts(ctx, keys)
	if err != nil {
		return nil, fmt.Errorf("search: %w", err)
	}
	hits := make([]Hit, 0, len(matches))
	for _, m := range matches {
		text, ok := texts[m.edition.key]
		if !ok { // withdrawn between the two questions
			continue
		}
		hits = append(hits, Hit{
			ArticleID: m.edition.article, Slug: text.Slug, Language: m.edition.language, EditionKey: m.edition.key, Score: float64(m.score),
			Title:   e.mark(text.Title, r),
			Snippet: e.snippet(text.Body, m.edition.language, r),
		})
	}
	return hits, nil
}
