package store

import (
	"context"
	"fmt"
	"strings"
	"time"

	"hebi/internal/newsroom"
)

// What the desk asks of that which all pieces share.

// likePattern is the pattern of LIKE, escaped by a backslash, for texts that hold a part, in lower case.
func likePattern(part string) string {
	return "%" + strings.NewReplacer(`\`, `\\`, "%", `\%`, "_", `\_`).Replace(strings.ToLower(sought(part))) + "%"
}

// FindContributors returns contributors whose name, slug or organisation has a
// part, by their names, with the number of articles that credit them, seen by
// readers or not, and how many contributors there are in all.
func (s *Store) FindContributors(ctx context.Context, part string, limit, offset int) ([]CountedContributor, int, error) {
	const where = ` FROM contributors p WHERE LOWER(p.name_zh) LIKE ? ESCAPE '\' OR LOWER(p.name_en) LIKE ? ESCAPE '\' OR p.slug LIKE ? ESCAPE '\'
		OR EXISTS (SELECT 1 FROM affiliations a WHERE a.contributor_id = p.id
			AND (LOWER(a.organisation_zh) LIKE ? ESCAPE '\' OR LOWER(a.organisation_en) LIKE ? ESCAPE '\'))`
	like := likePattern(part)
	args := []any{like, like, like, like, like}
	var total int
	if err := s.read.WithContext(ctx).Raw("SELECT COUNT(*)"+where, args...).Scan(&total).Error; err != nil {
		return nil, 0, fmt.Errorf("count contributors: %w", err)
	}
	type counted struct{ ID, Articles int64 }
	rows, err := of[counted](s.read).Raw(
		"SELECT p.id, (SELECT COUNT(DISTINCT c.article_id) FROM credits c WHERE c.contributor_id = p.id) AS articles"+where+
			" ORDER BY p.slug LIMIT ? OFFSET ?", append(args, limit, max(offset, 0))...).Find(ctx)
	if err != nil {
		return nil, 0, fmt.Errorf("find contributors: %w", err)
	}
	ids := make([]int64, len(rows))
	for i, r := range rows {
		ids[i] = r.ID
	}
	known, err := s.contributorsByID(ctx, ids)
	if err != nil {
		return nil, 0, err
	}
	list := make([]CountedContributor, len(rows))
	for i, r := range rows {
		list[i] = CountedContributor{Contributor: known[r.ID], Count: int(r.Articles)}
	}
	return list, total, nil
}

// ContributorByID returns a contributor whether credited or not; ErrNotFound when there is none.
func (s *Store) ContributorByID(ctx context.Context, id int64) (*newsroom.Contributor, error) {
	known, err := s.contributorsByID(ctx, []int64{id})
	if err != nil {
		return nil, err
	}
	c, ok := known[id]
	if !ok {
		return nil, fmt.Errorf("contributor %d: %w", id, newsroom.ErrNotFound)
	}
	return &c, nil
}

// WholeSpecialByID is WholeSpecial by the special's number.
func (s *Store) WholeSpecialByID(ctx context.Context, id int64) (*newsroom.Special, error) {
	row, err := of[specialRow](s.read).Where("id = ?", id).Take(ctx)
	if err != nil {
		return nil, fmt.Errorf("special %d: %w", id, fold(err))
	}
	return s.WholeSpecial(ctx, row.Slug)
}

// WholePageByID is WholePage by the page's number.
func (s *Store) WholePageByID(ctx context.Context, id int64) (*newsroom.Page, error) {
	row, err := of[pageRow](s.read).Where("id = ?", id).Take(ctx)
	if err != nil {
		return nil, fmt.Errorf("page %d: %w", id, fold(err))
	}
	return s.WholePage(ctx, row.Slug)
}

// NamedArticle is an article as a chooser shows it.
type NamedArticle struct {
	ID   int64
	Slug string
	// Title is the one in the language asked for, else the other's.
	Title string
	// Visible says that readers see it in at least one language.
	Visible bool
}

// FindArticles returns up to limit articles whose slug or a title has a part,
// whatever their status, the last changed first.
func (s *Store) FindArticles(ctx context.Context, part string, l newsroom.Language, limit int) ([]NamedArticle, error) {
	like := likePattern(part)
	return s.namedArticles(ctx, l, `a.slug LIKE ? ESCAPE '\' OR EXISTS (
		SELECT 1 FROM editions x WHERE x.article_id = a.id AND LOWER(x.title) LIKE ? ESCAPE '\')`,
		"(SELECT MAX(x.changed_at) FROM editions x WHERE x.article_id = a.id) DESC NULLS LAST, a.id DESC", limit, like, like)
}

// ArticlesNamed returns the articles with these slugs, whatever their status, in no order.
func (s *Store) ArticlesNamed(ctx context.Context, slugs []string, l newsroom.Language) ([]NamedArticle, error) {
	if len(slugs) == 0 {
		return nil, nil
	}
	return s.namedArticles(ctx, l, "a.slug IN ?", "a.id", len(slugs), slugs)
}

func (s *Store) namedArticles(ctx context.Context, l newsroom.Language, where, order string, limit int, args ...any) ([]NamedArticle, error) {
	list, err := of[NamedArticle](s.read).Raw(
		`SELECT a.id, a.slug, COALESCE((SELECT e.title FROM editions e WHERE e.article_id = a.id AND e.language = ?),
				(SELECT e.title FROM editions e WHERE e.article_id = a.id AND e.language <> ?), '') AS title,
			EXISTS (SELECT 1 FROM editions e WHERE e.article_id = a.id AND e.status = 'published') AS visible
		FROM articles a WHERE `+where+" ORDER BY "+order+" LIMIT ?",
		append(append([]any{string(l), string(l)}, args...), limit)...).Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("find articles: %w", err)
	}
	return list, nil
}

// Paper is a name under which articles were printed.
type Paper struct {
	Name string
	// Articles is how many, seen by readers or not; First and Last are the days of print, midnight UTC.
	Articles    int
	First, Last time.Time
}

// Papers returns every paper, the one with the most articles first.
func (s *Store) Papers(ctx context.Context) ([]Paper, error) {
	type found struct {
		PrintPaper string
		Articles   int
		First      string
		Last       string
	}
	rows, err := of[found](s.read).Raw(
		`SELECT print_paper, COUNT(*) AS articles, MIN(print_day) AS first, MAX(print_day) AS last FROM articles
		WHERE print_page > 0 GROUP BY print_paper ORDER BY articles DESC, print_paper`).Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("papers: %w", err)
	}
	papers := make([]Paper, len(rows))
	for i, r := range rows {
		papers[i] = Paper{Name: r.PrintPaper, Articles: r.Articles, First: parseDay(r.First), Last: parseDay(r.Last)}
	}
	return papers, nil
}

// PrintedArticle is an article and where it was printed.
type PrintedArticle struct {
	NamedArticle
	Place newsroom.PrintPlace
}

// PrintedDays returns up to limit of the days on which something was printed,
// the newest first, after the first offset, of one paper or, when it is empty,
// of all; and how many there are.
func (s *Store) PrintedDays(ctx context.Context, paper string, limit, offset int) ([]time.Time, int, error) {
	const where = " FROM articles WHERE print_page > 0 AND (? = '' OR print_paper = ?)"
	var total int
	if err := s.read.WithContext(ctx).Raw("SELECT COUNT(DISTINCT print_day)"+where, paper, paper).Scan(&total).Error; err != nil {
		return nil, 0, fmt.Errorf("count days of print: %w", err)
	}
	var days []string
	err := s.read.WithContext(ctx).Raw("SELECT DISTINCT print_day"+where+" ORDER BY print_day DESC LIMIT ? OFFSET ?",
		paper, paper, limit, max(offset, 0)).Scan(&days).Error
	if err != nil {
		return nil, 0, fmt.Errorf("days of print: %w", err)
	}
	list := make([]time.Time, len(days))
	for i, d := range days {
		list[i] = parseDay(d)
	}
	return list, total, nil
}

// PrintedOn returns what was printed on days, seen by readers or not, by day,
// the newest first, paper and page; of one paper, or of all when it is empty.
func (s *Store) PrintedOn(ctx context.Context, days []time.Time, paper string, l newsroom.Language) ([]PrintedArticle, error) {
	if len(days) == 0 {
		return nil, nil
	}
	texts := make([]string, len(days))
	for i, d := range days {
		texts[i] = dayText(d)
	}
	rows, err := of[articleRow](s.read).
		Where("print_page > 0 AND print_day IN ? AND (? = '' OR print_paper = ?)", texts, paper, paper).
		Order("print_day DESC, print_paper, print_page, id").Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("printed articles: %w", err)
	}
	slugs := make([]string, len(rows))
	for i, r := range rows {
		slugs[i] = r.Slug
	}
	named, err := s.ArticlesNamed(ctx, slugs, l)
	if err != nil {
		return nil, err
	}
	bySlug := make(map[string]NamedArticle, len(named))
	for _, n := range named {
		bySlug[n.Slug] = n
	}
	list := make([]PrintedArticle, len(rows))
	for i, r := range rows {
		a := r.newsroom()
		list[i] = PrintedArticle{NamedArticle: bySlug[r.Slug], Place: *a.Print}
	}
	return list, nil
}

