package hanzi

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestRuns(t *testing.T) {
	for text, want := range map[string]string{
		"":                      "",
		"steppe":                "steppe",
		"草原":                    "[草原]",
		"the steppe (草原), vast": "the steppe (|[草原]|), vast",
		"不求所有，但求所用, they say":   "[不求所有，但求所用]|, they say",
		"草原。Then":               "[草原]|。Then",
		"“草原” and “大湾区”":        "“|[草原]|” and “|[大湾区]|”",
		"甲 乙":                   "[甲]| |[乙]",
		"甲GDP乙":                 "[甲]|GDP|[乙]",
		"\xff甲\xff":             "\xff|[甲]|\xff",
	} {
		var got []string
		for _, r := range Runs(text) {
			if s := text[r.Start:r.End]; r.Han {
				got = append(got, "["+s+"]")
			} else {
				got = append(got, s)
			}
		}
		if diff := cmp.Diff(want, strings.Join(got, "|")); diff != "" {
			t.Errorf("%q (-want +got):\n%s", text, diff)
		}
	}
}

func FuzzRuns(f *testing.F) {
	f.Add("the steppe (草原，上), vast")
	f.Fuzz(func(t *testing.T, text string) {
		end := 0
		for _, r := range Runs(text) {
			if r.Start != end || r.End <= r.Start {
				t.Fatalf("%q: %+v after %d", text, r, end)
			}
			if s := text[r.Start:r.End]; strings.ContainsFunc(s, IsHan) != r.Han {
				t.Fatalf("%q: %q is said to be Han: %v", text, s, r.Han)
			}
			end = r.End
		}
		if end != len(text) {
			t.Fatalf("%q: the runs end at %d", text, end)
		}
	})
}
