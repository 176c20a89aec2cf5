package themes

import (
	"cmp"
	"math"
	"slices"
	"unicode/utf8"

	"hebi/internal/newsroom"
)

// The scoring, tried on the labelled news items; see docs/themes.md.
const (
	// threshold is the least score of a theme of which nothing was learned.
	threshold = 0.42
	// titleBoost is how much more a span in the title weighs than one in the body.
	titleBoost = 4
	// summaryBoost is the same for the summary.
	summaryBoost = 1.5
	// englishLength is how many times more letters English needs than Chinese characters for the same.
	englishLength = 3
	// quarters is in how many quarters of the body a theme must stand that the title does not name.
	quarters = 2
	// share is how much of the strongest theme's sum such a theme must have.
	share = 0.4
	// maxThemes is the most themes that are given to one article.
	maxThemes = 4
)

// MaxEvidence is the most spans kept for a theme and a language: in a long text
// a theme has thousands, which nobody reads and every row would carry.
const MaxEvidence = 50

// Verdict says whether a text has a theme, and if not, why.
type Verdict string

// The verdicts, in the order in which they are looked at.
const (
	// Given means that the text has the theme.
	Given Verdict = "given"
	// Weak means that the score is under the threshold.
	Weak Verdict = "weak"
	// Narrow means that the theme stands in one quarter of the body and in neither title nor summary.
	Narrow Verdict = "narrow"
	// Overshadowed means that another theme is much stronger, and neither title nor summary has this one.
	Overshadowed Verdict = "overshadowed"
	// Crowded means that as many surer themes are given as one article may have.
	Crowded Verdict = "crowded"
)

// Judgement is what the words of a text say of one theme.
type Judgement struct {
	Theme *newsroom.Theme
	// Sum is what the spans add up to; Need is the sum at which a text of this
	// length has a score of one half.
	Sum, Need float64
	// Score is Sum/(Sum+Need), between 0 and 1; Threshold is the least with which the theme is given.
	Score, Threshold float64
	Verdict          Verdict
	// Evidence has every span in the order of title, summary and body, and what
	// it added; the Weight of one that speaks against the theme is below 0.
	Evidence []newsroom.Evidence
}

// Near reports whether a theme that is not given had at least three quarters
// of the score it needs.
func (j *Judgement) Near() bool { return j.Verdict != Given && j.Score >= 0.75*j.Threshold }

// field is a part of a text and what a mention in it counts.
type field struct {
	name, text string
	boost      float64
}

func (t Text) fields() []field {
	return []field{{"title", t.Title, titleBoost}, {"summary", t.Summary, summaryBoost}, {"body", t.Body, 1}}
}

// need is the sum at which a text of this length has a score of one half: a long one needs more.
func (t Text) need() float64 {
	length := float64(utf8.RuneCountInString(t.Body))
	if t.Language == newsroom.English {
		length /= englishLength
	}
	return 2 + math.Log2(1+length/400)
}

// Judge returns what the text says of every theme that any of its words speaks
// of, the surest first. A word that comes again counts less each time.
func (t *Tagger) Judge(text Text) []Judgement {
	made := t.lexicons[text.Language]
	if made == nil {
		return nil
	}
	found := made()
	type spoken struct {
		word  *word
		theme int
	}
	times := map[spoken]float64{}
	all := make([]Judgement, len(t.themes))
	for _, f := range text.fields() {
		if f.text == "" {
			continue
		}
		named, words := found.find(f.text)
		say := func(m mention, theme int, weight float64) {
			key := spoken{m.word, theme}
			times[key]++
			weight *= f.boost / times[key]
			all[theme].Sum += weight
			all[theme].Evidence = append(all[theme].Evidence, newsroom.Evidence{
				Language: text.Language, Field: f.name, Start: m.start, End: m.end, Text: f.text[m.start:m.end], Weight: weight,
			})
		}
		for _, m := range named {
			for _, s := range m.word.speeches {
				say(m, s.theme, s.weight)
			}
		}
		outside(named, words, func(m mention, around []mention) {
			for _, s := range m.word.speeches {
				if !speak(around, s.theme) {
					say(m, s.theme, s.weight)
				}
			}
		})
	}
	return t.settle(text, all)
}

// outside calls yield for each word with the terms that overlap it. What such a
// term says of a theme, the word does not say again.
func outside(named, words []mention, yield func(m mention, around []mention)) {
	for _, m := range words {
		// Both lists ascend: what ends before this word ends before the next ones too.
		for len(named) > 0 && named[0].end <= m.start {
			named = named[1:]
		}
		n := 0
		for n < len(named) && named[n].start < m.end {
			n++
		}
		yield(m, named[:n])
	}
}

func speak(named []mention, theme int) bool {
	return slices.ContainsFunc(named, func(n mention) bool { return n.word.speaks(theme) != 0 })
}

// settle decides which themes are given.
func (t *Tagger) settle(text Text, all []Judgement) []Judgement {
	need, strongest := text.need(), 0.0
	var judged []Judgement
	for i, j := range all {
		if len(j.Evidence) == 0 {
			continue
		}
		j.Theme, j.Need, j.Threshold = &t.themes[i], need, t.thresholds[text.Language][i]
		if j.Sum > 0 {
			j.Score = j.Sum / (j.Sum + need)
		}
		strongest = max(strongest, j.Sum)
		judged = append(judged, j)
	}
	slices.SortStableFunc(judged, func(a, b Judgement) int { return cmp.Compare(b.Score, a.Score) })
	given := 0
	for i := range judged {
		j := &judged[i]
		j.Verdict = j.verdict(text, strongest)
		switch {
		case j.Verdict == Given && given == maxThemes:
			j.Verdict = Crowded
		case j.Verdict == Given:
			given++
		}
	}
	return judged
}

func (j *Judgement) verdict(text Text, strongest float64) Verdict {
	inHead, in := false, [4]bool{}
	for _, e := range j.Evidence {
		switch {
		case e.Weight <= 0:
		case e.Field != "body":
			inHead = true
		default:
			in[4*e.Start/len(text.Body)] = true
		}
	}
	covered := 0
	for _, there := range in {
		if there {
			covered++
		}
	}
	switch {
	case j.Score < j.Threshold || j.Score == 0:
		return Weak
	case !inHead && covered < quarters:
		return Narrow
	case !inHead && j.Sum < share*strongest:
		return Overshadowed
	}
	return Given
}
