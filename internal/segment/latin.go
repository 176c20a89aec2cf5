package segment

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/words"
)

// longestText bounds the text of a Latin token, in bytes: a longer one is a
// hash or an address, and indexes refuse keys of some kilobytes.
const longestText = 64

// appendLatin appends the words and numbers of a run without Chinese
// characters, by the word borders of Unicode (UAX #29). With all, each word is
// there as it is written too, and what hyphens join is found joined:
// state-owned gives state, stateowned, owned.
func (s *Segmenter) appendLatin(tokens []Token, v *view, from, to int, all bool) []Token {
	c := chain{s: s, v: v, all: all}
	at := from
	it := words.FromString(v.slice(from, to))
	for it.Next() {
		start := at
		end := int(v.foldedAt[from]) + it.End()
		for int(v.foldedAt[at]) < end {
			at++
		}
		if v.isWord(start, at) {
			v.pieces(start, at, func(i, j int) { tokens = c.append(tokens, i, j) })
		}
	}
	return c.close(tokens)
}

// afterPossessive returns the rune after an 's that begins at rune i, else i: a
// term may end before it.
func (v *view) afterPossessive(i int) int {
	if i+1 < v.len() && plainRune(v.runes[i]) == '\'' && v.runes[i+1] == 's' && v.border(i+2) {
		return i + 2
	}
	return i
}

// isWord reports whether there is a letter or digit among the runes.
func (v *view) isWord(i, j int) bool { return slices.ContainsFunc(v.runes[i:j], isAlnum) }

// pieces divides what Unicode takes for one word further, for it also joins
// 2023，2024 and a:b and snake_case and example.com. It keeps u.s, one decimal
// point in a number, the comma of thousands and an apostrophe inside a word.
func (v *view) pieces(i, j int, yield func(i, j int)) {
	if v.acronym(i, j) {
		yield(i, j)
		return
	}
	points := 0
	for _, r := range v.runes[i:j] {
		if r == '.' {
			points++
		}
	}
	start := i
	for k := i; k <= j; k++ {
		if k < j && !v.splits(i, k, j, points) {
			continue
		}
		if v.isWord(start, k) {
			yield(start, k)
		}
		start = k + 1
	}
}

// acronym reports whether the runes are single letters with points between.
func (v *view) acronym(i, j int) bool {
	for k := i; k < j; k++ {
		if r := v.runes[k]; (k-i)%2 == 0 && !unicode.IsLetter(r) || (k-i)%2 == 1 && r != '.' {
			return false
		}
	}
	return j-i > 2
}

// splits reports whether the rune at k, inside the word from i to j with so
// many points, divides it.
func (v *view) splits(i, k, j, points int) bool {
	inner := k > i && k+1 < j
	switch r := v.runes[k]; r {
	case '.':
		return !inner || points > 1 || !isDigit(v.runes[k-1]) || !isDigit(v.runes[k+1])
	case ',':
		return !inner || v.text[v.offsets[k]] != ',' || !v.thousands(i, k, j)
	case '\'', '’':
		return !inner
	default:
		return !isAlnum(r) && !unicode.IsMark(r) && r != '\u200d' && r != '\u00ad'
	}
}

// thousands reports whether the comma at k stands between digits, with one to
// three before it since the last comma and exactly three after it.
func (v *view) thousands(i, k, j int) bool {
	before, after := 0, 0
	for n := k - 1; n >= i && isDigit(v.runes[n]); n-- {
		before++
	}
	for n := k + 1; n < j && isDigit(v.runes[n]); n++ {
		after++
	}
	return 1 <= before && before <= 3 && after == 3
}

func isDigit(r rune) bool { return '0' <= r && r <= '9' || r > 0x80 && unicode.IsDigit(r) }

func isAlnum(r rune) bool {
	if r < 0x80 {
		return 'a' <= r && r <= 'z' || '0' <= r && r <= '9' || 'A' <= r && r <= 'Z'
	}
	return unicode.IsLetter(r) || unicode.IsDigit(r)
}

// chain collects words that hyphens join, to add the joined form to them.
type chain struct {
	s *Segmenter
	v *view
	// all says that each word is wanted as it is written too, and the joined form.
	all        bool
	start, end int // runes
	parts      int
	behind     int    // index behind the tokens of the first part
	text       string // of all parts, before stemming
	letters    bool
}

func (c *chain) append(tokens []Token, i, j int) []Token {
	if c.parts > 0 && !(i == c.end+1 && isHyphen(c.v.runes[c.end])) {
		tokens = c.close(tokens)
	}
	plain, number := normalize(c.v.slice(i, j))
	if number {
		tokens = append(tokens, c.v.tokenAs(plain, i, j, Number))
	} else {
		tokens = c.word(tokens, plain, i, j)
	}
	if c.all {
		if c.parts == 0 {
			c.start, c.behind = i, len(tokens)
		}
		c.end = j
		c.parts++
		if len(c.text) <= longestText { // a-a-a-… may go on for a megabyte
			c.text += plain
		}
		c.letters = c.letters || !number
	}
	return tokens
}

func (c *chain) word(tokens []Token, plain string, i, j int) []Token {
	tokens = append(tokens, c.v.tokenAs(c.s.stems.stem(plain), i, j, Latin))
	if c.all {
		tokens = append(tokens, c.v.tokenAs(plain, i, j, Form))
	}
	return tokens
}

// close adds the joined form right behind the first part, which begins where
// it begins and ends before it.
func (c *chain) close(tokens []Token) []Token {
	if c.parts > 1 && c.letters && len(c.text) <= longestText {
		tokens = slices.Insert(tokens, c.behind, c.word(nil, c.text, c.start, c.end)...)
	}
	c.parts, c.letters, c.text = 0, false, ""
	return tokens
}

func isHyphen(r rune) bool { return r == '-' || r == '‐' || r == '‑' }

// normalize returns a folded word as it is compared before stemming, and
// whether it is a number. The separators of thousands and the points of u.s are
// dropped.
func normalize(word string) (text string, number bool) {
	if strings.ContainsFunc(word, func(r rune) bool { return r >= 0x80 }) {
		word = unaccent(word)
	}
	number = !strings.ContainsFunc(word, func(r rune) bool { return !isDigit(r) && r != '.' && r != ',' })
	switch {
	case number:
		word = strings.ReplaceAll(word, ",", "")
	case !strings.ContainsFunc(word, isDigit):
		word = strings.ReplaceAll(word, ".", "")
	}
	for len(word) > longestText {
		_, size := utf8.DecodeLastRuneInString(word)
		word = word[:len(word)-size]
	}
	return word, number
}
