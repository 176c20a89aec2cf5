package store

import (
	"context"
	"fmt"

	"hebi/internal/newsroom"
)

// StaleEdition is a visible edition that search does not know, or knows by another stamp.
type StaleEdition struct {
	// Key is the edition's row number.
	Key, ArticleID int64
	Language       newsroom.Language
	// Stamp is what search knows it by; empty when it does not, or should not.
	Stamp string
	// Number is that of the index when its row last changed, 0 without a row.
	Number int64
}

// StaleEditions returns up to limit visible editions after a key that search
// does not know, or knows by another stamp, by their keys.
func (s *Store) StaleEditions(ctx context.Context, stamp string, afterKey int64, limit int) ([]StaleEdition, error) {
	stale, err := of[StaleEdition](s.read).Raw(
		`SELECT e.id AS key, e.article_id, e.language, COALESCE(t.stamp, '') AS stamp, COALESCE(t.number, 0) AS number
		FROM editions e LEFT JOIN search_editions t ON t.edition_id = e.id
		WHERE e.status = 'published' AND e.id > ? AND (t.stamp IS NULL OR t.stamp <> ?) ORDER BY e.id LIMIT ?`,
		afterKey, stamp, limit).Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("stale editions: %w", err)
	}
	return stale, nil
}

// CountVisible returns how many editions readers may see.
func (s *Store) CountVisible(ctx context.Context) (int, error) {
	n, err := of[editionRow](s.read).Where("status = 'published'").Count(ctx, "id")
	if err != nil {
		return 0, fmt.Errorf("count visible editions: %w", err)
	}
	return int(n), nil
}

// Restamp gives editions a stamp without indexing them again. One whose row
// has changed since it was listed is passed over: it may have another text.
func (s *Store) Restamp(ctx context.Context, stamp string, editions []StaleEdition) error {
	type row struct {
		stamp  string
		number int64
	}
	keys := map[row][]int64{} // one transaction of an import makes many rows with one number
	for _, e := range editions {
		r := row{e.Stamp, e.Number}
		keys[r] = append(keys[r], e.Key)
	}
	for r, keys := range keys {
		err := s.write.WithContext(ctx).Exec(
			"UPDATE search_editions SET stamp = ? WHERE stamp = ? AND number = ? AND edition_id IN ?", stamp, r.stamp, r.number, keys).Error
		if err != nil {
			return fmt.Errorf("stamp editions: %w", err)
		}
	}
	return nil
}

// ClearStamps makes the editions that credit a contributor stale, so that they
// are indexed again; for when the name changes, which is indexed with them.
func (s *Store) ClearStamps(ctx context.Context, contributorID int64) error {
	err := s.write.WithContext(ctx).Exec(
		`UPDATE search_editions SET stamp = '' WHERE edition_id IN (
			SELECT e.id FROM credits c JOIN editions e ON e.article_id = c.article_id AND c.language IN ('', e.language)
			WHERE c.contributor_id = ?)`, contributorID).Error
	if err != nil {
		return fmt.Errorf("clear stamps of contributor %d: %w", contributorID, err)
	}
	return nil
}
