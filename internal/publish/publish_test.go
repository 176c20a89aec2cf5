package publish_test

import (
	"database/sql"
	"path/filepath"
	"testing"
	"time"

	"hebi/internal/media"
	"hebi/internal/newsroom"
	"hebi/internal/publish"
	"hebi/internal/search"
	"hebi/internal/segment"
	"hebi/internal/store"
	"hebi/internal/store/storetest"
)

// site is a small real site with a clock that tests turn.
type site struct {
	*publish.Publisher
	store  *store.Store
	engine *search.Engine
	now    time.Time
	where  store.Options
	media  string
}

func newSite(t *testing.T, o store.Options) *site {
	t.Helper()
	s := open(t, o, filepath.Join(t.TempDir(), "media"))
	themes := []newsroom.Theme{
		{Slug: "energy", Name: newsroom.Bilingual{ZH: "能源", EN: "Energy"}, Vocabulary: map[newsroom.Language][]string{newsroom.Chinese: {"风电", "光伏", "储能"}}},
		{Slug: "talent", Name: newsroom.Bilingual{ZH: "人才", EN: "Talent"}},
	}
	if _, err := s.SaveThemes(t.Context(), themes, publish.Options{}); err != nil {
		t.Fatal(err)
	}
	return s
}

// open opens a site as a process does: with a store and knowledge of its own.
func open(t *testing.T, o store.Options, folder string) *site {
	t.Helper()
	s := &site{now: time.Date(2023, 11, 1, 4, 0, 0, 0, time.UTC), where: o, media: folder}
	clock := func() time.Time { return s.now }
	segmenter := segment.Open()
	s.store = storetest.Open(t, o, clock)
	s.engine = search.NewEngine(s.store, segmenter)
	var err error
	s.Publisher, err = publish.New(t.Context(), publish.Parts{
		Store: s.store, Segmenter: segmenter, Media: media.NewFiles(folder), Now: clock, Announce: tellings,
	})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// another is the same site in another process.
func (s *site) another(t *testing.T) *site {
	t.Helper()
	return open(t, s.where, s.media)
}

// audit returns how many audit rows there are of each action and subject.
func (s *site) audit(t *testing.T) map[string]int {
	t.Helper()
	driver, address := "sqlite", s.where.Path
	if s.where.URL != "" {
		driver, address = "pgx", s.where.URL
	}
	db, err := sql.Open(driver, address)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	rows, err := db.QueryContext(t.Context(), "SELECT action || ' ' || subject, COUNT(*) FROM audit GROUP BY action, subject")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	counts := map[string]int{}
	for rows.Next() {
		var what string
		var n int
		if err := rows.Scan(&what, &n); err != nil {
			t.Fatal(err)
		}
		counts[what] = n
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return counts
}

func (s *site) save(t *testing.T, a *newsroom.Article, o publish.Options) *publish.Outcome {
	t.Helper()
	out, err := s.SaveArticle(t.Context(), a, o)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func (s *site) whole(t *testing.T, slug string) *newsroom.Article {
	t.Helper()
	a, err := s.store.WholeArticle(t.Context(), slug)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func (s *site) found(t *testing.T, query string) int {
	t.Helper()
	r, err := s.engine.Search(t.Context(), search.Query{Text: query, Language: newsroom.Chinese})
	if err != nil {
		t.Fatal(err)
	}
	return r.Total
}

// chinese is an article with one edition.
func chinese(slug, title, body string) *newsroom.Article {
	return &newsroom.Article{Slug: slug, Editions: map[newsroom.Language]*newsroom.Edition{
		newsroom.Chinese: {Language: newsroom.Chinese, Title: title, Body: body},
	}}
}
