package store

import (
	"errors"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
	"gorm.io/gorm"
	sqlitedriver "modernc.org/sqlite"

	"hebi/internal/newsroom"
)

// Codes of the two databases: for "this would not be unique" SQLite's result
// codes SQLITE_CONSTRAINT_PRIMARYKEY and SQLITE_CONSTRAINT_UNIQUE and
// PostgreSQL's SQLSTATE unique_violation; for "somebody else has it" SQLITE_BUSY;
// for every rule of a table SQLITE_CONSTRAINT, which the first two extend, and
// PostgreSQL's classes of data exceptions and of violated constraints.
const (
	sqliteBusy       = 5
	sqliteConstraint = 19
	sqlitePrimaryKey = 1555
	sqliteUnique     = 2067
	postgresUnique   = "23505"

	postgresDataClass       = "22"
	postgresConstraintClass = "23"
)

// unfit reports whether a database refused rows for what they say.
func unfit(err error) bool {
	if e, ok := errors.AsType[*sqlitedriver.Error](err); ok {
		return e.Code()&0xFF == sqliteConstraint
	}
	e, ok := errors.AsType[*pgconn.PgError](err)
	return ok && (strings.HasPrefix(e.Code, postgresDataClass) || strings.HasPrefix(e.Code, postgresConstraintClass))
}

// fold turns both drivers' errors into the newsroom's: a missing row becomes
// ErrNotFound, a row that exists already ErrConflict; others pass unchanged.
func fold(err error) error {
	if err == nil {
		return nil
	}
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return fmt.Errorf("%w", newsroom.ErrNotFound)
	}
	if e := (*sqlitedriver.Error)(nil); errors.As(err, &e) && (e.Code() == sqlitePrimaryKey || e.Code() == sqliteUnique) {
		return fmt.Errorf("%w: %w", newsroom.ErrConflict, err)
	}
	if e := (*pgconn.PgError)(nil); errors.As(err, &e) && e.Code == postgresUnique {
		return fmt.Errorf("%w: %w", newsroom.ErrConflict, err)
	}
	return err
}
