package publish_test

import (
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"hebi/internal/newsroom"
	"hebi/internal/postings"
	"hebi/internal/publish"
	"hebi/internal/search"
	"hebi/internal/store"
	"hebi/internal/store/storetest"
)

// together runs several at once and returns when all have ended.
func together(do ...func()) {
	var all sync.WaitGroup
	for _, one := range do {
		all.Go(one)
	}
	all.Wait()
}

func TestTwoProcessesMaySaveTheSameArticles(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		first := newSite(t, o)
		second := first.another(t)
		const n, rounds = 16, 8
		// In even rounds the articles are new, in odd ones they are those of the round before.
		slug := func(round, i int) string { return fmt.Sprintf("a-%d-%02d", round/2, i) }
		batch := func(round int, text string) []*newsroom.Article {
			var list []*newsroom.Article
			for i := range n {
				a := chinese(slug(round, i), text, text)
				who := newsroom.Bilingual{ZH: fmt.Sprintf("甲%d乙%d", round/2, i/2)}
				a.Credits = []newsroom.Credit{{Contributor: newsroom.Contributor{Name: who}, Role: newsroom.Author}}
				list = append(list, a)
			}
			return list
		}
		for round := range rounds {
			texts := [2]string{fmt.Sprintf("甲文%d", round), fmt.Sprintf("乙文%d", round)}
			forwards, backwards := batch(round, texts[0]), batch(round, texts[1])
			slices.Reverse(backwards)
			var results [2][]publish.Result
			together(
				func() { results[0] = first.SaveArticles(t.Context(), forwards, publish.Options{Publish: true}) },
				func() { results[1] = second.SaveArticles(t.Context(), backwards, publish.Options{Publish: true}) },
			)
			for _, r := range slices.Concat(results[0], results[1]) {
				if r.Err != nil {
					t.Fatalf("round %d: %v", round, r.Err)
				}
			}
			for i := range n {
				e := first.whole(t, slug(round, i)).Editions[newsroom.Chinese]
				if e.Title != e.Body || !slices.Contains(texts[:], e.Title) || e.Revision != 2*(round%2+1) {
					t.Errorf("round %d: %q with the text %q is revision %d", round, e.Title, e.Body, e.Revision)
				}
			}
		}
		if people, err := first.store.AllContributors(t.Context()); err != nil || len(people) != rounds/2*n/2 {
			t.Errorf("%d contributors, want %d, error %v", len(people), rounds/2*n/2, err)
		}
	})
}

// shared is something of the site that two processes may save at once.
type shared struct {
	subject string
	// save saves it so that every part of it says text.
	save func(s *site, text string) (*publish.Outcome, error)
	// parts returns what each part of it says now.
	parts func(s *site) ([]string, error)
}

func sharedThings(t *testing.T) []shared {
	both := func(text string) newsroom.Bilingual { return newsroom.Bilingual{ZH: text, EN: text} }
	said := func(b newsroom.Bilingual) []string { return []string{b.ZH, b.EN} }
	var o publish.Options
	// Each text has an order of its own, in which rows would be locked.
	ordered := func(text string) []string {
		list := []string{"talent", "energy"}
		if len(text)%2 == 0 {
			slices.Reverse(list)
		}
		return list
	}
	return []shared{
		{"site", func(s *site, text string) (*publish.Outcome, error) {
			return s.SaveSite(t.Context(), &newsroom.Site{Name: both(text), Tagline: both(text), TimeZone: "UTC"}, o)
		}, func(s *site) ([]string, error) {
			found, err := s.store.Site(t.Context())
			return slices.Concat(said(found.Name), said(found.Tagline)), err
		}},
		{"themes", func(s *site, text string) (*publish.Outcome, error) {
			var list []newsroom.Theme
			for _, slug := range ordered(text) {
				list = append(list, newsroom.Theme{Slug: slug, Name: both(text)})
			}
			return s.SaveThemes(t.Context(), list, o)
		}, func(s *site) ([]string, error) {
			found, err := s.store.AllThemes(t.Context())
			return slices.Concat(said(found[0].Name), said(found[1].Name)), err
		}},
		{"terms", func(s *site, text string) (*publish.Outcome, error) {
			var list []newsroom.Term
			for _, zh := range ordered(text) {
				list = append(list, newsroom.Term{ZH: zh, EN: text, Note: text})
			}
			return s.SaveTerms(t.Context(), list, o)
		}, func(s *site) ([]string, error) {
			found, err := s.store.Terms(t.Context())
			return []string{found[0].EN, found[0].Note, found[1].EN, found[1].Note}, err
		}},
		{"contributor c", func(s *site, text string) (*publish.Outcome, error) {
			return s.SaveContributor(t.Context(), &newsroom.Contributor{
				Slug: "c", Name: both(text), Bio: both(text), Affiliations: []newsroom.Affiliation{{Organisation: both(text)}},
			}, o)
		}, func(s *site) ([]string, error) {
			found, err := s.store.AnyContributorBySlug(t.Context(), "c")
			if err != nil || len(found.Affiliations) != 1 {
				return nil, errors.Join(err, errors.New("not one affiliation"))
			}
			return slices.Concat(said(found.Name), said(found.Bio), said(found.Affiliations[0].Organisation)), err
		}},
		{"special s", func(s *site, text string) (*publish.Outcome, error) {
			editions := map[newsroom.Language]*newsroom.SpecialEdition{}
			for _, l := range newsroom.Languages() {
				editions[l] = &newsroom.SpecialEdition{Language: l, Title: text, Note: text}
			}
			return s.SaveSpecial(t.Context(), &newsroom.Special{Slug: "s", Editions: editions}, o)
		}, func(s *site) ([]string, error) {
			found, err := s.store.WholeSpecial(t.Context(), "s")
			if err != nil || len(found.Editions) != 2 {
				return nil, errors.Join(err, errors.New("not both editions"))
			}
			zh, en := found.Editions[newsroom.Chinese], found.Editions[newsroom.English]
			return []string{zh.Title, zh.Note, en.Title, en.Note}, err
		}},
	}
}

