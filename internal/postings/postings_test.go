package postings_test

import (
	"errors"
	"fmt"
	"iter"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"hebi/internal/postings"
)

// family is the blocks and the directory of one family of a segment.
type family struct {
	blocks    [][]byte
	directory *postings.Directory
}

// segment is a segment in memory.
type segment struct{ lists, positions family }

// write has a segment written by do and passes its directories through their bytes.
func write(t testing.TB, do func(lists, positions *postings.Writer) error) segment {
	t.Helper()
	var s segment
	writer := func(f *family) *postings.Writer {
		return postings.NewWriter(func(block []byte) error { f.blocks = append(f.blocks, block); return nil })
	}
	lists, positions := writer(&s.lists), writer(&s.positions)
	if err := do(lists, positions); err != nil {
		t.Fatal(err)
	}
	for w, f := range map[*postings.Writer]*family{lists: &s.lists, positions: &s.positions} {
		directory, err := w.Close()
		if err != nil {
			t.Fatal(err)
		}
		if f.directory, err = postings.OpenDirectory(directory.Append(nil)); err != nil {
			t.Fatal(err)
		}
		if f.directory.Len() != len(f.blocks) {
			t.Fatalf("the directory knows %d of %d blocks", f.directory.Len(), len(f.blocks))
		}
	}
	return s
}

func build(t testing.TB, documents [][]postings.Occurrence) segment {
	t.Helper()
	var b postings.Builder
	for i, d := range documents {
		ordinal, err := b.Add(d)
		if err != nil || int(ordinal) != i {
			t.Fatalf("document %d has ordinal %d, error %v", i, ordinal, err)
		}
	}
	return write(t, b.Write)
}

// list reads a token's whole list.
func (s segment) list(t testing.TB, token string) []postings.Posting {
	t.Helper()
	from, to := s.lists.directory.Find(token)
	var l postings.List
	if err := l.Open(token, s.lists.blocks[from:to]...); err != nil {
		t.Fatal(err)
	}
	return rest(t, &l)
}

// rest reads a list to its end and checks its length.
func rest(t testing.TB, l *postings.List) []postings.Posting {
	t.Helper()
	var all []postings.Posting
	for {
		n := len(all)
		var err error
		if all, err = l.Next(all); err != nil {
			t.Fatal(err)
		}
		if len(all) == n {
			return all
		}
	}
}

// at reads the positions of a token in some documents.
func (s segment) at(t testing.TB, token string, ordinals iter.Seq[uint32]) map[uint32][]uint32 {
	t.Helper()
	from, to := s.positions.directory.Find(token)
	var p postings.Positions
	if err := p.Open(token, s.positions.blocks[from:to]...); err != nil {
		t.Fatal(err)
	}
	found := map[uint32][]uint32{}
	for ordinal := range ordinals {
		at, err := p.Seek(ordinal)
		if err != nil {
			t.Fatal(err)
		}
		if len(at) > 0 {
			found[ordinal] = slices.Clone(at)
		}
	}
	return found
}

// model is what a segment should hold, counted plainly.
type model struct {
	lists     map[string][]postings.Posting
	positions map[string]map[uint32][]uint32
}

// modelOf counts the documents that keep lets through, numbered in their order.
func modelOf(documents [][]postings.Occurrence, keep func(i int) bool) model {
	m := model{lists: map[string][]postings.Posting{}, positions: map[string]map[uint32][]uint32{}}
	ordinal := uint32(0)
	for i, d := range documents {
		if !keep(i) {
			continue
		}
		for _, o := range d {
			m.count(o, ordinal)
		}
		ordinal++
	}
	for _, documents := range m.positions {
		for _, at := range documents {
			slices.Sort(at)
		}
	}
	return m
}

func (m model) count(o postings.Occurrence, ordinal uint32) {
	list := m.lists[o.Token]
	if n := len(list); n == 0 || list[n-1].Ordinal != ordinal {
		list = append(list, postings.Posting{Ordinal: ordinal})
	}
	p := &list[len(list)-1]
	if o.Field == postings.Title {
		p.Title++
	} else {
		p.Body++
	}
	m.lists[o.Token] = list
	if o.Position != postings.NoPosition {
		if m.positions[o.Token] == nil {
			m.positions[o.Token] = map[uint32][]uint32{}
		}
		m.positions[o.Token][ordinal] = append(m.positions[o.Token][ordinal], uint32(o.Position))
	}
}

