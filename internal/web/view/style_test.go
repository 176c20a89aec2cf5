package view

import (
	"math"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// colours reads the custom properties of style sheets, light and dark; a later
// sheet's go before an earlier one's.
func colours(t *testing.T, sheets ...string) map[string][2]string {
	t.Helper()
	found := map[string][2]string{}
	for _, sheet := range sheets {
		css, err := os.ReadFile(repository + "/static/css/" + sheet)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(`--([a-z-]+): light-dark\((#\w+), (#\w+)\);`).FindAllStringSubmatch(string(css), -1) {
			found[m[1]] = [2]string{m[2], m[3]}
		}
	}
	return found
}

// luminance is the relative luminance of WCAG 2.2 of #rrggbb.
func luminance(t *testing.T, colour string) float64 {
	t.Helper()
	rgb, err := strconv.ParseUint(strings.TrimPrefix(colour, "#"), 16, 24)
	if err != nil || len(colour) != 7 {
		t.Fatalf("%q is no colour", colour)
	}
	linear := func(shift int) float64 {
		c := float64(rgb>>shift&0xff) / 255
		if c <= 0.04045 {
			return c / 12.92
		}
		return math.Pow((c+0.055)/1.055, 2.4)
	}
	return 0.2126*linear(16) + 0.7152*linear(8) + 0.0722*linear(0)
}

func contrast(t *testing.T, a, b string) float64 {
	t.Helper()
	x, y := luminance(t, a), luminance(t, b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

// pair is a colour of text with the grounds that it stands on.
type pair struct{ text, grounds string }

// stands checks that text stands out from its grounds by 7:1, in both schemes (WCAG 2.2, 1.4.6).
func stands(t *testing.T, all map[string][2]string, pairs []pair) {
	t.Helper()
	for _, c := range pairs {
		for ground := range strings.FieldsSeq(c.grounds) {
			for i, scheme := range []string{"light", "dark"} {
				if got := contrast(t, all[c.text][i], all[ground][i]); got < 7 {
					t.Errorf("%s on %s is %.2f:1 in %s, want 7:1", c.text, ground, got, scheme)
				}
			}
		}
	}
}

func TestContrast(t *testing.T) {
	stands(t, colours(t, "site.css"), []pair{
		{"ink", "paper tint mark"}, {"grey", "paper tint"}, {"cinnabar", "paper tint"}, {"jade", "paper tint"}, {"paper", "ink jade"}, {"seal-text", "seal"},
	})
}

// The desk has a ground of its own, and the editor stands on it; text of any of
// their colours may stand on any of their plain grounds.
func TestContrastOfTheDesk(t *testing.T) {
	all := colours(t, "site.css", "desk.css", "editor.css")
	stands(t, all, []pair{
		{"ink", "paper tint card mark done wrong"}, {"grey", "paper tint card"}, {"cinnabar", "paper tint card wrong"}, {"jade", "paper tint card done"}, {"paper", "ink jade"}, {"card", "cinnabar"},
	})
	known := "paper tint card mark done wrong ink jade cinnabar shade hairline grey seal none"
	for _, sheet := range []string{"desk.css", "editor.css", "sheets.css", "overview.css"} {
		css, err := os.ReadFile(repository + "/static/css/" + sheet)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(`(?:^|[ ;{])(?:color|background(?:-color)?): var\(--([a-z-]+)\)`).FindAllStringSubmatch(string(css), -1) {
			if !slices.Contains(strings.Fields(known), m[1]) {
				t.Errorf("%s has text or a ground in %s, which this test does not know", sheet, m[1])
			}
		}
	}
}

// No rule has a colour of its own: schemes are changed in one place.
func TestColoursAreNamedOnce(t *testing.T) {
	files, err := os.ReadDir(repository + "/static/css")
	if err != nil || len(files) == 0 {
		t.Fatalf("%v, %v", files, err)
	}
	for _, file := range files {
		css, err := os.ReadFile(repository + "/static/css/" + file.Name())
		if err != nil {
			t.Fatal(err)
		}
		for n, line := range strings.Split(string(css), "\n") {
			if regexp.MustCompile(`#[0-9a-fA-F]{3,8}\b|\brgba?\(|\bhsl`).MatchString(line) && !strings.HasPrefix(line, "  --") && !strings.HasPrefix(line, ":root {") {
				t.Errorf("%s:%d: %s: use a custom property", file.Name(), n+1, strings.TrimSpace(line))
			}
		}
	}
}
