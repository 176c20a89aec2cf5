package publish

import (
	"context"
	"maps"
	"reflect"
	"slices"

	"hebi/internal/newsroom"
	"hebi/internal/segment"
	"hebi/internal/store"
	"hebi/internal/terms"
)

// TermsOutcome is what became of a term base.
type TermsOutcome struct {
	Outcome
	// Added, Changed and Same count the terms that came. When only their order
	// is new, the outcome is Updated and all are Same.
	Added, Changed, Same int
	// Others are the Chinese sides of terms that did not come, in their order:
	// removed by ImportTerms with replace, else kept.
	Others []string
}

// SaveTerms inserts or updates terms by their Chinese side; those it does not
// name stay. A term that names an unknown theme is saved, with a warning.
func (p *Publisher) SaveTerms(ctx context.Context, incoming []newsroom.Term, o Options) (*Outcome, error) {
	out, err := p.ImportTerms(ctx, incoming, false, o)
	if err != nil {
		return nil, err
	}
	return &out.Outcome, nil
}

// ImportTerms is SaveTerms with a fuller answer; with replace, terms that do
// not come are removed. Only editions that a new, changed or removed way of
// writing stands in are indexed again, by Reindex. A Chinese side must not come twice.
func (p *Publisher) ImportTerms(ctx context.Context, incoming []newsroom.Term, replace bool, o Options) (*TermsOutcome, error) {
	if err := o.mayAll(newsroom.ActManage); err != nil {
		return nil, err
	}
	var known []newsroom.Theme
	var result TermsOutcome
	out, err := p.saveKnowledge(ctx, o, "terms", func(tx *store.Store, told *deed) (string, error) {
		var err error
		if known, err = tx.AllThemes(ctx); err != nil {
			return "", err
		}
		stored, err := tx.Terms(ctx)
		if err != nil {
			return "", err
		}
		result.count(stored, incoming)
		after := laidOver(stored, incoming, replace)
		if slices.EqualFunc(stored, after, sameTerm) {
			return Unchanged, nil
		}
		if replace {
			if err := tx.RemoveTerms(ctx, result.Others); err != nil {
				return "", err
			}
		}
		if err := tx.SaveTerms(ctx, after); err != nil {
			return "", err
		}
		told.before, told.after = termFacts(stored), termFacts(after)
		return Updated, tx.TermsChanged(ctx, differing(stored, after))
	})
	if err != nil {
		return nil, err
	}
	result.Outcome = *out
	result.warnOfThemes(incoming, known)
	return &result, nil
}

// count compares what came with what is stored.
func (t *TermsOutcome) count(stored, incoming []newsroom.Term) {
	before := make(map[string]newsroom.Term, len(stored))
	for _, term := range stored {
		before[term.ZH] = term
	}
	for _, term := range incoming {
		old, known := before[term.ZH]
		switch {
		case !known:
			t.Added++
		case sameTerm(old, term):
			t.Same++
		default:
			t.Changed++
		}
	}
	t.Others = withoutTerms(stored, incoming)
}

// withoutTerms are the Chinese sides of the stored terms that did not come.
func withoutTerms(stored, incoming []newsroom.Term) []string {
	came := chineseSides(incoming)
	var others []string
	for _, t := range stored {
		if !came[t.ZH] {
			others = append(others, t.ZH)
		}
	}
	return others
}

func chineseSides(list []newsroom.Term) map[string]bool {
	sides := make(map[string]bool, len(list))
	for _, t := range list {
		sides[t.ZH] = true
	}
	return sides
}

// laidOver is the term base once terms have come. They take, in their order,
// the places of those of them that are stored; more go to the end. So a whole
// base comes in the order of its file, and a part of it leaves the rest in place.
func laidOver(stored, incoming []newsroom.Term, replace bool) []newsroom.Term {
	if replace {
		return incoming
	}
	came := chineseSides(incoming)
	after, next := slices.Clone(stored), 0
	for i, t := range stored {
		if came[t.ZH] {
			after[i] = incoming[next]
			next++
		}
	}
	return append(after, incoming[next:]...)
}

// sameTerm compares what files say of two terms.
func sameTerm(a, b newsroom.Term) bool {
	for _, t := range []*newsroom.Term{&a, &b} {
		t.ID = 0
		for _, list := range []*[]string{&t.ZHVariants, &t.ENVariants, &t.Forbidden, &t.Themes} {
			*list = append([]string{}, *list...) // absent and empty are the same
		}
	}
	return reflect.DeepEqual(a, b)
}

// differing are the ways of writing, folded, that one of two term bases has and
// the other has not: all that the index has of terms.
func differing(before, after []newsroom.Term) []string {
	was, is := written(before), written(after)
	forms := map[string]bool{}
	for form := range was {
		if !is[form] {
			forms[form] = true
		}
	}
	for form := range is {
		if !was[form] {
			forms[form] = true
		}
	}
	return slices.Sorted(maps.Keys(forms))
}

func written(list []newsroom.Term) map[string]bool {
	forms := map[string]bool{}
	for _, form := range terms.Written(list) {
		if folded := segment.FoldTerm(form); folded != "" {
			forms[folded] = true
		}
	}
	return forms
}

// warnOfThemes warns of themes that terms speak for and nobody knows.
func (o *Outcome) warnOfThemes(list []newsroom.Term, themes []newsroom.Theme) {
	known := slugsOf(themes)
	for _, t := range list {
		for _, slug := range t.Themes {
			if !slices.Contains(known, slug) {
				o.warn(newsroom.Place{Value: t.ZH}, "the term %s: %s", t.ZH, newsroom.Sentence(unknownTheme(slug, known)))
			}
		}
	}
}
