package main

import (
	"context"
	"fmt"
	"io/fs"
	"strings"

	"hebi"
	"hebi/internal/newsroom"
	"hebi/internal/store"
)

// prepare fills a site that has nothing yet. Nothing of a site's own is written
// over: settings, themes, terms and standing pages come from the starter only
// where there are none, and its articles only where there is nothing at all. A
// first start that was broken off is gone on with.
func (s *serveCommand) prepare(ctx context.Context, c *console, site *site) error {
	state, err := site.store.Starter(ctx)
	if err != nil || state == store.StarterDone {
		return err
	}
	run := &folderImport{console: &console{out: c.err, err: c.err, log: c.log}, quiet: true, withoutTexts: !s.Starter}
	if state == store.StarterNone {
		if run.have, err = site.parts(ctx); err != nil {
			return err
		}
		if err := site.store.SetStarter(ctx, store.StarterBegun); err != nil {
			return err
		}
	}
	if run.have != (parts{}) {
		run.withoutTexts = true
		if sentence := run.have.leftOut(s.Starter); sentence != "" {
			c.log.Info(sentence)
		}
	}
	content, err := fs.Sub(hebi.Files(), "content")
	if err != nil {
		return err
	}
	if err := run.from(ctx, site, content); err != nil {
		return fmt.Errorf("starter site: %w", err)
	}
	return site.store.SetStarter(ctx, store.StarterDone)
}

// parts says which parts a site has of its own.
type parts struct{ articles, settings, themes, terms, pages bool }

func (s *site) parts(ctx context.Context) (parts, error) {
	articles, err := s.store.CountArticles(ctx)
	if err != nil {
		return parts{}, err
	}
	settings, err := s.store.Site(ctx)
	if err != nil {
		return parts{}, err
	}
	themes, err := s.store.AllThemes(ctx)
	if err != nil {
		return parts{}, err
	}
	pages, err := s.store.AllPages(ctx)
	if err != nil {
		return parts{}, err
	}
	terms, err := s.store.Terms(ctx)
	return parts{
		articles: articles > 0, settings: settings.Name != newsroom.Bilingual{}, themes: len(themes) > 0, terms: len(terms) > 0, pages: len(pages) > 0,
	}, err
}

// needsTerms reports whether the starter's terms come: many speak for themes of
// the starter, which a site with themes of its own does not know.
func (p parts) needsTerms() bool { return !p.terms && !p.themes }

// leftOut is a sentence on what of the starter site does not come, and why; empty
// when all of it does that was asked for. articles says that its articles were asked for.
func (p parts) leftOut(articles bool) string {
	var own, left []string
	for _, part := range []struct {
		name      string
		own, left bool
	}{
		{"articles", p.articles, articles},
		{"settings", p.settings, p.settings},
		{"themes", p.themes, p.themes},
		{"terms", p.terms, !p.needsTerms()},
		{"pages", p.pages, p.pages},
	} {
		if part.own {
			own = append(own, part.name)
		}
		if part.left {
			left = append(left, part.name)
		}
	}
	if len(left) == 0 {
		return ""
	}
	return fmt.Sprintf("the site has its own %s, so the starter site's %s were left out", listed(own), listed(left))
}

// listed joins words as a sentence lists them.
func listed(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	last := len(words) - 1
	return strings.Join(words[:last], ", ") + " and " + words[last]
}
