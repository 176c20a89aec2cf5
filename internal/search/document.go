package search

import (
	"strings"
	"unicode/utf8"

	"hebi/internal/newsroom"
	"hebi/internal/segment"
)

// Document is what is indexed of one edition. The publish package makes it
// before its transaction begins; store writes it as it is.
type Document struct {
	// EditionKey is the edition's row number.
	EditionKey int64
	Language   newsroom.Language
	// Stamp names the dictionary and code that cut the text; see segment.Segmenter.Stamp and IndexVersion.
	Stamp string
	// Body is the edition's plain text, which snippets are cut from.
	Body string
	// TitleTokens and BodyTokens are index tokens in reading order, as IndexTokens makes them.
	TitleTokens, BodyTokens []string
}

// IndexVersion is part of what an index is stamped with. Raise it whenever the
// same tokens of a segmenter give other index tokens, or another part of an
// edition is indexed: editions indexed under another number are indexed again.
// A change in the segmenter's tokens has a stamp of its own, segment.Segmenter.Stamp.
const IndexVersion = 1

// pairMark begins a token that is two neighbouring Han characters, so that a
// dictionary word of two characters and a pair are counted apart.
const pairMark = "_"

// RunBreak is the token between two runs of Han characters, so that no phrase
// of pairs reaches across punctuation. No phrase asks for it: an index that can
// leave a place empty need not keep it.
const RunBreak = "__"

// IndexTokens turns the tokens of a text into index tokens in three stretches:
// the words in reading order, without overlaps, so that phrases of words stand
// side by side; the words and terms that overlap them; and the character pairs
// of each run of Han characters, with a break between runs and the last
// character alone at the end, so that every character begins one of them.
func IndexTokens(tokens []segment.Token) []string {
	index := make([]string, 0, len(tokens)+8)
	var overlapping []string
	end := 0
	for _, t := range tokens {
		switch {
		case t.Kind == segment.Pair || t.Kind == segment.Char:
		case t.Kind != segment.Term && t.Start >= end:
			index, end = append(index, indexWord(t.Text)), t.End
		default:
			overlapping = append(overlapping, indexWord(t.Text))
		}
	}
	index = append(index, RunBreak)
	index = append(index, overlapping...)
	return appendPairs(index, tokens)
}

func appendPairs(index []string, tokens []segment.Token) []string {
	end, last := -1, ""
	finish := func() {
		if last != "" {
			index = append(index, pairMark+last)
		}
		last = ""
	}
	for i, t := range tokens {
		switch {
		case t.Kind == segment.Pair:
			if t.Start >= end {
				finish()
				index = append(index, RunBreak)
			}
			index = append(index, pairMark+t.Text)
			end, last = t.End, lastRune(t.Text)
		case t.Kind == segment.Char && t.Start >= end && !beginsPair(tokens[i+1:], t.Start):
			finish()
			index = append(index, RunBreak, pairMark+t.Text)
		}
	}
	finish()
	return index
}

// beginsPair reports whether a pair begins at start; tokens are those that follow in order.
func beginsPair(tokens []segment.Token, start int) bool {
	for _, t := range tokens {
		if t.Start != start {
			return false
		}
		if t.Kind == segment.Pair {
			return true
		}
	}
	return false
}

func lastRune(s string) string {
	_, size := utf8.DecodeLastRuneInString(s)
	return s[len(s)-size:]
}

// pairPhrase is a text of Han characters as a phrase of pairs; one character
// stands for every pair that it begins.
func pairPhrase(folded string) Phrase {
	runes := []rune(folded)
	if len(runes) == 1 {
		return Phrase{Tokens: []string{pairMark + folded}, Prefix: true}
	}
	var p Phrase
	for i := range len(runes) - 1 {
		p.Tokens = append(p.Tokens, pairMark+string(runes[i:i+2]))
	}
	return p
}

// indexWord makes a token safe for the databases' tokenizers, which split at
// ASCII punctuation and spaces: a term such as "greater bay area" is one token.
func indexWord(text string) string {
	return strings.Map(func(r rune) rune {
		if r < 0x80 && !('a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9') {
			return '·'
		}
		return r
	}, text)
}
