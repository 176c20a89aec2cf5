package browser

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"hebi/internal/newsroom"
)

// device is what the desk is used on.
type device struct {
	name          string
	width, height int64
}

func devices() []device { return []device{{"phone", 390, 844}, {"desktop", 1280, 800}} }

// walk is a first-time user's way past every screen of the desk.
type walk struct {
	*newsdesk
	user          *person
	lin, wen, su  *newsroom.User
	lang          newsroom.Language
	on            device
	axe           string
	screens       []string // what was seen, in order
	passed        map[string]bool
	routes        map[string]*regexp.Regexp
	pictureFolder string
}

// TestDeskScreens walks past every screen of the desk, in each language of the
// interface, on a phone and on a desktop: no route is left out, no screen is
// wider than its device, axe finds nothing in either scheme, and with -screens
// the pictures of docs/desk are made anew.
func TestDeskScreens(t *testing.T) {
	needsEditor(t)
	axe, missing := os.ReadFile(root + "/test/quality/web/node_modules/axe-core/axe.min.js")
	guide, err := os.ReadFile(root + "/docs/desk/README.md")
	if err != nil {
		t.Fatal(err)
	}
	t.Run("walk", func(t *testing.T) {
		for _, l := range newsroom.Languages() {
			for _, on := range devices() {
				t.Run(string(l)+"-"+on.name, func(t *testing.T) {
					t.Parallel()
					site := newNewsdesk(t)
					w := &walk{newsdesk: site, user: site.chromium(l), lang: l, on: on, axe: string(axe), passed: map[string]bool{}, routes: deskScreens(t), pictureFolder: t.TempDir()}
					w.user.do("a screen", chromedp.EmulateViewport(on.width, on.height))
					w.all()
					for route := range w.routes {
						if !w.passed[route] {
							t.Errorf("the walk does not pass GET %s: let it, or say in notScreens what it is", route)
						}
					}
					for _, name := range w.screens {
						if !strings.Contains(string(guide), "| `"+name+"` |") {
							t.Errorf("docs/desk/README.md does not say what %q is", name)
						}
					}
				})
			}
		}
	})
	if missing != nil {
		t.Skip("axe is not here and was not asked, install it with: npm ci --ignore-scripts --prefix test/quality/web")
	}
}

// notScreens are addresses that answer with no page of the desk.
func notScreens() map[string]string {
	return map[string]string{
		"/desk":                    "leads to /desk/",
		"/desk/audit/export":       "a file",
		"/desk/terms/export":       "a file",
		"/desk/media/:hash":        "a picture",
		"/desk/media/:hash/:width": "a picture",
	}
}

// deskScreens are the routes that answer GET with a page, each with the addresses it is for.
func deskScreens(t *testing.T) map[string]*regexp.Regexp {
	t.Helper()
	source, err := os.ReadFile(root + "/internal/web/routes_desk.go")
	if err != nil {
		t.Fatal(err)
	}
	routes, not := map[string]*regexp.Regexp{}, notScreens()
	for _, m := range regexp.MustCompile(`\{get, "(/desk[^"]*)"`).FindAllStringSubmatch(string(source), -1) {
		if route := m[1]; not[route] == "" {
			routes[route] = regexp.MustCompile("^" + regexp.MustCompile(`:\w+`).ReplaceAllString(regexp.QuoteMeta(route), `[^/]+`) + "$")
		} else {
			delete(not, route)
		}
	}
	if len(routes) < 40 || len(not) > 0 {
		t.Fatalf("%d routes found, and none of %v", len(routes), not)
	}
	return routes
}

// route is the one that an address belongs to: the longest of its words, where several do.
func (w *walk) route(path string) string {
	best := ""
	for route, is := range w.routes {
		if is.MatchString(path) && (best == "" || strings.Count(route, ":") < strings.Count(best, ":")) {
			best = route
		}
	}
	return best
}

