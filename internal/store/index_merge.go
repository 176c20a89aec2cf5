package store

import (
	"context"
	"fmt"
	"strings"
	"time"

	"hebi/internal/newsroom"
	"hebi/internal/search"
)

// maxVariables is how many values are bound to one statement; SQLite allows 32,766.
const maxVariables = 1000

// blocksAtOnce is how many blocks are written by one statement.
const blocksAtOnce = 64

// IndexSegment is what merging needs to know of a segment before it reads it.
type IndexSegment struct {
	ID int64
	// Ready says that queries read it; else it is being merged since BegunAt.
	Ready   bool
	BegunAt time.Time
	// Size is its number of documents, dead ones included.
	Size int
}

// IndexSegments returns all segments by their ids.
func (s *Store) IndexSegments(ctx context.Context) ([]IndexSegment, error) {
	list, err := of[IndexSegment](s.read).Raw("SELECT id, ready, begun_at, size FROM search_segments ORDER BY id").Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("index segments: %w", err)
	}
	return list, nil
}

// IndexBytes is what the index takes, without the plain texts: blocks,
// directories and the rows of the editions, in bytes.
func (s *Store) IndexBytes(ctx context.Context) (int64, error) {
	sum := int64(0)
	for _, query := range []string{
		"SELECT COALESCE(SUM(LENGTH(data) + 8), 0) FROM search_blocks",
		"SELECT COALESCE(SUM(LENGTH(documents) + LENGTH(lists) + LENGTH(positions) + 32), 0) FROM search_segments",
		"SELECT COALESCE(SUM(LENGTH(themes) + LENGTH(contributors) + LENGTH(stamp) + LENGTH(kind) + 64), 0) FROM search_editions",
	} {
		var n int64
		if err := s.read.WithContext(ctx).Raw(query).Scan(&n).Error; err != nil {
			return 0, fmt.Errorf("size of the index: %w", err)
		}
		sum += n
	}
	return sum, nil
}

// LiveDocuments returns the numbers of the documents that readers may see.
func (s *Store) LiveDocuments(ctx context.Context) (map[int64]bool, error) {
	var numbers []int64
	if err := s.read.WithContext(ctx).Raw("SELECT document FROM search_editions WHERE document <> 0").Scan(&numbers).Error; err != nil {
		return nil, fmt.Errorf("live documents: %w", err)
	}
	live := make(map[int64]bool, len(numbers))
	for _, n := range numbers {
		live[n] = true
	}
	return live, nil
}

// SegmentRow returns a segment without its blocks; ErrNotFound when it has been merged.
func (s *Store) SegmentRow(ctx context.Context, id int64) (search.SegmentRow, error) {
	var row search.SegmentRow
	err := s.read.WithContext(ctx).Raw("SELECT id, documents, lists, positions FROM search_segments WHERE id = ? AND ready", id).Scan(&row).Error
	if err == nil && row.ID == 0 {
		err = newsroom.ErrNotFound
	}
	if err != nil {
		return row, fmt.Errorf("index segment %d: %w", id, err)
	}
	return row, nil
}

// BeginSegment makes a segment that is not ready and returns its id.
func (s *Store) BeginSegment(ctx context.Context) (int64, error) {
	id, err := s.nextIndexNumber(ctx)
	if err != nil {
		return 0, err
	}
	return id, s.insertSegment(ctx, search.SegmentRow{ID: id, Documents: []byte{}, Lists: []byte{}, Positions: []byte{}}, 0, false)
}

// AddBlocks adds a segment's blocks of a family, from number first on.
func (s *Store) AddBlocks(ctx context.Context, segment int64, f search.Family, first int, blocks [][]byte) error {
	for at := 0; at < len(blocks); at += blocksAtOnce {
		part := blocks[at:min(at+blocksAtOnce, len(blocks))]
		var values []any
		for i, data := range part {
			values = append(values, search.BlockID(segment, f, first+at+i), data)
		}
		places := strings.TrimSuffix(strings.Repeat("(?, ?), ", len(part)), ", ")
		if err := s.write.WithContext(ctx).Exec("INSERT INTO search_blocks (id, data) VALUES "+places, values...).Error; err != nil {
			return fmt.Errorf("write blocks of segment %d: %w", segment, err)
		}
	}
	return nil
}

