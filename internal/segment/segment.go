// Package segment cuts Chinese and English text into tokens with byte offsets:
// dictionary words, overlapping pairs of characters, stemmed Latin words,
// numbers and the terms of the site. Index, query, highlighting and tagging all
// cut with it, so that they cannot disagree.
//
// Every text is folded first (package hanzi), so full-width, upper case and
// traditional writing give the same tokens as half-width, lower case and
// simplified, while offsets are those of the text as it was given.
package segment

import (
	"context"
	"crypto/sha256"
	_ "embed"
	"fmt"
	"sync/atomic"
)

// codeVersion is raised whenever the same text gives other tokens than before
// and the dictionary alone does not tell, so that indexes are rebuilt.
const codeVersion = 3

//go:generate go run ./gen -min 100 -out data/dictionary.txt.gz
//go:embed data/dictionary.txt.gz
var dictionary []byte

// Kind says what a token is.
type Kind uint8

// The kinds of token. Word, Pair and Char are folded text; see Token.
const (
	Word   Kind = iota // two or more Chinese characters that the dictionary holds
	Pair               // two neighbouring Chinese characters
	Char               // one Chinese character
	Latin              // a word of another script, stemmed if it is English, or letters and digits together such as c919
	Number             // digits with at most one decimal point; separators of thousands are dropped
	Term               // an entry of the overlay
	Form               // a Latin word or joined form as it is written, folded and without accents but not stemmed
)

// String returns the name of the kind in lower case.
func (k Kind) String() string {
	names := [...]string{"word", "pair", "char", "latin", "number", "term", "form"}
	if int(k) < len(names) {
		return names[k]
	}
	return fmt.Sprintf("kind(%d)", uint8(k))
}

// Token is one unit of a text.
type Token struct {
	// Text is what is compared: folded, and for Latin without accents and
	// stemmed. For Word, Pair and Char it is hanzi.Fold of what Start and End
	// enclose, for Term FoldTerm of the term. A text of Latin or Form is cut at 64 bytes.
	Text string
	// Start and End are byte offsets into the text that was cut; both lie on
	// rune borders, and Start < End.
	Start, End int
	Kind       Kind
}

// Segmenter cuts text. It is made by Open and may be used by many goroutines.
type Segmenter struct {
	stamp string
	ready chan struct{}
	// cut and err are set before ready is closed and never after.
	cut   cutter
	err   error
	terms atomic.Pointer[Overlay]
	stems stemmer
}

// Open returns a Segmenter over the dictionary of the program at once; the
// dictionary loads in a goroutine, and the first call that cuts waits for it.
func Open() *Segmenter { return OpenDictionary(dictionary) }

// OpenDictionary is Open with another dictionary, in the format that gen
// writes; it serves the measurements by which the dictionary was chosen.
// Wait reports a dictionary that cannot be read.
func OpenDictionary(gz []byte) *Segmenter {
	sum := sha256.Sum256(gz)
	s := &Segmenter{
		stamp: fmt.Sprintf("%x-%d", sum[:4], codeVersion),
		ready: make(chan struct{}),
	}
	go func() {
		defer close(s.ready)
		s.cut, s.err = load(gz)
	}()
	return s
}

// Wait returns when the dictionary is loaded, with the error that loading met,
// or ctx's when that ends first. Without a dictionary a Segmenter still cuts:
// it finds everything except words.
func (s *Segmenter) Wait(ctx context.Context) error {
	select {
	case <-s.ready:
		return s.err
	case <-ctx.Done():
		return fmt.Errorf("waiting for the dictionary: %w", ctx.Err())
	}
}

// Stamp is a short hash of the dictionary and the version of this code. An
// index made under another stamp must be rebuilt. It does not depend on terms.
func (s *Segmenter) Stamp() string { return s.stamp }

// Tokens returns every token of a text, overlapping ones included, by Start,
// then End, then Kind: each Chinese character, each pair, each word of gse's
// cut, each Latin word and joined form, stemmed and as it is written, each
// number, each term. It waits for the dictionary and accepts any bytes, up to 2 GiB of them.
func (s *Segmenter) Tokens(text string) []Token {
	<-s.ready
	v := newView(text)
	defer v.free()
	// Three bytes of Chinese give some 2.6 tokens, three of English half a one.
	han := (len(text) - v.len()) / 2
	tokens := make([]Token, 0, 27*han/10+(v.len()-han)/5+8)
	tokens = s.appendAll(tokens, v)
	return merge(tokens, s.termsOf(v))
}

// LatinTokens returns the tokens of Tokens that are not Chinese, and all terms,
// at a fraction of its cost.
func (s *Segmenter) LatinTokens(text string) []Token {
	<-s.ready
	v := newView(text)
	defer v.free()
	var tokens []Token
	v.runs(0, v.len(), func(i, j int, han bool) {
		if !han {
			tokens = s.appendLatin(tokens, v, i, j, true)
		}
	})
	return merge(tokens, s.termsOf(v))
}

// Terms returns the terms of Tokens alone. No term reaches across an empty line.
func (s *Segmenter) Terms(text string) []Token {
	<-s.ready
	v := newView(text)
	defer v.free()
	return s.termsOf(v)
}

// TermsOf is Terms with other terms than those of SetTerms.
func (s *Segmenter) TermsOf(o *Overlay, text string) []Token {
	<-s.ready
	v := newView(text)
	defer v.free()
	return s.matches(o, v)
}

// Words returns one reading of a text, tokens that do not overlap: terms
// first, between them dictionary words, the characters that belong to no word,
// Latin words and numbers.
// The parts of a hyphenated form stand apart.
func (s *Segmenter) Words(text string) []Token {
	<-s.ready
	v := newView(text)
	defer v.free()
	var tokens []Token
	from := 0
	for _, term := range s.termsOf(v) {
		at := v.runeAt(term.Start)
		tokens = s.appendWords(tokens, v, from, at)
		tokens = append(tokens, term)
		from = v.afterPossessive(v.runeAt(term.End))
	}
	return s.appendWords(tokens, v, from, v.len())
}

// SetTerms replaces the overlay, nil by none, and takes effect for calls that
// begin afterwards; calls under way finish with the terms they began with. What
// counts as a term's occurrence Overlay.Find says, except that a short Chinese
// term is none where it begins within one word and ends within another: 中国企业
// does not hold 国企.
func (s *Segmenter) SetTerms(terms *Overlay) { s.terms.Store(terms) }
