package markdown

import (
	"bufio"
	"encoding/json"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"
)

// unsafeElements must not stand in any output.
var unsafeElements = []string{
	"script", "style", "iframe", "object", "embed", "form", "input", "button", "link", "meta",
	"base", "svg", "math", "template", "noscript", "frame", "frameset", "textarea", "select", "video", "audio",
}

// checkSafe asserts, on the tree a browser would build, that nothing runs,
// styles or is fetched from elsewhere.
func checkSafe(t *testing.T, input, output string) {
	t.Helper()
	nodes, err := html.ParseFragment(strings.NewReader(output), nil)
	if err != nil {
		// Too deep for a tree: the tags must do.
		for z := html.NewTokenizer(strings.NewReader(output)); z.Next() != html.ErrorToken; {
			token := z.Token()
			checkElement(t, input, token.Data, token.Attr)
		}
		return
	}
	var visit func(n *html.Node)
	visit = func(n *html.Node) {
		if n.Type == html.ElementNode {
			checkElement(t, input, n.Data, n.Attr)
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			visit(c)
		}
	}
	for _, n := range nodes {
		visit(n)
	}
}

func checkElement(t *testing.T, input, name string, attributes []html.Attribute) {
	t.Helper()
	if slices.Contains(unsafeElements, name) {
		t.Errorf("%q gives <%s>", input, name)
	}
	for _, a := range attributes {
		checkAttribute(t, input, name, a)
	}
}

func checkAttribute(t *testing.T, input, element string, a html.Attribute) {
	t.Helper()
	key := strings.ToLower(a.Key)
	if strings.HasPrefix(key, "on") || key == "style" || key == "srcset" || key == "srcdoc" || key == "formaction" {
		t.Errorf("%q gives %s=%q on <%s>", input, a.Key, a.Val, element)
	}
	if key != "href" && key != "src" {
		return
	}
	// Browsers leave these out of an address before they look at its scheme.
	value := strings.Map(func(r rune) rune {
		if r <= ' ' {
			return -1
		}
		return r
	}, strings.ToLower(a.Val))
	if before, _, ok := strings.Cut(value, ":"); ok && schemeName.MatchString(before) && !slices.Contains(linkSchemes, before) {
		t.Errorf("%q gives the address %q", input, a.Val)
	}
	if key == "src" && (remotePicture.MatchString(value) && !strings.HasPrefix(value, "https://news.example/") || strings.HasPrefix(strings.ReplaceAll(value, `\`, "/"), "//")) {
		t.Errorf("%q gives the picture %q", input, a.Val)
	}
}

var remotePicture = regexp.MustCompile(`^https?:`)

var schemeName = regexp.MustCompile(`^[a-z][a-z0-9+.-]*$`)

func hostile(t testing.TB) []string {
	t.Helper()
	file, err := os.Open(shared + "hostile/bluemonday-cases.jsonl")
	if err != nil {
		t.Skipf("the cases are not here: %v", err)
	}
	defer file.Close()
	var list []string
	for lines := bufio.NewScanner(file); lines.Scan(); {
		var c struct{ Input string }
		if err := json.Unmarshal(lines.Bytes(), &c); err != nil {
			t.Fatal(err)
		}
		list = append(list, c.Input)
	}
	data, err := os.ReadFile(shared + "hostile/naughty-strings.json")
	if err != nil {
		t.Skipf("the strings are not here: %v", err)
	}
	var naughty []string
	if err := json.Unmarshal(data, &naughty); err != nil {
		t.Fatal(err)
	}
	return append(list, naughty...)
}

func TestNothingHostileGetsThrough(t *testing.T) {
	list := hostile(t)
	if len(list) < 900 {
		t.Fatalf("%d cases, want at least 900", len(list))
	}
	for _, input := range list {
		clean := Clean(input)
		checkSafe(t, input, clean)
		if again := Clean(clean); again != clean {
			t.Errorf("%q: cleaning again makes %q of %q", input, again, clean)
		}
		for _, source := range []string{
			input, "段落 " + input + " 之后", "> " + input, "[a](" + input + ")", "![a](<" + input + ">)",
			"<" + input + ">", "# " + input, "| " + input + " |\n| - |", "![a](b.jpg \"" + input + "\")",
			"甲[^1]\n\n[^1]: " + input, "```" + input + "\n" + input,
		} {
			d := Parse(source)
			checkSafe(t, source, d.HTML(Options{IDPrefix: "zh-"}))
			checkSafe(t, source, d.HTML(Options{Base: "https://news.example/zh/a"}))
			checkOffsets(t, d)
		}
	}
}

func TestClean(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{
			"harmless inline stays", `H<sub>2</sub>O <kbd>x</kbd> <mark>y</mark> <abbr title="甲">a</abbr>`,
			`H<sub>2</sub>O <kbd>x</kbd> <mark>y</mark> <abbr title="甲">a</abbr>`,
		},
		{"ruby stays", `<ruby>漢<rp>(</rp><rt>hàn</rt><rp>)</rp></ruby>`, `<ruby>漢<rp>(</rp><rt>hàn</rt><rp>)</rp></ruby>`},
		{"language stays", `<span lang="en" class="x" id="y">a</span>`, `<span lang="en">a</span>`},
		{"a script goes with its text", `a<script>alert(1)</script>b`, "ab"},
		{"an unknown element leaves its text", `<marquee>a</marquee><h1>b</h1>`, "ab"},
		{"a picture of another host is its text", `<img src="https://x.example/a.png" alt="甲&lt;">`, "甲&lt;"},
		{"a picture without a scheme too", `<img src="//x.example/a.png" alt="甲"><img src="\\x.example\a.png" alt="乙">`, "甲乙"},
		{"a picture of this site stays", `<img src="/media/a.png" alt="甲" onerror="x">`, `<img src="/media/a.png" alt="甲"/>`},
		{"open elements are closed", `<details><summary>a`, `<details><summary>a</summary></details>`},
		{"ends without start go", `a</div></article></details>b`, "ab"},
		{
			"links", `<a href="javascript:x">a</a><a href="/b" target="_blank">b</a><a href="https://c.example">c</a>`,
			`a<a href="/b">b</a><a href="https://c.example" rel="external noopener">c</a>`,
		},
		{"styles go", `<p style="color:red">a</p><style>p{}</style>`, "<p>a</p>"},
		{"deep nesting becomes text", strings.Repeat("<div>", 600) + "a&amp;", "a&amp;"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, Clean(tt.in)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}
