package markdown

import (
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// spans shows markup as brackets: [] a number, {} the other language.
func spans(html string) string {
	return strings.NewReplacer(`<span class="n">`, "[", `<span lang="en">`, "{", `<span lang="zh-Hans">`, "{", "</span>", "]").Replace(html)
}

func TestTypeset(t *testing.T) {
	for _, c := range []struct{ language, text, want string }{
		{"zh-Hans", "协议总投资3106亿元", "协议总投资[3106亿元]"},
		{"zh-Hans", "2023年10月25日刊出", "[2023年10月25日]刊出"},
		{"zh-Hans", "2023年10月25日3时", "[2023年10月25日][3时]"},
		{"zh-Hans", "项目123个，分布在11个领域", "项目[123个]，分布在[11个]领域"},
		{"zh-Hans", "第3版、第十版", "[第3版]、第十版"},
		{"zh-Hans", "300多万千瓦时电", "[300多万千瓦时]电"},
		{"zh-Hans", "12亿美元", "[12亿美元]"},
		{"zh-Hans", "3—5年", "[3—5年]"},
		{"zh-Hans", "3106 亿元", "[3106 亿元]"},
		{"zh-Hans", "增长39.5%。", "增长39.5%。"},
		{"zh-Hans", "39.5%以上", "39.5%以上"},
		{"zh-Hans", "5G网络和B2B", "5G网络和B2B"},
		{"zh-Hans", "比3:2，又3", "比3:2，又3"},
		{"zh-Hans", "所谓GDP和AI时代", "所谓GDP和AI时代"},
		{"zh-Hans", "载于Inner Mongolia Daily.", "载于{Inner Mongolia Daily]."},
		{"zh-Hans", "“Data for Good”项目", "“{Data for Good]”项目"},
		{"zh-Hans", "Nature 2023", "Nature 2023"},
		{"zh-Hans", "a < b & c", "a &lt; b &amp; c"},
		{"en", "310.6 billion yuan", "[310.6 billion] yuan"},
		{"en", "on 20 October 2023", "on [20 October] 2023"},
		{"en", "39.5 per cent of 123 projects", "[39.5 per] cent of 123 projects"},
		{"en", "the word 合璧 and 《内蒙古日报》, too", "the word {合璧] and {《内蒙古日报》], too"},
		{"en", "（全角）", "（{全角]）"},
		{"", "合璧 Two Halves", "合璧 Two Halves"},
	} {
		if diff := cmp.Diff(c.want, spans(Typeset(c.text, c.language))); diff != "" {
			t.Errorf("%s %q (-want +got):\n%s", c.language, c.text, diff)
		}
	}
}

// glossing gives the first mention of words their counterparts.
func glossing(pairs map[string]string) func(string) []Gloss {
	seen := map[string]bool{}
	return func(text string) []Gloss {
		var list []Gloss
		for word, other := range pairs {
			if at := strings.Index(text, word); at >= 0 && !seen[word] {
				seen[word] = true
				list = append(list, Gloss{Start: at, End: at + len(word), Text: other, Lang: "en"})
			}
		}
		return list
	}
}

func TestGlossesStandInRunningTextOnly(t *testing.T) {
	const word, open, closing = "大湾区", `<dfn tabindex="0">`, `<span class="gloss" lang="en"> Bay &lt;Area&gt;</span></dfn>`
	for name, c := range map[string]struct{ source, want string }{
		"paragraph":       {"在大湾区。", "<p>在" + open + word + closing + "。</p>\n"},
		"once":            {"大湾区，大湾区", "<p>" + open + word + closing + "，大湾区</p>\n"},
		"not in headings": {"## 大湾区\n\n大湾区", "<h2 id=\"da-wan-qu\">大湾区</h2>\n<p>" + open + word + closing + "</p>\n"},
		"not in links":    {"[大湾区](/zh/)", "<p><a href=\"/zh/\">大湾区</a></p>\n"},
		"not in code":     {"`大湾区`", "<p><code>大湾区</code></p>\n"},
		"not beside HTML": {"大湾区<br>", "<p>大湾区<br/></p>\n"},
		"not in escapes":  {`大湾区\*`, "<p>大湾区*</p>\n"},
		"before numbers":  {"第3大湾区", "<p>第3" + open + word + closing + "</p>\n"},
	} {
		t.Run(name, func(t *testing.T) {
			got := Parse(c.source).HTML(Options{Language: "zh-Hans", Gloss: glossing(map[string]string{word: "Bay <Area>"})})
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestTablesCanBeReached(t *testing.T) {
	const source = "|a|\n|-|\n|b|\n\n|c|\n|-|\n|d|\n"
	got := Parse(source).HTML(Options{TableLabel: "表格"})
	for _, want := range []string{`<div class="table" role="region" tabindex="0" aria-label="表格 1"><table>`, `aria-label="表格 2"><table>`} {
		if !strings.Contains(got, want) {
			t.Errorf("no %s in %s", want, got)
		}
	}
	if got := Parse(source).HTML(Options{}); strings.Contains(got, "<div") {
		t.Errorf("a feed has %s", got)
	}
}

func TestEmphasisedLatinIsEnglish(t *testing.T) {
	for source, want := range map[string]string{
		"*Nature*":      "<p><em lang=\"en\">Nature</em></p>\n",
		"*The Bay Now*": "<p><em lang=\"en\">The Bay Now</em></p>\n",
		"*重点 AI*":       "<p><em>重点 AI</em></p>\n",
		"*2023*":        "<p><em>2023</em></p>\n",
	} {
		if diff := cmp.Diff(want, Parse(source).HTML(Options{Language: "zh-Hans"})); diff != "" {
			t.Errorf("%s (-want +got):\n%s", source, diff)
		}
	}
}

var ownMarks = regexp.MustCompile(`<span class="gloss"[^>]*>[^<]*</span>|</?span[^>]*>|</?dfn[^>]*>|(<em) lang="en"`)

// FuzzTypeset: without its marks a text is what it is without typesetting.
func FuzzTypeset(f *testing.F) {
	for _, seed := range []string{"3106亿元", "2023年 Xie Baojian said 合璧", "&#3亿; \\3亿", "第第3 3 May", "*A b* [3个](/x) 大湾区"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, source string) {
		if strings.ContainsAny(source, "<>") || strings.Contains(source, "lt;") || strings.Contains(source, "gt;") {
			t.Skip("markup of its own cannot be told apart here")
		}
		plain := Parse(source).HTML(Options{})
		for _, language := range []string{"zh-Hans", "en"} {
			got := Parse(source).HTML(Options{Language: language, Gloss: glossing(map[string]string{"大湾区": "Bay", "e": "x"})})
			checkSafe(t, source, got)
			if diff := cmp.Diff(plain, ownMarks.ReplaceAllString(got, "$1")); diff != "" {
				t.Errorf("%q in %s (-plain +stripped):\n%s", source, language, diff)
			}
		}
	})
}

func BenchmarkParseAndTypeset(b *testing.B) {
	source := fiveKilobytes()
	b.SetBytes(int64(len(source)))
	for b.Loop() {
		Parse(source).HTML(Options{IDPrefix: "zh-", Language: "zh-Hans"})
	}
}
