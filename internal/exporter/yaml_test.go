package exporter

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"hebi/internal/newsroom"
)

// scalars are texts that a careless writer of YAML gets wrong.
var scalars = []string{
	"", " ", "a", "中文：冒号", "a: b", "a:", ":a", "a #b", "#a", "- a", "-", "--- a", "...", "yes", "No", "~", "null", "0123", "1e3", "1_000", "0x1F", ".inf", "-.INF", ".NaN",
	"2023-10-25", "2023-10-25 08:00", "12:30:45", "1.5", "+1", "0o17", "a\nb", "a\n\nb", "a\n\n\nb", "a\n b", " a\nb", "a\nb\n", "\na", "a \nb", "a\tb", "\ta", "[a]", "{a}", "a, b", "a]", "&a", "*真*她",
	"!a", "|", "> a", "'a'", "\"a\"", "\\", "%a", "@a", "`a`", "<<", "=", "? a", "a ? b", "\u0085", "a\u2028b", "\ufeffa", "\u200b", "\u00a0a", "a\u3000", "👩‍🔬", "\U0010FFFF", "\uFFFE", "a\x7fb", "\x01",
	"no. 5", "12 regions", "——副标题", "“引号”", "……", "true story", "a\n#b", "a\n- b", "a\n---\nb", "a: b\nc: d",
}

// parsed returns what a YAML reader sees at key, in a mapping, a list and a
// list of mappings.
func parsed(t *testing.T, s string) []*yaml.Node {
	t.Helper()
	value := node{scalar: s}
	var inner, root node
	inner.pairs = []pair{{"a", value}, {"b", value}}
	root.pairs = []pair{{"x", value}, {"y", node{items: []node{value, value}}}, {"z", node{items: []node{inner, inner}}}}
	text := root.document()
	var doc yaml.Node
	if err := yaml.Unmarshal([]byte(text), &doc); err != nil {
		t.Fatalf("%q becomes\n%s\n%v", s, text, err)
	}
	m := doc.Content[0].Content
	out := append([]*yaml.Node{m[1]}, m[3].Content...)
	for _, item := range m[5].Content {
		out = append(out, item.Content[1], item.Content[3])
	}
	return out
}

func checkScalar(t *testing.T, s string) {
	t.Helper()
	for _, n := range parsed(t, s) {
		if n.Value != s || n.Tag != "!!str" {
			t.Fatalf("%q is read as %s %q", s, n.Tag, n.Value)
		}
	}
}

func TestScalarsAreReadAsTheyWere(t *testing.T) {
	for _, s := range scalars {
		checkScalar(t, s)
	}
}

func TestNaughtyStrings(t *testing.T) {
	data, err := os.ReadFile("../../../shared/data/hostile/naughty-strings.json")
	if errors.Is(err, fs.ErrNotExist) {
		t.Skip("the list of naughty strings is not there")
	}
	var list []string
	if err := errors.Join(err, json.Unmarshal(data, &list)); err != nil || len(list) < 500 {
		t.Fatalf("%d strings, %v", len(list), err)
	}
	for _, s := range list {
		checkScalar(t, s)
		if s = newsroom.Text(s); newsroom.Text(s) != s || strings.ContainsAny(s, "\r\x00") {
			t.Errorf("clean leaves %q", s)
		}
	}
}

func TestQuotesStandOnlyWhereNeeded(t *testing.T) {
	for _, s := range []string{"a", "中文：冒号", "no. 5", "12 regions", "——副标题", "a, b", "it's", "a [b] {c}", "A4", "a:b", "true story", "100%"} {
		if got := quote(s); got != s {
			t.Errorf("quote(%q) = %s", s, got)
		}
	}
}

func FuzzScalar(f *testing.F) {
	for _, s := range scalars {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		checkScalar(t, strings.ToValidUTF8(s, "\uFFFD"))
	})
}
