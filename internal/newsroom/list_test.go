package newsroom

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestTheListsAnArticleStandsIn(t *testing.T) {
	shanghai := time.FixedZone("", 8*60*60)
	evening := time.Date(2023, 12, 31, 20, 0, 0, 0, time.UTC) // in Shanghai it is next year
	bare := &Article{Kind: News, Editions: map[Language]*Edition{Chinese: {Date: evening}, English: {}}}
	full := &Article{
		Kind:     Editorial,
		Credits:  []Credit{{Contributor: Contributor{Slug: "wang"}}, {Contributor: Contributor{Slug: "wang"}, Role: Photographer}},
		Themes:   []ThemeTag{{Slug: "talent"}},
		Specials: []SpecialRef{{Slug: "four"}},
		Print:    &PrintPlace{Date: time.Date(2023, 10, 5, 0, 0, 0, 0, time.UTC), Page: 3},
		Editions: map[Language]*Edition{
			Chinese: {Date: evening, Corrections: []Correction{{}}},
			English: {Date: evening, Translators: []Credit{{Contributor: Contributor{Slug: "ann"}}}},
		},
	}
	tests := map[string]struct {
		article *Article
		l       Language
		want    []string
	}{
		"little":     {bare, Chinese, []string{"/f", "/f?pair=first", "/zh/archive/2024/01/f", "/zh/f", "/zh/news/f"}},
		"no date":    {bare, English, []string{"/en/f", "/en/news/f", "/f", "/f?pair=first"}},
		"no edition": {&Article{}, Chinese, nil},
		"in every sort of list": {full, Chinese, []string{
			"/f", "/f?pair=first", "/zh/archive/2024/01/f", "/zh/contributors/wang/f", "/zh/corrections/f", "/zh/editorials/f", "/zh/f",
			"/zh/papers/2023-10-05/3/f", "/zh/papers/2023-10-05/f", "/zh/specials/four/f", "/zh/themes/talent/f",
		}},
		"the other edition's corrections and translators are not its own": {full, English, []string{
			"/en/archive/2024/01/f", "/en/contributors/ann/f", "/en/contributors/wang/f", "/en/editorials/f", "/en/f",
			"/en/papers/2023-10-05/3/f", "/en/papers/2023-10-05/f", "/en/specials/four/f", "/en/themes/talent/f", "/f", "/f?pair=first",
		}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			var got []string
			for _, l := range tt.article.Lists(tt.l, shanghai) {
				got = append(got, l.File("f"))
			}
			slices.Sort(got)
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}
