package api_test

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"testing"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/google/go-cmp/cmp"

	"hebi/internal/media"
	"hebi/internal/newsroom"
	"hebi/internal/publish"
	"hebi/internal/search"
	"hebi/internal/segment"
	"hebi/internal/store"
	"hebi/internal/store/storetest"
	"hebi/internal/web/api"
)

// site is the API over two articles, a theme, a contributor and a term.
type site struct {
	t      *testing.T
	router http.Handler
}

func newSite(t *testing.T) *site {
	t.Helper()
	must := func(err error) {
		if err != nil {
			t.Helper()
			t.Fatal(err)
		}
	}
	dir := t.TempDir()
	db := storetest.Open(t, store.Options{Path: filepath.Join(dir, "hebi.db")}, nil)
	segmenter := segment.Open()
	p, err := publish.New(t.Context(), publish.Parts{Store: db, Segmenter: segmenter, Media: media.NewFiles(dir)})
	must(err)
	_, err = p.SaveSite(t.Context(), &newsroom.Site{Name: newsroom.Bilingual{ZH: "潮汐报", EN: "The Tide"}, TimeZone: "Asia/Shanghai"}, publish.Options{})
	must(err)
	_, err = p.SaveTerms(t.Context(), []newsroom.Term{{ZH: "绿色发展", EN: "green development"}}, publish.Options{})
	must(err)
	_, err = p.SaveThemes(t.Context(), []newsroom.Theme{{Slug: "parks", Name: newsroom.Bilingual{ZH: "公园", EN: "Parks"}}}, publish.Options{})
	must(err)
	_, err = p.SaveContributor(t.Context(), &newsroom.Contributor{Slug: "he-lan", Name: newsroom.Bilingual{ZH: "何岚", EN: "He Lan"}}, publish.Options{})
	must(err)
	for slug, texts := range map[string]map[newsroom.Language][2]string{
		"lv":    {newsroom.Chinese: {"绿色发展走深走实", "沿河的小城把旧厂房改成了<公园>。"}},
		"green": {newsroom.English: {"Notes on green development", "A park where the factory stood."}},
	} {
		a := &newsroom.Article{
			Slug: slug, Kind: newsroom.News, Editions: map[newsroom.Language]*newsroom.Edition{},
			Themes:  []newsroom.ThemeTag{{Slug: "parks", Manual: true}},
			Credits: []newsroom.Credit{{Contributor: newsroom.Contributor{Slug: "he-lan"}, Role: newsroom.Author}},
		}
		for l, text := range texts {
			// The last hour of the year in Shanghai.
			a.Editions[l] = &newsroom.Edition{Language: l, Title: text[0], Body: text[1], Date: time.Date(2023, 12, 31, 15, 0, 0, 0, time.UTC)}
		}
		_, err := p.SaveArticle(t.Context(), a, publish.Options{Publish: true})
		must(err)
	}
	programs := api.New(api.Config{Store: db, Search: search.NewEngine(db, segmenter), BaseURL: &url.URL{Scheme: "https", Host: "news.example"}})
	gin.SetMode(gin.ReleaseMode)
	router := gin.New()
	for path, h := range map[string]func(*gin.Context) error{"/api/v1/search": programs.Search, "/api/v1/suggest": programs.Suggest} {
		router.Match([]string{http.MethodGet, http.MethodHead}, path, func(c *gin.Context) {
			if err := h(c); errors.Is(err, newsroom.ErrInvalid) {
				programs.ShowError(c, http.StatusBadRequest, err, "")
			} else if err != nil {
				t.Error(err)
			}
		})
	}
	return &site{t: t, router: router}
}

func (s *site) ask(method, address string, header ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequestWithContext(s.t.Context(), method, address, nil)
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	s.router.ServeHTTP(w, r)
	return w
}

// get returns the answer as JSON has it, with every score and id set to 0 after
// it was looked at: both are numbers of this run.
func (s *site) get(address string) any {
	s.t.Helper()
	w := s.ask(http.MethodGet, address)
	if w.Code != http.StatusOK {
		s.t.Fatalf("%s: %d %s", address, w.Code, w.Body)
	}
	got := s.read(w.Body.String())
	hits, _ := got.(map[string]any)["hits"].([]any)
	for _, h := range hits {
		hit := h.(map[string]any)
		if id, ok := hit["id"].(float64); !ok || id < 1 {
			s.t.Errorf("%s: id %v", address, hit["id"])
		}
		if score, ok := hit["score"].(float64); !ok || score <= 0 {
			s.t.Errorf("%s: score %v", address, hit["score"])
		}
		hit["id"], hit["score"] = 0.0, 0.0
	}
	return got
}

func (s *site) read(text string) any {
	s.t.Helper()
	var v any
	if err := json.Unmarshal([]byte(text), &v); err != nil {
		s.t.Fatalf("%v in %s", err, text)
	}
	return v
}

const nothing = `"without":[],"narrowed":[],"bridges":[],"truncated":false,"loose":false,"meant":[]}`

