package publish_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"hebi/internal/newsroom"
	"hebi/internal/publish"
	"hebi/internal/store"
	"hebi/internal/store/storetest"
	"hebi/internal/themes"
)

func slugs(tags []newsroom.ThemeTag) []string {
	list := []string{}
	for _, t := range tags {
		list = append(list, t.Slug)
	}
	return list
}

func TestARefusedThemeNeverComesBack(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s := newSite(t, o)
		piece := func(body string) *newsroom.Article { return chinese("x", "风电与人才", body) }
		s.save(t, piece("光伏与储能、风电，人才。"), publish.Options{Publish: true})
		if got := slugs(s.whole(t, "x").Themes); !slices.Contains(got, "energy") || !slices.Contains(got, "talent") {
			t.Fatalf("before: %v", got)
		}
		if err := s.store.RefuseTheme(t.Context(), s.whole(t, "x").ID, "energy", true); err != nil {
			t.Fatal(err)
		}
		check := func(after string) {
			t.Helper()
			if diff := cmp.Diff([]string{"talent"}, slugs(s.whole(t, "x").Themes)); diff != "" {
				t.Errorf("after %s: -want +got\n%s", after, diff)
			}
		}
		check("refusing")
		if err := s.Retag(t.Context(), func() {}); err != nil {
			t.Fatal(err)
		}
		check("retag")
		if out := s.save(t, piece("风电、光伏、储能，更多风电，人才。"), publish.Options{Publish: true}); out.Change != publish.Updated {
			t.Fatalf("the import changed nothing: %+v", out)
		}
		check("an import of a new text")
		english := &newsroom.Article{Slug: "x", Editions: map[newsroom.Language]*newsroom.Edition{
			newsroom.English: {Language: newsroom.English, Title: "Energy and talent", Body: "Energy, talent."},
		}}
		s.save(t, english, publish.Options{Publish: true})
		check("an import of the other edition")
		weights := []newsroom.ThemeWeight{{Theme: "energy", Language: newsroom.Chinese, Word: "风电", Weight: 5}}
		if _, err := s.SaveThemeWeights(t.Context(), weights, publish.Options{}); err != nil {
			t.Fatal(err)
		}
		if err := s.another(t).Retag(t.Context(), func() {}); err != nil {
			t.Fatal(err)
		}
		check("retag by another process with other weights")
		x, err := s.ExplainThemes(t.Context(), "x")
		if err != nil || !slices.Equal(x.Refused, []string{"energy"}) || x.Outdated {
			t.Errorf("explained: refused %v, outdated %v, %v", x.Refused, x.Outdated, err)
		}
	})
}

// A theme that is refused, and not for good, is found again in another text, not
// after a typo; search knows at once.
func TestARefusedThemeMayComeBackWithAnotherText(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s := newSite(t, o)
		piece := chinese("x", "风电与人才", "光伏与储能、风电，人才。")
		piece.Editions[newsroom.Chinese].Status = newsroom.Published
		s.save(t, piece, publish.Options{Publish: true})
		check := func(after string, want ...string) {
			t.Helper()
			if diff := cmp.Diff(want, slugs(s.whole(t, "x").Themes)); diff != "" {
				t.Errorf("after %s: -want +got\n%s", after, diff)
			}
		}
		refuse := func(slug string, never bool) {
			t.Helper()
			if err := s.RefuseTheme(t.Context(), s.whole(t, "x").ID, slug, never, publish.Options{}); err != nil {
				t.Fatal(err)
			}
		}
		write := func(body string, weight newsroom.Weight) {
			t.Helper()
			a := s.whole(t, "x")
			e := a.Editions[newsroom.Chinese]
			w := e.Writing()
			w.Body = body
			err := s.Write(t.Context(), publish.Written{Article: a.ID, Language: newsroom.Chinese, Version: e.Version, Writing: w, Weight: weight}, publish.Options{})
			if err != nil {
				t.Fatal(err)
			}
		}
		check("saving", "energy", "talent")
		refuse("energy", false)
		check("refusing", "talent")
		if err := s.Retag(t.Context(), func() {}); err != nil {
			t.Fatal(err)
		}
		check("retag", "talent")
		write("光伏与储能、风电、人才。", newsroom.Typo)
		check("a typo", "talent")
		write("光伏与储能、风电，还是风电，人才。", newsroom.Significant)
		check("another text", "energy", "talent")
		refuse("energy", true)
		write("光伏与储能、风电，仍然是风电，人才。", newsroom.Significant)
		check("another text, though never", "talent")
	})
}

func TestWeightsAreTakenOver(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s := newSite(t, o)
		other := s.another(t)
		s.save(t, chinese("x", "风电", "光伏。"), publish.Options{})
		weights := []newsroom.ThemeWeight{
			{Theme: "energy", Language: newsroom.Chinese, Weight: 0.9},
			{Theme: "wool", Language: newsroom.Chinese, Word: "羊毛", Weight: 1},
			{Theme: "wool", Language: newsroom.Chinese, Word: "羊绒", Weight: 1},
		}
		out, err := s.SaveThemeWeights(t.Context(), weights, publish.Options{})
		if err != nil || out.Change != publish.Updated || len(out.Warnings) != 1 || !strings.Contains(out.Warnings[0].Message, `theme "wool" is unknown`) {
			t.Fatalf("%+v, %v", out, err)
		}
		if out, err = s.SaveThemeWeights(t.Context(), weights, publish.Options{}); err != nil || out.Change != publish.Unchanged {
			t.Errorf("again: %+v, %v", out, err)
		}
		x, err := s.ExplainThemes(t.Context(), "x")
		if err != nil || !x.Outdated || len(x.Judgements[newsroom.Chinese]) != 1 {
			t.Fatalf("%+v, %v", x, err)
		}
		if j := x.Judgements[newsroom.Chinese][0]; j.Verdict != themes.Weak || j.Threshold != 0.9 {
			t.Errorf("verdict %s with a threshold of %v", j.Verdict, j.Threshold)
		}
		if err := other.Refresh(t.Context()); err != nil {
			t.Fatal(err)
		}
		if err := other.Retag(t.Context(), func() {}); err != nil {
			t.Fatal(err)
		}
		if got := slugs(s.whole(t, "x").Themes); len(got) != 0 {
			t.Errorf("after retag: %v", got)
		}
		if _, err := s.ExplainThemes(t.Context(), "none"); !errors.Is(err, newsroom.ErrNotFound) {
			t.Errorf("an article that is not there: %v", err)
		}
	})
}