// saveAll has each text saved by both sites at once and returns how many
// outcomes there were of each kind.
func (thing shared) saveAll(t *testing.T, sites []*site, texts ...string) map[string]int {
	t.Helper()
	changes := map[string]int{}
	var writing sync.Mutex
	var do []func()
	for _, s := range sites {
		for _, text := range texts {
			do = append(do, func() {
				out, err := thing.save(s, text)
				if err != nil {
					t.Errorf("%s: %v", thing.subject, err)
					return
				}
				writing.Lock()
				defer writing.Unlock()
				changes[out.Change]++
			})
		}
	}
	together(do...)
	return changes
}

func TestOfTwoProcessesOneWinsWhole(t *testing.T) {
	for _, thing := range sharedThings(t) {
		t.Run(thing.subject, func(t *testing.T) {
			storetest.Each(t, func(t *testing.T, o store.Options) {
				first := newSite(t, o)
				sites := []*site{first, first.another(t)}
				for round := range 5 {
					before, all := first.audit(t), map[string]int{}
					texts := []string{fmt.Sprint("a", round), fmt.Sprint("ab", round)}
					for change, n := range thing.saveAll(t, sites, texts...) {
						all[change] += n
					}
					parts, err := thing.parts(first)
					if err != nil {
						t.Fatal(err)
					}
					if kinds := slices.Compact(slices.Clone(parts)); len(kinds) != 1 || !slices.Contains(texts, kinds[0]) {
						t.Errorf("round %d: what is stored is mixed: %q", round, parts)
					}
					for change, n := range thing.saveAll(t, sites, "c", "c", "c") {
						all[change] += n
					}
					if all[publish.Unchanged] < 5 {
						t.Errorf("round %d: of six that saved the same only one changes something: %v", round, all)
					}
					want := map[string]int{}
					for _, change := range []string{publish.Created, publish.Updated} {
						if n := before[change+" "+thing.subject] + all[change]; n > 0 {
							want[change+" "+thing.subject] = n
						}
					}
					if want["created "+thing.subject] > 1 {
						t.Errorf("round %d: created %d times", round, want["created "+thing.subject])
					}
					got := first.audit(t)
					for what := range got {
						if what != "created "+thing.subject && what != "updated "+thing.subject {
							delete(got, what)
						}
					}
					if diff := cmp.Diff(want, got); diff != "" {
						t.Errorf("round %d: audit rows: -want +got\n%s", round, diff)
					}
				}
			})
		})
	}
}

// documentsWith returns in how many documents of the index a token stands.
func (s *site) documentsWith(t *testing.T, token string) int {
	t.Helper()
	change, err := s.store.IndexChange(t.Context(), -1, nil)
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, row := range change.Added {
		directory, err := postings.OpenDirectory(row.Lists)
		if err != nil {
			t.Fatal(err)
		}
		for from, to := directory.Find(token); from < to; from++ {
			err := s.store.IndexBlocks(t.Context(), []int64{search.BlockID(row.ID, search.Lists, from)}, func(_ int64, data []byte) {
				var list postings.List
				if err := list.Open(token, data); err != nil {
					t.Error(err)
				}
				n += list.Len()
			})
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	return n
}

func TestWhatAnotherProcessTaughtIsUsed(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		first := newSite(t, o)
		second := first.another(t)
		if _, err := first.SaveTerms(t.Context(), []newsroom.Term{{ZH: "渔火节", EN: "Lantern Fishing Day", Themes: []string{"fishing"}}}, publish.Options{}); err != nil {
			t.Fatal(err)
		}
		fishing := []newsroom.Theme{{Slug: "fishing", Name: newsroom.Bilingual{ZH: "渔业"}, Vocabulary: map[newsroom.Language][]string{newsroom.Chinese: {"渔船", "渔港", "渔网"}}}}
		if _, err := first.SaveThemes(t.Context(), fishing, publish.Options{}); err != nil {
			t.Fatal(err)
		}
		second.save(t, chinese("x", "渔港的渔火节", "渔船与渔网，渔港与渔火节。"), publish.Options{Publish: true})
		if a := first.whole(t, "x"); len(a.Themes) != 1 || a.Themes[0].Slug != "fishing" {
			t.Errorf("themes %+v", a.Themes)
		}
		if n := first.documentsWith(t, "t渔火节"); n != 1 {
			t.Errorf("the term is a token of %d editions", n)
		}
		if first.Stamp() != second.Stamp() {
			t.Errorf("stamps %q and %q", first.Stamp(), second.Stamp())
		}
		for name, s := range map[string]*site{"first": first, "second": second} {
			if err := s.Reindex(t.Context(), false, func() { t.Errorf("the %s process finds it stale", name) }); err != nil {
				t.Error(err)
			}
		}
	})
}
