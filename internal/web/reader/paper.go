package reader

import (
	"cmp"
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
	days, err := h.store.PrintDays(c.Request.Context(), f.Language)
	if err != nil {
		return err
	}
	f.Heading, f.Section, f.Description = f.T("papers"), "papers", f.T("papers.about")
	f.trail(link{run: run{Text: f.Heading}, Path: f.Path(f.rest)})
	p := papersPage{frame: f}
	for _, d := range days {
		p.Days = append(p.Days, newPrintDay(f, d))
	}
	return h.render(c, "papers", p)
}

// paperPage is /{lang}/papers/{date} and /{lang}/papers/{date}/{page}.
type paperPage struct {
	frame
	printTitle
	// Sheets are the pages with their articles.
	Sheets []sheet
	Up     link
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
	for _, s := range p.Sheets {
		if err := h.fillSummaries(c.Request.Context(), s.Cards); err != nil {
			return err
		}
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
