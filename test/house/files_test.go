package house

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// root is the folder of go.mod, seen from here.
const root = "../.."

// committed returns the files that git keeps or would keep, as paths from the root.
func committed(t *testing.T) []string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "git", "ls-files", "--cached", "--others", "--exclude-standard", "-z")
	cmd.Dir = root
	out, err := cmd.Output()
	if err != nil {
		t.Skip("git does not list the files here: ", err)
	}
	return strings.FieldsFunc(string(out), func(r rune) bool { return r == 0 })
}

// private are words that tie a file to one machine or one network. They are
// taken apart here so that this file does not contain them itself.
var private = regexp.MustCompile(strings.Join([]string{
	`(?:^|[\s"'` + "`" + `=(:@,;])/(?:ro` + `ot|ho` + `me|wo` + `rk|Us` + `ers)/[\w.]`,
	`proxy\.` + `golang\.org`, `sum\.` + `golang\.org`, `goproxy\.`,
	`registry\.` + `(?:npmjs|yarnpkg)`, `npmmi` + `rror`,
	`deb\.` + `debian\.org`, `(?:files\.pytho` + `nhosted|pypi\.o` + `rg)`,
}, "|"))

func TestNothingNamesAMachine(t *testing.T) {
	files := committed(t)
	if !slices.Contains(files, "go.mod") {
		t.Fatalf("go.mod is not among the %d files", len(files))
	}
	for _, name := range files {
		text, err := os.ReadFile(filepath.Join(root, name))
		if err != nil || bytes.IndexByte(text, 0) >= 0 {
			continue // removed but still in the index, or no text
		}
		for n, line := range strings.Split(string(text), "\n") {
			if found := private.FindString(line); found != "" {
				t.Errorf("%s:%d names %q: nothing committed may tie the project to a machine or a registry's host", name, n+1, strings.TrimSpace(found))
			}
		}
	}
}

func TestMachineWordsAreFound(t *testing.T) {
	for text, want := range map[string]bool{
		"cd /wo" + "rk/main":                             true,
		`"/ho` + `me/me/x"`:                              true,
		`"resolved": "https://registry.` + `npmjs.org/x`: true,
		"https://news.example/zh/wo" + "rk/a":            false,
		"a/ro" + "ot/b":                                  false,
	} {
		if got := private.MatchString(text); got != want {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
	}
}

func TestNoFileIsHuge(t *testing.T) {
	const limit = 8 << 20 // the segmenter's dictionary, compressed, is the largest thing that belongs here
	for _, name := range committed(t) {
		if info, err := os.Stat(filepath.Join(root, name)); err == nil && info.Size() > limit {
			t.Errorf("%s has %d bytes, at most %d are fine", name, info.Size(), limit)
		}
	}
}
