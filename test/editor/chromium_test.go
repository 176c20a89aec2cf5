package editor

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"hebi/internal/markdown"
	"hebi/internal/newsroom"
)

// compose shows what an input method is choosing from, before anything is chosen.
func (d *desk) compose(text string) {
	d.t.Helper()
	n := int64(len([]rune(text)))
	if _, err := chromedp.Call(d.ctx, input.ImeSetComposition, input.ImeSetCompositionParams{Text: text, SelectionStart: n, SelectionEnd: n}); err != nil {
		d.t.Fatal(err)
	}
}

// commit puts in what was chosen.
func (d *desk) commit(text string) {
	d.t.Helper()
	if _, err := chromedp.Call(d.ctx, input.InsertText, input.InsertTextParams{Text: text}); err != nil {
		d.t.Fatal(err)
	}
}

// press sends a key as keyboards do: chromedp's own way of sending Enter is taken for two.
func press(key string, code int64, text string) chromedp.Action[chromedp.Void] {
	return func(ctx context.Context, t *chromedp.Target) (chromedp.Void, error) {
		for _, kind := range []input.DispatchKeyEventType{input.DispatchKeyEventTypeKeyDown, input.DispatchKeyEventTypeKeyUp} {
			p := input.DispatchKeyEventParams{Type: kind, Key: key, Code: key, WindowsVirtualKeyCode: code}
			if kind == input.DispatchKeyEventTypeKeyDown {
				p.Text = text
			}
			if _, err := chromedp.Call(ctx, input.DispatchKeyEvent, p); err != nil {
				return chromedp.Void{}, err
			}
		}
		return chromedp.Void{}, nil
	}
}

// cursor puts the cursor at the end of the text.
func (d *desk) cursor() {
	d.t.Helper()
	d.do("go to the end", chromedp.Focus(chromedp.CSS(".cm-content")), chromedp.KeyEvent(kb.End, chromedp.KeyModifiers(chromedp.ModifierCtrl)))
}

// Pinyin is composed in several steps; nothing of it is sent before it is chosen,
// and the text is what was chosen.
func TestWritingThroughAnInputMethod(t *testing.T) {
	d := newDesk(t, newsroom.Chinese, "开头。")
	d.want("the mark at first", state, "saved")
	d.cursor()
	for _, word := range []struct{ pinyin, chosen string }{{"lv se", "绿色"}, {"fa zhan", "发展"}, {"，", "，"}} {
		for i := range word.pinyin {
			if i > 0 && i < len("lv se") {
				d.compose(word.pinyin[:i])
			}
		}
		d.compose(word.pinyin)
		d.commit(word.chosen)
	}
	d.compose("wei lai")
	time.Sleep(3 * time.Second) // longer than a pause before an autosave
	for _, body := range d.bodies() {
		if strings.Contains(body, "wei") {
			t.Errorf("half a word was sent: %q", body)
		}
	}
	// A shortcut in the middle of a word is the input method's.
	d.ask(`document.querySelector(".cm-content").dispatchEvent(new KeyboardEvent("keydown", {key: "b", code: "KeyB", keyCode: 229, ctrlKey: true, isComposing: true, bubbles: true, cancelable: true}))`)
	d.commit("未来")
	d.want("the text", text, "开头。绿色发展，未来")
	d.want("the mark in the end", state, "saved")
	d.until("an autosave of all", func() bool {
		all := d.bodies()
		return len(all) > 0 && all[len(all)-1] == "开头。绿色发展，未来"
	})
	d.want("what is counted", `document.querySelector(".editor-count").textContent`, "8 字 · 英文 0 词 · 约读 1 分钟")
	// The title goes through an input method too.
	before := len(d.bodies())
	d.do("focus the title", chromedp.Focus(chromedp.CSS("#title")), chromedp.KeyEvent(kb.End))
	d.compose("xin")
	time.Sleep(3 * time.Second)
	if n := len(d.bodies()); n != before {
		t.Errorf("%d autosaves while the title was being composed", n-before)
	}
	d.commit("新")
	d.until("an autosave of the title", func() bool {
		d.mu.Lock()
		defer d.mu.Unlock()
		return d.saved[len(d.saved)-1].Get("title") == "题目新"
	})
}

