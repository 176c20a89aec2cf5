package publish

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"hebi/internal/newsroom"
	"hebi/internal/store"
)

// RestoreReport is what was put in place.
type RestoreReport struct {
	// Taken is when the backup was begun, Hebi the version that made it.
	Taken time.Time
	Hebi  string

	Articles, Rows, Media int
	// Missing are the hashes of files that the backup names and does not hold,
	// since the site had lost them.
	Missing []string
}

// RestoreBackup puts the site that a backup holds in the place of this one. Until all
// of it has been read, checked and indexed, this site stays as it is, but for
// files in its media folder, which nothing names; then readers and other
// processes see the other at once. A backup of an older schema is brought up to
// date. Without overwrite a site that has content is ErrConflict; what is no
// whole backup, or one of a newer program, is ErrInvalid. Sessions end.
func (p *Publisher) RestoreBackup(ctx context.Context, r io.Reader, overwrite bool, o Options, told Progress) (*RestoreReport, error) {
	if err := o.mayAdminister("restore a backup"); err != nil {
		return nil, err
	}
	if err := p.mayReplace(ctx, overwrite); err != nil {
		return nil, err
	}
	archive, err := openArchive(r)
	if err != nil {
		return nil, err
	}
	m, err := archive.manifest()
	if err != nil {
		return nil, err
	}
	t := &restore{p: p, archive: archive, manifest: m, told: told, report: &RestoreReport{Taken: m.Taken, Hebi: m.Hebi}}
	err = p.store.Replace(ctx, m.Schema, func(next *store.Replacement) error {
		if err := t.fill(ctx, next, o); err != nil {
			return err
		}
		return p.mayReplace(ctx, overwrite) // somebody may have begun to use it meanwhile
	})
	if err != nil {
		p.segmenter.SetTerms(p.knowledge.Load().terms.Overlay()) // indexing may have taken over the other site's
		return nil, fmt.Errorf("restore: %w", err)
	}
	return t.report, p.Refresh(ctx)
}

func (p *Publisher) mayReplace(ctx context.Context, overwrite bool) error {
	if overwrite {
		return nil
	}
	there, err := p.store.HasContent(ctx)
	if err != nil || !there {
		return err
	}
	return newsroom.Because(newsroom.ErrConflict, "the site has content, which restoring would replace: make a backup of it, then say --overwrite, or name an empty site with --data or --database")
}

// manifest reads the first member of a backup and says whether this program can restore it.
func (a *archiveReader) manifest() (*manifest, error) {
	name, data, err := a.next()
	if err != nil || name != manifestName {
		return nil, a.damaged(orElse(err, io.EOF), "it does not begin as one")
	}
	var m manifest
	if err := json.Unmarshal(data, &m); err != nil {
		return nil, refuseArchive("%s cannot be read: %v", manifestName, err)
	}
	switch known := store.NewestSchema(); {
	case m.Format > archiveFormat:
		return nil, newsroom.Because(newsroom.ErrInvalid, "the backup has format %d, this program reads %d: restore it with a newer hebi; nothing was changed", m.Format, archiveFormat)
	case m.Schema > known:
		return nil, newsroom.Because(newsroom.ErrInvalid, "the backup has schema %d, this program knows %d: restore it with a newer hebi; nothing was changed", m.Schema, known)
	case m.Format < 1 || m.Schema < 1:
		return nil, refuseArchive("%s names no format or no schema", manifestName)
	}
	return &m, nil
}

func orElse(err, other error) error {
	if err != nil {
		return err
	}
	return other
}

// restore is one that is going on.
type restore struct {
	p        *Publisher
	archive  *archiveReader
	manifest *manifest
	report   *RestoreReport
	told     Progress
	total    int
	// rows counts those of each table.
	rows map[string]int64
	// table is the number of the table being read, piece that of its last
	// piece, lastFile the hash of the last file.
	table, piece int
	lastFile     string
}

func (t *restore) fill(ctx context.Context, next *store.Replacement, o Options) error {
	t.rows = map[string]int64{}
	for _, table := range t.manifest.Tables {
		if err := next.Check(table); err != nil {
			return refuseArchive("%s", newsroom.Sentence(err))
		}
		t.total += int(table.Rows)
		if table.Name == "media" {
			t.total += int(table.Rows)
		}
	}
	if err := t.read(ctx, next); err != nil {
		return err
	}
	if err := next.Complete(ctx, t.manifest.Tables); err != nil {
		return err
	}
	if err := t.checkMedia(ctx, next); err != nil {
		return err
	}
	if err := t.index(ctx, next); err != nil {
		return err
	}
	t.report.Articles = int(t.rows["articles"])
	return o.audit(ctx, next.Store, "restore", "site", nil, newsroom.Facts{"taken": timeFact(t.report.Taken), "hebi": t.report.Hebi})
}

