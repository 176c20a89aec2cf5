package search

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"hebi/internal/hanzi"
	"hebi/internal/segment"
)

// appendLatin appends the places of the words that are not Chinese, and of the
// terms, that a reading marks in a text. Cutting all of it into tokens takes many times
// as long as looking where such a word may stand, so only what surrounds those
// places is cut, between borders that no token reaches across.
func (e *Engine) appendLatin(found []span, text string, r reading, word int) []span {
	appendTokens := func(tokens []segment.Token, at int, terms bool) {
		for _, t := range tokens {
			if (t.Kind == segment.Term) == terms && r.marks(t) {
				found = append(found, span{at + t.Start, at + t.End, word})
			}
		}
	}
	words, terms := readWanted(r)
	for at := 0; at < len(text) && (r.prefix != "" || len(terms) < len(r.latin)); {
		start, end := words.next(text[at:])
		if start < end {
			appendTokens(e.segmenter.LatinTokens(text[at+start:at+end]), at+start, false)
		}
		at += end
	}
	for at := 0; at < len(text) && len(terms) > 0; {
		end := at + paragraph(text[at:])
		if mayHoldTerm(text[at:end], terms) {
			appendTokens(e.segmenter.Terms(text[at:end]), at, true)
		}
		at = end
	}
	return found
}

// marks reports whether a token that is not Chinese, or a term, is marked.
func (r reading) marks(t segment.Token) bool {
	return r.latin[indexToken(t)] || r.prefix != "" && t.Kind == segment.Form && strings.HasPrefix(t.Text, r.prefix)
}

// readWanted returns what words begin with that a reading marks, and the terms.
func readWanted(r reading) (words starts, terms []string) {
	words.add(stemStart(r.prefix))
	for token := range r.latin {
		if mark, text := token[:1], token[1:]; mark == termMark {
			terms = append(terms, text)
		} else {
			words.add(stemStart(text)) // of a whole form too: more is found, not less
		}
	}
	return words, terms
}

// stemStart is what all words begin with that have a stem, as far as it is
// ASCII: stemming leaves the first letter, and of the stem no more than the
// last two letters are not the word's: dying, die.
func stemStart(stem string) string {
	n := 0
	for n < len(stem) && n < max(1, len(stem)-2) && stem[n] < utf8.RuneSelf {
		n++
	}
	return stem[:n]
}

// paragraph returns the length of a text's first paragraph with the empty line
// behind it; no term reaches across one.
func paragraph(text string) int {
	if i := strings.Index(text, "\n\n"); i >= 0 {
		return i + len("\n\n")
	}
	return len(text)
}

// mayHoldTerm reports whether one of some terms may stand in a text: its
// Chinese characters do, or a word begins like it.
func mayHoldTerm(text string, terms []string) bool {
	for _, term := range terms {
		n := 0
		for n < len(term) && isASCIIWord(term[n]) {
			n++
		}
		if n > 0 {
			var words starts
			words.add(term[:n])
			if start, end := words.next(text); start < end {
				return true
			}
			continue
		}
		han := hanRuns(term)
		if len(han) == 0 || len(appendWord(nil, text, han[0], 0)) > 0 {
			return true
		}
	}
	return false
}

// starts are what words begin with, lower case and in ASCII.
type starts struct {
	list []string
	// first are the bytes that one of the list begins with.
	first [utf8.RuneSelf]bool
}

func (s *starts) add(start string) {
	if start != "" { // others begin with letters outside ASCII, which always count
		s.list = append(s.list, start)
		s.first[start[0]] = true
	}
}

// next returns the first piece of a text, between white space and Chinese
// characters, in which a word may stand that begins so; start is end if there
// is none. Words with other letters than ASCII's count as such.
func (s *starts) next(text string) (start, end int) {
	may := false
	for i := 0; i < len(text); {
		b, size, border := text[i], 1, false
		if 0xE5 <= b && b <= 0xE9 && !may { // nearly all Chinese characters; of broken ones no word is made either
			for i++; i < len(text) && !utf8.RuneStart(text[i]); i++ {
			}
			start = i
			continue
		}
		switch {
		case isASCIIWord(b):
			may = may || s.begins(text[i:])
			for i+size < len(text) && isASCIIWord(text[i+size]) {
				size++
			}
		case b < utf8.RuneSelf:
			border = b == ' ' || b == '\n'
		default:
			var r rune
			r, size = utf8.DecodeRuneInString(text[i:])
			border = hanzi.IsHan(r)
			may = may || !border && mayBeInWord(r)
		}
		i += size
		if border {
			if may {
				return start, i
			}
			start = i
		}
	}
	if !may {
		start = len(text)
	}
	return start, len(text)
}

// begins reports whether a text may begin with a word that begins so. What
// word borders, folding and stemming make of other characters inside a word is
// left to them.
func (s *starts) begins(text string) bool {
	if !s.first[lower(text[0])] {
		return false
	}
	for _, start := range s.list {
		i := 0
		for i < len(start) && i < len(text) && lower(text[i]) == start[i] {
			i++
		}
		if i == len(start) || 0 < i && i < len(text) && (text[i] >= utf8.RuneSelf || strings.IndexByte(".,'-", text[i]) >= 0) {
			return true
		}
	}
	return false
}

func lower(b byte) byte {
	if 'A' <= b && b <= 'Z' {
		return b + 'a' - 'A'
	}
	return b
}

func isASCIIWord(b byte) bool {
	return 'a' <= b|0x20 && b|0x20 <= 'z' || '0' <= b && b <= '9'
}

// mayBeInWord is asked for runes outside ASCII.
func mayBeInWord(r rune) bool {
	switch {
	case 0x2010 <= r && r <= 0x2027, 0x3000 <= r && r <= 0x3004, 0x3008 <= r && r <= 0x3020, 0xFF01 <= r && r <= 0xFF0F, 0xFF1A <= r && r <= 0xFF20:
		return false // punctuation, full-width too
	}
	return !unicode.IsPunct(r) && !unicode.IsSpace(r)
}
