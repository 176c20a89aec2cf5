package store

import (
	"context"
	"fmt"
	"time"

	"hebi/internal/newsroom"
)

// loading says how much of articles is wanted.
type loading struct {
	bodies bool
	// everything includes editions that are not visible.
	everything bool
}

// editionColumns are all columns but the body, which is most of a row.
const editionColumns = "id, article_id, language, uid, status, title, subtitle, kicker, summary, original, reflects, " +
	"revision, significant, version, dated_at, published_at, updated_at, created_at, changed_at, retracted_at, retract_reason"

// loadArticles returns the articles in the order of the ids, each with its
// editions, credits, themes, specials and media. Articles without an edition
// that may be shown are left out.
func (s *Store) loadArticles(ctx context.Context, ids []int64, want loading) ([]newsroom.Article, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	rows, err := of[articleRow](s.read).Where("id IN ?", ids).Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("load articles: %w", err)
	}
	byID := make(map[int64]*newsroom.Article, len(rows))
	for _, r := range rows {
		a := r.newsroom()
		byID[r.ID] = &a
	}
	for _, fill := range []func(context.Context, map[int64]*newsroom.Article, []int64, loading) error{
		s.fillEditions, s.fillCredits, s.fillThemes, s.fillSpecials, s.fillMedia,
	} {
		if err := fill(ctx, byID, ids, want); err != nil {
			return nil, fmt.Errorf("load articles: %w", err)
		}
	}
	articles := make([]newsroom.Article, 0, len(ids))
	for _, id := range ids {
		if a := byID[id]; a != nil && len(a.Editions) > 0 {
			articles = append(articles, *a)
		}
	}
	return articles, nil
}

func (s *Store) fillEditions(ctx context.Context, byID map[int64]*newsroom.Article, ids []int64, want loading) error {
	query := of[editionRow](s.read).Where("article_id IN ?", ids)
	if !want.everything {
		query = query.Where("status = 'published'")
	}
	if !want.bodies {
		query = query.Select(editionColumns)
	}
	rows, err := query.Order("id").Find(ctx)
	if err != nil {
		return err
	}
	byKey := make(map[int64]*newsroom.Edition, len(rows))
	keys := make([]int64, 0, len(rows))
	for _, r := range rows {
		e := r.newsroom()
		byID[r.ArticleID].Editions[e.Language] = e
		byKey[r.ID] = e
		keys = append(keys, r.ID)
	}
	if len(keys) == 0 {
		return nil
	}
	notes, err := of[correctionRow](s.read).Where("edition_id IN ?", keys).Order("noted_at, id").Find(ctx)
	for _, n := range notes {
		e := byKey[n.EditionID]
		e.Corrections = append(e.Corrections, newsroom.Correction{Date: n.NotedAt.UTC(), Note: n.Note, Wrong: n.Wrong})
	}
	return err
}

func (s *Store) fillCredits(ctx context.Context, byID map[int64]*newsroom.Article, ids []int64, _ loading) error {
	rows, err := of[creditRow](s.read).Where("article_id IN ?", ids).Order("article_id, position").Find(ctx)
	if err != nil {
		return err
	}
	people := make([]int64, len(rows))
	for i, r := range rows {
		people[i] = r.ContributorID
	}
	if len(rows) == 0 {
		return nil
	}
	known, err := s.contributorsByID(ctx, people)
	if err != nil {
		return err
	}
	site, err := s.Site(ctx)
	if err != nil {
		return err
	}
	zone := site.Zone()
	for _, r := range rows {
		a := byID[r.ArticleID]
		credit := newsroom.Credit{
			Contributor: known[r.ContributorID], Role: newsroom.CreditRole(r.Role),
			Printed: newsroom.Bilingual{ZH: r.AffiliationZH, EN: r.AffiliationEN},
		}
		credit.Affiliation = credit.Contributor.AffiliationOn(dayOf(a, zone))
		for _, l := range newsroom.Languages() {
			if printed := credit.Printed.Only(l); printed != "" {
				credit.Affiliation = credit.Affiliation.With(l, printed)
			}
		}
		if r.Language == "" {
			a.Credits = append(a.Credits, credit)
		} else if e := a.Editions[newsroom.Language(r.Language)]; e != nil {
			e.Translators = append(e.Translators, credit)
		}
	}
	return nil
}

