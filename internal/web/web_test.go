package web

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/gin-gonic/gin"
	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"

	"hebi/internal/newsroom"
)

func TestAnswers(t *testing.T) {
	s := newSite(t)
	for _, c := range []struct {
		address string
		code    int
		says    []string
	}{
		{"/zh/", 200, []string{"潮汐报", `<body class="spaced">`, `lang="zh-Hans"`, `<span class="n">第0号</span>潮讯`, "两岸", "欧阳", "备案一号", "港口"}},
		{"/en/", 200, []string{"The Tide", `lang="en"`, "Tide report 0", "Two shores", "Filing 1"}},
		{"/en/news?page=2", 200, []string{"Tide report 22", "Page 2 of 2"}},
		{"/zh/articles/voice-one", 200, []string{"潮水之声one", "欧阳岚", "潮汐研究所研究员", "港口", "A voice of the tide one", "第3版", "上接第1版", "A number was wrong.", "引用本文", "[N/OL]. ", "https://news.example/a/", "Low &amp; &lt;high&gt;", "两岸"}},
		{"/en/articles/voice-one", 200, []string{"Ouyang Lan", "Fellow, Tide Institute", "潮水之声one", "Continued from page 1"}},
		{"/zh/articles/only-chinese", 200, []string{"本文尚无英文版", `<span class="missing">尚无英文版`}},
		{"/en/articles/only-chinese", 404, []string{"只有中文的特写", "/zh/articles/only-chinese", `lang="zh-Hans"`}},
		{"/zh/articles/taken-down", 410, []string{"内容已撤下", "An editorial that stays", "/en/articles/taken-down"}},
		{"/en/articles/taken-down", 200, nil},
		{"/zh/articles/draft", 404, nil},
		{"/en/articles/draft", 404, nil},
		{"/zh/articles/never-was", 404, []string{"没有这个页面"}},
		{"/en/specials/two-shores", 200, []string{"Editor’s note", "<em>note</em>", "只有中文的特写"}},
		{"/zh/specials/none", 404, nil},
		{"/en/themes/harbours", 200, []string{"On harbours.", "26 articles"}},
		{"/en/themes/salt", 200, []string{"No English articles on this theme yet"}},
		{"/en/themes/none", 404, nil},
		{"/zh/contributors/ouyang-lan", 200, []string{"研究潮汐。", "潮汐研究所研究员", "Ouyang Lan"}},
		{"/zh/contributors/nobody", 404, nil},
		{"/zh/papers/2024-04-26", 200, []string{"只有中文的特写", "第3版"}},
		{"/zh/papers/2024-04-26/3", 200, nil},
		{"/zh/papers/2024-04-26/4", 404, nil},
		{"/zh/papers/2024-04-26/0", 404, nil},
		{"/zh/papers/2024-13-01", 404, nil},
		{"/zh/papers/today", 404, nil},
		{"/zh/archive/2024/04", 200, []string{"2024年4月"}},
		{"/zh/archive/2024/4", 308, nil},
		{"/zh/archive/2024/05", 200, nil},
		{"/zh/archive/2024/06", 404, nil},
		{"/zh/archive/2024/6", 308, nil},
		{"/zh/archive/2024/13", 404, nil},
		{"/zh/archive/x/y", 404, nil},
		{"/zh/corrections", 200, []string{"A number was wrong."}},
		{"/zh/pages/about", 200, []string{"关于"}},
		{"/zh/about", 308, nil},
		{"/en/pages/rules", 404, []string{"章程", "/zh/pages/rules"}},
		{"/zh/pages/none", 404, nil},
		{"/zh/search", 200, nil},
		{"/zh/search?q=%E7%81%AF%E5%A1%94", 200, []string{"<mark>灯塔</mark>", "篇文章"}},
		{"/en/search?q=zzzzzz", 200, []string{"Nothing found"}},
		{"/en/search?q=lighthouse&from=yesterday&kind=poem&only=fr", 200, []string{"“yesterday”", "“poem”", "“fr”"}},
		{"/en/search?q=" + strings.Repeat("a", 300), 200, []string{"first 200 characters"}},
		{"/zh", 308, nil},
		{"/zh/news/", 404, nil},
		{"/zh-hant/", 200, nil},
		{"/zh-hant/nothing", 404, nil},
		{"/zh-hans/", 404, nil},
		{"/fr/", 404, nil},
		{"/healthz", 200, []string{"ok"}},
		{"/readyz", 200, []string{"ready"}},
		{"/media/" + strings.Repeat("0", 64), 404, nil},
		{"/media/x", 404, nil},
		{"/a/1", 302, nil},
		{"/a/01", 404, nil},
		{"/a/x", 404, nil},
		{"/a/99999999999999999999", 404, nil},
		{"/a/9999", 404, nil},
		{"/zh/feed.xml", 200, nil},
		{"/static/000000000000/css/site.css", 404, nil},
	} {
		a := s.get(c.address)
		if a.code != c.code {
			t.Errorf("%s: %d, want %d", c.address, a.code, c.code)
		}
		if err := a.has(c.says...); err != nil {
			t.Errorf("%s: %v", c.address, err)
		}
	}
	if s.log.Len() > 0 {
		t.Errorf("none of these is a failure of ours:\n%s", s.log.String())
	}
}

