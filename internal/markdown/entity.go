package markdown

import (
	"bytes"
	"strconv"

	"github.com/yuin/goldmark/util"
)

// decode writes a stretch of the source with entities resolved and, if escapes
// is set, backslashes before ASCII punctuation taken away.
func (b *builder) decode(start, stop int, escapes bool) {
	source := b.d.source
	from := start
	for i := start; i < stop; i++ {
		switch source[i] {
		case '\\':
			if escapes && i+1 < stop && util.IsPunct(source[i+1]) {
				b.copy(from, i)
				from = i + 1
				i++
			}
		case '&':
			if value, size := entity(source[i:stop]); size > 0 {
				b.copy(from, i)
				b.write(value, i, i+size)
				from = i + size
				i = from - 1
			}
		}
	}
	b.copy(from, stop)
}

// longestEntity is the longest name of an HTML entity, with & and ;
// (&CounterClockwiseContourIntegral;).
const longestEntity = 33

// entity reads the character reference at the start of s and returns its value
// and its length in bytes; the length is 0 when there is none.
func entity(s []byte) (string, int) {
	end := bytes.IndexByte(s[:min(len(s), longestEntity)], ';')
	if end < 2 {
		return "", 0
	}
	name := string(s[1:end])
	if name[0] != '#' {
		if e, ok := util.LookUpHTML5EntityByName(name); ok {
			return string(e.Characters), end + 1
		}
		return "", 0
	}
	digits, base, most := name[1:], 10, 7
	if len(digits) > 0 && digits[0]|0x20 == 'x' {
		digits, base, most = digits[1:], 16, 6
	}
	code, err := strconv.ParseUint(digits, base, 32)
	if err != nil || len(digits) > most {
		return "", 0
	}
	return string(util.ToValidRune(rune(code))), end + 1
}

// decoded resolves backslashes and entities of a title or a destination.
func decoded(written []byte) string {
	b := builder{d: &Document{source: written}}
	b.decode(0, len(written), true)
	return b.out.String()
}
