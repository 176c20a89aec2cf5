package publish_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"hebi/internal/markdown"
	"hebi/internal/newsroom"
	"hebi/internal/postings"
	"hebi/internal/publish"
	"hebi/internal/search"
	"hebi/internal/segment"
	"hebi/internal/store"
	"hebi/internal/store/storetest"
	"hebi/internal/terms"
)

// replace makes terms the whole term base.
func (s *site) replace(t *testing.T, list ...newsroom.Term) *publish.TermsOutcome {
	t.Helper()
	out, err := s.ImportTerms(t.Context(), list, true, publish.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// repair brings the index up to date and returns how many editions were indexed again.
func (s *site) repair(t *testing.T, all bool) int {
	t.Helper()
	count := 0
	if err := s.Reindex(t.Context(), all, func() { count++ }); err != nil {
		t.Fatal(err)
	}
	return count
}

// documents are the numbers that editions have in the index, by slug and language.
func (s *site) documents(t *testing.T) map[string]int64 {
	t.Helper()
	rows, err := s.database(t).QueryContext(t.Context(),
		"SELECT a.slug, t.language, t.document FROM search_editions t JOIN articles a ON a.id = t.article_id WHERE t.document <> 0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	numbers := map[string]int64{}
	for rows.Next() {
		var slug, language string
		var number int64
		if err := rows.Scan(&slug, &language, &number); err != nil {
			t.Fatal(err)
		}
		numbers[slug+"/"+language] = number
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return numbers
}

// indexed is what the index says of every edition: how often each of its tokens
// stands in title and body, in the order of the tokens, and which terms do.
func (s *site) indexed(t *testing.T, forms []string) map[string]string {
	t.Helper()
	change, err := s.store.IndexChange(t.Context(), -1, nil)
	if err != nil {
		t.Fatal(err)
	}
	said := map[int64]string{}
	for _, row := range change.Added {
		directory, err := postings.OpenDirectory(row.Lists)
		if err != nil {
			t.Fatal(err)
		}
		documents, err := postings.OpenDocuments(row.Documents)
		if err != nil {
			t.Fatal(err)
		}
		var blocks [][]byte
		for i := range directory.Len() {
			err := s.store.IndexBlocks(t.Context(), []int64{search.BlockID(row.ID, search.Lists, i)}, func(_ int64, data []byte) {
				blocks = append(blocks, slices.Clone(data))
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		var list postings.List
		read := func(name string, open error) {
			for {
				found, err := list.Next(nil)
				if open != nil || err != nil {
					t.Fatal(open, err)
				}
				if len(found) == 0 {
					return
				}
				for _, f := range found {
					said[documents[f.Ordinal].Key] += fmt.Sprintf("%s %d+%d, ", name, f.Title, f.Body)
				}
			}
		}
		read("", list.OpenPrefix("", blocks...))
		for _, form := range forms {
			from, to := directory.Find("t" + form)
			read(form, list.Open("t"+form, blocks[from:to]...))
		}
	}
	byEdition := map[string]string{}
	for edition, number := range s.documents(t) {
		byEdition[edition] = said[number]
	}
	return byEdition
}

// articles saves visible articles in both languages.
func (s *site) articles(t *testing.T, texts map[string][2]string) {
	t.Helper()
	for slug, text := range texts {
		a := chinese(slug, "题目", text[0])
		a.Editions[newsroom.English] = &newsroom.Edition{Language: newsroom.English, Title: "Title", Body: text[1]}
		s.save(t, a, publish.Options{Publish: true})
	}
}

func TestOnlyEditionsThatHoldAChangedTermAreIndexedAgain(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s := newSite(t, o)
		s.articles(t, map[string][2]string{
			"amber": {"渡口的琥珀。", "A cliff of *ambers* and sand."},
			"coral": {"珊瑚礁。", "Lambert found no coral."},
			"bay":   {"粤港澳大湾区的港口。", "The Greater\nBay Area."},
			"none":  {"正文。", "Text."},
		})
		subtitle := chinese("subtitle", "题目", "正文。")
		subtitle.Editions[newsroom.Chinese].Subtitle, subtitle.Editions[newsroom.Chinese].Kicker = "写琥珀的人", "珊瑚"
		s.save(t, subtitle, publish.Options{Publish: true})
		signed := chinese("signed", "题目", "正文。")
		signed.Credits = []newsroom.Credit{{Contributor: newsroom.Contributor{Slug: "p", Name: newsroom.Bilingual{ZH: "欧阳琥珀"}}, Role: newsroom.Author}}
		s.save(t, signed, publish.Options{Publish: true})

		amber := newsroom.Term{ZH: "琥珀", EN: "amber"}
		withCoral := newsroom.Term{ZH: "琥珀", EN: "amber", ZHVariants: []string{"珊瑚"}}
		bay := newsroom.Term{ZH: "粤港澳大湾区", EN: "Greater Bay Area"}
		noted := withCoral
		noted.Note, noted.Forbidden, noted.Themes, noted.Kind, noted.Pinyin = "n", []string{"f"}, []string{"energy"}, "product", "p"
		for _, step := range []struct {
			name string
			base []newsroom.Term
			want []string
		}{
			{"a term comes", []newsroom.Term{amber}, []string{"amber/en", "amber/zh", "signed/zh", "subtitle/zh"}},
			{"a variant comes", []newsroom.Term{withCoral}, []string{"coral/zh", "subtitle/zh"}},
			{"what is not indexed of a term changes", []newsroom.Term{noted}, nil},
			{"another writing that folds to the same", []newsroom.Term{withCoral, {ZH: "ＡＢ", EN: "Amber"}}, nil},
			{"another term comes", []newsroom.Term{bay, noted}, []string{"bay/en", "bay/zh"}},
			{"the order changes", []newsroom.Term{noted, bay}, nil},
			{"a part of a term comes", []newsroom.Term{noted, bay, {ZH: "大湾区", EN: "bay"}}, []string{"bay/en", "bay/zh"}},
			{"the whole goes", []newsroom.Term{noted, {ZH: "大湾区", EN: "bay"}}, []string{"bay/en", "bay/zh"}},
			{"English alone changes", []newsroom.Term{{ZH: "琥珀", EN: "sand", ZHVariants: []string{"珊瑚"}}, {ZH: "大湾区", EN: "bay"}}, []string{"amber/en"}},
			{"all go", nil, []string{"amber/en", "amber/zh", "bay/en", "bay/zh", "coral/zh", "signed/zh", "subtitle/zh"}},
		} {
			before := s.documents(t)
			number, _, err := s.store.Changed(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			s.replace(t, step.base...)
			saved, _, err := s.store.Changed(t.Context())
			if err != nil || saved != number+1 {
				t.Errorf("%s: saving moved the change number from %d to %d, %v", step.name, number, saved, err)
			}
			count := s.repair(t, false)
			var again []string
			for edition, document := range s.documents(t) {
				if document != before[edition] {
					again = append(again, edition)
				}
			}
			slices.Sort(again)
			if diff := cmp.Diff(step.want, again); diff != "" || count != len(again) {
				t.Errorf("%s: counted %d; -want +got\n%s", step.name, count, diff)
			}
			if repaired, _, err := s.store.Changed(t.Context()); err != nil || len(again) == 0 && repaired != saved {
				t.Errorf("%s: the change number moved from %d to %d though readers see no change, %v", step.name, saved, repaired, err)
			}
			if stale := s.count(t, "SELECT COUNT(*) FROM search_editions WHERE stamp <> '"+s.Stamp()+"'"); stale > 0 {
				t.Errorf("%s: %d are stale", step.name, stale)
			}
			if kept := s.count(t, "SELECT COUNT(*) FROM term_changes"); kept > 0 {
				t.Errorf("%s: %d changes are on record that no edition needs", step.name, kept)
			}
		}
	})
}

func TestThemesAndWeightsIndexNothingAgain(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s := newSite(t, o)
		s.save(t, chinese("x", "题目", "琥珀渡口与储能。"), publish.Options{Publish: true})
		before := s.documents(t)
		if _, err := s.SaveThemes(t.Context(), []newsroom.Theme{{Slug: "energy", Name: newsroom.Bilingual{ZH: "琥珀"}}}, publish.Options{}); err != nil {
			t.Fatal(err)
		}
		if _, err := s.SaveThemeWeights(t.Context(), []newsroom.ThemeWeight{{Theme: "energy", Language: newsroom.Chinese, Word: "储能", Weight: 2}}, publish.Options{}); err != nil {
			t.Fatal(err)
		}
		if n := s.repair(t, false); n != 0 {
			t.Errorf("%d were indexed again", n)
		}
		if diff := cmp.Diff(before, s.documents(t)); diff != "" {
			t.Error(diff)
		}
		if n := s.count(t, "SELECT COUNT(*) FROM search_editions WHERE stamp = '"+s.Stamp()+"'"); n != 1 {
			t.Errorf("%d have the present stamp", n)
		}
	})
}

// universe are ways of writing that overlap, and what texts are made of.
var (
	universe = []string{"大湾区", "粤港澳大湾区", "港澳", "湾区", "琥珀", "琥珀渡", "渡口", "Bay Area", "greater bay area", "bay", "ferry", "Wang Li", "Ｂａｙ", "area-wide"}
	pieces   = append([]string{"的", "港口，", " the ", "\n", "\n\n", "s ", "-", "。", "wide", "Wang", "Li", " "}, universe...)
)

func randomText(r *rand.Rand) string {
	var b strings.Builder
	for range 1 + r.IntN(12) {
		b.WriteString(pieces[r.IntN(len(pieces))])
	}
	return b.String()
}

func randomBase(r *rand.Rand) []newsroom.Term {
	var base []newsroom.Term
	forms := slices.Clone(universe)
	r.Shuffle(len(forms), func(i, j int) { forms[i], forms[j] = forms[j], forms[i] })
	forms = forms[:r.IntN(len(forms))]
	for i := 0; i+3 < len(forms); i += 4 {
		base = append(base, newsroom.Term{ZH: forms[i], EN: forms[i+1], ZHVariants: forms[i+2 : i+3], ENVariants: forms[i+3 : i+4]})
	}
	return base
}

// TestARepairLeavesWhatAFullIndexWould does what may happen between two looks
// of a server, at random, and then compares with an index made anew.
func TestARepairLeavesWhatAFullIndexWould(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s := newSite(t, o)
		other := s.another(t)
		r := rand.New(rand.NewPCG(1, 2)) //nolint:gosec // the same every time
		forms := folded(universe)
		again, editions := 0, 0
		for round := range 40 {
			for range 1 + r.IntN(3) {
				switch r.IntN(4) {
				case 0:
					a := chinese(fmt.Sprint("a", r.IntN(12)), "题"+randomText(r), randomText(r))
					a.Editions[newsroom.Chinese].Title = strings.Join(strings.Fields(a.Editions[newsroom.Chinese].Title), " ")
					a.Credits = []newsroom.Credit{{Contributor: newsroom.Contributor{Slug: "p", Name: newsroom.Bilingual{ZH: "王琥珀"}}, Role: newsroom.Author}}
					s.save(t, a, publish.Options{Publish: true})
				case 1:
					other.replace(t, randomBase(r)...)
				default:
					base := s.replaceSome(t, r)
					s.staleRow(t, r, base)
				}
			}
			again += s.repair(t, false)
			got := s.indexed(t, forms)
			editions += s.repair(t, true)
			if diff := cmp.Diff(s.indexed(t, forms), got); diff != "" {
				t.Fatalf("round %d: -anew +repaired\n%s", round, diff)
			}
		}
		if again == 0 || again > editions*9/10 {
			t.Errorf("%d of %d were indexed again: this tests nothing", again, editions)
		}
	})
}

// TestTermsChangeWhileArticlesAreSaved has two processes save, change terms and
// repair at once; when they rest, one repair leaves what a full index would.
func TestTermsChangeWhileArticlesAreSaved(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		first := newSite(t, o)
		second := first.another(t)
		forms := folded(universe)
		saving := func(s *site, seed uint64) func() {
			return func() {
				r := rand.New(rand.NewPCG(seed, 1)) //nolint:gosec // the same every time
				for range 20 {
					var articles []*newsroom.Article
					for _, i := range r.Perm(8)[:3] {
						articles = append(articles, chinese(fmt.Sprint("a", i), "题目", randomText(r)))
					}
					for _, result := range s.SaveArticles(t.Context(), articles, publish.Options{Publish: true}) {
						// Who is always too late gives up: three others write the same articles.
						if result.Err != nil && !errors.Is(result.Err, newsroom.ErrConflict) {
							t.Error(result.Err)
						}
					}
				}
			}
		}
		teaching := func(s *site, seed uint64) func() {
			return func() {
				r := rand.New(rand.NewPCG(seed, 1)) //nolint:gosec // the same every time
				for range 15 {
					if _, err := s.ImportTerms(t.Context(), randomBase(r), r.IntN(2) == 0, publish.Options{}); err != nil {
						t.Error(err)
					}
					if err := s.Reindex(t.Context(), false, func() {}); err != nil {
						t.Error(err)
					}
				}
			}
		}
		together(saving(first, 1), saving(second, 2), teaching(first, 3), teaching(second, 4))
		first.repair(t, false)
		got := first.indexed(t, forms)
		if n := first.repair(t, true); n != 8 {
			t.Errorf("%d editions", n)
		}
		if diff := cmp.Diff(first.indexed(t, forms), got); diff != "" {
			t.Errorf("-anew +repaired\n%s", diff)
		}
	})
}

