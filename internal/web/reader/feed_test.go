package reader

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/google/go-cmp/cmp"
	"github.com/mmcdole/gofeed"

	"hebi/internal/newsroom"
	"hebi/internal/store"
)

// feedSite is a small site with a clock that the test sets.
type feedSite struct {
	t        *testing.T
	store    *store.Store
	now      time.Time
	handler  http.Handler
	articles map[string]*newsroom.Article
}

func newFeedSite(t *testing.T) *feedSite {
	t.Helper()
	s := &feedSite{t: t, now: time.Date(2024, 5, 1, 0, 0, 0, 0, time.UTC), articles: map[string]*newsroom.Article{}}
	var err error
	s.store, err = store.Open(t.Context(), store.Options{Path: filepath.Join(t.TempDir(), "hebi.db"), Now: func() time.Time { return s.now }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.store.Close() })
	base, err := url.Parse("https://news.example")
	if err != nil {
		t.Fatal(err)
	}
	h := &Reader{store: s.store, base: base, now: func() time.Time { return s.now }}
	gin.SetMode(gin.ReleaseMode)
	e := gin.New()
	add := func(prefix string, routes []FeedRoute) {
		for _, f := range routes {
			e.GET(prefix+f.Pattern, func(c *gin.Context) {
				if err := f.Show(c); errors.Is(err, newsroom.ErrNotFound) {
					c.Status(http.StatusNotFound)
				} else if err != nil {
					t.Error(err)
				}
			})
		}
	}
	add("", h.CombinedFeeds())
	add("/zh", h.Feeds())
	add("/en", h.Feeds())
	s.handler = e
	s.do(func(tx *store.Store) error {
		return tx.SaveSite(t.Context(), &newsroom.Site{Name: newsroom.Bilingual{ZH: "样报", EN: "Sample"}, TimeZone: "Asia/Shanghai"})
	})
	return s
}

// do changes the site in a transaction, as publish does.
func (s *feedSite) do(change func(tx *store.Store) error) {
	s.t.Helper()
	err := s.store.InTx(s.t.Context(), func(tx *store.Store) error {
		if err := change(tx); err != nil {
			return err
		}
		return tx.Bump(s.t.Context(), store.ChangeCounter)
	})
	if err != nil {
		s.t.Fatal(err)
	}
}

// add makes an article of the given editions, dated now.
func (s *feedSite) add(slug string, kind newsroom.Kind, editions ...*newsroom.Edition) {
	s.t.Helper()
	a := &newsroom.Article{Slug: slug, Kind: kind}
	s.do(func(tx *store.Store) error {
		if err := tx.SaveArticle(s.t.Context(), a); err != nil {
			return err
		}
		a.Editions = map[newsroom.Language]*newsroom.Edition{}
		for _, e := range editions {
			e.ID, e.Date, e.Published, e.Updated, e.Revision = slug+"-"+string(e.Language), s.now, s.now, s.now, 1
			if err := tx.SaveEdition(s.t.Context(), a.ID, e); err != nil {
				return err
			}
			a.Editions[e.Language] = e
		}
		return nil
	})
	s.articles[slug] = a
}

func edition(l newsroom.Language, status newsroom.Status, body string) *newsroom.Edition {
	return &newsroom.Edition{Language: l, Status: status, Title: "标题 " + string(l), Body: body}
}

func (s *feedSite) get(address string, header ...string) *http.Response {
	s.t.Helper()
	r := httptest.NewRequestWithContext(context.Background(), http.MethodGet, address, nil)
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	s.handler.ServeHTTP(w, r)
	return w.Result()
}

// items are the ids of a feed, in its order.
func (s *feedSite) items(address string) []string {
	s.t.Helper()
	response := s.get(address)
	if response.StatusCode != http.StatusOK {
		s.t.Fatalf("%s: %s", address, response.Status)
	}
	parsed, err := gofeed.NewParser().Parse(response.Body)
	if err != nil {
		s.t.Fatalf("%s: %v", address, err)
	}
	var ids []string
	for _, item := range parsed.Items {
		ids = append(ids, strings.TrimPrefix(item.GUID, "urn:uuid:"))
	}
	return ids
}

