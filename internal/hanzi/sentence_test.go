package hanzi

import (
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

func TestSentences(t *testing.T) {
	for _, c := range []struct {
		name, text string
		want       []string
	}{
		{"Chinese marks", "天晴了。真的？！是的……好", []string{"天晴了。", "真的？！", "是的……", "好"}},
		{"a closing quotation mark stays", "他说：“走吧！”众人起身。（全文完。）", []string{"他说：“走吧！”", "众人起身。", "（全文完。）"}},
		{"a comma goes on", "“走吧！”，他说。", []string{"“走吧！”，他说。"}},
		{"a title holds its marks", "《出发吧！少年》开机。定了。", []string{"《出发吧！少年》开机。", "定了。"}},
		{"an unclosed title ends with the line", "《出发\n好。行。", []string{"《出发", "好。", "行。"}},
		{"one … is a pause", "他…走了。", []string{"他…走了。"}},
		{"half-width marks in Chinese", "加快建设.我们看到!对吗?对.", []string{"加快建设.", "我们看到!", "对吗?", "对."}},
		{"numbers in Chinese", "3.加强管理。增长4.8%，达3.5.随后", []string{"3.加强管理。", "增长4.8%，达3.5.随后"}},
		{"lines and white space", "  一行\r\n\n　二行 \n", []string{"一行", "二行"}},
		{"English", "It rained. Then it stopped! Did it? Yes.", []string{"It rained.", "Then it stopped!", "Did it?", "Yes."}},
		{"titles and initials", "Mr. Li met Dr. J. K. Wu. They spoke.", []string{"Mr. Li met Dr. J. K. Wu.", "They spoke."}},
		{"U.S. before a name and before a new sentence", "The U.S. Senate voted. He left the U.S. The vote passed.", []string{"The U.S. Senate voted.", "He left the U.S.", "The vote passed."}},
		{"months and numbers", "On Oct. 25 sales rose 4.8 percent. No. 3 won.", []string{"On Oct. 25 sales rose 4.8 percent.", "No. 3 won."}},
		{"no. at the end", "He said no. We left.", []string{"He said no.", "We left."}},
		{"quoted speech goes on", "\"Really?\" she asked. “Yes.” He smiled.", []string{"\"Really?\" she asked.", "“Yes.”", "He smiled."}},
		{"addresses", "See example.com/search?q=a for more. Done.", []string{"See example.com/search?q=a for more.", "Done."}},
		{"numbered heading", "1. Introduction", []string{"1. Introduction"}},
		{"both scripts", "他说了Hello. 然后离开。", []string{"他说了Hello.", "然后离开。"}},
		{"nothing", " \n　", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			var got []string
			for _, s := range Sentences(c.text) {
				got = append(got, s.Text(c.text))
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func FuzzSentencesCoverAllText(f *testing.F) {
	for _, s := range naughty(f) {
		f.Add(s)
	}
	f.Add("“走吧！”，他说。The U.S. 1. A…… 《a。")
	f.Fuzz(func(t *testing.T, text string) {
		end := 0
		for _, s := range Sentences(text) {
			if s.Start < end || s.End <= s.Start {
				t.Fatalf("span %v after %d in %q", s, end, text)
			}
			if gap := text[end:s.Start]; strings.TrimSpace(gap) != "" {
				t.Fatalf("%q is in no sentence of %q", gap, text)
			}
			if s.Text(text) != strings.TrimSpace(s.Text(text)) || !onBorders(text, s) {
				t.Fatalf("%q in %q begins or ends badly", s.Text(text), text)
			}
			end = s.End
		}
		if strings.ContainsFunc(text[end:], func(r rune) bool { return !unicode.IsSpace(r) }) {
			t.Fatalf("%q is in no sentence of %q", text[end:], text)
		}
	})
}

func FuzzSentencesFromALineAreThoseOfTheText(f *testing.F) {
	for _, s := range naughty(f) {
		f.Add(s)
	}
	f.Add("《出发\n好。The U.S.\nMr.\n\nWu said:\n“走吧！”\n，他说。\r\n1.\n加\xe5\n。\n")
	f.Fuzz(func(t *testing.T, text string) {
		all := Sentences(text)
		for at, b := range []byte(text) {
			if b != '\n' {
				continue
			}
			for len(all) > 0 && all[0].Start <= at {
				all = all[1:]
			}
			got := slices.Collect(SentencesFrom(text, at+1))
			if !slices.Equal(got, all) {
				t.Fatalf("from %d on, the sentences of %q are %v, want %v", at+1, text, got, all)
			}
		}
	})
}

func onBorders(text string, s Span) bool {
	return utf8.RuneCountInString(text) == utf8.RuneCountInString(text[:s.Start])+
		utf8.RuneCountInString(s.Text(text))+utf8.RuneCountInString(text[s.End:])
}
