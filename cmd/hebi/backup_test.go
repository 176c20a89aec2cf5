package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"hebi/internal/store"
	"hebi/internal/store/storetest"
)

// The site of each database, restored on each, exports the same bytes.
func TestABackupExportsTheSame(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		from := where(t, o)
		must(t, exitDone, append([]string{"import", "folder", "../../content", "--publish"}, from...)...)
		must(t, exitDone, append([]string{"import", "folder", write(t, map[string]string{
			"contributors.yaml": "- slug: anna\n  name: {zh: 安娜, en: Anna}\n  portrait: me.png\n", "me.png": dot(t),
			"articles/good/zh.md": "---\ntitle: 好\ncover: {file: a.png}\n---\n\n[表](t.pdf)\n", "articles/good/a.png": dot(t), "articles/good/t.pdf": "%PDF-1.7\n",
		}), "--publish"}, from...)...)
		file, want := filepath.Join(t.TempDir(), "site.tar.gz"), filepath.Join(t.TempDir(), "want")
		stdout, stderr := must(t, exitDone, append([]string{"backup", file}, from...)...)
		if !strings.HasPrefix(stdout, "backup of 16 articles, ") || !strings.HasSuffix(stdout, " and 2 files\n") || stderr != "" {
			t.Errorf("said %q, %q", stdout, stderr)
		}
		must(t, exitDone, append([]string{"export", want}, from...)...)
		storetest.Each(t, func(t *testing.T, o store.Options) {
			to, got := where(t, o), filepath.Join(t.TempDir(), "got")
			stdout, stderr := must(t, exitDone, append([]string{"restore", file}, to...)...)
			if !strings.HasPrefix(stdout, "restored 16 articles, ") || !strings.Contains(stdout, " and 2 files of a backup of 2") || stderr != "" {
				t.Errorf("said %q, %q", stdout, stderr)
			}
			must(t, exitDone, append([]string{"export", got}, to...)...)
			if diff := cmp.Diff(tree(t, want), tree(t, got)); diff != "" {
				t.Errorf("-site +restored\n%s", diff)
			}
			if stdout, _ := must(t, exitDone, append([]string{"reindex"}, to...)...); !strings.HasPrefix(stdout, "0 editions done") {
				t.Errorf("the index was not whole: %s", stdout)
			}
		})
	})
}

func TestBackupToStandardOutputAndBack(t *testing.T) {
	data := t.TempDir()
	must(t, exitDone, "import", "folder", write(t, map[string]string{"articles/good/zh.md": good}), "--data", data)
	stdout, stderr := must(t, exitDone, "backup", "-", "--data", data)
	if !strings.HasPrefix(stdout, "\x1f\x8b") || !strings.HasPrefix(stderr, "backup of 1 articles") {
		t.Errorf("%d bytes, said %q", len(stdout), stderr)
	}
	restored := t.TempDir()
	var out bytes.Buffer
	c := &console{in: strings.NewReader(stdout), out: &out, err: &out, log: quiet()}
	restore := &restoreCommand{File: "-", siteFlags: siteFlags{Data: restored}}
	if err := restore.Run(t.Context(), c); err != nil {
		t.Fatal(err, out.String())
	}
	must(t, exitFailed, "publish", "none", "--data", restored)
	must(t, exitDone, "publish", "good", "--data", restored)
}

