package publish

import (
	"context"
	"errors"
	"fmt"
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
	published := 0
	for _, d := range due {
		switch _, err := p.Publish(ctx, d.Slug, d.Language, Options{}); {
		case errors.Is(err, newsroom.ErrConflict): // another process was quicker
		case err != nil:
			return published, err
		default:
			published++
		}
	}
	return published, nil
}

func (p *Publisher) changeStatus(ctx context.Context, slug string, l newsroom.Language, o Options, action string, change func(*newsroom.Edition)) ([]*newsroom.Edition, error) {
	a, err := p.store.WholeArticle(ctx, slug)
	if err != nil {
		return nil, err
	}
	if l != "" && a.Edition(l) == nil {
		return nil, fmt.Errorf("article %q has no %s edition: %w", slug, l, newsroom.ErrNotFound)
	}
	var changed []*newsroom.Edition
	documents := map[int64]search.Document{}
	for _, language := range a.Languages() {
		e := a.Editions[language]
		before := e.Status
		if l == "" || l == language {
			change(e)
		}
		if e.Status == before {
			continue
		}
		changed = append(changed, e)
		if e.Visible() {
			documents[e.Key] = p.document(a, e, markdown.Parse(e.Body).Text())
		}
	}
	if len(changed) == 0 {
		return nil, nil
	}
	err = p.store.InTx(ctx, func(tx *store.Store) error {
		for _, e := range changed {
			if err := tx.SaveEdition(ctx, a.ID, e); err != nil {
				return err
			}
			if err := index(ctx, tx, e, documents[e.Key]); err != nil {
				return err
			}
		}
		return record(ctx, tx, o, action, "article "+slug)
	})
	if err != nil {
		return nil, fmt.Errorf("%s %q: %w", action, slug, err)
	}
	return changed, nil
}

// index makes search know exactly what readers may see of an edition.
func index(ctx context.Context, tx *store.Store, e *newsroom.Edition, d search.Document) error {
	if !e.Visible() {
		return tx.UnindexEdition(ctx, e.Key)
	}
	d.EditionKey = e.Key
	return tx.IndexEdition(ctx, d)
}
