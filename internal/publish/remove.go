package publish

import (
	"context"
	"errors"
	"strings"

	"hebi/internal/newsroom"
	"hebi/internal/store"
)

// DeleteSpecial removes a special; its articles stay. Its addresses lead on to
// the path to, in each language to that language's where to names one, or with
// an empty to say for ever that what was there has been taken back.
func (p *Publisher) DeleteSpecial(ctx context.Context, from Opened, to string, o Options) error {
	return p.remove(ctx, "specials", to, o, func(tx *store.Store) (string, string, deed, error) {
		stored, err := openSpecial(ctx, tx, from)
		if err != nil {
			return "", "", deed{}, err
		}
		var told lists
		if err := told.addSpecial(ctx, tx, stored.Slug); err != nil {
			return "", "", deed{}, err
		}
		return "special " + stored.Slug, newsroom.SpecialRest(stored.Slug), deed{lists: told, before: specialFacts(stored)}, tx.RemoveSpecial(ctx, from.ID)
	})
}

// DeletePage removes a standing page; the rest is as for DeleteSpecial.
func (p *Publisher) DeletePage(ctx context.Context, from Opened, to string, o Options) error {
	return p.remove(ctx, "pages", to, o, func(tx *store.Store) (string, string, deed, error) {
		stored, err := tx.WholePageByID(ctx, from.ID)
		if errors.Is(err, newsroom.ErrNotFound) {
			err = gone()
		}
		if err == nil {
			err = from.current(stored)
		}
		if err != nil {
			return "", "", deed{}, err
		}
		return "page " + stored.Slug, "/pages/" + stored.Slug, deed{before: pageFacts(stored)}, tx.RemovePage(ctx, from.ID)
	})
}

// remove carries out take, which says what it removed and where that was below
// each language.
func (p *Publisher) remove(ctx context.Context, lock, to string, o Options, take func(tx *store.Store) (subject, rest string, d deed, err error)) error {
	if to = newsroom.Line(to); to != "" {
		if err := checkPath("to", to); err != nil {
			return err
		}
	}
	return p.change(ctx, newsroom.ActManage, lock, o, func(tx *store.Store) (done, error) {
		subject, rest, d, err := take(tx)
		if err != nil {
			return done{}, err
		}
		for _, l := range newsroom.Languages() {
			r := newsroom.Redirect{Kind: newsroom.PathGone, From: "/" + string(l) + rest, User: o.userID()}
			if to != "" {
				r.Kind = newsroom.PathMoved
				if r.To, err = p.within(tx).follow(ctx, r.From, inLanguage(to, l)); err != nil {
					return done{}, err
				}
			}
			if err := tx.AddRedirect(ctx, r); err != nil {
				return done{}, err
			}
		}
		if to != "" {
			d.after = newsroom.Facts{"to": to}
		}
		return done{action: "delete", subject: subject, deed: d}, nil
	})
}

// inLanguage is an address of the site in another language, where it is in one.
func inLanguage(path string, l newsroom.Language) string {
	for _, was := range newsroom.Languages() {
		if rest, ok := strings.CutPrefix(path, "/"+string(was)+"/"); ok {
			return "/" + string(l) + "/" + rest
		}
	}
	return path
}
