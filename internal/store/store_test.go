package store_test

import (
	"context"
	"database/sql"
	"errors"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hebi/internal/newsroom"
	"hebi/internal/store"
	"hebi/internal/store/storetest"
)

// clock is what tests take for now.
var clock = time.Date(2023, 11, 1, 4, 0, 0, 0, time.UTC)

// onEach runs a test on an empty store of each database.
func onEach(t *testing.T, test func(t *testing.T, s *store.Store)) {
	t.Helper()
	storetest.Each(t, func(t *testing.T, o store.Options) {
		test(t, storetest.Open(t, o, func() time.Time { return clock }))
	})
}

// save stores an article with its editions as they are, outside all rules.
func save(t *testing.T, s *store.Store, a *newsroom.Article) {
	t.Helper()
	err := s.InTx(t.Context(), func(tx *store.Store) error {
		if err := tx.SaveArticle(t.Context(), a); err != nil {
			return err
		}
		for _, l := range a.Languages() {
			if err := tx.SaveEdition(t.Context(), a.ID, a.Editions[l]); err != nil {
				return err
			}
			if err := tx.AddRevision(t.Context(), a.Editions[l], newsroom.Revision{Weight: newsroom.Significant}); err != nil {
				return err
			}
		}
		return tx.SetArticleThemes(t.Context(), a.ID, a.Themes)
	})
	if err != nil {
		t.Fatal(err)
	}
}

func edition(l newsroom.Language, uid string, status newsroom.Status, date time.Time) *newsroom.Edition {
	e := &newsroom.Edition{
		ID: uid, Language: l, Status: status, Title: "title " + uid, Summary: "summary", Body: "body " + uid,
		Original: l == newsroom.Chinese, Revision: 1, Date: date,
	}
	if status == newsroom.Published || status == newsroom.Withdrawn {
		e.Published, e.Updated = date, date
	}
	return e
}

func article(slug string, editions ...*newsroom.Edition) *newsroom.Article {
	a := &newsroom.Article{Slug: slug, Kind: newsroom.News, Editions: map[newsroom.Language]*newsroom.Edition{}}
	for _, e := range editions {
		a.Editions[e.Language] = e
	}
	return a
}

func TestATransactionThatFailsLeavesNothing(t *testing.T) {
	onEach(t, func(t *testing.T, s *store.Store) {
		broken := errors.New("broken")
		err := s.InTx(t.Context(), func(tx *store.Store) error {
			if err := tx.SaveArticle(t.Context(), article("half")); err != nil {
				t.Fatal(err)
			}
			if taken, err := tx.SlugTaken(t.Context(), "half"); err != nil || !taken {
				t.Errorf("the transaction does not see its own write: %v, %v", taken, err)
			}
			return broken
		})
		if !errors.Is(err, broken) {
			t.Errorf("got error %v, want %v", err, broken)
		}
		if taken, err := s.SlugTaken(t.Context(), "half"); err != nil || taken {
			t.Errorf("after the failure: taken %v, error %v", taken, err)
		}
	})
}

func TestErrorsAreTheNewsrooms(t *testing.T) {
	onEach(t, func(t *testing.T, s *store.Store) {
		save(t, s, article("one", edition(newsroom.Chinese, "00000000-0000-7000-8000-000000000001", newsroom.Draft, clock)))
		if err := s.SaveArticle(t.Context(), article("one")); !errors.Is(err, newsroom.ErrConflict) {
			t.Errorf("a slug that is taken: got %v, want ErrConflict", err)
		}
		if _, err := s.WholeArticle(t.Context(), "none"); !errors.Is(err, newsroom.ErrNotFound) {
			t.Errorf("a slug that is not there: got %v, want ErrNotFound", err)
		}
		if _, err := s.ThemeBySlug(t.Context(), "none"); !errors.Is(err, newsroom.ErrNotFound) {
			t.Errorf("a theme that is not there: got %v, want ErrNotFound", err)
		}
		if err := s.SaveSpecial(t.Context(), &newsroom.Special{Slug: "s", ArticleSlugs: []string{"none"}}); !errors.Is(err, newsroom.ErrNotFound) {
			t.Errorf("a special with an unknown article: got %v, want ErrNotFound", err)
		}
	})
}

