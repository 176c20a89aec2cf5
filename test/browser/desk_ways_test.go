package browser

import (
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"hebi/internal/auth"
	"hebi/internal/newsroom"
)

// staff lets an administrator and a chief editor in, who have a password each.
func (d *newsdesk) staff(l newsroom.Language) {
	d.t.Helper()
	for _, u := range []newsroom.User{
		{Email: "lin@tide.example", Name: "Lin Wan", Role: newsroom.Administrator, Interface: l},
		{Email: "wen@tide.example", Name: "Wen Bo", Role: newsroom.Chief, Interface: l},
	} {
		_, err := d.auth.AddUser(d.t.Context(), auth.By{}, &u, password)
		d.must(err)
	}
}

// without are files but for one.
type without struct {
	fs.FS
	name string
}

func (w without) Open(name string) (fs.File, error) {
	if name == w.name {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	return w.FS.Open(name)
}

// ReadDir lists a folder without the file.
func (w without) ReadDir(name string) ([]fs.DirEntry, error) {
	list, err := fs.ReadDir(w.FS, name)
	return slices.DeleteFunc(list, func(e fs.DirEntry) bool { return path.Join(name, e.Name()) == w.name }), err
}

// The core of the day is done with forms alone: in a browser that runs no
// scripts, and at a desk whose editor was never built.
func TestTheDeskWithoutScripts(t *testing.T) {
	bare := without{os.DirFS(root), "static/built/editor.js"}
	for _, way := range []struct {
		name    string
		site    fs.FS
		lang    newsroom.Language
		scripts bool
	}{
		{"scripts off", os.DirFS(root), newsroom.English, false},
		{"editor not built", bare, newsroom.Chinese, true},
	} {
		t.Run(way.name, func(t *testing.T) {
			t.Parallel()
			site := newNewsdeskOf(t, way.site)
			site.staff(way.lang)
			d := &day{newsdesk: site, author: site.chromium(way.lang), lang: way.lang, other: way.lang.Other(), text: pieces()}
			d.chief = d.author.another()
			for _, p := range []*person{d.author, d.chief} {
				p.plain = true
				_, err := chromedp.Call(p.ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: !way.scripts})
				d.must(err)
			}
			d.author.signIn("lin@tide.example")
			d.chief.signIn("wen@tide.example")
			d.begin()
			if got := d.author.ask(`!!document.querySelector(".cm-content") + " " + getComputedStyle(document.querySelector("textarea[name=body]")).display`); got != "false block" && got != "false inline-block" {
				t.Errorf("the editor is there, or the text box is not: %s", got)
			}
			d.sendBack()
			d.approve()
			d.chief.press(`button[name=to][value=published]`)
			d.chief.done("published")
			if status, body := d.fetch(d.public(d.lang)); status != 200 || !strings.Contains(body, d.own().third) {
				t.Errorf("published, the piece answers %d", status)
			}
		})
	}
}

func (p *person) signIn(email string) {
	p.t.Helper()
	p.open("/desk/sign-in")
	p.fill("[name=email]", email)
	p.fill("[name=password]", password)
	p.press("main form button")
}

// An editor signs in, begins an article, writes it and hands it over without
// touching a mouse, and sees at each stop where the keys go.
func TestAnArticleByKeysAlone(t *testing.T) {
	needsEditor(t)
	d := newNewsdesk(t)
	d.staff(newsroom.English)
	p, x := d.chromium(newsroom.English), pieces()[newsroom.English]
	p.open("/desk/sign-in?lang=en")
	p.tab("[name=email]")
	p.keys("lin@tide.example")
	p.tab("[name=password]")
	p.keys(password)
	p.leave("sign in", chromedp.KeyEvent(kb.Enter))
	p.says("Lin Wan")

	p.tab(".skip")
	p.do("skip the menu", chromedp.KeyEvent(kb.Enter))
	p.tab(`main a[href="/desk/new"]`)
	p.leave("begin", chromedp.KeyEvent(kb.Enter))
	p.tab("[name=title]")
	p.keys(x.title)
	p.tab("main form .buttons button")
	p.leave("begin to write", chromedp.KeyEvent(kb.Enter))
	p.done("begun")

	p.tab("[name=summary]")
	p.keys(x.summary)
	p.tab(".cm-content")
	p.keys(x.first + "\r\r- " + x.second + "\r" + x.third) // a list goes on by itself
	p.wait("the mark says that it is saved", `document.querySelector("[data-saved]").dataset.state === "saved"`)
	p.tab(save)
	p.leave("save", chromedp.KeyEvent(kb.Enter))
	p.done("saved")
	p.tab("[name=handnote]")
	p.keys("The numbers are from the quay office.")
	p.tab(`button[name=to][value=in-review]`)
	p.leave("submit", chromedp.KeyEvent(kb.Enter))
	p.done("in-review")

	e := d.edition(1, newsroom.English)
	want := x.first + "\n\n- " + x.second + "\n- " + x.third
	if strings.TrimSpace(e.Body) != want || e.Summary != x.summary || e.Status != newsroom.InReview {
		t.Errorf("stored as %s: %q, %q, want %q", e.Status, e.Summary, e.Body, want)
	}
}

// keys types, one key after the other.
func (p *person) keys(text string) {
	p.t.Helper()
	for i, line := range strings.Split(text, "\r") {
		if i > 0 { // chromedp's own sends the character after the key, whether or not a script took the key
			key := input.DispatchKeyEventParams{Type: input.DispatchKeyEventTypeKeyDown, Key: "Enter", Code: "Enter", Text: "\r", WindowsVirtualKeyCode: 13}
			_, err := chromedp.Call(p.ctx, input.DispatchKeyEvent, key)
			p.must(err)
			key.Type, key.Text = input.DispatchKeyEventTypeKeyUp, ""
			_, err = chromedp.Call(p.ctx, input.DispatchKeyEvent, key)
			p.must(err)
		}
		p.do("type", chromedp.KeyEvent(line))
	}
}

// tab goes on by the tabulator until the keys go to what the selector finds. Each
// stop on the way shows that it is one.
func (p *person) tab(selector string) {
	p.t.Helper()
	const stops = 120
	for range stops {
		p.do("go on", chromedp.KeyEvent(kb.Tab))
		// The editor shows it a moment later; a time's own parts are what the browser lights up.
		at := p.ask(`(async (e) => {
			if (e.closest(".cm-editor")) await new Promise((done) => setTimeout(done, 50));
			const shown = e.matches("body, [type=date], [type=datetime-local]") || getComputedStyle(e.closest(".cm-editor") ?? e).outlineStyle !== "none";
			return [e.matches(` + quoted(selector) + `), !shown, e.outerHTML.slice(0, 120)].join("\n");
		})(document.activeElement)`)
		there, rest, _ := strings.Cut(at, "\n")
		if hidden, what, _ := strings.Cut(rest, "\n"); hidden == "true" {
			p.t.Errorf("%s: nothing shows that the keys go to %s", p.path(), what)
		}
		if there == "true" {
			return
		}
	}
	p.t.Fatalf("%s: no key leads to %s", p.path(), selector)
}
