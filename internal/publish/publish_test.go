package publish_test

import (
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

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
}

func newSite(t *testing.T, o store.Options) *site {
	t.Helper()
	dir := t.TempDir()
	s := &site{now: time.Date(2023, 11, 1, 4, 0, 0, 0, time.UTC)}
	clock := func() time.Time { return s.now }
	db := storetest.Open(t, o, clock)
	segmenter := segment.Open()
	s.store, s.engine = db, search.NewEngine(db, segmenter)
	var err error
	s.Publisher, err = publish.New(t.Context(), publish.Parts{
		Store: db, Segmenter: segmenter, Media: media.NewFiles(filepath.Join(dir, "media")), Now: clock,
	})
	if err != nil {
		t.Fatal(err)
	}
	themes := []newsroom.Theme{
		{Slug: "energy", Name: newsroom.Bilingual{ZH: "能源", EN: "Energy"}, Vocabulary: map[newsroom.Language][]string{newsroom.Chinese: {"风电", "光伏", "储能"}}},
		{Slug: "talent", Name: newsroom.Bilingual{ZH: "人才", EN: "Talent"}},
	}
	if _, err := s.SaveThemes(t.Context(), themes, publish.Options{}); err != nil {
		t.Fatal(err)
	}
	return s
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

func TestSavingTwiceChangesNothing(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s := newSite(t, o)
		piece := func() *newsroom.Article {
			a := chinese("wind", "风电并网", "风电与光伏，还有储能。")
			a.Kind = newsroom.Commentary
			a.Credits = []newsroom.Credit{{Contributor: newsroom.Contributor{Name: newsroom.Bilingual{ZH: "张三"}}, Role: newsroom.Author, Printed: newsroom.Bilingual{ZH: "甲大学教授"}}}
			a.Print = &newsroom.PrintPlace{Paper: "测试日报", Page: 3}
			a.Editions[newsroom.Chinese].Date = s.now.Add(-time.Hour)
			a.Editions[newsroom.English] = &newsroom.Edition{Language: newsroom.English, Title: "Wind", Body: "Wind."}
			return a
		}
		if out := s.save(t, piece(), publish.Options{Publish: true}); out.Change != publish.Created {
			t.Fatalf("first: %+v", out)
		}
		before := s.whole(t, "wind")
		number, _, _ := s.store.Changed(t.Context())
		if out := s.save(t, piece(), publish.Options{Publish: true}); out.Change != publish.Unchanged {
			t.Errorf("again: %+v", out)
		}
		if after, _, _ := s.store.Changed(t.Context()); after != number {
			t.Errorf("the change number moved from %d to %d", number, after)
		}
		if diff := cmp.Diff(before, s.whole(t, "wind")); diff != "" {
			t.Errorf("-before +after\n%s", diff)
		}
		if before.Print.Date != time.Date(2023, 11, 1, 0, 0, 0, 0, time.UTC) {
			t.Errorf("the print place took the day %v", before.Print.Date)
		}
		if en := before.Editions[newsroom.English]; en.Reflects != 1 || en.Original {
			t.Errorf("the translation reflects %d, original %v", en.Reflects, en.Original)
		}
	})
}

func TestWhatAnEditionBecomes(t *testing.T) {
	past, future := -time.Hour, time.Hour
	tests := []struct {
		name    string
		status  newsroom.Status
		publish bool
		date    time.Duration
		want    newsroom.Status
	}{
		{"a file without a status is a draft", "", false, past, newsroom.Draft},
		{"unless it is to be published", "", true, past, newsroom.Published},
		{"a date to come means scheduled", "", true, future, newsroom.Scheduled},
		{"also when the file says published", newsroom.Published, false, future, newsroom.Scheduled},
		{"a file may say published", newsroom.Published, false, past, newsroom.Published},
		{"a file that says draft is not published", newsroom.Draft, true, past, newsroom.Draft},
		{"a file may say withdrawn", newsroom.Withdrawn, true, past, newsroom.Withdrawn},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			storetest.Each(t, func(t *testing.T, o store.Options) {
				s := newSite(t, o)
				a := chinese("x", "题目", "琥珀。")
				a.Editions[newsroom.Chinese].Status, a.Editions[newsroom.Chinese].Date = tt.status, s.now.Add(tt.date)
				s.save(t, a, publish.Options{Publish: tt.publish})
				got := s.whole(t, "x").Editions[newsroom.Chinese]
				if got.Status != tt.want {
					t.Errorf("got %s, want %s", got.Status, tt.want)
				}
				if visible := s.found(t, "琥珀") == 1; visible != (tt.want == newsroom.Published) {
					t.Errorf("%s, but found by search: %v", got.Status, visible)
				}
			})
		})
	}
}