func TestShortcutsToolbarAndLists(t *testing.T) {
	d := newDesk(t, newsroom.English, "")
	d.cursor()
	enter := press("Enter", 13, "\r")
	ctrl := func(key string) { d.do(key, chromedp.KeyEvent(key, chromedp.KeyModifiers(chromedp.ModifierCtrl))) }
	d.commit("wind")
	ctrl("a")
	ctrl("b")
	d.want("bold", text, "**wind**")
	ctrl("b")
	ctrl("i")
	d.want("emphasis", text, "*wind*")
	ctrl("z")
	ctrl("z")
	d.want("taken back", text, "**wind**")
	d.cursor()
	d.do("a list", enter, enter, chromedp.KeyEvent("- one"), enter, chromedp.KeyEvent("two"), enter, enter)
	d.want("a list that ended", text, "**wind**\n\n- one\n- two\n")
	d.do("a footnote", chromedp.Click(chromedp.CSS("[data-tool=footnote]")))
	d.commit("source")
	d.want("a footnote", text, "**wind**\n\n- one\n- two\n[^1]\n\n[^1]: source\n")
	d.do("a table", chromedp.Click(chromedp.CSS("[data-tool=table]")), chromedp.WaitVisible(chromedp.CSS("[data-tool=row]")), chromedp.KeyEvent("a"), chromedp.KeyEvent(kb.Tab), chromedp.KeyEvent("b"))
	if got := d.ask(text); !strings.HasSuffix(got, "[^1]: source\n\n| a | b |  |\n| --- | --- | --- |\n|  |  |  |\n|  |  |  |\n") {
		t.Errorf("with a table: %q", got)
	}
	// The toolbar is one stop for Tab; arrows move within it.
	d.ask(`document.querySelector("[data-tool=bold]").focus()`)
	d.do("arrow", chromedp.KeyEvent(kb.ArrowRight))
	d.want("the next button", `document.activeElement.dataset.tool`, "em")
	d.want("one stop", `document.querySelectorAll(".editor-toolbar [tabindex='0']").length`, "1")
	d.cursor()
	ctrl("f")
	d.do("find", chromedp.WaitVisible(chromedp.CSS(".cm-search input")))
	d.cursor()
	d.commit("## Coast\n\nwind again")
	d.want("the outline", `document.querySelector(".editor-outline li")?.textContent`, "Coast")
	d.do("replace", chromedp.SetValue(chromedp.CSS(".cm-search [name=search]"), "wind"), chromedp.SetValue(chromedp.CSS(".cm-search [name=replace]"), "sun"))
	d.ask(`["search", "replace"].forEach((n) => document.querySelector(".cm-search [name=" + n + "]").dispatchEvent(new Event("change", {bubbles: true})))`)
	d.do("replace all", chromedp.Click(chromedp.CSS(".cm-search [name=replaceAll]")))
	if got := d.ask(text); strings.Contains(got, "wind") || strings.Count(got, "sun") != 2 {
		t.Errorf("replaced: %q", got)
	}
	d.want("all words are there", `document.body.innerHTML.includes("⟦")`, "false")
}

