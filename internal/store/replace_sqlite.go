package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	sqlitedriver "modernc.org/sqlite"
)

const (
	// restoringPattern names the folders in which sites are restored, beside the database.
	restoringPattern = ".restoring-*"
	// abandonedFor is how long nothing has been written there when the process
	// that made one is taken for dead.
	abandonedFor = time.Hour
	// pagesAtOnce is how many pages are copied before asking whether to stop: 4 MiB.
	pagesAtOnce = 1024
	// swapTries times the busy timeout of five seconds is how long a swap waits for a writer.
	swapTries = 12
)

// besideSQLite makes a database file beside the site's own. It takes the
// site's place by SQLite's backup interface: in one transaction of the site's
// own file, which those who have it open go on with.
func (s *Store) besideSQLite(ctx context.Context, schema int) (*beside, error) {
	folder := filepath.Dir(s.options.Path)
	removeAbandoned(folder, s.now())
	dir, err := os.MkdirTemp(folder, restoringPattern)
	if err != nil {
		return nil, errNoPlace("make the folder of the data writable", err)
	}
	path := filepath.Join(dir, "hebi.db")
	next, err := openAt(ctx, Options{Path: path, Now: s.now}, schema)
	if err != nil {
		return nil, errors.Join(err, os.RemoveAll(dir))
	}
	return &beside{
		store: next,
		swap:  func(ctx context.Context) error { return next.copyOver(ctx, s) },
		remove: func() {
			_ = next.Close() // it is thrown away
			_ = os.RemoveAll(dir)
		},
	}, nil
}

// removeAbandoned removes what restores that were killed have left.
func removeAbandoned(folder string, now time.Time) {
	left, _ := filepath.Glob(filepath.Join(folder, restoringPattern)) // the pattern is fine
	for _, dir := range left {
		files, _ := filepath.Glob(filepath.Join(dir, "*"))
		last := time.Time{}
		for _, name := range append(files, dir) {
			if info, err := os.Stat(name); err == nil && info.ModTime().After(last) {
				last = info.ModTime()
			}
		}
		if now.Sub(last) > abandonedFor {
			_ = os.RemoveAll(dir) // the next one tries again
		}
	}
}

// copyOver copies this database over another's, page by page in one transaction.
func (s *Store) copyOver(ctx context.Context, to *Store) error {
	pool, err := s.write.DB()
	if err != nil {
		return err
	}
	connection, err := pool.Conn(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = connection.Close() }()
	busy := func(err error) bool {
		e, ok := errors.AsType[*sqlitedriver.Error](err)
		return ok && e.Code()&0xFF == sqliteBusy
	}
	err = whenBusy(ctx, busy, swapTries, func() error { return copyPages(ctx, connection, to.options.Path) })
	if err != nil {
		return err
	}
	// The copy stands in the write-ahead log; it need not stay as large as the site.
	_ = to.write.WithContext(ctx).Exec("PRAGMA wal_checkpoint(TRUNCATE)").Error // later will do
	return nil
}

func copyPages(ctx context.Context, from *sql.Conn, path string) error {
	return from.Raw(func(driver any) (err error) {
		source, ok := driver.(interface {
			NewBackup(address string) (*sqlitedriver.Backup, error)
		})
		if !ok {
			return fmt.Errorf("the driver %T cannot copy databases", driver)
		}
		b, err := source.NewBackup(sqliteAddress(path))
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, b.Finish()) }() // without all pages it takes the copy back
		for more := true; more; {
			if err := ctx.Err(); err != nil {
				return err
			}
			if more, err = b.Step(pagesAtOnce); err != nil {
				return err
			}
		}
		return nil
	})
}
