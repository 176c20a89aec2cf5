package markdown

import (
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestHTML(t *testing.T) {
	file := func(name string) string { return "/media/1/" + name }
	sizes := func(name string) (int, int) {
		known := map[string][2]int{"a.jpg": {40, 30}, "b c.jpg": {8, 6}}[name]
		return known[0], known[1]
	}
	tests := []struct {
		name, source string
		options      Options
		want         string
	}{
		{
			"the highest heading stands below the title", "# 甲\n## 乙",
			Options{},
			"<h2 id=\"jia\">甲</h2>\n<h3 id=\"yi\">乙</h3>\n",
		},
		{
			"the highest heading need not be the first level", "### 甲\n#### 乙",
			Options{},
			"<h2 id=\"jia\">甲</h2>\n<h3 id=\"yi\">乙</h3>\n",
		},
		{
			"headings go no lower than six", "# a\n###### b",
			Options{TopLevel: 3},
			"<h3 id=\"a\">a</h3>\n<h6 id=\"b\">b</h6>\n",
		},
		{
			"the same heading twice", "# 甲\n# 甲 2\n# 甲",
			Options{IDPrefix: "en-"},
			"<h2 id=\"en-jia\">甲</h2>\n<h2 id=\"en-jia-2\">甲 2</h2>\n<h2 id=\"en-jia-3\">甲</h2>\n",
		},
		{"a heading cannot take a footnote's id", "# Fn 1", Options{}, "<h2 id=\"s-fn-1\">Fn 1</h2>\n"},
		{
			"a link within the page carries the prefix", "[a](#b)",
			Options{IDPrefix: "zh-"},
			"<p><a href=\"#zh-b\">a</a></p>\n",
		},
		{"a link to the top does not", "[a](#)", Options{IDPrefix: "zh-"}, "<p><a href=\"#\">a</a></p>\n"},
		{
			"absolute links", "[a](/b) [c](d) [e](#f) [g](?h) [i](../j)",
			Options{IDPrefix: "zh-", Base: "https://n.example/zh/articles/x"},
			`<p><a href="https://n.example/b">a</a> <a href="https://n.example/zh/articles/d">c</a> ` +
				`<a href="https://n.example/zh/articles/x#zh-f">e</a> <a href="https://n.example/zh/articles/x?h">g</a> ` +
				"<a href=\"https://n.example/zh/j\">i</a></p>\n",
		},
		{
			"a link to our own host is not external", "[a](https://N.example/b)",
			Options{Base: "https://n.example/"},
			"<p><a href=\"https://N.example/b\">a</a></p>\n",
		},
		{
			"links that run are text", "[a](javascript:b) [c](JavaScript&colon;b) [d](data:text/html,x) <vbscript:e> [f](&#1;javascript:g)",
			Options{},
			"<p>a c d vbscript:e f</p>\n",
		},
		{
			"mail and telephone", "<a@b.example> [t](tel:+861)",
			Options{},
			"<p><a href=\"mailto:a@b.example\">a@b.example</a> <a href=\"tel:+861\">t</a></p>\n",
		},
		{
			"a file beside the text", "![甲](封面%201.jpg)",
			Options{Resolve: file},
			"<figure><img src=\"/media/1/%E5%B0%81%E9%9D%A2%201.jpg\" alt=\"甲\" loading=\"lazy\" decoding=\"async\"></figure>\n",
		},
		{
			"a path of the site is kept", "![甲](/media/2/b.jpg)",
			Options{Resolve: file},
			"<figure><img src=\"/media/2/b.jpg\" alt=\"甲\" loading=\"lazy\" decoding=\"async\"></figure>\n",
		},
		{
			"a file nobody knows is kept", "![甲](b.jpg)",
			Options{Resolve: func(string) string { return "" }},
			"<figure><img src=\"b.jpg\" alt=\"甲\" loading=\"lazy\" decoding=\"async\"></figure>\n",
		},
		{
			"a picture of another host is its text", `![甲 *乙*](https://x.example/a.jpg "题") 和 ![丙](//x.example/a.jpg)`,
			Options{},
			"<p>甲 乙 和 丙</p>\n",
		},
		{"a picture alone of another host is its text", "![甲](http://x.example/a.jpg)", Options{}, "<p>甲</p>\n"},
		{"a picture in data is its text", "![甲](data:image/png;base64,AAAA)", Options{}, "<p>甲</p>\n"},
		{
			"HTML pictures are resolved too", `甲<img src="b.jpg" alt="乙" onerror="x">`,
			Options{Resolve: file},
			"<p>甲<img src=\"/media/1/b.jpg\" alt=\"乙\" loading=\"lazy\" decoding=\"async\"/></p>\n",
		},
		{
			"the first pictures load at once, each with its size", "![甲](a.jpg)\n\n<img src=\"b%20c.jpg\" alt=\"乙\">\n\n![丙](unknown.jpg)",
			Options{EagerPictures: 1, Size: sizes},
			"<figure><img src=\"a.jpg\" alt=\"甲\" width=\"40\" height=\"30\"/></figure>\n" +
				"<img src=\"b%20c.jpg\" alt=\"乙\" width=\"8\" height=\"6\" loading=\"lazy\" decoding=\"async\"/>\n" +
				"<figure><img src=\"unknown.jpg\" alt=\"丙\" loading=\"lazy\" decoding=\"async\"/></figure>\n",
		},
		{
			"an author's size is kept", `<img src="a.jpg" alt="甲" width="4">`,
			Options{EagerPictures: 1, Size: sizes},
			"<img src=\"a.jpg\" alt=\"甲\" width=\"4\"/>",
		},
		{
			"a feed says no more of a picture than its size", "![甲](a.jpg)",
			Options{Base: "https://news.example/", Size: sizes},
			"<figure><img src=\"https://news.example/a.jpg\" alt=\"甲\" width=\"40\" height=\"30\"></figure>\n",
		},
		{"long code can be scrolled by keyboard", "```\n甲\n```", Options{}, "<pre tabindex=\"0\"><code>甲\n</code></pre>\n"},
		{"code in a feed takes no focus", "```\n甲\n```", Options{Base: "https://news.example/"}, "<pre><code>甲\n</code></pre>\n"},
		{
			"HTML links are resolved too", `<a href="#b" id="c" class="d">甲</a>`,
			Options{IDPrefix: "zh-"},
			"<p><a href=\"#zh-b\">甲</a></p>\n",
		},
		{
			"HTML cannot leave its article", "</div></article><details open>甲\n\n乙",
			Options{},
			"<details open=\"\">甲\n<p>乙</p>\n</details>",
		},
		{
			"footnotes", "甲[^b]乙[^b]\n\n[^b]: 丙",
			Options{IDPrefix: "zh-", FootnoteLabel: "脚注", BackLabel: "返回"},
			`<p>甲<sup class="footnote-ref"><a id="zh-fnref-1" href="#zh-fn-1" role="doc-noteref">1</a></sup>` +
				`乙<sup class="footnote-ref"><a id="zh-fnref-1-2" href="#zh-fn-1" role="doc-noteref">1</a></sup></p>` + "\n" +
				`<section class="footnotes" role="doc-endnotes" aria-label="脚注">` + "\n<ol>\n" +
				`<li id="zh-fn-1">` + "\n" + `<p>丙 <a class="footnote-back" href="#zh-fnref-1" role="doc-backlink" aria-label="返回 1">↩︎</a>` +
				` <a class="footnote-back" href="#zh-fnref-1-2" role="doc-backlink" aria-label="返回 1-2">↩︎</a></p>` + "\n</li>\n</ol>\n</section>\n",
		},
		{"a line break between Chinese is nothing", "**中**\n文，\nLatin", Options{}, "<p><strong>中</strong>文，Latin</p>\n"},
		{"a line break beside Latin stays", "中文\nLatin\n*中文*", Options{}, "<p>中文\nLatin\n<em>中文</em></p>\n"},
		{"English keeps its line breaks", "One,\ntwo.\n“Three”\n*four*", Options{}, "<p>One,\ntwo.\n“Three”\n<em>four</em></p>\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, Parse(tt.source).HTML(tt.options)); diff != "" {
				t.Errorf("%q (-want +got):\n%s", tt.source, diff)
			}
		})
	}
}

