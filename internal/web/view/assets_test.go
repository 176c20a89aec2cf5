package view

import (
	"bytes"
	"compress/gzip"
	"os"
	"strings"
	"testing"
	"testing/fstest"
)

// The address of a file is the checksum of all, and no other address serves it.
func TestAssets(t *testing.T) {
	a, err := NewAssets(os.DirFS("../../.."), false)
	if err != nil {
		t.Fatal(err)
	}
	rest := strings.TrimPrefix(a.Address("css/site.css"), StaticRoot)
	file, err := a.Open(rest)
	if err != nil || len(file.Body) == 0 || file.Name != "css/site.css" || !file.Forever {
		t.Errorf("%s: %d bytes of %s, for ever %v, %v", rest, len(file.Body), file.Name, file.Forever, err)
	}
	unpacked := new(bytes.Buffer)
	if z, err := gzip.NewReader(bytes.NewReader(file.Gzip)); err != nil {
		t.Errorf("%s, compressed: %v", rest, err)
	} else if _, err := unpacked.ReadFrom(z); err != nil || !bytes.Equal(unpacked.Bytes(), file.Body) {
		t.Errorf("%s, unpacked, has %d bytes, want %d: %v", rest, unpacked.Len(), len(file.Body), err)
	}
	sum, _, _ := strings.Cut(rest, "/")
	for _, wrong := range []string{"", sum, sum + "/", sum + "/css", sum + "/../go.mod", sum + "//css/site.css", "000000000000/css/site.css", sum + "/css/none.css", sum + "/.hidden"} {
		if _, err := a.Open(wrong); err == nil {
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

// In development a file changes while the program runs, so no bytes of it are kept.
func TestAssetsInDevelopment(t *testing.T) {
	files := fstest.MapFS{"static/css/site.css": {Data: []byte("a {}")}}
	a, err := NewAssets(files, true)
	if err != nil {
		t.Fatal(err)
	}
	files["static/css/site.css"].Data = []byte("b {}")
	file, err := a.Open(strings.TrimPrefix(a.Address("css/site.css"), StaticRoot))
	if err != nil || string(file.Body) != "b {}" || file.Gzip != nil || file.Forever {
		t.Errorf("%+v, %v", file, err)
	}
}
