// Package jobs does work that is due or must be tried again. The queue is a
// table of the store, so that work survives a restart and each piece is done by
// one of several processes; what is done is up to the handlers that the program
// hands over by name. A job may be done twice, when a process ends between
// doing it and saying so: handlers must bear that.
package jobs

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"math/rand/v2"
	"runtime/debug"
	"slices"
	"sync"
	"time"

	"hebi/internal/store"
)

// Handler does one job. Its context ends after Timeout, or when the program does.
type Handler func(ctx context.Context, job store.Job) error

const (
	// atOnce is how many jobs one process does at the same time.
	atOnce = 4
	// Timeout is how long one attempt may take.
	Timeout = 30 * time.Second
	// Lease is how long a job belongs to the process that claimed it. It is
	// longer than Timeout by what it may take to write that the attempt ended.
	Lease = 2 * Timeout
	// MaxAttempts is how often a job is tried, over about four hours, until it is given up.
	MaxAttempts = 12

	firstPause = 15 * time.Second
	maxPause   = time.Hour
	// goodbye is how long giving jobs back may take when the program ends.
	goodbye = 5 * time.Second
	// quiet is how long the log is spared a failure that it has been told of:
	// thousands of jobs may fail because one server is away.
	quiet = 10 * time.Minute
)

// Config is what a Runner works with.
type Config struct {
	Store *store.Store
	// Handlers are the names of the jobs that this process does; others are left to others.
	Handlers map[string]Handler
	Log      *slog.Logger
	// Now is the clock; nil means time.Now.
	Now func() time.Time
	// Random gives numbers in [0, 1) that spread the next attempts; nil is by chance.
	Random func() float64
}

// Runner does the jobs of one process. Any number of processes may run one each;
// a Runner itself is not safe for concurrent use.
type Runner struct {
	store    *store.Store
	handlers map[string]Handler
	names    []string
	log      *slog.Logger
	now      func() time.Time
	random   func() float64
	told     map[string]failure
}

// failure is what the log was told last of the jobs of one name.
type failure struct {
	text string
	at   time.Time
	// alike counts those since then that it was spared.
	alike int
}

// New returns a Runner.
func New(c Config) *Runner {
	if c.Random == nil {
		c.Random = rand.Float64
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	return &Runner{
		store: c.Store, handlers: c.Handlers, names: slices.Sorted(maps.Keys(c.Handlers)), log: c.Log, now: c.Now, random: c.Random,
		told: map[string]failure{},
	}
}

// Step does what is due and returns when nothing is, or ctx has ended. What
// fails is tried again later, which Step only logs; its error is the database's.
func (r *Runner) Step(ctx context.Context) error {
	if len(r.names) == 0 {
		return nil
	}
	for ctx.Err() == nil {
		claimed, err := r.store.ClaimJobs(ctx, r.names, atOnce, Lease)
		if err != nil || len(claimed) == 0 {
			return err
		}
		results := make([]error, len(claimed))
		var all sync.WaitGroup
		for i, job := range claimed {
			all.Go(func() { results[i] = r.attempt(ctx, job) })
		}
		all.Wait()
		for i, job := range claimed {
			results[i] = r.settle(ctx, job, results[i])
		}
		if err := errors.Join(results...); err != nil {
			return err
		}
	}
	return ctx.Err()
}

// attempt does a job and returns why it could not be done.
func (r *Runner) attempt(ctx context.Context, job store.Job) (err error) {
	if job.Attempts > MaxAttempts {
		return fmt.Errorf("none of %d attempts came to an end", MaxAttempts)
	}
	defer func() {
		if p := recover(); p != nil { // one job must not end the server; the queue keeps the cause, only the log the stack
			r.log.Error("panic", slog.String("job", job.Name), slog.String("key", job.Key), slog.Any("cause", p), slog.String("stack", string(debug.Stack())))
			err = fmt.Errorf("panic: %v", p)
		}
	}()
	ctx, cancel := context.WithTimeout(ctx, Timeout)
	defer cancel()
	return r.handlers[job.Name](ctx, job)
}

// settle writes what became of a job.
func (r *Runner) settle(ctx context.Context, job store.Job, why error) error {
	ended := ctx.Err() != nil
	if ended { // the queue must still learn of it
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(context.WithoutCancel(ctx), goodbye)
		defer cancel()
	}
	switch {
	case why == nil:
		return r.store.FinishJob(ctx, job)
	case ended:
		return r.store.ReleaseJob(ctx, job)
	case job.Attempts >= MaxAttempts:
		r.tell(ctx, slog.LevelError, "job given up", job, why)
		return r.store.GiveUpJob(ctx, job, why.Error())
	}
	r.tell(ctx, slog.LevelWarn, "job failed and will be tried again", job, why)
	return r.store.RetryJob(ctx, job, r.pause(job.Attempts), why.Error())
}

// tell logs a failure, unless the log has heard the same lately.
func (r *Runner) tell(ctx context.Context, level slog.Level, what string, job store.Job, why error) {
	about, now := what+" "+job.Name, r.now()
	last := r.told[about]
	if last.text == why.Error() && now.Sub(last.at) < quiet {
		last.alike++
		r.told[about] = last
		return
	}
	r.told[about] = failure{text: why.Error(), at: now}
	r.log.Log(ctx, level, what, slog.String("job", job.Name), slog.String("key", job.Key),
		slog.Int("attempts", job.Attempts), slog.Int("more_before", last.alike), slog.Any("error", why))
}

// pause is how long to wait after so many attempts: twice as long each time,
// less up to half by chance, so that jobs that failed together do not all come
// back together.
func (r *Runner) pause(attempts int) time.Duration {
	full := maxPause
	if doublings := attempts - 1; doublings < 8 { // 2^8 of the first are more than the longest
		full = min(firstPause<<max(doublings, 0), maxPause)
	}
	return full - time.Duration(r.random()*float64(full/2))
}
