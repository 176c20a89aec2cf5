package themes

import (
	"strings"

	"hebi/internal/newsroom"
	"hebi/internal/segment"
)

// english finds phrases by their stems, so that "cleared customs" is found by
// "clear customs", and words that stand alone by their singular: the stem of
// housing is that of house, and of a bond that of bonded.
type english struct {
	segmenter    *segment.Segmenter
	named, words *phrases
}

// phrases is a place in a tree of phrases by their stems.
type phrases struct {
	next map[string]*phrases
	word *word // that ends here
	// single has the words that stand alone, by their singular; it is used at the root only.
	single map[string]*word
}

func (t *Tagger) english(k Knowledge, more []string) lexicon {
	list := t.entries(k, newsroom.English, more, func(text string) string { return englishKey(k.Segmenter, text) })
	e := &english{segmenter: k.Segmenter, named: &phrases{}, words: &phrases{}}
	for term, w := range list.terms {
		for _, form := range termForms(term, newsroom.English) {
			e.named.add(k.Segmenter, form, w)
		}
	}
	for _, w := range list.words.words {
		e.words.add(k.Segmenter, w.text, w)
	}
	return e
}

// englishKey is the same for all forms of a phrase that count as one.
func englishKey(s *segment.Segmenter, text string) string {
	tokens := plainTokens(s, text)
	if len(tokens) == 1 {
		return singular(segment.FoldTerm(text))
	}
	list := make([]string, len(tokens))
	for i, token := range tokens {
		list[i] = token.Text
	}
	return strings.Join(list, " ")
}

// plainTokens are the words of a text one after the other, stemmed where they
// are English: no terms and no joined forms.
func plainTokens(s *segment.Segmenter, text string) []segment.Token {
	all := s.Tokens(text)
	plain := all[:0]
	for _, token := range all {
		switch {
		case token.Kind == segment.Term, token.Kind == segment.Pair, token.Kind == segment.Char:
		case len(plain) > 0 && token.Start < plain[len(plain)-1].End: // stateowned of state-owned
		default:
			plain = append(plain, token)
		}
	}
	return plain
}

// singular is a lower-case English word without the ending of a plural or a possessive.
func singular(word string) string {
	word = strings.TrimSuffix(strings.TrimSuffix(word, "'s"), "’s")
	switch {
	case len(word) < 4, strings.HasSuffix(word, "ss"):
		return word
	case strings.HasSuffix(word, "ies"):
		return word[:len(word)-3] + "y"
	case strings.HasSuffix(word, "ses"), strings.HasSuffix(word, "xes"), strings.HasSuffix(word, "ches"), strings.HasSuffix(word, "shes"):
		return word[:len(word)-2]
	}
	return strings.TrimSuffix(word, "s")
}

// add puts a phrase into the tree. Of two terms with one key the first in the
// alphabet stays, whatever the order they come in.
func (p *phrases) add(s *segment.Segmenter, text string, w *word) {
	tokens := plainTokens(s, text)
	switch len(tokens) {
	case 0:
		return
	case 1:
		if p.single == nil {
			p.single = map[string]*word{}
		}
		key := singular(segment.FoldTerm(text))
		p.single[key] = first(p.single[key], w)
		return
	}
	for _, token := range tokens {
		child := p.next[token.Text]
		if child == nil {
			child = &phrases{}
			if p.next == nil {
				p.next = map[string]*phrases{}
			}
			p.next[token.Text] = child
		}
		p = child
	}
	p.word = first(p.word, w)
}

func first(a, b *word) *word {
	if a == nil || b.text < a.text {
		return b
	}
	return a
}

func (e *english) find(text string) (named, words []mention) {
	tokens := plainTokens(e.segmenter, text)
	return e.named.find(text, tokens), e.words.find(text, tokens)
}

func (p *phrases) find(text string, tokens []segment.Token) []mention {
	var found []mention
	for i := 0; i < len(tokens); {
		w, length := p.longest(text, tokens[i:])
		if w == nil {
			i++
			continue
		}
		found = append(found, mention{w, tokens[i].Start, tokens[i+length-1].End})
		i += length
	}
	return found
}

// longest returns the longest phrase at the beginning of the text's tokens and its length in tokens.
func (p *phrases) longest(text string, tokens []segment.Token) (w *word, length int) {
	if len(p.single) > 0 {
		if w = p.single[singular(strings.ToLower(text[tokens[0].Start:tokens[0].End]))]; w != nil {
			length = 1
		}
	}
	for i, token := range tokens {
		if p = p.next[token.Text]; p == nil || i > 0 && !joins(text[tokens[i-1].End:token.Start]) {
			break
		}
		if p.word != nil {
			w, length = p.word, i+1
		}
	}
	return w, length
}

// joins reports whether what stands between two words leaves them one phrase.
func joins(gap string) bool {
	return gap == " " || gap == "\n" || strings.Trim(gap, " \t\u00a0-‐‑–'’&/") == ""
}