// The page's own parser reads a clipboard as the tests in Node do.
func TestPastingRichText(t *testing.T) {
	d := newDesk(t, newsroom.Chinese, "")
	samples, err := filepath.Glob(root + "/editor/test/paste/*.html")
	if err != nil || len(samples) < 8 {
		t.Fatalf("%v, %v", samples, err)
	}
	for _, sample := range samples {
		html, err := os.ReadFile(sample)
		if err != nil {
			t.Fatal(err)
		}
		want, err := os.ReadFile(strings.TrimSuffix(sample, ".html") + ".md")
		if err != nil {
			t.Fatal(err)
		}
		d.do("empty the text", chromedp.Focus(chromedp.CSS(".cm-content")), chromedp.KeyEvent("a", chromedp.KeyModifiers(chromedp.ModifierCtrl)), chromedp.KeyEvent(kb.Delete))
		d.ask(paste(`data.setData("text/html", ` + quoted(string(html)) + `); data.setData("text/plain", "plain")`))
		if got := d.ask(text); got != strings.TrimSuffix(string(want), "\n") {
			t.Errorf("%s: %s\nwant %s", sample, got, want)
		}
		for _, image := range markdown.Parse(d.ask(text)).Images() {
			if image.Remote || image.Destination != "" {
				t.Errorf("%s shows the picture %q", sample, image.Destination)
			}
		}
	}
	d.do("empty the text", chromedp.KeyEvent("a", chromedp.KeyModifiers(chromedp.ModifierCtrl)), chromedp.KeyEvent(kb.Delete))
	d.commit("年报")
	d.do("select", chromedp.KeyEvent("a", chromedp.KeyModifiers(chromedp.ModifierCtrl)))
	d.ask(paste(`data.setData("text/plain", "https://a.example/report")`))
	d.want("an address on words", text, "[年报](https://a.example/report)")
}

func TestPictures(t *testing.T) {
	d := newDesk(t, newsroom.Chinese, "前文。\n\n![待上传：far.jpg]()\n\n后文。")
	const file = `data.items.add(new File([new Uint8Array([1, 2, 3])], "map.png", {type: "image/png"}))`
	d.cursor()
	d.ask(paste(file))
	d.do("write what it shows", chromedp.WaitVisible(chromedp.CSS(".editor-dialog textarea")), chromedp.SendKeys(chromedp.CSS(".editor-dialog textarea"), "too large [地图]"), chromedp.Click(chromedp.CSS(".editor-dialog [type=submit]")))
	d.want("why it was refused", `document.querySelector(".editor-wrong").textContent`, "at most 32 MiB")
	d.do("again", chromedp.SetValue(chromedp.CSS(".editor-dialog textarea"), "地图"), chromedp.Click(chromedp.CSS(".editor-dialog [type=submit]")), chromedp.WaitNotPresent(chromedp.CSS(".editor-dialog")))
	d.want("the picture", text, "前文。\n\n![待上传：far.jpg]()\n\n后文。\n\n![地图](kept-map.png)")
	d.want("the cursor is back", `document.activeElement.className.includes("cm-content")`, "true")

	d.ask(`(() => { const data = new DataTransfer(), at = document.querySelector(".cm-line").getBoundingClientRect(); ` + file + `;
		document.querySelector(".cm-content").dispatchEvent(new DragEvent("drop", {dataTransfer: data, clientX: at.left + 2, clientY: at.top + 8, bubbles: true, cancelable: true})); })()`)
	d.do("no picture after all", chromedp.WaitVisible(chromedp.CSS(".editor-dialog textarea")), chromedp.KeyEvent(kb.Escape), chromedp.WaitNotPresent(chromedp.CSS(".editor-dialog")))

	// A placeholder has a button that puts the picture in its place.
	d.ask(`(() => { HTMLInputElement.prototype.click = function () { const data = new DataTransfer(); ` + strings.ReplaceAll(file, "map.png", "near.png") + `; this.files = data.files; this.dispatchEvent(new Event("change")); }; })()`)
	d.do("upload", chromedp.Click(chromedp.CSS(".editor-upload")), chromedp.WaitVisible(chromedp.CSS(".editor-dialog textarea")), chromedp.Click(chromedp.CSS(".editor-dialog [type=submit]")), chromedp.WaitNotPresent(chromedp.CSS(".editor-dialog")))
	d.want("no placeholder", text, "前文。\n\n![](kept-near.png)\n\n后文。\n\n![地图](kept-map.png)")
	d.mu.Lock()
	defer d.mu.Unlock()
	if len(d.files) != 3 || d.files[1] != (upload{"map.png", "地图"}) {
		t.Errorf("uploaded: %v", d.files)
	}
}

