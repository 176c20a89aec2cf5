// Package themes says which policy themes a text is about, how surely, and
// which words spoke for each.
package themes

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"hebi/internal/newsroom"
	"hebi/internal/segment"
	"hebi/internal/terms"
)

// Tagger finds themes by the term base and the themes' vocabularies. It never
// changes; a new one is made when terms or themes do.
type Tagger struct {
	themes []newsroom.Theme
	base   *terms.Base
	// words finds vocabulary; its terms' Themes name the themes they speak for.
	words map[newsroom.Language]*terms.Base
}

// Text is what an edition says, as plain text.
type Text struct {
	Language             newsroom.Language
	Title, Summary, Body string
}

// The scoring, tried on the labelled news items; see docs/themes.md.
const (
	// titleBoost is how much more a span in the title weighs than one in the body.
	titleBoost = 3
	// summaryBoost is the same for the summary.
	summaryBoost = 1.5
	// wordWeight is a vocabulary word's weight; a term that names the theme weighs termWeight.
	wordWeight = 1.0
	termWeight = 1.2
	// englishLength is how many times more letters English needs than Chinese characters for the same.
	englishLength = 3
	// maxThemes is the most themes that are given to one article.
	maxThemes = 4
)

// MaxEvidence is the most spans kept for a theme and a language: in a long text
// a theme has thousands, which nobody reads and every row would carry.
const MaxEvidence = 50

// threshold is the least score of a theme that is given. English has fewer
// spans for the same matter: its words bend, and the base knows fewer forms.
func threshold(l newsroom.Language) float64 {
	if l == newsroom.English {
		return 0.4
	}
	return 0.5
}

// NewTagger prepares themes and terms for tagging.
func NewTagger(list []newsroom.Theme, base *terms.Base) *Tagger {
	t := &Tagger{themes: list, base: base, words: map[newsroom.Language]*terms.Base{}}
	for _, l := range newsroom.Languages() {
		t.words[l] = terms.NewBase(vocabulary(list, l))
	}
	return t
}

// vocabulary turns the themes' words into terms; a word of several themes speaks for each.
func vocabulary(list []newsroom.Theme, l newsroom.Language) []newsroom.Term {
	index := map[string]int{}
	var words []newsroom.Term
	for _, theme := range list {
		for _, word := range append([]string{theme.Name.Only(l)}, theme.Vocabulary[l]...) {
			key := segment.FoldTerm(word)
			if key == "" {
				continue
			}
			at, known := index[key]
			if !known {
				at = len(words)
				index[key] = at
				words = append(words, newsroom.Term{ZH: word})
			}
			if !slices.Contains(words[at].Themes, theme.Slug) {
				words[at].Themes = append(words[at].Themes, theme.Slug)
			}
		}
	}
	return words
}

// Tag returns the themes of a text, the surest first, each with the first
// MaxEvidence spans of title, summary and body, in this order. All spans count
// for the score.
func (t *Tagger) Tag(text Text) []newsroom.ThemeTag {
	evidence := map[string][]newsroom.Evidence{}
	for _, field := range []struct {
		name, text string
		boost      float64
	}{{"title", text.Title, titleBoost}, {"summary", text.Summary, summaryBoost}, {"body", text.Body, 1}} {
		t.collect(evidence, text.Language, field.name, field.text, field.boost)
	}
	length := float64(len([]rune(text.Body)))
	if text.Language == newsroom.English {
		length /= englishLength
	}
	var tags []newsroom.ThemeTag
	for _, theme := range t.themes {
		spans := evidence[theme.Slug]
		if score := score(spans, length); score >= threshold(text.Language) {
			kept := slices.Clone(spans[:min(len(spans), MaxEvidence)]) // the rest would stay in memory with it
			tags = append(tags, newsroom.ThemeTag{Slug: theme.Slug, Name: theme.Name, Score: score, Evidence: kept})
		}
	}
	slices.SortStableFunc(tags, func(a, b newsroom.ThemeTag) int { return cmp.Compare(b.Score, a.Score) })
	return tags[:min(len(tags), maxThemes)]
}

// collect adds a field's spans: terms that name a theme, and vocabulary words outside them.
func (t *Tagger) collect(evidence map[string][]newsroom.Evidence, l newsroom.Language, field, text string, boost float64) {
	add := func(m terms.Mention, weight float64) {
		for _, slug := range m.Term.Themes {
			evidence[slug] = append(evidence[slug], newsroom.Evidence{
				Language: l, Field: field, Start: m.Start, End: m.End, Text: text[m.Start:m.End], Weight: weight * boost,
			})
		}
	}
	named := t.base.Find(text)
	for _, m := range named {
		add(m, termWeight)
	}
	for _, m := range t.words[l].Find(text) {
		// Both lists ascend: what ends before this word ends before the next ones too.
		for len(named) > 0 && named[0].End <= m.Start {
			named = named[1:]
		}
		if !namedWithin(named, m) {
			add(m, wordWeight)
		}
	}
}

// namedWithin reports whether a term that overlaps the word speaks for one of
// its themes; the terms ascend, and the first ends behind the word's start.
func namedWithin(named []terms.Mention, word terms.Mention) bool {
	for _, n := range named {
		if n.Start >= word.End {
			break
		}
		if sharesTheme(word.Term.Themes, n.Term.Themes) {
			return true
		}
	}
	return false
}

func sharesTheme(a, b []string) bool {
	return slices.ContainsFunc(a, func(slug string) bool { return slices.Contains(b, slug) })
}

// score turns spans into 0…1. Repetition counts less each time, different
// words count in full, and a long text needs more of them.
func score(spans []newsroom.Evidence, length float64) float64 {
	times := map[string]int{}
	sum := 0.0
	for _, e := range spans {
		word := strings.ToLower(e.Text)
		times[word]++
		sum += e.Weight / float64(times[word])
	}
	need := 2 + math.Log2(1+length/400)
	return sum / (sum + need)
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
