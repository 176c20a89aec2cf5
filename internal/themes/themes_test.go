package themes_test

import (
	"bufio"
	"encoding/json"
	"os"
	"slices"
	"testing"

	"hebi/internal/importer"
	"hebi/internal/newsroom"
	"hebi/internal/terms"
	"hebi/internal/themes"
)

// starter is a tagger over the starter site's themes and terms.
func starter(t *testing.T) *themes.Tagger {
	t.Helper()
	folder, err := importer.OpenFolder(os.DirFS("../../content"), nil)
	if err != nil {
		t.Fatal(err)
	}
	list, problems := folder.Themes()
	if len(problems) > 0 || len(list) != 14 {
		t.Fatalf("%d themes, problems %v", len(list), problems)
	}
	termList, problems := folder.Terms()
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	return themes.NewTagger(list, terms.NewBase(termList))
}

func slugs(tags []newsroom.ThemeTag) []string {
	var list []string
	for _, t := range tags {
		list = append(list, t.Slug)
	}
	return list
}

func TestTagSaysWhy(t *testing.T) {
	tagger := starter(t)
	for _, tt := range []struct {
		text themes.Text
		want string
	}{
		{themes.Text{Language: newsroom.Chinese, Title: "风电与光伏并网", Body: "储能电站投运，特高压外送，新能源装机继续增加。"}, "energy"},
		{themes.Text{Language: newsroom.English, Title: "Wind and solar power come on line", Body: "Energy storage and ultra-high-voltage lines carry renewable energy."}, "energy"},
	} {
		tags := tagger.Tag(tt.text)
		if len(tags) == 0 || tags[0].Slug != tt.want {
			t.Errorf("%s: got %v, want %s first", tt.text.Title, slugs(tags), tt.want)
			continue
		}
		fields := map[string]string{"title": tt.text.Title, "summary": tt.text.Summary, "body": tt.text.Body}
		for _, e := range tags[0].Evidence {
			if got := fields[e.Field][e.Start:e.End]; got != e.Text {
				t.Errorf("evidence says %q, the text there is %q", e.Text, got)
			}
		}
		if tags[0].Score <= 0 || tags[0].Score > 1 {
			t.Errorf("score %v is not in (0, 1]", tags[0].Score)
		}
	}
	if tags := tagger.Tag(themes.Text{Language: newsroom.Chinese, Title: "棋手夺冠", Body: "他在决赛中走出妙手。"}); len(tags) != 0 {
		t.Errorf("a game of chess is tagged %v", slugs(tags))
	}
}

func TestMergeKeepsTheSurerScoreAndAllEvidence(t *testing.T) {
	a := []newsroom.ThemeTag{{Slug: "x", Score: 0.5, Evidence: []newsroom.Evidence{{Text: "1"}}}}
	b := []newsroom.ThemeTag{{Slug: "y", Score: 0.7}, {Slug: "x", Score: 0.9, Evidence: []newsroom.Evidence{{Text: "2"}}}}
	merged := themes.Merge(a, b)
	if len(merged) != 2 || merged[0].Slug != "x" || merged[0].Score != 0.9 || len(merged[0].Evidence) != 2 {
		t.Errorf("got %+v", merged)
	}
	if len(a[0].Evidence) != 1 {
		t.Error("merging changed its input")
	}
}

// TestQuality prints precision, recall and F1 on items labelled by reading,
// and holds the floor that three obvious words a theme reach.
func TestQuality(t *testing.T) {
	f, err := os.Open("../../../shared/data/themes/labelled.jsonl")
	if err != nil {
		t.Skip("the labelled items are not here")
	}
	defer func() { _ = f.Close() }()
	tagger := starter(t)
	right, given, wanted := map[string]int{}, map[string]int{}, map[string]int{}
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var d struct {
			Lang, Title, Body string
			Themes            []string
		}
		if err := json.Unmarshal(lines.Bytes(), &d); err != nil {
			t.Fatal(err)
		}
		got := slugs(tagger.Tag(themes.Text{Language: newsroom.Language(d.Lang), Title: d.Title, Body: d.Body}))
		given[d.Lang] += len(got)
		wanted[d.Lang] += len(d.Themes)
		for _, slug := range got {
			if slices.Contains(d.Themes, slug) {
				right[d.Lang]++
			}
		}
	}
	for l, floor := range map[string]float64{"zh": 0.75, "en": 0.65} {
		precision, recall := float64(right[l])/float64(given[l]), float64(right[l])/float64(wanted[l])
		f1 := 2 * precision * recall / (precision + recall)
		t.Logf("%s: precision %.3f, recall %.3f, F1 %.3f (%d labels)", l, precision, recall, f1, wanted[l])
		if f1 < floor {
			t.Errorf("%s: F1 %.3f is under %.2f", l, f1, floor)
		}
	}
}
