package store

import (
	"context"
	"embed"
	"fmt"
	"io/fs"
	"math"
	"path"
	"strconv"
	"strings"

	"gorm.io/gorm"
)

//go:embed migrations
var migrations embed.FS

// migrationLock is an arbitrary key of PostgreSQL's advisory locks: two
// processes that start together must not both migrate.
const migrationLock = 0x4865_6269

// newest stands for the last migration that this program knows.
const newest = math.MaxInt

// migrate runs the numbered steps up to one that this database has not had,
// each in a transaction of its own.
func (s *Store) migrate(ctx context.Context, upTo int) error {
	dir := "migrations/sqlite"
	if s.postgres {
		dir = "migrations/postgres"
	}
	steps, err := migrationSteps(dir)
	if err != nil {
		return err
	}
	err = s.migrating(ctx, func(tx *gorm.DB) error {
		return tx.Exec("CREATE TABLE IF NOT EXISTS schema_migrations (number INTEGER PRIMARY KEY)").Error
	})
	if err != nil {
		return fmt.Errorf("prepare migrations: %w", err)
	}
	for _, step := range steps {
		if step.number > upTo {
			break
		}
		if err := s.migrateStep(ctx, step.name, step.number); err != nil {
			return fmt.Errorf("migration %s: %w", path.Base(step.name), err)
		}
	}
	return s.refuseNewer(ctx, steps[len(steps)-1].number)
}

// migrationStep is one file of migrations.
type migrationStep struct {
	name   string
	number int
}

// migrationSteps are the files of a folder, by number.
func migrationSteps(dir string) ([]migrationStep, error) {
	names, err := fs.Glob(migrations, dir+"/*.sql")
	if err != nil {
		return nil, fmt.Errorf("list migrations: %w", err)
	}
	steps := make([]migrationStep, len(names))
	for i, name := range names {
		prefix, _, _ := strings.Cut(path.Base(name), "_")
		number, err := strconv.Atoi(prefix)
		if err != nil {
			return nil, fmt.Errorf("migration %s: name must begin with a number: %w", path.Base(name), err)
		}
		steps[i] = migrationStep{name, number}
	}
	return steps, nil
}

// NewestSchema is the number of the last migration that this program knows.
func NewestSchema() int {
	steps, err := migrationSteps("migrations/sqlite")
	if err != nil {
		panic("store: " + err.Error()) // the files are part of the program
	}
	return steps[len(steps)-1].number
}

func (s *Store) migrateStep(ctx context.Context, name string, number int) error {
	text, err := migrations.ReadFile(name)
	if err != nil {
		return err
	}
	return s.migrating(ctx, func(tx *gorm.DB) error {
		var done int64
		if err := tx.Raw("SELECT COUNT(*) FROM schema_migrations WHERE number = ?", number).Scan(&done).Error; err != nil || done > 0 {
			return err
		}
		for _, statement := range statements(string(text)) {
			if err := tx.Exec(statement).Error; err != nil {
				return err
			}
		}
		return tx.Exec("INSERT INTO schema_migrations (number) VALUES (?)", number).Error
	})
}

// migrating runs do in a transaction that no other process's migration shares:
// SQLite has one writer, PostgreSQL is told to wait.
func (s *Store) migrating(ctx context.Context, do func(tx *gorm.DB) error) error {
	return s.write.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
		if s.postgres {
			if err := tx.Exec("SELECT pg_advisory_xact_lock(?)", migrationLock).Error; err != nil {
				return err
			}
		}
		return do(tx)
	})
}

// statements splits a migration at the semicolons that end a line; lines that are comments go.
func statements(text string) []string {
	var code strings.Builder
	for line := range strings.Lines(text) {
		if !strings.HasPrefix(line, "--") {
			code.WriteString(line)
		}
	}
	var list []string
	for part := range strings.SplitSeq(code.String(), ";\n") {
		if strings.TrimSpace(part) != "" {
			list = append(list, part)
		}
	}
	return list
}

// refuseNewer keeps an older program away from a newer database.
func (s *Store) refuseNewer(ctx context.Context, known int) error {
	var newest int
	err := s.write.WithContext(ctx).Raw("SELECT COALESCE(MAX(number), 0) FROM schema_migrations").Scan(&newest).Error
	if err != nil {
		return fmt.Errorf("read schema number: %w", err)
	}
	if newest > known {
		return fmt.Errorf("the database has schema %d, this program knows %d: use a newer hebi", newest, known)
	}
	return nil
}
