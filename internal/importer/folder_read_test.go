package importer

import (
	"image"
	_ "image/png"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"hebi/internal/newsroom"
)

// sample opens testdata/folder, which uses every key of the format.
func sample(t *testing.T) *Folder { return open(t, os.DirFS("testdata/folder")) }

// plain compares values without their functions; times by instant.
var plain = cmp.Options{cmpopts.IgnoreFields(newsroom.File{}, "Open"), cmp.Comparer(func(a, b time.Time) bool { return a.Equal(b) })}

func check[T any](t *testing.T, want, got T, problems []Problem, said ...string) {
	t.Helper()
	if diff := cmp.Diff(want, got, plain); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(said, sentences(problems)); diff != "" {
		t.Error(diff)
	}
}

func date(year, month, day int) time.Time {
	return time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
}

func TestArticleInTwoLanguages(t *testing.T) {
	f := sample(t)
	got, problems := f.Article("dune-grass")
	lin, wu, desk := newsroom.Contributor{Slug: "lin-wan"}, newsroom.Contributor{Slug: "wu-he"}, newsroom.Contributor{Slug: "news-desk"}
	want := &newsroom.Article{
		Slug: "dune-grass", Kind: newsroom.Commentary,
		Credits: []newsroom.Credit{
			{Contributor: lin, Role: newsroom.Author, Printed: newsroom.Bilingual{ZH: "沙丘大学讲师", EN: "Lecturer, Dune University"}},
			{Contributor: wu, Role: newsroom.Photographer},
		},
		Themes:   []newsroom.ThemeTag{{Slug: "energy", Manual: true, Score: 1}, {Slug: "talent", Manual: true, Score: 1}},
		Specials: []newsroom.SpecialRef{{Slug: "two-rivers"}},
		Print:    &newsroom.PrintPlace{Paper: "河报", Page: 3, Date: date(2023, 10, 25), ContinuedFrom: "1", ContinuedOn: "A4"},
		Cover: &newsroom.Picture{
			File: "grass.png", Alt: newsroom.Bilingual{ZH: "沙丘上的一丛草", EN: "A tuft of grass on a dune"},
			Caption: newsroom.Bilingual{ZH: "三月，第一场雨后。", EN: "March, after the first rain"},
			Credit:  newsroom.Bilingual{ZH: "吴禾摄"}, Licence: newsroom.Bilingual{ZH: "CC BY 4.0"},
		},
		Editions: map[newsroom.Language]*newsroom.Edition{
			newsroom.Chinese: {
				ID: "01928d3c-1f00-7000-8000-000000000001", Language: newsroom.Chinese, Status: newsroom.Published,
				Title: "沙丘上的草：种下去，还要活下来", Subtitle: "——一位讲师的十年", Kicker: "两河行", Summary: "十年里，她种了三种草。\n一种活了。",
				Body:     "# 为什么是草\n\n她说：**“先有草。”**然后才有别的。\n\n![沙障](pictures/barrier.png)",
				Original: true, Revision: 7, Date: time.Date(2023, 10, 25, 0, 0, 0, 0, beijing), Updated: time.Date(2023, 10, 26, 9, 30, 0, 0, beijing),
				Corrections: []newsroom.Correction{{Date: time.Date(2023, 10, 26, 9, 30, 0, 0, beijing), Note: "原文把三种草写成了四种。", Wrong: "四种草"}},
			},
			newsroom.English: {
				ID: "01928d3c-1f00-7000-8000-000000000002", Language: newsroom.English, Status: newsroom.Draft,
				Title: "Grass on the dune: sown, and then kept alive", Body: "She said: grass first.\n\n![A sand barrier](pictures/barrier.png)",
				Reflects: 6, Revision: 2, Date: time.Date(2023, 10, 27, 6, 0, 0, 0, time.UTC),
				Translators: []newsroom.Credit{{Contributor: desk, Role: newsroom.Translator}},
			},
		},
		Files: []newsroom.File{{Name: "grass.png", Size: 73}, {Name: "pictures/barrier.png", Size: 73}},
	}
	check(t, want, got, problems)
	file, err := got.Files[1].Open()
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if _, format, err := image.DecodeConfig(file); format != "png" || err != nil {
		t.Errorf("the file holds %q, %v", format, err)
	}
}

