package search

import (
	"slices"
	"strings"
	"unicode/utf8"

	"hebi/internal/hanzi"
	"hebi/internal/segment"
)

// Folding makes one character of several: 发 of 發 and 髮. Where a text means
// one that is not the usual one, the index holds the pair in traditional script
// too, behind a mark of its own, so that who types 髮 does not find every 发展.
const fineMark = "x"

// rareForm returns the traditional character that a character of a text stands
// for, given what conversion makes of it, if it is not the usual one of several.
func rareForm(typed, converted rune) (rune, bool) {
	s := hanzi.FoldRune(typed)
	if !hanzi.Ambiguous(s) {
		return 0, false
	}
	if typed != s { // it was written in traditional script
		converted = typed
	}
	at := slices.Index(hanzi.TraditionalVariants(s), converted)
	return converted, at > 0 && hanzi.FoldRune(converted) == s
}

// fineText is a text beside its traditional form, to which the characters of
// its tokens are looked up in ascending order.
type fineText struct {
	text      string
	converted []rune
	rare      []int // the runes that are not the usual ones, ascending
	at, runes int   // a byte offset of text and its rune
}

// newFineText returns nil for a text that has nothing to tell apart.
func newFineText(text string) *fineText {
	if !strings.ContainsFunc(text, func(r rune) bool { return hanzi.Ambiguous(hanzi.FoldRune(r)) }) {
		return nil
	}
	f := &fineText{text: text, converted: []rune(hanzi.Traditional(text))}
	n := 0
	for _, r := range text {
		if rare, ok := rareForm(r, f.converted[n]); ok {
			f.converted[n] = rare
			f.rare = append(f.rare, n)
		}
		n++
	}
	if f.rare == nil {
		return nil
	}
	return f
}

// token returns the index token of a pair or character that holds a rare form,
// "" for any other. Tokens come in ascending order.
func (f *fineText) token(t segment.Token) string {
	if f == nil || t.Kind != segment.Pair && t.Kind != segment.Char {
		return ""
	}
	f.runes += utf8.RuneCountInString(f.text[f.at:t.Start])
	f.at = t.Start
	end := f.runes + utf8.RuneCountInString(t.Text)
	for len(f.rare) > 0 && f.rare[0] < f.runes {
		f.rare = f.rare[1:]
	}
	if len(f.rare) == 0 || f.rare[0] >= end {
		return ""
	}
	return fineMark + string(f.converted[f.runes:end])
}

// finer makes the clause of a word ask for the characters that were typed,
// where they are traditional ones that are not the usual ones. folded is the
// word's folded form, of characters only.
func finer(c Clause, typed, folded string) (Clause, bool) {
	written, simple := []rune(typed), []rune(folded)
	if typed == folded || len(written) != len(simple) {
		return c, false
	}
	converted := []rune(hanzi.Traditional(typed))
	rare := make([]bool, len(written))
	for i, r := range written {
		if r != simple[i] {
			_, rare[i] = rareForm(r, converted[i])
		} else {
			converted[i] = []rune(hanzi.Traditional(folded))[i]
		}
	}
	if !slices.Contains(rare, true) {
		if len(simple) == 1 {
			return withoutRare(simple[0])
		}
		return c, false
	}
	if len(simple) == 1 {
		return Clause{{Tokens: []string{fineMark + string(converted)}, Prefix: true}}, true
	}
	var p Phrase
	for i := range len(simple) - 1 {
		token := pairMark + string(simple[i:i+2])
		if rare[i] || rare[i+1] {
			token = fineMark + string(converted[i:i+2])
		}
		p.Tokens = append(p.Tokens, token)
	}
	return Clause{p}, true
}

// written keeps those spans of a folded word in a text that stand for the
// traditional characters in which it was typed.
func written(text string, spans []span, typed string) []span {
	if len(spans) == 0 {
		return spans
	}
	var converted []rune
	if f := newFineText(text); f != nil {
		converted = f.converted
	} else {
		converted = []rune(hanzi.Traditional(text))
	}
	runes, at := 0, 0
	return slices.DeleteFunc(spans, func(s span) bool {
		runes += utf8.RuneCountInString(text[at:s.start])
		at = s.start
		n := utf8.RuneCountInString(text[s.start:s.end])
		return string(converted[runes:runes+n]) != typed
	})
}

// withoutRare is the clause of a single character that was typed in its usual
// traditional form: what stands for another form does not count.
func withoutRare(simple rune) (Clause, bool) {
	variants := hanzi.TraditionalVariants(simple)
	p := Phrase{Tokens: []string{pairMark + string(simple)}, Prefix: true}
	for _, v := range variants[min(1, len(variants)):] {
		if hanzi.FoldRune(v) == simple {
			p.Less = append(p.Less, fineMark+string(v))
		}
	}
	return Clause{p}, len(p.Less) > 0
}
