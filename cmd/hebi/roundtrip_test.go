package main

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hebi/internal/newsroom"
	"hebi/internal/publish"
	"hebi/internal/store"
	"hebi/internal/store/storetest"
)

// where names a site of a test on the command line.
func where(t *testing.T, o store.Options) []string {
	t.Helper()
	if o.URL != "" {
		return []string{"--data", t.TempDir(), "--database", o.URL}
	}
	return []string{"--data", filepath.Dir(o.Path)}
}

// comesBack exports a site, imports that into the same site and exports again:
// nothing may have changed.
func comesBack(t *testing.T, site []string) {
	t.Helper()
	one, two := filepath.Join(t.TempDir(), "one"), filepath.Join(t.TempDir(), "two")
	must(t, exitDone, append([]string{"export", one}, site...)...)
	for _, flags := range [][]string{nil, {"--publish"}} {
		stdout, stderr, _ := command(append(append([]string{"import", "folder", one}, flags...), site...)...)
		if !strings.HasPrefix(stdout, "0 created, 0 updated, ") || !strings.Contains(stdout, " 0 skipped") || strings.Contains(stderr, "error") {
			t.Errorf("import %v of its own export: %s%s", flags, stdout, stderr)
		}
	}
	must(t, exitDone, append([]string{"export", two}, site...)...)
	if diff := cmp.Diff(tree(t, one), tree(t, two)); diff != "" {
		t.Errorf("-first +second\n%s", diff)
	}
}

// nasty are pieces of text that get lost on the way through files, or change.
var nasty = []string{
	" ", "\t", "\n", "\n\n", "\r\n", "\r", "\u3000", "\u00a0", "\x00", "\a", "\xff", "\u0085", "\u2028", "\ufeff", "\u200b", "\ufffe", "\x7f",
	"e\u0301", "é", "中文", "，", "“", "……", "——", "👩‍🔬", "𠮷", "---", "\n---\n", "...", "# ", "## ", "- ", "* ", ": ", ":", "#", "\"", "'", "{", "}", "[x]", "|", ">", "~~", "`", "```\n",
	"null", "yes", "2023-10-25", "0x1F", "1e3", "&amp;", "&", "\\", "\\\n", "<b>", "</b>", "<!--", "    code", "%", "@", "!a", "*", "_", "<<", "=", "?", "a", "b c",
}

// odd makes texts of such pieces.
type odd struct{ *rand.Rand }

func (o odd) text(pieces int) string {
	var b strings.Builder
	for range o.IntN(pieces + 1) {
		b.WriteString(nasty[o.IntN(len(nasty))])
	}
	return b.String()
}

func (o odd) both() newsroom.Bilingual {
	return newsroom.Bilingual{ZH: o.text(4), EN: o.text(4)}
}

func (o odd) time() time.Time {
	if o.IntN(3) == 0 {
		return time.Time{}
	}
	return time.Date(1990+o.IntN(50), 2, 3, 4, 5, 6, 789_000_000, time.UTC)
}

func (o odd) credits() []newsroom.Credit {
	var list []newsroom.Credit
	for range o.IntN(4) {
		c := newsroom.Credit{Role: newsroom.CreditRoles()[o.IntN(len(newsroom.CreditRoles()))], Printed: o.both()}
		if o.IntN(2) == 0 {
			c.Contributor.Slug = fmt.Sprintf("person-%d", o.IntN(3))
		} else {
			c.Contributor.Name = newsroom.Bilingual{ZH: "人" + o.text(3)}
		}
		list = append(list, c)
	}
	return list
}

func (o odd) edition() *newsroom.Edition {
	e := &newsroom.Edition{
		Title: "t" + o.text(6) + "t", Subtitle: o.text(4), Kicker: o.text(4), Summary: o.text(8), Body: o.text(30),
		Date: o.time(), Updated: o.time(), Status: newsroom.Statuses()[o.IntN(6)], Translators: o.credits(),
		Reflects: o.IntN(3), Revision: o.IntN(3),
	}
	for range o.IntN(3) {
		e.Corrections = append(e.Corrections, newsroom.Correction{Date: time.Date(2024, 1, 2, 3, 4, 5, 6, time.UTC), Note: "n" + o.text(4)})
	}
	return e
}