// read loads every member up to the seal and compares what came with it.
func (t *restore) read(ctx context.Context, next *store.Replacement) error {
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		sum := t.archive.sum.text()
		name, data, err := t.archive.next()
		switch {
		case err != nil:
			return t.archive.damaged(err, "it has no end: making it was broken off")
		case name == sealName:
			return t.sealed(data, sum)
		case strings.HasPrefix(name, tablesFolder):
			err = t.load(ctx, next, name, data)
		case strings.HasPrefix(name, mediaFolder):
			err = t.keep(strings.TrimPrefix(name, mediaFolder), data)
		default:
			err = refuseArchive("it holds %.80q, which is no part of one", name)
		}
		if err != nil {
			return err
		}
		t.told.tell("rows and files", t.report.Rows+t.report.Media, t.total)
	}
}

var piecePattern = regexp.MustCompile(`^tables/([a-z_]+)/([0-9]{6,9})\.jsonl$`)

// load adds the rows of a piece. Pieces come in the order of the manifest.
func (t *restore) load(ctx context.Context, next *store.Replacement, name string, data []byte) error {
	match := piecePattern.FindStringSubmatch(name)
	if match == nil {
		return refuseArchive("it holds %.80q, which is no part of one", name)
	}
	at := slices.IndexFunc(t.manifest.Tables, func(table store.Table) bool { return table.Name == match[1] })
	number, _ := strconv.Atoi(match[2]) // nine digits at most
	if at > t.table {
		t.table, t.piece = at, 0
	}
	if at != t.table || number != t.piece+1 || t.lastFile != "" {
		return refuseArchive("%s is not where it belongs", name)
	}
	t.piece = number
	lines := bytes.SplitAfter(data, []byte("\n"))
	lines = lines[:len(lines)-1] // behind the last line end is nothing
	table := t.manifest.Tables[at]
	if err := next.Load(ctx, table, lines); errors.Is(err, newsroom.ErrInvalid) {
		return refuseArchive("%s", newsroom.Sentence(err))
	} else if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	t.rows[table.Name] += int64(len(lines))
	t.report.Rows += len(lines)
	return nil
}

// keep puts a file into the media folder. Files come in the order of their hashes.
func (t *restore) keep(hash string, data []byte) error {
	if !hashes(hash, data) || hash <= t.lastFile {
		return refuseArchive("its file %.80q is not what its name says", hash)
	}
	t.lastFile = hash
	t.report.Media++
	return t.p.media.Restore(hash, data)
}

// sealed compares what was read with what the seal says of it.
func (t *restore) sealed(data []byte, sum string) error {
	var s seal
	if err := json.Unmarshal(data, &s); err != nil {
		return refuseArchive("%s cannot be read: %v", sealName, err)
	}
	if s.SHA256 != sum {
		return refuseArchive("its checksum is another than that of what it holds")
	}
	for _, table := range t.manifest.Tables {
		if t.rows[table.Name] != table.Rows {
			return refuseArchive("its table %s has %d rows of %d", table.Name, t.rows[table.Name], table.Rows)
		}
	}
	if s.Media != t.report.Media || int64(s.Media+len(s.Missing)) != t.rows["media"] {
		return refuseArchive("it has %d files of %d", t.report.Media, t.rows["media"])
	}
	t.report.Missing = s.Missing
	return t.archive.end()
}

// checkMedia makes sure that every file that the site names has come, unless
// the backup says that it was lost before.
func (t *restore) checkMedia(ctx context.Context, next *store.Replacement) error {
	return next.Snapshot(ctx, func(n *store.Snapshot) error {
		return n.MediaFiles(ctx, func(m store.Media) error {
			if slices.Contains(t.report.Missing, m.Hash) {
				return nil
			}
			r, err := t.p.media.Open(m.Hash)
			if errors.Is(err, newsroom.ErrNotFound) {
				return refuseArchive("its file %s is missing", m.Hash)
			}
			if err != nil {
				return err
			}
			return r.Close()
		})
	})
}

// index makes the restored site's search index. Its Publisher shares what cuts
// texts with ours, and gives it the other site's terms.
func (t *restore) index(ctx context.Context, next *store.Replacement) error {
	if err := t.p.segmenter.Wait(ctx); err != nil {
		return err
	}
	q, err := New(ctx, Parts{Store: next.Store, Segmenter: t.p.segmenter, Media: t.p.media, Now: t.p.now})
	if err != nil {
		return err
	}
	visible, err := next.CountVisible(ctx)
	if err != nil {
		return err
	}
	done := 0
	return q.Reindex(ctx, false, func() {
		done++
		t.told.tell("editions indexed", done, visible)
	})
}
