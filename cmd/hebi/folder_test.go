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
		`warning: articles/join/zh.md:4: special "no-special" does not exist: make a folder specials/no-special for it; the article was imported without it`,
		`error: pages/about/zh.md:3: the id 018b0000-0000-7000-8000-000000000002 of the zh edition belongs to articles/down/zh already; remove the line to have a new one made`,
	}
	const counts = "5 created, 2 updated, 1 unchanged, 8 skipped"
	for range 2 { // a dry run leaves nothing that the next would find
		stdout, stderr := must(t, exitWarnings, "import", "folder", dir, "--dry-run", "--data", data)
		if diff := cmp.Diff(want, strings.Split(strings.TrimSpace(stderr), "\n")); diff != "" {
			t.Errorf("dry run: -want +got\n%s", diff)
		}
		if stdout != "would be "+counts+"; nothing was changed\n" {
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
