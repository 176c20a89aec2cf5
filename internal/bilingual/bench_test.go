package bilingual

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"hebi/internal/markdown"
	"hebi/internal/newsroom"
	"hebi/internal/terms"
)

// page makes two editions of so many paragraphs of four sentences.
func page(paragraphs int) (zh, en string) {
	var z, e strings.Builder
	for i := range paragraphs {
		if i%5 == 0 {
			fmt.Fprintf(&z, "## 第%d节\n\n", i/5+1)
			fmt.Fprintf(&e, "## Section %d\n\n", i/5+1)
		}
		fmt.Fprintf(&z, "渡口在%d年开通，每天有%d班船往返两岸，乘客多半是上学的孩子和卖菜的老人。", 1900+i, 20+i)
		fmt.Fprintf(&e, "The ferry opened in %d, with %d boats a day between the two banks; most of those on board are children on their way to school and old people who sell vegetables. ", 1900+i, 20+i)
		z.WriteString("船票一直没有涨价。港务局说，修一座桥要花3.2亿元，他们宁可把船修好。“我在这里掌舵三十年了”，船长林阿波（Abo Lin）说。\n\n")
		e.WriteString("The fare has never gone up. A bridge would cost 320 million yuan, says the harbour office, and it would rather mend the boats. “I have steered here for thirty years,” says the captain, Abo Lin.\n\n")
	}
	return z.String(), e.String()
}

func BenchmarkAlign(b *testing.B) {
	base := terms.NewBase([]newsroom.Term{{ZH: "港务局", EN: "harbour office"}})
	for _, paragraphs := range []int{18, 36, 100} {
		zh, en := page(paragraphs)
		b.Run(fmt.Sprintf("%d sentences %d characters", paragraphs*4+paragraphs/5, utf8.RuneCountInString(zh)), func(b *testing.B) {
			for b.Loop() {
				Align(Read(newsroom.Chinese, zh), Read(newsroom.English, en), Options{Terms: base})
			}
		})
	}
}

func BenchmarkAlignGiven(b *testing.B) {
	for _, n := range []int{40, 400} {
		zh, en := page(n / 4)
		texts := func(t *Text) (list []string) {
			for _, s := range t.Sentences {
				list = append(list, s.Text)
			}
			return list
		}
		z, e := texts(Read(newsroom.Chinese, zh)), texts(Read(newsroom.English, en))
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for b.Loop() {
				Align(Given(newsroom.Chinese, z), Given(newsroom.English, e), Options{})
			}
		})
	}
}

// BenchmarkRender is what the other figures are compared with.
func BenchmarkRender(b *testing.B) {
	zh, en := page(18)
	for b.Loop() {
		markdown.Parse(zh).HTML(markdown.Options{})
		markdown.Parse(en).HTML(markdown.Options{})
	}
}
