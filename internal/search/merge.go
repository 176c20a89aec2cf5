package search

import (
	"fmt"
	"iter"
	"slices"

	"hebi/internal/postings"
)

// fanOut is how many segments of about one size are merged into one. More
// would make queries slower, fewer merging.
const fanOut = 8

// ChooseMerge returns the numbers of the segments, given by their sizes in
// documents, that should be merged now: those of one tier, the smallest first,
// when it has fanOut of them; none when none should.
func ChooseMerge(sizes []int) []int {
	tiers := map[int][]int{}
	for i, size := range sizes {
		tiers[tier(size)] = append(tiers[tier(size)], i)
	}
	for t := range tier(slices.Max(append(sizes, 0))) + 1 {
		if len(tiers[t]) >= fanOut {
			return tiers[t]
		}
	}
	return nil
}

// tier is about the logarithm of a segment's size to the base of fanOut.
func tier(size int) int {
	t := 0
	for size > 1 {
		size /= fanOut
		t++
	}
	return t
}

// Merging is several segments on their way to become one.
type Merging struct {
	files     []*segmentFile
	renumber  [][]uint32
	documents []postings.Document
}

// NewMerging prepares a merge of segments that leaves out the documents that are not live.
func NewMerging(rows []SegmentRow, live map[int64]bool) (*Merging, error) {
	m := &Merging{}
	for _, row := range rows {
		f, err := openFile(row)
		if err != nil {
			return nil, err
		}
		before := len(m.documents)
		numbers := make([]uint32, len(f.documents))
		for i, d := range f.documents {
			numbers[i] = postings.Dropped
			if live[d.Key] {
				numbers[i] = uint32(len(m.documents))
				m.documents = append(m.documents, d)
			}
		}
		if len(m.documents) > before { // else there is nothing to read in it
			m.files, m.renumber = append(m.files, f), append(m.renumber, numbers)
		}
	}
	return m, nil
}

// Size is how many documents the merged segment has.
func (m *Merging) Size() int { return len(m.documents) }

// Write hands the merged segment's blocks to emit, family by family in the
// order of their numbers, and returns its row under an id. read gives the data
// of a block of the old segments; its error or emit's ends the merge.
func (m *Merging) Write(id int64, read func(blockID int64) ([]byte, error), emit func(f Family, block []byte) error) (SegmentRow, error) {
	row := SegmentRow{ID: id, Documents: postings.AppendDocuments(nil, m.documents)}
	var err error
	if row.Lists, err = m.family(Lists, postings.MergeLists, read, emit); err != nil {
		return row, err
	}
	row.Positions, err = m.family(Positions, postings.MergePositions, read, emit)
	return row, err
}

func (m *Merging) family(f Family, merge func(*postings.Writer, ...postings.Source) error, read func(int64) ([]byte, error), emit func(Family, []byte) error) ([]byte, error) {
	w := postings.NewWriter(func(block []byte) error { return emit(f, block) })
	sources := make([]postings.Source, len(m.files))
	for i, file := range m.files {
		directory := file.lists
		if f == Positions {
			directory = file.positions
		}
		sources[i] = postings.Source{Blocks: eachOf(file.id, f, directory.Len(), read), Renumber: m.renumber[i]}
	}
	if err := merge(w, sources...); err != nil {
		return nil, fmt.Errorf("merge index segments: %w", err)
	}
	directory, err := w.Close()
	if err != nil {
		return nil, fmt.Errorf("merge index segments: %w", err)
	}
	return directory.Append(nil), nil
}

func eachOf(segment int64, f Family, n int, read func(int64) ([]byte, error)) iter.Seq2[[]byte, error] {
	return func(yield func([]byte, error) bool) {
		for i := range n {
			data, err := read(BlockID(segment, f, i))
			if !yield(data, err) || err != nil {
				return
			}
		}
	}
}
