package web

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"hebi/internal/auth"
	"hebi/internal/media"
	"hebi/internal/newsroom"
	"hebi/internal/publish"
	"hebi/internal/search"
	"hebi/internal/segment"
	"hebi/internal/store"
	"hebi/internal/web/asked"
	"hebi/internal/web/hub"
)

// site is the whole server over a filled database.
type site struct {
	t         *testing.T
	store     *store.Store
	publisher *publish.Publisher
	auth      *auth.Auth
	handler   http.Handler
	misses    asked.Misses
	log       bytes.Buffer
	// now is the clock of everything.
	now time.Time
}

// dictionary is opened once for all sites of the tests.
var dictionary = sync.OnceValue(segment.Open)

// noon is the day of the tests, in a zone where it is noon.
var noon = time.Date(2024, 5, 1, 4, 0, 0, 0, time.UTC)

func newSite(t *testing.T) *site {
	t.Helper()
	return newSiteWithHub(t, "")
}

// newSiteWithHub is newSite with a WebSub hub that is to be told of what was filled in.
func newSiteWithHub(t *testing.T, address string) *site {
	t.Helper()
	s := &site{t: t, now: noon}
	now := func() time.Time { return s.now }
	dir := t.TempDir()
	var err error
	s.store, err = store.Open(t.Context(), store.Options{Path: filepath.Join(dir, "hebi.db"), Now: now})
	s.must(err)
	t.Cleanup(func() { _ = s.store.Close() })
	segmenter := dictionary()
	s.must(segmenter.Wait(t.Context()))
	files := media.NewFiles(filepath.Join(dir, "media"))
	s.publisher, err = publish.New(t.Context(), publish.Parts{Store: s.store, Segmenter: segmenter, Media: files, Now: now, Announce: hub.Pings})
	s.must(err)
	s.must(s.store.SetHub(t.Context(), address))
	s.fill()
	// What a password costs is not what these tests are about.
	s.auth = auth.New(auth.Config{Store: s.store, Now: now, Cost: auth.Cost{Memory: 64, Passes: 1, Lanes: 1}})
	s.handler, err = New(Config{
		Store: s.store, Publisher: s.publisher, Misses: &s.misses, Auth: s.auth, Search: search.NewEngine(s.store, segmenter), Terms: s.publisher.Terms, Files: os.DirFS("../.."), Media: files,
		BaseURL: &url.URL{Scheme: "https", Host: "news.example"}, Hub: address, Log: slog.New(slog.NewTextHandler(&s.log, nil)), Now: now,
	})
	s.must(err)
	return s
}

// publishAt sets the clock and publishes what is due, as serve does.
func (s *site) publishAt(now time.Time) error {
	s.now = now
	_, err := s.publisher.PublishDue(s.t.Context())
	return err
}

func (s *site) must(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
}

// both is a text in two languages.
func both(zh, en string) newsroom.Bilingual { return newsroom.Bilingual{ZH: zh, EN: en} }

