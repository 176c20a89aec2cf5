package segment

import (
	"strings"
	"sync"
	"unicode"

	"github.com/kljensen/snowball/english"
	"golang.org/x/text/unicode/norm"
)

// stemmer remembers stems, since stemming takes some ten times as long as all
// else that is done to a word.
type stemmer struct {
	mu    sync.RWMutex
	known map[string]string
}

// keptStems bounds what is remembered, about 2 MB.
const keptStems = 1 << 14

// stem returns the English stem (Snowball, "Porter2") of a folded word; a word
// with a digit or a letter outside ASCII is returned as it is.
func (s *stemmer) stem(word string) string {
	if len(word) < 3 || strings.ContainsFunc(word, notEnglish) {
		return word
	}
	s.mu.RLock()
	stem, ok := s.known[word]
	s.mu.RUnlock()
	if ok {
		return stem
	}
	// The word is a piece of a text, which the memory must not keep alive.
	word = strings.Clone(word)
	stem = strings.Trim(english.Stem(word, true), "'")
	s.mu.Lock()
	if s.known == nil || len(s.known) >= keptStems {
		s.known = make(map[string]string)
	}
	s.known[word] = stem
	s.mu.Unlock()
	return stem
}

func notEnglish(r rune) bool { return (r < 'a' || r > 'z') && r != '\'' }

// unaccent writes a word outside ASCII in its compatibility form (ﬁ becomes
// fi), with straight apostrophes, without soft hyphens, and without accents if
// it is of the Latin script: in others marks make another letter.
func unaccent(word string) string {
	word = norm.NFKD.String(word)
	latin := strings.ContainsFunc(word, func(r rune) bool { return unicode.Is(unicode.Latin, r) })
	word = strings.Map(func(r rune) rune {
		switch {
		case r == '’':
			return '\''
		case r == '\u00ad', r == '\u200d', latin && unicode.Is(unicode.Mn, r):
			return -1
		}
		return unicode.ToLower(r)
	}, word)
	return norm.NFC.String(word)
}
