package publish

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"hebi/internal/hanzi"
	"hebi/internal/newsroom"
	"hebi/internal/store"
)

// Beginning is a new article, or a new edition of one, as somebody begins it.
type Beginning struct {
	Language newsroom.Language
	// Title is needed; the rest of the text may follow.
	Title string
	// Kind and Slug are the article's; a slug is made of the title when it is
	// empty. Both are passed over for a new edition.
	Kind newsroom.Kind
	Slug string
}

// Begin makes an article with a draft in one language and returns its number.
func (p *Publisher) Begin(ctx context.Context, b Beginning, o Options) (int64, error) {
	slug := b.Slug
	var err error
	if slug == "" {
		if slug, err = p.freeArticleSlug(ctx, hanzi.Slug(b.Title)); err != nil {
			return 0, err
		}
	} else if err := p.slugIsFree(ctx, slug); err != nil {
		return 0, err
	}
	a := &newsroom.Article{Slug: slug, Kind: b.Kind, Editions: map[newsroom.Language]*newsroom.Edition{
		b.Language: {Language: b.Language, Title: b.Title, Status: newsroom.Draft, Original: true},
	}}
	o.desk = true
	if r := p.saveOnce(ctx, []*newsroom.Article{a}, o)[0]; r.Err != nil {
		return 0, r.Err
	}
	made, err := p.store.WholeArticle(ctx, slug)
	if err != nil {
		return 0, err
	}
	return made.ID, nil
}

func (p *Publisher) freeArticleSlug(ctx context.Context, slug string) (string, error) {
	return freeSlug(slug, func(slug string) (bool, error) {
		err := p.slugIsFree(ctx, slug)
		if errors.Is(err, newsroom.ErrConflict) {
			return true, nil
		}
		return false, err
	})
}

// slugIsFree is ErrConflict when an article has a slug, or had it: what leads
// there must go on leading there.
func (p *Publisher) slugIsFree(ctx context.Context, slug string) error {
	taken, err := p.store.SlugTaken(ctx, slug)
	if err != nil {
		return err
	}
	if taken {
		return newsroom.At(newsroom.Place{Key: "slug"}, newsroom.Because(newsroom.ErrConflict, "the slug %q is another article's: choose another", slug))
	}
	switch to, err := p.store.Redirected(ctx, newsroom.ArticleMoved, slug); {
	case err == nil:
		return newsroom.At(newsroom.Place{Key: "slug"}, newsroom.Because(newsroom.ErrConflict, "the slug %q leads to the article %q, which had it before: choose another", slug, to))
	case !errors.Is(err, newsroom.ErrNotFound):
		return err
	}
	return nil
}

// BeginEdition adds to an article the draft of an edition in a language that it
// has none in: a translation that reflects its source as it stands. ErrConflict
// says that the article has one.
func (p *Publisher) BeginEdition(ctx context.Context, article int64, b Beginning, o Options) error {
	a, err := p.store.WholeArticleByID(ctx, article)
	if err != nil {
		return err
	}
	if a.Editions[b.Language] != nil {
		return newsroom.Because(newsroom.ErrConflict, "article %q has a %s edition already", a.Slug, b.Language)
	}
	e := &newsroom.Edition{Language: b.Language, Title: b.Title, Status: newsroom.Draft, Reflects: a.Original().Revision}
	return p.saveDesk(ctx, a, map[newsroom.Language]*newsroom.Edition{b.Language: e}, o)
}

// saveDesk saves editions of an article that is otherwise as it is stored.
func (p *Publisher) saveDesk(ctx context.Context, a *newsroom.Article, editions map[newsroom.Language]*newsroom.Edition, o Options) error {
	incoming := *a
	incoming.Editions, incoming.Themes = editions, setByHand(a.Themes)
	incoming.Files, incoming.Media = nil, nil
	o.desk = true
	return p.saveOnce(ctx, []*newsroom.Article{&incoming}, o)[0].Err
}

