package search

import (
	"slices"
	"strings"

	"hebi/internal/hanzi"
	"hebi/internal/segment"
)

// reading is how a query was understood.
type reading struct {
	// shown are the words, as typed, for the reader to see.
	shown []string
	// clauses have all to be met; any of loose will do when no document meets them.
	clauses, loose []Clause
	// han are folded Chinese words to mark; latin are index tokens of the others.
	han   []string
	latin map[string]bool
}

// read understands a query: text in quotes, or all of it when exact is set, as
// phrases, the rest as words.
func (e *Engine) read(text string, exact bool) reading {
	r := reading{latin: map[string]bool{}}
	for i, part := range splitQuotes(text) {
		if exact || i%2 == 1 {
			e.readPhrase(&r, part)
		} else {
			e.readWords(&r, part)
		}
	}
	return r
}

// splitQuotes cuts a text at its quotation marks: pieces with odd numbers
// stood within a pair. A mark without its partner quotes nothing.
func splitQuotes(text string) []string {
	parts := strings.Split(strings.Map(func(r rune) rune {
		switch r {
		case '“', '”', '＂', '「', '」':
			return '"'
		}
		return r
	}, text), `"`)
	if len(parts)%2 == 0 {
		last := len(parts) - 1
		parts[last-1] += " " + parts[last]
		parts = parts[:last]
	}
	return parts
}

// readWords asks for every word of a text. A word is also met by what covers
// it: the joined form of a hyphenated word, or a term that it is part of.
func (e *Engine) readWords(r *reading, text string) {
	for _, t := range e.segmenter.Words(text) {
		r.shown = append(r.shown, text[t.Start:t.End])
	}
	tokens := e.segmenter.Tokens(text)
	for _, word := range joinChars(plainWords(tokens)) {
		clause := r.word(word)
		for _, t := range tokens {
			if t != word && isWord(t) && t.Start <= word.Start && t.End >= word.End {
				clause = append(clause, r.word(t)...)
			}
		}
		r.clauses = append(r.clauses, clause)
	}
	for _, t := range tokens {
		if t.Kind == segment.Pair {
			r.loose = append(r.loose, Clause{pairPhrase(t.Text)})
		} else if isWord(t) {
			r.loose = append(r.loose, Clause{{Tokens: []string{indexWord(t.Text)}}})
		}
	}
}

// isWord reports whether a token stands for itself in the index.
func isWord(t segment.Token) bool { return t.Kind != segment.Pair && t.Kind != segment.Char }

// plainWords is one reading of a text's tokens without terms: of Chinese words
// the longest at a place, of others the parts rather than the joined form.
func plainWords(tokens []segment.Token) []segment.Token {
	var words []segment.Token
	end := 0
	for _, t := range tokens {
		if t.Kind == segment.Pair || t.Kind == segment.Term {
			continue
		}
		last := len(words) - 1
		switch {
		case t.Start >= end:
			words = append(words, t)
			end = t.End
		case t.Kind == segment.Word && words[last].Start == t.Start:
			words[last] = t // tokens come by their end: this one is longer
			end = t.End
		}
	}
	return words
}

// particles are characters that carry no matter of their own; a query is not
// held to them unless it has nothing else.
const particles = "的了着过在是和与及或等之也就都而把被让对从到"

// joinChars makes one word of characters that stand side by side and belong to
// no dictionary word: 绿氢 is one thing, not 绿 and 氢 anywhere. Particles are dropped.
func joinChars(words []segment.Token) []segment.Token {
	var joined []segment.Token
	for _, w := range words {
		if w.Kind == segment.Char && strings.Contains(particles, w.Text) {
			continue
		}
		last := len(joined) - 1
		if w.Kind == segment.Char && last >= 0 && joined[last].Kind == segment.Char && joined[last].End == w.Start {
			joined[last].Text += w.Text
			joined[last].End = w.End
			continue
		}
		joined = append(joined, w)
	}
	if len(joined) == 0 {
		return words
	}
	return joined
}

// word is the clause of one word: the word itself, or its characters side by
// side, because another context may have cut it otherwise.
func (r *reading) word(t segment.Token) Clause {
	own := Phrase{Tokens: []string{indexWord(t.Text)}}
	if !isHan(t.Text) {
		r.latin[own.Tokens[0]] = true
		return Clause{own}
	}
	if !slices.Contains(r.han, t.Text) {
		r.han = append(r.han, t.Text)
	}
	if t.Kind == segment.Char { // the index has no word for it
		return Clause{pairPhrase(t.Text)}
	}
	return Clause{own, pairPhrase(t.Text)}
}

// readPhrase wants the text as it stands: runs of Han characters side by side
// at any offset, other words side by side.
func (e *Engine) readPhrase(r *reading, text string) {
	if text = strings.TrimSpace(text); text != "" {
		r.shown = append(r.shown, text)
	}
	var words Phrase
	end := -1
	for _, t := range e.segmenter.Tokens(text) {
		if t.Kind == segment.Latin || t.Kind == segment.Number {
			if t.Start >= end {
				words.Tokens = append(words.Tokens, indexWord(t.Text))
				r.latin[indexWord(t.Text)] = true
				end = t.End
			}
		}
	}
	if len(words.Tokens) > 0 {
		r.clauses = append(r.clauses, Clause{words})
	}
	for _, run := range hanRuns(hanzi.Fold(text)) {
		r.han = append(r.han, run)
		r.clauses = append(r.clauses, Clause{pairPhrase(run)})
	}
}

func isHan(s string) bool {
	for _, r := range s {
		if !hanzi.IsHan(r) {
			return false
		}
	}
	return s != ""
}

func hanRuns(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return !hanzi.IsHan(r) })
}
