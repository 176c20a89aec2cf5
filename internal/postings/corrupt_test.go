package postings_test

import (
	"bytes"
	"errors"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"hebi/internal/postings"
)

// onceIn is a block as the package documentation describes it: token "a" stands
// in document 5 once, in 8 twice in the title and three times in the body.
func onceIn() []byte {
	return []byte{
		1, 6, // entries, bytes of headers
		0, 0, 0, 0, // the first group begins at the beginning
		0, 1, 'a', 1, 5, 4, // shares nothing, one byte, two documents, from 5 on, four bytes
		0, 2<<2 | 3, 2, 3,
	}
}

func TestTheFormatIsAsDescribed(t *testing.T) {
	var documents [][]postings.Occurrence
	for ordinal := range 9 {
		var d []postings.Occurrence
		add := func(field postings.Field, n int) {
			for range n {
				d = append(d, postings.Occurrence{Token: "a", Field: field, Position: int32(100 * len(d))})
			}
		}
		switch ordinal {
		case 5:
			add(postings.Body, 1)
		case 8:
			add(postings.Title, 2)
			add(postings.Body, 3)
		}
		documents = append(documents, d)
	}
	s := build(t, documents)
	if diff := cmp.Diff([][]byte{onceIn()}, s.lists.blocks); diff != "" {
		t.Errorf("lists (-want +got):\n%s", diff)
	}
	positions := []byte{1, 6, 0, 0, 0, 0, 0, 1, 'a', 1, 5, 9, 0, 0, 2<<2 | 2, 2, 0, 100, 100, 100, 100}
	if diff := cmp.Diff([][]byte{positions}, s.positions.blocks); diff != "" {
		t.Errorf("positions (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]byte{1, 0, 1, 'a', 0}, s.lists.directory.Append(nil)); diff != "" {
		t.Errorf("directory (-want +got):\n%s", diff)
	}
}

// readAll reads everything in a block as lists.
func readAll(data []byte) error {
	var l postings.List
	if err := l.OpenPrefix("", data); err != nil {
		return err
	}
	for {
		list, err := l.Next(nil)
		if err != nil || len(list) == 0 {
			return err
		}
	}
}

func TestACorruptBlockIsAnError(t *testing.T) {
	if err := readAll(onceIn()); err != nil {
		t.Fatal(err)
	}
	huge := []byte{0xff, 0xff, 0xff, 0xff, 0x7f} // over 32 bits
	for _, tt := range []struct {
		name   string
		change func(b []byte) []byte
	}{
		{"nothing", func([]byte) []byte { return nil }},
		{"no room for the groups", func(b []byte) []byte { return b[:4:4] }},
		{"more entries than bytes", func(b []byte) []byte {
			return slices.Concat([]byte{0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1}, b[1:])
		}},
		{"more entries than there are", func(b []byte) []byte { b[0] = 2; return b }},
		{"headers longer than the block", func(b []byte) []byte { b[1] = 99; return b }},
		{"a group beyond the headers", func(b []byte) []byte { b[2] = 7; return b }},
		{"a group beyond the pieces", func(b []byte) []byte { b[4] = 5; return b }},
		{"a shared beginning without a token before", func(b []byte) []byte { b[6] = 1; return b }},
		{"a shared beginning beyond 64 bits", func(b []byte) []byte {
			b[1] = 15
			return slices.Concat(b[:6], bytes.Repeat([]byte{0xff}, 9), []byte{1}, b[7:])
		}},
		{"a token too long", func(b []byte) []byte {
			return slices.Concat([]byte{1, 0x87, 8}, b[2:7], []byte{0x81, 8}, bytes.Repeat([]byte{'a'}, postings.MaxToken+1), b[9:])
		}},
		{"a token longer than the headers", func(b []byte) []byte { b[7] = 99; return b }},
		{"more documents than bytes", func(b []byte) []byte { b[9] = 4; return b }},
		{"a piece of too many documents", func(b []byte) []byte { b[9] = 0xff; return b }},
		{"a piece that ends too late", func(b []byte) []byte { b[11] = 5; return b }},
		{"a piece that ends too early", func(b []byte) []byte { b[11] = 3; return b }},
		{"bytes after the postings", func(b []byte) []byte { b[9] = 0; return b }},
		{"an ordinal too great", func(b []byte) []byte {
			b[1], b[9], b[11] = 10, 0, 1
			return slices.Concat(b[:10], huge, b[11:12], []byte{0})
		}},
		{"a gap too great", func(b []byte) []byte {
			b[9], b[11] = 0, 5
			return slices.Concat(b[:12], []byte{0xfc, 0xff, 0xff, 0xff, 0x7f})
		}},
		{"a title without a count", func(b []byte) []byte { b[14] = 0; return b }},
		{"a count too great", func(b []byte) []byte { b[11] = 8; return slices.Concat(b[:15], huge) }},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if err := readAll(tt.change(onceIn())); !errors.Is(err, postings.ErrCorrupt) {
				t.Errorf("error %v, want %v", err, postings.ErrCorrupt)
			}
		})
	}
}

