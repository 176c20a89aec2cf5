package bilingual

import (
	"errors"
	"strings"
	"testing"

	"hebi/internal/newsroom"
)

func TestMeasureCountsLinksThatAreTheSame(t *testing.T) {
	j := Judged{
		ZH: []string{"渡口在1932年开通。", "每天有26班船。", "船票是3元。", "桥要花3.2亿元。"},
		EN: []string{"The ferry opened in 1932. There are 26 boats a day.", "A ticket is 3 yuan.", "A bridge would cost 320 million yuan.", "Nobody has built one, and nobody that we spoke to expects that anyone will."},
	}
	for _, c := range []struct {
		name  string
		links [][2][]int
		want  Figures
	}{
		{"all right, in any order", [][2][]int{{{2}, {1}}, {{1, 0}, {0}}, {{3}, {2}}}, Figures{3, 3, 3}},
		{"one part of a link is another link", [][2][]int{{{0}, {0}}, {{2}, {1}}, {{3}, {2}}}, Figures{3, 3, 2}},
		{"one without partner is listed", [][2][]int{{{0, 1}, {0}}, {nil, {3}}}, Figures{2, 4, 2}},
		{"nothing is linked", nil, Figures{0, 3, 0}},
	} {
		j.Links = c.links
		if err := j.Check(); err != nil {
			t.Fatal(err)
		}
		if got := Measure([]Judged{j}, harbourTerms()); got != c.want {
			t.Errorf("%s: %+v, want %+v", c.name, got, c.want)
		}
	}
	f := Figures{Judged: 4, Found: 2, Right: 1}
	if f.Precision() != 0.5 || f.Recall() != 0.25 || f.F1() != 1.0/3 || (Figures{}).F1() != 0 {
		t.Errorf("%v %v %v", f.Precision(), f.Recall(), f.F1())
	}
}

func TestCheckSaysWhatIsWrong(t *testing.T) {
	two := []string{"a", "b"}
	for want, j := range map[string]Judged{
		"has no sentences in zh or in en": {ZH: two},
		"names no sentence":               {ZH: two, EN: two, Links: [][2][]int{{}}},
		"names sentence 2 of en":          {ZH: two, EN: two, Links: [][2][]int{{{0}, {2}}}},
		"names sentence -1 of zh":         {ZH: two, EN: two, Links: [][2][]int{{{-1}, {0}}}},
		"which another link has":          {ZH: two, EN: two, Links: [][2][]int{{{0}, {0}}, {{1}, {0}}}},
	} {
		if err := j.Check(); !errors.Is(err, newsroom.ErrInvalid) || !strings.Contains(err.Error(), want) {
			t.Errorf("says %v, want %q", err, want)
		}
	}
}
