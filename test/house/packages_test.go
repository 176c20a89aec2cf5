// Package house keeps the house in order: which package may import which, what
// they may be called, what may be committed, and how the image is built.
package house

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"maps"
	"os/exec"
	"path"
	"slices"
	"strings"
	"testing"
)

// arrows is the table of packages: what each may import of ours, besides its
// own subpackages. A package that is not here has no room in the house yet.
var arrows = map[string]string{
	"hebi":                    "",
	"hebi/internal/newsroom":  "",
	"hebi/internal/hanzi":     "",
	"hebi/internal/segment":   "hanzi",
	"hebi/internal/markdown":  "hanzi",
	"hebi/internal/compare":   "hanzi",
	"hebi/internal/terms":     "newsroom hanzi segment",
	"hebi/internal/themes":    "newsroom segment terms",
	"hebi/internal/postings":  "",
	"hebi/internal/search":    "newsroom hanzi segment terms postings",
	"hebi/internal/bilingual": "newsroom hanzi segment markdown terms compare",
	"hebi/internal/store":     "newsroom search",
	"hebi/internal/media":     "newsroom",
	"hebi/internal/importer":  "newsroom hanzi markdown",
	"hebi/internal/exporter":  "newsroom hanzi markdown",
	"hebi/internal/publish":   "newsroom hanzi store media markdown segment compare terms themes search bilingual",
	"hebi/internal/feed":      "newsroom",
	"hebi/internal/locale":    "newsroom",
	"hebi/internal/auth":      "newsroom store",
	"hebi/internal/jobs":      "newsroom store",
	"hebi/internal/web":       "*",
	"hebi/cmd/hebi":           "*",
	"hebi/test":               "*",
}

// foreign says where other people's packages may be used; those not named may be used anywhere in internal.
var foreign = map[string]string{
	"gorm.io":                        "hebi/internal/store",
	"modernc.org/sqlite":             "hebi/internal/store",
	"github.com/jackc/pgx":           "hebi/internal/store",
	"github.com/gin-gonic/gin":       "hebi/internal/web",
	"github.com/alecthomas/kong":     "hebi/cmd/hebi",
	"github.com/schollz/progressbar": "hebi/cmd/hebi",
	"github.com/go-ego/gse":          "hebi/internal/segment",
	"github.com/yuin/goldmark":       "hebi/internal/markdown",
	"github.com/chromedp":            "hebi/test",
}

// pure packages import the standard library and ours alone.
var pure = []string{"hebi", "hebi/internal/newsroom", "hebi/internal/feed", "hebi/internal/locale"}

// listed is what `go list` says of a package.
type listed struct {
	ImportPath, Name, Doc string
	GoFiles               []string
	Imports               []string
	TestImports           []string
	XTestImports          []string
}

func list(t *testing.T, args ...string) []listed {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "go", append([]string{"list", "-e", "-json=ImportPath,Name,Doc,GoFiles,Imports,TestImports,XTestImports"}, args...)...)
	cmd.Dir = root
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v\n%s", err, stderr.String())
	}
	var packages []listed
	for d := json.NewDecoder(bytes.NewReader(out)); ; {
		var p listed
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			return packages
		} else if err != nil {
			t.Fatal(err)
		}
		packages = append(packages, p)
	}
}

// home is the row of arrows that p belongs to: its own or that of a folder above it.
func home(p string) (row string, ok bool) {
	for row = p; strings.Contains(row, "/"); row = path.Dir(row) {
		if _, ok := arrows[row]; ok {
			return row, true
		}
	}
	_, ok = arrows[row]
	return row, ok && row == p
}

// within reports whether the package p is dir or lies in it.
func within(p, dir string) bool { return p == dir || strings.HasPrefix(p, dir+"/") }

