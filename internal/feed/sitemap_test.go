package feed

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hebi/internal/newsroom"
)

// The schemas: element names with their namespaces, everything else is refused by strays.
type (
	urlSet struct {
		XMLName xml.Name     `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 urlset"`
		URLs    []urlElement `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 url"`
	}
	urlElement struct {
		Loc     string        `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 loc"`
		LastMod string        `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 lastmod"`
		Links   []linkElement `xml:"http://www.w3.org/1999/xhtml link"`
		News    *newsElement  `xml:"http://www.google.com/schemas/sitemap-news/0.9 news"`
	}
	linkElement struct {
		Rel      string `xml:"rel,attr"`
		Hreflang string `xml:"hreflang,attr"`
		Href     string `xml:"href,attr"`
	}
	newsElement struct {
		Name     string `xml:"http://www.google.com/schemas/sitemap-news/0.9 publication>name"`
		Language string `xml:"http://www.google.com/schemas/sitemap-news/0.9 publication>language"`
		Date     string `xml:"http://www.google.com/schemas/sitemap-news/0.9 publication_date"`
		Title    string `xml:"http://www.google.com/schemas/sitemap-news/0.9 title"`
	}
	indexSet struct {
		XMLName xml.Name     `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 sitemapindex"`
		Parts   []urlElement `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 sitemap"`
	}
)

func decode[T any](t *testing.T, body []byte) T {
	t.Helper()
	var v T
	if err := xml.Unmarshal(body, &v); err != nil {
		t.Fatalf("%v\n%s", err, body)
	}
	return v
}

func TestSitemap(t *testing.T) {
	var b bytes.Buffer
	s := NewSitemap(&b)
	versions := []Version{{"zh-Hans", "https://n.example/zh/?a&b"}, {"en", "https://n.example/en/"}, {"x-default", "https://n.example/"}}
	for _, e := range []SitemapEntry{
		{URL: "https://n.example/zh/?a&b", Changed: time.Date(2024, 5, 1, 8, 0, 0, 5e8, time.FixedZone("", 8*3600)), Versions: versions},
		{URL: "https://n.example/en/pages/rules"},
	} {
		if err := s.Add(e); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	want := []urlElement{
		{Loc: "https://n.example/zh/?a&b", LastMod: "2024-05-01T00:00:00Z", Links: []linkElement{
			{"alternate", "zh-Hans", "https://n.example/zh/?a&b"}, {"alternate", "en", "https://n.example/en/"}, {"alternate", "x-default", "https://n.example/"},
		}},
		{Loc: "https://n.example/en/pages/rules"},
	}
	if diff := cmp.Diff(want, decode[urlSet](t, b.Bytes()).URLs); diff != "" {
		t.Errorf("(-want +got):\n%s\n%s", diff, b.String())
	}
}

// A sitemap is written as it grows, and not beyond what crawlers read.
func TestSitemapIsBounded(t *testing.T) {
	var w largest
	s := NewSitemap(&w)
	for i := range MaxSitemapEntries {
		if err := s.Add(SitemapEntry{URL: fmt.Sprintf("https://n.example/%d", i)}); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Add(SitemapEntry{URL: "https://n.example/more"}); err == nil || !strings.Contains(err.Error(), "50000 entries") {
		t.Errorf("one more than allowed: %v", err)
	}
	if w.most == 0 || w.most > 2*sitemapBuffer {
		t.Errorf("%d bytes were gathered before a write", w.most)
	}
	long := NewSitemap(&w)
	for range MaxSitemapSize / (sitemapBuffer * 2) {
		if err := long.Add(SitemapEntry{URL: strings.Repeat("x", sitemapBuffer*2)}); err != nil {
			if !strings.Contains(err.Error(), "bytes") {
				t.Error(err)
			}
			return
		}
	}
	t.Error("more than 50 MiB were written")
}

// largest takes everything and remembers the largest write.
type largest struct{ most int }

func (w *largest) Write(p []byte) (int, error) {
	w.most = max(w.most, len(p))
	return len(p), nil
}

func TestSitemapTellsOfABrokenWriter(t *testing.T) {
	broken := errors.New("broken")
	s := NewSitemap(brokenWriter{broken})
	if err := s.Close(); !errors.Is(err, broken) {
		t.Errorf("error %v, want %v", err, broken)
	}
}

type brokenWriter struct{ err error }

func (w brokenWriter) Write([]byte) (int, error) { return 0, w.err }

func TestSitemapIndex(t *testing.T) {
	body := SitemapIndex([]SitemapEntry{{URL: "https://n.example/sitemap-articles-0.xml", Changed: day("2024-05-01T08:00:00Z")}, {URL: "https://n.example/sitemap-site.xml"}})
	want := []urlElement{{Loc: "https://n.example/sitemap-articles-0.xml", LastMod: "2024-05-01T08:00:00Z"}, {Loc: "https://n.example/sitemap-site.xml"}}
	if diff := cmp.Diff(want, decode[indexSet](t, body).Parts); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestNewsSitemap(t *testing.T) {
	site := &newsroom.Site{Name: both("合璧样报", "Hebi Sample"), TimeZone: "Asia/Shanghai"}
	body := NewsSitemap(site, []NewsEntry{
		{URL: "https://n.example/zh/articles/a", Edition: &newsroom.Edition{Language: newsroom.Chinese, Title: "风 & <浪>", Date: day("2024-05-01T00:00:00Z")}},
		{URL: "https://n.example/en/articles/a", Edition: &newsroom.Edition{Language: newsroom.English, Title: "Wind", Date: day("2024-05-01T02:00:00Z")}},
	})
	want := []urlElement{
		{Loc: "https://n.example/zh/articles/a", News: &newsElement{"合璧样报", "zh-cn", "2024-05-01T08:00:00+08:00", "风 & <浪>"}},
		{Loc: "https://n.example/en/articles/a", News: &newsElement{"Hebi Sample", "en", "2024-05-01T10:00:00+08:00", "Wind"}},
	}
	if diff := cmp.Diff(want, decode[urlSet](t, body).URLs); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	many := make([]NewsEntry, MaxNewsEntries+1)
	for i := range many {
		many[i] = NewsEntry{Edition: &newsroom.Edition{}}
	}
	if n := len(decode[urlSet](t, NewsSitemap(site, many)).URLs); n != MaxNewsEntries {
		t.Errorf("%d entries, want %d", n, MaxNewsEntries)
	}
}
