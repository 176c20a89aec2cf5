package publish

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"time"

	"hebi/internal/newsroom"
	"hebi/internal/store"
)

// SaveSite replaces the site's settings.
func (p *Publisher) SaveSite(ctx context.Context, site *newsroom.Site, o Options) (*Outcome, error) {
	stored, err := p.store.Site(ctx)
	if err != nil {
		return nil, err
	}
	if reflect.DeepEqual(site, stored) {
		return &Outcome{Change: Unchanged}, nil
	}
	return p.inTx(ctx, o, Updated, "site", func(tx *store.Store) error { return tx.SaveSite(ctx, site) })
}

// SaveThemes inserts or updates themes by their slugs.
func (p *Publisher) SaveThemes(ctx context.Context, themes []newsroom.Theme, o Options) (*Outcome, error) {
	stored, err := p.store.AllThemes(ctx)
	if err != nil {
		return nil, err
	}
	if same(themes, stored, func(t newsroom.Theme) newsroom.Theme { t.ID, t.Count = 0, 0; return t }) {
		return &Outcome{Change: Unchanged}, nil
	}
	return p.saveKnowledge(ctx, o, "themes", func(tx *store.Store) error { return tx.SaveThemes(ctx, themes) })
}

// SaveTerms inserts or updates terms by their Chinese side.
func (p *Publisher) SaveTerms(ctx context.Context, terms []newsroom.Term, o Options) (*Outcome, error) {
	stored, err := p.store.Terms(ctx)
	if err != nil {
		return nil, err
	}
	if same(terms, stored, func(t newsroom.Term) newsroom.Term { t.ID = 0; return t }) {
		return &Outcome{Change: Unchanged}, nil
	}
	return p.saveKnowledge(ctx, o, "terms", func(tx *store.Store) error { return tx.SaveTerms(ctx, terms) })
}

// saveKnowledge changes terms or themes and takes the change over at once.
func (p *Publisher) saveKnowledge(ctx context.Context, o Options, what string, save func(tx *store.Store) error) (*Outcome, error) {
	out, err := p.inTx(ctx, o, Updated, what, func(tx *store.Store) error {
		if err := save(tx); err != nil {
			return err
		}
		return tx.Bump(ctx, store.TermCounter)
	})
	if err != nil {
		return nil, err
	}
	return out, p.Refresh(ctx)
}

// same reports whether two lists hold the same values once bare has removed what the database adds.
// Empty lists within values compare equal to absent ones, as the database does not tell them apart.
func same[T any](incoming, stored []T, bare func(T) T) bool {
	if len(incoming) != len(stored) {
		return false
	}
	for i := range incoming {
		if fmt.Sprint(bare(incoming[i])) != fmt.Sprint(bare(stored[i])) {
			return false
		}
	}
	return true
}

// SaveContributor saves a contributor by slug, PortraitFile included.
func (p *Publisher) SaveContributor(ctx context.Context, c *newsroom.Contributor, o Options) (*Outcome, error) {
	if err := newsroom.CheckSlug(c.Slug); err != nil {
		return nil, err
	}
	var portrait []newsroom.File
	if c.PortraitFile != nil {
		portrait = append(portrait, *c.PortraitFile)
	}
	files, err := p.keep(portrait)
	if err != nil {
		return nil, fmt.Errorf("contributor %q: %w", c.Slug, err)
	}
	stored, err := p.store.AnyContributorBySlug(ctx, c.Slug)
	if err != nil && !errors.Is(err, newsroom.ErrNotFound) {
		return nil, err
	}
	change := Created
	if stored != nil {
		change = Updated
		incoming := *c
		incoming.ID, incoming.PortraitFile = stored.ID, nil
		if file, ok := files[c.Portrait]; ok {
			incoming.PortraitAddress = store.MediaAddress(file.Hash)
		}
		if reflect.DeepEqual(&incoming, stored) {
			return &Outcome{Change: Unchanged, Slug: c.Slug}, nil
		}
		c.ID = stored.ID
	}
	return p.inTx(ctx, o, change, "contributor "+c.Slug, func(tx *store.Store) error {
		if err := tx.SaveContributor(ctx, c); err != nil {
			return err
		}
		return tx.SetContributorMedia(ctx, c.ID, files)
	})
}

