package desk

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hebi/internal/newsroom"
	"hebi/internal/store"
)

// Weeks begin on Monday in the site's zone; the first edition decides.
func TestArticlesAreCountedInTheirWeek(t *testing.T) {
	zone := time.FixedZone("east", 8*3600)
	monday := time.Date(2026, 4, 27, 0, 0, 0, 0, zone)
	end := time.Date(2026, 5, 1, 0, 0, 0, 0, zone)
	outputs := []store.Output{
		{ArticleID: 1, Language: newsroom.Chinese, Kind: newsroom.News, DatedAt: monday.UTC()},
		{ArticleID: 1, Language: newsroom.English, Kind: newsroom.News, DatedAt: end.AddDate(0, 1, 0).UTC()},
		{ArticleID: 2, Language: newsroom.English, Kind: newsroom.Commentary, DatedAt: monday.Add(-time.Second).UTC()},
		{ArticleID: 3, Language: newsroom.Chinese, Kind: newsroom.News, DatedAt: end.UTC()},
		{ArticleID: 4, Language: newsroom.Chinese, Kind: newsroom.News, DatedAt: end.AddDate(-2, 0, 0).UTC()},
	}
	f := frame{}
	f.Language, f.Zone = newsroom.English, zone
	span := spanUntil("2026-04", end)
	pieces := piecesOf(outputs, span)
	c := f.byWeek(pieces, span)
	want := []chartRow{
		{Label: "from 20 April 2026", Short: "04-20", Values: []string{"0", "1", "0", "0"}, Total: "1"},
		{Label: "from 27 April 2026", Short: "04-27", Values: []string{"1", "0", "0", "0"}, Total: "1"},
	}
	if diff := cmp.Diff(want, c.Rows[weeks-2:]); diff != "" || len(c.Rows) != weeks {
		t.Errorf("%d weeks: %s", len(c.Rows), diff)
	}
	by := f.byLanguage(pieces, span)
	last := chartRow{Label: "April 2026", Short: "2026-04", Values: []string{"1", "0", "1"}, Total: "2"}
	if diff := cmp.Diff(last, by.Rows[months-1]); diff != "" || len(by.Rows) != months || by.Rows[0].Label != "May 2025" {
		t.Errorf("%d months: %s", len(by.Rows), diff)
	}
}

// The most frequent themes stand for themselves, the rest together; shares are of all tags.
func TestThemeShares(t *testing.T) {
	end := time.Date(2026, 5, 1, 0, 0, 0, 0, time.UTC)
	var names []newsroom.Theme
	tags := map[int64][]string{}
	var pieces []piece
	for i, slug := range []string{"a", "b", "c", "d", "e", "f", "g", "h", "unused"} {
		names = append(names, newsroom.Theme{Slug: slug, Name: newsroom.Bilingual{EN: slug}})
		for n := i; n < 8; n++ { // a has 8 articles, h 1
			id := int64(len(pieces))
			tags[id] = []string{slug}
			pieces = append(pieces, piece{article: id, first: end.Add(-time.Hour), languages: newsroom.Languages()})
		}
	}
	f := frame{}
	f.Language = newsroom.English
	c := f.byTheme(pieces, tags, names, spanUntil("2026-04", end))
	if diff := cmp.Diff([]string{"a", "b", "c", "d", "e", "f", "Other themes"}, c.Series); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"22%", "20%", "16%", "14%", "11%", "9%", "8%"}, c.Rows[months-1].Values); diff != "" {
		t.Error(diff)
	}
	if got := c.Rows[0].Values[0]; got != "–" {
		t.Errorf("a month without articles: %q", got)
	}
}

// A span ends with the month asked for, the present one today, and leads half a year on either way.
func TestSpans(t *testing.T) {
	now := time.Date(2026, 5, 20, 8, 0, 0, 0, time.UTC)
	type told struct{ From, Until, Earlier, Later string }
	present := told{"2025-06-01", "2026-05-21", "/desk/overview?until=2025-11", ""}
	for month, want := range map[string]told{
		"": present, "2026-05": present, "2027-01": present, "0000-00": present, "0001-01": present, "x": present,
		"2026-04": {"2025-05-01", "2026-05-01", "/desk/overview?until=2025-10", "/desk/overview"},
		"2025-12": {"2025-01-01", "2026-01-01", "/desk/overview?until=2025-06", "/desk/overview"},
		"2025-10": {"2024-11-01", "2025-11-01", "/desk/overview?until=2025-04", "/desk/overview?until=2026-04"},
	} {
		s := spanUntil(month, now)
		got := told{s.from.Format(time.DateOnly), s.until.Format(time.DateOnly), s.earlier(), s.later()}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q: %s", month, diff)
		}
	}
	// The last day of the present month is the last one shown, and so is the last week.
	late := spanUntil("", time.Date(2026, 5, 31, 23, 0, 0, 0, time.UTC))
	if list := late.weeks(); late.until != late.end || list[weeks-1].begins.Format(time.DateOnly) != "2026-05-25" {
		t.Errorf("until %v, the last week from %v", late.until, list[weeks-1].begins)
	}
}