// folded are ways of writing as the index has them, each once.
func folded(forms []string) []string {
	var list []string
	for _, form := range forms {
		if form = segment.FoldTerm(form); !slices.Contains(list, form) {
			list = append(list, form)
		}
	}
	return list
}

// replaceSome changes about one term and returns the base.
func (s *site) replaceSome(t *testing.T, r *rand.Rand) []newsroom.Term {
	t.Helper()
	base, err := s.store.Terms(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if len(base) > 0 && r.IntN(2) == 0 {
		i := r.IntN(len(base))
		base = slices.Delete(base, i, i+1)
	}
	for _, term := range randomBase(r) {
		if !slices.ContainsFunc(base, func(b newsroom.Term) bool { return b.ZH == term.ZH }) {
			base = append(base, term)
			break
		}
	}
	s.replace(t, base...)
	return base
}

// staleRow has an edition indexed as a process would be that is late: the terms
// may change between its reading of their number, cutting and writing.
func (s *site) staleRow(t *testing.T, r *rand.Rand, base []newsroom.Term) {
	t.Helper()
	a, err := s.store.WholeArticle(t.Context(), "a1")
	if err != nil {
		return // not there yet
	}
	e := a.Editions[newsroom.Chinese]
	stamp := s.Stamp()
	if r.IntN(2) == 0 {
		base = s.replaceSome(t, r)
	}
	segmenter := segment.Open()
	segmenter.SetTerms(terms.NewBase(base).Overlay())
	if r.IntN(2) == 0 {
		s.replace(t)
	}
	body := markdown.Parse(e.Body).Text()
	d := &search.Document{EditionKey: e.Key, Stamp: stamp, Body: body}
	all := strings.Join([]string{body, "王琥珀"}, "\n")
	d.Fill(e.Title, segmenter.Tokens(e.Title), all, segmenter.Tokens(all))
	file, err := search.NewFile([]*search.Document{d})
	if err == nil {
		err = s.store.InTx(t.Context(), func(tx *store.Store) error { return tx.WriteIndex(t.Context(), file, []*search.Document{d}) })
	}
	if err != nil {
		t.Fatal(err)
	}
}

// TestAnOlderProcessDoesNotUndoANewersWork has a second process change a term
// and index everything while the first is in the midst of doing so.
func TestAnOlderProcessDoesNotUndoANewersWork(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		first := newSite(t, o)
		var articles []*newsroom.Article
		for i := range 150 { // more than one batch
			articles = append(articles, chinese(fmt.Sprint("a", i), "题目", "渡口的琥珀。"))
		}
		for _, result := range first.SaveArticles(t.Context(), articles, publish.Options{Publish: true}) {
			if result.Err != nil {
				t.Fatal(result.Err)
			}
		}
		second := first.another(t)
		first.replace(t, newsroom.Term{ZH: "琥珀", EN: "amber"})
		count := 0
		err := first.Reindex(t.Context(), false, func() {
			if count++; count == 1 {
				second.replace(t, newsroom.Term{ZH: "琥珀", EN: "amber"}, newsroom.Term{ZH: "渡口", EN: "ferry"})
				if n := second.repair(t, false); n != 150 {
					t.Errorf("the second indexed %d again", n)
				}
			}
		})
		if err != nil || count != 100 {
			t.Errorf("the first indexed %d again, %v, want one batch", count, err)
		}
		for _, token := range []string{"t琥珀", "t渡口"} {
			second.repair(t, true) // leaves no document that no edition has any more
			if n := first.documentsWith(t, token); n < 150 {
				t.Errorf("%s stands in %d", token, n)
			}
		}
		if n := second.count(t, "SELECT COUNT(*) FROM search_editions WHERE stamp <> '"+second.Stamp()+"'"); n > 0 {
			t.Errorf("%d have another stamp", n)
		}
	})
}

