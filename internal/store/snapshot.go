package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"gorm.io/gorm"
)

// Table is a table in a backup.
type Table struct {
	Name string `json:"name"`
	// Columns are in the order of a row's values.
	Columns []Column `json:"columns"`
	// Rows is how many there are.
	Rows int64 `json:"rows"`
	// Last is the highest number that a row ever had, so that none is given
	// twice; 0 where rows are not numbered.
	Last int64 `json:"last,omitempty"`
}

// Snapshot is the site's rows at one moment. It is good within the function
// that Snapshot calls.
type Snapshot struct {
	// Schema is the number of the newest migration.
	Schema int
	// Tables are in an order in which their rows can be inserted.
	Tables []Table

	tx *Store
}

// Snapshot calls do with the site as it is at this moment. Others go on
// reading and writing meanwhile, and do sees nothing of it.
func (s *Store) Snapshot(ctx context.Context, do func(*Snapshot) error) error {
	tables, err := s.kept(ctx)
	if err != nil {
		return err
	}
	err = s.read.WithContext(ctx).Transaction(func(db *gorm.DB) error {
		n := &Snapshot{tx: &Store{write: db, read: db, postgres: s.postgres, now: s.now}}
		if err := n.hold(tables); err != nil {
			return err
		}
		if err := db.Raw("SELECT COALESCE(MAX(number), 0) FROM schema_migrations").Scan(&n.Schema).Error; err != nil {
			return err
		}
		for _, t := range tables {
			table, err := n.describe(ctx, t)
			if err != nil {
				return fmt.Errorf("table %s: %w", t.name, err)
			}
			n.Tables = append(n.Tables, table)
		}
		return do(n)
	}, &sql.TxOptions{ReadOnly: true, Isolation: sql.LevelRepeatableRead})
	if err != nil {
		return fmt.Errorf("read the site: %w", err)
	}
	return nil
}

// hold keeps a restore from taking the tables away, which PostgreSQL's
// transactions do not see the way of rows. SQLite's do.
func (n *Snapshot) hold(tables []keptTable) error {
	if !n.tx.postgres {
		return nil
	}
	names := make([]string, len(tables))
	for i, t := range tables {
		names[i] = t.name
	}
	return n.tx.read.Exec("LOCK TABLE " + strings.Join(names, ", ") + " IN ACCESS SHARE MODE").Error
}

func (n *Snapshot) describe(ctx context.Context, t keptTable) (Table, error) {
	table := Table{Name: t.name}
	var err error
	if table.Columns, err = n.tx.columns(ctx, t.name); err != nil {
		return table, err
	}
	if err := n.tx.read.Raw("SELECT COUNT(*) FROM " + t.name + t.condition()).Scan(&table.Rows).Error; err != nil {
		return table, err
	}
	table.Last, err = n.tx.lastNumber(ctx, table)
	return table, err
}

func (t keptTable) condition() string {
	if t.where == "" {
		return ""
	}
	return " WHERE " + t.where
}

// columns are those of a table, which must be one of keptTables: its name goes into the query.
func (s *Store) columns(ctx context.Context, table string) (columns []Column, err error) {
	rows, err := s.read.WithContext(ctx).Raw("SELECT * FROM " + table + " WHERE 1 = 0").Rows()
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close(), rows.Err()) }()
	types, err := rows.ColumnTypes()
	if err != nil {
		return nil, err
	}
	kinds := columnKinds()
	for _, c := range types {
		kind, known := kinds[strings.ToUpper(c.DatabaseTypeName())]
		if !known {
			return nil, fmt.Errorf("column %s has the type %q, which backups do not know yet", c.Name(), c.DatabaseTypeName())
		}
		columns = append(columns, Column{Name: c.Name(), Kind: kind})
	}
	return columns, nil
}

// lastNumber is the highest id that the database gave a row of the table, 0 where it gives none.
func (s *Store) lastNumber(ctx context.Context, t Table) (int64, error) {
	db := s.read.WithContext(ctx)
	var last int64
	if !s.postgres {
		err := db.Raw("SELECT COALESCE(MAX(seq), 0) FROM sqlite_sequence WHERE name = ?", t.Name).Scan(&last).Error
		return last, err
	}
	sequence, err := s.sequence(ctx, t)
	if err != nil || sequence == "" {
		return 0, err
	}
	err = db.Raw("SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM " + sequence).Scan(&last).Error
	return last, err
}

// sequence names what PostgreSQL numbers a table's rows with; empty where it does not.
func (s *Store) sequence(ctx context.Context, t Table) (string, error) {
	if !t.has("id") {
		return "", nil
	}
	var name *string
	err := s.read.WithContext(ctx).Raw("SELECT pg_get_serial_sequence(?, 'id')", t.Name).Scan(&name).Error
	if err != nil || name == nil {
		return "", err
	}
	return *name, nil
}

func (t Table) has(column string) bool {
	for _, c := range t.Columns {
		if c.Name == column {
			return true
		}
	}
	return false
}

// Rows calls each with every row of a table as a line of JSON, its end
// included; the line is good until each returns. Few rows are in memory.
func (n *Snapshot) Rows(ctx context.Context, t Table, each func(line []byte) error) error {
	for _, known := range keptTables() {
		if known.name == t.Name {
			if err := n.rows(ctx, known, t, each); err != nil {
				return fmt.Errorf("table %s: %w", t.Name, err)
			}
			return nil
		}
	}
	return fmt.Errorf("table %s is no part of a backup", t.Name)
}

func (n *Snapshot) rows(ctx context.Context, known keptTable, t Table, each func(line []byte) error) (err error) {
	names := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		names[i] = quoted(c.Name)
	}
	query := "SELECT " + strings.Join(names, ", ") + " FROM " + known.name + known.condition() + " ORDER BY " + known.key
	rows, err := n.tx.read.WithContext(ctx).Raw(query).Rows()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for w := newRowWriter(t.Columns); rows.Next(); {
		if err := rows.Scan(w.places...); err != nil {
			return err
		}
		line, err := w.line()
		if err != nil {
			return err
		}
		if err := each(line); err != nil {
			return err
		}
	}
	return rows.Err()
}

// quoted is a name as both databases read it.
func quoted(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }

// mediaAtOnce is how many files MediaFiles reads the rows of at a time.
const mediaAtOnce = 500

// MediaFiles calls each with every file that the snapshot knows, by hash.
func (n *Snapshot) MediaFiles(ctx context.Context, each func(Media) error) error {
	for after := ""; ; {
		page, err := of[Media](n.tx.read).Where("hash > ?", after).Order("hash").Limit(mediaAtOnce).Find(ctx)
		if err != nil {
			return fmt.Errorf("media: %w", err)
		}
		for _, m := range page {
			if err := each(m); err != nil {
				return err
			}
			after = m.Hash
		}
		if len(page) < mediaAtOnce {
			return nil
		}
	}
}
