package media_test

import (
	"bytes"
	"errors"
	"image"
	"image/png"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"hebi/internal/media"
	"hebi/internal/newsroom"
)

func picture(t *testing.T, width, height int) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, width, height))); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestKeepAndOpen(t *testing.T) {
	files := media.NewFiles(filepath.Join(t.TempDir(), "media"))
	data := picture(t, 3, 2)
	first, err := files.Keep(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	if first.ContentType != "image/png" || first.Width != 3 || first.Height != 2 || first.Size != int64(len(data)) {
		t.Errorf("kept as %+v", first)
	}
	again, err := files.Keep(bytes.NewReader(data))
	if err != nil || again != first {
		t.Errorf("the same file again: %+v, %v", again, err)
	}
	r, err := files.Open(first.Hash)
	if err != nil {
		t.Fatal(err)
	}
	got, err := io.ReadAll(r)
	_ = r.Close()
	if err != nil || !bytes.Equal(got, data) {
		t.Errorf("the bytes differ: %v", err)
	}
	for _, hash := range []string{"", "../../etc/passwd", strings.Repeat("0", 64), strings.ToUpper(first.Hash)} {
		if _, err := files.Open(hash); !errors.Is(err, newsroom.ErrNotFound) {
			t.Errorf("hash %q: got %v, want ErrNotFound", hash, err)
		}
	}
}

func TestWhatIsRefusedLeavesNothing(t *testing.T) {
	dir := t.TempDir()
	files := media.NewFiles(dir)
	bomb := picture(t, 1, 1)
	// The size stands at bytes 16 to 23 of a PNG; its checksum is not looked at before the pixels are.
	copy(bomb[16:24], []byte{0, 0, 0xFF, 0xFF, 0, 0, 0xFF, 0xFF})
	for name, data := range map[string][]byte{
		"text": []byte("not a picture"), "markup": []byte("<svg xmlns='http://www.w3.org/2000/svg'/>"), "empty": nil,
		"too large": append(picture(t, 1, 1), make([]byte, media.MaxBytes)...), "a bomb": bomb,
	} {
		if _, err := files.Keep(bytes.NewReader(data)); !errors.Is(err, newsroom.ErrInvalid) {
			t.Errorf("%s: got %v, want ErrInvalid", name, err)
		}
	}
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) > 0 {
		t.Errorf("left behind: %v, %v", entries, err)
	}
}

func TestADocumentIsKept(t *testing.T) {
	f, err := media.Check([]byte("%PDF-1.7\n"))
	if err != nil || f.ContentType != "application/pdf" {
		t.Errorf("%+v, %v", f, err)
	}
}
