package segment

import (
	"slices"
	"unicode/utf8"

	"hebi/internal/hanzi"
)

// appendAll appends the tokens of the whole text, terms excepted.
func (s *Segmenter) appendAll(tokens []Token, v *view) []Token {
	v.runs(0, v.len(), func(i, j int, han bool) {
		if han {
			tokens = s.appendHan(tokens, v, i, j)
		} else {
			tokens = s.appendLatin(tokens, v, i, j, true)
		}
	})
	return tokens
}

// appendWords appends the tokens of one reading between two runes.
func (s *Segmenter) appendWords(tokens []Token, v *view, from, to int) []Token {
	v.runs(from, to, func(i, j int, han bool) {
		if !han {
			tokens = s.appendLatin(tokens, v, i, j, false)
			return
		}
		s.words(v, i, j, func(start, end int) {
			tokens = append(tokens, v.token(start, end, wordKind(start, end)))
		})
	})
	return tokens
}

// appendHan appends the tokens of a Chinese run in the order of Tokens: what
// begins at a character stands by length, a word before the pair of the same
// two characters.
func (s *Segmenter) appendHan(tokens []Token, v *view, from, to int) []Token {
	s.words(v, from, to, func(start, end int) {
		for i := start; i < end; i++ {
			tokens = append(tokens, v.token(i, i+1, Char))
			if i == start && end-start == 2 {
				tokens = append(tokens, v.token(start, end, Word))
			}
			if i+1 < to {
				tokens = append(tokens, v.token(i, i+2, Pair))
			}
			if i == start && end-start > 2 {
				tokens = append(tokens, v.token(start, end, Word))
			}
		}
	})
	return tokens
}

func wordKind(start, end int) Kind {
	if end-start == 1 {
		return Char
	}
	return Word
}

// words calls yield for each piece that gse cuts the run into, left to right.
func (s *Segmenter) words(v *view, from, to int, yield func(start, end int)) {
	if s.cut == nil || to-from == 1 {
		for i := from; i < to; i++ {
			yield(i, i+1)
		}
		return
	}
	run := v.bytes[v.foldedAt[from]:v.foldedAt[to]]
	segments := s.cut(run)
	start := from
	for i := range segments {
		end := start
		for int(v.foldedAt[end]-v.foldedAt[from]) < segments[i].End() {
			end++
		}
		yield(start, end)
		start = end
	}
}

const (
	// shortTerm is how many characters a term has at most that may stand in a text
	// by chance.
	shortTerm = 3
	// around is how many characters on either side say whether it does.
	around = 8
)

// termsOf are the terms of a text, without those that stand there by chance.
func (s *Segmenter) termsOf(v *view) []Token { return s.matches(s.terms.Load(), v) }

func (s *Segmenter) matches(o *Overlay, v *view) []Token {
	found := o.appendMatches(nil, v)
	return slices.DeleteFunc(found, func(t Token) bool {
		if t.End-t.Start > shortTerm*utf8.UTFMax {
			return false
		}
		from, to := v.runeAt(t.Start), v.runeAt(t.End)
		return to-from <= shortTerm && s.acrossWords(v, from, to)
	})
}

// acrossWords reports whether the runes from…to begin within one dictionary
// word and end within another.
func (s *Segmenter) acrossWords(v *view, from, to int) bool {
	first, last := from, to
	for first > 0 && from-first < around && hanzi.IsHan(v.runes[first-1]) {
		first--
	}
	for last < v.len() && last-to < around && hanzi.IsHan(v.runes[last]) {
		last++
	}
	if first == from || last == to || !hanzi.IsHan(v.runes[from]) || !hanzi.IsHan(v.runes[to-1]) {
		return false
	}
	begins, ends := false, false
	s.words(v, first, last, func(start, end int) {
		begins = begins || start < from && from < end && end < to
		ends = ends || from < start && start < to && to < end
	})
	return begins && ends
}
