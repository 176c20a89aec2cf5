package store_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hebi/internal/newsroom"
	"hebi/internal/store"
)

// halfVisible is an article whose Chinese edition is published, whose English one is a draft.
func halfVisible(slug string, n int) *newsroom.Article {
	uid := func(half int) string { return fmt.Sprintf("00000000-0000-7000-8000-%012d", 1000*half+n) }
	date := clock.Add(time.Duration(n-100) * time.Hour)
	return article(slug,
		edition(newsroom.Chinese, uid(1), newsroom.Published, date),
		edition(newsroom.English, uid(2), newsroom.Draft, date))
}

func slugs(articles []newsroom.Article) []string {
	list := make([]string, len(articles))
	for i, a := range articles {
		list[i] = a.Slug
	}
	return list
}

// noDraft checks that none of the articles holds more than its Chinese edition, nor what only the draft says.
func noDraft(t *testing.T, articles ...newsroom.Article) {
	t.Helper()
	for _, a := range articles {
		if len(a.Editions) != 1 || a.Editions[newsroom.Chinese] == nil {
			t.Errorf("article %q shows the editions %v", a.Slug, a.Languages())
		}
	}
}

func TestRefusedThemesDoNotCount(t *testing.T) {
	onEach(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		if err := s.SaveThemes(ctx, []newsroom.Theme{{Slug: "talent"}, {Slug: "energy"}}); err != nil {
			t.Fatal(err)
		}
		for i := range 3 {
			a := halfVisible(fmt.Sprintf("a%d", i), i)
			a.Themes = []newsroom.ThemeTag{{Slug: "talent", Score: 0.5}, {Slug: "energy", Score: 0.5}}
			save(t, s, a)
			if i == 0 {
				if err := s.RefuseTheme(ctx, a.ID, "energy", true); err != nil {
					t.Fatal(err)
				}
			}
		}
		articles, total, err := s.Articles(ctx, store.ArticleQuery{Theme: "energy"})
		if diff := cmp.Diff([]string{"a2", "a1"}, slugs(articles)); diff != "" || total != 2 || err != nil {
			t.Errorf("total %d, error %v\n-want +got\n%s", total, err, diff)
		}
		noDraft(t, articles...)
	})
}

func TestContributorsAreThoseOfVisibleEditions(t *testing.T) {
	onEach(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		author, busy, translator := contributor(t, s, "author"), contributor(t, s, "busy"), contributor(t, s, "translator")
		contributor(t, s, "nobody")
		for i := range 2 {
			a := halfVisible(fmt.Sprintf("a%d", i), i)
			a.Credits = []newsroom.Credit{{Contributor: busy, Role: newsroom.Author}, {Contributor: busy, Role: newsroom.Photographer}}
			if i == 0 {
				a.Credits = append(a.Credits, newsroom.Credit{Contributor: author, Role: newsroom.Author})
			}
			a.Editions[newsroom.English].Translators = []newsroom.Credit{{Contributor: translator, Role: newsroom.Translator}}
			save(t, s, a)
		}
		for l, want := range map[newsroom.Language][]string{newsroom.Chinese: {"busy 2", "author 1"}, newsroom.English: nil} {
			list, err := s.Contributors(ctx, l)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, c := range list {
				got = append(got, fmt.Sprintf("%s %d", c.Contributor.Slug, c.Count))
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s: -want +got\n%s", l, diff)
			}
		}
		for slug, want := range map[string]error{"busy": nil, "translator": newsroom.ErrNotFound, "nobody": newsroom.ErrNotFound} {
			if _, err := s.ContributorBySlug(ctx, slug); !errors.Is(err, want) {
				t.Errorf("contributor %s: got %v, want %v", slug, err, want)
			}
		}
		if _, total, err := s.Articles(ctx, store.ArticleQuery{Contributor: "translator"}); err != nil || total != 0 {
			t.Errorf("articles of the draft's translator: %d, error %v", total, err)
		}
	})
}

