// Package terms finds the entries of the term base in a text, in both
// languages, the longest first, variants included.
package terms

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"hebi/internal/hanzi"
	"hebi/internal/newsroom"
)

// Base is a term base made ready for finding. It never changes; a new one is
// made when the terms do.
type Base struct {
	terms []newsroom.Term
	// heads holds, for the first rune of every folded form, the forms that begin with it, longest first.
	heads map[rune][]form
}

// form is one way of writing a term.
type form struct {
	folded []rune
	term   int
	// latin forms match at word borders only.
	latin bool
	lang  newsroom.Language
}

// Mention is a term found in a text.
type Mention struct {
	Term *newsroom.Term
	// Language is that of the form found.
	Language newsroom.Language
	// Start and End are half-open byte offsets into the text.
	Start, End int
}

// NewBase prepares terms for finding.
func NewBase(list []newsroom.Term) *Base {
	b := &Base{terms: list, heads: map[rune][]form{}}
	for i := range list {
		t := &list[i]
		b.add(i, newsroom.Chinese, append([]string{t.ZH}, t.ZHVariants...))
		b.add(i, newsroom.English, append([]string{t.EN}, t.ENVariants...))
	}
	for _, forms := range b.heads {
		sortLongestFirst(forms)
	}
	return b
}

func (b *Base) add(term int, l newsroom.Language, texts []string) {
	for _, text := range texts {
		folded := []rune(Normal(text))
		if len(folded) == 0 {
			continue
		}
		f := form{folded: folded, term: term, lang: l, latin: !hanzi.IsHan(folded[0]) || !hanzi.IsHan(folded[len(folded)-1])}
		b.heads[folded[0]] = append(b.heads[folded[0]], f)
	}
}

func sortLongestFirst(forms []form) {
	for i := 1; i < len(forms); i++ { // insertion: a head has few forms, and equal lengths keep the base's order
		for j := i; j > 0 && len(forms[j].folded) > len(forms[j-1].folded); j-- {
			forms[j], forms[j-1] = forms[j-1], forms[j]
		}
	}
}

// Normal folds a text for comparing terms: width, case, script, and every
// hyphen, dash and space to one sign, rune for rune.
func Normal(text string) string {
	return strings.Map(normalRune, strings.TrimSpace(text))
}

func normalRune(r rune) rune {
	switch r {
	case '-', '‐', '‑', '–', '—', ' ', '\u00A0', '\u3000', '\n', '\t':
		return ' '
	case '’':
		return '\''
	}
	return hanzi.FoldRune(r)
}

// Terms returns the entries in their order; they must not be changed.
func (b *Base) Terms() []newsroom.Term { return b.terms }

// Forms returns every way of writing every term, for the segmenter's overlay.
func (b *Base) Forms() []string {
	var forms []string
	for _, t := range b.terms {
		forms = append(forms, t.ZH)
		forms = append(forms, t.ZHVariants...)
		forms = append(forms, t.EN)
		forms = append(forms, t.ENVariants...)
	}
	return forms
}

// Find returns the terms in a text from left to right; of overlapping ones the
// one that begins first, then the longest.
func (b *Base) Find(text string) []Mention {
	runes := make([]rune, 0, len(text))
	offsets := make([]int, 0, len(text)+1)
	for i, r := range text {
		runes = append(runes, normalRune(r))
		offsets = append(offsets, i)
	}
	offsets = append(offsets, len(text))
	var found []Mention
	for i := 0; i < len(runes); {
		f, end := b.at(runes, i)
		if f == nil {
			i++
			continue
		}
		found = append(found, Mention{Term: &b.terms[f.term], Language: f.lang, Start: offsets[i], End: offsets[end]})
		i = end
	}
	return found
}

// at returns the longest form that stands at runes[i] and where it ends; nil when there is none.
func (b *Base) at(runes []rune, i int) (*form, int) {
	forms := b.heads[runes[i]]
	for k := range forms {
		f := &forms[k]
		end := i + len(f.folded)
		if end > len(runes) || !equalRunes(runes[i:end], f.folded) {
			continue
		}
		if f.latin {
			if i > 0 && joins(runes[i-1], runes[i]) {
				continue
			}
			if end = wordEnd(runes, end); end < 0 {
				continue
			}
		}
		return f, end
	}
	return nil, 0
}

// wordEnd returns where the word that runs up to end ends: there, or after the
// s or es of a plural; -1 when another word goes on.
func wordEnd(runes []rune, end int) int {
	for _, plural := range []string{"", "s", "es"} {
		after := end + len(plural)
		if after <= len(runes) && string(runes[end:after]) == plural && (after == len(runes) || !joins(runes[after-1], runes[after])) {
			return after
		}
	}
	return -1
}

func equalRunes(a, b []rune) bool {
	for i := range b {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

// joins reports whether two runes belong to one Latin word or number.
func joins(a, b rune) bool { return wordRune(a) && wordRune(b) }

func wordRune(r rune) bool {
	return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsDigit(r)) && !hanzi.IsHan(r)
}
