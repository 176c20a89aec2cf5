package reader

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hebi/internal/locale"
	"hebi/internal/newsroom"
	"hebi/internal/search"
	"hebi/internal/web/asked"
)

// shownFacet is a facet in one line: its values, then how many are folded away.
func shownFacet(f facet) string {
	var list []string
	for _, v := range f.Values {
		list = append(list, strings.TrimSpace(fmt.Sprint(v.Text, " ", v.Count, " ", v.Off)))
	}
	return fmt.Sprint(f.Name, ": ", strings.Join(list, ", "), " +", len(f.More))
}

func TestFacets(t *testing.T) {
	many := func(n int) []search.Count {
		var list []search.Count
		for i := range n {
			list = append(list, search.Count{Value: fmt.Sprintf("t%d", i), Count: 1000 - i})
		}
		return list
	}
	eight := "t0 1,000, t1 999, t2 998, t3 997, t4 996, t5 995, t6 994, t7 993"
	names := &search.Names{Contributors: []search.Name{{Slug: "he-lan", Name: newsroom.Bilingual{ZH: "何岚"}}}}
	for _, c := range []struct {
		name   string
		form   asked.Search
		facets *search.Facets
		want   []string
		chosen string
	}{
		{name: "nothing is found"},
		{
			name: "what is chosen stays although it finds nothing", form: asked.Search{Theme: "t9", Kind: "news"},
			want: []string{"Theme: t9 0 remove +0", "Kind: News 0 remove +0"}, chosen: "Theme t9, Kind News",
		},
		{
			name: "what is chosen comes first", form: asked.Search{Theme: "t100"}, facets: &search.Facets{Themes: many(200)},
			want: []string{"Theme: t100 900 remove, " + strings.TrimSuffix(eight, ", t7 993") + " +52"}, chosen: "Theme t100",
		},
		{name: "eight and a fold", facets: &search.Facets{Themes: many(10)}, want: []string{"Theme: " + eight + " +2"}},
		{name: "no fold for one", facets: &search.Facets{Themes: many(9)}, want: []string{"Theme: " + eight + ", t8 992 +0"}},
		{
			name: "names and years", form: asked.Search{From: "2023-01-01", To: "2023-12-31"},
			facets: &search.Facets{Contributors: []search.Count{{Value: "he-lan", Count: 2}}, Years: []search.Count{{Value: "2024", Count: 1}, {Value: "2023", Count: 2}}},
			want:   []string{"People: 何岚 2 +0", "Year: 2023 2 remove, 2024 1 +0"}, chosen: "Year 2023",
		},
		{name: "days that are no year", form: asked.Search{To: "2023-10-25"}, chosen: "Dates until 25 October 2023"},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := searchPage{frame: frame{Locale: locale.Locale{Language: newsroom.English, Zone: time.UTC}}}
			var q search.Query
			p.Form, q, _ = asked.Read(c.form.Values(), time.UTC)
			p.fillFacets(c.facets, asked.NewLabels(p.Locale, names), q)
			var got, chosen []string
			for _, f := range p.Facets {
				got = append(got, shownFacet(f))
			}
			for _, choice := range p.Chosen {
				chosen = append(chosen, choice.Facet+" "+choice.Text)
			}
			if diff := cmp.Diff(c.want, got) + cmp.Diff(c.chosen, strings.Join(chosen, ", ")); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
		})
	}
}

// A facet's link changes its own value and nothing else but the page.
func TestFacetLinks(t *testing.T) {
	form := asked.Search{Text: "a&b", Theme: "x", Kind: "news", Only: "en", From: "2023-01-01", To: "2023-12-31", Exact: true, Newest: true}
	p := searchPage{frame: frame{Locale: locale.Locale{Language: newsroom.Chinese, Zone: time.UTC}}, Form: form}
	p.fillFacets(&search.Facets{
		Themes: []search.Count{{Value: "y", Count: 1}}, Years: []search.Count{{Value: "2022", Count: 1}},
	}, asked.NewLabels(p.Locale, &search.Names{}), search.Query{})
	with := func(change func(*asked.Search)) string {
		s := form
		change(&s)
		return p.address(s)
	}
	want := map[string]string{
		"x": with(func(s *asked.Search) { s.Theme = "" }), "y": with(func(s *asked.Search) { s.Theme = "y" }),
		"新闻": with(func(s *asked.Search) { s.Kind = "" }), "英文": with(func(s *asked.Search) { s.Only = "" }),
		"2023年": with(func(s *asked.Search) { s.From, s.To = "", "" }), "2022年": with(func(s *asked.Search) { s.From, s.To = "2022-01-01", "2022-12-31" }),
	}
	got := map[string]string{}
	for _, f := range p.Facets {
		for _, v := range f.Values {
			got[v.Text] = v.Path
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}
