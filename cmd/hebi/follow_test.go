package main

import (
	"context"
	"log/slog"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hebi/internal/newsroom"
	"hebi/internal/store"
	"hebi/internal/web/asked"
)

// What was sought in vain is written when the server ends, not only every few minutes.
func TestMissesAreKeptAtTheEnd(t *testing.T) {
	db, err := store.Open(t.Context(), store.Options{Path: filepath.Join(t.TempDir(), "hebi.db")})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	misses, day := &asked.Misses{}, time.Now().UTC()
	for range 3 {
		misses.Count("白鹭", day)
	}
	misses.Count("once", day)
	ctx, stop := context.WithCancel(t.Context())
	stop()
	keepMisses(ctx, slog.New(slog.DiscardHandler), &site{store: db}, misses)
	today := day.Format(time.DateOnly)
	got, err := db.Misses(t.Context(), today, today, 10)
	if diff := cmp.Diff([]newsroom.SearchMiss{{Day: today, Query: "白鹭", Count: 3}}, got); err != nil || diff != "" {
		t.Error(err, diff)
	}
}
