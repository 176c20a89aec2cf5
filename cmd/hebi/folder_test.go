package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const known = `- slug: talent
  name: {zh: 人才, en: Talent}
  introduction: {zh: 人才, en: Talent}
  vocabulary: {zh: [人才], en: [talent]}
`

// What only the site can know has its file and line nevertheless, in a dry run as in the import.
func TestWhatTheSiteRefusesHasFileAndLine(t *testing.T) {
	dir := write(t, map[string]string{
		"themes.yaml":            known,
		"terms.csv":              "zh,en,kind,zh_variants,en_variants,forbidden,themes,pinyin,note\n人才,talent,concept,,,,talent,,\n引才,talent attraction,concept,,,,talnet,,\n",
		"contributors.yaml":      "- slug: anna\n  name: {zh: 安娜, en: Anna}\n- slug: berta\n  name: {zh: 贝塔, en: Berta}\n  portrait: berta.png\n",
		"berta.png":              "no picture",
		"articles/theme/zh.md":   "---\ntitle: 题目\nthemes:\n  - talent\n  - talnet\n---\n\n文\n",
		"articles/far/en.md":     "---\ntitle: Title\nthemes: [wool]\n---\n\nText\n",
		"articles/file/zh.md":    "---\ntitle: 题目\n---\n\n![图](a.png)\n",
		"articles/dot/zh.md":     "---\ntitle: 题目\n---\n\n![图](dot.png)\n",
		"articles/dot/dot.png":   dot(t),
		"articles/file/a.png":    "no picture",
		"articles/taken/en.md":   "---\ntitle: Title\nid: 018b0000-0000-7000-8000-000000000001\n---\n\nText\n",
		"articles/credit/zh.md":  "---\ntitle: 题目\ncredits: [{contributor: anna}, {contributor: clara}]\n---\n\n文\n",
		"articles/join/zh.md":    "---\ntitle: 题目\nsubtitle: 副题\nspecial: no-special\n---\n\n文\n",
		"articles/down/zh.md":    "---\ntitle: 题目\nstatus: draft\n---\n\n文\n",
		"specials/missing/en.md": "---\ntitle: Special\narticles:\n  - join\n  - nobody\n---\n\nNote\n",
		"specials/picture/en.md": "---\ntitle: Special\narticles: [join]\n---\n\n![x](b.png)\n",
		"specials/picture/b.png": "no picture",
		"pages/about/zh.md":      "---\ntitle: 关于\nid: 018b0000-0000-7000-8000-000000000002\n---\n\n文\n",
		"pages/guide/zh.md":      "---\ntitle: 指南\n---\n\n文\n",
	})
	data := t.TempDir()
	must(t, exitDone, "import", "folder", write(t, map[string]string{"articles/good/zh.md": good, "articles/down/zh.md": "---\ntitle: 题目\nid: 018b0000-0000-7000-8000-000000000002\n---\n\n文\n"}), "--publish", "--data", data)
	want := []string{
		`warning: terms.csv:3: the term 引才: theme "talnet" is unknown: did you mean "talent"?`,
		`error: berta.png: neither a picture that browsers show nor a PDF: use PNG, JPEG, GIF, WebP or PDF`,
		`warning: articles/credit/zh.md:3: contributor "clara" is unknown; made with that name, complete it in contributors.yaml`,
		`warning: articles/down/zh.md:3: the zh edition is published here although the file says draft; to take it back use: hebi withdraw down --lang zh`,
		`error: articles/far/en.md:3: theme "wool" is unknown: use one of talent, or add it to themes.yaml`,
		`error: articles/file/a.png: neither a picture that browsers show nor a PDF: use PNG, JPEG, GIF, WebP or PDF`,
		`error: articles/taken/en.md:3: the id 018b0000-0000-7000-8000-000000000001 of the en edition belongs to articles/good/zh already; remove the line to have a new one made`,
		`error: articles/theme/zh.md:5: theme "talnet" is unknown: did you mean "talent"?`,
		`error: specials/missing/en.md:5: article "nobody" does not exist: make a folder articles/nobody for it, or take it out of the list`,
		`error: specials/picture/b.png: neither a picture that browsers show nor a PDF: use PNG, JPEG, GIF, WebP or PDF`,
		`warning: articles/join/zh.md:4: special "no-special" does not exist: make a folder specials/no-special for it; the article comes without it`,
		`error: pages/about/zh.md:3: the id 018b0000-0000-7000-8000-000000000002 of the zh edition belongs to articles/down/zh already; remove the line to have a new one made`,
	}
	const counts = "5 created, 2 updated, 1 unchanged, 8 skipped"
	for range 2 { // a dry run leaves nothing that the next would find
		stdout, stderr := must(t, exitWarnings, "import", "folder", dir, "--dry-run", "--data", data)
		if diff := cmp.Diff(want, strings.Split(strings.TrimSpace(stderr), "\n")); diff != "" {
			t.Errorf("dry run: -want +got\n%s", diff)
		}
		if stdout != "would be "+counts+"; nothing was changed\n  3 editions would be drafts that readers do not see: publish them with hebi publish SLUG, or import with --publish\n" {
			t.Errorf("dry run printed %q", stdout)
		}
	}
	if _, err := os.Stat(filepath.Join(data, "media")); !os.IsNotExist(err) {
		t.Errorf("a dry run kept a picture: %v", err)
	}
	stdout, stderr := must(t, exitWarnings, "import", "folder", dir, "--data", data)
	if diff := cmp.Diff(want, strings.Split(strings.TrimSpace(stderr), "\n")); diff != "" {
		t.Errorf("import: -want +got\n%s", diff)
	}
	if !strings.HasPrefix(stdout, counts+"\n") {
		t.Errorf("import printed %q", stdout)
	}
}

