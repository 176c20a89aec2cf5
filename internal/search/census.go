package search

import (
	"context"
	"fmt"
	"math"
	"slices"
	"time"

	"hebi/internal/newsroom"
)

// CensusQuery says which visible editions are counted. Language is needed; a
// Theme or Contributor, both slugs, narrows.
type CensusQuery struct {
	Language           newsroom.Language
	Theme, Contributor string
	// Zone is that of the months; nil means UTC.
	Zone *time.Location
}

// Census is how many articles there are, and of what.
type Census struct {
	Total int
	// Themes and Contributors are counted by slug, the most frequent first.
	Themes, Contributors []Count
	// Months are those with articles, the oldest first.
	Months []MonthCount
}

// MonthCount is how many articles of each kind a month has.
type MonthCount struct {
	Year  int
	Month time.Month
	Kinds map[newsroom.Kind]int
}

// Census counts in memory what readers can see, so that no page need ask the
// database to: 20,000 editions take less than a millisecond.
func (e *Engine) Census(ctx context.Context, q CensusQuery) (*Census, error) {
	v, _, err := e.known(ctx)
	if err != nil {
		return nil, fmt.Errorf("count articles: %w", err)
	}
	theme, contributor := v.numberOf(q.Theme), v.numberOf(q.Contributor)
	themes, contributors := make([]int32, len(v.names)), make([]int32, len(v.names))
	months := newCalendar(v, q.Zone)
	c := &Census{}
	for _, s := range v.segments {
		for _, d := range s.editions {
			if d == nil || d.language != q.Language ||
				q.Theme != "" && !slices.Contains(d.themes, theme) || q.Contributor != "" && !slices.Contains(d.contributors, contributor) {
				continue
			}
			c.Total++
			for _, n := range d.themes {
				themes[n]++
			}
			for _, n := range d.contributors {
				contributors[n]++
			}
			months.count(d)
		}
	}
	c.Themes, c.Contributors, c.Months = named(v, themes), named(v, contributors), months.counts()
	return c, nil
}

// calendar counts editions by month.
type calendar struct {
	year  int
	month time.Month
	// starts are the moments, in Unix milliseconds, at which the months from the first on begin.
	starts []int64
	kinds  []map[newsroom.Kind]int
}

// maxMonths bounds a calendar: 1,000 years, which only a mistyped date exceeds.
const maxMonths = 12_000

func newCalendar(v *view, zone *time.Location) *calendar {
	if zone == nil {
		zone = time.UTC
	}
	first := time.UnixMilli(v.oldest).In(zone)
	c := &calendar{year: first.Year(), month: first.Month()}
	for start := int64(math.MinInt64); start <= v.newest && len(c.starts) < maxMonths; {
		start = time.Date(c.year, c.month+time.Month(len(c.starts)), 1, 0, 0, 0, 0, zone).UnixMilli()
		c.starts = append(c.starts, start)
	}
	c.kinds = make([]map[newsroom.Kind]int, len(c.starts))
	return c
}

func (c *calendar) count(e *edition) {
	i, found := slices.BinarySearch(c.starts, e.date)
	if !found {
		i--
	}
	i = max(i, 0)
	if c.kinds[i] == nil {
		c.kinds[i] = map[newsroom.Kind]int{}
	}
	c.kinds[i][e.kind]++
}

func (c *calendar) counts() []MonthCount {
	var list []MonthCount
	for i, kinds := range c.kinds {
		if kinds != nil {
			month := time.Date(c.year, c.month+time.Month(i), 1, 0, 0, 0, 0, time.UTC)
			list = append(list, MonthCount{Year: month.Year(), Month: month.Month(), Kinds: kinds})
		}
	}
	return list
}
