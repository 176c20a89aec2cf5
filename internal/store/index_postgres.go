package store

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"hebi/internal/search"
)

// Limits of PostgreSQL's tsvector (documentation, "Text Search Limitations"):
// positions up to 16,383, 256 of them for one lexeme, a lexeme under 2 KiB.
const (
	maxPosition  = 16383
	maxPositions = 256
	maxLexeme    = 2046
)

func (s *Store) indexPostgres(ctx context.Context, d search.Document) error {
	return s.write.WithContext(ctx).Exec(
		`INSERT INTO search_texts (edition_id, stamp, body, tokens) VALUES (?, ?, ?, CAST(? AS tsvector))
		ON CONFLICT (edition_id) DO UPDATE SET stamp = excluded.stamp, body = excluded.body, tokens = excluded.tokens`,
		d.EditionKey, d.Stamp, sought(d.Body), tsvector(d.TitleTokens, d.BodyTokens)).Error
}

// tsvector writes tokens as a tsvector literal: the title with weight A, the body with D.
func tsvector(title, body []string) string {
	positions := map[string][]string{}
	add := func(tokens []string, first int, weight string) {
		for i, t := range tokens {
			at := min(first+i, maxPosition)
			if list := positions[t]; len(t) <= maxLexeme && len(list) < maxPositions {
				positions[t] = append(list, strconv.Itoa(at)+weight)
			}
		}
	}
	add(title, 1, "A")
	add(body, len(title)+3, "") // D is the default; the gap keeps phrases from reaching over
	lexemes := make([]string, 0, len(positions))
	for t, at := range positions {
		lexemes = append(lexemes, lexeme(t)+":"+strings.Join(at, ","))
	}
	slices.Sort(lexemes)
	return strings.Join(lexemes, " ")
}

// lexeme quotes a token for tsvector and tsquery literals. One that no tsvector
// can hold becomes one that none does hold, rather than an error.
func lexeme(t string) string {
	if len(t) > maxLexeme {
		t = "\uFFFD"
	}
	return "'" + strings.NewReplacer("'", "''", `\`, `\\`).Replace(sought(t)) + "'"
}

func tsPhrase(p search.Phrase) string {
	parts := make([]string, len(p.Tokens))
	for i, t := range p.Tokens {
		parts[i] = lexeme(t)
	}
	if p.Prefix {
		parts[len(parts)-1] += ":*"
	}
	return "(" + strings.Join(parts, " <-> ") + ")"
}

func matchedPostgres(p search.Plan) (string, []any) {
	match := joinClauses(p, " & ", " | ", tsPhrase)
	if match == "" {
		return "", nil
	}
	// The weights are of D, C, B, A: a title counts twice, as on SQLite; 1 divides by the logarithm of the length.
	return `SELECT edition_id, CAST(ts_rank('{0.5, 0.5, 0.5, 1}', tokens, CAST(? AS tsquery), 1) AS double precision) AS score
		FROM search_texts WHERE tokens @@ CAST(? AS tsquery)`, []any{match, match}
}
