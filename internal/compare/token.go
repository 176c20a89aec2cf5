package compare

import (
	"unicode"
	"unicode/utf8"

	"hebi/internal/hanzi"
)

// tokens cuts a text into what may differ by itself: a Latin word, a number, a
// Chinese character, a mark, a space.
func tokens(text string) []string {
	var list []string
	for len(text) > 0 {
		n := border(text, tokenEnd(text))
		list = append(list, text[:n])
		text = text[n:]
	}
	return list
}

// tokenEnd is where the token ends that a text begins with. Words hold letters,
// digits and apostrophes (don't, C919); numbers one point or comma between
// digits (4.8, 1,200,000).
func tokenEnd(text string) int {
	first, end := utf8.DecodeRuneInString(text)
	if isFlagHalf(first) {
		return runEnd(text, isFlagHalf)
	}
	if !inWord(first) {
		return end
	}
	for last := first; end < len(text); {
		r, size := utf8.DecodeRuneInString(text[end:])
		next, _ := utf8.DecodeRuneInString(text[end+size:])
		switch {
		case inWord(r), combines(r):
		case (r == '.' || r == ',') && unicode.IsDigit(last) && unicode.IsDigit(next):
		case (r == '\'' || r == '’') && unicode.IsLetter(last) && inWord(next) && unicode.IsLetter(next):
		default:
			return end
		}
		last = r
		end += size
	}
	return end
}

func runEnd(text string, in func(rune) bool) int {
	for i, r := range text {
		if !in(r) {
			return i
		}
	}
	return len(text)
}

// inWord reports whether a rune is part of a word or number of a script that is
// written with spaces between words.
func inWord(r rune) bool {
	if r < utf8.RuneSelf {
		return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9'
	}
	if hanzi.IsHan(r) || !unicode.IsLetter(r) && !unicode.IsDigit(r) {
		return false
	}
	return !unicode.In(r, unicode.Hiragana, unicode.Katakana, unicode.Bopomofo,
		unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar)
}

// isFlagHalf reports whether r is one of the letters that flags are made of.
func isFlagHalf(r rune) bool { return 0x1f1e6 <= r && r <= 0x1f1ff }

// isWord reports whether a token says something: is no mark and no space.
func isWord(token string) bool {
	r, _ := utf8.DecodeRuneInString(token)
	return unicode.IsLetter(r) || unicode.IsNumber(r)
}

func isSpace(token string) bool {
	r, _ := utf8.DecodeRuneInString(token)
	return unicode.IsSpace(r)
}
