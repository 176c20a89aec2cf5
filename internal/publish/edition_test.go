package publish_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hebi/internal/newsroom"
	"hebi/internal/publish"
	"hebi/internal/store"
	"hebi/internal/store/storetest"
)

func TestTheOriginalStaysTheOriginal(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s := newSite(t, o)
		lone := func(l newsroom.Language, reflects int, original bool) {
			s.save(t, &newsroom.Article{Slug: "x", Editions: map[newsroom.Language]*newsroom.Edition{
				l: {Language: l, Title: "T", Body: "B", Reflects: reflects, Original: original},
			}}, publish.Options{})
		}
		check := func(step string, want newsroom.Language) {
			t.Helper()
			for l, e := range s.whole(t, "x").Editions {
				if e.Original != (l == want) {
					t.Errorf("%s: %s original %v, want %s to be it", step, l, e.Original, want)
				}
			}
		}
		lone(newsroom.English, 0, false)
		check("a lone edition", newsroom.English)
		lone(newsroom.Chinese, 1, false)
		lone(newsroom.English, 0, false)
		check("both, and the first again", newsroom.English)
		lone(newsroom.Chinese, 0, true)
		check("a mark moves it", newsroom.Chinese)
	})
}

func TestAnUnchangedTranslationReflectsWhatItDid(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s := newSite(t, o)
		english := func() *newsroom.Article {
			return &newsroom.Article{Slug: "x", Editions: map[newsroom.Language]*newsroom.Edition{newsroom.English: {Language: newsroom.English, Title: "T", Body: "B"}}}
		}
		s.save(t, chinese("x", "题", "一"), publish.Options{})
		s.save(t, english(), publish.Options{})
		s.save(t, chinese("x", "题", "二"), publish.Options{})
		s.save(t, english(), publish.Options{})
		a := s.whole(t, "x")
		if source, reflects := a.Editions[newsroom.Chinese].Revision, a.Editions[newsroom.English].Reflects; source != 2 || reflects != 1 {
			t.Errorf("the source is at revision %d, the translation reflects %d", source, reflects)
		}
	})
}

func TestARetractionIsKeptAndMayBeRevised(t *testing.T) {
	day := time.Date(2023, 10, 30, 0, 0, 0, 0, time.UTC)
	first := &newsroom.Retraction{Date: day, Reason: "数字有误"}
	tests := []struct {
		name   string
		then   *newsroom.Retraction
		change string
		want   *newsroom.Retraction
	}{
		{"the same changes nothing", &newsroom.Retraction{Date: day, Reason: "数字有误"}, publish.Unchanged, first},
		{"another reason", &newsroom.Retraction{Date: day, Reason: "引文有误"}, publish.Updated, &newsroom.Retraction{Date: day, Reason: "引文有误"}},
		{"another day", &newsroom.Retraction{Date: day.AddDate(0, 0, 1), Reason: "数字有误"}, publish.Updated, &newsroom.Retraction{Date: day.AddDate(0, 0, 1), Reason: "数字有误"}},
		{"a file without it does not take it back", nil, publish.Unchanged, first},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			storetest.Each(t, func(t *testing.T, o store.Options) {
				s := newSite(t, o)
				piece := func(r *newsroom.Retraction) *newsroom.Article {
					a := chinese("x", "题目", "正文")
					a.Editions[newsroom.Chinese].Status, a.Editions[newsroom.Chinese].Retraction = newsroom.Withdrawn, r
					return a
				}
				s.save(t, piece(first), publish.Options{})
				if out := s.save(t, piece(tt.then), publish.Options{}); out.Change != tt.change {
					t.Errorf("%s, want %s", out.Change, tt.change)
				}
				if diff := cmp.Diff(tt.want, s.whole(t, "x").Editions[newsroom.Chinese].Retraction); diff != "" {
					t.Errorf("-want +got\n%s", diff)
				}
			})
		})
	}
}
