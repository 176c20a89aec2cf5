package terms

import (
	"regexp"
	"strings"
	"unicode"

	"hebi/internal/hanzi"
	"hebi/internal/newsroom"
	"hebi/internal/segment"
	"hebi/internal/terms/number"
)

// unit is the least of a text that a rendering is compared by: a Chinese
// character or the stem of an English word.
type unit struct {
	text       string
	start, end int
}

// span is a half-open range of bytes.
type span struct{ start, end int }

func (s span) within(o span) bool { return o.start <= s.start && s.end <= o.end }

// british matches words whose ending American spelling writes with other letters,
// as many of them.
var british = regexp.MustCompile(`(?i)[a-z]{3}(?:is(?:ations?|e[ds]?|ers?|ing)|tres?)\b`)

// unsaid are words that tell no rendering from another: "reform, opening-up" is
// "reform and opening up".
const unsaid = " a an and for of the "

// units cuts a text of a language. Punctuation, spaces,
// hyphens and the words of unsaid are left out.
func (c *Checker) units(l newsroom.Language, text string) []unit {
	var list []unit
	if l == newsroom.Chinese {
		for i, r := range text {
			if folded := hanzi.FoldRune(r); unicode.IsLetter(folded) || unicode.IsDigit(folded) {
				list = append(list, unit{string(folded), i, i + len(string(r))})
			}
		}
		return list
	}
	for _, t := range c.segmenter.LatinTokens(british.ReplaceAllStringFunc(text, americanized)) {
		if t.Kind != segment.Latin && t.Kind != segment.Number {
			continue
		}
		if n := len(list); n > 0 && t.Start < list[n-1].end {
			continue // joined by hyphens: state-owned after state
		}
		stem := t.Text
		if strings.Contains(unsaid, " "+stem+" ") {
			continue
		}
		if rest, ok := strings.CutSuffix(stem, "our"); ok && len(stem) > 4 {
			stem = rest + "or"
		}
		list = append(list, unit{stem, t.Start, t.End})
	}
	return list
}

// americanized turns modernisation and centres into modernization and centers, so
// that no offset changes.
func americanized(word string) string {
	if rest, ok := strings.CutSuffix(strings.ToLower(strings.TrimSuffix(word, "s")), "tre"); ok {
		return word[:len(rest)] + "ter" + word[len(rest)+3:]
	}
	at := strings.LastIndex(strings.ToLower(word), "is")
	return word[:at] + "iz" + word[at+2:]
}

// pattern is a rendering as find looks for it.
func (c *Checker) pattern(l newsroom.Language, rendering string) string {
	var b strings.Builder
	for _, u := range c.units(l, rendering) {
		b.WriteString(u.text)
	}
	return b.String()
}

// find returns where a pattern stands: units that make it together, so that
// co-operation is cooperation.
func find(units []unit, pattern string) []span {
	var found []span
	for i := range units {
		rest, ok := pattern, pattern != ""
		for j := i; ok && j < len(units); j++ {
			if rest, ok = strings.CutPrefix(rest, units[j].text); ok && rest == "" {
				found = append(found, span{units[i].start, units[j].end})
				break
			}
		}
	}
	return found
}

// side is one side of a passage made ready.
type side struct {
	text    string
	units   []unit
	numbers []number.Number
	// mentions are the terms of the base, the longest at each place.
	mentions []Mention
}

func (c *Checker) side(l newsroom.Language, text string) side {
	s := side{text: text, units: c.units(l, text), numbers: number.Read(l, text)}
	for _, t := range c.segmenter.TermsOf(c.base.overlay, text) {
		if owners := c.owners[l][t.Text]; len(owners) > 0 {
			s.mentions = append(s.mentions, Mention{Term: &c.base.terms[owners[0]], Language: l, Start: t.Start, End: t.End})
		}
	}
	return s
}

// checking is one translation under check.
type checking struct {
	*Checker
	from, to         newsroom.Language
	passages         []Passage
	sources, targets []side
}

func (k *checking) read() {
	for _, p := range k.passages {
		k.sources, k.targets = append(k.sources, k.side(k.from, p.Source)), append(k.targets, k.side(k.to, p.Target))
	}
}

// around are the passages where what passage i leaves out may be said: its
// group's, and its neighbours, for an alignment may be wrong by one.
func (k *checking) around(i int) []int {
	list := []int{i}
	for j := range k.passages {
		if j != i && (k.passages[j].Group == k.passages[i].Group || j == i-1 || j == i+1) {
			list = append(list, j)
		}
	}
	return list
}

// upTo are the passages before the n-th.
func (k *checking) upTo(n int) []int {
	list := make([]int, n)
	for i := range list {
		list[i] = i
	}
	return list
}