// check compares everything in a segment with the model.
func (m model) check(t *testing.T, s segment, documents int) {
	t.Helper()
	for token, want := range m.lists {
		if diff := cmp.Diff(want, s.list(t, token)); diff != "" {
			t.Fatalf("list of %q (-want +got):\n%s", token, diff)
		}
		positions := m.positions[token]
		if positions == nil {
			positions = map[uint32][]uint32{}
		}
		if diff := cmp.Diff(positions, s.at(t, token, around(want, documents))); diff != "" {
			t.Fatalf("positions of %q (-want +got):\n%s", token, diff)
		}
	}
	for _, token := range []string{"", "\x00", "no such token", "\xff\xff"} {
		if list := s.list(t, token); len(list) > 0 && m.lists[token] == nil {
			t.Errorf("%q has %d postings, want none", token, len(list))
		}
	}
}

// around yields the documents of a list and, for a long one, those between.
func around(list []postings.Posting, documents int) iter.Seq[uint32] {
	return func(yield func(uint32) bool) {
		if len(list) < 100 {
			for _, p := range list {
				if !yield(p.Ordinal) {
					return
				}
			}
			return
		}
		for i := range documents {
			if !yield(uint32(i)) {
				return
			}
		}
	}
}

// randomDocuments have few tokens in most documents and many in few, several
// pieces and blocks of some, and both kinds of occurrence.
func randomDocuments(random *rand.Rand, n int) [][]postings.Occurrence {
	documents := make([][]postings.Occurrence, n)
	for i := range documents {
		for range random.IntN(60) {
			var token string
			switch random.IntN(4) {
			case 0:
				token = "often"
			case 1:
				token = fmt.Sprintf("some%d", random.IntN(50))
			case 2:
				token = fmt.Sprintf("rare%d", random.IntN(100_000))
			case 3:
				token = strings.Repeat("x", 1+random.IntN(20)) + "长"
			}
			position := int32(random.IntN(2000))
			if strings.HasPrefix(token, "some") || random.IntN(20) == 0 {
				position = postings.NoPosition
			}
			documents[i] = append(documents[i], postings.Occurrence{Token: token, Field: postings.Field(random.IntN(2)), Position: position})
		}
	}
	return documents
}

func TestWhatIsWrittenIsRead(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2)) //nolint:gosec // the same every time
	for _, n := range []int{0, 1, 2, 127, 128, 129, 3000} {
		t.Run(fmt.Sprint(n), func(t *testing.T) {
			documents := randomDocuments(random, n)
			modelOf(documents, func(int) bool { return true }).check(t, build(t, documents), n)
		})
	}
}

func TestMergedSegmentsAreAsIfBuiltAtOnce(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4)) //nolint:gosec // the same every time
	for _, sizes := range [][]int{{}, {5}, {0, 3, 0}, {1, 1, 1, 1}, {300, 1, 700, 150}} {
		t.Run(fmt.Sprint(sizes), func(t *testing.T) {
			var all [][]postings.Occurrence
			var lists, positions []postings.Source
			dead := map[int]bool{}
			next := uint32(0)
			for _, n := range sizes {
				documents := randomDocuments(random, n)
				renumber := make([]uint32, n)
				for i := range renumber {
					renumber[i] = next
					if random.IntN(4) == 0 {
						dead[len(all)+i], renumber[i] = true, postings.Dropped
						continue
					}
					next++
				}
				all = append(all, documents...)
				s := build(t, documents)
				lists = append(lists, postings.Source{Blocks: each(s.lists.blocks), Renumber: renumber})
				positions = append(positions, postings.Source{Blocks: each(s.positions.blocks), Renumber: renumber})
			}
			merged := write(t, func(l, p *postings.Writer) error {
				if err := postings.MergeLists(l, lists...); err != nil {
					return err
				}
				return postings.MergePositions(p, positions...)
			})
			alive := func(i int) bool { return !dead[i] }
			modelOf(all, alive).check(t, merged, int(next))
			living := make([][]postings.Occurrence, 0, next)
			for i, d := range all {
				if alive(i) {
					living = append(living, d)
				}
			}
			if once := build(t, living); !slices.EqualFunc(once.lists.blocks, merged.lists.blocks, slices.Equal) ||
				!slices.EqualFunc(once.positions.blocks, merged.positions.blocks, slices.Equal) {
				t.Error("the merged blocks differ from those built at once")
			}
		})
	}
}

