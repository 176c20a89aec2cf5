package search_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hebi/internal/hanzi"
	"hebi/internal/newsroom"
	"hebi/internal/publish"
	"hebi/internal/search"
	"hebi/internal/store"
	"hebi/internal/store/storetest"
)

// madeUp is a text of n Chinese characters that mean nothing.
func madeUp(r *rand.Rand, n int) string {
	var text strings.Builder
	for range n {
		text.WriteRune(rune(0x4E00 + r.IntN(3000)))
	}
	return text.String()
}

// holds returns the slugs of what holds all that a query says, sorted; what is only near does not count.
func (s *site) holds(t *testing.T, q search.Query) []string {
	t.Helper()
	q.PerPage = search.MaxPerPage
	r := s.search(t, q)
	if r.Loose {
		return nil
	}
	list := slugs(r)
	if len(list) != r.Total {
		t.Errorf("query %.100q: %d hits, but their number is said to be %d", q.Text, len(list), r.Total)
	}
	slices.Sort(list)
	return list
}

// checkHolds compares what holds all that a query says with slugs, in any order.
func (s *site) checkHolds(t *testing.T, query, want string) {
	t.Helper()
	wanted := strings.Fields(want)
	slices.Sort(wanted)
	if got := s.holds(t, search.Query{Text: query}); !slices.Equal(got, wanted) {
		t.Errorf("%s: %v, want %v", query, got, wanted)
	}
}

func (s *site) exactly(t *testing.T, phrase string) []string {
	t.Helper()
	return s.holds(t, search.Query{Text: phrase, Exact: true})
}

func TestEveryPhraseOfALongTextIsFound(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s, r := newSite(t, o), rand.New(rand.NewPCG(1, 2))
		body := madeUp(r, 41_000)
		s.publish(t, "long", zh("长文", body))
		s.publish(t, "short", zh("短文", "与它无关的一句话。"))
		runes := []rune(body)
		for _, n := range []int{2, 3, 20, search.MaxQuery} {
			offsets := []int{0, 1, len(runes) - n - 1, len(runes) - n}
			for range 40 {
				offsets = append(offsets, r.IntN(len(runes)-n))
			}
			for _, at := range offsets {
				phrase := string(runes[at : at+n])
				if got := s.exactly(t, phrase); !slices.Contains(got, "long") {
					t.Errorf("%d characters from %d are found in %v", n, at, got)
				}
				wrong := []rune(phrase)
				wrong[n/2] = wrong[n/2]%3000 + 0x4E00 + 1
				if !strings.Contains(hanzi.Fold(body), hanzi.Fold(string(wrong))) {
					if got := s.exactly(t, string(wrong)); len(got) != 0 {
						t.Errorf("%d characters from %d with another among them are found in %v", n, at, got)
					}
				}
			}
		}
	})
}

func TestEveryPhraseAtEveryOffset(t *testing.T) {
	s := newSite(t, store.Options{Path: t.TempDir() + "/hebi.db"})
	const text = "渡口C919大飞机在2023年首飞，A股市场却下跌了3.5%；GDP增长依旧 旧船也在"
	s.publish(t, "a", zh("别的", text))
	runes := []rune(text)
	// What a phrase may begin and end with: never within a word of another script.
	border := func(i int) bool {
		return i == 0 || i == len(runes) || hanzi.IsHan(runes[i-1]) || hanzi.IsHan(runes[i])
	}
	for from := range runes {
		for to := from + 1; to <= len(runes); to++ {
			phrase := string(runes[from:to])
			if !border(from) || !border(to) || strings.Trim(phrase, "，；% ") == "" {
				continue
			}
			if got := s.exactly(t, phrase); len(got) != 1 {
				t.Errorf("%q is found in %v", phrase, got)
			}
		}
	}
}

