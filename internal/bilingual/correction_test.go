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

func TestBlocksFollowADecisionAboutASentence(t *testing.T) {
	zh := Read(newsroom.Chinese, "河上起了雾。船晚到了。\n\n岸上点了灯。人都来了。")
	en := Read(newsroom.English, "There was mist. The boat was late.")
	for paragraph, want := range []string{"[1] [1]", "[3] [1]"} {
		mark := func(text *Text, i int) []Mark { return []Mark{text.Sentences[i].Mark} }
		decided := Correction{ZH: mark(zh, 2*paragraph), EN: mark(en, 0)}
		a := Align(zh, en, Options{Corrections: []Correction{decided}})
		if !slices.Contains(links(a.Beads), want) {
			t.Errorf("the other sentence of paragraph %d stays behind: %v", paragraph, links(a.Beads))
		}
	}
}

func TestOfEqualSentencesTheOneWithTheSameNeighboursIsMeant(t *testing.T) {
	zhList := []string{"船开了。", "天亮了。", "船开了。", "下雨了。", "船开了。", "起风了。"}
	enList := []string{"The boat left.", "Day broke.", "The boat left.", "It rained.", "The boat left.", "A wind rose."}
	zh, en := read(zhList, enList)
	a := Align(zh, en, Options{})
	list, err := a.Move(newsroom.Chinese, 4, Unlinked)
	if err != nil {
		t.Fatal(err)
	}
	for name, now := range map[string]struct {
		zh   []string
		want string
	}{
		"the first is gone":    {zhList[1:], "[3] []"},
		"two before are gone":  {zhList[2:], "[2] []"},
		"the second is gone":   {slices.Concat(zhList[:2], zhList[3:]), "[3] []"},
		"one more is in front": {slices.Concat(zhList[:1], zhList), "[5] []"},
	} {
		zh, _ = read(now.zh, enList)
		if got := links(Align(zh, en, Options{Corrections: list}).Beads); !slices.Contains(got, now.want) {
			t.Errorf("%s: no %s in %v", name, now.want, got)
		}
	}
}

func TestWhatStandsBeforeADecisionIsNotLinkedWithWhatStandsBehindIt(t *testing.T) {
	var zhList, enList []string
	for range 8 {
		zhList, enList = append(zhList, "船开了。"), append(enList, "The boat left.")
	}
	zh, en := read(zhList, enList)
	a := Align(zh, en, Options{})
	list, err := a.Move(newsroom.Chinese, 2, 5)
	if err != nil {
		t.Fatal(err)
	}
	a = Align(zh, en, Options{Corrections: list})
	list, err = a.Move(newsroom.Chinese, 5, Unlinked)
	if err != nil {
		t.Fatal(err)
	}
	a = Align(zh, en, Options{Corrections: list})
	if !slices.Contains(links(a.Beads), "[2] [5]") {
		t.Fatalf("links %v", links(a.Beads))
	}
	for _, b := range a.Beads {
		for _, i := range b.Source {
			for _, j := range b.Target {
				if i < 2 != (j < 5) && i != 2 {
					t.Errorf("sentence %d is linked with %d, across 2 and 5: %v", i, j, links(a.Beads))
				}
			}
		}
	}
}

func TestALinkDoesNotGoAcrossASentenceThatEditorsTookOut(t *testing.T) {
	zh := Read(newsroom.Chinese, "1932年渡口开通。没有人记得。有26班船往返两岸。")
	en := Read(newsroom.English, "In 1932 the ferry opened, with 26 boats between the two banks.")
	a := Align(zh, en, Options{})
	var list []Correction
	var err error
	if at := slices.IndexFunc(a.Beads, func(b Bead) bool { return slices.Contains(b.Source, 1) }); a.Beads[at].Linked() {
		list, err = a.Move(newsroom.Chinese, 1, Unlinked)
	} else {
		list, err = a.Confirm(at)
	}
	if err != nil {
		t.Fatal(err)
	}
	// What Move left behind is a decision too; only that about 1 is kept.
	list = slices.DeleteFunc(list, func(c Correction) bool { return len(c.EN) > 0 })
	for _, b := range Align(zh, en, Options{Corrections: list}).Beads {
		if slices.Equal(b.Source, []int{0, 2}) {
			t.Error("sentences 0 and 2 are linked as one")
		}
	}
}