func TestArticleOfALoneEdition(t *testing.T) {
	got, problems := sample(t).Article("river-school")
	want := &newsroom.Article{
		Slug:    "river-school",
		Credits: []newsroom.Credit{{Contributor: newsroom.Contributor{Name: newsroom.Bilingual{EN: "Hai Ming"}}, Role: newsroom.Author}},
		Editions: map[newsroom.Language]*newsroom.Edition{newsroom.English: {
			Language: newsroom.English, Status: newsroom.Withdrawn, Title: "2023", Body: "A school\nbetween rivers.",
			Retraction: &newsroom.Retraction{Date: time.Date(2024, 1, 2, 0, 0, 0, 0, beijing), Reason: "The school does not exist."},
		}},
	}
	check(t, want, got, problems)
}

func TestSeveralReadersAtOnce(t *testing.T) {
	f := sample(t)
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			for _, slug := range f.ArticleSlugs() {
				if a, problems := f.Article(slug); a == nil || len(problems) > 0 {
					t.Errorf("%s: %v", slug, problems)
				}
			}
			if c, problems := f.Contributors(); len(c) != 2 || len(problems) > 0 || len(f.Layout()) > 0 {
				t.Errorf("contributors %v, %v, %v", c, problems, f.Layout())
			}
		})
	}
	all.Wait()
}

func TestWhichEditionIsTheOriginal(t *testing.T) {
	cases := map[string]struct{ zh, en, want string }{
		"neither says so: the Chinese one":  {"title: x", "title: x", "zh"},
		"one says so":                       {"title: x", "title: x\noriginal: true", "en"},
		"one says that it is not":           {"title: x\noriginal: false", "title: x", "en"},
		"one reflects the other":            {"title: x\nreflects: 1", "title: x", "en"},
		"a lone text that says so":          {"", "title: x\noriginal: true", "en"},
		"a lone text":                       {"", "title: x", ""},
		"a lone translation":                {"", "title: x\nreflects: 4", ""},
		"a lone text that says it is not":   {"title: x\noriginal: false", "", ""},
		"a marked one that the other is of": {"title: x\noriginal: true", "title: x\nreflects: 4", "zh"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			content := map[string]string{}
			for l, front := range map[string]string{"zh": c.zh, "en": c.en} {
				if front != "" {
					content["articles/x/"+l+".md"] = "---\n" + front + "\n---\n"
				}
			}
			a, problems := open(t, files(content)).Article("x")
			if a == nil {
				t.Fatal(problems)
			}
			got := ""
			for l, e := range a.Editions {
				if e.Original {
					got += string(l)
				}
			}
			if got != c.want {
				t.Errorf("original = %q, want %q", got, c.want)
			}
		})
	}
}

func TestTimes(t *testing.T) {
	want := time.Date(2023, 10, 25, 8, 0, 0, 0, beijing)
	for _, s := range []string{
		"2023-10-25T08:00:00+08:00", "2023-10-25T00:00:00Z", "2023-10-25 08:00:00+08:00", "2023-10-25 00:00:00 Z",
		"2023-10-25T08:00:00", "2023-10-25T08:00", "2023-10-25 08:00:00", "2023-10-25 08:00", "2023-10-25T08:00:00.25+08:00",
	} {
		if got, ok := parseTime(s, beijing); !ok || !got.Equal(want) {
			t.Errorf("%s is %s, %t", s, got, ok)
		}
	}
	for _, s := range []string{"", "2023", "0001-01-01", "9999-12-31", "2023-10-25T08:00:00+0800x", "25 Oct 2023", "2023-10-25T24:00:00Z"} {
		if got, ok := parseTime(s, beijing); ok {
			t.Errorf("%q is taken for %s", s, got)
		}
	}
}

