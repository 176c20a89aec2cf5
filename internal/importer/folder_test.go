package importer

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"
)

var beijing = time.FixedZone("UTC+8", 8*3600)

// files makes a folder in memory; a value that begins with "-> " is a link.
func files(content map[string]string) fstest.MapFS {
	fsys := fstest.MapFS{}
	for name, text := range content {
		file := &fstest.MapFile{Data: []byte(text), Mode: 0o644}
		if target, ok := strings.CutPrefix(text, "-> "); ok {
			file = &fstest.MapFile{Data: []byte(target), Mode: fs.ModeSymlink | 0o777}
		}
		fsys[name] = file
	}
	return fsys
}

func open(t *testing.T, fsys fs.FS) *Folder {
	t.Helper()
	f, err := OpenFolder(fsys, beijing)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// sentences returns problems as a command prints them, warnings marked.
func sentences(problems []Problem) []string {
	var out []string
	for _, p := range problems {
		if p.Warning {
			out = append(out, "warning: "+p.Error())
		} else {
			out = append(out, p.Error())
		}
	}
	return out
}

func TestOpenFolderNeedsAReadableRoot(t *testing.T) {
	_, err := OpenFolder(os.DirFS(filepath.Join(t.TempDir(), "absent")), beijing)
	want := "the content folder cannot be read (no such file or directory): name an existing folder that you may read"
	if err == nil || err.Error() != want {
		t.Errorf("error = %v, want %s", err, want)
	}
}

func TestWhichZoneHolds(t *testing.T) {
	own := files(map[string]string{"site.yaml": "name: {zh: 报, en: Paper}\ntime_zone: Asia/Shanghai\n"})
	silent := files(map[string]string{"site.yaml": "name: {zh: 报, en: Paper}\n"})
	for _, c := range []struct {
		fsys  fs.FS
		given *time.Location
		want  string
	}{{own, beijing, "Asia/Shanghai"}, {own, nil, "Asia/Shanghai"}, {silent, beijing, "UTC+8"}, {silent, nil, "UTC"}, {files(nil), nil, "UTC"}} {
		f, err := OpenFolder(c.fsys, c.given)
		if err != nil {
			t.Fatal(err)
		}
		if got := f.Zone().String(); got != c.want {
			t.Errorf("zone = %s, want %s", got, c.want)
		}
	}
}

func TestLayout(t *testing.T) {
	const text = "---\ntitle: x\n---\n"
	f := open(t, files(map[string]string{
		".DS_Store":               "x",
		".git/config":             "x",
		"README.md":               "x",
		"theme.yaml":              "x",
		"notes/plan.txt":          "x",
		"portraits/li.jpg":        "x",
		"contributors.yaml":       "- {slug: li, name: 李, portrait: portraits/li.jpg}\n",
		"lone/en.md":              text,
		"articles/good/zh.md":     text,
		"articles/Good/zh.md":     text,
		"articles/two words/x.md": text,
		"articles/stray.md":       text,
		"articles/loop":           "-> ..",
		"articles/.cache/x":       "x",
		"specials":                "x",
		"pages":                   "-> articles",
	}))
	want := []string{
		`articles/Good: has the same slug as articles/good but for upper and lower case: rename one of the two`,
		`articles/loop: is a symbolic link, and import does not follow links to folders: put the folder itself here`,
		`articles/stray.md: lies beside the folders of articles: move it into a folder of its own, such as articles/stray/zh.md`,
		`articles/two words: is no slug: rename the folder to lower-case letters a-z, digits and single hyphens, at most 120 of them`,
		`warning: lone: holds a text and lies at the top, so it was left out: put it into articles, specials or pages, or name the folder above this one if this is such a folder`,
		`warning: notes: is not part of a content folder and was left out: move it away`,
		`pages: is a symbolic link, and import does not follow links to folders: put the folder itself here`,
		`specials: is a file where a folder is expected: make it a folder with one folder per slug`,
		`warning: theme.yaml: is not part of a content folder and was left out: did you mean "themes.yaml"?`,
	}
	if diff := cmp.Diff(want, sentences(f.Layout())); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"good"}, f.ArticleSlugs()); diff != "" {
		t.Error(diff)
	}
}

