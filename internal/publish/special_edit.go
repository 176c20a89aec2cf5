package publish

import (
	"context"
	"errors"
	"slices"

	"hebi/internal/newsroom"
	"hebi/internal/store"
)

// EditSpecial saves a special as an editor has it: its texts, and its articles
// in the order of ArticleSlugs, which may be none. A changed slug goes on leading
// to it. Errors are as EditContributor's. It returns the special's number.
func (p *Publisher) EditSpecial(ctx context.Context, from Opened, in *newsroom.Special, o Options) (int64, error) {
	special, err := tidySpecial(in)
	if err != nil {
		return 0, err
	}
	err = p.change(ctx, newsroom.ActManage, "specials", o, func(tx *store.Store) (done, error) {
		var told lists
		var before newsroom.Facts
		was, action := "", Created
		files := map[string]store.Media{}
		if from.ID != 0 {
			stored, err := openSpecial(ctx, tx, from)
			if err != nil {
				return done{}, err
			}
			was, action, before = stored.Slug, Updated, specialFacts(stored)
			files = withStored(nil, stored.Media, true)
			if err := told.addSpecial(ctx, tx, was); err != nil { // as it was
				return done{}, err
			}
		}
		if err := specialSlug(ctx, tx, was, special.Slug); err != nil {
			return done{}, err
		}
		if err := checkNamed(named(files), nil, notes(special.Editions)); err != nil {
			return done{}, err
		}
		if was != "" && was != special.Slug {
			if err := tx.RenameSpecial(ctx, from.ID, special.Slug); err != nil {
				return done{}, err
			}
		}
		if err := tx.SaveSpecial(ctx, special); err != nil {
			return done{}, err
		}
		if err := tx.SetSpecialMedia(ctx, special.ID, used(files, nil, notes(special.Editions))); err != nil {
			return done{}, err
		}
		if err := told.addSpecial(ctx, tx, special.Slug); err != nil {
			return done{}, err
		}
		return done{action, "special " + special.Slug, deed{told, before, specialFacts(special)}}, moveTo(ctx, tx, newsroom.SpecialMoved, was, special.Slug, o)
	})
	return special.ID, err
}

func tidySpecial(in *newsroom.Special) (*newsroom.Special, error) {
	special := *in
	special.Slug, special.Editions = newsroom.Line(in.Slug), map[newsroom.Language]*newsroom.SpecialEdition{}
	for l, e := range in.Editions {
		e = tidySpecialEdition(e, l)
		if e.Title == "" && e.Subtitle == "" && e.Note == "" {
			continue
		}
		if e.Title == "" {
			return nil, wrong("title."+string(l), "give the text in this language a title, or leave all of it out")
		}
		special.Editions[l] = e
	}
	if len(special.Editions) == 0 {
		return nil, wrong("title.zh", "give the special a title in at least one language")
	}
	for i, slug := range special.ArticleSlugs {
		if slices.Contains(special.ArticleSlugs[:i], slug) {
			return nil, wrong("articles", "%q stands in the list twice: take one out", slug)
		}
	}
	return &special, nil
}

func openSpecial(ctx context.Context, tx *store.Store, from Opened) (*newsroom.Special, error) {
	stored, err := tx.WholeSpecialByID(ctx, from.ID)
	if errors.Is(err, newsroom.ErrNotFound) {
		return nil, gone()
	}
	if err != nil {
		return nil, err
	}
	return stored, from.current(stored)
}

func specialSlug(ctx context.Context, tx *store.Store, was, slug string) error {
	_, err := tx.WholeSpecial(ctx, slug)
	if err != nil && !errors.Is(err, newsroom.ErrNotFound) {
		return err
	}
	return checkMove(ctx, tx, newsroom.SpecialMoved, was, slug, err == nil)
}
