package publish_test

import (
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"hebi/internal/newsroom"
	"hebi/internal/publish"
	"hebi/internal/store"
	"hebi/internal/store/storetest"
)

// tellings are one job for each list, whose key is the list's address.
func tellings(lists []newsroom.List) []store.Job {
	var jobs []store.Job
	for _, l := range lists {
		jobs = append(jobs, store.Job{Name: "tell", Key: l.File("")})
	}
	return jobs
}

// told returns the lists that were queued since the last time.
func (s *site) told(t *testing.T) []string {
	t.Helper()
	list, err := s.store.Jobs(t.Context(), "tell")
	if err == nil {
		err = s.store.DropJobs(t.Context(), "tell")
	}
	if err != nil {
		t.Fatal(err)
	}
	var keys []string
	for _, j := range list {
		if want := s.now.Add(2 * time.Second); !j.Due.Equal(want) {
			t.Errorf("%s is due %v, want %v", j.Key, j.Due, want)
		}
		keys = append(keys, j.Key)
	}
	return keys
}

func (s *site) setHub(t *testing.T, address string) {
	t.Helper()
	if err := s.store.SetHub(t.Context(), address); err != nil {
		t.Fatal(err)
	}
}

// everySort is an article that stands in every sort of list, in both languages.
func everySort(s *site) *newsroom.Article {
	wang := newsroom.Contributor{Slug: "wang", Name: newsroom.Bilingual{ZH: "王", EN: "Wang"}}
	ann := newsroom.Contributor{Slug: "ann", Name: newsroom.Bilingual{ZH: "安", EN: "Ann"}}
	return &newsroom.Article{
		Slug: "x", Kind: newsroom.Feature, Credits: []newsroom.Credit{{Contributor: wang, Role: newsroom.Author}},
		Themes: []newsroom.ThemeTag{{Slug: "energy"}},
		Print:  &newsroom.PrintPlace{Paper: "测试日报", Page: 3, Date: time.Date(2023, 10, 25, 0, 0, 0, 0, time.UTC)},
		Editions: map[newsroom.Language]*newsroom.Edition{
			newsroom.Chinese: {Language: newsroom.Chinese, Title: "题", Body: "文", Date: s.now.Add(-time.Hour), Original: true},
			newsroom.English: {
				Language: newsroom.English, Title: "Title", Body: "Text", Date: s.now.Add(-time.Hour), Status: newsroom.Draft,
				Translators: []newsroom.Credit{{Contributor: ann, Role: newsroom.Translator}},
			},
		},
	}
}

// in puts a language before addresses; the empty one is that of both languages.
func in(l string, rests ...string) []string {
	var list []string
	for _, rest := range rests {
		list = append(list, "/"+l+rest)
	}
	return list
}

var (
	everywhere = []string{"/", "/?pair=first"}
	chineseX   = in("zh", "/", "/features/", "/themes/energy/", "/contributors/wang/", "/papers/2023-10-25/", "/papers/2023-10-25/3/", "/archive/2023/11/")
	englishX   = in("en", "/", "/features/", "/themes/energy/", "/contributors/wang/", "/contributors/ann/", "/papers/2023-10-25/", "/papers/2023-10-25/3/", "/archive/2023/11/")
)

