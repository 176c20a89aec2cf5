package main

import (
	"bytes"
	"cmp"
	"compress/gzip"
	"encoding/binary"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"
)

const charactersNotice = `# A character, then what it may be converted to, the usual choice first.
# Made from OpenCC's %s (Apache License 2.0, see LICENSE.OpenCC),
# changed: another layout. Do not edit: run go generate.
`

const phrasesNotice = "Made from OpenCC's %s (https://github.com/BYVoid/OpenCC, " +
	"Apache License 2.0, see LICENSE.OpenCC), changed: first choice only, another layout. " +
	"Do not edit: run go generate."

// makeConversion writes the two files that hanzi's conversion is loaded from.
func makeConversion(charactersOut, phrasesOut, charactersIn, phrasesIn string) error {
	characters, err := readRows(charactersIn)
	if err != nil {
		return err
	}
	phrases, err := readPhrases(phrasesIn)
	if err != nil {
		return err
	}
	if err := keepLength(characters, phrases); err != nil {
		return err
	}
	head := fmt.Sprintf(charactersNotice, filepath.Base(charactersIn))
	if err := os.WriteFile(charactersOut, []byte(head+formatCharacters(characters)), 0o644); err != nil {
		return err
	}
	var b bytes.Buffer
	z, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil {
		return err
	}
	z.Comment = fmt.Sprintf(phrasesNotice, filepath.Base(phrasesIn))
	if _, err := z.Write(newTree(characters, phrases).encode()); err != nil {
		return err
	}
	if err := z.Close(); err != nil {
		return err
	}
	return os.WriteFile(phrasesOut, b.Bytes(), 0o644)
}

// readPhrases takes the first choice of every row.
func readPhrases(name string) (map[string]string, error) {
	rows, err := readRows(name)
	if err != nil {
		return nil, err
	}
	phrases := make(map[string]string, len(rows))
	for from, to := range rows {
		phrases[from] = to[0]
	}
	return phrases, nil
}

// keepLength refuses what hanzi.Traditional could not promise to keep: one
// character for each character.
func keepLength(characters map[string][]string, phrases map[string]string) error {
	for from, to := range characters {
		for _, choice := range to {
			if utf8.RuneCountInString(from) != 1 || utf8.RuneCountInString(choice) != 1 {
				return fmt.Errorf("%s → %s: both should be one character", from, choice)
			}
		}
	}
	for from, to := range phrases {
		if n := utf8.RuneCountInString(from); n < 2 || n != utf8.RuneCountInString(to) {
			return fmt.Errorf("%s → %s: both should be a phrase of as many characters", from, to)
		}
	}
	return nil
}

// formatCharacters writes 16 rows to a line, by code point.
func formatCharacters(characters map[string][]string) string {
	var b strings.Builder
	for row := range slices.Chunk(slices.Sorted(maps.Keys(characters)), 16) {
		for i, from := range row {
			row[i] = from + strings.Join(characters[from], "")
		}
		b.WriteString(strings.Join(row, " ") + "\n")
	}
	return b.String()
}

// tree holds phrases by their characters.
type tree struct {
	alphabet []rune          // every character of the phrases
	code     map[rune]int    // place in alphabet, from 1
	choices  map[rune][]rune // what it becomes by itself, then what else phrases make of it
	children []*node         // first characters, all of the alphabet
}

type node struct {
	r        rune
	from, to []rune // the phrase that ends here
	children []*node
}

// newTree gives low codes to frequent characters, since small numbers and few
// different ones compress better. First characters are left out of the count:
// every character is written as one of those.
func newTree(characters map[string][]string, phrases map[string]string) *tree {
	t := &tree{code: make(map[rune]int), choices: make(map[rune][]rune)}
	frequency := make(map[rune]int)
	for from, to := range phrases {
		forms := []rune(to)
		for i, r := range []rune(from) {
			if t.choices[r] == nil {
				t.choices[r] = []rune{first(append(characters[string(r)], string(r))[0])}
			}
			if !slices.Contains(t.choices[r], forms[i]) {
				t.choices[r] = append(t.choices[r], forms[i])
			}
			frequency[r] += min(i, 1)
		}
	}
	t.alphabet = slices.SortedFunc(maps.Keys(frequency), func(a, b rune) int {
		return cmp.Or(frequency[b]-frequency[a], int(a-b))
	})
	for i, r := range t.alphabet {
		t.code[r] = i + 1
		t.children = append(t.children, &node{r: r})
		slices.Sort(t.choices[r][1:])
	}
	for from, to := range phrases {
		t.add([]rune(from), []rune(to))
	}
	return t
}

func (t *tree) add(from, to []rune) {
	n := t.children[t.code[from[0]]-1]
	for _, r := range from[1:] {
		i, ok := slices.BinarySearchFunc(n.children, t.code[r], func(c *node, code int) int {
			return t.code[c.r] - code
		})
		if !ok {
			n.children = slices.Insert(n.children, i, &node{r: r})
		}
		n = n.children[i]
	}
	n.from, n.to = from, to
}

// encode writes what hanzi's newConversion reads: a line of the alphabet, each
// character with its choices but the first; then of the nodes in breadth-first order the
// number of children, doubled, plus one if a phrase ends there; then of those
// that are not first characters how many codes lie between their character
// and the one of the sibling before, upper bytes first, then lower bytes; then
// of each phrase which choice is taken for each character.
func (t *tree) encode() []byte {
	var out, upper, lower, taken []byte
	for i, r := range t.alphabet {
		if i > 0 {
			out = append(out, ' ')
		}
		out = append(out, string(r)+string(t.choices[r][1:])...)
	}
	out = append(out, '\n')
	queue := slices.Clone(t.children)
	for len(queue) > 0 {
		n := queue[0]
		queue = append(queue[1:], n.children...)
		head := uint64(2 * len(n.children))
		if n.from != nil {
			head++
		}
		out = binary.AppendUvarint(out, head)
		before := 0
		for _, c := range n.children {
			gap := t.code[c.r] - before - 1
			before = t.code[c.r]
			upper, lower = append(upper, byte(gap>>8)), append(lower, byte(gap))
		}
		for i, r := range n.from {
			taken = append(taken, byte(slices.Index(t.choices[r], n.to[i])))
		}
	}
	return slices.Concat(out, upper, lower, taken)
}