func (o odd) article(slug string) *newsroom.Article {
	a := &newsroom.Article{Slug: slug, Kind: newsroom.Kinds()[o.IntN(4)], Credits: o.credits(), Editions: map[newsroom.Language]*newsroom.Edition{}}
	for _, l := range newsroom.Languages() {
		if o.IntN(3) > 0 || l == newsroom.English && len(a.Editions) == 0 {
			a.Editions[l] = o.edition()
		}
	}
	if o.IntN(2) == 0 {
		a.Print = &newsroom.PrintPlace{Paper: "报" + o.text(3), Page: 1 + o.IntN(9), Date: o.time(), ContinuedFrom: o.text(2), ContinuedOn: o.text(2)}
	}
	return a
}

// What is stored is what an export brings back, however odd the texts are that an editor saves.
func TestOddArticlesComeBackUnchanged(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		at := where(t, o)
		odd := odd{rand.New(rand.NewPCG(1, 2))}
		flags := siteFlags{Data: at[1], Database: o.URL}
		err := flags.work(t.Context(), false, func(s *site) error {
			var slugs []string
			for i := range 300 {
				slug := fmt.Sprintf("odd-%d", i)
				if _, err := s.publisher.SaveArticle(t.Context(), odd.article(slug), publish.Options{}); err != nil {
					t.Errorf("%s: %v", slug, err)
				}
				slugs = append(slugs, slug)
			}
			special := &newsroom.Special{Slug: "odd", ArticleSlugs: slugs[:4], Editions: map[newsroom.Language]*newsroom.SpecialEdition{
				newsroom.Chinese: {Title: "题" + odd.text(5), Subtitle: odd.text(5), Note: odd.text(20)},
			}}
			if _, err := s.publisher.SaveSpecial(t.Context(), special, publish.Options{}); err != nil {
				return err
			}
			page := &newsroom.Page{Slug: "odd", Editions: map[newsroom.Language]*newsroom.Edition{newsroom.English: odd.edition()}}
			_, err := s.publisher.SavePage(t.Context(), page, publish.Options{})
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		comesBack(t, at)
	})
}

// A page made up of odd lines, among them headlines and bylines, comes back too.
func TestOddPrintedPagesComeBackUnchanged(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		at := where(t, o)
		odd := odd{rand.New(rand.NewPCG(3, 4))}
		line := func(text string) string {
			return strings.Map(func(r rune) rune {
				if r < ' ' || r == '\uFFFD' {
					return -1
				}
				return r
			}, text+odd.text(4)) + "\n"
		}
		for page := 1; page <= 40; page++ {
			text := line(fmt.Sprintf("某地草原新闻标题之%d", page)) + line("本报记者　张三")
			for range 12 {
				text += line("　　一天，某地的草原上，牧民说好。")
			}
			file := filepath.Join(write(t, map[string]string{"p.txt": text}), "p.txt")
			_, stderr, code := command(append([]string{"import", "page", file, "--paper", "测试日报", "--date", "2023-10-25", "--page", fmt.Sprint(page), "--publish"}, at...)...)
			if code == exitFailed && !strings.Contains(stderr, "no headline was found") {
				t.Errorf("page %d: %s", page, stderr)
			}
		}
		comesBack(t, at)
	})
}

func TestTheSeedPageComesBackUnchanged(t *testing.T) {
	if _, err := os.Stat(seed); err != nil {
		t.Skip("the seed page is not here")
	}
	data := []string{"--data", t.TempDir()}
	must(t, exitWarnings, append([]string{"import", "page", seed, "--paper", "内蒙古日报", "--date", "2023-10-25", "--page", "3", "--publish"}, data...)...)
	comesBack(t, data)
}