func TestCreditsAreCountedByRole(t *testing.T) {
	onEach(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		who, other := contributor(t, s, "who"), contributor(t, s, "other")
		credit := func(n int, credits ...newsroom.Credit) {
			a := halfVisible(fmt.Sprintf("a%d", n), n)
			a.Credits = credits
			a.Editions[newsroom.English].Translators = []newsroom.Credit{{Contributor: who, Role: newsroom.Translator}}
			save(t, s, a)
		}
		credit(1, newsroom.Credit{Contributor: who, Role: newsroom.Author}, newsroom.Credit{Contributor: who, Role: newsroom.Photographer})
		credit(2, newsroom.Credit{Contributor: who, Role: newsroom.Author}, newsroom.Credit{Contributor: who, Role: newsroom.Subject})
		credit(3, newsroom.Credit{Contributor: who, Role: newsroom.Subject}, newsroom.Credit{Contributor: who, Role: newsroom.Interviewee})
		credit(4, newsroom.Credit{Contributor: other, Role: newsroom.Author})
		got, err := s.ContributorCredits(ctx, who.ID, newsroom.Chinese)
		want := &store.CreditCounts{Made: 2, About: 2, Roles: []store.RoleCount{
			{Role: newsroom.Author, Count: 2}, {Role: newsroom.Photographer, Count: 1}, {Role: newsroom.Interviewee, Count: 1}, {Role: newsroom.Subject, Count: 2},
		}}
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Errorf("-want +got\n%s%v", diff, err)
		}
		if hidden, err := s.ContributorCredits(ctx, who.ID, newsroom.English); err != nil || len(hidden.Roles) > 0 {
			t.Errorf("of drafts: %+v, %v", hidden, err)
		}
		for _, c := range []struct {
			roles []newsroom.CreditRole
			want  []string
		}{
			{nil, []string{"a3", "a2", "a1"}},
			{newsroom.MakerRoles(), []string{"a2", "a1"}},
			{newsroom.AboutRoles(), []string{"a3", "a2"}},
			{[]newsroom.CreditRole{newsroom.Translator}, []string{}},
		} {
			for _, l := range []newsroom.Language{newsroom.Chinese, ""} {
				articles, total, err := s.Articles(ctx, store.ArticleQuery{Language: l, Contributor: "who", Roles: c.roles})
				if diff := cmp.Diff(c.want, slugs(articles)); diff != "" || err != nil || total != len(c.want) {
					t.Errorf("%v in %q: %d, %v\n%s", c.roles, l, total, err, diff)
				}
			}
		}
		known, err := s.ContributorsBySlug(ctx, []string{"who", "nobody", "other"})
		if err != nil || len(known) != 2 || known[0].Slug != "who" || known[1].Slug != "other" {
			t.Errorf("by slug: %+v, %v", known, err)
		}
	})
}

// The issues before and after one, and the years, are those that readers of the language see.
func TestPrintIsWalkedByDaysThatCanBeSeen(t *testing.T) {
	onEach(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		day := func(text string) time.Time {
			d, err := time.Parse(time.DateOnly, text)
			if err != nil {
				t.Fatal(err)
			}
			return d
		}
		print := func(n int, date string, page int) *newsroom.Article {
			a := halfVisible(fmt.Sprintf("a%d", n), n)
			a.Print = &newsroom.PrintPlace{Paper: "测试日报", Date: day(date), Page: page}
			save(t, s, a)
			return a
		}
		print(1, "2021-12-31", 1)
		print(2, "2023-01-01", 1)
		print(3, "2023-01-01", 4)
		hidden := print(4, "2023-01-02", 1)
		print(5, "2023-01-05", 1)
		setStatus(ctx, t, s, hidden, newsroom.Chinese, newsroom.Draft)
		before, after, err := s.PrintNeighbours(ctx, newsroom.Chinese, day("2023-01-01"))
		if err != nil || !before.Equal(day("2021-12-31")) || !after.Equal(day("2023-01-05")) {
			t.Errorf("beside: %v, %v, %v", before, after, err)
		}
		before, after, err = s.PrintNeighbours(ctx, newsroom.Chinese, day("2023-01-05"))
		if err != nil || !before.Equal(day("2023-01-01")) || !after.IsZero() {
			t.Errorf("beside the last: %v, %v, %v", before, after, err)
		}
		years, err := s.PrintYears(ctx, newsroom.Chinese)
		if diff := cmp.Diff([]int{2023, 2021}, years); diff != "" || err != nil {
			t.Errorf("years: %v\n%s", err, diff)
		}
		if years, err := s.PrintYears(ctx, newsroom.English); err != nil || years != nil {
			t.Errorf("years of drafts: %v, %v", years, err)
		}
		days, err := s.PrintDays(ctx, newsroom.Chinese, day("2023-01-01"), day("2023-01-04"))
		want := []store.PrintDay{{Date: day("2023-01-01"), Paper: "测试日报", Pages: []int{1, 4}}}
		if diff := cmp.Diff(want, days); diff != "" || err != nil {
			t.Errorf("days: %v\n%s", err, diff)
		}
	})
}

