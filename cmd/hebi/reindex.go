package main

import (
	"context"
	"fmt"
)

// reindexCommand is `hebi reindex`.
type reindexCommand struct {
	siteFlags
	All bool `env:"HEBI_ALL" help:"Also what is up to date (${env})."`
}

// Run brings the index up to date.
func (r *reindexCommand) Run(ctx context.Context, c *console) error {
	return r.work(ctx, true, func(s *site) error {
		err := walk(ctx, c, s, "editions", func(done func()) error { return s.publisher.Reindex(ctx, r.All, done) })
		if err == nil {
			fmt.Fprintf(c.out, "the index has the terms of change %d\n", s.publisher.TermNumber())
		}
		return err
	})
}

// retagCommand is `hebi retag`.
type retagCommand struct{ siteFlags }

// Run finds every article's themes anew.
func (r *retagCommand) Run(ctx context.Context, c *console) error {
	return r.work(ctx, true, func(s *site) error {
		return walk(ctx, c, s, "articles", func(done func()) error { return s.publisher.Retag(ctx, done) })
	})
}

// walk runs something over the whole site with a progress bar.
func walk(ctx context.Context, c *console, s *site, what string, do func(done func()) error) error {
	if err := s.segmenter.Wait(ctx); err != nil {
		return err
	}
	total, err := s.store.CountArticles(ctx)
	if err != nil {
		return err
	}
	bar, count := c.progress(total, what), 0
	err = do(func() {
		count++
		bar.add(1)
	})
	bar.close()
	if err != nil {
		fmt.Fprintf(c.err, "hebi: stopped after %d %s, run it again to go on: %v\n", count, what, err)
		return errWarnings
	}
	fmt.Fprintf(c.out, "%d %s done\n", count, what)
	return nil
}
