package compare

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"hebi/internal/hanzi"
)

// split is a text and its sentences. The breaks are what lies between them:
// white space, or nothing. There is one more of them than of sentences.
type split struct {
	text      string
	sentences []hanzi.Span
}

func splitText(text string) split {
	s := split{text: text}
	end := 0
	for span := range hanzi.SentencesFrom(text, 0) {
		// A sentence may end before an accent, or begin with one.
		span = hanzi.Span{Start: border(text, max(end, span.Start)), End: border(text, span.End)}
		if span.Start < span.End {
			s.sentences = append(s.sentences, span)
			end = span.End
		}
	}
	return s
}

// border is the first place at or after i where the text may be cut: not before
// what combines with the character before it.
func border(text string, i int) int {
	for i > 0 && i < len(text) {
		r, size := utf8.DecodeRuneInString(text[i:])
		last, _ := utf8.DecodeLastRuneInString(text[:i])
		if !combines(r) && last != joiner && (last != '\r' || r != '\n') {
			break
		}
		i += size
	}
	return i
}

const joiner = '\u200d'

// combines reports whether r belongs to the character before it.
func combines(r rune) bool {
	return r >= 0x300 && (unicode.In(r, unicode.Mn, unicode.Me, unicode.Mc) || r == joiner || r == '\u200c' ||
		0x1f3fb <= r && r <= 0x1f3ff) // skin tones
}

// gap is the break before the i-th sentence; the last one follows them all.
func (s split) gap(i int) hanzi.Span {
	span := hanzi.Span{End: len(s.text)}
	if i > 0 {
		span.Start = s.sentences[i-1].End
	}
	if i < len(s.sentences) {
		span.End = s.sentences[i].Start
	}
	return span
}

// cover is the span of a run of sentences, which has some.
func (s split) cover(r run) hanzi.Span {
	return hanzi.Span{Start: s.sentences[r.from].Start, End: s.sentences[r.to-1].End}
}

// lines returns the ranges of sentences that stand in one line.
func (s split) lines() []run {
	var lines []run
	for i := range s.sentences {
		if i == 0 || hasLineEnd(s.gap(i).Text(s.text)) {
			lines = append(lines, run{i, i})
		}
		lines[len(lines)-1].to++
	}
	return lines
}

func hasLineEnd(s string) bool { return strings.ContainsAny(s, "\n\r\u2028\u2029") }

// run is a half-open range of sentences.
type run struct{ from, to int }

func (r run) len() int { return r.to - r.from }

// numbering gives equal texts equal numbers, so that they are compared fast.
type numbering map[string]int

func (n numbering) of(text string) int {
	id, ok := n[text]
	if !ok {
		id = len(n)
		n[text] = id
	}
	return id
}
