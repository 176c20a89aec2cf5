package feed

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hebi/internal/newsroom"
)

var update = flag.Bool("update", false, "rewrite the golden files")

func both(zh, en string) newsroom.Bilingual { return newsroom.Bilingual{ZH: zh, EN: en} }

func day(s string) time.Time {
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		panic(err)
	}
	return t
}

func credit(slug, zh, en string, role newsroom.CreditRole) newsroom.Credit {
	return newsroom.Credit{Contributor: newsroom.Contributor{Slug: slug, Name: both(zh, en)}, Role: role}
}

// sample is a feed of one article in both languages and one that nobody signed.
func sample(l newsroom.Language) *Feed {
	essay := &newsroom.Article{
		ID: 7, Slug: "wind-and-harbour", Kind: newsroom.Commentary,
		Credits: []newsroom.Credit{
			credit("chen-yi", "陈译", "Chen Yi", newsroom.Author),
			credit("li-ming", "李明", "Li Ming", newsroom.Author),
			credit("zhao-xue", "赵雪", "Zhao Xue", newsroom.Subject),
			credit("sun-hai", "孙海", "Sun Hai", newsroom.Photographer),
		},
		Themes: []newsroom.ThemeTag{
			{Slug: "energy", Name: both("能源", "Energy")},
			{Slug: "regional-cooperation", Name: both("区域合作", "Regional cooperation")},
		},
	}
	zh := &newsroom.Edition{
		ID: "0192f0c4-0000-7000-8000-000000000001", Language: newsroom.Chinese, Status: newsroom.Published, Original: true,
		Title: "风从草原来 & 港口 <亮灯>", Summary: "北方送电，南方造船；a < b。",
		Date: day("2024-03-01T08:00:00+08:00"), Published: day("2024-03-01T00:05:00Z"), Updated: day("2024-03-03T02:00:00Z"),
	}
	en := &newsroom.Edition{
		ID: "0192f0c4-0000-7000-8000-000000000002", Language: newsroom.English, Status: newsroom.Published,
		Title: "Wind from the steppe", Summary: "Power goes south, ships go out.",
		Date: day("2024-03-02T08:00:00+08:00"), Published: day("2024-03-02T00:00:00Z"), Updated: day("2024-03-02T00:00:00Z"),
		Translators: []newsroom.Credit{credit("wang-wu", "王武", "Wang Wu", newsroom.Translator)},
	}
	brief := &newsroom.Article{ID: 8, Slug: "brief", Kind: newsroom.News}
	unsigned := &newsroom.Edition{
		ID: "0192f0c4-0000-7000-8000-000000000003", Language: newsroom.Chinese, Status: newsroom.Published,
		Title: "短讯 😀", Published: day("2024-02-29T16:30:00Z"),
	}
	f := &Feed{
		Title: "合璧样报", Description: "两种语言，一块玉", Language: l,
		Root: "https://news.example/", Self: "https://news.example/zh/feed.xml", Home: "https://news.example/zh/",
		Alternates: []Alternate{
			{URL: "https://news.example/zh/feed.atom", Format: Atom, Tag: "zh-Hans"},
			{URL: "https://news.example/en/feed.xml", Format: RSS, Tag: "en"},
		},
		Site: &newsroom.Site{Name: both("合璧样报", "Hebi Sample"), Publisher: both("样报社有限公司", "Sample Press Ltd"), TimeZone: "Asia/Shanghai"},
	}
	add := func(a *newsroom.Article, e *newsroom.Edition, html string) {
		item := Item{Article: a, Edition: e, URL: "https://news.example/" + string(e.Language) + "/articles/" + a.Slug, HTML: html}
		if a == essay {
			item.Cover = &Picture{
				URL: "https://news.example/media/cd", MediaType: "image/jpeg", Size: 90210, Width: 1200, Height: 675,
				Alt: both("风机", "A turbine"), Caption: both("风机 & 港", ""), Credit: both("图片社", "Picture Desk"),
			}
		}
		f.Items = append(f.Items, item)
	}
	if l != newsroom.Chinese {
		add(essay, en, "<p>Wind &amp; <b>water</b>.</p>\n<p>Power.</p>")
	}
	if l != newsroom.English {
		add(essay, zh, `<p>风&amp;水。</p><pre>a[b[0]]>1</pre><img src="https://news.example/media/ab/w.jpg" alt="风机">`)
		add(brief, unsigned, "<p>一句话。</p>")
	}
	return f
}

// archived is an archive document with all that a feed may hold beside its items.
func archived() *Feed {
	f := sample(newsroom.Chinese)
	f.Self, f.Icon = "https://news.example/zh/feed.xml?archive=2024-03", "https://news.example/icon.png"
	f.Archive = Archive{
		Current:  "https://news.example/zh/feed.xml",
		Previous: "https://news.example/zh/feed.xml?archive=2024-01.2",
		Next:     "https://news.example/zh/feed.xml?archive=2024-03.2",
	}
	f.Site.Rights = both("版权所有 & 保留", "All rights reserved")
	f.Removals = []Removal{
		{ID: "0192f0c4-0000-7000-8000-000000000004", When: day("2024-03-05T02:00:00Z"), Language: newsroom.Chinese},
		{ID: "0192f0c4-0000-7000-8000-000000000005", When: day("2024-03-04T02:00:00Z"), Language: newsroom.Chinese, Comment: "数字 <有误>"},
	}
	f.Items[0].Article.Specials = []newsroom.SpecialRef{{Slug: "north-south", Title: both("北往南来", "North, south")}}
	f.Items[0].Article.Print = &newsroom.PrintPlace{Paper: "样报", Date: day("2024-03-01T00:00:00Z"), Page: 3}
	f.Items[1].Edition.Corrections = []newsroom.Correction{{Date: day("2024-03-02T00:00:00Z"), Note: "更正"}}
	return f
}

