package search

import (
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
// sentence if one ends near there, else of a clause, at the end of a paragraph
// once a third is reached, and not within a Latin word of usual length.
func finish(text string, from, length int) int {
	end, sentence, clause, late := from, 0, 0, length*2/3
	for n := 0; n < length && end < len(text); n++ {
		r, size := utf8.DecodeRuneInString(text[end:])
		if r == '\n' && n >= length/3 {
			return from + len(strings.TrimRightFunc(text[from:end], unicode.IsSpace))
		}
		end += size
		switch {
		case n < late:
		case strings.ContainsRune("。！？!?", r) || r == '.' && strings.HasPrefix(text[end:], " "):
			sentence = end
		case strings.ContainsRune("，；：、", r) || strings.ContainsRune(",;:", r) && strings.HasPrefix(text[end:], " "):
			clause = end - size // without the mark
		}
	}
	switch {
	case sentence > 0:
		return sentence
	case clause > 0 && end < len(text):
		return clause
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
