package search

import (
	"math/rand/v2"
	"strings"
	"testing"

	"hebi/internal/newsroom"
	"hebi/internal/segment"
)

// article is a made text of about size bytes in paragraphs of five sentences.
func article(l newsroom.Language, size int) string {
	sentences, gap := strings.SplitAfter("渡口的船一早就开了，岸上还站着不少人。矿里有琥珀，据说已有三千万年。"+
		"新修的码头比旧的长出一倍，《北江日报》为此发了消息！今年上半年，货运量同比增长4.8%，客运量也创了新高。"+
		"老船工摆摆手：“还要看秋天的水位。”谁也说不准，明年会怎样？两岸的学校、医院和市场，都靠这条水路相连。", "。"), ""
	if l == newsroom.English {
		sentences, gap = []string{
			"The first ferry left at dawn, and a small crowd was still waiting on the pier.", "Mr. Wu said the mine's amber was some 30 million years old.",
			"The new landing stage is twice as long as the old one, the Beijiang Daily reported.", "Freight grew 4.8 percent in the first half of the year; passenger numbers set a record.",
			"“It depends on the water in autumn,” an old boatman said.", "Schools, hospitals and markets on both banks live by the river.",
		}, " "
	}
	random := rand.New(rand.NewPCG(5, 5)) //nolint:gosec // the same every time
	var text strings.Builder
	for n := 1; text.Len() < size; n++ {
		text.WriteString(sentences[random.IntN(len(sentences))] + gap)
		if n%5 == 0 {
			text.WriteString("\n\n")
		}
	}
	return text.String()
}

func BenchmarkSnippet(b *testing.B) {
	e := NewEngine(nil, segment.Open())
	e.segmenter.SetTerms(segment.NewOverlay([]string{"北江日报", "Beijiang Daily", "landing stage", "Wu Lin"}))
	for _, bench := range []struct {
		name     string
		language newsroom.Language
		query    string
	}{
		{"zh/one word", newsroom.Chinese, "琥珀"},
		{"zh/words", newsroom.Chinese, "琥珀 码头 货运量 水位"},
		{"zh/found nowhere", newsroom.Chinese, "绿色发展"},
		{"zh/number", newsroom.Chinese, "增长4.8"},
		{"en/words", newsroom.English, "amber ferries"},
		{"en/term", newsroom.English, "Beijiang Daily reports"},
		{"en/found nowhere", newsroom.English, "green development"},
	} {
		b.Run(bench.name, func(b *testing.B) {
			text := article(bench.language, 5000)
			r := e.read(bench.query, false, nameless())
			b.SetBytes(int64(len(text)))
			b.ReportAllocs()
			for b.Loop() {
				e.snippet(text, bench.language, r)
			}
		})
	}
}
