package view

import (
	"math"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// colours reads the custom properties of site.css, light and dark.
func colours(t *testing.T) map[string][2]string {
	t.Helper()
	css, err := os.ReadFile(repository + "/static/css/site.css")
	if err != nil {
		t.Fatal(err)
	}
	found := map[string][2]string{}
	for _, m := range regexp.MustCompile(`--([a-z-]+): light-dark\((#\w+), (#\w+)\);`).FindAllStringSubmatch(string(css), -1) {
		found[m[1]] = [2]string{m[2], m[3]}
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

// Every text stands out from its ground by 7:1, in both schemes (WCAG 2.2, 1.4.6).
func TestContrast(t *testing.T) {
	all := colours(t)
	for _, c := range []struct{ text, grounds string }{
		{"ink", "paper tint mark"},
		{"grey", "paper tint"},
		{"cinnabar", "paper tint"},
		{"jade", "paper tint"},
		{"paper", "ink jade"},
		{"seal-text", "seal"},
	} {
		for ground := range strings.FieldsSeq(c.grounds) {
			for i, scheme := range []string{"light", "dark"} {
				if got := contrast(t, all[c.text][i], all[ground][i]); got < 7 {
					t.Errorf("%s on %s is %.2f:1 in %s, want 7:1", c.text, ground, got, scheme)
				}
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
