package store

import (
	"context"
	"fmt"
	"time"

	"hebi/internal/newsroom"
)

// Listed is something that readers may see, with what a list of all addresses
// says of it: in one language, without its texts.
type Listed struct {
	// ID is the number of the article, contributor, special or page; 0 for a day of print.
	ID int64
	// Slug names it in its address: a slug, or a day such as 2023-10-25.
	Slug string
	// Page is the print page; 0 for anything else.
	Page     int
	Language newsroom.Language
	// Changed is when the newest text among what it shows was published or last
	// changed in substance; the zero time when that is not known.
	Changed time.Time
}

// ListedPart is a stretch of ids, or a month, that holds something visible.
type ListedPart struct {
	// Number counts stretches from 0: stretch n holds the ids above n × size, up to (n+1) × size. Not for months.
	Number int64
	// Month is such as 2023-10; empty for stretches of ids.
	Month string
	// Changed is the latest change within it.
	Changed time.Time
}

// listedRow is a row of any list below. Times come as text: SQLite forgets that
// the largest of a column of times is a time.
type listedRow struct {
	ID                 int64
	Slug, Language     string
	Page               int
	Published, Updated *string
}

func (r listedRow) changed() time.Time {
	return newsroom.Later(textTime(r.Published), textTime(r.Updated))
}

// textTime reads a time as database/sql or SQLite writes it; the zero time for NULL.
func textTime(text *string) time.Time {
	if text == nil {
		return time.Time{}
	}
	for _, layout := range []string{time.RFC3339Nano, "2006-01-02 15:04:05.999999999-07:00"} {
		if t, err := time.Parse(layout, *text); err == nil {
			return t.UTC()
		}
	}
	return time.Time{}
}

// The questions below say CROSS JOIN where they could say JOIN: SQLite then
// joins in the order written. Left to itself it begins with the editions, and
// reads all their texts.

// latest are the columns of the newest change in a group of editions e.
const latest = "MAX(e.published_at) AS published, MAX(e.updated_at) AS updated"

func (s *Store) listed(ctx context.Context, what, sql string, args ...any) ([]Listed, error) {
	rows, err := of[listedRow](s.read).Raw(sql, args...).Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("list %s: %w", what, err)
	}
	list := make([]Listed, len(rows))
	for i, r := range rows {
		list[i] = Listed{ID: r.ID, Slug: r.Slug, Page: r.Page, Language: newsroom.Language(r.Language), Changed: r.changed()}
	}
	return list, nil
}

func (s *Store) listedParts(ctx context.Context, what, sql string, args ...any) ([]ListedPart, error) {
	rows, err := of[listedRow](s.read).Raw(sql, args...).Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("parts of %s: %w", what, err)
	}
	parts := make([]ListedPart, len(rows))
	for i, r := range rows {
		parts[i] = ListedPart{Number: r.ID, Month: r.Slug, Changed: r.changed()}
	}
	return parts, nil
}

// ListedArticles returns the visible editions of the articles with ids above
// after, up to last, by id and language.
func (s *Store) ListedArticles(ctx context.Context, after, last int64) ([]Listed, error) {
	return s.listed(ctx, "articles",
		`SELECT a.id, a.slug, e.language, e.published_at AS published, e.updated_at AS updated
		FROM editions e JOIN articles a ON a.id = e.article_id
		WHERE e.status = 'published' AND e.article_id > ? AND e.article_id <= ? ORDER BY e.article_id, e.language DESC`, after, last)
}

// ArticleParts returns the stretches of size ids that hold a visible article.
func (s *Store) ArticleParts(ctx context.Context, size int64) ([]ListedPart, error) {
	return s.listedParts(ctx, "articles",
		"SELECT (e.article_id - 1) / CAST(? AS BIGINT) AS id, "+latest+" FROM editions e WHERE e.status = 'published' GROUP BY 1 ORDER BY 1", size)
}

