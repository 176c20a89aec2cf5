package publish_test

import (
	"testing"

	"hebi/internal/newsroom"
	"hebi/internal/publish"
	"hebi/internal/search"
	"hebi/internal/segment"
	"hebi/internal/store"
	"hebi/internal/store/storetest"
)

func TestReindexRepairsWhatOtherTermsMade(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s := newSite(t, o)
		s.save(t, chinese("x", "题目", "琥珀。"), publish.Options{Publish: true})
		count := 0
		done := func() { count++ }
		if err := s.Reindex(t.Context(), false, done); err != nil || count != 0 {
			t.Fatalf("nothing is stale, but %d were indexed, %v", count, err)
		}
		if _, err := s.SaveTerms(t.Context(), []newsroom.Term{{ZH: "琥珀", EN: "amber"}}, publish.Options{}); err != nil {
			t.Fatal(err)
		}
		if err := s.Reindex(t.Context(), false, done); err != nil || count != 1 {
			t.Fatalf("after a change of terms %d were indexed, %v", count, err)
		}
		if err := s.Reindex(t.Context(), false, done); err != nil || count != 1 {
			t.Fatalf("once more: %d, %v", count, err)
		}
		if s.found(t, "琥珀") != 1 {
			t.Error("not found")
		}
	})
}

// write has search know an edition by a text of our own.
func (s *site) write(t *testing.T, key int64, stamp, body string) {
	t.Helper()
	d := &search.Document{EditionKey: key, Stamp: stamp, Body: body}
	d.Fill("", nil, body, segment.Open().Tokens(body))
	file, err := search.NewFile([]*search.Document{d})
	if err == nil {
		err = s.store.InTx(t.Context(), func(tx *store.Store) error { return tx.WriteIndex(t.Context(), file, []*search.Document{d}) })
	}
	if err != nil {
		t.Fatal(err)
	}
}

// TestReindexRepairsRowsOfAnotherStamp has rows as another dictionary, or an
// older code, would have left them.
func TestReindexRepairsRowsOfAnotherStamp(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s := newSite(t, o)
		for _, slug := range []string{"stale", "fresh"} {
			s.save(t, chinese(slug, "题目", "琥珀。"), publish.Options{Publish: true})
		}
		key := s.whole(t, "stale").Editions[newsroom.Chinese].Key
		s.write(t, key, "0-0-0/0", "珊瑚。")
		if n := s.found(t, "琥珀"); n != 1 {
			t.Fatalf("before the repair %d are found", n)
		}
		count := 0
		if err := s.Reindex(t.Context(), false, func() { count++ }); err != nil || count != 1 {
			t.Errorf("repaired %d, error %v", count, err)
		}
		if n, coral := s.found(t, "琥珀"), s.found(t, "珊瑚"); n != 2 || coral != 0 {
			t.Errorf("after the repair: found %d by what they say, %d by what they never said", n, coral)
		}
	})
}

func TestARenamedContributorIsFoundByTheNewName(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s := newSite(t, o)
		person := &newsroom.Contributor{Slug: "p", Name: newsroom.Bilingual{ZH: "欧阳琥珀"}}
		rename := func(name string) {
			t.Helper()
			person.Name.ZH = name
			if _, err := s.SaveContributor(t.Context(), person, publish.Options{}); err != nil {
				t.Fatal(err)
			}
		}
		rename("欧阳琥珀")
		signed := chinese("signed", "题目", "正文。")
		signed.Credits = []newsroom.Credit{{Contributor: newsroom.Contributor{Slug: "p"}, Role: newsroom.Author}}
		s.save(t, signed, publish.Options{Publish: true})
		s.save(t, chinese("other", "题目", "正文。"), publish.Options{Publish: true})
		rename("司徒珊瑚")
		count := 0
		if err := s.Reindex(t.Context(), false, func() { count++ }); err != nil || count != 1 {
			t.Errorf("repaired %d, error %v", count, err)
		}
		if old, renamed := s.found(t, "琥珀"), s.found(t, "司徒珊瑚"); old != 0 || renamed != 1 {
			t.Errorf("found %d by the old name, %d by the new", old, renamed)
		}
	})
}