// badTexts are files articles/x/zh.md with one thing wrong, and what is said.
var badTexts = []struct{ name, file, want string }{
	{"no front matter", "text\n", "articles/x/zh.md:1: does not begin with front matter: make the first line --- and write the keys, such as title: …, and a second --- below it"},
	{"an empty file", "", "articles/x/zh.md:1: does not begin with front matter: make the first line --- and write the keys, such as title: …, and a second --- below it"},
	{"never closed", "---\ntitle: x\n\nbody\n", "articles/x/zh.md:1: has front matter that is never closed: write a line --- below its last key"},
	{"one fence only", "---", "articles/x/zh.md:1: has front matter that is never closed: write a line --- below its last key"},
	{"no title", "---\nkind: news\n---\n", "articles/x/zh.md:1: has no title: write title: … into the front matter"},
	{"a title without a value", "---\ntitle:\n---\n", "articles/x/zh.md:1: has no title: write title: … into the front matter"},
	{"a tab", "---\ntitle: x\nprint:\n\tpage: 1\n---\n", "articles/x/zh.md:4: is indented with a tab, which YAML forbids: use spaces"},
	{"a second colon", "---\nkind: news\ntitle: a: b\n---\n", "articles/x/zh.md:3: has a colon where YAML wants none: put the text in quotes or correct the indentation"},
	{"an open bracket", "---\ntitle: x\nthemes: [a, b\nkind: news\n---\n", "articles/x/zh.md:3: has a bracket that is never closed: close it, or put the text in quotes"},
	{"an open quote", "---\ntitle: \"x\nkind: news\n---\n", `articles/x/zh.md:2: has a quotation mark that is never closed: close it, or put \ before one that belongs to the text`},
	{"text after a quote", "---\ntitle: x\nsubtitle: 'a'b\n---\n", "articles/x/zh.md:3: is not valid YAML (did not find expected key): check quotes, brackets and indentation in this line"},
	{"emphasis at the start of a title", "---\ntitle: **真**的\n---\n", "articles/x/zh.md:2: has a text that begins with a character that YAML keeps for itself, such as * & @ % or a backtick: put the text in quotes"},
	{"an at sign", "---\ntitle: x\nsubtitle: @x\n---\n", "articles/x/zh.md:3: has a text that begins with a character that YAML keeps for itself, such as * & @ % or a backtick: put the text in quotes"},
	{"a line that is no key", "---\ntitle: x\nand more\nkind: news\n---\n", "articles/x/zh.md:3: has no colon after its key: write key: value, or indent a text that goes on"},
	{"a tab in a text before the fault", "---\ntitle: x\nsummary: |\n  a\n  \tb\nkind: [news\n---\n", "articles/x/zh.md:6: has a bracket that is never closed: close it, or put the text in quotes"},
	{"a list", "---\n- title\n---\n", "articles/x/zh.md:2: front matter must be made of keys and values: write each as key: value"},
	{"a swapped letter", "---\ntitle: x\ntilte: y\n---\n", `articles/x/zh.md:3: unknown key "tilte": did you mean "title"?`},
	{"a far key", "---\ntitle: x\nwibblewobble: y\n---\n", `articles/x/zh.md:3: unknown key "wibblewobble": delete it; the nearest known key is "subtitle"`},
	{"an unknown inner key", "---\ntitle: x\nprint: {paper: p, pge: 3}\n---\n", `articles/x/zh.md:3: unknown key "pge": did you mean "page"?`},
	{"a key twice", "---\ntitle: x\nkind: news\ntitle: y\n---\n", `articles/x/zh.md:4: the key "title" stands in line 2 already: keep one of the two`},
	{"a list as key", "---\ntitle: x\n? [a]\n: b\n---\n", "articles/x/zh.md:3: a key must be a plain word: put quotes around text that begins with a bracket"},
	{"an anchor", "---\ntitle: &a x\nsubtitle: *a\n---\n", "articles/x/zh.md:2: uses the YAML anchor &a: write the value without it, or in quotes if the ampersand belongs to it"},
	{"a tag", "---\ntitle: !!binary aGk=\n---\n", "articles/x/zh.md:2: uses the YAML tag !!binary: write the value without it, or in quotes if the exclamation mark belongs to it"},
	{"a merge key", "---\ntitle: x\n<<: {kind: news}\n---\n", "articles/x/zh.md:3: uses the YAML merge key <<: write the keys out"},
	{"a second document", "---\ntitle: x\n...\nkind: news\n---\n", "articles/x/zh.md:4: is not valid YAML (did not find expected <document start>): check quotes, brackets and indentation in this line"},
	{"a title that is a list", "---\ntitle: [x]\n---\n", "articles/x/zh.md:2: title must be a text: write it on one line, in quotes if it begins with a bracket"},
	{"a title of two lines", "---\ntitle: |\n  a\n  b\n---\n", "articles/x/zh.md:2: title must be one line: join its lines"},
	{"a control character in a title", "---\ntitle: \"a\\ab\"\n---\n", "articles/x/zh.md:2: title holds the control character U+0007: delete it"},
	{"kind", "---\ntitle: x\nkind: post\n---\n", `articles/x/zh.md:3: kind is "post": write news, commentary, feature or editorial`},
	{"status", "---\ntitle: x\nstatus: in-review\n---\n", `articles/x/zh.md:3: status is "in-review": write draft, published or withdrawn`},
	{"date", "---\ntitle: x\ndate: 25.10.2023\n---\n", `articles/x/zh.md:3: date is "25.10.2023": write a day such as 2023-10-25 or a time such as 2023-10-25T08:00:00+08:00`},
	{"a day that is none", "---\ntitle: x\ndate: 2023-02-30\n---\n", `articles/x/zh.md:3: date is "2023-02-30": write a day such as 2023-10-25 or a time such as 2023-10-25T08:00:00+08:00`},
	{"id", "---\ntitle: x\nid: 0192\n---\n", `articles/x/zh.md:3: id is "0192", which is no UUID: delete the line and one is made`},
	{"revision", "---\ntitle: x\nrevision: 0\n---\n", `articles/x/zh.md:3: revision is "0": write a whole number from 1`},
	{"original", "---\ntitle: x\noriginal: perhaps\n---\n", `articles/x/zh.md:3: original is "perhaps": write true or false`},
	{"an original that reflects", "---\ntitle: x\noriginal: true\nreflects: 2\n---\n", `articles/x/zh.md:4: is the original and reflects no other text: delete reflects`},
	{"themes", "---\ntitle: x\nthemes: talent\n---\n", `articles/x/zh.md:3: themes must be a list: write [first-slug, second-slug]`},
	{"a theme that is no slug", "---\ntitle: x\nthemes: [人才]\n---\n", `articles/x/zh.md:3: themes "人才" is no slug: use lower-case letters a-z, digits and single hyphens`},
	{"a theme twice", "---\ntitle: x\nthemes: [energy, energy]\n---\n", `articles/x/zh.md:3: themes names "energy" twice: keep one of the two`},
	{"credits", "---\ntitle: x\ncredits: [li-ming]\n---\n", `articles/x/zh.md:3: credits must be made of keys and values: write each as key: value`},
	{"a credit of nobody", "---\ntitle: x\ncredits: [{role: author}]\n---\n", `articles/x/zh.md:3: credits has an entry without a contributor: write contributor: its-slug`},
	{"a role", "---\ntitle: x\ncredits: [{contributor: li, role: boss}]\n---\n", `articles/x/zh.md:3: role is "boss": write author, compiler, editor, translator, photographer, interviewee or subject`},
	{"a credit twice", "---\ntitle: x\ncredits:\n- contributor: li\n- contributor: li\n---\n", `articles/x/zh.md:5: credits names "li" twice as author: keep one of the two`},
	{"print", "---\ntitle: x\nprint: {page: 3}\n---\n", `articles/x/zh.md:3: print needs both paper and page: write {paper: its name, page: 3}`},
	{"a page that is no number", "---\ntitle: x\nprint: {paper: p, page: A3}\n---\n", `articles/x/zh.md:3: page is "A3": write a whole number from 1`},
	{"a print day", "---\ntitle: x\nprint: {paper: p, page: 3, date: 2023}\n---\n", `articles/x/zh.md:3: date is "2023": write a day such as 2023-10-25`},
	{"a correction without a note", "---\ntitle: x\ncorrections:\n- date: 2023-10-26\n---\n", `articles/x/zh.md:4: corrections needs both date and note: write {date: 2023-10-26, note: …}`},
	{"a cover without a file", "---\ntitle: x\ncover: {alt: a}\n---\n", `articles/x/zh.md:3: cover names no file: write file: and the name of a picture beside this text`},
	{"a cover that is missing", "---\ntitle: x\ncover: {file: c.jpg}\n---\n", `articles/x/zh.md:3: refers to the file "c.jpg", which is not in articles/x: put it there or correct the name`},
	{"a cover elsewhere", "---\ntitle: x\ncover: {file: ../../site.yaml}\n---\n", `articles/x/zh.md:3: cover is the picture "../../site.yaml", which leaves the folder of the text: put the file beside the text and name it`},
	{"a cover on another host", "---\ntitle: x\ncover: {file: 'https://example.org/c.jpg'}\n---\n", `articles/x/zh.md:3: cover is the picture "https://example.org/c.jpg", which lies on another host: put the file beside the text and name it`},
	{"invalid UTF-8", "---\ntitle: x\n---\n\nok\n\xd6\xd0\n", `articles/x/zh.md:6: is not valid UTF-8 (byte 0xD6): save the file as UTF-8`},
	{"a NUL byte", "---\ntitle: x\n---\n\nok\x00\n", `articles/x/zh.md:5: holds a NUL byte, so it is not a text file: save it as UTF-8 text`},
	{"a form feed", "---\ntitle: x\n---\n\nok\n\n\f", `articles/x/zh.md:7: holds the control character U+000C: delete it`},
}

