package store_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hebi/internal/newsroom"
	"hebi/internal/store"
	"hebi/internal/store/storetest"
)

// holding begins a transaction that takes a lock, and returns once it has it; the transaction ends
// when release is called, and its error is returned by it.
func holding(t *testing.T, s *store.Store, lock func(tx *store.Store) error) (release func() error) {
	t.Helper()
	taken, let, ended := make(chan error, 1), make(chan struct{}), make(chan error, 1)
	go func() {
		ended <- s.InTx(t.Context(), func(tx *store.Store) error {
			err := lock(tx)
			taken <- err
			<-let
			return err
		})
	}()
	if err := <-taken; err != nil {
		t.Fatal(err)
	}
	return func() error {
		close(let)
		return <-ended
	}
}

// How long a test looks: a moment where waiting is right, and long where it
// would be a fault, so that a slow day fails nothing.
const (
	moment = 300 * time.Millisecond
	long   = time.Minute
)

// waits reports whether do is kept waiting while a lock is held; it gives up after a time.
func waits(t *testing.T, s *store.Store, giveUp time.Duration, do func(ctx context.Context, tx *store.Store) error) bool {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), giveUp)
	defer cancel()
	err := s.InTx(ctx, func(tx *store.Store) error { return do(ctx, tx) })
	if err != nil && ctx.Err() == nil {
		t.Fatal(err)
	}
	return err != nil
}

func TestALockedArticleIsWaitedFor(t *testing.T) {
	onEach(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		one, two := halfVisible("one", 1), halfVisible("two", 2)
		save(t, s, one)
		save(t, s, two)
		for what, lock := range map[string]func(tx *store.Store) error{
			"locked": func(tx *store.Store) error { return tx.LockArticles(ctx, []int64{one.ID, 0}) },
			"saved":  func(tx *store.Store) error { return tx.SaveArticle(ctx, one) },
		} {
			asRead := *one
			release := holding(t, s, lock)
			for then, do := range map[string]func(ctx context.Context, tx *store.Store) error{
				"locking": func(ctx context.Context, tx *store.Store) error { return tx.LockArticles(ctx, []int64{two.ID, one.ID}) },
				"saving":  func(ctx context.Context, tx *store.Store) error { return tx.SaveArticle(ctx, &asRead) },
			} {
				if !waits(t, s, moment, do) {
					t.Errorf("%s when it is %s: did not wait", then, what)
				}
			}
			if err := release(); err != nil {
				t.Fatal(err)
			}
			if waits(t, s, long, func(ctx context.Context, tx *store.Store) error { return tx.LockArticles(ctx, []int64{one.ID}) }) {
				t.Errorf("after it was %s: waits still", what)
			}
		}
		if err := s.LockArticles(ctx, nil); err != nil {
			t.Errorf("no articles: %v", err)
		}
	})
}

// A special refers to articles in an order of its own: were it to wait for
// them, it and a batch of articles could wait for each other.
func TestASpecialDoesNotWaitForALockedArticle(t *testing.T) {
	s := storetest.Open(t, store.Options{URL: storetest.PostgreSQL(t)}, nil) // SQLite has one writer
	a := halfVisible("a", 1)
	save(t, s, a)
	release := holding(t, s, func(tx *store.Store) error { return tx.LockArticles(t.Context(), []int64{a.ID}) })
	if waits(t, s, long, func(ctx context.Context, tx *store.Store) error {
		return tx.SaveSpecial(ctx, &newsroom.Special{Slug: "s", ArticleSlugs: []string{"a"}})
	}) {
		t.Error("it waits")
	}
	if err := release(); err != nil {
		t.Fatal(err)
	}
}

// Who renames a contributor writes the index rows of what they signed.
func TestWhatCreditsAContributorIsLocked(t *testing.T) {
	s := storetest.Open(t, store.Options{URL: storetest.PostgreSQL(t)}, nil)
	author := contributor(t, s, "author")
	signed, other := halfVisible("signed", 1), halfVisible("other", 2)
	signed.Credits = []newsroom.Credit{{Contributor: author, Role: newsroom.Author}}
	save(t, s, signed)
	save(t, s, other)
	release := holding(t, s, func(tx *store.Store) error { return tx.LockCredited(t.Context(), author.ID) })
	for id, want := range map[int64]bool{signed.ID: true, other.ID: false} {
		giveUp := moment
		if !want {
			giveUp = long
		}
		got := waits(t, s, giveUp, func(ctx context.Context, tx *store.Store) error { return tx.LockArticles(ctx, []int64{id}) })
		if got != want {
			t.Errorf("article %d: waited for %v, want %v", id, got, want)
		}
	}
	if err := release(); err != nil {
		t.Fatal(err)
	}
}

// TestANameLocksWhoReadsThenWrites has several writers add one to what they read.
func TestANameLocksWhoReadsThenWrites(t *testing.T) {
	onEach(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		const writers = 8
		failed := make(chan error, writers)
		for range writers {
			go func() {
				failed <- s.InTx(ctx, func(tx *store.Store) error {
					if err := tx.LockName(ctx, "site"); err != nil {
						return err
					}
					site, err := tx.Site(ctx)
					if err != nil {
						return err
					}
					site.Name.EN += "x"
					return tx.SaveSite(ctx, site)
				})
			}()
		}
		var errs []error
		for range writers {
			errs = append(errs, <-failed)
		}
		site, err := s.Site(ctx)
		if err := errors.Join(append(errs, err)...); err != nil {
			t.Fatal(err)
		}
		if len(site.Name.EN) != writers {
			t.Errorf("%d of %d changes were kept", len(site.Name.EN), writers)
		}
	})
}

func TestPagesFallDueWithTheirTime(t *testing.T) {
	onEach(t, func(t *testing.T, s *store.Store) {
		n := 0
		page := func(slug string, status newsroom.Status, zh, en time.Time) {
			editions := map[newsroom.Language]*newsroom.Edition{}
			for l, at := range map[newsroom.Language]time.Time{newsroom.Chinese: zh, newsroom.English: en} {
				n++
				editions[l] = edition(l, "00000000-0000-7000-8000-00000000000"+string(rune('0'+n)), status, at)
			}
			if err := s.SavePage(t.Context(), &newsroom.Page{Slug: slug, Editions: editions}); err != nil {
				t.Fatal(err)
			}
		}
		page("half", newsroom.Scheduled, clock, clock.Add(time.Millisecond))
		page("older", newsroom.Scheduled, clock.Add(time.Hour), clock.Add(-time.Hour))
		page("draft", newsroom.Draft, clock.Add(-time.Hour), clock.Add(-time.Hour))
		page("seen", newsroom.Published, clock.Add(-time.Hour), clock.Add(-time.Hour))
		due, err := s.DuePages(t.Context())
		want := []store.EditionRef{{Slug: "older", Language: newsroom.English}, {Slug: "half", Language: newsroom.Chinese}}
		if diff := cmp.Diff(want, due); diff != "" || err != nil {
			t.Errorf("error %v\n-want +got\n%s", err, diff)
		}
	})
}
