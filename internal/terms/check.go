package terms

import (
	"hebi/internal/newsroom"
	"hebi/internal/segment"
)

// Passage is a piece of a source and what says the same in a translation, such as
// the sentences that an alignment links. One of both is empty where nothing
// corresponds.
type Passage struct {
	Source, Target string
	// Group numbers what stands together, such as the sentences of a paragraph: what
	// one of them leaves out another may say.
	Group int
	// Row says that it is a row of a table, whose numbers may stand in other units.
	Row bool
}

// Fault says what is wrong with a passage.
type Fault string

// The faults.
const (
	// TermMissing is a term of the source in none of its allowed renderings.
	TermMissing Fault = "term-missing"
	// TermForbidden is a forbidden rendering of a term of the source.
	TermForbidden Fault = "term-forbidden"
	// NumberDiffers is a number of one side that the other has not, or in another unit.
	NumberDiffers Fault = "number-differs"
	// NameDiffers is a person of the source who has another name in the translation, or none.
	NameDiffers Fault = "name-differs"
)

// Violation is a place where a translation does not keep what the source says.
type Violation struct {
	Fault Fault
	// Passage is an index into the passages that were checked.
	Passage int
	// Term is nil for a number.
	Term *newsroom.Term
	// Said is the term or number as the source writes it; empty for a number that the
	// translation alone has.
	Said string
	// Found is what the translation has instead; empty where it has nothing.
	Found string
	// Allowed are the renderings of the term that would do, the preferred one first.
	Allowed []string
	// Blocking says that the translation should not be published so.
	Blocking bool
}

// Blocks reports whether a translation without a term of this kind should not be
// published. Names and set phrases of policy have one right form, and a wrong one
// misleads or embarrasses; concepts, events and products are often said with other
// words, and rightly: they are advice.
func Blocks(kind string) bool {
	switch kind {
	case newsroom.PersonTerm, "place", "organisation", "policy":
		return true
	}
	return false
}

// Checker holds a translation against its source. It may be used by many goroutines.
type Checker struct {
	base      *Base
	segmenter *segment.Segmenter
	// owners are, by language and folded form, the terms that are written so.
	owners map[newsroom.Language]map[string][]int
}

// NewChecker makes a Checker of a term base; the segmenter finds the words, its
// own terms do not matter.
func NewChecker(base *Base, segmenter *segment.Segmenter) *Checker {
	c := &Checker{base: base, segmenter: segmenter, owners: map[newsroom.Language]map[string][]int{}}
	for _, l := range newsroom.Languages() {
		owners := map[string][]int{}
		for i := range base.terms {
			for _, text := range writings(&base.terms[i], l) {
				folded := segment.FoldTerm(text)
				owners[folded] = append(owners[folded], i)
			}
		}
		c.owners[l] = owners
	}
	return c
}

// writings are the ways of writing a term in a language, the preferred one first.
func writings(t *newsroom.Term, l newsroom.Language) []string {
	list := append([]string{t.EN}, t.ENVariants...)
	if l == newsroom.Chinese {
		list = append([]string{t.ZH}, t.ZHVariants...)
	}
	var known []string
	for _, text := range list {
		if text != "" {
			known = append(known, text)
		}
	}
	return known
}

// Check returns where a translation does not keep terms, names and numbers, in
// the order of the passages, which follow the source. The source is in the
// language from, the translation in the other.
func (c *Checker) Check(from newsroom.Language, passages []Passage) []Violation {
	k := &checking{Checker: c, from: from, to: from.Other(), passages: passages}
	k.read()
	var found []Violation
	for i := range passages {
		found = append(found, k.terms(i)...)
		found = append(found, k.names(i)...)
		found = append(found, k.numbers(i)...)
	}
	return found
}
