package store

import (
	"context"
	"fmt"
	"strings"

	"gorm.io/gorm"

	"hebi/internal/newsroom"
	"hebi/internal/search"
)

var _ search.Index = (*Store)(nil)

// IndexEdition replaces what search knows of a visible edition.
func (s *Store) IndexEdition(ctx context.Context, d search.Document) error {
	var err error
	if s.postgres {
		err = s.indexPostgres(ctx, d)
	} else {
		err = s.indexSQLite(ctx, d)
	}
	if err != nil {
		return fmt.Errorf("index edition %d: %w", d.EditionKey, err)
	}
	return nil
}

// UnindexEdition makes an edition unknown to search; it need not have been known.
func (s *Store) UnindexEdition(ctx context.Context, editionKey int64) error {
	db := s.write.WithContext(ctx)
	if !s.postgres {
		if err := db.Exec("DELETE FROM search_tokens WHERE rowid = ?", editionKey).Error; err != nil {
			return fmt.Errorf("unindex edition %d: %w", editionKey, err)
		}
	}
	if err := db.Exec("DELETE FROM search_texts WHERE edition_id = ?", editionKey).Error; err != nil {
		return fmt.Errorf("unindex edition %d: %w", editionKey, err)
	}
	return nil
}

// StaleEditions returns up to limit visible editions after a key that search
// does not know, or knows by another stamp.
func (s *Store) StaleEditions(ctx context.Context, stamp string, afterKey int64, limit int) ([]EditionRef, []int64, error) {
	type stale struct {
		ID             int64
		Slug, Language string
	}
	rows, err := gorm.G[stale](s.read).Raw(
		`SELECT e.id, a.slug, e.language FROM editions e JOIN articles a ON a.id = e.article_id
		LEFT JOIN search_texts t ON t.edition_id = e.id
		WHERE e.status = 'published' AND e.id > ? AND (t.stamp IS NULL OR t.stamp <> ?) ORDER BY e.id LIMIT ?`,
		afterKey, stamp, limit).Find(ctx)
	if err != nil {
		return nil, nil, fmt.Errorf("stale editions: %w", err)
	}
	editions, keys := make([]EditionRef, len(rows)), make([]int64, len(rows))
	for i, r := range rows {
		editions[i], keys[i] = EditionRef{Slug: r.Slug, Language: newsroom.Language(r.Language)}, r.ID
	}
	return editions, keys, nil
}

// ClearStamps makes the editions that credit a contributor stale, so that they
// are indexed again; for when the name changes, which is indexed with them.
func (s *Store) ClearStamps(ctx context.Context, contributorID int64) error {
	err := s.write.WithContext(ctx).Exec(
		`UPDATE search_texts SET stamp = '' WHERE edition_id IN (
			SELECT e.id FROM credits c JOIN editions e ON e.article_id = c.article_id AND c.language IN ('', e.language)
			WHERE c.contributor_id = ?)`, contributorID).Error
	if err != nil {
		return fmt.Errorf("clear stamps of contributor %d: %w", contributorID, err)
	}
	return nil
}

// SearchTexts returns the indexed plain text of editions by their keys.
func (s *Store) SearchTexts(ctx context.Context, keys []int64) (map[int64]string, error) {
	texts := make(map[int64]string, len(keys))
	if len(keys) == 0 {
		return texts, nil
	}
	type row struct {
		EditionID int64
		Body      string
	}
	rows, err := gorm.G[row](s.read).Raw("SELECT edition_id, body FROM search_texts WHERE edition_id IN ?", keys).Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("search texts: %w", err)
	}
	for _, r := range rows {
		texts[r.EditionID] = r.Body
	}
	return texts, nil
}

// MatchPlan returns one match per visible article and how many there are in
// all: the edition in the reader's language when that matches, else the other.
func (s *Store) MatchPlan(ctx context.Context, p search.Plan) ([]search.Match, int, error) {
	matched, args := s.matched(p)
	if matched == "" {
		return nil, 0, nil
	}
	where, filters := planFilter(p.Filter)
	order := "score DESC, dated_at DESC, article_id DESC"
	if p.Newest {
		order = "dated_at DESC, article_id DESC"
	}
	// The first window picks an article's edition, the second counts the articles.
	query := `WITH m AS (` + matched + `), ranked AS (
		SELECT m.edition_id, m.score, e.article_id, e.language, e.dated_at,
			ROW_NUMBER() OVER (PARTITION BY e.article_id ORDER BY CASE WHEN e.language = ? THEN 0 ELSE 1 END) AS place
		FROM m JOIN editions e ON e.id = m.edition_id JOIN articles a ON a.id = e.article_id
		WHERE ` + where + `)
		SELECT article_id, edition_id AS edition_key, language, score, COUNT(*) OVER () AS total
		FROM ranked WHERE place = 1 ORDER BY ` + order + ` LIMIT ? OFFSET ?`
	args = append(args, string(p.Language))
	args = append(args, filters...)
	type row struct {
		search.Match
		Total int
	}
	rows, err := gorm.G[row](s.read).Raw(query, append(args, p.Limit, p.Offset)...).Find(ctx)
	if err != nil {
		return nil, 0, fmt.Errorf("search: %w", err)
	}
	matches, total := make([]search.Match, len(rows)), 0
	for i, r := range rows {
		matches[i], total = r.Match, r.Total
	}
	if len(rows) == 0 && p.Offset > 0 { // past the last page: the count still matters
		p.Offset, p.Limit = 0, 1
		_, total, err = s.MatchPlan(ctx, p)
	}
	return matches, total, err
}

// matched is the query for edition_id and score of a plan, in the dialect at hand; empty for an empty plan.
func (s *Store) matched(p search.Plan) (string, []any) {
	if s.postgres {
		return matchedPostgres(p)
	}
	return matchedSQLite(p)
}

func planFilter(f search.Filter) (string, []any) {
	q := ArticleQuery{Language: f.Only, Kind: f.Kind, Theme: f.Theme, Contributor: f.Contributor, From: f.From, To: f.To}
	return q.where()
}

// writeClauses writes each of a plan's clauses in a database's query language; none when there is nothing to ask.
func writeClauses(p search.Plan, or string, phrase func(search.Phrase) string) []string {
	var clauses []string
	for _, c := range p.Clauses {
		var alternatives []string
		for _, alternative := range c {
			if len(alternative.Tokens) > 0 {
				alternatives = append(alternatives, phrase(alternative))
			}
		}
		if len(alternatives) > 0 {
			clauses = append(clauses, "("+strings.Join(alternatives, or)+")")
		}
	}
	return clauses
}

// joinClauses makes one query of written clauses, of which all or any have to be met.
func joinClauses(p search.Plan, clauses []string, and, or string) string {
	if p.Any {
		return strings.Join(clauses, or)
	}
	return strings.Join(clauses, and)
}
