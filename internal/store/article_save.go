package store

import (
	"context"
	"fmt"

	"hebi/internal/newsroom"
)

// SaveArticle inserts an article or replaces what is stored under a.ID: its
// own row and its credits, not its editions, themes or media. a.Version must be
// the stored one, else ErrConflict; it is moved by one. It sets a.ID. A slug
// that another article has is ErrConflict. Contributors must have IDs.
func (s *Store) SaveArticle(ctx context.Context, a *newsroom.Article) error {
	row := articleToRow(a)
	row.CreatedAt = s.utcNow()
	row.Version++
	var err error
	n := 1
	if row.ID == 0 {
		err = of[articleRow](s.write).Create(ctx, &row)
	} else {
		n, err = of[articleRow](s.write).Where("id = ? AND version = ?", row.ID, a.Version).
			Select("slug", "kind", "print_paper", "print_day", "print_page", "continued_from", "continued_on", "cover", "version").Updates(ctx, row)
	}
	if err != nil {
		return fmt.Errorf("save article %q: %w", a.Slug, fold(err))
	}
	if n == 0 {
		return newsroom.Because(newsroom.ErrConflict, "save article %q: somebody else saved it meanwhile", a.Slug)
	}
	a.ID, a.Version = row.ID, row.Version
	return s.saveCredits(ctx, a)
}

func (s *Store) saveCredits(ctx context.Context, a *newsroom.Article) error {
	if _, err := of[creditRow](s.write).Where("article_id = ?", a.ID).Delete(ctx); err != nil {
		return fmt.Errorf("credits of %q: %w", a.Slug, err)
	}
	var rows []creditRow
	add := func(credits []newsroom.Credit, l newsroom.Language) {
		for _, c := range credits {
			rows = append(rows, creditRow{
				ArticleID: a.ID, Language: string(l), Position: len(rows), ContributorID: c.Contributor.ID,
				Role: string(c.Role), AffiliationZH: c.Printed.ZH, AffiliationEN: c.Printed.EN,
			})
		}
	}
	add(a.Credits, "")
	for _, l := range a.Languages() {
		add(a.Editions[l].Translators, l)
	}
	if len(rows) == 0 {
		return nil
	}
	if err := of[creditRow](s.write).CreateInBatches(ctx, &rows, 100); err != nil {
		return fmt.Errorf("credits of %q: %w", a.Slug, err)
	}
	return nil
}

// SaveEdition inserts an edition or replaces the one stored under e.Key, with
// its corrections. e.Version must be the stored one, else ErrConflict; it is
// moved by one. It sets e.Key.
func (s *Store) SaveEdition(ctx context.Context, articleID int64, e *newsroom.Edition) error {
	row := editionToRow(articleID, e)
	row.CreatedAt = s.utcNow()
	row.ChangedAt = &row.CreatedAt
	row.Version++
	if row.ID == 0 {
		if err := of[editionRow](s.write).Create(ctx, &row); err != nil {
			return fmt.Errorf("save %s edition: %w", e.Language, fold(err))
		}
	} else {
		n, err := of[editionRow](s.write).Where("id = ? AND version = ?", row.ID, e.Version).
			Select("uid", "status", "title", "subtitle", "kicker", "summary", "body", "original", "reflects", "revision", "significant", "version",
				"dated_at", "published_at", "updated_at", "changed_at", "retracted_at", "retract_reason").Updates(ctx, row)
		if err != nil {
			return fmt.Errorf("save %s edition: %w", e.Language, fold(err))
		}
		if n == 0 {
			return newsroom.Because(newsroom.ErrConflict, "save %s edition: somebody else saved it meanwhile", e.Language)
		}
	}
	e.Key, e.Version, e.Changed = row.ID, row.Version, row.CreatedAt
	return s.saveCorrections(ctx, e)
}

