package postings

import (
	"fmt"
	"strings"
)

// List reads the postings of a token piece by piece. The zero List is empty;
// Open may be called again and again, which spares memory.
type List struct {
	pieces []piece
	// at is the next piece.
	at    int
	count int
}

// Open sets the list to a token's, before its first piece. The blocks are those
// that Directory.Find names, in order, and must not be changed while the list
// is in use. The error is ErrCorrupt.
func (l *List) Open(token string, blocks ...[]byte) error { return l.open(token, false, blocks) }

// OpenPrefix sets the list to those of all tokens that begin with a prefix, one
// after the other: a document can come several times. The blocks are those that
// Directory.FindPrefix names.
func (l *List) OpenPrefix(prefix string, blocks ...[]byte) error {
	return l.open(prefix, true, blocks)
}

// EachToken calls do for the tokens that begin with a prefix, ascending, with
// their numbers of postings; one whose postings go on in another piece comes
// again. The blocks are those that Directory.FindPrefix names. The error is ErrCorrupt.
func EachToken(prefix string, do func(token string, postings int), blocks ...[]byte) error {
	for _, data := range blocks {
		b, err := openBlock(data)
		if err != nil {
			return err
		}
		c, err := b.seek(prefix)
		if err != nil {
			return err
		}
		for c.left > 0 {
			if err := c.next(); err != nil {
				return err
			}
			if token := string(c.token); strings.HasPrefix(token, prefix) {
				do(token, c.piece.count)
			} else if token > prefix {
				break
			}
		}
	}
	return nil
}

func (l *List) open(token string, prefix bool, blocks [][]byte) (err error) {
	l.at, l.count = 0, 0
	l.pieces, err = appendPieces(l.pieces[:0], token, prefix, blocks)
	for i := range l.pieces {
		l.count += l.pieces[i].count
	}
	return err
}

// Len returns the number of postings, those already read included.
func (l *List) Len() int { return l.count }

// Next appends the next postings, by ordinal, to a buffer: 1 to PieceSize of
// them, or none at the end. The error is ErrCorrupt.
func (l *List) Next(buffer []Posting) ([]Posting, error) {
	if l.at == len(l.pieces) {
		return buffer, nil
	}
	l.at++
	return l.pieces[l.at-1].appendPostings(buffer)
}

// Skip passes over pieces that hold only ordinals less than the one given, so
// that Next returns one that can hold it. Of OpenPrefix it is of no use.
func (l *List) Skip(ordinal uint32) { l.at += passed(l.pieces[l.at:], ordinal) }

// Positions reads where a token stands. The zero Positions is empty; Open may
// be called again and again.
type Positions struct {
	pieces []piece
	// rest, left and next are what is not yet read of the current piece: its
	// bytes, its number of postings, and the least ordinal that may follow.
	rest []byte
	left int
	next uint64
	// current is the document last read, its positions not; there is none if !read.
	current Posting
	read    bool
	at      []uint32
}

// Open sets p before the first document of a token. The blocks are those that
// the directory of the positions names, as with List.Open.
func (p *Positions) Open(token string, blocks ...[]byte) (err error) {
	p.rest, p.left, p.read = nil, 0, false
	p.pieces, err = appendPieces(p.pieces[:0], token, false, blocks)
	return err
}

// Seek returns the positions in a document, ascending, none if the token has no
// position there. Ordinals must ascend from call to call; the positions are
// overwritten by the next. The error is ErrCorrupt.
func (p *Positions) Seek(ordinal uint32) ([]uint32, error) {
	if n := passed(p.pieces, ordinal); n > 0 {
		p.pieces, p.left, p.read = p.pieces[n:], 0, false
	}
	for {
		if !p.read {
			ok, err := p.advance()
			if !ok || err != nil {
				return nil, err
			}
		}
		if p.current.Ordinal > ordinal {
			return nil, nil
		}
		p.read = false
		if p.current.Ordinal == ordinal {
			var err error
			p.at, p.rest, err = appendPositions(p.at[:0], p.rest, p.current.Body)
			return p.at, err
		}
		var err error
		if p.rest, err = skipPositions(p.rest, p.current.Body); err != nil {
			return nil, err
		}
	}
}

// advance reads the beginning of the next posting; false says there is none.
func (p *Positions) advance() (bool, error) {
	for p.left == 0 {
		if len(p.pieces) == 0 {
			return false, nil
		}
		p.rest, p.left, p.next = p.pieces[0].data, p.pieces[0].count, uint64(p.pieces[0].first)
		p.pieces = p.pieces[1:]
	}
	var err error
	p.current, p.rest, err = readPosting(p.rest, p.next)
	p.left, p.next, p.read = p.left-1, uint64(p.current.Ordinal)+1, err == nil
	return err == nil, err
}

// passed returns how many pieces lie before the one that can hold an ordinal.
func passed(pieces []piece, ordinal uint32) int {
	n := 0
	for n+1 < len(pieces) && pieces[n+1].first <= ordinal {
		n++
	}
	return n
}

// appendPieces appends the pieces of a token, or of all tokens with a prefix.
func appendPieces(pieces []piece, token string, prefix bool, blocks [][]byte) ([]piece, error) {
	for _, data := range blocks {
		b, err := openBlock(data)
		if err != nil {
			return nil, err
		}
		c, err := b.seek(token)
		if err != nil {
			return nil, err
		}
		for c.left > 0 {
			if err := c.next(); err != nil {
				return nil, err
			}
			if string(c.token) < token {
				continue
			}
			if string(c.token) != token && !(prefix && strings.HasPrefix(string(c.token), token)) {
				break
			}
			pieces = append(pieces, c.piece)
		}
	}
	return pieces, nil
}

// appendPositions reads the positions of one posting.
func appendPositions(positions []uint32, data []byte, count uint32) ([]uint32, []byte, error) {
	var last uint64
	for range count {
		step, rest, ok := uvarint(data)
		last += step
		if !ok || step > 1<<32 || last >= 1<<32 {
			return nil, nil, fmt.Errorf("%w: positions", ErrCorrupt)
		}
		positions, data = append(positions, uint32(last)), rest
	}
	return positions, data, nil
}

// skipPositions passes over the positions of one posting.
func skipPositions(data []byte, count uint32) ([]byte, error) {
	for i, b := range data {
		if count == 0 {
			return data[i:], nil
		}
		if b < 0x80 { // the last byte of a number
			count--
		}
	}
	if count > 0 {
		return nil, fmt.Errorf("%w: positions are cut short", ErrCorrupt)
	}
	return nil, nil
}
