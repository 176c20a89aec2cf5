package desk

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"time"

	"hebi/internal/newsroom"
	"hebi/internal/store"
)

const (
	// weeks and months are how far back charts look.
	weeks, months = 26, 12
	// themesShown is how many themes have a colour of their own; the rest stand together.
	themesShown = 6
)

// chart is a table, which a script draws.
type chart struct {
	// Name tells the chart from the others of the page; its words begin with "desk.chart." and it.
	Name string
	// Form is how it is drawn: "stacked", "shares" or "bars".
	Form string
	// Corner is the heading of the rows' names.
	Corner string
	Series []string
	Rows   []chartRow
	// About says in a sentence what the chart shows, for those who do not see it.
	About string
	// Last is the heading of a last column that is not drawn; empty without one.
	Last string
}

// chartRow is one row of a chart's table.
type chartRow struct {
	Label string
	// Short is the label below the drawing.
	Short  string
	Values []string
	// Total is what stands in the last column.
	Total string
}

// Empty says that there is nothing to draw.
func (c chart) Empty() bool { return len(c.Rows) == 0 }

// piece is one article with what readers can see of it.
type piece struct {
	article int64
	kind    newsroom.Kind
	// first is when readers saw the first of its editions.
	first     time.Time
	languages []newsroom.Language
}

// piecesOf are the articles whose first edition is dated in a span; outputs are
// in the order of articles and dates.
func piecesOf(outputs []store.Output, s span) []piece {
	var list []piece
	for _, o := range outputs {
		if n := len(list) - 1; n >= 0 && list[n].article == o.ArticleID {
			list[n].languages = append(list[n].languages, o.Language)
			continue
		}
		list = append(list, piece{o.ArticleID, o.Kind, o.DatedAt.In(s.from.Location()), []newsroom.Language{o.Language}})
	}
	return slices.DeleteFunc(list, func(p piece) bool { return p.first.Before(s.from) || !p.first.Before(s.until) })
}

// period is a week or a month, with a count for each series.
type period struct {
	begins time.Time
	counts []int
}

// count sorts pieces into periods, which ascend, and series; put gives the
// numbers of the series that a piece counts for.
func count(periods []period, series int, pieces []piece, put func(piece) []int) {
	for i := range periods {
		periods[i].counts = make([]int, series)
	}
	for _, p := range pieces {
		at, exact := slices.BinarySearchFunc(periods, p.first, func(q period, t time.Time) int { return q.begins.Compare(t) })
		if !exact {
			at--
		}
		if at < 0 {
			continue
		}
		for _, n := range put(p) {
			periods[at].counts[n]++
		}
	}
}

func (p period) total() int {
	n := 0
	for _, c := range p.counts {
		n += c
	}
	return n
}

// empty says that nothing was counted.
func empty(periods []period) bool {
	return !slices.ContainsFunc(periods, func(p period) bool { return p.total() > 0 })
}

// weeks are the last ones of a span, from Monday on.
func (s span) weeks() []period {
	last := s.until.AddDate(0, 0, -1)
	monday := last.AddDate(0, 0, -(int(last.Weekday())+6)%7)
	list := make([]period, weeks)
	for i := range list {
		list[i].begins = monday.AddDate(0, 0, 7*(i-weeks+1))
	}
	return list
}

// months are those of a span.
func (s span) months() []period {
	list := make([]period, months)
	for i := range list {
		list[i].begins = s.from.AddDate(0, i, 0)
	}
	return list
}

// byWeek counts articles by the week in which they came out and by kind.
func (f frame) byWeek(pieces []piece, s span) chart {
	kinds := newsroom.Kinds()
	c := chart{Name: "weeks", Form: "stacked", Corner: f.T("desk.chart.week"), Last: f.T("desk.chart.total")}
	for _, k := range kinds {
		c.Series = append(c.Series, f.KindName(k))
	}
	list := s.weeks()
	count(list, len(kinds), pieces, func(p piece) []int {
		return slices.DeleteFunc([]int{slices.Index(kinds, p.kind)}, func(n int) bool { return n < 0 })
	})
	if empty(list) {
		return c
	}
	for _, w := range list {
		c.Rows = append(c.Rows, chartRow{Label: f.T("desk.chart.week.of", f.Day(w.begins)), Short: f.T("desk.chart.day", int(w.begins.Month()), w.begins.Day()), Values: counted(w.counts), Total: strconv.Itoa(w.total())})
	}
	most := slices.MaxFunc(list, func(a, b period) int { return cmp.Compare(a.total(), b.total()) })
	c.About = f.T("desk.chart.weeks.alt", weeks, sum(list), f.Day(most.begins), most.total())
	return c
}

