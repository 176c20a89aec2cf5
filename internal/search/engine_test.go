package search_test

import (
	"encoding/json"
	"os"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"hebi/internal/media"
	"hebi/internal/newsroom"
	"hebi/internal/publish"
	"hebi/internal/search"
	"hebi/internal/segment"
	"hebi/internal/store"
	"hebi/internal/store/storetest"
)

// site is a small real site: SQLite, the real segmenter, articles published as editors publish them.
type site struct {
	store     *store.Store
	publisher *publish.Publisher
	segmenter *segment.Segmenter
	engine    *search.Engine
}

func newSite(t *testing.T, o store.Options, terms ...newsroom.Term) *site {
	t.Helper()
	dir := t.TempDir()
	db := storetest.Open(t, o, nil)
	segmenter := segment.Open()
	p, err := publish.New(t.Context(), publish.Parts{Store: db, Segmenter: segmenter, Media: media.NewFiles(dir)})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.SaveTerms(t.Context(), terms, publish.Options{}); err != nil {
		t.Fatal(err)
	}
	return &site{store: db, publisher: p, segmenter: segmenter, engine: search.NewEngine(db, segmenter)}
}

type text struct{ title, body string }

func (s *site) publish(t *testing.T, slug string, texts map[newsroom.Language]text) {
	t.Helper()
	a := &newsroom.Article{Slug: slug, Kind: newsroom.News, Editions: map[newsroom.Language]*newsroom.Edition{}}
	for l, x := range texts {
		a.Editions[l] = &newsroom.Edition{Language: l, Title: x.title, Body: x.body, Date: time.Date(2023, 10, len(slug), 0, 0, 0, 0, time.UTC)}
	}
	if _, err := s.publisher.SaveArticle(t.Context(), a, publish.Options{Publish: true}); err != nil {
		t.Fatal(err)
	}
}

func zh(title, body string) map[newsroom.Language]text {
	return map[newsroom.Language]text{newsroom.Chinese: {title, body}}
}

func en(title, body string) map[newsroom.Language]text {
	return map[newsroom.Language]text{newsroom.English: {title, body}}
}

func (s *site) search(t *testing.T, q search.Query) *search.Results {
	t.Helper()
	if q.Language == "" {
		q.Language = newsroom.Chinese
	}
	r, err := s.engine.Search(t.Context(), q)
	if err != nil {
		t.Fatalf("query %q: %v", q.Text, err)
	}
	return r
}

func slugs(r *search.Results) []string {
	var list []string
	for _, h := range r.Hits {
		list = append(list, h.Slug)
	}
	return list
}

func TestQueriesFind(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s := newSite(t, o, newsroom.Term{ZH: "绿色发展", EN: "green development"}, newsroom.Term{ZH: "粤港澳大湾区", EN: "Greater Bay Area"})
		s.publish(t, "lv", zh("绿色发展走深走实", "沿河的小城把旧厂房改成了公园，招商也换了思路。GDP不再是唯一的尺子。"))
		s.publish(t, "hong", zh("港口的清晨", "货轮从粤港澳大湾区出发，船上装着C919的零件和3106亿元的订单。税务窗口一早就开了。"))
		s.publish(t, "ports", en("A harbour at dawn", "Ships leave the Greater Bay Area. The opening-up of the port began in 1992; it's still running."))
		tests := []struct {
			query string
			exact bool
			// loose says that no article holds all, so the nearest are shown and called that.
			loose bool
			want  []string
		}{
			{query: "绿色发展", want: []string{"lv"}},
			{query: "綠色發展", want: []string{"lv"}},
			{query: "发展绿色", want: []string{"lv"}},
			{query: "发展绿色", exact: true},
			{query: "色发", exact: true, want: []string{"lv"}},
			{query: `"深走实"`, want: []string{"lv"}},
			{query: "“走实走深”"},
			{query: "ＧＤＰ", want: []string{"lv"}},
			{query: "gdp", want: []string{"lv"}},
			{query: "税", want: []string{"hong"}},
			{query: "园", want: []string{"lv"}},
			{query: "港口的零件", want: []string{"hong"}},
			{query: "的", want: []string{"hong", "lv"}},
			{query: "c919", want: []string{"hong"}},
			{query: "3106亿元", want: []string{"hong"}},
			{query: "大湾区 零件", want: []string{"hong"}},
			{query: "greater bay area", want: []string{"ports", "hong"}}, // the second by the term
			{query: "ships leaving", want: []string{"ports"}},
			{query: `"ships leaving"`},
			{query: `"ships leave"`, want: []string{"ports"}},
			{query: "opening up", want: []string{"ports"}},
			{query: "openingup", want: []string{"ports"}},
			{query: `"the Greater Bay Area"`, want: []string{"ports"}},
			{query: `"Bay the Greater"`},
			{query: "完全没有提到的内容词语"},
			{query: "绿色 琥珀", loose: true, want: []string{"lv"}},
			{query: ""},
			{query: "   \t\n"},
			{query: `"`},
		}
		for _, tt := range tests {
			t.Run(tt.query, func(t *testing.T) {
				r := s.search(t, search.Query{Text: tt.query, Exact: tt.exact})
				if r.Loose != tt.loose {
					t.Errorf("loose is %v, want %v", r.Loose, tt.loose)
				}
				if diff := cmp.Diff(tt.want, slugs(r)); diff != "" {
					t.Errorf("read as %q, loose %v\n-want +got\n%s", r.Tokens, r.Loose, diff)
				}
			})
		}
	})
}

