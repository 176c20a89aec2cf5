// Package editor tests the script that enhances the desk's edit form: its own
// tests in Node, what it shares with the program, and itself in real Chromium.
package editor

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"hebi/internal/locale"
	"hebi/internal/newsroom"
)

const root = "../.."

// TestInNode runs the editor's own tests, which need no browser.
func TestInNode(t *testing.T) {
	node, err := exec.LookPath("node")
	if err != nil {
		t.Skip("Node is not on this machine")
	}
	if _, err := os.Stat(root + "/editor/node_modules/parse5"); err != nil {
		t.Skip("the editor's packages are not here, install them with: make editor")
	}
	tests, err := filepath.Glob(root + "/editor/test/*.test.js")
	if err != nil || len(tests) < 4 {
		t.Fatalf("%v, %v", tests, err)
	}
	for i := range tests {
		tests[i] = "test/" + filepath.Base(tests[i])
	}
	cmd := exec.CommandContext(t.Context(), node, append([]string{"--test", "--test-reporter=spec"}, tests...)...)
	cmd.Dir = root + "/editor"
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("node --test: %v\n%s", err, out)
	}
}

// Every word that the script asks for is there, and none besides.
func TestWords(t *testing.T) {
	files, err := filepath.Glob(root + "/editor/src/*.js")
	if err != nil || len(files) < 10 {
		t.Fatalf("%v, %v", files, err)
	}
	var scripts strings.Builder
	for _, file := range files {
		script, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		scripts.Write(script)
	}
	words := locale.Locale{Language: newsroom.Chinese}.Editor()
	asked := regexp.MustCompile(`say\("([a-z.-]+[a-z])"`).FindAllStringSubmatch(scripts.String(), -1)
	asked = append(asked, regexp.MustCompile(`"((?:find|save|picture|recover)\.[a-z.-]+)"`).FindAllStringSubmatch(scripts.String(), -1)...)
	if len(asked) < 40 {
		t.Fatalf("the scripts ask for %d words: they were not read", len(asked))
	}
	for _, key := range asked {
		if words[key[1]] == "" {
			t.Errorf("the script asks for %q, which internal/locale does not have", key[1])
		}
	}
	for key := range words {
		// Of tools and states the script knows the end alone.
		name := strings.TrimPrefix(strings.TrimPrefix(key, "tool."), "saved.")
		if !strings.Contains(scripts.String(), `"`+name+`"`) && !strings.Contains(scripts.String(), `"`+key+`"`) {
			t.Errorf("internal/locale has %q, which the script does not ask for", key)
		}
	}
}
