package search_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"hebi/internal/newsroom"
	"hebi/internal/publish"
	"hebi/internal/search"
	"hebi/internal/store"
	"hebi/internal/store/storetest"
)

func TestMergesAreOfSegmentsOfOneSize(t *testing.T) {
	for _, tt := range []struct {
		name        string
		sizes, want []int
	}{
		{"none", nil, nil},
		{"seven of a size", []int{1, 1, 1, 1, 1, 1, 1, 9, 100}, nil},
		{"eight of a size", []int{1, 1, 900, 1, 1, 1, 0, 1, 1}, []int{0, 1, 3, 4, 5, 6, 7, 8}},
		{"eight of about a size", []int{2, 15, 8, 8, 9, 3, 16, 5, 12}, []int{0, 1, 2, 3, 4, 5, 7, 8}},
		{"the smaller first", []int{100, 100, 100, 100, 100, 100, 100, 100, 9, 9, 9, 9, 9, 9, 9, 9}, []int{8, 9, 10, 11, 12, 13, 14, 15}},
		{"more than eight", []int{1, 1, 1, 1, 1, 1, 1, 1, 1, 1}, []int{0, 1, 2, 3, 4, 5, 6, 7, 8, 9}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, search.ChooseMerge(tt.sizes)); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
		})
	}
}

// model is what a site with articles of Chinese text should find.
type model struct {
	bodies  map[string]string // by slug, of visible articles
	stored  []string          // slugs, visible or not
	visible map[string]bool
}

// finds returns the slugs of the visible articles that hold all the pieces of text.
func (m *model) finds(pieces ...string) []string {
	var list []string
	for slug, body := range m.bodies {
		all := m.visible[slug]
		for _, piece := range pieces {
			all = all && strings.Contains(body, piece)
		}
		if all {
			list = append(list, slug)
		}
	}
	slices.Sort(list)
	return list
}

var modelWords = []string{"琥珀", "渡口", "风电", "码头", "旧船", "珊瑚", "绿色", "发展"}

func modelBody(r *rand.Rand) string {
	var body strings.Builder
	for range 1 + r.IntN(12) {
		body.WriteString(modelWords[r.IntN(len(modelWords))])
		if r.IntN(3) == 0 {
			body.WriteString("，")
		}
	}
	return body.String()
}

// step changes a site and the model of it in the same way.
func (m *model) step(t *testing.T, s *site, r *rand.Rand) string {
	t.Helper()
	slug := ""
	if len(m.stored) > 0 {
		slug = m.stored[r.IntN(len(m.stored))]
	}
	switch n := r.IntN(20); {
	case slug == "" || n < 9: // new articles
		return m.save(t, s, r, func() string { return fmt.Sprint("a", len(m.stored)) })
	case n < 13: // others once more
		return m.save(t, s, r, func() string { return m.stored[r.IntN(len(m.stored))] })
	case n < 15:
		if _, err := s.publisher.Withdraw(t.Context(), slug, "", publish.Options{}); err != nil {
			t.Fatal(err)
		}
		m.visible[slug] = false
		return "withdraw " + slug
	case n < 17:
		if _, err := s.publisher.Publish(t.Context(), slug, "", publish.Options{}); err != nil {
			t.Fatal(err)
		}
		m.visible[slug] = true
		return "publish " + slug
	case n < 19:
		if err := s.publisher.MergeIndex(t.Context()); err != nil {
			t.Fatal(err)
		}
		checkTiers(t, s)
		return "merge"
	}
	if err := s.publisher.Reindex(t.Context(), true, func() {}); err != nil {
		t.Fatal(err)
	}
	checkTiers(t, s)
	return "index all"
}

func (m *model) save(t *testing.T, s *site, r *rand.Rand, slug func() string) string {
	t.Helper()
	var articles []*newsroom.Article
	taken := map[string]bool{}
	for range 1 + r.IntN(3) {
		slug, body := slug(), modelBody(r)
		if taken[slug] {
			continue
		}
		taken[slug] = true
		if _, known := m.bodies[slug]; !known {
			m.stored, m.visible[slug] = append(m.stored, slug), true
		}
		m.bodies[slug] = body // what is withdrawn stays so
		articles = append(articles, &newsroom.Article{Slug: slug, Editions: map[newsroom.Language]*newsroom.Edition{
			newsroom.Chinese: {Language: newsroom.Chinese, Title: "题目", Body: body},
		}})
	}
	what := "save"
	for i, result := range s.publisher.SaveArticles(t.Context(), articles, publish.Options{Publish: true}) {
		if result.Err != nil {
			t.Fatal(result.Err)
		}
		what += " " + articles[i].Slug
	}
	return what
}

