package store

import (
	"context"
	"fmt"
	"time"

	"hebi/internal/newsroom"
)

type waiverRow struct {
	ID        int64 `gorm:"primaryKey"`
	EditionID int64
	CheckName string
	Subject   string
	Reason    string
	UserID    *int64
	CreatedAt time.Time
}

func (waiverRow) TableName() string { return "waivers" }

// AddWaiver records that an edition passes a check; one for the same check and subject is replaced.
func (s *Store) AddWaiver(ctx context.Context, editionKey int64, w newsroom.Waiver) error {
	err := s.write.WithContext(ctx).Exec(
		`INSERT INTO waivers (edition_id, check_name, subject, reason, user_id, created_at) VALUES (?, ?, ?, ?, ?, ?)
		ON CONFLICT (edition_id, check_name, subject) DO UPDATE SET reason = excluded.reason, user_id = excluded.user_id, created_at = excluded.created_at`,
		editionKey, w.Check, w.Subject, w.Reason, userIDToRow(w.User), s.utcNow()).Error
	return wrapped("waiver of "+w.Check, err)
}

// Waivers returns the waivers of an edition, the oldest first.
func (s *Store) Waivers(ctx context.Context, editionKey int64) ([]newsroom.Waiver, error) {
	rows, err := of[waiverRow](s.read).Where("edition_id = ?", editionKey).Order("id").Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("waivers: %w", err)
	}
	list := make([]newsroom.Waiver, len(rows))
	for i, r := range rows {
		list[i] = newsroom.Waiver{Check: r.CheckName, Subject: r.Subject, Reason: r.Reason, User: userIDFromRow(r.UserID), At: r.CreatedAt.UTC()}
	}
	return list, nil
}
