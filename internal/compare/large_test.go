//go:build !race

package compare

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// TestLargeInputsEnd compares texts made to be slow, which reach every bound.
func TestLargeInputsEnd(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	noise := func(n, alphabet int) string {
		var b strings.Builder
		for range n {
			b.WriteRune('一' + rune(r.IntN(alphabet)))
		}
		return b.String()
	}
	lines := func(n int) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, "甲乙丙%d丁戊己%d庚辛\n", i, r.IntN(1000))
		}
		return b.String()
	}
	const n = 20_000
	half := noise(n, 40)
	for name, texts := range map[string][2]string{
		"one line of few characters":  {noise(n, 4), noise(n, 4)},
		"one line, alike":             {half + noise(n, 4), half + noise(n, 4)},
		"every second character":      {strings.Repeat("甲乙", n), strings.Repeat("甲丙", n)},
		"sentences of one character":  {strings.Repeat("甲。", n), strings.Repeat("乙！", n)},
		"sentences, one repeated":     {strings.Repeat("甲。", n), strings.Repeat("甲。乙。", n)},
		"few sentences, shuffled":     {strings.Join(strings.Split(noise(n, 5), ""), "。"), strings.Join(strings.Split(noise(n, 5), ""), "。")},
		"lines that are nearly equal": {lines(3000), lines(3000)},
		"accents":                     {strings.Repeat("\u0301", n), "a" + strings.Repeat("\u0301", n+1)},
		"joiners":                     {strings.Repeat("a\u200d", n), strings.Repeat("b\u200d", n)},
		"line ends":                   {strings.Repeat("\n", n), strings.Repeat("\r\n", n)},
		"line ends and letters":       {strings.Repeat("\n", n) + "a", "b" + strings.Repeat("\n", n)},
		"one word":                    {strings.Repeat("a", n), strings.Repeat("b", n)},
		"points":                      {strings.Repeat("1.", n), strings.Repeat(".1", n)},
		"spaces":                      {strings.Repeat(" ", n), strings.Repeat(" a ", n)},
	} {
		t.Run(name, func(t *testing.T) {
			start := time.Now()
			d := Diff(texts[0], texts[1])
			compared := time.Since(start)
			m := Merge(texts[0], texts[1], texts[0]+texts[1])
			t.Logf("compared in %v, then merged in %v", compared, time.Since(start)-compared)
			checkDiff(t, texts[0], texts[1], d)
			has(t, texts[0], texts[1], m.Settled(func(_ int, c Conflict) string { return c.Mine }))
		})
	}
}

// TestCoarser compares sentences of which every one is changed: up to a number
// they are compared word by word, beyond it they are taken as wholes.
func TestCoarser(t *testing.T) {
	lines := func(n int, word string) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, "本市第%d号公路%s修缮完毕\n", i, word)
		}
		return b.String()
	}
	for n, want := range map[int]Summary{
		1000: {Changed: 1000, CharactersRemoved: 2000, CharactersAdded: 2000},
		1100: {Removed: 1100, Added: 1100, CharactersRemoved: 16490, CharactersAdded: 16490},
	} {
		got := Diff(lines(n, "昨日"), lines(n, "今晨")).Summary()
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%d lines: %s", n, diff)
		}
	}
	// Marks are mended in any number of sentences.
	want := Summary{Changed: 1100, CharactersRemoved: 1100, CharactersAdded: 1100}
	if diff := cmp.Diff(want, Diff(lines(1100, ","), lines(1100, "，")).Summary()); diff != "" {
		t.Error(diff)
	}
}
