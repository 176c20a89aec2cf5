package search_test

import (
	"encoding/json"
	"os"
	"os/exec"
	"testing"

	"hebi/test/program"
)

// TestChineseNews holds search to what docs/search-quality.md says, a little below it.
func TestChineseNews(t *testing.T) {
	const root = "../../.."
	const data = root + "/../shared/data/search/"
	if _, err := os.Stat(data); err != nil {
		t.Skip("../shared/data/search is not there: no news to search")
	}
	bin := program.Build(t, root)
	for fields, wanted := range map[string]map[string]float64{
		"body":       {"title_body": 0.78, "quick_title": 0.86, "half_headline": 0.65, "title_trad": 0.79},
		"title,body": {"title_body": 0.99, "quick_title": 0.99, "half_headline": 0.98, "title_trad": 0.99, "lead_extra": 0.79, "name": 0.98, "latin": 0.98},
	} {
		cmd := exec.CommandContext(t.Context(), bin, "eval", "search", "--json", "--fields", fields,
			"--documents", data+"documents.jsonl", "--queries", data+"queries.jsonl", "--qrels", data+"qrels.tsv")
		cmd.Env, cmd.Stderr = program.Environment(), os.Stderr
		stdout, err := cmd.Output()
		if err != nil {
			t.Fatal(err)
		}
		var report struct {
			Kinds map[string]struct {
				MRR float64 `json:"mrr10"`
			}
		}
		if err := json.Unmarshal(stdout, &report); err != nil {
			t.Fatal(err)
		}
		for kind, least := range wanted {
			got := report.Kinds[kind].MRR
			t.Logf("%s, %s: MRR@10 %.3f", fields, kind, got)
			if got < least {
				t.Errorf("%s, %s: MRR@10 is %.3f, was more than %.2f", fields, kind, got, least)
			}
		}
	}
}
