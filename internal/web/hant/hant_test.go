package hant

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const base = "https://news.example"

func TestAddress(t *testing.T) {
	v := New(Tag, base, nil, nil)
	for in, want := range map[string]string{
		"/zh":                            "/zh-hant",
		"/zh/":                           "/zh-hant/",
		"/zh?x=1":                        "/zh-hant?x=1",
		"/zh/articles/a#b":               "/zh-hant/articles/a#b",
		"https://news.example/zh/themes": "https://news.example/zh-hant/themes",
		"https://other.example/zh/":      "https://other.example/zh/",
		"https://news.example":           "https://news.example",
		"/zhuhai":                        "/zhuhai",
		"/zh-hant/":                      "/zh-hant/",
		"/en/zh/":                        "/en/zh/",
		"/media/zh/x":                    "/media/zh/x",
		"#zh":                            "#zh",
		"":                               "",
	} {
		if got := v.Address(in); got != want {
			t.Errorf("Address(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestSource(t *testing.T) {
	for in, want := range map[string]string{
		"/zh-hant": "/zh", "/zh-hant/themes": "/zh/themes", "/zh-hants": "", "/zh/": "", "/": "", "/en/zh-hant/": "",
	} {
		got, ok := Source(in)
		if ok != (want != "") || ok && got != want {
			t.Errorf("Source(%q) = %q, %v, want %q", in, got, ok, want)
		}
	}
}

func TestText(t *testing.T) {
	names := []Name{{"于", "于"}, {"于海", "于海"}, {"范晔", "范曄"}, {"台北", "臺北市"}}
	for _, tt := range []struct {
		tag      string
		names    []Name
		people   []string
		in, want string
	}{
		{Tag, nil, nil, "头发发展，里面，干部", "頭髮發展，裏面，幹部"},
		{Tag, nil, nil, "于海发言", "於海發言"},
		{Tag, names, nil, "于海发言，范晔在场", "于海發言，范曄在場"},
		{Tag, names, nil, "在台北发言", "在臺北市發言"},
		{TagHongKong, nil, nil, "因为里面", "因為裏面"},
		{Tag, nil, nil, "因为里面", "因爲裏面"},
		{Tag, names, nil, "Only Latin & 123", "Only Latin & 123"},
		{Tag, names, nil, "于\xff于", "于\xff于"},
		{Tag, nil, []string{"岳芳敏", "于发"}, "岳芳敏、于发和于海在岳麓", "岳芳敏、于發和於海在嶽麓"},
		{Tag, names, []string{"于海"}, "于海", "于海"},
		{Tag, []Name{{"于海", "於海"}}, []string{"于海"}, "于海", "於海"},
		{Tag, nil, nil, "", ""},
	} {
		if got := New(tt.tag, base, tt.names, tt.people).Text(tt.in); got != tt.want {
			t.Errorf("%s of %q with %d names: %q, want %q", tt.tag, tt.in, len(tt.names), got, tt.want)
		}
	}
}

func TestHTML(t *testing.T) {
	v := New(Tag, base, []Name{{"台北", "臺北市"}}, nil)
	for _, tt := range []struct{ what, in, want string }{
		{"tags of language", `<html lang="zh-Hans"><p lang="en">x`, `<html lang="zh-Hant"><p lang="en">x`},
		{"what is shown of an element", `<img alt="发展" src="/media/发"><input placeholder="搜索发展" value="发展">`, `<img alt="發展" src="/media/发"><input placeholder="搜索發展" value="发展">`},
		{"a phrase across elements", `<p>头<em>发</em>，<mark>发</mark>展</p>`, `<p>頭<em>髮</em>，<mark>發</mark>展</p>`},
		{"no phrase across blocks", `<p>头</p><p>发</p>`, `<p>頭</p><p>發</p>`},
		{"a name of another length", `<p>在<b>台北</b>发展</p>`, `<p>在<b>臺北市</b>發展</p>`},
		{"what is not to be converted", `<p><span translate="no">于<b>发</b><span>发</span></span>发</p>`, `<p><span translate="no">于<b>发</b><span>发</span></span>發</p>`},
		{"links", `<a href="/zh/themes?q=%E5%8F%91">发</a><form action="/zh/search">`, `<a href="/zh-hant/themes?q=%E5%8F%91">發</a><form action="/zh-hant/search">`},
		{
			"the page in another script", `<link rel="alternate" hreflang="zh-Hans" href="https://news.example/zh/"><a rel="alternate" hreflang="zh-Hans" lang="zh-Hans" href="/zh/">发</a>发`,
			`<link rel="alternate" hreflang="zh-Hans" href="https://news.example/zh/"><a rel="alternate" hreflang="zh-Hans" lang="zh-Hans" href="/zh/">发</a>發`,
		},
		{"a feed", `<link rel="alternate" type="application/rss+xml" hreflang="zh-Hans" href="https://news.example/zh/feed.xml">`, `<link rel="alternate" type="application/rss+xml" hreflang="zh-Hant" href="https://news.example/zh-hant/feed.xml">`},
		{
			"facts", `<script type="application/ld+json">{"name":"发展","inLanguage":"zh-Hans","url":"https://news.example/zh/a","other":"https://other.example/zh/a"}</script>`,
			`<script type="application/ld+json">{"name":"發展","inLanguage":"zh-Hant","url":"https://news.example/zh-hant/a","other":"https://other.example/zh/a"}</script>`,
		},
		{"a script, what was typed", `<script>"发"</script><textarea>发</textarea>发`, `<script>"发"</script><textarea>发</textarea>發`},
		{"signs", `<p>&lt;发&gt; &amp; 展</p><!-- 发 -->`, `<p>&lt;發&gt; &amp; 展</p><!-- 发 -->`},
		{"what is open", `<p>发<b>展`, `<p>發<b>展`},
	} {
		if diff := cmp.Diff(tt.want, string(v.HTML([]byte(tt.in)))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.what, diff)
		}
	}
}

// A page without Chinese comes back byte by byte, whatever it is.
func FuzzHTMLKeepsOtherScripts(f *testing.F) {
	f.Add(`<p class='a' id=b>x &amp; y<br/></P><script>"</p>"</script><!doctype html><textarea>`)
	f.Add(`<a href="/en/">x</a><span translate="no"><span></span>`)
	v := New(Tag, base, nil, nil)
	f.Fuzz(func(t *testing.T, page string) {
		if strings.ContainsFunc(page, func(r rune) bool { return r > 0x7f }) || strings.Contains(page, "zh") || strings.Contains(page, "\x00") {
			t.Skip()
		}
		if got := string(v.HTML([]byte(page))); got != page {
			t.Errorf("%q became %q", page, got)
		}
	})
}

func BenchmarkHTML(b *testing.B) {
	page := []byte(strings.Repeat(`<p>粤港澳大湾区的干部在里面<em>发展</em>绿色产业，头发与发展是两回事。<a href="/zh/themes/talent">人才</a></p>`+"\n", 60))
	b.SetBytes(int64(len(page)))
	for _, tag := range []string{Tag, TagHongKong} {
		v := New(tag, base, []Name{{"于海", "于海"}}, nil)
		b.Run(tag, func(b *testing.B) {
			for b.Loop() {
				v.HTML(page)
			}
		})
	}
}
