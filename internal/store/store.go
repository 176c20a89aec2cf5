// Package store keeps the newsroom in a database: SQLite, embedded, or
// PostgreSQL. Newsroom values go in and come out; GORM lives and dies here.
//
// Reading methods are for readers unless their name says otherwise: they see
// published editions only.
package store

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	"gorm.io/driver/postgres"
	"gorm.io/driver/sqlite"
	"gorm.io/gorm"
	"gorm.io/gorm/logger"

	sqlitedriver "modernc.org/sqlite" // also registers itself under the name "sqlite"
)

// Store is one site's database. It is safe for concurrent use.
type Store struct {
	// write has one connection on SQLite, which has one writer anyway.
	write *gorm.DB
	// read sees committed data; within InTx it is the transaction itself.
	read     *gorm.DB
	postgres bool
	now      func() time.Time
	// options are what it was opened with; empty within InTx.
	options Options
}

// Options says where the database is.
type Options struct {
	// Path is the SQLite file; it is made when absent, its folder is not.
	Path string
	// URL is a postgres:// address; when set, Path is not used.
	URL string
	// Now is the clock; nil means time.Now.
	Now func() time.Time
}

// Open opens the database and brings its tables up to date.
func Open(ctx context.Context, o Options) (*Store, error) { return openAt(ctx, o, newest) }

// openAt is Open that stops at a schema.
func openAt(ctx context.Context, o Options, schema int) (*Store, error) {
	s := &Store{now: o.Now, options: o}
	if s.now == nil {
		s.now = time.Now
	}
	var err error
	if o.URL != "" {
		err = s.openPostgres(o.URL)
	} else {
		err = s.openSQLite(o.Path)
	}
	if err != nil {
		return nil, err
	}
	if err := s.migrate(ctx, schema); err != nil {
		_ = s.Close()
		return nil, err
	}
	return s, nil
}

// sqliteSettings go into the connection string so that every connection has
// them; busy_timeout comes first, because switching to WAL needs a lock.
const sqliteSettings = "_pragma=busy_timeout(5000)&_pragma=journal_mode(WAL)&_pragma=foreign_keys(1)" +
	"&_pragma=synchronous(NORMAL)&_pragma=cache_size(-16000)&_txlock=immediate&_time_format=sqlite"

// sqliteAddress is what the driver opens a file by. It takes the part before
// '?' for the file's name, so that must not hold one itself.
func sqliteAddress(path string) string {
	return "file:" + (&url.URL{Path: filepath.ToSlash(path)}).EscapedPath() + "?" + sqliteSettings
}

func (s *Store) openSQLite(path string) error {
	dsn := sqliteAddress(path)
	open := func(connections int) (*gorm.DB, error) {
		var db *gorm.DB
		err := whileBusy(func() (err error) {
			db, err = gorm.Open(sqlite.New(sqlite.Config{DriverName: "sqlite", DSN: dsn}), s.config())
			return err
		})
		if err != nil {
			return nil, fmt.Errorf("open database %s: %w", path, err)
		}
		pool, err := db.DB()
		if err != nil {
			return nil, fmt.Errorf("open database %s: %w", path, err)
		}
		pool.SetMaxOpenConns(connections)
		pool.SetMaxIdleConns(connections)
		return db, nil
	}
	var err error
	if s.write, err = open(1); err != nil {
		return err
	}
	s.read, err = open(max(4, 2*runtime.NumCPU()))
	return err
}

// whileBusy tries again while another process holds the database for itself.
// SQLite switches a new file to WAL without waiting for its busy timeout, so of
// two processes that make one site at the same moment one is refused.
func whileBusy(open func() error) error {
	for wait := 5 * time.Millisecond; ; wait *= 2 {
		err := open()
		if e, ok := errors.AsType[*sqlitedriver.Error](err); !ok || e.Code()&0xFF != sqliteBusy || wait > 2*time.Second {
			return err
		}
		time.Sleep(wait)
	}
}

func (s *Store) openPostgres(address string) error {
	if !strings.HasPrefix(address, "postgres://") && !strings.HasPrefix(address, "postgresql://") {
		return fmt.Errorf("database address %q: use postgres://user:password@host:port/name", address)
	}
	db, err := gorm.Open(postgres.New(postgres.Config{DSN: address}), s.config())
	if err != nil {
		return noPostgres(err)
	}
	pool, err := db.DB()
	if err != nil {
		return fmt.Errorf("open PostgreSQL database: %w", err)
	}
	pool.SetMaxOpenConns(max(8, 4*runtime.NumCPU()))
	pool.SetMaxIdleConns(4)
	s.write, s.read, s.postgres = db, db, true
	return nil
}

// noPostgres says in one sentence why PostgreSQL cannot be used; its driver
// tells every attempt in a line of its own.
func noPostgres(err error) error {
	if e, ok := errors.AsType[*pgconn.PgError](err); ok {
		return fmt.Errorf("PostgreSQL refuses the connection (%w): correct the database address", e)
	}
	if e, ok := errors.AsType[*net.OpError](err); ok {
		return fmt.Errorf("PostgreSQL cannot be reached (%w): start it, or correct the database address", e)
	}
	return fmt.Errorf("open PostgreSQL database: %w", err)
}

func (s *Store) config() *gorm.Config {
	return &gorm.Config{
		// GORM's own logger prints SQL with its values; errors are returned, and logged by who answers for them.
		Logger:                 logger.Discard,
		NowFunc:                func() time.Time { return s.utcNow() },
		SkipDefaultTransaction: true,
		TranslateError:         false,
	}
}

// utcNow is the clock in UTC and whole milliseconds, which both databases keep exactly.
func (s *Store) utcNow() time.Time { return s.now().UTC().Truncate(time.Millisecond) }

// Close releases the connections.
func (s *Store) Close() error {
	var first error
	for _, db := range []*gorm.DB{s.read, s.write} {
		if db == nil {
			continue
		}
		pool, err := db.DB()
		if err == nil {
			err = pool.Close()
		}
		if err != nil && first == nil {
			first = err
		}
	}
	return first
}

// Ping reports whether the database answers.
func (s *Store) Ping(ctx context.Context) error {
	pool, err := s.read.DB()
	if err != nil {
		return fmt.Errorf("ping database: %w", err)
	}
	if err := pool.PingContext(ctx); err != nil {
		return fmt.Errorf("ping database: %w", err)
	}
	return nil
}

// InTx runs do in one transaction: all of it is kept, or, when do returns an
// error or panics, nothing. The Store given to do reads its own writes.
func (s *Store) InTx(ctx context.Context, do func(tx *Store) error) error {
	err := s.write.WithContext(ctx).Transaction(func(db *gorm.DB) error {
		return do(&Store{write: db, read: db, postgres: s.postgres, now: s.now})
	})
	return fold(err)
}
