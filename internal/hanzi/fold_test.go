package hanzi

import (
	"encoding/json"
	"os"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

func TestFoldUnitesWaysOfWriting(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"full-width letters and digits", "ＲＣＥＰ　２０２３", "rcep 2023"},
		{"case", "Ünïted STATES", "ünïted states"},
		{"full-width punctuation", "（甲），乙！", "(甲),乙!"},
		{"half-width kana", "ｶﾅ", "カナ"},
		{"traditional", "臺灣與內蒙古的發展", "台湾与内蒙古的发展"},
		{"simplified stays", "内蒙古的发展", "内蒙古的发展"},
		{"first of several simplified forms", "乾後裡", "干后里"},
		{"a chain goes to its end", "薴苧", "苎苎"},
		{"radicals and compatibility forms", "⽔⼒⻳金", "水力龟金"},
		{"a character beyond the basic plane", "𠀾𪚥", "𠀾𪚥"},
		{"what has no other form", "—“…”、。é😀", "—“…”、。é😀"},
		{"bytes that are no UTF-8", "a\xff\xc3b", "a\uFFFD\uFFFDb"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := Fold(c.in); got != c.want {
				t.Errorf("Fold(%q) = %q, want %q", c.in, got, c.want)
			}
		})
	}
}

func TestFoldRuneOfEveryRune(t *testing.T) {
	changed := 0
	for r := rune(-1); r <= unicode.MaxRune+1; r++ {
		folded := FoldRune(r)
		if folded != r {
			changed++
		}
		if again := FoldRune(folded); again != folded {
			t.Errorf("%U folds to %U, and that to %U", r, folded, again)
		}
		if IsHan(r) != IsHan(folded) {
			t.Errorf("%U folds to %U: only one of them is Chinese", r, folded)
		}
		if valid := utf8.ValidRune(r); valid != utf8.ValidRune(folded) {
			t.Errorf("%U folds to %U: only one of them is a rune", r, folded)
		}
	}
	if changed < 5000 {
		t.Errorf("only %d runes fold: the table is not complete", changed)
	}
}

func TestIsHanOfEveryRune(t *testing.T) {
	for r := rune(-1); r <= unicode.MaxRune+1; r++ {
		if got, want := IsHan(r), unicode.Is(unicode.Han, r); got != want {
			t.Errorf("IsHan(%U) = %v, want %v", r, got, want)
		}
	}
}

func TestOtherFormsOfEveryRune(t *testing.T) {
	forms := make(map[rune]string)
	for r := rune(0); r <= unicode.MaxRune; r++ {
		if folded := FoldRune(r); folded != r && IsHan(r) {
			forms[folded] += string(r)
		}
	}
	for r := rune(0); r <= unicode.MaxRune; r++ {
		if got := OtherForms(r); got != forms[r] {
			t.Errorf("OtherForms(%c) = %q, want %q", r, got, forms[r])
		}
	}
	if got, want := OtherForms('发'), "發髮"; got != want {
		t.Errorf("OtherForms(发) = %q, want %q", got, want)
	}
}

func TestFoldAgreesWithTheTableOfOpenCC(t *testing.T) {
	data, err := os.ReadFile("../../../shared/data/script/TSCharacters.txt")
	if err != nil {
		t.Skip("needs ../shared/data/script/TSCharacters.txt")
	}
	for row := range strings.Lines(string(data)) {
		from, to, ok := strings.Cut(strings.TrimSpace(row), "\t")
		if !ok || strings.HasPrefix(from, "#") {
			continue
		}
		to, _, _ = strings.Cut(to, " ")
		if Fold(from) != Fold(to) {
			t.Errorf("%s folds to %s, %s to %s", from, Fold(from), to, Fold(to))
		}
	}
}

func FuzzFoldKeepsRuneOffsets(f *testing.F) {
	for _, s := range naughty(f) {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := Fold(s)
		if utf8.RuneCountInString(got) != utf8.RuneCountInString(s) {
			t.Errorf("Fold(%q) = %q: another number of runes", s, got)
		}
		if again := Fold(got); again != got {
			t.Errorf("Fold(%q) = %q, and again %q", s, got, again)
		}
	})
}

// naughty returns strings that break programs; without the shared data, few.
func naughty(tb testing.TB) []string {
	few := []string{"", "\x00", "\xff\xfe", "a\u0301", "👩‍👩‍👧", "\u202eabc", "𠀀\U000E0100", "人\u200b才"}
	data, err := os.ReadFile("../../../shared/data/hostile/naughty-strings.json")
	if err != nil {
		tb.Log("without ../shared/data/hostile only a few strings are tried")
		return few
	}
	var many []string
	if err := json.Unmarshal(data, &many); err != nil {
		tb.Fatal(err)
	}
	return append(few, many...)
}
