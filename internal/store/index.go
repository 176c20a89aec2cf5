package store

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"time"

	"gorm.io/gorm"

	"hebi/internal/newsroom"
	"hebi/internal/search"
)

var _ search.Index = (*Store)(nil)

// WriteIndex makes search know documents, which are some of those that the file
// holds; what it knew of their editions before is forgotten. It belongs into the
// transaction that stores the editions.
func (s *Store) WriteIndex(ctx context.Context, file *search.File, documents []*search.Document) error {
	if len(documents) == 0 {
		return nil
	}
	number, err := s.nextIndexNumber(ctx)
	if err != nil {
		return err
	}
	row := file.Row(number)
	if err := s.insertSegment(ctx, row, len(file.Documents), true); err != nil {
		return err
	}
	for family, blocks := range file.Blocks {
		if err := s.AddBlocks(ctx, number, search.Family(family), 0, blocks); err != nil {
			return err
		}
	}
	keys := make([]int64, len(documents))
	for i, d := range documents {
		keys[i] = d.EditionKey
	}
	facts, err := s.indexFacts(ctx, keys)
	if err != nil {
		return err
	}
	for _, d := range documents {
		if err := s.writeDocument(ctx, number, d, facts[d.EditionKey]); err != nil {
			return fmt.Errorf("index edition %d: %w", d.EditionKey, err)
		}
	}
	return nil
}

func (s *Store) writeDocument(ctx context.Context, number int64, d *search.Document, f indexFacts) error {
	db := s.write.WithContext(ctx)
	err := db.Exec(
		`INSERT INTO search_editions (edition_id, number, document, article_id, language, dated_at, kind, themes, contributors, stamp)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (edition_id) DO UPDATE SET number = excluded.number, document = excluded.document, dated_at = excluded.dated_at,
			kind = excluded.kind, themes = excluded.themes, contributors = excluded.contributors, stamp = excluded.stamp`,
		d.EditionKey, number, search.DocumentNumber(number, d.Ordinal), f.ArticleID, f.Language, timeFromRow(f.DatedAt).UnixMilli(), f.Kind,
		strings.Join(f.themes, " "), strings.Join(f.contributors, " "), d.Stamp).Error
	if err != nil {
		return err
	}
	return db.Exec("INSERT INTO search_texts (edition_id, body) VALUES (?, ?) ON CONFLICT (edition_id) DO UPDATE SET body = excluded.body",
		d.EditionKey, sought(d.Body)).Error
}

// indexFacts is what queries ask of an edition besides its text.
type indexFacts struct {
	ID, ArticleID        int64
	Language, Kind       string
	DatedAt              *time.Time
	themes, contributors []string
}

func (s *Store) indexFacts(ctx context.Context, keys []int64) (map[int64]indexFacts, error) {
	rows, err := of[indexFacts](s.read).Raw(
		"SELECT e.id, e.article_id, e.language, a.kind, e.dated_at FROM editions e JOIN articles a ON a.id = e.article_id WHERE e.id IN ?", keys).Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("index facts: %w", err)
	}
	type slug struct {
		ID   int64
		Slug string
	}
	themes, err := of[slug](s.read).Raw(
		`SELECT e.id, t.slug FROM editions e JOIN article_themes x ON x.article_id = e.article_id JOIN themes t ON t.id = x.theme_id
		WHERE e.id IN ? AND NOT x.refused ORDER BY t.slug`, keys).Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("index facts: %w", err)
	}
	contributors, err := of[slug](s.read).Raw(
		`SELECT DISTINCT e.id, c.slug FROM editions e JOIN credits x ON x.article_id = e.article_id AND x.language IN ('', e.language)
		JOIN contributors c ON c.id = x.contributor_id WHERE e.id IN ? ORDER BY c.slug`, keys).Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("index facts: %w", err)
	}
	facts := make(map[int64]indexFacts, len(rows))
	for _, r := range rows {
		facts[r.ID] = r
	}
	for _, t := range themes {
		f := facts[t.ID]
		f.themes = append(f.themes, t.Slug)
		facts[t.ID] = f
	}
	for _, c := range contributors {
		f := facts[c.ID]
		f.contributors = append(f.contributors, c.Slug)
		facts[c.ID] = f
	}
	return facts, nil
}

// Unindex makes an edition unknown to search; it need not have been known.
func (s *Store) Unindex(ctx context.Context, editionKey int64) error {
	db := s.write.WithContext(ctx)
	var known int64
	if err := db.Raw("SELECT COUNT(*) FROM search_editions WHERE edition_id = ? AND document <> 0", editionKey).Scan(&known).Error; err != nil {
		return fmt.Errorf("unindex edition %d: %w", editionKey, err)
	}
	if known == 0 { // the number need not move
		return nil
	}
	number, err := s.nextIndexNumber(ctx)
	if err != nil {
		return err
	}
	if err := db.Exec("UPDATE search_editions SET number = ?, document = 0, stamp = '' WHERE edition_id = ?", number, editionKey).Error; err != nil {
		return fmt.Errorf("unindex edition %d: %w", editionKey, err)
	}
	if err := db.Exec("DELETE FROM search_texts WHERE edition_id = ?", editionKey).Error; err != nil {
		return fmt.Errorf("unindex edition %d: %w", editionKey, err)
	}
	return nil
}