// Written is what somebody saves of an edition.
type Written struct {
	Article  int64
	Language newsroom.Language
	// Version is that of the edition the text was begun from.
	Version int
	newsroom.Writing
	// Weight is what the change is to readers of a published edition.
	Weight newsroom.Weight
	// Note says what the revision is for, often empty.
	Note string
	// Correction is what readers are told, with the weight of a correction only.
	Correction *newsroom.Correction
}

// Write saves a text and makes a revision of it. ErrConflict says that somebody
// saved the edition since it was opened: nothing is written then, and the
// user's working copy keeps the text. A text that does not differ is no error.
func (p *Publisher) Write(ctx context.Context, w Written, o Options) error {
	a, e, err := p.openEdition(ctx, w.Article, w.Language, w.Version)
	if err != nil {
		return err
	}
	if (w.Weight == newsroom.CorrectionWeight) != (w.Correction != nil) {
		return newsroom.Because(newsroom.ErrInvalid, "a correction needs a note for readers, and a note makes it a correction")
	}
	changed := *e
	changed.Write(w.Writing)
	if w.Correction != nil {
		if err := o.may(newsroom.ActCorrect, w.Language); err != nil {
			return err
		}
		if !e.Visible() {
			return newsroom.Because(newsroom.ErrInvalid, "only what readers see can be corrected: save the draft instead")
		}
		changed.Corrections = append(slices.Clone(e.Corrections), *w.Correction)
	}
	o.wrought, o.note = w.Weight, w.Note
	if err := p.saveDesk(ctx, a, map[newsroom.Language]*newsroom.Edition{w.Language: &changed}, o); err != nil || o.User == nil {
		return err
	}
	// Should the process end before this, a working copy stays that says what is saved: no harm.
	return p.store.DropWorkingCopy(ctx, e.Key, o.User.ID)
}

// openEdition loads an edition; ErrConflict unless it has this version.
func (p *Publisher) openEdition(ctx context.Context, article int64, l newsroom.Language, version int) (*newsroom.Article, *newsroom.Edition, error) {
	a, err := p.store.WholeArticleByID(ctx, article)
	if err != nil {
		return nil, nil, err
	}
	e := a.Editions[l]
	if e == nil {
		return nil, nil, fmt.Errorf("article %q in %s: %w", a.Slug, l, newsroom.ErrNotFound)
	}
	if e.Version != version {
		return nil, nil, newsroom.Because(newsroom.ErrConflict, "the %s edition of %q was saved by somebody else since you opened it", l, a.Slug)
	}
	return a, e, nil
}

// KeepWorkingCopy keeps what the user is writing of an edition, which nobody
// else sees. It is kept also when ErrConflict says that it was begun from an
// older state: nothing typed is lost.
func (p *Publisher) KeepWorkingCopy(ctx context.Context, article int64, l newsroom.Language, w *newsroom.WorkingCopy, o Options) error {
	a, err := p.store.WholeArticleByID(ctx, article)
	if err != nil {
		return err
	}
	e := a.Editions[l]
	if e == nil {
		return fmt.Errorf("article %q in %s: %w", a.Slug, l, newsroom.ErrNotFound)
	}
	if err := o.may(newsroom.WritingAction(e), l); err != nil {
		return err
	}
	if o.User == nil {
		return newsroom.Because(newsroom.ErrInvalid, "a working copy needs a user who signs in")
	}
	if err := p.store.KeepWorkingCopy(ctx, e.Key, o.User.ID, w); err != nil {
		return err
	}
	if e.Version != w.Version {
		return newsroom.Because(newsroom.ErrConflict, "the %s edition of %q was saved by somebody else since you opened it; your text is kept", l, a.Slug)
	}
	return nil
}

// Restore saves the text of an earlier revision as a new one.
func (p *Publisher) Restore(ctx context.Context, article int64, l newsroom.Language, version, revision int, note string, o Options) error {
	_, e, err := p.openEdition(ctx, article, l, version)
	if err != nil {
		return err
	}
	r, err := p.store.Revision(ctx, e.Key, revision)
	if err != nil {
		return err
	}
	return p.Write(ctx, Written{Article: article, Language: l, Version: version, Writing: r.Writing(), Weight: newsroom.Significant, Note: note}, o)
}