func TestTheClockPublishes(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s := newSite(t, o)
		a := chinese("later", "以后", "琥珀。")
		a.Editions[newsroom.Chinese].Date = s.now.Add(time.Hour)
		s.save(t, a, publish.Options{Publish: true})
		if n, err := s.PublishDue(t.Context()); n != 0 || err != nil {
			t.Fatalf("before its time: %d, %v", n, err)
		}
		s.now = s.now.Add(time.Hour)
		if n, err := s.PublishDue(t.Context()); n != 1 || err != nil {
			t.Fatalf("at its time: %d, %v", n, err)
		}
		e := s.whole(t, "later").Editions[newsroom.Chinese]
		if !e.Visible() || !e.Published.Equal(e.Date) || s.found(t, "琥珀") != 1 {
			t.Errorf("%+v", e)
		}
	})
}

func TestTheFirstPublicationNeverMoves(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s := newSite(t, o)
		s.save(t, chinese("x", "题目", "一。"), publish.Options{Publish: true})
		first := s.whole(t, "x").Editions[newsroom.Chinese].Published
		s.now = s.now.Add(time.Hour)
		if out := s.save(t, chinese("x", "题目", "二。"), publish.Options{Publish: true}); out.Change != publish.Updated {
			t.Fatalf("%+v", out)
		}
		e := s.whole(t, "x").Editions[newsroom.Chinese]
		if !e.Published.Equal(first) || !e.Updated.Equal(s.now) || e.Revision != 2 {
			t.Errorf("published %v (first %v), updated %v, revision %d", e.Published, first, e.Updated, e.Revision)
		}
		for _, change := range []func() ([]*newsroom.Edition, error){
			func() ([]*newsroom.Edition, error) { return s.Withdraw(t.Context(), "x", "", publish.Options{}) },
			func() ([]*newsroom.Edition, error) { return s.Publish(t.Context(), "x", "", publish.Options{}) },
		} {
			if changed, err := change(); err != nil || len(changed) != 1 {
				t.Fatalf("%v, %v", changed, err)
			}
		}
		if again := s.whole(t, "x").Editions[newsroom.Chinese].Published; !again.Equal(first) {
			t.Errorf("after withdrawing and publishing again: %v, first %v", again, first)
		}
		revisions, err := s.store.Revisions(t.Context(), e.Key)
		if err != nil || len(revisions) != 2 || revisions[0].Body != "一。" || revisions[1].Body != "二。" {
			t.Errorf("revisions %+v, %v", revisions, err)
		}
	})
}

func TestAFileThatSaysDraftTakesNothingFromReaders(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s := newSite(t, o)
		s.save(t, chinese("x", "题目", "琥珀。"), publish.Options{Publish: true})
		a := chinese("x", "题目", "琥珀。")
		a.Editions[newsroom.Chinese].Status = newsroom.Draft
		out := s.save(t, a, publish.Options{})
		if len(out.Warnings) != 1 || !strings.Contains(out.Warnings[0], "hebi withdraw x") {
			t.Errorf("warnings %q", out.Warnings)
		}
		if s.found(t, "琥珀") != 1 {
			t.Error("the piece is gone")
		}
	})
}

func TestAKnownNameIsLinkedAndNeverDoubled(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s := newSite(t, o)
		credit := func(affiliation string) []newsroom.Credit {
			return []newsroom.Credit{{Contributor: newsroom.Contributor{Name: newsroom.Bilingual{ZH: "张三"}}, Role: newsroom.Author, Printed: newsroom.Bilingual{ZH: affiliation}}}
		}
		for i, tt := range []struct {
			affiliation string
			warnings    int
		}{{"甲大学（本部）教授", 0}, {"甲大学(本部)教授", 0}, {"乙研究院院长", 1}, {"", 0}} {
			a := chinese("a"+string(rune('0'+i)), "题目", "文")
			a.Credits = credit(tt.affiliation)
			if out := s.save(t, a, publish.Options{Publish: true}); len(out.Warnings) != tt.warnings {
				t.Errorf("%q: warnings %q", tt.affiliation, out.Warnings)
			}
		}
		people, err := s.store.AllContributors(t.Context())
		if err != nil || len(people) != 1 || people[0].Slug != "zhang-san" {
			t.Errorf("contributors %+v, %v", people, err)
		}
	})
}

