package publish

import (
	"context"
	"errors"
	"slices"

	"hebi/internal/markdown"
	"hebi/internal/newsroom"
	"hebi/internal/search"
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
		after = keys[len(keys)-1]
		if err := p.reindexBatch(ctx, editions); err != nil {
			return err
		}
		for range editions {
			done()
		}
	}
}

// reindexBatch cuts the texts first and writes them in one transaction.
func (p *Publisher) reindexBatch(ctx context.Context, editions []store.EditionRef) error {
	var articles []*newsroom.Article
	var documents []search.Document
	for _, which := range editions {
		a, err := p.store.WholeArticle(ctx, which.Slug)
		if err != nil {
			return err
		}
		if e := a.Edition(which.Language); e.Visible() { // it may have been withdrawn since it was listed
			articles = append(articles, a)
			documents = append(documents, p.document(a, e, markdown.Parse(e.Body).Text()))
		}
	}
	return p.store.InTx(ctx, func(tx *store.Store) error {
		for i, a := range articles {
			same, err := stillThere(ctx, tx, a)
			if err == nil && same {
				err = tx.IndexEdition(ctx, documents[i])
			}
			if err != nil {
				return err
			}
		}
		return nil
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
		after = articles[len(articles)-1].ID
		if err := p.retagBatch(ctx, articles); err != nil {
			return err
		}
		for range articles {
			done()
		}
	}
}

func (p *Publisher) retagBatch(ctx context.Context, articles []newsroom.Article) error {
	tags := make([][]newsroom.ThemeTag, len(articles))
	for i := range articles {
		tags[i] = p.tags(&articles[i], plainTexts(&articles[i]))
	}
	return p.store.InTx(ctx, func(tx *store.Store) error {
		for i := range articles {
			same, err := stillThere(ctx, tx, &articles[i])
			if err == nil && same {
				err = tx.SetArticleThemes(ctx, articles[i].ID, tags[i])
			}
			if err != nil {
				return err
			}
		}
		return tx.Bump(ctx, store.ChangeCounter)
	})
}
