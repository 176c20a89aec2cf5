package importer

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"hebi/internal/newsroom"
)

// maxProblems bounds what is reported of one file: nobody reads more, and a
// hostile file could have a million.
const maxProblems = 50

// setter reads one value; it reports what is wrong with it to its reader.
type setter func(*yaml.Node)

// report is what is wrong with the files of one thing, in the order found.
type report struct {
	problems []Problem
	// errors counts all errors, also those beyond maxProblems.
	errors int
}

// reader reads the values of one file and reports what is wrong with them, node
// by node, so that every problem has its line. Scalars are read as they are
// written: title: 2023 is the text "2023".
type reader struct {
	file string
	*report
}

// newReader returns a reader of file that begins a new report.
func newReader(file string) *reader { return &reader{file, &report{}} }

// at returns a reader of another file with the same report.
func (r *reader) at(file string) *reader { return &reader{file, r.report} }

func (r *reader) errorf(line int, format string, args ...any) {
	r.errors++
	r.add(line, false, format, args...)
}

func (r *reader) warnf(line int, format string, args ...any) { r.add(line, true, format, args...) }

func (r *reader) add(line int, warning bool, format string, args ...any) {
	switch {
	case len(r.problems) < maxProblems:
		r.problems = append(r.problems, Problem{r.file, line, fmt.Sprintf(format, args...), warning})
	case len(r.problems) == maxProblems:
		r.problems = append(r.problems, Problem{r.file, line, "has more problems from here on: mend those above first", warning})
	}
}

// mapping reads a mapping by a setter per key and returns the line of each
// key that has a value. A key without a value counts as absent.
func (r *reader) mapping(n *yaml.Node, what string, fields map[string]setter) map[string]int {
	lines := map[string]int{}
	if n.Kind != yaml.MappingNode {
		r.errorf(n.Line, "%s must be made of keys and values: write each as key: value", what)
		return lines
	}
	seen := map[string]int{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		set, known := fields[key.Value]
		first, again := seen[key.Value]
		seen[key.Value] = key.Line
		switch {
		case key.Kind != yaml.ScalarNode:
			r.errorf(key.Line, "a key must be a plain word: put quotes around text that begins with a bracket")
		case again:
			r.errorf(key.Line, "the key %q stands in line %d already: keep one of the two", key.Value, first)
		case !known:
			r.errorf(key.Line, "unknown key %q: %s", key.Value, suggestion(key.Value, slices.Sorted(maps.Keys(fields))))
		case value.Tag == "!!null":
		default:
			lines[key.Value] = key.Line
			set(value)
		}
	}
	return lines
}

// suggestion names the nearest known key.
func suggestion(key string, known []string) string {
	word, near := newsroom.Nearest(key, known)
	if near {
		return fmt.Sprintf("did you mean %q?", word)
	}
	return fmt.Sprintf("delete it; the nearest known key is %q", word)
}

// list reads a list by handing each element to one.
func (r *reader) list(what, example string, one setter) setter {
	return func(n *yaml.Node) {
		if n.Kind != yaml.SequenceNode {
			r.errorf(n.Line, "%s must be a list: write %s", what, example)
			return
		}
		for _, element := range n.Content {
			one(element)
		}
	}
}

// scalar returns the text of a scalar without space around it.
func (r *reader) scalar(n *yaml.Node, what string) (string, bool) {
	if n.Kind != yaml.ScalarNode {
		r.errorf(n.Line, "%s must be a text: write it on one line, in quotes if it begins with a bracket", what)
		return "", false
	}
	if i := strings.IndexFunc(n.Value, isControl); i >= 0 {
		r.errorf(n.Line, "%s holds the control character U+%04X: delete it", what, n.Value[i])
		return "", false
	}
	return strings.TrimSpace(n.Value), true
}

// text reads a text that may have several lines.
func (r *reader) text(what string, dst *string) setter {
	return func(n *yaml.Node) {
		if s, ok := r.scalar(n, what); ok {
			*dst = s
		}
	}
}

