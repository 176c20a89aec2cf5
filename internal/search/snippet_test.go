package search

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"hebi/internal/newsroom"
	"hebi/internal/segment"
)

// cutSnippet is the snippet of a text for a query, with [ ] for marks.
func cutSnippet(text string, l newsroom.Language, query string) string {
	e := NewEngine(nil, segment.Open())
	m := e.snippet(text, l, e.read(query, false, nameless()))
	runes := []rune(m.Text)
	var shown strings.Builder
	at := 0
	for _, mark := range m.Marks {
		shown.WriteString(string(runes[at:mark[0]]) + "[" + string(runes[mark[0]:mark[1]]) + "]")
		at = mark[1]
	}
	return shown.String() + string(runes[at:])
}

func TestSnippetsBeginAndEndWhereReadersExpect(t *testing.T) {
	para := strings.Repeat("渡口的船一早就开了。", 5)
	for _, tt := range []struct{ name, text, query, want string }{
		{"a heading yields to a sentence", "琥珀\n\n矿里有琥珀。" + para, "琥珀", "矿里有[琥珀]。" + para},
		{"a heading that says more stays", "琥珀与码头\n\n矿里有琥珀。" + para, "琥珀 码头", "[琥珀]与[码头]\n\n矿里有[琥珀]。" + para},
		{"found nowhere: the text behind the heading", "渡口\n\n" + para, "琥珀", para},
		{"nothing but lines", "渡口\n码头", "琥珀", "码头"},
		{"a third is enough to stop at a paragraph's end", "琥珀。" + para + "\n\n渡口\n\n" + para, "琥珀", "[琥珀]。" + para},
		{"less is not", "琥珀。\n\n" + para + "\n\n渡口", "琥珀", "[琥珀]。\n\n" + para},
		{"empty", "", "琥珀", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, cutSnippet(tt.text, newsroom.Chinese, tt.query)); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
		})
	}
}

func TestSnippetsCutNoRuneAndKeepTheMark(t *testing.T) {
	long := strings.Repeat("x", 16<<10)
	for name, text := range map[string]string{
		"a real U+FFFD":                strings.Repeat("琥珀\uFFFD", 100),
		"a replaced byte at the end":   "琥珀" + strings.Repeat("\uFFFD", 108) + "\uFFFD\uFFFD",
		"bad bytes":                    strings.Repeat("琥珀\xff\xe4", 100),
		"an unbroken string before it": long + "琥珀",
		"an unbroken string after it":  "琥珀" + long,
		"a long sentence before it":    strings.Repeat("渡口的船", 500) + "琥珀" + strings.Repeat("渡口的船", 500),
	} {
		for _, l := range newsroom.Languages() {
			e := NewEngine(nil, segment.Open())
			m := e.snippet(text, l, e.read("琥珀", false, nameless()))
			if utf8.ValidString(text) && !utf8.ValidString(m.Text) {
				t.Errorf("%s, %s: a rune is cut: %q", name, l, m.Text)
			}
			if n := utf8.RuneCountInString(m.Text); n > snippetRunes(l) {
				t.Errorf("%s, %s: %d runes", name, l, n)
			}
			if len(m.Marks) == 0 {
				t.Errorf("%s, %s: no mark in %q", name, l, m.Text)
			}
		}
	}
	// A word longer than a snippet is marked as far as it is shown.
	if got, want := cutSnippet(long, newsroom.English, long[:64]), "["+long[:snippetRunes(newsroom.English)]+"]"; got != want {
		t.Errorf("a word longer than a snippet is shown as %q", got)
	}
}

// Eight times the text may take eight times as long, not sixty-four.
func TestSnippetsTakeLinearTime(t *testing.T) {
	e := NewEngine(nil, segment.Open())
	r := e.read("琥珀 渡口 amber", false, nameless())
	took := func(n int) time.Duration {
		text := strings.Repeat("渡口有琥珀, amber。", n)
		least := time.Hour
		for range 3 {
			start := time.Now()
			e.snippet(text, newsroom.Chinese, r)
			least = min(least, time.Since(start))
		}
		return least
	}
	took(100)
	ratio := 0.0
	for range 6 { // a busy machine may stretch any one of them; what is quadratic takes 64 times as long in all
		if ratio = float64(took(20_000)) / float64(took(2_500)); ratio < 24 {
			return
		}
	}
	t.Errorf("8 times the text takes %.0f times as long", ratio)
}

// nameless is the lexicon of a site without names and terms.
func nameless() *lexicon { return newLexicon(&Names{}, newTermLexicon(nil)) }