// Whatever the server answers, the mark says what is true, and what it does not
// have is kept in the browser.
func TestTheMarkIsTrue(t *testing.T) {
	const copies = `Object.keys(localStorage).length`
	for _, c := range []struct {
		status                 int
		state, copies, mention string
	}{
		{http.StatusOK, "saved", "0", ""},
		{http.StatusConflict, "saved", "0", "answered 409"},
		{http.StatusUnauthorized, "failed", "1", "Sign in again"},
		{http.StatusForbidden, "failed", "1", "answered 403"},
		{http.StatusServiceUnavailable, "failed", "1", "answered 503"},
	} {
		t.Run(http.StatusText(c.status), func(t *testing.T) {
			d := newDesk(t, newsroom.English, "Text.")
			d.answer(c.status)
			d.want("at first", state, "saved")
			d.cursor()
			d.commit(" More.")
			d.want("at once", state, "unsaved")
			d.want("a copy while it is not saved", copies, "1")
			d.want("the mark", state, c.state)
			d.want("copies", copies, c.copies)
			if got := d.ask(`document.querySelector(".editor-alert").textContent`); !strings.Contains(got, c.mention) || c.mention == "" && got != "" {
				t.Errorf("the user is told %q, want %q", got, c.mention)
			}
			// Leaving is asked about when something would be lost, and only then.
			d.want("whether leaving is asked about", `(() => { const e = new Event("beforeunload", {cancelable: true}); dispatchEvent(e); return e.defaultPrevented; })()`, map[string]string{"saved": "false", "failed": "true"}[c.state])
			if c.state == "saved" {
				return
			}
			d.answer(0)
			d.ask(`dispatchEvent(new Event("focus"))`)
			d.want("when the server is back", state, "saved")
			d.want("copies then", copies, "0")
		})
	}
}

// Text typed while an answer is awaited is not taken for saved.
func TestTypingWhileSaving(t *testing.T) {
	d := newDesk(t, newsroom.English, "")
	d.mu.Lock()
	d.slow = 1500 * time.Millisecond
	d.mu.Unlock()
	d.cursor()
	d.commit("one")
	d.do("save now", chromedp.KeyEvent("s", chromedp.KeyModifiers(chromedp.ModifierCtrl)))
	d.want("the mark", state, "saving")
	d.commit(" two")
	d.want("the mark after the answer", state, "unsaved")
	d.want("the mark in the end", state, "saved")
	if all := d.bodies(); len(all) != 2 || all[0] != "one" || all[1] != "one two" {
		t.Errorf("autosaves: %q", all)
	}
}

func TestRecoveryAfterACrash(t *testing.T) {
	d := newDesk(t, newsroom.Chinese, "旧文。")
	d.answer(http.StatusServiceUnavailable)
	d.cursor()
	d.commit("新的一句。")
	d.want("kept", `Object.keys(localStorage).length`, "1")
	d.want("the mark", state, "failed")
	// The browser ends without a word, and somebody else saves meanwhile.
	d.ask(`addEventListener("pagehide", (e) => e.stopImmediatePropagation(), true)`)
	d.mu.Lock()
	d.status, d.version, d.body, d.saved = 0, "13", "别人的新文。", nil
	d.mu.Unlock()
	d.open()
	if d.asked != 1 {
		t.Errorf("leaving was asked about %d times, want once", d.asked)
	}
	d.want("the server's text at first", text, "别人的新文。")
	d.do("recover", chromedp.Click(chromedp.CSS("[data-recover]")))
	d.want("the text", text, "旧文。新的一句。")
	d.want("the mark", state, "saved")
	d.mu.Lock()
	last := d.saved[len(d.saved)-1]
	d.mu.Unlock()
	if last.Get("version") != "12" || last.Get("body") != "旧文。新的一句。" {
		t.Errorf("sent %v: a text written on version 12 must say so, or it would pass over 13", last)
	}
	d.want("copies", `Object.keys(localStorage).length`, "0")
	d.do("take it back", chromedp.Focus(chromedp.CSS(".cm-content")), chromedp.KeyEvent("z", chromedp.KeyModifiers(chromedp.ModifierCtrl)))
	d.want("the server's text is a step away", text, "别人的新文。")
}