func TestARepairThatWasStoppedIsGoneOnWith(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s := newSite(t, o)
		var articles []*newsroom.Article
		for i := range 250 {
			text := "正文。"
			if i%2 == 0 {
				text = "渡口的琥珀。"
			}
			articles = append(articles, chinese(fmt.Sprint("a", i), "题目", text))
		}
		for _, result := range s.SaveArticles(t.Context(), articles, publish.Options{Publish: true}) {
			if result.Err != nil {
				t.Fatal(result.Err)
			}
		}
		s.replace(t, newsroom.Term{ZH: "琥珀", EN: "amber"})
		ctx, stop := context.WithCancel(t.Context())
		before := 0
		if err := s.Reindex(ctx, false, func() { before++; stop() }); err == nil {
			t.Fatal("was not stopped")
		}
		if after := s.repair(t, false); before != 50 || before+after != 125 {
			t.Errorf("%d were indexed again before the stop and %d after it", before, after)
		}
		if n := s.documentsWith(t, "t琥珀"); n != 125 {
			t.Errorf("the term is a token of %d", n)
		}
	})
}

// TestWhatIsNotOnRecordIsIndexedAgain has a row of another text than its
// edition's, so that one sees whether it was indexed again.
func TestWhatIsNotOnRecordIsIndexedAgain(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s := newSite(t, o)
		s.save(t, chinese("x", "题目", "渡口。"), publish.Options{Publish: true})
		key, before := s.whole(t, "x").Editions[newsroom.Chinese].Key, s.Stamp()
		s.replace(t, newsroom.Term{ZH: "琥珀", EN: "amber"})
		for _, step := range []struct {
			name  string
			stamp string
			want  int
		}{
			{"the change is on record", before, 0},
			{"the record is forgotten", before, 1},
			{"another dictionary", "0" + s.Stamp(), 1},
			{"no number", strings.TrimRight(s.Stamp(), "0123456789"), 1},
		} {
			s.write(t, key, step.stamp, "珊瑚。")
			if n := s.repair(t, false); n != step.want {
				t.Errorf("%s: %d were indexed again, want %d", step.name, n, step.want)
			}
		}
	})
}
