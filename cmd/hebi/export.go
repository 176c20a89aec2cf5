package main

import (
	"context"
	"fmt"
	"io"
	"iter"
	"maps"
	"slices"
	"strings"

	"hebi/internal/exporter"
	"hebi/internal/newsroom"
)

// exportCommand is `hebi export`.
type exportCommand struct {
	Dir string `arg:"" placeholder:"DIR" help:"A folder that does not exist or is empty."`
	siteFlags
}

// Run writes the site.
func (e *exportCommand) Run(ctx context.Context, c *console) error {
	return e.work(ctx, true, func(s *site) error {
		content, err := s.content(ctx)
		if err != nil {
			return err
		}
		if err := exporter.Write(e.Dir, *content); err != nil {
			return err
		}
		fmt.Fprintf(c.out, "exported to %s\n", e.Dir)
		return nil
	})
}

// content is everything that the site holds, read as the exporter asks for it.
func (s *site) content(ctx context.Context) (*exporter.Content, error) {
	settings, err := s.store.Site(ctx)
	if err != nil {
		return nil, err
	}
	themes, err := s.store.AllThemes(ctx)
	if err != nil {
		return nil, err
	}
	terms, err := s.store.Terms(ctx)
	if err != nil {
		return nil, err
	}
	weights, err := s.store.ThemeWeights(ctx)
	if err != nil {
		return nil, err
	}
	contributors, err := s.store.AllContributors(ctx)
	if err != nil {
		return nil, err
	}
	for i := range contributors {
		if c := &contributors[i]; c.PortraitAddress != "" {
			c.PortraitFile = &s.files(map[string]string{c.Portrait: c.PortraitAddress})[0]
		}
	}
	pictures, err := s.store.AllPictures(ctx)
	if err != nil {
		return nil, err
	}
	for i := range pictures {
		p := &pictures[i]
		p.Source = &s.files(map[string]string{p.File: p.Address})[0]
	}
	content := &exporter.Content{Pictures: pictures, Themes: themes, Terms: terms, Weights: weights, Contributors: contributors, Articles: s.articles(ctx)}
	if settings.Name != (newsroom.Bilingual{}) {
		content.Site = settings
	}
	specials, err := s.store.AllSpecials(ctx)
	if err != nil {
		return nil, err
	}
	for i := range specials {
		specials[i].Files = s.files(specials[i].Media)
	}
	pages, err := s.store.AllPages(ctx)
	if err != nil {
		return nil, err
	}
	for i := range pages {
		pages[i].Files = s.files(pages[i].Media)
	}
	content.Specials, content.Pages = each(specials), each(pages)
	return content, nil
}

// articles walks the site in pieces, so that a large one needs little memory.
func (s *site) articles(ctx context.Context) iter.Seq2[*newsroom.Article, error] {
	return func(yield func(*newsroom.Article, error) bool) {
		for after := int64(0); ; {
			articles, err := s.store.WholeArticlesAfter(ctx, after, 200)
			if err != nil {
				yield(nil, err)
				return
			}
			if len(articles) == 0 {
				return
			}
			for i := range articles {
				a := &articles[i]
				after = a.ID
				a.Files = s.files(a.Media)
				if !yield(a, nil) {
					return
				}
			}
		}
	}
}

func each[T any](list []T) iter.Seq2[*T, error] {
	return func(yield func(*T, error) bool) {
		for i := range list {
			if !yield(&list[i], nil) {
				return
			}
		}
	}
}

// files are the kept files that a text names, by name.
func (s *site) files(addresses map[string]string) []newsroom.File {
	var files []newsroom.File
	for _, name := range slices.Sorted(maps.Keys(addresses)) {
		hash := addresses[name][strings.LastIndex(addresses[name], "/")+1:]
		files = append(files, newsroom.File{Name: name, Open: func() (io.ReadCloser, error) { return s.media.Open(hash) }})
	}
	return files
}