// A page that is left sends what is not yet saved, and the form itself sends the text.
func TestLeaving(t *testing.T) {
	d := newDesk(t, newsroom.Chinese, "")
	d.cursor()
	d.commit("走之前")
	d.ask(`dispatchEvent(new Event("pagehide"))`)
	d.until("a last autosave", func() bool { all := d.bodies(); return len(all) > 0 && all[0] == "走之前" })
	d.commit("，提交")
	d.do("send the form", chromedp.Click(chromedp.CSS("main button:not(.editor button)")), chromedp.WaitReady(chromedp.CSS("title")))
	d.until("the form", func() bool { d.mu.Lock(); defer d.mu.Unlock(); return len(d.sent) == 1 })
	if got := d.sent[0].Get("body"); got != "走之前，提交" {
		t.Errorf("the form sent %q", got)
	}
	// It arrived: the next page has a newer version, and offers nothing.
	d.mu.Lock()
	d.version, d.body = "13", "走之前，改后再存"
	d.mu.Unlock()
	d.open()
	if d.asked != 0 {
		t.Errorf("leaving was asked about %d times, though nothing would be lost", d.asked)
	}
	d.want("nothing to recover", `document.querySelector(".editor-recovery")`, "null")
	d.want("no copy", `Object.keys(localStorage).length`, "0")
}

// What was sent into the working copy, as by the typography page, has arrived
// when the copy that the form shows is younger.
func TestWhatWasSentIntoTheWorkingCopyHasArrived(t *testing.T) {
	for kept, want := range map[string]string{"": "false", "2000-01-01T00:00:00Z": "false", "2100-01-01T00:00:00Z": "true"} {
		d := newDesk(t, newsroom.Chinese, "旧文,")
		d.cursor()
		d.commit("新的")
		d.do("send the form", chromedp.Click(chromedp.CSS("main button:not(.editor button)")), chromedp.WaitReady(chromedp.CSS("title")))
		d.until("the form", func() bool { d.mu.Lock(); defer d.mu.Unlock(); return len(d.sent) == 1 })
		d.mu.Lock()
		d.body, d.kept = "旧文，新的", kept
		d.mu.Unlock()
		d.open()
		d.want("whether there is nothing to recover, kept since "+kept, `document.querySelector(".editor-recovery") === null`, want)
	}
}

// A page is left with more than browsers send of one (64 KiB): the text is in
// this browser, and the next visit offers it.
func TestLeavingWithALongText(t *testing.T) {
	d := newDesk(t, newsroom.Chinese, strings.Repeat("长文。\n\n", 20_000))
	d.answer(http.StatusServiceUnavailable) // the last autosave does not come through either
	d.cursor()
	d.commit("最后一句。")
	d.ask(`dispatchEvent(new Event("pagehide"))`)
	d.want("a copy here", `Object.values(localStorage).some((kept) => kept.includes(encodeURIComponent("最后一句。")))`, "true")
	d.open()
	d.want("the server's text at first", text+`.endsWith("最后一句。")`, "false")
	d.do("recover", chromedp.Click(chromedp.CSS("[data-recover]")))
	d.want("the text", text+`.endsWith("长文。\n\n最后一句。")`, "true")
}

