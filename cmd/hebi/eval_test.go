package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const judged = `{"id":"1","lang":"zh","title":"风电与光伏并网","body":"储能电站投运，风电增加。","themes":["energy"]}

{"id":"2","lang":"en","title":"A game of chess","body":"She won.","themes":["talent"],"source":"made up"}
{"id":"3","lang":"zh","body":"他在决赛中走出妙手。","themes":[]}
`

func TestEvalThemesPrintsWhatTheContractSays(t *testing.T) {
	documents := filepath.Join(write(t, map[string]string{"d.jsonl": judged}), "d.jsonl")
	for _, more := range [][]string{nil, {"--folds", "2"}} {
		stdout, _ := must(t, exitDone, append([]string{"eval", "themes", "--documents", documents, "--json"}, more...)...)
		var got map[string]any
		if err := json.Unmarshal([]byte(stdout), &got); err != nil {
			t.Fatalf("%v in %s", err, stdout)
		}
		figure := func(n, precision, recall, f1 float64) map[string]any {
			return map[string]any{"n": n, "precision": precision, "recall": recall, "f1": f1}
		}
		want := map[string]any{
			"total":  figure(3, 1, 0.5, 2.0/3),
			"langs":  map[string]any{"zh": figure(2, 1, 1, 1), "en": figure(1, 0, 0, 0)},
			"themes": map[string]any{"energy": figure(1, 1, 1, 1), "talent": figure(1, 0, 0, 0)},
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%v: -want +got\n%s", more, diff)
		}
	}
	stdout, _ := must(t, exitDone, "eval", "themes", "--documents", documents)
	if !strings.Contains(stdout, "precision") || !strings.Contains(stdout, "talent") || strings.Contains(stdout, "livelihood") {
		t.Errorf("printed\n%s", stdout)
	}
}

func TestEvalThemesNamesFileAndLine(t *testing.T) {
	for _, tt := range []struct{ name, text, want string }{
		{"an unknown theme", judged + `{"lang":"zh","title":"x","themes":["enregy"]}`, `d.jsonl:5: theme "enregy" is unknown: did you mean "energy"?`},
		{"no JSON", judged + "energy\n", "d.jsonl:5: is not what is read here"},
		{"another language", `{"lang":"fr","title":"x","themes":[]}`, "d.jsonl:1: "},
		{"no text", `{"lang":"zh","themes":[]}`, "d.jsonl:1: has neither title nor body"},
		{"no labels", `{"lang":"zh","title":"x"}`, "d.jsonl:1: has no themes"},
		{"nothing", "", "d.jsonl holds no document"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			documents := filepath.Join(write(t, map[string]string{"d.jsonl": tt.text}), "d.jsonl")
			stdout, stderr := must(t, exitFailed, "eval", "themes", "--documents", documents, "--json")
			if !strings.Contains(stderr, tt.want) || strings.Count(stderr, "\n") != 1 || stdout != "" {
				t.Errorf("said %q and printed %q, want a sentence with %q", stderr, stdout, tt.want)
			}
		})
	}
}

func TestEvalThemesWithoutDocuments(t *testing.T) {
	_, stderr := must(t, exitFailed, "eval", "themes", "--documents", filepath.Join(t.TempDir(), "none"))
	if !strings.Contains(stderr, "name an existing file") {
		t.Errorf("said %q", stderr)
	}
}

func TestEvalThemesUsesTheSiteThatIsNamed(t *testing.T) {
	data := t.TempDir()
	must(t, exitDone, "import", "folder", write(t, map[string]string{
		"themes.yaml": "- slug: chess\n  name: {zh: 棋, en: Chess}\n",
		"weights.csv": "theme,lang,word,weight\nchess,en,,0.2\nchess,en,game,1\n",
	}), "--data", data)
	documents := filepath.Join(write(t, map[string]string{"d.jsonl": `{"lang":"en","title":"A game","body":"She won.","themes":["chess"]}`}), "d.jsonl")
	stdout, _ := must(t, exitDone, "eval", "themes", "--documents", documents, "--data", data, "--json")
	if !strings.Contains(stdout, `"f1": 1`) {
		t.Errorf("the site's weights do not count:\n%s", stdout)
	}
	out := filepath.Join(t.TempDir(), "weights.csv")
	must(t, exitDone, "eval", "themes", "--documents", documents, "--data", data, "--learn", out)
	learned, err := os.ReadFile(out)
	if diff := cmp.Diff("theme,lang,word,weight\nchess,zh,,0.42\nchess,en,,0.42\n", string(learned)); diff != "" || err != nil {
		t.Errorf("learned from one text: %v -want +got\n%s", err, diff)
	}
}

func TestExplainSaysWhy(t *testing.T) {
	data := t.TempDir()
	must(t, exitDone, "import", "folder", write(t, map[string]string{
		"themes.yaml": "- slug: energy\n  name: {zh: 能源, en: Energy}\n  vocabulary: {zh: [风电, 光伏, 储能], en: [wind power]}\n- slug: talent\n  name: {zh: 人才, en: Talent}\n" +
			"  vocabulary: {zh: [工匠, 技师]}\n",
		"weights.csv":         "theme,lang,word,weight\nenergy,zh,球赛,-0.5\n",
		"articles/wind/zh.md": "---\ntitle: 风电并网\n---\n\n**光伏**与储能。球赛。\n\n人才、工匠与技师。" + strings.Repeat("别的话。", 60) + "\n",
		"articles/wind/en.md": "---\ntitle: Wind\n---\n\nA storm.\n",
	}), "--data", data)
	stdout, _ := must(t, exitDone, "themes", "explain", "wind", "--data", data)
	for _, want := range []string{
		"has energy 能源 Energy: found", "talent 人才 Talent: not given, for it stands in one quarter of the body only",
		"-0.50  body", "+4.00  title       0–6      风电", "no theme comes near",
	} {
		if !strings.Contains(stdout, want) {
			t.Errorf("%q is missing in\n%s", want, stdout)
		}
	}
	stdout, _ = must(t, exitDone, "themes", "explain", "wind", "--data", data, "--json")
	var x explainedJSON
	if err := json.Unmarshal([]byte(stdout), &x); err != nil {
		t.Fatal(err)
	}
	spans := 0
	for _, e := range x.Editions {
		texts := map[string]string{"title": e.Title, "summary": e.Summary, "body": e.Body}
		for _, theme := range e.Themes {
			for _, span := range theme.Evidence {
				spans++
				if got := texts[span.Field][span.Start:span.End]; got != span.Text {
					t.Errorf("cites %q, the text has %q", span.Text, got)
				}
			}
		}
	}
	if spans < 5 || len(x.Editions) != 2 {
		t.Errorf("%d spans in %d editions", spans, len(x.Editions))
	}
	_, stderr := must(t, exitFailed, "themes", "explain", "wnid", "--data", data)
	if !strings.Contains(stderr, `there is no article "wnid" here`) {
		t.Errorf("said %q", stderr)
	}
}
