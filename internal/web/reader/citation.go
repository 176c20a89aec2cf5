package reader

import (
	"strconv"
	"strings"

	"hebi/internal/newsroom"
)

// citation is how the piece is cited after GB/T 7714-2015, section 4.5.2 and
// example A.7, as an electronic newspaper article: authors, title [N/OL],
// translators, paper, date and page, [the day it was read], address. Texts are
// in the page's language but for the paper's name.
type citation struct {
	// Head is what stands before the paper's name, Issue what follows it up to
	// the day on which it was read; that only the reader's device knows.
	Head  string
	Paper run
	Issue string
}

// mostCited is how many names are written out; "et al." stands for the rest (section 8.1.2).
const mostCited = 3

// Citation is the article's.
func (p articlePage) Citation() citation {
	var c citation
	authors := p.names(p.Writers, newsroom.Author, newsroom.Compiler)
	if authors == "" {
		authors = p.names(p.Writers, newsroom.EditorCredit)
	}
	if authors != "" {
		c.Head = authors + ". "
	}
	c.Head += p.Edition.Title
	if p.Edition.Subtitle != "" {
		c.Head += p.T("cite.colon") + p.Edition.Subtitle
	}
	c.Head += "[N/OL]. "
	if translators := p.names(p.Others, newsroom.Translator); translators != "" {
		c.Head += translators + p.T("cite.translated") + ". "
	}
	if p.Print != nil {
		c.Paper, c.Issue = p.Print.Paper, ", "+p.Print.ISODay+"("+strconv.Itoa(p.Print.Page)+")"
		return c
	}
	c.Paper = run{Text: p.Name()}
	if day, _, ok := strings.Cut(p.Stamp(p.Edition.Date), "T"); ok {
		c.Issue = ", " + day
	}
	return c
}

// names lists the people with one of the roles as the standard does.
func (p articlePage) names(list []person, roles ...newsroom.CreditRole) string {
	var names []string
	for _, role := range roles {
		for _, who := range list {
			if who.Role == role {
				names = append(names, who.Name.Text)
			}
		}
	}
	if len(names) > mostCited {
		names = append(names[:mostCited], p.T("cite.others"))
	}
	return strings.Join(names, ", ")
}
