package store

import (
	"context"
	"fmt"
	"time"

	"hebi/internal/newsroom"
)

type workingCopyRow struct {
	EditionID    int64
	UserID       int64
	BaseVersion  int
	BaseRevision int
	Title        string
	Subtitle     string
	Kicker       string
	Summary      string
	Body         string
	SavedAt      time.Time
}

func (workingCopyRow) TableName() string { return "working_copies" }

// KeepWorkingCopy keeps what a user is writing of an edition in place of what
// was kept before. It sets w.Saved.
func (s *Store) KeepWorkingCopy(ctx context.Context, editionKey, userID int64, w *newsroom.WorkingCopy) error {
	w.Saved = s.utcNow()
	err := s.write.WithContext(ctx).Exec(
		`INSERT INTO working_copies (edition_id, user_id, base_version, base_revision, title, subtitle, kicker, summary, body, saved_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (edition_id, user_id) DO UPDATE SET base_version = excluded.base_version,
		base_revision = excluded.base_revision, title = excluded.title, subtitle = excluded.subtitle, kicker = excluded.kicker,
		summary = excluded.summary, body = excluded.body, saved_at = excluded.saved_at`,
		editionKey, userID, w.Version, w.Revision, w.Title, w.Subtitle, w.Kicker, w.Summary, w.Body, w.Saved).Error
	return wrapped("keep working copy", err)
}

// WorkingCopy returns what a user was writing of an edition; ErrNotFound when nothing is kept.
func (s *Store) WorkingCopy(ctx context.Context, editionKey, userID int64) (*newsroom.WorkingCopy, error) {
	r, err := of[workingCopyRow](s.read).Where("edition_id = ? AND user_id = ?", editionKey, userID).Take(ctx)
	if err != nil {
		return nil, fmt.Errorf("working copy: %w", fold(err))
	}
	return &newsroom.WorkingCopy{
		Writing: newsroom.Writing{Title: r.Title, Subtitle: r.Subtitle, Kicker: r.Kicker, Summary: r.Summary, Body: r.Body},
		Version: r.BaseVersion, Revision: r.BaseRevision, Saved: r.SavedAt.UTC(),
	}, nil
}

// DropWorkingCopy forgets what a user was writing of an edition.
func (s *Store) DropWorkingCopy(ctx context.Context, editionKey, userID int64) error {
	_, err := of[workingCopyRow](s.write).Where("edition_id = ? AND user_id = ?", editionKey, userID).Delete(ctx)
	return wrapped("drop working copy", err)
}

// Writer is somebody who has a working copy of an edition.
type Writer struct {
	UserID int64
	Saved  time.Time
}

// Writers returns who else than a user has written on an edition since a moment, the latest first.
func (s *Store) Writers(ctx context.Context, editionKey, userID int64, since time.Time) ([]Writer, error) {
	rows, err := of[workingCopyRow](s.read).Select("user_id", "saved_at").
		Where("edition_id = ? AND user_id <> ? AND saved_at >= ?", editionKey, userID, since.UTC()).Order("saved_at DESC").Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("writers: %w", err)
	}
	writers := make([]Writer, len(rows))
	for i, r := range rows {
		writers[i] = Writer{UserID: r.UserID, Saved: r.SavedAt.UTC()}
	}
	return writers, nil
}
