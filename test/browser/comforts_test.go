package browser

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// article is one of the starter site that is longer than any screen.
const article = "/articles/steppe-meets-bay"

// focused lets the page have the focus, as it has under a reader's hands.
func (r *reader) focused() {
	r.t.Helper()
	if _, err := chromedp.Call(r.ctx, emulation.SetFocusEmulationEnabled, emulation.SetFocusEmulationEnabledParams{Enabled: true}); err != nil {
		r.t.Fatal(err)
	}
}

func (r *reader) prefer(features ...*emulation.MediaFeature) {
	r.t.Helper()
	if _, err := chromedp.Call(r.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: features}); err != nil {
		r.t.Fatal(err)
	}
}

func (r *reader) want(what, expression, want string) {
	r.t.Helper()
	if got := ask(r, what, chromedp.Evaluate[string]("String("+expression+")")); got != want {
		r.t.Errorf("%s: %s, want %s", what, got, want)
	}
}

const (
	ground     = "getComputedStyle(document.documentElement).backgroundColor"
	lightPaper = "rgb(251, 249, 244)"
	darkPaper  = "rgb(20, 19, 15)"
	rootSize   = "getComputedStyle(document.documentElement).fontSize"
)

// The scheme follows the device until the reader chooses; a choice stays for
// the pages that follow and stands before the first stroke is drawn.
func TestSchemeAndSizeStay(t *testing.T) {
	r := newReader(t)
	r.prefer(&emulation.MediaFeature{Name: "prefers-color-scheme", Value: "dark"})
	r.open("/zh/")
	r.want("the device's scheme", ground, darkPaper)
	r.want("the device's size", rootSize, "16px")
	r.do("open the settings", chromedp.Click(chromedp.CSS(".comforts summary")))
	r.want("what is chosen at first", `[...document.querySelectorAll(".comforts :checked")].map((i) => i.value).join("|")`, "|")
	r.do("choose", chromedp.Click(chromedp.CSS("input[value=light]")), chromedp.Click(chromedp.CSS("input[value=largest]")))
	r.want("the chosen scheme", ground, lightPaper)
	r.want("the chosen size", rootSize, "21px")
	r.do("close the settings", chromedp.KeyEvent(kb.Escape))
	r.want("the settings", `document.querySelector(".comforts").open`, "false")

	r.open("/en" + article)
	r.want("the scheme of the next page", ground, lightPaper)
	r.want("the size of the next page", rootSize, "21px")
	// The script that applies it stands before the style sheets and holds up drawing.
	r.want("the place of the script", `(() => {
		const first = document.querySelector("head script[src], head link[rel=stylesheet]");
		return first.src.endsWith("early.js") && !first.defer && !first.async;
	})()`, "true")
	r.do("open the settings", chromedp.Click(chromedp.CSS(".comforts summary")))
	r.want("what is chosen now", `[...document.querySelectorAll(".comforts :checked")].map((i) => i.value).join("|")`, "light|largest")
	r.do("choose the device's", chromedp.Click(chromedp.CSS("input[name=scheme]")))
	r.want("the device's scheme again", ground, darkPaper)
}

// However large the text, what stands beside an article stands beside it.
func TestLargeTextKeepsItsColumn(t *testing.T) {
	r := newReader(t)
	for _, width := range []int64{1030, 1200, 1280, 1440, 1920} {
		r.do("a screen", chromedp.EmulateViewport(width, 900))
		r.open("/zh/articles/gao-siyang-joining-one-market")
		for _, size := range []string{"", "large", "largest"} {
			r.want(fmt.Sprintf("the text over what stands beside it at %d %s", width, size), `(() => {
				document.documentElement.dataset.size = "`+size+`";
				const rail = document.querySelector(".rail").getBoundingClientRect();
				const text = Math.max(...[...document.querySelectorAll(".story *")].map((e) => e.getBoundingClientRect().right));
				return text > rail.left;
			})()`, "false")
		}
	}
}

// passage tells which block of the text stands at the top of the screen.
const passage = `(() => {
	let heading = 0, n = 0;
	for (const block of document.querySelector(".prose").children) {
		if (/^H/.test(block.tagName)) heading++, n = 0;
		else n++;
		if (block.getBoundingClientRect().bottom > 32) return heading + "." + n;
	}
})()`

