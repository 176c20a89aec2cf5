package publish_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"hebi/internal/newsroom"
	"hebi/internal/publish"
	"hebi/internal/store"
	"hebi/internal/store/storetest"
)

func TestWhatAnEditionBecomes(t *testing.T) {
	past, future := -time.Hour, time.Hour
	tests := []struct {
		name    string
		status  newsroom.Status
		publish bool
		date    time.Duration
		want    newsroom.Status
	}{
		{"a file without a status is a draft", "", false, past, newsroom.Draft},
		{"unless it is to be published", "", true, past, newsroom.Published},
		{"a date to come means scheduled", "", true, future, newsroom.Scheduled},
		{"also when the file says published", newsroom.Published, false, future, newsroom.Scheduled},
		{"a file may say published", newsroom.Published, false, past, newsroom.Published},
		{"a file that says draft is not published", newsroom.Draft, true, past, newsroom.Draft},
		{"a file may say withdrawn", newsroom.Withdrawn, true, past, newsroom.Withdrawn},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			storetest.Each(t, func(t *testing.T, o store.Options) {
				s := newSite(t, o)
				a := chinese("x", "题目", "琥珀。")
				a.Editions[newsroom.Chinese].Status, a.Editions[newsroom.Chinese].Date = tt.status, s.now.Add(tt.date)
				s.save(t, a, publish.Options{Publish: tt.publish})
				got := s.whole(t, "x").Editions[newsroom.Chinese]
				if got.Status != tt.want {
					t.Errorf("got %s, want %s", got.Status, tt.want)
				}
				if visible := s.found(t, "琥珀") == 1; visible != (tt.want == newsroom.Published) {
					t.Errorf("%s, but found by search: %v", got.Status, visible)
				}
			})
		})
	}
}

func TestTheClockPublishes(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s := newSite(t, o)
		a := chinese("later", "以后", "琥珀。")
		a.Editions[newsroom.Chinese].Date = s.now.Add(time.Hour)
		s.save(t, a, publish.Options{Publish: true})
		if n, err := s.PublishDue(t.Context()); n != 0 || err != nil {
			t.Fatalf("before its time: %d, %v", n, err)
		}
		s.now = s.now.Add(time.Hour)
		if n, err := s.PublishDue(t.Context()); n != 1 || err != nil {
			t.Fatalf("at its time: %d, %v", n, err)
		}
		e := s.whole(t, "later").Editions[newsroom.Chinese]
		if !e.Visible() || !e.Published.Equal(e.Date) || s.found(t, "琥珀") != 1 {
			t.Errorf("%+v", e)
		}
	})
}

func TestTheFirstPublicationNeverMoves(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s := newSite(t, o)
		s.save(t, chinese("x", "题目", "一。"), publish.Options{Publish: true})
		first := s.whole(t, "x").Editions[newsroom.Chinese].Published
		s.now = s.now.Add(time.Hour)
		if out := s.save(t, chinese("x", "题目", "二。"), publish.Options{Publish: true}); out.Change != publish.Updated {
			t.Fatalf("%+v", out)
		}
		e := s.whole(t, "x").Editions[newsroom.Chinese]
		if !e.Published.Equal(first) || !e.Updated.Equal(s.now) || e.Revision != 2 {
			t.Errorf("published %v (first %v), updated %v, revision %d", e.Published, first, e.Updated, e.Revision)
		}
		for _, change := range []func() ([]*newsroom.Edition, error){
			func() ([]*newsroom.Edition, error) { return s.Withdraw(t.Context(), "x", "", publish.Options{}) },
			func() ([]*newsroom.Edition, error) { return s.Publish(t.Context(), "x", "", publish.Options{}) },
		} {
			if changed, err := change(); err != nil || len(changed) != 1 {
				t.Fatalf("%v, %v", changed, err)
			}
		}
		if again := s.whole(t, "x").Editions[newsroom.Chinese].Published; !again.Equal(first) {
			t.Errorf("after withdrawing and publishing again: %v, first %v", again, first)
		}
		revisions, err := s.store.Revisions(t.Context(), e.Key)
		if err != nil || len(revisions) != 2 || revisions[0].Body != "一。" || revisions[1].Body != "二。" {
			t.Errorf("revisions %+v, %v", revisions, err)
		}
	})
}

