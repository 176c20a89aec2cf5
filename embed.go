// Package hebi holds the files that are part of the program.
package hebi

import (
	"embed"
	"io/fs"
)

//go:embed templates static content
var files embed.FS

// Files returns the folders templates, static and content as they were when the program was built.
func Files() fs.FS { return files }
