package publish

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"hebi/internal/newsroom"
	"hebi/internal/store"
)

// audit records, in the transaction of a change, who made it from where and
// what is different for it. before and after are whole: what they share is left out.
func (o Options) audit(ctx context.Context, tx *store.Store, action, subject string, before, after newsroom.Facts) error {
	e := newsroom.AuditEntry{User: o.userID(), Address: o.From, Action: action, Subject: subject}
	e.Before, e.After = difference(before, after)
	return tx.Audit(ctx, e)
}

// AuditFormat is a form in which the audit log is written out.
type AuditFormat string

// The forms of the audit log: a table with a header line, and one JSON object a line.
const (
	AuditCSV       AuditFormat = "csv"
	AuditJSONLines AuditFormat = "jsonl"
)

// MayReadAudit is ErrForbidden unless the user may see the audit log: chief
// editors and administrators may.
func (o Options) MayReadAudit() error {
	if o.User != nil && !newsroom.May(o.User, newsroom.ActManage, newsroom.Chinese) {
		return newsroom.Because(newsroom.ErrForbidden, "%s may not see the audit log: a chief editor or an administrator may", o.User.Email)
	}
	return nil
}

// AuditLog returns up to limit entries of the audit log, the newest first, from a place on.
func (p *Publisher) AuditLog(ctx context.Context, f store.AuditFilter, after store.AuditPlace, limit int, o Options) ([]newsroom.AuditEntry, error) {
	if err := o.MayReadAudit(); err != nil {
		return nil, err
	}
	return p.store.AuditLog(ctx, f, after, limit)
}

// WriteAudit writes the entries that the filter lets through to w as they are
// read, the oldest first.
func (p *Publisher) WriteAudit(ctx context.Context, w io.Writer, format AuditFormat, f store.AuditFilter, o Options) error {
	if err := o.MayReadAudit(); err != nil {
		return err
	}
	write, flush := auditLines(w), func() error { return nil }
	if format == AuditCSV {
		table := csv.NewWriter(w)
		if err := table.Write([]string{"id", "at", "user", "address", "action", "subject", "before", "after"}); err != nil {
			return fmt.Errorf("write audit log: %w", err)
		}
		write = func(e newsroom.AuditEntry) error { return table.Write(auditCells(e)) }
		flush = func() error { table.Flush(); return table.Error() }
	}
	err := p.store.EachAudit(ctx, f, write)
	if err == nil {
		err = flush()
	}
	if err != nil {
		return fmt.Errorf("write audit log: %w", err)
	}
	return nil
}

// auditLines writes entries as JSON lines; their keys are those of the table.
func auditLines(w io.Writer) func(newsroom.AuditEntry) error {
	lines := json.NewEncoder(w)
	lines.SetEscapeHTML(false)
	return func(e newsroom.AuditEntry) error {
		return lines.Encode(struct {
			ID      int64          `json:"id"`
			At      time.Time      `json:"at"`
			User    string         `json:"user"`
			Address string         `json:"address"`
			Action  string         `json:"action"`
			Subject string         `json:"subject"`
			Before  newsroom.Facts `json:"before,omitempty"`
			After   newsroom.Facts `json:"after,omitempty"`
		}{e.ID, e.At, e.Email, e.Address, e.Action, e.Subject, e.Before, e.After})
	}
}

func auditCells(e newsroom.AuditEntry) []string {
	cells := []string{
		strconv.FormatInt(e.ID, 10), e.At.Format(time.RFC3339Nano), e.Email, e.Address, e.Action, e.Subject, factLines(e.Before), factLines(e.After),
	}
	for i, cell := range cells {
		// A spreadsheet takes such a cell for a formula and may carry it out.
		if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
			cells[i] = "'" + cell
		}
	}
	return cells
}

// factLines are facts for people: a line each, by name.
func factLines(f newsroom.Facts) string {
	lines := make([]string, 0, len(f))
	for _, key := range slices.Sorted(maps.Keys(f)) {
		lines = append(lines, key+": "+f[key])
	}
	return strings.Join(lines, "\n")
}
