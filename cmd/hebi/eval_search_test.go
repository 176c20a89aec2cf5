package main

import (
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// made is a small measurement: two queries that find, one whose answer another document hides.
func made(t *testing.T, replace ...string) (args []string) {
	t.Helper()
	files := map[string]string{
		"documents.jsonl": `{"id":"a","title":"渡口的船","body":"清晨，渡口的船一早就开了。","lang":"zh"}
{"id":"b","title":"山里的灯","body":"守灯的人说，山里的灯要亮到天明。","lang":"zh"}
{"id":"c","title":"A lamp in the hills","body":"The keeper says that the lamp burns till dawn.","lang":"en"}
`,
		"queries.jsonl": `{"id":"1","text":"渡口","kind":"word"}
{"id":"2","text":"lamps","kind":"word"}
{"id":"3","text":"山里的灯","kind":"title"}
`,
		"qrels.tsv": "query_id\tdoc_id\trelevance\n1\ta\t1\n2\tc\t2\n3\tb\t1\n3\tc\t0\n3\ta\t1\n",
	}
	r := strings.NewReplacer(replace...)
	for name, text := range files {
		files[name] = r.Replace(text)
	}
	dir := write(t, files)
	return []string{
		"eval", "search", "--documents", filepath.Join(dir, "documents.jsonl"),
		"--queries", filepath.Join(dir, "queries.jsonl"), "--qrels", filepath.Join(dir, "qrels.tsv"),
	}
}

func TestEvalSearchPrintsFigures(t *testing.T) {
	stdout, _ := must(t, exitDone, append(made(t), "--json")...)
	var got map[string]any
	if err := json.Unmarshal([]byte(stdout), &got); err != nil {
		t.Fatalf("%v in %s", err, stdout)
	}
	figures := func(v any) any {
		m := v.(map[string]any)
		for _, time := range []string{"p50_ms", "p95_ms"} {
			if ms, ok := m[time].(float64); !ok || ms <= 0 {
				t.Errorf("%s is %v", time, m[time])
			}
			delete(m, time)
		}
		return m
	}
	figures(got["total"])
	for _, kind := range got["kinds"].(map[string]any) {
		figures(kind)
	}
	for _, measured := range []string{"index_bytes", "index_seconds"} {
		if n, ok := got[measured].(float64); !ok || n <= 0 {
			t.Errorf("%s is %v", measured, got[measured])
		}
		delete(got, measured)
	}
	want := map[string]any{
		"total": map[string]any{"n": 3.0, "mrr10": 1.0, "success1": 1.0, "recall10": 2.5 / 3},
		"kinds": map[string]any{
			"word":  map[string]any{"n": 2.0, "mrr10": 1.0, "success1": 1.0, "recall10": 1.0},
			"title": map[string]any{"n": 1.0, "mrr10": 1.0, "success1": 1.0, "recall10": 0.5},
		},
		"documents": 3.0, "text_bytes": 176.0,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	stdout, _ = must(t, exitDone, made(t)...)
	if !strings.Contains(stdout, "total") || !strings.Contains(stdout, "times the text") {
		t.Errorf("printed %q", stdout)
	}
}

func TestEvalSearchSaysWhatIsWrong(t *testing.T) {
	for _, tt := range []struct {
		name    string
		replace []string
		want    string
	}{
		{"no JSON", []string{`{"id":"b"`, `{"id":b`}, "documents.jsonl:2: is not what is read here"},
		{"a language of nobody", []string{`"lang":"en"`, `"lang":"fr"`}, `documents.jsonl:3: language "fr": use zh or en`},
		{"too few fields", []string{"1\ta\t1", "1\ta"}, "qrels.tsv:2: has 2 fields"},
		{"a grade in words", []string{"1\ta\t1", "1\ta\tgood"}, `qrels.tsv:2: relevance is "good": write a whole number`},
		{"two documents of one id", []string{`"id":"b"`, `"id":"a"`}, `documents.jsonl:2: has the id "a" of a line before: give it one of its own`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, stderr := must(t, exitFailed, made(t, tt.replace...)...)
			if !strings.Contains(stderr, tt.want) {
				t.Errorf("said %q, want %q", stderr, tt.want)
			}
		})
	}
	for _, tt := range []struct{ old, replacement, want string }{
		{"\n2\tc\t2", "", "queries.jsonl: query 2 has no relevant document in the qrels and was left out"},
		{"1\ta\t1", "1\tz\t1", `qrels.tsv:2: names the document "z", which is not among the documents`},
	} {
		if stdout, stderr := must(t, exitWarnings, made(t, tt.old, tt.replacement)...); !strings.Contains(stderr, tt.want) || !strings.Contains(stdout, "total") {
			t.Errorf("said %q, want %q", stderr, tt.want)
		}
	}
	if _, stderr := must(t, exitUsage, append(made(t), "--fields", "summary")...); !strings.Contains(stderr, "use body or title,body") {
		t.Errorf("said %q", stderr)
	}
}
