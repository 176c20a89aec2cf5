// Package hanzi knows the scripts of a text: width and case, traditional and
// simplified Chinese characters, sentences, counts per script and pinyin.
// It works on runes and bytes and knows nothing of words or of the newsroom.
package hanzi

import "unicode"

// IsHan reports whether r is a Chinese character: the Unicode script Han,
// which includes the iteration mark 々, the zero 〇 and the Kangxi radicals.
func IsHan(r rune) bool {
	switch {
	case 0x4E00 <= r && r <= 0x9FFF:
		return true
	case r < 0x2E80, 0xFAD9 < r && r < 0x16FE2: // letters; full-width forms, and the punctuation among them
		return false
	case 0x3000 <= r && r < 0x3021: // other punctuation
		return r == '々' || r == '〇'
	}
	return unicode.Is(unicode.Han, r)
}

// Span is a half-open range of byte offsets into the UTF-8 text it was made
// from; both ends lie on rune borders.
type Span struct {
	Start, End int
}

// Text returns the bytes of the text that the span covers.
func (s Span) Text(text string) string { return text[s.Start:s.End] }
