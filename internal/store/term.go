package store

import (
	"context"
	"fmt"
	"slices"

	"hebi/internal/newsroom"
)

type termRow struct {
	ID         int64 `gorm:"primaryKey"`
	Position   int
	ZH         string `gorm:"column:zh"`
	EN         string `gorm:"column:en"`
	Kind       string
	ZHVariants string `gorm:"column:zh_variants"`
	ENVariants string `gorm:"column:en_variants"`
	Forbidden  string
	Themes     string
	Pinyin     string
	Note       string
}

func (termRow) TableName() string { return "terms" }

func (r termRow) newsroom() newsroom.Term {
	t := newsroom.Term{ID: r.ID, ZH: r.ZH, EN: r.EN, Kind: r.Kind, Pinyin: r.Pinyin, Note: r.Note}
	unmarshal(r.ZHVariants, &t.ZHVariants)
	unmarshal(r.ENVariants, &t.ENVariants)
	unmarshal(r.Forbidden, &t.Forbidden)
	unmarshal(r.Themes, &t.Themes)
	return t
}

// Terms returns the whole term base in its order.
func (s *Store) Terms(ctx context.Context) ([]newsroom.Term, error) {
	rows, err := of[termRow](s.read).Order("position, id").Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("terms: %w", err)
	}
	terms := make([]newsroom.Term, len(rows))
	for i, r := range rows {
		terms[i] = r.newsroom()
	}
	return terms, nil
}

// SaveTerms inserts or updates terms by their Chinese side, in the order given; terms it does not name
// stay, at places that may be those of others.
func (s *Store) SaveTerms(ctx context.Context, terms []newsroom.Term) error {
	for i, t := range terms {
		err := s.write.WithContext(ctx).Exec(
			`INSERT INTO terms (position, zh, en, kind, zh_variants, en_variants, forbidden, themes, pinyin, note)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (zh) DO UPDATE SET position = excluded.position, en = excluded.en,
			kind = excluded.kind, zh_variants = excluded.zh_variants, en_variants = excluded.en_variants,
			forbidden = excluded.forbidden, themes = excluded.themes, pinyin = excluded.pinyin, note = excluded.note`,
			i, t.ZH, t.EN, t.Kind, marshal(t.ZHVariants), marshal(t.ENVariants), marshal(t.Forbidden), marshal(t.Themes), t.Pinyin, t.Note).Error
		if err != nil {
			return fmt.Errorf("save term %q: %w", t.ZH, err)
		}
	}
	return nil
}

// RemoveTerms removes terms by their Chinese side; there need not be such terms.
func (s *Store) RemoveTerms(ctx context.Context, zh []string) error {
	for zh := range slices.Chunk(zh, maxVariables) {
		if _, err := of[termRow](s.write).Where("zh IN ?", zh).Delete(ctx); err != nil {
			return fmt.Errorf("remove terms: %w", err)
		}
	}
	return nil
}