func TestADryRunAsJSONSaysWhatWouldBe(t *testing.T) {
	dir := write(t, map[string]string{"articles/good/zh.md": good, "articles/x/zh.md": "---\ntitle: 题目\nthemes: [wool]\n---\n\n文\n"})
	stdout, _ := must(t, exitWarnings, "import", "folder", dir, "--dry-run", "--json", "--data", filepath.Join(t.TempDir(), "none"))
	var got map[string]any
	if err := json.Unmarshal([]byte(stdout), &got); err != nil {
		t.Fatalf("%v in %s", err, stdout)
	}
	want := map[string]any{
		"dry_run": true,
		"counts":  map[string]any{"created": 1.0, "skipped": 1.0, "draft": 1.0},
		"problems": []any{map[string]any{
			"file": "articles/x/zh.md", "line": 3.0, "message": `theme "wool" is unknown, and the site has no themes yet: import a themes.yaml with them first`,
		}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}

// What is near a known word is asked about, and what was skipped is not called missing.
func TestOneSlipIsNotReportedAsAnother(t *testing.T) {
	data := t.TempDir()
	must(t, exitDone, "import", "folder", write(t, map[string]string{"articles/good/zh.md": good, "specials/on-site/zh.md": "---\ntitle: 专题\narticles: [good]\n---\n"}), "--publish", "--data", data)
	dir := write(t, map[string]string{
		"contributors.yaml":          "- slug: yue-fangmin\n  name: {zh: 岳, en: Yue}\n",
		"articles/broken/zh.md":      "---\ntitel: 题目\n---\n\n文\n",
		"articles/refused/zh.md":     "---\ntitle: 题目\nthemes: [wool]\nspecial: joined\n---\n\n文\n",
		"articles/credit/zh.md":      "---\ntitle: 题目\ncredits: [{contributor: yue-fangmn}]\nspecial: on-siet\n---\n\n文\n",
		"articles/good/zh.md":        strings.Replace(good, "000000000001", "000000000009", 1),
		"articles/lone/zh.md":        "---\ntitle: 题目\nspecial: torn\n---\n\n文\n",
		"articles/Tea_Caravan/zh.md": "---\ntitle: 茶\n---\n\n文\n",
		"specials/joined/zh.md":      "---\ntitle: 专题\narticles: [lone]\n---\n",
		"specials/names/zh.md":       "---\ntitle: 专题\narticles:\n  - lone\n  - broken\n---\n",
		"specials/other/zh.md":       "---\ntitle: 专题\narticles: [refused]\n---\n",
		"specials/torn/zh.md":        "---\ntitel: 专题\n---\n",
	})
	want := []string{
		`error: articles/Tea_Caravan: is no slug: rename the folder to lower-case letters a-z, digits and single hyphens, at most 120 of them`,
		`error: articles/broken/zh.md:2: unknown key "titel": did you mean "title"?`,
		`warning: articles/credit/zh.md:3: contributor "yue-fangmn" is unknown and made with that name: did you mean "yue-fangmin"?`,
		`warning: articles/good/zh.md:3: the id 018b0000-0000-7000-8000-000000000009 replaces 018b0000-0000-7000-8000-000000000001, under which the zh edition was published: feed readers will show the piece as new; remove the line to keep the old one`,
		`error: articles/refused/zh.md:3: theme "wool" is unknown, and the site has no themes yet: import a themes.yaml with them first`,
		`error: specials/names/zh.md:5: article "broken" was skipped for its own errors above: mend those first`,
		`error: specials/other/zh.md:3: article "refused" was skipped for its own errors above: mend those first`,
		`error: specials/torn/zh.md:2: unknown key "titel": did you mean "title"?`,
		`warning: articles/credit/zh.md:4: special "on-siet" does not exist: did you mean "on-site"? The article comes without it`,
		`warning: articles/lone/zh.md:3: special "torn" was skipped for its own errors above; the article comes without it`,
	}
	for _, dry := range []string{"--dry-run", "--json=false"} {
		stdout, stderr := must(t, exitWarnings, "import", "folder", dir, dry, "--data", data)
		if diff := cmp.Diff(want, strings.Split(strings.TrimSpace(stderr), "\n")); diff != "" {
			t.Errorf("%s: -want +got\n%s", dry, diff)
		}
		if !strings.Contains(stdout, "4 created, 1 updated, 0 unchanged, 6 skipped") {
			t.Errorf("%s printed %q", dry, stdout)
		}
	}
}

func TestADryRunSaysWhatPublishChanges(t *testing.T) {
	data := t.TempDir()
	dir := write(t, map[string]string{"articles/good/zh.md": good, "articles/later/zh.md": "---\ntitle: 以后\ndate: 2999-01-01\n---\n\n文\n"})
	for _, tt := range []struct {
		args []string
		want string
	}{
		{[]string{"--dry-run"}, "would be 2 created, 0 updated, 0 unchanged, 0 skipped; nothing was changed\n  2 editions would be drafts that readers do not see: publish them with hebi publish SLUG, or import with --publish\n"},
		{[]string{"--dry-run", "--publish"}, "would be 2 created, 0 updated, 0 unchanged, 0 skipped; nothing was changed\n  1 edition would be published\n  1 edition would be scheduled: it appears at its date\n"},
		{[]string{"--publish"}, "2 created, 0 updated, 0 unchanged, 0 skipped\n  1 edition is published\n  1 edition is scheduled: it appears at its date\n"},
	} {
		if stdout, _ := must(t, exitDone, append(append([]string{"import", "folder", dir}, tt.args...), "--data", data)...); stdout != tt.want {
			t.Errorf("%v printed %q, want %q", tt.args, stdout, tt.want)
		}
	}
	draft := write(t, map[string]string{"articles/one/zh.md": "---\ntitle: 一\nstatus: draft\n---\n\n文\n"})
	if stdout, _ := must(t, exitDone, "import", "folder", draft, "--publish", "--data", data); !strings.HasSuffix(stdout, "  1 edition is a draft that readers do not see: publish it with hebi publish SLUG\n") {
		t.Errorf("printed %q", stdout)
	}
}

func TestAnEmptyFolderIsSaidToBeEmpty(t *testing.T) {
	for name, files := range map[string]map[string]string{"empty": nil, "something else": {"holiday.txt": "x"}, "empty articles": {"articles/.keep": ""}} {
		dir := write(t, files)
		stdout, stderr := must(t, exitWarnings, "import", "folder", dir, "--data", t.TempDir())
		if !strings.Contains(stderr, "warning: "+dir+": nothing to import was found in this folder: it may hold site.yaml") {
			t.Errorf("%s: said %q, printed %q", name, stderr, stdout)
		}
	}
}
