package publish_test

import (
	"bytes"
	"errors"
	"image"
	"image/png"
	"io"
	"path"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hebi/internal/newsroom"
	"hebi/internal/publish"
	"hebi/internal/store"
	"hebi/internal/store/storetest"
)

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

func TestALoneEditionErasesNothing(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s := newSite(t, o)
		a := chinese("x", "题目", "正文")
		a.Kind = newsroom.Commentary
		a.Credits = []newsroom.Credit{{Contributor: newsroom.Contributor{Name: newsroom.Bilingual{ZH: "张三"}}, Role: newsroom.Author, Printed: newsroom.Bilingual{ZH: "甲大学"}}}
		a.Themes = []newsroom.ThemeTag{{Slug: "talent"}}
		a.Print = &newsroom.PrintPlace{Paper: "测试日报", Date: time.Date(2023, 10, 25, 0, 0, 0, 0, time.UTC), Page: 3}
		a.Cover, a.Files = &newsroom.Picture{File: "a.png"}, []newsroom.File{painting(t, "a.png", 1)}
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

// painting is a small picture beside an article's text, of a size of its own.
func painting(t *testing.T, name string, width int) newsroom.File {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, width, 2))); err != nil {
		t.Fatal(err)
	}
	return newsroom.File{Name: name, Open: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(b.Bytes())), nil }}
}

func TestReadersAreToldOfTheirPicturesOnly(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s := newSite(t, o)
		a := chinese("x", "题目", "![](zh.png)")
		a.Editions[newsroom.Chinese].Status = newsroom.Published
		a.Editions[newsroom.English] = &newsroom.Edition{Language: newsroom.English, Title: "T", Body: "![](en.png) ![](cover.png)", Status: newsroom.Draft}
		a.Cover = &newsroom.Picture{File: "cover.png"}
		for i, name := range []string{"zh.png", "en.png", "cover.png"} {
			a.Files = append(a.Files, painting(t, name, i+2))
		}
		s.save(t, a, publish.Options{})
		got, err := s.store.ArticleBySlug(t.Context(), "x", newsroom.Chinese)
		if err != nil {
			t.Fatal(err)
		}
		all := s.whole(t, "x").Media
		if diff := cmp.Diff(map[string]string{"zh.png": all["zh.png"], "cover.png": all["cover.png"]}, got.Media); diff != "" || len(all) != 3 {
			t.Errorf("of %d: -want +got\n%s", len(all), diff)
		}
		for name, address := range all {
			_, err := s.store.Media(t.Context(), path.Base(address))
			if served := err == nil; served != (got.Media[name] != "") {
				t.Errorf("%s: served %v, error %v", name, served, err)
			}
		}
		if got.Cover.Address == "" {
			t.Error("the cover that the draft shows too is lost")
		}
	})
}
