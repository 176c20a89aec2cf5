package segment

import (
	"strings"
	"testing"
)

// Five kilobytes each, an article's usual size, of sentences made for this.
var (
	chineseText = strings.Repeat("海港城去年新开三条航线，进出口额增长4.8%，达到3106亿元。专家认为，应当继续扩大对外开放，推动制造业向高端化、智能化、绿色化迈进，让更多中小企业参与区域合作。", 22)
	englishText = strings.Repeat("The port city opened three shipping routes last year; its trade grew by 4.8% to 310.6 billion yuan. State-owned firms' managers say they don't expect a downturn, and analysts agreed. ", 28)
)

func benchmark(b *testing.B, cut func(string) []Token, text string) {
	b.Helper()
	cut("")
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		cut(text)
	}
}

func BenchmarkTokensChinese(b *testing.B) { benchmark(b, Open().Tokens, chineseText) }
func BenchmarkTokensEnglish(b *testing.B) { benchmark(b, Open().Tokens, englishText) }
func BenchmarkWordsChinese(b *testing.B)  { benchmark(b, Open().Words, chineseText) }

// BenchmarkTokensWithTerms has an overlay of the size of a term base.
func BenchmarkTokensWithTerms(b *testing.B) {
	s := Open()
	var terms []string
	for _, a := range "海港城去年新开航线进出口额增长达到专家认为" {
		for _, c := range "城市区域企业产业政策发展合作开放绿色智能高端" {
			terms = append(terms, string(a)+string(c)+"工程")
		}
	}
	s.SetTerms(NewOverlay(terms))
	benchmark(b, s.Tokens, chineseText)
}

func BenchmarkOpen(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if err := Open().Wait(b.Context()); err != nil {
			b.Fatal(err)
		}
	}
}
