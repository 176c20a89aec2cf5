package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"hebi/internal/newsroom"
	"hebi/internal/publish"
	"hebi/internal/themes"
)

// themesCommand is `hebi themes`.
type themesCommand struct {
	Explain explainCommand `cmd:"" help:"Say which words gave an article its themes, and why it has no others."`
}

// explainCommand is `hebi themes explain`.
type explainCommand struct {
	Slug string `arg:"" placeholder:"SLUG" help:"The article's slug."`
	JSON bool   `name:"json" env:"HEBI_JSON" help:"Print texts and spans as JSON (${env})."`
	siteFlags
}

// Run explains.
func (e *explainCommand) Run(ctx context.Context, c *console) error {
	return e.work(ctx, true, func(s *site) error {
		x, err := s.publisher.ExplainThemes(ctx, e.Slug)
		if errors.Is(err, newsroom.ErrNotFound) {
			return fmt.Errorf("there is no article %q here: check the slug in the article's address", e.Slug)
		}
		if err != nil {
			return err
		}
		if e.JSON {
			return printJSON(c, explainedOf(x))
		}
		printExplained(c, x)
		return nil
	})
}

func printExplained(c *console, x *publish.ThemesExplained) {
	fmt.Fprintln(c.out, x.Article.Slug)
	for _, tag := range x.Article.Themes {
		how := fmt.Sprintf("found, score %.2f", tag.Score)
		if tag.Manual {
			how = "set by hand"
		}
		fmt.Fprintf(c.out, "  has %s: %s\n", themeName(tag.Slug, tag.Name), how)
	}
	if len(x.Article.Themes) == 0 {
		fmt.Fprintln(c.out, "  has no theme")
	}
	for _, slug := range x.Refused {
		fmt.Fprintf(c.out, "  never gets %s: an editor refused it\n", slug)
	}
	if x.Outdated {
		fmt.Fprintln(c.out, "  by terms, words and weights as they are now it would have others: hebi retag")
	}
	for _, l := range x.Article.Languages() {
		fmt.Fprintf(c.out, "\n%s  %s\n", l, x.Texts[l].Title)
		told := false
		for _, j := range x.Judgements[l] {
			if j.Verdict == themes.Given || j.Near() {
				printJudgement(c, &j, slices.Contains(x.Refused, j.Theme.Slug))
				told = true
			}
		}
		if !told {
			fmt.Fprintln(c.out, "  no theme comes near")
		}
	}
}

func themeName(slug string, name newsroom.Bilingual) string {
	return strings.Join(strings.Fields(slug+" "+name.ZH+" "+name.EN), " ")
}

func printJudgement(c *console, j *themes.Judgement, refused bool) {
	verdict := verdictSentence(j)
	if refused && j.Verdict == themes.Given {
		verdict = "found, but an editor refused it"
	}
	fmt.Fprintf(c.out, "  %s: %s\n    score %.2f, needed %.2f; the words add up to %.2f, and a text of this length scores 0.50 with %.2f\n",
		themeName(j.Theme.Slug, j.Theme.Name), verdict, j.Score, j.Threshold, j.Sum, j.Need)
	for _, e := range inOrder(j.Evidence) {
		fmt.Fprintf(c.out, "    %+6.2f  %-7s %5d–%-5d  %s\n", e.Weight, e.Field, e.Start, e.End, strings.ReplaceAll(e.Text, "\n", " "))
	}
}

// inOrder are spans as a reader meets them.
func inOrder(evidence []newsroom.Evidence) []newsroom.Evidence {
	field := []string{"title", "summary", "body"}
	return slices.SortedStableFunc(slices.Values(evidence), func(a, b newsroom.Evidence) int {
		return cmp.Or(slices.Index(field, a.Field)-slices.Index(field, b.Field), a.Start-b.Start)
	})
}

func verdictSentence(j *themes.Judgement) string {
	switch j.Verdict {
	case themes.Given:
		return "found"
	case themes.Narrow:
		return "not given, for it stands in one quarter of the body only and in neither title nor summary"
	case themes.Overshadowed:
		return "not given, for another theme is much stronger and neither title nor summary has this one"
	case themes.Crowded:
		return "not given, for an article has four themes at most"
	}
	return "not given, for the score is too low"
}

// explainedJSON is what --json prints. Offsets of spans are half-open byte
// offsets in the edition's title, summary or body.
type explainedJSON struct {
	Slug     string          `json:"slug"`
	Themes   []storedJSON    `json:"themes"`
	Refused  []string        `json:"refused"`
	Outdated bool            `json:"outdated"`
	Editions []explainedText `json:"editions"`
}

type storedJSON struct {
	Slug   string  `json:"slug"`
	Manual bool    `json:"manual"`
	Score  float64 `json:"score"`
}

type explainedText struct {
	Language newsroom.Language `json:"lang"`
	Title    string            `json:"title"`
	Summary  string            `json:"summary"`
	Body     string            `json:"body"`
	Themes   []judgementJSON   `json:"themes"`
}

type judgementJSON struct {
	Slug      string              `json:"slug"`
	Verdict   themes.Verdict      `json:"verdict"`
	Score     float64             `json:"score"`
	Threshold float64             `json:"threshold"`
	Sum       float64             `json:"sum"`
	Need      float64             `json:"need"`
	Evidence  []newsroom.Evidence `json:"evidence"`
}

func explainedOf(x *publish.ThemesExplained) explainedJSON {
	out := explainedJSON{Slug: x.Article.Slug, Themes: []storedJSON{}, Refused: append([]string{}, x.Refused...), Outdated: x.Outdated}
	for _, tag := range x.Article.Themes {
		out.Themes = append(out.Themes, storedJSON{tag.Slug, tag.Manual, tag.Score})
	}
	for _, l := range x.Article.Languages() {
		text := x.Texts[l]
		edition := explainedText{Language: l, Title: text.Title, Summary: text.Summary, Body: text.Body, Themes: []judgementJSON{}}
		for _, j := range x.Judgements[l] {
			edition.Themes = append(edition.Themes, judgementJSON{j.Theme.Slug, j.Verdict, j.Score, j.Threshold, j.Sum, j.Need, j.Evidence})
		}
		out.Editions = append(out.Editions, edition)
	}
	return out
}
