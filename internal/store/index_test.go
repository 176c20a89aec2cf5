package store_test

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"hebi/internal/newsroom"
	"hebi/internal/search"
	"hebi/internal/segment"
	"hebi/internal/store"
	"hebi/internal/store/storetest"
)

// document is an edition's document whose words stand between spaces.
func document(key int64, title, body string) *search.Document {
	d := &search.Document{EditionKey: key, Stamp: "s", Body: body}
	d.Fill(title, latin(title), body, latin(body))
	return d
}

func latin(text string) []segment.Token {
	var tokens []segment.Token
	at := 0
	for word := range strings.FieldsSeq(text) {
		start := at + strings.Index(text[at:], word)
		at = start + len(word)
		tokens = append(tokens, segment.Token{Text: word, Start: start, End: at, Kind: segment.Form})
	}
	return tokens
}

// index writes documents in one segment, as publish does.
func index(t *testing.T, s *store.Store, documents ...*search.Document) {
	t.Helper()
	file, err := search.NewFile(documents)
	if err == nil {
		err = s.InTx(t.Context(), func(tx *store.Store) error { return tx.WriteIndex(t.Context(), file, documents) })
	}
	if err != nil {
		t.Fatalf("%.200v", err)
	}
}

// visible saves an article with a Chinese edition and returns the edition's key.
func visible(t *testing.T, s *store.Store, n int) int64 {
	t.Helper()
	a := article(fmt.Sprintf("a%d", n), edition(newsroom.Chinese, fmt.Sprintf("00000000-0000-7000-8000-%012d", n), newsroom.Published, clock))
	save(t, s, a)
	return a.Editions[newsroom.Chinese].Key
}

func changes(t *testing.T, s *store.Store, after int64, known ...int64) *search.IndexChange {
	t.Helper()
	c, err := s.IndexChange(t.Context(), after, known)
	if err != nil {
		t.Fatal(err)
	}
	slices.SortFunc(c.Editions, func(a, b search.IndexedEdition) int { return cmp.Compare(a.EditionKey, b.EditionKey) })
	return c
}

// blockIDs are the numbers of all blocks that a segment can have in a small test, those there are.
func blockIDs(t *testing.T, s *store.Store, segment int64) []int64 {
	t.Helper()
	var asked, there []int64
	for _, f := range []search.Family{search.Lists, search.Positions} {
		for n := range 2500 {
			asked = append(asked, search.BlockID(segment, f, n))
		}
	}
	if err := s.IndexBlocks(t.Context(), asked, func(id int64, _ []byte) { there = append(there, id) }); err != nil {
		t.Fatal(err)
	}
	slices.Sort(there)
	return there
}