func TestPicturesOfOtherHostsAreListed(t *testing.T) {
	d := Parse("![甲](a.jpg)\n\n> ![乙](https://x.example/b.jpg)\n\n<p>\n<img\n src=\"//x.example/c.jpg\" alt=丙></p>\n\n" +
		"字<img src='/d.jpg'>\n\n[![丁][e]](/f)\n\n[e]: \\\\x.example\\e.jpg\n")
	want := []Reference{
		{Destination: "a.jpg", Line: 1, Offset: 0, Alt: "甲"},
		{Destination: "https://x.example/b.jpg", Remote: true, Line: 3, Offset: 17, Alt: "乙"},
		{Destination: "//x.example/c.jpg", Remote: true, Line: 6, Offset: 54, Alt: "丙"},
		{Destination: "/d.jpg", Line: 9, Offset: 101},
		{Destination: `\x.example\e.jpg`, Line: 11, Offset: 122, Alt: "丁"},
	}
	got := d.Images()
	for i, r := range got {
		if !strings.HasPrefix(d.Source()[r.Offset:], "![") && !strings.HasPrefix(d.Source()[r.Offset:], "<img") {
			t.Errorf("picture %d starts at %q", i, d.Source()[r.Offset:])
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestIsRemote(t *testing.T) {
	for address, want := range map[string]bool{
		"": false, "a.jpg": false, "/a.jpg": false, "./a:b.jpg": false, "#a": false, "中:文.jpg": false,
		"http://a": true, "//a": true, `\\a`: true, `/\a`: true, "\t//a": true, "HTTPS:a": true, "data:a": true, "java\nscript:a": true,
	} {
		if got := isRemote(address); got != want {
			t.Errorf("%q: %v, want %v", address, got, want)
		}
	}
}

func TestBlocksCoverTheirSource(t *testing.T) {
	d := Parse("甲\n乙  \n\n[^x]: 没有人提到\n\n```\n丙\n```\n\n\n[a]: /b\n> 丁[^y]\n> [^y]: 戊\n> 己\n\n- 庚\n\n  辛\n[^z]: 壬\n\n癸[^z]\n")
	type block struct {
		Kind         Kind
		Source, Text string
	}
	var got []block
	for _, b := range d.Blocks() {
		got = append(got, block{b.Kind, d.Source()[b.Start:b.End], b.Text})
	}
	want := []block{
		{KindParagraph, "甲\n乙", "甲乙"},
		{KindCode, "```\n丙\n```", "丙"},
		{KindQuote, "> 丁[^y]\n> [^y]: 戊\n> 己", "丁"},
		{KindList, "- 庚\n\n  辛", "庚\n\n辛"},
		{KindParagraph, "癸[^z]", "癸"},
		{KindFootnote, "> [^y]: 戊\n> 己", "戊己"},
		{KindFootnote, "[^z]: 壬", "壬"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestOneParserServesMany is for the race detector.
func TestOneParserServesMany(t *testing.T) {
	one := article(t)
	want := one.HTML(Options{IDPrefix: "zh-"})
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			for _, d := range []*Document{one, Parse(one.Source())} {
				if d.HTML(Options{IDPrefix: "zh-"}) != want || d.Text() != one.Text() {
					t.Error("two goroutines got different results")
				}
			}
		})
	}
	group.Wait()
}

// TestTooDeepForBalance has HTML in a text whose elements nest further than a
// browser follows: the tags go, the words stay.
func TestTooDeepForBalance(t *testing.T) {
	got := Parse(strings.Repeat(">", 600) + " <b>甲</b>\n\n<div>乙 &amp; <i>丙</i>\n</div>\n").HTML(Options{})
	if strings.Contains(got, "<b>") || strings.Contains(got, "<div>") {
		t.Errorf("tags were kept: %q", got[len(got)-100:])
	}
	for _, want := range []string{"<p>甲</p>", "<p>乙 &amp; 丙</p>"} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q", want)
		}
	}
}

// An editor's preview follows the source by the lines of its blocks.
func TestLines(t *testing.T) {
	source := "# 题\n\n一段。\n\n> 引\n> 文\n\n- 甲\n- 乙\n\n| a |\n| - |\n| 1 |\n\n```\ncode\n```\n\n---\n\n<p>raw</p>\n\n见注。[^1]\n\n[^1]: 注。\n"
	out := Parse(source).HTML(Options{Lines: true, TableLabel: "表"})
	var got []string
	for _, m := range regexp.MustCompile(`<(\w+) data-line="(\d+)"`).FindAllStringSubmatch(out, -1) {
		got = append(got, m[1]+" "+m[2])
	}
	want := []string{"h2 1", "p 3", "blockquote 5", "ul 8", "div 11", "pre 15", "hr 19", "p 21", "p 23"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s\n%s", diff, out)
	}
	without := regexp.MustCompile(` data-line="\d+"`).ReplaceAllString(out, "")
	if diff := cmp.Diff(Parse(source).HTML(Options{TableLabel: "表"}), without); diff != "" {
		t.Errorf("the rest differs (-want +got):\n%s", diff)
	}
}
