package bilingual

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"hebi/internal/markdown"
	"hebi/internal/newsroom"
)

const harbour = `# 渡口 3.0？还是桥

港务局说：“修桥吧！” **很多人**不同意。船长[林阿波](https://example.org/lin)没有说话。

- 第一班船：六点。
- 末班船：十点！没有例外。

| 年份 | 乘客 |
| --- | --- |
| 2020 | 1,200 |

` + "```go\nx := 1. // 一。二。\n\ny := 2\n```" + `

> 桥不会等人。

![图](a.jpg)

***

完。
`

func TestReadCutsBlocksAndSentences(t *testing.T) {
	type line struct {
		Kind         markdown.Kind
		Text, Source string
	}
	var got []line
	text := Read(newsroom.Chinese, harbour)
	for i, s := range text.Sentences {
		if b := text.Blocks[s.Block]; i < b.From || i >= b.To {
			t.Errorf("sentence %d is not in its block %d (%d to %d)", i, s.Block, b.From, b.To)
		}
		got = append(got, line{text.Blocks[s.Block].Kind, s.Text, harbour[s.Start:s.End]})
	}
	same := func(kind markdown.Kind, text string) line { return line{kind, text, text} }
	want := []line{
		same(markdown.KindHeading, "渡口 3.0？还是桥"),
		same(markdown.KindParagraph, "港务局说：“修桥吧！”"),
		{markdown.KindParagraph, "很多人不同意。", "很多人**不同意。"},
		{markdown.KindParagraph, "船长林阿波没有说话。", "船长[林阿波](https://example.org/lin)没有说话。"},
		same(markdown.KindList, "第一班船：六点。"),
		same(markdown.KindList, "末班船：十点！"),
		same(markdown.KindList, "没有例外。"),
		{markdown.KindTable, "年份\t乘客", "年份 | 乘客"},
		{markdown.KindTable, "2020\t1,200", "2020 | 1,200"},
		same(markdown.KindCode, "x := 1. // 一。二。\n\ny := 2"),
		same(markdown.KindQuote, "桥不会等人。"),
		same(markdown.KindParagraph, "完。"),
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if n := text.Sentences[4].Block; text.Sentences[5].Block == n || text.Sentences[5].Block != text.Sentences[6].Block {
		t.Error("an item of a list is not a block of its own")
	}
}

func TestMarksKnowSentences(t *testing.T) {
	text := Read(newsroom.Chinese, "好。桥通了！好。\n\n……")
	plain, other := text.Sentences, Read(newsroom.Chinese, "好！橋通了。好。\n\n……").Sentences
	for i := range plain {
		if plain[i].Mark != other[i].Mark {
			t.Errorf("%q and %q have different marks", plain[i].Text, other[i].Text)
		}
	}
	ids := map[string]bool{}
	for _, s := range plain {
		ids[s.Mark.ID()] = true
	}
	if len(ids) != len(plain) {
		t.Errorf("%d ids for %d sentences", len(ids), len(plain))
	}
	if m := plain[2].Mark; m.Nth != 2 || m.Self != plain[0].Mark.Self || m.Before != plain[1].Mark.Self || m.After != plain[3].Mark.Self {
		t.Errorf("the second 好。 is marked %+v", m)
	}
}
