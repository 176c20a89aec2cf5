// Package storetest runs one test on both databases.
package storetest

import (
	"context"
	"crypto/rand"
	"database/sql"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // registers the driver under the name "pgx"

	"hebi/internal/store"
)

// Variable names the environment variable that holds the postgres:// address
// of a database in which tests may make schemas.
const Variable = "HEBI_TEST_POSTGRES"

// Each runs a test on an empty SQLite file and on an empty PostgreSQL schema;
// the latter skips where Variable is not set.
func Each(t *testing.T, test func(t *testing.T, o store.Options)) {
	t.Helper()
	t.Run("SQLite", func(t *testing.T) {
		test(t, store.Options{Path: filepath.Join(t.TempDir(), "hebi.db")})
	})
	t.Run("PostgreSQL", func(t *testing.T) {
		test(t, store.Options{URL: PostgreSQL(t)})
	})
}

// Open opens the store of a test, which is closed with it. A nil clock is the real one.
func Open(t *testing.T, o store.Options, now func() time.Time) *store.Store {
	t.Helper()
	o.Now = now
	s, err := store.Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

// PostgreSQL makes an empty schema, which is dropped with the test, and
// returns an address that uses it; the test skips where Variable is not set.
func PostgreSQL(t testing.TB) string {
	t.Helper()
	address := os.Getenv(Variable)
	if address == "" {
		t.Skip(Variable + " is not set: no PostgreSQL to test with")
	}
	schema := "test_" + strings.ToLower(rand.Text())
	db, err := sql.Open("pgx", address)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.ExecContext(t.Context(), "CREATE SCHEMA "+schema); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if _, err := db.ExecContext(context.WithoutCancel(t.Context()), "DROP SCHEMA "+schema+" CASCADE"); err != nil {
			t.Error(err)
		}
		_ = db.Close()
	})
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	q := u.Query()
	q.Set("search_path", schema)
	u.RawQuery = q.Encode()
	return u.String()
}
