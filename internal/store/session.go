package store

import (
	"context"
	"fmt"
	"time"

	"hebi/internal/newsroom"
)

// Session is a browser in which a user is signed in. Its token is known to the
// browser alone; the store has the token's hash.
type Session struct {
	ID     int64 `gorm:"primaryKey"`
	UserID int64
	// Pending says that the password was right and the second factor is still to be shown.
	Pending bool
	// CreatedAt is when the user signed in, SeenAt when the session was last
	// used, to a few minutes, ExpiresAt when it ends in any case.
	CreatedAt, SeenAt, ExpiresAt time.Time
	// Address and Agent are the IP address and the name that the browser gave itself when it signed in.
	Address, Agent string
}

// TableName names the table for GORM.
func (Session) TableName() string { return "sessions" }

// utc is the session with its moments as they were put in.
func (r Session) utc() Session {
	r.CreatedAt, r.SeenAt, r.ExpiresAt = r.CreatedAt.UTC(), r.SeenAt.UTC(), r.ExpiresAt.UTC()
	return r
}

// AddSession inserts a session under the hash of its token and sets ID,
// CreatedAt and SeenAt.
func (s *Store) AddSession(ctx context.Context, tokenHash string, n *Session) error {
	n.CreatedAt, n.ExpiresAt = s.utcNow(), n.ExpiresAt.UTC().Truncate(time.Millisecond)
	n.SeenAt = n.CreatedAt
	err := s.write.WithContext(ctx).Raw(
		`INSERT INTO sessions (token_hash, user_id, pending, created_at, seen_at, expires_at, address, agent)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?) RETURNING id`,
		tokenHash, n.UserID, n.Pending, n.CreatedAt, n.SeenAt, n.ExpiresAt, sought(n.Address), sought(n.Agent)).Scan(&n.ID).Error
	return wrapped("add session", fold(err))
}

// Session returns the session whose token has this hash, whether or not it has
// expired; ErrNotFound when there is none.
func (s *Store) Session(ctx context.Context, tokenHash string) (*Session, error) {
	row, err := of[Session](s.read).Where("token_hash = ?", tokenHash).Take(ctx)
	if err != nil {
		return nil, fmt.Errorf("session: %w", fold(err))
	}
	row = row.utc()
	return &row, nil
}

// Sessions returns a user's sessions that ask for nothing more, last used first; expired ones too.
func (s *Store) Sessions(ctx context.Context, userID int64) ([]Session, error) {
	rows, err := of[Session](s.read).Where("user_id = ? AND NOT pending", userID).Order("seen_at DESC, id DESC").Find(ctx)
	for i, r := range rows {
		rows[i] = r.utc()
	}
	return rows, wrapped("sessions", err)
}

// SeeSession records that a session was used now.
func (s *Store) SeeSession(ctx context.Context, id int64) error {
	return wrapped("see session", s.write.WithContext(ctx).Exec("UPDATE sessions SET seen_at = ? WHERE id = ?", s.utcNow(), id).Error)
}

// RotateSession gives a session another token; ErrNotFound when it has ended meanwhile.
func (s *Store) RotateSession(ctx context.Context, id int64, tokenHash string) error {
	done := s.write.WithContext(ctx).Exec("UPDATE sessions SET token_hash = ?, seen_at = ? WHERE id = ?", tokenHash, s.utcNow(), id)
	if done.Error == nil && done.RowsAffected == 0 {
		return fmt.Errorf("rotate session: %w", newsroom.ErrNotFound)
	}
	return wrapped("rotate session", done.Error)
}

// EndSession ends one session of a user; ErrNotFound when the user has no such session.
func (s *Store) EndSession(ctx context.Context, userID, id int64) error {
	n, err := of[Session](s.write).Where("id = ? AND user_id = ?", id, userID).Delete(ctx)
	if err == nil && n == 0 {
		err = newsroom.ErrNotFound
	}
	return wrapped("end session", err)
}

// EndSessions ends all sessions of a user but one; 0 spares none.
func (s *Store) EndSessions(ctx context.Context, userID, spared int64) error {
	_, err := of[Session](s.write).Where("user_id = ? AND id <> ?", userID, spared).Delete(ctx)
	return wrapped("end sessions", err)
}

// DropSessions deletes the sessions that have expired, and those not used since idle.
func (s *Store) DropSessions(ctx context.Context, idle time.Time) error {
	_, err := of[Session](s.write).Where("expires_at <= ? OR seen_at <= ?", s.utcNow(), idle.UTC()).Delete(ctx)
	return wrapped("drop sessions", err)
}
