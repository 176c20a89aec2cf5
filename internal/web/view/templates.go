package view

import (
	"bytes"
	"fmt"
	"html/template"
	"io/fs"
	"path"
	"strings"
)

// Templates are the pages of one folder, each with the layouts and partials.
type Templates struct {
	files  fs.FS
	folder string
	pages  map[string]*template.Template
	dev    bool
}

// NewTemplates parses templates/layouts and templates/partials once and clones
// them for every page of templates/<folder>; a page's name is its file's
// without ".html". With dev they are parsed again for every page shown.
func NewTemplates(files fs.FS, folder string, dev bool) (*Templates, error) {
	t := &Templates{files: files, folder: folder, dev: dev}
	pages, err := t.parse()
	t.pages = pages
	return t, err
}

func (t *Templates) parse() (map[string]*template.Template, error) {
	shared, err := template.New("").ParseFS(t.files, "templates/layouts/*.html", "templates/partials/*.html")
	if err != nil {
		return nil, fmt.Errorf("templates: %w", err)
	}
	names, err := fs.Glob(t.files, "templates/"+t.folder+"/*.html")
	if err != nil {
		return nil, fmt.Errorf("templates: %w", err)
	}
	pages := make(map[string]*template.Template, len(names))
	for _, name := range names {
		page, err := shared.Clone()
		if err == nil {
			page, err = page.ParseFS(t.files, name)
		}
		if err != nil {
			return nil, fmt.Errorf("template %s: %w", name, err)
		}
		pages[strings.TrimSuffix(path.Base(name), ".html")] = page
	}
	return pages, nil
}

// Names lists the pages.
func (t *Templates) Names() []string {
	var names []string
	for name := range t.pages {
		names = append(names, name)
	}
	return names
}

// Lookup returns a page's template with all it may include; nil when there is none.
func (t *Templates) Lookup(name string) *template.Template { return t.pages[name] }

// Render writes the page into memory: a page that fails half way reaches nobody.
func (t *Templates) Render(name string, data any) ([]byte, error) {
	return t.RenderPart(name, "layout", data)
}

// RenderPart is Render for one template among those of the page.
func (t *Templates) RenderPart(name, part string, data any) ([]byte, error) {
	pages := t.pages
	if t.dev {
		fresh, err := t.parse()
		if err != nil {
			return nil, err
		}
		pages = fresh
	}
	page, ok := pages[name]
	if !ok {
		return nil, fmt.Errorf("there is no template %s/%s.html", t.folder, name)
	}
	var b bytes.Buffer
	if err := page.ExecuteTemplate(&b, part, data); err != nil {
		return nil, fmt.Errorf("render %s: %w", name, err)
	}
	return b.Bytes(), nil
}
