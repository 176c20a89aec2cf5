package store

import (
	"context"
	"fmt"
	"slices"

	"hebi/internal/newsroom"
)

type contributorRow struct {
	ID       int64 `gorm:"primaryKey"`
	Slug     string
	NameZH   string `gorm:"column:name_zh"`
	NameEN   string `gorm:"column:name_en"`
	BioZH    string `gorm:"column:bio_zh"`
	BioEN    string `gorm:"column:bio_en"`
	Portrait string
}

func (contributorRow) TableName() string { return "contributors" }

func contributorToRow(c *newsroom.Contributor) contributorRow {
	return contributorRow{
		ID: c.ID, Slug: c.Slug, NameZH: c.Name.ZH, NameEN: c.Name.EN,
		BioZH: c.Bio.ZH, BioEN: c.Bio.EN, Portrait: c.Portrait,
	}
}

func (r contributorRow) newsroom() newsroom.Contributor {
	return newsroom.Contributor{
		ID: r.ID, Slug: r.Slug, Name: newsroom.Bilingual{ZH: r.NameZH, EN: r.NameEN},
		Bio: newsroom.Bilingual{ZH: r.BioZH, EN: r.BioEN}, Portrait: r.Portrait,
	}
}

type affiliationRow struct {
	ID             int64 `gorm:"primaryKey"`
	ContributorID  int64
	Position       int
	OrganisationZH string `gorm:"column:organisation_zh"`
	OrganisationEN string `gorm:"column:organisation_en"`
	TitleZH        string `gorm:"column:title_zh"`
	TitleEN        string `gorm:"column:title_en"`
	FromDay        string
	ToDay          string
}

func (affiliationRow) TableName() string { return "affiliations" }

func (r affiliationRow) newsroom() newsroom.Affiliation {
	return newsroom.Affiliation{
		Organisation: newsroom.Bilingual{ZH: r.OrganisationZH, EN: r.OrganisationEN},
		Title:        newsroom.Bilingual{ZH: r.TitleZH, EN: r.TitleEN},
		From:         parseDay(r.FromDay), To: parseDay(r.ToDay),
	}
}

// CountedContributor is a contributor with the number of visible articles that credit them.
type CountedContributor struct {
	Contributor newsroom.Contributor
	Count       int
}

// Contributors returns everybody whom an article visible in l credits, most credited first.
func (s *Store) Contributors(ctx context.Context, l newsroom.Language) ([]CountedContributor, error) {
	type counted struct{ ContributorID, Articles int64 }
	counts, err := of[counted](s.read).Raw(
		`SELECT c.contributor_id, COUNT(DISTINCT c.article_id) AS articles
		FROM credits c JOIN editions e ON e.article_id = c.article_id
		WHERE e.status = 'published' AND e.language = ? AND c.language IN ('', e.language)
		GROUP BY c.contributor_id ORDER BY articles DESC, c.contributor_id`, string(l)).Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("list contributors: %w", err)
	}
	ids := make([]int64, len(counts))
	for i, c := range counts {
		ids[i] = c.ContributorID
	}
	known, err := s.contributorsByID(ctx, ids)
	if err != nil {
		return nil, err
	}
	list := make([]CountedContributor, len(counts))
	for i, c := range counts {
		list[i] = CountedContributor{Contributor: known[c.ContributorID], Count: int(c.Articles)}
	}
	return list, nil
}

// ContributorsBySlug returns the contributors with these slugs in the order of
// the slugs, credited or not; one that is not there is left out.
func (s *Store) ContributorsBySlug(ctx context.Context, slugs []string) ([]newsroom.Contributor, error) {
	rows, err := of[contributorRow](s.read).Where("slug IN ?", slugs).Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("contributors: %w", err)
	}
	list, err := s.contributorList(ctx, rows)
	slices.SortFunc(list, func(a, b newsroom.Contributor) int {
		return slices.Index(slugs, a.Slug) - slices.Index(slugs, b.Slug)
	})
	return list, err
}

// RoleCount is how many visible articles credit somebody with a role.
type RoleCount struct {
	Role  newsroom.CreditRole
	Count int
}

// CreditCounts is what a contributor is credited with. An article counts once
// among those they made and once among those about them, whatever the roles.
type CreditCounts struct {
	Made, About int
	// Roles are in the order of newsroom.CreditRoles.
	Roles []RoleCount
}

