package search

import (
	"strings"

	"hebi/internal/postings"
	"hebi/internal/segment"
)

// Document is what is indexed of one edition. The publish package cuts the
// text before its transaction begins, and NewFile packs it; store writes it.
type Document struct {
	// EditionKey is the edition's row number, set before the document is written.
	EditionKey int64
	// Stamp names the dictionary and code that cut the text; see segment.Segmenter.Stamp and IndexVersion.
	Stamp string
	// Body is the edition's plain text, which snippets are cut from.
	Body string
	// Ordinal is its place in the File that it was packed in.
	Ordinal int

	occurrences             []postings.Occurrence
	titleLength, bodyLength uint32
}

// IndexVersion is part of what an index is stamped with. Raise it whenever the
// same tokens of a segmenter give other index tokens, or another part of an
// edition is indexed: editions indexed under another number are indexed again.
// A change in the segmenter's tokens has a stamp of its own, segment.Segmenter.Stamp.
const IndexVersion = 3

// An index token is a token's text behind a letter for its kind, so that the
// word 绿色 and the pair 绿色, or the number 5 and a term 5, are counted apart.
const (
	wordMark   = "w"
	pairMark   = "p"
	latinMark  = "l"
	numberMark = "n"
	termMark   = "t"
	formMark   = "f"
)

func indexToken(t segment.Token) string {
	switch t.Kind {
	case segment.Word:
		return wordMark + t.Text
	case segment.Pair, segment.Char: // a character is the beginning of a pair, or one that nothing follows
		return pairMark + t.Text
	case segment.Number:
		return numberMark + t.Text
	case segment.Term:
		return cutToken(termMark + t.Text)
	case segment.Form:
		return formMark + t.Text
	}
	return latinMark + t.Text
}

// cutToken keeps a token within what an index can hold.
func cutToken(token string) string {
	if len(token) <= postings.MaxToken {
		return token
	}
	return strings.ToValidUTF8(token[:postings.MaxToken], "")
}

// fieldGap keeps phrases from reaching from the title into the body.
const fieldGap = 8

// Fill sets what is indexed of a title and a body, both as they were cut.
func (d *Document) Fill(title string, titleTokens []segment.Token, body string, bodyTokens []segment.Token) {
	next := d.add(postings.Title, title, titleTokens, 0)
	d.add(postings.Body, body, bodyTokens, next+fieldGap)
	d.titleLength, d.bodyLength = length(titleTokens), length(bodyTokens)
}

// length counts what a text is ranked by; what stands in the index for phrases
// alone does not make it longer.
func length(tokens []segment.Token) (n uint32) {
	for _, t := range tokens {
		if isWord(t) || t.Kind == segment.Pair {
			n++
		}
	}
	return n
}

func (d *Document) add(field postings.Field, text string, tokens []segment.Token, position int32) int32 {
	for _, t := range tokens {
		if !hasPosition(t) {
			d.occurrences = append(d.occurrences, postings.Occurrence{Token: indexToken(t), Field: field, Position: postings.NoPosition})
		}
	}
	next, fine := position, newFineText(text)
	eachPlace(text, tokens, func(at int32, tokens []segment.Token) {
		for _, t := range tokens {
			d.occurrences = append(d.occurrences, postings.Occurrence{Token: indexToken(t), Field: field, Position: position + at})
			if token := fine.token(t); token != "" {
				d.occurrences = append(d.occurrences, postings.Occurrence{Token: token, Field: field, Position: position + at})
			}
		}
		next = position + at + 1
	})
	return next
}

// hasPosition reports whether phrases are made of such tokens: every Chinese
// word is a phrase of its pairs, and who quotes developing does not mean developed.
func hasPosition(t segment.Token) bool {
	return t.Kind == segment.Pair || t.Kind == segment.Char || t.Kind == segment.Form || t.Kind == segment.Number
}

// eachPlace calls do for every place of a text with the tokens that begin
// there and have a position; they are overwritten by the next. A Chinese
// character is a place, and so is a word of another script; between two that a
// reader would not say in one breath one is left out. A character stands among
// the tokens where no pair begins, and first of all behind another script,
// where a pair before it cannot hold it: the 股 of A股市场.
func eachPlace(text string, tokens []segment.Token, do func(at int32, tokens []segment.Token)) {
	place, end, wasHan := int32(-1), 0, true
	var here []segment.Token
	for i, t := range tokens {
		if hasPosition(t) {
			here = append(here, t)
		}
		if len(here) == 0 || i+1 < len(tokens) && tokens[i+1].Start == t.Start {
			continue
		}
		first := here[0]
		han := first.Kind == segment.Char
		place++
		joins := end > 0 && !apart(text[min(end, first.Start):first.Start], wasHan, han)
		if end > 0 && !joins {
			place++
		}
		if han && len(here) > 1 && (wasHan || !joins) {
			do(place, here[1:]) // without the character itself
		} else {
			do(place, here)
		}
		end, wasHan = first.End, han
		here = here[:0]
	}
}

// apart reports whether what stands between two places keeps a phrase from
// reaching across. Space between Chinese and other script is a matter of
// typography, and between words of other scripts punctuation is.
func apart(between string, wasHan, han bool) bool {
	if strings.TrimSpace(between) == "" {
		return between != "" && wasHan && han
	}
	return wasHan || han
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