func TestSite(t *testing.T) {
	got, problems := sample(t).Site()
	want := &newsroom.Site{
		Name: newsroom.Bilingual{ZH: "河报", EN: "River Paper"}, Tagline: newsroom.Bilingual{ZH: "两岸的事", EN: "News: of both banks"},
		Publisher: newsroom.Bilingual{ZH: "河报社", EN: "River Paper Press"}, Rights: newsroom.Bilingual{ZH: "版权所有。\n转载须经许可。", EN: "All rights reserved."},
		Contact: "desk@example.org",
		ICP:     newsroom.Filing{Number: newsroom.Bilingual{ZH: "河ICP备00000000号", EN: "河ICP备00000000号"}, Link: "https://beian.miit.gov.cn/"},
		Police:  newsroom.Filing{Number: newsroom.Bilingual{ZH: "河公网安备00000000号", EN: "Police filing 00000000"}, Link: "https://beian.mps.gov.cn/"},
		Report:  newsroom.ReportLine{Text: newsroom.Bilingual{ZH: "举报", EN: "Report"}, Telephone: "000-0000", Email: "report@example.org"}, TimeZone: "Asia/Shanghai", Front: newsroom.Front{Lead: "dune-grass", Seconds: []string{"river-school"}, Special: "two-rivers"},
	}
	check(t, want, got, problems)
	for _, content := range []map[string]string{nil, {"site.yaml": ""}, {"site.yaml": "# nothing yet\n"}} {
		if got, problems := open(t, files(content)).Site(); got != nil || problems != nil {
			t.Errorf("%v gives %v, %v", content, got, problems)
		}
	}
}

func TestParagraphsAreIndentedUnlessTheSiteSaysOtherwise(t *testing.T) {
	for file, want := range map[string]bool{"name: 报\n": true, "name: 报\nindent: true\n": true, "name: 报\nindent: false\n": false} {
		got, problems := open(t, files(map[string]string{"site.yaml": file})).Site()
		if got == nil || got.Indent != want {
			t.Errorf("%q gives %v, %v", file, got, problems)
		}
	}
}

func TestBadSite(t *testing.T) {
	for file, want := range map[string]string{
		"name: {zh: 报, en: P}\ntime_zone: Asia/Beijing\n":        `site.yaml:2: time_zone is "Asia/Beijing": write an IANA name such as Asia/Shanghai`,
		"nmae: {zh: 报, en: P}\n":                                 `site.yaml:1: unknown key "nmae": did you mean "name"?`,
		"tagline: {zh: 报, en: P}\n":                              `site.yaml:1: has no name: write name: {zh: …, en: …}`,
		"name: {zh: 报, fr: P}\n":                                 `site.yaml:1: unknown key "fr": did you mean "en"?`,
		"name: {zh: 报, en: P}\n---\nname: x\n":                   `site.yaml:2: begins a second YAML document: delete this --- and what follows it, or join the two`,
		"name\n":                                                 `site.yaml:1: site.yaml must be made of keys and values: write each as key: value`,
		"- name\n":                                               `site.yaml:1: site.yaml must be made of keys and values: write each as key: value`,
		"name: {zh: 报, en: P}\nfront: {laed: x}\n":               `site.yaml:2: unknown key "laed": did you mean "lead"?`,
		"name: {zh: 报, en: P}\nfront: {lead: 头条}\n":              `site.yaml:2: lead "头条" is no slug: use lower-case letters a-z, digits and single hyphens`,
		"name: {zh: 报, en: P}\nfront: {seconds: [a, b, c]}\n":    `site.yaml:2: seconds names 3 articles: the front page has room for 2 beside the lead`,
		"name: {zh: 报, en: P}\nfront: {lead: a, seconds: [a]}\n": `site.yaml:2: seconds names "a", which is the lead: keep one of the two`,
		"name: {zh: 报, en: P}\nicp: {number: [1]}\n":             `site.yaml:2: number must be a text: write it on one line, in quotes if it begins with a bracket`,
		"name: {zh: 报, en: P}\nreport: {text: {zh: 举报}}\n":       `warning: site.yaml:2: text has no text in "en", so readers see the other language: add it`,
		"name: {zh: 报, en: P}\nindent: two\n":                    `site.yaml:2: indent is "two": write true or false`,
	} {
		got, problems := open(t, files(map[string]string{"site.yaml": file})).Site()
		if diff := cmp.Diff([]string{want}, sentences(problems)); diff != "" {
			t.Error(diff)
		}
		if (got == nil) == problems[0].Warning {
			t.Errorf("%q gives %v", file, got)
		}
	}
}

