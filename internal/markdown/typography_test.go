package markdown

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestTypography(t *testing.T) {
	for _, c := range []struct{ name, lang, source, want string }{
		{"commas and stops", "zh-Hans", "今年,全区风电增长5.2%,外送创新高.其中;如下:好!真的?", "今年，全区风电增长5.2%，外送创新高。其中；如下：好！真的？"},
		{"Latin keeps its own", "zh-Hans", "他说 yes, it is. 时间10:30,比分3:2.", "他说 yes, it is. 时间10:30，比分3:2."},
		{"beside Latin and digits", "zh-Hans", "GDP,增长5%;人口120万,下降.", "GDP，增长5%；人口120万，下降。"},
		{"several in a row", "zh-Hans", "真的?!", "真的？！"},
		{"brackets", "zh-Hans", "国内生产总值(GDP)与 EU (欧盟) and WTO (trade)", "国内生产总值（GDP）与 EU（欧盟）and WTO (trade)"},
		{"brackets without a partner", "zh-Hans", "甲)乙(丙", "甲)乙(丙"},
		{"quotation marks", "zh-Hans", `他说:"风不等人."随后"走".`, "他说：“风不等人。”随后“走”。"},
		{"quotes within quotes", "zh-Hans", `"他说'好'就走"`, "“他说‘好’就走”"},
		{"quotes without a partner", "zh-Hans", `甲"乙`, `甲"乙`},
		{"quotes beside curly ones", "zh-Hans", `“甲"与"乙”`, "“甲”与“乙”"},
		{"apostrophes are no quotes", "zh-Hans", "一部 don't 与 workers' hall 的片子", "一部 don't 与 workers' hall 的片子"},
		{"dashes", "zh-Hans", "他来了--又走了，甲 -- 乙，丙—丁，a--b", "他来了——又走了，甲——乙，丙——丁，a--b"},
		{"ellipses", "zh-Hans", "等等...然后。。。再…后，wait... a", "等等……然后……再……后，wait... a"},
		{"spaces", "zh-Hans", "今 年 ，全区 GDP 增长 5% 。\n 下一行", "今年，全区 GDP 增长 5%。\n 下一行"},
		{"beyond marks of emphasis", "zh-Hans", "**真的**,她*说*.", "**真的**，她*说*。"},
		{"beyond a footnote's mark", "zh-Hans", "据统计[^a,b].\n\n[^a,b]: 见年报,第三页.", "据统计[^a,b]。\n\n[^a,b]: 见年报，第三页。"},
		{"code and addresses", "zh-Hans", "用`a,\"b\"`,见[年报,全文](https://a.example/x,y)与https://b.example/x,y 或 c@d.example,图见map.png.\n\n```\n中文,中文.\n```\n\n    中,文\n", "用`a,\"b\"`，见[年报，全文](https://a.example/x,y)与https://b.example/x,y 或 c@d.example，图见map.png.\n\n```\n中文,中文.\n```\n\n    中,文\n"},
		{"pictures and HTML", "zh-Hans", "![图,中](a.png)\n\n<div>中,文</div>\n\n甲<b title=\"中,文\">乙,丙</b>", "![图,中](a.png)\n\n<div>中,文</div>\n\n甲<b title=\"中,文\">乙，丙</b>"},
		{"escaped marks and entities", "zh-Hans", `中\"文\",甲&quot;乙\.`, `中\"文\"，甲&quot;乙\.`},
		{"tables and lists", "zh-Hans", "| 甲,乙 | -- |\n| --- | --- |\n| 丙 丁 | \"戊\" |\n\n1. 己,庚\n- 辛.", "| 甲，乙 | -- |\n| --- | --- |\n| 丙丁 | “戊” |\n\n1. 己，庚\n- 辛。"},
		{"front matter", "zh-Hans", "---\ntitle: 中,文\n---\n中,文", "---\ntitle: 中,文\n---\n中，文"},
		{"an English paragraph in a Chinese text", "zh-Hans", "He said \"yes\", and left.", "He said \"yes\", and left."},
		{"underscores keep their emphasis", "zh-Hans", "中 _文_ 字", "中 _文_ 字"},
		{"English quotes", "en", `"Yes," he said, "it's the workers' hall."`, "“Yes,” he said, “it’s the workers’ hall.”"},
		{"English quotes within quotes", "en", `"He said 'go' in the '90s"`, "“He said ‘go’ in the ’90s”"},
		{"English quotes without a partner", "en", `a 5" pipe`, `a 5" pipe`},
		{"English dashes and ellipses", "en", "It came -- and went--soon... use --flag and 1-2", "It came — and went—soon… use --flag and 1-2"},
		{"English code", "en", "`it's` \"a\"\n\n<p title='x'>it's</p>", "`it's` “a”\n\n<p title='x'>it's</p>"},
	} {
		t.Run(c.name, func(t *testing.T) {
			changes := Typography(c.source, c.lang)
			if diff := cmp.Diff(c.want, Apply(c.source, changes)); diff != "" {
				t.Errorf("(-want +got):\n%s\n%+v", diff, changes)
			}
			checkTypography(t, c.source, c.lang)
		})
	}
}

