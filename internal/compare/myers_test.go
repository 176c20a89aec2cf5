package compare

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestShortest holds short lists against the table that finds a longest common
// subsequence the plain way.
func TestShortest(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	for range 20_000 {
		a, b := numbers(r, r.IntN(12), 4), numbers(r, r.IntN(12), 4)
		onlyA, onlyB := shortest(a, b)
		stayed := checkShared(t, a, b, onlyA, onlyB)
		if want := longestCommon(a, b); stayed != want {
			t.Fatalf("%v and %v: %d in common, want %d", a, b, stayed, want)
		}
	}
}

// TestShortestGivesUp compares lists that differ more than patience lasts.
func TestShortestGivesUp(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 10))
	a, b := numbers(r, 4000, 30), numbers(r, 3000, 30)
	onlyA, onlyB := shortest(a, b)
	best := longestCommon(a, b)
	if stayed := checkShared(t, a, b, onlyA, onlyB); 4*stayed < 3*best || stayed == best {
		t.Errorf("%d in common of %d that there are", stayed, best)
	}
}

func numbers(r *rand.Rand, n, below int) []int {
	list := make([]int, n)
	for i := range list {
		list[i] = r.IntN(below)
	}
	return list
}

// checkShared fails if what stays of both lists is not the same, and returns how
// much that is.
func checkShared(t *testing.T, a, b []int, onlyA, onlyB []bool) int {
	t.Helper()
	rest := func(list []int, only []bool) []int {
		i := -1
		return slices.DeleteFunc(slices.Clone(list), func(int) bool { i++; return only[i] })
	}
	one, other := rest(a, onlyA), rest(b, onlyB)
	if !slices.Equal(one, other) {
		t.Fatalf("%v and %v: %v and %v stay", a, b, one, other)
	}
	return len(one)
}

func longestCommon(a, b []int) int {
	row := make([]int, len(b)+1)
	for i := range a {
		corner := 0
		for j := range b {
			up := row[j+1]
			row[j+1] = max(up, row[j])
			if a[i] == b[j] {
				row[j+1] = corner + 1
			}
			corner = up
		}
	}
	return row[len(b)]
}

func TestUnique(t *testing.T) {
	for _, tc := range []struct {
		name string
		a, b []int
		want []match
	}{
		{"none", []int{1, 1}, []int{1}, nil},
		{"one moved", []int{1, 2, 3, 4}, []int{4, 1, 2, 3}, []match{{0, 1}, {1, 2}, {2, 3}}},
		{"repeated ones are passed over", []int{5, 1, 5, 2}, []int{1, 5, 2}, []match{{1, 0}, {3, 2}}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got := unique(tc.a, tc.b)
			if diff := cmp.Diff(tc.want, got, cmp.AllowUnexported(match{})); diff != "" && len(tc.want)+len(got) > 0 {
				t.Error(diff)
			}
		})
	}
}
