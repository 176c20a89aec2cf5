//go:build !race

// What is compared here runs in one goroutine; under the race detector it takes minutes.

package search

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	gocmp "github.com/google/go-cmp/cmp"

	"hebi/internal/hanzi"
	"hebi/internal/newsroom"
	"hebi/internal/segment"
)

// plainSpans is what spans promises, said plainly: fold the whole text, cut
// all of it into tokens, look everywhere.
func (e *Engine) plainSpans(text string, r reading) []span {
	found, r := quoted(text, r)
	var folded strings.Builder
	var offsets []int
	for i, c := range text {
		f := hanzi.FoldRune(c)
		for range utf8.RuneLen(f) {
			offsets = append(offsets, i)
		}
		folded.WriteRune(f)
	}
	offsets = append(offsets, len(text))
	for word, w := range r.han {
		if utf8.RuneCountInString(w) == 1 && len(r.han) > 1 {
			continue
		}
		for from := 0; ; {
			next := strings.Index(folded.String()[from:], w)
			if next < 0 {
				break
			}
			from += next
			at := []span{{offsets[from], offsets[from+len(w)], word}}
			if typed := r.typed[w]; typed != "" {
				at = written(text, at, typed)
			}
			found = append(found, at...)
			from += len(w)
		}
	}
	for i, w := range r.literal {
		for from := 0; strings.Contains(text[from:], w); {
			from += strings.Index(text[from:], w)
			found = append(found, span{from, from + len(w), len(r.han) + 1 + i})
			from += len(w)
		}
	}
	if len(r.latin) > 0 || r.prefix != "" {
		for _, t := range e.segmenter.LatinTokens(text) {
			if r.marks(t) {
				found = append(found, span{t.Start, t.End, len(r.han)})
			}
		}
	}
	slices.SortFunc(found, compareSpans)
	return found
}

func compareSpans(a, b span) int { return cmp.Or(a.start-b.start, b.end-a.end, a.word-b.word) }

// plainBest is what bestSentence promises, over all sentences of a text.
func plainBest(text string, spans []span, length int) (best hanzi.Span, first int) {
	most := -1
	for _, s := range hanzi.Sentences(text) {
		words := map[int]bool{}
		hits, at := 0, s.Start
		for _, found := range spans {
			if found.start < s.Start || found.end > s.End {
				continue
			}
			if hits == 0 {
				at = found.start
			}
			words[found.word] = true
			hits++
		}
		score := 2 * (10*len(words) + min(hits, 9))
		if !isHeading(text, s, length) {
			score++
		}
		if score > most {
			most, best, first = score, s, at
		}
	}
	return best, first
}

// checkPlain compares the marks and the sentence chosen with the plain ones.
func checkPlain(t *testing.T, e *Engine, text, query string, exact bool) {
	t.Helper()
	r := e.read(query, exact, nameless())
	want, got := e.plainSpans(text, r), e.spans(text, r)
	slices.SortFunc(got, compareSpans)
	if diff := gocmp.Diff(want, got, gocmp.AllowUnexported(span{})); diff != "" {
		t.Fatalf("marks of %q in %q: -want +got\n%s", query, text, diff)
	}
	for _, l := range newsroom.Languages() {
		wantBest, wantFirst := plainBest(text, want, snippetRunes(l))
		best, first := bestSentence(text, got, snippetRunes(l))
		if best != wantBest || first != wantFirst {
			t.Fatalf("%q in %q: the best sentence is %q, its first word at %d; want %q, %d",
				query, text, best.Text(text), first, wantBest.Text(text), wantFirst)
		}
	}
}