func TestTheIndexTellsFacts(t *testing.T) {
	onEach(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		if err := s.SaveThemes(ctx, []newsroom.Theme{{Slug: "talent"}, {Slug: "energy"}, {Slug: "ports"}}); err != nil {
			t.Fatal(err)
		}
		author, translator := contributor(t, s, "author"), contributor(t, s, "translator")
		date := clock.Add(-time.Hour + 5*time.Millisecond)
		a := article("a",
			edition(newsroom.Chinese, "00000000-0000-7000-8000-000000000001", newsroom.Published, date),
			edition(newsroom.English, "00000000-0000-7000-8000-000000000002", newsroom.Published, clock))
		a.Kind = newsroom.Commentary
		a.Themes = []newsroom.ThemeTag{{Slug: "talent", Score: 0.5}, {Slug: "energy", Score: 0.5}, {Slug: "ports", Score: 0.5}}
		a.Credits = []newsroom.Credit{{Contributor: author, Role: newsroom.Author}}
		a.Editions[newsroom.English].Translators = []newsroom.Credit{{Contributor: translator, Role: newsroom.Translator}, {Contributor: author, Role: newsroom.Translator}}
		save(t, s, a)
		if err := s.RefuseTheme(ctx, a.ID, "energy", true); err != nil {
			t.Fatal(err)
		}
		zh, en := a.Editions[newsroom.Chinese].Key, a.Editions[newsroom.English].Key
		index(t, s, document(en, "b", "green"), document(zh, "a", "red"))

		c := changes(t, s, -1)
		number := c.Number
		want := []search.IndexedEdition{
			{EditionKey: zh, ArticleID: a.ID, Document: search.DocumentNumber(number, 1), Language: newsroom.Chinese, Slug: a.Slug, Title: a.Editions[newsroom.Chinese].Title, Date: date, Kind: newsroom.Commentary, Themes: []string{"ports", "talent"}, Contributors: []string{"author"}},
			{EditionKey: en, ArticleID: a.ID, Document: search.DocumentNumber(number, 0), Language: newsroom.English, Slug: a.Slug, Title: a.Editions[newsroom.English].Title, Date: clock, Kind: newsroom.Commentary, Themes: []string{"ports", "talent"}, Contributors: []string{"author", "translator"}},
		}
		if diff := gocmp.Diff(want, c.Editions); diff != "" {
			t.Errorf("-want +got\n%s", diff)
		}
		if diff := gocmp.Diff([]int64{number}, c.Segments); diff != "" || len(c.Added) != 1 || c.Added[0].ID != number {
			t.Errorf("segments %v, added %v", c.Segments, c.Added)
		}
		texts, err := s.SearchBodies(ctx, []int64{zh, en})
		if diff := gocmp.Diff(map[int64]string{zh: "red", en: "green"}, map[int64]string{zh: texts[zh], en: texts[en]}); diff != "" || err != nil {
			t.Errorf("texts %v, error %v", texts, err)
		}

		// What queries ask of the article changes, its texts do not.
		if err := s.RefuseTheme(ctx, a.ID, "ports", true); err != nil {
			t.Fatal(err)
		}
		if err := s.InTx(ctx, func(tx *store.Store) error { return tx.RefreshIndexed(ctx, []int64{a.ID, 999}) }); err != nil {
			t.Fatal(err)
		}
		c = changes(t, s, number, c.Segments...)
		for i := range want {
			want[i].Themes = []string{"talent"}
		}
		if diff := gocmp.Diff(want, c.Editions); diff != "" || len(c.Added) != 0 || len(c.Segments) != 1 {
			t.Errorf("after refreshing: segments %v, added %d; -want +got\n%s", c.Segments, len(c.Added), diff)
		}
	})
}

func TestTheIndexTellsOnlyWhatChanged(t *testing.T) {
	onEach(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		if c := changes(t, s, -1); c.Number != 0 || len(c.Segments) != 0 || len(c.Editions) != 0 {
			t.Errorf("of an empty index: %+v", c)
		}
		one, two, three := visible(t, s, 1), visible(t, s, 2), visible(t, s, 3)
		index(t, s, document(one, "a", "x"), document(two, "a", "y"))
		first := changes(t, s, -1)
		index(t, s, document(two, "a", "z"))
		second := changes(t, s, first.Number, first.Segments...)
		if len(second.Editions) != 1 || second.Editions[0].EditionKey != two || second.Editions[0].Document != search.DocumentNumber(second.Number, 0) {
			t.Errorf("after writing another: %+v", second.Editions)
		}
		if len(second.Segments) != 2 || len(second.Added) != 1 || second.Added[0].ID != second.Number {
			t.Errorf("segments %v, added %+v", second.Segments, second.Added)
		}

		for range 2 { // the second time it is unknown already
			if err := s.InTx(ctx, func(tx *store.Store) error { return tx.Unindex(ctx, one) }); err != nil {
				t.Fatal(err)
			}
		}
		if err := s.InTx(ctx, func(tx *store.Store) error { return tx.Unindex(ctx, three) }); err != nil {
			t.Fatal(err)
		}
		third := changes(t, s, second.Number, second.Segments...)
		if len(third.Editions) != 1 || third.Editions[0].EditionKey != one || third.Editions[0].Document != 0 || third.Number != second.Number+1 {
			t.Errorf("after withdrawing: number %d after %d, %+v", third.Number, second.Number, third.Editions)
		}
		if texts, err := s.SearchBodies(ctx, []int64{one, two}); err != nil || len(texts) != 1 || texts[two] != "z" {
			t.Errorf("texts %v, error %v", texts, err)
		}
		live, err := s.LiveDocuments(ctx)
		if diff := gocmp.Diff(map[int64]bool{search.DocumentNumber(second.Number, 0): true}, live); diff != "" || err != nil {
			t.Errorf("live documents: error %v, -want +got\n%s", err, diff)
		}
		if n, err := s.IndexNumber(ctx); n != third.Number || err != nil {
			t.Errorf("number %d, error %v, want %d", n, err, third.Number)
		}
		if c := changes(t, s, third.Number, third.Segments...); len(c.Editions) != 0 || len(c.Added) != 0 {
			t.Errorf("nothing has changed, but %+v", c)
		}
	})
}

