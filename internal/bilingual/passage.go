package bilingual

import (
	"hebi/internal/markdown"
	"hebi/internal/terms"
)

// Passages are the beads as a check of terms reads them, one for each bead, in
// their order; those of code are empty. What stands in one block of the source is
// a group, numbered from 0.
func (a *Alignment) Passages() []terms.Passage {
	list := make([]terms.Passage, len(a.Beads))
	group := 0
	for i, b := range a.Beads {
		kind := markdown.KindParagraph
		switch {
		case len(b.Source) > 0:
			group = a.Source.Sentences[b.Source[0]].Block
			kind = a.Source.kind(b.Source[0])
		case len(b.Target) > 0:
			kind = a.Target.kind(b.Target[0])
		}
		list[i].Group = group
		if kind != markdown.KindCode {
			list[i] = terms.Passage{Source: a.Source.Said(b.Source), Target: a.Target.Said(b.Target), Group: group, Row: kind == markdown.KindTable}
		}
	}
	return list
}
