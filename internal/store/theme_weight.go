package store

import (
	"context"
	"fmt"

	"hebi/internal/newsroom"
)

type themeWeightRow struct {
	Position int
	Theme    string
	Language string
	Word     string
	Weight   float64
}

func (themeWeightRow) TableName() string { return "theme_weights" }

// weightRows is how many rows go into one statement: SQLite takes 32,766 values.
const weightRows = 500

// ThemeWeights returns what was learned of words, in the order in which it was saved.
func (s *Store) ThemeWeights(ctx context.Context) ([]newsroom.ThemeWeight, error) {
	rows, err := of[themeWeightRow](s.read).Order("position").Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("theme weights: %w", err)
	}
	weights := make([]newsroom.ThemeWeight, len(rows))
	for i, r := range rows {
		weights[i] = newsroom.ThemeWeight{Theme: r.Theme, Language: newsroom.Language(r.Language), Word: r.Word, Weight: r.Weight}
	}
	return weights, nil
}

// SetThemeWeights replaces all weights: those that were learned together belong together.
func (s *Store) SetThemeWeights(ctx context.Context, weights []newsroom.ThemeWeight) error {
	if _, err := of[themeWeightRow](s.write).Where("1 = 1").Delete(ctx); err != nil {
		return fmt.Errorf("theme weights: %w", err)
	}
	rows := make([]themeWeightRow, len(weights))
	for i, w := range weights {
		rows[i] = themeWeightRow{Position: i, Theme: w.Theme, Language: string(w.Language), Word: w.Word, Weight: w.Weight}
	}
	if len(rows) == 0 {
		return nil
	}
	if err := of[themeWeightRow](s.write).CreateInBatches(ctx, &rows, weightRows); err != nil {
		return fmt.Errorf("theme weights: %w", fold(err))
	}
	return nil
}

// RefusedThemes returns the slugs of the themes that an editor refused for an
// article, and of those the ones that it is never to get, in the alphabet's order.
func (s *Store) RefusedThemes(ctx context.Context, articleID int64) (refused, never []string, err error) {
	type row struct {
		Slug  string
		Never bool
	}
	rows, err := of[row](s.read).Raw(
		`SELECT t.slug, x.never FROM article_themes x JOIN themes t ON t.id = x.theme_id
		WHERE x.article_id = ? AND x.refused ORDER BY t.slug`, articleID).Find(ctx)
	if err != nil {
		return nil, nil, fmt.Errorf("refused themes of article %d: %w", articleID, err)
	}
	for _, r := range rows {
		refused = append(refused, r.Slug)
		if r.Never {
			never = append(never, r.Slug)
		}
	}
	return refused, never, nil
}
