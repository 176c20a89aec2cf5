package store

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"hebi/internal/newsroom"
)

// ArticleQuery says which visible articles are asked for; zero values do not narrow.
type ArticleQuery struct {
	// Language asks for articles whose edition in it is visible; empty means in any.
	Language newsroom.Language
	Kind     newsroom.Kind
	// Theme, Contributor and Special are slugs.
	Theme, Contributor, Special string
	// Roles are what the contributor did; without any, every role counts.
	Roles []newsroom.CreditRole
	// Slugs asks for some articles by their slugs.
	Slugs []string
	// Paper, PrintDate and PrintPage ask for what was printed there.
	Paper     string
	PrintDate time.Time
	PrintPage int
	// From and To bound the edition's date: [From, To).
	From, To time.Time
	// Corrected asks for articles with a correction note; they are in the order of
	// their latest notes.
	Corrected bool
	// Bodies asks for the editions' bodies too.
	Bodies        bool
	Limit, Offset int
}

// where turns the query into conditions on visible editions e joined with articles a.
func (q ArticleQuery) where() (string, []any) { return q.among("e.status = 'published'") }

// among turns the query into conditions on editions e joined with articles a
// that meet a condition of their own.
func (q ArticleQuery) among(editions string) (string, []any) {
	conditions, args := []string{editions}, []any{}
	add := func(used bool, condition string, values ...any) {
		if used {
			conditions = append(conditions, condition)
			args = append(args, values...)
		}
	}
	add(q.Language != "", "e.language = ?", string(q.Language))
	add(q.Kind != "", "a.kind = ?", sought(string(q.Kind)))
	add(q.Theme != "", `EXISTS (SELECT 1 FROM article_themes x JOIN themes t ON t.id = x.theme_id
		WHERE x.article_id = a.id AND NOT x.refused AND t.slug = ?)`, sought(q.Theme))
	if q.Contributor != "" {
		condition, values := q.credited()
		add(true, condition, values...)
	}
	add(len(q.Slugs) > 0, "a.slug IN ?", q.Slugs)
	add(q.Special != "", `EXISTS (SELECT 1 FROM special_articles x JOIN specials s ON s.id = x.special_id
		WHERE x.article_id = a.id AND s.slug = ?)`, sought(q.Special))
	add(q.Paper != "", "a.print_paper = ?", sought(q.Paper))
	add(!q.PrintDate.IsZero(), "a.print_day = ? AND a.print_page > 0", dayText(q.PrintDate))
	add(q.PrintPage != 0, "a.print_page = ?", q.PrintPage)
	add(!q.From.IsZero(), "e.dated_at >= ?", timeToRow(q.From))
	add(!q.To.IsZero(), "e.dated_at < ?", timeToRow(q.To))
	add(q.Corrected, "EXISTS (SELECT 1 FROM corrections x WHERE x.edition_id = e.id)")
	return strings.Join(conditions, " AND "), args
}

// credited is the condition that the contributor is credited. With a language
// it is a list made once, which is quicker than a question for every edition:
// most contributors have few.
func (q ArticleQuery) credited() (string, []any) {
	condition, args := `EXISTS (SELECT 1 FROM credits x JOIN contributors c ON c.id = x.contributor_id
		WHERE x.article_id = a.id AND x.language IN ('', e.language) AND c.slug = ?`, []any{sought(q.Contributor)}
	if q.Language != "" {
		condition = `e.article_id IN (SELECT x.article_id FROM credits x JOIN contributors c ON c.id = x.contributor_id
			WHERE c.slug = ? AND x.language IN ('', ?)`
		args = append(args, string(q.Language))
	}
	if len(q.Roles) > 0 {
		condition += " AND x.role IN ?"
		args = append(args, q.Roles)
	}
	return condition + ")", args
}

// visibleEditions is what a query's conditions are about.
const visibleEditions = " FROM editions e JOIN articles a ON a.id = e.article_id WHERE "

// Articles returns visible articles, newest first, and how many there are in
// all. Each article holds every visible edition.
func (s *Store) Articles(ctx context.Context, q ArticleQuery) ([]newsroom.Article, int, error) {
	where, args := q.where()
	var total int64
	if err := s.read.WithContext(ctx).Raw("SELECT COUNT(DISTINCT e.article_id)"+visibleEditions+where, args...).Scan(&total).Error; err != nil {
		return nil, 0, fmt.Errorf("count articles: %w", err)
	}
	if q.Limit <= 0 {
		q.Limit = max(int(total), 1)
	}
	articles, err := s.NewestArticles(ctx, q)
	return articles, int(total), err
}

// latestNote is the date of the latest correction of an edition e.
const latestNote = "(SELECT MAX(n.noted_at) FROM corrections n WHERE n.edition_id = e.id)"

