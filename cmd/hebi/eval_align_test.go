package main

import (
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const aligned = `{"id":"1","zh":["渡口在1932年开通。","每天有26班船。","船票是3元。"],"en":["The ferry opened in 1932. There are 26 boats a day.","A ticket is 3 yuan."],"links":[[[0,1],[0]],[[2],[1]]]}

{"id":"2","zh":["粤港澳大湾区有大桥。","船开了。"],"en":["The Greater Bay Area has a bridge.","The boat left."],"links":[[[0],[0]]]}
`

func TestEvalAlignPrintsWhatTheContractSays(t *testing.T) {
	documents := filepath.Join(write(t, map[string]string{"d.jsonl": aligned}), "d.jsonl")
	stdout, _ := must(t, exitDone, "eval", "align", "--documents", documents, "--json")
	var got map[string]any
	if err := json.Unmarshal([]byte(stdout), &got); err != nil {
		t.Fatalf("%v in %s", err, stdout)
	}
	want := map[string]any{"total": map[string]any{"n": 3.0, "precision": 0.75, "recall": 1.0, "f1": 6.0 / 7}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	stdout, _ = must(t, exitDone, "eval", "align", "--documents", documents)
	if !strings.Contains(stdout, "2 documents, 3 links: precision 0.7500, recall 1.0000, F1 0.8571") {
		t.Errorf("printed %s", stdout)
	}
	stdout, _ = must(t, exitDone, "eval", "align", "--help")
	if !strings.Contains(stdout, `"links"`) {
		t.Errorf("the help does not say what a document is:\n%s", stdout)
	}
}

func TestEvalAlignNamesFileAndLine(t *testing.T) {
	for _, tt := range []struct{ name, text, want string }{
		{"no JSON", aligned + "links\n", "d.jsonl:4: is not what is read here"},
		{"no links", `{"zh":["一"],"en":["one"]}`, "d.jsonl:1: has no links"},
		{"one side", `{"zh":["一"],"en":["one"],"links":[[[0]]]}`, "d.jsonl:1: link 0 has 1 sides"},
		{"no such sentence", `{"zh":["一"],"en":["one"],"links":[[[0],[1]]]}`, "d.jsonl:1: link 0 names sentence 1 of en"},
		{"no sentences", `{"zh":[],"en":["one"],"links":[]}`, "d.jsonl:1: has no sentences"},
		{"nothing", "", "d.jsonl holds no document"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			documents := filepath.Join(write(t, map[string]string{"d.jsonl": tt.text}), "d.jsonl")
			stdout, stderr := must(t, exitFailed, "eval", "align", "--documents", documents, "--json")
			if !strings.Contains(stderr, tt.want) || strings.Count(stderr, "\n") != 1 || stdout != "" {
				t.Errorf("said %q and printed %q, want a sentence with %q", stderr, stdout, tt.want)
			}
		})
	}
}
