package compare

import (
	"slices"

	"hebi/internal/hanzi"
)

// Diff says how new came from old. Of Markdown it compares the source.
//
// The time is linear in the length of texts with few changes and stays within
// bounds for all others: what would take too long to compare finely is shown in
// larger parts. Line ends count: texts from a form, which have \r\n, should be
// brought to \n first.
func Diff(old, new string) Difference {
	d := drawing{old: splitText(old), new: splitText(new)}
	for _, e := range edits(d.old, d.new) {
		d.edit(e)
	}
	return Difference{Blocks: d.blocks}
}

// drawing makes blocks of edits.
type drawing struct {
	old, new split
	blocks   []Block
	open     bool // more belongs to the last block
	i, j     int  // how far the texts are drawn
}

func (d *drawing) edit(e edit) {
	switch e.what {
	case kept:
		d.add(e.oldRun.len() > 0, Same, d.piece(Same, e.old.End-e.old.Start))
	case altered:
		d.altered(e)
	case swapped:
		d.swapped(e)
	}
}

// altered draws what two parts share, if they share enough.
func (d *drawing) altered(e edit) {
	cuts := refine(e.old.Text(d.old.text), e.new.Text(d.new.text))
	if !slices.ContainsFunc(cuts, func(c cut) bool { return c.kind == Same }) {
		d.swapped(e)
		return
	}
	pieces := make([]Piece, len(cuts))
	for i, c := range cuts {
		pieces[i] = d.piece(c.kind, c.length)
	}
	d.add(e.oldRun.len() > 0, Changed, pieces...)
}

// swapped draws the sentences that are gone, then those that are new. Several
// blocks of them do not begin or end in the middle of another's line.
func (d *drawing) swapped(e edit) {
	d.alone(Removed, d.old, e.old, e.oldRun)
	if e.old.Start < e.old.End && (hasLineEnd(e.old.Text(d.old.text)) || hasLineEnd(e.new.Text(d.new.text))) {
		d.open = false
	}
	d.alone(Added, d.new, e.new, e.newRun)
}

// alone draws the sentences of one text within a span of it.
func (d *drawing) alone(kind Kind, s split, span hanzi.Span, sentences run) {
	at := span.Start
	for _, sentence := range s.sentences[sentences.from:sentences.to] {
		d.add(false, kind, d.piece(kind, sentence.Start-at))
		d.add(true, kind, d.piece(kind, sentence.End-sentence.Start))
		at = sentence.End
	}
	d.add(false, kind, d.piece(kind, span.End-at))
}

// piece is the next piece of a length in bytes.
func (d *drawing) piece(kind Kind, length int) Piece {
	p := Piece{Kind: kind, Old: hanzi.Span{Start: d.i, End: d.i}, New: hanzi.Span{Start: d.j, End: d.j}}
	if kind != Added {
		p.Old.End += length
		p.Text = p.Old.Text(d.old.text)
	}
	if kind != Removed {
		p.New.End += length
		p.Text = p.New.Text(d.new.text)
	}
	d.i, d.j = p.Old.End, p.New.End
	return p
}

// add puts pieces into the last block: as a sentence, or with the one before
// them if they are a break. A break with a line end is the end of the block.
func (d *drawing) add(sentence bool, kind Kind, pieces ...Piece) {
	pieces = slices.DeleteFunc(pieces, func(p Piece) bool { return p.Text == "" })
	if len(pieces) == 0 {
		return
	}
	if !d.open && (sentence || len(d.blocks) == 0) {
		d.blocks = append(d.blocks, Block{})
		d.open = true
	}
	block := &d.blocks[len(d.blocks)-1]
	if sentence || len(block.Sentences) == 0 {
		block.Sentences = append(block.Sentences, Sentence{Kind: kind})
	}
	last := &block.Sentences[len(block.Sentences)-1]
	for _, p := range pieces {
		last.Pieces = appendPiece(last.Pieces, p)
		d.open = d.open && (sentence || !hasLineEnd(p.Text))
	}
}

func appendPiece(pieces []Piece, p Piece) []Piece {
	if n := len(pieces); n > 0 && pieces[n-1].Kind == p.Kind {
		last := &pieces[n-1]
		last.Text += p.Text
		last.Old.End, last.New.End = p.Old.End, p.New.End
		return pieces
	}
	return append(pieces, p)
}