// NewestArticles is Articles without counting, which is most of its work where
// there are many; the query must have a Limit.
func (s *Store) NewestArticles(ctx context.Context, q ArticleQuery) ([]newsroom.Article, error) {
	where, args := q.where()
	from := visibleEditions + where
	type found struct{ ArticleID int64 }
	key := "e.dated_at"
	if q.Corrected {
		key = latestNote
	}
	list := "SELECT e.article_id" + from + " ORDER BY " + key + " DESC, e.article_id DESC"
	if q.Language == "" {
		list = "SELECT e.article_id" + from + " GROUP BY e.article_id ORDER BY MAX(" + key + ") DESC, e.article_id DESC"
	}
	rows, err := of[found](s.read).Raw(list+" LIMIT ? OFFSET ?", append(args, q.Limit, max(q.Offset, 0))...).Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("list articles: %w", err)
	}
	ids := make([]int64, len(rows))
	for i, r := range rows {
		ids[i] = r.ArticleID
	}
	return s.loadArticles(ctx, ids, loading{bodies: q.Bodies})
}

// ArticlesByID returns visible articles in the order of the ids, without bodies.
func (s *Store) ArticlesByID(ctx context.Context, ids []int64) ([]newsroom.Article, error) {
	return s.loadArticles(ctx, ids, loading{})
}

// ArticleByID returns a visible article without bodies. When no edition of it is
// visible, ErrGone says that readers have seen one, ErrNotFound that they have not.
func (s *Store) ArticleByID(ctx context.Context, id int64) (*newsroom.Article, error) {
	articles, err := s.loadArticles(ctx, []int64{id}, loading{})
	if err != nil {
		return nil, err
	}
	if len(articles) > 0 {
		return &articles[0], nil
	}
	seen, err := of[editionRow](s.read).
		Where("article_id = ? AND status = ? AND published_at IS NOT NULL", id, string(newsroom.Withdrawn)).Count(ctx, "id")
	switch {
	case err != nil:
		return nil, fmt.Errorf("article %d: %w", id, err)
	case seen > 0:
		return nil, fmt.Errorf("article %d: %w", id, newsroom.ErrGone)
	}
	return nil, s.unlessDeleted(ctx, id, "", fmt.Errorf("article %d: %w", id, newsroom.ErrNotFound))
}

// unlessDeleted is ErrGone when readers had seen an article that was deleted, else missing.
func (s *Store) unlessDeleted(ctx context.Context, id int64, slug string, missing error) error {
	d, err := s.DeletedArticle(ctx, id, slug)
	switch {
	case err == nil && d.Seen:
		return fmt.Errorf("article %d was deleted: %w", d.Article, newsroom.ErrGone)
	case err == nil || errors.Is(err, newsroom.ErrNotFound):
		return missing
	}
	return err
}

// ArticleBySlug returns an article with its visible editions. ErrGone says that
// its edition in l was withdrawn after readers had seen it, TakenBack why; the article then
// holds the other edition if that is visible. ErrNotFound says that readers
// may see, or have seen, nothing of it. Without an error the edition in l may
// still be missing when the other one is visible.
func (s *Store) ArticleBySlug(ctx context.Context, slug string, l newsroom.Language) (*newsroom.Article, error) {
	a, err := s.articleBySlug(ctx, slug, loading{bodies: true})
	if err != nil && !errors.Is(err, newsroom.ErrNotFound) || err == nil && a.Edition(l) != nil {
		return a, err
	}
	gone, goneErr := of[editionRow](s.read).Select("retract_reason").Where(
		`language = ? AND status = 'withdrawn' AND published_at IS NOT NULL
		AND article_id = (SELECT id FROM articles WHERE slug = ?)`, string(l), sought(slug)).Find(ctx)
	if goneErr != nil {
		return nil, fmt.Errorf("article %q: %w", slug, goneErr)
	}
	if len(gone) > 0 {
		return a, fmt.Errorf("article %q in %s: %w", slug, l, &newsroom.TakenBack{Language: l, Reason: gone[0].RetractReason})
	}
	if err != nil {
		err = s.unlessDeleted(ctx, 0, slug, err)
	}
	return a, err
}

// WholeArticle returns an article with all its editions whatever their status;
// for editors and commands, never for readers. ErrNotFound when there is none.
func (s *Store) WholeArticle(ctx context.Context, slug string) (*newsroom.Article, error) {
	return s.articleBySlug(ctx, slug, loading{bodies: true, everything: true})
}

