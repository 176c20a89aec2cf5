package main

import (
	"context"
	"encoding/json"
	"fmt"
	"text/tabwriter"

	"hebi/internal/newsroom"
	"hebi/internal/publish"
	"hebi/internal/store"
)

// translationsCommand is `hebi translations`.
type translationsCommand struct {
	Stale bool   `env:"HEBI_STALE" help:"Only translations that are out of date (${env})."`
	Lang  string `env:"HEBI_LANG" placeholder:"LANG" help:"Only translations into zh or en (${env})."`
	JSON  bool   `name:"json" env:"HEBI_JSON" help:"Print one JSON object instead of a table (${env})."`
	siteFlags
}

// Validate checks the flags before anything is opened.
func (t *translationsCommand) Validate() error {
	if t.Lang != "" {
		if _, err := newsroom.ParseLanguage(t.Lang); err != nil {
			return err
		}
	}
	return t.siteFlags.Validate()
}

// listedTranslation is an article with the state of its translation.
type listedTranslation struct {
	Slug   string        `json:"slug"`
	Title  string        `json:"title"`
	Source listedEdition `json:"source"`
	// Translation is null when there is none.
	Translation *listedEdition `json:"translation"`
}

type listedEdition struct {
	Lang     string `json:"lang"`
	Status   string `json:"status"`
	Revision int    `json:"revision"`
	// Reflects is the revision of the source that a translation names, 0 when it names none.
	Reflects int `json:"reflects,omitempty"`
	// Stale is how many places of the source changed since, typos not counted.
	Stale int `json:"stale"`
}

func newListedTranslation(t *publish.Translation) listedTranslation {
	edition := func(e *newsroom.Edition) listedEdition {
		return listedEdition{Lang: string(e.Language), Status: string(e.Status), Revision: e.Revision, Reflects: e.Reflects}
	}
	x := listedTranslation{Slug: t.Article.Slug, Title: t.Source.Title, Source: edition(t.Source)}
	if t.Target != nil {
		target := edition(t.Target)
		target.Stale = t.Stale()
		x.Translation = &target
	}
	return x
}

// Run lists.
func (t *translationsCommand) Run(ctx context.Context, c *console) error {
	return t.work(ctx, true, func(s *site) error {
		articles, _, err := s.store.Translations(ctx, store.TranslationQuery{Language: newsroom.Language(t.Lang), Behind: t.Stale})
		if err != nil {
			return err
		}
		list := []listedTranslation{}
		for i := range articles {
			standing, err := s.publisher.Standing(ctx, &articles[i])
			if err != nil {
				return err
			}
			x := newListedTranslation(standing)
			if !t.Stale || x.Translation != nil && x.Translation.Stale > 0 {
				list = append(list, x)
			}
		}
		if t.JSON {
			return json.NewEncoder(c.out).Encode(map[string]any{"translations": list})
		}
		return t.print(c, list)
	})
}

func (t *translationsCommand) print(c *console, list []listedTranslation) error {
	if len(list) == 0 {
		said := "There is no article yet."
		if t.Stale {
			said = "Every translation reflects its source as it stands."
		}
		fmt.Fprintln(c.out, said)
		return nil
	}
	w := tabwriter.NewWriter(c.out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "ARTICLE\tORIGINAL\tTRANSLATION\tREFLECTS\tSTALE")
	for _, x := range list {
		translation, reflects, stale := "missing", "", ""
		if e := x.Translation; e != nil {
			translation = e.Lang + " " + e.Status
			reflects = fmt.Sprintf("%d of %d", e.Reflects, x.Source.Revision)
			if e.Stale > 0 {
				stale = fmt.Sprintf("%d", e.Stale)
			}
		}
		fmt.Fprintf(w, "%s\t%s %s\t%s\t%s\t%s\n", x.Slug, x.Source.Lang, x.Source.Status, translation, reflects, stale)
	}
	return w.Flush()
}
