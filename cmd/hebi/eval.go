package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"hebi"
	"hebi/internal/importer"
	"hebi/internal/newsroom"
	"hebi/internal/publish"
)

// evalCommand is `hebi eval`.
type evalCommand struct {
	Search evalSearchCommand `cmd:"" help:"Measure how well search finds what it should."`
}

// evalFlags are those that all measurements have.
type evalFlags struct {
	Data string `env:"HEBI_EVAL_DATA" placeholder:"DIR" help:"Use the themes and terms of the site there (${env}); without it, those of the starter site."`
	JSON bool   `name:"json" env:"HEBI_JSON" help:"Print the figures as JSON (${env})."`
}

// knowledge returns the themes and terms to measure with.
func (f evalFlags) knowledge(ctx context.Context) (themes []newsroom.Theme, terms []newsroom.Term, err error) {
	if f.Data != "" {
		err = siteFlags{Data: f.Data}.work(ctx, true, func(s *site) error {
			if themes, err = s.store.AllThemes(ctx); err != nil {
				return err
			}
			terms, err = s.store.Terms(ctx)
			return err
		})
		return themes, terms, err
	}
	content, err := fs.Sub(hebi.Files(), "content")
	if err != nil {
		return nil, nil, err
	}
	folder, err := importer.OpenFolder(content, nil)
	if err != nil {
		return nil, nil, err
	}
	themes, _ = folder.Themes()
	terms, _ = folder.Terms()
	return themes, terms, nil
}

// teach gives a throw-away site the themes and terms to measure with.
func (f evalFlags) teach(ctx context.Context, p *publish.Publisher) error {
	themes, terms, err := f.knowledge(ctx)
	if err == nil {
		_, err = p.SaveThemes(ctx, themes, publish.Options{})
	}
	if err == nil {
		_, err = p.SaveTerms(ctx, terms, publish.Options{})
	}
	return err
}

// maxLine bounds a line of JSON, in bytes.
const maxLine = 16 << 20

// readJSONLines reads a file with one JSON value in each line; empty lines are passed over.
func readJSONLines[T any](path string) ([]T, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("%s cannot be read (%w): name an existing file", path, errors.Unwrap(err))
	}
	defer func() { _ = file.Close() }()
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, maxLine)
	var list []T
	for n := 1; lines.Scan(); n++ {
		if len(lines.Bytes()) == 0 {
			continue
		}
		var v T
		if err := json.Unmarshal(lines.Bytes(), &v); err != nil {
			return nil, fmt.Errorf("%s:%d: is not the JSON expected (%w): correct the line", path, n, err)
		}
		list = append(list, v)
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("%s cannot be read: %w", path, err)
	}
	if len(list) == 0 {
		return nil, fmt.Errorf("%s is empty: give JSON lines", path)
	}
	return list, nil
}
