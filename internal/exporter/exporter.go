// Package exporter writes a site as a content folder in the format of section
// 6 of the design, such that importing the folder into an empty site and
// exporting that one gives the same bytes. It touches no database.
package exporter

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path"
	"path/filepath"
	"time"

	"hebi/internal/newsroom"
)

// Content is what a site holds. A nil or empty part is left out of the folder.
type Content struct {
	Site         *newsroom.Site
	Themes       []newsroom.Theme
	Terms        []newsroom.Term
	Weights      []newsroom.ThemeWeight
	Contributors []newsroom.Contributor
	// Pictures are the library, the oldest first; their Source is copied.
	Pictures []newsroom.LibraryPicture
	// The texts come one at a time, so that a large site needs little memory;
	// an error ends the export. Their Files are copied, and a contributor's
	// PortraitFile under the contributor's slug.
	Articles iter.Seq2[*newsroom.Article, error]
	Specials iter.Seq2[*newsroom.Special, error]
	Pages    iter.Seq2[*newsroom.Page, error]
}

// Write writes c into the folder dir, which is made; a folder that exists must
// be empty. On any error nothing is left in dir: everything is written beside
// its place first and moved there at the end.
//
// Dates are written to the second in the site's zone. A scheduled edition is
// written as published at its date to come; one in review or approved as a
// draft, since only a desk can go on with it; an empty title becomes the slug, since a file must have one; control
// characters, which no text may have, become U+FFFD.
func Write(dir string, c Content) (err error) {
	place, err := choosePlace(dir)
	if err != nil {
		return fmt.Errorf("export: %w", err)
	}
	defer func() {
		if err != nil {
			err = fmt.Errorf("export: %w", errors.Join(err, os.RemoveAll(place.stage)))
		}
	}()
	root, err := os.OpenRoot(place.stage)
	if err != nil {
		return err
	}
	w := &writer{root: root, zone: time.UTC}
	if c.Site != nil {
		w.zone = c.Site.Zone()
	}
	if err := errors.Join(w.content(c), root.Close()); err != nil {
		return err
	}
	return place.settle()
}

// place is where a folder is written and where it goes.
type place struct {
	stage, dir string
	// inside says that dir exists; it may be a mount point, which cannot be
	// replaced, and its parent another disk.
	inside bool
}

func choosePlace(dir string) (place, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return place{}, err
	}
	p := place{dir: dir}
	switch entries, err := os.ReadDir(dir); {
	case errors.Is(err, fs.ErrNotExist):
		p.stage = filepath.Join(filepath.Dir(dir), "."+filepath.Base(dir)+".part")
		if err := os.MkdirAll(filepath.Dir(dir), 0o755); err != nil {
			return place{}, fmt.Errorf("the folder of %s cannot be made (%w): name a place that you may write to", dir, err)
		}
	case err != nil:
		return place{}, fmt.Errorf("%s cannot be used (%w): name a new or an empty folder", dir, err)
	case len(entries) > 0:
		return place{}, newsroom.Because(newsroom.ErrConflict, "%s is not empty: name a new or an empty folder", dir)
	default:
		p.inside, p.stage = true, filepath.Join(dir, ".part")
	}
	if err := os.Mkdir(p.stage, 0o755); err != nil {
		return place{}, fmt.Errorf("%s cannot be made (%w): delete it if no other export is running, or name a place that you may write to", p.stage, err)
	}
	return p, nil
}

// settle moves what was written to its place.
func (p place) settle() error {
	if !p.inside {
		return os.Rename(p.stage, p.dir)
	}
	entries, err := os.ReadDir(p.stage)
	if err != nil {
		return err
	}
	for i, entry := range entries {
		if err := os.Rename(filepath.Join(p.stage, entry.Name()), filepath.Join(p.dir, entry.Name())); err != nil {
			for _, moved := range entries[:i] {
				err = errors.Join(err, os.RemoveAll(filepath.Join(p.dir, moved.Name())))
			}
			return err
		}
	}
	return os.Remove(p.stage)
}

// writer writes the parts of a content folder below root.
type writer struct {
	root *os.Root
	zone *time.Location
}

func (w *writer) content(c Content) error {
	if err := w.tables(c); err != nil {
		return err
	}
	if err := each(c.Articles, w.article); err != nil {
		return err
	}
	if err := each(c.Specials, w.special); err != nil {
		return err
	}
	return each(c.Pages, w.page)
}

// each hands every text of seq, which may be nil, to write.
func each[T any](seq iter.Seq2[*T, error], write func(*T) error) error {
	if seq == nil {
		return nil
	}
	for t, err := range seq {
		if err != nil {
			return err
		}
		if err := write(t); err != nil {
			return err
		}
	}
	return nil
}

// file writes one file with the folders above it; it must be new.
func (w *writer) file(name string, from io.Reader) error {
	if err := w.root.MkdirAll(path.Dir(name), 0o755); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	file, err := w.root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if errors.Is(err, fs.ErrExist) {
		return newsroom.Because(newsroom.ErrConflict, "%s would be written twice: give the two different names", name)
	}
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	_, err = io.Copy(file, from)
	if err := errors.Join(err, file.Close()); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}

// copy writes the files that lie beside a text.
func (w *writer) copy(dir string, files []newsroom.File) error {
	for _, f := range files {
		if !fs.ValidPath(f.Name) || f.Name == "." {
			return newsroom.Because(newsroom.ErrInvalid, "%s: the file name %q cannot be written: rename the file", dir, f.Name)
		}
		from, err := f.Open()
		if err != nil {
			return fmt.Errorf("%s: the file %q: %w", dir, f.Name, err)
		}
		if err := errors.Join(w.file(path.Join(dir, f.Name), from), from.Close()); err != nil {
			return err
		}
	}
	return nil
}
