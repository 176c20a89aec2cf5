package importer

import (
	"io/fs"
	"path"
	"slices"

	"go.yaml.in/yaml/v3"

	"hebi/internal/newsroom"
)

// Pictures reads pictures.yaml, the picture library, in the order of the file
// and without the entries that have an error; nil when the file is absent. Each
// has its words and, in Source, the file of its name in the folder pictures.
func (f *Folder) Pictures() ([]newsroom.LibraryPicture, []Problem) {
	r := newReader(picturesFile)
	root := f.readYAML(r)
	if root == nil {
		return nil, append(r.problems, f.strayPictures(nil)...)
	}
	var pictures []newsroom.LibraryPicture
	var named []string
	r.list(picturesFile, "- file: …", func(n *yaml.Node) {
		p := newsroom.LibraryPicture{}
		before := r.errors
		lines := r.mapping(n, "a picture", map[string]setter{
			"file": r.line("file", &p.File), "alt": r.bilingual("alt", &p.Alt), "caption": r.bilingual("caption", &p.Caption),
			"credit": r.bilingual("credit", &p.Credit), "licence": r.bilingual("licence", &p.Licence),
		})
		line := max(lines["file"], n.Line)
		switch _, err := newsroom.PictureFile(p.File); {
		case r.errors > before:
		case p.File == "":
			r.errorf(n.Line, "has a picture without a file: write file: and the name of a picture in the folder %s", picturesDir)
		case slices.Contains(named, p.File):
			r.errorf(line, "names the picture %q twice: delete one of the two", p.File)
		case err != nil:
			r.errorf(line, "%s", newsroom.Sentence(err))
		default:
			p.Source = f.referred(picturesDir, p.File, nil, r, line)
		}
		named = append(named, p.File)
		if r.errors == before {
			pictures = append(pictures, p)
		}
	})(root)
	return pictures, append(r.problems, f.strayPictures(named)...)
}

// strayPictures are warnings about files that pictures.yaml does not name.
func (f *Folder) strayPictures(named []string) []Problem {
	entries, err := fs.ReadDir(f.fsys, picturesDir)
	if err != nil { // there is no such folder
		return nil
	}
	r := newReader(picturesDir)
	for _, entry := range entries {
		if !hidden(entry.Name()) && !slices.Contains(named, entry.Name()) {
			r.at(path.Join(picturesDir, entry.Name())).warnf(0, "is not named in %s and was left out: name it there or delete it", picturesFile)
		}
	}
	return r.problems
}