func TestAStaleVersionIsAConflict(t *testing.T) {
	onEach(t, func(t *testing.T, s *store.Store) {
		a := article("one", edition(newsroom.Chinese, "00000000-0000-7000-8000-000000000001", newsroom.Draft, clock))
		save(t, s, a)
		e := *a.Editions[newsroom.Chinese]
		stale := e
		e.Title = "first"
		if err := s.SaveEdition(t.Context(), a.ID, &e); err != nil {
			t.Fatal(err)
		}
		stale.Title = "second"
		if err := s.SaveEdition(t.Context(), a.ID, &stale); !errors.Is(err, newsroom.ErrConflict) {
			t.Errorf("got %v, want ErrConflict", err)
		}
	})
}

func TestAnArticleComesBackWhole(t *testing.T) {
	onEach(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		themes := []newsroom.Theme{{
			Slug: "talent", Name: newsroom.Bilingual{ZH: "人才", EN: "Talent"}, Introduction: newsroom.Bilingual{ZH: "甲", EN: "a"},
			Vocabulary: map[newsroom.Language][]string{newsroom.Chinese: {"引才"}, newsroom.English: {"skills"}},
		}}
		if err := s.SaveThemes(ctx, themes); err != nil {
			t.Fatal(err)
		}
		scholar := newsroom.Contributor{
			Slug: "zhang-san", Name: newsroom.Bilingual{ZH: "张三", EN: "Zhang San"},
			Affiliations: []newsroom.Affiliation{
				{Organisation: newsroom.Bilingual{ZH: "甲大学", EN: "A University"}, Title: newsroom.Bilingual{ZH: "讲师", EN: "Lecturer"}, To: time.Date(2022, 12, 31, 0, 0, 0, 0, time.UTC)},
				{Organisation: newsroom.Bilingual{ZH: "乙大学", EN: "B University"}, Title: newsroom.Bilingual{ZH: "教授", EN: "Professor"}, From: time.Date(2023, 1, 1, 0, 0, 0, 0, time.UTC)},
			},
		}
		if err := s.SaveContributor(ctx, &scholar); err != nil {
			t.Fatal(err)
		}
		a := article("whole",
			edition(newsroom.Chinese, "00000000-0000-7000-8000-000000000001", newsroom.Published, clock.Add(-time.Hour)),
			edition(newsroom.English, "00000000-0000-7000-8000-000000000002", newsroom.Published, clock.Add(-time.Minute)))
		a.Kind = newsroom.Commentary
		a.Print = &newsroom.PrintPlace{Paper: "测试日报", Date: time.Date(2023, 10, 25, 0, 0, 0, 0, time.UTC), Page: 3, ContinuedFrom: "1"}
		a.Cover = &newsroom.Picture{File: "a.png", Alt: newsroom.Bilingual{ZH: "图", EN: "picture"}}
		a.Credits = []newsroom.Credit{{Contributor: scholar, Role: newsroom.Author, Printed: newsroom.Bilingual{ZH: "印着的单位"}}}
		a.Editions[newsroom.English].Translators = []newsroom.Credit{{Contributor: scholar, Role: newsroom.Translator}}
		a.Editions[newsroom.Chinese].Corrections = []newsroom.Correction{{Date: clock, Note: "更正"}}
		a.Themes = []newsroom.ThemeTag{{
			Slug: "talent", Name: themes[0].Name, Score: 0.75,
			Evidence: []newsroom.Evidence{{Language: newsroom.Chinese, Field: "body", Start: 3, End: 9, Text: "引才", Weight: 1}},
		}}
		save(t, s, a)

		got, err := s.ArticleBySlug(ctx, "whole", newsroom.English)
		if err != nil {
			t.Fatal(err)
		}
		want := *a
		want.Credits = []newsroom.Credit{{
			Contributor: scholar, Role: newsroom.Author, Printed: newsroom.Bilingual{ZH: "印着的单位"},
			Affiliation: newsroom.Bilingual{ZH: "印着的单位", EN: "Professor, B University"},
		}}
		translated := *a.Editions[newsroom.English]
		translated.Translators = []newsroom.Credit{{Contributor: scholar, Role: newsroom.Translator, Affiliation: newsroom.Bilingual{ZH: "乙大学教授", EN: "Professor, B University"}}}
		want.Editions = map[newsroom.Language]*newsroom.Edition{newsroom.Chinese: a.Editions[newsroom.Chinese], newsroom.English: &translated}
		if diff := cmp.Diff(&want, got); diff != "" {
			t.Errorf("-want +got\n%s", diff)
		}
	})
}

