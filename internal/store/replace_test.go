package store_test

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hebi/internal/newsroom"
	"hebi/internal/store"
	"hebi/internal/store/storetest"
)

// A new table must be made part of backups, or be left out for a reason.
func TestBackupsKnowEveryTable(t *testing.T) {
	onEach(t, func(t *testing.T, s *store.Store) {
		there, err := s.TableNames(t.Context())
		if err != nil || len(there) < 20 {
			t.Fatalf("%d tables, %v", len(there), err)
		}
		kept, left := store.KeptTables(), store.LeftOutTables()
		for _, name := range there {
			if slices.Contains(kept, name) == slices.Contains(left, name) {
				t.Errorf("table %s: put it into keptTables, or into leftOut with the reason", name)
			}
		}
		err = s.Snapshot(t.Context(), func(n *store.Snapshot) error { // every column has a kind
			if n.Schema != store.NewestSchema() || len(n.Tables) < 20 {
				t.Errorf("schema %d, %d tables", n.Schema, len(n.Tables))
			}
			return nil
		})
		if err != nil {
			t.Error(err)
		}
	})
}

// Rows are loaded table after table: what one refers to must be there.
func TestTablesOfABackupComeAfterWhatTheyReferTo(t *testing.T) {
	o := store.Options{Path: filepath.Join(t.TempDir(), "hebi.db")}
	storetest.Open(t, o, nil)
	db, kept := sqlDB(t, o), store.KeptTables()
	references := 0
	for i, name := range kept {
		for _, other := range column(t, db, `SELECT "table" FROM pragma_foreign_key_list(?)`, name) {
			references++
			if at := slices.Index(kept, other); at < 0 || at >= i {
				t.Errorf("%s refers to %s, which is not kept before it", name, other)
			}
		}
	}
	if references < 10 {
		t.Errorf("%d references were found", references)
	}
}

