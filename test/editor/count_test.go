package editor

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"

	"hebi/internal/hanzi"
	"hebi/internal/markdown"
)

var update = flag.Bool("update", false, "rewrite what the editor's own tests want")

// counted is a text with what is counted in it.
type counted struct {
	Markdown string `json:"markdown"`
	Han      int    `json:"han"`
	Words    int    `json:"words"`
	Minutes  int    `json:"minutes"`
}

// The editor counts as the program does: its own test reads the same samples.
func TestCountsAreTheProgrammes(t *testing.T) {
	const file = root + "/editor/test/count.json"
	before, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var samples []counted
	if err := json.Unmarshal(before, &samples); err != nil || len(samples) < 10 {
		t.Fatalf("%d samples, %v", len(samples), err)
	}
	for i := range samples {
		s := &samples[i]
		c := hanzi.CountText(markdown.Parse(s.Markdown).Text())
		s.Han, s.Words, s.Minutes = c.Han, c.Words, c.Minutes()
	}
	var after bytes.Buffer
	e := json.NewEncoder(&after)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(samples); err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile(file, after.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(string(before), after.String()); diff != "" {
		t.Errorf("%s is not what the program counts; -update rewrites it (-want +got):\n%s", file, diff)
	}
}