func TestPhrasesStandAsTheyAreAsked(t *testing.T) {
	var often, words []string
	for i := range 400 {
		often = append(often, "the", fmt.Sprint("x", i))
	}
	for i := range 20_000 {
		words = append(words, fmt.Sprint("w", i))
	}
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s := newSite(t, o)
		s.publish(t, "share", zh("股市周报", "昨天A股市场大涨，GDP增长了。C919大飞机首飞，他说B股 市场冷清，H市的股票没有人问。"))
		s.publish(t, "pairs", zh("绿色", "发展不等人。甲乙。乙丙在场，丙甲不在；征税"))
		s.publish(t, "state", en("Green", "Growth of state-owned firms: it's still slow, the firm owned little."))
		s.publish(t, "often", en("Often", strings.Join(often, " ")))
		s.publish(t, "laugh", zh("笑声", strings.Repeat("哈", 1000)))
		s.publish(t, "words", en("Words", strings.Join(words, " ")))
		for _, tt := range []struct {
			phrase string
			want   []string
		}{
			{"A股市场", []string{"share"}},
			{"A 股市场", []string{"share"}},
			{"Ａ股市场大漲", []string{"share"}},
			{"昨天A股", []string{"share"}},
			{"B股市场", nil},
			{"他说B股", []string{"share"}},
			{"GDP增长", []string{"share"}},
			{"GDP 增长", []string{"share"}},
			{"增长GDP", nil},
			{"大涨GDP", nil},
			{"C919大飞机", []string{"share"}},
			{"大飞机首飞", []string{"share"}},
			{"首飞他说", nil},
			{"大飞机C919", nil},
			{"绿色发展", nil},
			{"绿色", []string{"pairs"}},
			{"色", []string{"pairs"}},
			{"税", []string{"pairs"}},
			{"船", nil},
			{"甲乙", []string{"pairs"}},
			{"乙丙在", []string{"pairs"}},
			{"甲乙丙", nil},
			{"丙甲乙", nil},
			{"green growth", nil},
			{"green", []string{"state"}},
			{"growth of state-owned firms", []string{"state"}},
			{"owned firms", []string{"state"}},
			{"state firms", nil},
			{"firms state", nil},
			{"it's still", []string{"state"}},
			{"the x299", []string{"often"}},
			{"x298 the x299", []string{"often"}},
			{"the x399", []string{"often"}},
			{"the the", nil},
			{"x299 x300", nil},
			{strings.Repeat("哈", search.MaxQuery), []string{"laugh"}},
			{strings.Repeat("哈", search.MaxQuery-1) + "呵", nil},
			{"w0 w1", []string{"words"}},
			{"w16383 w16384 w16385", []string{"words"}},
			{"w19998 w19999", []string{"words"}},
			{"w5 w7", nil},
			{"w19999 w0", nil},
		} {
			for how, q := range map[string]search.Query{
				"exact":     {Text: tt.phrase, Exact: true},
				"in quotes": {Text: "“" + tt.phrase + "”"},
			} {
				if len([]rune(q.Text)) > search.MaxQuery {
					continue
				}
				if diff := cmp.Diff(tt.want, s.holds(t, q)); diff != "" {
					t.Errorf("%.50q %s: -want +got\n%s", tt.phrase, how, diff)
				}
			}
		}
	})
}

// A term may begin with a mark, where no word and no character begins.
func TestATermThatBeginsWithAMarkMayBeAskedExactly(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s := newSite(t, o, newsroom.Term{ZH: "《渡口》", EN: ".ferry"}, newsroom.Term{ZH: "§", EN: "§"})
		s.publish(t, "a", zh("书评", "他在看《渡口》的时候下雨了。"))
		for phrase, want := range map[string][]string{"《渡口》": {"a"}, "看《渡口》": {"a"}, "《渡船》": nil, "§": nil, ".ferry": nil} {
			if diff := cmp.Diff(want, s.exactly(t, phrase)); diff != "" {
				t.Errorf("%q: -want +got\n%s", phrase, diff)
			}
		}
	})
}

// library is a site whose articles differ in all that filters ask.
func library(t *testing.T, o store.Options) *site {
	t.Helper()
	s := newSite(t, o)
	themes := []newsroom.Theme{{Slug: "ports", Name: newsroom.Bilingual{ZH: "港口", EN: "Ports"}}, {Slug: "talent", Name: newsroom.Bilingual{ZH: "人才", EN: "Talent"}}}
	if _, err := s.publisher.SaveThemes(t.Context(), themes, publish.Options{}); err != nil {
		t.Fatal(err)
	}
	by := func(slug string, role newsroom.CreditRole) []newsroom.Credit {
		return []newsroom.Credit{{Contributor: newsroom.Contributor{Slug: slug}, Role: role}}
	}
	edition := func(l newsroom.Language, day int) *newsroom.Edition {
		return &newsroom.Edition{Language: l, Title: fmt.Sprint("C919 ", l, day), Body: "C919", Date: time.Date(2023, 10, day, 12, 0, 0, 0, time.UTC)}
	}
	one := &newsroom.Article{Slug: "one", Kind: newsroom.News, Themes: []newsroom.ThemeTag{{Slug: "ports"}}, Credits: by("lin", newsroom.Author)}
	one.Editions = map[newsroom.Language]*newsroom.Edition{newsroom.Chinese: edition(newsroom.Chinese, 1), newsroom.English: edition(newsroom.English, 5)}
	one.Editions[newsroom.English].Translators = by("tang", newsroom.Translator)
	two := &newsroom.Article{Slug: "two", Kind: newsroom.Commentary, Themes: []newsroom.ThemeTag{{Slug: "ports"}, {Slug: "talent"}}}
	two.Editions = map[newsroom.Language]*newsroom.Edition{newsroom.Chinese: edition(newsroom.Chinese, 3)}
	three := &newsroom.Article{Slug: "three", Kind: newsroom.News, Credits: by("tang", newsroom.Author)}
	three.Editions = map[newsroom.Language]*newsroom.Edition{newsroom.English: edition(newsroom.English, 4)}
	for _, a := range []*newsroom.Article{one, two, three} {
		if _, err := s.publisher.SaveArticle(t.Context(), a, publish.Options{Publish: true}); err != nil {
			t.Fatal(err)
		}
	}
	return s
}