func TestFeedsListWhatIsVisible(t *testing.T) {
	s := newFeedSite(t)
	s.add("both", newsroom.Feature, edition(newsroom.Chinese, newsroom.Published, "甲"), edition(newsroom.English, newsroom.Published, "A"))
	s.now = s.now.Add(time.Hour)
	english := edition(newsroom.English, newsroom.Published, "B")
	english.Original = true
	s.add("english", newsroom.News, english, edition(newsroom.Chinese, newsroom.Draft, "稿"))
	s.add("draft", newsroom.News, edition(newsroom.Chinese, newsroom.Draft, "稿"))
	s.add("scheduled", newsroom.News, edition(newsroom.Chinese, newsroom.Scheduled, "稿"))
	s.add("withdrawn", newsroom.News, edition(newsroom.Chinese, newsroom.Withdrawn, "撤"))
	for address, want := range map[string][]string{
		"/zh/feed":                 {"both-zh"},
		"/en/feed":                 {"english-en", "both-en"},
		"/feed":                    {"english-en", "both-zh", "both-en"},
		"/zh/features/feed":        {"both-zh"},
		"/en/news/feed":            {"english-en"},
		"/zh/news/feed":            nil,
		"/en/corrections/feed":     nil,
		"/en/archive/2024/05/feed": {"english-en", "both-en"},
		"/en/archive/2024/04/feed": nil,
	} {
		for _, extension := range []string{".xml", ".atom", ".json"} {
			if diff := cmp.Diff(want, s.items(address+extension)); diff != "" {
				t.Errorf("%s%s (-want +got):\n%s", address, extension, diff)
			}
		}
	}
	if diff := cmp.Diff([]string{"english-en", "both-zh"}, s.items("/feed.xml?pair=first")); diff != "" {
		t.Errorf("originals only (-want +got):\n%s", diff)
	}
	for _, address := range []string{
		"/zh/themes/none/feed.xml", "/zh/contributors/none/feed.xml", "/zh/specials/none/feed.xml",
		"/zh/papers/2024-05-01/feed.xml", "/zh/papers/today/feed.xml", "/zh/papers/2024-05-01/0/feed.xml", "/zh/archive/2024/13/feed.xml",
	} {
		if got := s.get(address).StatusCode; got != http.StatusNotFound {
			t.Errorf("%s: %d, want 404", address, got)
		}
	}
}

// A month that is still to come is not there, unless a piece is dated in it.
func TestMonthsToCome(t *testing.T) {
	s := newFeedSite(t)
	codes := func() (codes []int) {
		for _, address := range []string{"/zh/archive/2024/05/feed.xml", "/zh/archive/2024/06/feed.xml", "/en/archive/2024/06/feed.json", "/zh/archive/2024/07/feed.atom"} {
			codes = append(codes, s.get(address).StatusCode)
		}
		return codes
	}
	if diff := cmp.Diff([]int{200, 404, 404, 404}, codes()); diff != "" {
		t.Errorf("in May (-want +got):\n%s", diff)
	}
	s.addPlain("early", time.Date(2024, 6, 2, 0, 0, 0, 0, time.UTC))
	if diff := cmp.Diff([]int{200, 200, 200, 404}, codes()); diff != "" {
		t.Errorf("with a piece of June (-want +got):\n%s", diff)
	}
}

// TestFeedAfterRemoval withdraws an article: clients that know only the date
// must hear of it as those that know the validator do.
func TestFeedAfterRemoval(t *testing.T) {
	s := newFeedSite(t)
	s.add("stays", newsroom.News, edition(newsroom.Chinese, newsroom.Published, "留"))
	s.add("goes", newsroom.News, edition(newsroom.Chinese, newsroom.Published, "走"))
	if got := s.get("/zh/feed.xml").Header.Get("Last-Modified"); got != "" {
		t.Errorf("in the second of a change there may be another one, so Last-Modified %q must not be sent", got)
	}
	s.now = s.now.Add(time.Minute)
	first := s.get("/zh/feed.xml")
	tag, date := first.Header.Get("ETag"), first.Header.Get("Last-Modified")
	for header, value := range map[string]string{"If-None-Match": tag, "If-Modified-Since": date} {
		again := s.get("/zh/feed.xml", header, value)
		body, err := io.ReadAll(again.Body)
		if err != nil || again.StatusCode != http.StatusNotModified || len(body) > 0 || value == "" {
			t.Errorf("unchanged, %s %q: %s with %d bytes, %v", header, value, again.Status, len(body), err)
		}
	}
	e := s.articles["goes"].Editions[newsroom.Chinese]
	e.Status = newsroom.Withdrawn
	s.do(func(tx *store.Store) error { return tx.SaveEdition(t.Context(), s.articles["goes"].ID, e) })
	s.now = s.now.Add(time.Minute)
	for header, value := range map[string]string{"If-None-Match": tag, "If-Modified-Since": date} {
		if again := s.get("/zh/feed.xml", header, value); again.StatusCode != http.StatusOK {
			t.Errorf("after the removal, %s: %s", header, again.Status)
		}
	}
	if got := s.items("/zh/feed.xml"); !slices.Equal(got, []string{"stays-zh"}) {
		t.Errorf("after the removal: %v", got)
	}
}

func TestFeedTextIsAbsolute(t *testing.T) {
	s := newFeedSite(t)
	s.add("links", newsroom.News, edition(newsroom.Chinese, newsroom.Published,
		"见[另文](/zh/articles/other)、[脚注](#part)，图：![风机](wind.png)。\n\n## 一节\n\n句[^1]\n\n[^1]: 注"))
	response := s.get("/zh/feed.json")
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	for _, relative := range []string{`href=\"/`, `href=\"#`, `src=\"/`, `src=\"wind`} {
		if strings.Contains(string(body), relative) {
			t.Errorf("the text has an address that is not absolute: %s in\n%s", relative, body)
		}
	}
	if want := `href=\"https://news.example/zh/articles/other\"`; !strings.Contains(string(body), want) {
		t.Errorf("%s is missing in\n%s", want, body)
	}
}
