package hanzi

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	gopinyin "github.com/mozillazg/go-pinyin"
)

//go:embed data/polyphones.txt
var polyphones string

// phrases holds the readings of words whose characters are read otherwise than
// one by one, the length in runes of the longest, and what they begin with.
type phrases struct {
	readings map[string][]string
	longest  int
	begins   map[rune]bool
}

var polyphonic = sync.OnceValue(func() phrases {
	p := phrases{readings: make(map[string][]string), begins: make(map[rune]bool)}
	for line := range strings.Lines(polyphones) {
		word, reading, ok := strings.Cut(strings.TrimSpace(line), " ")
		if !ok || word == "#" {
			continue
		}
		p.readings[word] = strings.Fields(reading)
		p.longest = max(p.longest, utf8.RuneCountInString(word))
		first, _ := utf8.DecodeRuneInString(word)
		p.begins[first] = true
	}
	return p
})

// Pinyin returns the toneless syllables of the Chinese characters in s, one
// for each and in their order; all else is left out, as are the few rare
// characters that go-pinyin has no reading for. ü is written v: lv for 绿.
//
// go-pinyin reads character by character and takes each at its most common
// reading; a list of words of our own corrects it where news needs it, such as
// 重庆 chong qing and 银行 yin hang. Traditional characters are read too.
func Pinyin(s string) []string {
	return slices.DeleteFunc(Syllables(s), func(syllable string) bool { return syllable == "" })
}

// Syllables returns what Pinyin does with "" for every rune that has no
// syllable, so that the n-th belongs to the n-th rune of s.
func Syllables(s string) []string {
	syllables := make([]string, 0, len(s)/2)
	readings(s, func(_ rune, syllable string) { syllables = append(syllables, syllable) })
	return syllables
}

// readings calls yield for every rune of s with its syllable, "" for none.
func readings(s string, yield func(r rune, syllable string)) {
	words := polyphonic()
	runes := []rune(s)
	folded := []rune(Fold(s))
	for i := 0; i < len(runes); {
		if !IsHan(runes[i]) {
			yield(runes[i], "")
			i++
			continue
		}
		if word := words.at(folded[i:]); word != nil {
			for _, syllable := range word {
				yield(runes[i], syllable)
				i++
			}
			continue
		}
		yield(runes[i], single(runes[i], folded[i]))
		i++
	}
}

// at returns the reading of the longest word that runes begin with.
func (p phrases) at(runes []rune) []string {
	if !p.begins[runes[0]] {
		return nil
	}
	for n := min(p.longest, len(runes)); n > 1; n-- {
		if word, ok := p.readings[string(runes[:n])]; ok {
			return word
		}
	}
	return nil
}

// single reads the character itself, or its folded form, which go-pinyin knows
// where it does not know a radical or compatibility form.
func single(r, folded rune) string {
	for _, c := range [...]rune{r, folded} {
		if s := read(c); s != "" {
			return s
		}
	}
	return ""
}

// The block of the common characters.
const firstCommon, lastCommon = 0x4E00, 0x9FFF

// common holds the syllables of the common characters: go-pinyin takes a
// microsecond for one, and lists of names are read whole.
var common = sync.OnceValue(func() *[lastCommon - firstCommon + 1]string {
	table := new([lastCommon - firstCommon + 1]string)
	known := map[string]string{} // go-pinyin makes a string for every call
	for i := range table {
		s := readSlowly(firstCommon + rune(i))
		if known[s] == "" {
			known[s] = s
		}
		table[i] = known[s]
	}
	return table
})

func read(r rune) string {
	if firstCommon <= r && r <= lastCommon {
		return common()[r-firstCommon]
	}
	return readSlowly(r)
}

func readSlowly(r rune) string {
	if s := gopinyin.SinglePinyin(r, gopinyin.Args{Style: gopinyin.Normal}); len(s) > 0 {
		return s[0]
	}
	return ""
}
