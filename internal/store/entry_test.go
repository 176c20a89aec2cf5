package store_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hebi/internal/newsroom"
	"hebi/internal/store"
)

func uid(n int) string { return fmt.Sprintf("00000000-0000-7000-8000-%012d", n) }

// lists stores a published pair, a withdrawn original with its translation, a
// piece with two corrections, and what readers never saw.
func lists(t *testing.T, s *store.Store) {
	t.Helper()
	at := func(hours int) time.Time { return clock.Add(time.Duration(hours) * time.Hour) }
	save(t, s, article("pair", edition(newsroom.Chinese, uid(1), newsroom.Published, at(1)), edition(newsroom.English, uid(2), newsroom.Published, at(1))))
	save(t, s, article("half", edition(newsroom.Chinese, uid(3), newsroom.Withdrawn, at(2)), edition(newsroom.English, uid(4), newsroom.Published, at(3))))
	corrected := edition(newsroom.Chinese, uid(5), newsroom.Published, at(-900))
	corrected.Corrections = []newsroom.Correction{{Date: at(9), Note: "b"}, {Date: at(8), Note: "a"}}
	save(t, s, article("corrected", corrected))
	recalled := edition(newsroom.English, uid(6), newsroom.Scheduled, at(99))
	recalled.Status = newsroom.Withdrawn
	save(t, s, article("unseen", edition(newsroom.Chinese, uid(7), newsroom.Draft, at(4)), recalled))
	for _, l := range []string{"withdraw", "import"} {
		if err := s.InTx(t.Context(), func(tx *store.Store) error {
			return tx.Audit(t.Context(), newsroom.AuditEntry{Action: l, Subject: "article half"})
		}); err != nil {
			t.Fatal(err)
		}
	}
}

func TestEntries(t *testing.T) {
	at := func(hours int) time.Time { return clock.Add(time.Duration(hours) * time.Hour) }
	zh := store.ArticleQuery{Language: newsroom.Chinese}
	for name, tt := range map[string]struct {
		query store.EntryQuery
		want  []int
		all   int
	}{
		"everything":          {store.EntryQuery{}, []int{4, 3, 1, 2, 5}, 5},
		"oldest first":        {store.EntryQuery{Oldest: true}, []int{5, 2, 1, 3, 4}, 5},
		"the newest two":      {store.EntryQuery{ArticleQuery: store.ArticleQuery{Limit: 2}}, []int{4, 3}, 5},
		"one language":        {store.EntryQuery{ArticleQuery: zh}, []int{3, 1, 5}, 3},
		"originals":           {store.EntryQuery{Originals: true}, []int{4, 3, 1, 5}, 4},
		"a span":              {store.EntryQuery{ArticleQuery: store.ArticleQuery{From: at(1), To: at(3)}}, []int{3, 1, 2}, 3},
		"corrections":         {store.EntryQuery{ArticleQuery: store.ArticleQuery{Corrected: true}}, []int{5}, 1},
		"a span of them":      {store.EntryQuery{ArticleQuery: store.ArticleQuery{Corrected: true, From: at(9), To: at(10)}}, []int{5}, 1},
		"before the last one": {store.EntryQuery{ArticleQuery: store.ArticleQuery{Corrected: true, To: at(9)}}, nil, 0},
		"of another kind":     {store.EntryQuery{ArticleQuery: store.ArticleQuery{Kind: newsroom.Feature}}, nil, 0},
	} {
		t.Run(name, func(t *testing.T) {
			onEach(t, func(t *testing.T, s *store.Store) {
				lists(t, s)
				entries, err := s.Entries(t.Context(), tt.query)
				if err != nil {
					t.Fatal(err)
				}
				var got, want []string
				for _, e := range entries {
					got = append(got, e.ID)
					if e.Withdrawn != (e.ID == uid(3)) || e.At.IsZero() || e.At.Location() != time.UTC {
						t.Errorf("entry %+v", e)
					}
				}
				for _, n := range tt.want {
					want = append(want, uid(n))
				}
				if diff := cmp.Diff(want, got); diff != "" {
					t.Errorf("(-want +got):\n%s", diff)
				}
				if n, err := s.CountEntries(t.Context(), tt.query); err != nil || n != tt.all {
					t.Errorf("counted %d, %v; want %d", n, err, tt.all)
				}
			})
		})
	}
}

func TestRemovals(t *testing.T) {
	onEach(t, func(t *testing.T, s *store.Store) {
		lists(t, s)
		got, err := s.Removals(t.Context(), []string{uid(1), uid(3), uid(6), uid(7), "x"})
		if err != nil || len(got) != 1 {
			t.Fatalf("%v, %v; want the one that readers saw", got, err)
		}
		if r := got[uid(3)]; r.Slug != "half" || r.Language != newsroom.Chinese || r.Retraction != nil || !r.When.Equal(clock.Add(2*time.Hour)) {
			t.Errorf("%+v", r) // the withdrawal is dated before its publication, which no removal is
		}
	})
}