// fill publishes a site in which every page has something to show: a special
// with two voices, an article in one language only, one withdrawn, one draft,
// and enough news for a second page.
func (s *site) fill() {
	ctx, o := s.t.Context(), publish.Options{Publish: true}
	saved := func(_ *publish.Outcome, err error) { s.t.Helper(); s.must(err) }
	saved(s.publisher.SaveSite(ctx, &newsroom.Site{
		Name: both("潮汐报", "The Tide"), Tagline: both("两岸同潮", "One tide, two shores"), Rights: both("保留权利", ""),
		Contact: "desk@tide.example", ICP: newsroom.Filing{Number: both("备案一号", "Filing 1"), Link: "https://filing.example/"},
		Report: newsroom.ReportLine{Text: both("举报", "Report"), Telephone: "100", Email: "report@tide.example"}, TimeZone: "Asia/Shanghai",
	}, o))
	saved(s.publisher.SaveThemes(ctx, []newsroom.Theme{
		{Slug: "harbours", Name: both("港口", "Harbours"), Introduction: both("关于港口的文章。", "On harbours.")},
		{Slug: "salt", Name: both("盐业", "Salt")},
	}, o))
	saved(s.publisher.SaveContributor(ctx, &newsroom.Contributor{
		Slug: "ouyang-lan", Name: both("欧阳岚", "Ouyang Lan"), Bio: both("研究潮汐。", "Studies tides."),
		Affiliations: []newsroom.Affiliation{{Organisation: both("潮汐研究所", "Tide Institute"), Title: both("研究员", "Fellow")}},
	}, o))
	for i, text := range []string{"one", "two"} {
		saved(s.publisher.SaveArticle(ctx, s.article("voice-"+text, newsroom.Commentary, 10+i, map[newsroom.Language]string{
			newsroom.Chinese: "潮水之声" + text, newsroom.English: "A voice of the tide " + text,
		}), o))
	}
	for i := range 23 {
		saved(s.publisher.SaveArticle(ctx, s.article(fmt.Sprintf("news-%02d", i), newsroom.News, 60+i, map[newsroom.Language]string{
			newsroom.Chinese: fmt.Sprintf("第%d号潮讯", i), newsroom.English: fmt.Sprintf("Tide report %d", i),
		}), o))
	}
	saved(s.publisher.SaveArticle(ctx, s.article("only-chinese", newsroom.Feature, 5, map[newsroom.Language]string{newsroom.Chinese: "只有中文的特写"}), o))
	saved(s.publisher.SaveArticle(ctx, s.article("taken-down", newsroom.Editorial, 6, map[newsroom.Language]string{
		newsroom.Chinese: "撤下的社论", newsroom.English: "An editorial that stays",
	}), o))
	_, err := s.publisher.Withdraw(ctx, "taken-down", newsroom.Chinese, o)
	s.must(err)
	saved(s.publisher.SaveArticle(ctx, s.article("draft", newsroom.News, 3, map[newsroom.Language]string{newsroom.Chinese: "草稿"}), publish.Options{}))
	saved(s.publisher.SaveSpecial(ctx, &newsroom.Special{
		Slug: "two-shores", ArticleSlugs: []string{"voice-one", "voice-two", "only-chinese"},
		Editions: map[newsroom.Language]*newsroom.SpecialEdition{
			newsroom.Chinese: {Language: newsroom.Chinese, Title: "两岸", Subtitle: "潮起潮落", Note: "编者按的**正文**。"},
			newsroom.English: {Language: newsroom.English, Title: "Two shores", Note: "The *note*."},
		},
	}, o))
	saved(s.publisher.SavePage(ctx, &newsroom.Page{Slug: "about", Editions: map[newsroom.Language]*newsroom.Edition{
		newsroom.Chinese: {Language: newsroom.Chinese, Title: "关于", Body: "正文", Original: true},
		newsroom.English: {Language: newsroom.English, Title: "About", Body: "Text"},
	}}, o))
	saved(s.publisher.SavePage(ctx, &newsroom.Page{Slug: "rules", Editions: map[newsroom.Language]*newsroom.Edition{
		newsroom.Chinese: {Language: newsroom.Chinese, Title: "章程", Body: "正文", Original: true},
	}}, o))
}

// article is a piece with everything that a page can show, days before noon.
func (s *site) article(slug string, kind newsroom.Kind, days int, titles map[newsroom.Language]string) *newsroom.Article {
	date := noon.AddDate(0, 0, -days)
	a := &newsroom.Article{
		Slug: slug, Kind: kind, Themes: []newsroom.ThemeTag{{Slug: "harbours"}},
		Credits: []newsroom.Credit{{Contributor: newsroom.Contributor{Slug: "ouyang-lan"}, Role: newsroom.Author}},
		Print:   &newsroom.PrintPlace{Paper: "潮汐报", Date: date.Truncate(24 * time.Hour), Page: 3, ContinuedFrom: "1"},
		Cover:   &newsroom.Picture{File: "sea.png", Alt: both("海", "The sea"), Caption: both("海面", "The sea")}, Editions: map[newsroom.Language]*newsroom.Edition{},
		Files: []newsroom.File{{Name: "sea.png", Open: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(picture())), nil }}},
	}
	for l, title := range titles {
		a.Editions[l] = &newsroom.Edition{
			Language: l, Title: title, Subtitle: "Low & <high>", Kicker: "潮", Date: date, Original: l == newsroom.Chinese,
			Body:        "灯塔 lighthouse 是海港的记号，夜里的船凭它认路。\n\n## 一\n\n| a | b |\n|---|--:|\n| 1 | 2 |\n\n## 二\n\n![海](sea.png \"海\")\n\n## 三\n\n[站内](/zh/) 与脚注[^1]。<script>alert(1)</script>\n\n[^1]: 注。\n",
			Corrections: []newsroom.Correction{{Date: date.AddDate(0, 0, 1), Note: "A number was wrong."}},
		}
	}
	return a
}

func picture() []byte {
	var b bytes.Buffer
	_ = png.Encode(&b, image.NewGray(image.Rect(0, 0, 4, 3)))
	return b.Bytes()
}

// answer is a response with its body read.
type answer struct {
	code   int
	header http.Header
	body   string
}

func (s *site) ask(method, address string, headers ...string) answer {
	s.t.Helper()
	r := httptest.NewRequestWithContext(s.t.Context(), method, address, nil)
	r.RemoteAddr = "127.0.0.1:9" // a proxy's, which no limit is for
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	s.handler.ServeHTTP(w, r)
	return answer{code: w.Code, header: w.Header(), body: w.Body.String()}
}

func (s *site) get(address string, headers ...string) answer {
	s.t.Helper()
	return s.ask(http.MethodGet, address, headers...)
}

func (a answer) has(texts ...string) error {
	for _, text := range texts {
		if !strings.Contains(a.body, text) {
			return fmt.Errorf("the page does not say %q", text)
		}
	}
	return nil
}

var (
	allArticles = store.ArticleQuery{}
	operator    = publish.Options{}
)
