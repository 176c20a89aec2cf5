package exporter_test

import (
	"errors"
	"flag"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"hebi/internal/exporter"
	"hebi/internal/importer"
	"hebi/internal/newsroom"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// texts reads slugs one by one, as a site's store would hand them over.
func texts[T any](t *testing.T, slugs []string, read func(string) (*T, []importer.Problem)) iter.Seq2[*T, error] {
	return func(yield func(*T, error) bool) {
		for _, slug := range slugs {
			v, problems := read(slug)
			for _, p := range problems {
				t.Errorf("import: %v", p)
			}
			if v != nil && !yield(v, nil) {
				return
			}
		}
	}
}

func told[T any](t *testing.T) func(v T, problems []importer.Problem) T {
	return func(v T, problems []importer.Problem) T {
		t.Helper()
		for _, p := range problems {
			t.Errorf("import: %v", p)
		}
		return v
	}
}

// read reads a whole content folder; every problem fails the test.
func read(t *testing.T, fsys fs.FS) exporter.Content {
	t.Helper()
	f, err := importer.OpenFolder(fsys, nil)
	if err != nil {
		t.Fatal(err)
	}
	told[any](t)(nil, f.Layout())
	return exporter.Content{
		Site: told[*newsroom.Site](t)(f.Site()), Themes: told[[]newsroom.Theme](t)(f.Themes()),
		Terms: told[[]newsroom.Term](t)(f.Terms()), Contributors: told[[]newsroom.Contributor](t)(f.Contributors()),
		Articles: texts(t, f.ArticleSlugs(), f.Article), Specials: texts(t, f.SpecialSlugs(), f.Special), Pages: texts(t, f.PageSlugs(), f.Page),
	}
}

// export writes c into a new folder and returns the folder's files.
func export(t *testing.T, c exporter.Content) fs.FS {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "site")
	if err := exporter.Write(dir, c); err != nil {
		t.Fatal(err)
	}
	return os.DirFS(dir)
}

