package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

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
	return p.run(ctx, c, "publish", (*publish.Publisher).Publish)
}

// Run withdraws.
func (w *withdrawCommand) Run(ctx context.Context, c *console) error {
	return w.run(ctx, c, "withdraw", (*publish.Publisher).Withdraw)
}

type statusChange func(*publish.Publisher, context.Context, string, newsroom.Language, publish.Options) ([]*newsroom.Edition, error)

func (f statusFlags) run(ctx context.Context, c *console, action string, change statusChange) error {
	l := newsroom.Language(f.Lang)
	return f.work(ctx, true, func(s *site) error {
		changed, err := change(s.publisher, ctx, f.Slug, l, publish.Options{})
		if errors.Is(err, newsroom.ErrNotFound) {
			return f.notFound(ctx, s, action)
		}
		if err != nil {
			return err
		}
		zone, err := s.zone(ctx)
		if err != nil {
			return err
		}
		for _, e := range changed {
			fmt.Fprintf(c.out, "%s/%s is now %s\n", f.Slug, e.Language, standing(e, zone))
		}
		if len(changed) > 0 {
			return nil
		}
		a, err := s.store.WholeArticle(ctx, f.Slug)
		if err != nil {
			return err
		}
		for _, language := range a.Languages() {
			if l == "" || l == language {
				fmt.Fprintf(c.out, "%s/%s is %s already: nothing to do\n", f.Slug, language, standing(a.Editions[language], zone))
			}
		}
		return nil
	})
}

// standing says in which status an edition is; of a scheduled one also until when.
func standing(e *newsroom.Edition, zone *time.Location) string {
	if e.Status == newsroom.Scheduled {
		return fmt.Sprintf("scheduled until %s (%s)", e.Date.In(zone).Format("2006-01-02 15:04"), zone)
	}
	return string(e.Status)
}

// notFound says why there is nothing of that name to publish or withdraw, and what to do.
func (f statusFlags) notFound(ctx context.Context, s *site, action string) error {
	if _, err := s.store.WholeArticle(ctx, f.Slug); err == nil {
		return fmt.Errorf("article %q has no %s edition here: leave --lang out, or import its text first", f.Slug, f.Lang)
	}
	if special, err := s.store.WholeSpecial(ctx, f.Slug); err == nil {
		return fmt.Errorf("%q is a special, which readers see while one of its articles is published: %s those (%s)", f.Slug, action, strings.Join(special.ArticleSlugs, ", "))
	}
	if _, err := s.store.WholePage(ctx, f.Slug); err == nil {
		return fmt.Errorf("%q is a page, not an article: write status: %s into its files in pages/%s and import their folder", f.Slug, statusWords[action], f.Slug)
	}
	return fmt.Errorf("there is no article %q here: check the slug in the article's address", f.Slug)
}

// statusWords are the statuses that the actions lead to, as files write them.
var statusWords = map[string]newsroom.Status{"publish": newsroom.Published, "withdraw": newsroom.Withdrawn}