func TestReadersSeeOnlyWhatIsPublished(t *testing.T) {
	onEach(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		for i, status := range newsroom.Statuses() {
			uid := "00000000-0000-7000-8000-00000000000" + string(rune('1'+i))
			a := article(string(status), edition(newsroom.Chinese, uid, status, clock.Add(-time.Hour)))
			a.Print = &newsroom.PrintPlace{Paper: string(status), Date: time.Date(2023, 10, 25, 0, 0, 0, 0, time.UTC), Page: 1}
			save(t, s, a)
			special := &newsroom.Special{Slug: "in-" + string(status), ArticleSlugs: []string{a.Slug}, Editions: map[newsroom.Language]*newsroom.SpecialEdition{
				newsroom.Chinese: {Language: newsroom.Chinese, Title: "专题"},
			}}
			if err := s.SaveSpecial(ctx, special); err != nil {
				t.Fatal(err)
			}
			_, err := s.ArticleBySlug(ctx, a.Slug, newsroom.Chinese)
			want := map[newsroom.Status]error{newsroom.Published: nil, newsroom.Withdrawn: newsroom.ErrGone}
			wanted, ok := want[status]
			if !ok {
				wanted = newsroom.ErrNotFound
			}
			if !errors.Is(err, wanted) {
				t.Errorf("%s: got error %v, want %v", status, err, wanted)
			}
		}
		articles, total, err := s.Articles(ctx, store.ArticleQuery{})
		if err != nil || total != 1 || len(articles) != 1 || articles[0].Slug != "published" {
			t.Errorf("articles: %v, total %d, error %v", articles, total, err)
		}
		specials, err := s.NewestSpecials(ctx, newsroom.Chinese, 10, 0)
		if err != nil || len(specials) != 1 || specials[0].Slug != "in-published" {
			t.Errorf("specials: %v, error %v", specials, err)
		}
		days, err := s.PrintDays(ctx, newsroom.Chinese, time.Time{}.AddDate(1900, 0, 0), clock.AddDate(1, 0, 0))
		if err != nil || len(days) != 1 || days[0].Paper != "published" {
			t.Errorf("print days: %v, error %v", days, err)
		}
		months, err := s.ArchiveMonths(ctx, newsroom.Chinese)
		if diff := cmp.Diff([]store.ArchiveMonth{{Year: 2023, Month: time.November, Count: 1}}, months); diff != "" || err != nil {
			t.Errorf("archive: %s, error %v", diff, err)
		}
	})
}

func TestListsAreNewestFirstAndPaged(t *testing.T) {
	onEach(t, func(t *testing.T, s *store.Store) {
		for i := range 5 {
			n := string(rune('1' + i))
			save(t, s, article("a"+n, edition(newsroom.Chinese, "00000000-0000-7000-8000-00000000000"+n, newsroom.Published, clock.Add(time.Duration(i)*time.Hour))))
		}
		for _, l := range []newsroom.Language{newsroom.Chinese, ""} {
			articles, total, err := s.Articles(t.Context(), store.ArticleQuery{Language: l, Limit: 2, Offset: 1})
			if err != nil || total != 5 || len(articles) != 2 || articles[0].Slug != "a4" || articles[1].Slug != "a3" {
				t.Errorf("language %q: %v of %d, error %v", l, articles, total, err)
			}
		}
		from, to := clock.Add(time.Hour), clock.Add(3*time.Hour)
		articles, _, err := s.Articles(t.Context(), store.ArticleQuery{Language: newsroom.Chinese, From: from, To: to})
		if err != nil || len(articles) != 2 || articles[0].Slug != "a3" || articles[1].Slug != "a2" {
			t.Errorf("[from, to): %v, error %v", articles, err)
		}
	})
}

