package search

import (
	"slices"
	"strings"
	"unicode/utf8"

	"hebi/internal/hanzi"
	"hebi/internal/segment"
)

// reading is how a query was understood.
type reading struct {
	// shown are the words, as typed, for the reader to see.
	shown []string
	// clauses have all to be met; any of loose will do when no document meets them.
	clauses, loose []Clause
	// quoted are those of the clauses that stand for quoted text.
	quoted []Clause
	// tokens are what a document is ranked by, each once.
	tokens []string
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
	if len(r.clauses) == 0 { // who quotes all wants nothing else
		r.loose = nil
	}
	r.clauses = append(r.clauses, r.quoted...)
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
		if t.Kind != segment.Char {
			r.loose = append(r.loose, Clause{{Tokens: []string{indexToken(t)}}})
			r.score(indexToken(t))
		}
	}
}

func (r *reading) score(token string) {
	if !slices.Contains(r.tokens, token) {
		r.tokens = append(r.tokens, token)
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
	own := Phrase{Tokens: []string{indexToken(t)}}
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

// readPhrase wants the text as it stands, at any offset, in pieces between
// which a reader would pause.
func (e *Engine) readPhrase(r *reading, text string) {
	if text = strings.TrimSpace(text); text != "" {
		r.shown = append(r.shown, text)
	}
	r.han = append(r.han, hanRuns(hanzi.Fold(text))...)
	var piece Phrase
	last := int32(-1)
	eachPlace(text, e.segmenter.Tokens(text), func(at int32, tokens []segment.Token) {
		if at > last+1 {
			r.addPhrase(piece)
			piece = Phrase{}
		}
		last = at
		t := tokens[slices.IndexFunc(tokens, hasPosition)]
		if t.Kind == segment.Latin || t.Kind == segment.Number {
			r.latin[indexToken(t)] = true
		}
		piece.Tokens = append(piece.Tokens, indexToken(t))
	})
	r.addPhrase(piece)
}

// addPhrase asks for a phrase. A Chinese character at its end may be followed
// by any other: the pair before holds it, else it is the beginning of a pair.
func (r *reading) addPhrase(p Phrase) {
	n := len(p.Tokens)
	if n == 0 {
		return
	}
	for _, token := range p.Tokens {
		r.loose = append(r.loose, Clause{{Tokens: []string{token}}})
		r.score(token)
	}
	if last := p.Tokens[n-1]; last[:1] == pairMark && utf8.RuneCountInString(last) == 2 {
		if n == 1 || p.Tokens[n-2][:1] != pairMark {
			r.quoted = append(r.quoted, Clause{{Tokens: []string{last}, Prefix: true}})
		}
		p.Tokens = p.Tokens[:n-1]
	}
	if len(p.Tokens) > 0 {
		r.quoted = append(r.quoted, Clause{p})
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
