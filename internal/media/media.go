// Package media checks pictures and PDF documents and keeps their bytes in a
// folder, each under the SHA-256 of what it holds. Who uses a file is the
// store's to know.
package media

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
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

// Limits: MaxBytes of file, MaxPixels of a picture's area. A phone's 50
// megapixel picture passes; a decompression bomb does not.
const (
	MaxBytes  = 32 << 20
	MaxPixels = 64_000_000
)

// File is what is known of a kept file.
type File struct {
	// Hash is the SHA-256 of the bytes in lower-case hexadecimal.
	Hash string
	// ContentType is image/png, image/jpeg, image/gif, image/webp or application/pdf.
	ContentType string
	// Width and Height are in pixels, as the picture is shown; 0 for a document.
	Width, Height int
	// Size is in bytes.
	Size int64
}

// Files is the folder that holds a site's files. It is safe for concurrent use.
type Files struct {
	dir string
	// making lets one picture be resized at a time: a large one takes memory.
	making chan struct{}
}

// NewFiles returns the folder at dir; it is made with the first file. With an
// empty dir files are checked and not kept.
func NewFiles(dir string) *Files { return &Files{dir: dir, making: make(chan struct{}, 1)} }

// PDF is the content type of documents: readers follow links to them, and no
// browser shows one as a picture.
const PDF = "application/pdf"

// pdfMagic begins every PDF document (ISO 32000-1, 7.5.2).
const pdfMagic = "%PDF-"

// Check says what a file is; ErrInvalid names what is wrong with it.
func Check(data []byte) (File, error) {
	if len(data) > MaxBytes {
		return File{}, refused(TooLarge, "a file of %d MiB: the limit is %d MiB, make it smaller", len(data)>>20, MaxBytes>>20)
	}
	sum := sha256.Sum256(data)
	f := File{Hash: hex.EncodeToString(sum[:]), Size: int64(len(data))}
	if bytes.HasPrefix(data, []byte(pdfMagic)) {
		f.ContentType = PDF
		return f, nil
	}
	config, format, err := image.DecodeConfig(bytes.NewReader(data))
	if errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) && len(data) > 0 {
		return File{}, brokenOff("picture")
	}
	if err != nil {
		return File{}, refused(WrongKind, "neither a picture that browsers show nor a PDF: use PNG, JPEG, GIF, WebP or PDF")
	}
	if config.Width*config.Height > MaxPixels {
		return File{}, refused(TooManyPixels, "a picture of %d × %d pixels: the limit is %d megapixels", config.Width, config.Height, MaxPixels/1_000_000)
	}
	if !whole(format, data) {
		return File{}, brokenOff(formatNames[format])
	}
	if format == "webp" && !sameFrame(data, config) {
		return File{}, refused(Damaged, "a WebP whose picture is larger than it says: open it in a picture program and save it anew")
	}
	f.ContentType, f.Width, f.Height = "image/"+format, config.Width, config.Height
	if swapsSides(turned(format, data)) {
		f.Width, f.Height = f.Height, f.Width
	}
	return f, nil
}

// Why a file is refused: the Value of the newsroom.Place of Check's errors, whose Key is "file".
const (
	TooLarge      = "too-large"
	TooManyPixels = "too-many-pixels"
	WrongKind     = "wrong-kind"
	Damaged       = "damaged"
)

func refused(why, sentence string, args ...any) error {
	return newsroom.At(newsroom.Place{Key: "file", Value: why}, newsroom.Because(newsroom.ErrInvalid, sentence, args...))
}

func brokenOff(what string) error {
	return refused(Damaged, "a %s that breaks off before its end: copy the file again from where it came from", what)
}

// Keep checks a file, strips it and writes it to the folder; one that is there already is not written again.
func (f *Files) Keep(r io.Reader) (File, error) {
	data, err := io.ReadAll(io.LimitReader(r, MaxBytes+1))
	if err != nil {
		return File{}, fmt.Errorf("read file: %w", err)
	}
	p, err := Check(data)
	if err != nil {
		return File{}, err
	}
	stripped, err := Strip(data)
	if err != nil {
		return File{}, err
	}
	if !bytes.Equal(stripped, data) {
		data = stripped
		if p, err = Check(data); err != nil {
			return File{}, err
		}
	}
	if f.dir == "" {
		return p, nil
	}
	path := f.path(p.Hash)
	if _, err := os.Stat(path); err == nil {
		return p, nil
	}
	if err := f.write(path, data); err != nil {
		return File{}, fmt.Errorf("keep file: %w", err)
	}
	return p, nil
}

// Restore writes a file that was kept before, here or elsewhere, whatever it
// is; ErrInvalid unless hash is that of its bytes. One that has been damaged
// since is whole again.
func (f *Files) Restore(hash string, data []byte) error {
	sum := sha256.Sum256(data)
	if hash != hex.EncodeToString(sum[:]) {
		return newsroom.Because(newsroom.ErrInvalid, "the file is not the one with the hash %.80q", hash)
	}
	path := f.path(hash)
	if kept, err := os.ReadFile(path); err == nil && bytes.Equal(kept, data) {
		return nil
	}
	if err := f.write(path, data); err != nil {
		return fmt.Errorf("restore file: %w", err)
	}
	return nil
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

// Open opens a kept file; ErrNotFound when there is none, also for anything that is not a hash.
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
