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
	Search evalSearchCommand `cmd:"" help:"MRR, success, recall and latency of search."`
	Themes evalThemesCommand `cmd:"" help:"Precision, recall and F1 of found themes."`
	Align  evalAlignCommand  `cmd:"" help:"Precision, recall and F1 of the links between two languages."`
}

// evalFlags are those that every measurement has.
type evalFlags struct {
	Documents string `required:"" env:"HEBI_DOCUMENTS" placeholder:"FILE" help:"Documents, one JSON object a line (${env})."`
	JSON      bool   `name:"json" env:"HEBI_JSON" help:"Print the figures as JSON (${env})."`
	Data      string `env:"HEBI_DATA" placeholder:"DIR" help:"Folder of the site whose themes and terms are used (${env}); without it and --database, those of the starter site."`
	Database  string `env:"HEBI_DATABASE" placeholder:"URL" help:"postgres:// address of that site's database (${env})."`
}

// site are the flags of the site that is named, if one is.
func (f evalFlags) site() (flags siteFlags, named bool) {
	flags = siteFlags{Data: f.Data, Database: f.Database}
	if f.Data == "" {
		flags.Data = "./data"
	}
	return flags, f.Data != "" || f.Database != ""
}

// Validate checks the flags before anything is opened.
func (f evalFlags) Validate() error {
	flags, _ := f.site()
	return flags.Validate()
}

// evalKnowledge is what a measurement needs of a site.
type evalKnowledge struct {
	themes  []newsroom.Theme
	terms   []newsroom.Term
	weights []newsroom.ThemeWeight
}

// knowledge is that of the site that is named, else that of the starter site.
func (f evalFlags) knowledge(ctx context.Context) (*evalKnowledge, error) {
	flags, named := f.site()
	if !named {
		return starterKnowledge()
	}
	k := &evalKnowledge{}
	err := flags.work(ctx, true, func(s *site) error {
		var err error
		if k.themes, err = s.store.AllThemes(ctx); err != nil {
			return err
		}
		if k.terms, err = s.store.Terms(ctx); err != nil {
			return err
		}
		k.weights, err = s.store.ThemeWeights(ctx)
		return err
	})
	return k, err
}

func starterKnowledge() (*evalKnowledge, error) {
	content, err := fs.Sub(hebi.Files(), "content")
	if err != nil {
		return nil, err
	}
	folder, err := importer.OpenFolder(content, nil)
	if err != nil {
		return nil, err
	}
	k := &evalKnowledge{}
	var wrong [3][]importer.Problem
	k.themes, wrong[0] = folder.Themes()
	k.terms, wrong[1] = folder.Terms()
	k.weights, wrong[2] = folder.Weights()
	for _, problems := range wrong {
		for _, p := range problems {
			if !p.Warning {
				return nil, fmt.Errorf("starter site: %w", p)
			}
		}
	}
	return k, nil
}

// teach gives a throw-away site the themes and terms to measure with.
func (f evalFlags) teach(ctx context.Context, p *publish.Publisher) error {
	k, err := f.knowledge(ctx)
	if err == nil {
		_, err = p.SaveThemes(ctx, k.themes, publish.Options{})
	}
	if err == nil {
		_, err = p.SaveTerms(ctx, k.terms, publish.Options{})
	}
	return err
}

// maxLine is the longest line of a file that is measured on, in bytes.
const maxLine = 16 << 20

// eachLine hands every line of a file that holds something to read, as a JSON
// object. What read objects to comes back with file and line.
func eachLine[T any](name string, read func(T) error) error {
	file, err := os.Open(name)
	if err != nil {
		return fmt.Errorf("%s cannot be read (%w): name an existing file with one JSON object a line", name, errors.Unwrap(err))
	}
	defer func() { _ = file.Close() }()
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, maxLine)
	number := 0
	for lines.Scan() {
		number++
		if len(lines.Bytes()) == 0 {
			continue
		}
		var value T
		if err := json.Unmarshal(lines.Bytes(), &value); err != nil {
			return fmt.Errorf("%s:%d: is not what is read here (%w): write one JSON object a line, with the fields that docs name", name, number, err)
		}
		if err := read(value); err != nil {
			return fmt.Errorf("%s:%d: %w", name, number, err)
		}
	}
	if errors.Is(lines.Err(), bufio.ErrTooLong) {
		return fmt.Errorf("%s:%d: is longer than %d MiB: write one document a line", name, number+1, maxLine>>20)
	}
	if err := lines.Err(); err != nil {
		return fmt.Errorf("%s cannot be read (%w): name a file with one JSON object a line", name, errors.Unwrap(err))
	}
	return nil
}
