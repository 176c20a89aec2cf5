// Package corpus makes articles of any number for benches, recombined sentence
// by sentence from real news text, always the same for the same seed. The text
// is read in place and never shipped.
package corpus

import (
	"bufio"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"time"
	"unicode/utf8"

	"hebi/internal/hanzi"
)

// Source holds the sentences and headlines of a file of documents.
type Source struct {
	sentences, titles []string
}

// Open reads JSON lines with "title" and "body".
func Open(path string) (*Source, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	s := &Source{}
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 16<<20)
	for lines.Scan() {
		var d struct{ Title, Body string }
		if err := json.Unmarshal(lines.Bytes(), &d); err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		s.titles = append(s.titles, strings.ReplaceAll(d.Title, "\n", " "))
		for _, span := range hanzi.Sentences(d.Body) {
			if text := span.Text(d.Body); utf8.RuneCountInString(text) > 5 {
				s.sentences = append(s.sentences, strings.ReplaceAll(text, "\n", ""))
			}
		}
	}
	return s, lines.Err()
}

// Article is one made article.
type Article struct {
	Slug, Title, Body string
	Date              time.Time
}

// paragraphBytes is about how long a paragraph of a newspaper is in UTF-8.
const paragraphBytes = 600

// Articles makes n articles with bodies of about size bytes.
func (s *Source) Articles(n, size int, seed uint64) []Article {
	random := rand.New(rand.NewPCG(seed, 0x6865_6269)) //nolint:gosec // the same every time, not secret
	articles := make([]Article, n)
	for i := range articles {
		var body strings.Builder
		paragraph := 0
		for body.Len() < size {
			sentence := s.sentences[random.IntN(len(s.sentences))]
			body.WriteString(sentence)
			if paragraph += len(sentence); paragraph > paragraphBytes {
				body.WriteString("\n\n")
				paragraph = 0
			}
		}
		articles[i] = Article{
			Slug: fmt.Sprintf("made-%06d", i), Title: s.titles[random.IntN(len(s.titles))], Body: body.String(),
			Date: time.Date(2023, 1, 1, 0, 0, 0, 0, time.UTC).Add(time.Duration(i) * time.Minute),
		}
	}
	return articles
}

// File is the article as a content file.
func (a Article) File() string {
	title, _ := json.Marshal(a.Title) // a JSON string is a YAML string
	return fmt.Sprintf("---\ntitle: %s\ndate: %s\nkind: news\n---\n\n%s\n", title, a.Date.Format(time.RFC3339), a.Body)
}

// Write writes articles as a content folder.
func Write(dir string, articles []Article) error {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return err
	}
	defer func() { _ = root.Close() }()
	for _, a := range articles {
		if err := root.MkdirAll("articles/"+a.Slug, 0o755); err != nil {
			return err
		}
		if err := root.WriteFile("articles/"+a.Slug+"/zh.md", []byte(a.File()), 0o644); err != nil {
			return err
		}
	}
	return nil
}
