package postings

import (
	"encoding/binary"
	"fmt"
	"sort"
	"strings"
)

// Directory tells which blocks of one family of a segment to read for a token.
// It does not change and may be used by many goroutines.
type Directory struct {
	blocks []blockStart
}

// blockStart is what a Directory knows of a block.
type blockStart struct {
	token string
	// continued says that the block before ends with the same token.
	continued bool
}

// Len returns the number of blocks; they are numbered from 0.
func (d *Directory) Len() int { return len(d.blocks) }

// Find returns the blocks in which a token can be: [from, to).
func (d *Directory) Find(token string) (from, to int) {
	from = sort.Search(len(d.blocks), func(i int) bool { return d.blocks[i].token >= token })
	to = from
	for to < len(d.blocks) && d.blocks[to].token == token {
		to++
	}
	if from > 0 && (from == to || d.blocks[from].continued) {
		from--
	}
	return from, to
}

// FindPrefix returns the blocks in which tokens with a prefix can be: [from, to).
func (d *Directory) FindPrefix(prefix string) (from, to int) {
	from, _ = d.Find(prefix)
	to = sort.Search(len(d.blocks), func(i int) bool {
		return d.blocks[i].token > prefix && !strings.HasPrefix(d.blocks[i].token, prefix)
	})
	return from, to
}

// Append appends the directory to data as OpenDirectory reads it.
func (d *Directory) Append(data []byte) []byte {
	data = binary.AppendUvarint(data, uint64(len(d.blocks)))
	last := ""
	for _, b := range d.blocks {
		data = appendToken(data, sharedPrefix([]byte(last), b.token), b.token)
		data = append(data, 0)
		if b.continued {
			data[len(data)-1] = 1
		}
		last = b.token
	}
	return data
}

// OpenDirectory reads what Append has written; the error is ErrCorrupt.
func OpenDirectory(data []byte) (*Directory, error) {
	n, data, ok := uvarint(data)
	// A block takes three bytes at least.
	if !ok || n > uint64(len(data))/3 {
		return nil, fmt.Errorf("%w: a directory of %d blocks in %d bytes", ErrCorrupt, n, len(data))
	}
	d := &Directory{blocks: make([]blockStart, n)}
	last := ""
	for i := range d.blocks {
		shared, rest, after, ok := cutToken(data)
		if !ok || shared > len(last) || len(after) == 0 || after[0] > 1 {
			return nil, fmt.Errorf("%w: a directory, at block %d", ErrCorrupt, i)
		}
		token := last[:shared] + string(rest)
		if token < last {
			return nil, fmt.Errorf("%w: a directory, order of block %d", ErrCorrupt, i)
		}
		d.blocks[i] = blockStart{token: token, continued: after[0] == 1}
		data, last = after[1:], token
	}
	if len(data) > 0 {
		return nil, fmt.Errorf("%w: %d bytes after a directory", ErrCorrupt, len(data))
	}
	return d, nil
}
