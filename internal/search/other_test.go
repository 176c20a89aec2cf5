package search_test

import (
	"strconv"
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

// shown are the hits of a query, each with what led to it.
func (s *site) shown(t *testing.T, q search.Query) string {
	t.Helper()
	var list []string
	for _, h := range s.search(t, q).Hits {
		hit := h.Slug + "/" + string(h.Language)
		if h.Via != "" {
			hit += " via " + h.Via
		}
		list = append(list, hit)
	}
	return strings.Join(list, ", ")
}

// bilingual is a site with a few pieces in one language or both.
func bilingual(t *testing.T, o store.Options) *site {
	s := newSite(t, o,
		newsroom.Term{ZH: "对外开放", EN: "opening-up", ENVariants: []string{"opening up to the world"}},
		newsroom.Term{ZH: "绿色发展", EN: "green development"},
		newsroom.Term{ZH: "粤港澳大湾区", EN: "Greater Bay Area", ZHVariants: []string{"大湾区"}, ENVariants: []string{"GBA"}})
	ctx := t.Context()
	if _, err := s.publisher.SaveThemes(ctx, []newsroom.Theme{
		{Slug: "talent", Name: newsroom.Bilingual{ZH: "人才", EN: "Talent"}},
		{Slug: "ports", Name: newsroom.Bilingual{ZH: "港口", EN: "Ports"}},
	}, publish.Options{}); err != nil {
		t.Fatal(err)
	}
	for _, c := range []newsroom.Contributor{
		{Slug: "he-lan", Name: newsroom.Bilingual{ZH: "何岚", EN: "He Lan"}},
		{Slug: "lin-yue", Name: newsroom.Bilingual{ZH: "林越", EN: "Lin Yue"}},
	} {
		if _, err := s.publisher.SaveContributor(ctx, &c, publish.Options{}); err != nil {
			t.Fatal(err)
		}
	}
	save := func(slug, theme, contributor string, texts map[newsroom.Language]text) {
		a := article(slug, texts)
		a.Themes = []newsroom.ThemeTag{{Slug: theme, Manual: true}}
		a.Credits = []newsroom.Credit{{Contributor: newsroom.Contributor{Slug: contributor}, Role: newsroom.Author}}
		if _, err := s.publisher.SaveArticle(ctx, a, publish.Options{Publish: true}); err != nil {
			t.Fatal(err)
		}
	}
	save("kai", "ports", "he-lan", zh("口岸对外开放三十年", "小城的对外开放从一座码头开始。"))
	save("door", "ports", "lin-yue", en("The opening-up of a small port", "Opening up took thirty years."))
	save("lv", "talent", "he-lan", zh("绿色发展走深走实", "旧厂房改成了公园，招来了人才。"))
	save("green", "talent", "lin-yue", en("Notes on green development", "A park where the factory stood; talents came."))
	save("wan", "ports", "he-lan", map[newsroom.Language]text{
		newsroom.Chinese: {"大湾区的清晨", "货轮开往大湾区。"}, newsroom.English: {"A morning in the GBA", "Ships sail for the GBA."},
	})
	return s
}

func article(slug string, texts map[newsroom.Language]text) *newsroom.Article {
	a := &newsroom.Article{Slug: slug, Kind: newsroom.News, Editions: map[newsroom.Language]*newsroom.Edition{}}
	for l, x := range texts {
		a.Editions[l] = &newsroom.Edition{Language: l, Title: x.title, Body: x.body, Date: day(len(slug))}
	}
	return a
}

func TestOtherReadings(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s := bilingual(t, o)
		for _, tt := range []struct{ query, zh, en string }{
			// Across languages, after what is found directly.
			{"opening-up", "door/en, kai/zh via 对外开放", "door/en, kai/zh via 对外开放"},
			{"Opening Up", "door/en, kai/zh via 对外开放", "door/en, kai/zh via 对外开放"},
			{"对外开放", "kai/zh, door/en via opening-up", "kai/zh, door/en via opening-up"},
			{"對外開放", "kai/zh, door/en via opening-up", "kai/zh, door/en via opening-up"},
			{"大湾区", "wan/zh", "wan/en via Greater Bay Area"}, // each reader gets the own edition
			{"Greater Bay Area", "wan/zh via 粤港澳大湾区", "wan/en via GBA"},
			{"粤港澳大湾区", "wan/zh via 大湾区", "wan/en via Greater Bay Area"},
			{`"opening-up"`, "door/en", "door/en"},
			{`"清晨 货轮"`, "", ""}, // they stand there, not so
			{`"三十年 小城"`, "", ""},
			{`"走实 旧厂房"`, "", ""},
			{`"公园 招来"`, "lv/zh", "lv/zh"}, // with a comma between
			{`"公园，招"`, "lv/zh", "lv/zh"},
			{"opening-up -thirty", "kai/zh via 对外开放", "kai/zh via 对外开放"},
			// Pinyin and initials of terms, themes, contributors and titles.
			{"lvse fazhan", "lv/zh via 绿色发展, green/en via green development", "lv/zh via 绿色发展, green/en via green development"},
			{"lüsè fāzhǎn", "lv/zh via 绿色发展, green/en via green development", ""},
			{"lusefazhan", "lv/zh via 绿色发展, green/en via green development", ""},
			{"lsfz", "lv/zh via 绿色发展, green/en via green development", ""},
			{"lvsefz", "lv/zh via 绿色发展, green/en via green development", ""},
			{"helan", "wan/zh via 何岚, lv/zh via 何岚, kai/zh via 何岚", ""},
			{"zoushen zoushi", "lv/zh via 走深走实", ""},
			{"zszs", "lv/zh via 走深走实", ""},
			{"lsfz 公园", "lv/zh via 绿色发展", ""},
			{"rencai", "lv/zh via 人才", ""},
			{"dui", "", ""}, // a single syllable is no name
			// A word that is still being typed.
			{"factor", "green/en", "green/en"},
			{"sai", "wan/en", "wan/en"},
			{"sai ", "", ""},
			// What is not wanted, and what narrows.
			{"码头 -小城", "", ""},
			{"清晨 OR -码头", "wan/zh", ""},
			{"清晨 -GBA", "", ""}, // the other edition has it
			{"清晨 GBA -park", "wan/zh via 粤港澳大湾区", "wan/zh via 粤港澳大湾区"},
			{"theme:talent", "green/en, lv/zh", "green/en, lv/zh"},
			{"theme:Talent park", "green/en", ""},
			{"主题：人才 公园", "lv/zh", ""},
			{"主題：港口 -author:lin-yue", "wan/zh, kai/zh", "wan/en, kai/zh"},
			{"author:何岚", "wan/zh, kai/zh, lv/zh", "wan/en, kai/zh, lv/zh"},
			{"author:He Lan 公园", "lv/zh", ""},
			{"author:lan 公园", "lv/zh", ""},
			{"author:helan -author:lin-yue -theme:ports", "lv/zh", ""},
			{`作者："Lin Yue" theme:ports`, "door/en", "door/en"},
			{"author:nobody", "", ""},
		} {
			if got := s.shown(t, search.Query{Text: tt.query, Language: newsroom.Chinese}); got != tt.zh {
				t.Errorf("%s on the Chinese side: %q, want %q", tt.query, got, tt.zh)
			}
			if tt.en == "" {
				continue
			}
			if got := s.shown(t, search.Query{Text: tt.query, Language: newsroom.English}); got != tt.en {
				t.Errorf("%s on the English side: %q, want %q", tt.query, got, tt.en)
			}
		}
	})
}

