package compare

import (
	"math/rand/v2"
	"strings"
	"testing"
)

// edited writes a text of a few sentences anew as people do: puts sentences in,
// takes them out, moves them, changes words, marks and line ends.
func edited(r *rand.Rand, sentences []string, changes int) []string {
	list := append([]string(nil), sentences...)
	for range changes {
		i := r.IntN(len(list) + 1)
		switch r.IntN(6) {
		case 0:
			list = append(list[:i:i], append([]string{sentence(r)}, list[i:]...)...)
		case 1:
			if i < len(list) {
				list = append(list[:i:i], list[i+1:]...)
			}
		case 2:
			if i < len(list) {
				list[i] = strings.Replace(list[i], string([]rune(list[i])[:1]), "新", 1)
			}
		case 3:
			if i < len(list) {
				list[i] = strings.NewReplacer("，", "、", "。", "。\n\n").Replace(list[i])
			}
		case 4:
			if i < len(list) {
				j := r.IntN(len(list))
				list[i], list[j] = list[j], list[i]
			}
		case 5:
			if i < len(list) {
				list[i] = strings.Replace(list[i], "，", "。", 1)
			}
		}
	}
	return list
}

// sentence makes one of few words, so that equal ones are met.
func sentence(r *rand.Rand) string {
	words := strings.Fields("风 停 草 绿 牛 马 河 水 北疆 口岸 the port 3.5 亿元 coal")
	var b strings.Builder
	for k := range 1 + r.IntN(8) {
		if k > 0 && r.IntN(4) == 0 {
			b.WriteString("，")
		}
		b.WriteString(words[r.IntN(len(words))])
	}
	return b.String() + []string{"。", ". ", "！", "。\n", "\n\n"}[r.IntN(5)]
}

func TestEditedTexts(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 1500 {
		var sentences []string
		for range r.IntN(12) {
			sentences = append(sentences, sentence(r))
		}
		base := strings.Join(sentences, "")
		mine := strings.Join(edited(r, sentences, r.IntN(5)), "")
		theirs := strings.Join(edited(r, sentences, r.IntN(5)), "")
		checkDiff(t, base, mine, Diff(base, mine))
		checkMerge(t, base, mine, theirs)
		if t.Failed() {
			t.Fatalf("base %q\nmine %q\ntheirs %q", base, mine, theirs)
		}
	}
}
