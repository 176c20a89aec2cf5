// Package view turns page structs into bytes: templates found by folder, and
// static files under addresses that carry their checksum.
package view

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"strings"

	"hebi/internal/web/conditional"
)

// StaticRoot is where static files are served.
const StaticRoot = "/static/"

// Assets are the static files of the program. They never change while it runs
// unless it is in development.
type Assets struct {
	files fs.FS
	// ready holds the files by name; nil in development.
	ready map[string]Asset
	// sum is over all names and contents: one release has one sum.
	sum string
}

// Asset is one static file as it is served.
type Asset struct {
	// Name is its path under static.
	Name string
	Body []byte
	// Compressed is Body by content coding; nil in development.
	Compressed map[string][]byte
	// Forever says that other bytes will have another address.
	Forever bool
}

// NewAssets reads all files under static once and makes them small. With dev,
// files are read when they are asked for and addresses carry no checksum, so
// that a changed file shows at the next request.
func NewAssets(files fs.FS, dev bool) (*Assets, error) {
	static, err := fs.Sub(files, "static")
	if err != nil {
		return nil, fmt.Errorf("static files: %w", err)
	}
	if dev {
		return &Assets{files: static, sum: "dev"}, nil
	}
	a := &Assets{files: static, ready: map[string]Asset{}}
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
		_, _ = h.Write(data)
		a.ready[name] = prepare(name, data)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("static files: %w", err)
	}
	// 12 hexadecimal digits: 48 bits are plenty to tell two releases apart.
	a.sum = hex.EncodeToString(h.Sum(nil))[:12]
	return a, nil
}

// prepare makes a file small: each is sent to every reader, so that the slowest
// level of compression pays.
func prepare(name string, data []byte) Asset {
	switch {
	case path.Ext(name) == ".css":
		data = squeeze(data)
	case strings.HasPrefix(name, "js/"): // what npm built is small already
		data = squeezeScript(data)
	}
	return Asset{Name: name, Body: data, Compressed: conditional.Compressed(data), Forever: true}
}

var (
	comments   = regexp.MustCompile(`(?s)/\*.*?\*/`)
	whiteSpace = regexp.MustCompile(`\s+`)
	// idle is the space around what parts rules and declarations; in a selector
	// none stands behind a colon.
	idle = regexp.MustCompile(` ?([{};]) ?|(:) `)
)

// squeeze takes comments and idle space out of a stylesheet of ours, in which
// no string holds a comment, a brace, or a semicolon.
func squeeze(css []byte) []byte {
	css = comments.ReplaceAll(css, nil)
	css = whiteSpace.ReplaceAll(css, []byte(" "))
	css = idle.ReplaceAll(css, []byte("$1$2"))
	return bytes.ReplaceAll(bytes.TrimSpace(css), []byte(";}"), []byte("}"))
}

// squeezeScript takes indentation and lines that are comments out of a script of
// ours, in which no string goes over several lines.
func squeezeScript(script []byte) []byte {
	var out []byte
	for line := range bytes.Lines(script) {
		if line = bytes.TrimSpace(line); len(line) > 0 && !bytes.HasPrefix(line, []byte("//")) {
			out = append(append(out, line...), '\n')
		}
	}
	return out
}

// Address is where the file with this name under static is served.
func (a *Assets) Address(name string) string { return StaticRoot + a.sum + "/" + name }

// Has reports whether there is a file of this name under static. What `make
// editor` builds, such as built/editor.js, is there only where Node was.
func (a *Assets) Has(name string) bool {
	if a.ready == nil {
		info, err := fs.Stat(a.files, name)
		return err == nil && info.Mode().IsRegular()
	}
	_, ok := a.ready[name]
	return ok
}

// Open finds the file that the rest of an address after [StaticRoot] names. A
// wrong checksum is fs.ErrNotExist: serving today's file under yesterday's
// address would be cached for ever too.
func (a *Assets) Open(rest string) (Asset, error) {
	sum, name, _ := strings.Cut(rest, "/")
	if sum != a.sum || !fs.ValidPath(name) || strings.HasPrefix(path.Base(name), ".") {
		return Asset{}, fs.ErrNotExist
	}
	if a.ready == nil {
		data, err := fs.ReadFile(a.files, name)
		return Asset{Name: name, Body: data}, err
	}
	asset, ok := a.ready[name]
	if !ok {
		return Asset{}, fs.ErrNotExist
	}
	return asset, nil
}
