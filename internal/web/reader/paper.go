package reader

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"hebi/internal/hanzi"
	"hebi/internal/locale"
	"hebi/internal/newsroom"
	"hebi/internal/store"
)

// isoDay is how addresses write a day.
const isoDay = "2006-01-02"

// papersPage is /{lang}/papers.
type papersPage struct {
	frame
	// Years are all that have something.
	Years []yearLink
	// Months are those of the year that is shown, newest first.
	Months []printMonth
}

type yearLink struct {
	link
	Current bool
}

type printMonth struct {
	Name string
	Days []printDay
}

// printDay is one paper of one day.
type printDay struct {
	Day, Path string
	Paper     run
	Pages     []printPage
}

type printPage struct {
	Number int
	Path   string
	// Here marks the page that is shown.
	Here bool
}

func newPrintDay(f frame, d store.PrintDay) printDay {
	day := printDay{Day: f.Day(d.Date), Path: f.Path("/papers/" + d.Date.Format(isoDay)), Paper: paperName(f.Language, d.Paper)}
	for _, n := range d.Pages {
		day.Pages = append(day.Pages, printPage{Number: n, Path: day.Path + "/" + strconv.Itoa(n)})
	}
	return day
}

// ShowPapers shows the days on which something was printed.
func (h *Reader) ShowPapers(c *gin.Context) error {
	f, err := h.frame(c, "/papers")
	if err != nil {
		return err
	}
	years, err := h.store.PrintYears(c.Request.Context(), f.Language)
	if err != nil {
		return err
	}
	p := papersPage{frame: f}
	year, err := p.chooseYear(c.Query("year"), years)
	if err != nil {
		return err
	}
	p.Heading, p.Section, p.Description = f.T("papers"), "papers", f.T("papers.about")
	p.trail(link{run: run{Text: p.Heading}, Path: p.Path(p.rest)})
	first := time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC)
	days, err := h.store.PrintDays(c.Request.Context(), f.Language, first, first.AddDate(1, 0, -1))
	if err != nil {
		return err
	}
	p.fill(days)
	return h.render(c, "papers", p)
}

// chooseYear lists the years, newest first, and picks the one asked for, else the newest.
func (p *papersPage) chooseYear(asked string, years []int) (int, error) {
	chosen := 0
	for i, year := range years {
		text := strconv.Itoa(year)
		here := asked == text || asked == "" && i == 0
		path := p.Path("/papers")
		if i > 0 {
			path += "?year=" + text
		}
		p.Years = append(p.Years, yearLink{link: link{run: run{Text: p.T("archive.year", year)}, Path: path}, Current: here})
		if here {
			chosen, p.Canonical, p.alone = year, p.base+path, i > 0
		}
	}
	if chosen == 0 && asked != "" {
		return 0, fmt.Errorf("year of print %q: %w", asked, newsroom.ErrNotFound)
	}
	return chosen, nil
}

// fill sorts days, newest first, by month.
func (p *papersPage) fill(days []store.PrintDay) {
	for _, d := range days {
		name := p.Month(d.Date.Year(), d.Date.Month())
		if last := len(p.Months) - 1; last < 0 || p.Months[last].Name != name {
			p.Months = append(p.Months, printMonth{Name: name})
		}
		m := &p.Months[len(p.Months)-1]
		m.Days = append(m.Days, newPrintDay(p.frame, d))
	}
}

// paperPage is /{lang}/papers/{date} and /{lang}/papers/{date}/{page}.
type paperPage struct {
	frame
	printTitle
	// Sheets are the pages with their articles.
	Sheets []sheet
	Up     link
	// Issue are the pages of the day, by paper.
	Issue []printDay
	// Beside leads to the days of print before and after.
	Beside beside
}

// printTitle names a day of print, or one page of it.
type printTitle struct {
	// Paper is empty when several papers share the page: then each stands over its own articles.
	Paper run
	Day   string
	// Page is empty for the whole day.
	Page string
}

func newPrintTitle(l locale.Locale, day time.Time, page int, articles []newsroom.Article) printTitle {
	t := printTitle{Day: l.Day(day)}
	if page > 0 {
		t.Page = l.T("paper.page", page)
	}
	for i, a := range articles {
		switch name := paperName(l.Language, a.Print.Paper); {
		case i == 0:
			t.Paper = name
		case name != t.Paper:
			t.Paper = run{}
			return t
		}
	}
	return t
}

// text is the title in one line.
func (t printTitle) text(l locale.Locale) string {
	parts := slices.DeleteFunc([]string{t.Paper.Text, t.Day, t.Page}, func(s string) bool { return s == "" })
	return strings.Join(parts, l.T("title.separator"))
}

// paperName is the name of a paper as printed, with its own language.
func paperName(l newsroom.Language, name string) run {
	own := newsroom.English
	if strings.ContainsFunc(name, hanzi.IsHan) {
		own = newsroom.Chinese
	}
	if own == l {
		return run{Text: name}
	}
	return run{Text: name, Lang: own.Tag()}
}

// sheet is one print page of one paper.
type sheet struct {
	Paper run
	Page  int
	Path  string
	Cards []card
}

