package store_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"hebi/internal/newsroom"
	"hebi/internal/store"
)

// The number of an article says as much of it as its slug does.
func TestAnArticleByIDIsGoneOnceReadersHaveSeenIt(t *testing.T) {
	onEach(t, func(t *testing.T, s *store.Store) {
		uid := "00000000-0000-7000-8000-000000000701"
		never := article("never", edition(newsroom.Chinese, uid, newsroom.Draft, clock))
		save(t, s, never)
		uid = "00000000-0000-7000-8000-000000000702"
		seen := article("seen", edition(newsroom.Chinese, uid, newsroom.Published, clock))
		seen.Editions[newsroom.Chinese].Published = clock
		save(t, s, seen)
		if _, err := s.ArticleByID(t.Context(), seen.ID); err != nil {
			t.Fatal(err)
		}
		for _, a := range []*newsroom.Article{never, seen} {
			a.Editions[newsroom.Chinese].Status = newsroom.Withdrawn
			if err := s.SaveEdition(t.Context(), a.ID, a.Editions[newsroom.Chinese]); err != nil {
				t.Fatal(err)
			}
		}
		for id, want := range map[int64]error{never.ID: newsroom.ErrNotFound, seen.ID: newsroom.ErrGone, 987654: newsroom.ErrNotFound} {
			if _, err := s.ArticleByID(t.Context(), id); !errors.Is(err, want) {
				t.Errorf("article %d: %v, want %v", id, err, want)
			}
		}
	})
}

func TestMediaAt(t *testing.T) {
	onEach(t, func(t *testing.T, s *store.Store) {
		a := article("pictured", edition(newsroom.Chinese, "00000000-0000-7000-8000-000000000703", newsroom.Published, clock))
		save(t, s, a)
		if err := s.SetArticleMedia(t.Context(), a.ID, []store.MediaUse{{Name: "a.png", Media: picture("a")}, {Name: "b.png", Media: picture("b")}}); err != nil {
			t.Fatal(err)
		}
		at := store.MediaAddress(picture("a").Hash)
		got, err := s.MediaAt(t.Context(), []string{at, store.MediaAddress(picture("c").Hash), "/media/\x00", ""})
		if diff := cmp.Diff(map[string]store.Media{at: picture("a")}, got); diff != "" || err != nil {
			t.Errorf("%v (-want +got):\n%s", err, diff)
		}
		if got, err := s.MediaAt(t.Context(), nil); len(got) != 0 || err != nil {
			t.Errorf("of nothing: %v, %v", got, err)
		}
	})
}
