package search

import (
	"context"
	"slices"

	"hebi/internal/hanzi"
	"hebi/internal/newsroom"
	"hebi/internal/segment"
	"hebi/internal/terms"
)

// bridge leads from words of a query, by a term of the base, to the other ways
// of saying the same, in both languages.
type bridge struct {
	// from is what was typed.
	from string
	term *newsroom.Term
	// clauses are the numbers of those that the term stands for.
	clauses []int
	// to is met by any other way of saying it.
	to Clause
	// tokens, han and latin are as in reading, of the other ways.
	tokens, han, latin []string
}

// findBridges notes the terms in a text that stand for whole words, whose
// clauses are numbered from first.
func (e *Engine) findBridges(r *reading, text string, tokens []segment.Token, base *terms.Base, words [][]segment.Token, first int) {
	for _, m := range tokens {
		if m.Kind != segment.Term {
			continue
		}
		term := base.Named(m.Text)
		if term == nil { // gone meanwhile
			continue
		}
		b := bridge{from: text[m.Start:m.End], term: term}
		for i, word := range words {
			if m.Start <= word[0].Start && word[len(word)-1].End <= m.End {
				b.clauses = append(b.clauses, first+i)
			}
		}
		for _, form := range forms(term) {
			if folded := segment.FoldTerm(form); folded != segment.FoldTerm(b.from) {
				e.lead(&b, form, folded)
			}
		}
		if len(b.clauses) > 0 && len(b.to) > 0 {
			r.bridges = append(r.bridges, b)
		}
	}
}

func forms(t *newsroom.Term) []string {
	return slices.Concat([]string{t.ZH}, t.ZHVariants, []string{t.EN}, t.ENVariants)
}

// lead makes a bridge lead to another way of writing its term: as the term that
// was indexed, plural included, and as a phrase, which is found also where the
// text was indexed before the term was known.
func (e *Engine) lead(b *bridge, form, folded string) {
	if folded == "" {
		return
	}
	token := cutToken(termMark + folded)
	b.to = append(b.to, Phrase{Tokens: []string{token}})
	b.latin = append(b.latin, token)
	if phrases := e.phrases(form); len(phrases) == 1 {
		b.to = append(b.to, phrases[0])
	}
	if isHan(folded) {
		b.han = append(b.han, hanzi.Fold(form))
	}
	for _, t := range e.segmenter.Tokens(form) {
		if isWord(t) || t.Kind == segment.Pair {
			b.tokens = append(b.tokens, indexToken(t))
		}
	}
}

// bridged returns the reading in which every bridge may be taken.
func (r *reading) bridged() reading {
	all := *r
	all.clauses = slices.Clone(r.clauses)
	all.tokens, all.han = slices.Clone(r.tokens), slices.Clone(r.han)
	all.latin = map[string]bool{}
	for token := range r.latin {
		all.latin[token] = true
	}
	for _, b := range r.bridges {
		for _, i := range b.clauses {
			all.clauses[i] = slices.Concat(all.clauses[i], b.to)
		}
		for _, token := range b.tokens {
			all.score(token)
		}
		all.han = append(all.han, b.han...)
		for _, token := range b.latin {
			all.latin[token] = true
		}
	}
	all.loose = nil
	return all
}

// others are the ways of saying it that were not typed.
func (b *bridge) others() []string {
	known := map[string]bool{"": true, segment.FoldTerm(b.from): true}
	return slices.DeleteFunc(forms(b.term), func(form string) bool {
		folded := segment.FoldTerm(form)
		before := known[folded]
		known[folded] = true
		return before
	})
}

// via is what a bridge is called towards an edition: the term's name in its
// language, or in the other when that is what was typed.
func (b *bridge) via(l newsroom.Language) string {
	name := newsroom.Bilingual{ZH: b.term.ZH, EN: b.term.EN}
	if to := name.In(l); segment.FoldTerm(to) != segment.FoldTerm(b.from) {
		return to
	}
	for _, form := range forms(b.term) { // a variant in the language of the question
		if segment.FoldTerm(form) != segment.FoldTerm(b.from) && isHan(hanzi.Fold(form)) == (l == newsroom.Chinese) {
			return form
		}
	}
	return name.In(l.Other())
}

// via returns what led to a match, empty for one that the query's own words led to.
func (x *evaluation) via(ctx context.Context, m match) (string, error) {
	if m.layer.from == nil {
		return m.layer.via, nil
	}
	s := x.view.segments[m.segment]
	within := newOrdinals(len(s.documents))
	within.set(m.ordinal)
	via := ""
	for i := range m.layer.from.bridges {
		b := &m.layer.from.bridges[i]
		met := newOrdinals(len(s.documents))
		if err := x.matchClause(ctx, s, b.to, within, met); err != nil {
			return "", err
		}
		if !met.has(m.ordinal) {
			continue
		}
		own := true
		for _, c := range b.clauses {
			met := newOrdinals(len(s.documents))
			if err := x.matchClause(ctx, s, m.layer.from.clauses[c], within, met); err != nil {
				return "", err
			}
			own = own && met.has(m.ordinal)
		}
		if !own {
			return b.via(m.edition.language), nil
		}
		if via == "" {
			via = b.via(m.edition.language)
		}
	}
	return via, nil
}
