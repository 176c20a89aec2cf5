package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	"gorm.io/gorm"

	"hebi/internal/newsroom"
)

const (
	// postgresDeadlock and postgresNoRight are SQLSTATEs of PostgreSQL.
	postgresDeadlock = "40P01"
	postgresNoRight  = "42501"
	// maxSchemaName leaves room for besideSuffix in PostgreSQL's 63 bytes.
	maxSchemaName = 52
	besideSuffix  = "_restoring"
	// lockTries at lockPause are how long a restore waits for one before it to be gone.
	lockTries = 20
	lockPause = 250 * time.Millisecond
)

// besidePostgres makes a schema beside the site's own in the same database. Its
// tables take the place of the site's in one transaction.
func (s *Store) besidePostgres(ctx context.Context, schema int) (*beside, error) {
	var home string
	if err := s.read.WithContext(ctx).Raw("SELECT current_schema()").Scan(&home).Error; err != nil {
		return nil, fmt.Errorf("read schema: %w", err)
	}
	name := home[:min(len(home), maxSchemaName)] + besideSuffix
	unlock, err := s.lockBeside(ctx, name)
	if err != nil {
		return nil, err
	}
	err = s.emptySchema(ctx, name)
	var next *Store
	if err == nil {
		var address string
		if address, err = withSchema(s.options.URL, name); err == nil {
			next, err = openAt(ctx, Options{URL: address, Now: s.now}, schema)
		}
	}
	if err != nil {
		unlock()
		return nil, err
	}
	return &beside{
		store: next,
		swap:  func(ctx context.Context) error { return s.moveTables(ctx, name, home) },
		remove: func() {
			_ = next.Close()                                                                                                     // it is thrown away
			_ = s.write.WithContext(context.WithoutCancel(ctx)).Exec("DROP SCHEMA IF EXISTS " + quoted(name) + " CASCADE").Error // else the next restore does
			unlock()
		},
	}, nil
}

// lockBeside keeps other restores of this site away until unlock, or until this process ends.
func (s *Store) lockBeside(ctx context.Context, name string) (unlock func(), err error) {
	pool, err := s.write.DB()
	if err != nil {
		return nil, err
	}
	connection, err := pool.Conn(ctx)
	if err != nil {
		return nil, fmt.Errorf("lock %s: %w", name, err)
	}
	for range lockTries {
		var got bool
		if err = connection.QueryRowContext(ctx, "SELECT pg_try_advisory_lock($1, hashtext($2))", nameLocks, name).Scan(&got); err != nil {
			break
		}
		if got {
			return func() {
				_, _ = connection.ExecContext(context.WithoutCancel(ctx), "SELECT pg_advisory_unlock($1, hashtext($2))", nameLocks, name)
				_ = connection.Close()
			}, nil
		}
		time.Sleep(lockPause)
	}
	_ = connection.Close()
	if err != nil {
		return nil, fmt.Errorf("lock %s: %w", name, err)
	}
	return nil, newsroom.Because(newsroom.ErrConflict, "another restore of this site is running: wait until it has ended")
}

// emptySchema makes a schema, without what a restore that was killed left there.
func (s *Store) emptySchema(ctx context.Context, name string) error {
	db := s.write.WithContext(ctx)
	if err := db.Exec("DROP SCHEMA IF EXISTS " + quoted(name) + " CASCADE").Error; err != nil {
		return fmt.Errorf("remove schema %s: %w", name, err)
	}
	err := db.Exec("CREATE SCHEMA " + quoted(name)).Error
	if e, ok := errors.AsType[*pgconn.PgError](err); ok && e.Code == postgresNoRight {
		return errNoPlace("grant its user the right CREATE on the database", err)
	}
	if err != nil {
		return fmt.Errorf("make schema %s: %w", name, err)
	}
	return nil
}

// withSchema is a database address whose connections work in a schema.
func withSchema(address, schema string) (string, error) {
	u, err := url.Parse(address)
	if err != nil {
		return "", errors.New("the database address cannot be read") // it may hold a password
	}
	q := u.Query()
	q.Set("search_path", quoted(schema))
	u.RawQuery = q.Encode()
	return u.String(), nil
}

// moveTables removes the site's tables and puts those of another schema in
// their place. It waits for whoever reads or writes; two that wait for one
// another begin again.
func (s *Store) moveTables(ctx context.Context, from, to string) error {
	deadlock := func(err error) bool {
		e, ok := errors.AsType[*pgconn.PgError](err)
		return ok && e.Code == postgresDeadlock
	}
	return whenBusy(ctx, deadlock, swapTries, func() error {
		return s.write.WithContext(ctx).Transaction(func(db *gorm.DB) error { return moveTables(db, from, to) }, &sql.TxOptions{})
	})
}

func moveTables(db *gorm.DB, from, to string) error {
	var tables, functions []string
	if err := db.Raw("SELECT tablename FROM pg_tables WHERE schemaname = ? ORDER BY tablename", from).Scan(&tables).Error; err != nil {
		return err
	}
	err := db.Raw("SELECT p.proname FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE n.nspname = ?", from).Scan(&functions).Error
	if err != nil {
		return err
	}
	in := func(schema string, names []string) string {
		list := make([]string, len(names))
		for i, name := range names {
			list[i] = quoted(schema) + "." + quoted(name)
		}
		return strings.Join(list, ", ")
	}
	statements := []string{"LOCK TABLE " + in(to, tables) + " IN ACCESS EXCLUSIVE MODE", "DROP TABLE " + in(to, tables)}
	for _, name := range functions { // those of triggers; they went with their tables
		statements = append(statements, "DROP FUNCTION IF EXISTS "+in(to, []string{name})+"()")
	}
	for _, name := range tables {
		statements = append(statements, "ALTER TABLE "+in(from, []string{name})+" SET SCHEMA "+quoted(to))
	}
	for _, name := range slices.Sorted(slices.Values(functions)) {
		statements = append(statements, "ALTER FUNCTION "+in(from, []string{name})+"() SET SCHEMA "+quoted(to))
	}
	for _, statement := range statements {
		if err := db.Exec(statement).Error; err != nil {
			return err
		}
	}
	return nil
}