// tree returns every file of a folder with its text.
func tree(t *testing.T, fsys fs.FS) map[string]string {
	t.Helper()
	out := map[string]string{}
	err := fs.WalkDir(fsys, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := fs.ReadFile(fsys, name)
		out[name] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// values returns everything in c, so that two contents can be compared.
func values(t *testing.T, c exporter.Content) map[string]any {
	t.Helper()
	out := map[string]any{"site": c.Site, "themes": c.Themes, "terms": c.Terms, "contributors": c.Contributors}
	collect(t, out, "article ", c.Articles, func(a *newsroom.Article) string { return a.Slug })
	collect(t, out, "special ", c.Specials, func(s *newsroom.Special) string { return s.Slug })
	collect(t, out, "page ", c.Pages, func(p *newsroom.Page) string { return p.Slug })
	return out
}

func collect[T any](t *testing.T, out map[string]any, what string, seq iter.Seq2[*T, error], slug func(*T) string) {
	t.Helper()
	if seq == nil {
		return
	}
	for v, err := range seq {
		if err != nil {
			t.Fatal(err)
		}
		out[what+slug(v)] = v
	}
}

var plain = cmp.Options{
	cmpopts.IgnoreFields(newsroom.File{}, "Open"), cmpopts.EquateEmpty(),
	cmp.Comparer(func(a, b time.Time) bool { return a.Equal(b) }),
}

// roundTrip checks that import(export(c)) is c and that exporting it again
// gives the same bytes; it returns the exported files.
func roundTrip(t *testing.T, c exporter.Content) map[string]string {
	t.Helper()
	first := export(t, c)
	again := read(t, first)
	if diff := cmp.Diff(values(t, c), values(t, again), plain); diff != "" {
		t.Errorf("import of the export differs: %s", diff)
	}
	files := tree(t, first)
	if diff := cmp.Diff(files, tree(t, export(t, again))); diff != "" {
		t.Errorf("the second export differs: %s", diff)
	}
	return files
}

func TestTheSampleFolder(t *testing.T) {
	got := roundTrip(t, read(t, os.DirFS("../importer/testdata/folder")))
	const golden = "testdata/exported"
	if *update {
		if err := os.RemoveAll(golden); err != nil {
			t.Fatal(err)
		}
		for name, text := range got {
			name = filepath.Join(golden, name)
			if err := errors.Join(os.MkdirAll(filepath.Dir(name), 0o755), os.WriteFile(name, []byte(text), 0o600)); err != nil {
				t.Fatal(err)
			}
		}
	}
	if diff := cmp.Diff(tree(t, os.DirFS(golden)), got); diff != "" {
		t.Error(diff)
	}
}

func TestTheStarterSite(t *testing.T) {
	if files := roundTrip(t, read(t, os.DirFS("../../content"))); files["site.yaml"] == "" || files["themes.yaml"] == "" {
		t.Error("the starter site has no settings or no themes")
	}
}

func TestAnEmptySite(t *testing.T) {
	if files := roundTrip(t, exporter.Content{}); len(files) > 0 {
		t.Errorf("files of nothing: %v", files)
	}
}

func one[T any](values ...*T) iter.Seq2[*T, error] {
	return func(yield func(*T, error) bool) {
		for _, v := range values {
			if !yield(v, nil) {
				return
			}
		}
	}
}

// article returns an article that stands in both languages.
func article(slug string) *newsroom.Article {
	return &newsroom.Article{Slug: slug, Kind: newsroom.News, Editions: map[newsroom.Language]*newsroom.Edition{
		newsroom.Chinese: {Language: newsroom.Chinese, Status: newsroom.Published, Title: "题", Body: "文。", Original: true},
		newsroom.English: {Language: newsroom.English, Status: newsroom.Published, Title: "Title", Body: "Text."},
	}}
}

func TestWhereArticleKeysStand(t *testing.T) {
	a := article("x")
	a.Credits = []newsroom.Credit{{Contributor: newsroom.Contributor{Slug: "li"}, Role: newsroom.Author, Printed: newsroom.Bilingual{ZH: "教授"}}}
	a.Editions[newsroom.English].Translators = []newsroom.Credit{{Contributor: newsroom.Contributor{Slug: "wu"}, Role: newsroom.Translator}}
	files := roundTrip(t, exporter.Content{Articles: one(a)})
	want := "---\ntitle: Title\nstatus: published\ncredits:\n  - contributor: wu\n    role: translator\n---\n\nText.\n"
	if diff := cmp.Diff(want, files["articles/x/en.md"]); diff != "" {
		t.Errorf("a translation repeats what has no words in its language: %s", diff)
	}
	delete(a.Editions, newsroom.Chinese)
	a.Editions[newsroom.English].Original = true
	files = roundTrip(t, exporter.Content{Articles: one(a)})
	want = "---\ntitle: Title\nstatus: published\noriginal: true\nkind: news\ncredits:\n  - contributor: li\n    role: author\n    affiliation:\n      zh: 教授\n" +
		"  - contributor: wu\n    role: translator\n---\n\nText.\n"
	if diff := cmp.Diff(want, files["articles/x/en.md"]); diff != "" {
		t.Errorf("a lone edition keeps the words of the other language: %s", diff)
	}
}

func TestPortraitsOfTheSameName(t *testing.T) {
	person := func(slug string) newsroom.Contributor {
		open := func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader("portrait of " + slug)), nil }
		return newsroom.Contributor{Slug: slug, Name: newsroom.Bilingual{EN: slug}, PortraitFile: &newsroom.File{Name: "me.JPG", Open: open}}
	}
	got := tree(t, export(t, exporter.Content{Contributors: []newsroom.Contributor{person("li"), person("wu")}}))
	delete(got, "contributors.yaml")
	if diff := cmp.Diff(map[string]string{"portraits/li.jpg": "portrait of li", "portraits/wu.jpg": "portrait of wu"}, got); diff != "" {
		t.Error(diff)
	}
}

