package store

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"hebi/internal/newsroom"
)

// EntryQuery says which editions a feed lists: those that readers see, and
// those that they saw once and that were withdrawn, so that a place in the list
// is not given to another when a piece is taken away.
type EntryQuery struct {
	// ArticleQuery narrows the list. From and To bound what the list is ordered
	// by, Limit counts editions; Offset and Bodies are not used.
	ArticleQuery
	// Originals asks for one edition of each article: the original, or without
	// one that is visible whichever is.
	Originals bool
	// Oldest begins at the other end.
	Oldest bool
}

// Entry is the place of an edition in a list that is subscribed to.
type Entry struct {
	ArticleID int64
	Language  newsroom.Language
	// ID is the edition's UUID.
	ID string
	// At is what the list is ordered by: the edition's date, in a list of
	// corrections that of the latest one.
	At time.Time
	// Withdrawn says that the edition was taken from its readers.
	Withdrawn bool
}

// entryStates are the states of editions that lists have a place for. Each has
// a partial index in the order of lists, which one condition for both would not use.
var entryStates = [...]struct {
	condition string
	withdrawn bool
}{
	{"e.status = 'published'", false},
	{"e.status = 'withdrawn' AND e.published_at IS NOT NULL", true},
}

// Entries returns the places of a list, newest first unless Oldest is asked for;
// editions of one moment are in the order of their articles, Chinese first.
func (s *Store) Entries(ctx context.Context, q EntryQuery) ([]Entry, error) {
	var entries []Entry
	err := q.each(func(from string, args []any, withdrawn bool) error {
		direction := " DESC"
		if q.Oldest {
			direction = ""
		}
		list := "SELECT e.article_id, e.language, e.uid AS id, " + q.key() + " AS at" + from +
			" ORDER BY " + q.key() + direction + ", e.article_id" + direction
		if q.Limit > 0 {
			list += " LIMIT ?"
			args = append(args, q.Limit)
		}
		found, err := of[Entry](s.read).Raw(list, args...).Find(ctx)
		for _, e := range found {
			e.At, e.Withdrawn = e.At.UTC(), withdrawn
			entries = append(entries, e)
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("list entries: %w", err)
	}
	slices.SortFunc(entries, func(a, b Entry) int {
		order := cmp.Or(b.At.Compare(a.At), cmp.Compare(b.ArticleID, a.ArticleID), cmp.Compare(b.Language, a.Language))
		if q.Oldest {
			return -order
		}
		return order
	})
	if q.Limit > 0 && len(entries) > q.Limit {
		entries = entries[:q.Limit]
	}
	return entries, nil
}

// CountEntries returns how many places a list has; Limit does not count.
func (s *Store) CountEntries(ctx context.Context, q EntryQuery) (int, error) {
	total := 0
	err := q.each(func(from string, args []any, _ bool) error {
		var n int64
		err := s.read.WithContext(ctx).Raw("SELECT COUNT(*)"+from, args...).Scan(&n).Error
		total += int(n)
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("count entries: %w", err)
	}
	return total, nil
}

// key is the column that the list is ordered by.
func (q EntryQuery) key() string {
	if q.Corrected {
		return "n.noted_at"
	}
	return "e.dated_at"
}

// each asks once per language and state, so that every question finds its answer
// in the order of an index.
func (q EntryQuery) each(ask func(from string, args []any, withdrawn bool) error) error {
	languages := newsroom.Languages()
	if q.Language != "" {
		languages = []newsroom.Language{q.Language}
	}
	for _, state := range entryStates {
		for _, l := range languages {
			from, args := q.from(state.condition, l)
			if err := ask(from, args, state.withdrawn); err != nil {
				return err
			}
		}
	}
	return nil
}

func (q EntryQuery) from(condition string, l newsroom.Language) (string, []any) {
	narrow := q.ArticleQuery
	narrow.Language, narrow.From, narrow.To = l, time.Time{}, time.Time{}
	where, args := narrow.among(condition)
	from := " FROM editions e JOIN articles a ON a.id = e.article_id"
	if q.Corrected {
		from += ` JOIN corrections n ON n.id = (SELECT x.id FROM corrections x WHERE x.edition_id = e.id ORDER BY x.noted_at DESC, x.id DESC LIMIT 1)`
	}
	if q.Originals {
		where += ` AND NOT EXISTS (SELECT 1 FROM editions o WHERE o.article_id = e.article_id AND o.id <> e.id AND o.status = 'published'
			AND (o.original AND NOT e.original OR o.original = e.original AND o.language = 'zh'))`
	}
	if !q.From.IsZero() {
		where, args = where+" AND "+q.key()+" >= ?", append(args, timeToRow(q.From))
	}
	if !q.To.IsZero() {
		where, args = where+" AND "+q.key()+" < ?", append(args, timeToRow(q.To))
	}
	return from + " WHERE " + where, args
}

// ArticlesWithBodies returns visible articles in the order of the ids, with the
// bodies of their editions.
func (s *Store) ArticlesWithBodies(ctx context.Context, ids []int64) ([]newsroom.Article, error) {
	return s.loadArticles(ctx, ids, loading{bodies: true})
}

// Removal is an edition that readers saw once and that was taken from them.
type Removal struct {
	// ID is the edition's UUID.
	ID        string
	ArticleID int64
	Slug      string
	Kind      newsroom.Kind
	Language  newsroom.Language
	Title     string
	// Date and Published are as in an edition.
	Date, Published time.Time
	// When is the moment it was withdrawn; of one that came withdrawn with an
	// import the last moment that is known of it.
	When time.Time
	// Retraction is nil for a piece that was withdrawn without a word.
	Retraction *newsroom.Retraction
}

// Removals returns what may be said of withdrawn editions, by their UUIDs. Ids
// of others are passed over.
func (s *Store) Removals(ctx context.Context, ids []string) (map[string]Removal, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	type removed struct {
		Row        editionRow `gorm:"embedded"`
		Slug, Kind string
	}
	rows, err := of[removed](s.read).Raw(
		`SELECT e.article_id, e.uid, e.language, e.title, e.dated_at, e.published_at, e.updated_at, e.retracted_at, e.retract_reason, a.slug, a.kind
		FROM editions e JOIN articles a ON a.id = e.article_id
		WHERE e.status = 'withdrawn' AND e.published_at IS NOT NULL AND e.uid IN ?`, ids).Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("removals: %w", err)
	}
	subjects := make([]string, len(rows))
	for i, r := range rows {
		subjects[i] = "article " + r.Slug
	}
	at, err := s.lastDone(ctx, "withdraw", subjects)
	if err != nil {
		return nil, fmt.Errorf("removals: %w", err)
	}
	removals := make(map[string]Removal, len(rows))
	for _, r := range rows {
		e := r.Row.newsroom()
		gone := Removal{
			ID: e.ID, ArticleID: r.Row.ArticleID, Slug: r.Slug, Kind: newsroom.Kind(r.Kind), Language: e.Language, Title: e.Title,
			Date: e.Date, Published: e.Published, When: newsroom.Later(e.Published, e.Updated), Retraction: e.Retraction,
		}
		gone.When = newsroom.Later(gone.When, at["article "+r.Slug])
		if e.Retraction != nil {
			gone.When = newsroom.Later(gone.When, e.Retraction.Date)
		}
		removals[e.ID] = gone
	}
	return removals, nil
}

// lastDone is when an action was last done to each of the subjects.
func (s *Store) lastDone(ctx context.Context, action string, subjects []string) (map[string]time.Time, error) {
	if len(subjects) == 0 {
		return nil, nil
	}
	type deed struct {
		Subject string
		At      time.Time
	}
	rows, err := of[deed](s.read).Raw("SELECT subject, at FROM audit WHERE action = ? AND subject IN ?", action, subjects).Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("audit: %w", err)
	}
	at := map[string]time.Time{}
	for _, r := range rows {
		at[r.Subject] = newsroom.Later(at[r.Subject], r.At.UTC())
	}
	return at, nil
}