func TestTextOrderOfTimesIsTimeOrder(t *testing.T) {
	onEach(t, func(t *testing.T, s *store.Store) {
		times := []time.Time{
			clock, clock.Add(5 * time.Millisecond), clock.Add(50 * time.Millisecond), clock.Add(500 * time.Millisecond),
			clock.Add(time.Second).In(time.FixedZone("far", -11*3600)), clock.Add(2 * time.Second).In(time.FixedZone("ahead", 14*3600)),
		}
		for i, at := range times {
			n := string(rune('1' + i))
			save(t, s, article("a"+n, edition(newsroom.Chinese, "00000000-0000-7000-8000-00000000000"+n, newsroom.Published, at)))
		}
		articles, _, err := s.Articles(t.Context(), store.ArticleQuery{Language: newsroom.Chinese})
		if err != nil {
			t.Fatal(err)
		}
		if len(articles) != len(times) {
			t.Fatalf("got %d articles, want %d", len(articles), len(times))
		}
		for i, a := range articles {
			want := times[len(times)-1-i]
			if got := a.Editions[newsroom.Chinese].Date; !got.Equal(want) {
				t.Errorf("place %d: %v, want %v", i, got, want)
			}
		}
	})
}

func TestRefusedThemesStayRefused(t *testing.T) {
	onEach(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		if err := s.SaveThemes(ctx, []newsroom.Theme{{Slug: "talent"}, {Slug: "energy"}}); err != nil {
			t.Fatal(err)
		}
		a := article("a", edition(newsroom.Chinese, "00000000-0000-7000-8000-000000000001", newsroom.Published, clock))
		a.Themes = []newsroom.ThemeTag{{Slug: "talent", Score: 0.6}, {Slug: "energy", Score: 0.5}}
		save(t, s, a)
		if err := s.RefuseTheme(ctx, a.ID, "talent", true); err != nil {
			t.Fatal(err)
		}
		if err := s.SetArticleThemes(ctx, a.ID, a.Themes); err != nil {
			t.Fatal(err)
		}
		got, err := s.ArticleBySlug(ctx, "a", newsroom.Chinese)
		if err != nil || len(got.Themes) != 1 || got.Themes[0].Slug != "energy" {
			t.Errorf("themes %v, error %v", got.Themes, err)
		}
		if refused, never, err := s.RefusedThemes(ctx, a.ID); err != nil || !slices.Equal(refused, []string{"talent"}) || !slices.Equal(never, refused) {
			t.Errorf("refused are %v, never %v, error %v", refused, never, err)
		}
		// Refused for now, it stays away until that is lifted; for good, then too.
		if err := s.RefuseTheme(ctx, a.ID, "energy", false); err != nil {
			t.Fatal(err)
		}
		for _, want := range [][]string{{}, {"energy"}} {
			if err := s.SetArticleThemes(ctx, a.ID, a.Themes); err != nil {
				t.Fatal(err)
			}
			got, err := s.ArticleBySlug(ctx, "a", newsroom.Chinese)
			if err != nil {
				t.Fatal(err)
			}
			tags := []string{}
			for _, tag := range got.Themes {
				tags = append(tags, tag.Slug)
			}
			if diff := cmp.Diff(want, tags); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
			if err := s.LiftRefusals(ctx, a.ID); err != nil {
				t.Fatal(err)
			}
		}
	})
}

