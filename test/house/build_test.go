package house

import (
	"debug/elf"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func read(t *testing.T, name string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(root, name))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// instructions returns the arguments of every instruction of that name in the Dockerfile.
func instructions(dockerfile, name string) []string {
	var found []string
	for line := range strings.Lines(dockerfile) {
		if arguments, ok := strings.CutPrefix(line, name+" "); ok {
			found = append(found, strings.TrimSpace(arguments))
		}
	}
	return found
}

func TestImageIsMadeByMakeBuildAlone(t *testing.T) {
	dockerfile := read(t, "Dockerfile")
	if diff := cmp.Diff([]string{"make editor build VERSION=$VERSION"}, instructions(dockerfile, "RUN")); diff != "" {
		t.Errorf("the image must run `make editor build` and nothing else (-want +got):\n%s", diff)
	}
	from := instructions(dockerfile, "FROM")
	if len(from) != 3 || !strings.HasPrefix(from[0], "node:") || from[2] != "scratch" {
		t.Fatalf("FROM %q: want Node, a stage that builds and an empty one, which has no shell", from)
	}
	if user := instructions(dockerfile, "USER"); len(user) != 1 || !regexp.MustCompile(`^[1-9]\d*:[1-9]\d*$`).MatchString(user[0]) {
		t.Errorf("USER %q: want one numeric user that is not root", user)
	}
	for _, name := range []string{"ENTRYPOINT", "CMD"} {
		if args := instructions(dockerfile, name); len(args) != 1 || !strings.HasPrefix(args[0], "[") {
			t.Errorf("%s %q: want the list form, since there is no shell", name, args)
		}
	}
	if check := instructions(dockerfile, "HEALTHCHECK"); len(check) != 1 || !strings.Contains(check[0], `CMD ["/hebi", `) {
		t.Errorf("HEALTHCHECK %q: want the program itself", check)
	}
	ignored := strings.Fields(read(t, ".dockerignore"))
	for _, needed := range []string{"go.mod", "go.sum", "embed.go", "cmd", "internal", "templates", "static", "content", "editor", "Makefile"} {
		if slices.Contains(ignored, needed) {
			t.Errorf(".dockerignore leaves out %s, which make build needs", needed)
		}
	}
	goVersion := regexp.MustCompile(`(?m)^go (\d+\.\d+)`).FindStringSubmatch(read(t, "go.mod"))
	if goVersion == nil || !strings.HasPrefix(from[1], "golang:"+goVersion[1]+"-") {
		t.Errorf("FROM %q: go.mod asks for Go %v", from[0], goVersion)
	}
}

// TestMakeBuildIsStatic builds as the image does, but without Node, and looks at the program: it
// runs in an empty image only if it needs no loader, no C library and no zone files.
func TestMakeBuildIsStatic(t *testing.T) {
	if _, err := exec.LookPath("make"); err != nil {
		t.Skip("there is no make here")
	}
	bin := filepath.Join(t.TempDir(), "hebi")
	cmd := exec.CommandContext(t.Context(), "make", "--no-print-directory", "build", "BIN="+bin, "VERSION=v0-house", "NPM=")
	cmd.Dir = root
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("make build: %v\n%s", err, out)
	}
	if runtime.GOOS == "linux" {
		f, err := elf.Open(bin)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		for _, p := range f.Progs {
			if p.Type == elf.PT_INTERP {
				t.Error("the program asks for a dynamic loader")
			}
		}
		if libraries, err := f.ImportedLibraries(); err == nil && len(libraries) > 0 {
			t.Errorf("the program needs %v", libraries)
		}
	}
	program, err := os.ReadFile(bin)
	if err != nil {
		t.Fatal(err)
	}
	if dir, err := filepath.Abs(root); err != nil || strings.Contains(string(program), dir+"/cmd") {
		t.Errorf("the program names the folder it was built in (-trimpath): %v", err)
	}
	version, err := exec.CommandContext(t.Context(), bin, "--version").CombinedOutput()
	if err != nil || !strings.Contains(string(version), "v0-house") {
		t.Errorf("hebi --version says %q, %v; want the version it was built with", version, err)
	}
	deps := exec.CommandContext(t.Context(), "go", "list", "-deps", "./cmd/hebi")
	deps.Dir = root
	out, err := deps.Output()
	if err != nil || !slices.Contains(strings.Fields(string(out)), "time/tzdata") {
		t.Errorf("cmd/hebi must import time/tzdata, since an empty image has no time zones: %v", err)
	}
}

// TestMakefileHelp keeps the list of targets short, and each with a line of help.
func TestMakefileHelp(t *testing.T) {
	makefile := read(t, "Makefile")
	targets := regexp.MustCompile(`(?m)^([a-z]+):(.*)$`).FindAllStringSubmatch(makefile, -1)
	if n := len(targets); n < 8 || n > 14 {
		t.Errorf("%d targets, about ten are fine", n)
	}
	phony := regexp.MustCompile(`(?m)^\.PHONY: (.*)$`).FindStringSubmatch(makefile)
	for _, target := range targets {
		if !strings.Contains(target[2], "## ") {
			t.Errorf("make %s has no line of help", target[1])
		}
		if phony == nil || !slices.Contains(strings.Fields(phony[1]), target[1]) {
			t.Errorf("make %s is not .PHONY", target[1])
		}
	}
	for _, word := range regexp.MustCompile(`\bmake ([a-z]+)\b`).FindAllStringSubmatch(read(t, ".ci/run"), -1) {
		if !slices.ContainsFunc(targets, func(target []string) bool { return target[1] == word[1] }) {
			t.Errorf(".ci/run calls make %s, which is not a target", word[1])
		}
	}
}
