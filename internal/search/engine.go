// Package search answers readers' queries: it reads a query, plans it, has an
// Index match it, and marks what was found in unchanged pieces of the text.
// Anything typed is a valid query.
package search

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"

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
	lexicons  *lexicons
	blocks    *blocks
}

// NewEngine returns an Engine over an index. The segmenter must be the one
// that the documents were cut with. An Engine keeps up to blockCache bytes of
// the index, so a process should have one.
func NewEngine(index Index, segmenter *segment.Segmenter) *Engine {
	return &Engine{
		index: index, segmenter: segmenter, catalogue: newCatalogue(index),
		lexicons: &lexicons{index: index}, blocks: newBlocks(index),
	}
}

// Query is what a reader asks. Only Text is needed, or something that narrows.
type Query struct {
	Text string
	// Language is the side the reader stands on.
	Language newsroom.Language
	Filter
	// Exact asks for the text as it stands instead of its words.
	Exact bool
	// Newest sorts by date instead of relevance.
	Newest bool
	// Page counts from 1.
	Page, PerPage int
	// Facets asks for Results.Facets, whose years are those of Zone, else of UTC. An
	// empty query has those of all that there is.
	Facets bool
	Zone   *time.Location
}

// Results is one page of hits.
type Results struct {
	// Total is the number of articles found.
	Total int
	Hits  []Hit
	// Tokens are the words that the query was read as.
	Tokens []string
	// Unwanted are the parts of the query that stood behind a minus.
	Unwanted []string
	// Narrowed is what stood behind theme: and author:.
	Narrowed []Narrowed
	// Bridges say what other ways of writing led to hits.
	Bridges []Bridge
	// Truncated says that only the first MaxQuery characters were read.
	Truncated bool
	// Loose says that no article holds all the words, so those with any are shown.
	Loose bool
	// Meant are queries that this one may have been meant to be, and that find
	// more; NearThemes the slugs of themes near to it. Both are for when little is found.
	Meant, NearThemes []string
	// Facets are nil unless they were asked for.
	Facets *Facets
	// Names are what the site calls what has a slug; they must not be changed.
	Names *Names
}

// Bridge says that something typed was also sought by other words.
type Bridge struct {
	From string
	To   []string
	// Pinyin says that From was read as the pinyin of To; else a term led there.
	Pinyin bool
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
	// Via is what led to the hit when the query's own words did not: a term's name
	// in the other language, or what pinyin was read as.
	Via string
}

// Marked is an unchanged piece of text with the places that matched.
type Marked struct {
	Text string
	// Marks are half-open rune offsets into Text, ascending, not touching.
	Marks [][2]int
}

// tries bounds how often a query is answered anew because the index changed meanwhile.
const tries = 5

// Search returns a page of what the query finds. An empty query that nothing
// narrows finds nothing.
func (e *Engine) Search(ctx context.Context, q Query) (*Results, error) {
	results, err := e.search(ctx, q)
	for range tries - 1 {
		if !errors.Is(err, errStale) {
			break
		}
		results, err = e.search(ctx, q)
	}
	if err != nil {
		return nil, fmt.Errorf("search: %w", err)
	}
	return results, nil
}

func (e *Engine) search(ctx context.Context, q Query) (*Results, error) {
	view, lexicon, err := e.now(ctx)
	if err != nil {
		return nil, err
	}
	text, truncated := cut(q.Text)
	q.Text = text // nothing below may read on
	r := e.read(text, q.Exact, lexicon)
	results := &Results{Tokens: r.shown, Unwanted: r.unwanted, Narrowed: r.resolved, Truncated: truncated, Names: &lexicon.names}
	if len(r.clauses)+len(r.not)+len(r.among) == 0 && (q.empty() || text != "") {
		if q.Facets && text == "" {
			results.Facets = view.facets(q.Zone)
		}
		return results, nil
	}
	x := newEvaluation(view, e.blocks)
	asked := &ask{Query: q, reading: r, others: e.others(q, r, lexicon)}
	f, err := x.find(ctx, asked)
	if err != nil {
		return nil, err
	}
	if err := e.help(ctx, x, asked, lexicon, f, results); err != nil {
		return nil, err
	}
	results.Total, results.Loose, results.Facets, results.Bridges = f.total, f.loose, f.counts.facets(view), f.bridges()
	limit, offset := window(q)
	best, err := x.rank(f, q.Newest, min(offset+limit, f.total))
	if err != nil {
		return nil, err
	}
	results.Hits, err = e.hits(ctx, x, best[min(offset, len(best)):])
	return results, err
}

// now returns the index and the lexicon as they are, for what cuts text.
func (e *Engine) now(ctx context.Context) (*view, *lexicon, error) {
	if err := e.segmenter.Wait(ctx); err != nil {
		return nil, nil, err
	}
	return e.known(ctx)
}

// known returns the index and the lexicon as they are.
func (e *Engine) known(ctx context.Context) (*view, *lexicon, error) {
	numbers, err := e.index.SearchNumbers(ctx)
	if err != nil {
		return nil, nil, err
	}
	v, err := e.catalogue.at(ctx, numbers.Index)
	if err != nil {
		return nil, nil, err
	}
	l, err := e.lexicons.at(ctx, numbers)
	return v, l, err
}

// cut returns the first MaxQuery characters.
func cut(text string) (string, bool) {
	text = strings.TrimLeftFunc(text, unicode.IsSpace)
	n := 0
	for i := range text {
		if n == MaxQuery {
			return text[:i], strings.TrimSpace(text[i:]) != ""
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
func (e *Engine) hits(ctx context.Context, x *evaluation, matches []match) ([]Hit, error) {
	keys := make([]int64, len(matches))
	for i, m := range matches {
		keys[i] = m.edition.key
	}
	bodies, err := e.index.SearchBodies(ctx, keys)
	if err != nil {
		return nil, err
	}
	hits := make([]Hit, 0, len(matches))
	for _, m := range matches {
		body, ok := bodies[m.edition.key]
		if !ok { // withdrawn between the two questions
			continue
		}
		via, err := x.via(ctx, m)
		if err != nil {
			return nil, err
		}
		r := m.layer.reading
		hits = append(hits, Hit{
			ArticleID: m.edition.article, Slug: m.edition.slug, Language: m.edition.language, EditionKey: m.edition.key,
			Score: m.relevance(), Via: via,
			Title:   e.mark(m.edition.title, r),
			Snippet: e.snippet(body, m.edition.language, r),
		})
	}
	return hits, nil
}

// bridges are those by which a layer found something that is shown.
func (f *found) bridges() []Bridge {
	var list []Bridge
	for _, l := range f.layers {
		switch {
		case !hasAny(l.matched):
		case l.via != "":
			list = append(list, Bridge{From: l.typed, To: []string{l.via}, Pinyin: true})
		case l.from != nil:
			for _, b := range l.from.bridges {
				if !slices.ContainsFunc(list, func(o Bridge) bool { return !o.Pinyin && o.From == b.from }) {
					list = append(list, Bridge{From: b.from, To: b.others()})
				}
			}
		}
	}
	return list
}
