package main

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

type document struct{ ID, Title, Body string }

type query struct{ ID, Text, Kind string }

// collection is what is searched, what is asked and what should be found.
type collection struct {
	documents []document
	queries   []query
	relevant  map[string][]string // by query
}

func readCollection(folder string) (*collection, error) {
	c := &collection{relevant: make(map[string][]string)}
	if err := readLines(filepath.Join(folder, "documents.jsonl"), func(line []byte) error {
		var d document
		err := json.Unmarshal(line, &d)
		c.documents = append(c.documents, d)
		return err
	}); err != nil {
		return nil, err
	}
	if err := readLines(filepath.Join(folder, "queries.jsonl"), func(line []byte) error {
		var q query
		err := json.Unmarshal(line, &q)
		c.queries = append(c.queries, q)
		return err
	}); err != nil {
		return nil, err
	}
	return c, readLines(filepath.Join(folder, "qrels.tsv"), func(line []byte) error {
		fields := strings.Split(string(line), "\t")
		if len(fields) == 3 && fields[2] == "1" {
			c.relevant[fields[0]] = append(c.relevant[fields[0]], fields[1])
		}
		return nil
	})
}

func readLines(name string, each func(line []byte) error) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	for n := 1; lines.Scan(); n++ {
		if err := each(lines.Bytes()); err != nil {
			return fmt.Errorf("%s:%d: %w", name, n, err)
		}
	}
	return lines.Err()
}

// evaluate returns the mean reciprocal rank at ten by kind of query, and of all
// under "". The titles themselves are asked of the bodies only.
func (c *collection) evaluate(bodies, whole *index) map[string]float64 {
	sum, n := make(map[string]float64), make(map[string]float64)
	for _, q := range c.queries {
		x := whole
		switch q.Kind {
		case "title_body", "quick_title", "half_headline", "title_trad":
			x = bodies
		}
		rank := 0.0
		for i, doc := range x.search(q.Text, 10) {
			if slices.Contains(c.relevant[q.ID], c.documents[doc].ID) {
				rank = 1 / float64(i+1)
				break
			}
		}
		for _, kind := range []string{q.Kind, ""} {
			sum[kind] += rank
			n[kind]++
		}
	}
	for kind := range sum {
		sum[kind] /= n[kind]
	}
	return sum
}

// words counts the lines of a dictionary that Wait has found readable.
func words(gz []byte) int {
	z, err := gzip.NewReader(bytes.NewReader(gz))
	if err != nil {
		return 0
	}
	text, _ := io.ReadAll(z)
	return bytes.Count(text, []byte("\n"))
}
