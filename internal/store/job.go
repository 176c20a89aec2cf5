package store

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"
)

// Job is work that is due, or must be tried again. There is one for each Name and Key.
type Job struct {
	// Name says who does it.
	Name string
	// Key says it is to be done to, such as an address.
	Key string
	// Payload is what else must be known to do it, often nothing.
	Payload string
	// Due is when it may be done; the zero time means now.
	Due time.Time
	// Attempts counts how often it was begun, the running attempt included.
	Attempts int
	// LastError is why the last attempt failed, empty before one did.
	LastError string
	// Failed says that it was given up. It stays so until it is asked for again.
	Failed bool

	// id, asked and until tell the claim of a job that ClaimJobs returned from every other.
	id, asked int64
	until     time.Time
}

type jobRow struct {
	ID           int64 `gorm:"primaryKey"`
	Name         string
	Key          string
	Payload      string
	DueAt        time.Time
	Asked        int64
	Attempts     int
	Failed       bool
	LastError    string
	ClaimedUntil *time.Time
}

func (jobRow) TableName() string { return "jobs" }

func (r jobRow) job() Job {
	return Job{
		Name: r.Name, Key: r.Key, Payload: r.Payload, Due: r.DueAt.UTC(), Attempts: r.Attempts, LastError: r.LastError, Failed: r.Failed,
		id: r.ID, asked: r.Asked, until: timeFromRow(r.ClaimedUntil),
	}
}

// enqueuedAtOnce is how many jobs one statement writes.
const enqueuedAtOnce = 200

// Enqueue asks for jobs; it belongs into the transaction of the change that
// calls for them. One that waits already is left as it is, also when it waits to
// be tried again; one that runs just now, or was given up, is done once more.
func (s *Store) Enqueue(ctx context.Context, jobs []Job) error {
	// In one order, so that two transactions that ask for the same cannot wait for each other;
	// and each once, because one statement may not meet a row twice.
	jobs = slices.Clone(jobs)
	slices.SortStableFunc(jobs, compareJobs)
	jobs = slices.CompactFunc(jobs, func(a, b Job) bool { return compareJobs(a, b) == 0 })
	for some := range slices.Chunk(jobs, enqueuedAtOnce) {
		var args []any
		for _, j := range some {
			due := j.Due.UTC().Truncate(time.Millisecond)
			if j.Due.IsZero() {
				due = s.utcNow()
			}
			args = append(args, j.Name, j.Key, j.Payload, due)
		}
		err := s.write.WithContext(ctx).Exec("INSERT INTO jobs (name, key, payload, due_at) VALUES "+
			strings.TrimSuffix(strings.Repeat("(?, ?, ?, ?), ", len(some)), ", ")+
			` ON CONFLICT (name, key) DO UPDATE SET asked = jobs.asked + 1, payload = excluded.payload,
				due_at = CASE WHEN jobs.failed OR jobs.claimed_until IS NOT NULL THEN excluded.due_at ELSE jobs.due_at END,
				attempts = CASE WHEN jobs.failed THEN 0 ELSE jobs.attempts END, failed = FALSE
			WHERE jobs.failed OR jobs.claimed_until IS NOT NULL OR jobs.payload <> excluded.payload`, args...).Error
		if err != nil {
			return fmt.Errorf("enqueue %s: %w", some[0].Name, err)
		}
	}
	return nil
}

func compareJobs(a, b Job) int {
	if c := strings.Compare(a.Name, b.Name); c != 0 {
		return c
	}
	return strings.Compare(a.Key, b.Key)
}