func TestBackupSaysWhatIsWrong(t *testing.T) {
	data, folder := t.TempDir(), t.TempDir()
	must(t, exitDone, "import", "folder", write(t, map[string]string{
		"articles/good/zh.md": "---\ntitle: 好\ncover: {file: a.png}\n---\n\n文\n", "articles/good/a.png": dot(t),
	}), "--data", data)
	file := filepath.Join(folder, "site.tar.gz")
	must(t, exitDone, "backup", file, "--data", data)
	whole, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	half := filepath.Join(write(t, map[string]string{"half.tar.gz": string(whole[:len(whole)/2])}), "half.tar.gz")
	for name, tt := range map[string]struct {
		args []string
		want string
	}{
		"a file that is there":          {[]string{"backup", file, "--data", data}, "hebi: " + file + " is there already: name a new file\n"},
		"a folder that is not":          {[]string{"backup", filepath.Join(folder, "none", "x"), "--data", data}, "name a folder that you may write"},
		"no site":                       {[]string{"backup", filepath.Join(folder, "x"), "--data", filepath.Join(folder, "none")}, "there is no site in"},
		"a backup that is not there":    {[]string{"restore", filepath.Join(folder, "none"), "--data", t.TempDir()}, "name an existing backup"},
		"a backup that is a folder":     {[]string{"restore", folder, "--data", t.TempDir()}, "is a folder"},
		"half a backup":                 {[]string{"restore", half, "--data", t.TempDir()}, "hebi: this is no whole backup of hebi (it breaks off or is damaged): use another one; nothing was changed\n"},
		"a site that has content":       {[]string{"restore", file, "--data", data}, "say --overwrite"},
		"half a backup over a site":     {[]string{"restore", half, "--data", data, "--overwrite"}, "nothing was changed"},
		"a database that is none of us": {[]string{"restore", file, "--data", t.TempDir(), "--database", "mysql://x"}, "postgres://"},
	} {
		t.Run(name, func(t *testing.T) {
			stdout, stderr, code := command(tt.args...)
			if code != exitFailed && code != exitUsage || stdout != "" || !strings.Contains(stderr, tt.want) || strings.Count(stderr, "\n") != 1 {
				t.Errorf("exit %d, said %q%q, want %q", code, stdout, stderr, tt.want)
			}
		})
	}
	left, err := os.ReadDir(folder)
	if err != nil || len(left) != 1 {
		t.Errorf("%v are left, %v", left, err)
	}
	if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("others may read it: %v, %v", info.Mode(), err)
	}
	lost, err := filepath.Glob(filepath.Join(data, "media", "*", "*"))
	if err != nil || len(lost) != 1 || os.Remove(lost[0]) != nil {
		t.Fatal(lost, err)
	}
	_, stderr := must(t, exitWarnings, "backup", filepath.Join(folder, "without"), "--data", data)
	if want := "hebi: warning: the site has lost files that its texts name (1), so the backup goes without them: " + filepath.Base(lost[0]) + "\n"; stderr != want {
		t.Errorf("said %q", stderr)
	}
	must(t, exitWarnings, "restore", filepath.Join(folder, "without"), "--data", t.TempDir())
}

// A bar is drawn for each part of the work, and ends with it.
func TestABackupShowsHowFarItIs(t *testing.T) {
	data := t.TempDir()
	must(t, exitDone, "import", "folder", "../../content", "--publish", "--data", data)
	file := filepath.Join(t.TempDir(), "site.tar.gz")
	var drawn []string
	for _, run := range []func(c *console) error{
		func(c *console) error {
			return (&backupCommand{File: file, siteFlags: siteFlags{Data: data}}).Run(t.Context(), c)
		},
		func(c *console) error {
			return (&restoreCommand{File: file, siteFlags: siteFlags{Data: t.TempDir()}}).Run(t.Context(), c)
		},
	} {
		var errs bytes.Buffer
		if err := run(&console{out: io.Discard, err: &errs, terminal: true, log: quiet()}); err != nil {
			t.Fatal(err)
		}
		drawn = append(drawn, errs.String())
	}
	for i, parts := range [][]string{{"rows and files"}, {"rows and files", "editions indexed"}} {
		for _, part := range parts {
			if !strings.Contains(drawn[i], part) {
				t.Errorf("%s is not shown: %q", part, fmt.Sprintf("%.200s", drawn[i]))
			}
		}
	}
	if slices.Contains(drawn, "") {
		t.Error("nothing is drawn")
	}
}
