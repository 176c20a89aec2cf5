package compare

import (
	"math/rand/v2"
	"strings"
	"testing"
)

// article makes a text of so many characters, of sentences that share no more
// than common characters do.
func article(r *rand.Rand, characters int) []string {
	const common = "的一是在和了有大中为国发展经济合作开放新地区业产生能建设口岸企"
	runes := []rune(common)
	var list []string
	for n := 0; n < characters; {
		var b strings.Builder
		length := 15 + r.IntN(40)
		for k := range length {
			switch {
			case k%11 == 10:
				b.WriteRune('，')
			case r.IntN(3) == 0:
				b.WriteRune(runes[r.IntN(len(runes))])
			default:
				b.WriteRune('一' + rune(r.IntN(2500)))
			}
		}
		b.WriteString("。")
		if r.IntN(4) == 0 {
			b.WriteString("\n\n")
		}
		list = append(list, b.String())
		n += length + 1
	}
	return list
}

// everySentence changes one character in each sentence.
func everySentence(sentences []string) []string {
	list := make([]string, len(sentences))
	for i, s := range sentences {
		runes := []rune(s)
		runes[len(runes)/2] = '新'
		list[i] = string(runes)
	}
	return list
}

func BenchmarkDiff(b *testing.B) {
	r := rand.New(rand.NewPCG(3, 4))
	old := article(r, 20_000)
	text := strings.Join(old, "")
	line := strings.NewReplacer("。", "", "，", "", "\n", "").Replace(text)
	for _, c := range []struct{ name, old, new string }{
		{"the same", text, text},
		{"ten sentences", text, strings.Join(edited(r, old, 10), "")},
		{"hundred sentences", text, strings.Join(edited(r, old, 100), "")},
		{"a character in every sentence", text, strings.Join(everySentence(old), "")},
		{"a mark in every sentence", text, strings.ReplaceAll(text, "，", "、")},
		{"another text", text, strings.Join(article(r, 20_000), "")},
		{"one line, every tenth character", line, tenth(line)},
	} {
		b.Run(c.name, func(b *testing.B) {
			b.SetBytes(int64(len(c.old)))
			for b.Loop() {
				Diff(c.old, c.new)
			}
		})
	}
}

func BenchmarkMerge(b *testing.B) {
	r := rand.New(rand.NewPCG(3, 4))
	base := article(r, 20_000)
	mine, theirs := strings.Join(edited(r, base, 50), ""), strings.Join(edited(r, base, 50), "")
	text := strings.Join(base, "")
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		Merge(text, mine, theirs)
	}
}

func tenth(line string) string {
	runes := []rune(line)
	for i := 0; i < len(runes); i += 10 {
		runes[i] = '新'
	}
	return string(runes)
}
