//go:build !race

// Package keeping ends the program in the middle of saves, backups and restores,
// and looks at what is left.
package keeping

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"hebi/internal/store/storetest"
	"hebi/test/program"
)

// site is one on the command line.
type site struct {
	t    *testing.T
	bin  string
	args []string
}

func (s site) command(args ...string) *exec.Cmd {
	cmd := exec.CommandContext(s.t.Context(), s.bin, append(args, s.args...)...)
	cmd.Env = program.Environment()
	return cmd
}

// run runs a command that must succeed, and returns how long it took.
func (s site) run(args ...string) time.Duration {
	s.t.Helper()
	begun := time.Now()
	if out, err := s.command(args...).CombinedOutput(); err != nil {
		s.t.Fatalf("hebi %s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return time.Since(begun)
}

// killed starts a command and ends it at some time of its usual one, as a power
// cut does; it reports whether the command came to its end before.
func (s site) killed(random *rand.Rand, usual time.Duration, args ...string) (finished bool) {
	s.t.Helper()
	cmd := s.command(args...)
	var said bytes.Buffer
	cmd.Stderr = &said
	if err := cmd.Start(); err != nil {
		s.t.Fatal(err)
	}
	timer := time.AfterFunc(time.Duration(random.Float64()*1.2*float64(usual)), func() { _ = cmd.Process.Kill() })
	defer timer.Stop()
	err := cmd.Wait()
	if code := cmd.ProcessState.ExitCode(); err != nil && code != -1 {
		s.t.Fatalf("hebi %s: exit %d\n%s", strings.Join(args, " "), code, said.String())
	}
	return err == nil
}

// exported is the site as a content folder.
func (s site) exported() map[string]string {
	s.t.Helper()
	dir := filepath.Join(s.t.TempDir(), "out")
	s.run("export", dir)
	files := map[string]string{}
	err := fs.WalkDir(os.DirFS(dir), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(filepath.Join(dir, name))
		files[name] = string(data)
		return err
	})
	if err := errors.Join(err, os.RemoveAll(dir)); err != nil {
		s.t.Fatal(err)
	}
	return files
}

// content writes a content folder with documents that take a moment to pack.
func content(t *testing.T, word string, documents int) string {
	t.Helper()
	dir := t.TempDir()
	text := "---\ntitle: " + word + "\n---\n\n"
	random := rand.NewChaCha8([32]byte{1})
	for i := range documents {
		name := fmt.Sprintf("d%d.pdf", i)
		text += "[" + word + "](" + name + ")\n\n"
		data := make([]byte, 1<<20)
		_, _ = random.Read(data)
		write(t, filepath.Join(dir, "articles", "piece", name), "%PDF-1.7\n"+string(data))
	}
	write(t, filepath.Join(dir, "articles", "piece", "zh.md"), text)
	for i := range 60 {
		write(t, filepath.Join(dir, "articles", fmt.Sprintf("%d", i), "zh.md"), "---\ntitle: 题\n---\n\n"+strings.Repeat(word+"，某地的草原。", 200)+"\n")
	}
	return dir
}

func write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func newSite(t *testing.T, bin string, args ...string) site { return site{t, bin, args} }

func equal(a, b map[string]string) bool {
	if len(a) != len(b) {
		return false
	}
	for name, text := range a {
		if b[name] != text {
			return false
		}
	}
	return true
}

// Together with TestARestoreThatIsKilled a hundred processes end in the middle.
const (
	killedBackups            = 60
	killedRestores           = 30
	killedPostgreSQLRestores = 10
)

func TestABackupThatIsKilled(t *testing.T) {
	bin := program.Build(t, "../..")
	random := rand.New(rand.NewPCG(1, 2))
	s := newSite(t, bin, "--data", t.TempDir())
	s.run("import", "folder", content(t, "潮水", 12), "--publish")
	want := s.exported()
	folder := t.TempDir()
	usual := s.run("backup", filepath.Join(folder, "whole.tar.gz"))
	finished := 0
	for i := range killedBackups {
		name := filepath.Join(folder, fmt.Sprintf("%d.tar.gz", i))
		done := s.killed(random, usual, "backup", name)
		_, err := os.Stat(name)
		if done && err != nil {
			t.Fatalf("round %d: it ended well, and there is no backup: %v", i, err)
		}
		if err != nil {
			continue
		}
		finished++
		r := newSite(t, bin, "--data", t.TempDir())
		r.run("restore", name)
		if !equal(want, r.exported()) {
			t.Fatalf("round %d: the restored site is another", i)
		}
	}
	left, err := filepath.Glob(filepath.Join(folder, ".hebi-backup-*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range left {
		data := t.TempDir()
		r := newSite(t, bin, "--data", data)
		out, err := r.command("restore", name).CombinedOutput()
		if err == nil { // killed between the last byte and the name
			if !equal(want, r.exported()) {
				t.Errorf("%s was taken for whole", name)
			}
		} else if !strings.Contains(string(out), "nothing was changed") || strings.Count(string(out), "\n") != 1 {
			t.Errorf("%s: said %s", name, out)
		}
	}
	t.Logf("%d of %d backups were finished, %d were left unfinished", finished, killedBackups, len(left))
	if finished == killedBackups {
		t.Error("none was killed")
	}
}

func TestARestoreThatIsKilled(t *testing.T) {
	bin := program.Build(t, "../..")
	before, after := newSite(t, bin, "--data", t.TempDir()), newSite(t, bin, "--data", t.TempDir())
	before.run("import", "folder", content(t, "从前", 0), "--publish")
	after.run("import", "folder", content(t, "潮水", 4), "--publish")
	folder := t.TempDir()
	was, is := filepath.Join(folder, "before.tar.gz"), filepath.Join(folder, "after.tar.gz")
	before.run("backup", was)
	after.run("backup", is)
	old, restored := before.exported(), after.exported()

	each := func(t *testing.T, s site, rounds int) {
		random := rand.New(rand.NewPCG(3, 4))
		s.run("restore", was)
		usual := s.run("restore", is, "--overwrite")
		s.run("restore", was, "--overwrite")
		finished := 0
		for i := range rounds {
			done := s.killed(random, usual, "restore", is, "--overwrite")
			got := s.exported()
			switch {
			case equal(got, restored):
				finished++
				s.run("restore", was, "--overwrite")
			case done || !equal(got, old):
				t.Fatalf("round %d: ended well: %v; the site is neither the old one nor the restored", i, done)
			}
		}
		t.Logf("%d of %d restores were finished", finished, rounds)
		if finished == rounds {
			t.Error("none was killed")
		}
	}
	t.Run("SQLite", func(t *testing.T) {
		each(t, newSite(t, bin, "--data", t.TempDir()), killedRestores)
	})
	t.Run("PostgreSQL", func(t *testing.T) {
		each(t, newSite(t, bin, "--data", t.TempDir(), "--database", storetest.PostgreSQL(t)), killedPostgreSQLRestores)
	})
}
