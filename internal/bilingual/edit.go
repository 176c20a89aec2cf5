package bilingual

import (
	"slices"

	"hebi/internal/newsroom"
)

// The operations return the corrections of the alignment as they are after an
// editor's decision, for storing and for aligning again; the alignment itself
// is not changed. Corrections that speak of the beads in question give way to
// the new ones. Those whose sentences are gone are kept, since an edit may be
// taken back; those that contradicted another are not.

// Join makes one bead of two or more, given by their indices in Beads.
func (a *Alignment) Join(beads ...int) ([]Correction, error) {
	if err := a.known(beads...); err != nil {
		return nil, err
	}
	if len(beads) < 2 {
		return nil, newsroom.Because(newsroom.ErrInvalid, "one link cannot be joined: choose two or more")
	}
	var whole Bead
	for _, b := range beads {
		whole.Source = append(whole.Source, a.Beads[b].Source...)
		whole.Target = append(whole.Target, a.Beads[b].Target...)
	}
	return a.decide(beads, whole), nil
}

// Split makes two beads of one: the first has so many of its source sentences
// and so many of its target sentences, the second the others.
func (a *Alignment) Split(bead, source, target int) ([]Correction, error) {
	if err := a.known(bead); err != nil {
		return nil, err
	}
	b := a.Beads[bead]
	all := len(b.Source) + len(b.Target)
	if source < 0 || source > len(b.Source) || target < 0 || target > len(b.Target) || source+target == 0 || source+target == all {
		return nil, newsroom.Because(newsroom.ErrInvalid,
			"a link of %d and %d sentences cannot be split after %d and %d: leave some to each part", len(b.Source), len(b.Target), source, target)
	}
	return a.decide([]int{bead},
		Bead{Source: b.Source[:source], Target: b.Target[:target]},
		Bead{Source: b.Source[source:], Target: b.Target[target:]}), nil
}

// Unlinked is where Move takes a sentence to that has no partner.
const Unlinked = -1

// Move takes a sentence of the edition in a language out of its bead into
// another one, which may be anywhere, or to Unlinked.
func (a *Alignment) Move(language newsroom.Language, sentence, to int) ([]Correction, error) {
	from := slices.IndexFunc(a.Beads, func(b Bead) bool { return slices.Contains(*a.side(&b, language), sentence) })
	if from < 0 {
		return nil, newsroom.Because(newsroom.ErrInvalid, "there is no sentence %d in %s: choose one of the text", sentence, language)
	}
	if from == to {
		return nil, newsroom.Because(newsroom.ErrInvalid, "the sentence is in this link already: choose another link")
	}
	left := a.Beads[from]
	side := a.side(&left, language)
	*side = slices.DeleteFunc(slices.Clone(*side), func(i int) bool { return i == sentence })
	if to == Unlinked {
		alone := Bead{}
		*a.side(&alone, language) = []int{sentence}
		return a.decide([]int{from}, left, alone), nil
	}
	if err := a.known(to); err != nil {
		return nil, err
	}
	joined := a.Beads[to]
	side = a.side(&joined, language)
	*side = append(slices.Clone(*side), sentence)
	return a.decide([]int{from, to}, left, joined), nil
}

// Confirm keeps a bead as it is.
func (a *Alignment) Confirm(bead int) ([]Correction, error) {
	if err := a.known(bead); err != nil {
		return nil, err
	}
	return a.decide([]int{bead}, a.Beads[bead]), nil
}

// Release forgets what editors decided about a bead.
func (a *Alignment) Release(bead int) ([]Correction, error) {
	if err := a.known(bead); err != nil {
		return nil, err
	}
	return a.decide([]int{bead}), nil
}

func (a *Alignment) known(beads ...int) error {
	for n, b := range beads {
		if b < 0 || b >= len(a.Beads) {
			return newsroom.Because(newsroom.ErrInvalid, "there is no link %d: choose one from 0 to %d", b, len(a.Beads)-1)
		}
		if slices.Contains(beads[:n], b) {
			return newsroom.Because(newsroom.ErrInvalid, "link %d is named twice: choose different ones", b)
		}
	}
	return nil
}

// side is the part of a bead that is of the edition in a language.
func (a *Alignment) side(b *Bead, language newsroom.Language) *[]int {
	if a.Source.Language == language {
		return &b.Source
	}
	return &b.Target
}

// decide puts new beads in the place of some.
func (a *Alignment) decide(instead []int, beads ...Bead) []Correction {
	var changed []Mark
	for _, at := range instead {
		c := a.correction(a.Beads[at])
		changed = slices.Concat(changed, c.ZH, c.EN)
	}
	list := slices.DeleteFunc(slices.Clone(a.missing), func(c Correction) bool {
		return slices.ContainsFunc(slices.Concat(c.ZH, c.EN), func(m Mark) bool {
			return slices.ContainsFunc(changed, func(n Mark) bool { return m.Self == n.Self })
		})
	})
	for i, b := range a.Beads {
		if b.Corrected && !slices.Contains(instead, i) {
			list = append(list, a.correction(b))
		}
	}
	for _, b := range beads {
		if len(b.Source)+len(b.Target) > 0 {
			list = append(list, a.correction(b))
		}
	}
	return sorted(list)
}

// correction says what a bead is by the marks of its sentences.
func (a *Alignment) correction(b Bead) Correction {
	marks := func(language newsroom.Language) []Mark {
		list := []Mark{}
		text := a.Source
		if text.Language != language {
			text = a.Target
		}
		for _, i := range slices.Sorted(slices.Values(*a.side(&b, language))) {
			list = append(list, text.Sentences[i].Mark)
		}
		return list
	}
	return Correction{ZH: marks(newsroom.Chinese), EN: marks(newsroom.English)}
}
