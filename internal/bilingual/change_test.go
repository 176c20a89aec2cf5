package bilingual

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hebi/internal/newsroom"
)

// way makes revisions of bodies; each after the first begins with its weight and a bar.
func way(bodies ...string) []newsroom.Revision {
	var list []newsroom.Revision
	for i, body := range bodies {
		r := newsroom.Revision{Number: i + 1, Weight: newsroom.Significant, Title: "潮", Body: body}
		if weight, rest, ok := strings.Cut(body, "|"); ok {
			r.Weight, r.Body = newsroom.Weight(weight), rest
		}
		list = append(list, r)
	}
	return list
}

// told are the changes in short: weight, old text → new text.
func told(s *Source) []string {
	var list []string
	for _, c := range s.Changes {
		text := fmt.Sprintf("%s %s→%s", c.Weight, c.OldText, c.NewText)
		if c.Field != "" {
			text = c.Field + " " + text
		}
		list = append(list, text)
	}
	return list
}

func TestSince(t *testing.T) {
	for _, tt := range []struct {
		what      string
		revisions []newsroom.Revision
		want      []string
	}{
		{"nothing later", way("潮来了。船回来了。"), nil},
		{"one sentence", way("潮来了。船回来了。灯亮了。", "significant|潮来了。三条船回来了。灯亮了。"), []string{"significant 船回来了。→三条船回来了。"}},
		{"a typo", way("潮来了。船回来了。", "typo|潮来了，船回来了。"), []string{"typo 潮来了。船回来了。→潮来了，船回来了。"}},
		{"a typo in what was changed", way("船回来了。灯亮了。", "significant|三条船回来了。灯亮了。", "typo|三条渔船回来了。灯亮了。"), []string{"significant 船回来了。→三条渔船回来了。"}},
		{"changed and changed back", way("船回来了。灯亮了。", "significant|三条船回来了。灯亮了。", "correction|船回来了。灯亮了。"), nil},
		{"correction", way("船回来了。", "significant|三条船回来了。", "correction|两条船回来了。", "significant|两条船都回来了。"), []string{"correction 船回来了。→两条船都回来了。"}},
		{"taken out and put in", way("潮来了。船回来了。\n\n灯亮了。", "significant|潮来了。\n\n灯亮了。\n\n没有人。"), []string{"significant 船回来了。→", "significant →没有人。"}},
		{"put in, then taken out", way("潮来了。", "significant|潮来了。船回来了。", "significant|潮来了。"), nil},
		{"all taken out", way("潮来了。", "significant|"), []string{"significant 潮来了。→"}},
		{"one sentence became two", way("潮来了，渔船都从海上回来了。灯亮了。", "significant|潮来了。渔船都从海上回来了。灯亮了。"), []string{"significant 潮来了，渔船都从海上回来了。→潮来了。渔船都从海上回来了。"}},
		{"a paragraph divided", way("潮来了。船回来了。", "significant|潮来了。\n\n船回来了。"), nil},
		{"a heading and markup", way("## 潮\n\n船**回来**了。", "significant|## 潮水\n\n船回来了。"), []string{"significant 潮→潮水"}},
		{
			"fields",
			[]newsroom.Revision{{Title: "潮", Summary: "一"}, {Title: "潮水", Summary: "一", Weight: newsroom.Typo}, {Title: "潮水", Kicker: "海", Weight: newsroom.Significant}},
			[]string{"kicker significant →海", "title typo 潮→潮水", "summary significant 一→"},
		},
	} {
		if diff := cmp.Diff(tt.want, told(Since(newsroom.Chinese, tt.revisions))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.what, diff)
		}
	}
}

// What is stale is the same whenever the revisions were saved, and whatever the
// machine's clock said.
func TestSinceKnowsNoTime(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for range 300 {
		revisions := randomWay(r)
		want := told(Since(newsroom.Chinese, revisions))
		for i := range revisions {
			revisions[i].Created = time.Unix(r.Int64N(4e9)-2e9, 0)
		}
		if diff := cmp.Diff(want, told(Since(newsroom.Chinese, revisions))); diff != "" {
			t.Fatalf("with other dates (-want +got):\n%s", diff)
		}
	}
}

// randomWay edits a text of ten sentences a few times.
func randomWay(r *rand.Rand) []newsroom.Revision {
	var body []string
	for i := range 10 {
		body = append(body, fmt.Sprintf("第%d句说的是潮水与船%d。", i, r.IntN(5)))
	}
	weights := []newsroom.Weight{newsroom.Typo, newsroom.Significant, newsroom.CorrectionWeight}
	revisions := []newsroom.Revision{{Number: 1, Body: strings.Join(body, "")}}
	for n := range 1 + r.IntN(4) {
		switch i := r.IntN(len(body)); r.IntN(4) {
		case 0:
			body = slices.Delete(slices.Clone(body), i, i+1)
		case 1:
			body = slices.Insert(slices.Clone(body), i, fmt.Sprintf("新来的%d号灯塔。", n))
		default:
			body = slices.Clone(body)
			body[i] = strings.Replace(body[i], "说的", "讲的", 1)
		}
		if len(body) == 0 {
			break
		}
		revisions = append(revisions, newsroom.Revision{Number: n + 2, Weight: weights[r.IntN(3)], Body: strings.Join(body, "")})
	}
	return revisions
}

// Applying what is listed to the first text makes the last: nothing is missing
// from the list, and what is not listed is the same in both.
func TestSinceIsWhole(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for range 500 {
		revisions := randomWay(r)
		s := Since(newsroom.Chinese, revisions)
		changedOld, changedNew := map[int]bool{}, map[int]bool{}
		for _, c := range s.Changes {
			for _, i := range c.Old {
				changedOld[i] = true
			}
			for _, i := range c.New {
				changedNew[i] = true
			}
			if c.OldText == c.NewText || c.Weight == "" {
				t.Fatalf("%+v is no change", c)
			}
		}
		rest := func(text *Text, changed map[int]bool) []string {
			var list []string
			for i, sentence := range text.Sentences {
				if !changed[i] {
					list = append(list, sentence.Text)
				}
			}
			return list
		}
		if diff := cmp.Diff(rest(s.First, changedOld), rest(s.Last, changedNew)); diff != "" {
			t.Fatalf("beside %q (-first +last):\n%s", told(s), diff)
		}
	}
}

func TestKeysTellChangesApart(t *testing.T) {
	a := Since(newsroom.Chinese, way("船回来了。", "significant|三条船回来了。"))
	b := Since(newsroom.Chinese, way("船回来了。", "significant|三条船回来了。", "significant|四条船回来了。"))
	settled := map[string]bool{a.Changes[0].Key(): true}
	if a.Stale(settled) != 0 || a.Stale(nil) != 1 || b.Stale(settled) != 1 {
		t.Errorf("stale: %d, %d, %d", a.Stale(settled), a.Stale(nil), b.Stale(settled))
	}
}
