package store

import (
	"context"
	"fmt"
)

// nameLocks is an arbitrary first key of PostgreSQL's advisory locks in two
// parts: no name can collide with migrationLock, which has one part.
const nameLocks = 0x4865

// LockArticles makes other transactions that lock or save these articles wait
// until this one ends. The rows are taken in the order of their ids, so that
// two batches cannot wait for each other. Who only refers to an article, as a
// special does, need not wait. On SQLite it does nothing: a writing transaction
// is alone there. Ids without an article are passed over.
func (s *Store) LockArticles(ctx context.Context, ids []int64) error {
	if !s.postgres || len(ids) == 0 {
		return nil
	}
	err := s.write.WithContext(ctx).Exec("SELECT id FROM articles WHERE id IN ? ORDER BY id FOR NO KEY UPDATE", ids).Error
	if err != nil {
		return fmt.Errorf("lock articles: %w", err)
	}
	return nil
}

// LockName makes other transactions that lock the same name wait until this
// one ends; for what has no row to lock yet. What is read after it is what the
// one before left. On SQLite it does nothing, as LockArticles.
func (s *Store) LockName(ctx context.Context, name string) error {
	if !s.postgres {
		return nil
	}
	err := s.write.WithContext(ctx).Exec("SELECT pg_advisory_xact_lock(?, hashtext(?))", nameLocks, sought(name)).Error
	if err != nil {
		return fmt.Errorf("lock %q: %w", name, err)
	}
	return nil
}
