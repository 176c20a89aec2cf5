package store_test

import (
	"database/sql"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"hebi/internal/newsroom"
	"hebi/internal/search"
	"hebi/internal/store"
	"hebi/internal/store/storetest"
)

// visible saves a Chinese article and returns its edition's key.
func visible(t *testing.T, s *store.Store, slug string, number int) int64 {
	t.Helper()
	a := article(slug, edition(newsroom.Chinese, "00000000-0000-7000-8000-00000000000"+strconv.Itoa(number), newsroom.Published, clock))
	save(t, s, a)
	return a.Editions[newsroom.Chinese].Key
}

func index(t *testing.T, s *store.Store, documents ...search.Document) {
	t.Helper()
	for _, d := range documents {
		if err := s.IndexEdition(t.Context(), d); err != nil {
			t.Fatalf("%.200v", err)
		}
	}
}

func longDocument(key int64, characters int) search.Document {
	return document(key, newsroom.Chinese, "长文", append([]string{"长文"}, manyPairs(characters)...)...)
}

// matches returns what a plan finds.
func matches(t *testing.T, s *store.Store, any bool, clauses ...search.Clause) []search.Match {
	t.Helper()
	list, total, err := s.MatchPlan(t.Context(), search.Plan{Clauses: clauses, Any: any, Language: newsroom.Chinese, Limit: 10})
	if err != nil {
		t.Fatal(err)
	}
	if total != len(list) {
		t.Errorf("%d matches, but their number is said to be %d", len(list), total)
	}
	return list
}

func TestEveryPhraseOfALongTextIsFound(t *testing.T) {
	onEach(t, func(t *testing.T, s *store.Store) {
		d := longDocument(visible(t, s, "long", 1), 40_000)
		index(t, s, d)
		tokens, windows := store.WindowBorders(d)
		if len(windows) < 4 {
			t.Fatalf("%d windows: the text is not long", len(windows))
		}
		check := func(from, n int) {
			if from < 0 || from+n > len(tokens) || slices.Contains(tokens[from:from+n], search.RunBreak) {
				return
			}
			if m := matches(t, s, false, phrase(tokens[from:from+n]...)); len(m) != 1 || m[0].Score <= 0 {
				t.Errorf("%d tokens from %d: got %+v, want one match with a score", n, from, m)
			}
		}
		for _, n := range []int{1, 2, 20, search.MaxQuery} {
			check(2, n)
			check(len(tokens)/4, n)
			check(len(tokens)*3/4, n)
			check(len(tokens)-n, n)
		}
		for _, w := range windows {
			for _, border := range w {
				for from := border - search.MaxQuery - 2; from <= border+2; from++ {
					check(from, search.MaxQuery)
				}
				for from := border - 5; from <= border+2; from++ {
					check(from, 3)
				}
			}
		}
	})
}

func TestNoPhraseIsFoundThatDoesNotStandInALongText(t *testing.T) {
	onEach(t, func(t *testing.T, s *store.Store) {
		d := longDocument(visible(t, s, "long", 1), 40_000)
		d.BodyTokens = append(d.BodyTokens, search.RunBreak, "_甲乙", "_乙", search.RunBreak, "_乙丙", "_丙")
		index(t, s, d)
		tokens, windows := store.WindowBorders(d)
		absent := map[string][]string{
			"from title to body":           {d.TitleTokens[0], d.BodyTokens[0]},
			"pairs of which each stands":   {"_甲乙", "_乙丙"},
			"across a break":               {"_乙", "_乙丙"},
			"from one stretch to the next": {tokens[40_000], tokens[40_003]},
			"the last and the first":       {tokens[len(tokens)-1], tokens[2]},
		}
		for i, w := range windows[:len(windows)-1] {
			for at := w[1] - search.MaxQuery - 2; at < w[1]+2; at++ {
				absent["with one left out, from "+strconv.Itoa(at)] = []string{tokens[at], tokens[at+1], tokens[at+3]}
			}
			absent["over the end of window "+strconv.Itoa(i)] = []string{tokens[w[1]-1], tokens[windows[i+1][0]]}
		}
		for what, p := range absent {
			if m := matches(t, s, false, phrase(p...)); len(m) != 0 {
				t.Errorf("%s: %q is found", what, p)
			}
			for _, token := range p {
				if m := matches(t, s, false, phrase(token)); len(m) != 1 {
					t.Errorf("%s: %q alone is not found", what, token)
				}
			}
		}
	})
}

func TestATokenThatComesOftenStandsInEveryPhrase(t *testing.T) {
	onEach(t, func(t *testing.T, s *store.Store) {
		var tokens []string
		for i := range 400 {
			tokens = append(tokens, "the", "x"+strconv.Itoa(i))
		}
		tokens = slices.Concat(tokens, slices.Repeat([]string{"_哈哈"}, 1000))
		index(t, s, document(visible(t, s, "often", 1), newsroom.Chinese, "b", append([]string{"t"}, tokens...)...))
		for what, p := range map[string][]string{
			"the 300th":          {"the", "x299"},
			"the 300th, between": {"x298", "the", "x299"},
			"one beside itself":  slices.Repeat([]string{"_哈哈"}, search.MaxQuery),
		} {
			if m := matches(t, s, false, phrase(p...)); len(m) != 1 {
				t.Errorf("%s: %d matches, want 1", what, len(m))
			}
		}
		if m := matches(t, s, false, phrase("the", "the")); len(m) != 0 {
			t.Error("a phrase is found that does not stand there")
		}
	})
}