func TestABadTextIsOneSentence(t *testing.T) {
	for _, c := range badTexts {
		t.Run(c.name, func(t *testing.T) {
			f := open(t, files(map[string]string{"articles/x/zh.md": c.file, "articles/y/en.md": "---\ntitle: y\n---\n"}))
			a, problems := f.Article("x")
			if diff := cmp.Diff([]string{c.want}, sentences(problems)); diff != "" || a != nil {
				t.Errorf("article %v: %s", a, diff)
			}
			if other, problems := f.Article("y"); other == nil || len(problems) > 0 {
				t.Errorf("the rest of the folder did not come through: %v", problems)
			}
		})
	}
}

func TestBadFolders(t *testing.T) {
	const text = "---\ntitle: x\n---\n"
	const id = "01928d3c-0000-7000-8000-000000000001"
	cases := map[string]struct {
		files map[string]string
		want  []string
	}{
		"no edition": {
			map[string]string{"articles/x/map.png": "x"},
			[]string{"articles/x: has neither zh.md nor en.md: add one of them or delete the folder"},
		},
		"another language": {
			map[string]string{"articles/x/zh.md": text, "articles/x/fr.md": text},
			[]string{"articles/x/fr.md: is in no language of the site: name a text zh.md or en.md, and move other Markdown away"},
		},
		"a folder called zh.md": {
			map[string]string{"articles/x/zh.md/a.png": "x"},
			[]string{"articles/x: has neither zh.md nor en.md: add one of them or delete the folder"},
		},
		"both original": {
			map[string]string{"articles/x/zh.md": "---\ntitle: x\noriginal: true\n---\n", "articles/x/en.md": "---\noriginal: true\ntitle: x\n---\n"},
			[]string{"articles/x/en.md:2: says original: true as articles/x/zh.md:3 does: keep it in the language the piece was written in"},
		},
		"neither original": {
			map[string]string{"articles/x/zh.md": "---\ntitle: x\nreflects: 1\n---\n", "articles/x/en.md": "---\ntitle: x\noriginal: false\n---\n"},
			[]string{"articles/x/en.md:3: is a translation and so is articles/x/zh.md: write original: true in the one the piece was written in"},
		},
		"reflects what is not there yet": {
			map[string]string{"articles/x/zh.md": "---\ntitle: x\nrevision: 2\n---\n", "articles/x/en.md": "---\ntitle: x\nreflects: 3\n---\n"},
			[]string{"warning: articles/x/en.md:3: reflects revision 3, but articles/x/zh.md is at revision 2: correct the number"},
		},
		"kinds": {
			map[string]string{"articles/x/zh.md": "---\ntitle: x\nkind: news\n---\n", "articles/x/en.md": "---\ntitle: x\n\nkind: feature\n---\n"},
			[]string{`articles/x/en.md:4: "kind" is not what articles/x/zh.md:3 says: say it in one of the two files, or the same in both`},
		},
		"every article key": {
			map[string]string{
				"articles/x/a.png": "x", "articles/x/b.png": "x",
				"articles/x/zh.md": "---\ntitle: x\nthemes: [energy]\nspecial: s\nprint: {paper: p, page: 1}\ncover: {file: a.png}\ncredits: [{contributor: li}]\n---\n",
				"articles/x/en.md": "---\ntitle: x\nthemes: [talent]\nspecial: r\nprint: {paper: p, page: 2}\ncover: {file: b.png}\ncredits: [{contributor: wu}]\n---\n",
			},
			[]string{
				`articles/x/en.md:7: "credits" is not what articles/x/zh.md:7 says: say it in one of the two files, or the same in both`,
				`articles/x/en.md:3: "themes" is not what articles/x/zh.md:3 says: say it in one of the two files, or the same in both`,
				`articles/x/en.md:4: "special" is not what articles/x/zh.md:4 says: say it in one of the two files, or the same in both`,
				`articles/x/en.md:5: "print" is not what articles/x/zh.md:5 says: say it in one of the two files, or the same in both`,
				`articles/x/en.md:6: "cover" is not what articles/x/zh.md:6 says: say it in one of the two files, or the same in both`,
			},
		},
		"words of a cover": {
			map[string]string{
				"articles/x/a.png": "x",
				"articles/x/zh.md": "---\ntitle: x\ncover: {file: a.png, alt: {zh: 山, en: Hill}}\n---\n", "articles/x/en.md": "---\ntitle: x\ncover: {file: a.png, alt: Mountain}\n---\n",
			},
			[]string{`articles/x/en.md:3: "alt" in "cover" is not what articles/x/zh.md:3 says: say it in one of the two files, or the same in both`},
		},
		"an id twice in one article": {
			map[string]string{"articles/x/zh.md": "---\ntitle: x\nid: " + id + "\n---\n", "articles/x/en.md": "---\ntitle: x\nid: " + id + "\n---\n"},
			[]string{"articles/x/en.md:3: has the id " + id + " of articles/x/zh.md: give it one of its own, or delete the line and one is made"},
		},
		"a text behind a link out of the folder": {
			map[string]string{"articles/x/zh.md": "-> ../../../secret"},
			[]string{"articles/x/zh.md: is a symbolic link that leaves the content folder: put the file itself here"},
		},
		"a text behind an absolute link": {
			map[string]string{"articles/x/zh.md": "-> /etc/passwd"},
			[]string{"articles/x/zh.md: is a symbolic link that leaves the content folder: put the file itself here"},
		},
		"a link to itself": {
			map[string]string{"articles/x/zh.md": "-> zh.md"},
			[]string{"articles/x/zh.md: is a symbolic link that leads in a circle: put the file itself here"},
		},
		"a link to nothing": {
			map[string]string{"articles/x/zh.md": "-> gone.md"},
			[]string{"articles/x/zh.md: is a symbolic link to articles/x/gone.md, which does not exist: put the file itself here"},
		},
		"a link to a parent": {
			map[string]string{"articles/x/zh.md": text, "articles/x/up": "-> .."},
			[]string{"warning: articles/x/up: is a symbolic link to a folder, which import does not follow: put the folder itself here"},
		},
		"pictures": {map[string]string{
			"articles/x/Map.png": "x", "articles/x/old.png": "x", "articles/x/a/b.png": "x", "articles/x/r.pdf": "x",
			"articles/x/zh.md": "---\ntitle: x\n---\n\n\n![a](map.png) and\n![b](../y/map.png)\n\n![c](https://example.org/c.png) ![d](./a/b.png)\n" +
				"[r](r.pdf) [s](s.pdf) [t](other-article) [u](/zh/) [v](https://example.org/v.pdf) [w](#w.x)\n\n<img src=\"/media/e.png\">\n\n![f](data:image/png;base64,AA) ![h](https:h.png) [zh](zh.md)\n\n```\n![g](g.png)\n```\n",
		}, []string{
			`articles/x/zh.md:6: refers to the file "map.png", which is not in articles/x: did you mean "Map.png"?`,
			`articles/x/zh.md:7: shows the picture "../y/map.png", which leaves the folder of the text: put the file beside the text and name it`,
			`articles/x/zh.md:9: shows the picture "https://example.org/c.png", which lies on another host: put the file beside the text and name it`,
			`articles/x/zh.md:9: shows the picture "./a/b.png", which is named in a roundabout way: write "a/b.png"`,
			`articles/x/zh.md:12: shows the picture "/media/e.png", which leaves the folder of the text: put the file beside the text and name it`,
			`articles/x/zh.md:14: shows the picture "data:image/png;base64,AA", which is written into the text: put it into a file beside the text and name it`,
			`articles/x/zh.md:14: shows the picture "https:h.png", which lies on another host: put the file beside the text and name it`,
			`articles/x/zh.md:10: refers to the file "s.pdf", which is not in articles/x: did you mean "r.pdf"?`,
			`articles/x/zh.md:14: refers to the Markdown file "zh.md", which readers cannot open: write the address of its page, such as /zh/articles/its-slug`,
		}},
		"files that no text uses": {
			map[string]string{"articles/x/zh.md": "---\ntitle: x\n---\n![用](用图.png) ![a](a%20b.png)\n", "articles/x/用图.png": "x", "articles/x/a b.png": "x", "articles/x/old.png": "x"},
			[]string{`warning: articles/x/old.png: is used by no text beside it and was left out: name it in a text or delete it`},
		},
		"a picture behind a link out of the folder": {
			map[string]string{"articles/x/zh.md": "---\ntitle: x\n---\n![a](a.png)\n", "articles/x/a.png": "-> ../../../a.png"},
			[]string{`articles/x/zh.md:4: refers to the file "a.png", which is a symbolic link that leaves the content folder: put the file itself here`},
		},
		"a picture behind a folder that is a link": {
			map[string]string{"articles/x/zh.md": "---\ntitle: x\n---\n![a](p/a.png)\n", "articles/x/p": "-> ../y", "articles/y/a.png": "x"},
			[]string{
				"warning: articles/x/p: is a symbolic link to a folder, which import does not follow: put the folder itself here",
				`articles/x/zh.md:4: refers to the file "p/a.png", which lies behind articles/x/p, a symbolic link to a folder, which import does not follow: put the folder itself there`,
			},
		},
		"folders without end": {
			map[string]string{"articles/x/zh.md": text, "articles/x/1/2/3/4/5/6/7/8/9/a.png": "x"},
			[]string{"articles/x/1/2/3/4/5/6/7/8/9: lies more than 8 folders deep: move its files up"},
		},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			a, problems := open(t, files(c.files)).Article("x")
			if diff := cmp.Diff(c.want, sentences(problems)); diff != "" {
				t.Error(diff)
			}
			if failed := slices.ContainsFunc(problems, func(p Problem) bool { return !p.Warning }); (a == nil) != failed {
				t.Errorf("article %v with %v: it must come whole or not at all", a, problems)
			}
		})
	}
}

