package bilingual

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"hebi/internal/newsroom"
)

// anyDecision is what an editor at random decides about an alignment.
func anyDecision(a *Alignment, r *rand.Rand) []Correction {
	corrections := slices.Concat(a.Corrections, a.Lapsed)
	if len(a.Beads) < 2 {
		return corrections
	}
	i := r.IntN(len(a.Beads))
	var err error
	var list []Correction
	switch r.IntN(4) {
	case 0:
		list, err = a.Join(i, (i+1)%len(a.Beads))
	case 1:
		list, err = a.Split(i, r.IntN(1+len(a.Beads[i].Source)), r.IntN(1+len(a.Beads[i].Target)))
	case 2:
		if len(a.Source.Sentences) > 0 {
			list, err = a.Move(a.Source.Language, r.IntN(len(a.Source.Sentences)), i)
		}
	case 3:
		list, err = a.Release(i)
	}
	if err != nil || list == nil {
		return corrections
	}
	return list
}

// story is made of sentences that can be told apart, some of them twice.
func story(n int) (zh, en []string) {
	for i := range n {
		if i%7 == 3 {
			zh, en = append(zh, "船开了。"), append(en, "The boat left.")
			continue
		}
		zh = append(zh, fmt.Sprintf("第%d天，渡口来了%d个%s的客人。", i+2, 3*i+5, strings.Repeat("远方", i%4)))
		en = append(en, fmt.Sprintf("On day %d, %d guests from %safar came to the ferry.", i+2, 3*i+5, strings.Repeat("very far and ", i%4)))
	}
	return zh, en
}

func read(zh, en []string) (*Text, *Text) {
	return Read(newsroom.Chinese, strings.Join(zh, "")), Read(newsroom.English, strings.Join(en, " "))
}

// texts is what the beads say, for comparing alignments of changed texts.
func corrected(a *Alignment) []string {
	var list []string
	for _, b := range a.Beads {
		if !b.Corrected {
			continue
		}
		var s strings.Builder
		for _, i := range b.Source {
			s.WriteString(a.Source.Sentences[i].Text + "|")
		}
		for _, j := range b.Target {
			s.WriteString(a.Target.Sentences[j].Text + "|")
		}
		list = append(list, s.String())
	}
	slices.Sort(list)
	return list
}

func TestJoinSplitMoveDoWhatTheySay(t *testing.T) {
	zh, en := read(story(12))
	for _, swap := range []bool{false, true} {
		source, target := zh, en
		if swap {
			source, target = en, zh
		}
		again := func(a *Alignment, list []Correction, err error) *Alignment {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
			kept, err := json.Marshal(list)
			if err != nil {
				t.Fatal(err)
			}
			var back []Correction
			if err := json.Unmarshal(kept, &back); err != nil {
				t.Fatal(err)
			}
			b := Align(source, target, Options{Corrections: back})
			checkWhole(t, b)
			if len(b.Lapsed) > 0 {
				t.Errorf("lapsed: %v", b.Lapsed)
			}
			return b
		}
		has := func(a *Alignment, beads ...string) {
			t.Helper()
			for _, want := range beads {
				i := slices.Index(links(a.Beads), want)
				if i < 0 {
					t.Fatalf("no link %s in %v", want, links(a.Beads))
				}
				if !a.Beads[i].Corrected || a.Beads[i].Confidence != 1 {
					t.Errorf("%s is not marked as an editor's", want)
				}
			}
		}
		a := Align(source, target, Options{})
		if want := "[4] [4]"; links(a.Beads)[4] != want {
			t.Fatalf("starts from %v", links(a.Beads))
		}
		list, err := a.Join(4, 5)
		a = again(a, list, err)
		has(a, "[4 5] [4 5]")
		list, err = a.Split(4, 1, 0)
		a = again(a, list, err)
		has(a, "[4] []", "[5] [4 5]")
		list, err = a.Move(target.Language, 4, slices.Index(links(a.Beads), "[4] []"))
		a = again(a, list, err)
		has(a, "[4] [4]", "[5] [5]")
		list, err = a.Move(source.Language, 9, slices.Index(links(a.Beads), "[2] [2]"))
		a = again(a, list, err)
		has(a, "[2 9] [2]", "[] [9]", "[4] [4]", "[5] [5]")
		list, err = a.Move(source.Language, 9, Unlinked)
		a = again(a, list, err)
		has(a, "[2] [2]", "[9] []", "[] [9]")
		list, err = a.Confirm(slices.Index(links(a.Beads), "[7] [7]"))
		a = again(a, list, err)
		has(a, "[7] [7]")
		for slices.ContainsFunc(a.Beads, func(b Bead) bool { return b.Corrected }) {
			list, err = a.Release(slices.IndexFunc(a.Beads, func(b Bead) bool { return b.Corrected }))
			a = again(a, list, err)
		}
		if diff := cmp.Diff(links(Align(source, target, Options{}).Beads), links(a.Beads)); diff != "" || len(a.Corrections) != 0 {
			t.Errorf("after all is released %d corrections are left:\n%s", len(a.Corrections), diff)
		}
	}
}

