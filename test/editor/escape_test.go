package editor

import (
	"encoding/json"
	"os"
	"testing"

	"hebi/internal/markdown"
)

// What the editor escapes of a pasted text reads as it did where it was copied.
func TestPastedTextStaysText(t *testing.T) {
	data, err := os.ReadFile(root + "/editor/test/escape.json")
	if err != nil {
		t.Fatal(err)
	}
	var samples []struct{ Text, Markdown string }
	if err := json.Unmarshal(data, &samples); err != nil || len(samples) < 50 {
		t.Fatalf("%d samples, %v", len(samples), err)
	}
	for _, s := range samples {
		d := markdown.Parse(s.Markdown)
		if blocks := d.Blocks(); d.Text() != s.Text || len(blocks) != 1 || blocks[0].Kind != markdown.KindParagraph {
			t.Errorf("%q was pasted as %q, which reads %q in %+v", s.Text, s.Markdown, d.Text(), blocks)
		}
		if marked, plain := d.HTML(markdown.Options{}), markdown.Parse(s.Markdown).Links(); len(plain) > 0 {
			t.Errorf("%q became a link: %s", s.Text, marked)
		}
	}
}
