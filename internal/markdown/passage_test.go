package markdown

import (
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"

	"hebi/internal/hanzi"
)

// sentencesOf are the sentences of a text as passages, block by block.
func sentencesOf(d *Document) []Passage {
	var list []Passage
	for _, block := range d.Blocks() {
		for _, s := range hanzi.Sentences(block.Text) {
			start, _ := d.SourceSpan(block.TextStart+s.Start, block.TextStart+s.End)
			n := strconv.Itoa(len(list))
			list = append(list, Passage{Start: start, ID: "s" + n, Group: n})
		}
	}
	return list
}

// whole joins parts.
func whole(parts []Part) string {
	var b strings.Builder
	for _, p := range parts {
		b.WriteString(p.HTML)
	}
	return b.String()
}

func TestPassages(t *testing.T) {
	for _, c := range []struct{ name, source, want string }{
		{
			"sentences of a line", "天晴了。 雨停了！",
			`<p><span id="s0" data-s="0">天晴了。</span> <span id="s1" data-s="1">雨停了！</span></p>` + "\n",
		},
		{
			"emphasis and a link within", "他**很**[快](/a)。She *ran*.",
			`<p><span id="s0" data-s="0">他<strong>很</strong><a href="/a">快</a>。</span><span id="s1" data-s="1">She <em>ran</em>.</span></p>` + "\n",
		},
		{
			"emphasis over the end of a sentence", "甲**乙。丙**丁。",
			`<p><span id="s0" data-s="0">甲</span><strong><span data-s="0">乙。</span><span id="s1" data-s="1">丙</span></strong><span data-s="1">丁。</span></p>` + "\n",
		},
		{
			"a footnote stays with its sentence", "甲。[^1]乙。\n\n[^1]: 注。",
			`<p><span id="s0" data-s="0">甲。<sup class="footnote-ref"><a id="fnref-1" href="#fn-1" role="doc-noteref">1</a></sup></span><span id="s1" data-s="1">乙。</span></p>` + "\n" +
				`<section class="footnotes" role="doc-endnotes" aria-label="Footnotes">` + "\n<ol>\n" + `<li id="fn-1">` + "\n" +
				`<p><span id="s2" data-s="2">注。</span> <a class="footnote-back" href="#fnref-1" role="doc-backlink" aria-label="Back to text 1">↩` + "\uFE0E" + "</a></p>\n</li>\n</ol>\n</section>\n",
		},
		{
			"items, a heading, code", "# 甲\n\n- 乙。\n- 丙。\n\n```\nx\n```",
			"<h2 id=\"jia\"><span id=\"s0\" data-s=\"0\">甲</span></h2>\n<ul>\n<li><span id=\"s1\" data-s=\"1\">乙。</span></li>\n<li><span id=\"s2\" data-s=\"2\">丙。</span></li>\n</ul>\n" +
				"<pre tabindex=\"0\"><code><span id=\"s3\" data-s=\"3\">x\n</span></code></pre>\n",
		},
		{
			"an escaped character begins a sentence", `甲。\*乙。`,
			`<p><span id="s0" data-s="0">甲。</span><span id="s1" data-s="1">*乙。</span></p>` + "\n",
		},
		{
			"HTML within the line is not torn", `甲。<b>乙。丙</b>丁。戊。`,
			`<p><span id="s0" data-s="0">甲。</span><span id="s1" data-s="1"><b>乙。丙</b></span><span id="s2" data-s="2">丁。</span><span id="s3" data-s="3">戊。</span></p>` + "\n",
		},
		{
			"a block of HTML keeps the anchors", "<div>甲。</div>",
			`<div>甲。</div><span id="s0" data-s="0"></span>`,
		},
		{
			"the caption of a picture", `![灯](/media/a.jpg "灯。亮。")`,
			`<figure><img src="/media/a.jpg" alt="灯" loading="lazy" decoding="async"><figcaption><span id="s1" data-s="1">灯。亮。</span></figcaption></figure>` + "\n" + `<span id="s0" data-s="0"></span>`,
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := Parse(c.source)
			if diff := cmp.Diff(c.want, whole(d.Parts(Options{Passages: sentencesOf(d)}))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestPartsAreTheWhole(t *testing.T) {
	source, _, _ := strings.Cut(article(t).Source(), "<details>") // which holds two blocks
	d := Parse(source + "\n\n[^1]: 注\n\n又[^1]")
	parts := d.Parts(Options{IDPrefix: "zh-"})
	if diff := cmp.Diff(d.HTML(Options{IDPrefix: "zh-"}), whole(parts)); diff != "" {
		t.Error(diff)
	}
	for i, p := range parts {
		if i > 0 && p.Start <= parts[i-1].Start {
			t.Errorf("part %d starts at %d, the one before at %d", i, p.Start, parts[i-1].Start)
		}
	}
	if last := parts[len(parts)-1]; last.Kind != KindFootnote || last.Start != len(d.Source()) {
		t.Errorf("the last part is %s at %d, not the footnotes at the end", last.Kind, last.Start)
	}
}

// unwrapped is HTML without the elements of passages; ids are those they had.
func unwrapped(t *testing.T, fragment string) (text string, ids []string) {
	t.Helper()
	root, err := html.Parse(strings.NewReader(fragment))
	if err != nil {
		t.Fatal(err)
	}
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		for c := n.FirstChild; c != nil; {
			next := c.NextSibling
			walk(c)
			if c.Type == html.ElementNode && attributeOf(c, "data-s") != "" {
				if id := attributeOf(c, "id"); id != "" {
					ids = append(ids, id)
				}
				for c.FirstChild != nil {
					child := c.FirstChild
					c.RemoveChild(child)
					n.InsertBefore(child, c)
				}
				n.RemoveChild(c)
			}
			c = next
		}
	}
	walk(root)
	var b strings.Builder
	if err := html.Render(&b, root); err != nil {
		t.Fatal(err)
	}
	return b.String(), ids
}

func attributeOf(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

// Setting sentences off adds their elements, each id once, and changes nothing else.
func FuzzPassages(f *testing.F) {
	f.Add("甲**乙。丙**丁。*a. [b. C](x) d*. `e. F` g\\.\n\n|a. B|c|\n|-|-|\n|d|e. F|\n\n> 一。\n> 二。\n\n[^1]三。\n\n[^1]: 四。*五。*")
	f.Add("a.<b>B. <i>C</i>. D</b> e.\n\n<div>\n\nf.\n\n</div>")
	if data, err := os.ReadFile("testdata/article.md"); err == nil {
		f.Add(string(data))
	}
	f.Fuzz(func(t *testing.T, source string) {
		d := Parse(source)
		o := Options{IDPrefix: "zh-"}
		plain := whole(d.Parts(o))
		o.Passages = sentencesOf(d)
		marked := whole(d.Parts(o))
		checkSafe(t, source, marked)
		got, ids := unwrapped(t, marked)
		want, _ := unwrapped(t, plain)
		if !d.raw {
			if diff := cmp.Diff(strings.TrimSpace(want), strings.TrimSpace(got)); diff != "" && !strings.Contains(plain, "<figcaption>") {
				t.Errorf("%q: %s", source, diff)
			}
		}
		seen := map[string]bool{}
		for _, id := range ids {
			if seen[id] {
				t.Errorf("%q: the id %s stands twice", source, id)
			}
			seen[id] = true
		}
		if plain != "" && len(seen) != len(o.Passages) {
			t.Errorf("%q: %d of %d sentences have an anchor in\n%s", source, len(seen), len(o.Passages), marked)
		}
	})
}