func TestThemeWeightsAreReplacedTogether(t *testing.T) {
	onEach(t, func(t *testing.T, s *store.Store) {
		var many []newsroom.ThemeWeight
		for i := range 1200 {
			many = append(many, newsroom.ThemeWeight{Theme: "energy", Language: newsroom.Chinese, Word: "词" + strconv.Itoa(i), Weight: 0.1 * float64(i%30-15)})
		}
		few := []newsroom.ThemeWeight{
			{Theme: "talent", Language: newsroom.English, Weight: 0.42}, {Theme: "energy", Language: newsroom.Chinese, Word: "风电", Weight: -1.0 / 3},
		}
		for _, want := range [][]newsroom.ThemeWeight{many, few, {}} {
			if err := s.InTx(t.Context(), func(tx *store.Store) error { return tx.SetThemeWeights(t.Context(), want) }); err != nil {
				t.Fatal(err)
			}
			got, err := s.ThemeWeights(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
		}
		twice := []newsroom.ThemeWeight{few[0], few[0]}
		if err := s.SetThemeWeights(t.Context(), twice); !errors.Is(err, newsroom.ErrConflict) {
			t.Errorf("the same word twice: %v", err)
		}
	})
}

func TestCountersAreSeenByOthers(t *testing.T) {
	path := filepath.Join(t.TempDir(), "hebi.db")
	one, err := store.Open(t.Context(), store.Options{Path: path})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = one.Close() }()
	other, err := store.Open(t.Context(), store.Options{Path: path})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = other.Close() }()
	before, _, err := other.Changed(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := one.Bump(t.Context(), store.ChangeCounter); err != nil {
		t.Fatal(err)
	}
	after, at, err := other.Changed(t.Context())
	if err != nil || after != before+1 || time.Since(at) > time.Minute {
		t.Errorf("from %d to %d at %v, error %v", before, after, at, err)
	}
}

func TestANewerSchemaIsRefused(t *testing.T) {
	path := filepath.Join(t.TempDir(), "hebi.db")
	s, err := store.Open(t.Context(), store.Options{Path: path})
	if err != nil {
		t.Fatal(err)
	}
	_ = s.Close()
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	if _, err := db.ExecContext(t.Context(), "INSERT INTO schema_migrations (number) VALUES (9999)"); err != nil {
		t.Fatal(err)
	}
	if _, err := store.Open(t.Context(), store.Options{Path: path}); err == nil || !strings.Contains(err.Error(), "newer hebi") {
		t.Errorf("got %v, want a sentence that asks for a newer hebi", err)
	}
}

func TestSeveralProcessesMayStartAtOnce(t *testing.T) {
	start := func(t *testing.T, o store.Options) {
		failed := make(chan error, 4)
		for range cap(failed) {
			go func() {
				s, err := store.Open(context.WithoutCancel(t.Context()), o)
				if err == nil {
					err = s.Close()
				}
				failed <- err
			}()
		}
		for range cap(failed) {
			if err := <-failed; err != nil {
				t.Error(err)
			}
		}
	}
	storetest.Each(t, start)
}

func TestStrangeTextsAreJustNotFound(t *testing.T) {
	onEach(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		for _, strange := range []string{"\x00", "a\x00b", "\xff\xfe", "\ufffd", "'", `"`, "%", strings.Repeat("a", 100_000)} {
			_, article := s.ArticleBySlug(ctx, strange, newsroom.Chinese)
			_, contributor := s.ContributorBySlug(ctx, strange)
			_, theme := s.ThemeBySlug(ctx, strange)
			_, special := s.SpecialBySlug(ctx, strange, newsroom.Chinese)
			_, page := s.PageBySlug(ctx, strange)
			_, media := s.Media(ctx, strange)
			for what, err := range map[string]error{"article": article, "contributor": contributor, "theme": theme, "special": special, "page": page, "media": media} {
				if !errors.Is(err, newsroom.ErrNotFound) {
					t.Errorf("%s %.10q: got %v, want ErrNotFound", what, strange, err)
				}
			}
			if _, total, err := s.Articles(ctx, store.ArticleQuery{Paper: strange, Special: strange}); err != nil || total != 0 {
				t.Errorf("list of %.10q: %d, %v", strange, total, err)
			}
		}
	})
}

func contributor(t *testing.T, s *store.Store, slug string) newsroom.Contributor {
	t.Helper()
	c := newsroom.Contributor{Slug: slug, Name: newsroom.Bilingual{EN: slug}}
	if err := s.SaveContributor(t.Context(), &c); err != nil {
		t.Fatal(err)
	}
	return c
}
