package search

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"hebi/internal/hanzi"
	"hebi/internal/newsroom"
)

// snippetRunes is how long a snippet is, about three lines of a result.
func snippetRunes(l newsroom.Language) int {
	if l == newsroom.Chinese {
		return 110
	}
	return 220
}

// span is half-open byte offsets with the number of the query word that matched there.
type span struct{ start, end, word int }

// spans finds the query's words in a text: Chinese ones wherever their
// characters stand, others where a token equals them.
func (e *Engine) spans(text string, r reading) []span {
	var found []span
	folded, at := fold(text)
	for word, w := range r.han {
		if utf8.RuneCountInString(w) == 1 && len(r.han) > 1 {
			continue // a lone character among words would be marked everywhere
		}
		for from := 0; ; {
			next := strings.Index(folded[from:], w)
			if next < 0 {
				break
			}
			from += next
			found = append(found, span{at(from), at(from + len(w)), word})
			from += len(w)
		}
	}
	if len(r.latin) > 0 {
		for _, t := range e.segmenter.LatinTokens(text) {
			if isWord(t) && r.latin[indexToken(t)] {
				found = append(found, span{t.Start, t.End, len(r.han)})
			}
		}
	}
	slices.SortFunc(found, func(a, b span) int { return cmp.Or(a.start-b.start, b.end-a.end) })
	return found
}

// fold returns a text whose Chinese characters are folded, and a function from
// its byte positions to those in the text that they came from.
func fold(text string) (string, func(int) int) {
	// Chinese words are sought, and Chinese characters nearly always keep their
	// length; the punctuation between them would not, and can stay as it is.
	same := true
	plain := strings.Map(func(r rune) rune {
		if r == utf8.RuneError {
			same = false
		}
		if !hanzi.IsHan(r) {
			return r
		}
		f := hanzi.FoldRune(r)
		if f != r && utf8.RuneLen(f) != utf8.RuneLen(r) {
			same = false
		}
		return f
	}, text)
	if same {
		return plain, func(i int) int { return i }
	}
	var folded strings.Builder
	offsets := make([]int, 0, len(text)+1)
	for i, r := range text {
		f := hanzi.FoldRune(r)
		for range utf8.RuneLen(f) {
			offsets = append(offsets, i)
		}
		folded.WriteRune(f)
	}
	offsets = append(offsets, len(text))
	return folded.String(), func(i int) int { return offsets[i] }
}

// mark marks the query's words in a whole text.
func (e *Engine) mark(text string, r reading) Marked {
	return marked(text, 0, len(text), e.spans(text, r))
}

// marked cuts text[from:to] with the marks of the spans that begin inside,
// overlapping and touching ones joined, each up to where the piece ends.
func marked(text string, from, to int, spans []span) Marked {
	m := Marked{Text: text[from:to]}
	at, runes := from, 0
	count := func(offset int) int { // the spans ascend, so each rune is counted once
		runes += utf8.RuneCountInString(text[at:offset])
		at = offset
		return runes
	}
	for i := 0; i < len(spans) && spans[i].start < to; i++ {
		start, end := spans[i].start, spans[i].end
		if start < from {
			continue
		}
		for i+1 < len(spans) && spans[i+1].start <= end {
			i++
			end = max(end, spans[i].end)
		}
		first := count(start)
		m.Marks = append(m.Marks, [2]int{first, count(min(end, to))})
	}
	return m
}

// snippet cuts the piece of a text around its best sentence.
func (e *Engine) snippet(text string, l newsroom.Language, r reading) Marked {
	spans := e.spans(text, r)
	length := snippetRunes(l)
	s, first := bestSentence(text, spans, length)
	from := begin(text, s, first, length)
	return marked(text, from, finish(text, from, length), spans)
}

// bestSentence returns the sentence in which most words of the query stand and
// where the first of them begins; without any, the first sentence. A heading
// yields to a sentence that is as good: a snippet would glue the two together.
func bestSentence(text string, spans []span, length int) (best hanzi.Span, first int) {
	most := -1
	words := map[int]bool{}
	for _, s := range hanzi.Sentences(text) {
		for len(spans) > 0 && spans[0].start < s.Start { // both ascend
			spans = spans[1:]
		}
		clear(words)
		hits, at := 0, s.Start
		for _, found := range spans {
			if found.start >= s.End {
				break
			}
			if found.end > s.End {
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

// isHeading reports whether a sentence is a short line of its own, with more
// text below, that does not end as sentences do.
func isHeading(text string, s hanzi.Span, length int) bool {
	if s.Start > 0 && text[s.Start-1] != '\n' || !strings.HasPrefix(text[s.End:], "\n") {
		return false
	}
	last, _ := utf8.DecodeLastRuneInString(text[:s.End])
	return !strings.ContainsRune("。！？!?.…；;：:，,”’\"'", last) && utf8.RuneCountInString(text[s.Start:s.End]) < length/3
}

// begin is where a snippet of a sentence begins: at its start, or in a long
// sentence a little before its first mark.
func begin(text string, s hanzi.Span, first, length int) int {
	if utf8.RuneCountInString(text[s.Start:first]) < length*2/3 {
		return s.Start
	}
	return back(text, first, length/4)
}

// back goes back n runes, then to the start of a Latin word if one begins
// within n more.
func back(text string, from, n int) int {
	for range n {
		_, size := utf8.DecodeLastRuneInString(text[:from])
		from -= size
	}
	at := from
	for range n {
		r, size := utf8.DecodeLastRuneInString(text[:at])
		if size == 0 || r > 0x24F || r == ' ' || r == '\n' {
			return at
		}
		at -= size
	}
	return from // inside an address or a hash
}

// finish is where a snippet ends: after about length runes, at the end of a
// sentence if one ends near there, at the end of a paragraph once a third is
// reached, and not within a Latin word of usual length.
func finish(text string, from, length int) int {
	end, sentence := from, 0
	for n := 0; n < length && end < len(text); n++ {
		r, size := utf8.DecodeRuneInString(text[end:])
		if r == '\n' && n >= length/3 {
			break
		}
		end += size
		if strings.ContainsRune("。！？!?", r) || r == '.' && strings.HasPrefix(text[end:], " ") {
			sentence = end
		}
	}
	if sentence > 0 && utf8.RuneCountInString(text[from:sentence]) > length*2/3 {
		return sentence
	}
	end = wordEnd(text, from, end, length/4)
	return from + len(strings.TrimRightFunc(text[from:end], unicode.IsSpace))
}

// wordEnd goes back from end, at most n runes, until no Latin word goes on there.
func wordEnd(text string, from, end, n int) int {
	at := end
	for range n {
		next, _ := utf8.DecodeRuneInString(text[at:])
		last, size := utf8.DecodeLastRuneInString(text[from:at])
		if !latinRune(next) || !latinRune(last) {
			return at
		}
		at -= size
	}
	return end
}

func latinRune(r rune) bool {
	return r < 0x250 && (r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r >= 0xC0)
}
