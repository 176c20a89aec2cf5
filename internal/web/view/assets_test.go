package view

import (
	"io/fs"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

const repository = "../../.."

// The address of a file is the checksum of all, and no other address serves it.
func TestAssets(t *testing.T) {
	a, err := NewAssets(os.DirFS(repository), false)
	if err != nil {
		t.Fatal(err)
	}
	rest := strings.TrimPrefix(a.Address("css/site.css"), StaticRoot)
	if file, err := a.Open(rest); err != nil || len(file.Body) == 0 || len(file.Compressed) == 0 || file.Name != "css/site.css" || !file.Forever {
		t.Errorf("%s: %d bytes of %s, for ever %v, %v", rest, len(file.Body), file.Name, file.Forever, err)
	}
	sum, _, _ := strings.Cut(rest, "/")
	for _, wrong := range []string{"", sum, sum + "/", sum + "/css", sum + "/../go.mod", sum + "//css/site.css", "000000000000/css/site.css", sum + "/css/none.css", sum + "/.hidden"} {
		if _, err := a.Open(wrong); err == nil {
			t.Errorf("%q is served", wrong)
		}
	}
}

// In development a changed file shows at once, as it was written.
func TestAssetsInDevelopment(t *testing.T) {
	files := fstest.MapFS{"static/a.css": {Data: []byte("a { b: c; }")}}
	a, err := NewAssets(files, true)
	if err != nil {
		t.Fatal(err)
	}
	files["static/a.css"] = &fstest.MapFile{Data: []byte("a { b: d; }")}
	file, err := a.Open(strings.TrimPrefix(a.Address("a.css"), StaticRoot))
	if diff := cmp.Diff(Asset{Name: "a.css", Body: []byte("a { b: d; }")}, file); diff != "" || err != nil {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
}

// A page asks for a script that may not have been built; in development it may come and go.
func TestAssetsSayWhatIsThere(t *testing.T) {
	files := fstest.MapFS{"static/built/editor.js": {Data: []byte("a")}, "static/built/.gitignore": {Data: []byte("*")}}
	for _, dev := range []bool{false, true} {
		a, err := NewAssets(files, dev)
		if err != nil {
			t.Fatal(err)
		}
		for name, want := range map[string]bool{"built/editor.js": true, "built": false, "built/other.js": false, "../go.mod": false} {
			if got := a.Has(name); got != want {
				t.Errorf("dev %v: %s is there: %v", dev, name, got)
			}
		}
	}
	delete(files, "static/built/editor.js")
	for _, dev := range []bool{false, true} {
		if a, err := NewAssets(files, dev); err != nil || a.Has("built/editor.js") {
			t.Errorf("dev %v: a script that was not built is there, %v", dev, err)
		}
	}
}

func TestSqueeze(t *testing.T) {
	const css = `/* Why. */
a:hover, .b :lang(zh) > c {
  color: var(--d); /* here */
  background: url("e") left / 2rem;
}
@media (min-width: 40rem) {
  .f::before { content: "— "; }
}
`
	want := `a:hover, .b :lang(zh) > c{color:var(--d);background:url("e") left / 2rem}@media (min-width:40rem){.f::before{content:"— "}}`
	if diff := cmp.Diff(want, string(squeeze([]byte(css)))); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if again := squeeze([]byte(want)); string(again) != want {
		t.Errorf("twice: %s", again)
	}
}

func TestSqueezeScript(t *testing.T) {
	const script = "// Why.\nlet a = 1; // one\n\n{\n\t// here\n  b(\"// no\")\n}\n"
	if diff := cmp.Diff("let a = 1; // one\n{\nb(\"// no\")\n}\n", string(squeezeScript([]byte(script)))); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// What readers load, all pages together, stays small.
func TestScriptsAreSmall(t *testing.T) {
	files := os.DirFS(repository + "/static/js")
	names, err := fs.Glob(files, "*.js")
	if err != nil || len(names) < 3 {
		t.Fatalf("%v, %v", names, err)
	}
	total := 0
	for _, name := range names {
		script, err := fs.ReadFile(files, name)
		if err != nil {
			t.Fatal(err)
		}
		total += len(squeezeScript(script))
	}
	if total > 10<<10 {
		t.Errorf("%d bytes of script, want at most 10 KiB", total)
	}
}
