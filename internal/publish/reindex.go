package publish

import (
	"context"
	"errors"
	"slices"

	"hebi/internal/markdown"
	"hebi/internal/newsroom"
	"hebi/internal/store"
)

// batch is how many rows are read at a time when the whole site is walked.
const batch = 100

// Reindex makes search know every visible edition by the present dictionary,
// code and term base. Only editions with another stamp are touched, so it goes
// on where an earlier run stopped; all touches every one. done is called after
// each edition.
func (p *Publisher) Reindex(ctx context.Context, all bool, done func()) error {
	stamp := p.Stamp()
	if all {
		stamp = "" // no row has it: every edition is stale
	}
	for after := int64(0); ; {
		editions, keys, err := p.store.StaleEditions(ctx, stamp, after, batch)
		if err != nil || len(editions) == 0 {
			return err
		}
		for i, e := range editions {
			after = keys[i]
			if err := p.reindexOne(ctx, e); err != nil {
				return err
			}
			done()
		}
	}
}

func (p *Publisher) reindexOne(ctx context.Context, which store.EditionRef) error {
	a, err := p.store.WholeArticle(ctx, which.Slug)
	if err != nil {
		return err
	}
	e := a.Edition(which.Language)
	if !e.Visible() { // withdrawn since it was listed
		return nil
	}
	d := p.document(a, e, markdown.Parse(e.Body).Text())
	return p.store.InTx(ctx, func(tx *store.Store) error {
		if same, err := stillThere(ctx, tx, a); err != nil || !same {
			return err
		}
		return tx.IndexEdition(ctx, d)
	})
}

// stillThere reports whether an article is as it was read. Where it is not,
// somebody saved it meanwhile, and saving did what was to be done here.
func stillThere(ctx context.Context, tx *store.Store, a *newsroom.Article) (bool, error) {
	current, err := tx.WholeArticle(ctx, a.Slug)
	if errors.Is(err, newsroom.ErrNotFound) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	for l, e := range current.Editions {
		if before := a.Editions[l]; before == nil || before.Version != e.Version {
			return false, nil
		}
	}
	return slices.EqualFunc(setByHand(a.Themes), setByHand(current.Themes), sameTheme), nil
}

// Retag finds the themes of every article anew; those set by hand stay. done
// is called after each article. Themes an editor refused do not come back.
func (p *Publisher) Retag(ctx context.Context, done func()) error {
	for after := int64(0); ; {
		articles, err := p.store.WholeArticlesAfter(ctx, after, batch)
		if err != nil || len(articles) == 0 {
			return err
		}
		for i := range articles {
			after = articles[i].ID
			if err := p.retagOne(ctx, &articles[i]); err != nil {
				return err
			}
			done()
		}
	}
}

func (p *Publisher) retagOne(ctx context.Context, a *newsroom.Article) error {
	tags := p.tags(a, plainTexts(a))
	return p.store.InTx(ctx, func(tx *store.Store) error {
		if same, err := stillThere(ctx, tx, a); err != nil || !same {
			return err
		}
		if err := tx.SetArticleThemes(ctx, a.ID, tags); err != nil {
			return err
		}
		return tx.Bump(ctx, store.ChangeCounter)
	})
}
