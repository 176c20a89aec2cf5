// Package web_test holds the pages of the starter site to what readers may
// expect of them, with tools that others wrote: Lighthouse, axe, vnu, Chromium.
package web_test

import (
	"flag"
	"net/url"
	"os"
	"path/filepath"
	"testing"

	"hebi/test/program"
)

// root is the folder of go.mod, seen from here.
const root = "../../.."

var (
	full    = flag.Bool("full", false, "ask Lighthouse about every page in every view, not about two pages in two")
	table   = flag.String("table", "", "Markdown file whose table of figures is written anew")
	screens = flag.String("screens", "", "folder for pictures of the pages without their CSS")
)

// page is one page in one language.
type page struct {
	name, lang, path string
	// brief is asked of Lighthouse even without -full.
	brief bool
	// noindex keeps search engines away, which Lighthouse would mark down.
	noindex bool
}

// pages are one of each kind that readers meet.
func pages() []page {
	var all []page
	for _, lang := range []string{"zh", "en"} {
		query := map[string]string{"zh": "大湾区 人才", "en": "opening up"}[lang]
		all = append(all,
			page{name: "front", lang: lang, path: "/", brief: true},
			page{name: "article", lang: lang, path: "/articles/xie-baojian-seven-paths", brief: true},
			page{name: "side by side", lang: lang, path: "/articles/xie-baojian-seven-paths/bilingual"},
			page{name: "theme", lang: lang, path: "/themes/regional-cooperation"},
			page{name: "special", lang: lang, path: "/specials/north-south-cooperation"},
			page{name: "contributor", lang: lang, path: "/contributors/xie-baojian"},
			page{name: "search", lang: lang, path: "/search?q=" + url.QueryEscape(query), noindex: true, brief: true},
			page{name: "print page", lang: lang, path: "/papers/2024-03-01/2"},
		)
	}
	all = append(all, page{name: "side by side", lang: "zh-hant", path: "/articles/xie-baojian-seven-paths/bilingual"})
	for i := range all {
		all[i].path = "/" + all[i].lang + all[i].path
	}
	return all
}

// view is how a page is looked at.
type view struct {
	name        string
	phone, dark bool
}

func (v view) width() int64 {
	if v.phone {
		return 390
	}
	return 1440
}

func views() []view {
	return []view{
		{name: "phone, light", phone: true},
		{name: "phone, dark", phone: true, dark: true},
		{name: "desktop, light"},
		{name: "desktop, dark", dark: true},
	}
}

// start starts the starter site with two printed articles, since it has none.
func start(t *testing.T) *program.Program {
	t.Helper()
	site := program.Start(t, program.Build(t, root))
	dir := t.TempDir()
	for name, text := range map[string]string{
		"first/zh.md":  "---\ntitle: 草原上的第一场雪\ndate: 2024-03-01T08:00:00+08:00\nkind: news\nprint: {paper: 合璧周报, page: 2}\n---\n\n雪下了一夜，清晨牧民把羊群赶到山南。\n",
		"first/en.md":  "---\ntitle: The first snow on the steppe\ndate: 2024-03-01T08:00:00+08:00\nkind: news\nprint: {paper: 合璧周报, page: 2}\n---\n\nIt snowed all night, and in the morning the herders drove their sheep to the south side of the hill.\n",
		"second/zh.md": "---\ntitle: 港口的清晨\ndate: 2024-03-01T08:00:00+08:00\nkind: feature\nprint: {paper: 合璧周报, page: 2}\n---\n\n天还没有亮，第一班渡轮已经离岸。\n",
		"second/en.md": "---\ntitle: Morning in the harbour\ndate: 2024-03-01T08:00:00+08:00\nkind: feature\nprint: {paper: 合璧周报, page: 2}\n---\n\nBefore daybreak the first ferry has left the quay.\n",
	} {
		file := filepath.Join(dir, "articles", "printed-"+name)
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	site.Run(t, "import", "folder", dir, "--publish")
	return site
}
