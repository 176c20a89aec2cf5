package browser

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
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

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"hebi/internal/auth"
	"hebi/internal/locale"
	"hebi/internal/media"
	"hebi/internal/newsroom"
	"hebi/internal/publish"
	"hebi/internal/search"
	"hebi/internal/segment"
	"hebi/internal/store"
	"hebi/internal/web"
	"hebi/test/program"
)

// moment is how long a page may take for one thing.
const moment = 15 * time.Second

// newsdesk is a site put together as `hebi serve` does, but for its clock,
// which the test turns, and the cost of passwords.
type newsdesk struct {
	t         *testing.T
	url       string
	store     *store.Store
	publisher *publish.Publisher
	auth      *auth.Auth

	mu    sync.Mutex
	ahead time.Duration
}

// needsEditor skips a test of the desk as most editors have it, where the
// editor's script was not built; CI builds it and lets nothing skip. What the desk
// is without it is TestTheDeskWithoutScripts. A script that is older than its
// source would be tested in the place of the present one, so that is a failure.
func needsEditor(t *testing.T) {
	t.Helper()
	built, err := os.Stat(root + "/static/built/editor.js")
	if err != nil {
		t.Skip("the editor is not built, build it with: make editor")
	}
	err = filepath.WalkDir(root+"/editor/src", func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		source, err := e.Info()
		if err == nil && source.ModTime().After(built.ModTime()) {
			err = fmt.Errorf("static/built/editor.js is older than %s: make editor", name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// dictionary is opened once for all sites of the tests.
var dictionary = sync.OnceValue(segment.Open)

func newNewsdesk(t *testing.T) *newsdesk {
	t.Helper()
	return newNewsdeskOf(t, os.DirFS(root))
}

// newNewsdeskOf is a site of these templates and static files.
func newNewsdeskOf(t *testing.T, static fs.FS) *newsdesk {
	t.Helper()
	d := &newsdesk{t: t}
	dir := t.TempDir()
	var err error
	d.store, err = store.Open(t.Context(), store.Options{Path: filepath.Join(dir, "hebi.db"), Now: d.now})
	d.must(err)
	t.Cleanup(func() { _ = d.store.Close() })
	segmenter := dictionary()
	d.must(segmenter.Wait(t.Context()))
	files := media.NewFiles(filepath.Join(dir, "media"))
	d.publisher, err = publish.New(t.Context(), publish.Parts{Store: d.store, Segmenter: segmenter, Media: files, Now: d.now})
	d.must(err)
	_, err = d.publisher.SaveSite(t.Context(), &newsroom.Site{Name: newsroom.Bilingual{ZH: "潮汐报", EN: "The Tide"}, TimeZone: "Asia/Shanghai"}, publish.Options{})
	d.must(err)
	_, err = d.publisher.SaveThemes(t.Context(), []newsroom.Theme{{Slug: "harbours", Name: newsroom.Bilingual{ZH: "港口", EN: "Harbours"}}}, publish.Options{})
	d.must(err)
	d.auth = auth.New(auth.Config{Store: d.store, Now: d.now, Cost: auth.Cost{Memory: 64, Passes: 1, Lanes: 1}})
	server := httptest.NewUnstartedServer(nil)
	base := &url.URL{Scheme: "http", Host: server.Listener.Addr().String()}
	d.url = base.String()
	server.Config.Handler, err = web.New(web.Config{
		Store: d.store, Publisher: d.publisher, Auth: d.auth, Search: search.NewEngine(d.store, segmenter), Files: static,
		Media: files, Terms: d.publisher.Terms, BaseURL: base, Log: slog.New(slog.NewTextHandler(t.Output(), nil)), Now: d.now,
	})
	d.must(err)
	server.Start()
	t.Cleanup(server.Close)
	return d
}

func (d *newsdesk) now() time.Time {
	d.mu.Lock()
	defer d.mu.Unlock()
	return time.Now().Add(d.ahead)
}

// later moves the clock and does what is then due, as serve does by itself.
func (d *newsdesk) later(by time.Duration) {
	d.t.Helper()
	d.mu.Lock()
	d.ahead += by
	d.mu.Unlock()
	_, err := d.publisher.PublishDue(d.t.Context())
	d.must(err)
}

func (d *newsdesk) must(err error) {
	d.t.Helper()
	if err != nil {
		d.t.Fatal(err)
	}
}

// edition is what is stored of one.
func (d *newsdesk) edition(id int64, l newsroom.Language) *newsroom.Edition {
	d.t.Helper()
	a, err := d.store.WholeArticleByID(d.t.Context(), id)
	d.must(err)
	if a.Editions[l] == nil {
		d.t.Fatalf("article %d has no edition in %s", id, l)
	}
	return a.Editions[l]
}

// fetch is what a reader without any cookie gets.
func (d *newsdesk) fetch(path string) (status int, body string) {
	d.t.Helper()
	request, err := http.NewRequestWithContext(d.t.Context(), http.MethodGet, d.url+path, nil)
	d.must(err)
	response, err := http.DefaultClient.Do(request)
	d.must(err)
	defer func() { _ = response.Body.Close() }()
	text, err := io.ReadAll(response.Body)
	d.must(err)
	return response.StatusCode, string(text)
}

// person sits at a browser of their own.
type person struct {
	*newsdesk
	ctx   context.Context
	words locale.Locale
	// plain is who has no editor, but a text box.
	plain bool

	noting  sync.Mutex
	strange []string
}

// chromium opens a browser for the first person; its context makes those of the others.
func (d *newsdesk) chromium(l newsroom.Language) *person {
	d.t.Helper()
	return d.sit(program.Chromium(d.t, 2*patience), l)
}

// another is somebody else, with cookies of their own.
func (p *person) another() *person {
	p.t.Helper()
	ctx, leave := chromedp.NewContext(p.ctx, chromedp.WithNewBrowserContext())
	p.t.Cleanup(leave)
	if err := chromedp.Do(ctx); err != nil {
		p.t.Fatal(err)
	}
	return p.sit(ctx, p.words.Language)
}

func (d *newsdesk) sit(ctx context.Context, l newsroom.Language) *person {
	d.t.Helper()
	p := &person{newsdesk: d, ctx: ctx, words: locale.Locale{Language: l}}
	d.must(program.Strange(ctx, d.url, p.note))
	d.must(chromedp.Listen(ctx, func(event any) {
		if _, asks := event.(*page.EventJavascriptDialogOpening); asks {
			p.note("the page asks whether to leave")
			go func() {
				_, _ = chromedp.Call(ctx, page.HandleJavaScriptDialog, page.HandleJavaScriptDialogParams{Accept: true})
			}()
		}
	}))
	d.t.Cleanup(p.look)
	p.do("a screen", chromedp.EmulateViewport(1280, 900))
	return p
}

// note keeps what a page never does. A working copy that is kept beside a newer
// version is answered 409, which is what the script asks to know.
func (p *person) note(strange string) {
	if strings.Contains(strange, "/working-copy answers 409") {
		return
	}
	p.noting.Lock()
	defer p.noting.Unlock()
	p.strange = append(p.strange, strange)
}

func (p *person) look() {
	p.noting.Lock()
	defer p.noting.Unlock()
	for _, s := range p.strange {
		p.t.Error(s)
	}
	if p.t.Failed() && p.ctx.Err() == nil {
		if picture, err := chromedp.Run(p.ctx, chromedp.FullScreenshot(80)); err == nil {
			if f, err := os.CreateTemp("", "hebi-desk-*.jpg"); err == nil {
				_, _ = f.Write(picture)
				_ = f.Close()
				p.t.Logf("the screen is kept in %s", f.Name())
			}
		}
	}
}

func (p *person) do(what string, steps ...chromedp.Action[chromedp.Void]) {
	p.t.Helper()
	if err := chromedp.Do(p.ctx, steps...); err != nil {
		p.t.Fatalf("%s: %v", what, err)
	}
}

// ask evaluates an expression; a promise is awaited.
func (p *person) ask(expression string) string {
	p.t.Helper()
	answer, err := chromedp.Run(p.ctx, chromedp.Evaluate[string]("(async () => String(await ("+expression+")))()", chromedp.EvalAwaitPromise))
	if err != nil {
		p.t.Fatalf("%s: %v", expression, err)
	}
	return answer
}

// wait waits until an expression is true.
func (p *person) wait(what, expression string) {
	p.t.Helper()
	for deadline := time.Now().Add(moment); p.ask(expression) != "true"; time.Sleep(20 * time.Millisecond) {
		if time.Now().After(deadline) {
			p.t.Fatalf("%s: not within %v at %s: %s", what, moment, p.ask("location.pathname"), p.ask(`document.querySelector("main").innerText`))
		}
	}
}

func (p *person) open(path string) {
	p.t.Helper()
	p.do("open "+path, chromedp.Navigate(p.url+path), chromedp.WaitReady(chromedp.CSS("body")))
}

// press clicks and waits for the page that follows, which may have the same address.
func (p *person) press(selector string) {
	p.t.Helper()
	p.do("find "+selector, chromedp.WaitVisible(chromedp.CSS(selector)))
	p.leave("click "+selector, chromedp.Click(chromedp.CSS(selector)))
}

// leave does what leads to another page, and waits for it.
func (p *person) leave(what string, by chromedp.Action[chromedp.Void]) {
	p.t.Helper()
	p.ask(`document.documentElement.dataset.left = ""`)
	p.do(what, by)
	left := func() bool {
		// While the one page gives way to the other nothing can be asked.
		gone, err := chromedp.Run(p.ctx, chromedp.Evaluate[bool](`document.readyState === "complete" && !("left" in document.documentElement.dataset)`))
		return err == nil && gone
	}
	for deadline := time.Now().Add(moment); !left(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(deadline) {
			p.t.Fatalf("%s: that leads to no other page from %s", what, p.path())
		}
	}
}

// menu opens the desk's menu where the screen keeps it behind a button, and reports whether it did.
func (p *person) menu() bool {
	p.t.Helper()
	if p.ask(`getComputedStyle(document.querySelector(".bar .menu")).display`) == "none" {
		return false
	}
	p.do("open the menu", chromedp.Click(chromedp.CSS(".bar .menu")), chromedp.WaitVisible(chromedp.CSS("#menu nav")))
	return true
}

// fill puts text into a field as if typed.
func (p *person) fill(selector, text string) {
	p.t.Helper()
	p.do("find "+selector, chromedp.WaitVisible(chromedp.CSS(selector)))
	p.ask(`(() => { const e = document.querySelector(` + quoted(selector) + `); e.value = ` + quoted(text) + `; e.dispatchEvent(new Event("input", {bubbles: true})); })()`)
}

// write replaces the body, in the editor where there is one.
func (p *person) write(text string) {
	p.t.Helper()
	if p.plain {
		p.fill("textarea[name=body]", text)
		return
	}
	p.do("select what is there", chromedp.WaitVisible(chromedp.CSS(".cm-content")), chromedp.Focus(chromedp.CSS(".cm-content")), chromedp.KeyEvent("a", chromedp.KeyModifiers(chromedp.ModifierCtrl)))
	if _, err := chromedp.Call(p.ctx, input.InsertText, input.InsertTextParams{Text: text}); err != nil {
		p.t.Fatal(err)
	}
	p.wait("the mark says that it is saved", `document.querySelector("[data-saved]").dataset.state === "saved"`)
	p.wait("the preview follows, where there is room for it", `!document.querySelector(".editor[data-split]") || [...document.querySelectorAll("[data-preview-pane] p")].some((e) => `+quoted(text)+`.includes(e.textContent.trim()))`)
}

// says fails unless the page says the words.
func (p *person) says(texts ...string) {
	p.t.Helper()
	said := p.ask(`document.querySelector("main").innerText + [...document.querySelectorAll("main textarea, main input[readonly]")].map((e) => e.value).join(" ")`)
	for _, text := range texts {
		if !strings.Contains(said, text) {
			p.t.Errorf("%s does not say %q:\n%s", p.ask("location.pathname"), text, said)
		}
	}
	if tag := p.ask("document.documentElement.lang"); strings.HasPrefix(p.ask("location.pathname"), "/desk") && tag != p.words.Language.Tag() {
		p.t.Errorf("the desk speaks %s, want %s", tag, p.words.Language.Tag())
	}
}

// done fails unless the flash sentence is that of the key.
func (p *person) done(key string, args ...any) {
	p.t.Helper()
	p.says(p.words.T("desk.did."+key, args...))
}

func (p *person) path() string { return p.ask("location.pathname") }

// quoted is a string as a script has it.
func quoted(s string) string {
	b, err := json.Marshal(s)
	if err != nil {
		return `""`
	}
	return string(b)
}
