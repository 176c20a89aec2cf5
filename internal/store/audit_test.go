package store_test

import (
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hebi/internal/newsroom"
	"hebi/internal/store"
	"hebi/internal/store/storetest"
)

// sqlDB opens a test's database beside the store.
func sqlDB(t *testing.T, o store.Options) *sql.DB {
	t.Helper()
	driver, address := "sqlite", o.Path
	if o.URL != "" {
		driver, address = "pgx", o.URL
	}
	db, err := sql.Open(driver, address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return db
}

// logged stores seven entries: three of a user, four of the operator, two to a second.
func logged(t *testing.T, o store.Options) *store.Store {
	t.Helper()
	now := clock
	s := storetest.Open(t, o, func() time.Time { return now })
	const user = "INSERT INTO users (id, email, name, role, languages, disabled, password_hash, created_at) VALUES (7, 'Chief@example.org', 'C', 'chief', '', FALSE, '', '2023-11-01 00:00:00+00:00')"
	if _, err := sqlDB(t, o).ExecContext(t.Context(), user); err != nil {
		t.Fatal(err)
	}
	for i := range 7 {
		now = clock.Add(time.Duration(i/2) * time.Second)
		e := newsroom.AuditEntry{Action: []string{"updated", "publish"}[i%2], Subject: fmt.Sprintf("article a_%d", i%3), After: newsroom.Facts{"zh.title": fmt.Sprintf("第%d", i)}}
		if i < 3 {
			e.User, e.Address, e.Before = 7, "2001:db8::1", newsroom.Facts{"zh.title": "旧"}
		}
		if err := s.Audit(t.Context(), e); err != nil {
			t.Fatal(err)
		}
	}
	return s
}

func ids(entries []newsroom.AuditEntry) []int64 {
	list := []int64{}
	for _, e := range entries {
		list = append(list, e.ID)
	}
	return list
}

func TestTheAuditLogIsFiltered(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s := logged(t, o)
		for name, tt := range map[string]struct {
			filter store.AuditFilter
			want   []int64
		}{
			"everything":        {store.AuditFilter{}, []int64{7, 6, 5, 4, 3, 2, 1}},
			"a user":            {store.AuditFilter{Email: "chief@EXAMPLE.org"}, []int64{3, 2, 1}},
			"somebody unknown":  {store.AuditFilter{Email: "x' OR 1=1 --\x00"}, []int64{}},
			"the operator":      {store.AuditFilter{Operator: true}, []int64{7, 6, 5, 4}},
			"an action":         {store.AuditFilter{Action: "publish"}, []int64{6, 4, 2}},
			"an address":        {store.AuditFilter{Address: "2001:db8::1"}, []int64{3, 2, 1}},
			"no address":        {store.AuditFilter{Address: "2001:db8::"}, []int64{}},
			"a whole subject":   {store.AuditFilter{Subject: "article a_0"}, []int64{7, 4, 1}},
			"a part of one":     {store.AuditFilter{Subject: "A_0"}, []int64{7, 4, 1}},
			"no wild card":      {store.AuditFilter{Subject: "%0"}, []int64{}},
			"a span":            {store.AuditFilter{From: clock.Add(time.Second), To: clock.Add(3 * time.Second)}, []int64{6, 5, 4, 3}},
			"all at once":       {store.AuditFilter{Operator: true, Action: "publish", Subject: "a_0", From: clock}, []int64{4}},
			"nothing fits both": {store.AuditFilter{Email: "chief@example.org", From: clock.Add(time.Hour)}, []int64{}},
		} {
			t.Run(name, func(t *testing.T) {
				all, err := s.AuditLog(t.Context(), tt.filter, store.AuditPlace{}, 100)
				if diff := cmp.Diff(tt.want, ids(all)); diff != "" || err != nil {
					t.Errorf("error %v, -want +got\n%s", err, diff)
				}
				paged, after := []int64{}, store.AuditPlace{}
				for range 10 { // pages of two cut the entries of one second apart
					page, err := s.AuditLog(t.Context(), tt.filter, after, 2)
					if err != nil {
						t.Fatal(err)
					}
					if len(page) == 0 {
						break
					}
					paged = append(paged, ids(page)...)
					after = store.AuditPlaceOf(page[len(page)-1])
				}
				if diff := cmp.Diff(tt.want, paged); diff != "" {
					t.Errorf("by pages: -want +got\n%s", diff)
				}
				oldest := []int64{}
				err = s.EachAudit(t.Context(), tt.filter, func(e newsroom.AuditEntry) error {
					oldest = append([]int64{e.ID}, oldest...)
					return nil
				})
				if diff := cmp.Diff(tt.want, oldest); diff != "" || err != nil {
					t.Errorf("oldest first: error %v, -want +got\n%s", err, diff)
				}
			})
		}
		actions, err := s.AuditActions(t.Context())
		if diff := cmp.Diff([]string{"publish", "updated"}, actions); diff != "" || err != nil {
			t.Errorf("actions: error %v, -want +got\n%s", err, diff)
		}
	})
}

func TestAnAuditEntryComesBackWhole(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s := logged(t, o)
		got, err := s.AuditLog(t.Context(), store.AuditFilter{To: clock.Add(time.Second)}, store.AuditPlace{}, 1)
		want := []newsroom.AuditEntry{{
			ID: 2, At: clock, User: 7, Email: "Chief@example.org", Address: "2001:db8::1", Action: "publish", Subject: "article a_1",
			Before: newsroom.Facts{"zh.title": "旧"}, After: newsroom.Facts{"zh.title": "第1"},
		}}
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Errorf("error %v, -want +got\n%s", err, diff)
		}
		stop := errors.New("stop")
		if err := s.EachAudit(t.Context(), store.AuditFilter{}, func(newsroom.AuditEntry) error { return stop }); !errors.Is(err, stop) {
			t.Errorf("got %v, want what each returned", err)
		}
	})
}

// More than are read at a time, many of them in one moment.
func TestALongAuditLogIsReadOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s := storetest.Open(t, o, func() time.Time { return clock })
		const n = 1203
		err := s.InTx(t.Context(), func(tx *store.Store) error {
			for range n {
				if err := tx.Audit(t.Context(), newsroom.AuditEntry{Action: "a", Subject: "b"}); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		next := int64(1)
		err = s.EachAudit(t.Context(), store.AuditFilter{}, func(e newsroom.AuditEntry) error {
			if e.ID != next {
				return fmt.Errorf("entry %d after %d", e.ID, next-1)
			}
			next++
			return nil
		})
		if err != nil || next != n+1 {
			t.Errorf("error %v, %d entries", err, next-1)
		}
	})
}

func TestTheAuditLogOnlyGrows(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s := logged(t, o)
		db := sqlDB(t, o)
		statements := []string{"UPDATE audit SET action = 'x' WHERE id = 3", "DELETE FROM audit WHERE id = 3", "DELETE FROM audit"}
		if o.URL != "" {
			statements = append(statements, "TRUNCATE audit")
		}
		for _, statement := range statements {
			if _, err := db.ExecContext(t.Context(), statement); err == nil || !strings.Contains(err.Error(), "the audit log only grows") {
				t.Errorf("%s: got %v", statement, err)
			}
		}
		all, err := s.AuditLog(t.Context(), store.AuditFilter{}, store.AuditPlace{}, 100)
		if err != nil || len(all) != 7 || all[4].Action != "updated" {
			t.Errorf("error %v, %d entries are left: %v", err, len(all), all)
		}
	})
}