func (s *Store) saveCorrections(ctx context.Context, e *newsroom.Edition) error {
	if e.Version > 1 {
		if _, err := of[correctionRow](s.write).Where("edition_id = ?", e.Key).Delete(ctx); err != nil {
			return fmt.Errorf("corrections: %w", err)
		}
	}
	for _, c := range e.Corrections {
		row := correctionRow{EditionID: e.Key, NotedAt: c.Date.UTC(), Note: c.Note, Wrong: c.Wrong}
		if err := of[correctionRow](s.write).Create(ctx, &row); err != nil {
			return fmt.Errorf("corrections: %w", err)
		}
	}
	return nil
}

// HoldEdition keeps others from changing an edition until the transaction ends,
// and leaves it as it is; ErrConflict unless it has this version.
func (s *Store) HoldEdition(ctx context.Context, key int64, version int) error {
	n, err := of[editionRow](s.write).Where("id = ? AND version = ?", key, version).Update(ctx, "version", version)
	if err == nil && n == 0 {
		return newsroom.Because(newsroom.ErrConflict, "somebody else saved the edition meanwhile")
	}
	return wrapped("hold edition", err)
}

// AddRevision keeps the edition's present text as its revision number
// e.Revision; of r it takes the weight, the user and the note.
func (s *Store) AddRevision(ctx context.Context, e *newsroom.Edition, r newsroom.Revision) error {
	row := revisionRow{
		EditionID: e.Key, Number: e.Revision, Weight: string(r.Weight), UserID: userIDToRow(r.User), Note: r.Note, Title: e.Title, Subtitle: e.Subtitle,
		Kicker: e.Kicker, Summary: e.Summary, Body: e.Body, CreatedAt: s.utcNow(),
	}
	if err := of[revisionRow](s.write).Create(ctx, &row); err != nil {
		return fmt.Errorf("revision %d: %w", e.Revision, fold(err))
	}
	return nil
}

// Revisions returns an edition's saved states, oldest first.
func (s *Store) Revisions(ctx context.Context, editionKey int64) ([]newsroom.Revision, error) {
	rows, err := of[revisionRow](s.read).Where("edition_id = ?", editionKey).Order("number").Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("revisions: %w", err)
	}
	revisions := make([]newsroom.Revision, len(rows))
	for i, r := range rows {
		revisions[i] = r.newsroom()
	}
	return revisions, nil
}

// Revision returns one saved state of an edition; ErrNotFound when there is none with that number.
func (s *Store) Revision(ctx context.Context, editionKey int64, number int) (*newsroom.Revision, error) {
	row, err := of[revisionRow](s.read).Where("edition_id = ? AND number = ?", editionKey, number).Take(ctx)
	if err != nil {
		return nil, fmt.Errorf("revision %d: %w", number, fold(err))
	}
	r := row.newsroom()
	return &r, nil
}

// Due returns the editions whose scheduled time has come, the oldest first.
func (s *Store) Due(ctx context.Context) ([]EditionRef, error) {
	rows, err := of[EditionRef](s.read).Raw(
		`SELECT a.slug, e.language FROM editions e JOIN articles a ON a.id = e.article_id
		WHERE e.status = 'scheduled' AND e.dated_at <= ? ORDER BY e.dated_at, e.id`, s.utcNow()).Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("due editions: %w", err)
	}
	return rows, nil
}

// DuePages returns the editions of standing pages whose scheduled time has come, the oldest first.
func (s *Store) DuePages(ctx context.Context) ([]EditionRef, error) {
	rows, err := of[EditionRef](s.read).Raw(
		`SELECT p.slug, e.language FROM page_editions e JOIN pages p ON p.id = e.page_id
		WHERE e.status = 'scheduled' AND e.dated_at <= ? ORDER BY e.dated_at, p.id, e.language`, s.utcNow()).Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("due pages: %w", err)
	}
	return rows, nil
}

// EditionRef names an edition by its article's or page's slug and its language.
type EditionRef struct {
	Slug     string
	Language newsroom.Language
}
