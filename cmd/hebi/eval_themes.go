package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"

	"hebi/internal/exporter"
	"hebi/internal/newsroom"
	"hebi/internal/segment"
	"hebi/internal/terms"
	"hebi/internal/themes"
)

// evalThemesCommand is `hebi eval themes`.
type evalThemesCommand struct {
	evalFlags
	Folds int    `env:"HEBI_FOLDS" placeholder:"N" help:"Learn weights from all of N parts of the documents but one and test on that one, for each in turn (${env}); without it, the weights of the site are tested."`
	Learn string `env:"HEBI_LEARN" placeholder:"FILE" help:"Learn weights from all documents, write them to FILE as a weights.csv and test nothing (${env})."`
}

// Validate checks the flags before anything is opened.
func (e *evalThemesCommand) Validate() error {
	errs := []error{e.evalFlags.Validate()}
	if e.Folds < 0 || e.Folds == 1 {
		errs = append(errs, fmt.Errorf("--folds %d: use a number from 2", e.Folds))
	}
	if e.Folds > 0 && e.Learn != "" {
		errs = append(errs, errors.New("--folds and --learn: use one of the two"))
	}
	return errors.Join(errs...)
}

// Run measures, or learns.
func (e *evalThemesCommand) Run(ctx context.Context, c *console) error {
	known, err := e.knowledge(ctx)
	if err != nil {
		return err
	}
	texts, err := readLabelled(e.Documents, known.themes)
	if err != nil {
		return err
	}
	segmenter := segment.Open()
	if err := segmenter.Wait(ctx); err != nil {
		return err
	}
	k := themes.Knowledge{Themes: known.themes, Terms: terms.NewBase(known.terms), Weights: known.weights, Segmenter: segmenter}
	if e.Learn != "" {
		return e.learn(c, k, texts)
	}
	figures := themes.Measure
	if e.Folds > 0 {
		figures = func(k themes.Knowledge, texts []themes.Labelled) *themes.Figures {
			return themes.MeasureFolds(k, texts, e.Folds)
		}
	}
	if e.JSON {
		return printJSON(c, figuresOf(figures(k, texts)))
	}
	printFigures(c, known.themes, figures(k, texts))
	return nil
}

func (e *evalThemesCommand) learn(c *console, k themes.Knowledge, texts []themes.Labelled) error {
	weights := themes.Learn(k, texts)
	table, err := exporter.Weights(weights)
	if err != nil {
		return err
	}
	if err := os.WriteFile(e.Learn, []byte(table), 0o644); err != nil {
		return fmt.Errorf("%s cannot be written (%w): name a file that you may write", e.Learn, errors.Unwrap(err))
	}
	if e.JSON {
		return printJSON(c, map[string]any{"documents": len(texts), "weights": len(weights), "file": e.Learn})
	}
	fmt.Fprintf(c.out, "%d weights learned from %d documents are in %s\n", len(weights), len(texts), e.Learn)
	return nil
}

// readLabelled reads documents that somebody gave themes.
func readLabelled(name string, known []newsroom.Theme) ([]themes.Labelled, error) {
	slugs := make([]string, len(known))
	for i, t := range known {
		slugs[i] = t.Slug
	}
	type document struct {
		Lang, Title, Body string
		Themes            *[]string
	}
	var texts []themes.Labelled
	err := eachLine(name, func(d document) error {
		l, err := newsroom.ParseLanguage(d.Lang)
		if err != nil {
			return err
		}
		if d.Title == "" && d.Body == "" {
			return errors.New("has neither title nor body: give the text of a document")
		}
		if d.Themes == nil {
			return errors.New("has no themes: give the slugs of its themes, or [] for none")
		}
		for _, slug := range *d.Themes {
			if !slices.Contains(slugs, slug) {
				return noSuchTheme(slug, slugs)
			}
		}
		texts = append(texts, themes.Labelled{Text: themes.Text{Language: l, Title: d.Title, Body: d.Body}, Themes: *d.Themes})
		return nil
	})
	if err == nil && len(texts) == 0 {
		err = fmt.Errorf("%s holds no document: name a file with one JSON object a line", name)
	}
	return texts, err
}

func noSuchTheme(slug string, known []string) error {
	if word, near := newsroom.Nearest(slug, known); near {
		return fmt.Errorf("theme %q is unknown: did you mean %q?", slug, word)
	}
	if len(known) == 0 {
		return fmt.Errorf("theme %q is unknown, for the site has no themes: import a themes.yaml first", slug)
	}
	return fmt.Errorf("theme %q is unknown: use one of %s", slug, strings.Join(known, ", "))
}

// figureJSON is one line of figures; those but n are fractions.
type figureJSON struct {
	N         int     `json:"n"`
	Precision float64 `json:"precision"`
	Recall    float64 `json:"recall"`
	F1        float64 `json:"f1"`
}

func figureOf(f *themes.Figure) figureJSON {
	return figureJSON{N: f.N, Precision: f.Precision(), Recall: f.Recall(), F1: f.F1()}
}

type figuresJSON struct {
	Total  figureJSON                       `json:"total"`
	Langs  map[newsroom.Language]figureJSON `json:"langs"`
	Themes map[string]figureJSON            `json:"themes"`
}

func figuresOf(f *themes.Figures) figuresJSON {
	out := figuresJSON{Total: figureOf(&f.Total), Langs: map[newsroom.Language]figureJSON{}, Themes: map[string]figureJSON{}}
	for l, g := range f.Languages {
		out.Langs[l] = figureOf(g)
	}
	for slug, g := range f.Themes {
		out.Themes[slug] = figureOf(g)
	}
	return out
}

// printFigures prints a table, the themes in the site's order.
func printFigures(c *console, known []newsroom.Theme, f *themes.Figures) {
	row := func(name string, g *themes.Figure) {
		fmt.Fprintf(c.out, "%-22s %6d %10.3f %10.3f %10.3f\n", name, g.N, g.Precision(), g.Recall(), g.F1())
	}
	fmt.Fprintf(c.out, "%-22s %6s %10s %10s %10s\n", "", "n", "precision", "recall", "F1")
	row("total", &f.Total)
	for _, l := range slices.SortedFunc(maps.Keys(f.Languages), func(a, b newsroom.Language) int { return cmp.Compare(b, a) }) {
		row(string(l), f.Languages[l])
	}
	for _, t := range known {
		if g := f.Themes[t.Slug]; g != nil {
			row(t.Slug, g)
		}
	}
}
