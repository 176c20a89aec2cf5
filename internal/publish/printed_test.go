package publish_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hebi/internal/newsroom"
	"hebi/internal/publish"
	"hebi/internal/store"
	"hebi/internal/store/storetest"
)

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

func TestAPageIsSavedWholeOrNotAtAll(t *testing.T) {
	tests := []struct {
		name  string
		spoil func(last *newsroom.Article, first newsroom.Article)
		want  error
	}{
		{"the last item is refused beforehand", func(last *newsroom.Article, _ newsroom.Article) {
			last.Themes = []newsroom.ThemeTag{{Slug: "no-such-theme"}}
		}, newsroom.ErrInvalid},
		{"the last item cannot be written", func(last *newsroom.Article, first newsroom.Article) {
			for _, a := range []newsroom.Article{*last, first} {
				a.Editions[newsroom.Chinese].ID = "018b0000-0000-7000-8000-000000000001"
			}
		}, newsroom.ErrConflict},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			storetest.Each(t, func(t *testing.T, o store.Options) {
				s := newSite(t, o)
				before := s.audit(t)
				number, _, _ := s.store.Changed(t.Context())
				place, articles, special := printed()
				tt.spoil(&articles[1], articles[0])
				outcomes, err := s.SavePrintedPage(t.Context(), place, articles, special, []int{0, 1}, publish.Options{Publish: true})
				if !errors.Is(err, tt.want) || outcomes != nil {
					t.Errorf("outcomes %v, error %v", outcomes, err)
				}
				n, err := s.store.CountArticles(t.Context())
				if n != 0 || err != nil {
					t.Errorf("%d articles, error %v", n, err)
				}
				if people, err := s.store.AllContributors(t.Context()); len(people) != 0 || err != nil {
					t.Errorf("contributors %v, error %v", people, err)
				}
				if specials, err := s.store.AllSpecials(t.Context()); len(specials) != 0 || err != nil {
					t.Errorf("specials %v, error %v", specials, err)
				}
				if diff := cmp.Diff(before, s.audit(t)); diff != "" {
					t.Errorf("audit rows: -before +after\n%s", diff)
				}
				if after, _, err := s.store.Changed(t.Context()); after != number || err != nil {
					t.Errorf("the change number moved from %d to %d, error %v", number, after, err)
				}
			})
		})
	}
}

func TestTwoProcessesImportOnePageOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		first := newSite(t, o)
		var do []func()
		for _, s := range []*site{first, first.another(t), first.another(t)} {
			do = append(do, func() {
				place, articles, special := printed()
				outcomes, err := s.SavePrintedPage(t.Context(), place, articles, special, []int{0, 1}, publish.Options{Publish: true})
				if err != nil {
					t.Error(err)
					return
				}
				var slugs []string
				for _, out := range outcomes {
					slugs = append(slugs, out.Slug)
				}
				if diff := cmp.Diff([]string{"di-yi-pian", "di-er-pian", "zhuan-ti"}, slugs); diff != "" {
					t.Errorf("-want +got\n%s", diff)
				}
			})
		}
		together(do...)
		want := map[string]int{"created article di-yi-pian": 1, "created article di-er-pian": 1, "created special zhuan-ti": 1, "updated themes": 1}
		if diff := cmp.Diff(want, first.audit(t)); diff != "" {
			t.Errorf("audit rows: -want +got\n%s", diff)
		}
	})
}

func TestAnEditorsWorkOutlivesAnImportAtTheSameMoment(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		first := newSite(t, o)
		first.importPrinted(t, publish.Options{})
		second := first.another(t)
		for round := range 5 {
			title := fmt.Sprintf("编辑第%d次改过", round)
			edited := first.whole(t, "di-yi-pian")
			edited.Editions[newsroom.Chinese].Title = title
			var saved, imported error
			together(
				func() { _, saved = first.SaveArticle(t.Context(), edited, publish.Options{}) },
				func() {
					place, articles, special := printed()
					_, imported = second.SavePrintedPage(t.Context(), place, articles, special, []int{0, 1}, publish.Options{Publish: true})
				},
			)
			if err := errors.Join(saved, imported); err != nil {
				t.Fatal(err)
			}
			if e := first.whole(t, "di-yi-pian").Editions[newsroom.Chinese]; e.Title != title || !e.Visible() {
				t.Errorf("round %d: %q is %s", round, e.Title, e.Status)
			}
		}
	})
}

// A headline that two articles of a page have, cut anywhere, gives two slugs that are both fit.
func TestSlugsOfAPage(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s := newSite(t, o)
		place, _, _ := printed()
		for n := newsroom.MaxSlug - 8; n <= newsroom.MaxSlug+1; n++ {
			title := strings.Repeat(string(rune('a'+n%26)), n) + " b c d e f g h"
			articles := []newsroom.Article{*chinese("", title, "一"), *chinese("", title, "二")}
			place.Page++
			for i := range articles {
				articles[i].Print = &place
				articles[i].Credits = []newsroom.Credit{{Contributor: newsroom.Contributor{Name: newsroom.Bilingual{ZH: fmt.Sprint(title, n)}}, Role: newsroom.Author}}
			}
			outcomes, err := s.SavePrintedPage(t.Context(), place, articles, nil, nil, publish.Options{})
			if err != nil {
				t.Fatal(err)
			}
			one, two := outcomes[0].Slug, outcomes[1].Slug
			for _, slug := range []string{one, two} {
				if err := newsroom.CheckSlug(slug); err != nil || len(slug) > newsroom.MaxSlug {
					t.Errorf("slug %q of %d bytes: %v", slug, len(slug), err)
				}
			}
			if stem, cut := strings.CutSuffix(two, "-2"); !cut || !strings.HasPrefix(one, stem) {
				t.Errorf("slugs %q and %q", one, two)
			}
		}
		people, err := s.store.AllContributors(t.Context())
		if want := 10; len(people) != want || err != nil {
			t.Errorf("%d contributors, want %d, error %v", len(people), want, err)
		}
	})
}