// The library comes back into an empty site with its words, names and order, and
// so do texts that show its pictures; a picture that is there already gets the
// words and keeps its name.
func TestTheLibraryComesBack(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		at := where(t, o)
		both := func(zh, en string) newsroom.Bilingual { return newsroom.Bilingual{ZH: zh, EN: en} }
		library := func(at []string, flags siteFlags) (list []newsroom.LibraryPicture) {
			err := flags.work(t.Context(), false, func(s *site) (err error) {
				list, err = s.store.AllPictures(t.Context())
				for i := range list {
					list[i].ID, list[i].Created = 0, time.Time{}
				}
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			return list
		}
		flags := siteFlags{Data: at[1], Database: o.URL}
		err := flags.work(t.Context(), false, func(s *site) error {
			for _, u := range []publish.Upload{
				{Name: "Z Sea.PNG", Data: strings.NewReader(dot(t)), Words: newsroom.Picture{Alt: both("海", "The sea"), Caption: both("", "Dusk: “low” tide"), Credit: both("林", "Lin"), Licence: both("CC BY 4.0", "CC BY 4.0")}},
				{Name: "a.gif", Data: strings.NewReader("GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;")},
			} {
				if _, err := s.publisher.AddPicture(t.Context(), u, publish.Options{}); err != nil {
					return err
				}
			}
			id, err := s.publisher.Begin(t.Context(), publish.Beginning{Language: newsroom.English, Title: "Sea", Kind: newsroom.News, Slug: "sea"}, publish.Options{})
			if err != nil {
				return err
			}
			w := newsroom.Writing{Title: "Sea", Body: "![The sea](z-sea.png)"}
			err = s.publisher.Write(t.Context(), publish.Written{Article: id, Language: newsroom.English, Version: 1, Writing: w}, publish.Options{})
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		want := library(at, flags)
		if len(want) != 2 || want[0].File != "z-sea.png" || want[1].File != "a.gif" {
			t.Fatalf("the library is %+v", want)
		}
		comesBack(t, at)

		one, two := filepath.Join(t.TempDir(), "one"), filepath.Join(t.TempDir(), "two")
		must(t, exitDone, append([]string{"export", one}, at...)...)
		empty := []string{"--data", t.TempDir()}
		must(t, exitDone, append([]string{"import", "folder", one}, empty...)...)
		if diff := cmp.Diff(want, library(empty, siteFlags{Data: empty[1]})); diff != "" {
			t.Errorf("-want +got\n%s", diff)
		}
		must(t, exitDone, append([]string{"export", two}, empty...)...)
		if diff := cmp.Diff(tree(t, one), tree(t, two)); diff != "" {
			t.Errorf("-first +second\n%s", diff)
		}

		// The same file under another name, another file under a name that is taken, and a name that says another kind.
		changed := write(t, map[string]string{
			"pictures.yaml":      "- file: tide.png\n  alt: {zh: 潮, en: Tide}\n- file: a.gif\n- file: kind.webp\n",
			"pictures/tide.png":  dot(t),
			"pictures/a.gif":     strings.Replace(tree(t, one)["pictures/a.gif"], "\xff\xff\xff", "\xff\xff\xfe", 1),
			"pictures/kind.webp": dot(t),
		})
		stdout, stderr, code := command(append([]string{"import", "folder", changed}, empty...)...)
		if code != exitWarnings || !strings.HasPrefix(stdout, "0 created, 1 updated, 0 unchanged, 2 skipped") ||
			!strings.Contains(stderr, `warning: pictures.yaml:1: the library has the picture "tide.png" as "z-sea.png": that name stays`) ||
			!strings.Contains(stderr, `error: pictures.yaml:3: the library has another picture called "a.gif": choose another name`) ||
			!strings.Contains(stderr, `error: pictures.yaml:4: the picture "kind.webp" is image/png: give its name the end .png`) {
			t.Errorf("%d\n%s\n%s", code, stdout, stderr)
		}
		if got := library(empty, siteFlags{Data: empty[1]}); len(got) != 2 || got[0].Alt != both("潮", "Tide") || got[0].File != "z-sea.png" || got[0].Caption != both("", "") {
			t.Errorf("the library is %+v", got)
		}
	})
}

// Pictures, portraits and a date that publishing gave come back as they are.
func TestFilesAndDatesComeBackUnchanged(t *testing.T) {
	data := []string{"--data", t.TempDir()}
	first := write(t, map[string]string{
		"contributors.yaml": "- slug: anna\n  name: {zh: 安娜, en: Anna}\n  portrait: Me.PNG\n", "Me.PNG": dot(t),
		"articles/good/zh.md": "---\ntitle: 好\ncover: {file: b.png}\n---\n\n![图](a.png) [表](t.pdf#page=2)\n", "articles/good/a.png": dot(t), "articles/good/b.png": dot(t), "articles/good/t.pdf": "%PDF-1.7\n",
		"articles/good/en.md":  "---\ntitle: Good\n---\n\nText\n",
		"articles/later/zh.md": "---\ntitle: 以后\ndate: 2999-01-01\n---\n\n文\n",
	})
	must(t, exitDone, append([]string{"import", "folder", first, "--publish"}, data...)...)
	comesBack(t, data)
	// The Chinese text alone, without its picture now.
	must(t, exitDone, append([]string{"import", "folder", write(t, map[string]string{"articles/good/zh.md": "---\ntitle: 好\n---\n\n文\n"})}, data...)...)
	comesBack(t, data)
}