func column(t *testing.T, db *sql.DB, query string, args ...any) []string {
	t.Helper()
	rows, err := db.QueryContext(t.Context(), query, args...)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	var list []string
	for rows.Next() {
		var text string
		if err := rows.Scan(&text); err != nil {
			t.Fatal(err)
		}
		list = append(list, text)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return list
}

// dump is a snapshot in memory.
type dump struct {
	schema int
	tables []store.Table
	lines  map[string][][]byte
}

func dumped(t *testing.T, s *store.Store) dump {
	t.Helper()
	d := dump{lines: map[string][][]byte{}}
	err := s.Snapshot(t.Context(), func(n *store.Snapshot) error {
		d.schema, d.tables = n.Schema, n.Tables
		for _, table := range n.Tables {
			err := n.Rows(t.Context(), table, func(line []byte) error {
				d.lines[table.Name] = append(d.lines[table.Name], slices.Clone(line))
				return nil
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// fill is what Replace calls to load a dump.
func (d dump) fill(ctx context.Context) func(*store.Replacement) error {
	return func(next *store.Replacement) error {
		for _, table := range d.tables {
			if err := next.Load(ctx, table, d.lines[table.Name]); err != nil {
				return err
			}
		}
		return next.Complete(ctx, d.tables)
	}
}

// rows are the lines of a dump but for the counters, which leap.
func (d dump) rows() map[string][]string {
	rows := map[string][]string{}
	for name, lines := range d.lines {
		for _, line := range lines {
			if name != "counters" {
				rows[name] = append(rows[name], string(line))
			}
		}
		slices.Sort(rows[name])
	}
	return rows
}

func TestAReplacedSiteIsTheOther(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		ctx := t.Context()
		s := logged(t, o)
		a := article("one", edition(newsroom.Chinese, uid(1), newsroom.Published, clock.Add(time.Millisecond)))
		save(t, s, a)
		gone := article("gone")
		save(t, s, gone)
		if _, err := sqlDB(t, o).ExecContext(ctx, "DELETE FROM articles WHERE slug = 'gone'"); err != nil {
			t.Fatal(err)
		}
		was := dumped(t, s)

		save(t, s, article("later", edition(newsroom.English, uid(2), newsroom.Draft, clock)))
		if err := errors.Join(s.SetHub(ctx, "https://hub.example"), s.Bump(ctx, store.ChangeCounter)); err != nil {
			t.Fatal(err)
		}
		before, _, err := s.Changed(ctx)
		if err != nil {
			t.Fatal(err)
		}
		other := storetest.Open(t, o, func() time.Time { return clock }) // has connections of its own
		if taken, err := other.SlugTaken(ctx, "later"); err != nil || !taken {
			t.Fatal(taken, err)
		}
		if err := s.Replace(ctx, was.schema, was.fill(ctx)); err != nil {
			t.Fatal(err)
		}
		for name, s := range map[string]*store.Store{"this": s, "the other": other} {
			is := dumped(t, s)
			if diff := cmp.Diff(was.rows(), is.rows()); diff != "" {
				t.Errorf("%s process sees: -want +got\n%s", name, diff)
			}
			if taken, err := s.SlugTaken(ctx, "later"); err != nil || taken {
				t.Errorf("%s process still sees what came later: %v", name, err)
			}
			if hub, err := s.Hub(ctx); err != nil || hub != "https://hub.example" {
				t.Errorf("the hub is %q, %v", hub, err)
			}
			if now, _, err := s.Changed(ctx); err != nil || now <= before {
				t.Errorf("the counter was %d and is %d, %v", before, now, err)
			}
		}
		fresh := article("fresh")
		save(t, other, fresh)
		if fresh.ID != gone.ID+1 {
			t.Errorf("the next article has the number %d, want %d: that of the one that was removed must not come back", fresh.ID, gone.ID+1)
		}
		if _, err := sqlDB(t, o).ExecContext(ctx, "DELETE FROM audit"); err == nil || !strings.Contains(err.Error(), "only grows") {
			t.Errorf("the audit log can be emptied: %v", err)
		}
		if err := s.Replace(ctx, was.schema, was.fill(ctx)); err != nil { // and again
			t.Fatal(err)
		}
	})
}

func TestAReplacementThatFailsChangesNothing(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s := logged(t, o)
		was := dumped(t, s)
		broken := errors.New("broken")
		err := s.Replace(t.Context(), was.schema, func(next *store.Replacement) error {
			if err := was.fill(t.Context())(next); err != nil {
				t.Error(err)
			}
			save(t, next.Store, article("half"))
			return broken
		})
		if !errors.Is(err, broken) {
			t.Errorf("got %v", err)
		}
		if diff := cmp.Diff(was, dumped(t, s), cmp.AllowUnexported(dump{})); diff != "" {
			t.Errorf("-want +got\n%s", diff)
		}
		if o.Path != "" {
			left, err := os.ReadDir(filepath.Dir(o.Path))
			for _, f := range left {
				if strings.HasPrefix(f.Name(), ".") || err != nil {
					t.Errorf("%s is left, %v", f.Name(), err)
				}
			}
		} else if left := column(t, sqlDB(t, o), "SELECT nspname FROM pg_namespace WHERE nspname = current_schema() || '_restoring'"); len(left) > 0 {
			t.Errorf("schemas %v are left", left)
		}
	})
}

func TestAnOlderSchemaIsBroughtUpToDate(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		older := store.Options{Path: filepath.Join(t.TempDir(), "older.db")}
		old, err := store.OpenAt(t.Context(), older, 7)
		if err != nil {
			t.Fatal(err)
		}
		const row = `INSERT INTO audit (at, action, subject, detail) VALUES ('2023-11-01 04:00:00+00:00', 'publish', 'article x', 'a "reason"')`
		if _, err := sqlDB(t, older).ExecContext(t.Context(), row); err != nil {
			t.Fatal(err)
		}
		was := dumped(t, old)
		if err := old.Close(); err != nil || was.schema != 7 {
			t.Fatal(was.schema, err)
		}
		s := storetest.Open(t, o, nil)
		if err := s.Replace(t.Context(), 7, was.fill(t.Context())); err != nil {
			t.Fatal(err)
		}
		got, err := s.AuditLog(t.Context(), store.AuditFilter{}, store.AuditPlace{}, 9)
		want := []newsroom.AuditEntry{{ID: 1, At: clock, Action: "publish", Subject: "article x", After: newsroom.Facts{"detail": `a "reason"`}}}
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Errorf("%v, -want +got\n%s", err, diff)
		}
		if schema := dumped(t, s).schema; schema != store.NewestSchema() {
			t.Errorf("schema %d", schema)
		}
	})
}

func TestWhatIsNoTableOfABackupIsRefused(t *testing.T) {
	s := storetest.Open(t, store.Options{Path: filepath.Join(t.TempDir(), "hebi.db")}, nil)
	id := store.Column{Name: "id", Kind: store.IntegerColumn}
	err := s.Replace(t.Context(), store.NewestSchema(), func(next *store.Replacement) error {
		for name, table := range map[string]store.Table{
			"an unknown table":  {Name: "x; DROP TABLE articles", Columns: []store.Column{id}},
			"one that is left":  {Name: "search_texts", Columns: []store.Column{{Name: "body", Kind: store.TextColumn}}},
			"an unknown column": {Name: "articles", Columns: []store.Column{id, {Name: `slug") VALUES ('x') --`, Kind: store.TextColumn}}},
			"another kind":      {Name: "articles", Columns: []store.Column{{Name: "id", Kind: store.TextColumn}}},
			"no columns":        {Name: "articles"},
		} {
			if err := next.Load(t.Context(), table, [][]byte{[]byte("[1]\n")}); !errors.Is(err, newsroom.ErrInvalid) {
				t.Errorf("%s: %v", name, err)
			}
		}
		for _, line := range []string{"", "[", "[1,2]", `["x"]`, "[1.5]", "[1e99]", `{"id":1}`} {
			if err := next.Load(t.Context(), store.Table{Name: "articles", Columns: []store.Column{id}}, [][]byte{[]byte(line)}); !errors.Is(err, newsroom.ErrInvalid) {
				t.Errorf("row %q: %v", line, err)
			}
		}
		return errors.New("enough")
	})
	if err == nil || err.Error() != "enough" {
		t.Error(err)
	}
}
