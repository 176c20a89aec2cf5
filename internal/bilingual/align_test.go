package bilingual

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"hebi/internal/newsroom"
	"hebi/internal/terms"
)

const ferryZH = `## 渡口

渡口在1932年开通。每天有26班船往返两岸，乘客多半是上学的孩子和卖菜的老人，他们都说坐船比坐车舒服。“我在这里掌舵三十年了”，船长林阿波（Abo Lin）说。

港务局估计，修一座桥要花3.2亿元。这笔钱够渡口用两百年。

- 早班船六点开。
- 末班船十点开。

| 年份 | 乘客 |
| --- | --- |
| 2020 | 1,200,000 |
| 2021 | 900,000 |

` + "```\nferry --from east\n```" + `

桥不会等人，船会等人。
`

const ferryEN = `## The ferry

The ferry opened in 1932. There are 26 boats a day between the two banks. Most of those on board are children on their way to school and old people who sell vegetables, and all of them say that a boat is more comfortable than a bus. “I have steered here for thirty years,” says the captain, Abo Lin.

A bridge would cost 320 million yuan, the harbour office reckons, and for that money the ferry could run for two hundred years.

- The first boat leaves at six.
- The last boat leaves at ten.

| Year | Passengers |
| --- | --- |
| 2020 | 1,200,000 |
| 2021 | 900,000 |

` + "```\nferry --from east\n```" + `

A bridge waits for nobody; a boat does. Readers who want to know the timetable will find it at the landing stage on either bank, behind glass.
`

func harbourTerms() *terms.Base {
	return terms.NewBase([]newsroom.Term{{ZH: "港务局", EN: "harbour office"}})
}

// links writes the beads of an alignment, source before target.
func links(beads []Bead) []string {
	var list []string
	for _, b := range beads {
		list = append(list, fmt.Sprint(b.Source, b.Target))
	}
	return list
}

func TestAlign(t *testing.T) {
	zh, en := Read(newsroom.Chinese, ferryZH), Read(newsroom.English, ferryEN)
	a := Align(zh, en, Options{Terms: harbourTerms()})
	want := []string{
		"[0] [0]",            // heading
		"[1] [1]",            // the first sentence
		"[2] [2 3]",          // one became two
		"[3] [4]",            //
		"[4 5] [5]",          // two became one
		"[6] [6]", "[7] [7]", // items
		"[8] [8]", "[9] [9]", "[10] [10]", // rows
		"[11] [11]", // code
		"[12] [12]", //
		"[] [13]",   // added in English
	}
	if diff := cmp.Diff(want, links(a.Beads)); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	for _, want := range []Anchor{{TermAnchor, "港务局"}, {NumberAnchor, "320000000"}, {NumberAnchor, "200"}} {
		if !slices.Contains(a.Beads[4].Anchors, want) {
			t.Errorf("the bridge is anchored by %v, want %v", a.Beads[4].Anchors, want)
		}
	}
	if n := len(a.Blocks); n != 10 || !slices.ContainsFunc(a.Blocks, func(b Bead) bool { return cmp.Equal(b.Source, []int{2}) && cmp.Equal(b.Target, []int{2}) }) {
		t.Errorf("%d blocks: %v", n, links(a.Blocks))
	}
	for _, b := range a.Beads {
		if b.Linked() && b.Confidence < 0.5 {
			t.Errorf("%v is certain by %.2f only", links([]Bead{b}), b.Confidence)
		}
	}
}

func TestAlignInEitherDirectionFindsTheSame(t *testing.T) {
	zh, en := Read(newsroom.Chinese, ferryZH), Read(newsroom.English, ferryEN)
	there, back := Align(zh, en, Options{}), Align(en, zh, Options{})
	for i := range back.Beads {
		back.Beads[i].Source, back.Beads[i].Target = back.Beads[i].Target, back.Beads[i].Source
	}
	want, got := links(there.Beads), links(back.Beads)
	slices.Sort(want)
	slices.Sort(got)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestStructureIsABorder(t *testing.T) {
	a := Align(Read(newsroom.Chinese, "## 渡口\n\n船开了。"), Read(newsroom.English, "The ferry\n\nThe boat left.\n\n## The bridge"), Options{})
	for _, b := range a.Beads {
		for _, i := range b.Source {
			for _, j := range b.Target {
				if a.Source.kind(i) != a.Target.kind(j) {
					t.Errorf("%q is linked with %q", a.Source.Sentences[i].Text, a.Target.Sentences[j].Text)
				}
			}
		}
	}
}

func TestATableInOtherUnitsIsLinkedRowByRow(t *testing.T) {
	table := func(head string, rows ...string) string {
		return "| " + head + " |\n| --- | --- | --- | --- |\n| " + strings.Join(rows, " |\n| ") + " |\n"
	}
	zh := table("项目 | 第一场 | 第二场 | 合计", "签约（个） | 123 | 188 | 311", "投资（亿元） | 3106 | 5191 | 8297", "平均（亿元） | 25.3 | 27.6 | 26.7")
	en := table("Item | First | Second | Total", "Signed | 123 | 188 | 311", "Invested (billion yuan) | 310.6 | 519.1 | 829.7", "Mean (billion yuan) | 2.53 | 2.76 | 2.67")
	got := links(Align(Read(newsroom.Chinese, zh), Read(newsroom.English, en), Options{}).Beads)
	if diff := cmp.Diff([]string{"[0] [0]", "[1] [1]", "[2] [2]", "[3] [3]"}, got); diff != "" {
		t.Error(diff)
	}
}

// checkWhole fails unless every sentence of both texts is in exactly one bead.
func checkWhole(t *testing.T, a *Alignment) {
	t.Helper()
	var source, target []int
	for _, b := range a.Beads {
		if len(b.Source)+len(b.Target) == 0 {
			t.Fatal("an empty bead")
		}
		source, target = append(source, b.Source...), append(target, b.Target...)
	}
	slices.Sort(source)
	slices.Sort(target)
	for side, got := range [][]int{source, target} {
		n := len(a.Source.Sentences)
		if side == 1 {
			n = len(a.Target.Sentences)
		}
		if len(got) != n || n > 0 && (got[0] != 0 || got[n-1] != n-1) || len(slices.Compact(slices.Clone(got))) != n {
			t.Fatalf("side %d of %d sentences has %v", side, n, got)
		}
	}
}

func TestTextsOfUnlikeLength(t *testing.T) {
	one, many := "船。", strings.Repeat("A boat left. ", 3000)
	for _, c := range [][2]string{{"", ""}, {"", many}, {one, ""}, {one, many}, {strings.Repeat("船开了。", 3000), "A boat."}, {strings.Repeat("船。\n\n", 400), "# A\n\nA boat."}} {
		checkWhole(t, Align(Read(newsroom.Chinese, c[0]), Read(newsroom.English, c[1]), Options{}))
	}
}

func FuzzAlign(f *testing.F) {
	f.Add(ferryZH, ferryEN, uint64(1))
	f.Add("# 一\n\n- 二\n- 三", "1. one\n\n> two", uint64(2))
	f.Fuzz(func(t *testing.T, zh, en string, seed uint64) {
		r := rand.New(rand.NewPCG(seed, 0))
		if len(zh)+len(en) > 4000 || !utf8.ValidString(zh+en) {
			return
		}
		source, target := Read(newsroom.Chinese, zh), Read(newsroom.English, en)
		var corrections []Correction
		for range 4 {
			a := Align(source, target, Options{Terms: harbourTerms(), Corrections: corrections})
			checkWhole(t, a)
			corrections = anyDecision(a, r)
		}
	})
}
