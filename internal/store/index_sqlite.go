package store

import (
	"context"
	"strings"

	"hebi/internal/search"
)

// titleWeight is how many times a word in the title counts against one in the
// body in bm25(). A heavy title weight harms queries that are not titles.
const titleWeight = "2.0"

func (s *Store) indexSQLite(ctx context.Context, d search.Document) error {
	if err := s.UnindexEdition(ctx, d.EditionKey); err != nil {
		return err
	}
	db := s.write.WithContext(ctx)
	err := db.Exec("INSERT INTO search_texts (edition_id, stamp, body) VALUES (?, ?, ?)", d.EditionKey, d.Stamp, d.Body).Error
	if err != nil {
		return err
	}
	return db.Exec("INSERT INTO search_tokens (rowid, title, body) VALUES (?, ?, ?)",
		d.EditionKey, strings.Join(d.TitleTokens, " "), strings.Join(d.BodyTokens, " ")).Error
}

func matchedSQLite(p search.Plan) (string, []any) {
	clauses := writeClauses(p, " OR ", ftsPhrase)
	if len(clauses) == 0 {
		return "", nil
	}
	return "SELECT rowid AS edition_id, -bm25(search_tokens, " + titleWeight + ", 1.0) AS score FROM search_tokens WHERE search_tokens MATCH ?",
		[]any{joinClauses(p, clauses, " AND ", " OR ")}
}

// ftsPhrase quotes a phrase as FTS5 wants it: a string, its quotes doubled.
// Index tokens hold no quotes, but nothing here relies on that.
func ftsPhrase(p search.Phrase) string {
	quoted := `"` + strings.ReplaceAll(strings.Join(p.Tokens, " "), `"`, `""`) + `"`
	if p.Prefix {
		quoted += " *"
	}
	return quoted
}