func TestATermThatIsTakenOutBridgesNoMore(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s := newSite(t, o)
		s.publish(t, "kai", zh("口岸对外开放三十年", "小城的对外开放从一座码头开始。"))
		ask := func() string { return s.shown(t, search.Query{Text: "opening-up"}) }
		if got := ask(); got != "" {
			t.Errorf("without a term: %s", got)
		}
		term := newsroom.Term{ZH: "对外开放", EN: "opening-up"}
		if _, err := s.publisher.SaveTerms(t.Context(), []newsroom.Term{term}, publish.Options{}); err != nil {
			t.Fatal(err)
		}
		if got, want := ask(), "kai/zh via 对外开放"; got != want {
			t.Errorf("with the term, before anything is indexed again: %q, want %q", got, want)
		}
		term.EN = "market access"
		if _, err := s.publisher.SaveTerms(t.Context(), []newsroom.Term{term}, publish.Options{}); err != nil {
			t.Fatal(err)
		}
		if got := ask(); got != "" {
			t.Errorf("with another term: %s", got)
		}
	})
}

func TestFacetsAreWhatOneWouldFind(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s := bilingual(t, o)
		for _, q := range []search.Query{
			{Text: "对外开放"},
			{Text: "大湾区"},
			{Text: "opening-up"},
			{Text: "码头 公园 park"},
			{Text: "author:何岚"},
			{Text: "theme:ports -码头"},
			{Filter: search.Filter{Only: newsroom.English}},
			{Text: "对外开放 大湾区", Filter: search.Filter{Theme: "ports"}},
			{Text: "码头 公园", Filter: search.Filter{Theme: "ports"}},
			{Text: "码头 公园", Filter: search.Filter{Only: newsroom.English}},
			{Text: "GBA 公园", Filter: search.Filter{Theme: "talent"}},
			{Text: "清晨 -GBA"},
			{Text: "theme:ports", Filter: search.Filter{Theme: "ports", Contributor: "he-lan", Only: newsroom.Chinese}},
		} {
			q.Facets, q.Zone = true, shanghai
			r := s.search(t, q)
			total := func(change func(*search.Filter)) int {
				narrowed := q
				change(&narrowed.Filter)
				return s.search(t, narrowed).Total
			}
			check := func(facet string, counts []search.Count, values []string, narrow func(*search.Filter, string)) {
				got := map[string]int{}
				for _, c := range counts {
					got[c.Value] = c.Count
				}
				want := map[string]int{}
				for _, v := range values {
					if n := total(func(f *search.Filter) { narrow(f, v) }); n > 0 {
						want[v] = n
					}
				}
				if diff := cmp.Diff(want, got); diff != "" {
					t.Errorf("%+v, %s: -want +got\n%s", q, facet, diff)
				}
			}
			check("themes", r.Facets.Themes, []string{"talent", "ports"}, func(f *search.Filter, v string) { f.Theme = v })
			check("contributors", r.Facets.Contributors, []string{"he-lan", "lin-yue"}, func(f *search.Filter, v string) { f.Contributor = v })
			check("kinds", r.Facets.Kinds, []string{"news", "commentary"}, func(f *search.Filter, v string) { f.Kind = newsroom.Kind(v) })
			check("languages", r.Facets.Languages, []string{"zh", "en"}, func(f *search.Filter, v string) { f.Only = newsroom.Language(v) })
			check("years", r.Facets.Years, []string{"2022", "2023", "2024"}, func(f *search.Filter, v string) {
				f.From, f.To = year(v)
			})
		}
	})
}