// FinishSegment makes a segment ready and takes those away that it was merged
// from. ErrConflict says that one of them, or it, is gone: somebody else merged
// them, and the transaction, which it needs, must be taken back.
func (s *Store) FinishSegment(ctx context.Context, row search.SegmentRow, size int, sources []int64) error {
	if _, err := s.nextIndexNumber(ctx); err != nil { // first: it makes others wait
		return err
	}
	db := s.write.WithContext(ctx)
	made := db.Exec("UPDATE search_segments SET ready = TRUE, size = ?, documents = ?, lists = ?, positions = ? WHERE id = ? AND NOT ready",
		size, row.Documents, row.Lists, row.Positions, row.ID)
	if made.Error != nil {
		return fmt.Errorf("finish segment %d: %w", row.ID, made.Error)
	}
	gone := db.Exec("DELETE FROM search_segments WHERE id IN ? AND ready", sources)
	if gone.Error != nil {
		return fmt.Errorf("finish segment %d: %w", row.ID, gone.Error)
	}
	if made.RowsAffected != 1 || gone.RowsAffected != int64(len(sources)) {
		return newsroom.Because(newsroom.ErrConflict, "segment %d: others merged what it is made of", row.ID)
	}
	return nil
}

// AbandonSegment forgets a segment that is not ready; SweepBlocks removes its blocks.
func (s *Store) AbandonSegment(ctx context.Context, id int64) error {
	if err := s.write.WithContext(ctx).Exec("DELETE FROM search_segments WHERE id = ? AND NOT ready", id).Error; err != nil {
		return fmt.Errorf("abandon segment %d: %w", id, err)
	}
	return nil
}

// DropSegments forgets segments; SweepBlocks removes their blocks.
func (s *Store) DropSegments(ctx context.Context, ids []int64) error {
	if _, err := s.nextIndexNumber(ctx); err != nil {
		return err
	}
	if err := s.write.WithContext(ctx).Exec("DELETE FROM search_segments WHERE id IN ?", ids).Error; err != nil {
		return fmt.Errorf("drop segments: %w", err)
	}
	return nil
}

// SweepBlocks removes up to limit blocks whose segment is gone and returns how
// many: none also when another process is removing them.
func (s *Store) SweepBlocks(ctx context.Context, limit int) (int, error) {
	from := int64(0)
	for {
		var next []int64
		err := s.write.WithContext(ctx).Raw("SELECT id FROM search_blocks WHERE id >= ? ORDER BY id LIMIT 1", from).Scan(&next).Error
		if err != nil {
			return 0, fmt.Errorf("sweep blocks: %w", err)
		}
		if len(next) == 0 {
			return 0, nil
		}
		segment := search.SegmentOf(next[0])
		from = search.BlockID(segment+1, 0, 0)
		var there int64
		if err := s.write.WithContext(ctx).Raw("SELECT COUNT(*) FROM search_segments WHERE id = ?", segment).Scan(&there).Error; err != nil {
			return 0, fmt.Errorf("sweep blocks: %w", err)
		}
		if there > 0 {
			continue
		}
		blocks := "SELECT id FROM search_blocks WHERE id >= ? AND id < ? ORDER BY id LIMIT ?"
		if s.postgres { // two that sweep at once would get entangled
			blocks += " FOR UPDATE SKIP LOCKED"
		}
		gone := s.write.WithContext(ctx).Exec("DELETE FROM search_blocks WHERE id IN ("+blocks+")", next[0], from, limit)
		if gone.Error != nil {
			return 0, fmt.Errorf("sweep blocks: %w", gone.Error)
		}
		return int(gone.RowsAffected), nil
	}
}

func (s *Store) insertSegment(ctx context.Context, row search.SegmentRow, size int, ready bool) error {
	err := s.write.WithContext(ctx).Exec(
		"INSERT INTO search_segments (id, ready, begun_at, size, documents, lists, positions) VALUES (?, ?, ?, ?, ?, ?, ?)",
		row.ID, ready, s.utcNow(), size, row.Documents, row.Lists, row.Positions).Error
	if err != nil {
		return fmt.Errorf("insert segment %d: %w", row.ID, err)
	}
	return nil
}