// wrongImport says why p may not import i, or nothing when it may.
func wrongImport(p, i string) string {
	row, _ := home(p)
	if within(i, "hebi") {
		target, _ := home(i)
		allowed := arrows[row]
		switch {
		case row == target, allowed == "*" && target != "hebi/test":
			return ""
		case slices.Contains(strings.Fields(allowed), strings.TrimPrefix(target, "hebi/internal/")):
			return ""
		}
		return "may import of ours only: " + allowed
	}
	for prefix, dir := range foreign {
		if within(i, prefix) && !within(p, dir) {
			return prefix + " belongs to " + dir
		}
	}
	if strings.Contains(strings.Split(i, "/")[0], ".") && slices.Contains(pure, row) {
		return "imports the standard library only"
	}
	return ""
}

func TestArrows(t *testing.T) {
	packages := list(t, "./...")
	if len(packages) < 10 {
		t.Fatalf("go list found %d packages; is %s the root?", len(packages), root)
	}
	for _, p := range packages {
		if _, ok := home(p.ImportPath); !ok {
			t.Errorf("%s: not in the table of packages: give it a row in the design first, then here", p.ImportPath)
			continue
		}
		for _, i := range p.Imports {
			if why := wrongImport(p.ImportPath, i); why != "" {
				t.Errorf("%s imports %s: %s", p.ImportPath, i, why)
			}
		}
	}
}

// TestArrowsCatch shows that the rules refuse what they are there for.
func TestArrowsCatch(t *testing.T) {
	for _, tc := range []struct {
		importer, imported string
		fine               bool
	}{
		{"hebi/internal/feed", "hebi/internal/newsroom", true},
		{"hebi/internal/feed", "hebi/internal/store", false},
		{"hebi/internal/newsroom", "hebi/internal/hanzi", false},
		{"hebi/internal/newsroom", "golang.org/x/text/width", false},
		{"hebi/internal/store", "hebi/internal/publish", false},
		{"hebi/internal/store", "gorm.io/gorm", true},
		{"hebi/internal/publish", "gorm.io/gorm", false},
		{"hebi/internal/web/reader", "github.com/gin-gonic/gin/binding", true},
		{"hebi/cmd/hebi", "github.com/gin-gonic/gin", false},
		{"hebi/internal/web/reader", "hebi/internal/web/conditional", true},
		{"hebi/internal/jobs", "hebi/internal/web", false},
		{"hebi/internal/web", "hebi/internal/publish", true},
		{"hebi/internal/hanzi/gen", "hebi/internal/hanzi", true},
		{"hebi/cmd/hebi", "hebi/test/program", false},
		{"hebi/test/scripts", "hebi/test/program", true},
	} {
		if why := wrongImport(tc.importer, tc.imported); (why == "") != tc.fine {
			t.Errorf("%s imports %s: %q, want fine %v", tc.importer, tc.imported, why, tc.fine)
		}
	}
	for p, want := range map[string]bool{"hebi/internal/utils": false, "hebi/tools": false, "hebi/internal/web/desk": true, "hebi": true} {
		if _, ok := home(p); ok != want {
			t.Errorf("%s is in the table: %v, want %v", p, ok, want)
		}
	}
}

func TestNamesAndComments(t *testing.T) {
	taken := map[string]string{}
	for _, name := range []string{"utils", "util", "common", "models", "helpers", "helper", "misc", "base", "shared"} {
		taken[name] = "says nothing of what is in it"
	}
	for _, std := range list(t, "std") {
		top, _, _ := strings.Cut(std.ImportPath, "/")
		// The tools for Go's own source, such as go/importer, never meet our code.
		if !slices.Contains([]string{"go", "debug", "internal", "vendor", "cmd"}, top) && !strings.Contains(std.ImportPath, "internal/") {
			taken[path.Base(std.ImportPath)] = "shadows " + std.ImportPath
		}
	}
	if taken["json"] == "" || taken["time"] == "" {
		t.Fatalf("the standard library is not listed: %v", slices.Sorted(maps.Keys(taken)))
	}
	for _, p := range list(t, "./...") {
		if why := taken[p.Name]; why != "" {
			t.Errorf("%s: the name %s %s", p.ImportPath, p.Name, why)
		}
		if len(p.GoFiles) > 0 && p.Doc == "" {
			t.Errorf("%s has no package comment", p.ImportPath)
		}
	}
}
