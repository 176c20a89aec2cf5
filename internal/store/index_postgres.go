package store

import (
	"context"
	"fmt"
	"strings"

	"hebi/internal/search"
)

// indexPostgres writes one tsvector of the whole text. A text that passes the
// limits of one is cut into overlapping windows besides, a row of search_parts
// each, so that all its phrases are found, as on SQLite, which has no such limits.
func (s *Store) indexPostgres(ctx context.Context, d search.Document) error {
	db := s.write.WithContext(ctx)
	limits, text := postgresLimits(), streamOf(d)
	whole, fits := text.whole(limits)
	// First, because a second process that indexes the same edition waits at this row.
	err := db.Exec(
		`INSERT INTO search_texts (edition_id, stamp, body, tokens) VALUES (?, ?, ?, CAST(? AS tsvector))
		ON CONFLICT (edition_id) DO UPDATE SET stamp = excluded.stamp, body = excluded.body, tokens = excluded.tokens`,
		d.EditionKey, d.Stamp, sought(d.Body), whole).Error
	if err != nil {
		return err
	}
	if err := db.Exec("DELETE FROM search_parts WHERE edition_id = ?", d.EditionKey).Error; err != nil || fits {
		return err
	}
	part := 0
	for w := range text.windows(limits) {
		part++
		err := db.Exec("INSERT INTO search_parts (edition_id, part, tokens) VALUES (?, ?, CAST(? AS tsvector))",
			d.EditionKey, part, w.vector.literal()).Error
		if err != nil {
			return fmt.Errorf("part %d: %w", part, err)
		}
	}
	return nil
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

// matchedPostgres finds a text by its one tsvector, and a long one, which that
// does not hold whole, by its parts: a clause is met when any part meets it. A
// long text is ranked by its one tsvector, where nearly all its words and pairs
// stand; ranking costs more than the rest, and so comes last, once a text.
func matchedPostgres(p search.Plan) (string, []any) {
	clauses := writeClauses(p, " | ", tsPhrase)
	if len(clauses) == 0 {
		return "", nil
	}
	match := joinClauses(p, clauses, " & ", " | ")
	if p.Any { // one part is enough then
		clauses = []string{match}
	}
	inParts := make([]string, len(clauses))
	args := []any{match, match}
	for i, c := range clauses {
		inParts[i] = "SELECT edition_id FROM search_parts WHERE tokens @@ CAST(? AS tsquery)"
		args = append(args, c)
	}
	// The weights are of D, C, B, A: a title counts twice, as on SQLite; 1 divides by the logarithm of the length.
	return `SELECT edition_id, CAST(ts_rank('{0.5, 0.5, 0.5, 1}', tokens, CAST(? AS tsquery), 1) AS double precision) AS score
		FROM search_texts WHERE edition_id IN (
			SELECT edition_id FROM search_texts WHERE tokens @@ CAST(? AS tsquery)
			UNION (` + strings.Join(inParts, " INTERSECT ") + `))`, args
}