func TestFiltersNarrow(t *testing.T) {
	noon := func(day int) time.Time { return time.Date(2023, 10, day, 12, 0, 0, 0, time.UTC) }
	zh, en := newsroom.Chinese, newsroom.English
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s := library(t, o)
		for _, tt := range []struct {
			name string
			q    search.Query
			want []string // slug and language of each hit, newest first
		}{
			{"nothing", search.Query{}, []string{"three en", "two zh", "one zh"}},
			{"the reader's language", search.Query{Language: en}, []string{"one en", "three en", "two zh"}},
			{"one language", search.Query{Filter: search.Filter{Only: en}}, []string{"one en", "three en"}},
			{"one language, the reader's", search.Query{Filter: search.Filter{Only: zh}}, []string{"two zh", "one zh"}},
			{"a theme", search.Query{Filter: search.Filter{Theme: "ports"}}, []string{"two zh", "one zh"}},
			{"a theme and a language", search.Query{Filter: search.Filter{Theme: "ports", Only: en}}, []string{"one en"}},
			{"another theme", search.Query{Language: en, Filter: search.Filter{Theme: "talent"}}, []string{"two zh"}},
			{"an unknown theme", search.Query{Filter: search.Filter{Theme: "lin"}}, nil},
			{"a strange theme", search.Query{Filter: search.Filter{Theme: "ports talent"}}, nil},
			{"an author, who stands on both editions", search.Query{Language: en, Filter: search.Filter{Contributor: "lin"}}, []string{"one en"}},
			{"a translator, who stands on one", search.Query{Filter: search.Filter{Contributor: "tang"}}, []string{"one en", "three en"}},
			{"an unknown contributor", search.Query{Filter: search.Filter{Contributor: "\x00"}}, nil},
			{"a kind", search.Query{Filter: search.Filter{Kind: newsroom.Commentary}}, []string{"two zh"}},
			{"an unknown kind", search.Query{Filter: search.Filter{Kind: "\xff"}}, nil},
			{"from", search.Query{Filter: search.Filter{From: noon(3)}}, []string{"one en", "three en", "two zh"}},
			{"just after", search.Query{Filter: search.Filter{From: noon(3).Add(time.Millisecond)}}, []string{"one en", "three en"}},
			{"to", search.Query{Filter: search.Filter{To: noon(3)}}, []string{"one zh"}},
			{"just after that", search.Query{Filter: search.Filter{To: noon(3).Add(time.Millisecond)}}, []string{"two zh", "one zh"}},
			{"from and to", search.Query{Filter: search.Filter{From: noon(2), To: noon(5)}}, []string{"three en", "two zh"}},
			{"all at once", search.Query{Filter: search.Filter{Theme: "ports", Contributor: "lin", Kind: newsroom.News, From: noon(1), To: noon(2), Only: zh}}, []string{"one zh"}},
			{"all but one", search.Query{Filter: search.Filter{Theme: "talent", Contributor: "lin", Kind: newsroom.News}}, nil},
		} {
			t.Run(tt.name, func(t *testing.T) {
				tt.q.Text, tt.q.Newest = "c919", true
				r := s.search(t, tt.q)
				var got []string
				for _, h := range r.Hits {
					got = append(got, h.Slug+" "+string(h.Language))
				}
				if diff := cmp.Diff(tt.want, got); diff != "" || r.Total != len(tt.want) {
					t.Errorf("total %d, -want +got\n%s", r.Total, diff)
				}
			})
		}
	})
}