// checkTiers checks that segments are few, and that nothing is left of those that were.
func checkTiers(t *testing.T, s *site) {
	t.Helper()
	segments, err := s.store.IndexSegments(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	tiers, last := map[int]int{}, int64(0)
	there := map[int64]bool{}
	for _, x := range segments {
		tier := 0
		for size := x.Size; size > 1; size /= 8 {
			tier++
		}
		if tiers[tier]++; tiers[tier] > 7 {
			t.Errorf("%d segments of tier %d in %+v", tiers[tier], tier, segments)
		}
		there[x.ID], last = true, max(last, x.ID)
	}
	var gone []int64
	for id := range last {
		for n := range 4 {
			if !there[id] {
				gone = append(gone, search.BlockID(id, search.Lists, n), search.BlockID(id, search.Positions, n))
			}
		}
	}
	left := 0
	if err := s.store.IndexBlocks(t.Context(), gone, func(int64, []byte) { left++ }); err != nil || left > 0 {
		t.Errorf("%d blocks are left of segments that are gone, error %v", left, err)
	}
}

// check compares what engines find with the model: all that hold two words are
// among what is found by them, and just those that hold a phrase by that.
func (m *model) check(t *testing.T, s *site, r *rand.Rand, engines map[string]*search.Engine) {
	t.Helper()
	words, phrases := map[string][]string{}, map[string][]string{}
	for range 3 {
		one, other := modelWords[r.IntN(len(modelWords))], modelWords[r.IntN(len(modelWords))]
		words[one+" "+other] = m.finds(one, other)
		phrase := []rune(strings.ReplaceAll(modelBody(r), "，", ""))
		phrase = phrase[:min(len(phrase), 1+r.IntN(6))]
		phrases["“"+string(phrase)+"”"] = m.finds(string(phrase))
	}
	for name, engine := range engines {
		there := &site{store: s.store, publisher: s.publisher, segmenter: s.segmenter, engine: engine}
		for query, want := range words {
			found := there.holds(t, search.Query{Text: query})
			found = slices.DeleteFunc(found, func(slug string) bool { return m.visible[slug] && !slices.Contains(want, slug) })
			if diff := cmp.Diff(want, found, cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("the %s engine, words %s: -want +got\n%s", name, query, diff)
			}
		}
		for query, want := range phrases {
			if diff := cmp.Diff(want, there.holds(t, search.Query{Text: query})); diff != "" {
				t.Errorf("the %s engine, phrase %s: -want +got\n%s", name, query, diff)
			}
		}
	}
}

// TestWhateverHappensTheSameIsFound saves, withdraws and merges at random and
// asks an engine that sees all of it and one that comes to it fresh.
func TestWhateverHappensTheSameIsFound(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s, r := newSite(t, o), rand.New(rand.NewPCG(5, 6))
		m := &model{bodies: map[string]string{}, visible: map[string]bool{}}
		var steps []string
		for range 200 {
			if len(m.stored) > 90 { // a page of hits must hold them all
				break
			}
			steps = append(steps, m.step(t, s, r))
			m.check(t, s, r, map[string]*search.Engine{"old": s.engine, "fresh": search.NewEngine(s.store, s.segmenter)})
			if t.Failed() {
				t.Fatalf("after %d steps: %s", len(steps), strings.Join(steps[max(0, len(steps)-12):], ", "))
			}
		}
	})
}

