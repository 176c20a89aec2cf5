// Package themes says which policy themes a text is about, how surely, and
// which words spoke for and against each. It also learns what words weigh, and
// measures how well themes are found.
package themes

import (
	"cmp"
	"slices"
	"sync"

	"hebi/internal/newsroom"
	"hebi/internal/segment"
	"hebi/internal/terms"
)

// Knowledge is what themes are found by.
type Knowledge struct {
	Themes []newsroom.Theme
	Terms  *terms.Base
	// Weights were learned; those of themes that are not in Themes are passed over.
	Weights []newsroom.ThemeWeight
	// Segmenter cuts English into stems, and both languages for learning. Its own terms do not matter.
	Segmenter *segment.Segmenter
}

// Tagger finds themes by the term base, the themes' vocabularies and learned
// weights. It never changes; a new one is made when one of these does.
type Tagger struct {
	themes []newsroom.Theme
	slugs  map[string]int
	// thresholds are by language and theme.
	thresholds map[newsroom.Language][]float64
	// lexicons are made when first asked for: that of English waits for the segmenter's dictionary.
	lexicons map[newsroom.Language]func() lexicon
}

// Text is what an edition says, as plain text.
type Text struct {
	Language             newsroom.Language
	Title, Summary, Body string
}

// NewTagger prepares what is known for tagging.
func NewTagger(k Knowledge) *Tagger {
	t := &Tagger{themes: k.Themes, slugs: map[string]int{}, thresholds: map[newsroom.Language][]float64{}}
	for i, theme := range k.Themes {
		t.slugs[theme.Slug] = i
	}
	for _, l := range newsroom.Languages() {
		t.thresholds[l] = slices.Repeat([]float64{threshold}, len(k.Themes))
	}
	for _, w := range k.Weights {
		if i, known := t.slugs[w.Theme]; known && w.Word == "" && t.thresholds[w.Language] != nil {
			t.thresholds[w.Language][i] = w.Weight
		}
	}
	t.lexicons = map[newsroom.Language]func() lexicon{
		newsroom.Chinese: sync.OnceValue(func() lexicon { return t.chinese(k, nil) }),
		newsroom.English: sync.OnceValue(func() lexicon { return t.english(k, nil) }),
	}
	return t
}

// Tag returns the themes of a text, the surest first and at most maxThemes,
// each with the first MaxEvidence spans that speak for it in title, summary and
// body, in this order. All spans count for the score.
func (t *Tagger) Tag(text Text) []newsroom.ThemeTag {
	var tags []newsroom.ThemeTag
	for _, j := range t.Judge(text) {
		if j.Verdict != Given {
			continue
		}
		var kept []newsroom.Evidence
		for _, e := range j.Evidence {
			if e.Weight > 0 && len(kept) < MaxEvidence {
				kept = append(kept, e)
			}
		}
		tags = append(tags, newsroom.ThemeTag{Slug: j.Theme.Slug, Name: j.Theme.Name, Score: j.Score, Evidence: kept})
	}
	return tags
}

// Merge joins the themes of two editions of one article: the surer score
// counts, the evidence of both is kept, at most MaxEvidence spans of each.
func Merge(a, b []newsroom.ThemeTag) []newsroom.ThemeTag {
	merged := slices.Clone(a)
	for _, tag := range b {
		at := slices.IndexFunc(merged, func(m newsroom.ThemeTag) bool { return m.Slug == tag.Slug })
		if at < 0 {
			merged = append(merged, tag)
			continue
		}
		merged[at].Score = max(merged[at].Score, tag.Score)
		merged[at].Evidence = append(slices.Clone(merged[at].Evidence), tag.Evidence...)
	}
	slices.SortStableFunc(merged, func(a, b newsroom.ThemeTag) int { return cmp.Compare(b.Score, a.Score) })
	return merged[:min(len(merged), maxThemes)]
}
