package reader

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"hebi/internal/bilingual"
	"hebi/internal/newsroom"
)

func TestRowsOf(t *testing.T) {
	row := func(a, b, c, d int) tableRow { return tableRow{zh: interval{a, b}, en: interval{c, d}} }
	for _, c := range []struct {
		name  string
		links [][]int
		n     int
		want  []tableRow
	}{
		{"one to one", [][]int{{0}, {1}}, 2, []tableRow{row(0, 1, 0, 1), row(1, 2, 1, 2)}},
		{"one to two", [][]int{{0, 1}, {2}}, 3, []tableRow{row(0, 1, 0, 2), row(1, 2, 2, 3)}},
		{"two to one", [][]int{{0}, {0}}, 1, []tableRow{row(0, 2, 0, 1)}},
		{"missing on either side", [][]int{{}, {1}}, 3, []tableRow{row(0, 1, 0, 0), row(1, 1, 0, 1), row(1, 2, 1, 2), row(2, 2, 2, 3)}},
		{"changed places", [][]int{{1}, {0}, {2}}, 3, []tableRow{row(0, 2, 0, 2), row(2, 3, 2, 3)}},
		{"nothing", nil, 0, nil},
	} {
		if diff := cmp.Diff(c.want, rowsOf(c.links, c.n), cmp.AllowUnexported(tableRow{}, interval{})); diff != "" {
			t.Errorf("%s: %s", c.name, diff)
		}
	}
}

// Rows hold every part of both texts once and in order, and no link leads out of one.
func TestRowsHoldEverything(t *testing.T) {
	random := rand.New(rand.NewPCG(6, 6))
	for range 2000 {
		links, n := make([][]int, random.IntN(8)), random.IntN(8)
		for i := range links {
			for j := range n {
				if random.IntN(6) == 0 {
					links[i] = append(links[i], j)
				}
			}
		}
		i, j := 0, 0
		for _, r := range rowsOf(links, n) {
			if r.zh.from != i || r.en.from != j || r.zh.to < i || r.en.to < j || r.zh.to == i && r.en.to == j {
				t.Fatalf("%v, %d: row %v after %d, %d", links, n, r, i, j)
			}
			for _, list := range links[r.zh.from:r.zh.to] {
				if slices.ContainsFunc(list, func(to int) bool { return to < r.en.from || to >= r.en.to }) {
					t.Fatalf("%v, %d: a link leads out of row %v", links, n, r)
				}
			}
			i, j = r.zh.to, r.en.to
		}
		if i != len(links) || j != n {
			t.Fatalf("%v, %d: rows end at %d, %d", links, n, i, j)
		}
	}
}

// tableFor lays two bodies side by side.
func tableFor(zh, en string) *table {
	a := &newsroom.Article{Editions: map[newsroom.Language]*newsroom.Edition{
		newsroom.Chinese: {Language: newsroom.Chinese, Body: zh}, newsroom.English: {Language: newsroom.English, Body: en},
	}}
	return newTable(bilingual.Align(bilingual.Read(newsroom.Chinese, zh), bilingual.Read(newsroom.English, en), bilingual.Options{}), a, pictures{})
}

// Pictures, breaks and footnotes stand beside their like.
func TestTable(t *testing.T) {
	zh := "潮水在2024年涨到最高。\n\n![灯](/media/a.jpg)\n\n---\n\n港口共有12艘船。[^1]\n\n[^1]: 见2023年的报告。\n"
	en := "In 2024 the tide was at its highest.\n\n![lamp](/media/a.jpg)\n\n---\n\nThe harbour has 12 ships.[^1]\n\n[^1]: See the report of 2023.\n"
	table := tableFor(zh, en)
	left, right := table.passages(newsroom.Chinese), table.passages(newsroom.English)
	if len(left) != 5 || table.alone != 0 {
		t.Fatalf("%d rows, %d sentences alone: %v", len(left), table.alone, table.rows)
	}
	for i, tag := range []string{"<p>", "<figure>", "<hr>", "<p>", "<section"} {
		if !strings.HasPrefix(string(left[i].Body), tag) || !strings.HasPrefix(string(right[i].Body), tag) {
			t.Errorf("row %d: %.20s beside %.20s, want %s", i, left[i].Body, right[i].Body, tag)
		}
	}
}

// What is more than the style sheet has rows for stands in the last.
func TestTableHasAnEnd(t *testing.T) {
	table := tableFor(strings.Repeat("一。\n\n", mostRows+50), strings.Repeat("One.\n\n", mostRows+50))
	if len(table.rows) != mostRows {
		t.Fatalf("%d rows", len(table.rows))
	}
	if n := strings.Count(string(table.passages(newsroom.English)[mostRows-1].Body), "<p>"); n < 51 {
		t.Errorf("the last row has %d paragraphs", n)
	}
}

func TestAlignmentsAreKept(t *testing.T) {
	var k alignments
	edition := func(l newsroom.Language, revision int, body string) *newsroom.Edition {
		return &newsroom.Edition{ID: string(l), Language: l, Revision: revision, Body: body}
	}
	zh, en := edition(newsroom.Chinese, 1, "一。"), edition(newsroom.English, 1, "One.")
	first := k.of(zh, en, bilingual.Options{})
	if k.of(zh, en, bilingual.Options{}) != first {
		t.Error("the same revisions are aligned twice")
	}
	if k.of(edition(newsroom.Chinese, 2, "二。"), en, bilingual.Options{}) == first {
		t.Error("a new revision shows as the old one")
	}
	decided, err := first.Confirm(0)
	if err != nil {
		t.Fatal(err)
	}
	if k.of(zh, en, bilingual.Options{Corrections: decided}) == first {
		t.Error("what an editor decided does not show")
	}
	for i := range 2 * mostAligned {
		k.of(edition(newsroom.Chinese, 10+i, "一。"), en, bilingual.Options{})
	}
	if len(k.kept) != mostAligned || len(k.order) != mostAligned {
		t.Errorf("%d are kept, %d in order", len(k.kept), len(k.order))
	}
}
