package hanzi

import (
	_ "embed"
	"strings"
	"sync"
	"unicode/utf8"

	gopinyin "github.com/mozillazg/go-pinyin"
)

//go:embed data/polyphones.txt
var polyphones string

// phrases holds the readings of words whose characters are read otherwise than
// one by one, and the length in runes of the longest.
type phrases struct {
	readings map[string][]string
	longest  int
}

var polyphonic = sync.OnceValue(func() phrases {
	p := phrases{readings: make(map[string][]string)}
	for line := range strings.Lines(polyphones) {
		word, reading, ok := strings.Cut(strings.TrimSpace(line), " ")
		if !ok || word == "#" {
			continue
		}
		p.readings[word] = strings.Fields(reading)
		p.longest = max(p.longest, utf8.RuneCountInString(word))
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
	var syllables []string
	readings(s, func(_ rune, syllable string) {
		if syllable != "" {
			syllables = append(syllables, syllable)
		}
	})
	return syllables
}

// readings calls yield for every rune of s with its syllable, "" for none.
func readings(s string, yield func(r rune, syllable string)) {
	args := gopinyin.Args{Style: gopinyin.Normal}
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
		yield(runes[i], single(runes[i], folded[i], args))
		i++
	}
}

// at returns the reading of the longest word that runes begin with.
func (p phrases) at(runes []rune) []string {
	for n := min(p.longest, len(runes)); n > 1; n-- {
		if word, ok := p.readings[string(runes[:n])]; ok {
			return word
		}
	}
	return nil
}

// single reads the character itself, or its folded form, which go-pinyin knows
// where it does not know a radical or compatibility form.
func single(r, folded rune, args gopinyin.Args) string {
	for _, c := range [...]rune{r, folded} {
		if s := gopinyin.SinglePinyin(c, args); len(s) > 0 {
			return s[0]
		}
	}
	return ""
}
