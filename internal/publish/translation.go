package publish

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"hebi/internal/bilingual"
	"hebi/internal/newsroom"
	"hebi/internal/store"
)

// Translation is how a translated edition stands to its source.
type Translation struct {
	Article        *newsroom.Article
	Source, Target *newsroom.Edition
	// Changes are what became of the source since the revision that the target
	// reflects, without what the target is said to reflect already.
	Changes []SourceChange
	// Unknown says that the revision that the target reflects is not kept here, so
	// that nobody can say what changed; Changes is empty then.
	Unknown bool
}

// SourceChange is a change of the source with what the target says there now.
type SourceChange struct {
	bilingual.Change
	// Now is the present translation of the place; empty for what was added, and
	// where nothing corresponds.
	Now string
	// Line is that of Now in the target's body, from 1; 0 for none.
	Line int
}

// Stale is how many changes make the target out of date. Where nobody can say,
// it is 1 if anything but typos changed.
func (t *Translation) Stale() int {
	n := 0
	for i := range t.Changes {
		if t.Changes[i].Stale() {
			n++
		}
	}
	if t.Unknown && t.Target.Behind(t.Source) {
		return 1
	}
	return n
}

// Translation returns how an edition stands to its source, drafts included;
// ErrInvalid for the original.
func (p *Publisher) Translation(ctx context.Context, article int64, l newsroom.Language) (*Translation, error) {
	a, err := p.store.WholeArticleByID(ctx, article)
	if err != nil {
		return nil, err
	}
	e := a.Editions[l]
	switch {
	case e == nil:
		return nil, fmt.Errorf("article %q in %s: %w", a.Slug, l, newsroom.ErrNotFound)
	case e.Original:
		return nil, newsroom.Because(newsroom.ErrInvalid, "the %s edition of %q is the original: there is nothing that it could reflect", l, a.Slug)
	}
	return p.translation(ctx, a, e)
}

// Standing is Translation without what the target says at each change, for
// which the article needs no bodies. Without a translation the Target is nil.
func (p *Publisher) Standing(ctx context.Context, a *newsroom.Article) (*Translation, error) {
	source := a.Original()
	t := &Translation{Article: a, Source: source, Target: a.Editions[source.Language.Other()]}
	if t.Target == nil {
		return t, nil
	}
	_, err := p.since(ctx, t)
	return t, err
}

// translation is Translation of an article with its bodies.
func (p *Publisher) translation(ctx context.Context, a *newsroom.Article, e *newsroom.Edition) (*Translation, error) {
	t := &Translation{Article: a, Source: a.Original(), Target: e}
	way, err := p.since(ctx, t)
	if err != nil || len(t.Changes) == 0 {
		return t, err
	}
	return t, p.findPresent(ctx, t, way)
}

// since fills in the changes; the way that it returns is nil when there are none.
func (p *Publisher) since(ctx context.Context, t *Translation) (*bilingual.Source, error) {
	e := t.Target
	if e.Reflects == 0 || e.Reflects >= t.Source.Revision {
		t.Unknown = e.Reflects == 0
		return nil, nil
	}
	revisions, err := p.store.RevisionsFrom(ctx, t.Source.Key, e.Reflects)
	if err != nil {
		return nil, err
	}
	if len(revisions) == 0 || revisions[0].Number != e.Reflects {
		t.Unknown = true
		return nil, nil
	}
	reflected, err := p.store.Reflected(ctx, e.Key)
	if err != nil {
		return nil, err
	}
	way := bilingual.Since(t.Source.Language, revisions)
	for _, c := range way.Changes {
		if !reflected[c.Key()] {
			t.Changes = append(t.Changes, SourceChange{Change: c})
		}
	}
	return way, nil
}

// findPresent fills in what the target says at each change.
func (p *Publisher) findPresent(ctx context.Context, t *Translation, way *bilingual.Source) error {
	o, err := p.alignmentOptions(ctx, t.Article.ID)
	if err != nil {
		return err
	}
	target := bilingual.Read(t.Target.Language, t.Target.Body)
	aligned := bilingual.Align(way.First, target, o)
	beads := map[int]int{}
	for i, bead := range aligned.Beads {
		for _, s := range bead.Source {
			beads[s] = i
		}
	}
	fields := map[string]string{"title": t.Target.Title, "subtitle": t.Target.Subtitle, "kicker": t.Target.Kicker, "summary": t.Target.Summary}
	for i := range t.Changes {
		c := &t.Changes[i]
		if c.Now = fields[c.Field]; c.Field != "" {
			continue
		}
		var said []int
		for _, s := range c.Old {
			said = append(said, aligned.Beads[beads[s]].Target...)
		}
		slices.Sort(said)
		said = slices.Compact(said)
		if len(said) > 0 {
			c.Now, c.Line = target.Said(said), 1+strings.Count(t.Target.Body[:min(target.Sentences[said[0]].Start, len(t.Target.Body))], "\n")
		}
	}
	return nil
}