func each(blocks [][]byte) iter.Seq2[[]byte, error] {
	return func(yield func([]byte, error) bool) {
		for _, b := range blocks {
			if !yield(b, nil) {
				return
			}
		}
	}
}

func TestSegmentsMayBeginWithAnyToken(t *testing.T) {
	var sources []postings.Source
	var all [][]postings.Occurrence
	for i, token := range []string{"丙", "乙", "甲", "乙"} {
		d := []postings.Occurrence{{Token: token, Position: postings.NoPosition}}
		all = append(all, d)
		s := build(t, [][]postings.Occurrence{d})
		sources = append(sources, postings.Source{Blocks: each(s.lists.blocks), Renumber: []uint32{uint32(i)}})
	}
	merged := write(t, func(lists, _ *postings.Writer) error { return postings.MergeLists(lists, sources...) })
	modelOf(all, func(int) bool { return true }).check(t, merged, len(all))
}

func TestAMergeThatFailsLetsGoOfItsSources(t *testing.T) {
	s := build(t, randomDocuments(rand.New(rand.NewPCG(13, 14)), 50)) //nolint:gosec // the same every time
	released := false
	open := func(yield func([]byte, error) bool) {
		defer func() { released = true }()
		each(s.lists.blocks)(yield)
	}
	broken := errors.New("disk on fire")
	failing := func(yield func([]byte, error) bool) { yield(nil, broken) }
	w := postings.NewWriter(func([]byte) error { return nil })
	err := postings.MergeLists(w, postings.Source{Blocks: open, Renumber: make([]uint32, 50)}, postings.Source{Blocks: failing})
	if !errors.Is(err, broken) || !released {
		t.Errorf("error %v, want %v; the other source released: %v", err, broken, released)
	}
}

func TestAMergeStopsAtTheErrorOfASource(t *testing.T) {
	broken := errors.New("disk on fire")
	good := build(t, randomDocuments(rand.New(rand.NewPCG(5, 6)), 50)) //nolint:gosec // the same every time
	renumber := make([]uint32, 50)
	for i := range renumber {
		renumber[i] = uint32(i)
	}
	failing := func(yield func([]byte, error) bool) {
		_ = yield(good.lists.blocks[0], nil) && yield(nil, broken)
	}
	err := postings.MergeLists(postings.NewWriter(func([]byte) error { return nil }), postings.Source{Blocks: failing, Renumber: renumber})
	if !errors.Is(err, broken) {
		t.Errorf("error %v, want %v", err, broken)
	}
	full := postings.NewWriter(func([]byte) error { return broken })
	if err = postings.MergeLists(full, postings.Source{Blocks: each(good.lists.blocks), Renumber: renumber}); err == nil {
		_, err = full.Close()
	}
	if !errors.Is(err, broken) {
		t.Errorf("error of emit %v, want %v", err, broken)
	}
	err = postings.MergeLists(postings.NewWriter(func([]byte) error { return nil }), postings.Source{Blocks: each(good.lists.blocks), Renumber: renumber[:10]})
	if !errors.Is(err, postings.ErrCorrupt) {
		t.Errorf("error of too short a numbering %v, want %v", err, postings.ErrCorrupt)
	}
}

