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
	run := &folderImport{console: c, name: f.Dir, publish: f.Publish, dryRun: f.DryRun, json: f.JSON}
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

// Validate checks the flags before anything is opened, and before kong looks for
// missing ones: whatever is wrong is said at once.
func (p *pageCommand) Validate() error {
	var wrong []string
	if newsroom.Line(p.Paper) == "" {
		wrong = append(wrong, "--paper: name the paper, such as 内蒙古日报")
	}
	if _, err := time.Parse(time.DateOnly, p.Date); p.Date == "" {
		wrong = append(wrong, "--date: name the day it was printed, such as 2023-10-25")
	} else if err != nil {
		wrong = append(wrong, fmt.Sprintf("--date %q: use a day such as 2023-10-25", p.Date))
	}
	if p.Page < 1 {
		wrong = append(wrong, "--page: use the number of the page, from 1")
	}
	if err := p.siteFlags.Validate(); err != nil {
		wrong = append(wrong, err.Error())
	}
	if len(wrong) > 0 {
		return errors.New(strings.Join(wrong, "; "))
	}
	return nil
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
	if p.DryRun && p.JSON { // the proposal itself, of which no site need know
		return p.tell(c, proposal, nil)
	}
	if err := headed(proposal); err != nil {
		return fmt.Errorf("%s: %w", p.File, err)
	}
	var outcomes []publish.Outcome
	save := func(s *site) error {
		if p.DryRun {
			return s.publisher.Rehearse(ctx, func(rehearsing *publish.Publisher) error {
				outcomes, err = p.save(ctx, s, rehearsing, proposal)
				return err
			})
		}
		outcomes, err = p.save(ctx, s, s.publisher, proposal)
		return err
	}
	if p.DryRun {
		err = p.rehearse(ctx, save)
	} else {
		err = p.work(ctx, false, save)
	}
	if err != nil {
		return err
	}
	return p.tell(c, proposal, outcomes)
}

// headed refuses a piece without a headline.
func headed(proposal *importer.PageProposal) error {
	for _, item := range proposal.Items {
		if newsroom.Line(item.Title) == "" {
			begin := []rune(strings.Join(item.Paragraphs, ""))
			return fmt.Errorf("no headline was found for the piece that begins %q: write one above it, on a line of its own", string(begin[:min(len(begin), 20)]))
		}
	}
	return nil
}

func (p *pageCommand) save(ctx context.Context, s *site, publisher *publish.Publisher, proposal *importer.PageProposal) ([]publish.Outcome, error) {
	date, err := time.Parse(time.DateOnly, p.Date)
	if err != nil {
		return nil, err
	}
	zone, err := s.zone(ctx)
	if err != nil {
		return nil, err
	}
	place := newsroom.PrintPlace{Paper: p.Paper, Date: date, Page: p.Page}
	articles, special, members := proposal.Newsroom(place, zone)
	return publisher.SavePrintedPage(ctx, place, articles, special, members, publish.Options{Publish: p.Publish})
}

// tell prints what was proposed and what became of it; saved is nil when nobody asked the site.
func (p *pageCommand) tell(c *console, proposal *importer.PageProposal, saved []publish.Outcome) error {
	warnings := len(proposal.Unplaced)
	switch {
	case p.JSON && saved == nil:
		if err := printJSON(c, proposal); err != nil {
			return err
		}
	case p.JSON:
		if err := printJSON(c, outcomesJSON(saved)); err != nil {
			return err
		}
	default:
		p.list(c, proposal, saved)
	}
	for _, item := range proposal.Items {
		warnings += len(item.Warnings)
		for _, w := range item.Warnings {
			fmt.Fprintf(c.err, "warning: %s: %s: %q\n", item.Title, w.Message, w.Excerpt)
		}
	}
	for _, o := range saved {
		warnings += len(o.Warnings)
		for _, w := range o.Warnings {
			fmt.Fprintf(c.err, "warning: %s\n", w.Message)
		}
	}
	if n := len(proposal.Unplaced); n > 0 {
		fmt.Fprintf(c.err, "warning: %d %s to no article; see --dry-run --json, \"unplaced\"\n", n, plural(n, "piece of text belongs", "pieces of text belong"))
	}
	if warnings > 0 {
		return errWarnings
	}
	return nil
}

// list prints a line for each article and for the special, with the slug it has or would get.
func (p *pageCommand) list(c *console, proposal *importer.PageProposal, saved []publish.Outcome) {
	line := func(o publish.Outcome, kind, title string, n int, what string) {
		change := o.Change
		if p.DryRun {
			change = "would be " + change
		}
		fmt.Fprintf(c.out, "%-12s %-10s %s (%d %s)  %s\n", change, kind, title, n, what, o.Slug)
	}
	for i, item := range proposal.Items {
		n := len(item.Paragraphs)
		line(saved[i], string(item.Kind), item.Title, n, plural(n, "paragraph", "paragraphs"))
	}
	if special := proposal.Special; special != nil {
		n := len(special.Items)
		line(saved[len(saved)-1], "special", special.Title, n, plural(n, "article", "articles"))
	}
	if p.DryRun {
		fmt.Fprintln(c.out, "nothing was changed")
	}
}

// plural is the word for n things.
func plural(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}

// readText reads a file of at most limit bytes that has to be UTF-8.
func readText(path string, limit int64) (string, error) {
	data, err := readFile(path, limit, "the text of one page")
	if err != nil {
		return "", err
	}
	text := string(data)
	if line := invalidLine(text); line > 0 {
		return "", fmt.Errorf("%s:%d: is not valid UTF-8: save the file as UTF-8", path, line)
	}
	return text, nil
}

// readFile reads a file of at most limit bytes; what says what it should be.
func readFile(path string, limit int64, what string) ([]byte, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, fmt.Errorf("%s cannot be read (%w): name an existing text file", path, errors.Unwrap(err))
	}
	if info.IsDir() {
		return nil, fmt.Errorf("%s is a folder: name a text file, or use import folder", path)
	}
	if info.Size() > limit {
		return nil, fmt.Errorf("%s has %d MiB, the limit is %d MiB: give %s", path, info.Size()>>20, limit>>20, what)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("%s cannot be read: %w", filepath.Base(path), err)
	}
	return data, nil
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
