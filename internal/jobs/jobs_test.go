package jobs_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"hebi/internal/jobs"
	"hebi/internal/store"
	"hebi/internal/store/storetest"
)

// site is a database with a clock that tests turn, and what was done of its jobs.
type site struct {
	*store.Store
	t   *testing.T
	now time.Time
	log bytes.Buffer

	mu   sync.Mutex
	done []string
	fail error
}

func onEach(t *testing.T, test func(t *testing.T, s *site, another func() *store.Store)) {
	t.Helper()
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s := &site{t: t, now: time.Date(2023, 11, 1, 4, 0, 0, 0, time.UTC)}
		open := func() *store.Store { return storetest.Open(t, o, func() time.Time { return s.now }) }
		s.Store = open()
		test(t, s, open)
	})
}

// do is the handler of every job.
func (s *site) do(_ context.Context, j store.Job) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.done = append(s.done, j.Key)
	return s.fail
}

func (s *site) runner(db *store.Store, handler jobs.Handler) *jobs.Runner {
	return jobs.New(jobs.Config{
		Store: db, Handlers: map[string]jobs.Handler{"ping": handler}, Log: slog.New(slog.NewTextHandler(&s.log, nil)),
		Now: func() time.Time { return s.now }, Random: func() float64 { return 0 },
	})
}

func (s *site) enqueue(keys ...string) {
	s.t.Helper()
	for _, key := range keys {
		if err := s.Enqueue(s.t.Context(), []store.Job{{Name: "ping", Key: key}}); err != nil {
			s.t.Fatal(err)
		}
	}
}

func (s *site) step(r *jobs.Runner) {
	s.t.Helper()
	if err := r.Step(s.t.Context()); err != nil {
		s.t.Fatal(err)
	}
}

// left returns the jobs that are still kept.
func (s *site) left() []store.Job {
	s.t.Helper()
	list, err := s.Jobs(s.t.Context(), "ping")
	if err != nil {
		s.t.Fatal(err)
	}
	return list
}

func TestEveryJobIsDoneOnce(t *testing.T) {
	onEach(t, func(t *testing.T, s *site, another func() *store.Store) {
		keys := strings.Split("abcdefghijklmnopqrstuvwxyz", "")
		s.enqueue(keys...)
		var both sync.WaitGroup
		for _, r := range []*jobs.Runner{s.runner(s.Store, s.do), s.runner(another(), s.do)} {
			both.Go(func() {
				if err := r.Step(t.Context()); err != nil {
					t.Error(err)
				}
			})
		}
		both.Wait()
		s.step(s.runner(s.Store, s.do)) // whom both found locked
		if len(s.done) != len(keys) || len(s.left()) != 0 {
			t.Errorf("done %v, left %v", s.done, s.left())
		}
	})
}

func TestWhatNobodyHandlesWaits(t *testing.T) {
	onEach(t, func(t *testing.T, s *site, _ func() *store.Store) {
		s.enqueue("a")
		s.step(jobs.New(jobs.Config{Store: s.Store, Log: slog.New(slog.DiscardHandler)}))
		if len(s.left()) != 1 || s.left()[0].Attempts != 0 {
			t.Errorf("left %+v", s.left())
		}
	})
}

func TestAFailingJobIsTriedLaterAndLater(t *testing.T) {
	onEach(t, func(t *testing.T, s *site, another func() *store.Store) {
		s.enqueue("a")
		s.fail = errors.New("the hub is asleep")
		r, pause := s.runner(s.Store, s.do), 15*time.Second
		for n := 1; n < jobs.MaxAttempts; n++ {
			s.step(r)
			j := s.left()[0]
			if len(s.done) != n || j.Attempts != n || !j.Due.Equal(s.now.Add(pause)) || j.LastError != "the hub is asleep" || j.Failed {
				t.Fatalf("attempt %d: done %d times, %+v; want it due after %v", n, len(s.done), j, pause)
			}
			s.now = s.now.Add(pause - time.Millisecond)
			s.step(r)
			if len(s.done) != n {
				t.Fatalf("attempt %d came early", n+1)
			}
			s.now = s.now.Add(time.Millisecond)
			pause = min(2*pause, time.Hour)
			if n == 3 { // a restart forgets nothing
				r = s.runner(another(), s.do)
			}
		}
		if strings.Contains(s.log.String(), "given up") {
			t.Error("given up too early")
		}
		s.step(r)
		if j := s.left()[0]; !j.Failed || j.Attempts != jobs.MaxAttempts || j.LastError != "the hub is asleep" {
			t.Errorf("after the last attempt: %+v", j)
		}
		if said := s.log.String(); strings.Count(said, "given up") != 1 || !strings.Contains(said, "the hub is asleep") {
			t.Errorf("the log says:\n%s", said)
		}
		s.now = s.now.Add(24 * time.Hour)
		s.step(r)
		if len(s.done) != jobs.MaxAttempts {
			t.Errorf("done %d times", len(s.done))
		}
		s.fail = nil
		s.enqueue("a")
		s.step(r)
		if len(s.left()) != 0 {
			t.Errorf("asked for again: %+v", s.left())
		}
	})
}

