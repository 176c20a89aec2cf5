package postings

import (
	"encoding/binary"
	"fmt"
	"math"
)

// Document is what ranking knows of a document apart from its tokens.
type Document struct {
	// Key is whatever the caller finds the document by.
	Key int64
	// Title and Body are lengths, in a unit that the caller chooses.
	Title, Body uint32
}

// AppendDocuments appends the documents of a segment, by ordinal, to data as
// OpenDocuments reads them.
func AppendDocuments(data []byte, documents []Document) []byte {
	data = binary.AppendUvarint(data, uint64(len(documents)))
	last := int64(0)
	for _, d := range documents {
		data = binary.AppendVarint(data, d.Key-last)
		data = binary.AppendUvarint(data, uint64(d.Title))
		data = binary.AppendUvarint(data, uint64(d.Body))
		last = d.Key
	}
	return data
}

// OpenDocuments reads what AppendDocuments has written; the error is ErrCorrupt.
func OpenDocuments(data []byte) ([]Document, error) {
	n, data, ok := uvarint(data)
	// A document takes three bytes at least.
	if !ok || n > uint64(len(data))/3 {
		return nil, fmt.Errorf("%w: %d documents in %d bytes", ErrCorrupt, n, len(data))
	}
	documents := make([]Document, n)
	last := int64(0)
	for i := range documents {
		step, size := binary.Varint(data)
		if size <= 0 {
			return nil, fmt.Errorf("%w: the key of document %d", ErrCorrupt, i)
		}
		title, rest, ok := uvarint(data[size:])
		var body uint64
		if ok {
			body, rest, ok = uvarint(rest)
		}
		if !ok || title > math.MaxUint32 || body > math.MaxUint32 {
			return nil, fmt.Errorf("%w: the lengths of document %d", ErrCorrupt, i)
		}
		last += step
		documents[i] = Document{Key: last, Title: uint32(title), Body: uint32(body)}
		data = rest
	}
	if len(data) > 0 {
		return nil, fmt.Errorf("%w: %d bytes after the documents", ErrCorrupt, len(data))
	}
	return documents, nil
}
