package store

import (
	"encoding/json"
	"strings"
	"time"

	"hebi/internal/newsroom"
)

// dayFormat is how calendar days are kept: text whose order is the order of days.
const dayFormat = time.DateOnly

type articleRow struct {
	ID            int64 `gorm:"primaryKey"`
	Slug          string
	Kind          string
	PrintPaper    string
	PrintDay      string
	PrintPage     int
	ContinuedFrom string
	ContinuedOn   string
	Cover         string
	Version       int
	CreatedAt     time.Time
}

func (articleRow) TableName() string { return "articles" }

func articleToRow(a *newsroom.Article) articleRow {
	row := articleRow{ID: a.ID, Slug: a.Slug, Kind: string(a.Kind), Cover: marshal(a.Cover), Version: a.Version}
	if p := a.Print; p != nil {
		row.PrintPaper, row.PrintDay, row.PrintPage = p.Paper, dayText(p.Date), p.Page
		row.ContinuedFrom, row.ContinuedOn = p.ContinuedFrom, p.ContinuedOn
	}
	return row
}

func (r articleRow) newsroom() newsroom.Article {
	a := newsroom.Article{ID: r.ID, Slug: r.Slug, Kind: newsroom.Kind(r.Kind), Version: r.Version, Editions: map[newsroom.Language]*newsroom.Edition{}}
	unmarshal(r.Cover, &a.Cover)
	if r.PrintPage > 0 {
		a.Print = &newsroom.PrintPlace{
			Paper: r.PrintPaper, Date: parseDay(r.PrintDay), Page: r.PrintPage,
			ContinuedFrom: r.ContinuedFrom, ContinuedOn: r.ContinuedOn,
		}
	}
	return a
}

type editionRow struct {
	ID            int64 `gorm:"primaryKey"`
	ArticleID     int64
	Language      string
	UID           string `gorm:"column:uid"`
	Status        string
	Title         string
	Subtitle      string
	Kicker        string
	Summary       string
	Body          string
	Original      bool
	Reflects      int
	Revision      int
	Significant   int
	Version       int
	DatedAt       *time.Time
	PublishedAt   *time.Time
	UpdatedAt     *time.Time `gorm:"autoUpdateTime:false"`
	CreatedAt     time.Time
	ChangedAt     *time.Time
	RetractedAt   *time.Time
	RetractReason string
}

func (editionRow) TableName() string { return "editions" }

func editionToRow(articleID int64, e *newsroom.Edition) editionRow {
	row := editionRow{
		ID: e.Key, ArticleID: articleID, Language: string(e.Language), UID: e.ID, Status: string(e.Status),
		Title: e.Title, Subtitle: e.Subtitle, Kicker: e.Kicker, Summary: e.Summary, Body: e.Body,
		Original: e.Original, Reflects: e.Reflects, Revision: e.Revision, Significant: e.Significant, Version: e.Version,
		DatedAt: timeToRow(e.Date), PublishedAt: timeToRow(e.Published), UpdatedAt: timeToRow(e.Updated),
	}
	if r := e.Retraction; r != nil {
		row.RetractedAt, row.RetractReason = timeToRow(r.Date), r.Reason
	}
	return row
}

func (r editionRow) newsroom() *newsroom.Edition {
	e := &newsroom.Edition{
		Key: r.ID, ID: r.UID, Language: newsroom.Language(r.Language), Status: newsroom.Status(r.Status),
		Title: r.Title, Subtitle: r.Subtitle, Kicker: r.Kicker, Summary: r.Summary, Body: r.Body,
		Original: r.Original, Reflects: r.Reflects, Revision: r.Revision, Significant: r.Significant, Version: r.Version,
		Date: timeFromRow(r.DatedAt), Published: timeFromRow(r.PublishedAt), Updated: timeFromRow(r.UpdatedAt),
		Changed: timeFromRow(r.ChangedAt),
	}
	if r.RetractedAt != nil {
		e.Retraction = &newsroom.Retraction{Date: r.RetractedAt.UTC(), Reason: r.RetractReason}
	}
	return e
}

type revisionRow struct {
	ID        int64 `gorm:"primaryKey"`
	EditionID int64
	Number    int
	Weight    string
	Title     string
	Subtitle  string
	Kicker    string
	Summary   string
	Body      string
	UserID    *int64
	Note      string
	CreatedAt time.Time
}

func (revisionRow) TableName() string { return "revisions" }

func (r revisionRow) newsroom() newsroom.Revision {
	return newsroom.Revision{
		Number: r.Number, Weight: newsroom.Weight(r.Weight), Title: r.Title, Subtitle: r.Subtitle,
		Kicker: r.Kicker, Summary: r.Summary, Body: r.Body, Created: r.CreatedAt.UTC(), User: userIDFromRow(r.UserID), Note: r.Note,
	}
}

// userIDToRow is null for the operator, who has no row.
func userIDToRow(id int64) *int64 {
	if id == 0 {
		return nil
	}
	return &id
}

func userIDFromRow(id *int64) int64 {
	if id == nil {
		return 0
	}
	return *id
}

type correctionRow struct {
	ID        int64 `gorm:"primaryKey"`
	EditionID int64
	NotedAt   time.Time
	Note      string
	Wrong     string
}

func (correctionRow) TableName() string { return "corrections" }

type creditRow struct {
	ID            int64 `gorm:"primaryKey"`
	ArticleID     int64
	Language      string // empty: of the article; else of that edition alone
	Position      int
	ContributorID int64
	Role          string
	AffiliationZH string `gorm:"column:affiliation_zh"`
	AffiliationEN string `gorm:"column:affiliation_en"`
}

func (creditRow) TableName() string { return "credits" }

// timeToRow keeps the zero time as NULL and everything else in UTC: both
// drivers must see one zone, or SQLite's text order is not time order.
func timeToRow(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	utc := t.UTC().Truncate(time.Millisecond)
	return &utc
}

func timeFromRow(t *time.Time) time.Time {
	if t == nil {
		return time.Time{}
	}
	return t.UTC()
}

func dayText(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(dayFormat)
}

// parseDay reads what dayText wrote; an empty day is the zero time.
func parseDay(s string) time.Time {
	t, err := time.Parse(dayFormat, s)
	if err != nil {
		return time.Time{}
	}
	return t
}

// sought makes a text from outside fit to be looked up: PostgreSQL refuses
// U+0000 and what is not UTF-8 with an error, where SQLite just finds nothing.
func sought(s string) string {
	return strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\x00", "\uFFFD")
}

// marshal writes a value into a text column. The types given to it hold
// nothing that JSON cannot say.
func marshal(v any) string {
	text, err := json.Marshal(v)
	if err != nil {
		panic("store: " + err.Error())
	}
	return string(text)
}

// unmarshal reads what marshal wrote; a column that was damaged by hand leaves v as it is.
func unmarshal(text string, v any) {
	if text != "" {
		_ = json.Unmarshal([]byte(text), v)
	}
}
