package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"time"
	"unicode/utf8"

	"hebi/internal/importer"
	"hebi/internal/newsroom"
	"hebi/internal/publish"
)

// importCommand is `hebi import`.
type importCommand struct {
	Folder folderCommand `cmd:"" help:"Import a folder in the layout of content/."`
	Page   pageCommand   `cmd:"" help:"Import the text of one printed page."`
}

// importFlags are those that both imports have.
type importFlags struct {
	siteFlags
	Publish bool `env:"HEBI_PUBLISH" help:"Publish what names no status of its own (${env})."`
	DryRun  bool `env:"HEBI_DRY_RUN" help:"Change nothing, only say what would be done (${env})."`
	JSON    bool `name:"json" env:"HEBI_JSON" help:"Print the result as JSON (${env})."`
}

// folderCommand is `hebi import folder`.
type folderCommand struct {
	Dir string `arg:"" placeholder:"DIR" help:"The folder."`
	importFlags
}

// Run imports the folder.
func (f *folderCommand) Run(ctx context.Context, c *console) error {
	run := &folderImport{console: c, publish: f.Publish, dryRun: f.DryRun, json: f.JSON}
	if info, err := os.Stat(f.Dir); err != nil || !info.IsDir() {
		return fmt.Errorf("%s is not a folder: name a folder in the layout of content/", f.Dir)
	}
	root, err := os.OpenRoot(f.Dir)
	if err != nil {
		return fmt.Errorf("%s cannot be read (%w): name a folder that you may read", f.Dir, err)
	}
	defer func() { _ = root.Close() }()
	if f.DryRun {
		return f.rehearse(ctx, func(s *site) error { return run.from(ctx, s, root.FS()) })
	}
	// A large import makes much garbage and keeps little: a fifth faster, for some 100 MiB.
	debug.SetGCPercent(400)
	return f.work(ctx, false, func(s *site) error { return run.from(ctx, s, root.FS()) })
}

// pageCommand is `hebi import page`.
type pageCommand struct {
	File string `arg:"" placeholder:"FILE" help:"The page's text, as extracted from its PDF."`
	importFlags
	Paper string `required:"" env:"HEBI_PAPER" placeholder:"NAME" help:"Name of the paper, such as 内蒙古日报 (${env})."`
	Date  string `required:"" env:"HEBI_DATE" placeholder:"YYYY-MM-DD" help:"Day it was printed (${env})."`
	Page  int    `required:"" env:"HEBI_PAGE" placeholder:"N" help:"Page number, from 1 (${env})."`
}

// maxPage is the largest page text that is read, in bytes; a broadsheet page has about 20,000 characters.
const maxPage = 4 << 20

// Validate checks the flags before anything is opened.
func (p *pageCommand) Validate() error {
	errs := []error{p.siteFlags.Validate()}
	if _, err := time.Parse(time.DateOnly, p.Date); err != nil {
		errs = append(errs, fmt.Errorf("--date %q: use a day such as 2023-10-25", p.Date))
	}
	if p.Page < 1 {
		errs = append(errs, fmt.Errorf("--page %d: use a number from 1", p.Page))
	}
	return errors.Join(errs...)
}

// Run imports the page.
func (p *pageCommand) Run(ctx context.Context, c *console) error {
	text, err := readText(p.File, maxPage)
	if err != nil {
		return err
	}
	proposal := importer.ParsePage(text)
	if len(proposal.Items) == 0 {
		return fmt.Errorf("%s: no article was found in it: is it the text of a printed page?", p.File)
	}
	if p.DryRun {
		return p.show(c, proposal, nil)
	}
	date, err := time.Parse(time.DateOnly, p.Date)
	if err != nil {
		return err
	}
	return p.work(ctx, false, func(s *site) error {
		place := newsroom.PrintPlace{Paper: p.Paper, Date: date, Page: p.Page}
		zone, err := s.zone(ctx)
		if err != nil {
			return err
		}
		articles, special, members := proposal.Newsroom(place, zone)
		outcomes, err := s.publisher.SavePrintedPage(ctx, place, articles, special, members, publish.Options{Publish: p.Publish})
		if err != nil {
			return err
		}
		return p.show(c, proposal, outcomes)
	})
}