func TestListsAreToldExactlyWhenReadersSeeADifference(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s := newSite(t, o)
		s.setHub(t, "https://hub.example/")
		step := func(what string, do func() error, want ...[]string) {
			t.Helper()
			if err := do(); err != nil {
				t.Fatalf("%s: %v", what, err)
			}
			var all []string
			for _, list := range want {
				all = append(all, list...)
			}
			if diff := cmp.Diff(all, s.told(t), cmpopts.SortSlices(func(a, b string) bool { return a < b }), cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("%s (-want +got):\n%s", what, diff)
			}
		}
		save := func(change func(a *newsroom.Article, zh, en *newsroom.Edition)) func() error {
			return func() error {
				a := everySort(s)
				for _, e := range a.Editions {
					e.Date = time.Date(2023, 11, 1, 3, 0, 0, 0, time.UTC)
				}
				if change != nil {
					change(a, a.Editions[newsroom.Chinese], a.Editions[newsroom.English])
				}
				_, err := s.SaveArticle(t.Context(), a, publish.Options{})
				return err
			}
		}
		status := func(change func() ([]*newsroom.Edition, error)) func() error {
			return func() error {
				_, err := change()
				return err
			}
		}
		publishIn := func(l newsroom.Language) func() error {
			return status(func() ([]*newsroom.Edition, error) { return s.Publish(t.Context(), "x", l, publish.Options{}) })
		}
		step("a draft", save(nil))
		step("Chinese published", publishIn(newsroom.Chinese), everywhere, chineseX)
		step("published once more", publishIn(newsroom.Chinese))
		step("saved as it is", save(nil))
		step("a draft's text", save(func(_ *newsroom.Article, _, en *newsroom.Edition) { en.Body = "Words" }))
		step("English published", publishIn(newsroom.English), everywhere, englishX)
		step("corrected", save(func(_ *newsroom.Article, zh, en *newsroom.Edition) {
			en.Body, zh.Corrections = "Words", []newsroom.Correction{{Date: s.now, Note: "错字"}}
		}), everywhere, chineseX, in("zh", "/corrections/"))
		step("of another kind and theme", save(func(a *newsroom.Article, zh, en *newsroom.Edition) {
			en.Body, zh.Corrections = "Words", []newsroom.Correction{{Date: s.now, Note: "错字"}}
			a.Kind, a.Themes = newsroom.News, []newsroom.ThemeTag{{Slug: "talent"}}
		}), everywhere, chineseX, englishX, in("zh", "/corrections/", "/news/", "/themes/talent/"), in("en", "/news/", "/themes/talent/"))
		step("back again", save(nil), everywhere, chineseX, englishX, in("zh", "/corrections/", "/news/", "/themes/talent/"), in("en", "/news/", "/themes/talent/"))
		special := &newsroom.Special{Slug: "s", ArticleSlugs: []string{"x"}, Editions: map[newsroom.Language]*newsroom.SpecialEdition{newsroom.Chinese: {Title: "专题"}}}
		saveSpecial := func() error { _, err := s.SaveSpecial(t.Context(), special, publish.Options{}); return err }
		step("a special", saveSpecial, in("zh", "/specials/s/"))
		step("the same special", saveSpecial)
		step("English withdrawn", status(func() ([]*newsroom.Edition, error) {
			return s.Withdraw(t.Context(), "x", newsroom.English, publish.Options{})
		}), everywhere, englishX, in("en", "/specials/s/"))
		step("and taken back with a reason", save(func(_ *newsroom.Article, _, en *newsroom.Edition) {
			en.Status, en.Retraction = newsroom.Withdrawn, &newsroom.Retraction{Date: s.now, Reason: "copied"}
		}), everywhere, englishX, in("en", "/specials/s/"))
		step("a theme's name", func() error {
			_, err := s.SaveThemes(t.Context(), []newsroom.Theme{{Slug: "talent", Name: newsroom.Bilingual{ZH: "人材", EN: "Talent"}}, {Slug: "new", Name: newsroom.Bilingual{ZH: "新"}}}, publish.Options{})
			return err
		}, in("zh", "/themes/talent/"), in("en", "/themes/talent/"))
		step("a contributor's name", func() error {
			_, err := s.SaveContributor(t.Context(), &newsroom.Contributor{Slug: "wang", Name: newsroom.Bilingual{ZH: "汪", EN: "Wang"}}, publish.Options{})
			return err
		}, in("zh", "/contributors/wang/"), in("en", "/contributors/wang/"))
		step("the name of somebody whom readers do not see", func() error {
			_, err := s.SaveContributor(t.Context(), &newsroom.Contributor{Slug: "ann", Name: newsroom.Bilingual{ZH: "安妮", EN: "Anne"}}, publish.Options{})
			return err
		})
		step("the site's name", func() error {
			_, err := s.SaveSite(t.Context(), &newsroom.Site{Name: newsroom.Bilingual{ZH: "报"}, TimeZone: "UTC"}, publish.Options{})
			return err
		}, everywhere, in("zh", "/"), in("en", "/"))
		step("a standing page", func() error {
			page := &newsroom.Page{Slug: "about", Editions: map[newsroom.Language]*newsroom.Edition{newsroom.Chinese: {Language: newsroom.Chinese, Title: "关于", Body: "文"}}}
			_, err := s.SavePage(t.Context(), page, publish.Options{Publish: true})
			return err
		})
		step("no hub any more", func() error { s.setHub(t, ""); return publishIn(newsroom.English)() })
	})
}

func TestListsAreToldOfWhatTheClockDoes(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s := newSite(t, o)
		s.setHub(t, "https://hub.example/")
		a := chinese("later", "以后", "琥珀。")
		a.Editions[newsroom.Chinese].Date = s.now.Add(time.Hour)
		s.save(t, a, publish.Options{Publish: true})
		if told := s.told(t); len(told) != 0 {
			t.Errorf("before its time: %v", told)
		}
		s.now = s.now.Add(time.Hour)
		if n, err := s.PublishDue(t.Context()); n != 1 || err != nil {
			t.Fatal(n, err)
		}
		want := []string{"/", "/?pair=first", "/zh/", "/zh/archive/2023/11/", "/zh/news/"}
		if diff := cmp.Diff(want, s.told(t)); diff != "" {
			t.Errorf("at its time (-want +got):\n%s", diff)
		}
	})
}

