package editor

import (
	"context"
	"encoding/json"
	"fmt"
	"html"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"hebi/internal/locale"
	"hebi/internal/markdown"
	"hebi/internal/newsroom"
	"hebi/test/program"
)

// patience is how long one walk may take, and moment how long a page may take for one thing.
const (
	patience = time.Minute
	moment   = 8 * time.Second
)

// nonce is what the policy of the page lets its own style sheets have.
const nonce = "bm9uY2U"

// upload is what came with a picture.
type upload struct{ Name, Alt string }

// desk is an edit form with what it talks to, and a Chromium before it.
type desk struct {
	t    *testing.T
	ctx  context.Context
	url  string
	lang newsroom.Language

	mu      sync.Mutex
	body    string // what the form shows
	version string
	kept    string        // since when the server has the working copy that the form shows
	saved   []url.Values  // autosaves that came
	status  int           // what autosaves are answered, 200 when 0
	refuses bool          // an answer of 400 and more was asked for
	slow    time.Duration // before they are answered
	sent    []url.Values  // forms that came
	files   []upload
	strange []string
	asked   int // how often leaving was asked about; it is always allowed
}

// newDesk opens the form; the test skips where the script was not built.
func newDesk(t *testing.T, lang newsroom.Language, body string) *desk {
	t.Helper()
	if _, err := os.Stat(root + "/static/built/editor.js"); err != nil {
		t.Skip("the editor is not built, build it with: make editor")
	}
	program.ChromiumPath(t)
	d := &desk{t: t, lang: lang, body: body, version: "12"}
	server := httptest.NewServer(d.routes())
	t.Cleanup(server.Close)
	d.url = server.URL
	d.ctx = program.Chromium(t, patience)
	if err := program.Strange(d.ctx, d.url, d.note); err != nil {
		t.Fatal(err)
	}
	err := chromedp.Listen(d.ctx, func(event any) {
		if _, ok := event.(*page.EventJavascriptDialogOpening); ok {
			d.mu.Lock()
			d.asked++
			d.mu.Unlock()
			go func() {
				_, _ = chromedp.Call(d.ctx, page.HandleJavaScriptDialog, page.HandleJavaScriptDialogParams{Accept: true})
			}()
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(d.look)
	d.open()
	return d
}

func (d *desk) note(strange string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.strange = append(d.strange, strange)
}

// look fails the test for what a page of ours never does, and keeps a picture of a failure.
func (d *desk) look() {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, s := range d.strange {
		if !d.refuses || !strings.Contains(s, " answers ") {
			d.t.Error(s)
		}
	}
	if d.t.Failed() && d.ctx.Err() == nil {
		if picture, err := chromedp.Run(d.ctx, chromedp.FullScreenshot(80)); err == nil {
			file := filepath.Join(os.TempDir(), "hebi-"+strings.ReplaceAll(d.t.Name(), "/", "-")+".jpg")
			if err := os.WriteFile(file, picture, 0o600); err == nil {
				d.t.Logf("the screen is kept in %s", file)
			}
		}
	}
}

func (d *desk) routes() http.Handler {
	mux := http.NewServeMux()
	mux.Handle("GET /static/", http.StripPrefix("/static/", http.FileServer(http.Dir(root+"/static"))))
	mux.HandleFunc("GET /favicon.ico", func(http.ResponseWriter, *http.Request) {})
	mux.HandleFunc("GET /desk/articles/7/zh", d.showForm)
	mux.HandleFunc("GET /desk", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "<!doctype html><title>Desk</title>") })
	mux.HandleFunc("POST /desk/articles/7/zh", func(w http.ResponseWriter, r *http.Request) {
		d.keep(&d.sent, r)
		http.Redirect(w, r, "/desk", http.StatusSeeOther)
	})
	mux.HandleFunc("POST /desk/articles/7/zh/working-copy", d.autosave)
	mux.HandleFunc("POST /desk/preview", func(w http.ResponseWriter, r *http.Request) {
		for _, b := range markdown.Parse(r.FormValue("body")).Blocks() {
			line := 1 + strings.Count(r.FormValue("body")[:b.Start], "\n")
			fmt.Fprintf(w, "<p data-line=%d>%s</p>\n", line, html.EscapeString(b.Text))
		}
	})
	mux.HandleFunc("POST /desk/articles/7/pictures", d.upload)
	return mux
}

// showForm shows the form with the editor; with ?plain=1 as it is where that was not built.
func (d *desk) showForm(w http.ResponseWriter, r *http.Request) {
	d.mu.Lock()
	defer d.mu.Unlock()
	words, err := json.Marshal(locale.Locale{Language: d.lang}.Editor())
	if err != nil {
		d.t.Error(err)
	}
	w.Header().Set("Content-Security-Policy", "default-src 'none'; style-src 'self' 'nonce-"+nonce+"'; script-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'")
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	script := `<script defer src="/static/built/editor.js"></script>`
	if r.FormValue("plain") != "" {
		script = `<script type="module" src="/static/js/desk/lines.js"></script>`
	}
	fmt.Fprintf(w, `<!doctype html><html lang="%[1]s"><meta name="viewport" content="width=device-width"><title>Edit</title>
<link rel="stylesheet" href="/static/css/site.css"><link rel="stylesheet" href="/static/css/desk.css"><link rel="stylesheet" href="/static/css/editor.css">%[6]s
<body class="desk"><main id="content"><h1>Edit</h1><form data-editor method="post" action="/desk/articles/7/zh" autocomplete="off" data-preview="/desk/preview" data-autosave="/desk/articles/7/zh/working-copy"
 data-upload="/desk/articles/7/pictures" data-version="%[2]s" data-nonce="%[3]s" data-user="3" data-kept="%[7]s"><script type="application/json" data-words>%[4]s</script>
<input type="hidden" name="version" value="%[2]s"><p><label for="title">Title</label> <input id="title" name="title" value="题目"></p>
<label for="body">Text</label><textarea id="body" name="body" lang="zh-Hans" rows="20" cols="40">
%[5]s</textarea><section data-preview-pane aria-label="Preview" hidden></section><output data-saved></output> <button>Save</button></form></main></html>`,
		map[newsroom.Language]string{newsroom.Chinese: "zh-Hans", newsroom.English: "en"}[d.lang], d.version, nonce, words, html.EscapeString(d.body), script, d.kept)
}

// keep notes the fields of a request, as they are before anything is made of them.
func (d *desk) keep(list *[]url.Values, r *http.Request) {
	if err := r.ParseForm(); err != nil {
		d.t.Error(err)
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	*list = append(*list, r.PostForm)
}

func (d *desk) autosave(w http.ResponseWriter, r *http.Request) {
	d.keep(&d.saved, r)
	d.mu.Lock()
	status, slow := d.status, d.slow
	d.mu.Unlock()
	time.Sleep(slow)
	w.Header().Set("Content-Type", "application/json")
	if status == 0 || status == http.StatusOK {
		fmt.Fprintf(w, `{"saved":%q}`, time.Now().UTC().Format(time.RFC3339))
		return
	}
	w.WriteHeader(status)
	fmt.Fprintf(w, `{"error":"answered %d"}`, status)
}

func (d *desk) upload(w http.ResponseWriter, r *http.Request) {
	file, header, err := r.FormFile("file")
	if err != nil {
		d.t.Error(err)
		return
	}
	defer file.Close()
	data, err := io.ReadAll(file)
	if err != nil || len(data) == 0 {
		d.t.Errorf("%d bytes, %v", len(data), err)
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.files = append(d.files, upload{header.Filename, r.FormValue("alt")})
	w.Header().Set("Content-Type", "application/json")
	if strings.Contains(r.FormValue("alt"), "too large") {
		d.refuses = true
		w.WriteHeader(http.StatusUnprocessableEntity)
		fmt.Fprint(w, `{"error":"at most 32 MiB"}`)
		return
	}
	w.WriteHeader(http.StatusCreated)
	fmt.Fprintf(w, `{"name":"kept-%s","address":"/media/x","width":1,"height":1}`, header.Filename)
}

// answer sets how autosaves are answered from now on.
func (d *desk) answer(status int) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.status = status
	d.refuses = d.refuses || status >= 400
}

// bodies are the texts of the autosaves that came.
func (d *desk) bodies() []string {
	d.mu.Lock()
	defer d.mu.Unlock()
	var list []string
	for _, v := range d.saved {
		list = append(list, v.Get("body"))
	}
	return list
}

func (d *desk) do(what string, steps ...chromedp.Action[chromedp.Void]) {
	d.t.Helper()
	if err := chromedp.Do(d.ctx, steps...); err != nil {
		d.t.Fatalf("%s: %v", what, err)
	}
}

func (d *desk) open() {
	d.t.Helper()
	d.do("open", chromedp.EmulateViewport(1280, 900), chromedp.Navigate(d.url+"/desk/articles/7/zh"), chromedp.WaitReady(chromedp.CSS(".cm-content")))
}

// ask evaluates an expression; a promise is awaited.
func (d *desk) ask(expression string) string {
	d.t.Helper()
	answer, err := chromedp.Run(d.ctx, chromedp.Evaluate[string]("(async () => String(await ("+expression+")))()", chromedp.EvalAwaitPromise))
	if err != nil {
		d.t.Fatalf("%s: %v", expression, err)
	}
	return answer
}

// want waits until the expression has this value.
func (d *desk) want(what, expression, want string) {
	d.t.Helper()
	got := d.ask(expression)
	for deadline := time.Now().Add(moment); got != want; got = d.ask(expression) {
		if time.Now().After(deadline) {
			d.t.Errorf("%s: %q, want %q", what, got, want)
			return
		}
		time.Sleep(30 * time.Millisecond)
	}
}

// until waits for something on the server.
func (d *desk) until(what string, done func() bool) {
	d.t.Helper()
	for deadline := time.Now().Add(moment); !done(); time.Sleep(30 * time.Millisecond) {
		if time.Now().After(deadline) {
			d.t.Fatalf("%s does not happen", what)
		}
	}
}

// text is what the form would send as the body.
const text = `new FormData(document.querySelector("form[data-editor]")).get("body")`

// state is the mark that says whether the text is saved.
const state = `document.querySelector("[data-saved]").dataset.state`

// paste dispatches a paste of what the expression puts into data, a DataTransfer.
func paste(fill string) string {
	return `(() => { const data = new DataTransfer(); ` + fill + `; return document.querySelector(".cm-content").dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true})); })()`
}

// quoted is a string as a script has it.
func quoted(s string) string {
	b, err := json.Marshal(s)
	if err != nil {
		return `""`
	}
	return string(b)
}