func TestAFailedTransactionLeavesNoIndex(t *testing.T) {
	onEach(t, func(t *testing.T, s *store.Store) {
		key := visible(t, s, 1)
		index(t, s, document(key, "a", "x"))
		before, broken := changes(t, s, -1), errors.New("broken")
		d := document(key, "a", "y")
		file, err := search.NewFile([]*search.Document{d})
		if err != nil {
			t.Fatal(err)
		}
		err = s.InTx(t.Context(), func(tx *store.Store) error {
			if err := tx.WriteIndex(t.Context(), file, []*search.Document{d}); err != nil {
				t.Error(err)
			}
			return broken
		})
		if !errors.Is(err, broken) {
			t.Errorf("got error %v, want %v", err, broken)
		}
		if diff := gocmp.Diff(before, changes(t, s, -1)); diff != "" {
			t.Errorf("-before +after\n%s", diff)
		}
		if ids := blockIDs(t, s, before.Number+1); len(ids) != 0 {
			t.Errorf("%d blocks are left", len(ids))
		}
	})
}

// manyBlocks makes a segment of n blocks that is not ready.
func manyBlocks(t *testing.T, s *store.Store, n int) int64 {
	t.Helper()
	var id int64
	err := s.InTx(t.Context(), func(tx *store.Store) (err error) {
		if id, err = tx.BeginSegment(t.Context()); err != nil {
			return err
		}
		blocks := make([][]byte, n)
		for i := range blocks {
			blocks[i] = fmt.Append(nil, "block ", i)
		}
		return tx.AddBlocks(t.Context(), id, search.Positions, 3, blocks)
	})
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func TestManyBlocksAreReadAtOnce(t *testing.T) {
	onEach(t, func(t *testing.T, s *store.Store) {
		const n = 2345
		id := manyBlocks(t, s, n)
		var ids []int64
		for i := range n + 10 { // the last ten are not there
			ids = append(ids, search.BlockID(id, search.Positions, 3+i))
		}
		got := map[int64]string{}
		if err := s.IndexBlocks(t.Context(), ids, func(id int64, data []byte) { got[id] += string(data) }); err != nil {
			t.Fatal(err)
		}
		want := map[int64]string{}
		for i := range n {
			want[ids[i]] = fmt.Sprint("block ", i)
		}
		if diff := gocmp.Diff(want, got); diff != "" {
			t.Errorf("-want +got\n%.2000s", diff)
		}
	})
}

func TestASegmentTakesThePlaceOfItsSources(t *testing.T) {
	onEach(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		index(t, s, document(visible(t, s, 1), "a", "x"))
		index(t, s, document(visible(t, s, 2), "a", "y"))
		before := changes(t, s, -1)
		sources := before.Segments
		finish := func(id int64, sources ...int64) error {
			row := search.SegmentRow{ID: id, Documents: []byte{1}, Lists: []byte{2}, Positions: []byte{3}}
			return s.InTx(ctx, func(tx *store.Store) error { return tx.FinishSegment(ctx, row, 2, sources) })
		}
		id, begun := manyBlocks(t, s, 1), manyBlocks(t, s, 1)
		if c := changes(t, s, -1); !slices.Equal(c.Segments, sources) {
			t.Errorf("a segment that is not ready is told: %v", c.Segments)
		}
		if _, err := s.SegmentRow(ctx, id); !errors.Is(err, newsroom.ErrNotFound) {
			t.Errorf("the row of a segment that is not ready: error %v, want ErrNotFound", err)
		}
		for what, refused := range map[string]error{
			"a source that is not there":  finish(id, sources[0], 999),
			"one that is not ready":       finish(id, sources[0], begun),
			"a segment that is not there": finish(999, sources...),
			"one that is ready":           finish(sources[0], sources[1]),
		} {
			if !errors.Is(refused, newsroom.ErrConflict) {
				t.Errorf("%s: error %v, want ErrConflict", what, refused)
			}
		}
		if diff := gocmp.Diff(before.Segments, changes(t, s, -1).Segments); diff != "" {
			t.Errorf("what was refused changed something: -before +after\n%s", diff)
		}
		if err := finish(id, sources...); err != nil {
			t.Fatal(err)
		}
		row, err := s.SegmentRow(ctx, id)
		if diff := gocmp.Diff(search.SegmentRow{ID: id, Documents: []byte{1}, Lists: []byte{2}, Positions: []byte{3}}, row); diff != "" || err != nil {
			t.Errorf("error %v, -want +got\n%s", err, diff)
		}
		after := changes(t, s, before.Number, sources...)
		if !slices.Equal(after.Segments, []int64{id}) || len(after.Added) != 1 || len(after.Editions) != 0 || after.Number <= begun {
			t.Errorf("after merging: %+v", after)
		}
		list, err := s.IndexSegments(ctx)
		if diff := gocmp.Diff([]store.IndexSegment{{ID: id, Ready: true, BegunAt: clock, Size: 2}, {ID: begun, BegunAt: clock}}, list); diff != "" || err != nil {
			t.Errorf("error %v, -want +got\n%s", err, diff)
		}
	})
}

