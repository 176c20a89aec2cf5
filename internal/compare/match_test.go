package compare

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestSentences(t *testing.T) {
	one := func(o, n int, same bool) Match { return Match{[2]int{o, o + 1}, [2]int{n, n + 1}, same} }
	for _, tt := range []struct {
		what     string
		old, new []string
		want     []Match
	}{
		{"nothing", nil, nil, nil},
		{"one changed", []string{"潮水来了。", "船回来了。", "灯亮了。"}, []string{"潮水来了。", "渔船都回来了。", "灯亮了。"}, []Match{one(0, 0, true), one(1, 1, false), one(2, 2, true)}},
		{"one quite another", []string{"潮水来了。", "Yes.", "灯亮了。"}, []string{"潮水来了。", "没有人说话。", "灯亮了。"}, []Match{one(0, 0, true), one(1, 1, false), one(2, 2, true)}},
		{"one taken out", []string{"潮水来了。", "船回来了。", "灯亮了。"}, []string{"潮水来了。", "灯亮了。"}, []Match{one(0, 0, true), {[2]int{1, 2}, [2]int{1, 1}, false}, one(2, 1, true)}},
		{"one put in", []string{"潮水来了。"}, []string{"没有人。", "潮水来了。"}, []Match{{[2]int{0, 0}, [2]int{0, 1}, false}, one(0, 1, true)}},
		{"two for one", []string{"潮水来了。", "鱼。", "灯亮了。"}, []string{"潮水来了。", "Nobody spoke.", "All slept.", "灯亮了。"}, []Match{one(0, 0, true), {[2]int{1, 2}, [2]int{1, 3}, false}, one(2, 3, true)}},
	} {
		if diff := cmp.Diff(tt.want, Sentences(tt.old, tt.new)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.what, diff)
		}
	}
}

// The matches cover both lists in their order, whatever they hold.
func TestSentencesCover(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	pool := []string{"甲说。", "乙说了很多。", "乙说了很多话。", "Yes.", "Yes, he said.", "", "丙、丁、戊都来了。", "\n", "丙和丁来了。"}
	for range 2000 {
		var lists [2][]string
		for i := range lists {
			for range r.IntN(8) {
				lists[i] = append(lists[i], pool[r.IntN(len(pool))])
			}
		}
		o, n := 0, 0
		for _, m := range Sentences(lists[0], lists[1]) {
			if m.Old[0] != o || m.New[0] != n || m.Old[1] < o || m.New[1] < n || m.Old[1]-o+m.New[1]-n == 0 {
				t.Fatalf("%q to %q: %v does not follow %d and %d", lists[0], lists[1], m, o, n)
			}
			o, n = m.Old[1], m.New[1]
			if m.Same && !slices.Equal(lists[0][m.Old[0]:o], lists[1][m.New[0]:n]) {
				t.Fatalf("%q to %q: %v is not the same", lists[0], lists[1], m)
			}
		}
		if o != len(lists[0]) || n != len(lists[1]) {
			t.Fatalf("%q to %q end at %d and %d", lists[0], lists[1], o, n)
		}
	}
}
