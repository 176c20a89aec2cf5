package importer

import (
	"bytes"
	"cmp"
	"encoding/csv"
	"path"
	"strings"

	"go.yaml.in/yaml/v3"

	"hebi/internal/newsroom"
)

// Locate returns the file and line that a sentence is about which was found
// after reading, by whoever knows the site; line is 0 for the file as a whole.
// home is a file at the top of the folder, or the folder of a text such as
// "articles/two-sessions". Files are read again: such sentences are rare, and
// remembering every line of a large folder would cost more.
func (f *Folder) Locate(home string, at newsroom.Place) (file string, line int) {
	atTop := path.Dir(home) == "."
	if at.File != "" {
		if atTop {
			return at.File, 0
		}
		return path.Join(home, at.File), 0
	}
	if home == termsFile || home == weightsFile {
		return home, f.tableLine(home, at.Value)
	}
	if atTop {
		root := f.readYAML(newReader(home))
		return home, lineOf(root, at.Key, at.Value)
	}
	for _, l := range newsroom.Languages() {
		if at.Language != "" && at.Language != l {
			continue
		}
		text := path.Join(home, string(l)+".md")
		if line := lineOf(f.frontMatter(text), at.Key, at.Value); line > 0 {
			return text, line
		}
	}
	if at.Language != "" {
		return path.Join(home, string(at.Language)+".md"), 0
	}
	return home, 0
}

// frontMatter is the root of a text's front matter, nil when it cannot be read.
func (f *Folder) frontMatter(file string) *yaml.Node {
	data, err := f.readText(file, MaxText)
	if err != nil {
		return nil
	}
	front, _, err := splitFrontMatter(data)
	if err != nil {
		return nil
	}
	root, err := parseYAML(front)
	if err != nil {
		return nil
	}
	return root
}

// lineOf is the line of a value below a key, wherever that key stands; without
// such a value that of the first such key, 0 when there is none.
func lineOf(n *yaml.Node, key, value string) int {
	var keyLine, line int
	eachPair(n, func(k, v *yaml.Node) {
		if k.Value == key {
			keyLine = cmp.Or(keyLine, k.Line)
			line = cmp.Or(line, valueLine(v, value))
		}
	})
	return cmp.Or(line, keyLine)
}

func eachPair(n *yaml.Node, do func(key, value *yaml.Node)) {
	if n == nil {
		return
	}
	for i, child := range n.Content {
		if n.Kind == yaml.MappingNode && i%2 == 1 {
			do(n.Content[i-1], child)
		}
		eachPair(child, do)
	}
}

func valueLine(n *yaml.Node, value string) int {
	if n.Kind == yaml.ScalarNode && n.Value == value {
		return n.Line
	}
	for _, child := range n.Content {
		if line := valueLine(child, value); line > 0 {
			return line
		}
	}
	return 0
}

// tableLine is rowLine of a file of the folder.
func (f *Folder) tableLine(file, value string) int {
	data, err := f.readText(file, MaxTable)
	if err != nil {
		return 0
	}
	return rowLine(data, value)
}

// rowLine is the first line of a CSV text whose first field is value, 0 when none has.
func rowLine(data []byte, value string) int {
	rows := csv.NewReader(bytes.NewReader(data))
	rows.FieldsPerRecord = -1
	for {
		row, err := rows.Read()
		if err != nil {
			return 0
		}
		if strings.TrimSpace(row[0]) == value {
			line, _ := rows.FieldPos(0)
			return line
		}
	}
}
