package hanzi

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"
)

// The tables are OpenCC's (https://github.com/BYVoid/OpenCC, Apache License
// 2.0, data/LICENSE.OpenCC), laid out by gen; their heads say so too.
//
//go:generate go run ./gen -out data/traditional.txt -phrases data/traditional.gz ../../../shared/data/script/STCharacters.txt ../../../shared/data/script/STPhrases.txt
//go:generate go run ./gen -out data/hongkong.txt -phrases data/hongkong.gz ../../../shared/data/script/HKVariants.txt ../../../shared/data/script/HKVariantsPhrases.txt
var (
	//go:embed data/traditional.txt
	traditionalCharacters string
	//go:embed data/traditional.gz
	traditionalPhrases []byte
	//go:embed data/hongkong.txt
	hongKongCharacters string
	//go:embed data/hongkong.gz
	hongKongPhrases []byte
)

// The tables are built once each, at the first call that needs them: a few
// milliseconds and a megabyte for the first, next to nothing for the others.
var (
	toTraditional = sync.OnceValue(func() *conversion {
		return embedded(newConversion(traditionalCharacters, traditionalPhrases))
	})
	toHongKong = sync.OnceValue(func() *conversion {
		return embedded(newConversion(hongKongCharacters, hongKongPhrases))
	})
	traditionalVariants = sync.OnceValue(func() *variants {
		return newVariants(traditionalCharacters)
	})
)

// embedded returns c: what is embedded is as gen made it, or the program is broken.
func embedded(c *conversion, err error) *conversion {
	if err != nil {
		panic("hanzi: " + err.Error())
	}
	return c
}

// Traditional returns simplified Chinese in traditional characters, in OpenCC's
// own standard (its s2t), which keeps apart as many characters as it can: 发 is
// 發 or 髮, 干 is 乾, 幹 or 干, 里 is 裏 or 里. Which it is, the longest phrase of
// OpenCC's table says that begins at a place; a character that begins none is
// taken at its usual form. All else stays as it is, traditional characters with
// few exceptions (苧 is 薴, as in a simplified text); s itself is returned if
// nothing changes.
//
// The n-th rune of the result comes from the n-th rune of s, so offsets counted
// in runes are kept; offsets in bytes are not. A byte that is no UTF-8 counts
// as one rune and stays.
//
// Fold(Traditional(s)) is Fold(s) for nearly every text, not for all: a table
// of single characters does not fold 像 to 象, since both are simplified too.
// TestFoldOfTraditional lists the characters. Whoever compares the two scripts
// character by character should ask TraditionalVariants instead.
func Traditional(s string) string { return toTraditional().convert(s) }

// TraditionalHK is Traditional in the characters that are usual in Hong Kong
// (OpenCC's s2hk): 為 instead of 爲, 裏 as before, 台 instead of 臺 but in names.
func TraditionalHK(s string) string { return toHongKong().convert(Traditional(s)) }

// surnames are those that are written alike in both scripts, although the
// character as a word becomes another: 于 is no 於, 岳 no 嶽.
const surnames = "于余范岳后郁丑游党朴干涂占种"

// Surname returns how many bytes at the start of a person's name are a surname
// that stays in traditional script although [Traditional] would change it; 0 for
// all others.
func Surname(name string) int {
	r, size := utf8.DecodeRuneInString(name)
	if size < len(name) && strings.ContainsRune(surnames, r) {
		return size
	}
	return 0
}

// TraditionalVariants returns the traditional characters that a simplified one
// may stand for, the usual one first: 發 and 髮 for 发, 國 for 国, 後 and 后 for
// 后. It returns none for a character that is the same in both scripts, or is
// traditional only. The name is Unihan's (kTraditionalVariant), the list
// OpenCC's. The slice is shared and must not be changed.
func TraditionalVariants(r rune) []rune { return traditionalVariants().of(r) }

// Ambiguous reports whether a simplified character may stand for more than one
// traditional character.
func Ambiguous(r rune) bool { return traditionalVariants().several(r) }

// variants holds a table of characters: what from[i] may be converted to is
// to[starts[i]:starts[i+1]].
type variants struct {
	from      []rune // ascending
	to        []rune
	starts    []uint16
	ambiguous [0x10000 / 64]uint64 // a bit for each character of the Basic Multilingual Plane
}

func newVariants(table string) *variants {
	v := new(variants)
	for from, to := range characterRows(table) {
		v.from = append(v.from, from)
		v.starts = append(v.starts, uint16(len(v.to)))
		before := len(v.to)
		v.to = append(v.to, []rune(to)...)
		if len(v.to)-before > 1 && from < 0x10000 {
			v.ambiguous[from/64] |= 1 << (from % 64)
		}
	}
	v.starts = append(v.starts, uint16(len(v.to)))
	return v
}

func (v *variants) of(r rune) []rune {
	i, ok := slices.BinarySearch(v.from, r)
	if !ok {
		return nil
	}
	return v.to[v.starts[i]:v.starts[i+1]:v.starts[i+1]]
}

func (v *variants) several(r rune) bool {
	if uint32(r) < 0x10000 {
		return v.ambiguous[r/64]>>(r%64)&1 != 0
	}
	return len(v.of(r)) > 1
}
