package store

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"hebi/internal/newsroom"
)

const (
	// missesAtOnce is how many sums one statement writes.
	missesAtOnce = 200
	// missesKept is for how many days sums are kept.
	missesKept = 400
)

// CountMisses adds to the daily sums of searches without hits, and drops those
// of more than a year ago.
func (s *Store) CountMisses(ctx context.Context, misses []newsroom.SearchMiss) error {
	misses = slices.Clone(misses) // in one order, so that two processes do not wait for each other
	slices.SortFunc(misses, func(a, b newsroom.SearchMiss) int {
		return cmp.Or(cmp.Compare(a.Day, b.Day), cmp.Compare(a.Query, b.Query))
	})
	return s.InTx(ctx, func(tx *Store) error {
		for some := range slices.Chunk(misses, missesAtOnce) {
			var args []any
			for _, m := range some {
				args = append(args, m.Day, sought(m.Query), m.Count)
			}
			err := tx.write.WithContext(ctx).Exec("INSERT INTO search_misses (day, query, count) VALUES "+
				strings.TrimSuffix(strings.Repeat("(?, ?, ?), ", len(some)), ", ")+
				" ON CONFLICT (day, query) DO UPDATE SET count = search_misses.count + excluded.count", args...).Error
			if err != nil {
				return wrapped("count searches", err)
			}
		}
		oldest := s.utcNow().AddDate(0, 0, -missesKept).Format(time.DateOnly)
		return wrapped("count searches", tx.write.WithContext(ctx).Exec("DELETE FROM search_misses WHERE day < ?", oldest).Error)
	})
}

// Misses returns what was sought in vain from a day, as 2006-01-02, to another
// one inclusive: one sum for each question with the last day that it was asked
// on, those asked most often first.
func (s *Store) Misses(ctx context.Context, from, to string, limit int) ([]newsroom.SearchMiss, error) {
	misses, err := of[newsroom.SearchMiss](s.read).Raw(
		"SELECT MAX(day) AS day, query, SUM(count) AS count FROM search_misses WHERE day BETWEEN ? AND ? GROUP BY query ORDER BY SUM(count) DESC, query LIMIT ?",
		from, to, limit).Find(ctx)
	return misses, wrapped("searches without hits", err)
}
