package publish

import (
	"context"
	"errors"
	"net/url"
	"strings"

	"hebi/internal/newsroom"
	"hebi/internal/store"
)

// redirected returns where something moved, and whether it did.
func redirected(ctx context.Context, s *store.Store, kind newsroom.RedirectKind, from string) (string, bool, error) {
	to, err := s.Redirected(ctx, kind, from)
	if errors.Is(err, newsroom.ErrNotFound) {
		return "", false, nil
	}
	return to, err == nil, err
}

// mostHops is how often an address is followed; more is a circle, for slugs lead on at once.
const mostHops = 8

// AddRedirect leads readers from an address of the site where nothing is to
// another of the site. exists says whether a page answers at an address, or did
// and says that it was taken back.
func (p *Publisher) AddRedirect(ctx context.Context, from, to string, exists func(path string) bool, o Options) error {
	from, to = newsroom.Line(from), newsroom.Line(to)
	if err := checkPath("from", from); err != nil {
		return err
	}
	if err := checkPath("to", to); err != nil {
		return err
	}
	if from == to {
		return wrong("to", "an address cannot lead to itself: choose another")
	}
	if led, known, err := p.whereTo(ctx, from); err != nil || known {
		if err == nil {
			err = taken("from", "%s leads to %s already: remove that redirect first", from, led)
		}
		return err
	}
	if exists(from) {
		return taken("from", "there is a page at %s: a redirect would never be used", from)
	}
	return p.change(ctx, newsroom.ActManage, "redirects", o, func(tx *store.Store) (done, error) {
		end, err := p.within(tx).follow(ctx, from, to)
		if err != nil {
			return done{}, err
		}
		err = tx.AddRedirect(ctx, newsroom.Redirect{Kind: newsroom.PathMoved, From: from, To: end, User: o.userID()})
		return done{action: "redirect", subject: "path " + from + " to " + end}, err
	})
}

// follow returns where an address leads in the end; a way back to from is a circle.
func (p *Publisher) follow(ctx context.Context, from, to string) (string, error) {
	for range mostHops {
		if to == from {
			return "", wrong("to", "this would lead in a circle, back to %s: choose another", from)
		}
		next, known, err := p.whereTo(ctx, to)
		if err != nil || !known {
			return to, err
		}
		to = next
	}
	return "", wrong("to", "this would lead in a circle, back to %s: choose another", from)
}

func (p *Publisher) whereTo(ctx context.Context, path string) (string, bool, error) {
	to, err := p.store.WhereTo(ctx, path)
	if errors.Is(err, newsroom.ErrNotFound) {
		return "", false, nil
	}
	return to, err == nil, err
}

// checkPath refuses what is no path within the site.
func checkPath(key, path string) error {
	u, err := url.Parse(path)
	if err != nil || !strings.HasPrefix(path, "/") || strings.HasPrefix(path, "//") || u.Host != "" || u.RawQuery != "" || u.Fragment != "" ||
		strings.ContainsAny(path, "\\ ?#") || strings.Contains(path, "/../") || strings.Contains(path, "/./") {
		return wrong(key, "%q is no address within the site: write one that begins with a single slash, such as /zh/pages/about", path)
	}
	for _, ours := range []string{"/desk", "/static/", "/media/", "/api/"} {
		if path == ours || strings.HasPrefix(path, strings.TrimSuffix(ours, "/")+"/") {
			return wrong(key, "%q is the program's own: choose an address that readers see", path)
		}
	}
	return nil
}

// DropRedirect removes a redirect.
func (p *Publisher) DropRedirect(ctx context.Context, id int64, o Options) error {
	return p.change(ctx, newsroom.ActManage, "redirects", o, func(tx *store.Store) (done, error) {
		list, err := tx.Redirects(ctx)
		if err != nil {
			return done{}, err
		}
		for _, r := range list {
			if r.ID == id {
				return done{action: "remove redirect", subject: string(r.Kind) + " " + r.From + " to " + r.To}, tx.DropRedirect(ctx, id)
			}
		}
		return done{}, nil // somebody was faster
	})
}