func TestOfABatchOnlyWhatIsWrongIsRefused(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s := newSite(t, o)
		bad := chinese("bad", "题目", "文")
		bad.Themes = []newsroom.ThemeTag{{Slug: "no-such-theme"}}
		author := func(a *newsroom.Article) *newsroom.Article {
			a.Credits = []newsroom.Credit{{Contributor: newsroom.Contributor{Name: newsroom.Bilingual{ZH: "李四"}}, Role: newsroom.Author}}
			return a
		}
		results := s.SaveArticles(t.Context(), []*newsroom.Article{author(chinese("one", "一", "文")), bad, author(chinese("two", "二", "文"))}, publish.Options{Publish: true})
		if results[0].Err != nil || results[2].Err != nil || !errors.Is(results[1].Err, newsroom.ErrInvalid) {
			t.Fatalf("%v, %v, %v", results[0].Err, results[1].Err, results[2].Err)
		}
		if !strings.Contains(results[1].Err.Error(), "energy, talent") {
			t.Errorf("the sentence does not name the themes there are: %v", results[1].Err)
		}
		articles, _, err := s.store.Articles(t.Context(), store.ArticleQuery{Contributor: "li-si"})
		if err != nil || len(articles) != 2 {
			t.Errorf("%d articles of the new author, %v", len(articles), err)
		}
	})
}

func TestAnIDBelongsToOneEdition(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s := newSite(t, o)
		one, two := chinese("one", "一", "文"), chinese("two", "二", "文")
		one.Editions[newsroom.Chinese].ID = "018b0000-0000-7000-8000-000000000001"
		two.Editions[newsroom.Chinese].ID = one.Editions[newsroom.Chinese].ID
		results := s.SaveArticles(t.Context(), []*newsroom.Article{one, two}, publish.Options{})
		if results[0].Err != nil || !errors.Is(results[1].Err, newsroom.ErrConflict) {
			t.Errorf("%v, %v", results[0].Err, results[1].Err)
		}
		if _, err := s.SaveArticle(t.Context(), two, publish.Options{}); !errors.Is(err, newsroom.ErrConflict) || !strings.Contains(err.Error(), "articles/one/zh") {
			t.Errorf("%v", err)
		}
	})
}

func TestThemesByHandWin(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s := newSite(t, o)
		found := chinese("found", "风电", "光伏与储能、风电。")
		byHand := chinese("by-hand", "风电", "光伏与储能、风电。")
		byHand.Themes = []newsroom.ThemeTag{{Slug: "talent"}}
		s.save(t, found, publish.Options{Publish: true})
		s.save(t, byHand, publish.Options{Publish: true})
		check := func() {
			t.Helper()
			a := s.whole(t, "found")
			if len(a.Themes) != 1 || a.Themes[0].Slug != "energy" || a.Themes[0].Manual || len(a.Themes[0].Evidence) == 0 {
				t.Errorf("found: %+v", a.Themes)
			}
			a = s.whole(t, "by-hand")
			if len(a.Themes) != 1 || a.Themes[0].Slug != "talent" || !a.Themes[0].Manual {
				t.Errorf("by hand: %+v", a.Themes)
			}
		}
		check()
		count := 0
		if err := s.Retag(t.Context(), func() { count++ }); err != nil || count != 2 {
			t.Fatalf("retagged %d, %v", count, err)
		}
		check()
	})
}

