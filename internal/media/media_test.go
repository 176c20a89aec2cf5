package media_test

import (
	"bytes"
	"encoding/base64"
	"errors"
	"image"
	"image/color/palette"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"
	"os"
	"path/filepath"
	"slices"
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

// tinyWebP is a picture of one pixel.
var tinyWebP, _ = base64.StdEncoding.DecodeString("UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==")

func formats(t *testing.T) map[string][]byte {
	t.Helper()
	noise := image.NewPaletted(image.Rect(0, 0, 40, 40), palette.Plan9)
	for i := range noise.Pix {
		noise.Pix[i] = byte(i * 7919 >> 3)
	}
	files := map[string][]byte{"WebP": tinyWebP}
	for name, encode := range map[string]func(io.Writer) error{
		"PNG":  func(w io.Writer) error { return png.Encode(w, noise) },
		"JPEG": func(w io.Writer) error { return jpeg.Encode(w, noise, nil) },
		"GIF":  func(w io.Writer) error { return gif.Encode(w, noise, nil) },
		"animated GIF": func(w io.Writer) error {
			return gif.EncodeAll(w, &gif.GIF{Image: []*image.Paletted{noise, noise}, Delay: []int{1, 1}})
		},
	} {
		var b bytes.Buffer
		if err := encode(&b); err != nil {
			t.Fatal(err)
		}
		files[name] = b.Bytes()
	}
	// A camera's thumbnail is a JPEG with an end of its own, before the picture.
	inner := files["JPEG"]
	files["JPEG with a thumbnail"] = slices.Concat(inner[:2], []byte{0xFF, 0xE1, byte((len(inner) + 2) >> 8), byte(len(inner) + 2)}, inner, inner[2:])
	return files
}

func TestAPictureThatBreaksOffIsRefused(t *testing.T) {
	for name, data := range formats(t) {
		if _, err := media.Check(data); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if _, err := media.Check(append(slices.Clone(data), "more"...)); err != nil {
			t.Errorf("%s with something behind it: %v", name, err)
		}
		for _, left := range []int{1, 2, 3, 10, len(data) / 3, len(data) - 200} {
			if left < 1 || left >= len(data) {
				continue
			}
			_, err := media.Check(data[:len(data)-left])
			if !errors.Is(err, newsroom.ErrInvalid) {
				t.Errorf("%s without its last %d of %d bytes: %v", name, left, len(data), err)
			}
		}
		if _, err := media.Check(data[:len(data)*3/4]); err == nil || !strings.Contains(err.Error(), "breaks off before its end") {
			t.Errorf("three quarters of %s: %v", name, err)
		}
	}
}

func FuzzCheck(f *testing.F) {
	f.Add([]byte("GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff,\x00\x00"))
	f.Add(tinyWebP)
	f.Add([]byte("\xff\xd8\xff\xe1\x00\x00"))
	f.Fuzz(func(_ *testing.T, data []byte) { _, _ = media.Check(data) })
}

func TestADocumentIsKept(t *testing.T) {
	f, err := media.Check([]byte("%PDF-1.7\n"))
	if err != nil || f.ContentType != "application/pdf" {
		t.Errorf("%+v, %v", f, err)
	}
}