func TestWhatAFileCannotSay(t *testing.T) {
	a := article("x")
	zh := a.Editions[newsroom.Chinese]
	zh.Title, zh.Subtitle, zh.Body = "", "two\nlines", "\n \n    code\r\nbell \a, byte \xff  \n\n"
	zh.Status = newsroom.InReview
	zh.Date = time.Date(1895, 1, 1, 0, 0, 0, 999, time.UTC)
	delete(a.Editions, newsroom.English)
	a.Themes = []newsroom.ThemeTag{{Slug: "found", Score: 0.5}, {Slug: "set", Manual: true, Score: 1}}
	site := &newsroom.Site{Name: newsroom.Bilingual{ZH: "报", EN: "Paper"}, TimeZone: "Asia/Shanghai"}
	fsys := export(t, exporter.Content{Site: site, Articles: one(a)})
	want := "---\ntitle: x\nsubtitle: two lines\ndate: 1895-01-01T00:00:00Z\nstatus: draft\noriginal: true\nkind: news\nthemes: [set]\n---\n\n    code\nbell \uFFFD, byte \uFFFD\n"
	got := tree(t, fsys)
	if diff := cmp.Diff(want, got["articles/x/zh.md"]); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(got, tree(t, export(t, read(t, fsys)))); diff != "" {
		t.Errorf("the second export differs: %s", diff)
	}
}

func TestRefusals(t *testing.T) {
	lost := article("lost")
	lost.Files = []newsroom.File{{Name: "a.png", Open: func() (io.ReadCloser, error) { return nil, fs.ErrNotExist }}}
	escape := article("escape")
	escape.Files = []newsroom.File{{Name: "../a.png", Open: func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader("x")), nil }}}
	broken := func(yield func(*newsroom.Page, error) bool) { yield(nil, newsroom.ErrForbidden) }
	cases := map[string]struct {
		content exporter.Content
		want    string
		is      error
	}{
		"a slug that is a path":   {exporter.Content{Articles: one(article("../x"))}, `export: article: slug "../x": use lower-case letters a-z, digits and single hyphens, at most 120 of them`, newsroom.ErrInvalid},
		"a slug twice":            {exporter.Content{Articles: one(article("x"), article("x"))}, "export: articles/x/zh.md would be written twice: give the two different names", newsroom.ErrConflict},
		"a file out of its place": {exporter.Content{Articles: one(escape)}, `export: articles/escape: the file name "../a.png" cannot be written: rename the file`, newsroom.ErrInvalid},
		"a lost picture":          {exporter.Content{Articles: one(lost)}, `export: articles/lost: the file "a.png": file does not exist`, fs.ErrNotExist},
		"an error of the site":    {exporter.Content{Articles: one(article("x")), Pages: broken}, "export: forbidden", newsroom.ErrForbidden},
		"a bar in a variant":      {exporter.Content{Terms: []newsroom.Term{{ZH: "好", ZHVariants: []string{"a|b"}}}}, `export: term "好": "a|b" has a bar, which separates variants in terms.csv: change it`, newsroom.ErrInvalid},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			empty, parent := t.TempDir(), t.TempDir()
			for _, dir := range []string{empty, filepath.Join(parent, "site")} {
				err := exporter.Write(dir, c.content)
				if err == nil || err.Error() != c.want || !errors.Is(err, c.is) {
					t.Errorf("error = %v, want %s", err, c.want)
				}
			}
			for _, dir := range []string{empty, parent} {
				if left := tree(t, os.DirFS(dir)); len(left) > 0 {
					t.Errorf("left behind: %v", left)
				}
				if entries, err := os.ReadDir(dir); err != nil || len(entries) > 0 {
					t.Errorf("left behind: %v, %v", entries, err)
				}
			}
		})
	}
}

func TestTheFolderMustBeNewOrEmpty(t *testing.T) {
	dir := t.TempDir()
	c := exporter.Content{Articles: one(article("x"))}
	if err := exporter.Write(dir, c); err != nil {
		t.Fatalf("into an empty folder: %v", err)
	}
	err := exporter.Write(dir, c)
	if want := "export: " + dir + " is not empty: name a new or an empty folder"; err == nil || err.Error() != want {
		t.Errorf("error = %v, want %s", err, want)
	}
	if len(tree(t, os.DirFS(dir))) != 2 {
		t.Error("a refused export changed the folder")
	}
	file := filepath.Join(dir, "articles", "x", "zh.md")
	if err := exporter.Write(file, c); err == nil || !strings.HasSuffix(err.Error(), "not a directory): name a new or an empty folder") {
		t.Errorf("onto a file: %v", err)
	}
}