func TestAnArticleOfBothLanguagesIsOneHit(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s := newSite(t, o)
		s.publish(t, "both", map[newsroom.Language]text{
			newsroom.Chinese: {"C919首飞", "飞机起飞了。"}, newsroom.English: {"C919 flies", "The plane took off."},
		})
		for _, l := range newsroom.Languages() {
			r := s.search(t, search.Query{Text: "c919", Language: l})
			if r.Total != 1 || len(r.Hits) != 1 || r.Hits[0].Language != l {
				t.Errorf("from the %s side: %+v", l, r)
			}
		}
		r := s.search(t, search.Query{Text: "起飞", Language: newsroom.English})
		if len(r.Hits) != 1 || r.Hits[0].Language != newsroom.Chinese || r.Hits[0].Title.Text != "C919首飞" {
			t.Errorf("the other language's edition is not named: %+v", r.Hits)
		}
	})
}

func TestWithdrawnIsNotFound(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s := newSite(t, o)
		s.publish(t, "gone", zh("撤下的稿子", "里面有一个词叫作琥珀。"))
		if r := s.search(t, search.Query{Text: "琥珀"}); r.Total != 1 {
			t.Fatalf("published, but found %d", r.Total)
		}
		if _, err := s.publisher.Withdraw(t.Context(), "gone", "", publish.Options{}); err != nil {
			t.Fatal(err)
		}
		if r := s.search(t, search.Query{Text: "琥珀"}); r.Total != 0 {
			t.Errorf("withdrawn, but found %d", r.Total)
		}
	})
}

func TestNewestSortsByDate(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s := newSite(t, o)
		s.publish(t, "b", zh("琥珀琥珀琥珀", "琥珀。"))
		s.publish(t, "aaa", zh("别的题目", "一段很长的话里只提到一次琥珀，其余都是别的内容，走得很远，说得很多。"))
		if got := slugs(s.search(t, search.Query{Text: "琥珀"})); !cmp.Equal(got, []string{"b", "aaa"}) {
			t.Errorf("by relevance: %v", got)
		}
		if got := slugs(s.search(t, search.Query{Text: "琥珀", Newest: true})); !cmp.Equal(got, []string{"aaa", "b"}) {
			t.Errorf("newest: %v", got)
		}
	})
}

func TestPagesFollowOneAnother(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s := newSite(t, o)
		for _, slug := range []string{"a", "bb", "ccc", "dddd", "eeeee"} {
			s.publish(t, slug, zh("琥珀"+slug, "琥珀。"))
		}
		var all []string
		for page := 1; page <= 3; page++ {
			r := s.search(t, search.Query{Text: "琥珀", Page: page, PerPage: 2, Newest: true})
			if r.Total != 5 {
				t.Errorf("page %d: total %d", page, r.Total)
			}
			all = append(all, slugs(r)...)
		}
		if diff := cmp.Diff([]string{"eeeee", "dddd", "ccc", "bb", "a"}, all); diff != "" {
			t.Errorf("-want +got\n%s", diff)
		}
	})
}