func TestLanguageSwitchStaysAtThePassage(t *testing.T) {
	r := newReader(t)
	r.do("a phone", chromedp.EmulateViewport(390, 844))
	r.open("/zh" + article)
	scroll := `(() => {
		const heading = document.querySelectorAll(".prose h2")[2];
		heading.nextElementSibling.nextElementSibling.scrollIntoView();
		return scrollY > 500;
	})()`
	r.want("read on", scroll, "true")
	r.want("the passage", passage, "3.2")
	click := `(() => { document.querySelector('.switch a:not([hreflang="zh-Hant"])').click(); return ""; })()` // the switch itself is off the screen
	for _, tag := range []string{"en", "zh-Hans"} {
		r.want("switch", click, "")
		r.do("wait", chromedp.WaitReady(chromedp.CSS(`html[lang="`+tag+`"] footer`)))
		r.want("the passage in "+tag, passage, "3.2")
		r.want("the focus in "+tag, `document.activeElement.parentElement.className`, "prose")
		r.want("the address", "location.hash", "")
	}
	// At the head of an article it leads to the head.
	r.open("/zh" + article)
	r.want("switch", click, "")
	r.do("wait", chromedp.WaitReady(chromedp.CSS(`html[lang="en"] footer`)))
	r.want("the place", "scrollY", "0")
	// A passage that is not there is the top.
	r.open("/en" + article + "#passage-40-1")
	r.want("the place", "scrollY", "0")
}

func TestGlossesByKeyboardAndTouch(t *testing.T) {
	r := newReader(t)
	r.focused()
	r.open("/zh" + article)
	shown := `(() => {
		const all = [...document.querySelectorAll(".gloss")].filter((g) => g.getClientRects().length);
		return all.map((g) => g.closest("dfn").firstChild.data + "=" + g.textContent.trim() + " " + g.lang).join();
	})()`
	r.want("before anything", shown, "")
	r.want("the cursor before the text", `(() => { const h = document.querySelector("h1"); h.tabIndex = -1; h.focus(); return document.activeElement === h; })()`, "true")
	for range 30 {
		r.do("tab", chromedp.KeyEvent(kb.Tab))
		if ask(r, "look", chromedp.Evaluate[string]("document.activeElement.tagName")) == "DFN" {
			break
		}
	}
	r.want("at the first term", shown, "呼和浩特=Hohhot en")
	r.want("the gloss on the screen", `(() => {
		const g = document.querySelector("dfn:focus .gloss").getBoundingClientRect();
		return g.left >= 0 && g.top >= 0 && g.right <= innerWidth && g.bottom <= innerHeight;
	})()`, "true")
	r.do("escape", chromedp.KeyEvent(kb.Escape))
	r.want("after Escape", shown, "")
	r.do("on and back", chromedp.KeyEvent(kb.Tab), chromedp.KeyEvent(kb.Tab, chromedp.KeyModifiers(8)))
	r.want("back at the term", shown, "呼和浩特=Hohhot en")
	r.do("go on", chromedp.Click(chromedp.CSS("h1")))
	r.want("away from it", shown, "")
	// What is copied is the text as it was written.
	r.want("the copied text", `(() => {
		document.querySelector("dfn").focus();
		getSelection().selectAllChildren(document.querySelector(".prose > p"));
		return /Hohhot/.test(getSelection().toString());
	})()`, "false")
	// No term stands in a heading or a link.
	r.want("terms elsewhere", `document.querySelectorAll(":is(h1, h2, h3, a) dfn").length`, "0")
}

func TestCitationIsCopied(t *testing.T) {
	r := newReader(t)
	r.focused()
	r.open("/en" + article)
	r.want("the day of reading", `/\d\[\d{4}-\d\d-\d\d\]\. http\S+\/a\/\d+\.$/.test(document.querySelector(".cite p").textContent)`, "true")
	r.do("copy", chromedp.Click(chromedp.CSS(".cite button")))
	r.want("the button", `document.querySelector(".cite button").textContent`, "Copied")
	r.want("what was selected", `getSelection().toString().trim() === document.querySelector(".cite p").textContent`, "true")
}

