package publish

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"hebi/internal/markdown"
	"hebi/internal/newsroom"
	"hebi/internal/store"
)

// Finding is something that a check has to say of an edition before readers see it.
type Finding struct {
	// Check names the check: one of the constants below, which is also the last part
	// of the key of its sentence in the interface.
	Check string
	// Subject is what of the edition it is about, such as a picture's name; a waiver names it too.
	Subject string
	// Args are put into the sentence, in its order.
	Args []any
	// Line is the line of the body, from 1; 0 when it is about none. Field is the
	// field of the form otherwise: "title", "summary", or of the piece "cover", "credits" or "themes".
	Line  int
	Field string
	// Blocking says that the edition is not published with it, Waivable that a chief
	// editor may let it pass.
	Blocking, Waivable bool
	// Waiver is who let it pass; nil for nobody.
	Waiver *newsroom.Waiver
}

// Stops reports whether the finding keeps the edition from being published.
func (f *Finding) Stops() bool { return f.Blocking && f.Waiver == nil }

// The checks.
const (
	CheckTitle       = "title-long"
	CheckNoSummary   = "no-summary"
	CheckSummary     = "summary-long"
	CheckAlt         = "alt"
	CheckLicence     = "licence"
	CheckPicture     = "picture-credit"
	CheckPlaceholder = "placeholder"
	CheckLink        = "link"
	CheckAnchor      = "anchor"
	CheckHeading     = "heading"
	CheckPair        = "pair"
	CheckHalfWidth   = "half-width"
	CheckCredits     = "no-credits"
	CheckTranslator  = "no-translator"
	CheckTheme       = "theme"
)

// checked is an edition on its way through the checks: what they look at, made once.
type checked struct {
	article *newsroom.Article
	edition *newsroom.Edition
	body    *markdown.Document
	found   []Finding
}

// add is for advice, block for what keeps the edition from being published.
func (c *checked) add(f Finding) { c.found = append(c.found, f) }

func (c *checked) block(f Finding) {
	f.Blocking, f.Waivable = true, true
	c.add(f)
}

// checks are all there are, in the order of the panel. A further one is a function
// like these, and a sentence for each name that it uses.
func (p *Publisher) checks() []func(context.Context, *checked) error {
	return []func(context.Context, *checked) error{
		checkHead, p.checkPictures, p.checkLinks, checkHeadings, checkPairs, checkHalfWidth, checkCredits, checkThemes,
		p.checkTerms,
	}
}

// Check looks at an edition as it is stored and returns what there is to say of
// it: what keeps it from being published first, with the waivers that there are.
func (p *Publisher) Check(ctx context.Context, a *newsroom.Article, l newsroom.Language) ([]Finding, error) {
	e := a.Editions[l]
	if e == nil {
		return nil, fmt.Errorf("article %q in %s: %w", a.Slug, l, newsroom.ErrNotFound)
	}
	c := &checked{article: a, edition: e, body: markdown.Parse(e.Body)}
	for _, check := range p.checks() {
		if err := check(ctx, c); err != nil {
			return nil, fmt.Errorf("check %q in %s: %w", a.Slug, l, err)
		}
	}
	found := make([]*Finding, len(c.found))
	for i := range c.found {
		found[i] = &c.found[i]
	}
	if err := p.markWaived(ctx, e, found); err != nil {
		return nil, err
	}
	slices.SortStableFunc(c.found, func(a, b Finding) int { return rank(&a) - rank(&b) })
	return c.found, nil
}

// markWaived says of findings about an edition who let them pass.
func (p *Publisher) markWaived(ctx context.Context, e *newsroom.Edition, found []*Finding) error {
	waivers, err := p.store.Waivers(ctx, e.Key)
	if err != nil {
		return err
	}
	for _, f := range found {
		for j, w := range waivers {
			if f.Waivable && w.Check == f.Check && w.Subject == f.Subject {
				f.Waiver = &waivers[j]
			}
		}
	}
	return nil
}

// rank puts what stops first, then what was let pass, then advice.
func rank(f *Finding) int {
	switch {
	case f.Stops():
		return 0
	case f.Blocking:
		return 1
	}
	return 2
}

// passes is ErrInvalid while something keeps an edition from being published.
func (p *Publisher) passes(ctx context.Context, a *newsroom.Article, l newsroom.Language) error {
	found, err := p.Check(ctx, a, l)
	if err != nil {
		return err
	}
	var stops []string
	for _, f := range found {
		if f.Stops() {
			stops = append(stops, strings.TrimSuffix(f.Check+" "+f.Subject, " "))
		}
	}
	if len(stops) == 0 {
		return nil
	}
	return newsroom.At(newsroom.Place{Language: l, Key: "checks"}, newsroom.Because(newsroom.ErrInvalid,
		"the %s edition does not pass its checks (%s): mend it, or ask a chief editor for a waiver", l, strings.Join(stops, ", ")))
}

// Waive lets an edition pass although a check finds something about a subject;
// ErrInvalid when it finds nothing that may be waived, or no reason is given.
func (p *Publisher) Waive(ctx context.Context, article int64, l newsroom.Language, check, subject, reason string, o Options) error {
	a, err := p.store.WholeArticleByID(ctx, article)
	if err != nil {
		return err
	}
	if err := o.may(newsroom.ActWaive, l); err != nil {
		return err
	}
	if reason = newsroom.Line(reason); reason == "" {
		return newsroom.At(newsroom.Place{Key: "waiver"}, newsroom.Because(newsroom.ErrInvalid, "say why the check is waived: the reason is kept"))
	}
	found, err := p.Check(ctx, a, l)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(found, func(f Finding) bool { return f.Waivable && f.Check == check && f.Subject == subject }) {
		return newsroom.At(newsroom.Place{Key: "waiver"}, newsroom.Because(newsroom.ErrInvalid, "the check %q finds nothing to waive about %q", check, subject))
	}
	e := a.Editions[l]
	return p.store.InTx(ctx, func(tx *store.Store) error {
		err := tx.AddWaiver(ctx, e.Key, newsroom.Waiver{Check: check, Subject: subject, Reason: reason, User: o.userID()})
		if err != nil {
			return err
		}
		return o.audit(ctx, tx, "waive "+check, editionSubject(e, article), nil, newsroom.Facts{"subject": subject, "reason": reason})
	})
}

// isThere turns "not found" into false; what was taken back is not there either.
func isThere(err error) (bool, error) {
	if errors.Is(err, newsroom.ErrNotFound) || errors.Is(err, newsroom.ErrGone) {
		return false, nil
	}
	return err == nil, err
}
