package markdown

import (
	"errors"
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/yuin/goldmark"
	ghtml "github.com/yuin/goldmark/renderer/html"
)

// pairs reads a file of Markdown lines, each followed by what it becomes.
func pairs(t *testing.T, name string) [][2]string {
	t.Helper()
	data, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for line := range strings.Lines(string(data)) {
		line = strings.TrimSuffix(line, "\n")
		if line != "" && !strings.HasPrefix(line, "#") {
			lines = append(lines, line)
		}
	}
	if len(lines)%2 != 0 {
		t.Fatalf("%s has a line without its pair", name)
	}
	var list [][2]string
	for i := 0; i < len(lines); i += 2 {
		list = append(list, [2]string{lines[i], lines[i+1]})
	}
	return list
}

func TestEmphasisBesideChinesePunctuation(t *testing.T) {
	list := pairs(t, "emphasis.txt")
	if len(list) < 60 {
		t.Fatalf("%d cases, want at least 60", len(list))
	}
	for _, p := range list {
		want := "<p>" + strings.ReplaceAll(p[1], `"`, "&quot;") + "</p>\n"
		want = strings.ReplaceAll(want, "=&quot;/a&quot;", `="/a"`)
		if diff := cmp.Diff(want, Parse(p[0]).HTML(Options{})); diff != "" {
			t.Errorf("%s (-want +got):\n%s", p[0], diff)
		}
	}
}

func TestCJKCharacters(t *testing.T) {
	for _, r := range "真，。「」《》（）、：々〇〰㊗ｶ｡￥あア한ᄀ𠮷〈⿰" {
		if !isCJK(r) {
			t.Errorf("%q (U+%04X) is no CJK character", r, r)
		}
	}
	for _, r := range "a1.,(“”‘’—…·é😀⌚⭐🀄🈁🉐🚀 \n\u00a0" {
		if isCJK(r) {
			t.Errorf("%q (U+%04X) is a CJK character", r, r)
		}
	}
}

// TestTextWithoutCJKIsCommonMark compares with goldmark's own rule on random
// lines of letters, delimiters and punctuation that is not CJK.
func TestTextWithoutCJKIsCommonMark(t *testing.T) {
	pieces := []string{"a", "b", "1", " ", "*", "**", "***", "_", "__", ".", ",", "(", ")", "“", "”", "—", "…", "é", "😀", "\u00a0", "`", "\\", "$"}
	ours, theirs := stock(), goldmark.New(goldmark.WithRendererOptions(ghtml.WithUnsafe(), ghtml.WithXHTML()))
	random := rand.New(rand.NewPCG(650, 31))
	for range 5000 {
		var line strings.Builder
		for range 1 + random.IntN(14) {
			line.WriteString(pieces[random.IntN(len(pieces))])
		}
		var got, want strings.Builder
		if err := errors.Join(ours.Convert([]byte(line.String()), &got), theirs.Convert([]byte(line.String()), &want)); err != nil {
			t.Fatal(err)
		}
		if got.String() != want.String() {
			t.Fatalf("%q gives %q, CommonMark %q", line.String(), got.String(), want.String())
		}
	}
}