// printed is what a printed page gives: two commentaries under a special.
func printed() (newsroom.PrintPlace, []newsroom.Article, *newsroom.Special) {
	place := newsroom.PrintPlace{Paper: "测试日报", Date: time.Date(2023, 10, 25, 0, 0, 0, 0, time.UTC), Page: 3}
	var articles []newsroom.Article
	for _, title := range []string{"第一篇", "第二篇"} {
		a := chinese("", title, "正文。")
		a.Print = &place
		a.Credits = []newsroom.Credit{{Contributor: newsroom.Contributor{Name: newsroom.Bilingual{ZH: "张三"}}, Role: newsroom.Author, Printed: newsroom.Bilingual{ZH: "甲大学"}}}
		articles = append(articles, *a)
	}
	special := &newsroom.Special{Editions: map[newsroom.Language]*newsroom.SpecialEdition{newsroom.Chinese: {Language: newsroom.Chinese, Title: "专题", Note: "按语"}}}
	return place, articles, special
}

func (s *site) importPrinted(t *testing.T, o publish.Options) []publish.Outcome {
	t.Helper()
	place, articles, special := printed()
	outcomes, err := s.SavePrintedPage(t.Context(), place, articles, special, []int{0, 1}, o)
	if err != nil {
		t.Fatal(err)
	}
	return outcomes
}

func TestAPrintedPageIsImportedOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s := newSite(t, o)
		s.importPrinted(t, publish.Options{})
		if _, total, _ := s.store.Articles(t.Context(), store.ArticleQuery{}); total != 0 {
			t.Fatalf("%d drafts are visible", total)
		}
		edited := s.whole(t, "di-yi-pian")
		edited.Editions[newsroom.Chinese].Title = "编辑改过的第一篇"
		edited.Editions[newsroom.Chinese].Status = ""
		s.save(t, edited, publish.Options{})
		for range 2 {
			s.importPrinted(t, publish.Options{Publish: true})
		}
		articles, total, err := s.store.Articles(t.Context(), store.ArticleQuery{Special: "zhuan-ti"})
		if err != nil || total != 2 {
			t.Fatalf("%d articles in the special, %v", total, err)
		}
		if n, _ := s.store.CountArticles(t.Context()); n != 2 {
			t.Errorf("%d articles in all", n)
		}
		titles := map[string]bool{}
		for _, a := range articles {
			titles[a.Editions[newsroom.Chinese].Title] = true
		}
		if !titles["编辑改过的第一篇"] || !titles["第二篇"] {
			t.Errorf("the editor's headline is lost: %v", titles)
		}
		specials, err := s.store.AllSpecials(t.Context())
		if err != nil || len(specials) != 1 {
			t.Errorf("%d specials, %v", len(specials), err)
		}
	})
}

func TestReindexRepairsWhatOtherTermsMade(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s := newSite(t, o)
		s.save(t, chinese("x", "题目", "琥珀。"), publish.Options{Publish: true})
		count := 0
		done := func() { count++ }
		if err := s.Reindex(t.Context(), false, done); err != nil || count != 0 {
			t.Fatalf("nothing is stale, but %d were indexed, %v", count, err)
		}
		if _, err := s.SaveTerms(t.Context(), []newsroom.Term{{ZH: "琥珀", EN: "amber"}}, publish.Options{}); err != nil {
			t.Fatal(err)
		}
		if err := s.Reindex(t.Context(), false, done); err != nil || count != 1 {
			t.Fatalf("after a change of terms %d were indexed, %v", count, err)
		}
		if err := s.Reindex(t.Context(), false, done); err != nil || count != 1 {
			t.Fatalf("once more: %d, %v", count, err)
		}
		if s.found(t, "琥珀") != 1 {
			t.Error("not found")
		}
	})
}

