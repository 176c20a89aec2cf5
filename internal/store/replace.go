package store

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"hebi/internal/newsroom"
)

// counterLeap is how far a restore moves the counters beyond what they were in
// either site. Others may move them while it works, but not a million times.
const counterLeap = 1 << 20

// Replacement is a site in the making beside the one that it will replace. It
// is a Store like any other.
type Replacement struct {
	*Store
	live *Store
	// columns are those of its kept tables, at the schema that it was made with.
	columns map[string][]Column
}

// Replace makes an empty site of an older or the present schema beside this
// one, has it filled, and puts it in this one's place all at once: readers and
// other processes see the one or the other, and find by the counters that
// everything has changed. When fill fails or the process ends, this one stays.
// Fill must end with Complete.
func (s *Store) Replace(ctx context.Context, schema int, fill func(*Replacement) error) error {
	beside, err := s.beside(ctx, schema)
	if err != nil {
		return err
	}
	defer beside.remove()
	next := &Replacement{Store: beside.store, live: s, columns: map[string][]Column{}}
	tables, err := next.kept(ctx)
	if err != nil {
		return err
	}
	for _, t := range tables {
		if next.columns[t.name], err = next.Store.columns(ctx, t.name); err != nil {
			return err
		}
	}
	if err := fill(next); err != nil {
		return err
	}
	if err := beside.swap(ctx); err != nil {
		return fmt.Errorf("put the restored site in place: %w", err)
	}
	return nil
}

// beside is the place of a Replacement.
type beside struct {
	store *Store
	// swap puts what is there in the site's place.
	swap func(ctx context.Context) error
	// remove frees the place, swapped or not.
	remove func()
}

func (s *Store) beside(ctx context.Context, schema int) (*beside, error) {
	if s.postgres {
		return s.besidePostgres(ctx, schema)
	}
	return s.besideSQLite(ctx, schema)
}

// Check is ErrInvalid when a table cannot be loaded here: none of a backup's,
// or with columns that its schema does not have.
func (r *Replacement) Check(t Table) error {
	columns, known := r.columns[t.Name]
	if !known {
		return newsroom.Because(newsroom.ErrInvalid, "it has a table %q, which is not one of a backup", t.Name)
	}
	for _, c := range t.Columns {
		if !slices.Contains(columns, c) {
			return newsroom.Because(newsroom.ErrInvalid, "its table %s has a column %q of the kind %q, which is not one of its schema", t.Name, c.Name, c.Kind)
		}
	}
	if len(t.Columns) == 0 {
		return newsroom.Because(newsroom.ErrInvalid, "its table %s has no columns", t.Name)
	}
	return nil
}

// Load adds rows to a table that Check lets through, all in one transaction;
// the lines are those of Snapshot.Rows, without the settings that the site itself has.
func (r *Replacement) Load(ctx context.Context, t Table, lines [][]byte) error {
	if err := r.Check(t); err != nil {
		return err
	}
	return r.InTx(ctx, func(tx *Store) error {
		for part := range slices.Chunk(lines, max(1, maxVariables/len(t.Columns))) {
			if err := tx.insertLines(ctx, t, part); err != nil {
				return fmt.Errorf("table %s: %w", t.Name, err)
			}
		}
		return nil
	})
}

func (s *Store) insertLines(ctx context.Context, t Table, lines [][]byte) error {
	names := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		names[i] = quoted(c.Name)
	}
	values := make([]any, 0, len(lines)*len(names))
	for _, line := range lines {
		row, err := parseRow(t.Columns, line)
		if err != nil {
			return newsroom.Because(newsroom.ErrInvalid, "a row of its table %s cannot be read: %v", t.Name, err)
		}
		values = append(values, row...)
	}
	place := "(" + strings.TrimSuffix(strings.Repeat("?, ", len(names)), ", ") + ")"
	places := strings.TrimSuffix(strings.Repeat(place+", ", len(lines)), ", ")
	err := s.write.WithContext(ctx).Exec("INSERT INTO "+quoted(t.Name)+" ("+strings.Join(names, ", ")+") VALUES "+places, values...).Error
	if unfit(err) {
		return newsroom.Because(newsroom.ErrInvalid, "rows of its table %s do not fit together: %v", t.Name, err)
	}
	return err
}

// Complete ends loading: the tables are brought to the newest schema, numbers
// go on where they were, the counters leap, and the hub is that of the site
// that is replaced.
func (r *Replacement) Complete(ctx context.Context, tables []Table) error {
	if err := r.migrate(ctx, newest); err != nil {
		return err
	}
	return r.InTx(ctx, func(tx *Store) error {
		for _, t := range tables {
			if err := tx.continueNumbers(ctx, t); err != nil {
				return fmt.Errorf("table %s: %w", t.Name, err)
			}
		}
		hub, err := r.live.Hub(ctx)
		if err == nil && hub != "" {
			err = tx.SetHub(ctx, hub)
		}
		if err != nil {
			return err
		}
		return r.leap(ctx, tx)
	})
}

// continueNumbers has the next row numbered after every row that ever was.
func (s *Store) continueNumbers(ctx context.Context, t Table) error {
	if t.Last <= 0 {
		return nil
	}
	db := s.write.WithContext(ctx)
	if s.postgres {
		sequence, err := s.sequence(ctx, t)
		if err != nil || sequence == "" {
			return err
		}
		return db.Exec("SELECT setval(?::regclass, GREATEST(?, (SELECT COALESCE(MAX(id), 0) FROM "+quoted(t.Name)+")))", sequence, t.Last).Error
	}
	made := db.Exec("UPDATE sqlite_sequence SET seq = MAX(seq, ?) WHERE name = ?", t.Last, t.Name)
	if made.Error != nil || made.RowsAffected > 0 {
		return made.Error
	}
	return db.Exec("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", t.Name, t.Last).Error
}

// leap moves every counter beyond what a process can have seen of either site.
func (r *Replacement) leap(ctx context.Context, tx *Store) error {
	counters := map[string]int64{string(ChangeCounter): 0, string(TermCounter): 0, string(indexCounter): 0}
	for _, s := range []*Store{r.live, tx} {
		rows, err := of[counterRow](s.read).Find(ctx)
		if err != nil {
			return fmt.Errorf("counters: %w", err)
		}
		for _, c := range rows {
			counters[c.Name] = max(counters[c.Name], c.Value)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(counters)) {
		err := tx.write.WithContext(ctx).Exec(
			"INSERT INTO counters (name, value, changed_at) VALUES (?, ?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value, changed_at = excluded.changed_at",
			name, counters[name]+counterLeap, tx.utcNow()).Error
		if err != nil {
			return fmt.Errorf("counter %s: %w", name, err)
		}
	}
	return nil
}

// errNoPlace says that a replacement cannot be made where it has to be.
func errNoPlace(remedy string, err error) error {
	return fmt.Errorf("there is no room to restore beside the site (%w): %s", err, remedy)
}

// whenBusy repeats do while others hold what it needs, up to tries times.
func whenBusy(ctx context.Context, busy func(error) bool, tries int, do func() error) error {
	var err error
	for range tries {
		if err = do(); err == nil || !busy(err) || ctx.Err() != nil {
			return errors.Join(err, ctx.Err())
		}
	}
	return err
}
