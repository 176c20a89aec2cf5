package publish

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"hebi/internal/newsroom"
	"hebi/internal/search"
	"hebi/internal/store"
)

// Result is what became of one of several articles.
type Result struct {
	*Outcome
	Err error
}

// SaveArticles saves several articles in one transaction, which costs a large
// import a third of what one each would. Each is kept or refused for itself;
// only when the transaction as a whole fails is none kept, and all have its
// error. An article that somebody else saves at the same moment is laid over
// what they made of it.
func (p *Publisher) SaveArticles(ctx context.Context, incoming []*newsroom.Article, o Options) []Result {
	results := p.saveOnce(ctx, incoming, o)
	for range tries - 1 {
		var again []*newsroom.Article
		var places []int
		for i, r := range results {
			if errors.Is(r.Err, newsroom.ErrConflict) {
				again, places = append(again, incoming[i]), append(places, i)
			}
		}
		if len(again) == 0 {
			break
		}
		for i, r := range p.saveOnce(ctx, again, o) {
			results[places[i]] = r
		}
	}
	return results
}

// tries bounds how often something is begun anew because others saved some of
// it between reading and writing; each time one of them has succeeded.
const tries = 5

func (p *Publisher) saveOnce(ctx context.Context, incoming []*newsroom.Article, o Options) []Result {
	savings := p.prepareAll(ctx, incoming, o)
	var err error
	if slices.ContainsFunc(savings, (*saving).changes) {
		var file *search.File
		if file, err = pack(savings); err == nil {
			err = p.store.InTx(ctx, func(tx *store.Store) error { return p.writeAll(ctx, tx, savings, file) })
		}
	}
	results := make([]Result, len(savings))
	for i, s := range savings {
		results[i] = Result{Outcome: s.out, Err: s.err}
		if err != nil {
			results[i] = Result{Err: err}
		}
	}
	return results
}

// prepareAll prepares several articles; one that is refused has its error.
func (p *Publisher) prepareAll(ctx context.Context, incoming []*newsroom.Article, o Options) []*saving {
	// Another process may have changed the terms: rows must not be cut by the old ones.
	err := p.Refresh(ctx)
	var site *newsroom.Site
	if err == nil {
		site, err = p.store.Site(ctx)
	}
	savings := make([]*saving, len(incoming))
	for i, a := range incoming {
		refused := err
		if err == nil {
			savings[i], refused = p.prepare(ctx, a, site.Zone(), o)
		}
		if refused != nil {
			savings[i] = &saving{err: refused}
		}
	}
	return savings
}

// pack makes the index segment of all that readers will see of the articles.
func pack(savings []*saving) (*search.File, error) {
	var documents []*search.Document
	for _, s := range savings {
		for _, d := range s.documents {
			documents = append(documents, d)
		}
	}
	return search.NewFile(documents)
}

// writeAll stores what changes. An article that fails is taken back for itself
// and has its error; the error returned is that of the whole transaction.
func (p *Publisher) writeAll(ctx context.Context, tx *store.Store, savings []*saving, file *search.File) error {
	if err := lock(ctx, tx, savings); err != nil {
		return err
	}
	for _, s := range savings {
		if !s.changes() {
			continue
		}
		// A transaction within is a savepoint: one article's failure takes back that article only.
		if err := tx.InTx(ctx, func(tx *store.Store) error { return s.write(ctx, tx) }); err != nil {
			s.out, s.err = nil, fmt.Errorf("article %q: %w", s.article.Slug, err)
		}
	}
	if !p.rehearsing {
		var told indexing
		for _, s := range savings {
			if s.changes() {
				told.add(s.article, s.documents, s.stored == nil)
			}
		}
		if err := told.write(ctx, tx, file); err != nil {
			return err
		}
	}
	var told lists
	for _, s := range savings {
		if s.changes() {
			told.add(s.affected()...)
		}
	}
	return p.changed(ctx, tx, told)
}

// lock takes the stored articles in the order of their ids, as everybody does
// who writes several, and then the right to make articles and contributors: two
// processes wait for one another instead of getting entangled.
func lock(ctx context.Context, tx *store.Store, savings []*saving) error {
	var ids []int64
	makes := false
	for _, s := range savings {
		if s.changes() && s.stored != nil {
			ids = append(ids, s.stored.ID)
		}
		makes = makes || s.changes() && s.makes()
	}
	if err := tx.LockArticles(ctx, ids); err != nil || !makes {
		return err
	}
	return tx.LockName(ctx, "making articles and contributors")
}
