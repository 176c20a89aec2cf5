package store

import (
	"context"
	"fmt"

	"hebi/internal/newsroom"
)

type specialRow struct {
	ID   int64 `gorm:"primaryKey"`
	Slug string
}

func (specialRow) TableName() string { return "specials" }

type specialEditionRow struct {
	SpecialID int64
	Language  string
	Title     string
	Subtitle  string
	Note      string
}

func (specialEditionRow) TableName() string { return "special_editions" }

type specialArticleRow struct {
	SpecialID int64
	ArticleID int64
	Position  int
}

func (specialArticleRow) TableName() string { return "special_articles" }

// specialOrder selects the specials visible in a language, newest first by their newest article.
// Asked as a subquery, SQLite looks at the articles of specials and not at all that there are.
const specialOrder = `SELECT z.id, z.slug, z.title FROM (
	SELECT s.id, s.slug, t.title, (
		SELECT MAX(e.dated_at) FROM special_articles x
		JOIN editions e ON e.article_id = x.article_id AND e.status = 'published' WHERE x.special_id = s.id
	) AS newest FROM specials s JOIN special_editions t ON t.special_id = s.id AND t.language = ?
) z WHERE z.newest IS NOT NULL ORDER BY z.newest DESC, z.id DESC`

// NewestSpecials returns the specials visible in l with their visible articles, newest
// first by their newest article: up to limit, after the first offset.
func (s *Store) NewestSpecials(ctx context.Context, l newsroom.Language, limit, offset int) ([]newsroom.Special, error) {
	rows, err := of[specialRow](s.read).Raw(specialOrder+" LIMIT ? OFFSET ?", string(l), limit, offset).Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("specials: %w", err)
	}
	return s.loadSpecials(ctx, rows, loading{})
}

// SpecialTitles returns the slugs of all specials visible in l and their titles
// there, in the order of NewestSpecials.
func (s *Store) SpecialTitles(ctx context.Context, l newsroom.Language) ([]newsroom.SpecialRef, error) {
	type named struct{ Slug, Title string }
	rows, err := of[named](s.read).Raw(specialOrder, string(l)).Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("titles of specials: %w", err)
	}
	list := make([]newsroom.SpecialRef, len(rows))
	for i, r := range rows {
		list[i] = newsroom.SpecialRef{Slug: r.Slug, Title: newsroom.Bilingual{}.With(l, r.Title)}
	}
	return list, nil
}

// SpecialBySlug returns a special with its visible articles; ErrNotFound when
// it has no visible article. Its edition in l may be missing.
func (s *Store) SpecialBySlug(ctx context.Context, slug string, l newsroom.Language) (*newsroom.Special, error) {
	special, err := s.specialBySlug(ctx, slug, loading{})
	if err != nil {
		return nil, err
	}
	if len(special.Articles) == 0 {
		return nil, fmt.Errorf("special %q: %w", slug, newsroom.ErrNotFound)
	}
	return special, nil
}

// WholeSpecial returns a special with the slugs of all its articles, visible or not; ErrNotFound when there is none.
func (s *Store) WholeSpecial(ctx context.Context, slug string) (*newsroom.Special, error) {
	return s.specialBySlug(ctx, slug, loading{everything: true})
}

func (s *Store) specialBySlug(ctx context.Context, slug string, want loading) (*newsroom.Special, error) {
	rows, err := of[specialRow](s.read).Where("slug = ?", sought(slug)).Limit(1).Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("special %q: %w", slug, err)
	}
	if len(rows) == 0 {
		return nil, fmt.Errorf("special %q: %w", slug, newsroom.ErrNotFound)
	}
	specials, err := s.loadSpecials(ctx, rows, want)
	if err != nil {
		return nil, err
	}
	return &specials[0], nil
}

// AllSpecials returns every special with the slugs of its articles, by slug; for export.
func (s *Store) AllSpecials(ctx context.Context) ([]newsroom.Special, error) {
	rows, err := of[specialRow](s.read).Order("slug").Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("specials: %w", err)
	}
	return s.loadSpecials(ctx, rows, loading{everything: true})
}

func (s *Store) loadSpecials(ctx context.Context, rows []specialRow, want loading) ([]newsroom.Special, error) {
	if len(rows) == 0 {
		return nil, nil
	}
	specials := make([]newsroom.Special, len(rows))
	index := make(map[int64]*newsroom.Special, len(rows))
	ids := make([]int64, len(rows))
	for i, r := range rows {
		specials[i] = newsroom.Special{ID: r.ID, Slug: r.Slug, Editions: map[newsroom.Language]*newsroom.SpecialEdition{}}
		index[r.ID], ids[i] = &specials[i], r.ID
	}
	texts, err := of[specialEditionRow](s.read).Where("special_id IN ?", ids).Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("specials: %w", err)
	}
	for _, t := range texts {
		l := newsroom.Language(t.Language)
		index[t.SpecialID].Editions[l] = &newsroom.SpecialEdition{Language: l, Title: t.Title, Subtitle: t.Subtitle, Note: t.Note}
	}
	media, err := s.mediaAddresses(ctx, specialOwner, ids, nil)
	if err != nil {
		return nil, err
	}
	for id, byName := range media {
		index[id].Media = byName
	}
	return specials, s.fillSpecialArticles(ctx, index, ids, want)
}