func TestSpecialsAreNewestFirstAndPaged(t *testing.T) {
	onEach(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		for i, slug := range []string{"old", "new", "hidden", "english"} {
			a := halfVisible("in-"+slug, i+1)
			save(t, s, a)
			if slug == "hidden" {
				setStatus(ctx, t, s, a, newsroom.Chinese, newsroom.Draft)
			}
			l := newsroom.Chinese
			if slug == "english" {
				l = newsroom.English
			}
			special := &newsroom.Special{Slug: slug, ArticleSlugs: []string{a.Slug}, Editions: map[newsroom.Language]*newsroom.SpecialEdition{l: {Language: l, Title: slug}}}
			if err := s.SaveSpecial(ctx, special); err != nil {
				t.Fatal(err)
			}
		}
		titles, err := s.SpecialTitles(ctx, newsroom.Chinese)
		want := []newsroom.SpecialRef{{Slug: "new", Title: newsroom.Bilingual{ZH: "new"}}, {Slug: "old", Title: newsroom.Bilingual{ZH: "old"}}}
		if diff := cmp.Diff(want, titles); diff != "" || err != nil {
			t.Errorf("titles: %v\n%s", err, diff)
		}
		if second, err := s.NewestSpecials(ctx, newsroom.Chinese, 1, 1); err != nil || len(second) != 1 || second[0].Slug != "old" || len(second[0].Articles) != 1 {
			t.Errorf("the second: %+v, %v", second, err)
		}
	})
}

func TestListsComeWithoutEvidence(t *testing.T) {
	onEach(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		if err := s.SaveThemes(ctx, []newsroom.Theme{{Slug: "talent", Name: newsroom.Bilingual{EN: "Talent"}}}); err != nil {
			t.Fatal(err)
		}
		a := halfVisible("a", 1)
		a.Themes = []newsroom.ThemeTag{{
			Slug: "talent", Name: newsroom.Bilingual{EN: "Talent"}, Score: 0.5,
			Evidence: []newsroom.Evidence{{Language: newsroom.Chinese, Field: "body", Text: "引才"}},
		}}
		save(t, s, a)
		bare := []newsroom.ThemeTag{{Slug: "talent", Name: newsroom.Bilingual{EN: "Talent"}, Score: 0.5}}
		for bodies, want := range map[bool][]newsroom.ThemeTag{false: bare, true: a.Themes} {
			articles, _, err := s.Articles(ctx, store.ArticleQuery{Bodies: bodies})
			if err != nil || len(articles) != 1 {
				t.Fatalf("got %d articles, error %v", len(articles), err)
			}
			if diff := cmp.Diff(want, articles[0].Themes); diff != "" {
				t.Errorf("bodies %v: -want +got\n%s", bodies, diff)
			}
		}
	})
}