func TestPreviewInStep(t *testing.T) {
	var body strings.Builder
	for i := range 60 {
		fmt.Fprintf(&body, "第%d段说得很长，%s\n\n## 短\n\n", i, strings.Repeat("一直说下去，", 10+i%30))
	}
	d := newDesk(t, newsroom.Chinese, body.String())
	d.want("the preview", `document.querySelectorAll("[data-preview-pane] p[data-line]").length`, "120")
	// Whichever pane is moved, the other shows the same paragraph at its top.
	const meets = `(async () => {
		const panes = {text: document.querySelector(".cm-scroller"), preview: document.querySelector("[data-preview-pane]")}, moved = panes.%s;
		moved.dispatchEvent(new WheelEvent("wheel", {bubbles: true}));
		moved.scrollTop = moved.scrollHeight * %s;
		await new Promise((done) => setTimeout(done, 400));
		const first = (pane, parts) => Number(/第(\d+)段/.exec([...pane.querySelectorAll(parts)].find((e) => e.textContent.startsWith("第") && e.getBoundingClientRect().bottom > pane.getBoundingClientRect().top + 4).textContent)[1]);
		return Math.abs(first(panes.text, ".cm-line") - first(panes.preview, "p")) <= 1;
	})()`
	for _, moved := range []string{"text", "preview"} {
		for _, part := range []string{"0.3", "0.6", "0.1"} {
			d.want(moved+" moved to "+part, fmt.Sprintf(meets, moved, part), "true")
		}
	}
	d.cursor()
	d.commit("末尾新句")
	d.want("the newest text", `document.querySelector("[data-preview-pane] > div").lastElementChild.textContent`, "末尾新句")
}

func TestOnAPhone(t *testing.T) {
	d := newDesk(t, newsroom.Chinese, "甲\n\n![待上传：a-very-long-name-of-a-picture-that-does-not-end.jpg]()")
	d.do("a phone", chromedp.EmulateViewport(390, 844))
	const wide = `document.documentElement.scrollWidth - document.documentElement.clientWidth`
	d.want("what sticks out", wide, "0")
	d.do("find", chromedp.Click(chromedp.CSS("[data-tool=find]")), chromedp.WaitVisible(chromedp.CSS(".cm-search input")))
	d.want("what sticks out with the search", wide, "0")
	d.want("targets below 24 px", `[...document.querySelectorAll(".editor button, .editor input, .editor summary")].filter((e) => e.offsetParent && e.type !== "checkbox" && (e.offsetHeight < 24 || e.offsetWidth < 24)).length`, "0")
	d.do("the text alone", chromedp.Click(chromedp.CSS("[data-tool=preview]")))
	d.want("one pane", `[...document.querySelectorAll(".editor-write, [data-preview-pane]")].filter((e) => e.offsetParent).length`, "1")
}

// axe finds nothing, in both schemes, with everything open.
func TestAccessible(t *testing.T) {
	axe, err := os.ReadFile(root + "/test/quality/web/node_modules/axe-core/axe.min.js")
	if err != nil {
		t.Skip("axe is not here, install it with: npm ci --ignore-scripts --prefix test/quality/web")
	}
	d := newDesk(t, newsroom.Chinese, "## 甲\n\n**乙**[^1]，[丙](https://a.example/)，`丁`。\n\n> 戊\n\n| 己 | 庚 |\n| --- | --- |\n| 辛 | 壬 |\n\n![待上传：a.jpg]()\n\n[^1]: 癸\n")
	if _, err := chromedp.Run(d.ctx, chromedp.Evaluate[bool](string(axe)+"; true")); err != nil {
		t.Fatal(err)
	}
	const violations = `axe.run(document, {resultTypes: ["violations"], rules: {"color-contrast-enhanced": {enabled: true}, "target-size": {enabled: true}}}).then((r) => r.violations.flatMap((v) => v.nodes.map((n) => v.id + ": " + n.html)).join("\n"))`
	d.do("open everything", chromedp.Click(chromedp.CSS(".editor-outline summary")), chromedp.Click(chromedp.CSS("[data-tool=find]")), chromedp.WaitVisible(chromedp.CSS(".cm-search input")))
	for _, scheme := range []string{"light", "dark"} {
		d.ask(`document.documentElement.dataset.scheme = "` + scheme + `"`)
		d.want("the form, "+scheme, violations, "")
	}
	d.ask(paste(`data.items.add(new File([new Uint8Array([1])], "map.png", {type: "image/png"}))`))
	d.do("the dialog", chromedp.WaitVisible(chromedp.CSS(".editor-dialog")))
	d.want("the dialog", violations, "")
}
