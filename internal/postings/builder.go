package postings

import (
	"cmp"
	"fmt"
	"slices"
)

// Field is a part of a document that counts on its own.
type Field uint8

// The fields.
const (
	Body Field = iota
	Title
)

// NoPosition is the Position of an Occurrence that no phrase asks for.
const NoPosition = -1

// Occurrence is one place at which a token stands.
type Occurrence struct {
	// Token is any bytes, 1 to MaxToken of them.
	Token string
	Field Field
	// Position counts what phrases count, through both fields, or is
	// NoPosition. The same token may have one in one place and not in another.
	Position int32
}

// Builder makes a segment of documents. The zero Builder holds none.
type Builder struct {
	ids         map[string]uint32
	tokens      []string
	occurrences []occurrence
	documents   uint32
}

type occurrence struct {
	token, document uint32
	position        int32
	field           Field
}

// Add adds a document and returns its ordinal. Occurrences may come in any
// order. A token of a length that is not allowed is an error, and the document
// is not added.
func (b *Builder) Add(occurrences []Occurrence) (ordinal uint32, err error) {
	if b.ids == nil {
		b.ids = make(map[string]uint32)
	}
	for i := range occurrences {
		if n := len(occurrences[i].Token); n == 0 || n > MaxToken {
			return 0, fmt.Errorf("token %.20q of %d bytes: 1 to %d are allowed", occurrences[i].Token, n, MaxToken)
		}
	}
	for i := range occurrences {
		o := &occurrences[i]
		id, known := b.ids[o.Token]
		if !known {
			id = uint32(len(b.tokens))
			b.ids[o.Token] = id
			b.tokens = append(b.tokens, o.Token)
		}
		b.occurrences = append(b.occurrences, occurrence{token: id, document: b.documents, position: o.Position, field: o.Field})
	}
	b.documents++
	return b.documents - 1, nil
}

// Documents returns how many documents were added.
func (b *Builder) Documents() int { return int(b.documents) }

// Write writes the segment's lists and positions. It may be called once.
func (b *Builder) Write(lists, positions *Writer) error {
	start := b.group()
	order := make([]uint32, len(b.tokens))
	for i := range order {
		order[i] = uint32(i)
	}
	slices.SortFunc(order, func(x, y uint32) int { return cmp.Compare(b.tokens[x], b.tokens[y]) })
	var at []uint32
	for _, id := range order {
		list := b.occurrences[start[id]:start[id+1]]
		for len(list) > 0 {
			n := 1
			for n < len(list) && list[n].document == list[0].document {
				n++
			}
			var err error
			if at, err = writeDocument(lists, positions, b.tokens[id], list[:n], at[:0]); err != nil {
				return err
			}
			list = list[n:]
		}
	}
	return nil
}

// writeDocument writes the occurrences of a token in one document; at is a buffer.
func writeDocument(lists, positions *Writer, token string, list []occurrence, at []uint32) ([]uint32, error) {
	p := Posting{Ordinal: list[0].document}
	for _, o := range list {
		if o.field == Title {
			p.Title++
		} else {
			p.Body++
		}
		if o.position >= 0 {
			at = append(at, uint32(o.position))
		}
	}
	if err := lists.add(token, p, nil); err != nil || len(at) == 0 {
		return at, err
	}
	if !slices.IsSorted(at) {
		slices.Sort(at)
	}
	return at, positions.add(token, Posting{Ordinal: p.Ordinal, Body: uint32(len(at))}, at)
}

// group puts the occurrences of a token together, by document, and returns
// where those of each token begin, with the end as one more.
func (b *Builder) group() []int {
	start := make([]int, len(b.tokens)+1)
	for _, o := range b.occurrences {
		start[o.token+1]++
	}
	for i := range b.tokens {
		start[i+1] += start[i]
	}
	// Counting sort keeps the order of the documents and takes one pass.
	next := slices.Clone(start)
	grouped := make([]occurrence, len(b.occurrences))
	for _, o := range b.occurrences {
		grouped[next[o.token]] = o
		next[o.token]++
	}
	b.occurrences = grouped
	return start
}
