package publish_test

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"testing"
	"time"

	"hebi/internal/newsroom"
	"hebi/internal/publish"
	"hebi/internal/search"
	"hebi/internal/store"
	"hebi/internal/store/storetest"
)

// database opens a site's database beside the program.
func (s *site) database(t *testing.T) *sql.DB {
	t.Helper()
	driver, address := "sqlite", s.where.Path
	if s.where.URL != "" {
		driver, address = "pgx", s.where.URL
	}
	db, err := sql.Open(driver, address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return db
}

func (s *site) count(t *testing.T, query string) int {
	t.Helper()
	n := 0
	if err := s.database(t).QueryRowContext(t.Context(), query).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

// amber saves articles one by one, so that each is a segment.
func (s *site) amber(t *testing.T, from, to int) {
	t.Helper()
	for i := from; i < to; i++ {
		s.save(t, chinese(fmt.Sprint("a", i), "题目", "渡口的琥珀。"), publish.Options{Publish: true})
	}
}

func (s *site) segments(t *testing.T) int {
	t.Helper()
	list, err := s.store.IndexSegments(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return len(list)
}

func (s *site) merge(t *testing.T) {
	t.Helper()
	if err := s.MergeIndex(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// unfinished begins a merge and leaves it, as a process does that is ended; it returns the segment.
func (s *site) unfinished(t *testing.T) int64 {
	t.Helper()
	var id int64
	err := s.store.InTx(t.Context(), func(tx *store.Store) (err error) {
		if id, err = tx.BeginSegment(t.Context()); err != nil {
			return err
		}
		return tx.AddBlocks(t.Context(), id, search.Lists, 0, [][]byte{{1}, {2}, {3}})
	})
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func TestAnAbandonedMergeIsCleared(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s := newSite(t, o)
		s.amber(t, 0, 8)
		id := s.unfinished(t)
		blocks := fmt.Sprintf("SELECT COUNT(*) FROM search_blocks WHERE id >= %d AND id < %d", search.BlockID(id, 0, 0), search.BlockID(id+1, 0, 0))
		s.now = s.now.Add(59 * time.Minute)
		s.merge(t)
		if n, b := s.segments(t), s.count(t, blocks); n != 9 || b != 3 {
			t.Errorf("another may still be merging, but there are %d segments and %d blocks of its", n, b)
		}
		if n := s.found(t, "琥珀"); n != 8 {
			t.Errorf("during a merge %d are found", n)
		}
		s.now = s.now.Add(2 * time.Minute)
		s.merge(t)
		if n, b := s.segments(t), s.count(t, blocks); n != 1 || b != 0 {
			t.Errorf("after an hour there are %d segments and %d blocks of the abandoned", n, b)
		}
		if n := s.count(t, "SELECT COUNT(*) FROM search_blocks"); n != 2 {
			t.Errorf("%d blocks in all, want 2", n)
		}
		if n := s.found(t, "琥珀"); n != 8 {
			t.Errorf("%d are found", n)
		}
	})
}

// TestAMergeThatIsStoppedLeavesNothing ends the context of a merge at some
// moment: either it has ended by then, or others can merge at once.
func TestAMergeThatIsStoppedLeavesNothing(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s := newSite(t, o)
		for round := range 25 {
			s.amber(t, 8*round, 8*round+8)
			ctx, stop := context.WithTimeout(t.Context(), time.Duration(round)*300*time.Microsecond)
			_ = s.MergeIndex(ctx)
			stop()
			if n := s.count(t, "SELECT COUNT(*) FROM search_segments WHERE NOT ready"); n != 0 {
				t.Fatalf("round %d: %d segments are half made", round, n)
			}
			s.merge(t)
			if n := s.found(t, "琥珀"); n != 8*round+8 {
				t.Fatalf("round %d: %d are found", round, n)
			}
		}
	})
}

func TestTwoProcessesMayMergeAtOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		first := newSite(t, o)
		second := first.another(t)
		for round := range 6 {
			first.amber(t, 10*round, 10*round+10)
			var do []func()
			for i := range 4 {
				s := []*site{first, second}[i%2]
				do = append(do, func() {
					if err := s.MergeIndex(t.Context()); err != nil {
						t.Errorf("round %d: %v", round, err)
					}
				})
			}
			together(do...)
			first.merge(t) // one of them may have seen another at work, and left it to that
			if n := first.segments(t); n > 14 {
				t.Errorf("round %d: %d segments", round, n)
			}
			if n := first.count(t, fmt.Sprintf("SELECT COUNT(*) FROM search_blocks WHERE id / %d NOT IN (SELECT id FROM search_segments)", search.BlockID(1, 0, 0))); n != 0 {
				t.Errorf("round %d: %d blocks of no segment", round, n)
			}
			for name, s := range map[string]*site{"first": first, "second": second} {
				if n := s.found(t, "“渡口的琥珀”"); n != 10*round+10 {
					t.Errorf("round %d: the %s process finds %d", round, name, n)
				}
			}
		}
	})
}

// TestADamagedIndexIsRepaired takes a block away: that must be said, and
// indexing everything anew must mend it.
func TestADamagedIndexIsRepaired(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s := newSite(t, o)
		s.amber(t, 0, 8)
		if _, err := s.database(t).ExecContext(t.Context(), "DELETE FROM search_blocks WHERE id = (SELECT MIN(id) FROM search_blocks)"); err != nil {
			t.Fatal(err)
		}
		if _, err := s.engine.Search(t.Context(), search.Query{Text: "琥珀"}); err == nil {
			t.Error("a search in a damaged index reports nothing")
		}
		if err := s.MergeIndex(t.Context()); err == nil || !strings.Contains(err.Error(), "missing") {
			t.Errorf("merging a damaged index: error %v", err)
		}
		if err := s.Reindex(t.Context(), true, func() {}); err != nil {
			t.Fatal(err)
		}
		if n := s.found(t, "琥珀"); n != 8 {
			t.Errorf("after indexing anew %d are found", n)
		}
		if n := s.segments(t); n != 1 {
			t.Errorf("%d segments, want 1", n)
		}
	})
}

func TestWhatIsNoLongerVisibleIsMergedAway(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s := newSite(t, o)
		s.amber(t, 0, 7)
		for i := range 7 {
			if _, err := s.Withdraw(t.Context(), fmt.Sprint("a", i), newsroom.Chinese, publish.Options{}); err != nil {
				t.Fatal(err)
			}
		}
		s.merge(t)
		if n := s.segments(t); n != 7 {
			t.Errorf("%d segments, but seven are not merged", n)
		}
		s.amber(t, 7, 8)
		s.merge(t)
		list, err := s.store.IndexSegments(t.Context())
		if err != nil || len(list) != 1 || list[0].Size != 1 {
			t.Errorf("segments %+v, error %v, want one of one document", list, err)
		}
		if n := s.count(t, "SELECT COUNT(*) FROM search_blocks"); n != 2 {
			t.Errorf("%d blocks, want 2", n)
		}
		if n := s.found(t, "琥珀"); n != 1 {
			t.Errorf("%d are found", n)
		}
	})
}
