package view

import (
	"os"
	"strings"
	"testing"
)

// The address of a file is the checksum of all, and no other address serves it.
func TestAssets(t *testing.T) {
	a, err := NewAssets(os.DirFS("../../.."), false)
	if err != nil {
		t.Fatal(err)
	}
	rest := strings.TrimPrefix(a.Address("css/site.css"), StaticRoot)
	if file, name, forever, err := a.Open(rest); err != nil || len(file) == 0 || name != "css/site.css" || !forever {
		t.Errorf("%s: %d bytes of %s, for ever %v, %v", rest, len(file), name, forever, err)
	}
	sum, _, _ := strings.Cut(rest, "/")
	for _, wrong := range []string{"", sum, sum + "/", sum + "/css", sum + "/../go.mod", sum + "//css/site.css", "000000000000/css/site.css", sum + "/css/none.css", sum + "/.hidden"} {
		if _, _, _, err := a.Open(wrong); err == nil {
			t.Errorf("%q is served", wrong)
		}
	}
}

// What every page of a reader loads stays small.
func TestTheScriptIsSmall(t *testing.T) {
	script, err := os.ReadFile("../../../static/js/search.js")
	if err != nil || len(script) >= 4<<10 {
		t.Errorf("%d bytes, %v; want less than 4 KiB", len(script), err)
	}
}
