package publish_test

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/png"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hebi/internal/newsroom"
	"hebi/internal/publish"
	"hebi/internal/store"
	"hebi/internal/store/storetest"
)

// said are findings as check, subject and line, in order of their text.
func said(found []publish.Finding) []string {
	list := []string{}
	for _, f := range found {
		mark := ""
		if f.Stops() {
			mark = "!"
		}
		list = append(list, strings.TrimSpace(fmt.Sprintf("%s%s %s %d", mark, f.Check, f.Subject, f.Line)))
	}
	slices.Sort(list)
	return list
}

func TestChecks(t *testing.T) {
	s := newSite(t, store.Options{Path: t.TempDir() + "/hebi.db"})
	other := chinese("other", "别的文章", "## 海\n\n正文")
	s.save(t, other, publish.Options{Publish: true})
	s.save(t, chinese("hidden", "草稿", "正文"), publish.Options{})
	lin := []newsroom.Credit{{Contributor: newsroom.Contributor{Name: newsroom.Bilingual{ZH: "林"}}, Role: newsroom.Author}}
	for name, c := range map[string]struct {
		change func(*newsroom.Edition)
		body   string
		want   []string
	}{
		"nothing":         {body: "正文“引用（注）”。", want: []string{}},
		"a long title":    {change: func(e *newsroom.Edition) { e.Title = strings.Repeat("题", 41) }, want: []string{"title-long  0"}},
		"a title":         {change: func(e *newsroom.Edition) { e.Title = strings.Repeat("题", 40) }, want: []string{}},
		"no summary":      {change: func(e *newsroom.Edition) { e.Summary = "" }, want: []string{"no-summary  0"}},
		"a long summary":  {change: func(e *newsroom.Edition) { e.Summary = strings.Repeat("摘", 121) }, want: []string{"summary-long  0"}},
		"headings":        {body: "## 一\n\n#### 二\n\n### 三", want: []string{"heading 二 3"}},
		"a placeholder":   {body: "字\n\n![待上传：海.jpg]()", want: []string{"!placeholder 待上传：海.jpg 3"}},
		"quotes":          {body: "他说“好。\n\n又说「好」。\n\n（注", want: []string{"pair “ 1", "pair （ 5"}},
		"a stray":         {body: "好”。", want: []string{"pair ” 1"}},
		"crossed":         {body: "《甲（乙》丙）", want: []string{"pair 《 1", "pair 》 1"}},
		"over paragraphs": {body: "他说：“一。\n\n“二。\n\n“三。”", want: []string{}},
		"items":           {body: "1）甲\n\na) 乙", want: []string{}},
		"code":            {body: "```\n(\n```", want: []string{}},
		"straight quotes": {body: "一\"二", want: []string{`pair " 1`}},
		"half width":      {body: "字\n字,字", want: []string{"half-width 字,字 2"}},
		"half width else": {body: "a,b 字,a 1:1", want: []string{}},
		"links": {
			body: "[好](/zh/articles/other) [坏](/zh/articles/none) [隐](/zh/articles/hidden) [英](/en/articles/other) [己](/zh/articles/piece) [外](https://x.example/y)\n" +
				"[主](/zh/themes/energy) [无](/zh/themes/none) [人](/zh/contributors/none) [栏](/zh/news) [无](/nowhere) [短](/a/1) [短](/a/99) [页](/zh/pages/none) [专](/zh/specials/none)",
			want: []string{
				"!link /a/99 2", "!link /en/articles/other 1", "!link /nowhere 2", "!link /zh/articles/hidden 1", "!link /zh/articles/none 1",
				"!link /zh/contributors/none 2", "!link /zh/pages/none 2", "!link /zh/specials/none 2", "!link /zh/themes/none 2",
			},
		},
		"anchors": {body: "## 潮\n\n[此](#chao) [无](#none) [彼](/zh/articles/other#zh-hai) [无](/zh/articles/other#zh-none)", want: []string{
			"!anchor #none 3", "!anchor /zh/articles/other#zh-none 3",
		}},
	} {
		e := &newsroom.Edition{Language: newsroom.Chinese, Title: "题目", Summary: "摘要", Body: c.body, Original: true}
		if c.change != nil {
			c.change(e)
		}
		a := &newsroom.Article{Slug: "piece", Credits: lin, Editions: map[newsroom.Language]*newsroom.Edition{newsroom.Chinese: e}}
		found, err := s.Check(t.Context(), a, newsroom.Chinese)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(c.want, said(found)); diff != "" {
			t.Errorf("%s: -want +got\n%s", name, diff)
		}
	}
	a := &newsroom.Article{Slug: "piece", Themes: []newsroom.ThemeTag{{Slug: "energy"}, {Slug: "talent", Manual: true}}, Editions: map[newsroom.Language]*newsroom.Edition{
		newsroom.English: {Language: newsroom.English, Title: "Title", Summary: "It’s the boys’ ‘own’", Body: "Don’t (ever) say “so”."},
	}}
	found, err := s.Check(t.Context(), a, newsroom.English)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"no-credits  0", "no-translator  0", "theme energy 0"}, said(found)); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}

