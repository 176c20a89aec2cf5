package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"hebi/internal/locale"
	"hebi/internal/newsroom"
	"hebi/internal/publish"
)

// checkCommand is `hebi check`.
type checkCommand struct {
	JSON bool `name:"json" env:"HEBI_JSON" help:"Print the findings as JSON (${env})."`
	statusFlags
}

// Help is what --help says besides the flags.
func (k *checkCommand) Help() string {
	return `Each edition that is a translation is held against the original: terms of the term base must be in one of their renderings and in no forbidden one, names of people and numbers must agree. ` +
		`Exit code 0 when nothing was found, 3 when something was; what a chief editor waived is told and does not count. ` +
		`As JSON: {"slug", "findings": [{"lang", "check", "said", "found", "allowed", "term", "kind", "source", "target", "line", "field", "blocking", "waived"}]}, ` +
		`with check one of term-missing, term-forbidden, name-differs, number-differs, line from 1 or 0 for a field, and waived the reason or empty.`
}

// Run checks.
func (k *checkCommand) Run(ctx context.Context, c *console) error {
	return k.work(ctx, true, func(s *site) error {
		a, err := s.store.WholeArticle(ctx, k.Slug)
		if errors.Is(err, newsroom.ErrNotFound) {
			return fmt.Errorf("there is no article %q here: check the slug in the article's address", k.Slug)
		}
		if err != nil {
			return err
		}
		languages := a.Languages()
		if k.Lang != "" {
			if languages = []newsroom.Language{newsroom.Language(k.Lang)}; a.Editions[languages[0]] == nil {
				return fmt.Errorf("article %q has no %s edition here: leave --lang out, or import its text first", k.Slug, k.Lang)
			}
		}
		out := checkJSON{Slug: a.Slug, Findings: []termFindingJSON{}}
		for _, l := range languages {
			found, err := s.publisher.CheckTerms(ctx, a, l)
			if err != nil {
				return err
			}
			for i := range found {
				out.add(l, &found[i])
			}
			if !k.JSON {
				tellChecked(c, a, l, found)
			}
		}
		if k.JSON {
			if err := printJSON(c, out); err != nil {
				return err
			}
		}
		if out.counts {
			return errWarnings
		}
		return nil
	})
}

// tellChecked says what was found in one edition.
func tellChecked(c *console, a *newsroom.Article, l newsroom.Language, found []publish.TermFinding) {
	name := fmt.Sprintf("%s/%s", a.Slug, l)
	if source := a.Original(); a.Editions[l].Original || source.Language == l {
		fmt.Fprintf(c.out, "%s is the original: there is nothing to hold it against\n", name)
		return
	}
	if len(found) == 0 {
		fmt.Fprintf(c.out, "%s keeps the terms, names and numbers of its source\n", name)
	}
	words := locale.Locale{Language: newsroom.English}
	for i := range found {
		f := &found[i]
		place := f.Field
		if f.Line > 0 {
			place = fmt.Sprintf("line %d", f.Line)
		}
		level := "warning"
		switch {
		case f.Waiver != nil:
			level = "waived (" + f.Waiver.Reason + ")"
		case f.Blocking:
			level = "error"
		}
		fmt.Fprintf(c.out, "%s: %s, %s: %s\n", level, name, place, words.T("desk.check."+f.Check, f.Args...))
		if f.Target != "" {
			fmt.Fprintf(c.out, "    %s\n", strings.ReplaceAll(f.Target, "\n", " "))
		}
	}
}

// checkJSON is what --json prints.
type checkJSON struct {
	Slug     string            `json:"slug"`
	Findings []termFindingJSON `json:"findings"`
	// counts says that something was found that nobody waived.
	counts bool
}

type termFindingJSON struct {
	Language newsroom.Language `json:"lang"`
	Check    string            `json:"check"`
	// Said is what the source writes, Found what the translation has instead; one of them may be empty.
	Said    string   `json:"said"`
	Found   string   `json:"found"`
	Allowed []string `json:"allowed"`
	// Term and Kind are the entry's Chinese side and its kind; empty for a number.
	Term string `json:"term"`
	Kind string `json:"kind"`
	// Source and Target are the sentences.
	Source   string `json:"source"`
	Target   string `json:"target"`
	Line     int    `json:"line"`
	Field    string `json:"field"`
	Blocking bool   `json:"blocking"`
	Waived   string `json:"waived"`
}

func (out *checkJSON) add(l newsroom.Language, f *publish.TermFinding) {
	v := &f.Violation
	j := termFindingJSON{
		Language: l, Check: f.Check, Said: v.Said, Found: v.Found, Allowed: append([]string{}, v.Allowed...),
		Source: f.Source, Target: f.Target, Line: f.Line, Field: f.Field, Blocking: f.Blocking,
	}
	if v.Term != nil {
		j.Term, j.Kind = v.Term.ZH, v.Term.Kind
	}
	if f.Waiver != nil {
		j.Waived = f.Waiver.Reason
	} else {
		out.counts = true
	}
	out.Findings = append(out.Findings, j)
}
