package desk

import (
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/gin-gonic/gin"

	"hebi/internal/store"
)

// papersPath is what was printed.
const papersPath = Root + "papers"

// daysAtOnce is how many days of print a page shows.
const daysAtOnce = 20

// papersPage is what was printed, day by day, with the papers it was printed in.
type papersPage struct {
	frame
	form
	Papers []paperLine
	// Days are the newest first.
	Days  []printedDay
	Pages pages
}

// paperLine is a paper with the form that renames it.
type paperLine struct {
	store.Paper
	Path   string
	Rename input
}

// printedDay is what was printed on one day.
type printedDay struct {
	Day      time.Time
	Articles []printedLine
}

type printedLine struct {
	store.PrintedArticle
	Path string
}

// ShowPapers shows what was printed.
func (d *Desk) ShowPapers(c *gin.Context) error {
	p, err := d.papers(c, form{Values: c.Request.URL.Query()})
	if err != nil {
		return err
	}
	return d.show(c, "papers", p)
}

func (d *Desk) papers(c *gin.Context, from form) (*papersPage, error) {
	ctx := c.Request.Context()
	f, err := d.frame(c, "desk.papers", "desk.papers")
	if err != nil {
		return nil, err
	}
	p := &papersPage{frame: f, form: from}
	papers, err := d.store.Papers(ctx)
	if err != nil {
		return nil, err
	}
	for i, x := range papers {
		in := input{ID: "to-" + strconv.Itoa(i), Name: "to", Type: "text", Label: f.T("desk.paper.rename.label", x.Name), Value: x.Name, Required: true}
		if from.Value("paper-from") == x.Name {
			in.Value, in.Problem = from.Value("to"), from.Problem("to")
		}
		p.Papers = append(p.Papers, paperLine{x, papersPath + "?" + url.Values{"paper": {x.Name}}.Encode(), in})
	}
	paper, page := c.Query("paper"), pageNumber(c)
	days, total, err := d.store.PrintedDays(ctx, paper, daysAtOnce, (page-1)*daysAtOnce)
	if err != nil {
		return nil, err
	}
	p.Pages = newPages(papersPath, c.Request.URL.Query(), page, total*perPage/daysAtOnce)
	printed, err := d.store.PrintedOn(ctx, days, paper, f.Language)
	if err != nil {
		return nil, err
	}
	for _, a := range printed {
		if n := len(p.Days); n == 0 || !p.Days[n-1].Day.Equal(a.Place.Date) {
			p.Days = append(p.Days, printedDay{Day: a.Place.Date})
		}
		last := &p.Days[len(p.Days)-1]
		last.Articles = append(last.Articles, printedLine{a, articlePath(a.ID)})
	}
	return p, nil
}

// RenamePaper gives a paper another name wherever something was printed in it.
func (d *Desk) RenamePaper(c *gin.Context) error {
	f, err := readForm(c)
	if err != nil {
		return err
	}
	n, err := d.publisher.RenamePaper(c.Request.Context(), f.Value("paper-from"), f.Value("to"), options(c))
	if err == nil {
		return d.redirect(c, papersPath, "desk.did.renamed", strconv.Itoa(n))
	}
	if !isRefusal(err) {
		return err
	}
	f.Problems["to"] = d.localeOf(c).Sentence(err)
	p, err := d.papers(c, f)
	if err != nil {
		return err
	}
	for _, x := range p.Papers {
		if x.Rename.Problem != "" {
			return d.render(c, http.StatusUnprocessableEntity, "papers", p)
		}
	}
	f.Problems[""] = f.Problems["to"] // the paper is not there any more
	return d.render(c, http.StatusConflict, "papers", p)
}
