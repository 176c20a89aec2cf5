package hanzi

import (
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"
	"unicode/utf8"
)

// characterRows yields the rows of a table of characters: one, and what it may
// be converted to, the usual choice first.
func characterRows(table string) iter.Seq2[rune, string] {
	return func(yield func(rune, string) bool) {
		for line := range strings.Lines(table) {
			if strings.HasPrefix(line, "#") {
				continue
			}
			for row := range strings.FieldsSeq(line) {
				from, size := utf8.DecodeRuneInString(row)
				if !yield(from, row[size:]) {
					return
				}
			}
		}
	}
}

// newConversion reads a table of characters and a file of phrases as gen writes
// them; encode there says what the latter holds.
func newConversion(characters string, gz []byte) (*conversion, error) {
	z, err := gzip.NewReader(bytes.NewReader(gz))
	if err != nil {
		return nil, fmt.Errorf("phrases: %w", err)
	}
	data, err := io.ReadAll(z)
	if err != nil {
		return nil, fmt.Errorf("phrases: %w", err)
	}
	line, data, _ := bytes.Cut(data, []byte("\n"))
	alphabet := strings.Fields(string(line))
	c := &conversion{high: make(map[rune]uint16), form: make([]rune, 1), firsts: len(alphabet)}
	for _, token := range alphabet {
		r, _ := utf8.DecodeRuneInString(token)
		c.add(r, r)
	}
	for from, to := range characterRows(characters) {
		r, _ := utf8.DecodeRuneInString(to)
		c.add(from, r)
	}
	if err := c.plant(alphabet, data); err != nil {
		return nil, fmt.Errorf("phrases: %w", err)
	}
	return c, nil
}

// add sets the form of a character, and gives it a code if it has none.
func (c *conversion) add(r, form rune) {
	if code := c.codeOf(r); code != 0 {
		c.form[code] = form
		return
	}
	code := uint16(len(c.form))
	if r < 0x10000 {
		c.code[r] = code
	} else {
		c.high[r] = code
	}
	c.form = append(c.form, form)
}

var errShort = errors.New("the file ends too early")

// plant reads the tree of phrases.
func (c *conversion) plant(alphabet []string, data []byte) error {
	nodes := 1 + c.firsts
	c.child = append(c.child, uint32(nodes)) // of node 0, which is none
	var ends []uint32
	for n := 1; n < nodes; n++ {
		head, size := binary.Uvarint(data)
		if size <= 0 || head > 2*uint64(len(data)) {
			return errShort
		}
		data = data[size:]
		c.child = append(c.child, uint32(nodes))
		nodes += int(head / 2)
		if head%2 == 1 {
			ends = append(ends, uint32(n))
		}
	}
	c.child = append(c.child, uint32(nodes))
	below := nodes - 1 - c.firsts
	if len(data) < 2*below {
		return errShort
	}
	above := c.label(data[:below], data[below:2*below])
	return c.conclude(ends, above, choices(alphabet, c.form), data[2*below:])
}

// label gives each node its character and returns the node above each.
func (c *conversion) label(upper, lower []byte) []uint32 {
	nodes := 1 + c.firsts + len(lower)
	c.last = make([]uint16, nodes)
	above := make([]uint32, nodes)
	for n := range uint32(nodes) {
		if int(n) <= c.firsts {
			c.last[n] = uint16(n)
		}
		code := uint16(0)
		for child := c.child[n]; child < c.child[n+1]; child++ {
			i := int(child) - 1 - c.firsts
			code += uint16(upper[i])<<8 + uint16(lower[i]) + 1
			c.last[child], above[child] = code, n
		}
	}
	return above
}

// choices returns by code what phrases may make of a character, first what it
// becomes by itself.
func choices(alphabet []string, form []rune) [][]rune {
	rows := make([][]rune, 1, 1+len(alphabet))
	for _, token := range alphabet {
		row := []rune(token)
		row[0] = form[len(rows)]
		rows = append(rows, row)
	}
	return rows
}

// conclude says of the nodes where a phrase ends what it becomes: taken holds
// the number of a choice for each of its characters.
func (c *conversion) conclude(ends, above []uint32, choices [][]rune, taken []byte) error {
	c.phrase = make([]uint16, len(c.last))
	c.starts = make([]uint32, firstText, firstText+len(ends)/4)
	var texts []byte
	var path []uint16
	for _, end := range ends {
		path = path[:0]
		for n := end; n != 0; n = above[n] {
			path = append(path, c.last[n])
		}
		slices.Reverse(path)
		if len(taken) < len(path) {
			return errShort
		}
		c.phrase[end] = plainPhrase
		if slices.Max(taken[:len(path)]) > 0 {
			c.phrase[end] = uint16(len(c.starts))
			c.starts = append(c.starts, uint32(len(texts)))
			for i, code := range path {
				texts = utf8.AppendRune(texts, choices[code][taken[i]])
			}
		}
		taken = taken[len(path):]
	}
	c.texts = string(texts)
	c.starts = append(c.starts, uint32(len(texts)))
	return nil
}