func TestHostileParametersAreNoFailure(t *testing.T) {
	s := newSite(t)
	for _, page := range []string{"0", "-1", "x", "1.0", "01", "+1", "3", "999999999999999999999", "1000000", "%00", "１"} {
		for _, list := range []string{"/zh/news?", "/en/themes/harbours?", "/zh/search?q=%E7%81%AF%E5%A1%94&", "/zh/corrections?", "/zh/archive/2024/04?"} {
			if a := s.get(list + "page=" + page); a.code != 404 {
				t.Errorf("%spage=%s: %d, want 404", list, page, a.code)
			}
		}
	}
	for _, value := range []string{"%00", "%ff%fe", "'%22%3E%3Cscript%3E", "%25s", "*", "%22", "(", "AND%20OR", "a%0Ab", strings.Repeat("%E7%81%AF", 500), "2024-02-31"} {
		for _, key := range []string{"q", "theme", "contributor", "kind", "from", "to", "only", "exact", "sort", "nonsense"} {
			a := s.get("/zh/search?q=%E6%B5%B7&" + key + "=" + value)
			if a.code != 200 {
				t.Errorf("%s=%.20s: %d", key, value, a.code)
			}
			if strings.Contains(a.body, "<script>") {
				t.Errorf("%s=%s reaches the page unescaped", key, value)
			}
		}
		for _, prefix := range []string{"/zh/articles/", "/zh/themes/", "/zh/papers/", "/media/", "/static/", "/"} {
			if a := s.get(prefix + strings.ReplaceAll(value, "%25s", "%25")); a.code >= 500 {
				t.Errorf("%s%.20s: %d", prefix, value, a.code)
			}
		}
	}
	if s.log.Len() > 0 {
		t.Errorf("logged:\n%s", s.log.String())
	}
}

func TestLanguageOfTheRoot(t *testing.T) {
	s := newSite(t)
	for accept, want := range map[string]string{"": "/zh/", "en-GB,en;q=0.9": "/en/", "zh-TW": "/zh/", "fr": "/zh/"} {
		a := s.get("/", "Accept-Language", accept)
		if a.code != http.StatusFound || a.header.Get("Location") != want || a.header.Get("Vary") != "Accept-Language" {
			t.Errorf("%q: %d to %q, Vary %q", accept, a.code, a.header.Get("Location"), a.header.Get("Vary"))
		}
	}
	if a := s.get("/fr/", "Accept-Language", "en"); a.has("There is no such page") != nil || a.header.Get("Vary") == "" {
		t.Errorf("an address without a language must answer in the reader's: %d %v", a.code, a.header)
	}
	if a := s.get("/zh/none", "Accept-Language", "en"); a.has("没有这个页面") != nil {
		t.Error("an address with a language answers in it")
	}
	for accept, want := range map[string]string{"en": "/en/articles/voice-one", "zh": "/zh/articles/voice-one"} {
		if a := s.get("/a/1", "Accept-Language", accept); a.header.Get("Location") != want {
			t.Errorf("/a/1 for %s leads to %s", accept, a.header.Get("Location"))
		}
	}
}

// The switch stays on the thing that is being read.
func TestLanguageSwitch(t *testing.T) {
	s := newSite(t)
	for from, to := range map[string]string{
		"/zh/":                                 "/en/",
		"/zh/articles/voice-one":               "/en/articles/voice-one",
		"/en/themes/harbours?page=2":           "/zh/themes/harbours",
		"/en/contributors/ouyang-lan":          "/zh/contributors/ouyang-lan",
		"/zh/specials/two-shores":              "/en/specials/two-shores",
		"/zh/papers/2024-04-26/3":              "/en/papers/2024-04-26/3",
		"/zh/search?q=%E6%B5%B7&sort=newest":   "/en/search?q=%E6%B5%B7&sort=newest",
		"/zh/archive/2024/04":                  "/en/archive/2024/04",
		"/zh/pages/about":                      "/en/pages/about",
		"/zh/pages/rules":                      "/en/", // what is missing is said, and leads to the front page
		"/zh/articles/only-chinese":            "/en/",
		"/en/articles/only-chinese":            "/zh/articles/only-chinese",
		"/zh/search?q=%22%3E%3Cb%3E&theme=%26": "/en/search?q=%22%3E%3Cb%3E&theme=%26",
	} {
		root, err := html.Parse(strings.NewReader(s.get(from).body))
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		for n := range root.Descendants() {
			if n.Data == "a" && n.Parent.Data == "li" && attribute(n.Parent.Parent.Parent, "class") == "switch" && attribute(n, "hreflang") != "zh-Hant" {
				got = attribute(n, "href")
			}
		}
		if got != to {
			t.Errorf("%s: the switch leads to %q, want %q", from, got, to)
		}
	}
}

