package store_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hebi/internal/newsroom"
	"hebi/internal/store"
)

// Merging leaves each credit once, what an editor set by hand as it was set, and what was refused refused.
func TestMerging(t *testing.T) {
	onEach(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		ok := func(err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
		}
		lin, wan := contributor(t, s, "lin"), contributor(t, s, "wan")
		ok(s.SaveThemes(ctx, []newsroom.Theme{{Slug: "tide"}, {Slug: "wave"}}))
		both := []newsroom.Credit{{Contributor: lin, Role: newsroom.Author}, {Contributor: wan, Role: newsroom.Author}, {Contributor: lin, Role: newsroom.Photographer}}
		set := func(slug string, manual bool) newsroom.ThemeTag {
			return newsroom.ThemeTag{Slug: slug, Manual: manual, Score: 0.5}
		}
		tags := map[string][]newsroom.ThemeTag{
			"found": {set("tide", false)}, "by-hand": {set("tide", true), set("wave", false)}, "refused": nil, "other-refused": {set("tide", false)},
		}
		articles := map[string]*newsroom.Article{}
		for i, slug := range []string{"found", "by-hand", "refused", "other-refused"} {
			a := article(slug, edition(newsroom.Chinese, uid(i+1), newsroom.Published, clock))
			a.Credits, a.Themes = both, tags[slug]
			a.Print = &newsroom.PrintPlace{Paper: "潮汐报", Date: time.Date(2023, 10, 1+i, 0, 0, 0, 0, time.UTC), Page: 1}
			save(t, s, a)
			articles[slug] = a
		}
		ok(s.RefuseTheme(ctx, articles["refused"].ID, "tide", true))
		ok(s.RefuseTheme(ctx, articles["other-refused"].ID, "wave", true))

		tide, err := s.ThemeBySlug(ctx, "tide")
		ok(err)
		wave, err := s.ThemeBySlug(ctx, "wave")
		ok(err)
		uses, err := s.ThemeUses(ctx)
		ok(err)
		if diff := cmp.Diff(map[int64]store.ThemeUse{tide.ID: {Tagged: 3, Refused: 1}, wave.ID: {Tagged: 1, Refused: 1}}, uses); diff != "" {
			t.Error(diff)
		}
		ok(s.InTx(ctx, func(tx *store.Store) error { return tx.MergeTheme(ctx, tide.ID, wave.ID) }))
		want := map[string][]string{"found": {"wave"}, "by-hand": {"wave"}, "refused": nil, "other-refused": nil}
		for slug, themes := range want {
			a, err := s.WholeArticle(ctx, slug)
			ok(err)
			var got []string
			for _, tag := range a.Themes {
				got = append(got, tag.Slug)
				if tag.Manual != (slug == "by-hand") {
					t.Errorf("%s: by hand is %v", slug, tag.Manual)
				}
			}
			if diff := cmp.Diff(themes, got); diff != "" {
				t.Errorf("%s: %s", slug, diff)
			}
		}

		ok(s.InTx(ctx, func(tx *store.Store) error { return tx.MergeContributor(ctx, lin.ID, wan.ID) }))
		a, err := s.WholeArticle(ctx, "found")
		ok(err)
		var roles []newsroom.CreditRole
		for _, c := range a.Credits {
			if c.Contributor.Slug != "wan" {
				t.Errorf("credited is %s", c.Contributor.Slug)
			}
			roles = append(roles, c.Role)
		}
		if diff := cmp.Diff([]newsroom.CreditRole{newsroom.Author, newsroom.Photographer}, roles); diff != "" {
			t.Error(diff)
		}
		list, total, err := s.FindContributors(ctx, "WA", 10, 0)
		if ok(err); total != 1 || list[0].Count != 4 {
			t.Errorf("found %d, credited %+v", total, list)
		}

		papers, err := s.Papers(ctx)
		ok(err)
		if diff := cmp.Diff([]store.Paper{{Name: "潮汐报", Articles: 4, First: time.Date(2023, 10, 1, 0, 0, 0, 0, time.UTC), Last: time.Date(2023, 10, 4, 0, 0, 0, 0, time.UTC)}}, papers); diff != "" {
			t.Error(diff)
		}
		days, total, err := s.PrintedDays(ctx, "", 2, 1)
		if ok(err); total != 4 || len(days) != 2 || days[0].Day() != 3 {
			t.Errorf("days %v of %d", days, total)
		}
		printed, err := s.PrintedOn(ctx, days, "潮汐报", newsroom.English)
		if ok(err); len(printed) != 2 || printed[0].Slug != "refused" || !printed[0].Visible {
			t.Errorf("printed %+v", printed)
		}
		ids, _, err := s.RenamePaper(ctx, "潮汐报", "海潮报")
		if ok(err); len(ids) != 4 {
			t.Errorf("renamed %v", ids)
		}
		found, err := s.FindArticles(ctx, "REFUSED", newsroom.English, 5)
		if ok(err); len(found) != 2 {
			t.Errorf("found %+v", found)
		}
	})
}
