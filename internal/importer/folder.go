package importer

import (
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"
	"time"

	"hebi/internal/newsroom"
)

// Problem is one thing that is wrong with a content folder. What an error
// (Warning false) stands in is skipped; what a warning stands in is imported.
type Problem struct {
	// File is relative to the folder, with forward slashes.
	File string `json:"file"`
	// Line counts from 1; 0 means the file as a whole.
	Line int `json:"line,omitempty"`
	// Message is one sentence: the cause, then the remedy.
	Message string `json:"message"`
	Warning bool   `json:"warning,omitempty"`
}

// Error returns "file:line: message", or "file: message" without a line.
func (p Problem) Error() string {
	if p.Line > 0 {
		return fmt.Sprintf("%s:%d: %s", p.File, p.Line, p.Message)
	}
	return p.File + ": " + p.Message
}

// The files and folders that a content folder may have at its top.
const (
	siteFile         = "site.yaml"
	themesFile       = "themes.yaml"
	termsFile        = "terms.csv"
	weightsFile      = "weights.csv"
	contributorsFile = "contributors.yaml"
	picturesFile     = "pictures.yaml"
	picturesDir      = "pictures"
	articlesDir      = "articles"
	specialsDir      = "specials"
	pagesDir         = "pages"
)

const noSlug = "is no slug: rename the folder to lower-case letters a-z, digits and single hyphens, at most 120 of them"

// Folder is a content folder opened for import. Its methods may be called in
// any order, repeatedly and by several goroutines at once. They answer the same
// for the same files, except that of two texts with the same id the one read
// second is refused.
type Folder struct {
	fsys  fs.FS
	zone  *time.Location
	slugs map[string][]string
	// layout holds what is wrong with the listing itself.
	layout []Problem
	// tables says that there is a file of the format at the top.
	tables bool
	// contributors is read once: the check of the listing needs the portraits.
	contributors func() ([]newsroom.Contributor, []Problem)

	mu  sync.Mutex
	ids map[string]textRef
}

// textRef names an edition's file in little memory, since a large folder has
// one for each of its files.
type textRef struct {
	dir, slug string
	language  newsroom.Language
}

func (r textRef) file() string { return path.Join(r.dir, r.slug, string(r.language)+".md") }

// OpenFolder lists a content folder. Times without a zone are taken in the zone
// that the folder's own site.yaml names, since importing it makes that the
// site's; without one in zone, the site's now; with nil in UTC. It fails only when the root cannot be listed: everything else is a Problem
// of the file it concerns.
func OpenFolder(fsys fs.FS, zone *time.Location) (*Folder, error) {
	root, err := fs.ReadDir(fsys, ".")
	if err != nil {
		return nil, fmt.Errorf("the content folder cannot be read (%w): name an existing folder that you may read", plainCause(err))
	}
	f := &Folder{fsys: fsys, zone: zone, slugs: map[string][]string{}, ids: map[string]textRef{}}
	f.contributors = sync.OnceValues(f.readContributors)
	if site, _ := f.Site(); site != nil && site.TimeZone != "" {
		f.zone = site.Zone()
	}
	if f.zone == nil {
		f.zone = time.UTC
	}
	for _, entry := range root {
		f.listTop(entry)
	}
	return f, nil
}

// Layout returns what is wrong with the folder as a whole: names that are
// not part of the format, folders whose name is no slug, symbolic links.
func (f *Folder) Layout() []Problem {
	contributors, _ := f.contributors()
	portraits := map[string]bool{}
	for _, c := range contributors {
		portraits[c.Portrait] = true
		portraits[topOf(c.Portrait)] = true
	}
	var out []Problem
	for _, p := range f.layout {
		if !p.Warning || !portraits[p.File] {
			out = append(out, p)
		}
	}
	return out
}

// Empty reports whether the folder has none of the parts of a content folder,
// not even one that is skipped.
func (f *Folder) Empty() bool {
	texts := slices.ContainsFunc([]string{articlesDir, specialsDir, pagesDir}, func(dir string) bool { return len(f.slugs[dir]) > 0 })
	skipped := slices.ContainsFunc(f.layout, func(p Problem) bool { return !p.Warning })
	return !f.tables && !texts && !skipped
}

// Zone returns the zone in which the folder's times without one are taken.
func (f *Folder) Zone() *time.Location { return f.zone }

// ArticleSlugs returns the slugs of the folder's articles in alphabetical order.
func (f *Folder) ArticleSlugs() []string { return slices.Clone(f.slugs[articlesDir]) }

