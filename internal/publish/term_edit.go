package publish

import (
	"context"
	"maps"
	"slices"

	"hebi/internal/hanzi"
	"hebi/internal/newsroom"
	"hebi/internal/segment"
	"hebi/internal/store"
	"hebi/internal/terms"
)

// termLock is the lock of those who change terms; ImportTerms has it too.
const termLock = "terms"

// EditTerm saves a term as an editor has it; a new one comes last. It works at
// once, everywhere. Errors are as EditContributor's. It returns the term's number.
func (p *Publisher) EditTerm(ctx context.Context, from Opened, in newsroom.Term, o Options) (int64, error) {
	term, err := tidyTerm(in)
	if err != nil {
		return 0, err
	}
	err = p.changeKnowledge(ctx, termLock, o, func(tx *store.Store) (done, error) {
		stored, err := tx.Terms(ctx)
		if err != nil {
			return done{}, err
		}
		after, action := slices.Clone(stored), Created
		var before newsroom.Facts
		if from.ID == 0 {
			after = append(after, term)
		} else {
			place, err := openTerm(stored, from)
			if err != nil {
				return done{}, err
			}
			term.ID, action, before = from.ID, Updated, termFacts(stored[place:place+1])
			after[place] = term
			if stored[place].ZH != term.ZH {
				if err := termIsFree(stored, term); err != nil {
					return done{}, err
				}
				if err := tx.RenameTerm(ctx, from.ID, term.ZH); err != nil {
					return done{}, err
				}
			}
		}
		if err := checkTerm(ctx, tx, stored, term); err != nil {
			return done{}, err
		}
		if err := tx.SaveTerms(ctx, after); err != nil {
			return done{}, err
		}
		saved, err := tx.Terms(ctx)
		if err != nil {
			return done{}, err
		}
		for _, t := range saved {
			if t.ZH == term.ZH {
				term.ID = t.ID
			}
		}
		return done{action, "term " + term.ZH, deed{before: before, after: termFacts([]newsroom.Term{term})}}, tx.TermsChanged(ctx, differing(stored, after))
	})
	return term.ID, err
}

// DeleteTerm removes a term.
func (p *Publisher) DeleteTerm(ctx context.Context, from Opened, o Options) error {
	return p.changeKnowledge(ctx, termLock, o, func(tx *store.Store) (done, error) {
		stored, err := tx.Terms(ctx)
		if err != nil {
			return done{}, err
		}
		place, err := openTerm(stored, from)
		if err != nil {
			return done{}, err
		}
		if err := tx.RemoveTerm(ctx, from.ID); err != nil {
			return done{}, err
		}
		after := slices.Delete(slices.Clone(stored), place, place+1)
		return done{"delete", "term " + stored[place].ZH, deed{before: termFacts(stored[place : place+1])}}, tx.TermsChanged(ctx, differing(stored, after))
	})
}

func openTerm(all []newsroom.Term, from Opened) (int, error) {
	place := slices.IndexFunc(all, func(t newsroom.Term) bool { return t.ID == from.ID })
	if place < 0 {
		return 0, gone()
	}
	return place, from.current(all[place])
}

// tidyTerm returns a term in the form that a table of terms can say.
func tidyTerm(t newsroom.Term) (newsroom.Term, error) {
	for _, s := range []*string{&t.ZH, &t.EN, &t.Kind, &t.Pinyin, &t.Note} {
		*s = newsroom.Line(*s)
	}
	for _, list := range []*[]string{&t.ZHVariants, &t.ENVariants, &t.Forbidden, &t.Themes} {
		*list = tidyWords(*list)
	}
	switch {
	case t.ZH == "":
		return t, wrong("zh", "fill in the Chinese term")
	case t.EN == "":
		return t, wrong("en", "fill in the English term")
	case hasHan(t.EN) && !hasHan(t.ZH):
		return t, wrong("zh", "the Chinese and the English term stand in each other’s place")
	case !slices.Contains(newsroom.TermKinds(), t.Kind):
		return t, wrong("kind", "choose what kind of term it is")
	}
	return t, nil
}

func tidyWords(list []string) []string {
	var words []string
	for _, word := range list {
		if word = newsroom.Line(word); word != "" && !slices.Contains(words, word) {
			words = append(words, word)
		}
	}
	return words
}

func hasHan(s string) bool {
	return slices.ContainsFunc([]rune(s), hanzi.IsHan)
}

func termIsFree(all []newsroom.Term, t newsroom.Term) error {
	if slices.ContainsFunc(all, func(other newsroom.Term) bool { return other.ZH == t.ZH && other.ID != t.ID }) {
		return taken("zh", "there is a term %s already: open that one", t.ZH)
	}
	return nil
}

// checkTerm refuses a term that another one stands in the way of.
func checkTerm(ctx context.Context, tx *store.Store, all []newsroom.Term, t newsroom.Term) error {
	if err := termIsFree(all, t); err != nil {
		return err
	}
	themes, err := tx.AllThemes(ctx)
	if err != nil {
		return err
	}
	for _, slug := range t.Themes {
		if !slices.Contains(slugsOf(themes), slug) {
			return wrong("themes", "there is no theme %q", slug)
		}
	}
	mine := foldedForms(t)
	for _, form := range t.Forbidden {
		if mine[segment.FoldTerm(form)] {
			return wrong("forbidden", "%s is both a way of writing this term and forbidden: keep one of the two", form)
		}
	}
	return nil
}

// TermClash is a way of writing that two terms have: texts that hold it count for the first of them.
type TermClash struct {
	// Form is folded.
	Form string
	// Other is the Chinese side of the other term, which counts when First is false.
	Other string
	First bool
}

// TermClashes returns the ways of writing a term that other terms have too.
func TermClashes(all []newsroom.Term, t newsroom.Term) []TermClash {
	mine := foldedForms(t)
	var clashes []TermClash
	first := false
	for _, other := range all {
		if other.ID == t.ID {
			first = true
			continue
		}
		for _, form := range slices.Sorted(maps.Keys(foldedForms(other))) {
			if mine[form] {
				clashes = append(clashes, TermClash{Form: form, Other: other.ZH, First: first})
			}
		}
	}
	return clashes
}

// foldedForms are the ways of writing a term, folded as texts are.
func foldedForms(t newsroom.Term) map[string]bool {
	forms := map[string]bool{}
	for _, form := range terms.Written([]newsroom.Term{t}) {
		if folded := segment.FoldTerm(form); folded != "" {
			forms[folded] = true
		}
	}
	return forms
}
