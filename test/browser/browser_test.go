// Package browser walks the site in real Chromium, as readers do.
package browser

import (
	"context"
	"flag"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"hebi/test/program"
)

const root = "../.."

// screens is where TestScreens keeps its pictures; without it they are only taken.
var screens = flag.String("screens", "", "folder for the screenshots of the starter site")

// patience is how long one walk may take.
const patience = 2 * time.Minute

// reader is one Chromium on one site.
type reader struct {
	t       *testing.T
	ctx     context.Context
	site    *program.Program
	mu      sync.Mutex
	strange []string // console messages, and requests to other hosts
}

func newReader(t *testing.T) *reader {
	t.Helper()
	program.ChromiumPath(t) // skips before anything is built
	r := &reader{t: t, site: program.Start(t, program.Build(t, root))}
	r.ctx = program.Chromium(t, patience)
	if err := program.Strange(r.ctx, r.site.URL, r.note); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(r.look)
	return r
}

// note keeps what a page of ours never does.
func (r *reader) note(strange string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.strange = append(r.strange, strange)
}

// look fails the test for what was noted, and keeps a picture of a failure.
func (r *reader) look() {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, s := range r.strange {
		r.t.Error(s)
	}
	if r.t.Failed() && r.ctx.Err() == nil {
		if picture, err := chromedp.Run(r.ctx, chromedp.FullScreenshot(80)); err == nil {
			file := filepath.Join(os.TempDir(), "hebi-"+strings.ReplaceAll(r.t.Name(), "/", "-")+".jpg")
			if err := os.WriteFile(file, picture, 0o600); err == nil {
				r.t.Logf("the screen is kept in %s", file)
			}
		}
	}
}

func (r *reader) do(what string, steps ...chromedp.Action[chromedp.Void]) {
	r.t.Helper()
	if err := chromedp.Do(r.ctx, steps...); err != nil {
		r.t.Fatalf("%s: %v", what, err)
	}
}

// ask is do for what has an answer.
func ask[T any](r *reader, what string, question chromedp.Action[T]) T {
	r.t.Helper()
	answer, err := chromedp.Run(r.ctx, question)
	if err != nil {
		r.t.Fatalf("%s: %v", what, err)
	}
	return answer
}

func (r *reader) open(path string) {
	r.t.Helper()
	r.do("open "+path, chromedp.Navigate(r.site.URL+path), chromedp.WaitReady(chromedp.CSS("footer")))
}

// follow clicks what the selector finds and waits for the page behind it.
func (r *reader) follow(selector string) {
	r.t.Helper()
	before := r.path()
	r.do("click "+selector, chromedp.Click(chromedp.CSS(selector), chromedp.NodeVisible))
	for deadline := time.Now().Add(10 * time.Second); r.path() == before; time.Sleep(20 * time.Millisecond) {
		if time.Now().After(deadline) {
			r.t.Fatalf("clicking %s leads nowhere from %s", selector, before)
		}
	}
	r.do("read the page", chromedp.WaitReady(chromedp.CSS("footer")))
}

// path is where the reader is, with the query.
func (r *reader) path() string {
	return ask(r, "read the address", chromedp.Evaluate[string]("location.pathname + location.search"))
}

func (r *reader) text(selector string) string {
	r.t.Helper()
	return ask(r, "read "+selector, chromedp.Text(chromedp.CSS(selector)))
}

func (r *reader) language() string {
	r.t.Helper()
	return ask(r, "read the language", chromedp.Evaluate[string]("document.documentElement.lang"))
}