func TestSearch(t *testing.T) {
	s := newSite(t)
	for _, c := range []struct{ name, address, want string }{
		{
			"both languages", "q=绿色发展", `{
			"query":{"text":"绿色发展","lang":"zh","exact":false,"tokens":["绿色发展"],"without":[],"narrowed":[],
				"bridges":[{"from":"绿色发展","to":["green development"],"by":"term"}],"truncated":false,"loose":false,"meant":[]},
			"total":2,
			"hits":[
				{"id":0,"lang":"zh","slug":"lv","url":"https://news.example/zh/articles/lv","title":"绿色发展走深走实","snippet":"沿河的小城把旧厂房改成了<公园>。","marks":[],"score":0,"via":null},
				{"id":0,"lang":"en","slug":"green","url":"https://news.example/en/articles/green","title":"Notes on green development","snippet":"A park where the factory stood.","marks":[],"score":0,"via":"green development"}],
			"facets":{"themes":[{"value":"parks","name":"公园","count":2}],"kinds":[{"value":"news","name":"新闻","count":2}],
				"contributors":[{"value":"he-lan","name":"何岚","count":2}],"years":[{"value":"2023","name":"2023年","count":2}],
				"languages":[{"value":"zh","name":"中文","count":1},{"value":"en","name":"英文","count":1}]}}`,
		},
		{
			"marks are characters", "q=公园&lang=en&only=zh", `{
			"query":{"text":"公园","lang":"en","exact":false,"tokens":["公园"],` + nothing + `,
			"total":1,
			"hits":[{"id":0,"lang":"zh","slug":"lv","url":"https://news.example/zh/articles/lv","title":"绿色发展走深走实","snippet":"沿河的小城把旧厂房改成了<公园>。","marks":[[13,15]],"score":0,"via":null}],
			"facets":{"themes":[{"value":"parks","name":"Parks","count":1}],"kinds":[{"value":"news","name":"News","count":1}],
				"contributors":[{"value":"he-lan","name":"He Lan","count":1}],"years":[{"value":"2023","name":"2023","count":1}],
				"languages":[{"value":"zh","name":"Chinese","count":1}]}}`,
		},
		{
			"how it was read", "q=" + url.QueryEscape("公园 -工厂 author:何岚 -theme:Talent"), `{
			"query":{"text":"公园 -工厂 author:何岚 -theme:Talent","lang":"zh","exact":false,"tokens":["公园"],"without":["工厂","theme:Talent"],
				"narrowed":[{"by":"contributor","value":"何岚","slugs":["he-lan"],"not":false},{"by":"theme","value":"Talent","slugs":[],"not":true}],
				"bridges":[],"truncated":false,"loose":false,"meant":[]},
			"total":1,
			"hits":[{"id":0,"lang":"zh","slug":"lv","url":"https://news.example/zh/articles/lv","title":"绿色发展走深走实","snippet":"沿河的小城把旧厂房改成了<公园>。","marks":[[13,15]],"score":0,"via":null}],
			"facets":{"themes":[{"value":"parks","name":"公园","count":1}],"kinds":[{"value":"news","name":"新闻","count":1}],
				"contributors":[{"value":"he-lan","name":"何岚","count":1}],"years":[{"value":"2023","name":"2023年","count":1}],
				"languages":[{"value":"zh","name":"中文","count":1}]}}`,
		},
		{
			"nothing asked", "", `{"query":{"text":"","lang":"zh","exact":false,"tokens":[],` + nothing + `,"total":0,"hits":[],
			"facets":{"themes":[{"value":"parks","name":"公园","count":2}],"kinds":[{"value":"news","name":"新闻","count":2}],
				"contributors":[{"value":"he-lan","name":"何岚","count":2}],"years":[{"value":"2023","name":"2023年","count":2}],
				"languages":[{"value":"zh","name":"中文","count":1},{"value":"en","name":"英文","count":1}]}}`,
		},
		{
			"a theme that is not there", "theme=nope", `{"query":{"text":"","lang":"zh","exact":false,"tokens":[],` + nothing + `,"total":0,"hits":[],
			"facets":{"themes":[{"value":"parks","name":"公园","count":2}],"kinds":[],"contributors":[],"years":[],"languages":[]}}`,
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(s.read(c.want), s.get("/api/v1/search?"+c.address)); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
		})
	}
}

// One page after the other is the whole, and beyond the end there is nothing.
func TestPages(t *testing.T) {
	s := newSite(t)
	slugs := ""
	for _, address := range []string{"&limit=1", "&limit=1&page=2", "&limit=1&page=3", "&limit=1000", "&page=1000000000"} {
		got := s.get("/api/v1/search?theme=parks&sort=newest" + address).(map[string]any)
		for _, h := range got["hits"].([]any) {
			slugs += h.(map[string]any)["slug"].(string) + " "
		}
		if slugs += "| "; got["total"] != 2.0 {
			t.Errorf("%s: total %v", address, got["total"])
		}
	}
	if slugs != "lv | green | | lv green | | " && slugs != "green | lv | | green lv | | " {
		t.Errorf("the pages are %s", slugs)
	}
}