func TestListsAreToldOfNewThemes(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s := newSite(t, o)
		s.setHub(t, "https://hub.example/")
		s.save(t, chinese("x", "题", "胡杨、胡杨、胡杨。"), publish.Options{Publish: true})
		s.told(t)
		retag := func() {
			t.Helper()
			if err := s.Retag(t.Context(), func() {}); err != nil {
				t.Fatal(err)
			}
		}
		if retag(); len(s.told(t)) != 0 {
			t.Error("told although no theme changed")
		}
		forest := newsroom.Theme{Slug: "forest", Name: newsroom.Bilingual{ZH: "林业"}, Vocabulary: map[newsroom.Language][]string{newsroom.Chinese: {"胡杨"}}}
		if _, err := s.SaveThemes(t.Context(), []newsroom.Theme{forest}, publish.Options{}); err != nil {
			t.Fatal(err)
		}
		retag()
		want := []string{"/", "/?pair=first", "/zh/", "/zh/archive/2023/11/", "/zh/news/", "/zh/themes/forest/"}
		if diff := cmp.Diff(want, s.told(t)); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	})
}

func TestAnImportTellsEveryListOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s := newSite(t, o)
		s.setHub(t, "https://hub.example/")
		var batch []*newsroom.Article
		for i := range 100 {
			a := chinese(fmt.Sprintf("x-%d", i), "题", "文")
			a.Editions[newsroom.Chinese].Date = s.now.AddDate(0, -i%3, 0)
			batch = append(batch, a)
		}
		refused := chinese("refused", "", "")
		for _, r := range s.SaveArticles(t.Context(), append(batch[:50:50], refused), publish.Options{Publish: true}) {
			if r.Err != nil && !errors.Is(r.Err, newsroom.ErrInvalid) {
				t.Fatal(r.Err)
			}
		}
		for _, r := range s.SaveArticles(t.Context(), batch[50:], publish.Options{Publish: true}) {
			if r.Err != nil {
				t.Fatal(r.Err)
			}
		}
		want := []string{"/", "/?pair=first", "/zh/", "/zh/archive/2023/09/", "/zh/archive/2023/10/", "/zh/archive/2023/11/", "/zh/news/"}
		if diff := cmp.Diff(want, s.told(t)); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	})
}

func TestNobodyIsToldOfWhatNobodySaw(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s := newSite(t, o)
		s.setHub(t, "https://hub.example/")
		s.save(t, chinese("x", "题", "文"), publish.Options{})
		a := chinese("x", "题", "文")
		a.Editions[newsroom.Chinese].Status = newsroom.Withdrawn
		a.Editions[newsroom.Chinese].Retraction = &newsroom.Retraction{Date: s.now, Reason: "抄袭"}
		s.save(t, a, publish.Options{})
		if told := s.told(t); len(told) != 0 {
			t.Errorf("a draft that was taken back: %v", told)
		}
	})
}

// TestManyTellAtOnce has several processes publish into the same lists while
// another is at the jobs: nobody may be refused, and every list is told after
// the last change to it.
func TestManyTellAtOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s := newSite(t, o)
		s.setHub(t, "https://hub.example/")
		const processes, pieces = 3, 12
		var publishing sync.WaitGroup
		for n := range processes {
			p := s.another(t)
			publishing.Go(func() {
				for i := range pieces {
					a := chinese(fmt.Sprintf("p%d-%d", n, i), "题", "文")
					a.Kind = newsroom.Kinds()[(n+i)%4]
					if _, err := p.SaveArticle(t.Context(), a, publish.Options{Publish: true}); err != nil {
						t.Error(err)
					}
					if _, err := p.Withdraw(t.Context(), a.Slug, "", publish.Options{}); err != nil {
						t.Error(err)
					}
				}
			})
		}
		published := make(chan struct{})
		go func() {
			defer close(published)
			publishing.Wait()
		}()
		later := storetest.Open(t, o, func() time.Time { return s.now.Add(time.Hour) })
		last := map[string]int64{} // the change number when each list was told
		for ended := false; ; {
			claimed, err := later.ClaimJobs(t.Context(), []string{"tell"}, 4, time.Minute)
			if err != nil {
				t.Fatal(err)
			}
			number, _, err := later.Changed(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			for _, j := range claimed {
				last[j.Key] = number
				if err := later.FinishJob(t.Context(), j); err != nil {
					t.Fatal(err)
				}
			}
			if ended && len(claimed) == 0 {
				break
			}
			select {
			case <-published:
				ended = true
			default:
			}
		}
		number, _, err := s.store.Changed(t.Context())
		if err != nil || len(s.told(t)) != 0 {
			t.Fatal("something is left", err)
		}
		for _, list := range []string{"/", "/zh/"} { // those that every change is in
			if last[list] != number {
				t.Errorf("%s was told at change %d, the last is %d", list, last[list], number)
			}
		}
	})
}
