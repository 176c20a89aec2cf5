package store

import (
	"context"
	"fmt"
	"slices"
	"time"

	"hebi/internal/newsroom"
)

type tokenRow struct {
	TokenHash string `gorm:"primaryKey"`
	UserID    *int64
	ExpiresAt time.Time
}

func (tokenRow) TableName() string { return "one_time_tokens" }

// AddToken keeps a token that works once until it expires, by its hash. userID
// 0 is for making the first user. Tokens that have expired go.
func (s *Store) AddToken(ctx context.Context, hash string, userID int64, expires time.Time) error {
	if _, err := of[tokenRow](s.write).Where("expires_at <= ?", s.utcNow()).Delete(ctx); err != nil {
		return fmt.Errorf("drop tokens: %w", err)
	}
	row := tokenRow{TokenHash: hash, UserID: userIDToRow(userID), ExpiresAt: expires.UTC().Truncate(time.Millisecond)}
	return wrapped("add token", fold(of[tokenRow](s.write).Create(ctx, &row)))
}

// Token returns whose the token with this hash is, 0 for one that makes the
// first user; ErrNotFound when there is none or it has expired.
func (s *Store) Token(ctx context.Context, hash string) (userID int64, err error) {
	row, err := of[tokenRow](s.read).Where("token_hash = ? AND expires_at > ?", hash, s.utcNow()).Take(ctx)
	if err != nil {
		return 0, fmt.Errorf("token: %w", fold(err))
	}
	return userIDFromRow(row.UserID), nil
}

// DropToken deletes a token; ErrNotFound when somebody else did before.
func (s *Store) DropToken(ctx context.Context, hash string) error {
	n, err := of[tokenRow](s.write).Where("token_hash = ?", hash).Delete(ctx)
	if err == nil && n == 0 {
		err = newsroom.ErrNotFound
	}
	return wrapped("drop token", err)
}

// DropTokens deletes all tokens of a user; of 0 those that make the first one.
func (s *Store) DropTokens(ctx context.Context, userID int64) error {
	whose := of[tokenRow](s.write).Where("user_id = ?", userID)
	if userID == 0 {
		whose = of[tokenRow](s.write).Where("user_id IS NULL")
	}
	_, err := whose.Delete(ctx)
	return wrapped("drop tokens", err)
}

type deviceRow struct {
	TokenHash string `gorm:"primaryKey"`
	UserID    int64
	SeenAt    time.Time
}

func (deviceRow) TableName() string { return "known_devices" }

// AddDevice remembers a browser, by the hash of its token, as one that a user
// signed in from; those last seen before the given time are forgotten.
func (s *Store) AddDevice(ctx context.Context, hash string, userID int64, forget time.Time) error {
	if _, err := of[deviceRow](s.write).Where("seen_at < ?", forget.UTC()).Delete(ctx); err != nil {
		return fmt.Errorf("forget devices: %w", err)
	}
	err := s.write.WithContext(ctx).Exec(`INSERT INTO known_devices (token_hash, user_id, seen_at) VALUES (?, ?, ?)
		ON CONFLICT (token_hash) DO UPDATE SET user_id = excluded.user_id, seen_at = excluded.seen_at`, hash, userID, s.utcNow()).Error
	return wrapped("remember device", err)
}

// KnowsDevice reports whether a user has signed in from the browser whose token has this hash.
func (s *Store) KnowsDevice(ctx context.Context, hash string, userID int64) (bool, error) {
	n, err := of[deviceRow](s.read).Where("token_hash = ? AND user_id = ?", hash, userID).Count(ctx, "*")
	return n > 0, wrapped("look for device", err)
}

// LastSeen returns when each user was last here, by number: used a session,
// to a few minutes, or signed in. Who is not named was not for as long as browsers are remembered.
func (s *Store) LastSeen(ctx context.Context) (map[int64]time.Time, error) {
	last := map[int64]time.Time{}
	see := func(id int64, at time.Time) {
		if at.After(last[id]) {
			last[id] = at.UTC()
		}
	}
	sessions, err := of[Session](s.read).Select("user_id", "seen_at").Where("NOT pending").Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("last seen: %w", err)
	}
	for _, r := range sessions {
		see(r.UserID, r.SeenAt)
	}
	devices, err := of[deviceRow](s.read).Select("user_id", "seen_at").Find(ctx)
	for _, r := range devices {
		see(r.UserID, r.SeenAt)
	}
	return last, wrapped("last seen", err)
}

type attemptRow struct {
	Name     string `gorm:"primaryKey"`
	Attempts int
	LastAt   time.Time
	FreeAt   time.Time
}

func (attemptRow) TableName() string { return "sign_in_attempts" }

// Attempt counts one more attempt under each of the names, unless one of them
// has to wait: then it counts nothing and returns how long. delay says how long
// a name waits after its nth attempt. A name with no attempt for the time
// forget begins anew. The attempt is counted before it is made, so that many at
// once are no way around it.
func (s *Store) Attempt(ctx context.Context, names []string, forget time.Duration, delay func(name string, n int) time.Duration) (time.Duration, error) {
	names = slices.Sorted(slices.Values(names)) // in one order, so that two transactions cannot wait for each other
	var wait time.Duration
	err := s.InTx(ctx, func(tx *Store) error {
		now := tx.utcNow()
		if _, err := of[attemptRow](tx.write).Where("last_at < ?", now.Add(-forget)).Delete(ctx); err != nil {
			return err
		}
		rows := make([]attemptRow, len(names))
		for i, name := range names {
			var err error
			if rows[i], err = tx.lockAttempts(ctx, name, now); err != nil {
				return err
			}
			wait = max(wait, rows[i].FreeAt.Sub(now))
		}
		if wait > 0 {
			return nil
		}
		for _, r := range rows {
			n := r.Attempts + 1
			err := tx.write.WithContext(ctx).Exec("UPDATE sign_in_attempts SET attempts = ?, last_at = ?, free_at = ? WHERE name = ?",
				n, now, now.Add(delay(r.Name, n)), r.Name).Error
			if err != nil {
				return err
			}
		}
		return nil
	})
	return wait, wrapped("count attempt", err)
}

// lockAttempts returns the row of a name and makes other transactions wait for it.
func (s *Store) lockAttempts(ctx context.Context, name string, now time.Time) (attemptRow, error) {
	err := s.write.WithContext(ctx).Exec(
		"INSERT INTO sign_in_attempts (name, attempts, last_at, free_at) VALUES (?, 0, ?, ?) ON CONFLICT (name) DO NOTHING", name, now, now).Error
	if err != nil {
		return attemptRow{}, err
	}
	locked := "SELECT * FROM sign_in_attempts WHERE name = ?"
	if s.postgres {
		locked += " FOR UPDATE"
	}
	row, err := of[attemptRow](s.write).Raw(locked, name).Take(ctx)
	return row, fold(err)
}

// Forgive forgets all attempts under a name.
func (s *Store) Forgive(ctx context.Context, name string) error {
	_, err := of[attemptRow](s.write).Where("name = ?", name).Delete(ctx)
	return wrapped("forgive attempts", err)
}

// TakeBack makes the last attempt under a name uncounted: it was none.
func (s *Store) TakeBack(ctx context.Context, name string) error {
	err := s.write.WithContext(ctx).Exec(
		"UPDATE sign_in_attempts SET attempts = attempts - 1, free_at = last_at WHERE name = ? AND attempts > 0", name).Error
	return wrapped("take attempt back", err)
}
