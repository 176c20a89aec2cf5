package store_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"hebi/internal/store"
	"hebi/internal/store/storetest"
)

// queue is a store whose clock a test turns.
type queue struct {
	*store.Store
	t   *testing.T
	now time.Time
}

func onEachQueue(t *testing.T, test func(t *testing.T, q *queue, another func() *store.Store)) {
	t.Helper()
	storetest.Each(t, func(t *testing.T, o store.Options) {
		q := &queue{t: t, now: clock}
		open := func() *store.Store { return storetest.Open(t, o, func() time.Time { return q.now }) }
		q.Store = open()
		test(t, q, open)
	})
}

func (q *queue) enqueue(keys ...string) {
	q.t.Helper()
	var jobs []store.Job
	for _, k := range keys {
		jobs = append(jobs, store.Job{Name: "ping", Key: k})
	}
	if err := q.Enqueue(q.t.Context(), jobs); err != nil {
		q.t.Fatal(err)
	}
}

func (q *queue) claim(limit int) []store.Job {
	q.t.Helper()
	jobs, err := q.ClaimJobs(q.t.Context(), []string{"ping"}, limit, time.Minute)
	if err != nil {
		q.t.Fatal(err)
	}
	return jobs
}

func (q *queue) one() store.Job {
	q.t.Helper()
	jobs := q.claim(10)
	if len(jobs) != 1 {
		q.t.Fatalf("%d jobs are due, want 1: %+v", len(jobs), jobs)
	}
	return jobs[0]
}

func (q *queue) none(when string) {
	q.t.Helper()
	if jobs := q.claim(10); len(jobs) != 0 {
		q.t.Fatalf("%s: claimed %+v", when, jobs)
	}
}

// rows compares what is kept with what should be.
func (q *queue) rows(want ...store.Job) {
	q.t.Helper()
	got, err := q.Jobs(q.t.Context(), "ping")
	if err != nil {
		q.t.Fatal(err)
	}
	if diff := cmp.Diff(want, got, cmpopts.IgnoreUnexported(store.Job{}), cmpopts.EquateEmpty()); diff != "" {
		q.t.Errorf("rows (-want +got):\n%s", diff)
	}
}

func (q *queue) must(err error) {
	q.t.Helper()
	if err != nil {
		q.t.Fatal(err)
	}
}

func TestAJobWaitsOnce(t *testing.T) {
	onEachQueue(t, func(_ *testing.T, q *queue, _ func() *store.Store) {
		q.enqueue("b", "a", "b")
		q.now = clock.Add(time.Second)
		q.enqueue("a", "c")
		q.rows(
			store.Job{Name: "ping", Key: "a", Due: clock}, // asked for again, it keeps its place
			store.Job{Name: "ping", Key: "b", Due: clock},
			store.Job{Name: "ping", Key: "c", Due: q.now},
		)
		if jobs := q.claim(2); len(jobs) != 2 || jobs[0].Key != "a" || jobs[1].Key != "b" || jobs[0].Attempts != 1 {
			q.t.Errorf("claimed %+v", jobs)
		}
		if j := q.one(); j.Key != "c" {
			q.t.Errorf("then %+v", j)
		}
		q.none("all are claimed")
	})
}

func TestAJobWaitsUntilItIsDue(t *testing.T) {
	onEachQueue(t, func(_ *testing.T, q *queue, _ func() *store.Store) {
		q.must(q.Enqueue(q.t.Context(), []store.Job{
			{Name: "ping", Key: "a", Payload: "1", Due: clock.Add(time.Second)},
			{Name: "other", Key: "a"},
		}))
		q.none("before its time")
		q.must(q.Enqueue(q.t.Context(), []store.Job{{Name: "ping", Key: "a", Payload: "2"}}))
		q.none("another payload does not hurry it")
		q.now = clock.Add(time.Second)
		if j := q.one(); j.Payload != "2" {
			q.t.Errorf("the newest payload counts: %+v", j)
		}
	})
}

func TestAClaimEnds(t *testing.T) {
	tests := map[string]struct {
		// again asks for the job while it runs
		again bool
		end   func(s *store.Store, ctx context.Context, j store.Job) error
		want  []store.Job
	}{
		"done":                  {false, func(s *store.Store, ctx context.Context, j store.Job) error { return s.FinishJob(ctx, j) }, nil},
		"done, but asked again": {true, func(s *store.Store, ctx context.Context, j store.Job) error { return s.FinishJob(ctx, j) }, []store.Job{{Name: "ping", Key: "a", Due: clock}}},
		"to be tried again": {false, func(s *store.Store, ctx context.Context, j store.Job) error {
			return s.RetryJob(ctx, j, time.Hour, "busy")
		}, []store.Job{{Name: "ping", Key: "a", Due: clock.Add(time.Hour), Attempts: 1, LastError: "busy"}}},
		"given up":                  {false, func(s *store.Store, ctx context.Context, j store.Job) error { return s.GiveUpJob(ctx, j, "gone") }, []store.Job{{Name: "ping", Key: "a", Due: clock, Attempts: 1, LastError: "gone", Failed: true}}},
		"given up, but asked again": {true, func(s *store.Store, ctx context.Context, j store.Job) error { return s.GiveUpJob(ctx, j, "gone") }, []store.Job{{Name: "ping", Key: "a", Due: clock, LastError: "gone"}}},
		"given back":                {false, func(s *store.Store, ctx context.Context, j store.Job) error { return s.ReleaseJob(ctx, j) }, []store.Job{{Name: "ping", Key: "a", Due: clock}}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			onEachQueue(t, func(_ *testing.T, q *queue, _ func() *store.Store) {
				q.enqueue("a")
				j := q.one()
				if tt.again {
					q.enqueue("a")
					q.none("while it runs")
				}
				q.must(tt.end(q.Store, q.t.Context(), j))
				q.rows(tt.want...)
				q.now = clock.Add(time.Hour)
				if len(tt.want) == 0 || tt.want[0].Failed {
					q.none("afterwards")
				} else {
					q.one()
				}
			})
		})
	}
}

