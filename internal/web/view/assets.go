// Package view turns page structs into bytes: templates found by folder, and
// static files under addresses that carry their checksum.
package view

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"path"
	"strings"
)

// StaticRoot is where static files are served.
const StaticRoot = "/static/"

// Assets are the static files of the program. They never change while it runs
// unless it is in development.
type Assets struct {
	files fs.FS
	// sum is over all names and contents: one release has one sum.
	sum string
	dev bool
}

// NewAssets reads all files under static once. With dev, addresses carry no
// checksum, so that a changed file shows at the next request.
func NewAssets(files fs.FS, dev bool) (*Assets, error) {
	static, err := fs.Sub(files, "static")
	if err != nil {
		return nil, fmt.Errorf("static files: %w", err)
	}
	h := sha256.New()
	err = fs.WalkDir(static, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(static, name)
		if err != nil {
			return err
		}
		fmt.Fprintf(h, "%s %d\n", name, len(data)) // a hash takes everything
		_, err = h.Write(data)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("static files: %w", err)
	}
	// 12 hexadecimal digits: 48 bits are plenty to tell two releases apart.
	a := &Assets{files: static, sum: hex.EncodeToString(h.Sum(nil))[:12], dev: dev}
	if dev {
		a.sum = "dev"
	}
	return a, nil
}

// Address is where the file with this name under static is served.
func (a *Assets) Address(name string) string { return StaticRoot + a.sum + "/" + name }

// Read returns the file with this name under static.
func (a *Assets) Read(name string) ([]byte, error) { return fs.ReadFile(a.files, name) }

// Open finds the file that the rest of an address after [StaticRoot] names, and
// says whether it may be cached for ever. A wrong checksum is fs.ErrNotExist:
// serving today's file under yesterday's address would be cached for ever too.
func (a *Assets) Open(rest string) (file []byte, name string, forever bool, err error) {
	sum, name, _ := strings.Cut(rest, "/")
	if sum != a.sum || !fs.ValidPath(name) || strings.HasPrefix(path.Base(name), ".") {
		return nil, "", false, fs.ErrNotExist
	}
	file, err = fs.ReadFile(a.files, name)
	return file, name, !a.dev, err
}
