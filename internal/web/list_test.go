package web

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"hebi/internal/newsroom"
	"hebi/internal/publish"
)

// A piece that the page's language lacks says so wherever a list shows it, in
// the page's language, and leads to where it can be read.
func TestPiecesInTheOtherLanguage(t *testing.T) {
	s := newSite(t)
	voice := s.article("chinese-voice", newsroom.Commentary, 4, map[newsroom.Language]string{newsroom.Chinese: "只有中文的评论"})
	_, err := s.publisher.SaveArticle(t.Context(), voice, publish.Options{Publish: true})
	s.must(err)
	_, err = s.publisher.SaveSpecial(t.Context(), &newsroom.Special{
		Slug: "two-shores", ArticleSlugs: []string{"chinese-voice", "voice-one", "only-chinese"},
		Editions: map[newsroom.Language]*newsroom.SpecialEdition{
			newsroom.Chinese: {Language: newsroom.Chinese, Title: "两岸"}, newsroom.English: {Language: newsroom.English, Title: "Two shores"},
		},
	}, publish.Options{Publish: true})
	s.must(err)
	for _, c := range []struct{ address, slug, from, label string }{
		{"/en/", "chinese-voice", "/zh", "in Chinese"},
		{"/en/specials/two-shores", "chinese-voice", "/zh", "in Chinese"},
		{"/en/specials/two-shores", "only-chinese", "/zh", "in Chinese"},
		{"/en/articles/voice-one", "only-chinese", "/zh", "in Chinese"},
		{"/en/papers/2024-04-26", "only-chinese", "/zh", "in Chinese"},
		{"/en/papers/2024-04-26/3", "only-chinese", "/zh", "in Chinese"},
		{"/en/search?q=%E5%8F%AA%E6%9C%89%E4%B8%AD%E6%96%87", "only-chinese", "/zh", "in Chinese"},
		{"/zh/papers/2024-04-25/3", "taken-down", "/en", "英文"},
		{"/zh/specials/two-shores", "only-chinese", "/zh", ""},
		{"/en/specials/two-shores", "voice-one", "/en", ""},
	} {
		if err := s.labelled(c.address, c.from+"/articles/"+c.slug, c.label); err != nil {
			t.Errorf("%s: %v", c.address, err)
		}
	}
}

// labelled looks at the entry of a list that leads to path: whether its label
// is the one wanted, and the link's language named when there is one.
func (s *site) labelled(address, path, label string) error {
	root, err := html.Parse(strings.NewReader(s.get(address).body))
	s.must(err)
	for link := range root.Descendants() {
		if link.Data != "a" || attribute(link, "href") != path {
			continue
		}
		entry := link
		for entry.Data != "article" && entry.Data != "li" {
			entry = entry.Parent
		}
		said := ""
		for n := range entry.Descendants() {
			if attribute(n, "class") == "tongue" {
				said = n.FirstChild.Data
			}
			if attribute(n, "class") == "standfirst" && (attribute(n, "lang") != "") != (label != "") {
				return fmt.Errorf("the summary of %s is in %q", path, attribute(n, "lang"))
			}
		}
		if lang := attribute(link, "lang"); said != label || (lang != "") != (label != "") || lang != attribute(link, "hreflang") {
			return fmt.Errorf("%s is labelled %q, want %q, and is in %q", path, said, label, lang)
		}
		return nil
	}
	return fmt.Errorf("nothing leads to %s", path)
}

// The short link says of a piece taken down what its own address says.
func TestShortLinkOfWhatIsNotVisible(t *testing.T) {
	s := newSite(t)
	short := func(slug string) string {
		a, err := s.store.WholeArticle(t.Context(), slug)
		s.must(err)
		return fmt.Sprintf("/a/%d", a.ID)
	}
	if a := s.get(short("taken-down"), "Accept-Language", "zh"); a.code != 302 || a.header.Get("Location") != "/en/articles/taken-down" {
		t.Errorf("one edition is left: %d to %q", a.code, a.header.Get("Location"))
	}
	if a := s.get(short("draft")); a.code != 404 {
		t.Errorf("never published: %d, want 404", a.code)
	}
	_, err := s.publisher.Withdraw(t.Context(), "only-chinese", newsroom.Chinese, operator)
	s.must(err)
	a := s.get(short("only-chinese"), "Accept-Language", "zh")
	if a.code != 410 || a.has("内容已撤下") != nil {
		t.Errorf("withdrawn: %d, want 410", a.code)
	}
}

// Every picture keeps its place free, and only the first is loaded at once.
func TestPicturesHaveSizes(t *testing.T) {
	s := newSite(t)
	bare := s.article("no-cover", newsroom.News, 2, map[newsroom.Language]string{newsroom.Chinese: "没有题图"})
	bare.Cover = nil
	_, err := s.publisher.SaveArticle(t.Context(), bare, publish.Options{Publish: true})
	s.must(err)
	for address, want := range map[string][]string{
		"/zh/articles/voice-one": {"4x3 ", "4x3 lazy"},
		"/zh/articles/no-cover":  {"4x3 "},
	} {
		root, err := html.Parse(strings.NewReader(s.get(address).body))
		s.must(err)
		var got []string
		for n := range root.Descendants() {
			if strings.HasPrefix(attribute(n, "src"), "/media/") {
				got = append(got, attribute(n, "width")+"x"+attribute(n, "height")+" "+attribute(n, "loading"))
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", address, got, want)
		}
	}
	feed := s.get("/zh/features/feed.json")
	if err := feed.has(`width=\"4\" height=\"3\"`, `"image": "https://news.example/media/`); err != nil {
		t.Error(err)
	}
	if err := s.get("/zh/features/feed.xml").has(`type="image/png" medium="image" fileSize="`, `width="4" height="3"`, "<media:description type=\"plain\">海面<"); err != nil {
		t.Error(err)
	}
}

// A print page says which paper it is of; when two share it, each stands over its own pieces.
func TestPrintPageNamesItsPaper(t *testing.T) {
	s := newSite(t)
	if err := s.get("/zh/papers/2024-04-26/3").has("<title>潮汐报 · 2024年4月26日 · 第3版 · 潮汐报</title>"); err != nil {
		t.Error(err)
	}
	if a := s.get("/en/papers/2024-04-26/3"); a.has(`<h1><span lang="zh-Hans">潮汐报</span>`) != nil || strings.Contains(a.body, `<h2 class="rubric"`) {
		t.Error("the title names the paper in its language, and nothing repeats it")
	}
	other := s.article("other-paper", newsroom.News, 5, map[newsroom.Language]string{newsroom.Chinese: "别的报纸"})
	other.Print.Paper = "Harbour Post"
	_, err := s.publisher.SaveArticle(t.Context(), other, publish.Options{Publish: true})
	s.must(err)
	a := s.get("/zh/papers/2024-04-26/3")
	if err := a.has("<title>2024年4月26日 · 第3版 · 潮汐报</title>", `<h2 class="rubric"><span lang="en">Harbour Post</span>`, `<h2 class="rubric">潮汐报 `); err != nil {
		t.Error(err)
	}
}