// scraps are what made texts and queries are put together from: words in
// several forms of writing, and everything that ends or joins words and sentences.
var scraps = []string{
	"琥珀", "渡口", "发展", "發展", "髮", "发", "哈哈", "哈", "水", "⽔", "⽔利", "水利", "龟", "⻳", "金", "㗲", "𠵾", "勣", "𪟝", "一",
	"amber", "Amber’s", "ferries", "ferry", "FERRY", "ｆｅｒｒｙ", "ferry-boat", "ferryboat", "co‐operation", "cooperation", "co-", "operate", "dying", "die", "skies", "sky",
	"U.S.", "us", "u.s", "café", "cafe\u0301", "naïve", "ﬁne", "fine", "a\u00adb", "ab", "don’t", "dont", "C919", "C919大型客机", "c-919", "1,000", "1，000", "1000", "3.5", "３．５", "2023，2024",
	"Greater Bay Area", "Greater\nBay Areas", "greater bay", "Bay-Area", "New", "amber ferry", "Mr", "Inc",
	"。", "！", "？！", "……", "…", ".", "!", "?", "，", "、", "“", "”", "’", "《", "》", "（", "）", "：", ":", ",", "'", "_", "-", "—", "/",
	"\n", "\n\n", "\r\n", "\u2028", " ", "  ", "　", "\t", "\xff", "\xe5", "\uFFFD", "\u0301", "\u200d", "カ", "ー", "〱", "ｶﾅ", "한", "é", "я", "😀",
}

func made(random *rand.Rand, n int) string {
	var text strings.Builder
	for range n {
		text.WriteString(scraps[random.IntN(len(scraps))])
		if random.IntN(3) == 0 {
			text.WriteByte(' ')
		}
	}
	return text.String()
}

func TestSnippetsOfMadeTextsAreThePlainOnes(t *testing.T) {
	e := NewEngine(nil, segment.Open())
	e.segmenter.SetTerms(segment.NewOverlay([]string{"Greater Bay Area", "amber ferry", "C919大型客机", "ferry", "U.S.", "琥珀 渡口", "3.5", "co-operation", "naïve"}))
	// Words that overlap themselves.
	checkPlain(t, e, "哈哈哈哈哈，發髮发髮發。", "“哈哈”“发发”", false)
	random := rand.New(rand.NewPCG(3, 3)) //nolint:gosec // the same every time
	for range 6000 {
		text := made(random, random.IntN(60))
		query := made(random, 1+random.IntN(5))
		checkPlain(t, e, text, query, random.IntN(4) == 0)
	}
}

func TestSnippetsOfRealTextsAreThePlainOnes(t *testing.T) {
	e := NewEngine(nil, segment.Open())
	e.segmenter.SetTerms(segment.NewOverlay([]string{"United States", "human rights", "climate change", "中国", "人工智能"}))
	random := rand.New(rand.NewPCG(4, 4)) //nolint:gosec // the same every time
	for _, name := range []string{"search/documents.jsonl", "align/pud_zh_en.jsonl"} {
		text := sharedFile(t, name)
		if text == "" {
			t.Skip("needs ../shared/data/" + name)
		}
		for len(text) > 0 {
			n := min(2000+random.IntN(2000), len(text))
			piece := strings.ReplaceAll(strings.ToValidUTF8(text[:n], ""), `\n`, "\n")
			text = text[n:]
			if random.IntN(12) > 0 {
				continue
			}
			runes := []rune(piece)
			from := random.IntN(len(runes))
			checkPlain(t, e, piece, string(runes[from:min(from+1+random.IntN(24), len(runes))]), random.IntN(4) == 0)
		}
	}
}

func FuzzSnippetsAreThePlainOnes(f *testing.F) {
	e := NewEngine(nil, segment.Open())
	e.segmenter.SetTerms(segment.NewOverlay([]string{"Greater Bay Area", "amber ferry", "C919大型客机"}))
	f.Add("渡口\n\n矿里有琥珀。The amber ferries left.", "琥珀 ferry", false)
	f.Fuzz(func(t *testing.T, text, query string, exact bool) {
		query, _ = cut(query)
		checkPlain(t, e, text, query, exact)
	})
}