func TestSuggest(t *testing.T) {
	s := newSite(t)
	for address, want := range map[string]string{
		"q=gongy":       `{"query":"gongy","suggestions":[{"kind":"theme","text":"公园","lang":"zh","url":"https://news.example/zh/themes/parks","marks":[[0,2]]}]}`,
		"q=par&lang=en": `{"query":"par","suggestions":[{"kind":"theme","text":"Parks","lang":"en","url":"https://news.example/en/themes/parks","marks":[[0,3]]}]}`,
		"q=何&lang=en":   `{"query":"何","suggestions":[{"kind":"contributor","text":"何岚","lang":"zh","url":"https://news.example/en/contributors/he-lan","marks":[[0,1]]}]}`,
		"q=gree": `{"query":"gree","suggestions":[{"kind":"term","text":"green development","lang":"en","url":"https://news.example/zh/search?q=green+development","marks":[[0,4]]},
			{"kind":"article","text":"Notes on green development","lang":"en","url":"https://news.example/en/articles/green","marks":[[9,13]]}]}`,
		"q=gree&limit=1": `{"query":"gree","suggestions":[{"kind":"term","text":"green development","lang":"en","url":"https://news.example/zh/search?q=green+development","marks":[[0,4]]}]}`,
		"":               `{"query":"","suggestions":[]}`,
		"q=zzz":          `{"query":"zzz","suggestions":[]}`,
	} {
		if diff := cmp.Diff(s.read(want), s.get("/api/v1/suggest?"+address)); diff != "" {
			t.Errorf("%s: -want +got\n%s", address, diff)
		}
	}
}

// What cannot be understood is named with what to use instead.
func TestBadParameters(t *testing.T) {
	s := newSite(t)
	for address, want := range map[string]string{
		"search?lang=fr":                `The parameter lang="fr" cannot be understood: use zh or en.`,
		"search?limit=0":                `The parameter limit="0" cannot be understood: use a whole number from 1 to 100.`,
		"search?limit=ten":              `The parameter limit="ten" cannot be understood: use a whole number from 1 to 100.`,
		"search?page=-1":                `The parameter page="-1" cannot be understood: use a whole number from 1 to 1000000.`,
		"search?kind=poem":              `The parameter kind="poem" cannot be understood: use news, commentary, feature or editorial.`,
		"search?only=fr":                `The parameter only="fr" cannot be understood: use zh or en.`,
		"search?from=yesterday":         `The parameter from="yesterday" cannot be understood: use a day such as 2023-10-25.`,
		"search?q=x&to=2024-02-30":      `The parameter to="2024-02-30" cannot be understood: use a day such as 2023-10-25.`,
		"search?exact=yes":              `The parameter exact="yes" cannot be understood: use 1 or 0.`,
		"search?sort=up":                `The parameter sort="up" cannot be understood: use relevance or newest.`,
		"suggest?lang=%22%3Cb%3E":       `The parameter lang="\"<b>" cannot be understood: use zh or en.`,
		"suggest?limit=1e9":             `The parameter limit="1e9" cannot be understood: use a whole number from 1 to 20.`,
		"search?kind=poem&lang=klingon": `The parameter kind="poem" cannot be understood: use news, commentary, feature or editorial.`,
	} {
		w := s.ask(http.MethodGet, "/api/v1/"+address)
		if diff := cmp.Diff(map[string]any{"error": want}, s.read(w.Body.String())); diff != "" || w.Code != http.StatusBadRequest {
			t.Errorf("%s: %d, -want +got\n%s", address, w.Code, diff)
		}
		if w.Header().Get("Access-Control-Allow-Origin") != "*" || w.Header().Get("Content-Type") != "application/json; charset=utf-8" {
			t.Errorf("%s: %v", address, w.Header())
		}
	}
}

func TestHeaders(t *testing.T) {
	s := newSite(t)
	for _, address := range []string{"/api/v1/search?q=公园", "/api/v1/suggest?q=公"} {
		first := s.ask(http.MethodGet, address)
		for name, want := range map[string]string{
			"Content-Type": "application/json; charset=utf-8", "X-Robots-Tag": "noindex",
			"Access-Control-Allow-Origin": "*", "Cache-Control": "public, no-cache",
		} {
			if got := first.Header().Get(name); got != want {
				t.Errorf("%s: %s is %q, want %q", address, name, got, want)
			}
		}
		if head := s.ask(http.MethodHead, address); head.Code != http.StatusOK || head.Body.Len() > 0 || head.Header().Get("ETag") != first.Header().Get("ETag") {
			t.Errorf("HEAD %s: %d, %d bytes, %v", address, head.Code, head.Body.Len(), head.Header())
		}
		again := s.ask(http.MethodGet, address, "If-None-Match", first.Header().Get("ETag"))
		if again.Code != http.StatusNotModified || again.Body.Len() > 0 || again.Header().Get("Access-Control-Allow-Origin") != "*" {
			t.Errorf("%s again: %d %s", address, again.Code, again.Body)
		}
	}
}
