package publish

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"hebi/internal/bilingual"
	"hebi/internal/newsroom"
	"hebi/internal/terms"
)

// The checks of a translation against its source.
const (
	CheckTermMissing   = string(terms.TermMissing)
	CheckTermForbidden = string(terms.TermForbidden)
	CheckNumber        = string(terms.NumberDiffers)
	CheckName          = string(terms.NameDiffers)
)

// TermFinding is a finding about a term, a name or a number of a translation.
type TermFinding struct {
	Finding
	Violation terms.Violation
	// Source and Target are the sentences, or the fields, that correspond; one of them
	// may be empty.
	Source, Target string
}

// CheckTerms holds an edition against its source as Check does, and returns what it
// finds of terms, names and numbers, what stops publishing first; nothing for the original.
func (p *Publisher) CheckTerms(ctx context.Context, a *newsroom.Article, l newsroom.Language) ([]TermFinding, error) {
	e := a.Editions[l]
	if e == nil {
		return nil, fmt.Errorf("article %q in %s: %w", a.Slug, l, newsroom.ErrNotFound)
	}
	found, err := p.termFindings(ctx, a, e)
	if err != nil {
		return nil, err
	}
	list := make([]*Finding, len(found))
	for i := range found {
		list[i] = &found[i].Finding
	}
	if err := p.markWaived(ctx, e, list); err != nil {
		return nil, err
	}
	slices.SortStableFunc(found, func(a, b TermFinding) int { return rank(&a.Finding) - rank(&b.Finding) })
	return found, nil
}

func (p *Publisher) checkTerms(ctx context.Context, c *checked) error {
	found, err := p.termFindings(ctx, c.article, c.edition)
	if err != nil {
		return err
	}
	// What stops is never left out for advice.
	slices.SortStableFunc(found, func(a, b TermFinding) int { return rank(&a.Finding) - rank(&b.Finding) })
	n := map[string]int{}
	for _, f := range found {
		if n[f.Check]++; n[f.Check] <= mostOf {
			c.add(f.Finding)
		}
	}
	return nil
}

// termFindings checks a translation against the revision of its source that it
// reflects. While it is on its way to a later one, each of both is right.
func (p *Publisher) termFindings(ctx context.Context, a *newsroom.Article, e *newsroom.Edition) ([]TermFinding, error) {
	source := a.Original()
	if e.Original || source == nil || source.Language == e.Language {
		return nil, nil
	}
	o, err := p.alignmentOptions(ctx, a.ID)
	if err != nil {
		return nil, err
	}
	checker := p.termChecker(a)
	found := holdAgainst(checker, source.Language, source.Writing(), e, o)
	if e.Reflects == 0 || e.Reflects >= source.Revision || len(found) == 0 {
		return found, nil
	}
	reflected, err := p.store.Revision(ctx, source.Key, e.Reflects)
	if errors.Is(err, newsroom.ErrNotFound) {
		return found, nil
	}
	if err != nil {
		return nil, err
	}
	before := map[string]bool{}
	for _, f := range holdAgainst(checker, source.Language, reflected.Writing(), e, o) {
		before[f.key()] = true
	}
	return slices.DeleteFunc(found, func(f TermFinding) bool { return !before[f.key()] }), nil
}

// key tells findings apart whatever else their sentences say.
func (f *TermFinding) key() string {
	v := &f.Violation
	parts := []string{f.Check, v.Found, ""}
	if v.Term != nil {
		parts[2] = v.Term.ZH
	} else if v.Found == "" {
		parts[2] = v.Said
	}
	return strings.Join(parts, "\x00")
}

// termChecker knows the term base, and the people whom the article is about.
func (p *Publisher) termChecker(a *newsroom.Article) *terms.Checker {
	base := p.Terms()
	list := slices.Clip(base.Terms())
	for _, credit := range a.Credits {
		name := credit.Contributor.Name
		if slices.Contains(newsroom.AboutRoles(), credit.Role) && len(name.Missing()) == 0 && base.Named(strings.ToLower(name.ZH)) == nil {
			list = append(list, newsroom.Term{ZH: name.ZH, EN: name.EN, Kind: newsroom.PersonTerm})
		}
	}
	if len(list) > len(base.Terms()) {
		base = terms.NewBase(list)
	}
	return terms.NewChecker(base, p.segmenter)
}

// holdAgainst checks an edition against what its source says, the fields first.
func holdAgainst(checker *terms.Checker, from newsroom.Language, source newsroom.Writing, e *newsroom.Edition, o bilingual.Options) []TermFinding {
	aligned := bilingual.Align(bilingual.Read(from, source.Body), bilingual.Read(e.Language, e.Body), o)
	passages := []terms.Passage{
		{Source: source.Kicker, Target: e.Kicker, Group: -4},
		{Source: source.Title, Target: e.Title, Group: -3},
		{Source: source.Subtitle, Target: e.Subtitle, Group: -2},
		{Source: source.Summary, Target: e.Summary, Group: -1},
	}
	fields := [...]string{"title", "title", "title", "summary"}
	passages = append(passages, aligned.Passages()...)
	var found []TermFinding
	for _, v := range checker.Check(from, passages) {
		f := TermFinding{Violation: v, Source: passages[v.Passage].Source, Target: passages[v.Passage].Target}
		f.Finding = findingOf(v, excerpt(f.Source, f.Target))
		if v.Passage < len(fields) {
			f.Field = fields[v.Passage]
		} else {
			f.Line = lineOf(aligned, v.Passage-len(fields), e.Body)
		}
		found = append(found, f)
	}
	return found
}

// findingOf words a violation that is about a sentence.
func findingOf(v terms.Violation, sentence string) Finding {
	f := Finding{Check: string(v.Fault), Blocking: v.Blocking, Waivable: v.Blocking}
	allowed := strings.Join(v.Allowed, " / ")
	switch v.Fault {
	case terms.NumberDiffers:
		// The sentence belongs to it: another one with the same number is not waived.
		f.Subject = orDash(v.Said) + " → " + orDash(v.Found) + ": " + sentence
		f.Args = []any{orDash(v.Said), orDash(v.Found), sentence}
	case terms.TermForbidden:
		f.Subject = v.Term.ZH + " → " + v.Found
		f.Args = []any{v.Found, v.Said, allowed, sentence}
	case terms.NameDiffers:
		f.Subject = v.Term.ZH + " → " + orDash(v.Found)
		f.Args = []any{v.Said, orDash(v.Found), allowed, sentence}
	default:
		f.Subject = v.Term.ZH
		f.Args = []any{v.Said, allowed, sentence}
	}
	return f
}

func orDash(s string) string {
	if s == "" {
		return "—"
	}
	return s
}

// longExcerpt is how many characters of a sentence are enough to find it by.
const longExcerpt = 40

// excerpt is the beginning of the source's sentence, or of the translation's where
// the source has none.
func excerpt(source, target string) string {
	if source == "" {
		source = target
	}
	runes := []rune(newsroom.Line(source))
	if len(runes) > longExcerpt {
		return string(runes[:longExcerpt]) + "…"
	}
	return string(runes)
}

// lineOf is the line of the translation's body where a bead stands, or what
// comes before it, from 1; 0 before all.
func lineOf(a *bilingual.Alignment, bead int, body string) int {
	for ; bead >= 0; bead-- {
		if target := a.Beads[bead].Target; len(target) > 0 {
			return 1 + strings.Count(body[:min(a.Target.Sentences[target[0]].Start, len(body))], "\n")
		}
	}
	return 0
}