func TestBlocksGoWithTheirSegment(t *testing.T) {
	onEach(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		index(t, s, document(visible(t, s, 1), "a", "x"))
		kept := changes(t, s, -1).Number
		first, begun, second := manyBlocks(t, s, 30), manyBlocks(t, s, 20), manyBlocks(t, s, 7)
		number, err := s.IndexNumber(ctx)
		if err != nil {
			t.Fatal(err)
		}
		if n, err := s.SweepBlocks(ctx, 100); n != 0 || err != nil {
			t.Errorf("every segment is there, but %d blocks were removed, error %v", n, err)
		}
		if err := s.InTx(ctx, func(tx *store.Store) error { return tx.DropSegments(ctx, []int64{first, second}) }); err != nil {
			t.Fatal(err)
		}
		if after, err := s.IndexNumber(ctx); after != number+1 || err != nil {
			t.Errorf("the number moved from %d to %d, error %v", number, after, err)
		}
		var removed []int
		for {
			n, err := s.SweepBlocks(ctx, 12)
			if err != nil {
				t.Fatal(err)
			}
			if n == 0 {
				break
			}
			removed = append(removed, n)
		}
		if diff := gocmp.Diff([]int{12, 12, 6, 7}, removed); diff != "" {
			t.Errorf("removed: -want +got\n%s", diff)
		}
		for segment, want := range map[int64]int{kept: 2, first: 0, begun: 20, second: 0} {
			if got := len(blockIDs(t, s, segment)); got != want {
				t.Errorf("segment %d has %d blocks, want %d", segment, got, want)
			}
		}
	})
}

// TestNumbersAreInTheOrderOfCommits has many transactions write the index at
// once while readers follow it by what changed since they last looked.
func TestNumbersAreInTheOrderOfCommits(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s := storetest.Open(t, o, nil)
		const writers, each = 4, 15
		keys := make([][]int64, writers)
		for w := range writers {
			for i := range each {
				keys[w] = append(keys[w], visible(t, s, 1+w*each+i))
			}
		}
		seen, number, segments := map[int64]int64{}, int64(-1), []int64(nil)
		follow := func() {
			c, err := s.IndexChange(t.Context(), number, segments)
			if err != nil {
				t.Error(err)
				return
			}
			for _, e := range c.Editions {
				seen[e.EditionKey] = e.Document
			}
			number, segments = c.Number, c.Segments
		}
		var writing, reading sync.WaitGroup
		done := make(chan struct{})
		for w := range writers {
			writing.Go(func() {
				for _, key := range keys[w] {
					d := document(key, "a", "x")
					file, err := search.NewFile([]*search.Document{d})
					if err == nil {
						err = s.InTx(t.Context(), func(tx *store.Store) error {
							err := tx.WriteIndex(t.Context(), file, []*search.Document{d})
							time.Sleep(time.Duration(key%3) * time.Millisecond) // between the number and the commit
							return err
						})
					}
					if err != nil {
						t.Error(err)
					}
				}
			})
		}
		reading.Go(func() {
			for {
				select {
				case <-done:
					return
				default:
					follow()
				}
			}
		})
		writing.Wait()
		close(done)
		reading.Wait()
		follow()
		all := changes(t, s, -1)
		want := map[int64]int64{}
		for _, e := range all.Editions {
			want[e.EditionKey] = e.Document
		}
		if len(want) != writers*each || len(all.Segments) != writers*each {
			t.Errorf("%d editions in %d segments, want %d of each", len(want), len(all.Segments), writers*each)
		}
		if diff := gocmp.Diff(want, seen); diff != "" {
			t.Errorf("who followed has missed something: -want +got\n%s", diff)
		}
	})
}