func TestDecisionsThatCannotBe(t *testing.T) {
	zh, en := read(story(5))
	a := Align(zh, en, Options{})
	for name, decide := range map[string]func() ([]Correction, error){
		"one link joined":     func() ([]Correction, error) { return a.Join(1) },
		"joined with itself":  func() ([]Correction, error) { return a.Join(1, 1) },
		"no such link":        func() ([]Correction, error) { return a.Join(1, 99) },
		"an empty part":       func() ([]Correction, error) { return a.Split(0, 0, 0) },
		"an empty other part": func() ([]Correction, error) { return a.Split(0, 1, 1) },
		"too many":            func() ([]Correction, error) { return a.Split(0, 2, 0) },
		"no such sentence":    func() ([]Correction, error) { return a.Move(newsroom.English, 99, 0) },
		"moved to itself":     func() ([]Correction, error) { return a.Move(newsroom.English, 0, 0) },
		"moved nowhere":       func() ([]Correction, error) { return a.Move(newsroom.English, 0, 99) },
		"released, but none":  func() ([]Correction, error) { return a.Release(-2) },
		"confirmed, but none": func() ([]Correction, error) { return a.Confirm(99) },
	} {
		if list, err := decide(); !errors.Is(err, newsroom.ErrInvalid) || list != nil {
			t.Errorf("%s: %v, %v", name, list, err)
		}
	}
}

// TestCorrectionsSurviveEditsElsewhere lets an editor decide at random, then
// inserts, deletes, rewords and moves sentences that no correction names.
func TestCorrectionsSurviveEditsElsewhere(t *testing.T) {
	for seed := range uint64(60) {
		r := rand.New(rand.NewPCG(seed, 6))
		zhList, enList := story(24)
		zh, en := read(zhList, enList)
		a := Align(zh, en, Options{})
		for range 5 {
			a = Align(zh, en, Options{Corrections: anyDecision(a, r)})
		}
		want := corrected(a)
		zhNew, enNew := edited(zhList, named(a, zh), r), edited(enList, named(a, en), r)
		zh, en = read(zhNew, enNew)
		got := Align(zh, en, Options{Corrections: a.Corrections})
		checkWhole(t, got)
		if diff := cmp.Diff(want, corrected(got)); diff != "" || len(got.Lapsed) > 0 {
			t.Fatalf("seed %d, %d lapsed: -want +got\n%s", seed, len(got.Lapsed), diff)
		}
		list := slices.Clone(a.Corrections)
		r.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
		other := Align(zh, en, Options{Corrections: list})
		if diff := cmp.Diff(got.Beads, other.Beads); diff != "" {
			t.Fatalf("seed %d: in another order\n%s", seed, diff)
		}
	}
}

// named are the sentences that editors decided about, and those that read the
// same: of two equal sentences the one left alone may be taken for the other.
func named(a *Alignment, text *Text) map[string]bool {
	names := map[string]bool{}
	for _, b := range a.Beads {
		side := b.Source
		if text == a.Target {
			side = b.Target
		}
		for _, i := range side {
			if b.Corrected {
				names[text.Sentences[i].Text] = true
			}
		}
	}
	return names
}

// edited changes some of the sentences that are not named.
func edited(list []string, named map[string]bool, r *rand.Rand) []string {
	var out []string
	for i, s := range list {
		free := !named[s]
		switch {
		case free && r.IntN(6) == 0: // deleted
		case free && r.IntN(4) == 0:
			out = append(out, fmt.Sprintf("X%d %s", i, s))
		default:
			out = append(out, s)
		}
		if r.IntN(5) == 0 {
			out = append(out, fmt.Sprintf("New %d words.", 1000+i))
		}
	}
	return out
}

func TestAReWordedSentenceKeepsItsLinkBetweenTheSameNeighbours(t *testing.T) {
	zhList, enList := story(10)
	zh, en := read(zhList, enList)
	list, err := Align(zh, en, Options{}).Join(5, 6)
	if err != nil {
		t.Fatal(err)
	}
	zhList[6] = "那一天没有人来。"
	zh, en = read(zhList, enList)
	a := Align(zh, en, Options{Corrections: list})
	if !slices.Contains(links(a.Beads), "[5 6] [5 6]") || len(a.Lapsed) > 0 {
		t.Errorf("links %v, lapsed %v", links(a.Beads), a.Lapsed)
	}
	zhList[4], zhList[5] = "风很大。", "雨也很大。"
	zh, en = read(zhList, enList)
	a = Align(zh, en, Options{Corrections: list})
	if len(a.Lapsed) != 1 || len(a.Corrections) != 0 {
		t.Errorf("with its sentences gone, in force %v, lapsed %v", a.Corrections, a.Lapsed)
	}
}

func TestOfContradictingCorrectionsOneIsInForce(t *testing.T) {
	zh, en := read(story(10))
	a := Align(zh, en, Options{})
	one, err := a.Join(4, 5)
	if err != nil {
		t.Fatal(err)
	}
	two, err := a.Join(5, 6)
	if err != nil {
		t.Fatal(err)
	}
	there, back := slices.Concat(one, two, one), slices.Concat(two, one)
	b, c := Align(zh, en, Options{Corrections: there}), Align(zh, en, Options{Corrections: back})
	if len(b.Corrections) != 1 || len(b.Lapsed) != 1 || !cmp.Equal(b.Corrections, c.Corrections) || !cmp.Equal(links(b.Beads), links(c.Beads)) {
		t.Errorf("in force %v and %v", b.Corrections, c.Corrections)
	}
}

func TestACorrectionMovesItsBlocks(t *testing.T) {
	zh := Read(newsroom.Chinese, "河上起了雾。\n\n船晚到了一会儿。\n\n孩子们在岸上唱歌。")
	en := Read(newsroom.English, "The boat was somewhat late.\n\nOn the bank children sang.")
	a := Align(zh, en, Options{})
	at := func(j int) int {
		return slices.IndexFunc(a.Beads, func(b Bead) bool { return slices.Contains(b.Target, j) })
	}
	list, err := a.Move(newsroom.Chinese, 1, at(0))
	if err != nil && !errors.Is(err, newsroom.ErrInvalid) {
		t.Fatal(err)
	}
	if err == nil {
		a = Align(zh, en, Options{Corrections: list})
	}
	if !slices.Contains(a.Beads[at(0)].Source, 1) {
		t.Errorf("links %v", links(a.Beads))
	}
}
