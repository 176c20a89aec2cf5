package web

import (
	"regexp"
	"slices"
	"testing"

	"hebi/internal/newsroom"
	"hebi/internal/publish"
)

// What is pinned stands in its place, in the order given and nowhere else; what
// readers cannot see there is passed over.
func TestFrontPins(t *testing.T) {
	s := newSite(t)
	settings, err := s.store.Site(t.Context())
	s.must(err)
	lead := regexp.MustCompile(`(?s)class="lead">.*?<h2 class="headline"><a href="/\w+/articles/([^"]+)`)
	second := regexp.MustCompile(`(?s)class="second">.*?<h2 class="headline"><a href="/\w+/articles/([^"]+)`)
	link := regexp.MustCompile(`class="headline"><a href="/\w+/articles/([^"]+)`)
	all := func(body string, e *regexp.Regexp) []string {
		var list []string
		for _, m := range e.FindAllStringSubmatch(body, -1) {
			list = append(list, m[1])
		}
		return list
	}
	plain := s.get("/zh/").body
	automatic := append(all(plain, lead), all(plain, second)...)
	for _, c := range []struct {
		name, address string
		front         newsroom.Front
		want          []string // lead and seconds
	}{
		{"nothing pinned", "/zh/", newsroom.Front{}, automatic},
		{"an old piece leads", "/zh/", newsroom.Front{Lead: "news-22"}, []string{"news-22", automatic[0], automatic[1]}},
		{"seconds in their order", "/zh/", newsroom.Front{Seconds: []string{"news-21", "news-20"}}, []string{automatic[0], "news-21", "news-20"}},
		{"a commentary may lead", "/zh/", newsroom.Front{Lead: "voice-one", Seconds: []string{"news-20"}}, []string{"voice-one", "news-20", automatic[0]}},
		{"unknown, draft and withdrawn", "/zh/", newsroom.Front{Lead: "no-such", Seconds: []string{"draft", "taken-down"}, Special: "no-such"}, automatic},
		{"not in this language", "/en/", newsroom.Front{Lead: "only-chinese"}, []string{"taken-down", "news-00", "news-01"}},
	} {
		settings.Front = c.front
		_, err := s.publisher.SaveSite(t.Context(), settings, publish.Options{Publish: true})
		s.must(err)
		body := s.get(c.address).body
		if got := append(all(body, lead), all(body, second)...); !slices.Equal(got, c.want) {
			t.Errorf("%s: got %v, want %v", c.name, got, c.want)
		}
		shown := all(body, link)
		slices.Sort(shown)
		if once := slices.Compact(slices.Clone(shown)); len(once) != len(shown) {
			t.Errorf("%s: shown twice among %v", c.name, shown)
		}
	}
}

// A piece that was taken back says why.
func TestGoneSaysWhy(t *testing.T) {
	s := newSite(t)
	a := s.article("taken-back", newsroom.News, 4, map[newsroom.Language]string{newsroom.Chinese: "收回的消息"})
	a.Editions[newsroom.Chinese].Retraction = &newsroom.Retraction{Date: noon, Reason: "数字有误。"}
	_, err := s.publisher.SaveArticle(t.Context(), a, publish.Options{Publish: true})
	s.must(err)
	_, err = s.publisher.Withdraw(t.Context(), "taken-back", "", publish.Options{})
	s.must(err)
	gone := s.get("/zh/articles/taken-back")
	if err := gone.has("编辑部的说明： 数字有误。", `content="noindex"`); gone.code != 410 || err != nil {
		t.Errorf("code %d, %v", gone.code, err)
	}
}
