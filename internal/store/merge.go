package store

import (
	"context"
	"fmt"

	"hebi/internal/newsroom"
)

// CreditedArticles returns the articles that credit a contributor, seen by readers or not.
func (s *Store) CreditedArticles(ctx context.Context, contributorID int64) ([]int64, error) {
	return s.articleIDs(ctx, "SELECT DISTINCT article_id FROM credits WHERE contributor_id = ? ORDER BY article_id", contributorID)
}

// ThemeUse is how many articles say something of a theme.
type ThemeUse struct {
	// Tagged carry the theme, by hand or found; Refused are those it was taken from for good.
	Tagged, Refused int
}

// ThemeUses counts the articles of every theme, seen by readers or not, by the theme's number.
func (s *Store) ThemeUses(ctx context.Context) (map[int64]ThemeUse, error) {
	type count struct {
		ThemeID  int64
		Refused  bool
		Articles int
	}
	rows, err := of[count](s.read).Raw("SELECT theme_id, refused, COUNT(*) AS articles FROM article_themes GROUP BY theme_id, refused").Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("count the articles of themes: %w", err)
	}
	uses := map[int64]ThemeUse{}
	for _, r := range rows {
		use := uses[r.ThemeID]
		if r.Refused {
			use.Refused = r.Articles
		} else {
			use.Tagged = r.Articles
		}
		uses[r.ThemeID] = use
	}
	return uses, nil
}

// ThemedArticles returns the articles that carry a theme or had it refused, seen by readers or not.
func (s *Store) ThemedArticles(ctx context.Context, themeID int64) ([]int64, error) {
	return s.articleIDs(ctx, "SELECT article_id FROM article_themes WHERE theme_id = ? ORDER BY article_id", themeID)
}

func (s *Store) articleIDs(ctx context.Context, query string, args ...any) ([]int64, error) {
	type found struct{ ArticleID int64 }
	rows, err := of[found](s.read).Raw(query, args...).Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("list articles: %w", err)
	}
	ids := make([]int64, len(rows))
	for i, r := range rows {
		ids[i] = r.ArticleID
	}
	return ids, nil
}

// TouchArticles moves the versions of articles whose facts change without their
// row, so that nobody saves over the change.
func (s *Store) TouchArticles(ctx context.Context, ids []int64) error {
	if len(ids) == 0 {
		return nil
	}
	return s.inTurn(ctx, "touch articles", []statement{{"UPDATE articles SET version = version + 1 WHERE id IN ?", []any{ids}}})
}

// MergeContributor gives all credits of one contributor to another, once each,
// and removes the one that has none left.
func (s *Store) MergeContributor(ctx context.Context, from, into int64) error {
	return s.inTurn(ctx, "merge contributors", []statement{
		{`DELETE FROM credits WHERE contributor_id = ? AND EXISTS (SELECT 1 FROM credits k WHERE k.contributor_id = ?
			AND k.article_id = credits.article_id AND k.language = credits.language AND k.role = credits.role)`, []any{from, into}},
		{"UPDATE credits SET contributor_id = ? WHERE contributor_id = ?", []any{into, from}},
		{"DELETE FROM media_uses WHERE owner_kind = ? AND owner_id = ?", []any{string(contributorOwner), from}},
		{"DELETE FROM contributors WHERE id = ?", []any{from}},
	})
}

// MergeTheme gives all articles of one theme to another and removes the one
// that is left without. What an editor set by hand stays so; of two that were
// found or refused, what is said of the other stands.
func (s *Store) MergeTheme(ctx context.Context, from, into int64) error {
	return s.inTurn(ctx, "merge themes", []statement{
		{`UPDATE article_themes SET manual = TRUE, refused = FALSE, score = 1 WHERE theme_id = ? AND NOT manual AND EXISTS (
			SELECT 1 FROM article_themes f WHERE f.article_id = article_themes.article_id AND f.theme_id = ? AND f.manual)`, []any{into, from}},
		{`UPDATE article_themes SET theme_id = ? WHERE theme_id = ? AND NOT EXISTS (
			SELECT 1 FROM article_themes k WHERE k.article_id = article_themes.article_id AND k.theme_id = ?)`, []any{into, from, into}},
		{"DELETE FROM themes WHERE id = ?", []any{from}}, // and with it the rows that are left
	})
}

// RemoveTheme removes a theme that no article carries; ErrNotFound when there is none with that number.
func (s *Store) RemoveTheme(ctx context.Context, id int64) error {
	n, err := of[themeRow](s.write).Where("id = ?", id).Delete(ctx)
	if err == nil && n == 0 {
		return fmt.Errorf("theme %d: %w", id, newsroom.ErrNotFound)
	}
	return wrapped("remove theme", err)
}

// RenameTheme gives a theme another slug; ErrConflict when it is taken.
func (s *Store) RenameTheme(ctx context.Context, id int64, slug string) error {
	_, err := of[themeRow](s.write).Where("id = ?", id).Update(ctx, "slug", slug)
	return wrapped("rename theme", fold(err))
}

// RenameSpecial gives a special another slug; ErrConflict when it is taken.
func (s *Store) RenameSpecial(ctx context.Context, id int64, slug string) error {
	_, err := of[specialRow](s.write).Where("id = ?", id).Update(ctx, "slug", slug)
	return wrapped("rename special", fold(err))
}

// RenamePage gives a standing page another slug; ErrConflict when it is taken.
func (s *Store) RenamePage(ctx context.Context, id int64, slug string) error {
	_, err := of[pageRow](s.write).Where("id = ?", id).Update(ctx, "slug", slug)
	return wrapped("rename page", fold(err))
}

// statement is SQL with its values.
type statement struct {
	query string
	args  []any
}

func (s *Store) inTurn(ctx context.Context, what string, statements []statement) error {
	for _, x := range statements {
		if err := s.write.WithContext(ctx).Exec(x.query, x.args...).Error; err != nil {
			return fmt.Errorf("%s: %w", what, fold(err))
		}
	}
	return nil
}