var shanghai = time.FixedZone("Asia/Shanghai", 8*60*60)

// day is the nth after the beginning of 2024 in Shanghai, which is a year earlier in UTC.
func day(n int) time.Time {
	return time.Date(2024, 1, 1, 0, 0, 0, 0, shanghai).Add(time.Duration(n-4) * 24 * time.Hour)
}

func year(v string) (from, to time.Time) {
	n, _ := strconv.Atoi(v)
	return time.Date(n, 1, 1, 0, 0, 0, 0, shanghai), time.Date(n+1, 1, 1, 0, 0, 0, 0, shanghai)
}

func TestWhatWasMeant(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s := bilingual(t, o)
		for query, want := range map[string]string{
			"律色发展":        "绿色发展 | talent",
			"绿色发展":        " | talent",
			"走深走十":        "走深走实 | talent",
			"factroy":     "factory | ",
			"the fatcory": "the factory | ports talent",
			"荷兰":          "何岚 | ",
			"码头 厂房":       " | ports talent",
			"完全没有提到的东西":   " | ",
			`"律色发展"`:      " | ",
			`"公园 厂房"`:     "公园 厂房 | ",
		} {
			r := s.search(t, search.Query{Text: query})
			if got := strings.Join(r.Meant, " ") + " | " + strings.Join(r.NearThemes, " "); got != want {
				t.Errorf("%s: %q, want %q", query, got, want)
			}
		}
		for _, exact := range []bool{false, true} {
			if r := s.search(t, search.Query{Text: "律色发展", Exact: exact, Filter: search.Filter{Theme: "ports"}}); len(r.Meant) > 0 {
				t.Errorf("exact %v: %v finds nothing with that theme either", exact, r.Meant)
			}
		}
	})
}