// SaveSpecial saves a special by slug. All its articles must be there.
func (p *Publisher) SaveSpecial(ctx context.Context, special *newsroom.Special, o Options) (*Outcome, error) {
	if err := newsroom.CheckSlug(special.Slug); err != nil {
		return nil, err
	}
	stored, err := p.store.WholeSpecial(ctx, special.Slug)
	if err != nil && !errors.Is(err, newsroom.ErrNotFound) {
		return nil, err
	}
	change := Created
	if stored != nil {
		change = Updated
		if fmt.Sprint(stored.ArticleSlugs) == fmt.Sprint(special.ArticleSlugs) && reflect.DeepEqual(stored.Editions, special.Editions) {
			return &Outcome{Change: Unchanged, Slug: special.Slug}, nil
		}
	}
	out, err := p.inTx(ctx, o, change, "special "+special.Slug, func(tx *store.Store) error { return tx.SaveSpecial(ctx, special) })
	if err != nil {
		return nil, err
	}
	out.Slug = special.Slug
	return out, nil
}

// JoinSpecial puts an article at the end of a special unless it is in it.
func (p *Publisher) JoinSpecial(ctx context.Context, special, article string, o Options) error {
	a, err := p.store.WholeArticle(ctx, article)
	if err != nil {
		return err
	}
	for _, s := range a.Specials {
		if s.Slug == special {
			return nil
		}
	}
	_, err = p.inTx(ctx, o, Updated, "special "+special, func(tx *store.Store) error { return tx.JoinSpecial(ctx, special, a.ID) })
	return err
}

// SavePage saves a standing page by slug; its editions follow the same rules of status as an article's.
func (p *Publisher) SavePage(ctx context.Context, page *newsroom.Page, o Options) (*Outcome, error) {
	if err := newsroom.CheckSlug(page.Slug); err != nil {
		return nil, err
	}
	files, err := p.keep(page.Files)
	if err != nil {
		return nil, fmt.Errorf("page %q: %w", page.Slug, err)
	}
	stored, err := p.store.WholePage(ctx, page.Slug)
	if err != nil && !errors.Is(err, newsroom.ErrNotFound) {
		return nil, err
	}
	s := &saving{p: p, o: o, out: &Outcome{Change: Created, Slug: page.Slug}, article: &newsroom.Article{Slug: page.Slug, Editions: map[newsroom.Language]*newsroom.Edition{}}}
	if stored != nil {
		s.out.Change = Unchanged
		s.stored = &newsroom.Article{Slug: page.Slug, Editions: stored.Editions, Media: stored.Media}
		maps.Copy(s.article.Editions, stored.Editions)
	}
	for l, e := range page.Editions {
		s.mergeEdition(l, e)
	}
	s.settleOriginal()
	s.settleReflects(page.Editions)
	s.files = files
	if s.stored != nil && (s.editionsDiffer() || !s.sameMedia(stored.Media)) {
		s.out.Change = Updated
	}
	if s.out.Change == Unchanged {
		return s.out, nil
	}
	merged := &newsroom.Page{Slug: page.Slug, Editions: s.article.Editions}
	out, err := p.inTx(ctx, o, s.out.Change, "page "+page.Slug, func(tx *store.Store) error {
		if err := tx.SavePage(ctx, merged); err != nil {
			return err
		}
		return tx.SetPageMedia(ctx, merged.ID, files)
	})
	if err != nil {
		return nil, err
	}
	out.Slug, out.Warnings = page.Slug, s.out.Warnings
	return out, nil
}

// inTx carries out one change with its audit row and change number.
func (p *Publisher) inTx(ctx context.Context, o Options, change, subject string, do func(tx *store.Store) error) (*Outcome, error) {
	err := p.store.InTx(ctx, func(tx *store.Store) error {
		if err := do(tx); err != nil {
			return err
		}
		return record(ctx, tx, o, change, subject)
	})
	if err != nil {
		return nil, err
	}
	return &Outcome{Change: change}, nil
}

// Now is the Publisher's clock.
func (p *Publisher) Now() time.Time { return p.now() }