// blockCount is how many blocks of the first segments there are on disk.
func blockCount(t *testing.T, s *site) int {
	t.Helper()
	number, err := s.store.IndexNumber(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var ids []int64
	for segment := range number + 1 {
		for n := range 40 {
			ids = append(ids, search.BlockID(segment, search.Lists, n), search.BlockID(segment, search.Positions, n))
		}
	}
	n := 0
	if err := s.store.IndexBlocks(t.Context(), ids, func(int64, []byte) { n++ }); err != nil {
		t.Fatal(err)
	}
	return n
}

func TestDeadDocumentsVanishFromDisk(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s, r := newSite(t, o), rand.New(rand.NewPCG(7, 8))
		var articles []*newsroom.Article
		for i := range 30 {
			articles = append(articles, &newsroom.Article{Slug: fmt.Sprint("a", i), Editions: map[newsroom.Language]*newsroom.Edition{
				newsroom.Chinese: {Language: newsroom.Chinese, Title: "题目", Body: madeUp(r, 500)},
			}})
		}
		for _, result := range s.publisher.SaveArticles(t.Context(), articles, publish.Options{Publish: true}) {
			if result.Err != nil {
				t.Fatal(result.Err)
			}
		}
		before := blockCount(t, s)
		if before < 20 {
			t.Fatalf("%d blocks: the texts are too short for this test", before)
		}
		for range 3 {
			if err := s.publisher.Reindex(t.Context(), true, func() {}); err != nil {
				t.Fatal(err)
			}
			if n := blockCount(t, s); n != before {
				t.Errorf("indexed anew: %d blocks, before %d", n, before)
			}
		}
		for _, a := range articles[1:] {
			if _, err := s.publisher.Withdraw(t.Context(), a.Slug, "", publish.Options{}); err != nil {
				t.Fatal(err)
			}
		}
		if err := s.publisher.Reindex(t.Context(), false, func() {}); err != nil {
			t.Fatal(err)
		}
		if n := blockCount(t, s); n != 2 {
			t.Errorf("of one article of 30: %d blocks, want 2", n)
		}
		if _, err := s.publisher.Withdraw(t.Context(), "a0", "", publish.Options{}); err != nil {
			t.Fatal(err)
		}
		if err := s.publisher.Reindex(t.Context(), false, func() {}); err != nil {
			t.Fatal(err)
		}
		if segments, err := s.store.IndexSegments(t.Context()); err != nil || len(segments) != 0 || blockCount(t, s) != 0 {
			t.Errorf("of no article: segments %v, %d blocks, error %v", segments, blockCount(t, s), err)
		}
	})
}

// TestSearchingGoesOnWhileTheIndexChanges asks for articles of which some are
// never touched and others are saved again and again, while segments come and go.
func TestSearchingGoesOnWhileTheIndexChanges(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s := newSite(t, o)
		const still, moving, rounds = 12, 12, 40
		var want []string
		for i := range still + moving {
			slug := fmt.Sprint("a", i)
			want = append(want, slug)
			s.publish(t, slug, zh("题目", "渡口的琥珀。"+strings.Repeat("旧船。", i)))
		}
		slices.Sort(want)
		done := make(chan struct{})
		var searching sync.WaitGroup
		for _, q := range []search.Query{{Text: "琥珀"}, {Text: "渡口的琥珀", Exact: true}, {Text: "琥珀", Newest: true}} {
			q.Language, q.PerPage = newsroom.Chinese, search.MaxPerPage
			searching.Go(func() {
				for asked := 0; ; asked++ {
					select {
					case <-done:
						if asked < rounds/4 {
							t.Errorf("only %d questions were asked", asked)
						}
						return
					default:
					}
					r, err := s.engine.Search(t.Context(), q)
					if err != nil {
						t.Error(err)
						return
					}
					got := slugs(r)
					slices.Sort(got)
					if diff := cmp.Diff(want, got); diff != "" {
						t.Errorf("query %s: -want +got\n%s", q.Text, diff)
						return
					}
				}
			})
		}
		for round := range rounds {
			s.publish(t, fmt.Sprint("a", still+round%moving), zh("题目", "渡口的琥珀。"+strings.Repeat("风电。", round)))
			s.publish(t, fmt.Sprint("b", round), zh("题目", "码头。"))
			if err := s.publisher.MergeIndex(t.Context()); err != nil {
				t.Error(err)
			}
			if round%10 == 9 {
				if err := s.publisher.Reindex(t.Context(), true, func() {}); err != nil {
					t.Error(err)
				}
			}
		}
		close(done)
		searching.Wait()
	})
}