func TestARetagShowsWithoutIndexing(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s := newSite(t, o)
		s.publish(t, "a", zh("渡口风电", "风电与光伏，渡口的风电与光伏。"))
		inTheme := func() []string {
			return s.holds(t, search.Query{Text: "渡口", Filter: search.Filter{Theme: "energy"}})
		}
		if got := inTheme(); len(got) != 0 {
			t.Fatalf("before there is a theme: %v", got)
		}
		energy := []newsroom.Theme{{Slug: "energy", Name: newsroom.Bilingual{ZH: "能源", EN: "Energy"}, Vocabulary: map[newsroom.Language][]string{newsroom.Chinese: {"风电", "光伏"}}}}
		if _, err := s.publisher.SaveThemes(t.Context(), energy, publish.Options{}); err != nil {
			t.Fatal(err)
		}
		before, err := s.store.IndexSegments(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if err := s.publisher.Retag(t.Context(), func() {}); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([]string{"a"}, inTheme()); diff != "" {
			t.Errorf("-want +got\n%s", diff)
		}
		after, err := s.store.IndexSegments(t.Context())
		if diff := cmp.Diff(before, after); diff != "" || err != nil {
			t.Errorf("the text was indexed again: error %v, -before +after\n%s", err, diff)
		}
	})
}

// TestPagesAreOneListInPieces has articles in no order, of which every page
// shows its part, and pages after the last show that there are so many.
func TestPagesAreOneListInPieces(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s, r := newSite(t, o), rand.New(rand.NewPCG(3, 4))
		const n = 60
		var articles []*newsroom.Article
		byDate := make([]string, n)
		for i, day := range r.Perm(n) {
			slug := fmt.Sprint("a", i)
			byDate[n-1-day] = slug
			articles = append(articles, &newsroom.Article{Slug: slug, Editions: map[newsroom.Language]*newsroom.Edition{newsroom.Chinese: {
				Language: newsroom.Chinese, Title: "题", Body: strings.Repeat("琥珀。", 1+r.IntN(9)) + strings.Repeat("渡口的船。", r.IntN(30)),
				Date: time.Date(2023, 1, 1+day, 0, 0, 0, 0, time.UTC),
			}}})
		}
		for batch := range slices.Chunk(articles, 25) {
			for _, r := range s.publisher.SaveArticles(t.Context(), batch, publish.Options{Publish: true}) {
				if r.Err != nil {
					t.Fatal(r.Err)
				}
			}
		}
		for _, newest := range []bool{false, true} {
			whole := s.search(t, search.Query{Text: "琥珀", Newest: newest, PerPage: search.MaxPerPage})
			want := slugs(whole)
			if newest {
				want = byDate
			}
			falls := func(a, b search.Hit) int { return int(max(-1, min(1, 1e6*(b.Score-a.Score)))) }
			if !newest && !slices.IsSortedFunc(whole.Hits, falls) {
				t.Error("scores do not fall")
			}
			for _, size := range []int{1, 2, 7, 40} {
				var got []string
				for page := 1; page <= n/size+1; page++ {
					r := s.search(t, search.Query{Text: "琥珀", Newest: newest, Page: page, PerPage: size})
					if r.Total != n {
						t.Errorf("newest %v, %d to a page: page %d is of %d", newest, size, page, r.Total)
					}
					got = append(got, slugs(r)...)
				}
				if diff := cmp.Diff(want, got); diff != "" {
					t.Errorf("newest %v, %d to a page: -want +got\n%s", newest, size, diff)
				}
			}
			for _, page := range []int{9, 1 << 62} {
				if r := s.search(t, search.Query{Text: "琥珀", Newest: newest, Page: page}); r.Total != n || len(r.Hits) != 0 {
					t.Errorf("page %d: %d hits of %d", page, len(r.Hits), r.Total)
				}
			}
		}
	})
}

func TestScoresDiffer(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s := newSite(t, o)
		s.publish(t, "much", zh("琥珀", "琥珀与琥珀。"))
		s.publish(t, "little", zh("渡口", "渡口的船上有一块琥珀，其余都是别的东西，说来话长，一时说不完。"))
		r := s.search(t, search.Query{Text: "琥珀"})
		if len(r.Hits) != 2 || r.Hits[0].Slug != "much" || r.Hits[0].Score <= r.Hits[1].Score || r.Hits[1].Score <= 0 {
			t.Errorf("%+v", r.Hits)
		}
	})
}