// RenamePaper gives a paper another name wherever something was printed in it,
// and returns the articles and the days that it touched.
func (s *Store) RenamePaper(ctx context.Context, from, to string) (ids []int64, days []time.Time, err error) {
	rows, err := of[articleRow](s.write).Select("id, print_day").Where("print_page > 0 AND print_paper = ?", from).Order("id").Find(ctx)
	if err != nil {
		return nil, nil, fmt.Errorf("articles of %q: %w", from, err)
	}
	for _, r := range rows {
		ids, days = append(ids, r.ID), append(days, parseDay(r.PrintDay))
	}
	return ids, days, s.inTurn(ctx, "rename paper", []statement{
		{"UPDATE articles SET print_paper = ?, version = version + 1 WHERE print_page > 0 AND print_paper = ?", []any{to, from}},
	})
}

// RemoveTerm removes a term by its number; ErrNotFound when there is none.
func (s *Store) RemoveTerm(ctx context.Context, id int64) error {
	n, err := of[termRow](s.write).Where("id = ?", id).Delete(ctx)
	if err == nil && n == 0 {
		return fmt.Errorf("term %d: %w", id, newsroom.ErrNotFound)
	}
	return wrapped("remove term", err)
}

// RenameTerm gives a term another Chinese side; ErrConflict when another has it.
func (s *Store) RenameTerm(ctx context.Context, id int64, zh string) error {
	_, err := of[termRow](s.write).Where("id = ?", id).Update(ctx, "zh", zh)
	return wrapped("rename term", fold(err))
}