func TestAReaderOfBothLanguages(t *testing.T) {
	r := newReader(t)
	for _, l := range []struct {
		home, tag, query, mark, other, missing string
	}{
		{"/zh/", "zh-Hans", "绿氢", "绿氢", "en", "綠氫"},
		{"/en/", "en", "hydrogen", "hydrogen", "zh-Hans", "HYDROGENS"},
	} {
		r.open(l.home)
		if tag := r.language(); tag != l.tag {
			t.Errorf("%s says it is in %q", l.home, tag)
		}
		r.follow("main .headline a")
		headline := r.text("h1")
		if headline == "" || !strings.Contains(r.path(), "/articles/") {
			t.Errorf("from the front page to %s with headline %q", r.path(), headline)
		}
		r.follow(".counterpart a")
		if tag := r.language(); tag != l.other {
			t.Errorf("the language switch leads to a page in %q", tag)
		}
		r.follow(".counterpart a")
		if again := r.text("h1"); again != headline {
			t.Errorf("there and back again shows %q, not %q", again, headline)
		}
		for _, query := range []string{l.query, l.missing} {
			r.open(l.home + "search")
			r.do("type a query", chromedp.SendKeys(chromedp.CSS("main input[name=q]"), query+"\n"), chromedp.WaitVisible(chromedp.CSS(".items mark")))
			if mark := r.text(".items mark"); !strings.Contains(strings.ToLower(mark), l.mark) {
				t.Errorf("query %q marks %q", query, mark)
			}
		}
		r.follow(".items .headline a")
		r.follow(".themes a")
		if !strings.Contains(r.path(), "/themes/") {
			t.Errorf("a theme leads to %s", r.path())
		}
	}
}

func TestAPrintedPageShowsWithinASecond(t *testing.T) {
	seed, err := filepath.Abs(root + "/../shared/data/seed/nanyue-beijiang-page.md")
	if err == nil {
		_, err = os.Stat(seed)
	}
	if err != nil {
		t.Skip("the seed page is not here")
	}
	r := newReader(t)
	r.site.Run(t, "import", "page", seed, "--paper", "内蒙古日报", "--date", "2023-10-25", "--page", "3", "--publish")
	time.Sleep(time.Second)
	r.open("/zh/papers/2023-10-25/3")
	r.follow("main .headline a")
	if headline := r.text("h1"); headline == "" {
		t.Error("the first article of the page has no headline")
	}
	r.open("/zh/search?q=" + url.QueryEscape("闯出新路"))
	if mark := r.text("mark"); mark == "" {
		t.Error("the page's text is not found")
	}
}

