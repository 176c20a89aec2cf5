package publish

import (
	"context"
	"errors"

	"hebi/internal/media"
	"hebi/internal/store"
)

// errTakenBack ends a rehearsal's transaction.
var errTakenBack = errors.New("rehearsed")

// Rehearse calls do with a Publisher that answers as this one would, by the
// same rules and with what do saved before, and takes all of it back: no row,
// file or index is changed. Others who write wait meanwhile.
func (p *Publisher) Rehearse(ctx context.Context, do func(*Publisher) error) error {
	var result error
	err := p.store.InTx(ctx, func(tx *store.Store) error {
		q := p.within(tx)
		q.media, q.rehearsing = media.NewFiles(""), true
		result = do(q)
		return errTakenBack
	})
	if !errors.Is(err, errTakenBack) {
		return err
	}
	p.segmenter.SetTerms(p.knowledge.Load().terms.Overlay()) // do may have saved others
	return result
}
