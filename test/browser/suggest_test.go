package browser

import (
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// pause is longer than a box waits before it asks, and than an answer takes.
const pause = 600 * time.Millisecond

// box is a search box of an open page.
type box struct {
	*reader
	id    string
	mu    sync.Mutex
	asked []string
}

// newBox puts the cursor into a search box and notes what it asks the server.
func (r *reader) newBox(path, id string) *box {
	r.t.Helper()
	b := &box{reader: r, id: id}
	r.do("a wide screen", chromedp.EmulateViewport(1280, 900))
	r.open(path)
	err := chromedp.Listen(r.ctx, func(event any) {
		e, ok := event.(*network.EventRequestWillBeSent)
		if !ok {
			return
		}
		if u, err := url.Parse(e.Request.URL); err == nil && u.Path == "/api/v1/suggest" {
			b.mu.Lock()
			defer b.mu.Unlock()
			b.asked = append(b.asked, u.Query().Get("q"))
		}
	})
	if err != nil {
		r.t.Fatal(err)
	}
	r.do("focus the box", chromedp.Focus(chromedp.CSS("#"+id)))
	return b
}

// requests returns what was asked since the last call, after a pause.
func (b *box) requests() string {
	time.Sleep(pause)
	b.mu.Lock()
	defer b.mu.Unlock()
	asked := strings.Join(b.asked, ", ")
	b.asked = nil
	return asked
}

func (b *box) compose(letters string) {
	b.t.Helper()
	n := int64(len(letters))
	if _, err := chromedp.Call(b.ctx, input.ImeSetComposition, input.ImeSetCompositionParams{Text: letters, SelectionStart: n, SelectionEnd: n}); err != nil {
		b.t.Fatal(err)
	}
}

func (b *box) insert(text string) {
	b.t.Helper()
	if _, err := chromedp.Call(b.ctx, input.InsertText, input.InsertTextParams{Text: text}); err != nil {
		b.t.Fatal(err)
	}
}

func (b *box) press(keys ...string) {
	b.t.Helper()
	for _, k := range keys {
		b.do("press a key", chromedp.KeyEvent(k))
	}
}

// state is the box's text, whether its list is open, and the option it is at.
func (b *box) state() string {
	b.t.Helper()
	return ask(b.reader, "look at the box", chromedp.Evaluate[string](`(() => {
		const box = document.getElementById("`+b.id+`"), list = document.getElementById(box.getAttribute("aria-controls"));
		const at = document.getElementById(box.getAttribute("aria-activedescendant"));
		const open = box.getAttribute("aria-expanded") === "true";
		if (open === list.hidden) return "the list and what the box says of it differ";
		if (at && at.getAttribute("aria-selected") !== "true") return "the option is not selected";
		return box.value + "|" + (open ? "open" : "closed") + "|" + (at ? at.innerText.replace(/\s+/g, " ") : "");
	})()`))
}

func (b *box) want(state string) {
	b.t.Helper()
	if got := b.state(); got != state {
		b.t.Errorf("the box is %q, want %q", got, state)
	}
}

// arrive waits for the page that a choice leads to.
func (b *box) arrive(path string) {
	b.t.Helper()
	for deadline := time.Now().Add(10 * time.Second); b.path() != path; time.Sleep(20 * time.Millisecond) {
		if time.Now().After(deadline) {
			b.t.Fatalf("at %s, want %s", b.path(), path)
		}
	}
	b.do("read the page", chromedp.WaitReady(chromedp.CSS("footer")))
}

// While an input method composes nothing is asked, chosen or sent.
func TestSuggestionsWaitForTheInputMethod(t *testing.T) {
	r := newReader(t)
	for _, where := range []struct{ path, id string }{{"/zh/", "find"}, {"/zh/search", "q"}, {"/en/search", "q"}} {
		b := r.newBox(where.path, where.id)
		for _, letters := range []string{"q", "qu", "qu y", "qu yu"} {
			b.compose(letters)
			time.Sleep(50 * time.Millisecond)
		}
		if asked := b.requests(); asked != "" {
			t.Errorf("%s: asked %q while composing", where.path, asked)
		}
		b.want("qu yu|closed|")
		// The Enter that ends a composition is the input method's.
		enter := input.DispatchKeyEventParams{Type: input.DispatchKeyEventTypeRawKeyDown, Key: "Enter", Code: "Enter", WindowsVirtualKeyCode: 229}
		if _, err := chromedp.Call(r.ctx, input.DispatchKeyEvent, enter); err != nil {
			t.Fatal(err)
		}
		b.insert("区域")
		if asked := b.requests(); asked != "区域" {
			t.Errorf("%s: after composing asked %q, want 区域 once", where.path, asked)
		}
		if r.path() != where.path {
			t.Fatalf("%s: the composition was sent: %s", where.path, r.path())
		}
		b.press(kb.ArrowDown)
		theme := map[string]string{"/en/search": "Theme"}[where.path]
		if theme == "" {
			theme = "主题"
		}
		b.want("区域|open|区域合作 " + theme)
		// In Safari it comes after the composition has ended, and must choose nothing.
		const late = `document.activeElement.dispatchEvent(new KeyboardEvent("keydown", {key: "Enter", keyCode: 229, bubbles: true, cancelable: true}))`
		if ask(r, "press Enter as Safari does", chromedp.Evaluate[bool](late)) {
			t.Errorf("%s: an Enter with the code 229 is let through", where.path)
		}
		time.Sleep(pause)
		if r.path() != where.path {
			t.Fatalf("%s: the Enter that ended a composition chose something: %s", where.path, r.path())
		}
		b.press(kb.Enter)
		b.arrive(where.path[:4] + "themes/regional-cooperation")
	}
}

func TestSuggestionsByKeyboardAndPointer(t *testing.T) {
	r := newReader(t)
	b := r.newBox("/en/search", "q")
	b.press("t", "a", "l")
	if asked := b.requests(); asked != "tal" {
		t.Errorf("asked %q, want tal once", asked)
	}
	b.want("tal|open|")
	b.press(kb.ArrowDown)
	b.want("tal|open|Talent Theme")
	b.press(kb.ArrowUp)
	b.want("tal|open|")
	b.press(kb.ArrowUp) // from the box to the last
	if state := b.state(); !strings.HasSuffix(state, " Article") {
		t.Errorf("the last option is no article: %s", state)
	}
	b.press(kb.Escape)
	b.want("tal|closed|")
	b.press(kb.ArrowDown)
	if asked := b.requests(); asked != "tal" {
		t.Errorf("an arrow opens the list again: asked %q", asked)
	}
	b.press(kb.Backspace, kb.Backspace, kb.Backspace)
	if asked := b.requests(); asked != "" {
		t.Errorf("an empty box asked %q", asked)
	}
	b.want("|closed|")

	// A term fills the box and searches.
	b.insert("lsfz")
	if asked := b.requests(); asked != "lsfz" {
		t.Errorf("asked %q", asked)
	}
	b.press(kb.ArrowDown, kb.ArrowDown)
	b.want("lsfz|open|绿色发展 Term")
	b.press(kb.Enter)
	b.arrive("/en/search?q=" + url.QueryEscape("绿色发展") + "")
	b.want("绿色发展|closed|")

	// Who chooses nothing searches for what was typed.
	b = r.newBox("/zh/", "find")
	b.insert("合作")
	b.requests()
	b.press(kb.Enter)
	b.arrive("/zh/search?q=" + url.QueryEscape("合作"))

	// A pointer does what Enter does; on leaving the box the list closes.
	b = r.newBox("/zh/", "find")
	b.insert("七条")
	b.requests()
	r.do("leave the box", chromedp.Blur(chromedp.CSS("#find")))
	b.want("七条|closed|")
	r.do("come back", chromedp.Focus(chromedp.CSS("#find")))
	b.press(kb.ArrowDown)
	b.requests()
	r.do("click", chromedp.Click(chromedp.CSS("#find-suggestions [role=option]"), chromedp.NodeVisible))
	b.arrive("/zh/articles/xie-baojian-seven-paths")
}

// Without JavaScript searching, narrowing and taking off work as before.
func TestSearchingWithoutJavaScript(t *testing.T) {
	r := newReader(t)
	if _, err := chromedp.Call(r.ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true}); err != nil {
		t.Fatal(err)
	}
	const visible = `document.querySelector(".facet a").checkVisibility({contentVisibilityAuto: true})`
	for _, width := range []int64{1280, 390} {
		r.do("set up the screen", chromedp.EmulateViewport(width, 900))
		r.open("/zh/search")
		r.do("type a query", chromedp.SendKeys(chromedp.CSS("#q"), "合作\n"), chromedp.WaitVisible(chromedp.CSS(".items mark")))
		if ask(r, "look for the script", chromedp.Evaluate[bool](`document.querySelector("[role=combobox]") !== null`)) {
			t.Fatal("the script ran")
		}
		// Facets stand beside the results, or are folded above them.
		if shown := ask(r, "look at the facets", chromedp.Evaluate[bool](visible)); shown != (width > 1000) {
			t.Errorf("on %d px the facets are shown: %v", width, shown)
		}
		if width < 1000 {
			r.do("unfold", chromedp.Click(chromedp.CSS(".facets summary")), chromedp.WaitVisible(chromedp.CSS(".facet a")))
		}
		r.follow(".facet a[href*='kind=feature']")
		if !strings.Contains(r.path(), "kind=feature") || r.text(".chosen") == "" {
			t.Errorf("a facet leads to %s", r.path())
		}
		r.follow(".chosen a")
		if strings.Contains(r.path(), "kind=") {
			t.Errorf("taking a facet off leads to %s", r.path())
		}
	}
}