func TestThemes(t *testing.T) {
	got, problems := sample(t).Themes()
	want := []newsroom.Theme{
		{
			Slug: "energy", Name: newsroom.Bilingual{ZH: "能源", EN: "Energy"},
			Introduction: newsroom.Bilingual{ZH: "电从哪里来。", EN: "Where power comes from: wind, water, coal."},
			Vocabulary: map[newsroom.Language][]string{
				newsroom.Chinese: {"风电", "水电", "煤"}, newsroom.English: {"wind power", "yes", "no. 5 coal"},
			},
		},
		{Slug: "talent", Name: newsroom.Bilingual{ZH: "人才", EN: "Talent"}, Vocabulary: map[newsroom.Language][]string{}},
	}
	check(t, want, got, problems)
}

func TestBadThemes(t *testing.T) {
	f := open(t, files(map[string]string{"themes.yaml": `
- slug: good
  name: {zh: 好, en: Good}
  introduction: {zh: 介绍}
  vocabulary: {zh: [好, 好]}
- slug: good
  name: {zh: 好, en: Good}
- slug: half
  name: {zh: 半}
- name: {zh: 无, en: None}
- slug: Bad
  name: {zh: 坏, en: Bad}
- slug: words
  name: {zh: 词, en: Words}
  vocabulary: {zh: 词}
- words
`}))
	got, problems := f.Themes()
	want := []newsroom.Theme{{
		Slug: "good", Name: newsroom.Bilingual{ZH: "好", EN: "Good"}, Introduction: newsroom.Bilingual{ZH: "介绍"},
		Vocabulary: map[newsroom.Language][]string{newsroom.Chinese: {"好"}},
	}}
	check(t, want, got, problems,
		`warning: themes.yaml:5: vocabulary names "好" twice: delete one of the two`,
		`warning: themes.yaml:4: introduction has no text in "en", so readers see the other language: add it`,
		`themes.yaml:6: the slug "good" stands in line 2 already: delete one of the two entries or rename it`,
		`themes.yaml:9: the theme "half" has no name in "en": write name: {zh: …, en: …}`,
		`themes.yaml:10: has an entry without a slug: write slug: and lower-case letters, digits and hyphens`,
		`themes.yaml:11: slug "Bad" is no slug: use lower-case letters a-z, digits and single hyphens`,
		`themes.yaml:15: vocabulary must be a list: write [word, another word]`,
		`themes.yaml:16: a theme must be made of keys and values: write each as key: value`,
	)
	_, problems = open(t, files(map[string]string{"themes.yaml": "slug: x\n"})).Themes()
	if diff := cmp.Diff([]string{"themes.yaml:1: themes.yaml must be a list: write - slug: …"}, sentences(problems)); diff != "" {
		t.Error(diff)
	}
}

func TestContributors(t *testing.T) {
	got, problems := sample(t).Contributors()
	dune := newsroom.Bilingual{ZH: "沙丘大学", EN: "Dune University"}
	want := []newsroom.Contributor{
		{
			Slug: "lin-wan", Name: newsroom.Bilingual{ZH: "林湾", EN: "Lin Wan"}, Bio: newsroom.Bilingual{ZH: "研究沙漠的人。", EN: "Studies deserts."},
			Portrait: "portraits/lin-wan.png", PortraitFile: &newsroom.File{Name: "portraits/lin-wan.png", Size: 73},
			Affiliations: []newsroom.Affiliation{
				{Organisation: dune, Title: newsroom.Bilingual{ZH: "讲师", EN: "Lecturer"}, From: date(2015, 1, 1), To: date(2019, 6, 30)},
				{Organisation: dune, Title: newsroom.Bilingual{ZH: "教授", EN: "Professor"}, From: date(2019, 7, 1)},
			},
		},
		{Slug: "news-desk", Name: newsroom.Bilingual{ZH: "本报编辑部", EN: "News desk"}},
	}
	check(t, want, got, problems)
}