// byLanguage counts articles by month and by the languages that readers have them in.
func (f frame) byLanguage(pieces []piece, s span) chart {
	c := chart{Name: "languages", Form: "stacked", Corner: f.T("desk.chart.month"), Last: f.T("desk.chart.total")}
	for _, word := range []string{"both", "zh", "en"} {
		c.Series = append(c.Series, f.T("desk.chart.languages."+word))
	}
	list := s.months()
	inBoth := 0
	count(list, 3, pieces, func(p piece) []int {
		switch {
		case len(p.languages) > 1:
			inBoth++
			return []int{0}
		case p.languages[0] == newsroom.Chinese:
			return []int{1}
		}
		return []int{2}
	})
	if empty(list) {
		return c
	}
	for _, m := range list {
		c.Rows = append(c.Rows, f.monthRow(m, counted(m.counts)))
	}
	c.About = f.T("desk.chart.languages.alt", sum(list), inBoth)
	return c
}

// byTheme shows which share of the articles' themes, month by month, each of the
// most frequent themes has; an article may have several.
func (f frame) byTheme(pieces []piece, themes map[int64][]string, names []newsroom.Theme, s span) chart {
	c := chart{Name: "themes", Form: "shares", Corner: f.T("desk.chart.month"), Last: f.T("desk.chart.total")}
	often := map[string]int{}
	for _, p := range pieces {
		for _, slug := range themes[p.article] {
			often[slug]++
		}
	}
	names = slices.DeleteFunc(slices.Clone(names), func(t newsroom.Theme) bool { return often[t.Slug] == 0 })
	slices.SortStableFunc(names, func(a, b newsroom.Theme) int { return often[b.Slug] - often[a.Slug] })
	if len(names) == 0 {
		return c
	}
	series := map[string]int{}
	for i, t := range names {
		series[t.Slug] = min(i, themesShown)
		if i < themesShown {
			c.Series = append(c.Series, t.Name.In(f.Language))
		}
	}
	if len(names) > themesShown {
		c.Series = append(c.Series, f.T("desk.chart.rest"))
	}
	list := s.months()
	count(list, len(c.Series), pieces, func(p piece) []int {
		var at []int
		for _, slug := range themes[p.article] {
			if n, known := series[slug]; known {
				at = append(at, n)
			}
		}
		return at
	})
	for _, m := range list {
		c.Rows = append(c.Rows, f.monthRow(m, shares(m)))
	}
	c.About = f.T("desk.chart.themes.alt", c.Series[0], fmt.Sprintf("%d%%", percent(often[names[0].Slug], sum(list))))
	return c
}

// inVain are the questions that nothing was found for.
func (f frame) inVain(misses []newsroom.SearchMiss) chart {
	c := chart{Name: "misses", Form: "bars", Corner: f.T("desk.chart.question"), Series: []string{f.T("desk.chart.times")}, Last: f.T("desk.chart.last")}
	for _, m := range misses {
		day, _ := time.Parse(time.DateOnly, m.Day) // written by us
		c.Rows = append(c.Rows, chartRow{Label: m.Query, Short: m.Query, Values: []string{strconv.Itoa(m.Count)}, Total: f.Day(day)})
	}
	if len(misses) > 0 {
		c.About = f.T("desk.chart.misses.alt", misses[0].Query, misses[0].Count)
	}
	return c
}

func (f frame) monthRow(m period, values []string) chartRow {
	return chartRow{Label: f.Month(m.begins.Year(), m.begins.Month()), Short: m.begins.Format(monthLayout), Values: values, Total: strconv.Itoa(m.total())}
}

func counted(counts []int) []string {
	list := make([]string, len(counts))
	for i, n := range counts {
		list[i] = strconv.Itoa(n)
	}
	return list
}

// shares are the counts of a period in per cent of them all, rounded so that
// they make 100 together; "–" when there are none.
func shares(p period) []string {
	list, n, before := make([]string, len(p.counts)), 0, 0
	for i, c := range p.counts {
		n += c
		upTo := percent(n, p.total())
		if list[i] = "–"; p.total() > 0 {
			list[i] = fmt.Sprintf("%d%%", upTo-before)
		}
		before = upTo
	}
	return list
}

// percent is n of total, rounded.
func percent(n, total int) int { return (200*n + total) / max(2*total, 1) }

func sum(periods []period) int {
	n := 0
	for _, p := range periods {
		n += p.total()
	}
	return n
}