func TestEmptyFieldsAreNotSent(t *testing.T) {
	r := newReader(t)
	r.open("/en/search")
	r.do("ask", chromedp.SendKeys(chromedp.CSS("#q"), "talent\n"), chromedp.WaitVisible(chromedp.CSS(".items mark")))
	if path := r.path(); path != "/en/search?q=talent" {
		t.Errorf("the form asked for %s", path)
	}
}

// A number and its unit stand on one line, however wide the column is, and no
// headline ends with one character alone.
func TestLinesOfChinese(t *testing.T) {
	r := newReader(t)
	r.open("/zh/articles/shenzhen-by-the-numbers")
	r.want("the indent", `parseFloat(getComputedStyle(document.querySelector(".prose > p")).textIndent) / parseFloat(getComputedStyle(document.querySelector(".prose > p")).fontSize)`, "2")
	r.want("numbers on two lines", anyWidth(".prose", `[...box.querySelectorAll(".n")].filter((n) => n.getClientRects().length > 1).map((n) => n.textContent)`), "")
	for _, page := range []string{"/zh/", "/zh/specials/north-south-cooperation"} {
		r.open(page)
		r.want("headlines with a lone character on "+page, anyWidth(".headline, h1", lone), "")
	}
}

// anyWidth looks for what is wrong with the boxes at every width from a narrow column's on.
func anyWidth(boxes, wrong string) string {
	return `(() => {
		const found = new Set();
		for (const box of document.querySelectorAll("` + boxes + `")) {
			for (let width = 180; width < 420; width += 4) {
				box.style.width = width + "px";
				for (const text of ` + wrong + `) found.add(text);
			}
		}
		return [...found].join();
	})()`
}

// lone is the headline in box when its last line holds a single character.
const lone = `(() => {
	const walk = document.createTreeWalker(box, NodeFilter.SHOW_TEXT), lines = [];
	while (walk.nextNode()) {
		if (walk.currentNode.parentElement.closest(".subtitle, .tongue")) continue;
		for (let i = 0; i < walk.currentNode.length; i++) {
			if (!/\p{L}|\p{N}/u.test(walk.currentNode.data[i])) continue;
			const range = document.createRange();
			range.setStart(walk.currentNode, i);
			range.setEnd(walk.currentNode, i + 1);
			const top = Math.round(range.getBoundingClientRect().top);
			if (lines.at(-1)?.top === top) lines.at(-1).n++;
			else lines.push({ top, n: 1 });
		}
	}
	return lines.length > 1 && lines.at(-1).n === 1 ? [box.textContent] : [];
})()`

// Nothing scrolls sideways at 400 % zoom, with forced colours, or with the largest text.
func TestNarrowAndForced(t *testing.T) {
	r := newReader(t)
	r.prefer(&emulation.MediaFeature{Name: "forced-colors", Value: "active"}, &emulation.MediaFeature{Name: "prefers-reduced-motion", Value: "reduce"})
	r.do("a phone at 400 %", chromedp.EmulateViewport(320, 256))
	for _, size := range []string{"", "largest"} {
		for path := range strings.FieldsSeq("/ /articles/shenzhen-by-the-numbers /specials/north-south-cooperation /contributors /themes/talent /search?q=GDP /pages/guide") {
			for _, l := range []string{"/zh", "/en"} {
				r.open(l + path)
				r.want("sideways at "+l+path+" "+size, `(() => {
					document.documentElement.dataset.size = "`+size+`";
					return document.documentElement.scrollWidth - document.documentElement.clientWidth;
				})()`, "0")
				r.want("motion at "+l+path, `getComputedStyle(document.querySelector("a")).transitionDuration`, "0s")
			}
		}
	}
	r.open("/en/articles/shenzhen-by-the-numbers")
	r.want("what scrolls by itself can be reached", `[...document.querySelectorAll("main *")].filter((e) =>
		e.scrollWidth > e.clientWidth + 1 && /auto|scroll/.test(getComputedStyle(e).overflowX) && e.tabIndex < 0).length`, "0")
}