func TestBadContributors(t *testing.T) {
	got, problems := open(t, files(map[string]string{"contributors.yaml": `
- slug: nameless
- slug: li
  name: 李
  portrait: gone.jpg
- slug: wu
  name: 吴
  portrait: //example.org/wu.jpg
- slug: he
  name: 何
  affiliations:
    - {organisation: 大学, from: 2020, to: 2019}
    - {from: 2020}
    - {organisation: 大学, from: spring}
- slug: reuters
  name: Reuters
`})).Contributors()
	want := []newsroom.Contributor{{Slug: "reuters", Name: newsroom.Bilingual{ZH: "Reuters", EN: "Reuters"}}}
	check(t, want, got, problems,
		`contributors.yaml:2: the contributor "nameless" has no name: write name: {zh: …, en: …}`,
		`contributors.yaml:5: refers to the file "gone.jpg", which is not in the content folder: put it there or correct the name`,
		`contributors.yaml:8: portrait is the picture "//example.org/wu.jpg", which lies on another host: put the file beside the text and name it`,
		`contributors.yaml:12: an affiliation ends before it begins: exchange from and to`,
		`contributors.yaml:13: an affiliation has neither organisation nor title: write organisation: {zh: …, en: …}`,
		`contributors.yaml:14: from is "spring": write a day such as 2023-10-25, a month such as 2023-10 or a year such as 2023`,
	)
}

func TestPictures(t *testing.T) {
	f := open(t, files(map[string]string{
		"pictures.yaml": "- file: sea.png\n  alt: {zh: 海, en: The sea}\n  licence: own\n- {file: dune.jpg, caption: {en: A dune}}\n", "pictures/dune.jpg": "xy", "pictures/sea.png": "x", "pictures/.DS_Store": "x",
	}))
	got, problems := f.Pictures()
	own := newsroom.Bilingual{ZH: "own", EN: "own"}
	check(t, []newsroom.LibraryPicture{
		{Picture: newsroom.Picture{File: "sea.png", Alt: newsroom.Bilingual{ZH: "海", EN: "The sea"}, Licence: own}, Source: &newsroom.File{Name: "sea.png", Size: 1}},
		{Picture: newsroom.Picture{File: "dune.jpg", Caption: newsroom.Bilingual{EN: "A dune"}}, Source: &newsroom.File{Name: "dune.jpg", Size: 2}},
	}, got, problems)
	if layout := f.Layout(); len(layout) > 0 || f.Empty() {
		t.Errorf("the library is no part of a folder: %v", layout)
	}
}

func TestBadPictures(t *testing.T) {
	got, problems := open(t, files(map[string]string{"pictures/sea.png": "x", "pictures/stray.png": "x", "pictures.yaml": `
- alt: nameless
- file: Sea.PNG
- file: ../sea.png
- file: gone.png
- file: sea.png
- file: sea.png
- {file: sea.png, slug: sea}
`})).Pictures()
	const name = "is no name of a picture: use lower-case letters a-z, digits and single hyphens, then .png, .jpg, .gif or .webp"
	check(t, []newsroom.LibraryPicture{{Picture: newsroom.Picture{File: "sea.png"}, Source: &newsroom.File{Name: "sea.png", Size: 1}}}, got, problems,
		`pictures.yaml:2: has a picture without a file: write file: and the name of a picture in the folder pictures`,
		`pictures.yaml:3: "Sea.PNG" `+name,
		`pictures.yaml:4: "../sea.png" `+name,
		`pictures.yaml:5: refers to the file "gone.png", which is not in pictures: put it there or correct the name`,
		`pictures.yaml:7: names the picture "sea.png" twice: delete one of the two`,
		`pictures.yaml:8: unknown key "slug": delete it; the nearest known key is "alt"`,
		`warning: pictures/stray.png: is not named in pictures.yaml and was left out: name it there or delete it`,
	)
}

