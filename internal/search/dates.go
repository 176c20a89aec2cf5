package search

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"hebi/internal/segment"
)

// A day is written in many ways, and who types one means all of them.
var (
	numericDay = regexp.MustCompile(`(?:^|[^\d.])(\d{4})\s?[年./-]\s?(\d{1,2})\s?[月./-]\s?(\d{1,2})(?:\s?[日号])?`)
	monthFirst = regexp.MustCompile(`(?i)\b([a-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})\b`)
	dayFirst   = regexp.MustCompile(`(?i)\b(\d{1,2})(?:st|nd|rd|th)? ([a-z]{3,9})\.?,? (\d{4})\b`)
)

// day is a day that a text names, at byte offsets.
type day struct {
	start, end int
	date       time.Time
}

// days finds the days that a text names in full.
func days(text string) []day {
	var found []day
	add := func(m []int, year, month, date int) {
		group := func(n int) string { return text[m[2*n]:m[2*n+1]] }
		y, _ := strconv.Atoi(group(year))
		d, _ := strconv.Atoi(group(date))
		at := time.Date(y, monthOf(group(month)), d, 0, 0, 0, 0, time.UTC)
		if at.Year() != y || at.Day() != d || monthOf(group(month)) == 0 || numberGoesOn(text, m[1]) { // no 31st of June
			return
		}
		start := m[2]
		for _, f := range found {
			if start < f.end && f.start < m[1] {
				return
			}
		}
		found = append(found, day{start, m[1], at})
	}
	for _, m := range numericDay.FindAllStringSubmatchIndex(text, -1) {
		add(m, 1, 2, 3)
	}
	for _, m := range monthFirst.FindAllStringSubmatchIndex(text, -1) {
		add(m, 3, 1, 2)
	}
	for _, m := range dayFirst.FindAllStringSubmatchIndex(text, -1) {
		add(m, 3, 2, 1)
	}
	return found
}

// numberGoesOn reports whether an offset lies within a number.
func numberGoesOn(text string, at int) bool {
	return at < len(text) && isDigit(text[at-1]) && isDigit(text[at])
}

func isDigit(b byte) bool { return '0' <= b && b <= '9' }

// monthOf reads a number, a month's name or the beginning of one; 0 for anything else.
func monthOf(text string) time.Month {
	if n, err := strconv.Atoi(text); err == nil {
		if n < 1 || n > 12 {
			return 0
		}
		return time.Month(n)
	}
	for m := time.January; m <= time.December; m++ {
		name, typed := strings.ToLower(m.String()), strings.ToLower(text)
		if name == typed || typed == name[:3] || typed == "sept" && m == time.September {
			return m
		}
	}
	return 0
}

// writings are the ways in which news write a day.
func (d day) writings() []string {
	return []string{
		d.date.Format("2006年1月2日"), d.date.Format("January 2, 2006"), d.date.Format("2 January 2006"),
		d.date.Format("Jan 2, 2006"), d.date.Format("2006-01-02"), d.date.Format("2006-1-2"),
		fmt.Sprintf("%d.%d.%d", d.date.Year(), d.date.Month(), d.date.Day()),
	}
}

// joinDays puts the words of a day together.
func joinDays(words [][]segment.Token, found []day) [][]segment.Token {
	var joined [][]segment.Token
	last := -1 // the day that the word before belongs to
	for _, w := range words {
		in := -1
		for i, d := range found {
			if d.start <= w[0].Start && w[len(w)-1].End <= d.end {
				in = i
			}
		}
		if in >= 0 && in == last {
			joined[len(joined)-1] = append(joined[len(joined)-1], w...)
		} else {
			joined = append(joined, w)
		}
		last = in
	}
	return joined
}

// anyWriting adds to the clause of a day, which begins at a byte offset, its other writings.
func (e *Engine) anyWriting(r *reading, c Clause, found []day, start int) Clause {
	for _, d := range found {
		if d.start != start {
			continue
		}
		for _, w := range d.writings() {
			c = append(c, e.phrases(w)[0])
			r.literal = append(r.literal, w)
		}
	}
	return c
}
