package publish_test

import (
	"testing"

	"hebi/internal/newsroom"
	"hebi/internal/publish"
	"hebi/internal/store"
	"hebi/internal/store/storetest"
)

func TestTermsAreComparedEntryByEntry(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s := newSite(t, o)
		save := func(want string, terms ...newsroom.Term) {
			t.Helper()
			out, err := s.SaveTerms(t.Context(), terms, publish.Options{})
			if err != nil || out.Change != want {
				t.Errorf("got %+v, %v, want %s", out, err, want)
			}
		}
		a, b := newsroom.Term{ZH: "国有", EN: "state-owned", ENVariants: []string{"state owned"}}, newsroom.Term{ZH: "人才", EN: "talent"}
		save(publish.Updated, a, b)
		save(publish.Unchanged, a, b)
		save(publish.Unchanged, a)
		save(publish.Unchanged, b)
		a.ENVariants = []string{"state", "owned"}
		save(publish.Updated, a)
		save(publish.Updated, b, a)
	})
}

func TestASpecialKeepsItsMembers(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s := newSite(t, o)
		s.save(t, chinese("x", "题", "文"), publish.Options{Publish: true})
		special := func(slugs ...string) *newsroom.Special {
			return &newsroom.Special{Slug: "s", ArticleSlugs: slugs, Editions: map[newsroom.Language]*newsroom.SpecialEdition{newsroom.Chinese: {Language: newsroom.Chinese, Title: "专题"}}}
		}
		for i, step := range []struct {
			special *newsroom.Special
			want    string
		}{{special("x"), publish.Created}, {special(), publish.Unchanged}, {special("x"), publish.Unchanged}} {
			out, err := s.SaveSpecial(t.Context(), step.special, publish.Options{})
			if err != nil || out.Change != step.want {
				t.Errorf("step %d: %+v, %v, want %s", i, out, err, step.want)
			}
		}
		if articles, err := s.store.SpecialBySlug(t.Context(), "s", newsroom.Chinese); err != nil || len(articles.Articles) != 1 {
			t.Errorf("%v", err)
		}
	})
}
