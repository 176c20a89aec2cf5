package store_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"hebi/internal/newsroom"
	"hebi/internal/store"
)

func picture(letter string) store.Media {
	return store.Media{Hash: strings.Repeat(letter, 64), ContentType: "image/png", Width: 4, Height: 3, Size: 100}
}

// served reports whether readers get the picture.
func served(t *testing.T, s *store.Store, letter string) bool {
	t.Helper()
	m, err := s.Media(t.Context(), picture(letter).Hash)
	if err == nil {
		if diff := cmp.Diff(picture(letter), *m); diff != "" {
			t.Errorf("picture %s: -want +got\n%s", letter, diff)
		}
		return true
	}
	if !errors.Is(err, newsroom.ErrNotFound) {
		t.Fatal(err)
	}
	return false
}

// wantServed checks for each picture whether readers get it.
func wantServed(t *testing.T, s *store.Store, want map[string]bool) {
	t.Helper()
	for letter, wanted := range want {
		if got := served(t, s, letter); got != wanted {
			t.Errorf("picture %s: served %v, want %v", letter, got, wanted)
		}
	}
}

// inBoth are uses of: one picture of the Chinese edition, one of the English, one that both name, one of the whole.
func inBoth() []store.MediaUse {
	return []store.MediaUse{
		{Name: "zh.png", Language: newsroom.Chinese, Media: picture("a")},
		{Name: "en.png", Language: newsroom.English, Media: picture("b")},
		{Name: "both.png", Language: newsroom.Chinese, Media: picture("c")},
		{Name: "both.png", Language: newsroom.English, Media: picture("c")},
		{Name: "cover.png", Media: picture("d")},
	}
}

func TestAPictureIsServedWhenATextThatNamesItIsVisible(t *testing.T) {
	all, visible := map[string]string{}, map[string]string{}
	for _, u := range inBoth() {
		all[u.Name] = store.MediaAddress(u.Media.Hash)
		if u.Language != newsroom.English {
			visible[u.Name] = all[u.Name]
		}
	}
	// For editors all files are named, for readers those of what they see.
	wantNamed := func(t *testing.T, whole, readers map[string]string) {
		t.Helper()
		for _, named := range []struct{ want, got map[string]string }{{all, whole}, {visible, readers}} {
			if diff := cmp.Diff(named.want, named.got); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
		}
	}
	onEach(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		t.Run("of an article", func(t *testing.T) {
			a := halfVisible("a", 1)
			a.Cover = &newsroom.Picture{File: "cover.png"}
			save(t, s, a)
			if err := s.SetArticleMedia(ctx, a.ID, inBoth()); err != nil {
				t.Fatal(err)
			}
			wantServed(t, s, map[string]bool{"a": true, "b": false, "c": true, "d": true, "e": false})
			got, err := s.WholeArticle(ctx, "a")
			if err != nil {
				t.Fatal(err)
			}
			for _, l := range newsroom.Languages() {
				readers, err := s.ArticleBySlug(ctx, "a", l)
				if err != nil {
					t.Fatal(err)
				}
				wantNamed(t, got.Media, readers.Media)
			}
			readers, err := s.ArticleByID(ctx, a.ID)
			if err != nil {
				t.Fatal(err)
			}
			wantNamed(t, got.Media, readers.Media)
			if want := store.MediaAddress(picture("d").Hash); got.Cover.Address != want || got.Cover.Width != 4 {
				t.Errorf("cover %+v, want address %s", got.Cover, want)
			}
			if err := s.SetArticleMedia(ctx, a.ID, nil); err != nil {
				t.Fatal(err)
			}
			wantServed(t, s, map[string]bool{"a": false, "c": false, "d": false})
			if err := s.SetArticleMedia(ctx, a.ID, []store.MediaUse{{Name: "en.png", Media: picture("b")}}); err != nil {
				t.Fatal(err)
			}
			wantServed(t, s, map[string]bool{"b": true})
			if err := s.SetArticleMedia(ctx, a.ID, nil); err != nil {
				t.Fatal(err)
			}
		})
		t.Run("of a page", func(t *testing.T) {
			page := &newsroom.Page{Slug: "about", Editions: map[newsroom.Language]*newsroom.Edition{
				newsroom.Chinese: edition(newsroom.Chinese, "00000000-0000-7000-8000-0000000000a1", newsroom.Published, clock),
				newsroom.English: edition(newsroom.English, "00000000-0000-7000-8000-0000000000a2", newsroom.Draft, clock),
			}}
			if err := s.SavePage(ctx, page); err != nil {
				t.Fatal(err)
			}
			if err := s.SetPageMedia(ctx, page.ID, inBoth()); err != nil {
				t.Fatal(err)
			}
			wantServed(t, s, map[string]bool{"a": true, "b": false, "c": true, "d": true})
			readers, err := s.PageBySlug(ctx, "about")
			if err != nil {
				t.Fatal(err)
			}
			whole, err := s.WholePage(ctx, "about")
			if err != nil {
				t.Fatal(err)
			}
			wantNamed(t, whole.Media, readers.Media)
			if err := s.SetPageMedia(ctx, page.ID, nil); err != nil {
				t.Fatal(err)
			}
			wantServed(t, s, map[string]bool{"a": false})
		})
	})
}