// dayOf is the day whose affiliations an article shows, midnight UTC: when it
// was printed, else the site's day of its first published edition, else of its
// first draft. A draft beside a published edition does not count, since
// readers' articles come without it.
func dayOf(a *newsroom.Article, zone *time.Location) time.Time {
	if a.Print != nil && !a.Print.Date.IsZero() {
		return a.Print.Date
	}
	var published, all time.Time
	for _, e := range a.Editions {
		all = earlier(all, e.Date)
		if e.Visible() {
			published = earlier(published, e.Date)
		}
	}
	first := published
	if first.IsZero() {
		first = all
	}
	if first.IsZero() {
		return first
	}
	year, month, day := first.In(zone).Date()
	return time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
}

// earlier is the earlier of two times; the zero time is none.
func earlier(a, b time.Time) time.Time {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}

// fillThemes adds the themes; their evidence, which is most of their bytes, only where no list is made.
func (s *Store) fillThemes(ctx context.Context, byID map[int64]*newsroom.Article, ids []int64, want loading) error {
	type tag struct {
		ArticleID                      int64
		Slug, NameZH, NameEN, Evidence string
		Manual                         bool
		Score                          float64
	}
	evidence := "''"
	if want.everything || want.bodies {
		evidence = "x.evidence"
	}
	rows, err := of[tag](s.read).Raw(
		`SELECT x.article_id, t.slug, t.name_zh, t.name_en, `+evidence+` AS evidence, x.manual, x.score
		FROM article_themes x JOIN themes t ON t.id = x.theme_id
		WHERE x.article_id IN ? AND NOT x.refused ORDER BY x.article_id, x.position`, ids).Find(ctx)
	for _, r := range rows {
		found := newsroom.ThemeTag{
			Slug: r.Slug, Name: newsroom.Bilingual{ZH: r.NameZH, EN: r.NameEN}, Manual: r.Manual, Score: r.Score,
		}
		unmarshal(r.Evidence, &found.Evidence)
		byID[r.ArticleID].Themes = append(byID[r.ArticleID].Themes, found)
	}
	return err
}

func (s *Store) fillSpecials(ctx context.Context, byID map[int64]*newsroom.Article, ids []int64, _ loading) error {
	type membership struct {
		ArticleID             int64
		Slug, Language, Title string
	}
	rows, err := of[membership](s.read).Raw(
		`SELECT x.article_id, s.slug, e.language, e.title FROM special_articles x
		JOIN specials s ON s.id = x.special_id JOIN special_editions e ON e.special_id = s.id
		WHERE x.article_id IN ? ORDER BY x.article_id, s.id, e.language`, ids).Find(ctx)
	for _, r := range rows {
		a := byID[r.ArticleID]
		if last := len(a.Specials) - 1; last < 0 || a.Specials[last].Slug != r.Slug {
			a.Specials = append(a.Specials, newsroom.SpecialRef{Slug: r.Slug})
		}
		ref := &a.Specials[len(a.Specials)-1]
		ref.Title = ref.Title.With(newsroom.Language(r.Language), r.Title)
	}
	return err
}

// fillMedia adds the files that the editions loaded before name, and those of the whole.
func (s *Store) fillMedia(ctx context.Context, byID map[int64]*newsroom.Article, ids []int64, _ loading) error {
	type use struct {
		OwnerID        int64
		Name, Language string
		Hash           string
		Width, Height  int
	}
	rows, err := of[use](s.read).Raw(
		`SELECT u.owner_id, u.name, u.language, u.hash, m.width, m.height FROM media_uses u JOIN media m ON m.hash = u.hash
		WHERE u.owner_kind = ? AND u.owner_id IN ? ORDER BY u.owner_id, u.name, u.language`, string(articleOwner), ids).Find(ctx)
	for _, r := range rows {
		a := byID[r.OwnerID]
		if a == nil || r.Language != "" && a.Editions[newsroom.Language(r.Language)] == nil {
			continue
		}
		if a.Media == nil {
			a.Media = map[string]string{}
		}
		a.Media[r.Name] = MediaAddress(r.Hash)
		if a.Cover != nil && a.Cover.File == r.Name {
			a.Cover.Address, a.Cover.Width, a.Cover.Height = MediaAddress(r.Hash), r.Width, r.Height
		}
	}
	return err
}
