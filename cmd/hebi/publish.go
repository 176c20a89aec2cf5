package main

import (
	"context"
	"errors"
	"fmt"

	"hebi/internal/newsroom"
	"hebi/internal/publish"
)

// statusFlags name what publish and withdraw work on.
type statusFlags struct {
	Slug string `arg:"" placeholder:"SLUG" help:"The article's slug."`
	Lang string `env:"HEBI_LANG" placeholder:"LANG" help:"zh or en; without it both (${env})."`
	siteFlags
}

// Validate checks the flags before anything is opened.
func (f statusFlags) Validate() error {
	if f.Lang == "" {
		return f.siteFlags.Validate()
	}
	_, err := newsroom.ParseLanguage(f.Lang)
	return errors.Join(err, f.siteFlags.Validate())
}

// publishCommand is `hebi publish`.
type publishCommand struct{ statusFlags }

// withdrawCommand is `hebi withdraw`.
type withdrawCommand struct{ statusFlags }

// Run publishes.
func (p *publishCommand) Run(ctx context.Context, c *console) error {
	return p.run(ctx, c, (*publish.Publisher).Publish)
}

// Run withdraws.
func (w *withdrawCommand) Run(ctx context.Context, c *console) error {
	return w.run(ctx, c, (*publish.Publisher).Withdraw)
}

type statusChange func(*publish.Publisher, context.Context, string, newsroom.Language, publish.Options) ([]*newsroom.Edition, error)

func (f statusFlags) run(ctx context.Context, c *console, change statusChange) error {
	l := newsroom.Language(f.Lang)
	return f.work(ctx, true, func(s *site) error {
		changed, err := change(s.publisher, ctx, f.Slug, l, publish.Options{})
		if errors.Is(err, newsroom.ErrNotFound) {
			if l != "" {
				return fmt.Errorf("article %q has no %s edition here, or does not exist: check slug and language", f.Slug, l)
			}
			return fmt.Errorf("there is no article %q here: check the slug in the article's address", f.Slug)
		}
		if err != nil {
			return err
		}
		for _, e := range changed {
			fmt.Fprintf(c.out, "%s/%s is now %s\n", f.Slug, e.Language, e.Status)
		}
		if len(changed) == 0 {
			fmt.Fprintf(c.out, "%s: nothing to do\n", f.Slug)
		}
		return nil
	})
}
