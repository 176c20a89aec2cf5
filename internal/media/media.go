// Package media checks pictures and keeps their bytes in a folder, each under
// the SHA-256 of what it holds. Who uses a picture is the store's to know.
package media

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"image"
	_ "image/gif"  // registers the GIF format
	_ "image/jpeg" // registers the JPEG format
	_ "image/png"  // registers the PNG format
	"io"
	"os"
	"path/filepath"
	"regexp"

	_ "golang.org/x/image/webp" // registers the WebP format

	"hebi/internal/newsroom"
)

// Limits of a picture: MaxBytes of file, MaxPixels of area. A phone's 50
// megapixel picture passes; a decompression bomb does not.
const (
	MaxBytes  = 32 << 20
	MaxPixels = 64_000_000
)

// Picture is what is known of a kept picture.
type Picture struct {
	// Hash is the SHA-256 of the bytes in lower-case hexadecimal.
	Hash string
	// ContentType is image/png, image/jpeg, image/gif or image/webp.
	ContentType   string
	Width, Height int
	// Size is in bytes.
	Size int64
}

// Files is the folder that holds a site's pictures.
type Files struct{ dir string }

// NewFiles returns the folder at dir; it is made with the first picture.
func NewFiles(dir string) *Files { return &Files{dir: dir} }

// Check reads a picture and says what it is; ErrInvalid names what is wrong.
func Check(data []byte) (Picture, error) {
	if len(data) > MaxBytes {
		return Picture{}, fmt.Errorf("picture of %d MiB: the limit is %d MiB, make it smaller: %w", len(data)>>20, MaxBytes>>20, newsroom.ErrInvalid)
	}
	config, format, err := image.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		return Picture{}, fmt.Errorf("not a picture that browsers show: use PNG, JPEG, GIF or WebP: %w", newsroom.ErrInvalid)
	}
	if config.Width*config.Height > MaxPixels {
		return Picture{}, fmt.Errorf("picture of %d × %d pixels: the limit is %d megapixels: %w", config.Width, config.Height, MaxPixels/1_000_000, newsroom.ErrInvalid)
	}
	sum := sha256.Sum256(data)
	return Picture{
		Hash: hex.EncodeToString(sum[:]), ContentType: "image/" + format,
		Width: config.Width, Height: config.Height, Size: int64(len(data)),
	}, nil
}

// Keep checks a picture and writes it to the folder; one that is there already is not written again.
func (f *Files) Keep(r io.Reader) (Picture, error) {
	data, err := io.ReadAll(io.LimitReader(r, MaxBytes+1))
	if err != nil {
		return Picture{}, fmt.Errorf("read picture: %w", err)
	}
	p, err := Check(data)
	if err != nil {
		return Picture{}, err
	}
	path := f.path(p.Hash)
	if _, err := os.Stat(path); err == nil {
		return p, nil
	}
	if err := f.write(path, data); err != nil {
		return Picture{}, fmt.Errorf("keep picture: %w", err)
	}
	return p, nil
}

// write puts the bytes under another name first: a reader sees the whole file or none.
func (f *Files) write(path string, data []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	temp, err := os.CreateTemp(filepath.Dir(path), ".new-*")
	if err != nil {
		return err
	}
	_, err = temp.Write(data)
	if closed := temp.Close(); err == nil {
		err = closed
	}
	if err == nil {
		err = os.Chmod(temp.Name(), 0o644)
	}
	if err == nil {
		err = os.Rename(temp.Name(), path)
	}
	if err != nil {
		_ = os.Remove(temp.Name())
	}
	return err
}

var hashPattern = regexp.MustCompile(`^[0-9a-f]{64}$`)

// Open opens a kept picture; ErrNotFound when there is none, also for anything that is not a hash.
func (f *Files) Open(hash string) (io.ReadSeekCloser, error) {
	if !hashPattern.MatchString(hash) {
		return nil, fmt.Errorf("media %q: %w", hash, newsroom.ErrNotFound)
	}
	file, err := os.Open(f.path(hash))
	if os.IsNotExist(err) {
		return nil, fmt.Errorf("media %s: %w", hash, newsroom.ErrNotFound)
	}
	if err != nil {
		return nil, fmt.Errorf("media %s: %w", hash, err)
	}
	return file, nil
}

func (f *Files) path(hash string) string { return filepath.Join(f.dir, hash[:2], hash) }