// show prints what was proposed, and what became of it when it was saved.
func (p *pageCommand) show(c *console, proposal *importer.PageProposal, saved []publish.Outcome) error {
	warnings := 0
	if p.JSON && saved == nil {
		if err := printJSON(c, proposal); err != nil {
			return err
		}
	}
	for i, item := range proposal.Items {
		warnings += len(item.Warnings)
		if !p.JSON {
			state, slug := "would import", ""
			if saved != nil {
				state, slug = saved[i].Change, "  "+saved[i].Slug
			}
			fmt.Fprintf(c.out, "%-12s %-10s %s (%d paragraphs)%s\n", state, item.Kind, item.Title, len(item.Paragraphs), slug)
		}
		for _, w := range item.Warnings {
			fmt.Fprintf(c.err, "warning: %s: %s: %q\n", item.Title, w.Message, w.Excerpt)
		}
	}
	if special := proposal.Special; special != nil && !p.JSON {
		state := "would import"
		if saved != nil {
			state = saved[len(saved)-1].Change
		}
		fmt.Fprintf(c.out, "%-12s %-10s %s (%d articles)\n", state, "special", special.Title, len(special.Items))
	}
	for _, o := range saved {
		warnings += len(o.Warnings)
		for _, w := range o.Warnings {
			fmt.Fprintf(c.err, "warning: %s\n", w.Message)
		}
	}
	if p.JSON && saved != nil {
		if err := printJSON(c, outcomesJSON(saved)); err != nil {
			return err
		}
	}
	if len(proposal.Unplaced) > 0 {
		fmt.Fprintf(c.err, "warning: %d pieces of text belong to no article; see --dry-run --json, \"unplaced\"\n", len(proposal.Unplaced))
	}
	if warnings+len(proposal.Unplaced) > 0 {
		return errWarnings
	}
	return nil
}

// readText reads a file of at most limit bytes.
func readText(path string, limit int64) (string, error) {
	info, err := os.Stat(path)
	if err != nil {
		return "", fmt.Errorf("%s cannot be read (%w): name an existing text file", path, errors.Unwrap(err))
	}
	if info.IsDir() {
		return "", fmt.Errorf("%s is a folder: name a text file, or use import folder", path)
	}
	if info.Size() > limit {
		return "", fmt.Errorf("%s has %d MiB, the limit is %d MiB: give the text of one page", path, info.Size()>>20, limit>>20)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return "", fmt.Errorf("%s cannot be read: %w", filepath.Base(path), err)
	}
	text := string(data)
	if line := invalidLine(text); line > 0 {
		return "", fmt.Errorf("%s:%d: is not valid UTF-8: save the file as UTF-8", path, line)
	}
	return text, nil
}

// invalidLine returns the number of the first line that is not UTF-8 text, 0 when all are.
func invalidLine(text string) int {
	number := 0
	for line := range strings.Lines(text) {
		number++
		if !utf8.ValidString(line) || strings.ContainsRune(line, 0) {
			return number
		}
	}
	return 0
}

func printJSON(c *console, v any) error {
	encoder := json.NewEncoder(c.out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(v)
}

type outcomeJSON struct {
	Slug     string   `json:"slug"`
	Change   string   `json:"change"`
	Warnings []string `json:"warnings"`
}

func outcomesJSON(list []publish.Outcome) []outcomeJSON {
	out := make([]outcomeJSON, len(list))
	for i, o := range list {
		out[i] = outcomeJSON{Slug: o.Slug, Change: o.Change, Warnings: []string{}}
		for _, w := range o.Warnings {
			out[i].Warnings = append(out[i].Warnings, w.Message)
		}
	}
	return out
}
