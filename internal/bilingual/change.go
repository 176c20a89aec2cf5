package bilingual

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"

	"hebi/internal/compare"
	"hebi/internal/newsroom"
)

// Change is a place of the source that is not as a translation knows it: a
// sentence or a few of the body, or a field beside it.
type Change struct {
	// Field is "title", "subtitle", "kicker" or "summary"; "" for the body.
	Field string
	// Old and New are indices of sentences of the body, in the first and the last
	// of the revisions, ascending; empty for a field, for what was added and what was removed.
	Old, New []int
	// OldText and NewText are what stands there, "" where nothing does.
	OldText, NewText string
	// Weight is the greatest of the revisions that changed the place.
	Weight newsroom.Weight
}

// Stale reports whether the change makes a translation out of date: a revision
// that mends a typo does not.
func (c *Change) Stale() bool { return c.Weight != newsroom.Typo }

// Key names the change, so that it can be said of it that a translation reflects
// it. Another change of the same place has another key.
func (c *Change) Key() string {
	sum := sha256.Sum256([]byte(c.Field + "\x00" + c.OldText + "\x00" + c.NewText))
	return hex.EncodeToString(sum[:9])
}

// Source is a source's way from one revision to a later one.
type Source struct {
	// First and Last are its bodies.
	First, Last *Text
	// Changes are what differs, the fields first, then in the order of the last body;
	// what was removed stands where it stood. A place that was changed and then changed back is none.
	Changes []Change
}

// Stale returns how many changes make a translation out of date, those left out
// whose keys are in settled.
func (s *Source) Stale(settled map[string]bool) int {
	n := 0
	for i := range s.Changes {
		if s.Changes[i].Stale() && !settled[s.Changes[i].Key()] {
			n++
		}
	}
	return n
}

// Since follows a source through its revisions: the first is the one that a
// translation reflects, the last the source as it stands; there is at least one.
// Only what was written counts, and in which order; never when.
func Since(language newsroom.Language, revisions []newsroom.Revision) *Source {
	texts := make([]*Text, len(revisions))
	for i, r := range revisions {
		texts[i] = Read(language, r.Body)
	}
	s := &Source{First: texts[0], Last: texts[len(texts)-1]}
	s.Changes = fieldChanges(revisions)
	places := make([]*place, len(s.First.Sentences))
	for i := range places {
		places[i] = &place{old: []int{i}}
	}
	all := slices.Clone(places)
	for i := 1; i < len(texts); i++ {
		places, all = step(places, all, texts[i-1], texts[i], revisions[i].Weight)
	}
	s.addPlaces(places, all)
	return s
}

// fieldsOf are the texts beside the body, in the order in which they are shown.
func fieldsOf(r *newsroom.Revision) [4]string {
	return [4]string{r.Kicker, r.Title, r.Subtitle, r.Summary}
}

func fieldChanges(revisions []newsroom.Revision) []Change {
	var list []Change
	first, last := fieldsOf(&revisions[0]), fieldsOf(&revisions[len(revisions)-1])
	for f, name := range [4]string{"kicker", "title", "subtitle", "summary"} {
		c := Change{Field: name, OldText: first[f], NewText: last[f]}
		for i := 1; i < len(revisions); i++ {
			if fieldsOf(&revisions[i])[f] != fieldsOf(&revisions[i-1])[f] {
				c.Weight = heavier(c.Weight, revisions[i].Weight)
			}
		}
		if c.OldText != c.NewText {
			list = append(list, c)
		}
	}
	return list
}

// place is a run of sentences that changed together. Places that become one
// point to the one that they became.
type place struct {
	old    []int // sentences of the first text
	weight newsroom.Weight
	into   *place
	// before is the place that stood before it when it was emptied, nil at the start.
	before *place
}

func (p *place) now() *place {
	for p.into != nil {
		p = p.into
	}
	return p
}

// step takes the places, one for each sentence of a text, to the next text. All
// are the places there have been.
func step(places, all []*place, from, to *Text, weight newsroom.Weight) (next, known []*place) {
	for _, m := range compare.Sentences(sentences(from), sentences(to)) {
		if m.Same {
			next = append(next, places[m.Old[0]].now())
			continue
		}
		var one *place
		for _, p := range places[m.Old[0]:m.Old[1]] {
			if p = p.now(); one == nil {
				one = p
			} else if p != one {
				one.old = append(one.old, p.old...)
				one.weight = heavier(one.weight, p.weight)
				p.into = one
			}
		}
		if one == nil {
			one = &place{}
			all = append(all, one)
		}
		one.weight = heavier(one.weight, weight)
		if m.New[0] == m.New[1] && len(next) > 0 {
			one.before = next[len(next)-1]
		}
		for range m.New[1] - m.New[0] {
			next = append(next, one)
		}
	}
	return next, all
}

func sentences(t *Text) []string {
	list := make([]string, len(t.Sentences))
	for i, s := range t.Sentences {
		list[i] = s.Text
	}
	return list
}

// addPlaces makes changes of the places that changed.
func (s *Source) addPlaces(last, all []*place) {
	shown := map[*place][]int{}
	for i, p := range last {
		shown[p.now()] = append(shown[p.now()], i)
	}
	var list []Change
	at := map[int]int{} // by index in list, the sentence of the last text that the change stands at
	for _, p := range all {
		if p.into != nil || p.weight == "" {
			continue
		}
		slices.Sort(p.old)
		c := Change{Old: p.old, New: shown[p], Weight: p.weight, OldText: s.First.Said(p.old), NewText: s.Last.Said(shown[p])}
		if c.OldText == c.NewText {
			continue
		}
		switch where := p; {
		case len(c.New) > 0:
			at[len(list)] = 2 * c.New[0]
		default: // behind what stands before it now
			for where != nil && len(shown[where.now()]) == 0 {
				where = where.now().before
			}
			at[len(list)] = -1
			if where != nil {
				at[len(list)] = 2*shown[where.now()][len(shown[where.now()])-1] + 1
			}
		}
		list = append(list, c)
	}
	order := make([]int, len(list))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		return cmp.Or(cmp.Compare(at[a], at[b]), slices.Compare(list[a].Old, list[b].Old))
	})
	for _, i := range order {
		s.Changes = append(s.Changes, list[i])
	}
}

// Said returns some sentences, by their indices, as one text.
func (t *Text) Said(indices []int) string {
	var b strings.Builder
	for n, i := range indices {
		if n > 0 && t.Language == newsroom.English {
			b.WriteByte(' ')
		}
		b.WriteString(t.Sentences[i].Text)
	}
	return b.String()
}

// heavier is the greater of two weights; "" is less than any.
func heavier(a, b newsroom.Weight) newsroom.Weight {
	rank := []newsroom.Weight{"", newsroom.Typo, newsroom.Significant, newsroom.CorrectionWeight}
	if slices.Index(rank, b) > slices.Index(rank, a) {
		return b
	}
	return a
}