// SpecialSlugs returns the slugs of the folder's specials in alphabetical order.
func (f *Folder) SpecialSlugs() []string { return slices.Clone(f.slugs[specialsDir]) }

// PageSlugs returns the slugs of the folder's standing pages in alphabetical order.
func (f *Folder) PageSlugs() []string { return slices.Clone(f.slugs[pagesDir]) }

func (f *Folder) listTop(entry fs.DirEntry) {
	name := entry.Name()
	switch name {
	case siteFile, themesFile, termsFile, weightsFile, contributorsFile, picturesFile:
		f.tables = true
		return
	case picturesDir:
		return
	case articlesDir, specialsDir, pagesDir:
		f.listTexts(name, entry)
		return
	}
	if hidden(name) || isPaper(name) {
		return
	}
	known := []string{siteFile, themesFile, termsFile, weightsFile, contributorsFile, picturesFile, picturesDir, articlesDir, specialsDir, pagesDir}
	message := "is not part of a content folder and was left out: move it away"
	if f.isText(name) {
		message = "holds a text and lies at the top, so it was left out: put it into articles, specials or pages, or name the folder above this one if this is such a folder"
	}
	if word, near := newsroom.Nearest(name, known); near {
		message = fmt.Sprintf("is not part of a content folder and was left out: did you mean %q?", word)
	}
	f.layout = append(f.layout, Problem{File: name, Message: message, Warning: true})
}

// isText reports whether a folder at the top is that of one text.
func (f *Folder) isText(name string) bool {
	for _, l := range newsroom.Languages() {
		if _, err := fs.Stat(f.fsys, path.Join(name, string(l)+".md")); err == nil {
			return true
		}
	}
	return false
}

// listTexts lists the slugs of articles, specials or pages.
func (f *Folder) listTexts(dir string, entry fs.DirEntry) {
	report := func(name, format string, args ...any) {
		f.layout = append(f.layout, Problem{File: path.Join(dir, name), Message: fmt.Sprintf(format, args...)})
	}
	if entry.Type()&fs.ModeSymlink != 0 {
		report("", "is a symbolic link, and import does not follow links to folders: put the folder itself here")
		return
	}
	if !entry.IsDir() {
		report("", "is a file where a folder is expected: make it a folder with one folder per slug")
		return
	}
	entries, err := fs.ReadDir(f.fsys, dir)
	if err != nil {
		report("", "%s", readMessage(err, "folder"))
	}
	folded := map[string]string{}
	for _, e := range entries {
		if newsroom.CheckSlug(e.Name()) == nil {
			folded[e.Name()] = e.Name()
		}
	}
	for _, e := range entries {
		name := e.Name()
		first, taken := folded[strings.ToLower(name)]
		switch {
		case hidden(name):
		case e.Type()&fs.ModeSymlink != 0:
			report(name, "is a symbolic link, and import does not follow links to folders: put the folder itself here")
		case !e.IsDir():
			report(name, "lies beside the folders of %s: move it into a folder of its own, such as %s/%s/zh.md", dir, dir, slugHint(name))
		case taken && first != name:
			report(name, "has the same slug as %s/%s but for upper and lower case: rename one of the two", dir, first)
		case newsroom.CheckSlug(name) != nil:
			folded[strings.ToLower(name)] = name
			report(name, noSlug)
		default:
			f.slugs[dir] = append(f.slugs[dir], name)
		}
	}
}

// claimID notes that a text has an edition id; if another text has it
// already, that one's file comes back.
func (f *Folder) claimID(id string, ref textRef) (other string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if had, ok := f.ids[id]; ok && had != ref {
		return had.file()
	}
	f.ids[id] = ref
	return ""
}

// hidden reports whether a name belongs to a tool or a system, not to the content.
func hidden(name string) bool {
	return strings.HasPrefix(name, ".") || strings.HasSuffix(name, "~") || strings.EqualFold(name, "Thumbs.db")
}

// isPaper reports whether a name is of the kind that people put beside any content.
func isPaper(name string) bool {
	stem, _, _ := strings.Cut(strings.ToUpper(name), ".")
	return slices.Contains([]string{"README", "LICENSE", "LICENCE", "NOTICE"}, stem)
}

func topOf(name string) string {
	top, _, _ := strings.Cut(name, "/")
	return top
}

// slugHint makes an example of a folder's name out of a file's name.
func slugHint(name string) string {
	stem := strings.ToLower(strings.TrimSuffix(name, path.Ext(name)))
	if newsroom.CheckSlug(stem) == nil && stem != "zh" && stem != "en" {
		return stem
	}
	return "my-slug"
}
