package reader

import (
	"cmp"
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"hebi/internal/newsroom"
	"hebi/internal/store"
)

// feedLength is how many items a feed holds at least, if the list has so many,
// and an archive document at most: two weeks of a paper that prints two pieces a
// day, about 200 KB in full text.
const feedLength = 30

// An archived feed (RFC 5005, section 4) is cut into sheets of feedLength places,
// counted anew in every month from its oldest item; so the month's last sheet
// may be shorter. The feed itself holds the newest sheets that together have
// feedLength items, each archive document one of those before them.
//
// A piece that is withdrawn keeps its place, so nothing moves into another sheet.
// A piece that is published late under an old date does move those after it, but
// those of its month alone.

// sheet is the address of an archive document within its feed.
type feedSheet struct {
	// month is its first moment, in the site's zone.
	month time.Time
	// number counts from 1 with the oldest sheet of the month.
	number int
}

// text is the sheet as ?archive= names it: 2024-05, and 2024-05.2 for the second of the month.
func (s feedSheet) text() string {
	text := s.month.Format(feedMonth)
	if s.number > 1 {
		text += "." + strconv.Itoa(s.number)
	}
	return text
}

const feedMonth = "2006-01"

// parseSheet reads what text wrote; anything else is ErrNotFound.
func parseSheet(text string, zone *time.Location) (feedSheet, error) {
	month, number, numbered := strings.Cut(text, ".")
	s := feedSheet{number: 1}
	var err error
	if s.month, err = time.ParseInLocation(feedMonth, month, zone); err == nil && numbered {
		s.number, err = strconv.Atoi(number)
	}
	// One more bound than needed: maxPage keeps the product with feedLength an int everywhere.
	if err != nil || s.number < 1 || s.number > maxPage || s.text() != text {
		return s, fmt.Errorf("archive document %q: %w", text, newsroom.ErrNotFound)
	}
	return s, nil
}

func (s feedSheet) before(other feedSheet) bool {
	return cmp.Or(s.month.Compare(other.month), cmp.Compare(s.number, other.number)) < 0
}

// feedDocument is what one document of a feed holds.
type feedDocument struct {
	entries []store.Entry
	// previous and next are the archive documents beside it; nil without.
	previous, next *feedSheet
}

// archivist cuts a list into documents.
type archivist struct {
	store *store.Store
	list  store.EntryQuery
	zone  *time.Location
}

// recent is the feed itself, and the sheet that it begins with.
func (a archivist) recent(ctx context.Context) (*feedDocument, feedSheet, error) {
	q := a.list
	// The feed ends with the sheet that holds the last item it must have: at most a sheet and one item less than another.
	q.Limit = 2 * feedLength
	entries, err := a.store.Entries(ctx, q)
	if err != nil || len(entries) <= feedLength {
		return &feedDocument{entries: entries}, feedSheet{}, err
	}
	last := entries[feedLength-1]
	first := feedSheet{month: monthOf(last.At, a.zone), number: 1}
	inMonth, err := a.count(ctx, first.month)
	if err != nil {
		return nil, first, err
	}
	after := 0
	for !entries[after].At.Before(nextMonth(first.month)) {
		after++
	}
	older := inMonth - 1 - (feedLength - 1 - after) // places of the month before the last item
	first.number += older / feedLength
	entries = entries[:min(len(entries), after+inMonth-(first.number-1)*feedLength)]
	previous, err := a.previous(ctx, first)
	return &feedDocument{entries: entries, previous: previous}, first, err
}

// document is an archive document; ErrNotFound when the sheet has no items or
// is not archived yet.
func (a archivist) document(ctx context.Context, s feedSheet) (*feedDocument, error) {
	_, first, err := a.recent(ctx)
	if err != nil {
		return nil, err
	}
	q := a.in(s.month)
	month, err := a.store.Entries(ctx, q)
	if err != nil {
		return nil, err
	}
	from := (s.number - 1) * feedLength
	if from >= len(month) || !s.before(first) {
		return nil, fmt.Errorf("archive document %q: %w", s.text(), newsroom.ErrNotFound)
	}
	end := len(month) - from // newest first, counted from the oldest
	d := &feedDocument{entries: month[max(0, end-feedLength):end]}
	if d.previous, err = a.previous(ctx, s); err != nil {
		return nil, err
	}
	next := feedSheet{month: s.month, number: s.number + 1}
	if end <= feedLength {
		if next, err = a.firstAfter(ctx, s.month); err != nil {
			return nil, err
		}
	}
	if next.before(first) {
		d.next = &next
	}
	return d, nil
}

// previous is the sheet before s, nil when s is the first.
func (a archivist) previous(ctx context.Context, s feedSheet) (*feedSheet, error) {
	if s.number > 1 {
		return &feedSheet{month: s.month, number: s.number - 1}, nil
	}
	q := a.list
	q.To, q.Limit = s.month, 1
	entries, err := a.store.Entries(ctx, q)
	if err != nil || len(entries) == 0 {
		return nil, err
	}
	month := monthOf(entries[0].At, a.zone)
	n, err := a.count(ctx, month)
	return &feedSheet{month: month, number: (n + feedLength - 1) / feedLength}, err
}

// firstAfter is the first sheet of the next month that has items. There is one
// after every archived sheet: the feed itself has items.
func (a archivist) firstAfter(ctx context.Context, month time.Time) (feedSheet, error) {
	q := a.list
	q.From, q.Oldest, q.Limit = nextMonth(month), true, 1
	entries, err := a.store.Entries(ctx, q)
	if err != nil || len(entries) == 0 {
		return feedSheet{month: nextMonth(month), number: 1}, err
	}
	return feedSheet{month: monthOf(entries[0].At, a.zone), number: 1}, nil
}

func (a archivist) count(ctx context.Context, month time.Time) (int, error) {
	return a.store.CountEntries(ctx, a.in(month))
}

// in is the part of the list that lies in a month.
func (a archivist) in(month time.Time) store.EntryQuery {
	q := a.list
	q.From, q.To = month, nextMonth(month)
	if a.list.From.After(q.From) {
		q.From = a.list.From
	}
	if !a.list.To.IsZero() && a.list.To.Before(q.To) {
		q.To = a.list.To
	}
	return q
}

func monthOf(t time.Time, zone *time.Location) time.Time {
	year, month, _ := t.In(zone).Date()
	return time.Date(year, month, 1, 0, 0, 0, 0, zone)
}

func nextMonth(month time.Time) time.Time { return month.AddDate(0, 1, 0) }