func TestACorruptPositionIsAnError(t *testing.T) {
	for name, data := range map[string][]byte{
		"cut short":          {1, 6, 0, 0, 0, 0, 0, 1, 'a', 0, 5, 1, 0},
		"too great":          {1, 6, 0, 0, 0, 0, 0, 1, 'a', 0, 5, 6, 0, 0x80, 0x80, 0x80, 0x80, 0x10},
		"too great together": {1, 6, 0, 0, 0, 0, 0, 1, 'a', 0, 5, 7, 1, 0xff, 0xff, 0xff, 0xff, 0x0f, 1},
	} {
		var p postings.Positions
		if err := p.Open("a", data); err != nil {
			t.Fatal(err)
		}
		if at, err := p.Seek(5); !errors.Is(err, postings.ErrCorrupt) {
			t.Errorf("%s: positions %v, error %v, want %v", name, at, err, postings.ErrCorrupt)
		}
	}
}

func TestABlockCutShortIsAnError(t *testing.T) {
	s := build(t, randomDocuments(rand.New(rand.NewPCG(21, 1)), 40)) //nolint:gosec // the same every time
	whole := s.lists.blocks[0]
	for n := range whole {
		if err := readAll(whole[:n:n]); !errors.Is(err, postings.ErrCorrupt) {
			t.Fatalf("%d of %d bytes: error %v, want %v", n, len(whole), err, postings.ErrCorrupt)
		}
	}
	directory := build(t, randomDocuments(rand.New(rand.NewPCG(21, 2)), 800)).lists.directory //nolint:gosec // the same every time
	data := directory.Append(nil)
	for n := range data {
		if _, err := postings.OpenDirectory(data[:n:n]); !errors.Is(err, postings.ErrCorrupt) {
			t.Fatalf("%d of %d bytes of a directory: error %v, want %v", n, len(data), err, postings.ErrCorrupt)
		}
	}
}

func TestADirectoryOutOfOrderIsAnError(t *testing.T) {
	for name, data := range map[string][]byte{
		"descending":         {2, 0, 1, 'b', 0, 0, 1, 'a', 0},
		"neither 0 nor 1":    {1, 0, 1, 'a', 2},
		"more than bytes":    {0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f, 0, 1, 'a', 0},
		"bytes after it":     {1, 0, 1, 'a', 0, 0},
		"shared of no token": {1, 1, 1, 'a', 0},
	} {
		if _, err := postings.OpenDirectory(data); !errors.Is(err, postings.ErrCorrupt) {
			t.Errorf("%s: error %v, want %v", name, err, postings.ErrCorrupt)
		}
	}
}

func TestSegmentsOutOfOrderDoNotMerge(t *testing.T) {
	source := func(renumber ...uint32) postings.Source {
		return postings.Source{Blocks: each([][]byte{onceIn()}), Renumber: renumber}
	}
	w := postings.NewWriter(func([]byte) error { return nil })
	err := postings.MergeLists(w, source(0, 1, 2, 3, 4, 5, 6, 7, 8), source(0, 1, 2, 3, 4, 5, 6, 7, 8))
	if !errors.Is(err, postings.ErrCorrupt) {
		t.Errorf("error %v, want %v", err, postings.ErrCorrupt)
	}
}

// TestADamagedByteDoesNotPanic goes through every byte of blocks of several groups.
func TestADamagedByteDoesNotPanic(t *testing.T) {
	s := build(t, randomDocuments(rand.New(rand.NewPCG(22, 1)), 6)) //nolint:gosec // the same every time
	for _, whole := range [][]byte{s.lists.blocks[0], s.positions.blocks[0]} {
		for i, b := range whole {
			for _, other := range []byte{0, 0xff, b ^ 0x80, b + 1} {
				damaged := slices.Clone(whole)
				damaged[i] = other
				readEveryWay(t, damaged, "often", 3)
			}
		}
	}
}