// ListedContributors returns the contributors with ids above after, up to
// last, whom a visible article credits, once for each language of such articles.
func (s *Store) ListedContributors(ctx context.Context, after, last int64) ([]Listed, error) {
	return s.listed(ctx, "contributors",
		`SELECT k.id, k.slug, e.language, `+latest+` FROM contributors k CROSS JOIN credits c CROSS JOIN editions e
		WHERE c.contributor_id = k.id AND e.article_id = c.article_id AND e.status = 'published' AND c.language IN ('', e.language)
		AND k.id > ? AND k.id <= ? GROUP BY k.id, k.slug, e.language ORDER BY k.id, e.language DESC`, after, last)
}

// ContributorParts returns the stretches of size ids that hold a contributor
// whom a visible article credits.
func (s *Store) ContributorParts(ctx context.Context, size int64) ([]ListedPart, error) {
	return s.listedParts(ctx, "contributors",
		`SELECT (c.contributor_id - 1) / CAST(? AS BIGINT) AS id, `+latest+` FROM credits c CROSS JOIN editions e
		WHERE e.article_id = c.article_id AND e.status = 'published' AND c.language IN ('', e.language)
		GROUP BY 1 ORDER BY 1`, size)
}

// ListedPrint returns the print pages of a month, such as 2023-10, that a
// visible article was printed on, by day and page.
func (s *Store) ListedPrint(ctx context.Context, month string) ([]Listed, error) {
	return s.listed(ctx, "print pages",
		`SELECT a.print_day AS slug, a.print_page AS page, `+latest+` FROM articles a CROSS JOIN editions e
		WHERE e.article_id = a.id AND e.status = 'published' AND a.print_page > 0 AND a.print_day >= ? AND a.print_day < ? GROUP BY a.print_day, a.print_page ORDER BY 1, 2`,
		sought(month)+"-", sought(month)+".") // "." follows "-"
}

// PrintParts returns the months of which a visible article was printed.
func (s *Store) PrintParts(ctx context.Context) ([]ListedPart, error) {
	return s.listedParts(ctx, "print pages",
		`SELECT substr(a.print_day, 1, 7) AS slug, `+latest+` FROM articles a CROSS JOIN editions e
		WHERE e.article_id = a.id AND e.status = 'published' AND a.print_page > 0 AND a.print_day <> '' GROUP BY 1 ORDER BY 1`)
}

// ListedSpecials returns the specials that have a visible article, in the
// languages that they have a text in, by id.
func (s *Store) ListedSpecials(ctx context.Context) ([]Listed, error) {
	return s.listed(ctx, "specials",
		`SELECT s.id, s.slug, t.language, `+latest+` FROM specials s CROSS JOIN special_editions t CROSS JOIN special_articles x CROSS JOIN editions e
		WHERE t.special_id = s.id AND x.special_id = s.id AND e.article_id = x.article_id AND e.status = 'published'
		GROUP BY s.id, s.slug, t.language ORDER BY s.id, t.language DESC`)
}

// ListedPages returns the visible editions of the standing pages, by id.
func (s *Store) ListedPages(ctx context.Context) ([]Listed, error) {
	return s.listed(ctx, "pages",
		`SELECT p.id, p.slug, e.language, e.published_at AS published, e.updated_at AS updated
		FROM pages p JOIN page_editions e ON e.page_id = p.id WHERE e.status = 'published' ORDER BY p.id, e.language DESC`)
}

// HasArticles reports whether anything visible answers the query.
func (s *Store) HasArticles(ctx context.Context, q ArticleQuery) (bool, error) {
	where, args := q.where()
	var found int
	err := s.read.WithContext(ctx).Raw("SELECT COUNT(*) FROM (SELECT 1"+visibleEditions+where+" LIMIT 1) x", args...).Scan(&found).Error
	if err != nil {
		return false, fmt.Errorf("look for articles: %w", err)
	}
	return found > 0, nil
}
