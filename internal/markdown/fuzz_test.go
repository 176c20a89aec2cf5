package markdown

import (
	"os"
	"strings"
	"testing"
	"time"
)

func FuzzDocument(f *testing.F) {
	for _, seed := range []string{
		"**真，**她", "# a\n\n[^1]\n\n[^1]: b", "|a|b|\n|-|-|\n|`\\|`|", "> <div>\n> a\n\n<b", "- a\n\n\t- b\n",
		"[a]: <b> 'c'\n[a]\n![a]", "<ruby>a<rt>", "~~a~~ ~b~", "&#0; &#x110000; &copy;", "\tcode\n\t\tcode", "```\n<a",
		"[^1]: - a\n\n    > b[^1]\n", "a\n===\n\n[a](javascript:x) <javascript:y>",
	} {
		f.Add(seed)
	}
	if data, err := os.ReadFile("testdata/article.md"); err == nil {
		f.Add(string(data))
	}
	f.Fuzz(func(t *testing.T, source string) {
		d := Parse(source)
		checkSafe(t, source, d.HTML(Options{IDPrefix: "zh-", Base: "https://news.example/zh/a"}))
		checkOffsets(t, d)
		checkCopies(t, d)
		d.Outline()
	})
}

func FuzzClean(f *testing.F) {
	f.Add(`<p onclick="x">a<script>b</script><img src=x>`)
	f.Fuzz(func(t *testing.T, fragment string) {
		clean := Clean(fragment)
		checkSafe(t, fragment, clean)
	})
}

// TestLargeInputsEnd reads texts made to be slow or deep.
func TestLargeInputsEnd(t *testing.T) {
	const n = 5000
	for name, source := range map[string]string{
		"brackets":        strings.Repeat("[", n),
		"pictures":        strings.Repeat("![", n),
		"quotations":      strings.Repeat(">", n) + "a",
		"emphasis":        strings.Repeat("*a **b ", n),
		"closers":         strings.Repeat("a**", n),
		"headings":        strings.Repeat("# 甲\n", n),
		"backticks":       strings.Repeat("`a``b", n),
		"lists":           strings.Repeat("- ", 500) + "a",
		"elements":        strings.Repeat("<b>", n) + "a",
		"deep quotations": strings.Repeat(">", 600) + " <b>a</b>",
		"footnotes":       strings.Repeat("[^a]", n) + "\n\n[^a]: b",
		"rows":            "|a|\n|-|\n" + strings.Repeat("|a|\n", n),
		"lines":           strings.Repeat("中\n", n),
		"breaks":          strings.Repeat("**\n", n),
	} {
		t.Run(name, func(t *testing.T) {
			start := time.Now()
			d := Parse(source)
			checkSafe(t, name, d.HTML(Options{}))
			d.Text()
			d.Links()
			if took := time.Since(start); took > 5*time.Second {
				t.Errorf("took %v", took)
			} else {
				t.Logf("took %v", took)
			}
		})
	}
}

// fiveKilobytes is an article of the usual size.
func fiveKilobytes() string {
	return "## 第一节\n\n" + strings.Repeat("今年**前三季度，**全区[风电](/zh/a)装机增长*5.2%*，“绿电”外送创新高。记者在现场看到，风机叶片缓缓转动。\n\n", 33)
}

func BenchmarkParseAndHTML(b *testing.B) {
	source := fiveKilobytes()
	b.SetBytes(int64(len(source)))
	for b.Loop() {
		Parse(source).HTML(Options{IDPrefix: "zh-"})
	}
}

func BenchmarkParseAndText(b *testing.B) {
	source := fiveKilobytes()
	b.SetBytes(int64(len(source)))
	for b.Loop() {
		Parse(source).Text()
	}
}