func TestJoiningASpecialTwiceIsOnce(t *testing.T) {
	onEach(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		special := &newsroom.Special{Slug: "s", Editions: map[newsroom.Language]*newsroom.SpecialEdition{
			newsroom.Chinese: {Language: newsroom.Chinese, Title: "专题"},
		}}
		if err := s.SaveSpecial(ctx, special); err != nil {
			t.Fatal(err)
		}
		first, draft, last := halfVisible("first", 1), halfVisible("draft", 2), halfVisible("last", 3)
		draft.Editions[newsroom.Chinese].Status = newsroom.Draft
		for _, a := range []*newsroom.Article{first, draft, last, first} {
			if a.ID == 0 {
				save(t, s, a)
			}
			if err := s.JoinSpecial(ctx, "s", a.ID); err != nil {
				t.Fatal(err)
			}
		}
		if err := s.JoinSpecial(ctx, "none", first.ID); !errors.Is(err, newsroom.ErrNotFound) {
			t.Errorf("a special that is not there: got %v, want ErrNotFound", err)
		}
		whole, err := s.WholeSpecial(ctx, "s")
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([]string{"first", "draft", "last"}, whole.ArticleSlugs); diff != "" {
			t.Errorf("all: -want +got\n%s", diff)
		}
		seen, err := s.SpecialBySlug(ctx, "s", newsroom.Chinese)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([]string{"first", "last"}, slugs(seen.Articles)); diff != "" {
			t.Errorf("visible: -want +got\n%s", diff)
		}
		if diff := cmp.Diff([]string{"first", "last"}, seen.ArticleSlugs); diff != "" {
			t.Errorf("slugs of the visible: -want +got\n%s", diff)
		}
		noDraft(t, seen.Articles...)
	})
}

func TestCorrectionsOfADraftDoNotShow(t *testing.T) {
	onEach(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		note := []newsroom.Correction{{Date: clock, Note: "wrong"}}
		seen, hidden, clean := halfVisible("seen", 1), halfVisible("hidden", 2), halfVisible("clean", 3)
		seen.Editions[newsroom.Chinese].Corrections = note
		hidden.Editions[newsroom.English].Corrections = note
		for _, a := range []*newsroom.Article{seen, hidden, clean} {
			save(t, s, a)
		}
		for _, l := range []newsroom.Language{"", newsroom.Chinese} {
			articles, total, err := s.Articles(ctx, store.ArticleQuery{Language: l, Corrected: true})
			if diff := cmp.Diff([]string{"seen"}, slugs(articles)); diff != "" || total != 1 || err != nil {
				t.Errorf("language %q: total %d, error %v\n-want +got\n%s", l, total, err, diff)
			}
			noDraft(t, articles...)
		}
		if _, total, err := s.Articles(ctx, store.ArticleQuery{Language: newsroom.English, Corrected: true}); err != nil || total != 0 {
			t.Errorf("in the draft's language: %d, error %v", total, err)
		}
	})
}

// An old piece that is corrected today stands before a new one corrected yesterday.
func TestCorrectionsStandByTheirLatestNotes(t *testing.T) {
	onEach(t, func(t *testing.T, s *store.Store) {
		at := func(hours int) time.Time { return clock.Add(time.Duration(hours) * time.Hour) }
		for i, c := range []struct {
			slug  string
			date  int
			notes []int
		}{{"old", -900, []int{9, 2}}, {"new", 1, []int{3}}, {"middle", -5, []int{1, 4}}} {
			e := edition(newsroom.Chinese, uid(i+1), newsroom.Published, at(c.date))
			for _, n := range c.notes {
				e.Corrections = append(e.Corrections, newsroom.Correction{Date: at(n), Note: "n"})
			}
			save(t, s, article(c.slug, e))
		}
		for _, l := range []newsroom.Language{"", newsroom.Chinese} {
			articles, _, err := s.Articles(t.Context(), store.ArticleQuery{Language: l, Corrected: true})
			if diff := cmp.Diff([]string{"old", "middle", "new"}, slugs(articles)); diff != "" || err != nil {
				t.Errorf("language %q: %v -want +got\n%s", l, err, diff)
			}
		}
	})
}