// pass looks at a screen that stands for the routes beside it, without a picture.
func (w *walk) pass(path string) {
	w.t.Helper()
	w.user.open(path)
	w.look(w.user, path)
}

// see looks at the screen that the user is at, and keeps a picture of it under a name.
func (w *walk) see(name string) { w.t.Helper(); w.seeOf(w.user, name) }

func (w *walk) seeOf(p *person, name string) {
	w.t.Helper()
	w.screens = append(w.screens, name)
	file := fmt.Sprintf("%s-%s-%s", name, w.lang, w.on.name)
	p.keep(file)
	w.look(p, name)
	if slices.Contains(darkScreens(), file) {
		p.scheme("dark")
		p.keep(file + "-dark")
		p.scheme("")
	}
}

// darkScreens are those of which docs/desk has a picture in the dark too.
func darkScreens() []string {
	return []string{"sign-in-en-phone", "home-zh-desktop", "home-en-phone", "write-en-desktop", "write-zh-phone", "compare-zh-desktop", "article-en-desktop", "pictures-zh-phone"}
}

// look counts the route as passed, measures the screen and asks axe about it.
func (w *walk) look(p *person, name string) {
	w.t.Helper()
	w.passed[w.route(p.path())] = true
	if over := p.ask("document.documentElement.scrollWidth - document.documentElement.clientWidth"); over != "0" {
		w.t.Errorf("%s is %s px wider than its %s", name, over, w.on.name)
	}
	if w.axe == "" {
		return
	}
	p.ask("(() => {" + w.axe + "\n})()")
	for _, scheme := range []string{"light", "dark"} {
		p.scheme(scheme)
		for _, found := range p.violations(scheme == "dark") {
			w.t.Errorf("%s in the %s: %s", name, scheme, found)
		}
	}
	p.scheme("")
}

// scheme shows the page in the light, in the dark, or as the browser asks for.
// Colours fade from one to the other; what is between is no colour of ours.
func (p *person) scheme(name string) {
	p.t.Helper()
	p.ask(`((d) => { if (` + quoted(name) + `) d.dataset.scheme = ` + quoted(name) + `; else delete d.dataset.scheme; d.offsetWidth; document.getAnimations().forEach((a) => a.finish()); })(document.documentElement)`)
}

// violations is what axe finds, contrast of 7:1 and targets of 24 px included, or
// of the colours alone: nothing else is different in the other scheme.
func (p *person) violations(colours bool) []string {
	p.t.Helper()
	which := `rules: {"color-contrast-enhanced": {enabled: true}, "target-size": {enabled: true}}`
	if colours {
		which = `runOnly: ["color-contrast", "color-contrast-enhanced", "link-in-text-block"]`
	}
	var found []string
	p.must(json.Unmarshal([]byte(p.ask(`axe.run(document, {resultTypes: ["violations"], `+which+`})
		.then((r) => JSON.stringify(r.violations.flatMap((v) => v.nodes.map((n) => v.id + ": " + n.html.slice(0, 200)))))`)), &found))
	return found
}

// keep makes a picture of the whole page, and a file of it with -screens.
func (p *person) keep(name string) {
	p.t.Helper()
	size := func(of string) float64 {
		n, err := strconv.ParseFloat(p.ask("document.documentElement."+of), 64)
		p.must(err)
		return n
	}
	quality, beyond := int64(40), true
	shot, err := chromedp.Call(p.ctx, page.CaptureScreenshot, page.CaptureScreenshotParams{
		Format: page.CaptureScreenshotFormatWebp, Quality: &quality, CaptureBeyondViewport: &beyond,
		Clip: &page.Viewport{Width: size("clientWidth"), Height: max(size("scrollHeight"), size("clientHeight")), Scale: 1},
	})
	p.must(err)
	if len(shot.Data) < 2000 {
		p.t.Errorf("%s shows next to nothing: %d bytes", name, len(shot.Data))
	}
	if *screens != "" {
		p.must(os.WriteFile(filepath.Join(*screens, name+".webp"), shot.Data, 0o644))
	}
}
