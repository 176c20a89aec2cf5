package main

import (
	"context"
	"log/slog"
	"net/url"

	"hebi/internal/jobs"
	"hebi/internal/store"
	"hebi/internal/web/hub"
)

// announcing returns what does the jobs of this server, and tells every process
// that works on the site whether there is a hub: it is the server's setting,
// but import and publish beside it queue what it is to be told.
func (s *serveCommand) announcing(ctx context.Context, c *console, site *site, base *url.URL) (*jobs.Runner, error) {
	if err := setHub(ctx, site.store, s.Hub); err != nil {
		return nil, err
	}
	handlers := map[string]jobs.Handler{}
	if s.Hub != "" {
		handlers[hub.Ping] = hub.New(s.Hub, base).Tell
		c.log.Info("telling a hub of every feed that changes", slog.String("hub", s.Hub))
	}
	return jobs.New(jobs.Config{Store: site.store, Handlers: handlers, Log: c.log}), nil
}

// setHub records the hub. What waits for one that is gone goes with it; another
// one is told at once what the one before could not be.
func setHub(ctx context.Context, s *store.Store, address string) error {
	return s.InTx(ctx, func(tx *store.Store) error {
		before, err := tx.Hub(ctx)
		if err != nil || before == address {
			return err
		}
		// Every feed names another hub now. It also keeps apart from who queues jobs: they move the number first.
		if err := tx.Bump(ctx, store.ChangeCounter); err != nil {
			return err
		}
		if err := tx.SetHub(ctx, address); err != nil {
			return err
		}
		if address == "" {
			return tx.DropJobs(ctx, hub.Ping)
		}
		return tx.RenewJobs(ctx, hub.Ping)
	})
}