func TestTerms(t *testing.T) {
	got, problems := sample(t).Terms()
	want := []newsroom.Term{
		{
			ZH: "沙障", EN: "sand barrier", Kind: "concept", ZHVariants: []string{"草方格", "沙障网"}, ENVariants: []string{"straw checkerboard"},
			Themes: []string{"energy"}, Pinyin: "sha zhang", Note: `a "fence", of straw`,
		},
		{ZH: "两河学校", EN: "Two Rivers School", Kind: "organisation", Forbidden: []string{"Two River School"}, Themes: []string{"talent"}},
	}
	check(t, want, got, problems)
}

func TestBadTerms(t *testing.T) {
	const header = "zh,en,kind,zh_variants,en_variants,forbidden,themes,pinyin,note\n"
	got, problems := ReadTerms("terms.csv", []byte(header+
		"好,good,concept,,,,,,\n"+
		"坏,,concept,,,,,,\n"+
		",bad,concept,,,,,,\n"+
		"swapped,换,concept,,,,,,\n"+
		",,, ,,,,,\n"+
		"好,fine,concept,,,,,,\n"+
		"人,man,people,,,,,,\n"+
		"少,few,concept\n"+
		"引,\"quote\"d,concept,,,,,,\n"+
		"题,theme,concept,,,,Energy|talent,,\n"+
		"行,\"two\nlines\",concept,,,,,,\n"+
		"末,last,concept,\" a | b |a|\",,,,,\n"+
		"开,\"open,concept,,,,,,\n"))
	want := []newsroom.Term{{ZH: "好", EN: "good", Kind: "concept"}, {ZH: "末", EN: "last", Kind: "concept", ZHVariants: []string{"a", "b"}}}
	check(t, want, got, problems,
		`terms.csv:3: has no English term: fill the column en`,
		`terms.csv:4: has no Chinese term: fill the column zh`,
		`terms.csv:5: has the Chinese term in the column en and the English one in zh: let them change places`,
		`terms.csv:7: the term "好" stands in line 2 already: join the two lines`,
		`terms.csv:8: kind is "people": write person, place, organisation, policy, concept, event, product`,
		`terms.csv:9: has 3 fields instead of 9: put fields with a comma in quotes, and keep the commas of empty fields`,
		`terms.csv:10: has a quotation mark that CSV cannot read: put the whole field in quotes and double the quotes within it`,
		`terms.csv:11: themes has "Energy", which is no slug: write slugs of themes with | between them`,
		`terms.csv:12: en must be one line: join its lines`,
		`terms.csv:15: has a quotation mark that CSV cannot read: put the whole field in quotes and double the quotes within it`,
	)
	for zh, line := range map[string]int{"好": 2, "人": 8, "行": 12, "无": 0} {
		if got := TermLine([]byte("\xef\xbb\xbf"+strings.ReplaceAll(header+"好,good\n\n\n\n\n\n 人 ,man\n,,\n\"\n\"\n行,go\n", "\n", "\r\n")), zh); got != line {
			t.Errorf("%s stands in line %d, want %d", zh, got, line)
		}
	}
	_, problems = ReadTerms("terms.csv", []byte("zh,en\n好,good\n"))
	said := []string{"terms.csv:1: does not begin with the header of a term base: make the first line zh,en,kind,zh_variants,en_variants,forbidden,themes,pinyin,note"}
	if diff := cmp.Diff(said, sentences(problems)); diff != "" {
		t.Error(diff)
	}
	_, problems = ReadTerms("terms.csv", []byte(header+"\xb2\xbb,no,concept,,,,,,\n"))
	if diff := cmp.Diff([]string{"terms.csv:2: is not valid UTF-8 (byte 0xB2): save the file as UTF-8"}, sentences(problems)); diff != "" {
		t.Error(diff)
	}
}

func TestSpecial(t *testing.T) {
	got, problems := sample(t).Special("two-rivers")
	want := &newsroom.Special{
		Slug: "two-rivers", ArticleSlugs: []string{"river-school", "dune-grass"},
		Editions: map[newsroom.Language]*newsroom.SpecialEdition{
			newsroom.Chinese: {Language: newsroom.Chinese, Title: "两河之间", Subtitle: "四篇短文", Note: "编者的话：请读。"},
			newsroom.English: {Language: newsroom.English, Title: "Between two rivers", Note: "Please read."},
		},
	}
	check(t, want, got, problems)
}

