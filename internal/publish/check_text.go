package publish

import (
	"context"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"hebi/internal/hanzi"
	"hebi/internal/markdown"
	"hebi/internal/newsroom"
)

// The longest headline and summary that are shown whole where pieces are shared:
// a headline stands on two lines of a phone of 390 pixels, 20 Chinese characters
// each; in English it may have the 110 characters that Google has named for
// NewsArticle.headline. Cards and feeds show about this much of a summary.
const (
	longTitleZH, longTitleEN     = 40, 110
	longSummaryZH, longSummaryEN = 120, 280
)

// mostOf bounds how often one check speaks of a text.
const mostOf = 20

func checkHead(_ context.Context, c *checked) error {
	title, summary := longTitleZH, longSummaryZH
	if c.edition.Language == newsroom.English {
		title, summary = longTitleEN, longSummaryEN
	}
	if n := utf8.RuneCountInString(c.edition.Title); n > title {
		c.add(Finding{Check: CheckTitle, Field: "title", Args: []any{n, title}})
	}
	n := utf8.RuneCountInString(c.edition.Summary)
	switch {
	case n == 0:
		c.add(Finding{Check: CheckNoSummary, Field: "summary"})
	case n > summary:
		c.add(Finding{Check: CheckSummary, Field: "summary", Args: []any{n, summary}})
	}
	return nil
}

// checkHeadings finds headings that skip a level: who listens to a page steps by them.
func checkHeadings(_ context.Context, c *checked) error {
	before := 1 // the title
	for _, h := range c.body.Outline() {
		if h.Level > before+1 {
			c.add(Finding{Check: CheckHeading, Subject: h.Text, Line: h.Line, Args: []any{h.Text}})
		}
		before = h.Level
	}
	return nil
}

func checkCredits(_ context.Context, c *checked) error {
	made := func(credit newsroom.Credit) bool { return slices.Contains(newsroom.MakerRoles(), credit.Role) }
	if !slices.ContainsFunc(c.article.Credits, made) {
		c.add(Finding{Check: CheckCredits, Field: "credits"})
	}
	if !c.edition.Original && len(c.edition.Translators) == 0 {
		c.add(Finding{Check: CheckTranslator, Field: "credits"})
	}
	return nil
}

// checkThemes finds themes that the text speaks for and nobody has accepted or refused.
func checkThemes(_ context.Context, c *checked) error {
	for _, t := range c.article.Themes {
		if !t.Manual {
			c.add(Finding{Check: CheckTheme, Subject: t.Slug, Field: "themes", Args: []any{t.Name.In(c.edition.Language)}})
		}
	}
	return nil
}

// prose are the blocks of a text that are language, each with the line of an offset in it.
func (c *checked) prose(look func(text string, line func(offset int) int)) {
	source := c.body.Source()
	for _, b := range c.body.Blocks() {
		if b.Kind == markdown.KindCode || b.Kind == markdown.KindHTML {
			continue
		}
		look(b.Text, func(offset int) int {
			return 1 + strings.Count(source[:c.body.SourceOffset(b.TextStart+offset)], "\n")
		})
	}
}

// checkHalfWidth finds half-width punctuation between two Chinese characters.
func checkHalfWidth(_ context.Context, c *checked) error {
	if c.edition.Language != newsroom.Chinese {
		return nil
	}
	n := 0
	c.prose(func(text string, line func(int) int) {
		for at, r := range text {
			if !strings.ContainsRune(",;:!?", r) || n >= mostOf {
				continue
			}
			before, _ := utf8.DecodeLastRuneInString(text[:at])
			after, _ := utf8.DecodeRuneInString(text[at+1:])
			if hanzi.IsHan(before) && hanzi.IsHan(after) {
				n++
				c.add(Finding{Check: CheckHalfWidth, Subject: string([]rune{before, r, after}), Line: line(at), Args: []any{string([]rune{before, r, after})}})
			}
		}
	})
	return nil
}

// The marks that come in two, of which width is no matter: each opening one stands
// where its counterpart does.
const (
	openings = "“‘「『（(《〈【[〔"
	closings = "”’」』）)》〉】]〕"
)

// opens and closes return which pair a mark belongs to, from 0; -1 for none.
func opens(r rune) int  { return pairOf(openings, r) }
func closes(r rune) int { return pairOf(closings, r) }

func pairOf(marks string, r rune) int {
	if r == '(' || r == ')' { // full width and half width are one
		r += '（' - '('
	}
	return strings.IndexRune(marks, r)
}

// opened is a mark that waits for its counterpart.
type opened struct {
	mark rune
	at   int
}

// checkPairs finds quotes and brackets without their counterpart in the same
// paragraph. A quotation over several paragraphs opens each and closes the last.
func checkPairs(_ context.Context, c *checked) error {
	n := 0
	report := func(mark rune, line int) {
		if n++; n <= mostOf {
			c.add(Finding{Check: CheckPair, Subject: string(mark), Line: line, Args: []any{string(mark)}})
		}
	}
	goesOn, from := false, 0 // whether a quotation of the paragraph before is open, and from which line
	c.prose(func(text string, line func(int) int) {
		if goesOn && !strings.HasPrefix(text, "“") {
			report('“', from)
		}
		open, strays := unpaired(text)
		for _, s := range strays {
			report(s.mark, line(s.at))
		}
		goesOn = false
		for i, o := range open {
			if i == len(open)-1 && o.mark == '“' {
				goesOn, from = true, line(o.at)
				continue
			}
			report(o.mark, line(o.at))
		}
	})
	if goesOn {
		report('“', from)
	}
	return nil
}

// unpaired are the marks of a text that are open at its end, and those that close nothing.
func unpaired(text string) (open, strays []opened) {
	straight := opened{at: -1}
	for at, r := range text {
		switch {
		case r == '"' && straight.at < 0:
			straight = opened{mark: r, at: at}
		case r == '"':
			straight.at = -1
		case opens(r) >= 0:
			open = append(open, opened{r, at})
		case closes(r) >= 0:
			if last := len(open) - 1; last >= 0 && opens(open[last].mark) == closes(r) {
				open = open[:last]
			} else if !standsFor(text, at, r) {
				strays = append(strays, opened{r, at})
			}
		}
	}
	if straight.at >= 0 {
		strays = append(strays, straight)
	}
	return open, strays
}

// standsFor reports whether a closing mark is no bracket or quote: an apostrophe,
// or what follows the number of an item.
func standsFor(text string, at int, r rune) bool {
	before, _ := utf8.DecodeLastRuneInString(text[:at])
	if r == '’' {
		return unicode.IsLetter(before) && before < 0x2E80 || unicode.IsDigit(before) || before == ' '
	}
	start := strings.LastIndexByte(text[:at], '\n') + 1
	return (r == ')' || r == '）') && at > start && utf8.RuneCountInString(strings.TrimSpace(text[start:at])) <= 2
}
