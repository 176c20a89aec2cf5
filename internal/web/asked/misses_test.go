package asked

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"hebi/internal/newsroom"
	"hebi/internal/search"
)

// flushed is what a flush hands over, in order.
func flushed(t *testing.T, m *Misses) []newsroom.SearchMiss {
	t.Helper()
	var got []newsroom.SearchMiss
	if err := m.Flush(func(misses []newsroom.SearchMiss) error { got = misses; return nil }); err != nil {
		t.Fatal(err)
	}
	slices.SortFunc(got, func(a, b newsroom.SearchMiss) int { return cmp.Compare(a.Day+a.Query, b.Day+b.Query) })
	return got
}

func TestMisses(t *testing.T) {
	m := &Misses{}
	morning := time.Date(2026, 5, 1, 8, 0, 0, 0, time.UTC)
	ask := func(question string, times int, at time.Time) {
		for range times {
			m.Count(question, at)
		}
	}
	ask("白鷺", 2, morning)
	ask(" 白鹭  ", 1, morning.Add(time.Hour))
	ask("once", 2, morning)
	ask("  ", 5, morning)
	want := []newsroom.SearchMiss{{Day: "2026-05-01", Query: "白鹭", Count: 3}}
	if diff := gocmp.Diff(want, flushed(t, m)); diff != "" {
		t.Errorf("at first: %s", diff)
	}
	ask("白鹭", 1, morning)
	ask("ONCE", 1, morning)
	failed := errors.New("database is locked")
	if err := m.Flush(func([]newsroom.SearchMiss) error { return failed }); !errors.Is(err, failed) {
		t.Errorf("a flush that failed: %v", err)
	}
	want = []newsroom.SearchMiss{{Day: "2026-05-01", Query: "once", Count: 3}, {Day: "2026-05-01", Query: "白鹭", Count: 1}}
	if diff := gocmp.Diff(want, flushed(t, m)); diff != "" {
		t.Errorf("what was asked since: %s", diff)
	}
	if got := flushed(t, m); got != nil {
		t.Errorf("once more: %v", got)
	}
	// What was asked twice yesterday and once today was not asked three times on any day.
	ask("heron", 2, morning)
	ask("heron", 1, morning.Add(24*time.Hour))
	if got := flushed(t, m); got != nil || len(m.days) != 1 {
		t.Errorf("over two days: %v, %d days in memory", got, len(m.days))
	}
	var nobody *Misses
	nobody.Count("heron", morning)
}

func TestMissesAreBounded(t *testing.T) {
	m := &Misses{}
	var all sync.WaitGroup
	for worker := range 4 {
		all.Go(func() {
			for i := range 3 * mostMisses {
				m.Count(fmt.Sprint(worker, i), time.Time{})
			}
		})
	}
	all.Wait()
	if n := len(m.days[m.latest]); n != mostMisses {
		t.Errorf("%d questions are in memory, want %d", n, mostMisses)
	}
	m = &Misses{}
	for range enough {
		m.Count(strings.Repeat("长", 10_000), time.Time{})
	}
	if got := flushed(t, m); len(got) != 1 || len([]rune(got[0].Query)) != search.MaxQuery {
		t.Errorf("a long question: %d", len(got))
	}
}
