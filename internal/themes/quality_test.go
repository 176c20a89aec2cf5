package themes_test

import (
	"bufio"
	"encoding/json"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"

	"hebi/internal/importer"
	"hebi/internal/newsroom"
	"hebi/internal/segment"
	"hebi/internal/terms"
	"hebi/internal/themes"
)

// starter is what the starter site knows.
func starter(t testing.TB) themes.Knowledge {
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
	weights, problems := folder.Weights()
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	return themes.Knowledge{Weights: weights, Themes: list, Terms: terms.NewBase(termList), Segmenter: segment.Open()}
}

// labelled reads documents of ../shared/data/themes; the test skips where they are absent.
func labelled(t testing.TB, name string) []themes.Labelled {
	t.Helper()
	f, err := os.Open("../../../shared/data/themes/" + name)
	if err != nil {
		t.Skip("the labelled texts are not here")
	}
	defer func() { _ = f.Close() }()
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	var texts []themes.Labelled
	for lines.Scan() {
		var d struct {
			Lang, Title, Body string
			Themes            []string
		}
		if err := json.Unmarshal(lines.Bytes(), &d); err != nil {
			t.Fatal(err)
		}
		texts = append(texts, themes.Labelled{Text: themes.Text{Language: newsroom.Language(d.Lang), Title: d.Title, Body: d.Body}, Themes: d.Themes})
	}
	return texts
}

// hold prints the figures of each language and holds a floor for each, and
// one for every theme over both languages.
func hold(t *testing.T, f *themes.Figures, theme float64, floors map[newsroom.Language]float64) {
	t.Helper()
	for l, floor := range floors {
		g := f.Languages[l]
		t.Logf("%s: precision %.3f, recall %.3f, F1 %.3f (%d labels)", l, g.Precision(), g.Recall(), g.F1(), g.Wanted)
		if g.F1() < floor {
			t.Errorf("%s: F1 %.3f is under %.2f", l, g.F1(), floor)
		}
	}
	for slug, g := range f.Themes {
		if g.F1() < theme {
			t.Errorf("%s: F1 %.3f is under %.2f", slug, g.F1(), theme)
		}
	}
}

// TestQuality learns on four fifths of the items labelled by reading and tests
// on the rest, five times; and tests the editors' words alone.
func TestQuality(t *testing.T) {
	k, texts := starter(t), labelled(t, "labelled.jsonl")
	hold(t, themes.MeasureFolds(k, texts, 5), 0.65, map[newsroom.Language]float64{newsroom.Chinese: 0.82, newsroom.English: 0.75})
	k.Weights = nil
	hold(t, themes.Measure(k, texts), 0.65, map[newsroom.Language]float64{newsroom.Chinese: 0.81, newsroom.English: 0.75})
}

// What is shipped is what learning makes of the labelled items now: whoever
// changes words, terms or learning learns anew, as docs/themes.md says.
func TestShippedWeightsAreTheLearnedOnes(t *testing.T) {
	k, texts := starter(t), labelled(t, "labelled.jsonl")
	if diff := cmp.Diff(themes.Learn(k, texts), k.Weights); diff != "" {
		t.Errorf("content/weights.csv is out of date, see docs/themes.md (-learned +shipped):\n%s", diff)
	}
}