func TestOPML(t *testing.T) {
	got := string(OPML("合璧 & co", "样报社", []Outline{{Text: "中文", Outlines: []Outline{
		{Text: "全部 \"要闻\"", Feed: "https://news.example/zh/feed.xml", Page: "https://news.example/zh/", Language: newsroom.Chinese},
	}}, {Text: "empty"}}))
	want := `<?xml version="1.0" encoding="utf-8"?>
<opml version="2.0">
  <head>
    <title>合璧 &amp; co</title>
    <ownerName>样报社</ownerName>
    <docs>http://opml.org/spec2.opml</docs>
  </head>
  <body>
    <outline text="中文">
      <outline text="全部 &quot;要闻&quot;" title="全部 &quot;要闻&quot;" type="rss" version="RSS2" language="zh-Hans" xmlUrl="https://news.example/zh/feed.xml" htmlUrl="https://news.example/zh/"/>
    </outline>
  </body>
</opml>
`
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestGolden(t *testing.T) {
	combined := sample("")
	combined.Title, combined.Self, combined.Home = "合璧样报 · Hebi Sample", "https://news.example/feed.xml", "https://news.example/"
	empty := sample(newsroom.English)
	empty.Items = nil
	for name, f := range map[string]*Feed{"zh": sample(newsroom.Chinese), "combined": combined, "empty": empty, "archive": archived()} {
		for _, format := range Formats() {
			t.Run(name+"."+string(format), func(t *testing.T) {
				got, err := f.Write(format)
				if err != nil {
					t.Fatal(err)
				}
				path := filepath.Join("testdata", name+"."+string(format))
				if *update {
					if err := os.WriteFile(path, got, 0o644); err != nil {
						t.Fatal(err)
					}
				}
				want, err := os.ReadFile(path)
				if err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(string(want), string(got)); diff != "" {
					t.Errorf("%s differs (-want +got):\n%s", path, diff)
				}
			})
		}
	}
}

func TestFeed05IDsStayWhenSlugTitleAndHostChange(t *testing.T) {
	f := sample("")
	want := ids(t, f, JSON)
	f.Root, f.Self = "http://other.example/", "http://other.example/feed.json"
	for i := range f.Items {
		f.Items[i].URL = "http://other.example/x"
		f.Items[i].Article.Slug = "renamed"
		f.Items[i].Edition.Title = "改题"
	}
	for _, format := range Formats() {
		if diff := cmp.Diff(want, ids(t, f, format)); diff != "" {
			t.Errorf("%s (-before +after):\n%s", format, diff)
		}
	}
}

func TestLastChangeCountsRemovals(t *testing.T) {
	f := sample(newsroom.Chinese)
	if got, want := f.LastChange(), day("2024-03-03T02:00:00Z"); !got.Equal(want) {
		t.Errorf("without a stated time: %v, want the latest item's %v", got, want)
	}
	f.Removals = []Removal{{ID: "x", When: day("2024-03-08T00:00:00Z")}}
	if got, want := f.LastChange(), f.Removals[0].When; !got.Equal(want) {
		t.Errorf("with a removal: %v, want its moment %v", got, want)
	}
	removed := day("2024-03-09T00:00:00Z")
	f.Updated, f.Items = removed, f.Items[1:]
	if got := f.LastChange(); !got.Equal(removed) {
		t.Errorf("after a removal: %v, want %v", got, removed)
	}
}

func TestFeed12Bylines(t *testing.T) {
	f := sample("")
	for i, want := range []string{
		"Chen Yi, Li Ming (translated by Wang Wu)",
		"陈译、李明",
		"合璧样报",
	} {
		if got := f.byline(f.Items[i]); got != want {
			t.Errorf("item %d: %q, want %q", i, got, want)
		}
	}
	f.Items[0].Edition.Translators = f.Items[0].Edition.Translators[:0:0]
	f.Items[0].Article.Credits = []newsroom.Credit{credit("desk", "编辑部", "Desk", newsroom.Author), credit("desk", "编辑部", "Desk", newsroom.Translator)}
	if got := f.byline(f.Items[0]); got != "Desk" {
		t.Errorf("who translates an own piece signs %q, want the name once", got)
	}
	f.Site = nil
	if got := f.byline(f.Items[2]); got != "news.example" {
		t.Errorf("a site without settings signs %q, want its host", got)
	}
	f.Items[2].Article.Credits = []newsroom.Credit{credit("desk", "编辑部", "Desk", newsroom.EditorCredit), credit("x", "某", "X", newsroom.Subject)}
	if got := f.byline(f.Items[2]); got != "编辑部" {
		t.Errorf("an edited piece is signed %q, want its editor", got)
	}
}

func TestWriteRefuses(t *testing.T) {
	for name, change := range map[string]func(*Feed){
		"no id":      func(f *Feed) { f.Items[0].Edition.ID = "" },
		"no title":   func(f *Feed) { f.Items[0].Edition.Title = "" },
		"no edition": func(f *Feed) { f.Items[0].Edition = nil },
	} {
		t.Run(name, func(t *testing.T) {
			f := sample(newsroom.Chinese)
			change(f)
			for _, format := range Formats() {
				if _, err := f.Write(format); err == nil || !strings.Contains(err.Error(), "item 0") {
					t.Errorf("%s: error %v, want one that names the item", format, err)
				}
			}
		})
	}
	if _, err := sample("").Write("rdf"); err == nil || !strings.Contains(err.Error(), `"rdf"`) {
		t.Errorf("unknown format: error %v", err)
	}
}
