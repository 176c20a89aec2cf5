package reader

import (
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/gin-gonic/gin"

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
	Day, Path, Paper string
	Pages            []printPage
}

type printPage struct {
	Number int
	Path   string
}

func newPrintDay(f frame, d store.PrintDay) printDay {
	day := printDay{Day: f.Day(d.Date), Path: f.Path("/papers/" + d.Date.Format(isoDay)), Paper: d.Paper}
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
	p := papersPage{frame: f}
	for _, d := range days {
		p.Days = append(p.Days, newPrintDay(f, d))
	}
	return h.render(c, "papers", p)
}

// paperPage is /{lang}/papers/{date} and /{lang}/papers/{date}/{page}.
type paperPage struct {
	frame
	// Sheets are the pages with their articles, papers under their names.
	Sheets []sheet
	Up     link
}

// sheet is one print page.
type sheet struct {
	Paper string
	Page  int
	Path  string
	Cards []card
}

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
	p := paperPage{frame: f, Sheets: sheets(f, articles), Up: link{run: run{Text: f.T("papers")}, Path: f.Path(up)}}
	for _, s := range p.Sheets {
		if err := h.fillSummaries(c.Request.Context(), s.Cards); err != nil {
			return err
		}
	}
	p.Heading, p.Section = f.Day(day), "papers"
	if page > 0 {
		p.Heading, p.Up.Text = f.T("paper.heading", f.Day(day), page), f.Day(day)
	}
	p.Description = p.Heading
	p.addFeeds(p.Heading, rest)
	return h.render(c, "paper", p)
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
		at := slices.IndexFunc(list, func(s sheet) bool { return s.Paper == place.Paper && s.Page == place.Page })
		if at < 0 {
			path := f.Path("/papers/" + place.Date.Format(isoDay) + "/" + strconv.Itoa(place.Page))
			list = append(list, sheet{Paper: place.Paper, Page: place.Page, Path: path})
			at = len(list) - 1
		}
		list[at].Cards = append(list[at].Cards, newCard(f.Locale, &articles[i]))
	}
	slices.SortStableFunc(list, func(a, b sheet) int {
		if a.Paper != b.Paper {
			if a.Paper < b.Paper {
				return -1
			}
			return 1
		}
		return a.Page - b.Page
	})
	return list
}
