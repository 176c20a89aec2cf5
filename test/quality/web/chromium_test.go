package web_test

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"hebi/test/program"
)

// eyes are a Chromium that looks at pages.
type eyes struct {
	t    *testing.T
	tab  context.Context
	base string
	axe  string

	mu      sync.Mutex
	strange []string
}

// openEyes opens Chromium; axe is the text of axe-core.
func openEyes(t *testing.T, base, axe string) *eyes {
	t.Helper()
	e := &eyes{t: t, tab: program.Chromium(t, 10*time.Minute), base: base, axe: axe}
	if err := program.Strange(e.tab, base, e.note); err != nil {
		t.Fatal(err)
	}
	return e
}

func (e *eyes) note(strange string) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.strange = append(e.strange, strange)
}

// noted returns what was noted since the last call.
func (e *eyes) noted() []string {
	e.mu.Lock()
	defer e.mu.Unlock()
	defer func() { e.strange = nil }()
	return e.strange
}

// ask evaluates an expression in the page; a promise is awaited.
func ask[T any](e *eyes, expression string) T {
	e.t.Helper()
	answer, err := chromedp.Run(e.tab, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		e.t.Fatal(err)
	}
	return answer
}

// show opens the page as the view has it.
func (e *eyes) show(p page, v view) {
	e.t.Helper()
	scheme := "light"
	if v.dark {
		scheme = "dark"
	}
	media := emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}}
	if _, err := chromedp.Call(e.tab, emulation.SetEmulatedMedia, media); err != nil {
		e.t.Fatal(err)
	}
	if err := chromedp.Do(e.tab, chromedp.EmulateViewport(v.width(), 844), chromedp.Navigate(e.base+p.path), chromedp.WaitReady(chromedp.CSS("footer"))); err != nil {
		e.t.Fatalf("%s: %v", p.path, err)
	}
}

// seen is what Chromium finds wrong with a page in one view.
type seen struct {
	// shift is the sum of layout shifts.
	shift float64
	// axe are violations, strange what program.Strange tells, wide and cut what does
	// not fit as it is and with wide spacing.
	axe, strange, wide, cut, withoutCSS []string
}

// look does all that needs Chromium. What changes the page comes last.
func (e *eyes) look(p page, v view) seen {
	e.t.Helper()
	e.noted()
	e.show(p, v)
	var s seen
	s.shift = ask[float64](e, layoutShift)
	s.wide = ask[[]string](e, tooWide)
	s.withoutCSS = ask[[]string](e, wordsOfCSS)
	s.strange = e.noted()
	s.axe = e.violations()
	s.cut = ask[[]string](e, spacedOut+cutOff)
	s.withoutCSS = append(s.withoutCSS, ask[[]string](e, withoutCSS)...)
	if *screens != "" && v.phone != v.dark { // phone in light, desktop in dark
		e.picture(p, v)
	}
	return s
}

func (e *eyes) violations() []string {
	e.t.Helper()
	ask[bool](e, e.axe+"; true")
	var found []struct {
		ID    string
		Nodes []struct{ HTML string }
	}
	answer := ask[string](e, `axe.run(document, {resultTypes: ["violations"], rules: {"color-contrast-enhanced": {enabled: true}, "target-size": {enabled: true}}})
		.then(r => JSON.stringify(r.violations))`)
	if err := json.Unmarshal([]byte(answer), &found); err != nil {
		e.t.Fatal(err)
	}
	var all []string
	for _, rule := range found {
		for _, node := range rule.Nodes {
			all = append(all, rule.ID+": "+node.HTML)
		}
	}
	return all
}

func (e *eyes) picture(p page, v view) {
	e.t.Helper()
	picture, err := chromedp.Run(e.tab, chromedp.FullScreenshot(100))
	if err != nil {
		e.t.Fatal(err)
	}
	name := strings.ReplaceAll(fmt.Sprintf("%s-%s-%d.png", p.name, p.lang, v.width()), " ", "-")
	if err := os.WriteFile(filepath.Join(*screens, name), picture, 0o644); err != nil {
		e.t.Fatal(err)
	}
}

const (
	// layoutShift is the sum of all shifts, after scrolling to the end and a moment for what is late.
	layoutShift = `(async () => {
		let sum = 0
		new PerformanceObserver(list => list.getEntries().forEach(e => sum += e.hadRecentInput ? 0 : e.value)).observe({type: "layout-shift", buffered: true})
		const later = ms => new Promise(done => setTimeout(done, ms))
		await later(100)
		scrollTo(0, document.documentElement.scrollHeight)
		await later(200)
		scrollTo(0, 0)
		return sum
	})()`

	// tooWide is empty unless the page must be scrolled sideways.
	tooWide = `(() => {
		const by = document.documentElement.scrollWidth - document.documentElement.clientWidth
		return by > 0 ? [by + " px wider than the screen"] : []
	})()`

	// wordsOfCSS are words that only the style sheet has: who reads without it misses them.
	wordsOfCSS = `[...document.querySelectorAll("body, body *")].flatMap(e => ["::before", "::after"].flatMap(pseudo => {
		const content = getComputedStyle(e, pseudo).content
		return /^"/.test(content) && /\p{L}/u.test(content) ? [e.tagName + "." + e.className + pseudo + " says " + content] : []
	}))`

	// spacedOut sets text as wide as WCAG 2.2, criterion 1.4.12, lets readers set it.
	spacedOut = `(() => {
		const sheet = new CSSStyleSheet()
		sheet.replaceSync("* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } p { margin-bottom: 2em !important }")
		document.adoptedStyleSheets = [sheet]
	})();`

	// cutOff are the elements whose text is cut off. What is meant for screen
	// readers alone is 1 px large; what may be scrolled loses nothing.
	cutOff = `(() => {
		const root = document.documentElement
		const wide = root.scrollWidth - root.clientWidth
		const cut = [...document.querySelectorAll("body *")].filter(e => {
			const style = getComputedStyle(e), box = e.getBoundingClientRect()
			return box.width > 1 && box.height > 1 && e.innerText && /hidden|clip/.test(style.overflowX + style.overflowY) &&
				(/hidden|clip/.test(style.overflowX) && e.scrollWidth > e.clientWidth + 1 || /hidden|clip/.test(style.overflowY) && e.scrollHeight > e.clientHeight + 1)
		})
		return (wide > 0 ? ["the page is " + wide + " px wider than the screen"] : []).concat(cut.map(e => e.outerHTML.slice(0, 100)))
	})()`

	// withoutCSS takes the style sheets away and looks whether the page fits the
	// screen, has its headline, and still starts with its name.
	withoutCSS = `(() => {
		document.adoptedStyleSheets = [];
		[...document.styleSheets].forEach(sheet => sheet.disabled = true)
		const wrong = [], by = document.documentElement.scrollWidth - document.documentElement.clientWidth
		if (by > 0) wrong.push(by + " px wider than the screen")
		if (!document.querySelector("main h1")?.innerText.trim()) wrong.push("the text has no headline")
		const order = [...document.querySelectorAll("body > header, main, body > footer")].map(e => e.tagName).join(" ")
		if (order !== "HEADER MAIN FOOTER") wrong.push("the order is " + order)
		return wrong
	})()`
)
