package desk

import (
	"time"

	"github.com/gin-gonic/gin"

	"hebi/internal/newsroom"
	"hebi/internal/store"
)

// overviewPath is where the newsroom looks at itself.
const overviewPath = Root + "overview"

// overviewPage shows the newsroom in figures.
type overviewPage struct {
	frame
	States []stateCount
	Charts []chart
	// From and To are the first and the last day of what the charts show.
	From, To time.Time
	// Earlier and Later lead half a year on; Later is empty when there is nothing later.
	Earlier, Later string
	// HasScript says that there is a script to draw with.
	HasScript bool
}

// stateCount is how many editions are in a state, in all and by language.
type stateCount struct {
	// Word names the state, Path leads to the list of its editions.
	Word, Path string
	Total      int
	By         []int
}

// missesShown is how many questions the table of searches without hits has.
const missesShown = 20

// ShowOverview shows what is published, in review, scheduled and corrected,
// and how that went over half a year and a year: up to the present, or with
// ?until=2026-05 to the end of a month.
func (d *Desk) ShowOverview(c *gin.Context) error {
	f, err := d.frame(c, "desk.overview", "desk.overview")
	if err != nil {
		return err
	}
	s := spanUntil(c.Query("until"), d.now().In(f.Zone))
	counts, err := d.store.CountStatuses(c.Request.Context())
	if err != nil {
		return err
	}
	p := overviewPage{
		frame: f, States: stateCounts(counts), From: s.from, To: s.until.AddDate(0, 0, -1),
		Earlier: s.earlier(), Later: s.later(), HasScript: d.assets.Has("built/overview.js"),
	}
	if p.Charts, err = d.charts(c, f, s); err != nil {
		return err
	}
	return d.show(c, "overview", &p)
}

// charts are those of a span; who may not decide about pieces does not see what
// readers seek.
func (d *Desk) charts(c *gin.Context, f frame, s span) ([]chart, error) {
	ctx := c.Request.Context()
	outputs, err := d.store.Outputs(ctx, s.from, s.until)
	if err != nil {
		return nil, err
	}
	themes, err := d.store.OutputThemes(ctx, s.from, s.until)
	if err != nil {
		return nil, err
	}
	names, err := d.store.AllThemes(ctx)
	if err != nil {
		return nil, err
	}
	pieces := piecesOf(outputs, s)
	list := []chart{f.byWeek(pieces, s), f.byTheme(pieces, themes, names, s), f.byLanguage(pieces, s)}
	if !newsroom.MayAnywhere(f.User, newsroom.ActApprove) {
		return list, nil
	}
	misses, err := d.store.Misses(ctx, s.from.Format(time.DateOnly), s.until.AddDate(0, 0, -1).Format(time.DateOnly), missesShown)
	return append(list, f.inVain(misses)), err
}

// span is the time that the charts look at, in the site's zone.
type span struct {
	// from begins the first of twelve months, end is the first moment after the
	// last one; until is end, or that of today while the last month lasts.
	from, end, until time.Time
	now              time.Time
}

// monthLayout is a month as addresses have it.
const monthLayout = "2006-01"

// spanUntil ends with the month that an address names, or with that of now when
// it names none, or none yet.
func spanUntil(month string, now time.Time) span {
	at, err := time.ParseInLocation(monthLayout, month, now.Location())
	if err != nil || at.After(now) || at.Year() <= 1 {
		at = now
	}
	end := time.Date(at.Year(), at.Month()+1, 1, 0, 0, 0, 0, now.Location())
	s := span{from: end.AddDate(0, -months, 0), end: end, until: end, now: now}
	if tomorrow := time.Date(now.Year(), now.Month(), now.Day()+1, 0, 0, 0, 0, now.Location()); tomorrow.Before(end) {
		s.until = tomorrow
	}
	return s
}

// earlier is the address of the span that ends half a year before.
func (s span) earlier() string {
	return overviewPath + "?until=" + s.end.AddDate(0, -7, 0).Format(monthLayout)
}

// later is that of the span that ends half a year after; empty when this is the last one.
func (s span) later() string {
	month := s.end.AddDate(0, 5, 0)
	switch {
	case s.end.After(s.now):
		return ""
	case month.After(s.now):
		return overviewPath
	}
	return overviewPath + "?until=" + month.Format(monthLayout)
}

// stateCounts are the figures at the top of the page.
func stateCounts(counts []store.StatusCount) []stateCount {
	list := []stateCount{
		{Word: "desk.status.published", Path: articlesPath + "?status=published"},
		{Word: "desk.status.in-review", Path: articlesPath + "?status=in-review"},
		{Word: "desk.status.scheduled", Path: articlesPath + "?status=scheduled"},
		{Word: "desk.overview.corrected", Path: articlesPath + "?status=" + corrected},
	}
	for i, status := range []newsroom.Status{newsroom.Published, newsroom.InReview, newsroom.Scheduled, newsroom.Published} {
		for _, l := range newsroom.Languages() {
			n := 0
			for _, c := range counts {
				switch {
				case c.Status != status || c.Language != l:
				case i == len(list)-1:
					n += c.Corrected
				default:
					n += c.Count
				}
			}
			list[i].By = append(list[i].By, n)
			list[i].Total += n
		}
	}
	return list
}
