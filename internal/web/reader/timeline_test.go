package reader

import (
	"net/url"
	"testing"
	"time"

	"hebi/internal/locale"
	"hebi/internal/newsroom"
	"hebi/internal/search"
)

// Every month of any span falls into one period, and the bars stay within the picture.
func TestTimelinesHoldEverything(t *testing.T) {
	f := frame{Locale: locale.Locale{Language: newsroom.English}, Heading: "Salt"}
	for _, c := range []struct {
		name, first, last, from, to string
		periods                     int
	}{
		{"one month is no course", "", "2023-10", "", "", 0},
		{"two months", "2023-10", "2023-11", "October 2023", "November 2023", 2},
		{"months", "2023-10", "2024-01", "October 2023", "January 2024", 4},
		{"three years of months", "2021-01", "2023-12", "January 2021", "December 2023", 36},
		{"quarters from then on", "2021-02", "2024-02", "Q1 2021", "Q1 2024", 13},
		{"years", "2001-12", "2023-01", "2001", "2023", 23},
		{"decades", "1823-05", "2023-01", "1823–1828", "2021–2026", 34},
	} {
		kinds := map[newsroom.Kind]int{newsroom.News: 3, newsroom.Editorial: 2}
		var counts []search.MonthCount
		for _, text := range []string{c.first, c.last} {
			if month, err := time.Parse("2006-01", text); err == nil {
				counts = append(counts, search.MonthCount{Year: month.Year(), Month: month.Month(), Kinds: kinds})
			}
		}
		line := newTimeline(f, counts, "salt")
		if c.periods == 0 {
			if line != nil {
				t.Errorf("%s: %+v", c.name, line)
			}
			continue
		}
		if all := periodsOf(f.Locale, counts); len(all) != c.periods || len(all) > mostBars {
			t.Errorf("%s: %d periods, want %d", c.name, len(all), c.periods)
		}
		if len(line.Periods) != 2 || line.Periods[0].Name != c.from || line.Periods[1].Name != c.to || line.Periods[0].Total() != 5 || line.Periods[1].Opinion != 2 {
			t.Errorf("%s: %+v", c.name, line.Periods)
		}
		for _, b := range line.Bars {
			if b.X < 0 || b.X+b.Width > 100 || b.OpinionY < barsTop-0.01 || b.ReportsY+b.Reports > float64(line.Base())+0.01 {
				t.Errorf("%s: a bar sticks out: %+v", c.name, b)
			}
		}
		if first, last := line.Bars[0], line.Bars[len(line.Bars)-1]; first.X > 50 || last.X < 50 {
			t.Errorf("%s: the bars fill half of the width: %+v", c.name, line.Bars)
		}
		if n := len(line.Ticks); n < 2 || n > mostTicks || line.Ticks[0].X < 0 || line.Ticks[n-1].X > 100 || line.Ticks[n-1].X < 50 {
			t.Errorf("%s: words stand at %+v", c.name, line.Ticks)
		}
		for _, p := range line.Periods {
			u, err := url.Parse(p.Path)
			if err != nil || u.Query().Get("theme") != "salt" || u.Query().Get("from") >= u.Query().Get("to") {
				t.Errorf("%s: %s leads to %s", c.name, p.Name, p.Path)
			}
		}
	}
}

// The words of an address are what a reader could have meant, without signs that a search would obey.
func TestAddressWords(t *testing.T) {
	for path, want := range map[string]string{
		"/en/articles/steppe-meets-bey": "steppe meets bey", "/zh/草原": "草原", "/zh/articles/草原_与海/": "草原 与海",
		`/zh/-"theme:x"`: "theme x", "/en/wp-login.php": "", "/en/a": "", "/": "", "": "", "/zh/\xff\xfe": "",
		"/zh/a-b-c-d-e-f-g-h-i-j-k-l-m": "",
	} {
		if got := addressWords(path); got != want {
			t.Errorf("%q: got %q, want %q", path, got, want)
		}
	}
}
