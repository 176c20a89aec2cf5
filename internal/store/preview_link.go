package store

import (
	"context"
	"fmt"
	"time"

	"hebi/internal/newsroom"
)

type previewLinkRow struct {
	ID        int64 `gorm:"primaryKey"`
	TokenHash string
	EditionID int64
	Label     string
	UserID    *int64
	CreatedAt time.Time
	ExpiresAt time.Time
	RevokedAt *time.Time
}

func (previewLinkRow) TableName() string { return "preview_links" }

func (r previewLinkRow) newsroom() newsroom.PreviewLink {
	return newsroom.PreviewLink{
		ID: r.ID, Edition: r.EditionID, Label: r.Label, User: userIDFromRow(r.UserID),
		Created: r.CreatedAt.UTC(), Expires: r.ExpiresAt.UTC(), Revoked: timeFromRow(r.RevokedAt),
	}
}

// AddPreviewLink keeps a link under the SHA-256 of its token. It sets l.ID and l.Created.
func (s *Store) AddPreviewLink(ctx context.Context, tokenHash string, l *newsroom.PreviewLink) error {
	l.Created = s.utcNow()
	row := previewLinkRow{
		TokenHash: tokenHash, EditionID: l.Edition, Label: l.Label, UserID: userIDToRow(l.User), CreatedAt: l.Created, ExpiresAt: l.Expires.UTC(),
	}
	err := of[previewLinkRow](s.write).Create(ctx, &row)
	l.ID = row.ID
	return wrapped("preview link", err)
}

// PreviewLinks returns an edition's links, the newest first, also those that hold no longer.
func (s *Store) PreviewLinks(ctx context.Context, editionKey int64) ([]newsroom.PreviewLink, error) {
	rows, err := of[previewLinkRow](s.read).Where("edition_id = ?", editionKey).Order("id DESC").Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("preview links: %w", err)
	}
	links := make([]newsroom.PreviewLink, len(rows))
	for i, r := range rows {
		links[i] = r.newsroom()
	}
	return links, nil
}

// RevokePreviewLink ends a link of an edition at once; ErrNotFound when the edition has no such link.
func (s *Store) RevokePreviewLink(ctx context.Context, editionKey, id int64) error {
	n, err := of[previewLinkRow](s.write).Where("id = ? AND edition_id = ?", id, editionKey).Update(ctx, "revoked_at", s.utcNow())
	if err == nil && n == 0 {
		return fmt.Errorf("preview link %d: %w", id, newsroom.ErrNotFound)
	}
	return wrapped("revoke preview link", err)
}

// Previewed is what a preview link opens: an article with the one edition.
type Previewed struct {
	Link     newsroom.PreviewLink
	Article  newsroom.Article
	Language newsroom.Language
}

// Preview returns what the token with this SHA-256 opens; ErrNotFound when it opens nothing now.
func (s *Store) Preview(ctx context.Context, tokenHash string) (*Previewed, error) {
	row, err := of[previewLinkRow](s.read).Where("token_hash = ?", tokenHash).Take(ctx)
	if err != nil {
		return nil, fmt.Errorf("preview: %w", fold(err))
	}
	link := row.newsroom()
	if !link.Holds(s.now()) {
		return nil, fmt.Errorf("preview: %w", newsroom.ErrNotFound)
	}
	a, l, err := s.EditionByKey(ctx, row.EditionID)
	if err != nil {
		return nil, err
	}
	a.Editions = map[newsroom.Language]*newsroom.Edition{l: a.Editions[l]}
	return &Previewed{Link: link, Article: *a, Language: l}, nil
}

// EditionByKey returns the article that an edition belongs to, whatever the
// status of its editions, and the edition's language; for editors, never for readers.
func (s *Store) EditionByKey(ctx context.Context, key int64) (*newsroom.Article, newsroom.Language, error) {
	row, err := of[editionRow](s.read).Select("article_id", "language").Where("id = ?", key).Take(ctx)
	if err != nil {
		return nil, "", fmt.Errorf("edition %d: %w", key, fold(err))
	}
	a, err := s.WholeArticleByID(ctx, row.ArticleID)
	return a, newsroom.Language(row.Language), err
}