func TestSuggestions(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s := bilingual(t, o)
		s.publish(t, "draft-to-be", zh("何岚的新作", "无。"))
		a := article("hidden", zh("何岚的草稿", "无。"))
		if _, err := s.publisher.SaveArticle(t.Context(), a, publish.Options{}); err != nil {
			t.Fatal(err)
		}
		for _, tt := range []struct{ typed, zh, en string }{
			{"人", "theme:[人]才", "theme:[人]才"},
			{"rencai", "theme:[人才]", "theme:[人才]"},
			{"tal", "theme:[Tal]ent", "theme:[Tal]ent"},
			{"lsf", "term:[绿色发]展, article:[绿色发]展走深走实", ""},
			{"lvse fa", "term:[绿色发]展, article:[绿色发]展走深走实", ""},
			{"走深", "article:绿色发展[走深]走实", ""},
			{"zoush", "article:绿色发展[走深]走实", ""},
			{"何岚", "contributor:[何岚], article:[何岚]的新作", "contributor:[何岚], article:[何岚]的新作"},
			{"lin", "contributor:[Lin] Yue", "contributor:[Lin] Yue"},
			{"GREEN", "term:[green] development, article:Notes on [green] development", ""},
			{"en", "", ""}, // only inside words
			{"z", "", ""},
			{" ", "", ""},
			{"大湾区", "article:[大湾区]的清晨, term:粤港澳[大湾区]", "article:[大湾区]的清晨, term:粤港澳[大湾区]"},
			{"gba", "article:A morning in the [GBA]", "article:A morning in the [GBA]"},
		} {
			for l, want := range map[newsroom.Language]string{newsroom.Chinese: tt.zh, newsroom.English: tt.en} {
				if l == newsroom.English && want == "" {
					continue
				}
				list, err := s.engine.Suggest(t.Context(), search.SuggestQuery{Text: tt.typed, Language: l, Limit: 8})
				if err != nil {
					t.Fatal(err)
				}
				var got []string
				for _, x := range list {
					got = append(got, x.Kind+":"+marksOf(search.Marked{Text: x.Text, Marks: x.Marks}))
				}
				if strings.Join(got, ", ") != want {
					t.Errorf("%q on the side %s: %v, want %s", tt.typed, l, got, want)
				}
			}
		}
		list, err := s.engine.Suggest(t.Context(), search.SuggestQuery{Text: "大", Language: newsroom.Chinese, Limit: 1})
		if err != nil || len(list) != 1 {
			t.Errorf("one suggestion is wanted: %v, error %v", list, err)
		}
	})
}