// RefreshIndexed tells search what queries ask of these articles' editions besides their texts, such as themes.
func (s *Store) RefreshIndexed(ctx context.Context, articleIDs []int64) error {
	var keys []int64
	err := s.read.WithContext(ctx).Raw("SELECT edition_id FROM search_editions WHERE article_id IN ? AND document <> 0", articleIDs).Scan(&keys).Error
	if err != nil {
		return fmt.Errorf("indexed editions: %w", err)
	}
	if len(keys) == 0 {
		return nil
	}
	number, err := s.nextIndexNumber(ctx)
	if err != nil {
		return err
	}
	facts, err := s.indexFacts(ctx, keys)
	if err != nil {
		return err
	}
	for _, f := range facts {
		err := s.write.WithContext(ctx).Exec(
			"UPDATE search_editions SET number = ?, dated_at = ?, kind = ?, themes = ?, contributors = ? WHERE edition_id = ?",
			number, timeFromRow(f.DatedAt).UnixMilli(), f.Kind, strings.Join(f.themes, " "), strings.Join(f.contributors, " "), f.ID).Error
		if err != nil {
			return fmt.Errorf("index edition %d: %w", f.ID, err)
		}
	}
	return nil
}

// nextIndexNumber moves the index's number and returns it. Other transactions
// that change the index wait until this one ends, so that whoever has seen a
// number has seen all that went before.
func (s *Store) nextIndexNumber(ctx context.Context) (int64, error) {
	if err := s.Bump(ctx, indexCounter); err != nil {
		return 0, err
	}
	var number int64
	err := s.write.WithContext(ctx).Raw("SELECT value FROM counters WHERE name = ?", string(indexCounter)).Scan(&number).Error
	if err != nil {
		return 0, fmt.Errorf("read counter %s: %w", indexCounter, err)
	}
	return number, nil
}

// IndexNumber is the index's part of SearchNumbers.
func (s *Store) IndexNumber(ctx context.Context) (int64, error) {
	number, _, err := s.Counter(ctx, indexCounter)
	return number, err
}

// IndexChange is search.Index's.
func (s *Store) IndexChange(ctx context.Context, after int64, known []int64) (*search.IndexChange, error) {
	change := &search.IndexChange{}
	err := s.read.WithContext(ctx).Transaction(func(db *gorm.DB) error {
		tx := &Store{write: db, read: db, postgres: s.postgres, now: s.now}
		var err error
		if change.Number, err = tx.IndexNumber(ctx); err != nil {
			return err
		}
		if err := db.Raw("SELECT id FROM search_segments WHERE ready ORDER BY id").Scan(&change.Segments).Error; err != nil {
			return err
		}
		for _, id := range change.Segments {
			if slices.Contains(known, id) {
				continue
			}
			var row search.SegmentRow
			if err := db.Raw("SELECT id, documents, lists, positions FROM search_segments WHERE id = ?", id).Scan(&row).Error; err != nil {
				return err
			}
			change.Added = append(change.Added, row)
		}
		change.Editions, err = tx.indexedEditions(ctx, after)
		return err
	}, &sql.TxOptions{ReadOnly: true, Isolation: sql.LevelRepeatableRead})
	if err != nil {
		return nil, fmt.Errorf("read the index: %w", err)
	}
	return change, nil
}

func (s *Store) indexedEditions(ctx context.Context, after int64) ([]search.IndexedEdition, error) {
	rows, err := s.read.WithContext(ctx).Raw(
		`SELECT t.edition_id, t.article_id, t.document, t.language, t.dated_at, t.kind, t.themes, t.contributors, e.title, a.slug
		FROM search_editions t JOIN editions e ON e.id = t.edition_id JOIN articles a ON a.id = e.article_id WHERE t.number > ?`, after).Rows()
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var list []search.IndexedEdition
	for rows.Next() {
		var e search.IndexedEdition
		var language, kind, themes, contributors string
		var dated int64
		if err := rows.Scan(&e.EditionKey, &e.ArticleID, &e.Document, &language, &dated, &kind, &themes, &contributors, &e.Title, &e.Slug); err != nil {
			return nil, err
		}
		e.Language, e.Kind, e.Date = newsroom.Language(language), newsroom.Kind(kind), time.UnixMilli(dated).UTC()
		e.Themes, e.Contributors = strings.Fields(themes), strings.Fields(contributors)
		list = append(list, e)
	}
	return list, rows.Err()
}

// IndexBlocks is search.Index's.
func (s *Store) IndexBlocks(ctx context.Context, ids []int64, each func(id int64, data []byte)) error {
	for ids := range slices.Chunk(ids, maxVariables) {
		if err := s.eachBlock(ctx, ids, each); err != nil {
			return fmt.Errorf("index blocks: %w", err)
		}
	}
	return nil
}

func (s *Store) eachBlock(ctx context.Context, ids []int64, each func(id int64, data []byte)) error {
	rows, err := s.read.WithContext(ctx).Raw("SELECT id, data FROM search_blocks WHERE id IN ?", ids).Rows()
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var id int64
		var data []byte
		if err := rows.Scan(&id, &data); err != nil {
			return err
		}
		each(id, data)
	}
	return rows.Err()
}

// SearchBodies is search.Index's.
func (s *Store) SearchBodies(ctx context.Context, keys []int64) (map[int64]string, error) {
	bodies := make(map[int64]string, len(keys))
	if len(keys) == 0 {
		return bodies, nil
	}
	rows, err := s.read.WithContext(ctx).Raw("SELECT edition_id, body FROM search_texts WHERE edition_id IN ?", keys).Rows()
	if err != nil {
		return nil, fmt.Errorf("search bodies: %w", err)
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var key int64
		var body string
		if err := rows.Scan(&key, &body); err != nil {
			return nil, fmt.Errorf("search bodies: %w", err)
		}
		bodies[key] = body
	}
	return bodies, rows.Err()
}
