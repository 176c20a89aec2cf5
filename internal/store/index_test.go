package store_test

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"hebi/internal/newsroom"
	"hebi/internal/search"
	"hebi/internal/store"
)

// manyPairs are the tokens of a text of n characters, as IndexTokens orders
// them: the characters as words, then their pairs. No pair comes twice: each
// round through the characters takes another stride, and their number is prime.
func manyPairs(n int) []string {
	const first, kinds = 0x4E00, 19_997
	tokens := make([]string, 0, 2*n)
	runes := make([]rune, n)
	for i := range n {
		runes[i] = rune(first + i*(1+i/kinds)%kinds)
		tokens = append(tokens, string(runes[i]))
	}
	tokens = append(tokens, "__")
	for i := range n - 1 {
		tokens = append(tokens, "_"+string(runes[i:i+2]))
	}
	return tokens
}

func TestLongTextsAreIndexed(t *testing.T) {
	for _, tt := range []struct {
		name       string
		characters int
	}{
		{"100,000 characters", 100_000},
		{"1 MiB", 1 << 20 / 3},
	} {
		t.Run(tt.name, func(t *testing.T) {
			onEach(t, func(t *testing.T, s *store.Store) {
				a := article("long", edition(newsroom.Chinese, "00000000-0000-7000-8000-000000000001", newsroom.Published, clock))
				save(t, s, a)
				tokens := manyPairs(tt.characters)
				d := search.Document{
					EditionKey: a.Editions[newsroom.Chinese].Key, Language: newsroom.Chinese, Stamp: "s", TitleTokens: []string{"长文"},
					Body: strings.Join(tokens[:tt.characters], ""), BodyTokens: tokens,
				}
				if err := s.IndexEdition(t.Context(), d); err != nil {
					t.Fatalf("%.200v", err)
				}
				for what, clause := range map[string]search.Clause{
					"the title":               phrase("长文"),
					"a phrase of words":       phrase(tokens[:4]...),
					"a late word":             phrase(tokens[19_000]),
					"the last pair":           phrase(tokens[len(tokens)-1]),
					"the last phrase of them": phrase(tokens[len(tokens)-4:]...),
				} {
					if n := found(t, s, clause); n != 1 {
						t.Errorf("%s: %d hits, want 1", what, n)
					}
				}
			})
		})
	}
}

func found(t *testing.T, s *store.Store, c search.Clause) int {
	t.Helper()
	_, total, err := s.MatchPlan(t.Context(), search.Plan{Clauses: []search.Clause{c}, Limit: 10})
	if err != nil {
		t.Fatal(err)
	}
	return total
}

func TestWordsAfterTheLastPositionAreFound(t *testing.T) {
	onEach(t, func(t *testing.T, s *store.Store) {
		a := article("long", edition(newsroom.English, "00000000-0000-7000-8000-000000000001", newsroom.Published, clock))
		save(t, s, a)
		tokens := make([]string, 20_000)
		for i := range tokens {
			tokens[i] = "w" + strconv.Itoa(i)
		}
		tokens = slices.Concat(tokens, []string{"w0", "late", strings.Repeat("x", 3000), "", "it's", `back\slash`})
		if err := s.IndexEdition(t.Context(), document(a.Editions[newsroom.English].Key, newsroom.English, "w", tokens...)); err != nil {
			t.Fatal(err)
		}
		for _, c := range []search.Clause{phrase("w0"), phrase("late"), phrase("w1", "w2"), phrase("w16000", "w16001"), phrase("it's"), phrase("w19999"), phrase("w19998", "w19999", "w0", "late")} {
			if n := found(t, s, c); n != 1 {
				t.Errorf("%v: %d hits, want 1", c, n)
			}
		}
		if n := found(t, s, phrase("w5", "w7")); n != 0 {
			t.Errorf("words that do not stand side by side: %d hits, want 0", n)
		}
	})
}

func TestARenamedContributorsEditionsAreStale(t *testing.T) {
	onEach(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		author, translator := contributor(t, s, "author"), contributor(t, s, "translator")
		a := article("a",
			edition(newsroom.Chinese, "00000000-0000-7000-8000-000000000001", newsroom.Published, clock),
			edition(newsroom.English, "00000000-0000-7000-8000-000000000002", newsroom.Published, clock))
		a.Credits = []newsroom.Credit{{Contributor: author, Role: newsroom.Author}}
		a.Editions[newsroom.English].Translators = []newsroom.Credit{{Contributor: translator, Role: newsroom.Translator}}
		other := article("other", edition(newsroom.Chinese, "00000000-0000-7000-8000-000000000003", newsroom.Published, clock))
		save(t, s, a)
		save(t, s, other)
		zh, en := a.Editions[newsroom.Chinese].Key, a.Editions[newsroom.English].Key
		for _, tt := range []struct {
			contributor int64
			want        []int64
		}{
			{author.ID, []int64{zh, en}}, {translator.ID, []int64{en}}, {0, nil},
		} {
			for _, key := range []int64{zh, en, other.Editions[newsroom.Chinese].Key} {
				if err := s.IndexEdition(ctx, document(key, newsroom.Chinese, "b", "t", "b")); err != nil {
					t.Fatal(err)
				}
			}
			if err := s.ClearStamps(ctx, tt.contributor); err != nil {
				t.Fatal(err)
			}
			_, stale, err := s.StaleEditions(ctx, "s", 0, 10)
			if err != nil || !slices.Equal(stale, tt.want) {
				t.Errorf("contributor %d: stale %v, error %v, want %v", tt.contributor, stale, err, tt.want)
			}
		}
	})
}