// A picture without alternative text and licence stops a piece until somebody
// who may gives a reason; an import, and the clock, are not stopped.
func TestWaivers(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s, ctx := newSite(t, o), t.Context()
		must := func(err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
		}
		var data bytes.Buffer
		must(png.Encode(&data, image.NewGray(image.Rect(0, 0, 3, 2))))
		made, err := s.AddPicture(ctx, publish.Upload{Name: "海.png", Data: &data}, publish.Options{})
		must(err)
		if made.File != "hai.png" {
			t.Errorf("called %s", made.File)
		}
		chief, editor := publish.Options{User: &newsroom.User{Role: newsroom.Chief}}, publish.Options{User: &newsroom.User{Role: newsroom.EditorRole}}
		zh := newsroom.Chinese
		id, err := s.Begin(ctx, publish.Beginning{Language: zh, Title: "题目", Kind: newsroom.News, Slug: "piece"}, publish.Options{})
		must(err)
		must(s.Write(ctx, publish.Written{Article: id, Language: zh, Version: 1, Writing: newsroom.Writing{Title: "题目", Body: "![](hai.png)"}, Weight: newsroom.Significant}, publish.Options{}))
		version := func() int { return s.whole(t, "piece").Editions[zh].Version }
		hand := func(to newsroom.Status) error {
			return s.HandOver(ctx, publish.Hand{Article: id, Versions: map[newsroom.Language]int{zh: version()}, To: to, At: s.now.Add(time.Hour)}, chief)
		}
		for _, to := range []newsroom.Status{newsroom.Scheduled, newsroom.Published} {
			err := hand(to)
			if !errors.Is(err, newsroom.ErrInvalid) || !strings.Contains(err.Error(), "alt hai.png, licence hai.png") || newsroom.PlaceOf(err).Key != "checks" {
				t.Errorf("%s: %v", to, err)
			}
		}
		if err := s.Waive(ctx, id, zh, publish.CheckAlt, "hai.png", "because", editor); !errors.Is(err, newsroom.ErrForbidden) {
			t.Errorf("an editor waives: %v", err)
		}
		for check, reason := range map[string]string{publish.CheckAlt: " ", publish.CheckLink: "because"} {
			if err := s.Waive(ctx, id, zh, check, "hai.png", reason, chief); !errors.Is(err, newsroom.ErrInvalid) {
				t.Errorf("%s for %q: %v", check, reason, err)
			}
		}
		must(s.Waive(ctx, id, zh, publish.CheckAlt, "hai.png", "An ornament", chief))
		if err := hand(newsroom.Published); err == nil || strings.Contains(err.Error(), "alt") {
			t.Errorf("with one waiver: %v", err)
		}
		must(s.DescribePicture(ctx, made.ID, 1, newsroom.Picture{Licence: newsroom.Bilingual{EN: "CC BY 4.0"}}, publish.Options{}))
		must(hand(newsroom.Published))
		found, err := s.Check(ctx, s.whole(t, "piece"), zh)
		must(err)
		i := slices.IndexFunc(found, func(f publish.Finding) bool { return f.Check == publish.CheckAlt })
		if i < 0 || found[i].Waiver == nil || found[i].Waiver.Reason != "An ornament" {
			t.Errorf("the waiver is %+v", found)
		}
	})
}
