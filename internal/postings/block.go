package postings

import (
	"encoding/binary"
	"fmt"
	"math"
)

// blockWriter gathers the entries of one block.
type blockWriter struct {
	entries                 int
	groups, headers, pieces []byte
	// token is that of the last entry.
	token []byte
}

func (b *blockWriter) add(token string, p piece) {
	shared := 0
	if b.entries%groupSize == 0 {
		b.groups = binary.LittleEndian.AppendUint16(b.groups, uint16(len(b.headers)))
		b.groups = binary.LittleEndian.AppendUint16(b.groups, uint16(len(b.pieces)))
	} else {
		shared = sharedPrefix(b.token, token)
	}
	b.headers = appendToken(b.headers, shared, token)
	b.headers = binary.AppendUvarint(b.headers, uint64(p.count-1))
	b.headers = binary.AppendUvarint(b.headers, uint64(p.first))
	b.headers = binary.AppendUvarint(b.headers, uint64(len(p.data)))
	b.pieces = append(b.pieces, p.data...)
	b.token = append(b.token[:0], token...)
	b.entries++
}

func (b *blockWriter) size() int { return len(b.groups) + len(b.headers) + len(b.pieces) }

// finish returns the block and makes ready for the next.
func (b *blockWriter) finish() []byte {
	data := make([]byte, 0, b.size()+2*binary.MaxVarintLen16)
	data = binary.AppendUvarint(data, uint64(b.entries))
	data = binary.AppendUvarint(data, uint64(len(b.headers)))
	data = append(data, b.groups...)
	data = append(data, b.headers...)
	data = append(data, b.pieces...)
	b.entries, b.groups, b.headers, b.pieces = 0, b.groups[:0], b.headers[:0], b.pieces[:0]
	return data
}

// block is a block divided into its parts, which are not yet checked.
type block struct {
	entries                 int
	groups, headers, pieces []byte
}

func openBlock(data []byte) (block, error) {
	entries, data, ok := uvarint(data)
	var headers uint64
	if ok {
		headers, data, ok = uvarint(data)
	}
	// The first comparison keeps the sum below from overflowing.
	if !ok || entries > uint64(len(data)) {
		return block{}, fmt.Errorf("%w: its beginning", ErrCorrupt)
	}
	groups := 4 * ((entries + groupSize - 1) / groupSize)
	if groups > uint64(len(data)) || headers > uint64(len(data))-groups {
		return block{}, fmt.Errorf("%w: %d entries and %d bytes of headers in %d bytes", ErrCorrupt, entries, headers, len(data))
	}
	b := block{entries: int(entries), groups: data[:groups]}
	b.headers, b.pieces = data[groups:groups+headers], data[groups+headers:]
	return b, nil
}

// group returns a cursor before the first entry of a group.
func (b block) group(n int) (cursor, error) {
	header := int(binary.LittleEndian.Uint16(b.groups[4*n:]))
	piece := int(binary.LittleEndian.Uint16(b.groups[4*n+2:]))
	if header > len(b.headers) || piece > len(b.pieces) {
		return cursor{}, fmt.Errorf("%w: where group %d begins", ErrCorrupt, n)
	}
	return cursor{headers: b.headers[header:], pieces: b.pieces[piece:], left: b.entries - n*groupSize}, nil
}

// seek returns a cursor before the first entry whose token is not less than
// the one given, or before one that stands a little further in front.
func (b block) seek(token string) (cursor, error) {
	low, high := 0, (b.entries+groupSize-1)/groupSize
	if high == 0 {
		return cursor{}, nil
	}
	for high-low > 1 {
		mid := (low + high) / 2
		c, err := b.group(mid)
		if err != nil {
			return cursor{}, err
		}
		first, err := c.peek()
		if err != nil {
			return cursor{}, err
		}
		// A group that begins with the token may not be the first that holds it.
		if string(first) < token {
			low = mid
		} else {
			high = mid
		}
	}
	return b.group(low)
}

// cursor reads the entries of a block one after the other.
type cursor struct {
	headers, pieces []byte // what is not yet read
	left            int    // entries not yet read
	// token and piece are the current entry; token is overwritten by next.
	token []byte
	piece piece
}

// peek returns the token of the first entry of a group.
func (c *cursor) peek() ([]byte, error) {
	shared, rest, _, ok := cutToken(c.headers)
	if !ok || shared != 0 {
		return nil, fmt.Errorf("%w: the first token of a group", ErrCorrupt)
	}
	return rest, nil
}

// next goes to the next entry; there must be one left.
func (c *cursor) next() error {
	shared, rest, headers, ok := cutToken(c.headers)
	if !ok || shared > len(c.token) {
		return fmt.Errorf("%w: a token", ErrCorrupt)
	}
	c.token = append(c.token[:shared], rest...)
	var count, first, size uint64
	if count, headers, ok = uvarint(headers); ok {
		if first, headers, ok = uvarint(headers); ok {
			size, headers, ok = uvarint(headers)
		}
	}
	// A posting takes a byte at least.
	if !ok || count >= PieceSize || first > math.MaxUint32 || size > uint64(len(c.pieces)) || count >= size {
		return fmt.Errorf("%w: the entry of token %q", ErrCorrupt, c.token)
	}
	c.piece = piece{first: uint32(first), count: int(count) + 1, data: c.pieces[:size]}
	c.headers, c.pieces = headers, c.pieces[size:]
	c.left--
	return nil
}

// appendToken appends a token without the bytes that it shares.
func appendToken(data []byte, shared int, token string) []byte {
	data = binary.AppendUvarint(data, uint64(shared))
	data = binary.AppendUvarint(data, uint64(len(token)-shared))
	return append(data, token[shared:]...)
}

// cutToken reads what appendToken has written.
func cutToken(data []byte) (shared int, rest, after []byte, ok bool) {
	n, data, ok := uvarint(data)
	if !ok || n > MaxToken {
		return 0, nil, nil, false
	}
	size, data, ok := uvarint(data)
	if !ok || n+size > MaxToken || size > uint64(len(data)) {
		return 0, nil, nil, false
	}
	return int(n), data[:size], data[size:], true
}

func sharedPrefix(a []byte, b string) int {
	n := min(len(a), len(b))
	for i := range n {
		if a[i] != b[i] {
			return i
		}
	}
	return n
}