func TestALoneEditionErasesNothing(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s := newSite(t, o)
		a := chinese("x", "题目", "正文")
		a.Kind = newsroom.Commentary
		a.Credits = []newsroom.Credit{{Contributor: newsroom.Contributor{Name: newsroom.Bilingual{ZH: "张三"}}, Role: newsroom.Author, Printed: newsroom.Bilingual{ZH: "甲大学"}}}
		a.Themes = []newsroom.ThemeTag{{Slug: "talent"}}
		a.Print = &newsroom.PrintPlace{Paper: "测试日报", Date: time.Date(2023, 10, 25, 0, 0, 0, 0, time.UTC), Page: 3}
		a.Cover = &newsroom.Picture{File: "a.png"}
		s.save(t, a, publish.Options{Publish: true})
		english := &newsroom.Article{Slug: "x", Editions: map[newsroom.Language]*newsroom.Edition{
			newsroom.English: {Language: newsroom.English, Title: "Title", Body: "Body"},
		}}
		s.save(t, english, publish.Options{Publish: true})
		got := s.whole(t, "x")
		if len(got.Credits) != 1 || got.Credits[0].Printed.ZH != "甲大学" || len(got.Themes) != 1 || got.Print == nil || got.Cover == nil || got.Kind != newsroom.Commentary {
			t.Errorf("after the translation: %+v", got)
		}
		if !got.Editions[newsroom.Chinese].Original || got.Editions[newsroom.English].Original {
			t.Error("the original has changed")
		}
		english.Credits = []newsroom.Credit{{Contributor: newsroom.Contributor{Slug: "zhang-san"}, Role: newsroom.Author, Printed: newsroom.Bilingual{EN: "A University"}}}
		s.save(t, english, publish.Options{Publish: true})
		if printed := s.whole(t, "x").Credits[0].Printed; printed != (newsroom.Bilingual{ZH: "甲大学", EN: "A University"}) {
			t.Errorf("printed affiliations %+v", printed)
		}
	})
}

func TestTheOriginalStaysTheOriginal(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s := newSite(t, o)
		lone := func(l newsroom.Language, reflects int, original bool) {
			s.save(t, &newsroom.Article{Slug: "x", Editions: map[newsroom.Language]*newsroom.Edition{
				l: {Language: l, Title: "T", Body: "B", Reflects: reflects, Original: original},
			}}, publish.Options{})
		}
		check := func(step string, want newsroom.Language) {
			t.Helper()
			for l, e := range s.whole(t, "x").Editions {
				if e.Original != (l == want) {
					t.Errorf("%s: %s original %v, want %s to be it", step, l, e.Original, want)
				}
			}
		}
		lone(newsroom.English, 0, false)
		check("a lone edition", newsroom.English)
		lone(newsroom.Chinese, 1, false)
		lone(newsroom.English, 0, false)
		check("both, and the first again", newsroom.English)
		lone(newsroom.Chinese, 0, true)
		check("a mark moves it", newsroom.Chinese)
	})
}

func TestAnUnchangedTranslationReflectsWhatItDid(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s := newSite(t, o)
		english := func() *newsroom.Article {
			return &newsroom.Article{Slug: "x", Editions: map[newsroom.Language]*newsroom.Edition{newsroom.English: {Language: newsroom.English, Title: "T", Body: "B"}}}
		}
		s.save(t, chinese("x", "题", "一"), publish.Options{})
		s.save(t, english(), publish.Options{})
		s.save(t, chinese("x", "题", "二"), publish.Options{})
		s.save(t, english(), publish.Options{})
		a := s.whole(t, "x")
		if source, reflects := a.Editions[newsroom.Chinese].Revision, a.Editions[newsroom.English].Reflects; source != 2 || reflects != 1 {
			t.Errorf("the source is at revision %d, the translation reflects %d", source, reflects)
		}
	})
}

func TestTermsAreComparedEntryByEntry(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s := newSite(t, o)
		save := func(want string, terms ...newsroom.Term) {
			t.Helper()
			out, err := s.SaveTerms(t.Context(), terms, publish.Options{})
			if err != nil || out.Change != want {
				t.Errorf("got %+v, %v, want %s", out, err, want)
			}
		}
		a, b := newsroom.Term{ZH: "国有", EN: "state-owned", ENVariants: []string{"state owned"}}, newsroom.Term{ZH: "人才", EN: "talent"}
		save(publish.Updated, a, b)
		save(publish.Unchanged, a, b)
		save(publish.Unchanged, a)
		save(publish.Unchanged, b)
		a.ENVariants = []string{"state", "owned"}
		save(publish.Updated, a)
		save(publish.Updated, b, a)
	})
}

