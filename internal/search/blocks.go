package search

import (
	"container/list"
	"context"
	"fmt"
	"slices"
	"sync"
)

// blockCache is how many bytes of index blocks an Engine keeps: what a site of
// some 20,000 articles needs for most queries.
const blockCache = 64 << 20

// blocks reads index blocks and keeps those last used. It is safe for concurrent use.
type blocks struct {
	index Index

	mu   sync.Mutex
	kept map[int64]*list.Element
	used list.List
	size int
}

type keptBlock struct {
	id   int64
	data []byte
}

func newBlocks(index Index) *blocks {
	return &blocks{index: index, kept: map[int64]*list.Element{}}
}

// get adds blocks to those that a query holds, reading what is missing in one go.
func (b *blocks) get(ctx context.Context, ids []int64, held map[int64][]byte) error {
	var missing []int64
	b.mu.Lock()
	for _, id := range ids {
		if held[id] != nil {
			continue
		}
		if e := b.kept[id]; e != nil {
			b.used.MoveToFront(e)
			held[id] = e.Value.(keptBlock).data
		} else {
			missing = append(missing, id)
		}
	}
	b.mu.Unlock()
	if len(missing) == 0 {
		return nil
	}
	slices.Sort(missing)
	missing = slices.Compact(missing)
	read := make([]keptBlock, 0, len(missing))
	err := b.index.IndexBlocks(ctx, missing, func(id int64, data []byte) { read = append(read, keptBlock{id, data}) })
	if err != nil {
		return fmt.Errorf("read index blocks: %w", err)
	}
	if len(read) < len(missing) {
		return errStale
	}
	for _, block := range read {
		held[block.id] = block.data
	}
	b.keep(read)
	return nil
}

func (b *blocks) keep(read []keptBlock) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, block := range read {
		if b.kept[block.id] == nil { // another query may have read it too
			b.kept[block.id] = b.used.PushFront(block)
			b.size += len(block.data)
		}
	}
	for b.size > blockCache {
		old := b.used.Remove(b.used.Back()).(keptBlock)
		delete(b.kept, old.id)
		b.size -= len(old.data)
	}
}