// alignmentOptions are what is known of how an article's editions correspond.
func (p *Publisher) alignmentOptions(ctx context.Context, article int64) (bilingual.Options, error) {
	text, err := p.store.AlignmentCorrections(ctx, article)
	if err != nil {
		return bilingual.Options{}, err
	}
	corrections, err := bilingual.ParseCorrections(text)
	return bilingual.Options{Terms: p.Terms(), Corrections: corrections}, err
}

// Reflection says what of its source a translation reflects now.
type Reflection struct {
	Article  int64
	Language newsroom.Language
	// Version is that of the translation that the user has before them.
	Version int
	// Keys are those of changes that the translation reflects now. Without any it
	// reflects the source's revision as a whole.
	Keys []string
	// Revision is the source's that the user has seen; a later one is ErrConflict.
	Revision int
}

// Reflect keeps what a translator decided: that the translation reflects its
// source as it stands, or some of its changes. It touches no text. When no change
// is left that makes the translation out of date, it reflects the whole.
func (p *Publisher) Reflect(ctx context.Context, r Reflection, o Options) error {
	a, e, err := p.openEdition(ctx, r.Article, r.Language, r.Version)
	if err != nil {
		return err
	}
	if e.Original {
		return newsroom.Because(newsroom.ErrInvalid, "the %s edition of %q is the original: there is nothing that it could reflect", r.Language, a.Slug)
	}
	if err := o.may(newsroom.ActTranslate, r.Language); err != nil {
		return err
	}
	if source := a.Original(); source.Revision != r.Revision {
		return newsroom.Because(newsroom.ErrConflict, "the source of %q has revision %d now: look at what changed once more", a.Slug, source.Revision)
	}
	if len(r.Keys) > 0 {
		left, err := p.reflectChanges(ctx, a, e, r.Keys, o)
		if err != nil || left > 0 {
			return err
		}
	}
	return p.reflectWhole(ctx, a, e, o)
}

// reflectChanges keeps some changes as reflected and returns how many are left
// that make the translation out of date.
func (p *Publisher) reflectChanges(ctx context.Context, a *newsroom.Article, e *newsroom.Edition, keys []string, o Options) (int, error) {
	t, err := p.translation(ctx, a, e)
	if err != nil {
		return 0, err
	}
	var known, texts []string
	left := 0
	for i := range t.Changes {
		c := &t.Changes[i]
		switch {
		case slices.Contains(keys, c.Key()):
			known, texts = append(known, c.Key()), append(texts, c.NewText)
		case c.Stale():
			left++
		}
	}
	if len(known) < len(keys) {
		return 0, newsroom.Because(newsroom.ErrConflict, "the source of %q was changed meanwhile: look at what changed once more", a.Slug)
	}
	return left, p.store.InTx(ctx, func(tx *store.Store) error {
		if err := tx.AddReflected(ctx, e.Key, o.userID(), known); err != nil {
			return err
		}
		if err := tx.Bump(ctx, store.ChangeCounter); err != nil {
			return err
		}
		facts := newsroom.Facts{}
		for i, text := range texts {
			facts[string(e.Language)+".reflected."+strconv.Itoa(i+1)] = text
		}
		return o.audit(ctx, tx, "reflected", "article "+a.Slug, nil, facts)
	})
}

// reflectWhole binds the translation to the source as it stands.
func (p *Publisher) reflectWhole(ctx context.Context, a *newsroom.Article, e *newsroom.Edition, o Options) error {
	err := p.store.InTx(ctx, func(tx *store.Store) error {
		before := newsroom.Facts{string(e.Language) + ".reflects": strconv.Itoa(e.Reflects)}
		after := newsroom.Facts{string(e.Language) + ".reflects": strconv.Itoa(a.Original().Revision)}
		if err := tx.SetReflects(ctx, e.Key, e.Version, a.Original().Revision); err != nil {
			return err
		}
		if err := tx.ForgetReflected(ctx, e.Key); err != nil {
			return err
		}
		if err := tx.Bump(ctx, store.ChangeCounter); err != nil {
			return err
		}
		return o.audit(ctx, tx, "reflected", "article "+a.Slug, before, after)
	})
	if err != nil {
		return fmt.Errorf("what %q reflects: %w", a.Slug, err)
	}
	return nil
}

// Align returns how the sentences of two editions of an article correspond, with
// what editors decided of it.
func (p *Publisher) Align(ctx context.Context, a *newsroom.Article, source, target *newsroom.Edition) (*bilingual.Alignment, error) {
	o, err := p.alignmentOptions(ctx, a.ID)
	if err != nil {
		return nil, err
	}
	return bilingual.Align(bilingual.Read(source.Language, source.Body), bilingual.Read(target.Language, target.Body), o), nil
}