// ClaimJobs takes up to limit jobs of these names that are due, those due first
// before others. Until lease has passed nobody else gets them; then they are
// free again, because who had them must have ended. No write happens when
// nothing is due.
func (s *Store) ClaimJobs(ctx context.Context, names []string, limit int, lease time.Duration) ([]Job, error) {
	now := s.utcNow()
	const due = "name IN ? AND NOT failed AND due_at <= ? AND (claimed_until IS NULL OR claimed_until <= ?)"
	n, err := of[jobRow](s.read).Where(due, names, now, now).Limit(1).Count(ctx, "id")
	if err != nil || n == 0 {
		return nil, wrapped("look for jobs", err)
	}
	chosen := "SELECT id FROM jobs WHERE " + due + " ORDER BY due_at, id LIMIT ?"
	if s.postgres {
		chosen += " FOR UPDATE SKIP LOCKED"
	}
	// Materialized, because PostgreSQL may carry out a subquery several times, and would take more than the limit.
	rows, err := of[jobRow](s.write).Raw(
		"WITH chosen AS MATERIALIZED ("+chosen+") "+
			"UPDATE jobs SET claimed_until = ?, attempts = attempts + 1 WHERE id IN (SELECT id FROM chosen) RETURNING *",
		names, now, now, limit, now.Add(lease)).Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("claim jobs: %w", err)
	}
	slices.SortFunc(rows, func(a, b jobRow) int { // RETURNING has no order of its own
		if c := a.DueAt.Compare(b.DueAt); c != 0 {
			return c
		}
		return int(a.ID - b.ID)
	})
	jobs := make([]Job, len(rows))
	for i, r := range rows {
		jobs[i] = r.job()
	}
	return jobs, nil
}

func wrapped(what string, err error) error {
	if err != nil {
		err = fmt.Errorf("%s: %w", what, err)
	}
	return err
}

// mine is the condition that a job is still its claimer's.
const mine = "id = ? AND claimed_until = ?"

// FinishJob ends a claimed job that was done: its row goes, or waits anew when
// the job was asked for while it ran. It does nothing when the claim ran out
// and somebody else has the job; so do the three after it.
func (s *Store) FinishJob(ctx context.Context, j Job) error {
	done := s.write.WithContext(ctx).Exec("DELETE FROM jobs WHERE "+mine+" AND asked = ?", j.id, j.until, j.asked)
	if done.Error != nil || done.RowsAffected > 0 {
		return wrapped("finish "+j.Name, done.Error)
	}
	return s.updateMine(ctx, j, "attempts = 0, last_error = ''")
}

// RetryJob gives a claimed job back, to be tried again after a while, with why it failed.
func (s *Store) RetryJob(ctx context.Context, j Job, after time.Duration, reason string) error {
	return s.updateMine(ctx, j, "due_at = ?, last_error = ?", s.utcNow().Add(after), reason)
}

// GiveUpJob keeps a claimed job as failed, unless it was asked for while it ran: then it waits anew.
func (s *Store) GiveUpJob(ctx context.Context, j Job, reason string) error {
	return s.updateMine(ctx, j, "failed = (asked = ?), attempts = CASE WHEN asked = ? THEN attempts ELSE 0 END, last_error = ?",
		j.asked, j.asked, reason)
}

// ReleaseJob gives a claimed job back as if it had not been begun.
func (s *Store) ReleaseJob(ctx context.Context, j Job) error {
	return s.updateMine(ctx, j, "attempts = attempts - 1")
}

func (s *Store) updateMine(ctx context.Context, j Job, set string, args ...any) error {
	err := s.write.WithContext(ctx).Exec("UPDATE jobs SET claimed_until = NULL, "+set+" WHERE "+mine, append(args, j.id, j.until)...).Error
	return wrapped("give back "+j.Name, err)
}

// Jobs returns every job of a name, claimed and failed ones too, by key.
func (s *Store) Jobs(ctx context.Context, name string) ([]Job, error) {
	rows, err := of[jobRow](s.read).Where("name = ?", name).Order("key").Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("jobs %s: %w", name, err)
	}
	jobs := make([]Job, len(rows))
	for i, r := range rows {
		jobs[i] = r.job()
	}
	return jobs, nil
}

// RenewJobs makes every job of a name due now, as if none had been tried; for
// when what they failed for has been put right.
func (s *Store) RenewJobs(ctx context.Context, name string) error {
	err := s.write.WithContext(ctx).Exec(
		"UPDATE jobs SET due_at = ?, attempts = 0, failed = FALSE WHERE name = ? AND claimed_until IS NULL", s.utcNow(), name).Error
	return wrapped("renew jobs "+name, err)
}

// DropJobs removes every job of a name.
func (s *Store) DropJobs(ctx context.Context, name string) error {
	_, err := of[jobRow](s.write).Where("name = ?", name).Delete(ctx)
	return wrapped("drop jobs "+name, err)
}
