package store

import (
	"context"
	"time"

	"hebi/internal/newsroom"
)

// StatusCount is how many editions there are in a language and status.
type StatusCount struct {
	Language newsroom.Language
	Status   newsroom.Status
	Count    int
	// Corrected counts those of them that have a correction.
	Corrected int
}

// CountStatuses counts the editions of articles by language and status.
func (s *Store) CountStatuses(ctx context.Context) ([]StatusCount, error) {
	counts, err := of[StatusCount](s.read).Raw(`SELECT language, status, COUNT(*) AS count,
		SUM(CASE WHEN EXISTS (SELECT 1 FROM corrections c WHERE c.edition_id = editions.id) THEN 1 ELSE 0 END) AS corrected
		FROM editions GROUP BY language, status ORDER BY language, status`).Find(ctx)
	return counts, wrapped("count editions", err)
}

// Output is one published edition as figures are made of it.
type Output struct {
	ArticleID int64
	Language  newsroom.Language
	Kind      newsroom.Kind
	// DatedAt is the moment that readers are shown, in UTC.
	DatedAt time.Time
}

// within are the published editions of the articles that have one dated from a
// moment on and before another; the moments are its values.
const within = `e.status = 'published' AND e.article_id IN (
	SELECT article_id FROM editions WHERE status = 'published' AND dated_at >= ? AND dated_at < ?)`

// Outputs returns all published editions of the articles that have one dated
// from a moment on and before another, by article and date.
func (s *Store) Outputs(ctx context.Context, from, to time.Time) ([]Output, error) {
	list, err := of[Output](s.read).Raw(`SELECT e.article_id, e.language, a.kind, e.dated_at FROM editions e JOIN articles a ON a.id = e.article_id
		WHERE `+within+` ORDER BY e.article_id, e.dated_at, e.language DESC`, from.UTC(), to.UTC()).Find(ctx)
	for i := range list {
		list[i].DatedAt = list[i].DatedAt.UTC()
	}
	return list, wrapped("published editions", err)
}

// OutputThemes returns the slugs of the themes of those articles, by their
// numbers; themes that editors refused are left out.
func (s *Store) OutputThemes(ctx context.Context, from, to time.Time) (map[int64][]string, error) {
	type tag struct {
		ArticleID int64
		Slug      string
	}
	tags, err := of[tag](s.read).Raw(`SELECT x.article_id, t.slug FROM article_themes x JOIN themes t ON t.id = x.theme_id
		WHERE NOT x.refused AND x.article_id IN (SELECT e.article_id FROM editions e WHERE `+within+`)
		ORDER BY x.article_id, x.position`, from.UTC(), to.UTC()).Find(ctx)
	themes := map[int64][]string{}
	for _, t := range tags {
		themes[t.ArticleID] = append(themes[t.ArticleID], t.Slug)
	}
	return themes, wrapped("themes of published articles", err)
}
