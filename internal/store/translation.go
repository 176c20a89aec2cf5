package store

import (
	"context"
	"fmt"
	"strings"
	"time"

	"gorm.io/gorm/clause"

	"hebi/internal/newsroom"
)

type reflectedChangeRow struct {
	EditionID int64
	ChangeKey string
	UserID    *int64
	CreatedAt time.Time
}

func (reflectedChangeRow) TableName() string { return "reflected_changes" }

// Reflected returns the keys of the changes of its source that a translation
// reflects beyond the revision it names.
func (s *Store) Reflected(ctx context.Context, editionKey int64) (map[string]bool, error) {
	rows, err := of[reflectedChangeRow](s.read).Where("edition_id = ?", editionKey).Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("reflected changes: %w", err)
	}
	keys := make(map[string]bool, len(rows))
	for _, r := range rows {
		keys[r.ChangeKey] = true
	}
	return keys, nil
}

// AddReflected keeps keys as those of changes that a translation reflects; user
// is who said so, 0 the operator. A key that is known stays as it is.
func (s *Store) AddReflected(ctx context.Context, editionKey, user int64, keys []string) error {
	if len(keys) == 0 {
		return nil
	}
	rows := make([]reflectedChangeRow, len(keys))
	for i, key := range keys {
		rows[i] = reflectedChangeRow{EditionID: editionKey, ChangeKey: key, UserID: userIDToRow(user), CreatedAt: s.utcNow()}
	}
	err := s.write.WithContext(ctx).Clauses(clause.OnConflict{DoNothing: true}).Create(&rows).Error
	return wrapped("reflected changes", err)
}

// ForgetReflected drops the keys of a translation, which names a later revision now.
func (s *Store) ForgetReflected(ctx context.Context, editionKey int64) error {
	_, err := of[reflectedChangeRow](s.write).Where("edition_id = ?", editionKey).Delete(ctx)
	return wrapped("reflected changes", err)
}

// SetReflects binds a translation to a revision of its source; ErrConflict
// unless the translation has this version, which moves.
func (s *Store) SetReflects(ctx context.Context, editionKey int64, version, reflects int) error {
	n, err := of[editionRow](s.write).Where("id = ? AND version = ?", editionKey, version).
		Select("reflects", "version").Updates(ctx, editionRow{Reflects: reflects, Version: version + 1})
	if err == nil && n == 0 {
		return newsroom.Because(newsroom.ErrConflict, "somebody else saved the edition meanwhile")
	}
	return wrapped("reflected revision", err)
}

// RevisionsFrom returns an edition's saved states from a number on, oldest first.
func (s *Store) RevisionsFrom(ctx context.Context, editionKey int64, number int) ([]newsroom.Revision, error) {
	rows, err := of[revisionRow](s.read).Where("edition_id = ? AND number >= ?", editionKey, number).Order("number").Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("revisions from %d: %w", number, err)
	}
	revisions := make([]newsroom.Revision, len(rows))
	for i, r := range rows {
		revisions[i] = r.newsroom()
	}
	return revisions, nil
}

type alignmentRow struct {
	ArticleID   int64 `gorm:"primaryKey"`
	Corrections string
}

func (alignmentRow) TableName() string { return "alignments" }

// AlignmentCorrections returns what editors decided of how the sentences of an article's
// editions correspond, as SetAlignmentCorrections was given it; empty when they did not.
func (s *Store) AlignmentCorrections(ctx context.Context, articleID int64) (string, error) {
	rows, err := of[alignmentRow](s.read).Where("article_id = ?", articleID).Find(ctx)
	if err != nil || len(rows) == 0 {
		return "", wrapped("alignment", err)
	}
	return rows[0].Corrections, nil
}

// SetAlignmentCorrections replaces what AlignmentCorrections returns.
func (s *Store) SetAlignmentCorrections(ctx context.Context, articleID int64, corrections string) error {
	row := alignmentRow{articleID, corrections}
	err := s.write.WithContext(ctx).Clauses(clause.OnConflict{UpdateAll: true}).Create(&row).Error
	return wrapped("alignment", err)
}

// TranslationQuery says which articles are asked for by the state of their
// translation; zero values do not narrow.
type TranslationQuery struct {
	// Language is that of the translation, Status its status.
	Language newsroom.Language
	Status   newsroom.Status
	// Missing asks for those without a translation, Behind for those whose source
	// was revised since the revision that they reflect, and not of typos only.
	Missing, Behind bool
	// Text is a part of a title, or of the slug.
	Text          string
	Limit, Offset int
}

func (q TranslationQuery) where() (string, []any) {
	conditions, args := []string{"1 = 1"}, []any{}
	add := func(used bool, condition string, values ...any) {
		if used {
			conditions = append(conditions, condition)
			args = append(args, values...)
		}
	}
	add(q.Language != "", "s.language <> ?", string(q.Language))
	add(q.Status != "", "t.status = ?", string(q.Status))
	add(q.Missing, "t.id IS NULL")
	add(q.Behind, "t.reflects > 0 AND t.reflects < s.significant")
	if q.Text != "" {
		part := likePart(q.Text)
		add(true, `(LOWER(s.title) LIKE ? ESCAPE '\' OR LOWER(t.title) LIKE ? ESCAPE '\' OR a.slug LIKE ? ESCAPE '\')`, part, part, part)
	}
	return strings.Join(conditions, " AND "), args
}

// Translations returns the articles that a query finds, with all their editions
// but not their bodies, those first whose source changed last, and how many there are in all.
func (s *Store) Translations(ctx context.Context, q TranslationQuery) ([]newsroom.Article, int, error) {
	where, args := q.where()
	from := ` FROM articles a JOIN editions s ON s.article_id = a.id AND s.original
		LEFT JOIN editions t ON t.article_id = a.id AND NOT t.original WHERE ` + where
	var total int64
	if err := s.read.WithContext(ctx).Raw("SELECT COUNT(*)"+from, args...).Scan(&total).Error; err != nil {
		return nil, 0, fmt.Errorf("count translations: %w", err)
	}
	if q.Limit <= 0 {
		q.Limit = max(int(total), 1)
	}
	var ids []int64
	err := s.read.WithContext(ctx).Raw("SELECT a.id"+from+" ORDER BY s.changed_at DESC, a.id DESC LIMIT ? OFFSET ?",
		append(args, q.Limit, max(q.Offset, 0))...).Scan(&ids).Error
	if err != nil {
		return nil, 0, fmt.Errorf("list translations: %w", err)
	}
	list, err := s.loadArticles(ctx, ids, loading{everything: true})
	return list, int(total), err
}
