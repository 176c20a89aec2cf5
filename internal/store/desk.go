package store

import (
	"context"
	"fmt"
	"strings"

	"hebi/internal/newsroom"
)

// DeskQuery says which editions an editor asks for, whatever their status; zero
// values do not narrow.
type DeskQuery struct {
	Statuses []newsroom.Status
	// Languages are those of the editions; an empty list that is not nil finds none.
	Languages []newsroom.Language
	Kind      newsroom.Kind
	// Text is a part of a title, or of the slug.
	Text string
	// By is a user who wrote on the edition.
	By int64
	// SentBack asks for those that came back with a note and were not handed on since.
	SentBack bool
	// NotSentBack leaves those out.
	NotSentBack bool
	// Corrected asks for those that have a correction.
	Corrected bool
	// Soonest puts those first whose time comes first, for what is scheduled;
	// else those that were changed last come first.
	Soonest       bool
	Limit, Offset int
}

// DeskEdition is one edition as the lists of the desk show it.
type DeskEdition struct {
	// Article has all its editions, without their bodies.
	Article newsroom.Article
	Edition *newsroom.Edition
	// Last is how the edition came to its status; nil when it was so from the beginning.
	Last *newsroom.Handover
}

func (q DeskQuery) where() (string, []any) {
	conditions, args := []string{"1 = 1"}, []any{}
	add := func(used bool, condition string, values ...any) {
		if used {
			conditions = append(conditions, condition)
			args = append(args, values...)
		}
	}
	add(len(q.Statuses) > 0, "e.status IN ?", q.Statuses)
	add(q.Languages != nil && len(q.Languages) == 0, "1 = 0")
	add(len(q.Languages) > 0, "e.language IN ?", q.Languages)
	add(q.Kind != "", "a.kind = ?", string(q.Kind))
	if q.Text != "" {
		part := likePart(q.Text)
		add(true, `(LOWER(e.title) LIKE ? ESCAPE '\' OR a.slug LIKE ? ESCAPE '\')`, part, part)
	}
	add(q.By != 0, `(EXISTS (SELECT 1 FROM revisions r WHERE r.edition_id = e.id AND r.user_id = ?)
		OR EXISTS (SELECT 1 FROM working_copies w WHERE w.edition_id = e.id AND w.user_id = ?))`, q.By, q.By)
	const back = `(e.status = 'draft' AND COALESCE((SELECT h.to_status FROM handovers h WHERE h.edition_id = e.id ORDER BY h.id DESC LIMIT 1), '') = 'draft')`
	add(q.SentBack, back)
	add(q.NotSentBack, "NOT "+back)
	add(q.Corrected, "EXISTS (SELECT 1 FROM corrections c WHERE c.edition_id = e.id)")
	return strings.Join(conditions, " AND "), args
}

// DeskEditions returns the editions that a query finds and how many there are in all.
func (s *Store) DeskEditions(ctx context.Context, q DeskQuery) ([]DeskEdition, int, error) {
	where, args := q.where()
	from := " FROM editions e JOIN articles a ON a.id = e.article_id WHERE " + where
	var total int64
	if err := s.read.WithContext(ctx).Raw("SELECT COUNT(*)"+from, args...).Scan(&total).Error; err != nil {
		return nil, 0, fmt.Errorf("count editions: %w", err)
	}
	order := "e.changed_at DESC, e.id DESC"
	if q.Soonest {
		order = "e.dated_at, e.id"
	}
	if q.Limit <= 0 {
		q.Limit = max(int(total), 1)
	}
	type found struct {
		ID, ArticleID int64
		Language      newsroom.Language
	}
	rows, err := of[found](s.read).Raw("SELECT e.id, e.article_id, e.language"+from+" ORDER BY "+order+" LIMIT ? OFFSET ?",
		append(args, q.Limit, max(q.Offset, 0))...).Find(ctx)
	if err != nil {
		return nil, 0, fmt.Errorf("list editions: %w", err)
	}
	ids := make([]int64, len(rows))
	keys := make([]int64, len(rows))
	for i, r := range rows {
		ids[i], keys[i] = r.ArticleID, r.ID
	}
	articles, err := s.loadArticles(ctx, ids, loading{everything: true})
	if err != nil {
		return nil, 0, err
	}
	last, err := s.lastHandovers(ctx, keys)
	if err != nil {
		return nil, 0, err
	}
	list := make([]DeskEdition, 0, len(rows))
	for i, a := range articles {
		list = append(list, DeskEdition{Article: a, Edition: a.Editions[rows[i].Language], Last: last[rows[i].ID]})
	}
	return list, int(total), nil
}

// lastHandovers returns how editions came to their status, by their keys.
func (s *Store) lastHandovers(ctx context.Context, keys []int64) (map[int64]*newsroom.Handover, error) {
	if len(keys) == 0 {
		return nil, nil
	}
	rows, err := of[handoverRow](s.read).
		Where("id IN (SELECT MAX(id) FROM handovers WHERE edition_id IN ? GROUP BY edition_id)", keys).Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("handovers: %w", err)
	}
	last := make(map[int64]*newsroom.Handover, len(rows))
	for _, r := range rows {
		h := r.newsroom()
		last[r.EditionID] = &h
	}
	return last, nil
}

// likePart is a pattern for LIKE … ESCAPE '\' that finds a text anywhere in lower case.
func likePart(text string) string {
	return "%" + strings.NewReplacer(`\`, `\\`, "%", `\%`, "_", `\_`).Replace(strings.ToLower(sought(text))) + "%"
}
