package store

import (
	"context"
	"fmt"
	"time"

	"hebi/internal/newsroom"
)

type pageRow struct {
	ID   int64 `gorm:"primaryKey"`
	Slug string
}

func (pageRow) TableName() string { return "pages" }

type pageEditionRow struct {
	PageID      int64
	Language    string
	UID         string `gorm:"column:uid"`
	Status      string
	Title       string
	Subtitle    string
	Summary     string
	Body        string
	Original    bool
	Reflects    int
	Revision    int
	DatedAt     *time.Time
	PublishedAt *time.Time
	UpdatedAt   *time.Time `gorm:"autoUpdateTime:false"`
}

func (pageEditionRow) TableName() string { return "page_editions" }

func pageEditionToRow(pageID int64, e *newsroom.Edition) pageEditionRow {
	return pageEditionRow{
		PageID: pageID, Language: string(e.Language), UID: e.ID, Status: string(e.Status), Title: e.Title,
		Subtitle: e.Subtitle, Summary: e.Summary, Body: e.Body, Original: e.Original, Reflects: e.Reflects, Revision: e.Revision,
		DatedAt: timeToRow(e.Date), PublishedAt: timeToRow(e.Published), UpdatedAt: timeToRow(e.Updated),
	}
}

func (r pageEditionRow) newsroom() *newsroom.Edition {
	return &newsroom.Edition{
		ID: r.UID, Language: newsroom.Language(r.Language), Status: newsroom.Status(r.Status), Title: r.Title,
		Subtitle: r.Subtitle, Summary: r.Summary, Body: r.Body, Original: r.Original, Reflects: r.Reflects, Revision: r.Revision,
		Date: timeFromRow(r.DatedAt), Published: timeFromRow(r.PublishedAt), Updated: timeFromRow(r.UpdatedAt),
	}
}

// PageBySlug returns a standing page with its visible editions; ErrNotFound when none is visible.
func (s *Store) PageBySlug(ctx context.Context, slug string) (*newsroom.Page, error) {
	page, err := s.pageBySlug(ctx, slug, loading{})
	if err == nil && len(page.Editions) == 0 {
		return nil, fmt.Errorf("page %q: %w", slug, newsroom.ErrNotFound)
	}
	return page, err
}

// WholePage returns a standing page with all its editions; ErrNotFound when there is none.
func (s *Store) WholePage(ctx context.Context, slug string) (*newsroom.Page, error) {
	return s.pageBySlug(ctx, slug, loading{everything: true})
}

func (s *Store) pageBySlug(ctx context.Context, slug string, want loading) (*newsroom.Page, error) {
	rows, err := of[pageRow](s.read).Where("slug = ?", sought(slug)).Limit(1).Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("page %q: %w", slug, err)
	}
	if len(rows) == 0 {
		return nil, fmt.Errorf("page %q: %w", slug, newsroom.ErrNotFound)
	}
	pages, err := s.loadPages(ctx, rows, want)
	if err != nil {
		return nil, err
	}
	return &pages[0], nil
}

// AllPages returns every standing page with all its editions, by slug.
func (s *Store) AllPages(ctx context.Context) ([]newsroom.Page, error) {
	rows, err := of[pageRow](s.read).Order("slug").Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("pages: %w", err)
	}
	return s.loadPages(ctx, rows, loading{everything: true})
}

func (s *Store) loadPages(ctx context.Context, rows []pageRow, want loading) ([]newsroom.Page, error) {
	pages := make([]newsroom.Page, len(rows))
	index := make(map[int64]*newsroom.Page, len(rows))
	ids := make([]int64, len(rows))
	for i, r := range rows {
		pages[i] = newsroom.Page{ID: r.ID, Slug: r.Slug, Editions: map[newsroom.Language]*newsroom.Edition{}}
		index[r.ID], ids[i] = &pages[i], r.ID
	}
	if len(ids) == 0 {
		return pages, nil
	}
	texts, err := of[pageEditionRow](s.read).Where("page_id IN ?", ids).Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("pages: %w", err)
	}
	for _, t := range texts {
		if e := t.newsroom(); want.everything || e.Visible() {
			index[t.PageID].Editions[e.Language] = e
		}
	}
	media, err := s.mediaAddresses(ctx, pageOwner, ids, func(id int64, l newsroom.Language) bool { return index[id].Editions[l] != nil })
	if err != nil {
		return nil, err
	}
	for id, byName := range media {
		index[id].Media = byName
	}
	return pages, nil
}

// SavePage inserts or replaces a standing page by its slug and sets page.ID.
func (s *Store) SavePage(ctx context.Context, page *newsroom.Page) error {
	if err := s.savePage(ctx, page); err != nil {
		return fmt.Errorf("save page %q: %w", page.Slug, fold(err))
	}
	return nil
}

func (s *Store) savePage(ctx context.Context, page *newsroom.Page) error {
	rows, err := of[pageRow](s.write).Where("slug = ?", page.Slug).Limit(1).Find(ctx)
	if err != nil {
		return err
	}
	row := pageRow{Slug: page.Slug}
	if len(rows) > 0 {
		row = rows[0]
	} else if err := of[pageRow](s.write).Create(ctx, &row); err != nil {
		return err
	}
	page.ID = row.ID
	if _, err := of[pageEditionRow](s.write).Where("page_id = ?", row.ID).Delete(ctx); err != nil {
		return err
	}
	for _, e := range page.Editions {
		text := pageEditionToRow(row.ID, e)
		if err := of[pageEditionRow](s.write).Create(ctx, &text); err != nil {
			return err
		}
	}
	return nil
}

// RemovePage removes a standing page.
func (s *Store) RemovePage(ctx context.Context, id int64) error {
	if err := s.setMedia(ctx, pageOwner, id, nil); err != nil {
		return err
	}
	_, err := of[pageRow](s.write).Where("id = ?", id).Delete(ctx)
	return wrapped("remove page", err)
}