func TestSkipLosesNothingFromTheOrdinalOn(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 8)) //nolint:gosec // the same every time
	s := build(t, randomDocuments(random, 4000))
	all := s.list(t, "often")
	from, to := s.lists.directory.Find("often")
	for range 100 {
		var l postings.List
		if err := l.Open("often", s.lists.blocks[from:to]...); err != nil {
			t.Fatal(err)
		}
		if l.Len() != len(all) {
			t.Fatalf("length %d, want %d", l.Len(), len(all))
		}
		ordinal := uint32(random.IntN(4000))
		l.Skip(ordinal)
		got := rest(t, &l)
		if len(got) >= len(all) && ordinal > all[postings.PieceSize].Ordinal {
			t.Errorf("nothing was passed over before %d", ordinal)
		}
		before := func(p postings.Posting) bool { return p.Ordinal < ordinal }
		want := slices.DeleteFunc(slices.Clone(all), before)
		if diff := cmp.Diff(want, slices.DeleteFunc(got, before)); diff != "" {
			t.Fatalf("from %d on (-want +got):\n%s", ordinal, diff)
		}
	}
}

func TestSeekPassesOverDocuments(t *testing.T) {
	random := rand.New(rand.NewPCG(9, 10)) //nolint:gosec // the same every time
	documents := randomDocuments(random, 2000)
	s, want := build(t, documents), modelOf(documents, func(int) bool { return true }).positions["often"]
	for step := range 300 {
		some := func(yield func(uint32) bool) {
			for i := step; i < len(documents); i += 1 + step {
				if !yield(uint32(i)) {
					return
				}
			}
		}
		for ordinal, at := range s.at(t, "often", some) {
			if !slices.Equal(at, want[ordinal]) {
				t.Fatalf("steps of %d: document %d has %v, want %v", 1+step, ordinal, at, want[ordinal])
			}
		}
		for ordinal := range some {
			if _, ok := s.at(t, "often", slices.Values([]uint32{ordinal}))[ordinal]; ok != (want[ordinal] != nil) {
				t.Fatalf("document %d alone: found %v, want %v", ordinal, ok, want[ordinal] != nil)
			}
			break
		}
	}
}

func TestAPrefixFindsItsTokens(t *testing.T) {
	documents := randomDocuments(rand.New(rand.NewPCG(11, 12)), 1500) //nolint:gosec // the same every time
	s, m := build(t, documents), modelOf(documents, func(int) bool { return true })
	for _, prefix := range []string{"", "o", "often", "oftener", "some", "some1", "rare", "rare99", "x", "xxxx", "z"} {
		want := 0
		for token, list := range m.lists {
			if strings.HasPrefix(token, prefix) {
				want += len(list)
			}
		}
		from, to := s.lists.directory.FindPrefix(prefix)
		var l postings.List
		if err := l.OpenPrefix(prefix, s.lists.blocks[from:to]...); err != nil {
			t.Fatal(err)
		}
		if got := len(rest(t, &l)); got != want || l.Len() != want {
			t.Errorf("prefix %q: %d postings, length %d, want %d", prefix, got, l.Len(), want)
		}
	}
}

func TestATextFullOfOneTokenIsKept(t *testing.T) {
	var d []postings.Occurrence
	for i := range 300_000 {
		d = append(d, postings.Occurrence{Token: "哈哈", Position: int32(2 * i)})
	}
	d = append(d, postings.Occurrence{Token: "哈哈哈", Position: 7}, postings.Occurrence{Token: "后", Position: 1<<31 - 1})
	documents := [][]postings.Occurrence{d, d}
	modelOf(documents, func(int) bool { return true }).check(t, build(t, documents), 2)
}

func TestTokensOfOtherLengthsAreRefused(t *testing.T) {
	var b postings.Builder
	for _, token := range []string{"", strings.Repeat("x", postings.MaxToken+1)} {
		if _, err := b.Add([]postings.Occurrence{{Token: "good"}, {Token: token}}); err == nil {
			t.Errorf("a token of %d bytes is taken", len(token))
		}
	}
	longest := []postings.Occurrence{{Token: strings.Repeat("x", postings.MaxToken)}}
	if ordinal, err := b.Add(longest); err != nil || ordinal != 0 {
		t.Fatalf("ordinal %d, error %v: what was refused has left something", ordinal, err)
	}
	modelOf([][]postings.Occurrence{longest}, func(int) bool { return true }).check(t, write(t, b.Write), 1)
}
