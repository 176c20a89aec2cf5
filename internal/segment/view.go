package segment

import (
	"sync"
	"unicode/utf8"

	"hebi/internal/hanzi"
)

// view is a text beside its folded form, rune by rune.
type view struct {
	text   string
	folded string
	runes  []rune // folded
	// offsets and foldedAt hold the byte offset of each rune in text and in
	// folded, and the length of each at the end.
	offsets, foldedAt []int32
	bytes             []byte // folded, for gse, which wants bytes
}

// views keeps the buffers between texts: they are as large as the text and
// would otherwise be most of what cutting allocates.
var views = sync.Pool{New: func() any { return new(view) }}

// keptRunes is the size up to which buffers are kept, 256 Ki runes.
const keptRunes = 1 << 18

func newView(text string) *view {
	v := views.Get().(*view)
	v.text = text
	v.runes, v.offsets, v.foldedAt, v.bytes = v.runes[:0], v.offsets[:0], v.foldedAt[:0], v.bytes[:0]
	for i, r := range text {
		r = hanzi.FoldRune(r)
		v.runes = append(v.runes, r)
		v.offsets = append(v.offsets, int32(i))
		v.foldedAt = append(v.foldedAt, int32(len(v.bytes)))
		v.bytes = utf8.AppendRune(v.bytes, r)
	}
	v.offsets = append(v.offsets, int32(len(text)))
	v.foldedAt = append(v.foldedAt, int32(len(v.bytes)))
	v.folded = string(v.bytes)
	return v
}

func (v *view) free() {
	v.text, v.folded = "", ""
	if cap(v.runes) <= keptRunes {
		views.Put(v)
	}
}

func (v *view) len() int { return len(v.runes) }

// token makes a token of the runes from i to j.
func (v *view) token(i, j int, kind Kind) Token {
	return v.tokenAs(v.slice(i, j), i, j, kind)
}

func (v *view) tokenAs(text string, i, j int, kind Kind) Token {
	return Token{Text: text, Start: int(v.offsets[i]), End: int(v.offsets[j]), Kind: kind}
}

// slice is the folded text of the runes from i to j.
func (v *view) slice(i, j int) string { return v.folded[v.foldedAt[i]:v.foldedAt[j]] }

// runeAt is the index of the rune that begins at a byte offset of text.
func (v *view) runeAt(offset int) int {
	low, high := 0, len(v.offsets)-1
	for low < high {
		if mid := (low + high) / 2; int(v.offsets[mid]) < offset {
			low = mid + 1
		} else {
			high = mid
		}
	}
	return low
}

// runs calls yield for each maximal run of Chinese characters, and of all else,
// between the runes from and to.
func (v *view) runs(from, to int, yield func(i, j int, han bool)) {
	for i := from; i < to; {
		han := hanzi.IsHan(v.runes[i])
		j := i + 1
		for j < to && hanzi.IsHan(v.runes[j]) == han {
			j++
		}
		yield(i, j, han)
		i = j
	}
}
