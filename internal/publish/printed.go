package publish

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"hebi/internal/hanzi"
	"hebi/internal/newsroom"
	"hebi/internal/store"
)

// SavePrintedPage saves what was read from one printed page: articles without
// slugs, with a Chinese edition each, and the special that some of them belong
// to, or nil; special.ArticleSlugs is not used, members names its articles by
// their index. A page imported before is recognised: its articles are found by
// place and headline, and what editors changed since is kept. All of the page
// is saved or nothing; ErrConflict when others keep changing it meanwhile. The
// outcomes are in the order of the articles, the special's last.
func (p *Publisher) SavePrintedPage(ctx context.Context, place newsroom.PrintPlace, articles []newsroom.Article, special *newsroom.Special, members []int, o Options) ([]Outcome, error) {
	for try := 1; ; try++ {
		outcomes, err := p.savePrintedOnce(ctx, place, articles, special, members, o)
		if !errors.Is(err, newsroom.ErrConflict) {
			return outcomes, err
		}
		if try == tries {
			return nil, newsroom.Because(newsroom.ErrConflict, "page %d of %s is being changed by others at the same time (%v): import it again in a moment", place.Page, place.Paper, err)
		}
	}
}

func (p *Publisher) savePrintedOnce(ctx context.Context, place newsroom.PrintPlace, articles []newsroom.Article, special *newsroom.Special, members []int, o Options) ([]Outcome, error) {
	known, err := p.store.ArticlesPrintedOn(ctx, place)
	if err != nil {
		return nil, err
	}
	incoming, err := p.settlePrinted(ctx, articles, known)
	if err != nil {
		return nil, err
	}
	savings := p.prepareAll(ctx, incoming, o)
	if err := firstError(savings); err != nil {
		return nil, err
	}
	special, there, err := p.settleSpecial(ctx, special, members, savings)
	if err != nil {
		return nil, err
	}
	file, err := pack(savings)
	if err != nil {
		return nil, err
	}
	if special != nil || slices.ContainsFunc(savings, (*saving).changes) {
		err = p.store.InTx(ctx, func(tx *store.Store) error {
			if err := stillPrinted(ctx, tx, place, known); err != nil {
				return err
			}
			if err := p.writeAll(ctx, tx, savings, file); err != nil {
				return err
			}
			if err := firstError(savings); err != nil || special == nil {
				return err
			}
			there, err = p.within(tx).SaveSpecial(ctx, special, o)
			if err == nil && there.Change != Created {
				return newsroom.Because(newsroom.ErrConflict, "special %q was made meanwhile", special.Slug)
			}
			return err
		})
	}
	if err != nil {
		return nil, err
	}
	var outcomes []Outcome
	for _, s := range savings {
		outcomes = append(outcomes, *s.out)
	}
	if there != nil {
		outcomes = append(outcomes, *there)
	}
	return outcomes, nil
}

func firstError(savings []*saving) error {
	for _, s := range savings {
		if s.err != nil {
			return s.err
		}
	}
	return nil
}

// stillPrinted is ErrConflict unless a page's articles, and the specials they
// are in, are as they were known. Nobody else imports the page meanwhile.
func stillPrinted(ctx context.Context, tx *store.Store, place newsroom.PrintPlace, known []newsroom.Article) error {
	name := fmt.Sprintf("page %d of %s, %s", place.Page, place.Paper, place.Date.Format(time.DateOnly))
	if err := tx.LockName(ctx, name); err != nil {
		return err
	}
	current, err := tx.ArticlesPrintedOn(ctx, place)
	if err != nil {
		return err
	}
	if !slices.EqualFunc(known, current, func(a, b newsroom.Article) bool { return unsaved(&a, &b) && slices.Equal(a.Specials, b.Specials) }) {
		return newsroom.Because(newsroom.ErrConflict, "an article of %s was saved meanwhile", name)
	}
	return nil
}

// within is the same Publisher inside a transaction.
func (p *Publisher) within(tx *store.Store) *Publisher {
	q := &Publisher{store: tx, segmenter: p.segmenter, media: p.media, now: p.now, announce: p.announce}
	q.knowledge.Store(p.knowledge.Load())
	return q
}

// settlePrinted gives the articles of a page their slugs: those of known ones, else new ones.
func (p *Publisher) settlePrinted(ctx context.Context, articles, known []newsroom.Article) ([]*newsroom.Article, error) {
	settled := make([]*newsroom.Article, len(articles))
	here := map[string]bool{}
	for i, a := range articles {
		title := a.Editions[newsroom.Chinese].Title
		before, err := p.printedBefore(ctx, &known, title)
		if before != nil {
			keepEdits(&a, before)
		} else if err == nil {
			a.Slug, err = freeSlug(hanzi.Slug(title), func(slug string) (bool, error) {
				if here[slug] {
					return true, nil
				}
				return p.store.SlugTaken(ctx, slug)
			})
		}
		if err != nil {
			return nil, err
		}
		here[a.Slug], settled[i] = true, &a
	}
	return settled, nil
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

// settleSpecial makes a page's special ready to be saved under a free slug. When
// most of its articles stand in one already, then that is it, whatever editors
// call it now: there is nothing to save but its outcome. Both are nil without a special.
func (p *Publisher) settleSpecial(ctx context.Context, special *newsroom.Special, members []int, savings []*saving) (*newsroom.Special, *Outcome, error) {
	if special == nil {
		return nil, nil, nil
	}
	settled, in := *special, map[string]int{}
	settled.ArticleSlugs = nil
	for _, i := range members {
		a := savings[i]
		settled.ArticleSlugs = append(settled.ArticleSlugs, a.article.Slug)
		if a.stored == nil {
			continue
		}
		for _, s := range a.stored.Specials {
			if in[s.Slug]++; 2*in[s.Slug] > len(members) {
				return nil, &Outcome{Change: Unchanged, Slug: s.Slug}, nil
			}
		}
	}
	var err error
	settled.Slug, err = freeSlug(hanzi.Slug(special.Editions[newsroom.Chinese].Title), func(slug string) (bool, error) {
		_, err := p.store.WholeSpecial(ctx, slug)
		if errors.Is(err, newsroom.ErrNotFound) {
			return false, nil
		}
		return true, err
	})
	return &settled, nil, err
}