func TestTypographySaysWhy(t *testing.T) {
	want := []Change{
		{Start: 3, End: 4, From: ",", To: "，", Why: WhyPunctuation},
		{Start: 7, End: 8, From: " ", To: "", Why: WhySpace},
		{Start: 11, End: 14, From: "...", To: "……", Why: WhyEllipsis},
		{Start: 17, End: 18, From: `"`, To: "“", Why: WhyQuotes},
		{Start: 21, End: 22, From: `"`, To: "”", Why: WhyQuotes},
		{Start: 25, End: 27, From: "--", To: "——", Why: WhyDash},
	}
	if diff := cmp.Diff(want, Typography(`甲,乙 丙...丁"戊"己--庚`, "zh-Hans")); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// A change that would make other Markdown of the text is left out, and no other.
func TestTypographyLeavesOneChangeOut(t *testing.T) {
	const source = "甲,乙\n\n中 _文_,字\n\n丙,丁"
	if diff := cmp.Diff("甲，乙\n\n中 _文_，字\n\n丙，丁", Apply(source, Typography(source, "zh"))); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// checkTypography holds what is true of all texts: changes are ordered and say
// what they replace, nothing but running text changes, and twice is once.
func checkTypography(t *testing.T, source, language string) {
	t.Helper()
	changes := Typography(source, language)
	kept, at := normalise(source), 0
	for i, c := range changes {
		if c.Start < at || c.End <= c.Start || c.End > len(kept) || kept[c.Start:c.End] != c.From || c.From == c.To || c.Why == "" {
			t.Fatalf("%q: change %d is %+v", source, i, c)
		}
		at = c.End
	}
	after := Apply(source, changes)
	if again := Typography(after, language); len(again) > 0 {
		t.Fatalf("%q: then %q, then %+v", source, after, again)
	}
	if diff := cmp.Diff(shape(kept), shape(after)); diff != "" {
		t.Fatalf("%q became %q with another structure:\n%s", source, after, diff)
	}
	// What may change, and what it may become, are marks and white space.
	strip := func(s string) string {
		return strings.Map(func(r rune) rune {
			if strings.ContainsRune(",.;:!?()\"'- \u00A0，。；：！？（）“”‘’—…", r) {
				return -1
			}
			return r
		}, s)
	}
	if strip(kept) != strip(after) {
		t.Fatalf("%q became %q", source, after)
	}
}

func FuzzTypography(f *testing.F) {
	for _, seed := range []string{
		"今年,全区\"风电\"增长5.2%...如下: `a,b` [甲,乙](c,d) **真**,她", "a -- \"b\" it's 'c' ...", "中 _文_ *字* ,\n- 甲.乙", "|甲,|乙|\n|-|-|\n|\"|\"|",
		"---\na: 中,\n---\n中,", "[^甲,]: 中,\n\n中[^甲,].", "中\\,文&#44;,<b>中,</b>", "# 中 . \n中--\n--中", "1. 中 :\n2) 甲 ( 乙 )", "“甲\"乙”'丙'", "甲 — 乙…… 。 。",
	} {
		f.Add(seed, true)
		f.Add(seed, false)
	}
	f.Fuzz(func(t *testing.T, source string, chinese bool) {
		checkTypography(t, source, map[bool]string{true: "zh-Hans", false: "en"}[chinese])
	})
}

// Ranges of the changes are those of the text as it is parsed, whatever its line ends.
func TestTypographyOfWindowsLines(t *testing.T) {
	changes := Typography("\uFEFF甲,乙\r\n丙,丁", "zh")
	if got := Apply("\uFEFF甲,乙\r\n丙,丁", changes); got != "甲，乙\n丙，丁" || !slices.IsSortedFunc(changes, func(a, b Change) int { return a.Start - b.Start }) {
		t.Errorf("%q, %+v", got, changes)
	}
}
