package bilingual

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
)

// Correction is an editor's decision that these sentences, and no others, say
// the same; with one side empty, that they have no partner. It knows sentences
// by their marks, whichever edition is the source, and is made to be stored.
type Correction struct {
	ZH []Mark `json:"zh"`
	EN []Mark `json:"en"`
}

// ParseCorrections reads corrections as JSON, which is how they are stored; none of an empty text.
func ParseCorrections(text string) ([]Correction, error) {
	if text == "" {
		return nil, nil
	}
	var list []Correction
	if err := json.Unmarshal([]byte(text), &list); err != nil {
		return nil, fmt.Errorf("corrections of an alignment: %w", err)
	}
	return list, nil
}

// found is a correction whose sentences are there.
type found struct {
	Correction
	bead Bead
	// reworded is set when a sentence was known by its neighbours alone.
	reworded bool
}

// pin finds the sentences of corrections. Which of two that contradict each
// other is in force depends on what they say, not on the order they come in.
func (w *work) pin(corrections []Correction) {
	var list []found
	for _, c := range sorted(corrections) {
		f := found{Correction: c, bead: Bead{Confidence: 1, Corrected: true}}
		zh, en := finder{text: w.zh}, finder{text: w.en}
		f.bead.Source, f.bead.Target = zh.all(c.ZH), en.all(c.EN)
		f.reworded = zh.reworded || en.reworded
		if zh.failed || en.failed || len(c.ZH)+len(c.EN) == 0 {
			w.missing = append(w.missing, c)
			continue
		}
		list = append(list, f)
	}
	slices.SortStableFunc(list, func(a, b found) int { return cmp.Compare(btoi(a.reworded), btoi(b.reworded)) })
	for _, f := range list {
		if w.claimed(f.bead) {
			w.contradicted = append(w.contradicted, f.Correction)
			continue
		}
		for _, i := range f.bead.Source {
			w.pinnedZH[i] = true
		}
		for _, j := range f.bead.Target {
			w.pinnedEN[j] = true
		}
		w.pinned = append(w.pinned, f.bead)
		w.inForce = append(w.inForce, f.Correction)
	}
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

func (w *work) claimed(b Bead) bool {
	return slices.ContainsFunc(b.Source, func(i int) bool { return w.pinnedZH[i] }) ||
		slices.ContainsFunc(b.Target, func(j int) bool { return w.pinnedEN[j] })
}

// sorted returns corrections in an order of their own, each once.
func sorted(corrections []Correction) []Correction {
	list := slices.Clone(corrections)
	compare := func(a, b Correction) int {
		return cmp.Or(slices.CompareFunc(a.ZH, b.ZH, compareMarks), slices.CompareFunc(a.EN, b.EN, compareMarks))
	}
	slices.SortFunc(list, compare)
	return slices.CompactFunc(list, func(a, b Correction) bool { return compare(a, b) == 0 })
}

func compareMarks(a, b Mark) int {
	return cmp.Or(cmp.Compare(a.Self, b.Self), cmp.Compare(a.Nth, b.Nth), cmp.Compare(a.Before, b.Before), cmp.Compare(a.After, b.After))
}

// finder finds sentences by their marks, each at most once.
type finder struct {
	text             *Text
	failed, reworded bool
}

// all returns the indices of marked sentences, ascending.
func (f *finder) all(marks []Mark) []int {
	var list []int
	for _, m := range marks {
		i := f.find(m, list)
		if i < 0 {
			f.failed = true
			return nil
		}
		list = append(list, i)
	}
	slices.Sort(list)
	return list
}

// find returns the sentence that says what the mark does. Of several, it is the
// one with most of the same neighbours, then the one that is nearest to as
// manieth as the marked one was. When none says it, it is what stands alone between the
// same two neighbours: the sentence, reworded. Without one, -1.
func (f *finder) find(m Mark, taken []int) int {
	best, bestRank := -1, [2]int{}
	for i, s := range f.text.Sentences {
		if s.Mark.Self != m.Self || slices.Contains(taken, i) {
			continue
		}
		rank := [2]int{btoi(s.Mark.Before == m.Before) + btoi(s.Mark.After == m.After), -max(s.Mark.Nth-m.Nth, m.Nth-s.Mark.Nth)}
		if best < 0 || slices.Compare(rank[:], bestRank[:]) > 0 {
			best, bestRank = i, rank
		}
	}
	if best < 0 {
		best = f.between(m, taken)
	}
	return best
}

// between returns the only sentence that has both neighbours of the mark.
func (f *finder) between(m Mark, taken []int) int {
	place := -1
	for i, s := range f.text.Sentences {
		if s.Mark.Before != m.Before || s.Mark.After != m.After || slices.Contains(taken, i) {
			continue
		}
		if place >= 0 {
			return -1
		}
		place = i
	}
	f.reworded = f.reworded || place >= 0
	return place
}
