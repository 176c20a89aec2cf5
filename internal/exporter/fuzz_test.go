package exporter_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hebi/internal/exporter"
	"hebi/internal/importer"
	"hebi/internal/newsroom"
)

// FuzzArticle: whatever texts an article has, import takes its export, and
// exporting that again gives the same bytes; what import gave is given again.
func FuzzArticle(f *testing.F) {
	f.Add("题", "——副", "一\n二", "文。\n\n---\n\n文", "教授", "图", int64(1698192000), uint8(0))
	f.Add("a: b", "#", "- x\n\n\n- y\n", "\n\n    code\n---\n", "\"q\"", "~", int64(-3e9), uint8(3))
	f.Add("", "\x00", "\r\n\t\x7f\u2028", "\ufeff---\ntitle: x\n---", "\u00a0", "\U0010FFFF", int64(0), uint8(7))
	f.Fuzz(func(t *testing.T, title, subtitle, summary, body, printed, alt string, unix int64, bits uint8) {
		a := article("x")
		zh, en := a.Editions[newsroom.Chinese], a.Editions[newsroom.English]
		zh.Title, zh.Subtitle, zh.Summary, zh.Body = title, subtitle, summary, body
		en.Kicker, en.Summary = subtitle, title
		zh.Date = time.Unix(unix%(1<<42), 0)
		zh.Corrections = []newsroom.Correction{{Date: zh.Date, Note: summary, Wrong: body}}
		a.Credits = []newsroom.Credit{
			{Contributor: newsroom.Contributor{Slug: "li"}, Role: newsroom.Author, Printed: newsroom.Bilingual{ZH: printed, EN: title}},
			{Contributor: newsroom.Contributor{Slug: "wu"}, Role: newsroom.Subject},
		}
		a.Print = &newsroom.PrintPlace{Paper: printed, Page: int(bits) - 4, ContinuedOn: subtitle}
		en.Retraction = &newsroom.Retraction{Date: zh.Date, Reason: printed}
		en.Original, en.Reflects = bits&4 > 0, int(bits)
		if bits&1 > 0 {
			delete(a.Editions, newsroom.English)
		} else if bits&2 > 0 {
			zh.Original, en.Original, zh.Reflects = false, true, 3
		}
		first := write(t, exporter.Content{Site: &newsroom.Site{Name: newsroom.Bilingual{ZH: "报", EN: alt + "P"}, TimeZone: "Asia/Shanghai"}, Articles: one(a)})
		folder, err := importer.OpenFolder(os.DirFS(first), nil)
		if err != nil {
			t.Fatal(err)
		}
		site, problems := folder.Site()
		again, more := folder.Article("x")
		for _, p := range append(problems, more...) {
			if !p.Warning && !isReference(p) {
				t.Fatalf("import refuses the export: %v\n%s", p, tree(t, os.DirFS(first)))
			}
		}
		if again == nil {
			return // the body is Markdown that refers to a file
		}
		second := write(t, exporter.Content{Site: site, Articles: one(again)})
		if diff := cmp.Diff(tree(t, os.DirFS(first)), tree(t, os.DirFS(second))); diff != "" {
			t.Fatalf("the second export differs: %s", diff)
		}
		folder, err = importer.OpenFolder(os.DirFS(second), nil)
		if err != nil {
			t.Fatal(err)
		}
		third, _ := folder.Article("x")
		if diff := cmp.Diff(again, third, plain); diff != "" {
			t.Fatalf("import of the second export differs: %s", diff)
		}
	})
}

// isReference reports whether a problem is a picture or link in the body that
// leads nowhere; an article made of noise may have them.
func isReference(p importer.Problem) bool {
	return strings.HasPrefix(p.Message, "shows the picture") || strings.HasPrefix(p.Message, "refers to the file")
}

func write(t *testing.T, c exporter.Content) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "site")
	if err := exporter.Write(dir, c); err != nil {
		t.Fatal(err)
	}
	return dir
}