// line reads a text of one line.
func (r *reader) line(what string, dst *string) setter {
	return func(n *yaml.Node) {
		s, ok := r.scalar(n, what)
		if ok && strings.Contains(s, "\n") {
			r.errorf(n.Line, "%s must be one line: join its lines", what)
			return
		}
		if ok {
			*dst = s
		}
	}
}

// bilingual reads {zh: …, en: …}, or one text that holds for both languages.
func (r *reader) bilingual(what string, dst *newsroom.Bilingual) setter {
	return func(n *yaml.Node) {
		if n.Kind == yaml.MappingNode {
			r.mapping(n, what, map[string]setter{"zh": r.text(what, &dst.ZH), "en": r.text(what, &dst.EN)})
			return
		}
		var s string
		r.text(what, &s)(n)
		*dst = newsroom.Bilingual{ZH: s, EN: s}
	}
}

// own reads {zh: …, en: …}, or one text that holds for the language of the file.
func (r *reader) own(what string, l newsroom.Language, dst *newsroom.Bilingual) setter {
	return func(n *yaml.Node) {
		if n.Kind == yaml.MappingNode {
			r.bilingual(what, dst)(n)
			return
		}
		var s string
		r.line(what, &s)(n)
		*dst = dst.With(l, s)
	}
}

// number reads a whole number from 1.
func (r *reader) number(what string, dst *int) setter {
	return func(n *yaml.Node) {
		s, ok := r.scalar(n, what)
		if !ok {
			return
		}
		i, err := strconv.Atoi(s)
		if err != nil || i < 1 || i > 1<<31-1 {
			r.errorf(n.Line, "%s is %q: write a whole number from 1", what, s)
			return
		}
		*dst = i
	}
}

// yesNo reads true or false.
func (r *reader) yesNo(what string, dst *bool) setter {
	return func(n *yaml.Node) {
		s, _ := r.scalar(n, what)
		switch strings.ToLower(s) {
		case "true":
			*dst = true
		case "false":
			*dst = false
		default:
			r.errorf(n.Line, "%s is %q: write true or false", what, s)
		}
	}
}

// slug reads a slug.
func (r *reader) slug(what string, dst *string) setter {
	return func(n *yaml.Node) {
		s, ok := r.scalar(n, what)
		if !ok {
			return
		}
		if newsroom.CheckSlug(s) != nil {
			r.errorf(n.Line, "%s %q is no slug: use lower-case letters a-z, digits and single hyphens", what, s)
			return
		}
		*dst = s
	}
}

// slugs reads a list of slugs, each once.
func (r *reader) slugs(what string, dst *[]string) setter {
	return r.list(what, "["+"first-slug, second-slug]", func(n *yaml.Node) {
		var s string
		r.slug(what, &s)(n)
		if slices.Contains(*dst, s) {
			r.errorf(n.Line, "%s names %q twice: keep one of the two", what, s)
		} else if s != "" {
			*dst = append(*dst, s)
		}
	})
}

// yamlLine finds the line in an error text of the YAML package.
var yamlLine = regexp.MustCompile(`^yaml: (?:line (\d+): )?(?s:(.*))$`)

// parseYAML parses one document. Anchors, aliases, merge keys and tags are
// refused: content needs none, and aliases can blow a small file up to gigabytes.
func parseYAML(data []byte) (*yaml.Node, error) {
	root, err := decodeYAML(data)
	var wrong *fault
	switch {
	case errors.As(err, &wrong):
		return nil, wrong
	case err != nil:
		return nil, yamlFault(err, data)
	}
	return root, refuseMagic(root)
}

