package publish

import (
	"context"
	"errors"
	"slices"

	"hebi/internal/hanzi"
	"hebi/internal/newsroom"
	"hebi/internal/store"
)

// SavePrintedPage saves what was read from one printed page: articles without
// slugs, with a Chinese edition each, and the special that some of them belong
// to, or nil; special.ArticleSlugs is not used, members names its articles by
// their index. A page imported before is recognised: its articles are found by
// place and headline, and what editors changed since is kept. All of the page
// is saved or nothing. The outcomes are in the order of the
// articles, the special's last.
func (p *Publisher) SavePrintedPage(ctx context.Context, place newsroom.PrintPlace, articles []newsroom.Article, special *newsroom.Special, members []int, o Options) ([]Outcome, error) {
	if err := p.segmenter.Wait(ctx); err != nil { // not while the database is locked for writing
		return nil, err
	}
	var outcomes []Outcome
	err := p.store.InTx(ctx, func(tx *store.Store) error {
		q := p.within(tx)
		known, err := tx.ArticlesPrintedOn(ctx, place)
		if err != nil {
			return err
		}
		for i := range articles {
			out, err := q.savePrinted(ctx, &articles[i], &known, o)
			if err != nil {
				return err
			}
			outcomes = append(outcomes, *out)
		}
		if special == nil {
			return nil
		}
		for _, i := range members {
			special.ArticleSlugs = append(special.ArticleSlugs, articles[i].Slug)
		}
		out, err := q.savePrintedSpecial(ctx, special, o)
		if err != nil {
			return err
		}
		outcomes = append(outcomes, *out)
		return nil
	})
	return outcomes, err
}

// within is the same Publisher inside a transaction.
func (p *Publisher) within(tx *store.Store) *Publisher {
	q := &Publisher{store: tx, segmenter: p.segmenter, media: p.media, now: p.now}
	q.knowledge.Store(p.knowledge.Load())
	return q
}

func (p *Publisher) savePrinted(ctx context.Context, a *newsroom.Article, known *[]newsroom.Article, o Options) (*Outcome, error) {
	edition := a.Editions[newsroom.Chinese]
	before, err := p.printedBefore(ctx, known, edition.Title)
	if err != nil {
		return nil, err
	}
	if before != nil {
		keepEdits(a, before)
	} else if a.Slug, err = freeSlug(hanzi.Slug(edition.Title), func(slug string) (bool, error) { return p.store.SlugTaken(ctx, slug) }); err != nil {
		return nil, err
	}
	return p.SaveArticle(ctx, a, o)
}

// printedBefore takes the article that had this headline in any of its
// revisions out of those known on the page; nil when there is none.
func (p *Publisher) printedBefore(ctx context.Context, known *[]newsroom.Article, title string) (*newsroom.Article, error) {
	for i, a := range *known {
		e := a.Editions[newsroom.Chinese]
		if e == nil {
			continue
		}
		revisions, err := p.store.Revisions(ctx, e.Key)
		if err != nil {
			return nil, err
		}
		if slices.ContainsFunc(revisions, func(r newsroom.Revision) bool { return r.Title == title }) {
			*known = slices.Delete(slices.Clone(*known), i, i+1)
			return &a, nil
		}
	}
	return nil, nil
}

// keepEdits lets stand what an earlier import and its editors made of the
// piece: only the wish to publish is new.
func keepEdits(a, before *newsroom.Article) {
	edition := *before.Editions[newsroom.Chinese]
	edition.Status = ""
	a.Slug, a.Kind, a.Credits, a.Print, a.Cover = before.Slug, before.Kind, before.Credits, before.Print, before.Cover
	a.Themes = setByHand(before.Themes)
	a.Editions = map[newsroom.Language]*newsroom.Edition{newsroom.Chinese: &edition}
	a.Media = before.Media
}

// savePrintedSpecial saves the special of a page, unless most of its articles
// stand in one already: then that is it, whatever editors call it now.
func (p *Publisher) savePrintedSpecial(ctx context.Context, special *newsroom.Special, o Options) (*Outcome, error) {
	members := map[string]int{}
	for _, slug := range special.ArticleSlugs {
		a, err := p.store.WholeArticle(ctx, slug)
		if err != nil {
			return nil, err
		}
		for _, s := range a.Specials {
			if members[s.Slug]++; 2*members[s.Slug] > len(special.ArticleSlugs) {
				return &Outcome{Change: Unchanged, Slug: s.Slug}, nil
			}
		}
	}
	slug, err := freeSlug(hanzi.Slug(special.Editions[newsroom.Chinese].Title), func(slug string) (bool, error) {
		_, err := p.store.WholeSpecial(ctx, slug)
		if errors.Is(err, newsroom.ErrNotFound) {
			return false, nil
		}
		return true, err
	})
	if err != nil {
		return nil, err
	}
	special.Slug = slug
	return p.SaveSpecial(ctx, special, o)
}
