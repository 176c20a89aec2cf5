package importer

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"

	"hebi/internal/markdown"
	"hebi/internal/newsroom"
)

// maxDepth bounds folders within an article's folder.
const maxDepth = 8

// beside is what lies in the folder of an article, a special or a page.
type beside struct {
	dir string
	// texts are the languages that have a file.
	texts []newsroom.Language
	// files are the other files, relative to dir.
	files []string
}

// list walks dir below the text's folder; sub is "" at its top.
func (f *Folder) list(b *beside, sub string, r *reader) {
	entries, err := fs.ReadDir(f.fsys, path.Join(b.dir, sub))
	if err != nil {
		r.at(path.Join(b.dir, sub)).errorf(0, "%s", readMessage(err, "folder"))
		return
	}
	for _, entry := range entries {
		name := path.Join(sub, entry.Name())
		at := r.at(path.Join(b.dir, name))
		switch {
		case hidden(entry.Name()):
		case entry.Type()&fs.ModeSymlink != 0 && f.linksToFolder(at.file):
			at.warnf(0, "is a symbolic link to a folder, which import does not follow: put the folder itself here")
		case entry.IsDir() && strings.Count(name, "/") >= maxDepth:
			at.errorf(0, "lies more than %d folders deep: move its files up", maxDepth)
		case entry.IsDir():
			f.list(b, name, r)
		case sub == "" && (name == "zh.md" || name == "en.md"):
			b.texts = append(b.texts, newsroom.Language(strings.TrimSuffix(name, ".md")))
		case sub == "" && strings.EqualFold(path.Ext(name), ".md"):
			at.errorf(0, "is in no language of the site: name a text zh.md or en.md, and move other Markdown away")
		default:
			b.files = append(b.files, name)
		}
	}
}

func (f *Folder) linksToFolder(name string) bool {
	info, err := f.lstat(name, maxLinks)
	return err == nil && info.IsDir()
}

// openError is a problem of a file that was there when its text was read.
type openError struct {
	Problem
	cause error
}

// Unwrap returns what the file system said.
func (e *openError) Unwrap() error { return e.cause }

// file returns the file called name in dir, ready to be opened.
func (f *Folder) file(dir, name string) (newsroom.File, error) {
	full := path.Join(dir, name)
	if err := f.checkFile(full, MaxFile); err != nil {
		return newsroom.File{}, err
	}
	info, err := f.lstat(full, maxLinks)
	if err != nil {
		return newsroom.File{}, err
	}
	open := func() (io.ReadCloser, error) {
		file, err := f.fsys.Open(full)
		if err != nil {
			return nil, &openError{Problem{File: full, Message: readMessage(err, "file")}, err}
		}
		return file, nil
	}
	return newsroom.File{Name: name, Size: info.Size(), Open: open}, nil
}

// collectFiles takes the files that the texts refer to from those beside them.
func (s *textSet) collectFiles(f *Folder, b beside) {
	for _, t := range s.texts {
		if t.cover != nil {
			s.addFile(f, b, t.cover.File, t.reader, t.lines["cover"])
		}
		// Parsing takes longer than reading; most texts have neither.
		body := t.edition.Body
		if !strings.Contains(body, "](") && !strings.Contains(body, "]:") && !strings.Contains(body, "<") {
			continue
		}
		document := markdown.Parse(body)
		for _, ref := range document.Images() {
			line := t.bodyLine + ref.Line - 1
			if ref.Destination == "" { // a draft has a place for it, and says what is missing
				t.reader.warnf(line, "has the place of a picture that is still to be put there: %q", ref.Alt)
				continue
			}
			name, wrong := pictureName(ref.Destination)
			if wrong == "" && ref.Remote {
				wrong = elsewhere
			}
			if wrong != "" {
				t.reader.errorf(line, "shows the picture %q, which %s", ref.Destination, wrong)
				continue
			}
			s.addFile(f, b, name, t.reader, line)
		}
		for _, ref := range document.Links() {
			if name := ref.File(); name != "" {
				s.addFile(f, b, name, t.reader, t.bodyLine+ref.Line-1)
			}
		}
	}
	for _, name := range b.files {
		if !hasFile(s.files, name) && s.reader.errors == 0 {
			s.reader.at(path.Join(b.dir, name)).warnf(0, "is used by no text beside it and was left out: name it in a text or delete it")
		}
	}
}

func hasFile(files []newsroom.File, name string) bool {
	return slices.ContainsFunc(files, func(f newsroom.File) bool { return f.Name == name })
}

// addFile takes a file that a text refers to, once, and reports at the line of
// the reference when it cannot be had.
func (s *textSet) addFile(f *Folder, b beside, name string, r *reader, line int) {
	if hasFile(s.files, name) {
		return
	}
	if strings.EqualFold(path.Ext(name), ".md") {
		r.errorf(line, "refers to the Markdown file %q, which readers cannot open: write the address of its page, such as /zh/articles/its-slug", name)
		return
	}
	if file := f.referred(b.dir, name, b.files, r, line); file != nil {
		s.files = append(s.files, *file)
	}
}

// referred returns the file called name in dir, or nil after saying why not.
// others are the files that may have been meant.
func (f *Folder) referred(dir, name string, others []string, r *reader, line int) *newsroom.File {
	file, err := f.file(dir, name)
	var wrong *fault
	switch {
	case err == nil:
		return &file
	case errors.Is(err, fs.ErrNotExist):
		remedy := "put it there or correct the name"
		if word, near := newsroom.Nearest(name, others); near {
			remedy = fmt.Sprintf("did you mean %q?", word)
		}
		r.errorf(line, "refers to the file %q, which is not in %s: %s", name, place(dir), remedy)
	case errors.As(err, &wrong):
		r.errorf(line, "refers to the file %q, which %s", name, wrong.message)
	default:
		r.errorf(line, "refers to the file %q, which %s", name, readMessage(err, "file"))
	}
	return nil
}

func place(dir string) string {
	if dir == "." {
		return "the content folder"
	}
	return dir
}

const elsewhere = "lies on another host: put the file beside the text and name it"

// pictureName returns the path of a picture that a text refers to, relative to
// the text's folder, or what is wrong with the reference.
func pictureName(ref string) (name, wrong string) {
	name = path.Clean(ref)
	switch {
	case strings.Contains(ref, "://") || strings.HasPrefix(ref, "//"):
		return "", elsewhere
	case strings.HasPrefix(strings.ToLower(ref), "data:"):
		return "", "is written into the text: put it into a file beside the text and name it"
	case path.IsAbs(ref) || name == ".." || strings.HasPrefix(name, "../"):
		return "", "leaves the folder of the text: put the file beside the text and name it"
	case strings.Contains(ref, `\`):
		return "", "is named with a backslash: write / between folder and file"
	case name == "." || ref == "":
		return "", "has no name: name a file beside the text"
	case name != ref:
		return "", fmt.Sprintf("is named in a roundabout way: write %q", name)
	}
	return name, ""
}
