package search

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// hearing says how letters were read as pinyin; the greater the surer.
type hearing int

const (
	unheard  hearing = iota
	mixed            // lvsefz
	initials         // lsfz
	whole            // lvsefazhan
)

// hear reads letters as the pinyin of syllables, from the first on, and returns
// the surest way and how many syllables it takes. With open the letters may end
// within a syllable, as they do while somebody types.
func hear(syllables []string, letters string, open bool) (hearing, int) {
	best, used := unheard, 0
	var read func(i int, rest string, wholes, firsts bool)
	read = func(i int, rest string, wholes, firsts bool) {
		if rest == "" {
			h := mixed
			if wholes {
				h = whole
			} else if firsts {
				h = initials
			}
			if h > best {
				best, used = h, i
			}
			return
		}
		if i == len(syllables) || syllables[i] == "" {
			return
		}
		s := syllables[i]
		if rest[0] != s[0] {
			return
		}
		n := sharedSounds(s, rest)
		switch {
		case n == len(s):
			read(i+1, rest[n:], wholes, firsts && n == 1)
		case open && n == len(rest):
			read(i+1, "", wholes, firsts && n == 1)
		}
		if len(s) > 1 {
			read(i+1, rest[1:], false, firsts)
		}
	}
	read(0, letters, true, true)
	return best, used
}

// sharedSounds is how many letters a syllable and what was typed begin with
// alike. Who has no ü on the keyboard types v or u.
func sharedSounds(syllable, typed string) int {
	n := 0
	for n < len(syllable) && n < len(typed) && (syllable[n] == typed[n] || syllable[n] == 'v' && typed[n] == 'u') {
		n++
	}
	return n
}

// maxLetters bounds what is read as pinyin: longer is no name.
const maxLetters = 48

// lettersOf writes a Latin word as pinyin is compared: without tones, ü as v.
// ok is false when it holds anything but letters.
func lettersOf(word string) (letters string, ok bool) {
	var b strings.Builder
	for _, r := range norm.NFD.String(strings.ToLower(word)) {
		switch {
		case r >= 'a' && r <= 'z':
			b.WriteRune(r)
		case r == '\u0308' && strings.HasSuffix(b.String(), "u"):
			s := b.String()
			b.Reset()
			b.WriteString(s[:len(s)-1] + "v")
		case unicode.Is(unicode.Mn, r), r == '\'', r == '’':
		default:
			return "", false
		}
	}
	return b.String(), b.Len() > 0
}
