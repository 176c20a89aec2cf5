package search_test

import (
	"math"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hebi/internal/newsroom"
	"hebi/internal/publish"
	"hebi/internal/search"
	"hebi/internal/store"
	"hebi/internal/store/storetest"
)

// An edition that only comes near does not hide the other one, which holds all
// the words.
func TestWholeEditionIsShown(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s := newSite(t, o)
		s.publish(t, "two", map[newsroom.Language]text{
			newsroom.Chinese: {"码头 harbour morning", "货轮开往大湾区。"},
			newsroom.English: {"A harbour morning", "Ships sail."},
		})
		s.publish(t, "ships", en("More ships", "Ships again."))
		for _, l := range newsroom.Languages() {
			r := s.search(t, search.Query{Text: "harbour morning ships", Language: l})
			if r.Loose || len(r.Hits) == 0 || r.Hits[0].Slug != "two" || r.Hits[0].Language != newsroom.English {
				t.Errorf("%s: loose %v, hits %+v", l, r.Loose, r.Hits)
			}
		}
	})
}

// Facets say what is found with another value, also when all that passes now
// holds only some of the words.
func TestFacetsOfLooseHits(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s := bilingual(t, o)
		for slug, theme := range map[string]string{"alpha": "talent", "beta": "talent", "alpha beta": "ports", "alpha one": "ports", "alpha two": "ports"} {
			a := article(strings.ReplaceAll(slug, " ", "-"), en(slug, "Body."))
			a.Themes = []newsroom.ThemeTag{{Slug: theme, Manual: true}}
			if _, err := s.publisher.SaveArticle(t.Context(), a, publish.Options{Publish: true}); err != nil {
				t.Fatal(err)
			}
		}
		q := search.Query{Text: "alpha beta", Facets: true, Newest: true, Filter: search.Filter{Theme: "talent"}}
		r := s.search(t, q)
		if !r.Loose || r.Total != 2 {
			t.Fatalf("loose %v, total %d", r.Loose, r.Total)
		}
		for _, c := range r.Facets.Themes {
			q.Theme = c.Value
			if got := s.search(t, q).Total; got != c.Count {
				t.Errorf("%s: the facet says %d, there are %d", c.Value, c.Count, got)
			}
		}
	})
}

// A term that leads somewhere from two readings of a query is named once.
func TestBridgesAreNamedOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s := bilingual(t, o)
		s.publish(t, "parka", en("green development for parka", "Aaa."))
		s.publish(t, "parkade", en("green development parkade", "Aaa."))
		r := s.search(t, search.Query{Text: "绿色发展 parka"})
		want := []search.Bridge{{From: "绿色发展", To: []string{"green development"}}}
		if diff := cmp.Diff(want, r.Bridges); diff != "" || r.Total < 2 {
			t.Errorf("total %d, -want +got\n%s", r.Total, diff)
		}
	})
}

// Whom no visible article credits is nobody, behind an operator too.
func TestNamesOfNobodyCredited(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s := bilingual(t, o)
		if _, err := s.publisher.SaveContributor(t.Context(), &newsroom.Contributor{Slug: "an-mi", Name: newsroom.Bilingual{ZH: "安密", EN: "An Mi"}}, publish.Options{}); err != nil {
			t.Fatal(err)
		}
		known := func() bool { return len(s.search(t, search.Query{Text: "author:anmi"}).Narrowed[0].Slugs) > 0 }
		a := article("draft", zh("未发的稿", "尚未公开。"))
		a.Credits = []newsroom.Credit{{Contributor: newsroom.Contributor{Slug: "an-mi"}, Role: newsroom.Author}}
		if _, err := s.publisher.SaveArticle(t.Context(), a, publish.Options{}); err != nil {
			t.Fatal(err)
		}
		if known() {
			t.Error("a draft's author is known")
		}
		if _, err := s.publisher.SaveArticle(t.Context(), a, publish.Options{Publish: true}); err != nil {
			t.Fatal(err)
		}
		if !known() {
			t.Error("the author of what was published is unknown")
		}
	})
}

// Of a long query nothing is read behind the first MaxQuery characters, by
// what helps whose query finds little either.
func TestLongQueriesAreCut(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s := bilingual(t, o)
		const slip = "factori"
		head := slip + strings.Repeat(" ", search.MaxQuery-len(slip))
		tail := strings.Repeat("park ", 40000)
		start := time.Now()
		r := s.search(t, search.Query{Text: head + tail, Language: newsroom.English})
		if took := time.Since(start); took > 5*time.Second {
			t.Errorf("took %v", took)
		}
		for _, text := range r.Meant {
			if len(text) > len(head) {
				t.Errorf("%d bytes are suggested", len(text))
			}
		}
		if !r.Truncated || len(r.Meant)+r.Total == 0 {
			t.Errorf("%+v", r)
		}
	})
}

// Whatever is typed, on whatever page, there is an answer.
func TestAnythingHasAnAnswer(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s := bilingual(t, o)
		for _, unit := range []string{
			"\xff", "\xe4\xb8", "\x00", "-", `"`, ":", "theme:", `author:"`, "作者：", "-theme:talent ", "ü", "\u0308", "\u200d", "髮", "發",
			"qz,", "测是,", "10月", "年", "2023-10-25 ", "oct 25, 2023 ", "的", "绿色发展", "lsfz ", "x-", "'s ", "1,", "１", "\U00020000", "abcd efgh ",
		} {
			for _, n := range []int{1, 3, search.MaxQuery + 50} {
				text := strings.Repeat(unit, n)
				for _, page := range []int{-5, 1, math.MaxInt} {
					r := s.search(t, search.Query{Text: text, Exact: page < 0, Page: page, PerPage: page, Facets: true})
					if page > 1 && len(r.Hits) > 0 {
						t.Errorf("%.20q: hits on page %d", text, page)
					}
				}
				if _, err := s.engine.Suggest(t.Context(), search.SuggestQuery{Text: text, Language: newsroom.Chinese, Limit: math.MaxInt}); err != nil {
					t.Errorf("%.20q: %v", text, err)
				}
			}
		}
	})
}

// What only has what is not wanted is not found, by pinyin neither.
func TestUnwantedIsNotFound(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s := bilingual(t, o)
		for query, want := range map[string]string{
			"lvse -公园":       "",
			"绿色发展 -公园 -park": "",
			"kouan -码头":      "",
			"kouan -绿色":      "kai/zh via 口岸",
		} {
			if got := s.shown(t, search.Query{Text: query, Language: newsroom.Chinese}); got != want {
				t.Errorf("%s: %s, want %s", query, got, want)
			}
		}
	})
}

// An empty query finds nothing, but its facets count everything.
func TestFacetsOfEverything(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s := bilingual(t, o)
		r := s.search(t, search.Query{Facets: true})
		all := s.search(t, search.Query{Facets: true, Filter: search.Filter{To: day(1000)}})
		if diff := cmp.Diff(all.Facets, r.Facets); diff != "" || r.Total != 0 || all.Total != 5 {
			t.Errorf("%d of %d found; -narrowed to all +empty\n%s", r.Total, all.Total, diff)
		}
	})
}