func TestTheLogHearsOfOneReasonOnce(t *testing.T) {
	onEach(t, func(t *testing.T, s *site, _ func() *store.Store) {
		s.enqueue("a", "b", "c", "d", "e", "f")
		s.fail = errors.New("the hub is asleep")
		r := s.runner(s.Store, s.do)
		s.step(r)
		if n := strings.Count(s.log.String(), "asleep"); n != 1 {
			t.Errorf("of six jobs that failed alike the log hears %d times", n)
		}
		s.now = s.now.Add(10 * time.Minute)
		s.step(r)
		if said := s.log.String(); strings.Count(said, "asleep") != 2 || !strings.Contains(said, "more_before=5") {
			t.Errorf("ten minutes later it has heard:\n%s", said)
		}
		s.now, s.fail = s.now.Add(time.Minute), errors.New("the hub has a cold")
		s.step(r)
		if n := strings.Count(s.log.String(), "a cold"); n != 1 {
			t.Errorf("of another reason it hears %d times", n)
		}
	})
}

func TestChanceShortensPausesByAtMostHalf(t *testing.T) {
	onEach(t, func(t *testing.T, s *site, _ func() *store.Store) {
		s.enqueue("a")
		s.fail = errors.New("busy")
		r := jobs.New(jobs.Config{
			Store: s.Store, Handlers: map[string]jobs.Handler{"ping": s.do}, Log: slog.New(slog.DiscardHandler),
			Random: func() float64 { return 0.5 },
		})
		s.step(r)
		if due := s.left()[0].Due.Sub(s.now); due != 11250*time.Millisecond {
			t.Errorf("due after %v, want three quarters of 15s", due)
		}
	})
}

func TestACrashedAttemptIsMadeAgain(t *testing.T) {
	onEach(t, func(t *testing.T, s *site, another func() *store.Store) {
		s.enqueue("a")
		if claimed, err := another().ClaimJobs(t.Context(), []string{"ping"}, 1, jobs.Lease); err != nil || len(claimed) != 1 {
			t.Fatalf("%v, %v", claimed, err)
		} // and that process is gone
		r := s.runner(s.Store, s.do)
		s.step(r)
		if len(s.done) != 0 {
			t.Fatal("done while it was somebody else's")
		}
		s.now = s.now.Add(jobs.Lease)
		s.step(r)
		if len(s.done) != 1 || len(s.left()) != 0 {
			t.Errorf("done %v, left %+v", s.done, s.left())
		}
	})
}

func TestAJobThatEndsItsProcessIsGivenUp(t *testing.T) {
	onEach(t, func(t *testing.T, s *site, _ func() *store.Store) {
		s.enqueue("a")
		for range jobs.MaxAttempts {
			if claimed, err := s.ClaimJobs(t.Context(), []string{"ping"}, 1, jobs.Lease); err != nil || len(claimed) != 1 {
				t.Fatalf("%v, %v", claimed, err)
			}
			s.now = s.now.Add(jobs.Lease)
		}
		s.step(s.runner(s.Store, s.do))
		if left := s.left(); len(s.done) != 0 || len(left) != 1 || !left[0].Failed {
			t.Errorf("done %v, left %+v", s.done, left)
		}
	})
}

func TestAPanicIsAFailure(t *testing.T) {
	onEach(t, func(t *testing.T, s *site, _ func() *store.Store) {
		s.enqueue("a")
		s.step(s.runner(s.Store, func(context.Context, store.Job) error { panic("oh") }))
		if j := s.left()[0]; j.LastError != "panic: oh" || j.Failed {
			t.Errorf("%+v", j)
		}
	})
}

func TestTheEndOfTheProgramIsNoFailure(t *testing.T) {
	onEach(t, func(t *testing.T, s *site, _ func() *store.Store) {
		s.enqueue("a", "b")
		ctx, stop := context.WithCancel(t.Context())
		r := s.runner(s.Store, func(ctx context.Context, j store.Job) error {
			if j.Key == "b" { // was through when the end came
				return nil
			}
			stop()
			<-ctx.Done()
			return ctx.Err()
		})
		if err := r.Step(ctx); !errors.Is(err, context.Canceled) {
			t.Fatal(err)
		}
		left := s.left()
		if len(left) != 1 || left[0].Key != "a" || left[0].Attempts != 0 || s.log.Len() != 0 {
			t.Fatalf("left %+v, said %s", left, s.log.String())
		}
		s.step(s.runner(s.Store, s.do)) // not only once its lease is over
		if len(s.done) != 1 {
			t.Errorf("done %v", s.done)
		}
	})
}
