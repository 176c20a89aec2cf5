package postings_test

import (
	"errors"
	"math/rand/v2"
	"testing"

	"hebi/internal/postings"
)

// FuzzBlock reads any bytes as a block: an error is ErrCorrupt, and nothing
// panics.
func FuzzBlock(f *testing.F) {
	s := build(f, randomDocuments(rand.New(rand.NewPCG(1, 1)), 40)) //nolint:gosec // the same every time
	for _, blocks := range [][][]byte{s.lists.blocks, s.positions.blocks} {
		f.Add(blocks[0], "often", uint32(17))
	}
	f.Add([]byte{}, "", uint32(0))
	f.Add([]byte{1, 0, 0, 0, 0, 0}, "a", uint32(1))
	f.Fuzz(readEveryWay)
}

// readEveryWay reads a block that may be damaged. Whatever a merge makes of it
// can be read again.
func readEveryWay(t *testing.T, data []byte, token string, ordinal uint32) {
	t.Helper()
	corrupt := func(err error) bool {
		if err != nil && !errors.Is(err, postings.ErrCorrupt) {
			t.Fatalf("error %v, want %v", err, postings.ErrCorrupt)
		}
		return err != nil
	}
	var l postings.List
	for _, open := range []func(string, ...[]byte) error{l.Open, l.OpenPrefix} {
		if corrupt(open(token, data, data)) {
			continue
		}
		l.Skip(ordinal)
		for {
			list, err := l.Next(nil)
			if corrupt(err) || len(list) == 0 {
				break
			}
		}
	}
	var p postings.Positions
	if !corrupt(p.Open(token, data)) {
		for i := range uint32(3) {
			_, err := p.Seek(ordinal/2 + i*(ordinal/4))
			corrupt(err)
		}
	}
	source := postings.Source{Blocks: each([][]byte{data}), Renumber: make([]uint32, 1000)}
	for i := range source.Renumber {
		source.Renumber[i] = uint32(i)
	}
	for _, merge := range []func(*postings.Writer, ...postings.Source) error{postings.MergeLists, postings.MergePositions} {
		var merged [][]byte
		w := postings.NewWriter(func(block []byte) error { merged = append(merged, block); return nil })
		if corrupt(merge(w, source)) {
			continue
		}
		if _, err := w.Close(); err != nil {
			t.Fatal(err)
		}
		if err := l.OpenPrefix("", merged...); err != nil {
			t.Fatalf("merged blocks: %v", err)
		}
	}
}

// FuzzDirectory reads any bytes as a directory; what is accepted writes itself again.
func FuzzDirectory(f *testing.F) {
	s := build(f, randomDocuments(rand.New(rand.NewPCG(2, 2)), 400)) //nolint:gosec // the same every time
	f.Add(s.lists.directory.Append(nil), "often")
	f.Add([]byte{}, "")
	f.Fuzz(func(t *testing.T, data []byte, token string) {
		d, err := postings.OpenDirectory(data)
		if err != nil {
			if !errors.Is(err, postings.ErrCorrupt) {
				t.Fatalf("error %v, want %v", err, postings.ErrCorrupt)
			}
			return
		}
		for _, find := range []func(string) (int, int){d.Find, d.FindPrefix} {
			if from, to := find(token); from < 0 || from > to || to > d.Len() {
				t.Errorf("%q is in blocks %d to %d of %d", token, from, to, d.Len())
			}
		}
		again, err := postings.OpenDirectory(d.Append(nil))
		if err != nil || again.Len() != d.Len() {
			t.Errorf("written again: %d blocks, want %d, error %v", again.Len(), d.Len(), err)
		}
	})
}
