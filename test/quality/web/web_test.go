package web_test

import (
	"fmt"
	"os"
	"strings"
	"testing"
)

// heaviest is how many bytes an article and its style sheet may have under gzip:
// what a server may send before it waits for a first answer (RFC 6928, ten segments).
const heaviest = 14 << 10

// figures are the worst of a page over its views.
type figures struct {
	page page
	// lighthouse is nil where it was not asked.
	lighthouse                         *[4]int
	axe, vnu, strange, fit, withoutCSS int
	shift                              float64
	bytes                              int
}

// TestPages looks at every page with every tool and writes the table.
func TestPages(t *testing.T) {
	script, err := os.ReadFile(tool(t, "axe-core/axe.min.js"))
	if err != nil {
		t.Fatal(err)
	}
	interpreter(t, "node")
	interpreter(t, "java")
	site := start(t)
	e := openEyes(t, site.URL, string(script))
	all := make([]figures, len(pages()))
	documents := make([]string, len(all))
	for i, p := range pages() {
		f := &all[i]
		f.page = p
		documents[i], f.bytes = fetch(t, site.URL, p.path)
		if p.name == "article" && f.bytes > heaviest {
			t.Errorf("%s has %d bytes with its style sheet, %d are fine", p.path, f.bytes, heaviest)
		}
		for _, v := range views() {
			f.take(t, v, e.look(p, v))
		}
	}
	for i, wrong := range checkMarkup(t, documents) {
		all[i].vnu = len(wrong)
		report(t, pages()[i].path, "vnu", wrong)
	}
	// Last, when the other Chromium and Java have nothing left to do.
	for i, p := range pages() {
		for _, v := range views() {
			if *full || p.brief && v.phone != v.dark {
				all[i].score(t, v, lighthouse(t, site.URL, p, v))
			}
		}
	}
	rows := markdown(all)
	t.Log("the figures of docs/quality.md:\n" + rows)
	if *table != "" {
		write(t, *table, rows)
	}
}

func report(t *testing.T, where, tool string, wrong []string) {
	t.Helper()
	for _, w := range wrong {
		t.Errorf("%s: %s: %s", where, tool, w)
	}
}

// take counts what Chromium saw in one view.
func (f *figures) take(t *testing.T, v view, s seen) {
	t.Helper()
	where := f.page.path + ", " + v.name
	f.axe += len(s.axe)
	f.strange += len(s.strange)
	f.fit += len(s.wide) + len(s.cut)
	f.withoutCSS += len(s.withoutCSS)
	f.shift = max(f.shift, s.shift)
	if s.shift > 0 {
		t.Errorf("%s: the layout shifts by %.4f", where, s.shift)
	}
	report(t, where, "axe", s.axe)
	report(t, where, "Chromium", s.strange)
	report(t, where, "width", s.wide)
	report(t, where, "wide text spacing", s.cut)
	report(t, where, "without CSS", s.withoutCSS)
}

// score keeps the lowest points. Those for performance depend on the machine and fail nothing.
func (f *figures) score(t *testing.T, v view, a audit) {
	t.Helper()
	if f.lighthouse == nil {
		f.lighthouse = &[4]int{100, 100, 100, 100}
	}
	for i, points := range a.scores {
		f.lighthouse[i] = min(f.lighthouse[i], points)
		if i > 0 && points < 100 {
			t.Errorf("%s, %s: Lighthouse gives %d for %s", f.page.path, v.name, points, categories()[i])
		}
	}
	for _, fault := range a.faults {
		t.Logf("%s, %s: Lighthouse: %s", f.page.path, v.name, fault)
	}
}

// markdown is the table of docs/quality.md.
func markdown(all []figures) string {
	var b strings.Builder
	b.WriteString("| page | performance | accessibility | best practices | SEO | axe | vnu | console, other hosts | layout shift | spacing, width | without CSS | HTML + CSS |\n" +
		"| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |\n")
	for _, f := range all {
		scores := "– | – | – | –"
		if f.lighthouse != nil {
			scores = strings.Trim(strings.Join(strings.Fields(fmt.Sprint(*f.lighthouse)), " | "), "[]")
		}
		fmt.Fprintf(&b, "| %s, %s | %s | %d | %d | %d | %.2g | %d | %d | %.1f KiB |\n",
			f.page.name, f.page.lang, scores, f.axe, f.vnu, f.strange, f.shift, f.fit, f.withoutCSS, float64(f.bytes)/1024)
	}
	return b.String()
}

// The table stands between these lines.
const (
	tableStart = "<!-- figures: make quality -->\n"
	tableEnd   = "<!-- end of figures -->\n"
)

func write(t *testing.T, name, rows string) {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, found := strings.Cut(string(text), tableStart)
	_, after, ended := strings.Cut(rest, tableEnd)
	if !found || !ended {
		t.Fatalf("%s has no table between %q and %q", name, tableStart, tableEnd)
	}
	if err := os.WriteFile(name, []byte(before+tableStart+rows+tableEnd+after), 0o644); err != nil {
		t.Fatal(err)
	}
}
