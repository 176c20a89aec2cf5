package publish

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"strings"

	"hebi/internal/newsroom"
	"hebi/internal/store"
)

// Progress is told how much of something has been done.
type Progress func(what string, done, total int)

func (p Progress) tell(what string, done, total int) {
	if p != nil {
		p(what, done, total)
	}
}

// BackupReport is what a backup holds.
type BackupReport struct {
	Articles, Rows, Media int
	// Missing are the hashes of files of the media folder that are lost or
	// damaged; the backup goes without them.
	Missing []string
}

// mayAdminister is ErrForbidden unless the user may make a copy of all there
// is, or put one in its place.
func (o Options) mayAdminister(what string) error {
	if !newsroom.May(o.User, newsroom.ActAdminister, newsroom.Chinese) {
		return newsroom.Because(newsroom.ErrForbidden, "%s may not %s: an administrator may", o.User.Email, what)
	}
	return nil
}

// Backup writes the whole site to w as it is at this moment, while others go
// on: its tables without the search index and without what lets somebody in,
// and every file that they name. version is the program's. What was written
// before an error is no backup, and RestoreBackup refuses it.
func (p *Publisher) Backup(ctx context.Context, w io.Writer, version string, o Options, told Progress) (*BackupReport, error) {
	if err := o.mayAdminister("make a backup"); err != nil {
		return nil, err
	}
	// Before anything is written: who breaks off after most of it has most of it.
	if err := o.audit(ctx, p.store, "backup", "site", nil, nil); err != nil {
		return nil, err
	}
	report := &BackupReport{}
	err := p.store.Snapshot(ctx, func(n *store.Snapshot) error {
		b := &backup{archive: newArchiveWriter(w, p.now()), snapshot: n, report: report, told: told}
		if err := b.write(ctx, p, version); err != nil {
			return err
		}
		return b.archive.close()
	})
	if err != nil {
		return nil, fmt.Errorf("backup: %w", err)
	}
	return report, nil
}

// backup is one that is being written.
type backup struct {
	archive  *archiveWriter
	snapshot *store.Snapshot
	report   *BackupReport
	told     Progress
	// total is how many rows and files there are.
	total int
}

func (b *backup) write(ctx context.Context, p *Publisher, version string) error {
	tables := b.snapshot.Tables
	for _, t := range tables {
		b.total += int(t.Rows)
		switch t.Name {
		case "media":
			b.total += int(t.Rows)
		case "articles":
			b.report.Articles = int(t.Rows)
		}
	}
	m := manifest{Format: archiveFormat, Hebi: version, Schema: b.snapshot.Schema, Taken: b.archive.taken.UTC(), Tables: tables}
	if err := b.archive.addJSON(manifestName, m); err != nil {
		return err
	}
	for _, t := range tables {
		if err := b.table(ctx, t); err != nil {
			return err
		}
	}
	err := b.snapshot.MediaFiles(ctx, func(m store.Media) error { return b.file(ctx, p, m) })
	if err != nil {
		return err
	}
	return b.archive.addJSON(sealName, seal{SHA256: b.archive.sum.text(), Media: b.report.Media, Missing: b.report.Missing})
}

// table writes a table in pieces, so that little is in memory.
func (b *backup) table(ctx context.Context, t store.Table) error {
	var piece []byte
	number := 0
	flush := func() error {
		if len(piece) == 0 {
			return nil
		}
		number++
		err := b.archive.add(fmt.Sprintf("%s%s/%06d.jsonl", tablesFolder, t.Name, number), piece)
		piece = piece[:0]
		return err
	}
	err := b.snapshot.Rows(ctx, t, func(line []byte) error {
		if len(piece) > 0 && len(piece)+len(line) > pieceBytes {
			if err := flush(); err != nil {
				return err
			}
		}
		piece = append(piece, line...)
		b.report.Rows++
		b.did()
		return nil
	})
	if err == nil {
		err = flush()
	}
	return err
}

func (b *backup) did() {
	b.told.tell("rows and files", b.report.Rows+b.report.Media+len(b.report.Missing), b.total)
}

// file writes a file of the media folder. One that is lost, or is not what its
// hash says, is told of: the rest is worth keeping all the more.
func (b *backup) file(ctx context.Context, p *Publisher, m store.Media) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	data, err := p.readMedia(m.Hash)
	switch {
	case errors.Is(err, newsroom.ErrNotFound):
		b.report.Missing = append(b.report.Missing, m.Hash)
	case err != nil:
		return err
	default:
		if err := b.archive.add(mediaFolder+m.Hash, data); err != nil {
			return err
		}
		b.report.Media++
	}
	b.did()
	return nil
}

// readMedia is a kept file; ErrNotFound also when it is not what its hash says.
func (p *Publisher) readMedia(hash string) (data []byte, err error) {
	r, err := p.media.Open(hash)
	if err != nil {
		return nil, err
	}
	defer func() { _ = r.Close() }() // read only: nothing can be lost
	if data, err = io.ReadAll(io.LimitReader(r, maxMember+1)); err != nil {
		return nil, fmt.Errorf("media %s: %w", hash, err)
	}
	if !hashes(hash, data) {
		return nil, fmt.Errorf("media %s is damaged: %w", hash, newsroom.ErrNotFound)
	}
	return data, nil
}

func hashes(hash string, data []byte) bool {
	sum := sha256.Sum256(data)
	return strings.EqualFold(hash, hex.EncodeToString(sum[:]))
}