func TestASpecialKeepsItsMembers(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s := newSite(t, o)
		s.save(t, chinese("x", "题", "文"), publish.Options{Publish: true})
		special := func(slugs ...string) *newsroom.Special {
			return &newsroom.Special{Slug: "s", ArticleSlugs: slugs, Editions: map[newsroom.Language]*newsroom.SpecialEdition{newsroom.Chinese: {Language: newsroom.Chinese, Title: "专题"}}}
		}
		for i, step := range []struct {
			special *newsroom.Special
			want    string
		}{{special("x"), publish.Created}, {special(), publish.Unchanged}, {special("x"), publish.Unchanged}} {
			out, err := s.SaveSpecial(t.Context(), step.special, publish.Options{})
			if err != nil || out.Change != step.want {
				t.Errorf("step %d: %+v, %v, want %s", i, out, err, step.want)
			}
		}
		if articles, err := s.store.SpecialBySlug(t.Context(), "s", newsroom.Chinese); err != nil || len(articles.Articles) != 1 {
			t.Errorf("%v", err)
		}
	})
}

func TestWithdrawnStaysWithdrawn(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s := newSite(t, o)
		piece := func() *newsroom.Article {
			a := chinese("x", "题", "琥珀")
			a.Editions[newsroom.Chinese].Status = newsroom.Published
			return a
		}
		s.save(t, piece(), publish.Options{})
		if _, err := s.Withdraw(t.Context(), "x", "", publish.Options{}); err != nil {
			t.Fatal(err)
		}
		out := s.save(t, piece(), publish.Options{Publish: true})
		if len(out.Warnings) != 1 || s.found(t, "琥珀") != 0 {
			t.Errorf("importing it again: %+v", out)
		}
		draft := chinese("never", "题", "文")
		s.save(t, draft, publish.Options{})
		draft.Editions[newsroom.Chinese].Status = newsroom.Withdrawn
		s.save(t, draft, publish.Options{})
		if _, err := s.store.ArticleBySlug(t.Context(), "never", newsroom.Chinese); !errors.Is(err, newsroom.ErrNotFound) {
			t.Errorf("a draft that was withdrawn answers %v", err)
		}
	})
}

func TestAScheduledPageAppears(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s := newSite(t, o)
		page := &newsroom.Page{Slug: "about", Editions: map[newsroom.Language]*newsroom.Edition{
			newsroom.Chinese: {Language: newsroom.Chinese, Title: "关于", Body: "文", Date: s.now.Add(time.Hour)},
		}}
		if _, err := s.SavePage(t.Context(), page, publish.Options{Publish: true}); err != nil {
			t.Fatal(err)
		}
		if _, err := s.store.PageBySlug(t.Context(), "about"); !errors.Is(err, newsroom.ErrNotFound) {
			t.Fatalf("before its time: %v", err)
		}
		s.now = s.now.Add(time.Hour)
		if n, err := s.PublishDue(t.Context()); n != 1 || err != nil {
			t.Fatalf("%d, %v", n, err)
		}
		if _, err := s.store.PageBySlug(t.Context(), "about"); err != nil {
			t.Error(err)
		}
	})
}

func TestADraftTakesItsPrintDayWhenItIsPublished(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s := newSite(t, o)
		a := chinese("x", "题", "文")
		a.Print = &newsroom.PrintPlace{Paper: "测试日报", Page: 3}
		s.save(t, a, publish.Options{})
		if _, err := s.Publish(t.Context(), "x", "", publish.Options{}); err != nil {
			t.Fatal(err)
		}
		days, err := s.store.PrintDays(t.Context(), newsroom.Chinese)
		if err != nil || len(days) != 1 || days[0].Date.Year() != 2023 {
			t.Errorf("%+v, %v", days, err)
		}
	})
}

func TestRightsAreAsked(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s := newSite(t, o)
		writer := publish.Options{User: &newsroom.User{Email: "w@example.org", Role: newsroom.Writer}}
		s.save(t, chinese("x", "题", "文"), publish.Options{})
		if _, err := s.Publish(t.Context(), "x", "", writer); !errors.Is(err, newsroom.ErrForbidden) {
			t.Errorf("a writer publishes: %v", err)
		}
		writer.Publish = true
		if _, err := s.SaveArticle(t.Context(), chinese("y", "题", "文"), writer); !errors.Is(err, newsroom.ErrForbidden) {
			t.Errorf("a writer saves something published: %v", err)
		}
		if n, _ := s.store.CountArticles(t.Context()); n != 1 {
			t.Errorf("%d articles", n)
		}
	})
}
