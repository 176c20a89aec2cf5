package search

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"hebi/internal/hanzi"
	"hebi/internal/newsroom"
	"hebi/internal/segment"
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
	folded, offsets := fold(text)
	for word, w := range r.han {
		if utf8.RuneCountInString(w) == 1 && len(r.han) > 1 {
			continue // a lone character among words would be marked everywhere
		}
		for from := 0; ; {
			at := strings.Index(folded[from:], w)
			if at < 0 {
				break
			}
			from += at
			found = append(found, span{offsets[from], offsets[from+len(w)], word})
			from += len(w)
		}
	}
	if len(r.latin) > 0 {
		for _, t := range e.segmenter.Tokens(text) {
			if t.Kind != segment.Pair && t.Kind != segment.Char && r.latin[indexWord(t.Text)] {
				found = append(found, span{t.Start, t.End, len(r.han)})
			}
		}
	}
	slices.SortFunc(found, func(a, b span) int { return cmp.Or(a.start-b.start, b.end-a.end) })
	return found
}

// fold returns the folded text and, for each of its byte positions, the position in the text it came from.
func fold(text string) (string, []int) {
	var folded strings.Builder
	offsets := make([]int, 0, len(text)+1)
	for i, r := range text {
		f := hanzi.FoldRune(r)
		for range utf8.RuneLen(f) {
			offsets = append(offsets, i)
		}
		folded.WriteRune(f)
	}
	return folded.String(), append(offsets, len(text))
}

// mark marks the query's words in a whole text.
func (e *Engine) mark(text string, r reading) Marked {
	return marked(text, 0, len(text), e.spans(text, r))
}

// marked cuts text[from:to] with the marks of the spans inside, overlapping and touching ones joined.
func marked(text string, from, to int, spans []span) Marked {
	m := Marked{Text: text[from:to]}
	at, runes := from, 0
	count := func(offset int) int { // the spans ascend, so each rune is counted once
		runes += utf8.RuneCountInString(text[at:offset])
		at = offset
		return runes
	}
	for i := 0; i < len(spans); i++ {
		start, end := spans[i].start, spans[i].end
		if start < from || end > to {
			continue
		}
		for i+1 < len(spans) && spans[i+1].start <= end {
			i++
			if spans[i].end <= to {
				end = max(end, spans[i].end)
			}
		}
		first := count(start)
		m.Marks = append(m.Marks, [2]int{first, count(end)})
	}
	return m
}

// snippet cuts the piece of a text around the sentence in which most words of
// the query stand; without one, the beginning.
func (e *Engine) snippet(text string, l newsroom.Language, r reading) Marked {
	spans := e.spans(text, r)
	length := snippetRunes(l)
	from, best := 0, 0
	for _, s := range hanzi.Sentences(text) {
		words := map[int]bool{}
		hits := 0
		for _, found := range spans {
			if found.start >= s.Start && found.end <= s.End {
				words[found.word] = true
				hits++
			}
		}
		if score := 10*len(words) + min(hits, 9); hits > 0 && score > best {
			best = score
			from = begin(text, s, spans, length)
		}
	}
	return marked(text, from, finish(text, from, length), spans)
}

// begin is where a snippet of a sentence begins: at its start, or in a long
// sentence a little before its first mark.
func begin(text string, s hanzi.Span, spans []span, length int) int {
	first := s.Start
	for _, found := range spans {
		if found.start >= s.Start {
			first = found.start
			break
		}
	}
	if utf8.RuneCountInString(text[s.Start:first]) < length*2/3 {
		return s.Start
	}
	return back(text, first, length/4)
}

// back goes back n runes, then to the start of a Latin word.
func back(text string, from, n int) int {
	for ; n > 0 && from > 0; n-- {
		_, size := utf8.DecodeLastRuneInString(text[:from])
		from -= size
	}
	for from > 0 {
		r, size := utf8.DecodeLastRuneInString(text[:from])
		if r > 0x24F || r == ' ' || r == '\n' {
			break
		}
		from -= size
	}
	return from
}

// finish is where a snippet ends: after about length runes, at the end of a
// sentence if one ends near there, never within a Latin word or a paragraph break.
func finish(text string, from, length int) int {
	end, n, sentence := from, 0, 0
	for i, r := range text[from:] {
		if n >= length || r == '\n' && n > length/4 {
			break
		}
		n++
		end = from + i + utf8.RuneLen(r)
		if r == utf8.RuneError {
			end = from + i + 1
		}
		if strings.ContainsRune("。！？!?", r) || r == '.' && strings.HasPrefix(text[end:], " ") {
			sentence = end
		}
	}
	if sentence > 0 && utf8.RuneCountInString(text[from:sentence]) > length*2/3 {
		return sentence
	}
	for end < len(text) && end > from {
		r, _ := utf8.DecodeRuneInString(text[end:])
		last, size := utf8.DecodeLastRuneInString(text[from:end])
		if !latinRune(r) || !latinRune(last) {
			break
		}
		end -= size
	}
	return end
}

func latinRune(r rune) bool {
	return r < 0x250 && (r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r >= 0xC0)
}