func (s *Store) fillSpecialArticles(ctx context.Context, specials map[int64]*newsroom.Special, ids []int64, want loading) error {
	type place struct {
		SpecialID, ArticleID int64
		Slug                 string
	}
	places, err := of[place](s.read).Raw(
		`SELECT x.special_id, x.article_id, a.slug FROM special_articles x JOIN articles a ON a.id = x.article_id
		WHERE x.special_id IN ? ORDER BY x.special_id, x.position`, ids).Find(ctx)
	if err != nil {
		return fmt.Errorf("articles of specials: %w", err)
	}
	articleIDs := make([]int64, len(places))
	for i, p := range places {
		articleIDs[i] = p.ArticleID
		if want.everything {
			specials[p.SpecialID].ArticleSlugs = append(specials[p.SpecialID].ArticleSlugs, p.Slug)
		}
	}
	if want.everything {
		return nil
	}
	articles, err := s.loadArticles(ctx, articleIDs, loading{})
	if err != nil {
		return err
	}
	byID := make(map[int64]newsroom.Article, len(articles))
	for _, a := range articles {
		byID[a.ID] = a
	}
	for _, p := range places {
		if a, ok := byID[p.ArticleID]; ok {
			special := specials[p.SpecialID]
			special.Articles = append(special.Articles, a)
			special.ArticleSlugs = append(special.ArticleSlugs, p.Slug)
		}
	}
	return nil
}

// SaveSpecial inserts or replaces a special by its slug: its texts, and its
// articles in the order of ArticleSlugs. An article that does not exist is
// ErrNotFound. It sets special.ID.
func (s *Store) SaveSpecial(ctx context.Context, special *newsroom.Special) error {
	err := s.saveSpecial(ctx, special)
	if err != nil {
		return fmt.Errorf("save special %q: %w", special.Slug, fold(err))
	}
	return nil
}

func (s *Store) saveSpecial(ctx context.Context, special *newsroom.Special) error {
	rows, err := of[specialRow](s.write).Where("slug = ?", special.Slug).Limit(1).Find(ctx)
	if err != nil {
		return err
	}
	row := specialRow{Slug: special.Slug}
	if len(rows) > 0 {
		row = rows[0]
	} else if err := of[specialRow](s.write).Create(ctx, &row); err != nil {
		return err
	}
	special.ID = row.ID
	if _, err := of[specialEditionRow](s.write).Where("special_id = ?", row.ID).Delete(ctx); err != nil {
		return err
	}
	for l, e := range special.Editions {
		text := specialEditionRow{SpecialID: row.ID, Language: string(l), Title: e.Title, Subtitle: e.Subtitle, Note: e.Note}
		if err := of[specialEditionRow](s.write).Create(ctx, &text); err != nil {
			return err
		}
	}
	return s.setSpecialArticles(ctx, special)
}

func (s *Store) setSpecialArticles(ctx context.Context, special *newsroom.Special) error {
	if _, err := of[specialArticleRow](s.write).Where("special_id = ?", special.ID).Delete(ctx); err != nil {
		return err
	}
	for i, slug := range special.ArticleSlugs {
		articles, err := of[articleRow](s.write).Select("id").Where("slug = ?", slug).Limit(1).Find(ctx)
		if err != nil {
			return err
		}
		if len(articles) == 0 {
			return newsroom.At(newsroom.Place{Key: "articles", Value: slug},
				newsroom.Because(newsroom.ErrNotFound, "article %q does not exist: make a folder articles/%s for it, or take it out of the list", slug, slug))
		}
		place := specialArticleRow{SpecialID: special.ID, ArticleID: articles[0].ID, Position: i}
		if err := of[specialArticleRow](s.write).Create(ctx, &place); err != nil {
			return err
		}
	}
	return nil
}

// JoinSpecial puts an article at the end of a special unless it is in it; ErrNotFound when there is no such special.
func (s *Store) JoinSpecial(ctx context.Context, slug string, articleID int64) error {
	rows, err := of[specialRow](s.write).Where("slug = ?", slug).Limit(1).Find(ctx)
	if err == nil && len(rows) == 0 {
		return s.noSpecial(ctx, slug)
	}
	if err == nil {
		err = s.write.WithContext(ctx).Exec(
			`INSERT INTO special_articles (special_id, article_id, position)
			SELECT ?, ?, COALESCE(MAX(position) + 1, 0) FROM special_articles WHERE special_id = ?
			ON CONFLICT DO NOTHING`, rows[0].ID, articleID, rows[0].ID).Error
	}
	if err != nil {
		return fmt.Errorf("special %q: %w", slug, err)
	}
	return nil
}

// noSpecial is ErrNotFound with the slug that may have been meant.
func (s *Store) noSpecial(ctx context.Context, slug string) error {
	rows, err := of[specialRow](s.write).Order("slug").Find(ctx)
	if err != nil {
		return fmt.Errorf("specials: %w", err)
	}
	known := make([]string, len(rows))
	for i, r := range rows {
		known[i] = r.Slug
	}
	if word, near := newsroom.Nearest(slug, known); near {
		return newsroom.Because(newsroom.ErrNotFound, "special %q does not exist: did you mean %q?", slug, word)
	}
	return newsroom.Because(newsroom.ErrNotFound, "special %q does not exist: make a folder specials/%s for it", slug, slug)
}

// RemoveSpecial removes a special; its articles stay.
func (s *Store) RemoveSpecial(ctx context.Context, id int64) error {
	if err := s.setMedia(ctx, specialOwner, id, nil); err != nil {
		return err
	}
	_, err := of[specialRow](s.write).Where("id = ?", id).Delete(ctx)
	return wrapped("remove special", err)
}