func TestAnIDInTwoArticlesNamesBoth(t *testing.T) {
	text := "---\ntitle: x\nid: 01928D3C-0000-7000-8000-000000000001\n---\n"
	f := open(t, files(map[string]string{"articles/x/zh.md": text, "pages/y/en.md": text}))
	for range 2 {
		if a, problems := f.Article("x"); a == nil {
			t.Fatalf("reading an article again must not clash with itself: %v", problems)
		}
	}
	_, problems := f.Page("y")
	want := []string{"pages/y/en.md:3: has the id 01928d3c-0000-7000-8000-000000000001 of articles/x/zh.md: give it one of its own, or delete the line and one is made"}
	if diff := cmp.Diff(want, sentences(problems)); diff != "" {
		t.Error(diff)
	}
}

func TestASlugIsNoPath(t *testing.T) {
	f := open(t, files(map[string]string{"x/zh.md": "---\ntitle: x\n---\n"}))
	a, problems := f.Article("../x")
	if diff := cmp.Diff([]string{"x: " + noSlug}, sentences(problems)); diff != "" || a != nil {
		t.Errorf("article %v: %s", a, diff)
	}
}

// disk writes a folder with one good text and returns its path.
func disk(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.MkdirAll(filepath.Join(dir, "articles", "x"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "articles", "x", "zh.md"), []byte("---\ntitle: x\n---\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	return dir
}

func TestBadFilesOnADisk(t *testing.T) {
	in := func(dir, name string) string { return filepath.Join(dir, "articles", "x", name) }
	cases := map[string]struct {
		spoil func(t *testing.T, dir string) error
		want  string
	}{
		"50 MB of text": {
			func(_ *testing.T, dir string) error { return os.Truncate(in(dir, "zh.md"), 50<<20) },
			"articles/x/zh.md: is too large (50 MiB, at most 4 MiB): make it smaller or split it",
		},
		"a huge picture": {func(_ *testing.T, dir string) error {
			return errors.Join(os.WriteFile(in(dir, "a.png"), nil, 0o600), os.Truncate(in(dir, "a.png"), 33<<20), os.WriteFile(in(dir, "zh.md"), []byte("---\ntitle: x\ncover: {file: a.png}\n---\n"), 0o600))
		}, `articles/x/zh.md:3: refers to the file "a.png", which is too large (33 MiB, at most 32 MiB): make it smaller or split it`},
		"a named pipe": {func(_ *testing.T, dir string) error {
			return errors.Join(os.Remove(in(dir, "zh.md")), syscall.Mkfifo(in(dir, "zh.md"), 0o600))
		}, "articles/x/zh.md: is not a regular file: put a plain file here"},
		"links out of the folder and in a ring": {func(_ *testing.T, dir string) error {
			return errors.Join(os.WriteFile(filepath.Join(filepath.Dir(dir), "secret.png"), []byte("x"), 0o600),
				os.WriteFile(in(dir, "zh.md"), []byte("---\ntitle: x\n---\n![a](ring/ring/x/a.png)\n"), 0o600),
				os.Symlink("..", in(dir, "ring")), os.Symlink("../../../secret.png", in(dir, "a.png")))
		}, "warning: articles/x/ring: is a symbolic link to a folder, which import does not follow: put the folder itself here\n" +
			`articles/x/zh.md:4: refers to the file "ring/ring/x/a.png", which lies behind articles/x/ring, a symbolic link to a folder, which import does not follow: put the folder itself there`},
		"a folder that vanishes": {
			func(_ *testing.T, dir string) error { return os.RemoveAll(in(dir, "")) },
			"articles/x: vanished while the folder was read: import it again",
		},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			dir := disk(t)
			root, err := os.OpenRoot(dir)
			if err != nil {
				t.Fatal(err)
			}
			defer root.Close()
			whole, confined := open(t, os.DirFS(dir)), open(t, root.FS())
			if err := c.spoil(t, dir); err != nil {
				t.Fatal(err)
			}
			for _, f := range []*Folder{whole, confined} {
				a, problems := f.Article("x")
				if diff := cmp.Diff(c.want, strings.Join(sentences(problems), "\n")); diff != "" || a != nil {
					t.Errorf("article %v: %s", a, diff)
				}
			}
		})
	}
}

