package themes_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"hebi/internal/newsroom"
	"hebi/internal/segment"
	"hebi/internal/terms"
	"hebi/internal/themes"
)

func slugs(tags []newsroom.ThemeTag) []string {
	var list []string
	for _, t := range tags {
		list = append(list, t.Slug)
	}
	return list
}

// judged is the judgement of one theme; the test fails when no word speaks of it.
func judged(t *testing.T, tagger *themes.Tagger, text themes.Text, slug string) themes.Judgement {
	t.Helper()
	for _, j := range tagger.Judge(text) {
		if j.Theme.Slug == slug {
			return j
		}
	}
	t.Fatalf("no word of %q speaks of %s", text.Title+text.Body, slug)
	return themes.Judgement{}
}

func TestTagSaysWhy(t *testing.T) {
	tagger := themes.NewTagger(starter(t))
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
		if tags[0].Score <= 0 || tags[0].Score > 1 {
			t.Errorf("score %v is not in (0, 1]", tags[0].Score)
		}
	}
	if tags := tagger.Tag(themes.Text{Language: newsroom.Chinese, Title: "棋手夺冠", Body: "他在决赛中走出妙手。"}); len(tags) != 0 {
		t.Errorf("a game of chess is tagged %v", slugs(tags))
	}
}

// Every span cites what stands at its place, and the spans of a theme add up to its sum.
func TestSpansCiteTheText(t *testing.T) {
	tagger := themes.NewTagger(starter(t))
	spans := 0
	for _, text := range labelled(t, "labelled.jsonl") {
		fields := map[string]string{"title": text.Title, "summary": text.Summary, "body": text.Body}
		for _, j := range tagger.Judge(text.Text) {
			sum := 0.0
			for _, e := range j.Evidence {
				if got := fields[e.Field][e.Start:e.End]; got != e.Text || e.Text == "" {
					t.Fatalf("%s: the span says %q, the text there is %q", text.Title, e.Text, got)
				}
				sum += e.Weight
				spans++
			}
			if diff := sum - j.Sum; diff > 1e-9 || diff < -1e-9 {
				t.Errorf("%s: %s has the sum %v, its spans add up to %v", text.Title, j.Theme.Slug, j.Sum, sum)
			}
		}
	}
	if spans == 0 {
		t.Error("there is no span")
	}
}

// orchard knows themes a to e, each by words of its own letter in both languages.
func orchard(weights ...newsroom.ThemeWeight) *themes.Tagger {
	var list []newsroom.Theme
	for _, name := range []string{"a", "b", "c", "d", "e"} {
		list = append(list, newsroom.Theme{
			Slug: name, Name: newsroom.Bilingual{ZH: "主题" + name, EN: "theme " + name},
			Vocabulary: map[newsroom.Language][]string{
				newsroom.Chinese: {"甲" + name, "乙" + name, "丙" + name},
				newsroom.English: {name + "apple", name + "pear", "clear " + name + "customs", name + "city"},
			},
		})
	}
	return themes.NewTagger(themes.Knowledge{Themes: list, Terms: terms.NewBase(nil), Weights: weights, Segmenter: segment.Open()})
}

func TestVerdicts(t *testing.T) {
	filler := strings.Repeat("无关的话。", 20)
	both := func(words string) string { return words + "。" + filler + words + "。" }
	for _, tt := range []struct {
		name, title, body string
		want              themes.Verdict
	}{
		{"in two quarters", "", both("甲a，乙a，丙a"), themes.Given},
		{"in the title", "甲a", filler, themes.Given},
		{"one mention", "", "甲a。" + filler, themes.Weak},
		{"in one quarter", "", "甲a，乙a，丙a，主题a。" + filler, themes.Narrow},
		{"beside a much stronger one", "主题b，甲b，乙b，丙b", both("甲b，乙b，丙b，甲a，乙a，丙a"), themes.Overshadowed},
		{"after four surer ones", "甲b，乙b，甲c，乙c，甲d，乙d，甲e，乙e，甲a", filler, themes.Crowded},
	} {
		t.Run(tt.name, func(t *testing.T) {
			j := judged(t, orchard(), themes.Text{Language: newsroom.Chinese, Title: tt.title, Body: tt.body}, "a")
			if j.Verdict != tt.want {
				t.Errorf("verdict %s with score %.2f of %.2f, want %s", j.Verdict, j.Score, j.Threshold, tt.want)
			}
		})
	}
}

