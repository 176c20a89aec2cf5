package store

import (
	"maps"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"hebi/internal/search"
)

// randomStream is up to 60 tokens over a small alphabet, breaks among them.
func randomStream(r *rand.Rand) stream {
	alphabet := []string{"a", "b", "cc", "ddd", search.RunBreak}
	s := stream{tokens: make([]string, r.IntN(60))}
	for i := range s.tokens {
		s.tokens[i] = alphabet[r.IntN(len(alphabet))]
	}
	s.title = r.IntN(len(s.tokens) + 1)
	return s
}

// randomLimits are tiny, and keep to what overlap asks of the others: a token above takes 8 bytes at most.
func randomLimits(r *rand.Rand) vectorLimits {
	overlap := r.IntN(5)
	more := func(n int) int { return overlap + 1 + r.IntN(n) }
	return vectorLimits{position: more(20), places: more(5), size: 8 * more(10), overlap: overlap}
}

func TestWindowsKeepToTheLimitsAndHoldEveryPhrase(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 5000 {
		s, l := randomStream(r), randomLimits(r)
		list := slices.Collect(s.windows(l))
		for _, w := range list {
			checkWindow(t, s, w, l)
		}
		n := min(l.overlap, len(s.tokens))
		for i := range len(s.tokens) - n + 1 {
			whole := func(w window) bool { return w.from <= i && i+n <= w.to }
			if len(s.tokens) > 0 && !slices.ContainsFunc(list, whole) {
				t.Errorf("tokens %d to %d stand whole in none of %v", i, i+n, list)
			}
		}
		if _, fits := s.whole(l); fits != (len(list) <= 1) {
			t.Errorf("one vector holds all: %v, but there are %d windows", fits, len(list))
		}
		if t.Failed() {
			t.Fatalf("with %+v of %+v", l, s)
		}
	}
}

// checkWindow reads a window's literal back: it must hold the window's tokens, each at its place, within the limits.
func checkWindow(t *testing.T, s stream, w window, l vectorLimits) {
	t.Helper()
	size, got := 0, map[int]string{}
	for word := range strings.FieldsSeq(w.vector.literal()) {
		token, at, _ := strings.Cut(word, ":")
		token = strings.Trim(token, "'")
		places := strings.Split(at, ",")
		size += len(token) + 1 + 2 + 2*len(places)
		if len(places) > l.places {
			t.Errorf("%s has %d places", token, len(places))
		}
		for _, p := range places {
			number, title := strings.CutSuffix(p, "A")
			place, err := strconv.Atoi(number)
			if err != nil || place < 1 || place > l.position {
				t.Errorf("%s stands at %q", token, p)
			}
			got[place] = token
			if i := w.from + place - 1; title != (i < s.title) {
				t.Errorf("token %d, %s, has weight A: %v", i, token, title)
			}
		}
	}
	if size > l.size {
		t.Errorf("%d bytes", size)
	}
	want := map[int]string{}
	for i, token := range s.tokens[w.from:w.to] {
		want[1+i] = token
	}
	maps.DeleteFunc(want, func(_ int, token string) bool { return token == search.RunBreak })
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("tokens of window %d to %d by place (-want +got):\n%s", w.from, w.to, diff)
	}
}

func TestWindowsGetOn(t *testing.T) {
	l := postgresLimits()
	if l.overlap >= l.position || l.overlap >= l.places || l.overlap*(maxLexeme+5) >= l.size {
		t.Errorf("a window may hold no more than the %d tokens of the one before: %+v", l.overlap, l)
	}
}
