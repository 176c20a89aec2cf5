package compare

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"hebi/internal/hanzi"
)

func TestTokens(t *testing.T) {
	for text, want := range map[string]string{
		"第3届，":                  "第/3/届/，",
		"3,106.5亿元":             "3,106.5/亿/元",
		"1.2.":                  "1.2/.",
		"2023，2024":             "2023/，/2024",
		"C919 don’t ‘a’":        "C919/ /don’t/ /‘/a/’",
		"state-owned":           "state/-/owned",
		"cafe\u0301s":           "cafe\u0301s",
		"かな ไทย":                "か/な/ /ไ/ท/ย",
		"👩\u200d🔬🇨🇳甲\U000e0100": "👩\u200d🔬/🇨🇳/甲\U000e0100",
		"\r\n\n":                "\r\n/\n",
		"a\xffb":                "a/\xff/b",
	} {
		if got := strings.Join(tokens(text), "/"); got != want {
			t.Errorf("tokens of %q: %q, want %q", text, got, want)
		}
	}
}

func TestSummary(t *testing.T) {
	for _, tc := range []struct {
		name, old, new string
		want           Summary
	}{
		{"nothing", "风停了。", "风停了。", Summary{Same: 1}},
		{"a comma", "北疆的春天，来了。", "北疆的春天、来了。", Summary{Changed: 1, CharactersRemoved: 1, CharactersAdded: 1}},
		{"a sentence more", "风停了。\n", "风停了。\n草绿了。\n", Summary{Same: 1, Added: 1, CharactersAdded: 4}},
		{"a sentence less", "The wind fell. Grass grew.", "Grass grew.", Summary{Same: 1, Removed: 1, CharactersRemoved: 12}},
		{"a paragraph divided", "风停了。草绿了。", "风停了。\n\n草绿了。", Summary{Same: 2, Spaces: 1}},
		{"a line more at the beginning", "风停了。", "\n风停了。", Summary{Same: 1, Spaces: 1}},
		{"a space in a sentence", "口岸 GDP 增长。", "口岸GDP 增长。", Summary{Changed: 1}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got := Diff(tc.old, tc.new).Summary()
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Error(diff)
			}
			if got.None() != (tc.old == tc.new) {
				t.Errorf("None() = %v", got.None())
			}
		})
	}
}

// TestBlock shows what a page with two columns is made of.
func TestBlock(t *testing.T) {
	d := Diff("春汛早。\n\n他来了。\n\n风停了。\n", "春汛早。\n\n她来了。\n\n牛来了。\n\n风停了。\n")
	var kinds []string
	for _, b := range d.Blocks {
		kinds = append(kinds, b.Kind().String())
	}
	if got, want := strings.Join(kinds, " "), "same changed added same"; got != want {
		t.Fatalf("kinds: %s, want %s", got, want)
	}
	wantOld := []Piece{
		{Removed, "他", hanzi.Span{Start: 14, End: 17}, hanzi.Span{Start: 14, End: 14}},
		{Same, "来了。\n\n", hanzi.Span{Start: 17, End: 28}, hanzi.Span{Start: 17, End: 28}},
	}
	if diff := cmp.Diff(wantOld, d.Blocks[1].Old()); diff != "" {
		t.Error(diff)
	}
	wantNew := []Piece{
		{Added, "她", hanzi.Span{Start: 17, End: 17}, hanzi.Span{Start: 14, End: 17}},
		wantOld[1],
	}
	if diff := cmp.Diff(wantNew, d.Blocks[1].New()); diff != "" {
		t.Error(diff)
	}
	if old := d.Blocks[2].Old(); old != nil {
		t.Errorf("an added block has in the old text: %+v", old)
	}
}

// TestCommonFeatures: what stands in too many sentences is not counted.
func TestCommonFeatures(t *testing.T) {
	for n, want := range map[int]int32{64: 5, 65: 3} {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, "公%d\n", i)
		}
		s := splitText(b.String())
		l := likenessOf(s, s, run{0, n}, run{0, n})
		if l.ofOld[7] != want || l.shared[7*n+7] != want {
			t.Errorf("of %d sentences: %d features, %d shared, want %d", n, l.ofOld[7], l.shared[7*n+7], want)
		}
	}
}
