package hanzi

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Abbreviations by what may follow their full stop, lower case, chosen for
// news and policy English.
const (
	// neverLast stand before the name or thing they belong to.
	neverLast = " mr mrs ms mx messrs dr prof assoc asst sen rep gov gen lt col capt cmdr sgt adm maj rev hon pres amb supt st mt ft vs cf viz eg ie "
	// beforeNumber end no sentence when a number follows.
	beforeNumber = " no nos vol vols art arts sec fig figs ch chap p pp para paras jan feb mar apr jun jul aug sep sept oct nov dec approx est ca "
	// mayBeLast end the sentence only when a word follows that begins one.
	mayBeLast = " inc ltd co corp plc bros jr sr etc al dept univ assn ave blvd rd a.m p.m am pm b.c a.d ph.d m.d b.a m.a "
	// starters are such words.
	starters = " the a an this that these those it its he she they we i you his her their our in on at by for from with after before since when while as if but and however although according under over more most some many both there here now then today yesterday he's it's "
)

// abbreviation reports whether word, with the full stop after it, does not end
// the sentence, seen what follows and the first letter or digit of that.
func abbreviation(word, following string, first rune) bool {
	lower := strings.ToLower(word)
	switch {
	case word == "":
		return false
	case utf8.RuneCountInString(word) == 1:
		// An initial; "I" is taken for the pronoun only before a starter.
		r, _ := utf8.DecodeRuneInString(word)
		return unicode.IsUpper(r) && (word != "I" || !startsSentence(following))
	case listed(neverLast, strings.ReplaceAll(lower, ".", "")):
		return true
	case listed(beforeNumber, lower):
		return unicode.IsDigit(first)
	case listed(mayBeLast, lower), strings.Contains(word, "."):
		return !startsSentence(following)
	}
	return false
}

func listed(words, word string) bool { return strings.Contains(words, " "+word+" ") }

func startsSentence(following string) bool {
	// No starter is longer, and what follows may be a whole book without a space.
	following = following[:min(len(following), 40)]
	word, _, _ := strings.Cut(strings.TrimLeft(following, "“‘\"'(["), " ")
	return listed(starters, strings.ToLower(strings.TrimRight(word, ",.;:")))
}
