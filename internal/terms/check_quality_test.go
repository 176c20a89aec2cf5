//go:build !race

package terms_test

import (
	"encoding/json"
	"io/fs"
	"os"
	"regexp"
	"strings"
	"testing"

	"hebi/internal/bilingual"
	"hebi/internal/importer"
	"hebi/internal/newsroom"
	"hebi/internal/segment"
	"hebi/internal/terms"
)

// starter is the starter site's folder with a checker of its terms.
func starter(tb testing.TB) (*importer.Folder, *terms.Checker, *terms.Base) {
	tb.Helper()
	folder, err := importer.OpenFolder(os.DirFS("../../content"), nil)
	if err != nil {
		tb.Fatal(err)
	}
	list, problems := folder.Terms()
	if len(problems) > 0 {
		tb.Fatal(problems)
	}
	base := terms.NewBase(list)
	return folder, terms.NewChecker(base, segment.Open()), base
}

// pairs are faithful translations, sentence by sentence.
func pairs(tb testing.TB) (list []terms.Passage) {
	tb.Helper()
	data, err := os.ReadFile("../../../shared/data/align/pud_zh_en.jsonl")
	if err != nil {
		tb.Skip("needs the pairs of shared/data")
	}
	for line := range strings.Lines(string(data)) {
		var p struct {
			ZH string `json:"zh_hant"`
			EN string
		}
		if err := json.Unmarshal([]byte(line), &p); err != nil {
			tb.Fatal(err)
		}
		list = append(list, terms.Passage{Source: p.ZH, Target: p.EN})
	}
	return list
}

func TestPairs(t *testing.T) {
	_, checker, _ := starter(t)
	counts := map[terms.Fault]int{}
	firm := 0
	for _, p := range pairs(t) {
		for _, v := range checker.Check(newsroom.Chinese, []terms.Passage{p}) {
			counts[v.Fault]++
			t.Logf("%s said %q found %q allowed %q\n  %s\n  %s", v.Fault, v.Said, v.Found, v.Allowed, p.Source, p.Target)
		}
	}
	t.Log(counts, firm)
}

func TestStarter(t *testing.T) {
	folder, checker, base := starter(t)
	for _, slug := range folder.ArticleSlugs() {
		a, _ := folder.Article(slug)
		source := a.Original()
		target := a.Editions[source.Language.Other()]
		passages := []terms.Passage{{Source: source.Title, Target: target.Title, Group: -1}, {Source: source.Subtitle, Target: target.Subtitle, Group: -2}, {Source: source.Summary, Target: target.Summary, Group: -3}}
		passages = append(passages, aligned(source.Language, source.Body, target.Body, base)...)
		for _, v := range checker.Check(source.Language, passages) {
			p := passages[v.Passage]
			t.Logf("%s %s said %q found %q allowed %q block %v\n  %s\n  %s", slug, v.Fault, v.Said, v.Found, v.Allowed, v.Blocking, p.Source, p.Target)
		}
	}
}

func aligned(from newsroom.Language, source, target string, base *terms.Base) []terms.Passage {
	return bilingual.Align(bilingual.Read(from, source), bilingual.Read(from.Other(), target), bilingual.Options{Terms: base}).Passages()
}

// documents are those of a documentation in two languages, without front matter.
func documents(tb testing.TB, yield func(path, zh, en string)) {
	root := os.DirFS("../../../shared/data/align/gin-docs")
	front := regexp.MustCompile(`(?s)^---\n.*?\n---\n`)
	err := fs.WalkDir(root, "zh-cn", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		zh, err := fs.ReadFile(root, path)
		if err != nil {
			return err
		}
		if en, err := fs.ReadFile(root, "en"+strings.TrimPrefix(path, "zh-cn")); err == nil {
			yield(path, front.ReplaceAllString(string(zh), ""), front.ReplaceAllString(string(en), ""))
		}
		return nil
	})
	if err != nil {
		tb.Skip("needs the documents of shared/data")
	}
}

func TestDocuments(t *testing.T) {
	_, checker, base := starter(t)
	n := 0
	documents(t, func(path, zh, en string) {
		n++
		passages := aligned(newsroom.Chinese, zh, en, base)
		for _, v := range checker.Check(newsroom.Chinese, passages) {
			p := passages[v.Passage]
			t.Logf("%s %s said %q found %q allowed %q block %v\n  %s\n  %s", path, v.Fault, v.Said, v.Found, v.Allowed, v.Blocking, p.Source, p.Target)
		}
	})
	t.Log(n)
}
