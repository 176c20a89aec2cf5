package store

import (
	"context"
	"fmt"
	"time"

	"hebi/internal/newsroom"
)

type deletionRow struct {
	ArticleID int64 `gorm:"primaryKey"`
	Slug      string
	Title     string
	Reason    string
	Seen      bool
	UserID    *int64
	DeletedAt time.Time
}

func (deletionRow) TableName() string { return "deletions" }

// DeleteArticle removes an article with all that hangs on it and leaves a
// tombstone. Search must have been told before that its editions are hidden.
func (s *Store) DeleteArticle(ctx context.Context, d newsroom.Deletion) error {
	row := deletionRow{
		ArticleID: d.Article, Slug: d.Slug, Title: d.Title, Reason: d.Reason, Seen: d.Seen, UserID: userIDToRow(d.User), DeletedAt: s.utcNow(),
	}
	if err := of[deletionRow](s.write).Create(ctx, &row); err != nil {
		return fmt.Errorf("delete article %d: %w", d.Article, fold(err))
	}
	if err := s.setMedia(ctx, articleOwner, d.Article, nil); err != nil {
		return err
	}
	if _, err := of[articleRow](s.write).Where("id = ?", d.Article).Delete(ctx); err != nil {
		return fmt.Errorf("delete article %d: %w", d.Article, err)
	}
	return nil
}

// DeletedArticle returns the tombstone of an article by its number or, when
// that is 0, the newest by its slug; ErrNotFound when there is none.
func (s *Store) DeletedArticle(ctx context.Context, id int64, slug string) (*newsroom.Deletion, error) {
	query := of[deletionRow](s.read).Where("article_id = ?", id)
	if id == 0 {
		query = of[deletionRow](s.read).Where("slug = ?", sought(slug)).Order("deleted_at DESC")
	}
	r, err := query.Take(ctx)
	if err != nil {
		return nil, fmt.Errorf("deleted article: %w", fold(err))
	}
	return &newsroom.Deletion{
		Article: r.ArticleID, Slug: r.Slug, Title: r.Title, Reason: r.Reason, Seen: r.Seen, User: userIDFromRow(r.UserID), At: r.DeletedAt.UTC(),
	}, nil
}