// marksOf shows a text with [ ] for marks.
func marksOf(m search.Marked) string {
	runes := []rune(m.Text)
	shown, at := "", 0
	for _, mark := range m.Marks {
		shown += string(runes[at:mark[0]]) + "[" + string(runes[mark[0]:mark[1]]) + "]"
		at = mark[1]
	}
	return shown + string(runes[at:])
}

func TestTraditionalScriptTellsApart(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s := newSite(t, o)
		s.publish(t, "hair", zh("理发师的一天", "她的头发又黑又亮。"))
		s.publish(t, "grow", zh("县城发展记", "发展靠人。"))
		s.publish(t, "both", zh("发廊与发展", "头发剪了，县城也发展了。"))
		s.publish(t, "queen", zh("皇后的茶", "皇后喝茶。"))
		s.publish(t, "after", zh("雨后", "后来天晴了，皇后也来了。"))
		s.publish(t, "dry", zh("干燥的冬天", "干燥剂卖得好。"))
		s.publish(t, "cadre", zh("干部下乡", "干部到了村里。"))
		s.publish(t, "raw", zh("書中一頁", "書裏寫著「頭髮」二字，也寫著後來。"))
		for query, want := range map[string]string{
			"髮":   "hair both raw",
			"發":   "both grow",
			"发":   "hair grow both raw",
			"頭髮":  "hair both raw",
			"头发":  "hair both raw",
			"發展":  "grow both",
			"後":   "after raw",
			"后":   "after queen raw",
			"皇后":  "after queen",
			"乾":   "dry",
			"幹":   "cadre",
			"乾燥":  "dry",
			"幹部":  "cadre",
			"干部":  "cadre",
			"髮展":  "grow both", // no such word: as if it had been typed in simplified script
			"理髮師": "hair",
		} {
			s.checkHolds(t, query, want)
		}
		for query, want := range map[string]string{"髮": "[发]廊与发展", "發": "发廊与[发]展", "发": "[发]廊与[发]展", "發展": "发廊与[发展]"} {
			for _, h := range s.search(t, search.Query{Text: query}).Hits {
				if got := marksOf(h.Title); h.Slug == "both" && got != want {
					t.Errorf("%s marks %q, want %q", query, got, want)
				}
			}
		}
	})
}

func TestNumbersAndDates(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s := newSite(t, o)
		s.publish(t, "sum", zh("开工", "总投资3106亿元，5G基站12万个。"))
		s.publish(t, "near", zh("账目", "12亿元里有3106笔，建了万个5G以外的基站。"))
		s.publish(t, "zh-day", zh("签约", "2023年10月5日，双方在呼和浩特签约C919订单。"))
		s.publish(t, "en-day", en("Signed", "They signed on October 5, 2023 in Hohhot under RCEP."))
		s.publish(t, "british", en("Signed again", "They signed on 5 October 2023."))
		s.publish(t, "other-day", en("Not yet", "On October 15, 2023 nothing happened; 5 people came in 2023."))
		for query, want := range map[string]string{
			"3106亿元":            "sum",
			"3106 亿元":           "sum near", // two words
			"12万个":              "sum",
			"C919":              "zh-day",
			"c919 订单":           "zh-day",
			"RCEP":              "en-day",
			"ＲＣＥＰ":              "en-day",
			"5G":                "sum near",
			"2023年10月5日":        "zh-day en-day british",
			"2023-10-05":        "zh-day en-day british",
			"2023.10.5":         "zh-day en-day british",
			"October 5, 2023":   "zh-day en-day british",
			"oct. 5th 2023":     "zh-day en-day british",
			"5 October 2023":    "zh-day en-day british",
			"2023年10月5日 呼和浩特":   "zh-day",
			"2023-10-15":        "other-day",
			"2023年10月":          "zh-day",
			"2023-13-45":        "",
			`"October 5, 2023"`: "en-day",
		} {
			s.checkHolds(t, query, want)
		}
	})
}
