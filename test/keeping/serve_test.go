//go:build !race

package keeping

import (
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"hebi/test/program"
)

// get returns the status and the body of a page.
func get(t *testing.T, address string) (int, string) {
	t.Helper()
	client := &http.Client{Timeout: time.Minute}
	response, err := client.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, string(body)
}

// A server that has the site open serves the restored one, and goes on writing into it.
func TestARestoreUnderARunningServer(t *testing.T) {
	bin := program.Build(t, "../..")
	for name, start := range map[string]func(t *testing.T) *program.Program{
		"SQLite":     func(t *testing.T) *program.Program { return program.Start(t, bin) },
		"PostgreSQL": func(t *testing.T) *program.Program { return program.StartPostgreSQL(t, bin) },
	} {
		t.Run(name, func(t *testing.T) {
			p := start(t)
			article := func(slug, word string) {
				dir := t.TempDir()
				write(t, filepath.Join(dir, "articles", slug, "zh.md"), "---\ntitle: "+word+"\n---\n\n"+word+"\n")
				p.Run(t, "import", "folder", dir, "--publish")
			}
			shows := func(slug string, status int) {
				t.Helper()
				for deadline := time.Now().Add(time.Minute); ; time.Sleep(50 * time.Millisecond) {
					got, _ := get(t, p.URL+"/zh/articles/"+slug)
					if got == status {
						return
					}
					if time.Now().After(deadline) {
						t.Fatalf("%s answers %d, want %d", slug, got, status)
					}
				}
			}
			article("kept", "甲乙丙丁")
			shows("kept", http.StatusOK)
			file := filepath.Join(t.TempDir(), "site.tar.gz")
			p.Run(t, "backup", file)
			article("later", "戊己庚辛")
			shows("later", http.StatusOK)
			if _, found := get(t, p.URL+"/zh/search?q=戊己庚辛"); !strings.Contains(found, "/zh/articles/later") {
				t.Error("it is not found before")
			}
			p.Run(t, "restore", file, "--overwrite")
			shows("later", http.StatusNotFound)
			shows("kept", http.StatusOK)
			for query, want := range map[string]string{"甲乙丙丁": "/zh/articles/kept", "戊己庚辛": ""} {
				status, found := get(t, p.URL+"/zh/search?q="+query)
				if status != http.StatusOK || strings.Contains(found, "/zh/articles/later") || !strings.Contains(found, want) {
					t.Errorf("search for %s: %d, want %q", query, status, want)
				}
			}
			article("after", "壬癸子丑")
			shows("after", http.StatusOK)
			if _, found := get(t, p.URL+"/zh/search?q=壬癸子丑"); !strings.Contains(found, "/zh/articles/after") {
				t.Error("what came after the restore is not found")
			}
			if left, err := filepath.Glob(filepath.Join(p.Data, ".restoring-*")); err != nil || len(left) > 0 {
				t.Errorf("%v is left, %v", left, err)
			}
			if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
				t.Errorf("others may read the backup: %v, %v", info.Mode(), err)
			}
		})
	}
}
