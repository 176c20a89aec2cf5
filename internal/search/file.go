package search

import (
	"fmt"

	"hebi/internal/postings"
)

// File is a segment ready to be written: documents are known by their place in
// it until they have been given numbers.
type File struct {
	// Documents are those of the segment, by ordinal, without keys.
	Documents []postings.Document
	// Blocks and Directories are by family.
	Blocks      [families][][]byte
	Directories [families][]byte
}

// NewFile packs documents in their order, tells each its ordinal, and lets go
// of what it packed.
func NewFile(documents []*Document) (*File, error) {
	f := &File{}
	var builder postings.Builder
	for i, d := range documents {
		if _, err := builder.Add(d.occurrences); err != nil {
			return nil, fmt.Errorf("index: %w", err)
		}
		f.Documents = append(f.Documents, postings.Document{Title: d.titleLength, Body: d.bodyLength})
		d.Ordinal, d.occurrences = i, nil
	}
	var writers [families]*postings.Writer
	for family := range writers {
		writers[family] = postings.NewWriter(func(block []byte) error {
			f.Blocks[family] = append(f.Blocks[family], block)
			return nil
		})
	}
	if err := builder.Write(writers[Lists], writers[Positions]); err != nil {
		return nil, fmt.Errorf("index: %w", err)
	}
	for family, w := range writers {
		directory, err := w.Close()
		if err != nil {
			return nil, fmt.Errorf("index: %w", err)
		}
		f.Directories[family] = directory.Append(nil)
	}
	return f, nil
}

// Row is the segment's row under an id, its documents numbered.
func (f *File) Row(id int64) SegmentRow {
	for i := range f.Documents {
		f.Documents[i].Key = DocumentNumber(id, i)
	}
	return SegmentRow{
		ID: id, Documents: postings.AppendDocuments(nil, f.Documents),
		Lists: f.Directories[Lists], Positions: f.Directories[Positions],
	}
}
