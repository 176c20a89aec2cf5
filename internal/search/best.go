package search

import (
	"math/bits"
	"strings"
	"unicode/utf8"

	"hebi/internal/hanzi"
)

// bestSentence returns the sentence in which most words of the query stand and
// where the first of them begins; without any, the first sentence. A heading
// yields to a sentence that is as good: a snippet would glue the two together.
func bestSentence(text string, spans []span, length int) (best hanzi.Span, first int) {
	most := -1
	for len(spans) > 0 {
		start := spans[0].start
		n := begun(spans, lineEnd(text, start))
		line := spans[:n]
		spans = spans[n:]
		if _, score, _ := worth(line, hanzi.Span{Start: start, End: len(text)}); score <= most {
			continue // none of its sentences can be better, and cutting it is most of the work
		}
		for s := range hanzi.SentencesFrom(text, lineStart(text, start)) {
			n := begun(line, s.End)
			at, score, ok := worth(line[:n], s)
			if ok && isHeading(text, s, length) {
				score--
			}
			if ok && score > most {
				most, best, first = score, s, at
			}
			if line = line[n:]; len(line) == 0 {
				break
			}
		}
	}
	if most < 0 {
		best = firstSentence(text, length)
		first = best.Start
	}
	return best, first
}

// lineStart is where the line begins in which an offset lies.
func lineStart(text string, at int) int { return strings.LastIndexByte(text[:at], '\n') + 1 }

// lineEnd is where the line ends that goes on at an offset.
func lineEnd(text string, at int) int {
	if i := strings.IndexByte(text[at:], '\n'); i >= 0 {
		return at + i
	}
	return len(text)
}

// begun counts the spans, which ascend, that begin before an offset.
func begun(spans []span, to int) int {
	n := 0
	for n < len(spans) && spans[n].start < to {
		n++
	}
	return n
}

// worth is how good a sentence is by the words of the query that stand in it,
// and where the first of them begins; not ok if none does.
func worth(spans []span, s hanzi.Span) (first, score int, ok bool) {
	var seen [MaxQuery/64 + 1]uint64 // no query has more words than characters
	hits := 0
	for _, found := range spans {
		if found.start < s.Start || found.end > s.End {
			continue
		}
		if hits == 0 {
			first = found.start
		}
		hits++
		word := min(found.word, MaxQuery)
		seen[word/64] |= 1 << (word % 64)
	}
	words := 0
	for _, set := range seen {
		words += bits.OnesCount64(set)
	}
	return first, 2*(10*words+min(hits, 9)) + 1, hits > 0
}

// firstSentence is the first sentence of a text that is no heading, else the first.
func firstSentence(text string, length int) (first hanzi.Span) {
	for s := range hanzi.SentencesFrom(text, 0) {
		if !isHeading(text, s, length) {
			return s
		}
		if first.End == 0 {
			first = s
		}
	}
	return first
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