func TestAFailedJobIsDoneWhenItIsAskedForAgain(t *testing.T) {
	onEachQueue(t, func(_ *testing.T, q *queue, _ func() *store.Store) {
		q.enqueue("a")
		q.must(q.GiveUpJob(q.t.Context(), q.one(), "gone"))
		q.now = clock.Add(time.Minute)
		q.enqueue("a")
		q.rows(store.Job{Name: "ping", Key: "a", Due: q.now, LastError: "gone"})
		q.one()
	})
}

func TestAClaimRunsOut(t *testing.T) {
	onEachQueue(t, func(t *testing.T, q *queue, _ func() *store.Store) {
		q.enqueue("a")
		crashed := q.one()
		q.now = clock.Add(time.Minute - time.Millisecond)
		q.none("within its lease")
		q.now = clock.Add(time.Minute)
		second := q.one()
		if second.Attempts != 2 {
			t.Errorf("the attempt that never ended does not count: %+v", second)
		}
		for _, late := range []func() error{ // who was too late says nothing any more
			func() error { return q.FinishJob(t.Context(), crashed) },
			func() error { return q.RetryJob(t.Context(), crashed, time.Hour, "late") },
			func() error { return q.GiveUpJob(t.Context(), crashed, "late") },
			func() error { return q.ReleaseJob(t.Context(), crashed) },
		} {
			q.must(late())
			q.rows(store.Job{Name: "ping", Key: "a", Due: clock, Attempts: 2})
			q.none("it is the second's")
		}
		q.must(q.FinishJob(t.Context(), second))
		q.rows()
	})
}

func TestJobsAreClaimedOnceAcrossProcesses(t *testing.T) {
	onEachQueue(t, func(t *testing.T, q *queue, another func() *store.Store) {
		const n = 60
		var keys []string
		for i := range n {
			keys = append(keys, string(rune('A'+i)))
		}
		q.enqueue(keys...)
		var mu sync.Mutex
		claims := map[string]int{}
		var all sync.WaitGroup
		for range 4 {
			s := another()
			all.Go(func() {
				for {
					jobs, err := s.ClaimJobs(t.Context(), []string{"ping"}, 3, time.Minute)
					if err != nil {
						t.Error(err)
					}
					if len(jobs) > 3 {
						t.Errorf("%d at once, at most 3 were asked for", len(jobs))
					}
					mu.Lock()
					for _, j := range jobs {
						claims[j.Key]++
					}
					done := len(claims) == n
					mu.Unlock()
					if err != nil || done || len(jobs) == 0 {
						return
					}
				}
			})
		}
		all.Wait()
		for len(claims) < n { // who found the rest locked for a moment went home
			rest := q.claim(n)
			if len(rest) == 0 {
				t.Fatalf("%d of %d were claimed", len(claims), n)
			}
			for _, j := range rest {
				claims[j.Key]++
			}
		}
		for key, times := range claims {
			if times != 1 {
				t.Errorf("%s was claimed %d times", key, times)
			}
		}
	})
}

func TestJobsComeAndGoWithTheirTransaction(t *testing.T) {
	onEachQueue(t, func(t *testing.T, q *queue, _ func() *store.Store) {
		refused := errors.New("refused")
		err := q.InTx(t.Context(), func(tx *store.Store) error {
			return errors.Join(tx.Enqueue(t.Context(), []store.Job{{Name: "ping", Key: "a"}}), refused)
		})
		if !errors.Is(err, refused) {
			t.Fatal(err)
		}
		q.rows()
	})
}

func TestJobsAreRenewedAndDropped(t *testing.T) {
	onEachQueue(t, func(t *testing.T, q *queue, _ func() *store.Store) {
		q.enqueue("a")
		q.must(q.RetryJob(t.Context(), q.one(), time.Hour, "busy"))
		q.enqueue("b")
		q.must(q.GiveUpJob(t.Context(), q.one(), "gone"))
		q.must(q.RenewJobs(t.Context(), "ping"))
		if jobs := q.claim(10); len(jobs) != 2 || jobs[0].Attempts != 1 {
			t.Errorf("renewed: %+v", jobs)
		}
		q.must(q.DropJobs(t.Context(), "other"))
		if left, _ := q.Jobs(t.Context(), "ping"); len(left) != 2 {
			t.Errorf("those of another name were dropped: %+v", left)
		}
		q.must(q.DropJobs(t.Context(), "ping"))
		q.rows()
	})
}