// Headed says that the page's own title does not name the sheet already.
func (p paperPage) Headed() bool { return p.Page == "" || p.Paper.Text == "" }

// ShowPaper shows what was printed on one day, or on one page of it.
func (h *Reader) ShowPaper(c *gin.Context) error {
	day, page, err := printAddress(c)
	if err != nil {
		return err
	}
	rest, up := "/papers/"+day.Format(isoDay), "/papers"
	if page > 0 {
		rest, up = rest+"/"+strconv.Itoa(page), rest
	}
	// In any language: a day that only the other language has is empty here, not unknown.
	articles, _, err := h.store.Articles(c.Request.Context(), store.ArticleQuery{PrintDate: day, PrintPage: page})
	if err != nil {
		return err
	}
	if len(articles) == 0 {
		return fmt.Errorf("print page %s: %w", rest, newsroom.ErrNotFound)
	}
	f, err := h.frame(c, rest)
	if err != nil {
		return err
	}
	p := paperPage{
		frame: f, printTitle: newPrintTitle(f.Locale, day, page, articles), Sheets: sheets(f, articles),
		Up: link{run: run{Text: f.T("papers")}, Path: f.Path(up)},
	}
	groups := make([][]card, len(p.Sheets))
	for i, s := range p.Sheets {
		groups[i] = s.Cards
	}
	if err := h.fillSummaries(c.Request.Context(), groups...); err != nil {
		return err
	}
	if err := h.fillIssue(c.Request.Context(), &p, day, page); err != nil {
		return err
	}
	p.Heading, p.Section = p.text(f.Locale), "papers"
	if page > 0 {
		p.Up.Text = f.Day(day)
	}
	p.Description = p.Heading
	p.addFeeds(p.Heading, rest)
	p.describeWay(day, page)
	return h.render(c, "paper", p)
}

// fillIssue adds what else the day has, and the days before and after.
func (h *Reader) fillIssue(ctx context.Context, p *paperPage, day time.Time, page int) error {
	days, err := h.store.PrintDays(ctx, p.Language, day, day)
	if err != nil {
		return err
	}
	for _, d := range days {
		issue := newPrintDay(p.frame, d)
		for i := range issue.Pages {
			issue.Pages[i].Here = issue.Pages[i].Number == page
		}
		p.Issue = append(p.Issue, issue)
	}
	before, after, err := h.store.PrintNeighbours(ctx, p.Language, day)
	if err != nil {
		return err
	}
	to := func(key string, d time.Time) *link {
		if d.IsZero() {
			return nil
		}
		return &link{run: run{Text: p.T(key, p.frame.Day(d))}, Path: p.Path("/papers/" + d.Format(isoDay))}
	}
	p.Beside = beside{Name: p.T("paper.beside"), Before: to("paper.before", before), After: to("paper.after", after)}
	return nil
}

// describeWay says by which steps the day, or its page, is reached.
func (p *paperPage) describeWay(day time.Time, page int) {
	way := []link{{run: run{Text: p.T("papers")}, Path: p.Path("/papers")}, {run: run{Text: p.Day}, Path: p.Path("/papers/" + day.Format(isoDay))}}
	if page > 0 {
		way = append(way, link{run: run{Text: p.Page}, Path: p.Path(p.rest)})
	}
	p.trail(way...)
}

// printAddress reads the day and the page of an address; page 0 is the whole day.
func printAddress(c *gin.Context) (day time.Time, page int, err error) {
	day, err = time.Parse(isoDay, c.Param("date"))
	if err != nil {
		return day, 0, fmt.Errorf("day %q: %w", c.Param("date"), newsroom.ErrNotFound)
	}
	if text := c.Param("page"); text != "" {
		page, err = strconv.Atoi(text)
		if err != nil || page < 1 || strconv.Itoa(page) != text {
			return day, 0, fmt.Errorf("print page %q: %w", text, newsroom.ErrNotFound)
		}
	}
	return day, page, nil
}

// sheets sorts articles by paper and page; within a page they keep the order of their making, which is the page's.
func sheets(f frame, articles []newsroom.Article) []sheet {
	slices.SortFunc(articles, func(a, b newsroom.Article) int { return int(a.ID - b.ID) })
	var list []sheet
	for i := range articles {
		place := articles[i].Print
		if place == nil {
			continue
		}
		at := slices.IndexFunc(list, func(s sheet) bool { return s.Paper.Text == place.Paper && s.Page == place.Page })
		if at < 0 {
			path := f.Path("/papers/" + place.Date.Format(isoDay) + "/" + strconv.Itoa(place.Page))
			list = append(list, sheet{Paper: paperName(f.Language, place.Paper), Page: place.Page, Path: path})
			at = len(list) - 1
		}
		list[at].Cards = append(list[at].Cards, newCard(f.Locale, &articles[i]))
	}
	slices.SortStableFunc(list, func(a, b sheet) int {
		return cmp.Or(strings.Compare(a.Paper.Text, b.Paper.Text), a.Page-b.Page)
	})
	return list
}
