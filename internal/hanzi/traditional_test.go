package hanzi

import (
	"encoding/json"
	"maps"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

const tables = "../../../shared/data/script/"

func TestTraditionalGoesByPhrases(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"hair and to develop", "发展理发店，头发发白", "發展理髮店，頭髮發白"},
		{"dry, to do, to concern", "干燥的干部不相干", "乾燥的幹部不相干"},
		{"empress and behind", "皇后走在后面", "皇后走在後面"},
		{"inside and a mile", "城里十里长", "城裏十里長"},
		{"noodles and face", "面粉洒了一面", "麪粉灑了一面"},
		{"the longest phrase wins over a shorter one in it", "乾坤与干杯", "乾坤與乾杯"},
		{"a name of many characters", "一幹到底和一干二净", "一幹到底和一乾二淨"},
		{"a phrase that is broken off by the end", "一干二", "一干二"},
		{"other scripts between", "RCEP 的发展 (2023) и 头发", "RCEP 的發展 (2023) и 頭髮"},
		{"traditional stays", "頭髮與發展", "頭髮與發展"},
		{"beyond the basic plane, from and to", "𫍙𠮶㓆", "訑嗰𠗣"},
		{"bytes that are no UTF-8 stay", "发\xff\xe5\x8f头\xe5", "發\xff\xe5\x8f頭\xe5"},
		{"nothing", "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, Traditional(c.in)); diff != "" {
				t.Errorf("Traditional(%q) (-want +got):\n%s", c.in, diff)
			}
		})
	}
}

