package hanzi

import (
	"iter"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Sentences splits a text, Chinese, English or both, into its sentences. The
// spans ascend, do not overlap, neither begin nor end with white space, and
// together cover all that is not white space.
//
// A sentence ends at a line break; after 。！？ and …… ; after ! and ? ; and after
// a full stop that ends no abbreviation, initial or number. Closing quotation
// marks and brackets stay with it. Inside 《》 nothing ends, since titles hold
// such marks, nor where the sentence visibly goes on: at “好！”，he wrote.
func Sentences(text string) []Span { return slices.Collect(SentencesFrom(text, 0)) }

// SentencesFrom yields those of a text's sentences that begin at or after from,
// which must be where the text or a line of it begins.
func SentencesFrom(text string, from int) iter.Seq[Span] {
	return func(yield func(Span) bool) { eachSentence(text, from, yield) }
}

func eachSentence(text string, start int, yield func(Span) bool) {
	titles := 0
	for i := start; i < len(text); {
		if !mayMatter(text[i]) {
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(text[i:])
		end := i + size
		switch {
		case r == '\n' || r == '\r' || r == '\u2028' || r == '\u2029':
			titles = 0
			if s := trim(text, start, i); s.Start < s.End && !yield(s) {
				return
			}
			start = end
		case r == '《':
			titles++
		case r == '》':
			titles = max(0, titles-1)
		case titles == 0 && mayEnd(r):
			end = skip(text, end, mayEndAgain)
			if endsSentence(text, start, i, end, r) {
				end = skip(text, end, isCloser)
				if !goesOn(r, text[end:]) {
					if s := trim(text, start, end); s.Start < s.End && !yield(s) {
						return
					}
					start = end
				}
			}
		}
		i = end
	}
	if s := trim(text, start, len(text)); s.Start < s.End {
		yield(s)
	}
}

// trim is the piece of a text without the white space at its ends.
func trim(text string, start, end int) Span {
	s := strings.TrimRightFunc(text[start:end], unicode.IsSpace)
	end = start + len(s)
	return Span{end - len(strings.TrimLeftFunc(s, unicode.IsSpace)), end}
}

// mayMatter reports whether a byte can begin one of the marks that sentences
// are split by. Of a text few bytes can, and it is asked for all of them; the
// first bytes of nearly all Chinese characters and all others of a rune cannot.
func mayMatter(b byte) bool {
	return b <= '?' || b == "。"[0] || b == "…"[0] || b == "！"[0]
}

func mayEnd(r rune) bool {
	switch r {
	case '。', '．', '.', '!', '?', '！', '？', '…', '｡':
		return true
	}
	return false
}

// mayEndAgain is what may follow the first mark: ？！ or …… or ?!.
func mayEndAgain(r rune) bool {
	switch r {
	case '。', '!', '?', '！', '？', '…':
		return true
	}
	return false
}

func isCloser(r rune) bool {
	switch r {
	case '”', '’', '」', '』', '）', ')', '】', '〕', '］', ']', '》', '〉', '"', '\'':
		return true
	}
	return false
}

func skip(text string, i int, while func(rune) bool) int {
	for i < len(text) {
		r, size := utf8.DecodeRuneInString(text[i:])
		if !while(r) {
			break
		}
		i += size
	}
	return i
}

// endsSentence decides for the mark r at i, whose run of marks ends at end.
func endsSentence(text string, start, i, end int, r rune) bool {
	switch r {
	case '…':
		// One … is a pause; two are the Chinese ellipsis.
		return end-i >= 2*len("…")
	case '.', '．':
		return end > i+utf8.RuneLen(r) || fullStop(text[start:i], text[i+utf8.RuneLen(r):])
	case '!', '?':
		// In an address such as /search?q= the mark stands inside a word.
		next, _ := utf8.DecodeRuneInString(text[end:])
		return !isASCIIWord(next)
	}
	return true
}

// goesOn reports whether what follows a sentence that ended in mark continues
// it: a comma, a dash, or after "Really?" a word that is not capitalized.
func goesOn(mark rune, rest string) bool {
	r, _ := utf8.DecodeRuneInString(rest)
	if strings.ContainsRune("，、；：,;:—", r) {
		return true
	}
	if mark != '!' && mark != '?' {
		return false
	}
	r, _ = utf8.DecodeRuneInString(strings.TrimLeft(rest, " "))
	return unicode.IsLower(r)
}

// fullStop reports whether a full stop between before and after ends the
// sentence that before begins.
func fullStop(before, after string) bool {
	prev, _ := utf8.DecodeLastRuneInString(before)
	next, _ := utf8.DecodeRuneInString(after)
	closed := strings.TrimLeftFunc(after, isCloser)
	switch {
	case after == "":
		return true
	case next == '.' || prev == '.' && isASCIIWord(next):
		return false
	case IsHan(prev) || IsHan(next) && !unicode.IsDigit(prev):
		return !unicode.IsDigit(next)
	case closed != "" && !startsWithSpace(closed):
		return false
	}
	following := strings.TrimLeftFunc(closed, unicode.IsSpace)
	first, _ := utf8.DecodeRuneInString(strings.TrimLeft(following, "“‘\"'(["))
	if unicode.IsLower(first) {
		return false
	}
	if number := strings.TrimSpace(before); number != "" && strings.Trim(number, "0123456789") == "" {
		return false // "1. Introduction": the number of a list
	}
	return !abbreviation(lastWord(before), following, first)
}

func startsWithSpace(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsSpace(r)
}

func isASCIIWord(r rune) bool {
	return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9'
}

// lastWord is the word a full stop follows, inner full stops included.
func lastWord(s string) string {
	return s[strings.LastIndexFunc(s, func(r rune) bool { return r != '.' && !unicode.IsLetter(r) })+1:]
}