func TestAFileThatSaysDraftTakesNothingFromReaders(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s := newSite(t, o)
		s.save(t, chinese("x", "题目", "琥珀。"), publish.Options{Publish: true})
		a := chinese("x", "题目", "琥珀。")
		a.Editions[newsroom.Chinese].Status = newsroom.Draft
		out := s.save(t, a, publish.Options{})
		if len(out.Warnings) != 1 || !strings.Contains(out.Warnings[0].Message, "hebi withdraw x") {
			t.Errorf("warnings %v", out.Warnings)
		}
		if s.found(t, "琥珀") != 1 {
			t.Error("the piece is gone")
		}
	})
}

func TestWithdrawnStaysWithdrawn(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s := newSite(t, o)
		piece := func() *newsroom.Article {
			a := chinese("x", "题", "琥珀")
			a.Editions[newsroom.Chinese].Status = newsroom.Published
			return a
		}
		s.save(t, piece(), publish.Options{})
		if _, err := s.Withdraw(t.Context(), "x", "", publish.Options{}); err != nil {
			t.Fatal(err)
		}
		out := s.save(t, piece(), publish.Options{Publish: true})
		if len(out.Warnings) != 1 || s.found(t, "琥珀") != 0 {
			t.Errorf("importing it again: %+v", out)
		}
		draft := chinese("never", "题", "文")
		s.save(t, draft, publish.Options{})
		draft.Editions[newsroom.Chinese].Status = newsroom.Withdrawn
		s.save(t, draft, publish.Options{})
		if _, err := s.store.ArticleBySlug(t.Context(), "never", newsroom.Chinese); !errors.Is(err, newsroom.ErrNotFound) {
			t.Errorf("a draft that was withdrawn answers %v", err)
		}
	})
}

func TestAScheduledPageAppears(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s := newSite(t, o)
		page := &newsroom.Page{Slug: "about", Editions: map[newsroom.Language]*newsroom.Edition{
			newsroom.Chinese: {Language: newsroom.Chinese, Title: "关于", Body: "文", Date: s.now.Add(time.Hour)},
		}}
		if _, err := s.SavePage(t.Context(), page, publish.Options{Publish: true}); err != nil {
			t.Fatal(err)
		}
		if _, err := s.store.PageBySlug(t.Context(), "about"); !errors.Is(err, newsroom.ErrNotFound) {
			t.Fatalf("before its time: %v", err)
		}
		s.now = s.now.Add(time.Hour)
		if n, err := s.PublishDue(t.Context()); n != 1 || err != nil {
			t.Fatalf("%d, %v", n, err)
		}
		if _, err := s.store.PageBySlug(t.Context(), "about"); err != nil {
			t.Error(err)
		}
	})
}

func TestADraftTakesItsPrintDayWhenItIsPublished(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s := newSite(t, o)
		a := chinese("x", "题", "文")
		a.Print = &newsroom.PrintPlace{Paper: "测试日报", Page: 3}
		s.save(t, a, publish.Options{})
		if _, err := s.Publish(t.Context(), "x", "", publish.Options{}); err != nil {
			t.Fatal(err)
		}
		days, err := s.store.PrintDays(t.Context(), newsroom.Chinese, time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC))
		if err != nil || len(days) != 1 || days[0].Date.Year() != 2023 {
			t.Errorf("%+v, %v", days, err)
		}
	})
}

func TestRightsAreAsked(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s := newSite(t, o)
		writer := publish.Options{User: &newsroom.User{Email: "w@example.org", Role: newsroom.Writer}}
		s.save(t, chinese("x", "题", "文"), publish.Options{})
		if _, err := s.Publish(t.Context(), "x", "", writer); !errors.Is(err, newsroom.ErrForbidden) {
			t.Errorf("a writer publishes: %v", err)
		}
		writer.Publish = true
		if _, err := s.SaveArticle(t.Context(), chinese("y", "题", "文"), writer); !errors.Is(err, newsroom.ErrForbidden) {
			t.Errorf("a writer saves something published: %v", err)
		}
		if n, _ := s.store.CountArticles(t.Context()); n != 1 {
			t.Errorf("%d articles", n)
		}
	})
}
