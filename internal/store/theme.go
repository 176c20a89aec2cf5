package store

import (
	"context"
	"fmt"

	"hebi/internal/newsroom"
)

type themeRow struct {
	ID             int64 `gorm:"primaryKey"`
	Slug           string
	Position       int
	NameZH         string `gorm:"column:name_zh"`
	NameEN         string `gorm:"column:name_en"`
	IntroductionZH string `gorm:"column:introduction_zh"`
	IntroductionEN string `gorm:"column:introduction_en"`
	Vocabulary     string
}

func (themeRow) TableName() string { return "themes" }

func (r themeRow) newsroom() newsroom.Theme {
	t := newsroom.Theme{
		ID: r.ID, Slug: r.Slug, Name: newsroom.Bilingual{ZH: r.NameZH, EN: r.NameEN},
		Introduction: newsroom.Bilingual{ZH: r.IntroductionZH, EN: r.IntroductionEN},
	}
	unmarshal(r.Vocabulary, &t.Vocabulary)
	return t
}

// AllThemes returns every theme in the site's order.
func (s *Store) AllThemes(ctx context.Context) ([]newsroom.Theme, error) {
	rows, err := of[themeRow](s.read).Order("position, id").Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("themes: %w", err)
	}
	themes := make([]newsroom.Theme, len(rows))
	for i, r := range rows {
		themes[i] = r.newsroom()
	}
	return themes, nil
}

// ThemeBySlug returns a theme; ErrNotFound when there is none.
func (s *Store) ThemeBySlug(ctx context.Context, slug string) (*newsroom.Theme, error) {
	row, err := of[themeRow](s.read).Where("slug = ?", sought(slug)).Take(ctx)
	if err != nil {
		return nil, fmt.Errorf("theme %q: %w", slug, fold(err))
	}
	t := row.newsroom()
	return &t, nil
}

// SaveThemes inserts or updates themes by their slugs, in the order given; themes it does not name stay.
func (s *Store) SaveThemes(ctx context.Context, themes []newsroom.Theme) error {
	for i, t := range themes {
		err := s.write.WithContext(ctx).Exec(
			`INSERT INTO themes (slug, position, name_zh, name_en, introduction_zh, introduction_en, vocabulary)
			VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (slug) DO UPDATE SET position = excluded.position,
			name_zh = excluded.name_zh, name_en = excluded.name_en, introduction_zh = excluded.introduction_zh,
			introduction_en = excluded.introduction_en, vocabulary = excluded.vocabulary`,
			t.Slug, i, t.Name.ZH, t.Name.EN, t.Introduction.ZH, t.Introduction.EN, marshal(t.Vocabulary)).Error
		if err != nil {
			return fmt.Errorf("save theme %q: %w", t.Slug, err)
		}
	}
	return nil
}

type articleThemeRow struct {
	ArticleID int64
	ThemeID   int64
	Position  int
	Manual    bool
	Refused   bool
	Never     bool
	Score     float64
	Evidence  string
}

func (articleThemeRow) TableName() string { return "article_themes" }

// SetArticleThemes replaces an article's themes, in the order given. Themes an
// editor refused stay refused: a found tag for one of them is dropped. A slug
// without a theme is ErrNotFound.
func (s *Store) SetArticleThemes(ctx context.Context, articleID int64, tags []newsroom.ThemeTag) error {
	themes, err := of[themeRow](s.read).Select("id, slug").Find(ctx)
	if err != nil {
		return fmt.Errorf("themes of article %d: %w", articleID, err)
	}
	ids := make(map[string]int64, len(themes))
	for _, t := range themes {
		ids[t.Slug] = t.ID
	}
	if _, err := of[articleThemeRow](s.write).Where("article_id = ? AND NOT refused", articleID).Delete(ctx); err != nil {
		return fmt.Errorf("themes of article %d: %w", articleID, err)
	}
	for i, tag := range tags {
		id, ok := ids[tag.Slug]
		if !ok {
			return fmt.Errorf("theme %q: %w", tag.Slug, newsroom.ErrNotFound)
		}
		onConflict := "DO NOTHING"
		if tag.Manual {
			onConflict = "(article_id, theme_id) DO UPDATE SET position = excluded.position, manual = excluded.manual, refused = excluded.refused, score = excluded.score, evidence = excluded.evidence"
		}
		err := s.write.WithContext(ctx).Exec(
			"INSERT INTO article_themes (article_id, theme_id, position, manual, refused, score, evidence) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT "+onConflict,
			articleID, id, i, tag.Manual, false, tag.Score, marshal(tag.Evidence)).Error
		if err != nil {
			return fmt.Errorf("theme %q of article %d: %w", tag.Slug, articleID, err)
		}
	}
	return nil
}

// RefuseTheme records that an editor does not want a theme on an article: no
// later tagging brings it back until LiftRefusals, or with never at all, only
// setting it by hand does.
func (s *Store) RefuseTheme(ctx context.Context, articleID int64, slug string, never bool) error {
	theme, err := s.ThemeBySlug(ctx, slug)
	if err != nil {
		return err
	}
	err = s.write.WithContext(ctx).Exec(
		`INSERT INTO article_themes (article_id, theme_id, position, manual, refused, never, score, evidence) VALUES (?, ?, 0, ?, ?, ?, 0, '[]')
		ON CONFLICT (article_id, theme_id) DO UPDATE SET manual = excluded.manual, refused = excluded.refused, never = excluded.never`,
		articleID, theme.ID, false, true, never).Error
	if err != nil {
		return fmt.Errorf("refuse theme %q of article %d: %w", slug, articleID, err)
	}
	return nil
}

// LiftRefusals lets themes be found again that were refused for an article, but
// for those that are never to be.
func (s *Store) LiftRefusals(ctx context.Context, articleID int64) error {
	_, err := of[articleThemeRow](s.write).Where("article_id = ? AND refused AND NOT never", articleID).Delete(ctx)
	return wrapped(fmt.Sprintf("lift refusals of article %d", articleID), err)
}