func TestASpecialsPicturesAreServedWithItsArticles(t *testing.T) {
	onEach(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		save(t, s, halfVisible("seen", 1))
		save(t, s, article("draft", edition(newsroom.Chinese, "00000000-0000-7000-8000-000000000003", newsroom.Draft, clock)))
		for slug, letter := range map[string]string{"seen": "a", "draft": "b"} {
			special := &newsroom.Special{Slug: "of-" + slug, ArticleSlugs: []string{slug}, Editions: map[newsroom.Language]*newsroom.SpecialEdition{
				newsroom.Chinese: {Language: newsroom.Chinese, Title: "专题", Note: "![](map.png)"},
			}}
			if err := s.SaveSpecial(ctx, special); err != nil {
				t.Fatal(err)
			}
			if err := s.SetSpecialMedia(ctx, special.ID, map[string]store.Media{"map.png": picture(letter)}); err != nil {
				t.Fatal(err)
			}
		}
		wantServed(t, s, map[string]bool{"a": true, "b": false})
		want := map[string]string{"map.png": store.MediaAddress(picture("a").Hash)}
		read := map[string]func() (*newsroom.Special, error){
			"one": func() (*newsroom.Special, error) { return s.SpecialBySlug(ctx, "of-seen", newsroom.Chinese) },
			"all": func() (*newsroom.Special, error) { return only(s.NewestSpecials(ctx, newsroom.Chinese, 10, 0)) },
		}
		for name, special := range read {
			got, err := special()
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, got.Media); diff != "" {
				t.Errorf("%s: -want +got\n%s", name, diff)
			}
		}
		whole, err := s.WholeSpecial(ctx, "of-draft")
		if err != nil || whole.Media["map.png"] != store.MediaAddress(picture("b").Hash) {
			t.Errorf("for editors: %v, error %v", whole, err)
		}
	})
}

func only(specials []newsroom.Special, err error) (*newsroom.Special, error) {
	if err != nil || len(specials) != 1 {
		return nil, errors.Join(err, errors.New("not exactly one special"))
	}
	return &specials[0], nil
}

func TestAPortraitIsServedWhenAVisibleEditionCreditsIt(t *testing.T) {
	onEach(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		people := map[string]newsroom.Contributor{"a": contributor(t, s, "author"), "b": contributor(t, s, "translator"), "c": contributor(t, s, "nobody")}
		for letter, c := range people {
			if err := s.SetContributorMedia(ctx, c.ID, map[string]store.Media{"portrait.png": picture(letter)}); err != nil {
				t.Fatal(err)
			}
		}
		a := halfVisible("a", 1)
		a.Credits = []newsroom.Credit{{Contributor: people["a"], Role: newsroom.Author}}
		a.Editions[newsroom.English].Translators = []newsroom.Credit{{Contributor: people["b"], Role: newsroom.Translator}}
		save(t, s, a)
		wantServed(t, s, map[string]bool{"a": true, "b": false, "c": false})
		setStatus(ctx, t, s, a, newsroom.English, newsroom.Published)
		wantServed(t, s, map[string]bool{"a": true, "b": true, "c": false})
	})
}

func setStatus(ctx context.Context, t *testing.T, s *store.Store, a *newsroom.Article, l newsroom.Language, status newsroom.Status) {
	t.Helper()
	a.Editions[l].Status = status
	if err := s.SaveEdition(ctx, a.ID, a.Editions[l]); err != nil {
		t.Fatal(err)
	}
}
