package publish

import (
	"context"
	"errors"
	"slices"
	"time"

	"hebi/internal/newsroom"
	"hebi/internal/store"
)

// PageStatuses are those that an editor gives a standing page.
func PageStatuses() []newsroom.Status {
	return []newsroom.Status{newsroom.Draft, newsroom.Published, newsroom.Withdrawn}
}

// EditPage saves a standing page as an editor has it: title, subtitle, summary,
// text and status of the editions it holds, each with the date it had; others
// stay. A changed slug goes on leading to it. Errors are as EditContributor's.
// It returns the page's number.
func (p *Publisher) EditPage(ctx context.Context, from Opened, in *newsroom.Page, o Options) (int64, error) {
	slug := newsroom.Line(in.Slug)
	var id int64
	err := p.change(ctx, newsroom.ActManage, "pages", o, func(tx *store.Store) (done, error) {
		page := &newsroom.Page{Editions: map[newsroom.Language]*newsroom.Edition{}}
		action := Created
		var before newsroom.Facts
		if from.ID != 0 {
			stored, err := tx.WholePageByID(ctx, from.ID)
			if errors.Is(err, newsroom.ErrNotFound) {
				return done{}, gone()
			}
			if err != nil {
				return done{}, err
			}
			if err := from.current(stored); err != nil {
				return done{}, err
			}
			page, action, before = stored, Updated, pageFacts(stored)
		}
		if err := pageSlug(ctx, tx, page.Slug, slug); err != nil {
			return done{}, err
		}
		if err := layPage(page, in, seconds(p.now().UTC())); err != nil {
			return done{}, err
		}
		files := withStored(nil, page.Media, true)
		if err := checkNamed(named(files), nil, bodies(page.Editions)); err != nil {
			return done{}, err
		}
		if err := movePage(ctx, tx, page, slug, o); err != nil {
			return done{}, err
		}
		if err := tx.SavePage(ctx, page); err != nil {
			return done{}, err
		}
		id = page.ID
		return done{action, "page " + slug, deed{before: before, after: pageFacts(page)}}, tx.SetPageMedia(ctx, page.ID, uses(files, page.Editions, nil))
	})
	return id, err
}

// layPage lays what an editor wrote over a page.
func layPage(page, in *newsroom.Page, now time.Time) error {
	for _, l := range newsroom.Languages() {
		e := in.Editions[l]
		if e == nil {
			continue
		}
		tidy, old := tidyEdition(e, l), page.Editions[l]
		if old == nil && tidy.Writing() == (newsroom.Writing{}) {
			continue
		}
		if tidy.Title == "" {
			return wrong("title."+string(l), "give the text in this language a title")
		}
		if !slices.Contains(PageStatuses(), tidy.Status) && (old == nil || old.Status != tidy.Status) {
			return wrong("status."+string(l), "choose what becomes of the text")
		}
		page.Editions[l] = laidEdition(old, tidy, now)
	}
	if len(page.Editions) == 0 {
		return wrong("title.zh", "give the page a title in at least one language")
	}
	settled := &newsroom.Article{Editions: page.Editions}
	source := settled.Original()
	for _, e := range page.Editions {
		e.Original = e == source
	}
	return nil
}

// laidEdition is a page's edition with another text and status; old is nil for a new one.
func laidEdition(old, written *newsroom.Edition, now time.Time) *newsroom.Edition {
	e := &newsroom.Edition{ID: newID(), Language: written.Language, Date: now}
	if old != nil {
		c := *old
		e = &c
	}
	was := e.Writing()
	w := written.Writing()
	w.Kicker = "" // a page has none
	e.Write(w)
	if was != w {
		e.Revision++
		if e.Visible() {
			e.Updated = now
		}
	}
	if e.Status != written.Status {
		e.Status = written.Status
		if e.Visible() {
			e.Date = earlier(e.Date, now)
			publishNow(e, now)
		}
	}
	return e
}

func earlier(a, b time.Time) time.Time {
	if a.IsZero() || b.Before(a) {
		return b
	}
	return a
}

func pageSlug(ctx context.Context, tx *store.Store, was, slug string) error {
	if err := newsroom.CheckSlug(slug); err != nil {
		return wrong("slug", "use lower-case letters a-z, digits and single hyphens for the address")
	}
	if was == slug {
		return nil
	}
	_, err := tx.WholePage(ctx, slug)
	if err == nil {
		return taken("slug", "the address %q is taken: choose another", slug)
	}
	if errors.Is(err, newsroom.ErrNotFound) {
		return nil
	}
	return err
}

// movePage gives a page its slug and makes the addresses it had lead on.
func movePage(ctx context.Context, tx *store.Store, page *newsroom.Page, slug string, o Options) error {
	was := page.Slug
	page.Slug = slug
	if was == "" || was == slug {
		return nil
	}
	if err := tx.RenamePage(ctx, page.ID, slug); err != nil {
		return err
	}
	for _, l := range newsroom.Languages() {
		r := newsroom.Redirect{Kind: newsroom.PathMoved, From: pagePath(l, was), To: pagePath(l, slug), User: o.userID()}
		if err := tx.AddRedirect(ctx, r); err != nil {
			return err
		}
	}
	return nil
}

func pagePath(l newsroom.Language, slug string) string { return "/" + string(l) + "/pages/" + slug }