// articleBySlug is ErrNotFound when there is no edition that may be shown.
func (s *Store) articleBySlug(ctx context.Context, slug string, want loading) (*newsroom.Article, error) {
	rows, err := of[articleRow](s.read).Where("slug = ?", sought(slug)).Limit(1).Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("article %q: %w", slug, err)
	}
	if len(rows) == 0 {
		return nil, fmt.Errorf("article %q: %w", slug, newsroom.ErrNotFound)
	}
	articles, err := s.loadArticles(ctx, []int64{rows[0].ID}, want)
	if err != nil {
		return nil, err
	}
	if len(articles) == 0 {
		return nil, fmt.Errorf("article %q: %w", slug, newsroom.ErrNotFound)
	}
	return &articles[0], nil
}

// WholeArticlesAfter returns up to limit articles with all their editions,
// whatever their status, in the order of their ids, beginning after one. It
// lets commands walk the site in pieces.
func (s *Store) WholeArticlesAfter(ctx context.Context, id int64, limit int) ([]newsroom.Article, error) {
	rows, err := of[articleRow](s.read).Where("id > ?", id).Order("id").Limit(limit).Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("articles after %d: %w", id, err)
	}
	ids := make([]int64, len(rows))
	for i, r := range rows {
		ids[i] = r.ID
	}
	return s.WholeArticles(ctx, ids)
}

// WholeArticles returns articles with all their editions, whatever their
// status, in the order of the ids. Ids without an article are passed over.
func (s *Store) WholeArticles(ctx context.Context, ids []int64) ([]newsroom.Article, error) {
	return s.loadArticles(ctx, ids, loading{bodies: true, everything: true})
}

// WholeArticleByID is WholeArticle by the article's number.
func (s *Store) WholeArticleByID(ctx context.Context, id int64) (*newsroom.Article, error) {
	articles, err := s.WholeArticles(ctx, []int64{id})
	if err != nil {
		return nil, err
	}
	if len(articles) == 0 {
		return nil, fmt.Errorf("article %d: %w", id, newsroom.ErrNotFound)
	}
	return &articles[0], nil
}

// CountArticles returns how many articles there are, visible or not.
func (s *Store) CountArticles(ctx context.Context) (int, error) {
	n, err := of[articleRow](s.read).Count(ctx, "id")
	if err != nil {
		return 0, fmt.Errorf("count articles: %w", err)
	}
	return int(n), nil
}

// ArticlesPrintedOn returns the articles of one print page, whatever their status; for import.
func (s *Store) ArticlesPrintedOn(ctx context.Context, p newsroom.PrintPlace) ([]newsroom.Article, error) {
	rows, err := of[articleRow](s.read).
		Where("print_paper = ? AND print_day = ? AND print_page = ?", p.Paper, dayText(p.Date), p.Page).Order("id").Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("articles printed in %s: %w", p.Paper, err)
	}
	ids := make([]int64, len(rows))
	for i, r := range rows {
		ids[i] = r.ID
	}
	return s.loadArticles(ctx, ids, loading{bodies: true, everything: true})
}

// ArticleIDs returns the numbers of those articles that have one of these slugs, by slug.
func (s *Store) ArticleIDs(ctx context.Context, slugs []string) (map[string]int64, error) {
	if len(slugs) == 0 {
		return nil, nil
	}
	rows, err := of[articleRow](s.read).Select("id", "slug").Where("slug IN ?", slugs).Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("articles by slug: %w", err)
	}
	ids := make(map[string]int64, len(rows))
	for _, r := range rows {
		ids[r.Slug] = r.ID
	}
	return ids, nil
}

// SlugTaken reports whether an article has the slug.
func (s *Store) SlugTaken(ctx context.Context, slug string) (bool, error) {
	n, err := of[articleRow](s.read).Where("slug = ?", slug).Count(ctx, "id")
	if err != nil {
		return false, fmt.Errorf("slug %q: %w", slug, err)
	}
	return n > 0, nil
}

// EditionHome returns where the edition with this UUID belongs, such as
// "articles/two-sessions" or "pages/about", and its language; ErrNotFound when there is none.
func (s *Store) EditionHome(ctx context.Context, uid string) (string, newsroom.Language, error) {
	type home struct{ Home, Language string }
	rows, err := of[home](s.read).Raw(
		`SELECT 'articles/' || a.slug AS home, e.language FROM editions e JOIN articles a ON a.id = e.article_id WHERE e.uid = ?
		UNION ALL SELECT 'pages/' || p.slug, e.language FROM page_editions e JOIN pages p ON p.id = e.page_id WHERE e.uid = ?`,
		sought(uid), sought(uid)).Find(ctx)
	if err != nil {
		return "", "", fmt.Errorf("edition %s: %w", uid, err)
	}
	if len(rows) == 0 {
		return "", "", fmt.Errorf("edition %s: %w", uid, newsroom.ErrNotFound)
	}
	return rows[0].Home, newsroom.Language(rows[0].Language), nil
}
