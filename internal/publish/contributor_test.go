package publish_test

import (
	"testing"

	"hebi/internal/newsroom"
	"hebi/internal/publish"
	"hebi/internal/store"
	"hebi/internal/store/storetest"
)

func TestAKnownNameIsLinkedAndNeverDoubled(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s := newSite(t, o)
		credit := func(affiliation string) []newsroom.Credit {
			return []newsroom.Credit{{Contributor: newsroom.Contributor{Name: newsroom.Bilingual{ZH: "张三"}}, Role: newsroom.Author, Printed: newsroom.Bilingual{ZH: affiliation}}}
		}
		for i, tt := range []struct {
			affiliation string
			warnings    int
		}{{"甲大学（本部）教授", 0}, {"甲大学(本部)教授", 0}, {"乙研究院院长", 1}, {"", 0}} {
			a := chinese("a"+string(rune('0'+i)), "题目", "文")
			a.Credits = credit(tt.affiliation)
			if out := s.save(t, a, publish.Options{Publish: true}); len(out.Warnings) != tt.warnings {
				t.Errorf("%q: warnings %q", tt.affiliation, out.Warnings)
			}
		}
		people, err := s.store.AllContributors(t.Context())
		if err != nil || len(people) != 1 || people[0].Slug != "zhang-san" {
			t.Errorf("contributors %+v, %v", people, err)
		}
	})
}