// decodeYAML returns the root of the only document; of none, an empty mapping.
func decodeYAML(data []byte) (*yaml.Node, error) {
	decoder := yaml.NewDecoder(bytes.NewReader(data))
	var document, more yaml.Node
	err := decoder.Decode(&document)
	if errors.Is(err, io.EOF) || err == nil && len(document.Content) == 0 {
		return &yaml.Node{Kind: yaml.MappingNode, Line: 1}, nil
	}
	if err != nil {
		return nil, err
	}
	if err := decoder.Decode(&more); err == nil {
		return nil, faultf(more.Line, "begins a second YAML document: delete this --- and what follows it, or join the two")
	} else if !errors.Is(err, io.EOF) {
		return nil, err
	}
	return document.Content[0], nil
}

func refuseMagic(n *yaml.Node) error {
	switch {
	case n.Kind == yaml.AliasNode:
		return faultf(n.Line, "uses the YAML alias *%s: write the value out, or in quotes if the asterisk belongs to it", n.Value)
	case n.Anchor != "":
		return faultf(n.Line, "uses the YAML anchor &%s: write the value without it, or in quotes if the ampersand belongs to it", n.Anchor)
	case n.Style&yaml.TaggedStyle != 0:
		return faultf(n.Line, "uses the YAML tag %s: write the value without it, or in quotes if the exclamation mark belongs to it", n.Tag)
	case n.Tag == "!!merge":
		return faultf(n.Line, "uses the YAML merge key <<: write the keys out")
	}
	for _, child := range n.Content {
		if err := refuseMagic(child); err != nil {
			return err
		}
	}
	return nil
}

// yamlFault puts an error of the YAML package into our words.
func yamlFault(err error, data []byte) *fault {
	line, cause := 1, err.Error()
	if m := yamlLine.FindStringSubmatch(cause); m != nil {
		line, _ = strconv.Atoi(m[1])
		cause = m[2]
	}
	line = faultyLine(data, max(line, 1))
	if indent := indentOf(data, line); strings.Contains(indent, "\t") {
		return faultf(line, "is indented with a tab, which YAML forbids: use spaces")
	}
	has := func(part string) bool { return strings.Contains(cause, part) }
	switch {
	case has("mapping values are not allowed"):
		return faultf(line, "has a colon where YAML wants none: put the text in quotes or correct the indentation")
	case has("cannot start any token") || has("expected alphabetic or numeric"):
		return faultf(line, "has a text that begins with a character that YAML keeps for itself, such as * & @ %% or a backtick: put the text in quotes")
	case has("unexpected end of stream"):
		return faultf(line, "has a quotation mark that is never closed: close it, or put \\ before one that belongs to the text")
	case has("expected ',' or"):
		return faultf(line, "has a bracket that is never closed: close it, or put the text in quotes")
	case has("could not find expected ':'"):
		return faultf(line, "has no colon after its key: write key: value, or indent a text that goes on")
	}
	return faultf(line, "is not valid YAML (%s): check quotes, brackets and indentation in this line", strings.Join(strings.Fields(cause), " "))
}

// indentOf returns the white space before the text of a line.
func indentOf(data []byte, line int) string {
	lines := bytes.SplitN(data, []byte("\n"), line+1)
	if line > len(lines) {
		return ""
	}
	text := lines[line-1]
	return string(text[:len(text)-len(bytes.TrimLeft(text, " \t"))])
}

// maxTrials bounds the search for the faulty line: bytes parsed, about a second.
const maxTrials = 16 << 20

// faultyLine returns the first line after the longest part that is valid by
// itself. The package names the line in which the enclosing mapping begins,
// often the first of the file; given stands when the file is too long to try.
func faultyLine(data []byte, given int) int {
	ends := []int{0}
	for i, b := range data {
		if b == '\n' {
			ends = append(ends, i+1)
		}
	}
	if len(ends)*len(data) > maxTrials {
		return given
	}
	for i := len(ends) - 1; i > 0; i-- {
		if _, err := decodeYAML(data[:ends[i]]); err == nil {
			return i + 1
		}
	}
	return 1
}
