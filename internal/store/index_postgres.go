package store

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"hebi/internal/search"
)

// Limits of PostgreSQL's tsvector (documentation, "Text Search Limitations"):
// positions up to 16,383, 256 of them for one lexeme, a lexeme under 2 KiB,
// lexemes and positions together under 1 MiB. SQLite has none of them. What
// passes them in a long text costs this:
//   - A token after the last position is found, but in no phrase. Words come
//     first and character pairs last, so a Chinese text keeps its phrases of
//     words for about 45,000 characters and those of all its pairs for about
//     11,000 (measured on the starter articles).
//   - A token that there is no room for is not found. Pairs go first; a text
//     of 100,000 characters none of whose pairs is like another still fits.
const (
	maxPosition  = 16383
	maxPositions = 256
	maxLexeme    = 2046
	maxVector    = 1<<20 - 1
)

func (s *Store) indexPostgres(ctx context.Context, d search.Document) error {
	return s.write.WithContext(ctx).Exec(
		`INSERT INTO search_texts (edition_id, stamp, body, tokens) VALUES (?, ?, ?, CAST(? AS tsvector))
		ON CONFLICT (edition_id) DO UPDATE SET stamp = excluded.stamp, body = excluded.body, tokens = excluded.tokens`,
		d.EditionKey, d.Stamp, sought(d.Body), tsvector(d.TitleTokens, d.BodyTokens)).Error
}

// tsvector writes tokens as a tsvector literal: the title with weight A, the body with D.
func tsvector(title, body []string) string {
	v := vector{positions: map[string][]string{}}
	for i, t := range title {
		v.add(t, 1+i, "A")
	}
	for i, t := range body {
		v.add(t, len(title)+3+i, "") // D is the default; the gap keeps phrases from reaching over
	}
	lexemes := make([]string, 0, len(v.positions))
	for t, at := range v.positions {
		written := lexeme(t)
		if len(at) > 0 {
			written += ":" + strings.Join(at, ",")
		}
		lexemes = append(lexemes, written)
	}
	slices.Sort(lexemes)
	return strings.Join(lexemes, " ")
}

// vector gathers what fits into one tsvector.
type vector struct {
	// positions are those of each lexeme, with their weights; none when the lexeme came after the last.
	positions map[string][]string
	// size is what the tsvector takes at most, in bytes.
	size int
}

func (v *vector) add(token string, at int, weight string) {
	t := sought(token)
	list, known := v.positions[t]
	if t == "" || len(t) > maxLexeme || len(list) >= maxPositions || known && at > maxPosition {
		return
	}
	// As tsvectorin of PostgreSQL counts: the bytes of the lexeme; with positions, two bytes for
	// their number and each, which begin at an even byte.
	more := 0
	if !known {
		more = len(t)
	}
	if at <= maxPosition {
		more += 2
		if len(list) == 0 {
			more += 3
		}
	}
	if v.size+more > maxVector {
		return
	}
	v.size += more
	if at <= maxPosition {
		list = append(list, strconv.Itoa(at)+weight)
	}
	v.positions[t] = list
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
