package publish

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"hebi/internal/markdown"
	"hebi/internal/newsroom"
	"hebi/internal/search"
	"hebi/internal/store"
)

// Publish makes the editions of an article visible, or scheduled when their
// date is to come; l narrows it to one language. It returns the editions that
// changed. ErrNotFound when there is no such article or edition.
func (p *Publisher) Publish(ctx context.Context, slug string, l newsroom.Language, o Options) ([]*newsroom.Edition, error) {
	now := p.now().UTC().Truncate(time.Millisecond)
	return p.changeStatus(ctx, slug, l, o, "publish", func(e *newsroom.Edition) {
		if e.Status == newsroom.Scheduled && !e.Date.After(now) || e.Status != newsroom.Scheduled {
			publishNow(e, now)
		}
	})
}

// Withdraw takes an article's editions from their readers; l narrows it to one
// language. It returns the editions that changed. ErrNotFound when there is no
// such article or edition.
func (p *Publisher) Withdraw(ctx context.Context, slug string, l newsroom.Language, o Options) ([]*newsroom.Edition, error) {
	return p.changeStatus(ctx, slug, l, o, "withdraw", func(e *newsroom.Edition) {
		if e.Status == newsroom.Published || e.Status == newsroom.Scheduled {
			e.Status = newsroom.Withdrawn
		}
	})
}

// PublishDue publishes the scheduled editions whose time has come and returns how many.
func (p *Publisher) PublishDue(ctx context.Context) (int, error) {
	due, err := p.store.Due(ctx)
	if err != nil {
		return 0, err
	}
	pages, err := p.store.DuePages(ctx)
	if err != nil {
		return 0, err
	}
	published := 0
	var failed []error
	done := func(what string, err error) {
		switch {
		case errors.Is(err, newsroom.ErrConflict): // another process was quicker
		case err != nil:
			failed = append(failed, fmt.Errorf("%s: %w", what, err))
		default:
			published++
		}
	}
	for _, d := range due { // one that cannot be published must not hold up the others
		_, err := p.Publish(ctx, d.Slug, d.Language, Options{})
		done("article "+d.Slug, err)
	}
	for _, d := range pages {
		done("page "+d.Slug, p.publishPage(ctx, d))
	}
	return published, errors.Join(failed...)
}

// publishPage publishes a standing page's edition whose time has come.
func (p *Publisher) publishPage(ctx context.Context, due store.EditionRef) error {
	page, err := p.store.WholePage(ctx, due.Slug)
	if err != nil {
		return err
	}
	e := *page.Editions[due.Language]
	e.Status = newsroom.Published
	page.Editions = map[newsroom.Language]*newsroom.Edition{due.Language: &e}
	page.Files = nil
	_, err = p.SavePage(ctx, page, Options{})
	return err
}

// changeStatus changes editions of the article with a slug as change does; see hand.
func (p *Publisher) changeStatus(ctx context.Context, slug string, l newsroom.Language, o Options, action string, change func(*newsroom.Edition)) ([]*newsroom.Edition, error) {
	a, err := p.store.WholeArticle(ctx, slug)
	if err != nil {
		return nil, err
	}
	if l != "" && a.Edition(l) == nil {
		return nil, fmt.Errorf("article %q has no %s edition: %w", slug, l, newsroom.ErrNotFound)
	}
	return p.hand(ctx, a, o, action, func(e *newsroom.Edition) error {
		if l == "" || l == e.Language {
			change(e)
		}
		return nil
	})
}

// hand lets change give each edition of an article another status, all of it in
// one transaction, and returns those that have one.
func (p *Publisher) hand(ctx context.Context, a *newsroom.Article, o Options, action string, change func(*newsroom.Edition) error) ([]*newsroom.Edition, error) {
	site, err := p.store.Site(ctx)
	if err != nil {
		return nil, err
	}
	was := snapshot(a)
	var changed []*newsroom.Edition
	documents := map[newsroom.Language]*search.Document{}
	for _, language := range a.Languages() {
		e := a.Editions[language]
		if err := change(e); err != nil {
			return nil, err
		}
		if !editionDiffers(e, was.Editions[language]) {
			continue
		}
		if err := o.may(statusAction(e.Status), language); err != nil {
			return nil, err
		}
		changed = append(changed, e)
		if e.Visible() {
			documents[language] = p.document(a, e, markdown.Parse(e.Body).Text())
		}
	}
	if len(changed) == 0 {
		return nil, nil
	}
	file, err := search.NewFile(slices.Collect(maps.Values(documents)))
	if err != nil {
		return nil, err
	}
	place := settledPlace(a, site.Zone())
	err = p.store.InTx(ctx, func(tx *store.Store) error {
		if err := tx.LockArticles(ctx, []int64{a.ID}); err != nil {
			return err
		}
		if place != a.Print { // it had no date to take its day from before
			a.Print = place
			if err := tx.SaveArticle(ctx, a); err != nil {
				return err
			}
		}
		for _, e := range changed {
			if err := saveHanded(ctx, tx, a, e, was.Editions[e.Language], o); err != nil {
				return err
			}
		}
		var told indexing
		told.add(a, documents, false)
		if err := told.write(ctx, tx, file); err != nil {
			return err
		}
		return p.record(ctx, tx, o, action, "article "+a.Slug, deed{affected(was, a, false, site.Zone()), articleFacts(was), articleFacts(a)})
	})
	if err != nil {
		return nil, fmt.Errorf("%s %q: %w", action, a.Slug, err)
	}
	return changed, nil
}

func saveHanded(ctx context.Context, tx *store.Store, a *newsroom.Article, e, was *newsroom.Edition, o Options) error {
	if err := tx.SaveEdition(ctx, a.ID, e); err != nil {
		return err
	}
	return handOver(ctx, tx, e, was, o)
}

// handOver records that an edition has another status than before; one that is new was handed over by nobody.
func handOver(ctx context.Context, tx *store.Store, e, was *newsroom.Edition, o Options) error {
	if was == nil || was.Status == e.Status {
		return nil
	}
	return tx.AddHandover(ctx, e.Key, newsroom.Handover{User: o.userID(), From: was.Status, To: e.Status, Note: o.note})
}
