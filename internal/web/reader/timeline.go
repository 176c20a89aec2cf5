package reader

import (
	"fmt"
	"time"

	"hebi/internal/locale"
	"hebi/internal/newsroom"
	"hebi/internal/search"
	"hebi/internal/web/asked"
)

// timeline shows how many articles there were over time: bars that the server
// draws, and a table that says the same. Places are percentages of the width,
// so that the picture fits every screen and its words keep their size.
type timeline struct {
	// Title and Description say in words what the picture shows.
	Title, Description string
	Bars               []bar
	Ticks              []tick
	// Most is the number that the top line stands for, TopLine its height.
	Most int
	// Periods are those with articles, the oldest first.
	Periods []period
}

// bar is one period: reports at the foot, opinion on top of them. X and Width
// are percentages; heights and Ys are in px.
type bar struct {
	X, Width                             float64
	ReportsY, Reports, OpinionY, Opinion float64
	Title                                string
}

// tick is a word below the bars; Anchor is the end of it that stands at X, a percentage.
type tick struct {
	X            float64
	Text, Anchor string
}

// period is a month, a quarter or a year.
type period struct {
	Name string
	// Path is a search for its articles.
	Path             string
	Reports, Opinion int
	first            time.Time // midnight UTC of its first day
	months           int
}

// Total is the number of articles.
func (p period) Total() int { return p.Reports + p.Opinion }

// How a timeline is drawn: at most so many bars, as fit beside each other on a
// phone, in equal places; fewer bars are as wide as if they were narrowBars, lest
// one month fill half the page. Words at the edges begin or end with their bars
// instead of reaching over the margin. Heights are in px.
const (
	mostBars, narrowBars = 36, 12
	barsHeight, barsTop  = 96, 18
	barShare             = 0.72
	mostTicks            = 4
	edge                 = 12 // percent
)

// newTimeline draws the months of a theme; nil when they are fewer than two.
func newTimeline(f frame, counts []search.MonthCount, theme string) *timeline {
	periods := periodsOf(f.Locale, counts)
	if len(periods) < 2 {
		return nil
	}
	t := &timeline{Title: f.T("timeline.title", f.Heading)}
	reports, opinion := 0, 0
	for i := range periods {
		p := &periods[i]
		t.Most = max(t.Most, p.Total())
		reports, opinion = reports+p.Reports, opinion+p.Opinion
		if p.Total() > 0 {
			p.Path = f.Path("/search") + encoded(asked.Search{
				Theme: theme, Only: string(f.Language), Newest: true, From: p.first.Format(isoDay), To: p.first.AddDate(0, p.months, -1).Format(isoDay),
			}.Values())
			t.Periods = append(t.Periods, *p)
		}
	}
	last := periods[len(periods)-1]
	t.Description = f.T("timeline.description", periods[0].Name, last.Name, f.N("articles", reports+opinion), f.N("articles", reports), f.N("articles", opinion))
	t.draw(f, periods)
	return t
}

// periodsOf are the periods from the first month to the last, without gaps.
func periodsOf(l locale.Locale, counts []search.MonthCount) []period {
	if len(counts) == 0 {
		return nil
	}
	first, last := counts[0], counts[len(counts)-1]
	months := 1
	for span := monthsBetween(first, last) + 1; span > mostBars*months; {
		months = map[int]int{1: 3, 3: 12}[months]
		if months == 0 {
			months = 12 * (span/(12*mostBars) + 1)
			break
		}
	}
	start := time.Date(first.Year, first.Month, 1, 0, 0, 0, 0, time.UTC)
	switch {
	case months >= 12:
		start = time.Date(first.Year, 1, 1, 0, 0, 0, 0, time.UTC)
	case months == 3:
		start = start.AddDate(0, -(int(first.Month)-1)%3, 0)
	}
	var list []period
	for at := start; !at.After(time.Date(last.Year, last.Month, 1, 0, 0, 0, 0, time.UTC)); at = at.AddDate(0, months, 0) {
		list = append(list, period{Name: periodName(l, at, months), first: at, months: months})
	}
	for _, c := range counts {
		p := &list[((c.Year-start.Year())*12+int(c.Month-start.Month()))/months]
		for kind, n := range c.Kinds {
			if kind == newsroom.Commentary || kind == newsroom.Editorial {
				p.Opinion += n
			} else {
				p.Reports += n
			}
		}
	}
	return list
}

func monthsBetween(a, b search.MonthCount) int { return (b.Year-a.Year)*12 + int(b.Month-a.Month) }

func periodName(l locale.Locale, first time.Time, months int) string {
	switch months {
	case 1:
		return l.Month(first.Year(), first.Month())
	case 3:
		return l.T("timeline.quarter", first.Year(), (int(first.Month())+2)/3)
	case 12:
		return l.T("archive.year", first.Year())
	}
	return fmt.Sprintf("%d–%d", first.Year(), first.AddDate(0, months-1, 0).Year())
}

// draw places the bars of the periods and the words below them.
func (t *timeline) draw(f frame, periods []period) {
	place := 100 / float64(len(periods))
	width := barShare * min(place, 100./narrowBars)
	middle := func(i int) float64 { return place * (float64(i) + 0.5) }
	perArticle := float64(barsHeight) / float64(t.Most)
	for i, p := range periods {
		if p.Total() == 0 {
			continue
		}
		b := bar{X: middle(i) - width/2, Width: width, Reports: perArticle * float64(p.Reports), Opinion: perArticle * float64(p.Opinion)}
		b.ReportsY = barsTop + barsHeight - b.Reports
		b.OpinionY = b.ReportsY - b.Opinion
		b.Title = f.T("timeline.bar", p.Name, f.N("articles", p.Total()))
		t.Bars = append(t.Bars, b)
	}
	every := (len(periods) + mostTicks - 1) / mostTicks
	for i := 0; i < len(periods); i += every {
		word := tick{X: middle(i), Text: periodMark(f.Locale, periods[i]), Anchor: "middle"}
		switch {
		case word.X < edge:
			word.X, word.Anchor = word.X-width/2, "start"
		case word.X > 100-edge:
			word.X, word.Anchor = word.X+width/2, "end"
		}
		t.Ticks = append(t.Ticks, word)
	}
}

// periodMark is a period's name as short as a bar's place allows.
func periodMark(l locale.Locale, p period) string {
	switch p.months {
	case 1:
		return l.T("timeline.month", p.first.Year(), p.first.Format("Jan"), int(p.first.Month()))
	case 3:
		return l.T("timeline.quarter.mark", p.first.Year(), (int(p.first.Month())+2)/3)
	}
	return p.Name
}

// Base, Foot and Height are the line that the bars stand on, that of the words
// below, and the height of the whole picture, in px.
func (timeline) Base() int   { return barsTop + barsHeight }
func (timeline) Foot() int   { return barsTop + barsHeight + 20 }
func (timeline) Height() int { return barsTop + barsHeight + 28 }

// Top is where the line for Most is.
func (timeline) Top() int { return barsTop }
