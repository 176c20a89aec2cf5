package store

import (
	"context"
	"fmt"
	"strings"
	"time"

	"hebi/internal/newsroom"
)

type auditRow struct {
	ID           int64 `gorm:"primaryKey"`
	At           time.Time
	UserID       *int64
	Address      string
	Action       string
	Subject      string
	BeforeChange string
	AfterChange  string
	// Email is the user's; only read.
	Email *string `gorm:"->"`
}

func (auditRow) TableName() string { return "audit" }

func (r auditRow) newsroom() newsroom.AuditEntry {
	e := newsroom.AuditEntry{ID: r.ID, At: r.At.UTC(), User: userIDFromRow(r.UserID), Address: r.Address, Action: r.Action, Subject: r.Subject}
	if r.Email != nil {
		e.Email = *r.Email
	}
	unmarshal(r.BeforeChange, &e.Before)
	unmarshal(r.AfterChange, &e.After)
	return e
}

// Audit records an entry, under the present time. It belongs into the
// transaction that does what the entry says.
func (s *Store) Audit(ctx context.Context, e newsroom.AuditEntry) error {
	err := s.write.WithContext(ctx).Exec(
		"INSERT INTO audit (at, user_id, address, action, subject, before_change, after_change) VALUES (?, ?, ?, ?, ?, ?, ?)",
		s.utcNow(), userIDToRow(e.User), sought(e.Address), e.Action, sought(e.Subject), factsToRow(e.Before), factsToRow(e.After)).Error
	if err != nil {
		return fmt.Errorf("audit %s %s: %w", e.Action, e.Subject, err)
	}
	return nil
}

func factsToRow(f newsroom.Facts) string {
	if len(f) == 0 {
		return ""
	}
	// JSON says U+0000 as six letters, so nothing is left that PostgreSQL refuses.
	return marshal(f)
}

// AuditFilter narrows the audit log; the zero value is all of it.
type AuditFilter struct {
	// Email is a user's, in any case; Operator asks for what nobody signed in for.
	Email    string
	Operator bool
	Action   string
	// Address is the network address that it was done from, whole.
	Address string
	// Subject is a whole one where it has a space, as "article two-sessions"; else a part of one, in any case.
	Subject string
	// From is the first moment, To the first one after; the zero time is no bound.
	From, To time.Time
}

// AuditPlace is a place in the log: behind the entry of that time and number.
// The zero value is the end that reading begins at.
type AuditPlace struct {
	At time.Time
	ID int64
}

// AuditPlaceOf is where reading goes on after an entry.
func AuditPlaceOf(e newsroom.AuditEntry) AuditPlace { return AuditPlace{At: e.At, ID: e.ID} }

// AuditLog returns up to limit entries that the filter lets through, the newest
// first, from a place on.
func (s *Store) AuditLog(ctx context.Context, f AuditFilter, after AuditPlace, limit int) ([]newsroom.AuditEntry, error) {
	return s.auditPage(ctx, f, after, limit, "<", "DESC")
}

// auditAtOnce is how many entries EachAudit reads at a time.
const auditAtOnce = 500

// EachAudit calls each with every entry that the filter lets through, the
// oldest first, and ends with the first error. It holds few in memory.
func (s *Store) EachAudit(ctx context.Context, f AuditFilter, each func(newsroom.AuditEntry) error) error {
	for after := (AuditPlace{}); ; {
		page, err := s.auditPage(ctx, f, after, auditAtOnce, ">", "ASC")
		if err != nil {
			return err
		}
		for _, e := range page {
			if err := each(e); err != nil {
				return err
			}
			after = AuditPlaceOf(e)
		}
		if len(page) < auditAtOnce {
			return nil
		}
	}
}

func (s *Store) auditPage(ctx context.Context, f AuditFilter, after AuditPlace, limit int, beyond, direction string) ([]newsroom.AuditEntry, error) {
	where, args := f.conditions()
	if after != (AuditPlace{}) {
		where, args = append(where, "(a.at, a.id) "+beyond+" (?, ?)"), append(args, after.At.UTC(), after.ID)
	}
	query := "SELECT a.*, u.email FROM audit a LEFT JOIN users u ON u.id = a.user_id WHERE " + strings.Join(append(where, "1 = 1"), " AND ") +
		" ORDER BY a.at " + direction + ", a.id " + direction + " LIMIT ?"
	rows, err := of[auditRow](s.read).Raw(query, append(args, limit)...).Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("audit log: %w", err)
	}
	entries := make([]newsroom.AuditEntry, len(rows))
	for i, r := range rows {
		entries[i] = r.newsroom()
	}
	return entries, nil
}

func (f AuditFilter) conditions() (where []string, args []any) {
	add := func(condition string, values ...any) {
		where, args = append(where, condition), append(args, values...)
	}
	switch {
	case f.Operator:
		add("a.user_id IS NULL")
	case f.Email != "":
		add("a.user_id IN (SELECT id FROM users WHERE LOWER(email) = ?)", strings.ToLower(sought(f.Email)))
	}
	if f.Action != "" {
		add("a.action = ?", sought(f.Action))
	}
	if f.Address != "" {
		add("a.address = ?", sought(f.Address))
	}
	if subject := sought(f.Subject); strings.Contains(subject, " ") {
		add("a.subject = ?", subject)
	} else if subject != "" {
		escape := strings.NewReplacer(`\`, `\\`, "%", `\%`, "_", `\_`)
		add(`LOWER(a.subject) LIKE ? ESCAPE '\'`, "%"+escape.Replace(strings.ToLower(subject))+"%")
	}
	if !f.From.IsZero() {
		add("a.at >= ?", f.From.UTC())
	}
	if !f.To.IsZero() {
		add("a.at < ?", f.To.UTC())
	}
	return where, args
}

// AuditActions returns the actions that the log has entries of, by name.
func (s *Store) AuditActions(ctx context.Context) ([]string, error) {
	var actions []string
	if err := s.read.WithContext(ctx).Raw("SELECT DISTINCT action FROM audit ORDER BY action").Scan(&actions).Error; err != nil {
		return nil, fmt.Errorf("actions of the audit log: %w", err)
	}
	return actions, nil
}
