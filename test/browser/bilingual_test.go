package browser

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

const sideBySide = "/articles/xie-baojian-seven-paths/bilingual"

// pair tells whether the n-th sentences of both sides, and no others, are lit.
func pair(n int) string {
	return fmt.Sprintf(`[...document.querySelectorAll(".lit")].every((e) => e.dataset.s === "%[1]d")
		&& [...document.querySelectorAll(".side")].every((side) => side.querySelector('.lit[data-s="%[1]d"]'))`, n)
}

func TestSideBySide(t *testing.T) {
	r := newReader(t)
	r.focused()
	for _, segment := range []string{"zh", "zh-hant", "en"} {
		for _, width := range []int64{390, 820, 1440} {
			at := fmt.Sprintf("%s at %d: ", segment, width)
			r.do("a screen", chromedp.EmulateViewport(width, 900))
			r.open("/" + segment + sideBySide)
			r.want(at+"sideways", "document.documentElement.scrollWidth - document.documentElement.clientWidth", "0")
			r.want(at+"sides of one number of passages", `new Set([...document.querySelectorAll(".side")].map((s) => s.children.length)).size`, "1")
			// On a wide screen a passage stands beside its like, on a phone above it and below the one before.
			r.want(at+"passages out of place", `(() => {
				const [a, b] = [...document.querySelectorAll(".side")].map((s) => [...s.querySelectorAll(".block")].map((e) => e.getBoundingClientRect()));
				return a.filter((e, i) => innerWidth >= 768 ? Math.abs(e.top - b[i].top) > 1 || e.right > b[i].left
					: e.bottom > b[i].top + 1 || i + 1 < a.length && b[i].bottom > a[i + 1].top + 1).length;
			})()`, "0")
			r.want(at+"lit before anything", `document.querySelectorAll(".lit").length`, "0")
			r.want(at+"pointing at a sentence", `document.querySelector('.side:last-child [data-s="3"]').dispatchEvent(new MouseEvent("mouseover", { bubbles: true }))`, "true")
			r.want(at+"the pair under the pointer", pair(3), "true")
			r.walkSentences(at)
			r.copyOneLanguage(at)
		}
	}
}

// walkSentences reaches a sentence by keyboard, and opens it in the other language.
func (r *reader) walkSentences(at string) {
	r.t.Helper()
	r.want(at+"stops of the keyboard among sentences", `document.querySelectorAll(".side [data-s][tabindex]").length`, "1")
	r.want(at+"the first", `(() => { const s = document.querySelector(".side [data-s]"); s.focus(); return document.activeElement === s && s.id.endsWith("-title"); })()`, "true")
	r.do("two sentences on", chromedp.KeyEvent(kb.ArrowDown), chromedp.KeyEvent(kb.ArrowDown))
	r.want(at+"the pair in focus", pair(2), "true")
	here := ask(r, "the sentence", chromedp.Evaluate[string]("document.activeElement.id"))
	r.do("across", chromedp.KeyEvent(kb.ArrowRight))
	beyond := ask(r, "its partner", chromedp.Evaluate[string]("document.activeElement.id"))
	if here == beyond || here[:2] == beyond[:2] {
		r.t.Errorf("%sacross from %s is %s", at, here, beyond)
	}
	r.do("and back", chromedp.KeyEvent(kb.ArrowLeft))
	r.want(at+"back", "document.activeElement.id", here)
	language := r.language()
	r.do("open it", chromedp.KeyEvent(kb.Enter), chromedp.WaitReady(chromedp.CSS(`html:not([lang="`+language+`"]) .lit`)))
	r.want(at+"the sentence of the other language", "location.hash", "#"+beyond)
	r.want(at+"which stands on the left", `document.querySelector(".side").contains(document.getElementById("`+beyond+`"))`, "true")
	r.want(at+"and is lit with its partner", pair(2), "true")
	r.want(at+"on the screen", `(() => { const b = document.getElementById("`+beyond+`").getBoundingClientRect(); return b.top >= 0 && b.top < innerHeight; })()`, "true")
}

// copyOneLanguage selects everything, and from one side into the other.
func (r *reader) copyOneLanguage(at string) {
	r.t.Helper()
	const copied = `(() => {
		document.execCommand("copy");
		const text = getSelection().toString(), [a, b] = [...document.querySelectorAll(".side")].map((s) => s.lang !== "en");
		const han = /\p{Script=Han}{6}/u.test(text), latin = /(?:\b[a-z]+ ){6}/.test(text);
		return (text.length > 500) + " " + (han !== latin) + " " + (han === %s);
	})()`
	// Only at a reader's hand does the browser copy.
	hand := func(what, expression string) {
		r.t.Helper()
		if got := ask(r, what, chromedp.Evaluate[string](expression, func(p *runtime.EvaluateParams) { p.UserGesture = new(true) })); got != "true true true" {
			r.t.Errorf("%s%s: %s", at, what, got)
		}
	}
	hand("copying everything takes the left side", `(() => { getSelection().selectAllChildren(document.body); return `+fmt.Sprintf(copied, "a")+`; })()`)
	hand("copying from the right takes the right side", `(() => {
		const [a, b] = document.querySelectorAll(".side");
		getSelection().setBaseAndExtent(b.querySelector(".cell:last-child p"), 0, a.querySelector("h1"), 0);
		return `+fmt.Sprintf(copied, "b")+`;
	})()`)
	r.want(at+"numbers of passages are not copied", `getComputedStyle(document.querySelector(".at")).userSelect`, "none")
}

// With a pair lit, at every width, in both schemes.
func TestSideBySideSatisfiesAxe(t *testing.T) {
	script, err := os.ReadFile(filepath.Join("..", "quality", "web", "node_modules", "axe-core", "axe.min.js"))
	if err != nil {
		t.Skip("axe is not here")
	}
	r := newReader(t)
	for _, width := range []int64{390, 820, 1440} {
		for _, scheme := range []string{"light", "dark"} {
			r.do("a screen", chromedp.EmulateViewport(width, 900))
			r.prefer(&emulation.MediaFeature{Name: "prefers-color-scheme", Value: scheme}, &emulation.MediaFeature{Name: "prefers-reduced-motion", Value: "reduce"})
			for _, segment := range []string{"zh", "zh-hant", "en"} {
				r.open("/" + segment + sideBySide)
				r.want("a lit pair", `document.querySelector('[data-s="5"]').dispatchEvent(new MouseEvent("mouseover", { bubbles: true }))`, "true")
				ask(r, "axe", chromedp.Evaluate[bool](string(script)+"; true"))
				found := ask(r, "axe", chromedp.Evaluate[string](`axe.run(document, { resultTypes: ["violations"], rules: { "color-contrast-enhanced": { enabled: true }, "target-size": { enabled: true } } })
					.then((r) => r.violations.flatMap((v) => v.nodes.map((n) => v.id + " " + n.html)).join("\n"))`, chromedp.EvalAwaitPromise))
				if strings.TrimSpace(found) != "" {
					t.Errorf("%s at %d, %s: %s", segment, width, scheme, found)
				}
			}
		}
	}
}
