package markdown

import (
	"encoding/json"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/yuin/goldmark"
	ghtml "github.com/yuin/goldmark/renderer/html"
)

const shared = "../../../shared/data/"

type example struct {
	Markdown, HTML, Section, Extension string
	Example                            int
}

func examples(t testing.TB, name string) []example {
	t.Helper()
	data, err := os.ReadFile(shared + "markdown/" + name)
	if err != nil {
		t.Skipf("the examples are not here: %v", err)
	}
	var list []example
	if err := json.Unmarshal(data, &list); err != nil {
		t.Fatal(err)
	}
	return list
}

// stock renders what our parser reads with goldmark's own renderer, so that
// only the parser is compared.
func stock() goldmark.Markdown {
	return goldmark.New(goldmark.WithParser(newParser()),
		goldmark.WithRendererOptions(ghtml.WithUnsafe(), ghtml.WithXHTML()))
}

func TestParserReadsEveryCommonMarkExample(t *testing.T) {
	list := examples(t, "commonmark-spec.json")
	if len(list) < 652 {
		t.Fatalf("%d examples, want at least 652", len(list))
	}
	md := stock()
	for _, e := range list {
		var out strings.Builder
		if err := md.Convert([]byte(e.Markdown), &out); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(e.HTML, out.String()); diff != "" {
			t.Errorf("example %d, %s: %q (-want +got):\n%s", e.Example, e.Section, e.Markdown, diff)
		}
	}
}

var (
	headingID = regexp.MustCompile(`<h([1-6]) id="[^"]*">`)
	captioned = regexp.MustCompile(`<figure>(<img[^>]*)><figcaption>(.*?)</figcaption></figure>`)
	bare      = regexp.MustCompile(`<figure>(<img[^>]*>)</figure>`)
	empty     = regexp.MustCompile(`<(br|hr|img[^>]*?) ?/>`)
)

// plainly takes out what HTML adds to CommonMark on purpose.
func plainly(s string) string {
	s = headingID.ReplaceAllString(s, "<h$1>")
	s = strings.ReplaceAll(s, ` loading="lazy" decoding="async"`, "")
	s = strings.ReplaceAll(s, `<pre tabindex="0">`, "<pre>")
	s = strings.ReplaceAll(s, ` rel="external noopener"`, "")
	s = captioned.ReplaceAllString(s, `<p>$1 title="$2"></p>`)
	s = bare.ReplaceAllString(s, "<p>$1</p>")
	return empty.ReplaceAllString(s, "<$1>")
}

// Schemes that CommonMark links and we do not.
var otherSchemes = map[string]bool{"irc": true, "a+b+c": true, "made-up-scheme": true, "localhost": true}

func TestHTMLFollowsCommonMark(t *testing.T) {
	left := 0
	for _, e := range examples(t, "commonmark-spec.json") {
		d := Parse(e.Markdown)
		if links := d.Links(); d.raw || len(links) == 1 && otherSchemes[scheme(links[0].Destination)] {
			left++
			continue
		}
		got := plainly(d.HTML(Options{TopLevel: max(d.top, 1)}))
		if diff := cmp.Diff(plainly(e.HTML), got); diff != "" {
			t.Errorf("example %d, %s: %q (-want +got):\n%s", e.Example, e.Section, e.Markdown, diff)
		}
	}
	if left > 90 {
		t.Errorf("%d examples were left out for raw HTML and schemes, want at most 90", left)
	}
}

func TestHTMLFollowsGFM(t *testing.T) {
	for _, e := range examples(t, "gfm-extensions.json") {
		if !strings.HasPrefix(e.Section, "Tables") && !strings.HasPrefix(e.Section, "Strikethrough") {
			continue
		}
		want := regexp.MustCompile(`align="(\w+)"`).ReplaceAllString(plainly(e.HTML), `class="align-$1"`)
		got := plainly(Parse(e.Markdown).HTML(Options{TopLevel: 1}))
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("example %d, %s: %q (-want +got):\n%s", e.Example, e.Section, e.Markdown, diff)
		}
	}
}
