package publish

import (
	"context"
	"errors"
	"fmt"
	"time"

	"hebi/internal/newsroom"
	"hebi/internal/search"
	"hebi/internal/store"
)

const (
	// abandonedAfter is when a merge that has not ended is taken for one whose process ended.
	abandonedAfter = time.Hour
	// mergeBytes is how much of a merged segment is written in one transaction,
	// so that others can write in between.
	mergeBytes = 4 << 20
	// sweepAtOnce is how many blocks of old segments are removed in one transaction.
	sweepAtOnce = 512
)

// MergeIndex keeps the index's segments few: while there are too many of about
// one size it makes one of them, and leaves out what readers may not see any
// more. It returns at once when there is nothing to do or another process is
// at it.
func (p *Publisher) MergeIndex(ctx context.Context) error {
	for {
		merged, err := p.mergeOnce(ctx)
		if errors.Is(err, newsroom.ErrConflict) || errors.Is(err, newsroom.ErrNotFound) { // others were quicker
			return p.sweep(ctx)
		}
		if err != nil || !merged {
			return err
		}
		if err := p.sweep(ctx); err != nil {
			return err
		}
	}
}

// sweep removes the blocks of segments that are gone.
func (p *Publisher) sweep(ctx context.Context) error {
	for {
		if n, err := p.store.SweepBlocks(ctx, sweepAtOnce); err != nil || n == 0 {
			return err
		}
	}
}

// compactIndex rewrites the segments of whose documents readers may see less
// than half. Merging by size comes to a large segment late: without this the
// index would stay twice as large after everything has been indexed anew.
func (p *Publisher) compactIndex(ctx context.Context) error {
	segments, err := p.store.IndexSegments(ctx)
	if err != nil {
		return err
	}
	live, err := p.store.LiveDocuments(ctx)
	if err != nil {
		return err
	}
	for _, s := range segments {
		err := p.compact(ctx, s, live)
		if err != nil && !errors.Is(err, newsroom.ErrConflict) && !errors.Is(err, newsroom.ErrNotFound) { // else others were quicker
			return err
		}
	}
	return p.sweep(ctx)
}

func (p *Publisher) compact(ctx context.Context, s store.IndexSegment, live map[int64]bool) error {
	if !s.Ready {
		return nil
	}
	row, err := p.store.SegmentRow(ctx, s.ID)
	if err != nil {
		return err
	}
	m, err := search.NewMerging([]search.SegmentRow{row}, live)
	if err != nil || 2*m.Size() >= s.Size {
		return err
	}
	return p.finish(ctx, m, []int64{s.ID})
}

// mergeOnce merges one group of segments and reports whether there was one.
func (p *Publisher) mergeOnce(ctx context.Context) (bool, error) {
	segments, err := p.store.IndexSegments(ctx)
	if err != nil {
		return false, err
	}
	var ready []store.IndexSegment
	var sizes []int
	for _, s := range segments {
		switch {
		case s.Ready:
			ready, sizes = append(ready, s), append(sizes, s.Size)
		case p.now().Sub(s.BegunAt) < abandonedAfter:
			return false, nil
		default:
			return true, p.store.InTx(ctx, func(tx *store.Store) error { return tx.AbandonSegment(ctx, s.ID) })
		}
	}
	chosen := search.ChooseMerge(sizes)
	if len(chosen) == 0 {
		return false, nil
	}
	sources := make([]int64, len(chosen))
	for i, n := range chosen {
		sources[i] = ready[n].ID
	}
	return true, p.merge(ctx, sources)
}

func (p *Publisher) merge(ctx context.Context, sources []int64) error {
	rows := make([]search.SegmentRow, len(sources))
	for i, id := range sources {
		var err error
		if rows[i], err = p.store.SegmentRow(ctx, id); err != nil {
			return err
		}
	}
	live, err := p.store.LiveDocuments(ctx)
	if err != nil {
		return err
	}
	m, err := search.NewMerging(rows, live)
	if err != nil {
		return err
	}
	return p.finish(ctx, m, sources)
}

// finish writes a merged segment and takes its sources away.
func (p *Publisher) finish(ctx context.Context, m *search.Merging, sources []int64) error {
	if m.Size() == 0 {
		return p.store.InTx(ctx, func(tx *store.Store) error { return tx.DropSegments(ctx, sources) })
	}
	w := &mergeWriter{ctx: ctx, store: p.store}
	err := w.write(m, sources)
	if err != nil && w.id != 0 {
		// What is left half-way keeps others from merging until it is
		// abandonedAfter old. A transaction that failed may have been kept
		// nevertheless, if its answer was lost: what is ready stays.
		ctx := context.WithoutCancel(ctx)
		err = errors.Join(err, p.store.InTx(ctx, func(tx *store.Store) error { return tx.AbandonSegment(ctx, w.id) }))
	}
	return err
}

// mergeWriter reads the blocks of a merge and writes them in transactions of
// mergeBytes. A merge reads each block once, so none is kept.
type mergeWriter struct {
	ctx    context.Context
	store  *store.Store
	id     int64
	family search.Family
	first  int // number of the first of blocks
	blocks [][]byte
	size   int
}

func (w *mergeWriter) write(m *search.Merging, sources []int64) error {
	err := w.store.InTx(w.ctx, func(tx *store.Store) error {
		var err error
		w.id, err = tx.BeginSegment(w.ctx)
		return err
	})
	if err != nil {
		return err
	}
	row, err := m.Write(w.id, w.read, w.add)
	if err == nil {
		err = w.flush()
	}
	if err != nil {
		return err
	}
	return w.store.InTx(w.ctx, func(tx *store.Store) error { return tx.FinishSegment(w.ctx, row, m.Size(), sources) })
}

func (w *mergeWriter) read(id int64) ([]byte, error) {
	var data []byte
	err := w.store.IndexBlocks(w.ctx, []int64{id}, func(_ int64, d []byte) { data = d })
	if err == nil && data == nil {
		// Its segment is gone, because others merged it, or else the index is damaged.
		if _, err = w.store.SegmentRow(w.ctx, search.SegmentOf(id)); err == nil {
			err = fmt.Errorf("block %d of index segment %d is missing", id, search.SegmentOf(id))
		}
	}
	return data, err
}

func (w *mergeWriter) add(f search.Family, block []byte) error {
	if f != w.family {
		if err := w.flush(); err != nil {
			return err
		}
		w.family, w.first = f, 0
	}
	w.blocks, w.size = append(w.blocks, block), w.size+len(block)
	if w.size < mergeBytes {
		return nil
	}
	return w.flush()
}

func (w *mergeWriter) flush() error {
	if len(w.blocks) == 0 {
		return nil
	}
	err := w.store.InTx(w.ctx, func(tx *store.Store) error { return tx.AddBlocks(w.ctx, w.id, w.family, w.first, w.blocks) })
	w.first, w.blocks, w.size = w.first+len(w.blocks), nil, 0
	return err
}