// Facts are what is true of a piece, whatever its languages.
type Facts struct {
	Article int64
	// Version is that of the article the facts were begun from.
	Version int
	Slug    string
	Kind    newsroom.Kind
	Credits []newsroom.Credit
	// Translators are by edition.
	Translators map[newsroom.Language][]newsroom.Credit
	// Themes are slugs of those set by hand.
	Themes []string
	Print  *newsroom.PrintPlace
	Cover  *newsroom.Picture
	// Original is the language of the original; empty leaves it.
	Original newsroom.Language
	// Dates are what the bylines show, by edition; an edition without one keeps its own.
	Dates map[newsroom.Language]time.Time
}

// Describe saves the facts of a piece. A slug that readers may know goes on
// leading to the piece. ErrConflict says that somebody else saved the facts
// since they were opened, or that the slug is taken.
func (p *Publisher) Describe(ctx context.Context, f Facts, o Options) error {
	a, err := p.store.WholeArticleByID(ctx, f.Article)
	if err != nil {
		return err
	}
	if a.Version != f.Version {
		return newsroom.Because(newsroom.ErrConflict, "what is true of %q was saved by somebody else since you opened it", a.Slug)
	}
	if f.Slug != a.Slug {
		if err := newsroom.CheckSlug(f.Slug); err != nil {
			return newsroom.At(newsroom.Place{Key: "slug"}, err)
		}
		back, err := p.store.Redirected(ctx, newsroom.ArticleMoved, f.Slug)
		if err != nil && !errors.Is(err, newsroom.ErrNotFound) {
			return err
		}
		if back != a.Slug { // to a slug of its own it may return
			if err := p.slugIsFree(ctx, f.Slug); err != nil {
				return err
			}
		}
	}
	return p.describe(ctx, a, f, o)
}

func (p *Publisher) describe(ctx context.Context, a *newsroom.Article, f Facts, o Options) error {
	incoming := *a
	cover, err := p.coverWords(ctx, f.Cover, a.Cover)
	if err != nil {
		return err
	}
	incoming.Slug, incoming.Kind, incoming.Credits, incoming.Print, incoming.Cover = f.Slug, f.Kind, f.Credits, f.Print, cover
	incoming.Files, incoming.Media = nil, nil
	incoming.Themes = nil
	for _, slug := range f.Themes {
		incoming.Themes = append(incoming.Themes, newsroom.ThemeTag{Slug: slug, Manual: true})
	}
	incoming.Editions = maps.Clone(a.Editions)
	for l, e := range incoming.Editions {
		changed := *e
		if translators, named := f.Translators[l]; named {
			changed.Translators = translators
		}
		if date, named := f.Dates[l]; named {
			changed.Date = date
		}
		incoming.Editions[l] = &changed
	}
	if f.Original != "" && f.Original != a.Original().Language {
		if err := turn(incoming.Editions, f.Original); err != nil {
			return err
		}
	}
	o.desk = true
	return p.saveOnce(ctx, []*newsroom.Article{&incoming}, o)[0].Err
}

// turn makes another edition the original: the one that was is its translation
// from now on and reflects it as it stands.
func turn(editions map[newsroom.Language]*newsroom.Edition, original newsroom.Language) error {
	source := editions[original]
	if source == nil {
		return newsroom.Because(newsroom.ErrInvalid, "there is no %s edition that could be the original: begin it first", original)
	}
	for l, e := range editions {
		e.Original, e.Reflects = l == original, source.Revision
	}
	source.Reflects = 0
	return nil
}

// moveSlug makes the old slug of an article lead to the new one for ever.
func (s *saving) moveSlug(ctx context.Context, tx *store.Store) error {
	if s.stored == nil {
		return tx.FreeRedirect(ctx, newsroom.ArticleMoved, s.article.Slug)
	}
	if s.stored.Slug == s.article.Slug {
		return nil
	}
	return tx.AddRedirect(ctx, newsroom.Redirect{Kind: newsroom.ArticleMoved, From: s.stored.Slug, To: s.article.Slug, User: s.o.userID()})
}