// ContributorCredits counts what a contributor did for the articles visible in l.
func (s *Store) ContributorCredits(ctx context.Context, id int64, l newsroom.Language) (*CreditCounts, error) {
	type credit struct {
		ArticleID int64
		Role      newsroom.CreditRole
	}
	rows, err := of[credit](s.read).Raw(
		`SELECT DISTINCT c.article_id, c.role FROM credits c
		JOIN editions e ON e.article_id = c.article_id AND e.language = ? AND e.status = 'published'
		WHERE c.contributor_id = ? AND c.language IN ('', e.language) ORDER BY c.article_id`, string(l), id).Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("credits of contributor %d: %w", id, err)
	}
	counts, by := &CreditCounts{}, map[newsroom.CreditRole]int{}
	aboutRoles := newsroom.AboutRoles()
	var made, about int64 // the articles counted last: one's roles stand together
	for _, r := range rows {
		by[r.Role]++
		count, last := &counts.Made, &made
		if slices.Contains(aboutRoles, r.Role) {
			count, last = &counts.About, &about
		}
		if *last != r.ArticleID {
			*last = r.ArticleID
			*count++
		}
	}
	for _, role := range newsroom.CreditRoles() {
		if by[role] > 0 {
			counts.Roles = append(counts.Roles, RoleCount{role, by[role]})
		}
	}
	return counts, nil
}

// credited is true of contributors whom a visible article credits.
const credited = `EXISTS (SELECT 1 FROM credits c JOIN editions e ON e.article_id = c.article_id
	WHERE c.contributor_id = contributors.id AND e.status = 'published' AND c.language IN ('', e.language))`

// ContributorBySlug returns a contributor; ErrNotFound when there is none, or
// when no visible article credits them.
func (s *Store) ContributorBySlug(ctx context.Context, slug string) (*newsroom.Contributor, error) {
	rows, err := of[contributorRow](s.read).Where("slug = ? AND "+credited, sought(slug)).Limit(1).Find(ctx)
	return s.oneContributor(ctx, rows, err, slug)
}

// AnyContributorBySlug returns a contributor whether credited or not; ErrNotFound when there is none.
func (s *Store) AnyContributorBySlug(ctx context.Context, slug string) (*newsroom.Contributor, error) {
	rows, err := of[contributorRow](s.read).Where("slug = ?", sought(slug)).Limit(1).Find(ctx)
	return s.oneContributor(ctx, rows, err, slug)
}

func (s *Store) oneContributor(ctx context.Context, rows []contributorRow, err error, what string) (*newsroom.Contributor, error) {
	if err != nil {
		return nil, fmt.Errorf("contributor %q: %w", what, err)
	}
	if len(rows) == 0 {
		return nil, fmt.Errorf("contributor %q: %w", what, newsroom.ErrNotFound)
	}
	known, err := s.fillContributors(ctx, rows)
	if err != nil {
		return nil, err
	}
	c := known[rows[0].ID]
	return &c, nil
}

// ContributorsByName returns everybody who bears exactly this name in either language; two people may.
func (s *Store) ContributorsByName(ctx context.Context, name string) ([]newsroom.Contributor, error) {
	rows, err := of[contributorRow](s.read).Where("name_zh = ? OR name_en = ?", name, name).Order("id").Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("contributors named %q: %w", name, err)
	}
	return s.contributorList(ctx, rows)
}

// ContributorSlugs returns every contributor's slug, in the order they were made.
func (s *Store) ContributorSlugs(ctx context.Context) ([]string, error) {
	rows, err := of[contributorRow](s.read).Select("slug").Order("id").Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("slugs of contributors: %w", err)
	}
	slugs := make([]string, len(rows))
	for i, r := range rows {
		slugs[i] = r.Slug
	}
	return slugs, nil
}

// PersonNames returns the Chinese names of the contributors who are people, not
// desks, in the order they were made.
func (s *Store) PersonNames(ctx context.Context) ([]string, error) {
	rows, err := of[contributorRow](s.read).Select("name_zh, name_en").Order("id").Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("names of contributors: %w", err)
	}
	var names []string
	for _, r := range rows {
		c := newsroom.Contributor{Name: newsroom.Bilingual{ZH: r.NameZH, EN: r.NameEN}}
		if r.NameZH != "" && !c.Collective() {
			names = append(names, r.NameZH)
		}
	}
	return names, nil
}

