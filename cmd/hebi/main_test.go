package main

import (
	"bytes"
	"context"
	"encoding/json"
	"image"
	"image/png"
	"io/fs"
	"log/slog"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hebi/internal/newsroom"
)

// command runs one command line and returns what it printed and its exit code.
func command(args ...string) (stdout, stderr string, code int) {
	var out, errs bytes.Buffer
	code = run(args, &out, &errs)
	return out.String(), errs.String(), code
}

// must runs a command line that has to end with the code.
func must(t *testing.T, want int, args ...string) (stdout, stderr string) {
	t.Helper()
	stdout, stderr, code := command(args...)
	if code != want {
		t.Fatalf("hebi %s: exit %d, want %d\n%s%s", strings.Join(args, " "), code, want, stdout, stderr)
	}
	for _, trace := range []string{"goroutine ", "panic"} {
		if strings.Contains(stderr, trace) {
			t.Errorf("hebi %s shows a stack trace:\n%s", strings.Join(args, " "), stderr)
		}
	}
	return stdout, stderr
}

// write puts files into a new folder and returns its path.
func write(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

const good = "---\ntitle: 好文章\nid: 018b0000-0000-7000-8000-000000000001\n---\n\n正文。\n"

// tree returns every file below a folder with its bytes.
func tree(t *testing.T, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := fs.WalkDir(os.DirFS(dir), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(filepath.Join(dir, name))
		files[name] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func TestWrongUsageIsTwo(t *testing.T) {
	for _, args := range [][]string{
		{},
		{"nonsense"},
		{"serve", "--addr", "nowhere"},
		{"serve", "--base-url", "not an address"},
		{"serve", "--hub", "hub.example"},
		{"serve", "--trusted-proxies", "10.0.0.0/8,proxy.example"},
		{"import", "folder"},
		{"import", "page", "x", "--paper", "p", "--date", "25.10.2023", "--page", "3"},
		{"import", "page", "x", "--paper", "p", "--date", "2023-10-25", "--page", "0"},
		{"import", "folder", "x", "--database", "mysql://x"},
		{"eval", "themes"},
		{"eval", "themes", "--documents", "x", "--folds", "1"},
		{"eval", "themes", "--documents", "x", "--folds", "5", "--learn", "y"},
		{"themes", "explain"},
		{"terms"},
		{"terms", "import"},
		{"terms", "export", "a", "b"},
		{"publish"},
	} {
		_, stderr, code := command(args...)
		if code != exitUsage || stderr == "" {
			t.Errorf("hebi %s: exit %d, said %q", strings.Join(args, " "), code, stderr)
		}
	}
}

func TestAllMissingFlagsAreNamedAtOnce(t *testing.T) {
	_, stderr := must(t, exitUsage, "import", "page", "page.txt")
	for _, flag := range []string{"--paper: ", "--date: ", "--page: "} {
		if !strings.Contains(stderr, flag) {
			t.Errorf("%s is not named: %s", flag, stderr)
		}
	}
	if strings.Count(stderr, "\n") != 1 {
		t.Errorf("more than a line: %s", stderr)
	}
}

func TestHelpNamesTheVariables(t *testing.T) {
	stdout, _ := must(t, exitDone, "serve", "--help")
	for _, name := range []string{"HEBI_ADDR", "HEBI_DATA", "HEBI_DATABASE", "HEBI_BASE_URL", "HEBI_STARTER"} {
		if !strings.Contains(stdout, name) {
			t.Errorf("the help does not name %s:\n%s", name, stdout)
		}
	}
}

func TestBadInputIsOneSentence(t *testing.T) {
	vanished := filepath.Join(t.TempDir(), "vanished")
	page := []string{"--paper", "测试日报", "--date", "2023-10-25", "--page", "3"}
	large := filepath.Join(t.TempDir(), "large.txt")
	if err := os.WriteFile(large, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(large, 50<<20); err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name string
		args []string
		want string
	}{
		{"a folder that is not there", []string{"import", "folder", vanished}, "is not a folder"},
		{"a page that is not there", append([]string{"import", "page", vanished}, page...), "name an existing text file"},
		{"a page that is a folder", append([]string{"import", "page", t.TempDir()}, page...), "is a folder"},
		{"a page of 50 MB", append([]string{"import", "page", large}, page...), "has 50 MiB, the limit is 4 MiB"},
		{"a page in GBK", append([]string{"import", "page", filepath.Join(write(t, map[string]string{"p.txt": "title\n\xb1\xea\xcc\xe2\n"}), "p.txt")}, page...), "p.txt:2: is not valid UTF-8"},
		{"a piece without a headline", append([]string{"import", "page", filepath.Join(write(t, map[string]string{"p.txt": "　　一天，某地的草原上，牧民说好。草绿了，风也小了，大家都说这样的日子好。\n"}), "p.txt")}, page...), "no headline was found for the piece that begins \"一天"},
		{"a page without text", append([]string{"import", "page", filepath.Join(write(t, map[string]string{"p.txt": " \n"}), "p.txt")}, page...), "no article was found"},
		{"an export without a site", []string{"export", vanished}, "there is no site in"},
		{"terms without a site", []string{"terms", "export"}, "there is no site in"},
		{"terms that are not there", []string{"terms", "import", vanished}, "name an existing text file"},
		{"terms of 50 MB", []string{"terms", "import", large}, "has 50 MiB, the limit is 16 MiB: give a table of terms"},
		{"an article that is not there", []string{"publish", "no-such-slug"}, "there is no site in"},
		{"an article to explain without a site", []string{"themes", "explain", "no-such-slug"}, "there is no site in"},
		{"a database that does not answer", []string{"import", "folder", write(t, map[string]string{"articles/x/zh.md": good}), "--database", "postgres://127.0.0.1:1/none?connect_timeout=1"}, "hebi: PostgreSQL cannot be reached (dial tcp 127.0.0.1:1: connect: connection refused): start it, or correct the database address\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			data := filepath.Join(t.TempDir(), "data")
			_, stderr := must(t, exitFailed, append(tt.args, "--data", data)...)
			if !strings.Contains(stderr, tt.want) {
				t.Errorf("said %q, want a sentence with %q", stderr, tt.want)
			}
		})
	}
}

func TestOfABadFolderTheRestIsImported(t *testing.T) {
	bad := map[string]string{
		"articles/broken/zh.md":    "---\ntitle: [\n---\n\n文\n",
		"articles/open/zh.md":      "---\ntitle: 没有结束\n",
		"articles/unknown/zh.md":   "---\ntitel: 题目\n---\n\n文\n",
		"articles/bytes/zh.md":     "---\ntitle: 题目\n---\n\n\xff\xfe\n",
		"articles/french/fr.md":    "---\ntitle: titre\n---\n",
		"articles/Good/zh.md":      good,
		"articles/theme/zh.md":     "---\ntitle: 题目\nthemes: [no-such-theme]\n---\n\n文\n",
		"articles/zcopy/zh.md":     strings.Replace(good, "好文章", "又一篇", 1),
		"articles/picture/zh.md":   "---\ntitle: 题目\n---\n\n![图](none.png)\n",
		"articles/good/zh.md":      good,
		"specials/s/zh.md":         "---\ntitle: 专题\narticles: [good, no-such-article]\n---\n\n按语\n",
		"articles/good/en.md":      "---\ntitle: A good article\n---\n\nText.\n",
		"articles/elsewhere/zh.md": "---\ntitle: 题目\n---\n\n![图](https://example.org/a.png)\n",
	}
	data := t.TempDir()
	dir := write(t, bad)
	large := filepath.Join(dir, "articles", "large")
	if err := os.MkdirAll(large, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(large, "zh.md"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(filepath.Join(large, "zh.md"), 50<<20); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("..", filepath.Join(dir, "articles", "loop")); err != nil {
		t.Fatal(err)
	}
	stdout, stderr := must(t, exitWarnings, "import", "folder", dir, "--publish", "--data", data)
	if !strings.HasPrefix(stdout, "1 created") {
		t.Errorf("printed %q", stdout)
	}
	for _, want := range []string{
		"articles/broken/zh.md", "articles/open/zh.md", `did you mean "title"`, "articles/bytes/zh.md:5", "articles/french/fr.md",
		"articles/Good", "no-such-theme", "articles/good/zh.md", "none.png", "no-such-article", "articles/large/zh.md", "articles/loop", "example.org",
	} {
		if !strings.Contains(stderr, want) {
			t.Errorf("nothing said of %s:\n%s", want, stderr)
		}
	}
	out := filepath.Join(t.TempDir(), "out")
	must(t, exitDone, "export", out, "--data", data)
	if diff := cmp.Diff([]string{"articles/good/en.md", "articles/good/zh.md"}, slices.Sorted(maps.Keys(tree(t, out)))); diff != "" {
		t.Errorf("half-written things are in the site: -want +got\n%s", diff)
	}
}

func TestADryRunChangesNothing(t *testing.T) {
	data := filepath.Join(t.TempDir(), "data")
	dir := write(t, map[string]string{"articles/good/zh.md": good})
	stdout, _ := must(t, exitDone, "import", "folder", dir, "--dry-run", "--data", data)
	if !strings.Contains(stdout, "nothing was changed") {
		t.Errorf("printed %q", stdout)
	}
	if _, err := os.Stat(data); !os.IsNotExist(err) {
		t.Errorf("the data folder was made: %v", err)
	}
}

// dot is a PNG of one pixel.
func dot(t *testing.T) string {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 1, 1))); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestExportAndBackIsTheSame(t *testing.T) {
	first, second := t.TempDir(), t.TempDir()
	pictures := write(t, map[string]string{
		"articles/good/zh.md": strings.Replace(good, "正文", "![图](a.png)", 1), "articles/good/a.png": dot(t),
		"specials/set/zh.md": "---\ntitle: 专题\narticles: [good]\n---\n\n![图](b.png)\n", "specials/set/b.png": dot(t),
		"pages/rules/en.md": "---\ntitle: Rules\n---\n\n![picture](c.png)\n", "pages/rules/c.png": dot(t),
	})
	must(t, exitDone, "import", "folder", pictures, "--data", first)
	must(t, exitDone, "import", "folder", "../../content", "--data", first)
	stdout, _ := must(t, exitDone, "import", "folder", pictures, "--data", first)
	if !strings.HasPrefix(stdout, "0 created, 0 updated, 3 unchanged") {
		t.Errorf("the second import of pictures said %q", stdout)
	}
	stdout, _ = must(t, exitDone, "import", "folder", "../../content", "--data", first)
	if !strings.HasPrefix(stdout, "0 created, 0 updated") {
		t.Errorf("the second import said %q", stdout)
	}
	one, two := filepath.Join(t.TempDir(), "one"), filepath.Join(t.TempDir(), "two")
	must(t, exitDone, "export", one, "--data", first)
	must(t, exitDone, "import", "folder", one, "--data", second)
	must(t, exitDone, "export", two, "--data", second)
	want := tree(t, one)
	for _, name := range []string{"articles/good/a.png", "specials/set/b.png", "pages/rules/c.png"} {
		if want[name] == "" {
			t.Errorf("%s is not exported", name)
		}
	}
	if diff := cmp.Diff(want, tree(t, two)); diff != "" || len(want) < 30 {
		t.Errorf("%d files\n-first +second\n%s", len(want), diff)
	}
	_, stderr := must(t, exitFailed, "export", two, "--data", second)
	if want := "hebi: export: " + two + " is not empty: name a new or an empty folder\n"; stderr != want {
		t.Errorf("exporting into a full folder said %q, want %q", stderr, want)
	}
}

func TestPublishAndWithdraw(t *testing.T) {
	data := t.TempDir()
	must(t, exitDone, "import", "folder", write(t, map[string]string{
		"articles/good/zh.md": good, "articles/later/zh.md": "---\ntitle: 以后\ndate: 2999-01-01\n---\n\n文\n",
		"site.yaml": "name: {zh: 报, en: Paper}\ntime_zone: Asia/Shanghai\n", "specials/set/zh.md": "---\ntitle: 专题\narticles: [good, later]\n---\n",
		"pages/rules/zh.md": "---\ntitle: 规则\n---\n\n文\n",
	}), "--data", data)
	for _, step := range []struct {
		want int
		args []string
		says string
	}{
		{exitDone, []string{"publish", "good"}, "good/zh is now published"},
		{exitDone, []string{"publish", "good"}, "good/zh is published already: nothing to do"},
		{exitDone, []string{"publish", "later"}, "later/zh is now scheduled until 2999-01-01 00:00 (Asia/Shanghai)"},
		{exitDone, []string{"publish", "later"}, "later/zh is scheduled until 2999-01-01 00:00 (Asia/Shanghai) already: nothing to do"},
		{exitFailed, []string{"publish", "set"}, `"set" is a special, which readers see while one of its articles is published: publish those (good, later)`},
		{exitFailed, []string{"withdraw", "rules"}, `"rules" is a page, not an article: write status: withdrawn into its files in pages/rules and import their folder`},
		{exitFailed, []string{"publish", "good", "--lang", "en"}, "has no en edition"},
		{exitDone, []string{"withdraw", "good", "--lang", "zh"}, "good/zh is now withdrawn"},
		{exitFailed, []string{"withdraw", "none"}, "check the slug"},
		{exitDone, []string{"retag"}, "2 articles done"},
		{exitDone, []string{"reindex", "--all"}, "0 editions done"},
	} {
		stdout, stderr := must(t, step.want, append(step.args, "--data", data)...)
		if !strings.Contains(stdout+stderr, step.says) {
			t.Errorf("hebi %v said %q", step.args, stdout+stderr)
		}
	}
}

// seed is the newspaper page that this project began with.
const seed = "../../../shared/data/seed/nanyue-beijiang-page.md"

func TestTheSeedPage(t *testing.T) {
	if _, err := os.Stat(seed); err != nil {
		t.Skip("the seed page is not here")
	}
	data := t.TempDir()
	page := []string{"import", "page", seed, "--paper", "内蒙古日报", "--date", "2023-10-25", "--page", "3", "--data", data}
	stdout, _ := must(t, exitWarnings, append(page, "--dry-run", "--json")...)
	var proposal struct {
		Special struct {
			Title       string
			EditorsNote string `json:"editors_note"`
			Items       []int
		}
		Items []struct {
			Kind       string
			Credits    []struct{ Name, Affiliation string }
			Paragraphs []string
		}
	}
	if err := json.Unmarshal([]byte(stdout), &proposal); err != nil {
		t.Fatal(err)
	}
	if len(proposal.Special.Items) != 4 || len(proposal.Items) != 5 || proposal.Special.EditorsNote == "" {
		t.Errorf("%d items, special %+v", len(proposal.Items), proposal.Special)
	}
	must(t, exitDone, "import", "folder", "../../content", "--data", data)
	foretold, _ := must(t, exitWarnings, append(page, "--dry-run")...)
	stdout, _ = must(t, exitWarnings, page...)
	if strings.Count(stdout, "created") != 6 {
		t.Errorf("imported as drafts: %q", stdout)
	}
	if diff := cmp.Diff(strings.ReplaceAll(foretold, "would be created", "created     "), stdout+"nothing was changed\n"); diff != "" {
		t.Errorf("-dry run +import\n%s", diff)
	}
	for line := range strings.Lines(stdout) { // the special's slug too
		if words := strings.Fields(line); newsroom.CheckSlug(words[len(words)-1]) != nil {
			t.Errorf("no slug at the end of %q", line)
		}
	}
	if stdout, _ := must(t, exitWarnings, append(page, "--dry-run")...); strings.Count(stdout, "would be unchanged") != 6 {
		t.Errorf("dry run of what is there: %q", stdout)
	}
	stdout, stderr := must(t, exitWarnings, append(page, "--publish")...)
	if strings.Count(stdout, "updated") != 5 || strings.Contains(stderr, "affiliation") {
		t.Errorf("published what was made before: %q, %q", stdout, stderr)
	}
	stdout, _ = must(t, exitWarnings, append(page, "--publish")...)
	if strings.Count(stdout, "unchanged") != 6 {
		t.Errorf("and again: %q", stdout)
	}
}

// TestServeStarts runs the very program that readers use, twice on the same data.
func TestServeStarts(t *testing.T) {
	data := t.TempDir()
	for _, want := range []string{"first", "second"} {
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		var out, errs bytes.Buffer
		serve := &serveCommand{siteFlags: siteFlags{Data: data}, Addr: "127.0.0.1:0", Starter: true, listening: func(string) { cancel() }}
		c := &console{out: &out, err: &errs, log: quiet()}
		if err := serve.Run(ctx, c); err != nil {
			t.Fatalf("%s start: %v", want, err)
		}
		if !strings.Contains(out.String(), "/zh/") || !strings.Contains(out.String(), "/en/") {
			t.Errorf("%s start printed %q", want, out.String())
		}
	}
	stdout, _ := must(t, exitDone, "import", "folder", "../../content", "--data", data)
	if !strings.HasPrefix(stdout, "0 created, 0 updated") {
		t.Errorf("the starter site differs from content/: %q", stdout)
	}
}

func quiet() *slog.Logger { return slog.New(slog.DiscardHandler) }

func TestServeWithoutStarterKeepsThemesAndTerms(t *testing.T) {
	data := t.TempDir()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	serve := &serveCommand{siteFlags: siteFlags{Data: data}, Addr: "127.0.0.1:0", listening: func(string) { cancel() }}
	if err := serve.Run(ctx, &console{out: &bytes.Buffer{}, err: &bytes.Buffer{}, log: quiet()}); err != nil {
		t.Fatal(err)
	}
	out := filepath.Join(t.TempDir(), "out")
	must(t, exitDone, "export", out, "--data", data)
	if diff := cmp.Diff([]string{
		"pages/about/en.md", "pages/about/zh.md", "pages/guide/en.md", "pages/guide/zh.md", "site.yaml", "terms.csv", "themes.yaml", "weights.csv",
	}, slices.Sorted(maps.Keys(tree(t, out)))); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}

// startOnce lets serve make what is missing and returns what it said and logged.
func startOnce(t *testing.T, data string) (said string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	serve := &serveCommand{siteFlags: siteFlags{Data: data}, Addr: "127.0.0.1:0", Starter: true, listening: func(string) { cancel() }}
	var errs bytes.Buffer
	if err := serve.Run(ctx, &console{out: &bytes.Buffer{}, err: &errs, log: slog.New(slog.NewTextHandler(&errs, nil))}); err != nil {
		t.Fatal(err)
	}
	return errs.String()
}

// The starter's terms speak for the starter's themes.
func TestASiteWithThemesOfItsOwnGetsNoTermsOfTheStarter(t *testing.T) {
	data := t.TempDir()
	must(t, exitDone, "import", "folder", write(t, map[string]string{"themes.yaml": known, "articles/good/zh.md": good}), "--publish", "--data", data)
	said := startOnce(t, data)
	if !strings.Contains(said, "the site has its own articles and themes, so the starter site's articles, themes and terms were left out") || strings.Contains(said, "warning") {
		t.Errorf("said %s", said)
	}
	if strings.Count(said, "left out") != 1 {
		t.Errorf("said it more than once: %s", said)
	}
	out := filepath.Join(t.TempDir(), "out")
	must(t, exitDone, "export", out, "--data", data)
	files := tree(t, out)
	if diff := cmp.Diff([]string{
		"articles/good/zh.md", "pages/about/en.md", "pages/about/zh.md", "pages/guide/en.md", "pages/guide/zh.md", "site.yaml", "themes.yaml",
	}, slices.Sorted(maps.Keys(files))); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	if strings.Count(files["themes.yaml"], "slug:") != 1 {
		t.Errorf("the starter's themes are there too: %s", files["themes.yaml"])
	}
	if said := startOnce(t, data); strings.Contains(said, "left out") {
		t.Errorf("and said again: %s", said)
	}
}

func TestServeWritesNothingOverWhatIsThere(t *testing.T) {
	data := t.TempDir()
	own := write(t, map[string]string{
		"articles/good/zh.md": good,
		"site.yaml":           "name: {zh: 我的报, en: My Paper}\n",
		"terms.csv":           "zh,en,kind,zh_variants,en_variants,forbidden,themes,pinyin,note\n绿色发展,growing green,concept,,,,,,\n",
	})
	must(t, exitDone, "import", "folder", own, "--data", data)
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	serve := &serveCommand{siteFlags: siteFlags{Data: data}, Addr: "127.0.0.1:0", Starter: true, listening: func(string) { cancel() }}
	if err := serve.Run(ctx, &console{out: &bytes.Buffer{}, err: &bytes.Buffer{}, log: quiet()}); err != nil {
		t.Fatal(err)
	}
	out := filepath.Join(t.TempDir(), "out")
	must(t, exitDone, "export", out, "--data", data)
	files := tree(t, out)
	if !strings.Contains(files["site.yaml"], "我的报") || !strings.Contains(files["terms.csv"], "growing green") || strings.Count(files["terms.csv"], "\n") != 2 {
		t.Errorf("site and terms are now\n%s%s", files["site.yaml"], files["terms.csv"])
	}
	if diff := cmp.Diff([]string{
		"articles/good/zh.md", "pages/about/en.md", "pages/about/zh.md", "pages/guide/en.md", "pages/guide/zh.md", "site.yaml", "terms.csv", "themes.yaml", "weights.csv",
	}, slices.Sorted(maps.Keys(files))); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}