func TestTraditionalHKIsInTheCharactersOfHongKong(t *testing.T) {
	for in, want := range map[string]string{
		"因为他在户外吃面": "因為他在户外吃麪",
		"舞台上的明星说":  "舞台上的明星説",
		"高盛台":      "高盛臺", // an address: the phrase keeps what its character alone would lose
		"plain":    "plain",
	} {
		if got := TraditionalHK(in); got != want {
			t.Errorf("TraditionalHK(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestTraditionalConvertsAsOpenCCDoes(t *testing.T) {
	var suite struct {
		Cases []struct {
			ID, Input string
			Expected  map[string]string
		}
	}
	if err := json.Unmarshal([]byte(shared(t, "opencc-testcases.json")), &suite); err != nil {
		t.Fatal(err)
	}
	for name, convert := range map[string]func(string) string{"s2t": Traditional, "s2hk": TraditionalHK} {
		t.Run(name, func(t *testing.T) {
			n := 0
			for _, c := range suite.Cases {
				want, ok := c.Expected[name]
				if !ok {
					continue
				}
				n++
				if diff := cmp.Diff(want, convert(c.Input)); diff != "" {
					t.Errorf("%s: %s (-want +got):\n%s", c.ID, c.Input, diff)
				}
			}
			if n < 50 {
				t.Errorf("only %d cases were tried", n)
			}
		})
	}
}

// The tree in the binary must say what plain longest match over the source says.
func TestTraditionalAgreesWithTheTablesOfOpenCC(t *testing.T) {
	for _, c := range []struct {
		name, characters, phrases string
		convert                   func(string) string
	}{
		{"traditional", "STCharacters.txt", "STPhrases.txt", Traditional},
		{"Hong Kong", "HKVariants.txt", "HKVariantsPhrases.txt", toHongKong().convert},
	} {
		t.Run(c.name, func(t *testing.T) {
			table := rowsOf(t, c.characters)
			maps.Copy(table, rowsOf(t, c.phrases))
			all := make([]string, 0, len(table))
			for from, to := range table {
				all = append(all, from)
				if got := c.convert(from); got != to[0] {
					t.Errorf("%s becomes %s, want %s", from, got, to[0])
				}
			}
			slices.Sort(all)
			random := rand.New(rand.NewPCG(1, 2))
			for range 20_000 {
				s := someOf(random, all)
				if want, got := longestMatch(table, s), c.convert(s); got != want {
					t.Fatalf("%s becomes %s, want %s", s, got, want)
				}
			}
		})
	}
}

// someOf joins entries, and halves of them, so that phrases meet and overlap.
func someOf(random *rand.Rand, all []string) string {
	var b strings.Builder
	for range 1 + random.IntN(8) {
		runes := []rune(all[random.IntN(len(all))])
		b.WriteString(string(runes[random.IntN(len(runes)):]))
	}
	return b.String()
}

func longestMatch(table map[string][]string, s string) string {
	var b strings.Builder
	runes := []rune(s)
	for len(runes) > 0 {
		n := min(len(runes), 16)
		for n > 1 && table[string(runes[:n])] == nil {
			n--
		}
		to := string(runes[:n])
		if row := table[to]; row != nil {
			to = row[0]
		}
		b.WriteString(to)
		runes = runes[n:]
	}
	return b.String()
}

func TestTraditionalVariants(t *testing.T) {
	for r, want := range map[rune]string{
		'发': "發髮", '后': "後后", '干': "幹乾干榦", '国': "國", '𫍙': "訑",
		'人': "", '發': "", 'a': "", -1: "", unicode.MaxRune + 1: "",
	} {
		if diff := cmp.Diff(want, string(TraditionalVariants(r))); diff != "" {
			t.Errorf("TraditionalVariants(%q) (-want +got):\n%s", r, diff)
		}
		if got, want := Ambiguous(r), utf8.RuneCountInString(want) > 1; got != want {
			t.Errorf("Ambiguous(%q) = %v", r, got)
		}
	}
}

func TestVariantsOfEveryRune(t *testing.T) {
	ambiguous := 0
	for r := rune(-1); r <= unicode.MaxRune+1; r++ {
		variants := TraditionalVariants(r)
		if got, want := Ambiguous(r), len(variants) > 1; got != want {
			t.Errorf("Ambiguous(%U) = %v, but it has %d variants", r, got, len(variants))
		}
		if Ambiguous(r) {
			ambiguous++
		}
		if !utf8.ValidRune(r) {
			continue
		}
		want := r
		if len(variants) > 0 {
			want = variants[0]
		}
		if got := Traditional(string(r)); got != string(want) {
			t.Errorf("Traditional(%c) = %s, but its usual variant is %c", r, got, want)
		}
	}
	if ambiguous < 250 {
		t.Errorf("only %d characters are ambiguous: the table is not complete", ambiguous)
	}
}

func TestVariantsAreThoseOfOpenCC(t *testing.T) {
	for from, want := range rowsOf(t, "STCharacters.txt") {
		r, _ := utf8.DecodeRuneInString(from)
		if got := string(TraditionalVariants(r)); got != strings.Join(want, "") {
			t.Errorf("%s may be %s, want %s", from, got, want)
		}
	}
}

func TestTraditionalReturnsTheTextItselfIfNothingChanges(t *testing.T) {
	for _, s := range []string{
		strings.Repeat("Talks on trade, “reform” and opening-up. ", 50),
		strings.Repeat("頭髮與發展，", 50),
	} {
		if n := testing.AllocsPerRun(10, func() { Traditional(s) }); n != 0 {
			t.Errorf("%.0f allocations for %q…", n, s[:20])
		}
	}
}

func TestTraditionalAllocatesOnce(t *testing.T) {
	s := strings.Repeat("干部走进理发店了解头发的发展。", 100)
	if n := testing.AllocsPerRun(10, func() { Traditional(s) }); n > 1 {
		t.Errorf("%.0f allocations", n)
	}
}

func FuzzTraditionalKeepsRuneOffsets(f *testing.F) {
	for _, s := range naughty(f) {
		f.Add(s)
	}
	for _, s := range []string{"干部的头发", "一目了然\xff后", "𫍙𠮶㓆", "\xe5干\xb9\xb2"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, got := range []string{Traditional(s), TraditionalHK(s)} {
			if utf8.RuneCountInString(got) != utf8.RuneCountInString(s) {
				t.Errorf("%q becomes %q: another number of runes", s, got)
			}
			if utf8.ValidString(got) != utf8.ValidString(s) {
				t.Errorf("%q becomes %q: only one of them is UTF-8", s, got)
			}
		}
		before := []rune(s)
		for i, r := range []rune(Traditional(s)) {
			if r != before[i] && !slices.Contains(TraditionalVariants(before[i]), r) {
				t.Errorf("%q: rune %d, %c, becomes %c, which is no variant of it", s, i, before[i], r)
			}
		}
	})
}

// shared returns a file of OpenCC's, or skips the test.
func shared(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile(tables + name)
	if err != nil {
		t.Skip("needs ../shared/data/script/" + name)
	}
	return string(data)
}

func rowsOf(t *testing.T, name string) map[string][]string {
	t.Helper()
	rows := make(map[string][]string)
	for line := range strings.Lines(shared(t, name)) {
		if from, to, ok := strings.Cut(strings.TrimSpace(line), "\t"); ok && !strings.HasPrefix(from, "#") {
			rows[from] = strings.Fields(to)
		}
	}
	if len(rows) == 0 {
		t.Fatalf("%s holds no row", name)
	}
	return rows
}

// unfolded are the characters of the Basic Multilingual Plane, each before a
// traditional variant that Fold does not lead back to it: some, such as 像 and
// 坯, are simplified characters too, in other words; for the rest OpenCC's table
// back has another simplified character, or none. What compares a simplified
// text with a traditional one has to ask TraditionalVariants about them.
const unfolded = `
	㓰劃 㳽瀰 䌽綵 䙓襬 䦆钁 䩄靦 仇讎 侭儘 具俱 吣唚 呆待 周賙 坐座 坯坏 堤隄
	夫伕 宁甯 它牠 戚鏚 拿拏 斤觔 斫斲 昵暱 果菓 檗蘗 浚濬 渖瀋 澄澂 焰燄 熏薰 琅瑯 硷礆 硷鹼 稆穭
	穗繐 筱篠 縆緪 缐線 耇耈 藤籐 讬託 谘諮 象像 迳逕 里哩 钜鉅 链鍊 锄耡 镟鏇
	麹麴 麺麪`

func TestFoldOfTraditional(t *testing.T) {
	known := strings.Fields(unfolded)
	folded := 0
	for r := range rune(0x10000) {
		for _, v := range TraditionalVariants(r) {
			switch {
			case FoldRune(v) == FoldRune(r):
				folded++
			case !slices.Contains(known, string([]rune{r, v})):
				t.Errorf("%c folds to %c, its variant %c to %c", r, FoldRune(r), v, FoldRune(v))
			}
		}
	}
	if folded < 3000 {
		t.Errorf("only %d variants were tried", folded)
	}
	if s := "干部的头发在理发店发展，皇后在后面了解RCEP，反复借鉴"; Fold(Traditional(s)) != Fold(s) {
		t.Errorf("%q becomes %q, which folds to another text", s, Traditional(s))
	}
}

// article is 2,000 characters long, with phrases of every kind.
var article = strings.Repeat("干部在会议后面谈了城里的理发店和粮食的发展，并回复了群众关于台风、面粉与干燥天气的复杂问题。经济增长百分之五。", 38)

func BenchmarkTraditional(b *testing.B) {
	s := string([]rune(article)[:2000])
	Traditional(s)
	b.ReportAllocs()
	for b.Loop() {
		Traditional(s)
	}
}

func BenchmarkTraditionalOfEnglish(b *testing.B) {
	s := strings.Repeat("Talks on trade, reform and opening-up. ", 50)
	b.ReportAllocs()
	for b.Loop() {
		Traditional(s)
	}
}

func BenchmarkAmbiguous(b *testing.B) {
	runes := []rune(article)[:2000]
	n := 0
	for b.Loop() {
		for _, r := range runes {
			if Ambiguous(r) {
				n++
			}
		}
	}
	if n == 0 {
		b.Error("no character is ambiguous")
	}
}

func BenchmarkLoadingTraditional(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		embedded(newConversion(traditionalCharacters, traditionalPhrases))
	}
}
