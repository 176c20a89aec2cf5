package store_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hebi/internal/newsroom"
	"hebi/internal/store"
)

// fillListed stores an article that is visible in both languages and was
// corrected in English, one of which only the Chinese edition is visible, and
// one that nobody may see, all with the same theme, author and special.
func fillListed(t *testing.T, s *store.Store) (newsroom.Contributor, [3]int64) {
	t.Helper()
	ctx := t.Context()
	if err := s.SaveThemes(ctx, []newsroom.Theme{{Slug: "energy"}, {Slug: "empty"}}); err != nil {
		t.Fatal(err)
	}
	who := contributor(t, s, "chen-yi")
	contributor(t, s, "nobody")
	hours := func(n int) time.Time { return clock.Add(time.Duration(n) * time.Hour) }
	uid := func(n string) string { return "00000000-0000-7000-8000-00000000000" + n }
	corrected := edition(newsroom.English, uid("2"), newsroom.Published, hours(-30))
	corrected.Updated = hours(-1)
	articles := []*newsroom.Article{
		article("both", edition(newsroom.Chinese, uid("1"), newsroom.Published, hours(-40)), corrected),
		article("half", edition(newsroom.Chinese, uid("3"), newsroom.Published, hours(-20)), edition(newsroom.English, uid("4"), newsroom.Draft, hours(-2))),
		article("taken", edition(newsroom.Chinese, uid("5"), newsroom.Withdrawn, hours(-3)), edition(newsroom.English, uid("6"), newsroom.Scheduled, hours(3))),
	}
	var ids [3]int64
	for i, a := range articles {
		a.Themes = []newsroom.ThemeTag{{Slug: "energy", Manual: true, Score: 1}}
		a.Credits = []newsroom.Credit{{Contributor: who, Role: newsroom.Author}}
		a.Print = &newsroom.PrintPlace{Paper: "晨报", Date: time.Date(2023, 10, 30+i, 0, 0, 0, 0, time.UTC), Page: 2}
		save(t, s, a)
		ids[i] = a.ID
	}
	for slug, list := range map[string][]string{"shown": {"both", "taken"}, "hidden": {"taken"}} {
		if err := s.SaveSpecial(ctx, &newsroom.Special{Slug: slug, ArticleSlugs: list, Editions: map[newsroom.Language]*newsroom.SpecialEdition{
			newsroom.Chinese: {Language: newsroom.Chinese, Title: "专题"},
		}}); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.SavePage(ctx, &newsroom.Page{Slug: "about", Editions: map[newsroom.Language]*newsroom.Edition{
		newsroom.Chinese: edition(newsroom.Chinese, uid("7"), newsroom.Published, hours(-9)),
		newsroom.English: edition(newsroom.English, uid("8"), newsroom.Draft, hours(-9)),
	}}); err != nil {
		t.Fatal(err)
	}
	return who, ids
}

// Nothing that is not visible is listed, and times are those of what is.
func TestOnlyWhatIsVisibleIsListed(t *testing.T) {
	onEach(t, func(t *testing.T, s *store.Store) {
		who, ids := fillListed(t, s)
		ctx := t.Context()
		zh, en := newsroom.Chinese, newsroom.English
		old, new, first := clock.Add(-20*time.Hour), clock.Add(-time.Hour), clock.Add(-40*time.Hour)
		check := func(what string, want []store.Listed) func([]store.Listed, error) {
			return func(got []store.Listed, err error) {
				t.Helper()
				for i := range got { // numbers of rows that tests do not choose
					if what == "specials" || what == "pages" {
						got[i].ID = 0
					}
				}
				if diff := cmp.Diff(want, got); err != nil || diff != "" {
					t.Errorf("%s: %v (-want +got):\n%s", what, err, diff)
				}
			}
		}
		check("articles", []store.Listed{
			{ID: ids[0], Slug: "both", Language: zh, Changed: first},
			{ID: ids[0], Slug: "both", Language: en, Changed: new},
			{ID: ids[1], Slug: "half", Language: zh, Changed: old},
		})(s.ListedArticles(ctx, 0, ids[2]))
		check("the second stretch", []store.Listed{{ID: ids[1], Slug: "half", Language: zh, Changed: old}})(s.ListedArticles(ctx, ids[0], ids[1]))
		check("contributors", []store.Listed{
			{ID: who.ID, Slug: "chen-yi", Language: zh, Changed: old}, {ID: who.ID, Slug: "chen-yi", Language: en, Changed: new},
		})(s.ListedContributors(ctx, 0, 1000))
		check("print", []store.Listed{{Slug: "2023-10-30", Page: 2, Changed: new}, {Slug: "2023-10-31", Page: 2, Changed: old}})(s.ListedPrint(ctx, "2023-10"))
		check("no print", []store.Listed{})(s.ListedPrint(ctx, "2023-11"))
		check("specials", []store.Listed{{Slug: "shown", Language: zh, Changed: new}})(s.ListedSpecials(ctx))
		check("pages", []store.Listed{{Slug: "about", Language: zh, Changed: clock.Add(-9 * time.Hour)}})(s.ListedPages(ctx))
	})
}

// A stretch has a fixed place whatever is published, and none that holds nothing visible is named.
func TestPartsOfWhatIsListed(t *testing.T) {
	onEach(t, func(t *testing.T, s *store.Store) {
		who, ids := fillListed(t, s)
		ctx := t.Context()
		new, old := clock.Add(-time.Hour), clock.Add(-20*time.Hour)
		check := func(what string, want []store.ListedPart) func([]store.ListedPart, error) {
			return func(got []store.ListedPart, err error) {
				t.Helper()
				if diff := cmp.Diff(want, got); err != nil || diff != "" {
					t.Errorf("%s: %v (-want +got):\n%s", what, err, diff)
				}
			}
		}
		check("articles", []store.ListedPart{{Number: ids[0] - 1, Changed: new}, {Number: ids[1] - 1, Changed: old}})(s.ArticleParts(ctx, 1))
		check("articles in one part", []store.ListedPart{{Number: 0, Changed: new}})(s.ArticleParts(ctx, 10_000))
		check("contributors", []store.ListedPart{{Number: who.ID - 1, Changed: new}})(s.ContributorParts(ctx, 1))
		check("months", []store.ListedPart{{Month: "2023-10", Changed: new}})(s.PrintParts(ctx))
	})
}
