package search_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hebi/internal/newsroom"
	"hebi/internal/publish"
	"hebi/internal/search"
	"hebi/internal/store"
	"hebi/internal/store/storetest"
)

// filed publishes an article with themes, contributors and a moment.
func (s *site) filed(t *testing.T, slug string, kind newsroom.Kind, date string, themes, people []string, texts map[newsroom.Language]text) {
	t.Helper()
	when, err := time.Parse(time.RFC3339, date)
	if err != nil {
		t.Fatal(err)
	}
	a := article(slug, texts)
	a.Kind = kind
	for _, e := range a.Editions {
		e.Date = when
	}
	for _, theme := range themes {
		a.Themes = append(a.Themes, newsroom.ThemeTag{Slug: theme, Manual: true})
	}
	for _, who := range people {
		a.Credits = append(a.Credits, newsroom.Credit{Contributor: newsroom.Contributor{Slug: who}, Role: newsroom.Author})
	}
	if _, err := s.publisher.SaveArticle(t.Context(), a, publish.Options{Publish: true}); err != nil {
		t.Fatal(err)
	}
}

// census counts one of two editions, months in the zone, and nothing that was withdrawn.
func TestCensus(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s := bilingual(t, o)
		for _, slug := range []string{"withdraw-me"} {
			s.filed(t, slug, newsroom.News, "2021-05-01T00:00:00Z", []string{"ports"}, []string{"he-lan"}, zh("撤", "撤下的文字。"))
		}
		if _, err := s.publisher.Withdraw(t.Context(), "withdraw-me", "", publish.Options{}); err != nil {
			t.Fatal(err)
		}
		count := func(q search.CensusQuery) *search.Census {
			c, err := s.engine.Census(t.Context(), q)
			if err != nil {
				t.Fatal(err)
			}
			return c
		}
		before := count(search.CensusQuery{Language: newsroom.Chinese})
		s.filed(t, "eve", newsroom.Editorial, "2022-12-31T16:00:00Z", []string{"ports", "talent"}, []string{"he-lan", "lin-yue"}, map[newsroom.Language]text{
			newsroom.Chinese: {"除夕", "这一夜的港口。"}, newsroom.English: {"Eve", "The port that night."},
		})
		s.filed(t, "dusk", newsroom.News, "2022-12-31T15:59:59Z", []string{"ports"}, []string{"lin-yue"}, zh("黄昏", "黄昏的港口。"))
		if after := count(search.CensusQuery{Language: newsroom.Chinese}); after.Total != before.Total+2 {
			t.Errorf("%d articles, then %d; want two more", before.Total, after.Total)
		}
		beijing := time.FixedZone("", 8*3600)
		got := count(search.CensusQuery{Language: newsroom.Chinese, Theme: "ports", Contributor: "lin-yue", Zone: beijing})
		for i, m := range got.Months { // those of the small site are other tests' matter
			if m.Year > 2023 || m.Year == 2023 && m.Month > 1 {
				got.Months = got.Months[:i]
				break
			}
		}
		want := []search.MonthCount{
			{Year: 2022, Month: 12, Kinds: map[newsroom.Kind]int{newsroom.News: 1}},
			{Year: 2023, Month: 1, Kinds: map[newsroom.Kind]int{newsroom.Editorial: 1}},
		}
		if diff := cmp.Diff(want, got.Months); diff != "" {
			t.Errorf("months: -want +got\n%s", diff)
		}
		if english := count(search.CensusQuery{Language: newsroom.English, Theme: "ports", Contributor: "he-lan"}); english.Total == 0 || english.Total == count(search.CensusQuery{Language: newsroom.English}).Total {
			t.Errorf("a theme and a contributor narrow nothing, or to nothing: %+v", english)
		}
		if none := count(search.CensusQuery{Language: newsroom.Chinese, Theme: "no-such"}); none.Total != 0 || none.Months != nil || none.Themes != nil {
			t.Errorf("an unknown theme: %+v", none)
		}
	})
}

// What is related shares terms or themes, says which, and is the nearest first.
func TestRelated(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s := newSite(t, o,
			newsroom.Term{ZH: "粤港澳大湾区", EN: "Greater Bay Area", ZHVariants: []string{"大湾区"}, ENVariants: []string{"GBA"}},
			newsroom.Term{ZH: "绿色发展", EN: "green development"})
		if _, err := s.publisher.SaveThemes(t.Context(), []newsroom.Theme{{Slug: "talent"}, {Slug: "ports"}}, publish.Options{}); err != nil {
			t.Fatal(err)
		}
		const day = "2023-10-01T00:00:00Z"
		s.filed(t, "both", newsroom.News, day, []string{"ports"}, nil, zh("港", "大湾区的港口。"))
		s.filed(t, "term", newsroom.News, day, []string{"talent"}, nil, zh("城", "粤港澳大湾区的城市。"))
		s.filed(t, "theme", newsroom.News, day, []string{"ports"}, nil, zh("船", "船到了。"))
		for _, slug := range []string{"old-a", "old-b", "old-c", "old-d", "old-e"} {
			s.filed(t, slug, newsroom.News, "2022-10-01T00:00:00Z", []string{"ports"}, nil, zh("旧", "旧日的船。"))
		}
		s.filed(t, "nothing", newsroom.News, day, []string{"talent"}, nil, zh("雨", "下雨了。"))
		s.filed(t, "english", newsroom.News, day, nil, nil, en("Cities", "Cities of the GBA."))
		s.filed(t, "hidden", newsroom.News, day, []string{"ports"}, nil, zh("隐", "大湾区的港口。"))
		if _, err := s.publisher.Withdraw(t.Context(), "hidden", "", publish.Options{}); err != nil {
			t.Fatal(err)
		}
		id := func(slug string) int64 {
			a, err := s.store.WholeArticle(t.Context(), slug)
			if err != nil {
				t.Fatal(err)
			}
			return a.ID
		}
		bay := []newsroom.Bilingual{{ZH: "粤港澳大湾区", EN: "Greater Bay Area"}}
		ports := []string{"ports"}
		for _, c := range []struct {
			name string
			ask  search.Relation
			want []search.Related
		}{
			{
				"of the nearest first",
				search.Relation{Language: newsroom.Chinese, Text: "大湾区的绿色发展", Themes: ports, Limit: 3},
				[]search.Related{{ArticleID: id("both"), Terms: bay, Themes: ports}, {ArticleID: id("term"), Terms: bay}, {ArticleID: id("theme"), Themes: ports}},
			},
			{"at most so many", search.Relation{Language: newsroom.Chinese, Text: "大湾区", Themes: ports, Limit: 1}, []search.Related{{ArticleID: id("both"), Terms: bay, Themes: ports}}},
			{"neither itself nor others that are not wanted", search.Relation{ArticleID: id("both"), Language: newsroom.Chinese, Text: "大湾区", Except: []int64{id("term")}, Themes: ports, Limit: 1}, []search.Related{{ArticleID: id("theme"), Themes: ports}}},
			{"by a term said in the other language", search.Relation{Language: newsroom.English, Text: "大湾区", Limit: 4}, []search.Related{{ArticleID: id("english"), Terms: bay}}},
			{"none shares anything", search.Relation{Language: newsroom.Chinese, Text: "没有术语", Themes: []string{"no-such"}, Limit: 4}, []search.Related{}},
		} {
			got, err := s.engine.Related(t.Context(), c.ask)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("%s: -want +got\n%s", c.name, diff)
			}
		}
	})
}