func attribute(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

// Whoever follows links from the two front pages meets only pages that are
// there, in the language they say, and no word that is missing.
func TestEveryLinkLeadsSomewhere(t *testing.T) {
	s := newSite(t)
	seen, queue := map[string]bool{}, []string{"/zh/", "/en/"}
	for len(queue) > 0 {
		address := queue[0]
		queue = queue[1:]
		if seen[address] {
			continue
		}
		seen[address] = true
		a := s.get(address)
		if a.code >= 300 && a.code < 400 {
			queue = append(queue, a.header.Get("Location"))
			continue
		}
		if a.code != http.StatusOK {
			t.Errorf("%s: %d", address, a.code)
			continue
		}
		if !strings.HasPrefix(a.header.Get("Content-Type"), "text/html") {
			continue
		}
		if bad := regexp.MustCompile(`⟦[^⟧]*⟧|ZgotmplZ|%!`).FindString(a.body); bad != "" {
			t.Errorf("%s says %s", address, bad)
		}
		queue = append(queue, s.links(address, a.body)...)
	}
	if len(seen) < 150 {
		t.Errorf("only %d addresses were found", len(seen))
	}
}

// links are the addresses on this site that a page names, checked as it goes.
func (s *site) links(address, body string) []string {
	root, err := html.Parse(strings.NewReader(body))
	s.must(err)
	base, err := url.Parse("https://news.example" + address)
	s.must(err)
	first, _, _ := strings.Cut(base.Path[1:], "/")
	want := map[string]string{"zh": "zh-Hans", "zh-hant": "zh-Hant", "en": "en"}[first]
	ids, fragments, found := map[string]bool{}, []string{}, []string{}
	for n := range root.Descendants() {
		if n.Type == html.ElementNode && n.Data == "html" && attribute(n, "lang") != want {
			s.t.Errorf("%s is in %q, want %q", address, attribute(n, "lang"), want)
		}
		if id := attribute(n, "id"); id != "" {
			if ids[id] {
				s.t.Errorf("%s: id %s twice", address, id)
			}
			ids[id] = true
		}
		for _, key := range []string{"href", "src", "srcset"} {
			value := attribute(n, key)
			u, err := base.Parse(value)
			if value == "" || err != nil || u.Host != base.Host || u.Scheme != "https" {
				if n.Data == "img" && value != "" {
					s.t.Errorf("%s asks another host for %s", address, value)
				}
				continue
			}
			if u.Fragment != "" {
				fragments = append(fragments, u.Fragment)
				continue
			}
			found = append(found, u.RequestURI())
		}
	}
	for _, f := range fragments {
		if !ids[f] {
			s.t.Errorf("%s: nothing has the id %s", address, f)
		}
	}
	return found
}

func TestHeadAndMethods(t *testing.T) {
	s := newSite(t)
	for _, address := range []string{"/", "/zh/", "/en/news", "/zh/articles/voice-one", "/zh/none", "/healthz", "/zh/feed.xml", "/a/1"} {
		get, head := s.get(address), s.ask(http.MethodHead, address)
		get.header.Del(requestIDHeader)
		head.header.Del(requestIDHeader)
		if diff := cmp.Diff(get.header, head.header); diff != "" || get.code != head.code {
			t.Errorf("%s: GET %d, HEAD %d (-GET +HEAD):\n%s", address, get.code, head.code, diff)
		}
	}
	a := s.ask(http.MethodPost, "/zh/")
	if a.code != http.StatusMethodNotAllowed || !strings.Contains(a.header.Get("Allow"), "GET") || a.has("此处只能阅读") != nil {
		t.Errorf("POST: %d, Allow %q", a.code, a.header.Get("Allow"))
	}
}

func TestHeaders(t *testing.T) {
	s := newSite(t)
	for _, address := range []string{"/zh/", "/zh/none", "/healthz", "/zh/feed.xml", "/", "/zh/search?q=x"} {
		h := s.get(address).header
		csp := h.Get("Content-Security-Policy")
		if strings.Contains(csp, "unsafe") || !strings.HasPrefix(csp, "default-src 'none'") {
			t.Errorf("%s: policy %q", address, csp)
		}
		if h.Get("X-Content-Type-Options") != "nosniff" || h.Get("Referrer-Policy") == "" || len(h.Get(requestIDHeader)) != 16 || h.Get("Set-Cookie") != "" {
			t.Errorf("%s: %v", address, h)
		}
	}
	first := s.get("/zh/articles/voice-one")
	again := s.get("/zh/articles/voice-one", "If-None-Match", first.header.Get("ETag"))
	if again.code != http.StatusNotModified || again.body != "" {
		t.Errorf("second look: %d with %d bytes", again.code, len(again.body))
	}
	sheet := regexp.MustCompile(`/static/[0-9a-f]{12}/css/site\.css`).FindString(first.body)
	if a := s.get(sheet); a.code != 200 || !strings.Contains(a.header.Get("Cache-Control"), "immutable") || a.header.Get("Content-Type") != "text/css; charset=utf-8" {
		t.Errorf("%s: %d %v", sheet, a.code, a.header)
	}
}

// What is withdrawn takes its picture with it.
func TestPictures(t *testing.T) {
	s := newSite(t)
	address := regexp.MustCompile(`/media/[0-9a-f]{64}`).FindString(s.get("/zh/articles/only-chinese").body)
	a := s.get(address)
	if a.code != 200 || a.header.Get("Content-Type") != "image/png" || a.body != string(picture()) {
		t.Fatalf("%s: %d %v", address, a.code, a.header)
	}
	articles, _, err := s.store.Articles(t.Context(), allArticles)
	s.must(err)
	for _, article := range articles {
		_, err := s.publisher.Withdraw(t.Context(), article.Slug, "", operator)
		s.must(err)
	}
	if a := s.get(address); a.code != 404 {
		t.Errorf("all articles are withdrawn, their picture answers %d", a.code)
	}
	for _, l := range newsroom.Languages() {
		for _, list := range []string{"/", "/news", "/specials", "/contributors", "/papers", "/archive", "/corrections", "/themes/harbours", "/search?q=%E6%B5%B7"} {
			if a := s.get("/" + string(l) + list); a.code != 200 || strings.Contains(a.body, "潮讯") || a.has(`class="empty"`) != nil {
				t.Errorf("/%s%s of an empty site: %d", l, list, a.code)
			}
		}
	}
}

// Without its database the site says so, once in the log, with a number that both sides know.
func TestFailureOfOurs(t *testing.T) {
	s := newSite(t)
	s.must(s.store.Close())
	for address, says := range map[string]string{"/zh/": "本站出了差错", "/en/search?q=x": "Something went wrong on our side"} {
		s.log.Reset()
		a := s.get(address)
		id := a.header.Get(requestIDHeader)
		if a.code != 500 || a.has(says, id, "潮汐报") != nil && a.has(says, id, "The Tide") != nil {
			t.Errorf("%s: %d %s", address, a.code, a.body)
		}
		if strings.Contains(a.body, "sql") || strings.Contains(a.body, "closed") {
			t.Errorf("%s tells the reader what the error was", address)
		}
		if strings.Count(s.log.String(), id) != 1 || strings.Count(s.log.String(), "\n") != 1 {
			t.Errorf("%s: logged\n%s", address, s.log.String())
		}
	}
	if a := s.get("/zh/none"); a.code != 404 || a.has("没有这个页面") != nil {
		t.Errorf("an unknown page needs no database: %d", a.code)
	}
	if a := s.get("/readyz"); a.code != 503 {
		t.Errorf("/readyz: %d", a.code)
	}
	if a := s.get("/healthz"); a.code != 200 {
		t.Errorf("/healthz: %d", a.code)
	}
}

func TestPanicIsAnErrorPage(t *testing.T) {
	s := newSite(t)
	engine, ok := s.handler.(*gin.Engine)
	if !ok {
		t.Fatal("the handler is no engine")
	}
	engine.GET("/en/boom", func(*gin.Context) { panic("boom") })
	s.log.Reset()
	a := s.get("/en/boom")
	if a.code != 500 || a.has("Something went wrong", a.header.Get(requestIDHeader)) != nil || strings.Contains(a.body, "boom") {
		t.Errorf("%d %s", a.code, a.body)
	}
	if strings.Count(s.log.String(), "boom") == 0 {
		t.Error("not logged")
	}
}

// A reader who leaves is nobody's failure.
func TestReaderWhoLeaves(t *testing.T) {
	s := newSite(t)
	s.log.Reset()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	s.handler.ServeHTTP(httptest.NewRecorder(), httptest.NewRequestWithContext(ctx, http.MethodGet, "/zh/", nil))
	if s.log.Len() > 0 {
		t.Errorf("logged: %s", s.log.String())
	}
}
