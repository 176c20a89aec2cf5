package store

import (
	"context"
	"fmt"
)

type termChangeRow struct {
	Number int64
	Forms  string
}

func (termChangeRow) TableName() string { return "term_changes" }

// TermsChanged moves TermCounter and records which ways of writing terms came
// or went, folded; none when only themes, weights or what else a term says have
// changed. It belongs into the transaction that makes the change.
func (s *Store) TermsChanged(ctx context.Context, forms []string) error {
	if err := s.Bump(ctx, TermCounter); err != nil {
		return err
	}
	number, _, err := s.Counter(ctx, TermCounter)
	if err != nil {
		return err
	}
	row := termChangeRow{Number: number, Forms: marshal(append([]string{}, forms...))}
	if err := of[termChangeRow](s.write).Create(ctx, &row); err != nil {
		return fmt.Errorf("record change %d of terms: %w", number, err)
	}
	return nil
}

// TermChanges returns the ways of writing that came or went after one number of
// TermCounter and up to another, some perhaps twice. It reports false when it
// cannot know all: one of the numbers is older than the record, or forgotten.
func (s *Store) TermChanges(ctx context.Context, after, upTo int64) ([]string, bool, error) {
	rows, err := of[termChangeRow](s.read).Where("number > ? AND number <= ?", after, upTo).Order("number").Find(ctx)
	if err != nil {
		return nil, false, fmt.Errorf("changes of terms after %d: %w", after, err)
	}
	var all []string
	for _, r := range rows {
		var forms []string
		unmarshal(r.Forms, &forms)
		all = append(all, forms...)
	}
	return all, int64(len(rows)) == upTo-after, nil
}

// ForgetTermChanges removes the record up to a number of TermCounter, for when
// no edition is indexed with the terms of before.
func (s *Store) ForgetTermChanges(ctx context.Context, upTo int64) error {
	if _, err := of[termChangeRow](s.write).Where("number <= ?", upTo).Delete(ctx); err != nil {
		return fmt.Errorf("forget changes of terms: %w", err)
	}
	return nil
}