// TestAWriterOfTheIndexWaits holds one transaction open after it has its
// number: another must not get the next one, and a reader must not see it,
// before the first has ended.
func TestAWriterOfTheIndexWaits(t *testing.T) {
	s := storetest.Open(t, store.Options{URL: storetest.PostgreSQL(t)}, nil)
	one, two := visible(t, s, 1), visible(t, s, 2)
	index(t, s, document(one, "a", "x"), document(two, "a", "x"))
	before := changes(t, s, -1).Number
	written, release, second := make(chan struct{}), make(chan struct{}), make(chan error, 1)
	first := make(chan error, 1)
	go func() {
		first <- s.InTx(t.Context(), func(tx *store.Store) error {
			err := tx.Unindex(t.Context(), one)
			close(written)
			<-release
			return err
		})
	}()
	<-written
	go func() {
		second <- s.InTx(t.Context(), func(tx *store.Store) error { return tx.Unindex(t.Context(), two) })
	}()
	select {
	case err := <-second:
		t.Errorf("the second did not wait, error %v", err)
	case <-time.After(200 * time.Millisecond):
	}
	if c := changes(t, s, before); c.Number != before || len(c.Editions) != 0 {
		t.Errorf("seen before anybody has committed: %+v", c)
	}
	close(release)
	if err := errors.Join(<-first, <-second); err != nil {
		t.Fatal(err)
	}
	if c := changes(t, s, before+1); c.Number != before+2 || len(c.Editions) != 1 || c.Editions[0].EditionKey != two {
		t.Errorf("after the first number: %+v", c)
	}
}

func TestARenamedContributorsEditionsAreStale(t *testing.T) {
	onEach(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		author, translator := contributor(t, s, "author"), contributor(t, s, "translator")
		a := article("a",
			edition(newsroom.Chinese, "00000000-0000-7000-8000-000000000001", newsroom.Published, clock),
			edition(newsroom.English, "00000000-0000-7000-8000-000000000002", newsroom.Published, clock))
		a.Credits = []newsroom.Credit{{Contributor: author, Role: newsroom.Author}}
		a.Editions[newsroom.English].Translators = []newsroom.Credit{{Contributor: translator, Role: newsroom.Translator}}
		save(t, s, a)
		zh, en, other := a.Editions[newsroom.Chinese].Key, a.Editions[newsroom.English].Key, visible(t, s, 3)
		for _, tt := range []struct {
			contributor int64
			want        []int64
		}{
			{author.ID, []int64{zh, en}}, {translator.ID, []int64{en}}, {0, nil},
		} {
			index(t, s, document(zh, "t", "b"), document(en, "t", "b"), document(other, "t", "b"))
			if err := s.ClearStamps(ctx, tt.contributor); err != nil {
				t.Fatal(err)
			}
			if stale := staleKeys(t, s, "s"); !slices.Equal(stale, tt.want) {
				t.Errorf("contributor %d: stale %v, want %v", tt.contributor, stale, tt.want)
			}
		}
	})
}

func staleKeys(t *testing.T, s *store.Store, stamp string) []int64 {
	t.Helper()
	stale, err := s.StaleEditions(t.Context(), stamp, 0, 100)
	if err != nil {
		t.Fatal(err)
	}
	var keys []int64
	for _, e := range stale {
		keys = append(keys, e.Key)
	}
	return keys
}

func TestStaleIsWhatReadersSeeAndSearchDoesNotKnow(t *testing.T) {
	onEach(t, func(t *testing.T, s *store.Store) {
		known, unknown, old, gone := visible(t, s, 1), visible(t, s, 2), visible(t, s, 3), visible(t, s, 4)
		save(t, s, article("draft", edition(newsroom.Chinese, "00000000-0000-7000-8000-000000000005", newsroom.Draft, clock)))
		before := document(old, "t", "b")
		before.Stamp = "old"
		index(t, s, document(known, "t", "b"), before, document(gone, "t", "b"))
		if err := s.InTx(t.Context(), func(tx *store.Store) error { return tx.Unindex(t.Context(), gone) }); err != nil {
			t.Fatal(err)
		}
		if diff := gocmp.Diff([]int64{unknown, old, gone}, staleKeys(t, s, "s")); diff != "" {
			t.Errorf("-want +got\n%s", diff)
		}
		if stale, err := s.StaleEditions(t.Context(), "s", unknown, 1); err != nil || len(stale) != 1 || stale[0].Key != old || stale[0].Stamp != "old" {
			t.Errorf("one after a key: %+v, error %v", stale, err)
		}
	})
}