// TestAffiliationsAreOfTheSitesDay has half past midnight of New Year in
// Beijing, which is the day before in UTC, and a draft of long ago beside it.
func TestAffiliationsAreOfTheSitesDay(t *testing.T) {
	onEach(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		if err := s.SaveSite(ctx, &newsroom.Site{TimeZone: "Asia/Shanghai"}); err != nil {
			t.Fatal(err)
		}
		c := newsroom.Contributor{Slug: "c", Affiliations: []newsroom.Affiliation{
			{Title: newsroom.Bilingual{EN: "Lecturer"}, To: time.Date(2022, 12, 31, 0, 0, 0, 0, time.UTC)},
			{Title: newsroom.Bilingual{EN: "Professor"}, From: time.Date(2023, 1, 1, 0, 0, 0, 0, time.UTC)},
		}}
		if err := s.SaveContributor(ctx, &c); err != nil {
			t.Fatal(err)
		}
		newYear := time.Date(2022, 12, 31, 16, 30, 0, 0, time.UTC)
		tests := []struct {
			slug    string
			zh, en  time.Time
			status  newsroom.Status // of the English edition; the Chinese one is published
			printed time.Time
			want    string
		}{
			{"the-new-day", newYear, newYear, newsroom.Draft, time.Time{}, "Professor"},
			{"the-old-day", newYear.Add(-time.Hour), newYear, newsroom.Published, time.Time{}, "Lecturer"},
			{"a-draft-of-long-ago", newYear, newYear.AddDate(-3, 0, 0), newsroom.Draft, time.Time{}, "Professor"},
			{"a-draft-without-date", newYear.AddDate(-1, 0, 0), time.Time{}, newsroom.Draft, time.Time{}, "Lecturer"},
			{"printed-before", newYear, newYear, newsroom.Published, time.Date(2022, 12, 31, 0, 0, 0, 0, time.UTC), "Lecturer"},
		}
		for i, tt := range tests {
			a := halfVisible(tt.slug, i)
			a.Editions[newsroom.Chinese].Date, a.Editions[newsroom.English].Date = tt.zh, tt.en
			a.Editions[newsroom.English].Status = tt.status
			a.Credits = []newsroom.Credit{{Contributor: c, Role: newsroom.Author}}
			if !tt.printed.IsZero() {
				a.Print = &newsroom.PrintPlace{Paper: "测试日报", Date: tt.printed, Page: 1}
			}
			save(t, s, a)
			whole, err := s.WholeArticle(ctx, tt.slug)
			if err != nil {
				t.Fatal(err)
			}
			listed, err := s.ArticleByID(ctx, a.ID)
			if err != nil {
				t.Fatal(err)
			}
			for where, got := range map[string]*newsroom.Article{"whole": whole, "listed": listed} {
				if affiliation := got.Credits[0].Affiliation.EN; affiliation != tt.want {
					t.Errorf("%s, %s: got %q, want %q", tt.slug, where, affiliation, tt.want)
				}
			}
		}
		draft := halfVisible("only-a-draft", 9)
		draft.Editions[newsroom.Chinese].Status = newsroom.Draft
		draft.Editions[newsroom.Chinese].Date, draft.Editions[newsroom.English].Date = newYear.AddDate(-1, 0, 0), time.Time{}
		draft.Credits = []newsroom.Credit{{Contributor: c, Role: newsroom.Author}}
		save(t, s, draft)
		if got, err := s.WholeArticle(ctx, "only-a-draft"); err != nil || got.Credits[0].Affiliation.EN != "Lecturer" {
			t.Errorf("a draft alone: %v, error %v", got, err)
		}
	})
}

func TestArchiveMonthsBeginAtTheSitesMidnight(t *testing.T) {
	for zone, offset := range map[string]time.Duration{
		"Asia/Kolkata": 5*time.Hour + 30*time.Minute, "Asia/Kathmandu": 5*time.Hour + 45*time.Minute, "America/St_Johns": -(2*time.Hour + 30*time.Minute),
	} {
		t.Run(zone, func(t *testing.T) {
			onEach(t, func(t *testing.T, s *store.Store) {
				if err := s.SaveSite(t.Context(), &newsroom.Site{TimeZone: zone}); err != nil {
					t.Fatal(err)
				}
				midnight := time.Date(2023, 7, 1, 0, 0, 0, 0, time.UTC).Add(-offset)
				for i, at := range []time.Time{midnight.Add(-time.Millisecond), midnight.Add(-14 * time.Minute), midnight, midnight.Add(14 * time.Minute), midnight.Add(16 * time.Minute)} {
					a := halfVisible(fmt.Sprintf("a%d", i), i)
					a.Editions[newsroom.Chinese].Date = at
					save(t, s, a)
				}
				got, err := s.ArchiveMonths(t.Context(), newsroom.Chinese)
				want := []store.ArchiveMonth{{Year: 2023, Month: time.July, Count: 3}, {Year: 2023, Month: time.June, Count: 2}}
				if diff := cmp.Diff(want, got); diff != "" || err != nil {
					t.Errorf("error %v\n-want +got\n%s", err, diff)
				}
			})
		})
	}
}
