package hanzi

import (
	_ "embed"
	"maps"
	"slices"
	"strings"
	"sync"
	"unicode"

	"golang.org/x/text/width"
)

// simplified holds lines of pairs of characters, the first of each pair to be
// replaced by the second; lines that begin with # are comments. Made by gen.
//
//go:generate go run ./gen -out data/simplified.txt ../../../shared/data/script/TSCharacters.txt
//go:embed data/simplified.txt
var simplified string

// folding answers for the Basic Multilingual Plane by index and for the few
// characters above it by map.
type folding struct {
	low  [0x10000]uint16
	high map[rune]rune
}

// table is built once, at the first call that needs it: about a millisecond
// and 128 KiB.
var table = sync.OnceValue(newFolding)

func newFolding() *folding {
	f := &folding{high: make(map[rune]rune)}
	for r := range rune(len(f.low)) {
		f.low[r] = uint16(unicode.ToLower(r))
	}
	// The forms that have a narrow or wide partner stand in three places only.
	for _, block := range [][2]rune{{0x20A9, 0x20A9}, {0x3000, 0x3000}, {0xFF00, 0xFFEF}} {
		for r := block[0]; r <= block[1]; r++ {
			if n := width.LookupRune(r).Folded(); n != 0 {
				f.low[r] = uint16(unicode.ToLower(n))
			}
		}
	}
	f.addPairs(simplified)
	return f
}

func (f *folding) addPairs(lines string) {
	for line := range strings.Lines(lines) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		var from rune
		for _, r := range strings.TrimSuffix(line, "\n") {
			switch {
			case from == 0:
				from = r
				continue
			case from < 0x10000 && r < 0x10000:
				f.low[from] = uint16(r)
			default:
				if from < 0x10000 {
					f.low[from] = 0 // sends the look-up on to the map
				}
				f.high[from] = r
			}
			from = 0
		}
	}
}

func (f *folding) rune(r rune) rune {
	if uint32(r) < 0x10000 {
		if n := rune(f.low[r]); n != 0 || r == 0 {
			return n
		}
	}
	if n, ok := f.high[r]; ok {
		return n
	}
	return unicode.ToLower(r)
}

// FoldRune returns the form of r under which text is compared: narrow for
// full-width ASCII, the ideographic space and the like (and wide for
// half-width kana), lower case, and simplified for a traditional character.
// A radical or compatibility form becomes the character itself, since text
// taken out of PDF files is full of them. Where a traditional character has
// several simplified forms, the first one of OpenCC's table is taken.
//
// One rune becomes exactly one rune, and FoldRune(FoldRune(r)) == FoldRune(r).
// A value that is no rune is returned unchanged.
func FoldRune(r rune) rune { return table().rune(r) }

// Fold returns s with FoldRune applied to every rune. The n-th rune of the
// result comes from the n-th rune of s, so offsets counted in runes are kept;
// offsets in bytes are not. A byte that is no UTF-8 counts as one rune and
// becomes U+FFFD.
func Fold(s string) string {
	f := table()
	return strings.Map(f.rune, s)
}

// others holds, for a folded Chinese character, the runes that fold to it
// besides itself; it is built once, at the first call that needs it.
var others = sync.OnceValue(func() map[rune]string {
	f := table()
	m := make(map[rune]string)
	add := func(r rune) {
		if to := f.rune(r); to != r && IsHan(to) {
			m[to] += string(r)
		}
	}
	for r := range rune(len(f.low)) {
		add(r)
	}
	for _, r := range slices.Sorted(maps.Keys(f.high)) {
		if r >= rune(len(f.low)) {
			add(r)
		}
	}
	return m
})

// OtherForms returns the runes besides r that FoldRune takes to the Chinese
// character r: traditional ones, radicals and compatibility forms. Most
// characters have none.
func OtherForms(r rune) string { return others()[r] }
