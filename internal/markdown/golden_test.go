package markdown

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "rewrite the golden files")

func golden(t *testing.T, name, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile("testdata/"+name, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", name, diff)
	}
}

func article(t testing.TB) *Document {
	t.Helper()
	source, err := os.ReadFile("testdata/article.md")
	if err != nil {
		t.Fatal(err)
	}
	return Parse(string(source))
}

// TestArticle shows one text with everything in all its results.
func TestArticle(t *testing.T) {
	d := article(t)
	media := func(name string) string { return "/media/0a1b/" + name }
	size := func(name string) (int, int) {
		if name == "wind.jpg" {
			return 1200, 800
		}
		return 0, 0
	}
	golden(t, "article.html", d.HTML(Options{
		IDPrefix: "zh-", Resolve: media, Size: size, FootnoteLabel: "脚注", BackLabel: "返回正文",
	}))
	golden(t, "article-feed.html", d.HTML(Options{
		IDPrefix: "zh-", Resolve: media, Size: size, Base: "https://news.example/zh/articles/grass",
		FootnoteLabel: "脚注", BackLabel: "返回正文",
	}))
	golden(t, "article.txt", d.Text())
	golden(t, "article-lists.txt", lists(d))
}

func lists(d *Document) string {
	var out strings.Builder
	for _, h := range d.Outline() {
		fmt.Fprintf(&out, "outline %+v\n", h)
	}
	for _, b := range d.Blocks() {
		fmt.Fprintf(&out, "block %s %q %q\n", b.Kind, d.Source()[b.Start:b.End], b.Text)
	}
	for _, r := range d.Links() {
		fmt.Fprintf(&out, "link %+v\n", r)
	}
	for _, r := range d.Images() {
		fmt.Fprintf(&out, "image %+v\n", r)
	}
	return out.String()
}
