// Package bilingual lays two editions of an article side by side: which block
// is which, and which sentences say the same. Editors may correct what was
// found, and their corrections stay when other sentences change.
//
// The method is that of Gale and Church, "A Program for Aligning Sentences in
// Bilingual Corpora", Computational Linguistics 19 (1993): dynamic programming
// over the lengths of sentences, here with anchors beside them; docs/alignment.md
// says which, and how well it does.
package bilingual

import (
	"cmp"
	"slices"

	"hebi/internal/newsroom"
	"hebi/internal/terms"
)

// Options are what Align may know besides the texts.
type Options struct {
	// Terms is the term base; nil for none.
	Terms *terms.Base
	// Corrections are what editors decided, in any order.
	Corrections []Correction
}

// Alignment is how two editions correspond. It is not changed once it is made.
type Alignment struct {
	Source, Target *Text
	// Beads hold every sentence of both texts exactly once, in the order of the
	// source; those without a source stand behind what they follow in the target.
	Beads []Bead
	// Blocks say which blocks are which, likewise; blocks without sentences are left out.
	Blocks []Bead
	// Corrections are those in force, and Lapsed those whose sentences are no
	// longer there or that contradict one in force; both in an order of their own.
	Corrections, Lapsed []Correction
	// missing are those of Lapsed whose sentences are not there.
	missing []Correction
}

// Bead is a link: the sentences, or blocks, of one text that say what those of
// the other do. One side may be empty.
type Bead struct {
	// Source and Target are indices into the texts' lists, ascending.
	Source, Target []int
	// Confidence is the probability, 0 to 1, of just this bead, as far as the
	// lengths and anchors of these texts tell; 1 when an editor decided it.
	Confidence float64
	// Anchors are what both sides hold.
	Anchors []Anchor
	// Corrected is set when an editor decided this bead.
	Corrected bool
}

// Linked reports whether the bead has both sides.
func (b Bead) Linked() bool { return len(b.Source) > 0 && len(b.Target) > 0 }

// Align links two editions of an article, one in each language, either of them
// the source. The same texts and options always give the same links.
func Align(source, target *Text, o Options) *Alignment {
	return align(source, target, o, measured())
}

func align(source, target *Text, o Options, m model) *Alignment {
	zh, en := source, target
	if source.Language == newsroom.English {
		zh, en = target, source
	}
	if o.Terms == nil {
		o.Terms = terms.NewBase(nil)
	}
	w := newWork(zh, en, o, m)
	w.alignBlocks()
	w.alignSentences()
	a := &Alignment{Source: source, Target: target, Corrections: sorted(w.inForce), Lapsed: sorted(slices.Concat(w.missing, w.contradicted)), missing: w.missing}
	a.Beads = ordered(w.beads, source == en)
	a.Blocks = ordered(w.blocks, source == en)
	return a
}

// ordered turns beads of Chinese and English into those of source and target,
// in the order of the source.
func ordered(beads []Bead, swap bool) []Bead {
	var list, targetOnly []Bead
	for _, b := range beads {
		if swap {
			b.Source, b.Target = b.Target, b.Source
		}
		if len(b.Source) == 0 {
			targetOnly = append(targetOnly, b)
		} else {
			list = append(list, b)
		}
	}
	slices.SortFunc(list, func(a, b Bead) int { return cmp.Compare(a.Source[0], b.Source[0]) })
	slices.SortFunc(targetOnly, func(a, b Bead) int { return cmp.Compare(a.Target[0], b.Target[0]) })
	for _, b := range targetOnly {
		list = slices.Insert(list, 1+behind(list, b.Target[0]), b)
	}
	return list
}

// behind is the bead of the last target before one, -1 without any.
func behind(list []Bead, target int) int {
	bead, last := -1, -1
	for i, b := range list {
		for _, j := range b.Target {
			if j < target && j > last {
				bead, last = i, j
			}
		}
	}
	return bead
}
