package main

import (
	"context"
	"errors"
	"log/slog"
	"time"
)

// followEvery is how often a server looks for what other processes and the
// clock did. It bounds, with room, the second within which that must show.
const followEvery = 400 * time.Millisecond

// follow keeps a running server in step with the database: it publishes what
// is due, takes over changed terms, and repairs an index that another
// dictionary, code or term base made. It returns when ctx ends.
func follow(ctx context.Context, log *slog.Logger, site *site) {
	tick := time.NewTicker(followEvery)
	defer tick.Stop()
	indexed := ""
	for {
		if err := step(ctx, log, site, &indexed); err != nil && !errors.Is(err, context.Canceled) {
			log.Error("following the database failed", slog.Any("error", err))
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

func step(ctx context.Context, log *slog.Logger, site *site, indexed *string) error {
	if err := site.publisher.Refresh(ctx); err != nil {
		return err
	}
	published, err := site.publisher.PublishDue(ctx)
	if published > 0 {
		log.Info("published scheduled editions", slog.Int("count", published))
	}
	if err != nil {
		return err
	}
	stamp := site.publisher.Stamp()
	if stamp == *indexed {
		return nil
	}
	count := 0
	err = site.publisher.Reindex(ctx, false, func() { count++ })
	if count > 0 {
		log.Info("search index brought up to date", slog.Int("editions", count))
	}
	if err == nil {
		*indexed = stamp
	}
	return err
}
