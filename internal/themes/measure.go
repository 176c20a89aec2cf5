package themes

import (
	"maps"
	"slices"

	"hebi/internal/newsroom"
)

// Figure counts how well themes were found.
type Figure struct {
	// N is the number of texts; of a theme, of the texts that have it.
	N int
	// Right, Found and Wanted count themes of texts: found and wanted, all found, all wanted.
	Right, Found, Wanted int
}

// Precision is the share of what was found that is right, 0 when nothing was found.
func (f Figure) Precision() float64 { return ratio(f.Right, f.Found) }

// Recall is the share of what was wanted that was found, 0 when nothing was wanted.
func (f Figure) Recall() float64 { return ratio(f.Right, f.Wanted) }

// F1 is the harmonic mean of precision and recall, 0 when nothing is right.
func (f Figure) F1() float64 { return ratio(2*f.Right, f.Found+f.Wanted) }

func ratio(a, b int) float64 {
	if b == 0 {
		return 0
	}
	return float64(a) / float64(b)
}

// Figures say how well themes were found in labelled texts: micro-averaged over
// all, per language, and per theme with neither a label nor a find left out.
type Figures struct {
	Total     Figure
	Languages map[newsroom.Language]*Figure
	Themes    map[string]*Figure
}

// NewFigures returns figures of no text.
func NewFigures() *Figures {
	return &Figures{Languages: map[newsroom.Language]*Figure{}, Themes: map[string]*Figure{}}
}

// Measure tests what is known, weights included, on labelled texts.
func Measure(k Knowledge, texts []Labelled) *Figures {
	figures := NewFigures()
	figures.test(NewTagger(k), texts)
	return figures
}

// MeasureFolds learns from all folds of the texts but one and tests on that
// one, for each in turn; the weights of k are passed over. n is at least 2.
func MeasureFolds(k Knowledge, texts []Labelled, n int) *Figures {
	figures := NewFigures()
	for _, fold := range folds(texts, n) {
		k.Weights = Learn(k, fold.learn)
		figures.test(NewTagger(k), fold.test)
	}
	return figures
}

func (f *Figures) test(t *Tagger, texts []Labelled) {
	for _, text := range texts {
		found := map[string]bool{}
		for _, tag := range t.Tag(text.Text) {
			found[tag.Slug] = true
		}
		wanted := map[string]bool{}
		for _, slug := range text.Themes {
			wanted[slug] = true
		}
		if f.Languages[text.Language] == nil {
			f.Languages[text.Language] = &Figure{}
		}
		f.Total.N++
		f.Languages[text.Language].N++
		both := maps.Clone(found)
		maps.Copy(both, wanted)
		for slug := range both {
			if f.Themes[slug] == nil {
				f.Themes[slug] = &Figure{}
			}
			for _, figure := range []*Figure{&f.Total, f.Languages[text.Language], f.Themes[slug]} {
				figure.count(found[slug], wanted[slug])
			}
			if wanted[slug] {
				f.Themes[slug].N++
			}
		}
	}
}

func (f *Figure) count(found, wanted bool) {
	if found {
		f.Found++
	}
	if wanted {
		f.Wanted++
	}
	if found && wanted {
		f.Right++
	}
}

// fold is one of several ways of dividing texts into those learned from and those tested on.
type fold struct{ learn, test []Labelled }

// folds divides texts into n parts of about the same size in each language, the
// nearest neighbours apart. A text that comes again stays in the part it is in.
func folds(texts []Labelled, n int) []fold {
	part := map[Text]int{}
	next := map[newsroom.Language]int{}
	list := make([]fold, n)
	for _, text := range texts {
		at, known := part[text.Text]
		if !known {
			at = next[text.Language] % n
			part[text.Text] = at
			next[text.Language]++
		}
		for i := range list {
			if i == at {
				list[i].test = append(list[i].test, text)
			} else {
				list[i].learn = append(list[i].learn, text)
			}
		}
	}
	return slices.DeleteFunc(list, func(f fold) bool { return len(f.test) == 0 })
}
