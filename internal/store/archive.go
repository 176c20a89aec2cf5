package store

import (
	"context"
	"fmt"
	"time"

	"hebi/internal/newsroom"
)

// PrintDay is one paper of one day with its pages that visible articles were printed on.
type PrintDay struct {
	// Date is a calendar day, midnight UTC.
	Date  time.Time
	Paper string
	Pages []int
}

// printed is true of articles a that were printed and are visible in a language.
const printed = `a.print_page > 0 AND EXISTS (SELECT 1 FROM editions e
	WHERE e.article_id = a.id AND e.status = 'published' AND e.language = ?)`

// PrintYears returns the years in which something was printed that is visible in l, newest first.
func (s *Store) PrintYears(ctx context.Context, l newsroom.Language) ([]int, error) {
	var years []int
	// A question for each year reads one row of the index each; one for all would read everything printed.
	for day := time.Date(9999, 12, 31, 0, 0, 0, 0, time.UTC); ; {
		before, err := s.printNear(ctx, l, "<", "DESC", day)
		if err != nil {
			return nil, fmt.Errorf("years of print: %w", err)
		}
		if before.IsZero() {
			return years, nil
		}
		years = append(years, before.Year())
		day = time.Date(before.Year(), 1, 1, 0, 0, 0, 0, time.UTC)
	}
}

// PrintDays returns what was printed on the days from one to another, both
// included, and is visible in l, newest first.
func (s *Store) PrintDays(ctx context.Context, l newsroom.Language, from, to time.Time) ([]PrintDay, error) {
	type place struct {
		PrintDay, PrintPaper string
		PrintPage            int
	}
	rows, err := of[place](s.read).Raw(
		`SELECT DISTINCT a.print_day, a.print_paper, a.print_page FROM articles a
		WHERE a.print_day BETWEEN ? AND ? AND `+printed+` ORDER BY a.print_day DESC, a.print_paper, a.print_page`,
		dayText(from), dayText(to), string(l)).Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("print days: %w", err)
	}
	var days []PrintDay
	for _, r := range rows {
		date := parseDay(r.PrintDay)
		if last := len(days) - 1; last < 0 || !days[last].Date.Equal(date) || days[last].Paper != r.PrintPaper {
			days = append(days, PrintDay{Date: date, Paper: r.PrintPaper})
		}
		day := &days[len(days)-1]
		day.Pages = append(day.Pages, r.PrintPage)
	}
	return days, nil
}

// PrintNeighbours returns the last day of print before a day and the first after
// it, of what is visible in l; the zero time when there is none.
func (s *Store) PrintNeighbours(ctx context.Context, l newsroom.Language, day time.Time) (before, after time.Time, err error) {
	if before, err = s.printNear(ctx, l, "<", "DESC", day); err == nil {
		after, err = s.printNear(ctx, l, ">", "ASC", day)
	}
	if err != nil {
		return before, after, fmt.Errorf("issues beside %s: %w", dayText(day), err)
	}
	return before, after, nil
}

// printNear is the first day of print on one side of a day; the zero time when there is none.
func (s *Store) printNear(ctx context.Context, l newsroom.Language, compare, order string, day time.Time) (time.Time, error) {
	type found struct{ PrintDay string }
	rows, err := of[found](s.read).Raw("SELECT a.print_day FROM articles a WHERE a.print_day "+compare+" ? AND "+printed+
		" ORDER BY a.print_day "+order+" LIMIT 1", dayText(day), string(l)).Find(ctx)
	if err != nil || len(rows) == 0 {
		return time.Time{}, err
	}
	return parseDay(rows[0].PrintDay), nil
}

// ArchiveMonth is a month in the site's zone with its number of articles.
type ArchiveMonth struct {
	Year  int
	Month time.Month
	Count int
}

// ArchiveMonths returns the months with articles visible in l, newest first.
// Months are the site's: an article of half past midnight in Beijing belongs to that day there.
func (s *Store) ArchiveMonths(ctx context.Context, l newsroom.Language) ([]ArchiveMonth, error) {
	site, err := s.Site(ctx)
	if err != nil {
		return nil, err
	}
	zone := site.Zone()
	type slot struct {
		Quarter string
		Count   int
	}
	// Grouped by quarters of a UTC hour in SQL, by month here: neither database need know the zone,
	// and every zone's offset is whole quarters (Kolkata +5:30, Kathmandu +5:45).
	quarter := "substr(e.dated_at, 1, 14) || (substr(e.dated_at, 15, 2) / 15 * 15)"
	if s.postgres {
		utc := "e.dated_at AT TIME ZONE 'UTC'"
		quarter = "to_char(" + utc + ", 'YYYY-MM-DD HH24:') || (CAST(extract(minute FROM " + utc + ") AS integer) / 15 * 15)"
	}
	rows, err := of[slot](s.read).Raw(
		"SELECT "+quarter+" AS quarter, COUNT(*) AS count FROM editions e WHERE e.status = 'published' AND e.language = ? GROUP BY 1 ORDER BY 1 DESC",
		string(l)).Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("archive months: %w", err)
	}
	var months []ArchiveMonth
	for _, r := range rows {
		at, err := time.Parse("2006-01-02 15:4", r.Quarter)
		if err != nil {
			return nil, fmt.Errorf("archive months: %w", err)
		}
		year, month, _ := at.In(zone).Date()
		if last := len(months) - 1; last < 0 || months[last].Year != year || months[last].Month != month {
			months = append(months, ArchiveMonth{Year: year, Month: month})
		}
		months[len(months)-1].Count += r.Count
	}
	return months, nil
}
