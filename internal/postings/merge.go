package postings

import (
	"bytes"
	"cmp"
	"fmt"
	"iter"
	"slices"
)

// Dropped is what Source.Renumber says of a document that the merge leaves out.
const Dropped = ^uint32(0)

// Source is one of the segments that are merged.
type Source struct {
	// Blocks are those of one family, in order; an error ends the merge.
	Blocks iter.Seq2[[]byte, error]
	// Renumber gives the new ordinal of each old one, or Dropped. The new
	// ordinals of a source ascend and lie above those of the sources before it.
	Renumber []uint32
}

// MergeLists writes the lists of several segments as those of one.
func MergeLists(w *Writer, sources ...Source) error { return merge(w, sources, copyPostings) }

// MergePositions writes the positions of several segments as those of one.
func MergePositions(w *Writer, sources ...Source) error { return merge(w, sources, copyPositions) }

// copyPiece writes the postings of a piece, renumbered, to a list.
type copyPiece func(w *Writer, token string, p piece, renumber []uint32) error

func merge(w *Writer, sources []Source, copyPiece copyPiece) error {
	open := make([]*reader, 0, len(sources)) // those with an entry left, in order
	for i, s := range sources {
		r := &reader{source: i, renumber: s.Renumber}
		var stop func()
		r.pull, stop = iter.Pull2(s.Blocks)
		defer stop()
		more, err := r.next()
		if err != nil {
			return err
		}
		if more {
			open = append(open, r)
		}
	}
	slices.SortFunc(open, compareReaders)
	token := ""
	for len(open) > 0 {
		r := open[0]
		if string(r.token) != token { // a long list shares one string
			token = string(r.token)
		}
		if err := copyPiece(w, token, r.piece, r.renumber); err != nil {
			return err
		}
		more, err := r.next()
		if err != nil {
			return err
		}
		if !more {
			open = open[1:]
			continue
		}
		sink(open)
	}
	return nil
}

// sink moves the first reader to its place among the others, which are in order.
func sink(open []*reader) {
	for i := 1; i < len(open) && compareReaders(open[i], open[i-1]) < 0; i++ {
		open[i-1], open[i] = open[i], open[i-1]
	}
}

func compareReaders(a, b *reader) int {
	return cmp.Or(bytes.Compare(a.token, b.token), cmp.Compare(a.source, b.source))
}

// reader reads the entries of one source through all its blocks.
type reader struct {
	cursor
	source   int
	renumber []uint32
	pull     func() ([]byte, error, bool)
}

// next goes to the next entry; false says there is none.
func (r *reader) next() (bool, error) {
	for r.left == 0 {
		data, err, ok := r.pull()
		if !ok || err != nil {
			return false, err
		}
		b, err := openBlock(data)
		if err != nil {
			return false, err
		}
		r.cursor = cursor{headers: b.headers, pieces: b.pieces, left: b.entries, token: r.token[:0]}
	}
	return true, r.cursor.next()
}

func copyPostings(w *Writer, token string, p piece, renumber []uint32) error {
	var buffer [PieceSize]Posting
	list, err := p.appendPostings(buffer[:0])
	if err != nil {
		return err
	}
	for _, posting := range list {
		posting.Ordinal, err = renumbered(renumber, posting.Ordinal)
		if err != nil {
			return err
		}
		if posting.Ordinal == Dropped {
			continue
		}
		if err := w.add(token, posting, nil); err != nil {
			return err
		}
	}
	return nil
}

func copyPositions(w *Writer, token string, p piece, renumber []uint32) error {
	positions := Positions{pieces: []piece{p}}
	for {
		ok, err := positions.advance()
		if !ok || err != nil {
			return err
		}
		positions.at, positions.rest, err = appendPositions(positions.at[:0], positions.rest, positions.current.Body)
		if err != nil {
			return err
		}
		posting := positions.current
		if posting.Ordinal, err = renumbered(renumber, posting.Ordinal); err != nil {
			return err
		}
		if posting.Ordinal == Dropped {
			continue
		}
		if err := w.add(token, posting, positions.at); err != nil {
			return err
		}
	}
}

// renumbered looks up an ordinal, which a corrupt block may have beyond the end.
func renumbered(renumber []uint32, ordinal uint32) (uint32, error) {
	if uint64(ordinal) >= uint64(len(renumber)) {
		return 0, fmt.Errorf("%w: ordinal %d in a segment of %d documents", ErrCorrupt, ordinal, len(renumber))
	}
	return renumber[ordinal], nil
}
