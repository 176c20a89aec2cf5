package store_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hebi/internal/newsroom"
	"hebi/internal/store"
	"hebi/internal/store/storetest"
)

func TestMisses(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		now := time.Date(2026, 5, 1, 8, 0, 0, 0, time.UTC)
		s := storetest.Open(t, o, func() time.Time { return now })
		count := func(misses ...newsroom.SearchMiss) {
			t.Helper()
			if err := s.CountMisses(t.Context(), misses); err != nil {
				t.Fatal(err)
			}
		}
		count(newsroom.SearchMiss{Day: "2026-04-30", Query: "白鹭", Count: 3}, newsroom.SearchMiss{Day: "2026-05-01", Query: "heron", Count: 5})
		count(newsroom.SearchMiss{Day: "2026-05-01", Query: "白鹭", Count: 3}, newsroom.SearchMiss{Day: "2026-05-01", Query: "heron", Count: 1}, newsroom.SearchMiss{Day: "2025-01-01", Query: "old", Count: 9})
		for _, c := range []struct {
			from, to string
			limit    int
			want     []newsroom.SearchMiss
		}{
			{"2024-01-01", "2026-05-01", 10, []newsroom.SearchMiss{{Day: "2026-05-01", Query: "heron", Count: 6}, {Day: "2026-05-01", Query: "白鹭", Count: 6}}},
			{"2026-04-01", "2026-04-30", 10, []newsroom.SearchMiss{{Day: "2026-04-30", Query: "白鹭", Count: 3}}},
			{"2026-05-01", "2026-05-01", 1, []newsroom.SearchMiss{{Day: "2026-05-01", Query: "heron", Count: 6}}},
			{"2026-06-01", "2026-06-02", 1, nil},
		} {
			got, err := s.Misses(t.Context(), c.from, c.to, c.limit)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, append([]newsroom.SearchMiss(nil), got...)); diff != "" {
				t.Errorf("%s to %s: %s", c.from, c.to, diff)
			}
		}
	})
}

func TestOutputs(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s := storetest.Open(t, o, func() time.Time { return clock })
		day := time.Date(2026, 5, 1, 0, 0, 0, 0, time.UTC)
		if err := s.SaveThemes(t.Context(), []newsroom.Theme{{Slug: "talent"}, {Slug: "green"}, {Slug: "ports"}}); err != nil {
			t.Fatal(err)
		}
		tags := []newsroom.ThemeTag{{Slug: "green"}, {Slug: "talent"}}
		both := article("both", edition(newsroom.Chinese, "e1", newsroom.Published, day), edition(newsroom.English, "e2", newsroom.Published, day.AddDate(0, 0, 40)))
		both.Themes = tags
		both.Editions[newsroom.English].Corrections = []newsroom.Correction{{Date: day, Note: "a"}, {Date: day, Note: "b"}}
		save(t, s, both)
		if err := s.RefuseTheme(t.Context(), both.ID, "ports", true); err != nil {
			t.Fatal(err)
		}
		save(t, s, article("hidden", edition(newsroom.Chinese, "e3", newsroom.Withdrawn, day)))
		save(t, s, article("half", edition(newsroom.Chinese, "e4", newsroom.Draft, day), edition(newsroom.English, "e5", newsroom.Published, day)))
		early := article("early", edition(newsroom.Chinese, "e6", newsroom.Published, day.Add(-time.Second)))
		early.Themes = tags
		save(t, s, early)
		outputs, err := s.Outputs(t.Context(), day, day.AddDate(0, 0, 7))
		if err != nil {
			t.Fatal(err)
		}
		type short struct {
			Language newsroom.Language
			Kind     newsroom.Kind
			At       time.Time
		}
		var got []short
		for _, o := range outputs {
			got = append(got, short{o.Language, o.Kind, o.DatedAt})
		}
		kind := outputs[0].Kind
		want := []short{{newsroom.Chinese, kind, day}, {newsroom.English, kind, day.AddDate(0, 0, 40)}, {newsroom.English, kind, day}}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
		themes, err := s.OutputThemes(t.Context(), day, day.AddDate(0, 0, 7))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(map[int64][]string{outputs[0].ArticleID: {"green", "talent"}}, themes); diff != "" {
			t.Error(diff)
		}
		counts, err := s.CountStatuses(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		wantCounts := []store.StatusCount{
			{Language: newsroom.English, Status: newsroom.Published, Count: 2, Corrected: 1},
			{Language: newsroom.Chinese, Status: newsroom.Draft, Count: 1},
			{Language: newsroom.Chinese, Status: newsroom.Published, Count: 2},
			{Language: newsroom.Chinese, Status: newsroom.Withdrawn, Count: 1},
		}
		if _, n, err := s.DeskEditions(t.Context(), store.DeskQuery{Corrected: true}); n != 1 || err != nil {
			t.Errorf("%d corrected editions, %v", n, err)
		}
		if diff := cmp.Diff(wantCounts, append([]store.StatusCount(nil), counts...)); diff != "" {
			t.Error(diff)
		}
	})
}
