package main

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"hebi/internal/jobs"
	"hebi/internal/newsroom"
	"hebi/internal/web/asked"
)

const (
	// followEvery is how often a server looks for what other processes and the
	// clock did. It bounds, with room, the second within which that must show.
	followEvery = 400 * time.Millisecond
	// repairEvery is how often it looks for index rows that another dictionary,
	// code or term base made; a change of its own stamp is seen at once.
	repairEvery = 30 * time.Second
)

// flushEvery is how often the sums of searches without hits are written.
const flushEvery = 3 * time.Minute

// beside is what a server looks after beside its site.
type beside struct {
	runner *jobs.Runner
	misses *asked.Misses
}

// follow keeps a running server in step with the database and returns when ctx
// ends. The index is repaired and jobs are done beside the rest: on a large site
// the one takes minutes, and a hub may be slow, while what is due must still be
// published.
func follow(ctx context.Context, log *slog.Logger, site *site, work beside) {
	var all sync.WaitGroup
	all.Go(func() { repeat(ctx, log, "following the database", func() error { return keepUp(ctx, log, site) }) })
	r := repair{site: site, log: log}
	all.Go(func() { repeat(ctx, log, "repairing the search index", func() error { return r.step(ctx) }) })
	all.Go(func() { repeat(ctx, log, "doing jobs", func() error { return work.runner.Step(ctx) }) })
	all.Go(func() { keepMisses(ctx, log, site, work.misses) })
	all.Wait()
}

// repeat does step again and again until ctx ends; an error is logged when it
// differs from the one before.
func repeat(ctx context.Context, log *slog.Logger, what string, step func() error) {
	tick := time.NewTicker(followEvery)
	defer tick.Stop()
	last := ""
	for {
		err := step()
		switch {
		case err == nil || errors.Is(err, context.Canceled):
			last = ""
		case err.Error() != last:
			last = err.Error()
			log.Error(what+" failed", slog.Any("error", err))
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// keepMisses writes what was sought in vain now and then, and when the server ends.
func keepMisses(ctx context.Context, log *slog.Logger, site *site, misses *asked.Misses) {
	tick := time.NewTicker(flushEvery)
	defer tick.Stop()
	flush := func(ctx context.Context) {
		err := misses.Flush(func(sums []newsroom.SearchMiss) error { return site.store.CountMisses(ctx, sums) })
		if err != nil {
			log.Error("counting searches without hits failed", slog.Any("error", err))
		}
	}
	for {
		select {
		case <-ctx.Done():
			last, cancel := context.WithTimeout(context.WithoutCancel(ctx), shutdownTimeout)
			defer cancel()
			flush(last)
			return
		case <-tick.C:
			flush(ctx)
		}
	}
}

// keepUp takes over changed terms and publishes what is due.
func keepUp(ctx context.Context, log *slog.Logger, site *site) error {
	if err := site.publisher.Refresh(ctx); err != nil {
		return err
	}
	published, err := site.publisher.PublishDue(ctx)
	if published > 0 {
		log.Info("published scheduled editions", slog.Int("count", published))
	}
	return err
}

// repair remembers what the index was last seen to be made with.
type repair struct {
	site   *site
	log    *slog.Logger
	stamp  string
	number int64
	at     time.Time
}

// step brings the index up to date when this process's stamp has changed, and
// now and then after anything has: another process may have written with an
// older one. It looks for changed terms itself, so as not to wait for keepUp.
func (r *repair) step(ctx context.Context) error {
	if err := r.site.publisher.Refresh(ctx); err != nil {
		return err
	}
	stamp, terms := r.site.publisher.Stamp(), r.site.publisher.TermNumber()
	number, _, err := r.site.store.Changed(ctx)
	if err != nil {
		return err
	}
	if stamp == r.stamp && (number == r.number || time.Since(r.at) < repairEvery) {
		return nil
	}
	count := 0
	err = r.site.publisher.Reindex(ctx, false, func() { count++ })
	if count > 0 || err == nil && r.stamp != "" && stamp != r.stamp {
		r.log.Info("search index brought up to date", slog.Int("editions", count), slog.Int64("terms", terms))
	}
	if err == nil {
		err = r.site.publisher.MergeIndex(ctx)
	}
	if err == nil {
		r.stamp, r.number, r.at = stamp, number, time.Now()
	}
	return err
}