func TestOnlyTheFirstCharactersOfAQueryAreRead(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s := newSite(t, o)
		r := s.search(t, search.Query{Text: strings.Repeat("税", search.MaxQuery+1)})
		if !r.Truncated {
			t.Error("a query that is too long is not said to be cut")
		}
		if r := s.search(t, search.Query{Text: strings.Repeat("税", search.MaxQuery)}); r.Truncated {
			t.Error("a query of just the right length is said to be cut")
		}
	})
}

func TestMarksStandOnTheWords(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s := newSite(t, o)
		s.publish(t, "m", zh("论綠色發展", "第一句话说别的。第二句说ＧＤＰ与绿色发展，也说green ports。"))
		tests := []struct {
			query          string
			title, snippet []string
		}{
			{"绿色发展", []string{"綠色發展"}, []string{"绿色发展"}},
			{"绿色的发展", []string{"綠色發展"}, []string{"绿色发展"}},
			{"gdp ports", nil, []string{"ＧＤＰ", "ports"}},
		}
		for _, tt := range tests {
			t.Run(tt.query, func(t *testing.T) {
				r := s.search(t, search.Query{Text: tt.query})
				if len(r.Hits) != 1 {
					t.Fatalf("%d hits", len(r.Hits))
				}
				if diff := cmp.Diff(tt.title, markedWords(r.Hits[0].Title)); diff != "" {
					t.Errorf("title: -want +got\n%s", diff)
				}
				if diff := cmp.Diff(tt.snippet, markedWords(r.Hits[0].Snippet)); diff != "" {
					t.Errorf("snippet %q: -want +got\n%s", r.Hits[0].Snippet.Text, diff)
				}
			})
		}
	})
}

func markedWords(m search.Marked) []string {
	runes := []rune(m.Text)
	var words []string
	for _, mark := range m.Marks {
		words = append(words, string(runes[mark[0]:mark[1]]))
	}
	return words
}

// checkMarked holds what every page relies on: marks ascend within the text,
// and a piece of a valid text is valid.
func checkMarked(t *testing.T, query string, m search.Marked, stored string) {
	t.Helper()
	if !strings.Contains(stored, m.Text) {
		t.Errorf("query %q: this is not a piece of the text: %q", query, m.Text)
	}
	if utf8.ValidString(stored) && !utf8.ValidString(m.Text) {
		t.Errorf("query %q: a rune is cut in %q", query, m.Text)
	}
	last, n := -1, utf8.RuneCountInString(m.Text)
	for _, mark := range m.Marks {
		if mark[0] <= last || mark[1] <= mark[0] || mark[1] > n {
			t.Errorf("query %q: marks %v in %d runes", query, m.Marks, n)
		}
		last = mark[1]
	}
}

func TestEveryQueryIsAnswered(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		data, err := os.ReadFile("../../../shared/data/hostile/naughty-strings.json")
		if err != nil {
			t.Skip("the naughty strings are not here")
		}
		var strange []string
		if err := json.Unmarshal(data, &strange); err != nil {
			t.Fatal(err)
		}
		s := newSite(t, o)
		// As code they name no pictures, whose files are not there.
		body := "绿色发展 AND OR NOT NEAR\n\n    " + strings.ReplaceAll(strings.Join(strange, "\n\n"), "\n", "\n    ")
		s.publish(t, "a", zh("绿色发展", body))
		for _, query := range append(strange, `a" OR "b`, "NEAR(a b, 5)", "title:x", "a*", "^a", "-", "((", `\`, "\x00", "\xff\xfe", "a\x00b") {
			for _, exact := range []bool{false, true} {
				r := s.search(t, search.Query{Text: query, Exact: exact})
				for _, h := range r.Hits {
					checkMarked(t, query, h.Title, "绿色发展")
					stored, err := s.store.SearchBodies(t.Context(), []int64{h.EditionKey})
					if err != nil {
						t.Fatal(err)
					}
					checkMarked(t, query, h.Snippet, stored[h.EditionKey])
				}
			}
		}
	})
}
