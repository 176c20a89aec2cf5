package store

import (
	"context"
	"fmt"
	"time"
)

// Counter names a number in the database that processes follow.
type Counter string

// The counters of a site.
const (
	// ChangeCounter moves with every change that a reader could see.
	ChangeCounter Counter = "change"
	// TermCounter moves when terms, themes or what was learned of them change.
	TermCounter Counter = "terms"
	// indexCounter numbers the changes of the search index.
	indexCounter Counter = "index"
)

type counterRow struct {
	Name      string `gorm:"primaryKey"`
	Value     int64
	ChangedAt time.Time
}

func (counterRow) TableName() string { return "counters" }

// Bump moves a counter by one. It belongs into the transaction that makes the change.
func (s *Store) Bump(ctx context.Context, c Counter) error {
	err := s.write.WithContext(ctx).Exec(
		"INSERT INTO counters (name, value, changed_at) VALUES (?, 1, ?) "+
			"ON CONFLICT (name) DO UPDATE SET value = counters.value + 1, changed_at = excluded.changed_at",
		string(c), s.utcNow()).Error
	if err != nil {
		return fmt.Errorf("bump counter %s: %w", c, err)
	}
	return nil
}

// Counter returns a counter's value and when it last moved; 0 and the zero time before it ever did.
func (s *Store) Counter(ctx context.Context, c Counter) (int64, time.Time, error) {
	rows, err := of[counterRow](s.read).Where("name = ?", string(c)).Limit(1).Find(ctx)
	if err != nil {
		return 0, time.Time{}, fmt.Errorf("counter %s: %w", c, err)
	}
	if len(rows) == 0 {
		return 0, time.Time{}, nil
	}
	return rows[0].Value, rows[0].ChangedAt.UTC(), nil
}

// Changed returns the change number of everything readers see, and when it last moved.
func (s *Store) Changed(ctx context.Context) (int64, time.Time, error) {
	return s.Counter(ctx, ChangeCounter)
}