// However few voices a special has, none of its columns is empty.
func TestVoicesFillTheirRow(t *testing.T) {
	r := newReader(t)
	dir := t.TempDir()
	put := func(name, text string) {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for n := 1; n <= 4; n++ {
		var slugs []string
		for i := range n {
			slug := fmt.Sprintf("voice-%d-%d", n, i)
			put("articles/"+slug+"/zh.md", fmt.Sprintf("---\ntitle: 一家之言%d\nkind: commentary\ndate: 2024-0%d-01\ncredits: [{name: 某人%d}]\n---\n\n正文在此。\n", i, n, i))
			slugs = append(slugs, slug)
		}
		put(fmt.Sprintf("specials/of-%d/zh.md", n), "---\ntitle: 专题\narticles: ["+strings.Join(slugs, ", ")+"]\n---\n\n按语。\n")
	}
	r.site.Run(t, "import", "folder", dir, "--publish")
	const (
		columns = "getComputedStyle(document.querySelector('.voices')).gridTemplateColumns.split(' ').length"
		gap     = "(() => { const all = document.querySelector('.voices').getBoundingClientRect(), last = document.querySelector('.voices > :last-child').getBoundingClientRect(); return Math.round(all.right - last.right) })()"
	)
	for n := 1; n <= 4; n++ {
		r.do("a wide screen", chromedp.EmulateViewport(1280, 900))
		r.open(fmt.Sprintf("/zh/specials/of-%d", n))
		if got := ask(r, "count columns", chromedp.Evaluate[int](columns)); got != n {
			t.Errorf("%d voices stand in %d columns", n, got)
		}
		r.do("a tablet", chromedp.EmulateViewport(800, 900))
		if got := ask(r, "measure", chromedp.Evaluate[int](gap)); got > 1 {
			t.Errorf("%d voices leave %d px empty on a tablet", n, got)
		}
	}
}

// screen is one picture of the starter site.
type screen struct {
	name, path    string
	width, height int64
	dark          bool
	// typed is put into the page's search box, whose suggestions are shown.
	typed string
}

// starterScreens are the pictures that docs/screens holds.
func starterScreens() []screen {
	const phone, desktop = 390, 1280
	var list []screen
	for _, page := range []struct{ name, path string }{
		{"front", "/"},
		{"article", "/articles/xie-baojian-seven-paths"},
		{"bilingual", "/articles/xie-baojian-seven-paths/bilingual"},
		{"special", "/specials/north-south-cooperation"},
		{"theme", "/themes/regional-cooperation"},
		{"contributor", "/contributors/xie-baojian"},
		{"archive", "/archive/2023/11"},
		{"feeds", "/feeds"},
		{"missing", "/articles/no-such-article"},
	} {
		for _, l := range []string{"zh", "en"} {
			list = append(list,
				screen{page.name + "-" + l + "-phone", "/" + l + page.path, phone, 844, false, ""},
				screen{page.name + "-" + l + "-desktop", "/" + l + page.path, desktop, 900, false, ""})
		}
	}
	return append(list,
		screen{"search-zh-phone", "/zh/search?q=" + url.QueryEscape("大湾区 人才"), phone, 844, false, ""},
		screen{"search-zh-desktop", "/zh/search?kind=commentary&q=" + url.QueryEscape("大湾区 -候鸟"), desktop, 900, false, ""},
		screen{"search-en-phone-dark", "/en/search?q=opening-up", phone, 844, true, ""},
		screen{"search-en-desktop", "/en/search?q=dual+circulation", desktop, 900, false, ""},
		screen{"search-none-zh-phone", "/zh/search?exact=1&theme=talent&q=" + url.QueryEscape("绿色草原"), phone, 844, false, ""},
		screen{"search-none-en-desktop-dark", "/en/search?q=cooperaton", desktop, 900, true, ""},
		screen{"suggest-zh-phone-dark", "/zh/search", phone, 844, true, "区域"},
		screen{"suggest-en-desktop", "/en/search", desktop, 900, false, "gre"},
		screen{"front-zh-desktop-dark", "/zh/", desktop, 900, true, ""},
		screen{"bilingual-hant-phone", "/zh-hant/articles/xie-baojian-seven-paths/bilingual", phone, 844, false, ""},
		screen{"bilingual-hant-tablet", "/zh-hant/articles/xie-baojian-seven-paths/bilingual#zh-s-93d31ed71d92", 820, 1180, false, ""},
		screen{"bilingual-en-desktop-dark", "/en/articles/xie-baojian-seven-paths/bilingual#zh-s-057e97f2ec48", desktop, 900, true, ""},
		screen{"article-en-phone-dark", "/en/articles/xie-baojian-seven-paths", phone, 844, true, ""})
}

func TestScreens(t *testing.T) {
	r := newReader(t)
	for _, s := range starterScreens() {
		scheme := "light"
		if s.dark {
			scheme = "dark"
		}
		r.do("set up the screen", chromedp.EmulateViewport(s.width, s.height))
		media := emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}}
		if _, err := chromedp.Call(r.ctx, emulation.SetEmulatedMedia, media); err != nil {
			t.Fatal(err)
		}
		r.open(s.path)
		overflow := ask(r, "measure", chromedp.Evaluate[int]("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
		if s.typed != "" {
			r.do("type", chromedp.SendKeys(chromedp.CSS("#q"), s.typed), chromedp.WaitVisible(chromedp.CSS(".suggestions li")), chromedp.KeyEvent(kb.ArrowDown))
		}
		picture := ask(r, "look", chromedp.FullScreenshot(60))
		if overflow > 0 {
			t.Errorf("%s is %d px wider than its %d px screen", s.path, overflow, s.width)
		}
		if len(picture) < 5000 {
			t.Errorf("%s shows next to nothing: %d bytes", s.path, len(picture))
		}
		if *screens != "" {
			if err := os.WriteFile(filepath.Join(*screens, s.name+".jpg"), picture, 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
}
