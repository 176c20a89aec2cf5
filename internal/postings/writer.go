package postings

import (
	"encoding/binary"
	"fmt"
)

// Writer packs the lists or the positions of a segment into blocks. Builder and
// Merge fill it.
type Writer struct {
	emit      func(block []byte) error
	block     blockWriter
	directory Directory
	// token, piece and next are the list that is being written: its current
	// piece and the least ordinal that may follow. lastBlock is the last token
	// of the block before.
	token, lastBlock string
	piece            piece
	next             uint32
}

// NewWriter returns a Writer that hands each block to emit as soon as it is
// full, in the order of their numbers. The bytes belong to emit; an error of it
// ends the writing.
func NewWriter(emit func(block []byte) error) *Writer { return &Writer{emit: emit} }

// Close writes what is left and returns the directory of the blocks.
func (w *Writer) Close() (*Directory, error) {
	if err := w.endPiece(); err != nil {
		return nil, err
	}
	if err := w.endBlock(); err != nil {
		return nil, err
	}
	return &w.directory, nil
}

// add appends a posting of a token, and the positions if this is their family.
// Tokens must ascend, and ordinals within a token; what is merged may be
// corrupt, so this is checked.
func (w *Writer) add(token string, p Posting, positions []uint32) error {
	if token < w.token || token == w.token && p.Ordinal < w.next {
		return fmt.Errorf("%w: token %q or document %d out of order", ErrCorrupt, token, p.Ordinal)
	}
	if token != w.token || w.piece.count == PieceSize {
		if err := w.endPiece(); err != nil {
			return err
		}
		w.token = token
	}
	if w.piece.count == 0 {
		w.piece.first, w.next = p.Ordinal, p.Ordinal
	}
	w.piece.data = appendPosting(w.piece.data, p.Ordinal-w.next, p)
	last := uint32(0)
	for _, position := range positions {
		w.piece.data = binary.AppendUvarint(w.piece.data, uint64(position-last))
		last = position
	}
	w.piece.count++
	w.next = p.Ordinal + 1
	return nil
}

// endPiece moves the current piece into the block. A block that is full then
// ends, so that a group never begins where two bytes cannot tell.
func (w *Writer) endPiece() error {
	if w.piece.count == 0 {
		return nil
	}
	if w.block.entries == 0 {
		continued := len(w.directory.blocks) > 0 && w.lastBlock == w.token
		w.directory.blocks = append(w.directory.blocks, blockStart{token: w.token, continued: continued})
	}
	w.block.add(w.token, w.piece)
	w.piece = piece{data: w.piece.data[:0]}
	if w.block.size() < blockSize {
		return nil
	}
	return w.endBlock()
}

func (w *Writer) endBlock() error {
	if w.block.entries == 0 {
		return nil
	}
	w.lastBlock = string(w.block.token)
	if err := w.emit(w.block.finish()); err != nil {
		return fmt.Errorf("write block %d: %w", len(w.directory.blocks)-1, err)
	}
	return nil
}
