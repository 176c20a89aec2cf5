package store

import (
	"context"
	"fmt"
	"time"

	"hebi/internal/newsroom"
)

type handoverRow struct {
	ID         int64 `gorm:"primaryKey"`
	EditionID  int64
	At         time.Time
	UserID     *int64
	FromStatus string
	ToStatus   string
	Note       string
}

func (handoverRow) TableName() string { return "handovers" }

func (r handoverRow) newsroom() newsroom.Handover {
	return newsroom.Handover{
		At: r.At.UTC(), User: userIDFromRow(r.UserID), From: newsroom.Status(r.FromStatus), To: newsroom.Status(r.ToStatus), Note: r.Note,
	}
}

// AddHandover records a change of an edition's status; h.At is the moment of the call.
func (s *Store) AddHandover(ctx context.Context, editionKey int64, h newsroom.Handover) error {
	row := handoverRow{
		EditionID: editionKey, At: s.utcNow(), UserID: userIDToRow(h.User), FromStatus: string(h.From), ToStatus: string(h.To), Note: h.Note,
	}
	return wrapped("handover", of[handoverRow](s.write).Create(ctx, &row))
}

// Handovers returns how an edition went from hand to hand, the newest first.
func (s *Store) Handovers(ctx context.Context, editionKey int64) ([]newsroom.Handover, error) {
	rows, err := of[handoverRow](s.read).Where("edition_id = ?", editionKey).Order("id DESC").Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("handovers: %w", err)
	}
	list := make([]newsroom.Handover, len(rows))
	for i, r := range rows {
		list[i] = r.newsroom()
	}
	return list, nil
}
