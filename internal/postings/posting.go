package postings

import (
	"encoding/binary"
	"fmt"
	"math"
	"slices"
)

// Posting says that a token stands in a document.
type Posting struct {
	// Ordinal is the document's number in its segment.
	Ordinal uint32
	// Title and Body are how many times it stands there; one of them is not 0.
	Title, Body uint32
}

// The values of c in package documentation.
const (
	onceInBody = iota
	twiceInBody
	oftenInBody
	inTitle
)

// appendPosting appends a posting that leaves out gap ordinals after the one before.
func appendPosting(data []byte, gap uint32, p Posting) []byte {
	lead := uint64(gap) << 2
	switch {
	case p.Title > 0:
		data = binary.AppendUvarint(data, lead|inTitle)
		data = binary.AppendUvarint(data, uint64(p.Title))
		return binary.AppendUvarint(data, uint64(p.Body))
	case p.Body > 2:
		data = binary.AppendUvarint(data, lead|oftenInBody)
		return binary.AppendUvarint(data, uint64(p.Body-3))
	}
	return binary.AppendUvarint(data, lead|uint64(p.Body-1))
}

// piece is up to PieceSize postings as they stand in a block.
type piece struct {
	first uint32
	count int
	data  []byte
}

// appendPostings appends the postings of a piece of the lists. Most of the time
// of a query goes by here, so what is frequent is read on the spot: a lead of
// one byte with at most one byte after it, told apart without a branch, which
// the processor would guess wrong too often.
func (p piece) appendPostings(postings []Posting) ([]Posting, error) {
	data, next := p.data, uint64(p.first)
	read := len(postings)
	postings = slices.Grow(postings, p.count)[:read+p.count]
	for i := range postings[read:] {
		if len(data) > 1 && data[0]|data[1] < 0x80 && data[0]&3 != inTitle && next < math.MaxUint32-0x80 {
			lead, often := uint32(data[0]), uint32(data[0]>>1&1)
			next += uint64(lead >> 2)
			postings[read+i] = Posting{Ordinal: uint32(next), Body: 1 + lead&3 + often*uint32(data[1])}
			next++
			data = data[1+often:]
			continue
		}
		posting, rest, err := readPosting(data, next)
		if err != nil {
			return nil, err
		}
		data, next = rest, uint64(posting.Ordinal)+1
		postings[read+i] = posting
	}
	if len(data) > 0 {
		return nil, fmt.Errorf("%w: %d bytes after a piece", ErrCorrupt, len(data))
	}
	return postings, nil
}

// readPosting reads the posting at the beginning of data; next is the least
// ordinal that it may have.
func readPosting(data []byte, next uint64) (Posting, []byte, error) {
	lead, data, ok := uvarint(data)
	if !ok {
		return Posting{}, nil, fmt.Errorf("%w: a posting is cut short", ErrCorrupt)
	}
	ordinal := next + lead>>2
	if ordinal > math.MaxUint32 {
		return Posting{}, nil, fmt.Errorf("%w: ordinal %d", ErrCorrupt, ordinal)
	}
	p := Posting{Ordinal: uint32(ordinal)}
	switch lead & 3 {
	case onceInBody:
		p.Body = 1
		return p, data, nil
	case twiceInBody:
		p.Body = 2
		return p, data, nil
	}
	return p.readCounts(data, lead&3)
}

// readCounts reads the counts that do not fit into the lead.
func (p Posting) readCounts(data []byte, code uint64) (Posting, []byte, error) {
	var title, body uint64
	ok := true
	if code == inTitle {
		title, data, ok = uvarint(data)
	}
	if ok {
		body, data, ok = uvarint(data)
	}
	if code == oftenInBody {
		body += 3
	}
	if !ok || title > math.MaxUint32 || body > math.MaxUint32 || code == inTitle && title == 0 {
		return Posting{}, nil, fmt.Errorf("%w: counts of a posting", ErrCorrupt)
	}
	p.Title, p.Body = uint32(title), uint32(body)
	return p, data, nil
}

// uvarint reads a number from the beginning of data.
func uvarint(data []byte) (n uint64, rest []byte, ok bool) {
	if len(data) > 0 && data[0] < 0x80 { // most are
		return uint64(data[0]), data[1:], true
	}
	return longUvarint(data)
}

func longUvarint(data []byte) (n uint64, rest []byte, ok bool) {
	n, size := binary.Uvarint(data)
	if size <= 0 {
		return 0, nil, false
	}
	return n, data[size:], true
}
