package web

import (
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"hebi/internal/hanzi"
	"hebi/internal/newsroom"
	"hebi/internal/publish"
)

// simplified returns what a page of the view still says in simplified characters,
// and the addresses of zh that it leads to.
func (s *site) simplified(page string) (texts, addresses []string) {
	s.t.Helper()
	root, err := html.Parse(strings.NewReader(page))
	s.must(err)
	look := func(text string) {
		if hanzi.Traditional(text) != text {
			texts = append(texts, text)
		}
	}
	var walk func(n *html.Node)
	walk = func(n *html.Node) {
		if n.Type == html.TextNode {
			look(n.Data)
		}
		if attribute(n, "rel") == "alternate" && attribute(n, "type") == "" || attribute(n, "translate") == "no" {
			return
		}
		for _, a := range n.Attr {
			if a.Key != "value" {
				look(a.Val)
			}
			if strings.HasPrefix(strings.TrimPrefix(a.Val, "https://news.example"), "/zh/") || a.Val == "zh-Hans" {
				addresses = append(addresses, a.Val)
			}
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
	}
	walk(root)
	return texts, addresses
}

// Every page and feed that the view leads to is in traditional characters and
// leads to nothing in simplified ones, but for the switch.
func TestTraditionalViewStaysInItself(t *testing.T) {
	s := newSite(t)
	seen, queue := map[string]bool{}, []string{"/zh-hant/", "/zh-hant/nothing-here", "/zh-hant/archive/2024/4", "/zh-hant/articles/only-english", "/zh-hant/rss.xml", "/zh-hant/about"}
	for len(queue) > 0 {
		address := queue[0]
		queue = queue[1:]
		if seen[address] || !strings.HasPrefix(address, "/zh-hant") || strings.Contains(address, "facet") {
			continue
		}
		seen[address] = true
		a := s.get(address)
		if to := a.header.Get("Location"); to != "" {
			if !strings.HasPrefix(to, "/zh-hant/") {
				t.Errorf("%s leads out of the view to %s", address, to)
			}
			queue = append(queue, to)
			continue
		}
		for _, link := range a.header.Values("Link") {
			if strings.Contains(link, "/zh/") || strings.Contains(link, "zh-Hans") {
				t.Errorf("%s: the header leads to %s", address, link)
			}
		}
		if strings.HasPrefix(a.header.Get("Content-Type"), "text/html") {
			if texts, addresses := s.simplified(a.body); len(texts)+len(addresses) > 0 {
				t.Errorf("%s says %q and leads to %q", address, texts, addresses)
			}
			queue = append(queue, s.links(address, a.body)...)
			continue
		}
		if hanzi.Traditional(a.body) != a.body || strings.Contains(a.body, "/zh/") || strings.Contains(a.body, "zh-Hans") {
			t.Errorf("%s is not in the view:\n%s", address, a.body)
		}
	}
	if len(seen) < 150 {
		t.Errorf("only %d addresses were seen", len(seen))
	}
}

// Names that the term base fixes, marks in the text and the setting for Hong Kong
// hold at once, without a restart.
func TestTraditionalNames(t *testing.T) {
	s := newSite(t)
	_, err := s.publisher.SaveArticle(t.Context(), &newsroom.Article{
		Slug: "names", Kind: newsroom.News,
		Editions: map[newsroom.Language]*newsroom.Edition{newsroom.Chinese: {
			Language: newsroom.Chinese, Title: "于海因为里程发言", Date: noon.Add(-time.Hour), Original: true,
			Body: "于海在里面说话。<span translate=\"no\">于山</span>没有说话。",
		}},
	}, publish.Options{Publish: true})
	s.must(err)
	says := func(want ...string) {
		t.Helper()
		for address, lang := range map[string]string{"/zh-hant/articles/names": `<html lang="`, "/zh-hant/news/feed.atom": `xml:lang="`} {
			if err := s.get(address).has(append([]string{lang + want[0] + `"`}, want[1:]...)...); err != nil {
				t.Errorf("%s: %v", address, err)
			}
		}
	}
	says("zh-Hant", "於海因爲里程發言", "於海在裏面說話。", "于山</span>沒有說話。")
	_, err = s.publisher.SaveTerms(t.Context(), []newsroom.Term{{ZH: "于海", EN: "Yu Hai", Kind: "person", ZHVariants: []string{"于海"}}}, publish.Options{})
	s.must(err)
	site, err := s.store.Site(t.Context())
	s.must(err)
	changed := *site
	changed.HongKong = true
	_, err = s.publisher.SaveSite(t.Context(), &changed, publish.Options{})
	s.must(err)
	says("zh-Hant-HK", "于海因為里程發言", "于海在裏面説話。")
}
