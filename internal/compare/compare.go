// Package compare puts two texts, Chinese, English or both, side by side: Diff
// says what changed in a way that is readable in Chinese, and Merge brings two
// people's changes to one text together without losing any.
//
// Sentences are matched first, and only sentences that resemble one another are
// then compared word by word, which in Chinese is character by character. So one
// changed comma marks one comma, and a sentence that was written anew or moved is
// shown as removed and added instead of in crumbs. Everything is found out from
// the two texts alone; the same texts always give the same answer.
package compare

import (
	"iter"
	"unicode"

	"hebi/internal/hanzi"
)

// Kind says what became of a part of a text.
type Kind int

// Pieces are Same, Removed or Added; sentences and blocks may also be Changed,
// which is to have pieces of several kinds.
const (
	Same Kind = iota
	Removed
	Added
	Changed
)

// String returns the name of the kind in lower case, as a class in a page has it.
func (k Kind) String() string {
	return [...]string{"same", "removed", "added", "changed"}[k]
}

// Piece is a run of text that is in both texts, or only in one. It is never
// empty, and begins and ends between characters as a reader sees them: a letter
// and its accent stay together.
type Piece struct {
	Kind Kind // Same, Removed or Added
	Text string
	// Old and New are where it stands, in bytes; in the text that does not have
	// it an empty span at the place where it would stand.
	Old, New hanzi.Span
}

// Sentence is a sentence with the white space that follows it, or white space at
// the beginning of a text. Its pieces are in the order in which they are to be
// read with removed and added text in one line.
type Sentence struct {
	// Kind is Changed if the sentence itself differs; white space changed after
	// it does not make it so.
	Kind   Kind
	Pieces []Piece
}

// Block is what one line of Markdown holds: a paragraph, a heading, an item of a
// list, a row of a table; the blank lines that follow it are with it.
type Block struct {
	Sentences []Sentence
}

// Kind is the kind that all pieces of the block have, else Changed.
func (b Block) Kind() Kind {
	kind, first := Same, true
	for _, s := range b.Sentences {
		for _, p := range s.Pieces {
			if !first && p.Kind != kind {
				return Changed
			}
			kind, first = p.Kind, false
		}
	}
	return kind
}

// Old returns the pieces of the block that the old text has, and New those that
// the new one has: the two columns of a page that shows them side by side.
func (b Block) Old() []Piece { return b.without(Added) }

// New is described at Old.
func (b Block) New() []Piece { return b.without(Removed) }

func (b Block) without(kind Kind) []Piece {
	var pieces []Piece
	for _, s := range b.Sentences {
		for _, p := range s.Pieces {
			if p.Kind != kind {
				pieces = append(pieces, p)
			}
		}
	}
	return pieces
}

// Difference is what Diff found. The Same and Removed pieces of its blocks, put
// together, are the old text, and the Same and Added ones the new text.
type Difference struct {
	Blocks []Block
}

// Pieces yields the pieces of all blocks.
func (d Difference) Pieces() iter.Seq[Piece] {
	return func(yield func(Piece) bool) {
		for _, b := range d.Blocks {
			for _, s := range b.Sentences {
				for _, p := range s.Pieces {
					if !yield(p) {
						return
					}
				}
			}
		}
	}
}

// Summary is how much changed, in numbers that can be read aloud or logged.
type Summary struct {
	// Sentences, by what became of them.
	Same, Changed, Removed, Added int
	// Characters without white space, punctuation counted.
	CharactersRemoved, CharactersAdded int
	// Spaces counts the places where only white space changed: a paragraph
	// divided, a blank line taken out.
	Spaces int
}

// None reports whether the texts are the same.
func (s Summary) None() bool {
	return s == Summary{Same: s.Same}
}

// Summary counts the changes.
func (d Difference) Summary() Summary {
	var sum Summary
	for _, b := range d.Blocks {
		for _, s := range b.Sentences {
			sum.add(s)
		}
	}
	return sum
}

func (s *Summary) add(sentence Sentence) {
	visible, spaces := false, false
	for _, p := range sentence.Pieces {
		n := visibleRunes(p.Text)
		visible = visible || n > 0
		switch p.Kind {
		case Removed:
			s.CharactersRemoved += n
		case Added:
			s.CharactersAdded += n
		}
		spaces = spaces || p.Kind != Same && n == 0
	}
	switch {
	case visible && sentence.Kind == Changed:
		s.Changed++
		return
	case visible && sentence.Kind == Removed:
		s.Removed++
		return
	case visible && sentence.Kind == Added:
		s.Added++
		return
	case visible:
		s.Same++
	}
	if spaces {
		s.Spaces++
	}
}

func visibleRunes(text string) int {
	n := 0
	for _, r := range text {
		if !unicode.IsSpace(r) {
			n++
		}
	}
	return n
}
