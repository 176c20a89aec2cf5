package themes

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"hebi/internal/newsroom"
	"hebi/internal/segment"
	"hebi/internal/terms"
)

// ports has one theme whose words stand in match reports too, and texts that
// show it: 30 of the theme, 30 match reports, 30 of neither.
func ports() (Knowledge, []Labelled) {
	k := Knowledge{
		Themes: []newsroom.Theme{{
			Slug: "opening-up", Name: newsroom.Bilingual{ZH: "对外开放", EN: "Opening up"},
			Vocabulary: map[newsroom.Language][]string{newsroom.Chinese: {"口岸", "外贸"}},
		}},
		Terms: terms.NewBase(nil), Segmenter: segment.Open(),
	}
	var texts []Labelled
	add := func(n int, body string, slugs ...string) {
		texts = append(texts, Labelled{Text{Language: newsroom.Chinese, Title: fmt.Sprintf("第%d篇", n), Body: body}, slugs})
	}
	filler := strings.Repeat("这是别的话。", 10)
	for i := range 30 {
		add(i, "外贸增长。"+filler+"口岸繁忙，外贸兴旺。", "opening-up")
		add(i, "口岸足球队与外贸足球队比赛。"+filler+"口岸球迷与外贸球迷观看比赛。")
		add(i, filler+"天气晴朗。"+filler)
	}
	return k, texts
}

func TestLearningHearsWordsAgainstATheme(t *testing.T) {
	k, texts := ports()
	// A word may stand in a tenth of the texts, so the match reports must be rare among them.
	var rare []Labelled
	for i, text := range texts {
		if i%3 != 1 || i < 18 {
			rare = append(rare, text)
		}
	}
	weights := newMaterial(k, rare).learn(1)
	found := map[string]float64{}
	for _, w := range weights {
		found[w.Word] = w.Weight
	}
	if found["比赛"] >= 0 && found["足球队"] >= 0 && found["球迷"] >= 0 {
		t.Errorf("nothing of a match speaks against the theme: %v", weights)
	}
	if weights[0].Word != "" || weights[0].Weight <= 0 || weights[0].Weight >= 1 {
		t.Errorf("the first line is no threshold: %+v", weights[0])
	}
	before := Measure(k, rare)
	k.Weights = weights
	if after := Measure(k, rare); after.Total.F1() <= before.Total.F1() {
		t.Errorf("F1 was %.3f, after learning %.3f", before.Total.F1(), after.Total.F1())
	}
}

func TestLearningTheSameTwiceGivesTheSame(t *testing.T) {
	k, texts := ports()
	one := Learn(k, texts)
	k.Weights = []newsroom.ThemeWeight{{Theme: "opening-up", Language: newsroom.Chinese, Word: "口岸", Weight: 9}} // passed over
	if diff := cmp.Diff(one, Learn(k, texts)); diff != "" {
		t.Errorf("-first +second\n%s", diff)
	}
}

func TestOfFewTextsNothingIsLearned(t *testing.T) {
	k, texts := ports()
	want := []newsroom.ThemeWeight{
		{Theme: "opening-up", Language: newsroom.Chinese, Weight: threshold},
		{Theme: "opening-up", Language: newsroom.English, Weight: threshold},
	}
	for _, few := range [][]Labelled{nil, texts[:fewestTexts-1]} {
		if diff := cmp.Diff(want, Learn(k, few)); diff != "" {
			t.Errorf("of %d texts: -want +got\n%s", len(few), diff)
		}
	}
}

// No text is tested on what was learned from it, under whatever label it comes again.
func TestFoldsShareNoText(t *testing.T) {
	_, texts := ports()
	texts = append(texts, texts[:20]...)
	texts[95].Themes = []string{"opening-up"}
	for _, n := range []int{2, 5, 7} {
		tested := 0
		for _, fold := range folds(texts, n) {
			learned := map[Text]bool{}
			for _, text := range fold.learn {
				learned[text.Text] = true
			}
			for _, text := range fold.test {
				if learned[text.Text] {
					t.Fatalf("%d folds: %s is tested on what was learned from it", n, text.Title)
				}
			}
			if len(fold.learn)+len(fold.test) != len(texts) {
				t.Errorf("%d folds: %d texts", n, len(fold.learn)+len(fold.test))
			}
			tested += len(fold.test)
		}
		if tested != len(texts) {
			t.Errorf("%d folds: %d of %d texts are tested", n, tested, len(texts))
		}
	}
}

func TestFiguresCount(t *testing.T) {
	k, _ := ports()
	text := func(title string, slugs ...string) Labelled {
		return Labelled{Text{Language: newsroom.Chinese, Title: title, Body: "无。"}, slugs}
	}
	k.Themes = append(k.Themes, newsroom.Theme{Slug: "unused", Name: newsroom.Bilingual{ZH: "无人提起"}}, newsroom.Theme{Slug: "lost", Name: newsroom.Bilingual{ZH: "找不到"}})
	got := Measure(k, []Labelled{
		text("外贸口岸", "opening-up"), text("外贸口岸"), text("天气", "opening-up", "lost"), text("天气"),
	})
	want := &Figures{
		Total:     Figure{N: 4, Right: 1, Found: 2, Wanted: 3},
		Languages: map[newsroom.Language]*Figure{newsroom.Chinese: {N: 4, Right: 1, Found: 2, Wanted: 3}},
		Themes:    map[string]*Figure{"opening-up": {N: 2, Right: 1, Found: 2, Wanted: 2}, "lost": {N: 1, Wanted: 1}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	if f := got.Total; f.Precision() != 0.5 || f.Recall() != 1.0/3 || f.F1() != 0.4 {
		t.Errorf("precision %v, recall %v, F1 %v", f.Precision(), f.Recall(), f.F1())
	}
	if f := (Figure{}); f.Precision() != 0 || f.Recall() != 0 || f.F1() != 0 {
		t.Error("figures of nothing are not 0")
	}
}