func TestClausesAreMetInDifferentPartsOfALongText(t *testing.T) {
	onEach(t, func(t *testing.T, s *store.Store) {
		long, short := visible(t, s, "long", 1), visible(t, s, "short", 2)
		d := longDocument(long, 40_000)
		body := d.BodyTokens
		middle, late, none := phrase(body[50_000:50_003]...), phrase(body[70_000:70_002]...), phrase("_没有", "_有的")
		early := phrase(body[100:103]...)
		index(t, s, d, document(short, newsroom.Chinese, "短", append([]string{"短"}, slices.Concat(body[100:103], []string{"x"}, body[70_000:70_002])...)...))
		for _, tt := range []struct {
			name    string
			any     bool
			clauses []search.Clause
			want    []int64
		}{
			{"one in the first window", false, []search.Clause{early}, []int64{long, short}},
			{"one in a later window", false, []search.Clause{middle}, []int64{long}},
			{"both, far apart", false, []search.Clause{middle, late}, []int64{long}},
			{"both, one in the first window", false, []search.Clause{early, late}, []int64{long, short}},
			{"one of them is not there", false, []search.Clause{middle, late, none}, nil},
			{"alternatives", false, []search.Clause{slices.Concat(none, late), slices.Concat(middle, early)}, []int64{long, short}},
			{"any", true, []search.Clause{none, late}, []int64{long, short}},
			{"any of several that stand there", true, []search.Clause{early, middle, late}, []int64{long, short}},
			{"any of none", true, []search.Clause{none, phrase("_无")}, nil},
			{"the title and a late phrase", false, []search.Clause{phrase("长文"), late}, []int64{long}},
			{"the beginning of a token", false, []search.Clause{{{Tokens: []string{body[70_000][:len("_长")]}, Prefix: true}}, late}, []int64{long, short}},
		} {
			var got []int64
			for _, m := range matches(t, s, tt.any, tt.clauses...) {
				got = append(got, m.EditionKey)
			}
			slices.Sort(got)
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("%s: editions (-want +got):\n%s", tt.name, diff)
			}
		}
	})
}

func TestPartsGoWithTheText(t *testing.T) {
	onEach(t, func(t *testing.T, s *store.Store) {
		key := visible(t, s, "long", 1)
		d := longDocument(key, 40_000)
		late := phrase(d.BodyTokens[70_000:70_002]...)
		short := document(key, newsroom.Chinese, "短", "短", "文")
		for _, step := range []struct {
			name string
			do   func() error
			want int
		}{
			{"long", func() error { return s.IndexEdition(t.Context(), d) }, 1},
			{"long again", func() error { return s.IndexEdition(t.Context(), d) }, 1},
			{"short", func() error { return s.IndexEdition(t.Context(), short) }, 0},
			{"long after short", func() error { return s.IndexEdition(t.Context(), d) }, 1},
			{"withdrawn", func() error { return s.UnindexEdition(t.Context(), key) }, 0},
			{"indexed anew as short", func() error { return s.IndexEdition(t.Context(), short) }, 0},
		} {
			if err := step.do(); err != nil {
				t.Fatalf("%s: %.200v", step.name, err)
			}
			if m := matches(t, s, false, late); len(m) != step.want {
				t.Errorf("%s: %d matches, want %d", step.name, len(m), step.want)
			}
		}
	})
}

// TestLongTextsOfTheFirstSchemaAreIndexedAgain takes a database back to the schema without parts.
func TestLongTextsOfTheFirstSchemaAreIndexedAgain(t *testing.T) {
	address := storetest.PostgreSQL(t)
	s := storetest.Open(t, store.Options{URL: address}, nil)
	far, often, large, short, broken := visible(t, s, "far", 1), visible(t, s, "often", 2), visible(t, s, "large", 3), visible(t, s, "short", 4), visible(t, s, "broken", 5)
	late := slices.Repeat([]string{"a", "b"}, 120)
	for i := range 16_300 {
		late = append(late, "w"+strconv.Itoa(i))
	}
	var wide []string
	for i := range 600 {
		wide = append(wide, strings.Repeat("x", 2000)+strconv.Itoa(i))
	}
	index(t, s,
		document(far, newsroom.Chinese, "b", late...),
		document(often, newsroom.Chinese, "b", slices.Repeat([]string{"a", "b"}, 300)...),
		document(large, newsroom.Chinese, "b", wide...),
		document(short, newsroom.Chinese, "b", late[:10_000]...),
		document(broken, newsroom.Chinese, "b", "t", "b"))

	db, err := sql.Open("pgx", address)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	breaks := make([]string, 256) // the first schema kept them
	for i := range breaks {
		breaks[i] = strconv.Itoa(1 + i)
	}
	for _, statement := range []string{
		"UPDATE search_texts SET tokens = '__:" + strings.Join(breaks, ",") + "' WHERE edition_id = " + strconv.FormatInt(broken, 10),
		"DROP TABLE search_parts", "DROP TABLE theme_weights", "DELETE FROM schema_migrations WHERE number >= 2",
	} {
		if _, err := db.ExecContext(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}

	s = storetest.Open(t, store.Options{URL: address}, nil)
	_, stale, err := s.StaleEditions(t.Context(), "s", 0, 10)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]int64{far, often, large}, stale); diff != "" {
		t.Errorf("stale editions (-want +got):\n%s", diff)
	}
}
