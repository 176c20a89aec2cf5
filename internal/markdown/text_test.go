package markdown

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

func TestTextShowsWhatAReaderReads(t *testing.T) {
	tests := []struct{ name, source, want string }{
		{"emphasis and links", "**真**、[她](/a)和`码`", "真、她和码"},
		{"entities and backslashes", `&lt;甲&gt; \*乙\* &#x4E2D; &nope; \中`, "<甲> *乙* 中 &nope; \\中"},
		{"a line break between Chinese is nothing", "中文，\n“下一行”\n还有", "中文，“下一行”还有"},
		{"a line break between Latin is a space", "Hello,\nworld", "Hello, world"},
		{"a line break beside Latin is a space", "中文\nLatin\n中文", "中文 Latin 中文"},
		{"a line break between Hangul is a space", "한국어\n한국어", "한국어 한국어"},
		{"a line break is seen through markup", "**中**\n*文*\n[a](/)\n`b`", "中文 a b"},
		{"a hard break", "甲\\\n乙  \n丙", "甲\n乙\n丙"},
		{"pictures are left out", "甲![乙](c.jpg)丙", "甲丙"},
		{"a caption is kept", `![甲](c.jpg "乙 &amp; 丙")`, "乙 & 丙"},
		{"HTML is taken away", "<div>\n  <p>甲 <b>乙</b> 丙&amp;</p>\n</div>\n\n<!-- 丁 -->", "甲 乙 丙&"},
		{"scripts are taken away", "<script>\nx\n</script>\n\n甲", "甲"},
		{"HTML in a quotation", "> <p>\n> 甲\n> </p>", "甲"},
		{"ruby keeps the base", "<ruby>漢<rt>hàn</rt></ruby>字<rt>不关\n\n丙", "漢字\n\n丙"},
		{"autolinks", "见 <https://a.example/中>。", "见 https://a.example/中。"},
		{"a table with empty cells", "|甲|乙|\n|-|-|\n||丙|\n|丁||", "甲\t乙\n\t丙\n丁\t"},
		{"footnotes at the end", "甲[^a]乙\n\n[^a]: 丙\n\n丁", "甲乙\n\n丁\n\n丙"},
		{"nothing", "", ""},
		{"only markup", "---\n\n[a]: /b\n", ""},
		{"code with a tab", "-\t\tcode", "  code"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, Parse(tt.source).Text()); diff != "" {
				t.Errorf("%q (-want +got):\n%s", tt.source, diff)
			}
		})
	}
}

func TestSourceIsNormalised(t *testing.T) {
	d := Parse("\uFEFF甲\r\n乙\r丙\x00\xff丁")
	if diff := cmp.Diff("甲\n乙\n丙\uFFFD\uFFFD丁", d.Source()); diff != "" {
		t.Error(diff)
	}
}

// TestSpansLeadBackToTheSource looks for words in the text and expects what
// they were written as.
func TestSpansLeadBackToTheSource(t *testing.T) {
	tests := []struct{ source, word, want string }{
		{"前**真，**她说", "真，", "真，"},
		{"前**真，**她说", "她", "她"},
		{"前**真，**她说", "真，她", "真，**她"},
		{"A&amp;B and C", "A&B", "A&amp;B"},
		{"A&amp;B and C", "&", "&amp;"},
		{`一\*二`, "*二", "*二"},
		{"> 引文\n> 下行", "文下", "文\n> 下"},
		{"<div>\n> 甲 <b>乙</b>\n</div>", "乙", "乙"},
		{"> <p>\n> 甲乙\n> </p>", "甲乙", "甲乙"},
		{"见 <https://a.example/>", "a.example", "a.example"},
		{"[链接](/a \"题\")后", "链接后", "链接](/a \"题\")后"},
		{"`` a`b ``", "a`b", "a`b"},
		{"|甲|乙|\n|-|-|\n|丙|`a\\|b`|", "a|b", "a\\|b"},
		{"    tab\n\tcode", "code", "code"},
		{"甲[^1]\n\n[^1]: 注文", "注文", "注文"},
	}
	for _, tt := range tests {
		d := Parse(tt.source)
		start := strings.Index(d.Text(), tt.word)
		if start < 0 {
			t.Errorf("%q: no %q in %q", tt.source, tt.word, d.Text())
			continue
		}
		from, to := d.SourceSpan(start, start+len(tt.word))
		if got := d.Source()[from:to]; got != tt.want {
			t.Errorf("%q: %q comes from %q, want %q", tt.source, tt.word, got, tt.want)
		}
	}
}

// checkOffsets asserts what every text must satisfy. Offsets ascend in blocks
// that hold no others; in those that do, goldmark can move a table before the
// underlined heading whose first lines it takes.
func checkOffsets(t *testing.T, d *Document) {
	t.Helper()
	source, text := d.Source(), d.Text()
	if !utf8.ValidString(text) {
		t.Fatalf("text is not UTF-8: %q", text)
	}
	p := d.text()
	end := 0
	for _, r := range p.runs {
		if r.text < end || r.textEnd <= r.text || r.textEnd > len(text) ||
			r.source < 0 || r.sourceEnd < r.source || r.sourceEnd > len(source) {
			t.Fatalf("run %+v of %q after %d", r, source, end)
		}
		end = r.textEnd
	}
	last := 0
	for _, b := range d.Blocks() {
		if b.Start < 0 || b.End < b.Start || b.End > len(source) || text[b.TextStart:b.TextStart+len(b.Text)] != b.Text {
			t.Fatalf("block %+v of %q", b, source)
		}
		if b.TextStart < last {
			t.Fatalf("block %+v of %q starts before the one before it ends", b, source)
		}
		last = b.TextStart + len(b.Text)
		before := -1
		for i := range b.Text {
			at := d.SourceOffset(b.TextStart + i)
			if at < before && b.Kind != KindList && b.Kind != KindQuote && b.Kind != KindFootnote {
				t.Fatalf("offsets of %q descend at %q", source, b.Text[i:])
			}
			if at < len(source) && !utf8.RuneStart(source[at]) {
				t.Fatalf("offset %d cuts a character of %q", at, source)
			}
			before = at
		}
	}
	for _, r := range append(d.Links(), d.Images()...) {
		if r.Offset < 0 || r.Offset > len(source) || r.Line < 1 {
			t.Fatalf("reference %+v of %q", r, source)
		}
	}
}

// checkCopies asserts that copied characters are the source's, except where
// a space stands for a line break in code, and in texts with entities, of which
// some are as long as what they stand for.
func checkCopies(t *testing.T, d *Document) {
	t.Helper()
	for _, r := range d.text().runs {
		got, want := d.Text()[r.text:r.textEnd], ""
		if r.copied() {
			want = strings.ReplaceAll(d.Source()[r.source:r.sourceEnd], "\n", " ")
			got = strings.ReplaceAll(got, "\n", " ")
		}
		if r.copied() && got != want && !strings.Contains(d.Source(), "&") {
			t.Fatalf("%q was copied from %q in %q", got, want, d.Source())
		}
	}
}

func TestOffsetsOfEveryExample(t *testing.T) {
	for _, name := range []string{"commonmark-spec.json", "gfm-extensions.json"} {
		for _, e := range examples(t, name) {
			d := Parse(e.Markdown)
			checkOffsets(t, d)
			checkCopies(t, d)
		}
	}
	checkOffsets(t, article(t))
	checkCopies(t, article(t))
}
