package search

import (
	"context"
	"time"

	"hebi/internal/newsroom"
)

// Phrase is a sequence of index tokens that must stand side by side; most have one token.
type Phrase struct {
	Tokens []string
	// Prefix says that the last token need only be the beginning of one.
	Prefix bool
}

// Clause is met by a document in which any of its phrases stands.
type Clause []Phrase

// Plan is a reader's query as the databases run it. It has no syntax that
// could be wrong: every token in it is data.
type Plan struct {
	// Clauses are what the query asks for.
	Clauses []Clause
	// Any says that one clause is enough; else all have to be met.
	Any bool

	// Language is the side the reader stands on: of an article that matches in both, that edition is taken.
	Language newsroom.Language
	Filter   Filter
	// Newest sorts by date instead of score.
	Newest        bool
	Limit, Offset int
}

// Filter narrows a search; zero values do not narrow.
type Filter struct {
	Theme, Contributor string // slugs
	Kind               newsroom.Kind
	// From and To bound the edition's date: [From, To).
	From, To time.Time
	Only     newsroom.Language
}

// Match is one article that a plan found.
type Match struct {
	ArticleID  int64
	EditionKey int64
	Language   newsroom.Language
	// Score grows with relevance; it compares only within one result.
	Score float64
}

// Index is what a database does for search; store satisfies it for SQLite and PostgreSQL.
type Index interface {
	// MatchPlan returns one match per visible article and how many there are in all.
	MatchPlan(ctx context.Context, p Plan) (matches []Match, total int, err error)
	// ArticlesByID returns visible articles in the order of the ids, without bodies.
	ArticlesByID(ctx context.Context, ids []int64) ([]newsroom.Article, error)
	// SearchTexts returns the indexed plain text of editions by their keys.
	SearchTexts(ctx context.Context, keys []int64) (map[int64]string, error)
}
