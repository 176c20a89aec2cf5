package store_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"hebi/internal/newsroom"
	"hebi/internal/store"
)

func TestARowThatChangedIsNotRestamped(t *testing.T) {
	onEach(t, func(t *testing.T, s *store.Store) {
		still, rewritten, cleared := visible(t, s, 1), visible(t, s, 2), visible(t, s, 3)
		index(t, s, document(still, "t", "b"), document(rewritten, "t", "b"), document(cleared, "t", "b"))
		person := &newsroom.Contributor{Slug: "p", Name: newsroom.Bilingual{ZH: "人"}}
		credited := func(tx *store.Store) error {
			if err := tx.SaveContributor(t.Context(), person); err != nil {
				return err
			}
			a, err := tx.WholeArticle(t.Context(), "a3")
			if err != nil {
				return err
			}
			a.Credits = []newsroom.Credit{{Contributor: *person, Role: newsroom.Author}}
			return tx.SaveArticle(t.Context(), a)
		}
		if err := s.InTx(t.Context(), credited); err != nil {
			t.Fatal(err)
		}
		listed, err := s.StaleEditions(t.Context(), "new", 0, 10)
		if err != nil || len(listed) != 3 {
			t.Fatalf("listed %+v, %v", listed, err)
		}
		index(t, s, document(rewritten, "t", "other")) // with the same stamp, as a process would whose terms are as old
		if err := s.ClearStamps(t.Context(), person.ID); err != nil {
			t.Fatal(err)
		}
		number, err := s.IndexNumber(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Restamp(t.Context(), "new", listed); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([]int64{rewritten, cleared}, staleKeys(t, s, "new")); diff != "" {
			t.Errorf("still stale: -want +got\n%s", diff)
		}
		if after, err := s.IndexNumber(t.Context()); err != nil || after != number {
			t.Errorf("the index's number moved from %d to %d, %v", number, after, err)
		}
		if change := changes(t, s, number); len(change.Editions) > 0 {
			t.Errorf("queries are told of %+v", change.Editions)
		}
	})
}

func TestChangesOfTermsAreKnownWhileTheyAreOnRecord(t *testing.T) {
	onEach(t, func(t *testing.T, s *store.Store) {
		change := func(tx *store.Store, forms ...string) {
			t.Helper()
			if err := tx.TermsChanged(t.Context(), forms); err != nil {
				t.Fatal(err)
			}
		}
		if err := s.Bump(t.Context(), store.TermCounter); err != nil { // 1, by a program that kept no record
			t.Fatal(err)
		}
		change(s, "琥珀", "amber") // 2
		change(s)                // 3
		change(s, "琥珀")          // 4
		full := errors.New("full")
		if err := s.InTx(t.Context(), func(tx *store.Store) error { change(tx, "珊瑚"); return full }); !errors.Is(err, full) {
			t.Fatal(err)
		}
		look := func(after, upTo int64, known bool, want ...string) {
			t.Helper()
			forms, complete, err := s.TermChanges(t.Context(), after, upTo)
			if err != nil || complete != known {
				t.Errorf("after %d up to %d: complete %v, %v", after, upTo, complete, err)
			}
			if diff := cmp.Diff(want, forms); known && diff != "" {
				t.Errorf("after %d up to %d: -want +got\n%s", after, upTo, diff)
			}
		}
		look(0, 4, false)
		look(1, 4, true, "琥珀", "amber", "琥珀")
		look(2, 3, true)
		look(3, 4, true, "琥珀")
		look(4, 4, true)
		look(4, 5, false)
		look(5, 4, false)
		if err := s.ForgetTermChanges(t.Context(), 3); err != nil {
			t.Fatal(err)
		}
		look(2, 4, false)
		look(3, 4, true, "琥珀")
	})
}

func TestTermsAreRemovedByTheirChineseSide(t *testing.T) {
	onEach(t, func(t *testing.T, s *store.Store) {
		if err := s.SaveTerms(t.Context(), []newsroom.Term{{ZH: "琥珀", EN: "amber"}, {ZH: "珊瑚", EN: "coral"}, {ZH: "渡口", EN: "ferry"}}); err != nil {
			t.Fatal(err)
		}
		if err := s.RemoveTerms(t.Context(), []string{"琥珀", "渡口", "没有"}); err != nil {
			t.Fatal(err)
		}
		if err := s.RemoveTerms(t.Context(), nil); err != nil {
			t.Fatal(err)
		}
		left, err := s.Terms(t.Context())
		if err != nil || len(left) != 1 || left[0].ZH != "珊瑚" {
			t.Errorf("left %+v, %v", left, err)
		}
	})
}
