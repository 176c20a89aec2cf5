package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"hebi/internal/publish"
)

// backupCommand is `hebi backup`.
type backupCommand struct {
	File string `arg:"" placeholder:"FILE" help:"A file that does not exist, such as site.tar.gz, or - for standard output."`
	siteFlags
}

// Run writes the backup.
func (b *backupCommand) Run(ctx context.Context, c *console) error {
	return b.work(ctx, true, func(s *site) error {
		bars := c.phases()
		defer bars.close()
		var report *publish.BackupReport
		write := func(w io.Writer) (err error) {
			report, err = s.publisher.Backup(ctx, w, version, publish.Options{}, bars.tell)
			return err
		}
		told := c.out
		var err error
		if b.File == "-" {
			told = c.err // out is the backup
			err = write(c.out)
		} else {
			err = writeWhole(b.File, write)
		}
		bars.close()
		if err != nil {
			return err
		}
		fmt.Fprintf(told, "backup of %d articles, %d rows and %d files\n", report.Articles, report.Rows, report.Media)
		return c.missing(report.Missing, "the site has lost files that its texts name (%d), so the backup goes without them: %s\n")
	})
}

// missing tells of files that are not there.
func (c *console) missing(hashes []string, sentence string) error {
	if len(hashes) == 0 {
		return nil
	}
	const shown = 3
	names := strings.Join(hashes[:min(len(hashes), shown)], ", ")
	if len(hashes) > shown {
		names += ", …"
	}
	fmt.Fprintf(c.err, "hebi: warning: "+sentence, len(hashes), names)
	return errWarnings
}

const (
	// unfinishedPattern names files that are being written, beside where they will be.
	unfinishedPattern = ".hebi-backup-*"
	// abandonedFor is how long nobody has written to one when its process is taken for dead.
	abandonedFor = 24 * time.Hour
)

// writeWhole makes a file that only its owner may read. It has its name once all
// of it is on the disk; a process that ends before leaves none of that name.
func writeWhole(name string, write func(io.Writer) error) error {
	if _, err := os.Lstat(name); err == nil {
		return fmt.Errorf("%s is there already: name a new file", name)
	}
	folder := filepath.Dir(name)
	removeUnfinished(folder)
	f, err := os.CreateTemp(folder, unfinishedPattern) // mode 0600
	if err != nil {
		return fmt.Errorf("cannot write in %s (%w): name a folder that you may write", folder, err)
	}
	err = write(f)
	if err == nil {
		err = f.Sync()
	}
	err = errors.Join(err, f.Close())
	if err == nil {
		err = os.Rename(f.Name(), name)
	}
	if err != nil {
		_ = os.Remove(f.Name())
		return err
	}
	syncFolder(folder)
	return nil
}

// syncFolder makes a new name last, where the system can: the file itself is on the disk.
func syncFolder(folder string) {
	if dir, err := os.Open(folder); err == nil {
		_ = dir.Sync()
		_ = dir.Close()
	}
}

// removeUnfinished removes what backups that were killed have left.
func removeUnfinished(folder string) {
	left, _ := filepath.Glob(filepath.Join(folder, unfinishedPattern)) // the pattern is fine
	for _, name := range left {
		if info, err := os.Lstat(name); err == nil && info.Mode().IsRegular() && time.Since(info.ModTime()) > abandonedFor {
			_ = os.Remove(name)
		}
	}
}

// restoreCommand is `hebi restore`.
type restoreCommand struct {
	File string `arg:"" placeholder:"FILE" help:"A backup, or - for standard input."`
	siteFlags
	Overwrite bool `env:"HEBI_OVERWRITE" help:"Replace a site that has content (${env})."`
}

// Run restores the backup.
func (r *restoreCommand) Run(ctx context.Context, c *console) error {
	from := c.in
	if r.File != "-" {
		f, err := openBackup(r.File)
		if err != nil {
			return err
		}
		defer func() { _ = f.Close() }() // read only: nothing can be lost
		from = f
	}
	return r.work(ctx, false, func(s *site) error {
		bars := c.phases()
		defer bars.close()
		report, err := s.publisher.RestoreBackup(ctx, from, r.Overwrite, publish.Options{}, bars.tell)
		bars.close()
		if err != nil {
			return err
		}
		zone, err := s.zone(ctx)
		if err != nil {
			return err
		}
		fmt.Fprintf(c.out, "restored %d articles, %d rows and %d files of a backup of %s\n",
			report.Articles, report.Rows, report.Media, report.Taken.In(zone).Format("2006-01-02 15:04 (MST)"))
		return c.missing(report.Missing, "files that texts name (%d) were lost before the backup was made: %s\n")
	})
}

// openBackup opens a backup before a site is made for it.
func openBackup(name string) (*os.File, error) {
	info, err := os.Stat(name)
	if err != nil {
		return nil, fmt.Errorf("%s cannot be read (%w): name an existing backup", name, errors.Unwrap(err))
	}
	if info.IsDir() {
		return nil, fmt.Errorf("%s is a folder: name a backup, which is one file", name)
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, fmt.Errorf("%s cannot be read (%w): name a file that you may read", name, errors.Unwrap(err))
	}
	return f, nil
}
