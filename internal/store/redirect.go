package store

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"hebi/internal/newsroom"
)

type redirectRow struct {
	ID        int64 `gorm:"primaryKey"`
	Kind      string
	FromPath  string
	ToPath    string
	UserID    *int64
	CreatedAt time.Time
}

func (redirectRow) TableName() string { return "redirects" }

func (r redirectRow) newsroom() newsroom.Redirect {
	return newsroom.Redirect{
		ID: r.ID, Kind: newsroom.RedirectKind(r.Kind), From: r.FromPath, To: r.ToPath, User: userIDFromRow(r.UserID), Created: r.CreatedAt.UTC(),
	}
}

// AddRedirect leads from one place to another, for ever. What led to the first
// place leads to the second at once, so that readers are sent on once; what led
// away from the second goes, because something is there now.
func (s *Store) AddRedirect(ctx context.Context, r newsroom.Redirect) error {
	if _, err := of[redirectRow](s.write).Where("kind = ? AND from_path = ?", string(r.Kind), r.To).Delete(ctx); err != nil {
		return fmt.Errorf("redirect from %q: %w", r.From, err)
	}
	if _, err := of[redirectRow](s.write).Where("kind = ? AND to_path = ?", string(r.Kind), r.From).Update(ctx, "to_path", r.To); err != nil {
		return fmt.Errorf("redirect from %q: %w", r.From, err)
	}
	err := s.write.WithContext(ctx).Exec(
		`INSERT INTO redirects (kind, from_path, to_path, user_id, created_at) VALUES (?, ?, ?, ?, ?)
		ON CONFLICT (kind, from_path) DO UPDATE SET to_path = excluded.to_path, user_id = excluded.user_id, created_at = excluded.created_at`,
		string(r.Kind), r.From, r.To, userIDToRow(r.User), s.utcNow()).Error
	return wrapped("redirect from "+r.From, err)
}

// FreeRedirect removes what leads away from a place that something takes.
func (s *Store) FreeRedirect(ctx context.Context, kind newsroom.RedirectKind, from string) error {
	_, err := of[redirectRow](s.write).Where("kind = ? AND from_path = ?", string(kind), from).Delete(ctx)
	return wrapped("redirect from "+from, err)
}

// DropRedirect removes a redirect; ErrNotFound when there is none with that number.
func (s *Store) DropRedirect(ctx context.Context, id int64) error {
	n, err := of[redirectRow](s.write).Where("id = ?", id).Delete(ctx)
	if err == nil && n == 0 {
		return fmt.Errorf("redirect %d: %w", id, newsroom.ErrNotFound)
	}
	return wrapped("drop redirect", err)
}

// Redirected returns where something moved; ErrNotFound when it did not.
func (s *Store) Redirected(ctx context.Context, kind newsroom.RedirectKind, from string) (string, error) {
	row, err := of[redirectRow](s.read).Where("kind = ? AND from_path = ?", string(kind), sought(from)).Take(ctx)
	if err != nil {
		return "", fmt.Errorf("redirect from %q: %w", from, fold(err))
	}
	return row.ToPath, nil
}

// Redirects returns all redirects, the newest first.
func (s *Store) Redirects(ctx context.Context) ([]newsroom.Redirect, error) {
	rows, err := of[redirectRow](s.read).Order("id DESC").Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("redirects: %w", err)
	}
	list := make([]newsroom.Redirect, len(rows))
	for i, r := range rows {
		list[i] = r.newsroom()
	}
	return list, nil
}

// movingKinds are the kinds of redirect by the part of an address after the
// language, behind which a slug stands.
func movingKinds() map[string]newsroom.RedirectKind {
	return map[string]newsroom.RedirectKind{
		"articles": newsroom.ArticleMoved, "themes": newsroom.ThemeMoved,
		"contributors": newsroom.ContributorMoved, "specials": newsroom.SpecialMoved,
	}
}

// WhereTo returns the address to which what was at a path moved: a slug within
// it, else the path as a whole. ErrNotFound when nothing moved.
func (s *Store) WhereTo(ctx context.Context, path string) (string, error) {
	parts := strings.Split(path, "/") // "", language, section, slug, …
	if len(parts) > 3 {
		if _, err := newsroom.ParseLanguage(parts[1]); err == nil && movingKinds()[parts[2]] != "" {
			slug, err := s.Redirected(ctx, movingKinds()[parts[2]], parts[3])
			if err == nil {
				parts[3] = slug
				return strings.Join(parts, "/"), nil
			}
			if !errors.Is(err, newsroom.ErrNotFound) {
				return "", err
			}
		}
	}
	return s.Redirected(ctx, newsroom.PathMoved, path)
}
