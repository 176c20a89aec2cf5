package markdown

import (
	"unicode"

	"golang.org/x/text/width"
)

// fullwidthSelector after a curly quotation mark asks for its full-width form
// (StandardizedVariants.txt).
const fullwidthSelector = '\uFE01'

// isCJK reports whether r is a CJK character: East Asian Width wide, full-width
// or half-width (UAX #11) and not shown as emoji by default, or of the script
// Hangul (UAX #24).
func isCJK(r rune) bool {
	if r < 0x1100 {
		return false
	}
	return isWide(r) && !isEmoji(r) || unicode.Is(unicode.Hangul, r)
}

// isWide reports an East Asian Width of W, F or H.
func isWide(r rune) bool {
	if r < 0x1100 {
		return false
	}
	switch width.LookupRune(r).Kind() {
	case width.EastAsianWide, width.EastAsianFullwidth, width.EastAsianHalfwidth:
		return true
	}
	return false
}

// isEmoji reports, of a wide character, whether it has Emoji_Presentation
// (emoji-data.txt). Outside the enclosed ideographs the wide symbols of these
// ranges all have it, save the few named.
func isEmoji(r rune) bool {
	switch {
	case r == 0x2329 || r == 0x232A, 0x2630 <= r && r <= 0x2637, 0x268A <= r && r <= 0x268F:
		return false
	case 0x231A <= r && r <= 0x2B55, 0x1F004 <= r && r <= 0x1F19A:
		return true
	case 0x1F200 <= r && r <= 0x1F265:
		return r == 0x1F201 || r == 0x1F21A || r == 0x1F22F ||
			0x1F232 <= r && r <= 0x1F236 || 0x1F238 <= r && r <= 0x1F23A ||
			r == 0x1F250 || r == 0x1F251
	}
	return 0x1F300 <= r && r <= 0x1FAFF
}

// isIdeographicSelector reports a variation selector that only follows
// ideographs (block Variation Selectors Supplement).
func isIdeographicSelector(r rune) bool { return 0xE0100 <= r && r <= 0xE01EF }

// isTextSelector reports a variation selector other than U+FE0F, which makes
// an emoji.
func isTextSelector(r rune) bool { return 0xFE00 <= r && r <= 0xFE0E }

func isQuote(r rune) bool {
	return r == '‘' || r == '’' || r == '“' || r == '”'
}
