package themes

import (
	"hebi/internal/newsroom"
	"hebi/internal/segment"
	"hebi/internal/terms"
)

// The weights of what the editors wrote and nothing was learned of.
const (
	wordWeight = 1.0
	termWeight = 1.2
)

// speech is what a word says of a theme: how much one mention in the body adds
// to the theme's sum, or takes from it.
type speech struct {
	theme  int
	weight float64
}

// word is a word, phrase or term with what it says of themes.
type word struct {
	// text is as the editors or the weights write it.
	text     string
	speeches []speech
}

// speaks returns the word's weight for a theme; 0 when it says nothing of it.
func (w *word) speaks(theme int) float64 {
	for _, s := range w.speeches {
		if s.theme == theme {
			return s.weight
		}
	}
	return 0
}

// set gives the word a weight for a theme, in place of the one it had.
func (w *word) set(theme int, weight float64) {
	for i := range w.speeches {
		if w.speeches[i].theme == theme {
			w.speeches[i].weight = weight
			return
		}
	}
	w.speeches = append(w.speeches, speech{theme, weight})
}

// mention is a word found in a text; start and end are byte offsets, half-open.
type mention struct {
	word       *word
	start, end int
}

// lexicon finds the words of one language. Terms and other words are found
// apart: a term of one theme must not hide a word of another within it.
type lexicon interface {
	// find returns both kinds, each ascending and without overlaps.
	find(text string) (named, words []mention)
}

// wordList holds words by their key, which is the same for two ways of writing one.
type wordList struct {
	key   func(string) string
	index map[string]*word
	words []*word
}

// add returns the entry of a word, made when it is new; nil when the key is empty.
func (l *wordList) add(text string) *word {
	key := l.key(text)
	if key == "" {
		return nil
	}
	if l.index[key] == nil {
		l.index[key] = &word{text: text}
		l.words = append(l.words, l.index[key])
	}
	return l.index[key]
}

// entries are the words of one language before they are made ready for finding.
type entries struct {
	words *wordList
	// terms are those that name a theme; forms leads from the key of each form to them.
	terms map[*newsroom.Term]*word
	forms map[string][]*word
}

// entries gathers terms, vocabulary and learned words of one language; more are
// words of which nothing is known yet.
func (t *Tagger) entries(k Knowledge, l newsroom.Language, more []string, key func(string) string) entries {
	e := entries{
		words: &wordList{key: key, index: map[string]*word{}},
		terms: map[*newsroom.Term]*word{}, forms: map[string][]*word{},
	}
	list := k.Terms.Terms()
	for i := range list {
		if forms := termForms(&list[i], l); len(list[i].Themes) > 0 && forms[0] != "" {
			e.addTerm(&list[i], forms, t.slugs)
		}
	}
	for i, theme := range t.themes {
		for _, text := range append([]string{theme.Name.Only(l)}, theme.Vocabulary[l]...) {
			e.say(text, i, wordWeight, false)
		}
	}
	for _, learned := range k.Weights {
		if i, known := t.slugs[learned.Theme]; known && learned.Language == l && learned.Word != "" {
			e.say(learned.Word, i, learned.Weight, true)
		}
	}
	for _, text := range more {
		if e.forms[key(text)] == nil {
			e.words.add(text)
		}
	}
	return e
}

// termForms are the ways of writing a term in a language, the preferred one first.
func termForms(term *newsroom.Term, l newsroom.Language) []string {
	if l == newsroom.English {
		return append([]string{term.EN}, term.ENVariants...)
	}
	return append([]string{term.ZH}, term.ZHVariants...)
}

func (e entries) addTerm(term *newsroom.Term, forms []string, slugs map[string]int) {
	w := &word{text: forms[0]}
	for _, slug := range term.Themes {
		if i, known := slugs[slug]; known {
			w.set(i, termWeight)
		}
	}
	if len(w.speeches) == 0 {
		return
	}
	e.terms[term] = w
	for _, form := range forms {
		key := e.words.key(form)
		e.forms[key] = append(e.forms[key], w)
	}
}

// say lets a term or a word speak of a theme; a word that is neither is added.
// Without over, a term that says something of the theme already keeps to that.
func (e entries) say(text string, theme int, weight float64, over bool) {
	heard := e.forms[e.words.key(text)]
	if len(heard) == 0 {
		if w := e.words.add(text); w != nil {
			heard = append(heard, w)
		}
	}
	for _, w := range heard {
		if over || w.speaks(theme) == 0 {
			w.set(theme, weight)
		}
	}
}

// chinese finds words by their characters, the longest at each place.
type chinese struct {
	entries
	base    *terms.Base
	overlay *segment.Overlay
}

func (t *Tagger) chinese(k Knowledge, more []string) lexicon {
	c := &chinese{entries: t.entries(k, newsroom.Chinese, more, segment.FoldTerm), base: k.Terms}
	texts := make([]string, len(c.words.words))
	for i, w := range c.words.words {
		texts[i] = w.text
	}
	c.overlay = segment.NewOverlay(texts)
	return c
}

func (c *chinese) find(text string) (named, words []mention) {
	for _, m := range c.base.Find(text) {
		if w := c.terms[m.Term]; w != nil {
			named = append(named, mention{w, m.Start, m.End})
		}
	}
	for _, token := range c.overlay.Find(text) {
		words = append(words, mention{c.words.index[token.Text], token.Start, token.End})
	}
	return named, words
}
