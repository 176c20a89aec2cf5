package web

import (
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"hebi/internal/newsroom"
	"hebi/internal/publish"
)

// twoTexts is an article whose English lacks a sentence and a paragraph and has one of its own.
func (s *site) twoTexts() {
	s.t.Helper()
	a := s.article("two-texts", newsroom.News, 1, map[newsroom.Language]string{newsroom.Chinese: "灯塔修好了", newsroom.English: "The lighthouse is repaired"})
	a.Editions[newsroom.Chinese].Body = "港口的灯塔在2024年春天修好了。**工程花了320万元。守塔人**说，夜里又能看见[海岸线](/zh/)了。\n\n## 背景\n\n灯塔建于1908年，高42米。\n\n这一段只有中文读者读得到，讲的是三百年前渔民怎样靠火堆认路，又怎样在山上守夜。\n"
	a.Editions[newsroom.English].Body = "The harbour's lighthouse was repaired in the spring of 2024. **The work cost 3.2 million yuan.** At night, *says the keeper*, the coast can be seen again.\n\n## Background\n\nThe lighthouse was built in 1908 and is 42 metres high.\n"
	_, err := s.publisher.SaveArticle(s.t.Context(), a, publish.Options{Publish: true})
	s.must(err)
}

func TestBilingualPage(t *testing.T) {
	s := newSite(t)
	s.twoTexts()
	const rest = "/articles/two-texts/bilingual"
	zh, en := s.get("/zh"+rest), s.get("/en"+rest)
	if zh.code != 200 || en.code != 200 {
		t.Fatalf("%d and %d", zh.code, en.code)
	}
	s.must(zh.has("中文是原文", "译者没有署名", "只读英文", `href="/en/articles/two-texts"`, `<h1 class="title"><span id="zh-title"`, "有1句在另一种语言里没有对应"))
	s.must(en.has("The Chinese is the original", `<h1 class="title"><span id="en-title"`, "1 sentence has no counterpart"))
	if l, r := strings.Index(zh.body, `<div class="side" lang="zh-Hans">`), strings.Index(zh.body, `<div class="side" lang="en">`); l < 0 || r < l {
		t.Errorf("on the Chinese page Chinese stands at %d, English at %d", l, r)
	}
	// The same anchors on both pages: the address of a sentence holds in either.
	if diff := cmp.Diff(groupsOf(zh.body), groupsOf(en.body)); diff != "" {
		t.Errorf("(-zh +en):\n%s", diff)
	}
	alone := 0
	for id, other := range groupsOf(zh.body) {
		switch {
		case other == "":
			alone++
		case id[:2] == other[:2]:
			t.Errorf("the partner of %s is %s", id, other)
		}
	}
	if alone != 1 {
		t.Errorf("%d sentences stand alone, want that of the last paragraph", alone)
	}
	for _, link := range regexp.MustCompile(`class="at" href="([^"#]*)#([^"]*)"`).FindAllStringSubmatch(zh.body, -1) {
		if link[1] != "/en"+rest || !strings.Contains(en.body, `id="`+link[2]+`"`) {
			t.Errorf("a passage leads to %s#%s", link[1], link[2])
		}
	}
	hant := s.get("/zh-hant" + rest)
	s.must(hant.has("燈塔修好了", `<div class="side" lang="zh-Hant">`, `data-beyond="/en`+rest+`"`, `href="/zh-hant/articles/two-texts"`, `<link rel="canonical" href="https://news.example/zh-hant`+rest+`">`))
	h := s.head("/en" + rest)
	want := map[string]string{
		"zh-Hans": "https://news.example/zh" + rest, "zh-Hant": "https://news.example/zh-hant" + rest,
		"en": "https://news.example/en" + rest, "x-default": "https://news.example/zh" + rest,
	}
	if diff := cmp.Diff(want, h.alternates); diff != "" || h.canonical != want["en"] {
		t.Errorf("canonical %s, alternates %s", h.canonical, diff)
	}
}

// groupsOf are the sentences of a page by their ids, each with the first of the
// other side that belongs to it; "" for one alone.
func groupsOf(page string) map[string]string {
	groups := map[string][]string{}
	for _, m := range regexp.MustCompile(`<span id="([a-z]+-s-[^"]*)"(?: class="alone")? data-s="(\d+)"`).FindAllStringSubmatch(page, -1) {
		groups[m[2]] = append(groups[m[2]], m[1])
	}
	partners := map[string]string{}
	for _, ids := range groups {
		for _, id := range ids {
			partners[id] = ""
			for _, other := range ids {
				if other[:2] != id[:2] && partners[id] == "" {
					partners[id] = other
				}
			}
		}
	}
	return partners
}

// What the line says of the translation is what is on record.
func TestBilingualPageSaysHowOldTheTranslationIs(t *testing.T) {
	s := newSite(t)
	s.twoTexts()
	const address, older = "/zh/articles/two-texts/bilingual", "译文比原文旧"
	if a := s.get(address); strings.Contains(a.body, older) {
		t.Error("a fresh translation is called old")
	}
	whole, err := s.store.WholeArticle(t.Context(), "two-texts")
	s.must(err)
	e := whole.Edition(newsroom.Chinese)
	e.Body = strings.Replace(e.Body, "320万元", "420万元", 1)
	whole.Editions = map[newsroom.Language]*newsroom.Edition{newsroom.Chinese: e}
	_, err = s.publisher.SaveArticle(t.Context(), whole, publish.Options{Publish: true})
	s.must(err)
	a := s.get(address)
	s.must(a.has(older, "420万元")) // and the changed text is aligned anew
}

// Where one edition is missing, the page offers what there is.
func TestBilingualPageNeedsBothEditions(t *testing.T) {
	s := newSite(t)
	for address, c := range map[string]struct {
		code int
		says []string
	}{
		"/zh/articles/only-chinese/bilingual":      {404, []string{"没有对照阅读", `href="/zh/articles/only-chinese"`}},
		"/zh-hant/articles/only-chinese/bilingual": {404, []string{"沒有對照閱讀", `href="/zh-hant/articles/only-chinese"`}},
		"/en/articles/only-chinese/bilingual":      {404, []string{`href="/zh/articles/only-chinese"`}},
		"/zh/articles/taken-down/bilingual":        {410, []string{`href="/en/articles/taken-down"`}},
		"/en/articles/taken-down/bilingual":        {404, []string{"Not available side by side", `href="/en/articles/taken-down"`}},
		"/zh/articles/draft/bilingual":             {404, nil},
		"/zh/articles/never-was/bilingual":         {404, nil},
	} {
		a := s.get(address)
		if a.code != c.code {
			t.Errorf("%s: %d, want %d", address, a.code, c.code)
		}
		if err := a.has(c.says...); err != nil {
			t.Errorf("%s: %v", address, err)
		}
	}
	if a := s.get("/zh/articles/only-chinese"); strings.Contains(a.body, "only-chinese/bilingual") {
		t.Error("an article in one language leads to a page that needs two")
	}
	s.must(s.get("/zh/articles/voice-one").has(`href="/zh/articles/voice-one/bilingual"`))
	s.must(s.get("/zh-hant/articles/voice-one").has(`href="/zh-hant/articles/voice-one/bilingual"`))
}
