package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"hebi/internal/media"
	"hebi/internal/publish"
	"hebi/internal/segment"
	"hebi/internal/store"
	"hebi/internal/web/hub"
)

// siteFlags say which site a command works on.
type siteFlags struct {
	Data     string `default:"./data" env:"HEBI_DATA" placeholder:"DIR" help:"Folder of the site's data (${env}, ${default})."`
	Database string `env:"HEBI_DATABASE" placeholder:"URL" help:"postgres:// address of the database (${env}); without it, SQLite at <data>/hebi.db."`
}

// Validate checks the flags before anything is opened.
func (f siteFlags) Validate() error {
	if f.Database != "" && !strings.HasPrefix(f.Database, "postgres://") && !strings.HasPrefix(f.Database, "postgresql://") {
		return errors.New("--database: use an address such as postgres://user:password@host:5432/name, or leave it out for SQLite")
	}
	return nil
}

// site is an opened site with all that commands work with.
type site struct {
	store     *store.Store
	segmenter *segment.Segmenter
	media     *media.Files
	publisher *publish.Publisher
}

// open opens the site; mustExist refuses one that nobody has made yet.
func (f siteFlags) open(ctx context.Context, mustExist bool) (*site, error) {
	if mustExist && f.Database == "" {
		if _, err := os.Stat(f.path()); err != nil {
			return nil, fmt.Errorf("there is no site in %s: start hebi serve there once, or name the right folder with --data", f.Data)
		}
	}
	if err := os.MkdirAll(f.Data, 0o755); err != nil {
		return nil, fmt.Errorf("data folder %s cannot be made (%w): name a folder that you may write with --data", f.Data, err)
	}
	if f.Database == "" {
		if probe, err := os.CreateTemp(f.Data, ".hebi-*"); err != nil {
			return nil, fmt.Errorf("data folder %s cannot be written: name a folder that you may write with --data", f.Data)
		} else {
			_ = probe.Close()
			_ = os.Remove(probe.Name())
		}
	}
	s := &site{segmenter: segment.Open(), media: media.NewFiles(filepath.Join(f.Data, "media"))}
	var err error
	if s.store, err = store.Open(ctx, store.Options{Path: f.path(), URL: f.Database}); err != nil {
		return nil, err
	}
	s.publisher, err = publish.New(ctx, publish.Parts{Store: s.store, Segmenter: s.segmenter, Media: s.media, Now: time.Now, Announce: hub.Pings})
	if err != nil {
		return nil, errors.Join(err, s.store.Close())
	}
	return s, nil
}

// zone is the site's time zone.
func (s *site) zone(ctx context.Context) (*time.Location, error) {
	settings, err := s.store.Site(ctx)
	if err != nil {
		return nil, err
	}
	return settings.Zone(), nil
}

// Close releases the database.
func (s *site) Close() error { return s.store.Close() }

// rehearse is work that changes nothing in the end. Where nobody has made a site
// yet, it is done on an empty one that is thrown away.
func (f siteFlags) rehearse(ctx context.Context, do func(*site) error) error {
	if _, err := os.Stat(f.path()); f.Database == "" && err != nil {
		dir, err := os.MkdirTemp("", "hebi-")
		if err != nil {
			return fmt.Errorf("a dry run needs a folder for temporary files (%w): name one in TMPDIR", err)
		}
		defer func() { _ = os.RemoveAll(dir) }()
		f.Data = dir
	}
	return f.work(ctx, false, do)
}

// path is where the SQLite database is.
func (f siteFlags) path() string { return filepath.Join(f.Data, "hebi.db") }

// work opens the site, does something with it and closes it.
func (f siteFlags) work(ctx context.Context, mustExist bool, do func(*site) error) error {
	s, err := f.open(ctx, mustExist)
	if err != nil {
		return err
	}
	return errors.Join(do(s), s.Close())
}