func TestBadSpecial(t *testing.T) {
	f := open(t, files(map[string]string{
		"specials/x/zh.md": "---\ntitle: x\narticles: [a, b]\n---\n",
		"specials/x/en.md": "---\ntitle: x\narticles: [b, a]\n---\n",
		"specials/y/zh.md": "---\ntitle: y\nkind: news\n---\n",
	}))
	got, problems := f.Special("x")
	check(t, nil, got, problems, `specials/x/en.md:3: "articles" is not what specials/x/zh.md:3 says: say it in one of the two files, or the same in both`)
	got, problems = f.Special("y")
	check(t, nil, got, problems, `specials/y/zh.md:3: unknown key "kind": delete it; the nearest known key is "title"`)
}

func TestPage(t *testing.T) {
	got, problems := sample(t).Page("about")
	want := &newsroom.Page{Slug: "about", Editions: map[newsroom.Language]*newsroom.Edition{newsroom.Chinese: {
		Language: newsroom.Chinese, Title: "关于", Summary: "我们是谁", Date: time.Date(2023, 1, 2, 3, 4, 5, 0, beijing), Body: "我们写河。",
	}}}
	check(t, want, got, problems)
}

func TestWeights(t *testing.T) {
	const header = "theme,lang,word,weight\n"
	read := func(text string) ([]newsroom.ThemeWeight, []Problem) {
		return open(t, files(map[string]string{"weights.csv": text})).Weights()
	}
	got, problems := read("\ufeff" + header + "energy,zh,,0.44\r\nenergy,zh,风电,1.2\nenergy,en,\"wind, power\",-0.5\n" + // 2 to 4
		"energy,zh,风电,1\nEnergy,zh,a,1\nenergy,fr,a,1\nenergy,zh,b,much\nenergy,zh,c,NaN\nenergy,zh,d,1000\nenergy,en,,1\nenergy,zh,e\nenergy,zh,\"f\nf\",1\n")
	want := []newsroom.ThemeWeight{
		{Theme: "energy", Language: newsroom.Chinese, Weight: 0.44},
		{Theme: "energy", Language: newsroom.Chinese, Word: "风电", Weight: 1.2},
		{Theme: "energy", Language: newsroom.English, Word: "wind, power", Weight: -0.5},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	said := []string{
		`weights.csv:5: theme, lang and word are those of line 3 already: delete one of the two lines`,
		`weights.csv:6: theme is "Energy", which is no slug: write the slug of a theme`,
		`weights.csv:7: lang is "fr": write zh or en`,
		`weights.csv:8: weight is "much": write a number between -100 and 100, such as 0.85`,
		`weights.csv:9: weight is "NaN": write a number between -100 and 100, such as 0.85`,
		`weights.csv:10: weight is "1000": write a number between -100 and 100, such as 0.85`,
		`weights.csv:11: weight is "1", and without a word it is the theme's threshold: write a number between 0 and 1`,
		`weights.csv:12: has 3 fields instead of 4: put fields with a comma in quotes, and keep the commas of empty fields`,
		`weights.csv:13: word must be one line: join its lines`,
	}
	if diff := cmp.Diff(said, sentences(problems)); diff != "" {
		t.Error(diff)
	}
	for text, want := range map[string]string{
		"theme,word\na,b\n": "weights.csv:1: does not begin with the header of learned weights: make the first line theme,lang,word,weight",
		header + "\xb2\n":   "weights.csv:2: is not valid UTF-8 (byte 0xB2): save the file as UTF-8",
	} {
		if _, problems := read(text); len(problems) != 1 || problems[0].Error() != want {
			t.Errorf("%v, want %s", problems, want)
		}
	}
	if got, problems := open(t, files(nil)).Weights(); got != nil || problems != nil {
		t.Errorf("without the file: %v, %v", got, problems)
	}
}