// AllContributors returns every contributor, credited or not, in the order they were made; for export.
func (s *Store) AllContributors(ctx context.Context) ([]newsroom.Contributor, error) {
	rows, err := of[contributorRow](s.read).Order("id").Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("all contributors: %w", err)
	}
	return s.contributorList(ctx, rows)
}

func (s *Store) contributorList(ctx context.Context, rows []contributorRow) ([]newsroom.Contributor, error) {
	known, err := s.fillContributors(ctx, rows)
	if err != nil {
		return nil, err
	}
	list := make([]newsroom.Contributor, len(rows))
	for i, r := range rows {
		list[i] = known[r.ID]
	}
	return list, nil
}

func (s *Store) contributorsByID(ctx context.Context, ids []int64) (map[int64]newsroom.Contributor, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	rows, err := of[contributorRow](s.read).Where("id IN ?", ids).Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("contributors: %w", err)
	}
	return s.fillContributors(ctx, rows)
}

// fillContributors adds affiliations and portraits to rows.
func (s *Store) fillContributors(ctx context.Context, rows []contributorRow) (map[int64]newsroom.Contributor, error) {
	known := make(map[int64]newsroom.Contributor, len(rows))
	var ids, withPortrait []int64
	for _, r := range rows {
		known[r.ID] = r.newsroom()
		ids = append(ids, r.ID)
		if r.Portrait != "" {
			withPortrait = append(withPortrait, r.ID)
		}
	}
	if len(ids) == 0 {
		return known, nil
	}
	affiliations, err := of[affiliationRow](s.read).Where("contributor_id IN ?", ids).Order("contributor_id, position").Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("affiliations: %w", err)
	}
	for _, a := range affiliations {
		c := known[a.ContributorID]
		c.Affiliations = append(c.Affiliations, a.newsroom())
		known[a.ContributorID] = c
	}
	addresses, err := s.mediaAddresses(ctx, contributorOwner, withPortrait, nil)
	if err != nil {
		return nil, err
	}
	for id, byName := range addresses {
		c := known[id]
		c.PortraitAddress = byName[c.Portrait]
		known[id] = c
	}
	return known, nil
}

// LockCredited locks, as LockArticles does, the articles that credit a contributor.
func (s *Store) LockCredited(ctx context.Context, contributorID int64) error {
	type credited struct{ ArticleID int64 }
	rows, err := of[credited](s.read).Raw("SELECT article_id FROM credits WHERE contributor_id = ?", contributorID).Find(ctx)
	if err != nil {
		return fmt.Errorf("articles of contributor %d: %w", contributorID, err)
	}
	ids := make([]int64, len(rows))
	for i, r := range rows {
		ids[i] = r.ArticleID
	}
	return s.LockArticles(ctx, ids)
}

// SaveContributor inserts c, or replaces what is stored under c.ID, affiliations included, and sets c.ID.
func (s *Store) SaveContributor(ctx context.Context, c *newsroom.Contributor) error {
	row := contributorToRow(c)
	var err error
	if row.ID == 0 {
		err = of[contributorRow](s.write).Create(ctx, &row)
	} else {
		_, err = of[contributorRow](s.write).Where("id = ?", row.ID).
			Select("slug", "name_zh", "name_en", "bio_zh", "bio_en", "portrait").Updates(ctx, row)
	}
	if err != nil {
		return fmt.Errorf("save contributor %q: %w", c.Slug, fold(err))
	}
	c.ID = row.ID
	if _, err := of[affiliationRow](s.write).Where("contributor_id = ?", c.ID).Delete(ctx); err != nil {
		return fmt.Errorf("save contributor %q: %w", c.Slug, err)
	}
	for i, a := range c.Affiliations {
		row := affiliationRow{
			ContributorID: c.ID, Position: i, OrganisationZH: a.Organisation.ZH, OrganisationEN: a.Organisation.EN,
			TitleZH: a.Title.ZH, TitleEN: a.Title.EN, FromDay: dayText(a.From), ToDay: dayText(a.To),
		}
		if err := of[affiliationRow](s.write).Create(ctx, &row); err != nil {
			return fmt.Errorf("save contributor %q: %w", c.Slug, err)
		}
	}
	return nil
}