func TestWhatWasLearnedCounts(t *testing.T) {
	body := "甲a与甲b。" + strings.Repeat("无关的话。", 20) + "乙a与甲b，谈到了新词。"
	zh := func(theme, word string, weight float64) newsroom.ThemeWeight {
		return newsroom.ThemeWeight{Theme: theme, Language: newsroom.Chinese, Word: word, Weight: weight}
	}
	sum := func(weights ...newsroom.ThemeWeight) float64 {
		return judged(t, orchard(weights...), themes.Text{Language: newsroom.Chinese, Body: body}, "a").Sum
	}
	for _, tt := range []struct {
		name    string
		weights []newsroom.ThemeWeight
		want    float64
	}{
		{"nothing", nil, 2},
		{"of a word of the vocabulary", []newsroom.ThemeWeight{zh("a", "甲a", 0.5)}, 1.5},
		{"of a new word against the theme", []newsroom.ThemeWeight{zh("a", "新词", -0.75)}, 1.25},
		{"of a word of another theme", []newsroom.ThemeWeight{zh("a", "甲b", -0.5)}, 1.25}, // twice, the second time half
		{"of the other language", []newsroom.ThemeWeight{{Theme: "a", Language: newsroom.English, Word: "甲a", Weight: 9}}, 2},
		{"of a theme that is not here", []newsroom.ThemeWeight{zh("z", "甲a", 9)}, 2},
	} {
		if got := sum(tt.weights...); got != tt.want {
			t.Errorf("%s: sum %v, want %v", tt.name, got, tt.want)
		}
	}
	text := themes.Text{Language: newsroom.Chinese, Body: body}
	if tags := orchard(zh("a", "", 0.9)).Tag(text); len(tags) != 0 {
		t.Errorf("with a threshold of 0.9 the text is tagged %v", slugs(tags))
	}
	tags := orchard(zh("a", "", 0.1), zh("a", "新词", -0.1), zh("b", "", 0.9)).Tag(text)
	if len(tags) != 1 || tags[0].Slug != "a" {
		t.Fatalf("with a threshold of 0.1 the text is tagged %v", slugs(tags))
	}
	for _, e := range tags[0].Evidence {
		if e.Weight <= 0 {
			t.Errorf("the tag is given for %q, which speaks against it", e.Text)
		}
	}
}

func TestEnglishWordsBend(t *testing.T) {
	tagger := orchard()
	for _, tt := range []struct{ body, want string }{
		{"It clears acustoms; they cleared acustoms.", "clears acustoms|cleared acustoms"},
		{"clearing-Acustoms", "clearing-Acustoms"},
		{"Clear. Acustoms", ""}, // two sentences
		{"Apples Aapples aapple's aappled", "Aapples|aapple's"},
		{"Two acities, one ACITY.", "acities|ACITY"},
		{"theme a, Theme A’s", "theme a|Theme A’s"},
	} {
		var got []string
		for _, j := range tagger.Judge(themes.Text{Language: newsroom.English, Body: tt.body}) {
			for _, e := range j.Evidence {
				got = append(got, e.Text)
			}
		}
		if strings.Join(got, "|") != tt.want {
			t.Errorf("%q: found %q, want %q", tt.body, got, tt.want)
		}
	}
}

func TestATermAndAWordOfOneFormAreOneWord(t *testing.T) {
	k := themes.Knowledge{
		Themes: []newsroom.Theme{
			{Slug: "a", Name: newsroom.Bilingual{ZH: "甲"}, Vocabulary: map[newsroom.Language][]string{newsroom.Chinese: {"口岸"}}},
			{Slug: "b", Name: newsroom.Bilingual{ZH: "乙"}, Vocabulary: map[newsroom.Language][]string{newsroom.Chinese: {"口岸"}}},
		},
		Terms: terms.NewBase([]newsroom.Term{{ZH: "口岸", Themes: []string{"a"}}}), Segmenter: segment.Open(),
		Weights: []newsroom.ThemeWeight{{Theme: "b", Language: newsroom.Chinese, Word: "口岸", Weight: 0.5}},
	}
	got := map[string]float64{}
	for _, j := range themes.NewTagger(k).Judge(themes.Text{Language: newsroom.Chinese, Body: "口岸"}) {
		got[j.Theme.Slug] = j.Sum
	}
	if diff := cmp.Diff(map[string]float64{"a": 1.2, "b": 0.5}, got); diff != "" {
		t.Errorf("-want +got\n%s", diff)
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

func FuzzJudge(f *testing.F) {
	tagger := orchard(newsroom.ThemeWeight{Theme: "a", Language: newsroom.English, Word: "pear", Weight: -1})
	f.Add("zh", "甲a", "乙a，甲ａ。")
	f.Add("en", "Clear acustoms", "aapples, aapple-pears; R&D\n\nclear\nacustoms")
	f.Fuzz(func(t *testing.T, lang, title, body string) {
		fields := map[string]string{"title": title, "body": body}
		for _, j := range tagger.Judge(themes.Text{Language: newsroom.Language(lang), Title: title, Body: body}) {
			for _, e := range j.Evidence {
				if fields[e.Field][e.Start:e.End] != e.Text || e.Text == "" {
					t.Fatalf("%+v", e)
				}
			}
			if j.Score < 0 || j.Score >= 1 {
				t.Fatalf("score %v", j.Score)
			}
		}
	})
}
