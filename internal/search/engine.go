// Package search answers readers' queries: it reads a query, plans it, has an
// Index match it, and marks what was found in unchanged pieces of the text.
// Anything typed is a valid query.
package search

import (
	"context"
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
}

// NewEngine returns an Engine over an index. The segmenter must be the one
// that the documents were cut with.
func NewEngine(index Index, segmenter *segment.Segmenter) *Engine {
	return &Engine{index: index, segmenter: segmenter}
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
	Article newsroom.Article
	// Language is that of the edition found.
	Language newsroom.Language
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

// Search returns a page of what the query finds; an empty query finds nothing.
func (e *Engine) Search(ctx context.Context, q Query) (*Results, error) {
	text, truncated := cut(q.Text)
	if err := e.segmenter.Wait(ctx); err != nil {
		return nil, fmt.Errorf("search: %w", err)
	}
	r := e.read(text, q.Exact)
	results := &Results{Tokens: r.shown, Truncated: truncated}
	plan := Plan{
		Clauses: r.clauses, Language: q.Language, Newest: q.Newest,
		Filter: Filter{Theme: q.Theme, Contributor: q.Contributor, Kind: q.Kind, From: q.From, To: q.To, Only: q.Only},
	}
	plan.Limit, plan.Offset = window(q)
	matches, total, err := e.index.MatchPlan(ctx, plan)
	if err == nil && total == 0 && len(r.loose) > 0 {
		plan.Clauses, plan.Any = r.loose, true
		matches, total, err = e.index.MatchPlan(ctx, plan)
		results.Loose = total > 0
	}
	if err != nil {
		return nil, fmt.Errorf("search: %w", err)
	}
	results.Total = total
	results.Hits, err = e.hits(ctx, matches, r)
	return results, err
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

// hits loads the articles of matches and cuts their snippets.
func (e *Engine) hits(ctx context.Context, matches []Match, r reading) ([]Hit, error) {
	ids, keys := make([]int64, len(matches)), make([]int64, len(matches))
	for i, m := range matches {
		ids[i], keys[i] = m.ArticleID, m.EditionKey
	}
	articles, err := e.index.ArticlesByID(ctx, ids)
	if err != nil {
		return nil, fmt.Errorf("search: %w", err)
	}
	texts, err := e.index.SearchTexts(ctx, keys)
	if err != nil {
		return nil, fmt.Errorf("search: %w", err)
	}
	byID := make(map[int64]newsroom.Article, len(articles))
	for _, a := range articles {
		byID[a.ID] = a
	}
	hits := make([]Hit, 0, len(matches))
	for _, m := range matches {
		a, ok := byID[m.ArticleID]
		edition := a.Edition(m.Language)
		if !ok || edition == nil { // withdrawn between the two questions
			continue
		}
		hits = append(hits, Hit{
			Article: a, Language: m.Language, Score: m.Score,
			Title:   e.mark(edition.Title, r),
			Snippet: e.snippet(texts[m.EditionKey], m.Language, r),
		})
	}
	return hits, nil
}
