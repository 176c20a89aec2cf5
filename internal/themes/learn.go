package themes

import (
	"cmp"
	"math"
	"slices"

	"hebi/internal/newsroom"
	"hebi/internal/segment"
)

// Labelled is a text with the themes that somebody who read it gave it.
type Labelled struct {
	Text
	Themes []string
}

// What learning looks for; see docs/themes.md for what was tried.
const (
	// common is how much a word loses that stands in every text; one that
	// stands in a single text loses nothing, between them the logarithm counts.
	common = 0.3
	// leastTexts is in how many texts a word must stand to be heard against a
	// theme, mostTexts the share of all texts in which it may stand.
	leastTexts = 6
	mostTexts  = 0.1
	// mostAgainst is how many words are heard against one theme.
	mostAgainst = 5
	// fewestTexts is how many texts of a language are needed to learn from it at all.
	fewestTexts = 20
	// innerFolds are those by which learning finds out how cautious to be.
	innerFolds = 4
	// leastChange is the smallest difference of a weight that is worth a line.
	leastChange = 0.05
)

// Learn finds out from labelled texts what words weigh and with which score a
// theme is given. It starts from the terms and vocabularies of k, and passes
// over k's weights: a word loses that stands everywhere; then words gain or lose
// with the themes of the texts they stand in, a few words are heard against a
// theme, and thresholds move. How far all this may go from what the editors
// wrote is chosen by folds of the texts themselves, and may be not at all.
//
// Each language is learned for itself. The weights come by theme in the order of
// k, language, and with the threshold before the words. The same texts in the
// same order give the same weights.
func Learn(k Knowledge, texts []Labelled) []newsroom.ThemeWeight {
	k.Weights = nil
	var weights []newsroom.ThemeWeight
	for _, l := range newsroom.Languages() {
		var mine []Labelled
		for _, text := range texts {
			if text.Language == l {
				mine = append(mine, text)
			}
		}
		caution := 0.0
		if len(mine) >= fewestTexts {
			caution = chooseCaution(k, mine)
		}
		if caution == 0 {
			weights = append(weights, commonThresholds(k, l)...)
			continue
		}
		weights = append(weights, newMaterial(k, mine).learn(caution)...)
	}
	order := map[string]int{}
	for i, theme := range k.Themes {
		order[theme.Slug] = i
	}
	slices.SortStableFunc(weights, func(a, b newsroom.ThemeWeight) int { return cmp.Compare(order[a.Theme], order[b.Theme]) })
	return weights
}

// commonThresholds are the thresholds of which nothing was learned, for somebody who sets them by hand.
func commonThresholds(k Knowledge, l newsroom.Language) []newsroom.ThemeWeight {
	var weights []newsroom.ThemeWeight
	for _, theme := range k.Themes {
		weights = append(weights, newsroom.ThemeWeight{Theme: theme.Slug, Language: l, Weight: threshold})
	}
	return weights
}

// cautions are the ones to choose from, by how strongly weights are pulled back
// to what the editors wrote; 0 stands for learning nothing.
func cautions() []float64 { return []float64{0, 10, 3, 1} }

// chooseCaution returns the caution that does best on folds of the texts; of
// equals the one that learns least.
func chooseCaution(k Knowledge, texts []Labelled) float64 {
	figures := make([]*Figures, len(cautions()))
	for i := range figures {
		figures[i] = NewFigures()
	}
	for _, fold := range folds(texts, innerFolds) {
		m := newMaterial(k, fold.learn)
		for i, c := range cautions() {
			inner := k
			if c > 0 {
				inner.Weights = m.learn(c)
			}
			figures[i].test(NewTagger(inner), fold.test)
		}
	}
	best := 0
	for i := range figures {
		if figures[i].Total.F1() > figures[best].Total.F1() {
			best = i
		}
	}
	return cautions()[best]
}

// material is what learning in one language sees of its texts.
type material struct {
	knowledge Knowledge
	language  newsroom.Language
	texts     []reading
}

// reading is a text with the words that were found in it.
type reading struct {
	themes []string
	need   float64
	fields []foundField
}

type foundField struct {
	boost        float64
	named, words []mention
}

// newMaterial reads texts of one language; k has no weights.
func newMaterial(k Knowledge, texts []Labelled) *material {
	m := &material{knowledge: k, language: texts[0].Language}
	t := NewTagger(k)
	more := candidates(k.Segmenter, texts)
	found := t.chinese(k, more)
	if m.language == newsroom.English {
		found = t.english(k, more)
	}
	for _, text := range texts {
		r := reading{themes: text.Themes, need: text.need()}
		for _, f := range text.fields() {
			named, words := found.find(f.text)
			r.fields = append(r.fields, foundField{f.boost, named, words})
		}
		m.texts = append(m.texts, r)
	}
	return m
}

// candidates are the words that stand in enough texts to be heard against a
// theme, in the alphabet's order, and not in so many that they mean nothing.
func candidates(s *segment.Segmenter, texts []Labelled) []string {
	count, form := map[string]int{}, map[string]string{}
	for _, text := range texts {
		seen := map[string]bool{}
		for _, f := range text.fields() {
			for _, token := range plainTokens(s, f.text) {
				if token.Kind == segment.Number || token.End-token.Start < 3 || seen[token.Text] {
					continue
				}
				seen[token.Text] = true
				count[token.Text]++
				if written := f.text[token.Start:token.End]; form[token.Text] == "" || written < form[token.Text] {
					form[token.Text] = written
				}
			}
		}
	}
	var list []string
	for word, n := range count {
		if telling(n, len(texts)) {
			list = append(list, form[word])
		}
	}
	slices.Sort(list)
	return list
}

// telling reports whether a word that stands in n texts of so many may be heard against a theme.
func telling(n, texts int) bool { return n >= leastTexts && float64(n) <= mostTexts*float64(texts) }

// learn returns the weights that differ from the editors', and the thresholds.
func (m *material) learn(caution float64) []newsroom.ThemeWeight {
	var weights []newsroom.ThemeWeight
	for i, theme := range m.knowledge.Themes {
		f := m.fit(i, theme.Slug, caution)
		ratio := threshold/(1-threshold) + f.shift
		weights = append(weights, newsroom.ThemeWeight{Theme: theme.Slug, Language: m.language, Weight: round(ratio / (1 + ratio))})
		var words []newsroom.ThemeWeight
		for _, ft := range f.features {
			if math.Abs(ft.weight-ft.word.speaks(i)) >= leastChange {
				words = append(words, newsroom.ThemeWeight{Theme: theme.Slug, Language: m.language, Word: ft.word.text, Weight: round(ft.weight)})
			}
		}
		slices.SortStableFunc(words, func(a, b newsroom.ThemeWeight) int {
			return cmp.Or(cmp.Compare(b.Weight, a.Weight), cmp.Compare(a.Word, b.Word))
		})
		// Two terms may have the same name in a language.
		named := map[string]bool{}
		weights = append(weights, slices.DeleteFunc(words, func(w newsroom.ThemeWeight) bool {
			again := named[w.Word]
			named[w.Word] = true
			return again
		})...)
	}
	return weights
}

func round(weight float64) float64 { return math.Round(100*weight) / 100 }
