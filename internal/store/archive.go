package store

import (
	"context"
	"fmt"
	"time"

	"gorm.io/gorm"

	"hebi/internal/newsroom"
)

// PrintDay is one paper of one day with its pages that visible articles were printed on.
type PrintDay struct {
	// Date is a calendar day, midnight UTC.
	Date  time.Time
	Paper string
	Pages []int
}

// PrintDays returns what was printed and is visible in l, newest first.
func (s *Store) PrintDays(ctx context.Context, l newsroom.Language) ([]PrintDay, error) {
	type place struct {
		PrintDay, PrintPaper string
		PrintPage            int
	}
	rows, err := gorm.G[place](s.read).Raw(
		`SELECT DISTINCT a.print_day, a.print_paper, a.print_page FROM articles a
		JOIN editions e ON e.article_id = a.id AND e.status = 'published' AND e.language = ?
		WHERE a.print_page > 0 ORDER BY a.print_day DESC, a.print_paper, a.print_page`, string(l)).Find(ctx)
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
	rows, err := gorm.G[slot](s.read).Raw(
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
