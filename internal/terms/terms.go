// Package terms finds the entries of the term base in a text, in both
// languages, the longest first, variants included.
package terms

import (
	"hebi/internal/newsroom"
	"hebi/internal/segment"
)

// Base is a term base made ready for finding. It never changes; a new one is
// made when the terms do.
type Base struct {
	terms []newsroom.Term
	// overlay finds what the segmenter finds, so that search and tags agree.
	overlay *segment.Overlay
	// forms leads from a folded way of writing to its term, the first in the base that has it.
	forms map[string]form
}

type form struct {
	term int
	lang newsroom.Language
}

// Mention is a term found in a text.
type Mention struct {
	Term *newsroom.Term
	// Language is that of the form found.
	Language newsroom.Language
	// Start and End are half-open byte offsets into the text.
	Start, End int
}

// NewBase prepares terms for finding. A form that two terms have leads to the
// first of them.
func NewBase(list []newsroom.Term) *Base {
	b := &Base{terms: list, forms: map[string]form{}}
	for i, t := range list {
		b.add(form{i, newsroom.Chinese}, t.ZH, t.ZHVariants)
		b.add(form{i, newsroom.English}, t.EN, t.ENVariants)
	}
	b.overlay = segment.NewOverlay(Written(list))
	return b
}

func (b *Base) add(f form, name string, variants []string) {
	for _, text := range append([]string{name}, variants...) {
		folded := segment.FoldTerm(text)
		if _, known := b.forms[folded]; !known {
			b.forms[folded] = f
		}
	}
}

// Terms returns the entries in their order; they must not be changed.
func (b *Base) Terms() []newsroom.Term { return b.terms }

// Traditional returns pairs of a Chinese form in simplified characters and the
// way it is written in traditional ones, for terms of which the base says so: by
// a variant that is the same text in the other script, or the very same text
// once more, which says that it has no other way. 于右任 with the variant 于右任
// stays; without, its first character would become 於.
func (b *Base) Traditional() [][2]string {
	var pairs [][2]string
	for _, t := range b.terms {
		for _, variant := range t.ZHVariants {
			if segment.FoldTerm(variant) == segment.FoldTerm(t.ZH) {
				pairs = append(pairs, [2]string{t.ZH, variant})
				break
			}
		}
	}
	return pairs
}

// Named returns the term that the Text of a token of the kind segment.Term is a
// way of writing, nil when there is none.
func (b *Base) Named(text string) *newsroom.Term {
	f, known := b.forms[text]
	if !known {
		return nil
	}
	return &b.terms[f.term]
}

// Overlay finds every way of writing every term; a segmenter may use it too.
func (b *Base) Overlay() *segment.Overlay { return b.overlay }

// Written returns every way of writing every term, in both languages, as the
// base has it: what Overlay finds.
func Written(list []newsroom.Term) []string {
	var forms []string
	for _, t := range list {
		forms = append(forms, t.ZH)
		forms = append(forms, t.ZHVariants...)
		forms = append(forms, t.EN)
		forms = append(forms, t.ENVariants...)
	}
	return forms
}

// Find returns the terms in a text from left to right; of overlapping ones the
// one that begins first, then the longest. segment.Overlay.Find says which ways
// of writing count.
func (b *Base) Find(text string) []Mention {
	var found []Mention
	for _, token := range b.overlay.Find(text) {
		f := b.forms[token.Text]
		found = append(found, Mention{Term: &b.terms[f.term], Language: f.lang, Start: token.Start, End: token.End})
	}
	return found
}
