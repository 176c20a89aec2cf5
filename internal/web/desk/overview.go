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
	// Word names the state, Path leads to the list of its editions, where there is one.
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
	ctx, now := c.Request.Context(), d.now().In(f.Zone)
	end := endOfPeriod(c.Query("until"), now)
	counts, err := d.store.CountStatuses(ctx)
	if err != nil {
		return err
	}
	year := monthsBefore(end, months)
	outputs, err := d.store.Outputs(ctx, year, end)
	if err != nil {
		return err
	}
	pieces := piecesOf(outputs, year, end)
	themes, err := d.store.ThemesOf(ctx, numbersOf(pieces))
	if err != nil {
		return err
	}
	names, err := d.store.AllThemes(ctx)
	if err != nil {
		return err
	}
	p := overviewPage{frame: f, States: stateCounts(counts), From: year, To: end.AddDate(0, 0, -1), HasScript: d.assets.Has("built/overview.js")}
	p.Charts = []chart{f.byWeek(pieces, end), f.byTheme(pieces, themes, names, end), f.byLanguage(pieces, end)}
	if newsroom.MayAnywhere(f.User, newsroom.ActApprove) {
		misses, err := d.store.Misses(ctx, year.Format(time.DateOnly), p.To.Format(time.DateOnly), missesShown)
		if err != nil {
			return err
		}
		p.Charts = append(p.Charts, f.inVain(misses))
	}
	p.Earlier = overviewPath + "?until=" + monthsBefore(end, 7).Format(monthLayout)
	if later := monthsBefore(end, -5); end.Before(endOfPeriod("", now)) {
		p.Later = overviewPath
		if later.Before(now) {
			p.Later += "?until=" + later.Format(monthLayout)
		}
	}
	return d.show(c, "overview", &p)
}

// monthLayout is a month as addresses have it.
const monthLayout = "2006-01"

// endOfPeriod is the first moment after the month that an address names, or
// after that of now when it names none, or none yet.
func endOfPeriod(month string, now time.Time) time.Time {
	at, err := time.ParseInLocation(monthLayout, month, now.Location())
	if err != nil || at.After(now) || at.Year() < 1 {
		at = now
	}
	return time.Date(at.Year(), at.Month()+1, 1, 0, 0, 0, 0, now.Location())
}

// monthsBefore is the first of the month that is n months before that of a first of a month.
func monthsBefore(first time.Time, n int) time.Time { return first.AddDate(0, -n, 0) }

// stateCounts are the figures at the top of the page.
func stateCounts(counts []store.StatusCount) []stateCount {
	list := []stateCount{
		{Word: "desk.status.published", Path: articlesPath + "?status=published"}, {Word: "desk.status.in-review", Path: articlesPath + "?status=in-review"},
		{Word: "desk.status.scheduled", Path: articlesPath + "?status=scheduled"}, {Word: "desk.overview.corrected"},
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
