package importer

import (
	"bytes"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"unicode/utf8"
)

// sound checks what holds of every problem: it names the file and a line of
// it, and is one sentence on one line.
func sound(t *testing.T, file string, data []byte, problems []Problem) {
	t.Helper()
	lines := 2 + bytes.Count(data, []byte("\n")) + bytes.Count(data, []byte("\r"))
	for _, p := range problems {
		if p.File != file || p.Line < 0 || p.Line > lines {
			t.Errorf("a problem out of the file's %d lines: %v", lines, p)
		}
		if strings.TrimSpace(p.Message) == "" || strings.ContainsAny(p.Message, "\n\r") || !utf8.ValidString(p.Message) {
			t.Errorf("not one sentence: %q", p.Message)
		}
	}
}

func FuzzFrontMatter(f *testing.F) {
	for _, c := range badTexts {
		f.Add([]byte(c.file))
	}
	for _, name := range []string{"testdata/folder/articles/dune-grass/zh.md", "testdata/folder/articles/dune-grass/en.md", "testdata/folder/articles/river-school/en.md"} {
		data, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		const file = "articles/x/zh.md"
		folder, err := OpenFolder(fstest.MapFS{file: {Data: data}}, beijing)
		if err != nil {
			t.Fatal(err)
		}
		a, problems := folder.Article("x")
		sound(t, file, data, problems)
		if failed := slices.ContainsFunc(problems, func(p Problem) bool { return !p.Warning }); (a == nil) != failed {
			t.Fatalf("article %v with %v: it must come whole or not at all", a, problems)
		}
		if a != nil && (a.Editions["zh"].Title == "" || !utf8.ValidString(a.Editions["zh"].Body) || strings.ContainsAny(a.Editions["zh"].Body, "\r\x00")) {
			t.Errorf("let through: %+v", a.Editions["zh"])
		}
	})
}

func FuzzTerms(f *testing.F) {
	data, err := os.ReadFile("testdata/folder/terms.csv")
	if err != nil {
		f.Fatal(err)
	}
	header := strings.Join(TermColumns(), ",") + "\n"
	for _, s := range []string{string(data), header + "好,\"good\nish\",concept,a|b,,,x,,", header + "\"", header + "a\"b,,,,,,,,", "\xef\xbb\xbf" + header, "zh\n"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		terms, problems := ReadTerms("terms.csv", data)
		sound(t, "terms.csv", data, problems)
		seen := map[string]bool{}
		for _, term := range terms {
			if term.ZH == "" || term.EN == "" || seen[term.ZH] || strings.ContainsAny(term.ZH+term.EN+term.Note, "\n\x00") {
				t.Errorf("let through: %+v", term)
			}
			seen[term.ZH] = true
		}
	})
}

func FuzzThemes(f *testing.F) {
	data, err := os.ReadFile("testdata/folder/themes.yaml")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(data)
	f.Add([]byte("- slug: a\n- &x {slug: b}\n- *x\n"))
	f.Add([]byte("{[: - ? |"))
	f.Fuzz(func(t *testing.T, data []byte) {
		folder, err := OpenFolder(fstest.MapFS{themesFile: {Data: data}}, beijing)
		if err != nil {
			t.Fatal(err)
		}
		themes, problems := folder.Themes()
		sound(t, themesFile, data, problems)
		for _, theme := range themes {
			if theme.Slug == "" || len(theme.Name.Missing()) > 0 {
				t.Errorf("let through: %+v", theme)
			}
		}
	})
}
