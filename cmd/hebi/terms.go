package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"

	"hebi/internal/exporter"
	"hebi/internal/importer"
	"hebi/internal/publish"
)

// termsCommand is `hebi terms`.
type termsCommand struct {
	Import termsImportCommand `cmd:"" help:"Add and change terms as a CSV file says; all of it is taken or nothing."`
	Export termsExportCommand `cmd:"" help:"Write the term base as CSV."`
}

// termsImportCommand is `hebi terms import`.
type termsImportCommand struct {
	File    string `arg:"" placeholder:"FILE" help:"A file in the format of terms.csv; - is standard input."`
	Replace bool   `env:"HEBI_REPLACE" help:"Take out the terms that the file does not name (${env})."`
	DryRun  bool   `env:"HEBI_DRY_RUN" help:"Change nothing, only say what would be done (${env})."`
	JSON    bool   `name:"json" env:"HEBI_JSON" help:"Print the result as JSON (${env})."`
	siteFlags
}

// standardInput is what a file is called that is none.
const standardInput = "standard input"

// Run imports the file.
func (t *termsImportCommand) Run(ctx context.Context, c *console) error {
	name, data, err := t.read(c)
	if err != nil {
		return err
	}
	terms, problems := importer.ReadTerms(name, data)
	if len(problems) > 0 { // ReadTerms finds errors only
		return t.refuse(c, problems)
	}
	var out *publish.TermsOutcome
	save := func(p *publish.Publisher) error {
		out, err = p.ImportTerms(ctx, terms, t.Replace, publish.Options{})
		return err
	}
	if t.DryRun {
		err = t.rehearse(ctx, func(s *site) error { return s.publisher.Rehearse(ctx, save) })
	} else {
		err = t.work(ctx, false, func(s *site) error { return save(s.publisher) })
	}
	if err != nil {
		return err
	}
	for _, w := range out.Warnings {
		problems = append(problems, importer.Problem{File: name, Line: importer.TermLine(data, w.Value), Message: w.Message, Warning: true})
	}
	if err := t.tell(c, name, out, problems); err != nil {
		return err
	}
	if len(problems) > 0 {
		return errWarnings
	}
	return nil
}

// read returns the file's bytes and what to call it.
func (t *termsImportCommand) read(c *console) (name string, data []byte, err error) {
	if t.File == "-" {
		name = standardInput
		data, err = io.ReadAll(io.LimitReader(c.in, importer.MaxTable+1))
		if err == nil && len(data) > importer.MaxTable {
			err = fmt.Errorf("%s has more than %d MiB: give a table of terms", name, importer.MaxTable>>20)
		}
	} else {
		name = t.File
		data, err = readFile(name, importer.MaxTable, "a table of terms")
	}
	if err == nil && len(bytes.TrimSpace(bytes.TrimPrefix(data, []byte("\ufeff")))) == 0 {
		// A broken pipe must not empty the term base.
		err = fmt.Errorf("%s is empty: make the first line %s", name, strings.Join(importer.TermColumns(), ","))
	}
	return name, data, err
}

// refuse reports what is wrong with a file of which nothing was taken.
func (t *termsImportCommand) refuse(c *console, problems []importer.Problem) error {
	if t.JSON {
		if err := printJSON(c, termsJSON{DryRun: t.DryRun, Removed: []string{}, Kept: []string{}, Problems: problems}); err != nil {
			return err
		}
	} else {
		printProblems(c, problems)
	}
	n := len(problems)
	return fmt.Errorf("nothing was changed: mend the %s above and import the file again", plural(n, "line", "lines"))
}

func printProblems(c *console, problems []importer.Problem) {
	for _, p := range problems {
		kind := "error"
		if p.Warning {
			kind = "warning"
		}
		fmt.Fprintf(c.err, "%s: %s\n", kind, p.Error())
	}
}

// termsJSON is what --json prints.
type termsJSON struct {
	DryRun    bool `json:"dry_run"`
	Added     int  `json:"added"`
	Changed   int  `json:"changed"`
	Unchanged int  `json:"unchanged"`
	// Removed and Kept are the Chinese sides of terms that the file does not name.
	Removed  []string           `json:"removed"`
	Kept     []string           `json:"kept"`
	Problems []importer.Problem `json:"problems"`
}

func (t *termsImportCommand) tell(c *console, name string, out *publish.TermsOutcome, problems []importer.Problem) error {
	kept, removed := out.Others, []string(nil)
	if t.Replace {
		kept, removed = nil, out.Others
	}
	if t.JSON {
		return printJSON(c, termsJSON{
			DryRun: t.DryRun, Added: out.Added, Changed: out.Changed, Unchanged: out.Same,
			Removed: append([]string{}, removed...), Kept: append([]string{}, kept...), Problems: append([]importer.Problem{}, problems...),
		})
	}
	printProblems(c, problems)
	would, end := "", ""
	if t.DryRun {
		would, end = "would be ", "; nothing was changed"
	}
	fmt.Fprintf(c.out, "%s%d added, %d changed, %d unchanged, %d removed%s\n", would, out.Added, out.Changed, out.Same, len(removed), end)
	if out.Change == publish.Updated && out.Added+out.Changed+len(removed) == 0 {
		fmt.Fprintln(c.out, "  their order is that of the file")
	}
	if n := len(kept); n > 0 {
		fmt.Fprintf(c.out, "  %d %s not in %s and %s (%s); --replace takes %s out\n",
			n, plural(n, "term is", "terms are"), name, plural(n, "stays", "stay"), firstOf(kept), plural(n, "it", "them"))
	}
	if len(removed) > 0 {
		fmt.Fprintf(c.out, "  not in %s: %s\n", name, firstOf(removed))
	}
	return nil
}

// firstOf names up to three of a list and counts the others.
func firstOf(names []string) string {
	const most = 3
	if more := len(names) - most; more > 0 {
		return listed(append(append([]string{}, names[:most]...), fmt.Sprintf("%d more", more)))
	}
	return listed(names)
}

// termsExportCommand is `hebi terms export`.
type termsExportCommand struct {
	File string `arg:"" optional:"" placeholder:"FILE" help:"A file that does not exist; without it, standard output."`
	siteFlags
}

// Run writes the terms, such that importing them with --replace gives the same again.
func (t *termsExportCommand) Run(ctx context.Context, c *console) error {
	return t.work(ctx, true, func(s *site) error {
		terms, err := s.store.Terms(ctx)
		if err != nil {
			return err
		}
		table, err := exporter.Terms(terms)
		if err != nil {
			return err
		}
		if t.File == "" || t.File == "-" {
			_, err := io.WriteString(c.out, table)
			return err
		}
		if err := writeNew(t.File, table); err != nil {
			return err
		}
		n := len(terms)
		fmt.Fprintf(c.out, "exported %d %s to %s\n", n, plural(n, "term", "terms"), t.File)
		return nil
	})
}

// writeNew writes a file that must not exist; one that cannot be written whole is removed.
func writeNew(path, text string) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("%s is there already: name a new file", path)
	}
	if err == nil {
		_, err = f.WriteString(text)
		if err = errors.Join(err, f.Close()); err != nil {
			_ = os.Remove(path)
		}
	}
	if cause, ok := errors.AsType[*fs.PathError](err); ok {
		err = cause.Err // the sentence names the file already
	}
	if err != nil {
		return fmt.Errorf("%s cannot be written (%w): name a file in a folder that you may write", path, err)
	}
	return nil
}
