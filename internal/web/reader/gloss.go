package reader

import (
	"hebi/internal/markdown"
	"hebi/internal/newsroom"
	"hebi/internal/terms"
)

// mostGlosses is how many terms of an article carry their counterpart: each is
// a stop for the keyboard.
const mostGlosses = 24

// glosses gives the first mention of a term in an article in l its counterpart
// in the other language. The function remembers what it has given, so an
// article needs its own; nil without a term base.
func glosses(base *terms.Base, l newsroom.Language) func(text string) []markdown.Gloss {
	if base == nil {
		return nil
	}
	seen := map[*newsroom.Term]bool{}
	return func(text string) []markdown.Gloss {
		var list []markdown.Gloss
		if len(seen) >= mostGlosses {
			return nil
		}
		for _, m := range base.Find(text) {
			if m.Language != l || seen[m.Term] || len(seen) >= mostGlosses {
				continue
			}
			other := m.Term.EN
			if l == newsroom.English {
				other = m.Term.ZH
			}
			seen[m.Term] = true
			list = append(list, markdown.Gloss{Start: m.Start, End: m.End, Text: other, Lang: l.Other().Tag()})
		}
		return list
	}
}