// fickle loses or locks a file between the listing and the reading.
type fickle struct {
	fstest.MapFS
	name string
	err  error
}

// Open fails for the one file.
func (f fickle) Open(name string) (fs.File, error) {
	if name == f.name {
		return nil, &fs.PathError{Op: "open", Path: name, Err: f.err}
	}
	return f.MapFS.Open(name)
}

// Lstat fails for it too when it is gone.
func (f fickle) Lstat(name string) (fs.FileInfo, error) {
	if name == f.name && errors.Is(f.err, fs.ErrNotExist) {
		return nil, &fs.PathError{Op: "lstat", Path: name, Err: f.err}
	}
	return f.MapFS.Lstat(name)
}

func TestAFileThatVanishesOrIsLocked(t *testing.T) {
	for err, want := range map[error]string{
		fs.ErrNotExist:   "articles/x/en.md: vanished while the folder was read: import it again",
		fs.ErrPermission: "articles/x/en.md: cannot be read because permission is denied: make the file readable for the user that runs hebi",
		syscall.EIO:      "articles/x/en.md: cannot be read (input/output error): check the disk and import again",
	} {
		memory := files(map[string]string{"articles/x/zh.md": "---\ntitle: x\n---\n", "articles/x/en.md": "---\ntitle: x\n---\n"})
		a, problems := open(t, fickle{memory, "articles/x/en.md", err}).Article("x")
		if diff := cmp.Diff([]string{want}, sentences(problems)); diff != "" || a != nil {
			t.Errorf("article %v: %s", a, diff)
		}
	}
}

func TestAPictureThatVanishesLater(t *testing.T) {
	memory := files(map[string]string{"articles/x/zh.md": "---\ntitle: x\n---\n![a](a.png)\n", "articles/x/a.png": "x"})
	a, problems := open(t, memory).Article("x")
	if a == nil {
		t.Fatal(problems)
	}
	delete(memory, "articles/x/a.png")
	_, err := a.Files[0].Open()
	if want := "articles/x/a.png: vanished while the folder was read: import it again"; err == nil || err.Error() != want || !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("error = %v, want %s", err, want)
	}
}

func TestMoreProblemsThanAnybodyReads(t *testing.T) {
	var b strings.Builder
	b.WriteString("---\n")
	for i := range 1000 {
		b.WriteString(strings.Repeat("k", i+1) + ": v\n")
	}
	a, problems := open(t, files(map[string]string{"articles/x/zh.md": b.String() + "---\n"})).Article("x")
	if a != nil || len(problems) != maxProblems+1 {
		t.Fatalf("%d problems, want %d", len(problems), maxProblems+1)
	}
	if want := "articles/x/zh.md:52: has more problems from here on: mend those above first"; problems[maxProblems].Error() != want {
		t.Errorf("last: %s", problems[maxProblems].Error())
	}
}
