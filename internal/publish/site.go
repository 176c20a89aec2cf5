package publish

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"hebi/internal/newsroom"
	"hebi/internal/store"
)

// SaveSite replaces the site's settings.
func (p *Publisher) SaveSite(ctx context.Context, site *newsroom.Site, o Options) (*Outcome, error) {
	if err := o.mayAll(newsroom.ActAdminister); err != nil {
		return nil, err
	}
	return p.alone(ctx, "site", o, func(tx *store.Store, told *deed) (string, error) {
		stored, err := tx.Site(ctx)
		if err != nil || reflect.DeepEqual(site, stored) {
			return Unchanged, err
		}
		if site.Name != stored.Name || site.Tagline != stored.Tagline {
			told.add(everything()...)
		}
		told.before, told.after = plainFacts(stored), plainFacts(site)
		return Updated, tx.SaveSite(ctx, site)
	})
}

// SaveThemes inserts or updates themes by their slugs; those it does not name stay.
func (p *Publisher) SaveThemes(ctx context.Context, themes []newsroom.Theme, o Options) (*Outcome, error) {
	if err := o.mayAll(newsroom.ActManage); err != nil {
		return nil, err
	}
	bare := func(t newsroom.Theme) newsroom.Theme {
		t.ID, t.Count = 0, 0
		vocabulary := map[newsroom.Language][]string{}
		for _, l := range newsroom.Languages() {
			vocabulary[l] = append([]string{}, t.Vocabulary[l]...)
		}
		t.Vocabulary = vocabulary
		return t
	}
	return p.saveKnowledge(ctx, o, "themes", func(tx *store.Store, told *deed) (string, error) {
		stored, err := tx.AllThemes(ctx)
		if err != nil || within(themes, stored, func(t newsroom.Theme) string { return t.Slug }, bare) {
			return Unchanged, err
		}
		if err := tx.SaveThemes(ctx, themes); err != nil {
			return "", err
		}
		told.add(renamedThemes(stored, themes)...)
		told.before, told.after = themeFacts(stored, themes), themeFacts(themes, themes)
		return Updated, tx.TermsChanged(ctx, nil)
	})
}

// SaveThemeWeights replaces what was learned of words. Weights of an unknown
// theme are saved, with one warning for each such theme.
func (p *Publisher) SaveThemeWeights(ctx context.Context, weights []newsroom.ThemeWeight, o Options) (*Outcome, error) {
	if err := o.mayAll(newsroom.ActManage); err != nil {
		return nil, err
	}
	var known []newsroom.Theme
	out, err := p.saveKnowledge(ctx, o, "theme weights", func(tx *store.Store, told *deed) (string, error) {
		var err error
		if known, err = tx.AllThemes(ctx); err != nil {
			return "", err
		}
		stored, err := tx.ThemeWeights(ctx)
		if err != nil || slices.Equal(weights, stored) {
			return Unchanged, err
		}
		if err := tx.SetThemeWeights(ctx, weights); err != nil {
			return "", err
		}
		told.before, told.after = weightFacts(stored), weightFacts(weights)
		return Updated, tx.TermsChanged(ctx, nil)
	})
	if err != nil {
		return nil, err
	}
	warned := slugsOf(known)
	for _, w := range weights {
		if !slices.Contains(warned, w.Theme) {
			out.warn(newsroom.Place{Value: w.Theme}, "weights of %s: %s", w.Theme, newsroom.Sentence(unknownTheme(w.Theme, slugsOf(known))))
			warned = append(warned, w.Theme)
		}
	}
	return out, nil
}

func slugsOf(themes []newsroom.Theme) []string {
	slugs := make([]string, len(themes))
	for i, t := range themes {
		slugs[i] = t.Slug
	}
	return slugs
}

// within reports whether every incoming value is stored as it is and in the
// same order. bare removes what the database adds, and makes absent lists empty.
func within[T any](incoming, stored []T, key func(T) string, bare func(T) T) bool {
	places := make(map[string]int, len(stored))
	for i, v := range stored {
		places[key(v)] = i
	}
	last := -1
	for _, v := range incoming {
		place, known := places[key(v)]
		if !known || place <= last || !reflect.DeepEqual(bare(v), bare(stored[place])) {
			return false
		}
		last = place
	}
	return true
}

// saveKnowledge changes themes, terms or weights and takes the change over at
// once; save returns what became of them, as alone's do, and has told
// TermsChanged of a change.
func (p *Publisher) saveKnowledge(ctx context.Context, o Options, what string, save func(tx *store.Store, told *deed) (string, error)) (*Outcome, error) {
	out, err := p.alone(ctx, what, o, save)
	if err != nil {
		return nil, err
	}
	return out, p.Refresh(ctx)
}

// SaveContributor saves a contributor by slug, PortraitFile included.
func (p *Publisher) SaveContributor(ctx context.Context, c *newsroom.Contributor, o Options) (*Outcome, error) {
	if err := o.mayAll(newsroom.ActManage); err != nil {
		return nil, err
	}
	if err := newsroom.CheckSlug(c.Slug); err != nil {
		return nil, err
	}
	name, files, err := p.keepPortrait(c)
	if err != nil {
		return nil, err
	}
	return p.alone(ctx, "contributor "+c.Slug, o, func(tx *store.Store, told *deed) (string, error) {
		stored, err := tx.AnyContributorBySlug(ctx, c.Slug)
		if err != nil && !errors.Is(err, newsroom.ErrNotFound) {
			return "", err
		}
		merged, change := *c, Created
		merged.PortraitFile, merged.Portrait = nil, name
		if stored != nil {
			change, merged.ID = Updated, stored.ID
			if file, ok := files[name]; ok {
				merged.PortraitAddress = store.MediaAddress(file.Hash)
			}
			if reflect.DeepEqual(&merged, stored) {
				return Unchanged, nil
			}
		}
		told.before, told.after = contributorFacts(stored), contributorFacts(&merged)
		return change, putContributor(ctx, tx, &told.lists, stored, &merged, files)
	})
}

// SaveSpecial saves a special by slug. All its articles must be there. Without
// ArticleSlugs the stored ones stay; an edition it does not hold stays.
func (p *Publisher) SaveSpecial(ctx context.Context, special *newsroom.Special, o Options) (*Outcome, error) {
	if err := o.mayAll(newsroom.ActManage); err != nil {
		return nil, err
	}
	if err := newsroom.CheckSlug(special.Slug); err != nil {
		return nil, err
	}
	editions := map[newsroom.Language]*newsroom.SpecialEdition{}
	for l, e := range special.Editions {
		editions[l] = tidySpecialEdition(e, l)
		if editions[l].Title == "" {
			return nil, newsroom.At(newsroom.Place{Language: l}, newsroom.Because(newsroom.ErrInvalid, "the %s text of the special has no title", l))
		}
	}
	files, err := p.keep(special.Files)
	if err == nil {
		err = checkShown(files, nil, notes(editions))
	}
	if err != nil {
		return nil, fmt.Errorf("special %q: %w", special.Slug, err)
	}
	return p.alone(ctx, "special "+special.Slug, o, func(tx *store.Store, told *deed) (string, error) {
		stored, err := tx.WholeSpecial(ctx, special.Slug)
		if err != nil && !errors.Is(err, newsroom.ErrNotFound) {
			return "", err
		}
		if err := told.addSpecial(ctx, tx, special.Slug); err != nil { // as it was
			return "", err
		}
		merged := *special
		merged.Editions = map[newsroom.Language]*newsroom.SpecialEdition{}
		change := Created
		if stored != nil {
			change = Updated
			maps.Copy(merged.Editions, stored.Editions)
			if len(merged.ArticleSlugs) == 0 {
				merged.ArticleSlugs = stored.ArticleSlugs
			}
			files = withStored(files, stored.Media, len(stored.Editions) > len(special.Editions))
		}
		maps.Copy(merged.Editions, editions)
		if err := checkNamed(named(files), nil, notes(editions)); err != nil {
			return "", err
		}
		files = used(files, nil, notes(merged.Editions))
		if stored != nil && slices.Equal(stored.ArticleSlugs, merged.ArticleSlugs) &&
			reflect.DeepEqual(stored.Editions, merged.Editions) && sameAddresses(files, stored.Media) {
			return Unchanged, nil
		}
		if err := tx.SaveSpecial(ctx, &merged); err != nil {
			return "", err
		}
		told.before, told.after = specialFacts(stored), specialFacts(&merged)
		if err := told.addSpecial(ctx, tx, special.Slug); err != nil {
			return "", err
		}
		return change, tx.SetSpecialMedia(ctx, merged.ID, files)
	})
}

// JoinSpecial puts an article at the end of a special unless it is in it.
func (p *Publisher) JoinSpecial(ctx context.Context, special, article string, o Options) error {
	_, err := p.alone(ctx, "special "+special, o, func(tx *store.Store, told *deed) (string, error) {
		a, err := tx.WholeArticle(ctx, article)
		if err != nil {
			return "", err
		}
		if err := o.MayDescribe(a); err != nil {
			return "", err
		}
		if slices.ContainsFunc(a.Specials, func(s newsroom.SpecialRef) bool { return s.Slug == special }) {
			return Unchanged, nil
		}
		site, err := tx.Site(ctx)
		if err != nil {
			return "", err
		}
		after := snapshot(a)
		after.Specials = append(slices.Clone(a.Specials), newsroom.SpecialRef{Slug: special})
		told.add(affected(a, after, true, site.Zone())...)
		told.after = newsroom.Facts{"joined": article}
		return Updated, tx.JoinSpecial(ctx, special, a.ID)
	})
	return err
}

// SavePage saves a standing page by slug; its editions follow the same rules
// of status as an article's. An edition it does not hold stays.
func (p *Publisher) SavePage(ctx context.Context, page *newsroom.Page, o Options) (*Outcome, error) {
	if err := o.mayAll(newsroom.ActManage); err != nil {
		return nil, err
	}
	if err := newsroom.CheckSlug(page.Slug); err != nil {
		return nil, err
	}
	tidy := *page
	tidy.Editions = map[newsroom.Language]*newsroom.Edition{}
	for l, e := range page.Editions {
		tidy.Editions[l] = tidyEdition(e, l)
	}
	page = &tidy
	for _, e := range page.Editions {
		if err := checkEdition(e); err != nil {
			return nil, err
		}
		if err := p.checkID(ctx, e, "pages/"+page.Slug); err != nil {
			return nil, err
		}
	}
	files, err := p.keep(page.Files)
	if err == nil {
		err = checkShown(files, nil, bodies(page.Editions))
	}
	if err != nil {
		return nil, fmt.Errorf("page %q: %w", page.Slug, err)
	}
	var warnings []Warning
	out, err := p.alone(ctx, "page "+page.Slug, o, func(tx *store.Store, told *deed) (string, error) {
		stored, err := tx.WholePage(ctx, page.Slug)
		if err != nil && !errors.Is(err, newsroom.ErrNotFound) {
			return "", err
		}
		s, err := p.mergePage(page, stored, files, o)
		if err != nil {
			return "", err
		}
		warnings = s.out.Warnings
		if s.out.Change == Unchanged {
			return Unchanged, nil
		}
		if err := s.mayBe(); err != nil {
			return "", err
		}
		merged := &newsroom.Page{Slug: page.Slug, Editions: s.article.Editions}
		if err := tx.SavePage(ctx, merged); err != nil {
			return "", err
		}
		told.before, told.after = pageFacts(stored), pageFacts(merged)
		return s.out.Change, tx.SetPageMedia(ctx, merged.ID, uses(s.files, merged.Editions, nil))
	})
	if out != nil {
		out.Warnings = warnings
	}
	return out, err
}

// mergePage lays an incoming page over the stored one, which may be nil.
func (p *Publisher) mergePage(page, stored *newsroom.Page, files map[string]store.Media, o Options) (*saving, error) {
	s := &saving{p: p, o: o, out: &Outcome{Change: Created, Slug: page.Slug}, files: files}
	s.article = &newsroom.Article{Slug: page.Slug, Editions: map[newsroom.Language]*newsroom.Edition{}}
	if stored != nil {
		s.out.Change = Unchanged
		s.stored = &newsroom.Article{Slug: page.Slug, Editions: stored.Editions, Media: stored.Media}
		maps.Copy(s.article.Editions, stored.Editions)
		s.files = withStored(files, stored.Media, page.Files == nil && page.Media != nil || len(stored.Editions) > len(page.Editions))
	}
	for l, in := range page.Editions {
		e := *in
		e.Kicker, e.Corrections, e.Retraction, e.Translators = "", nil, nil, nil // a page has none
		s.mergeEdition(l, &e)
	}
	s.settleOriginal(page.Editions)
	s.settleReflects(page.Editions)
	if err := checkNamed(named(s.files), nil, bodies(page.Editions)); err != nil {
		return nil, err
	}
	s.files = used(s.files, nil, bodies(s.article.Editions))
	if s.stored != nil && (s.editionsDiffer() || !sameAddresses(s.files, stored.Media)) {
		s.out.Change = Updated
	}
	return s, nil
}

// alone carries out a change of one thing that is read and written within the
// transaction, while nobody else changes it. do returns what became of it, and
// tells of the lists that change by it and of the thing before and after.
func (p *Publisher) alone(ctx context.Context, subject string, o Options, do func(tx *store.Store, told *deed) (string, error)) (*Outcome, error) {
	_, slug, _ := strings.Cut(subject, " ")
	out := &Outcome{Slug: slug}
	err := p.store.InTx(ctx, func(tx *store.Store) error {
		if err := tx.LockName(ctx, subject); err != nil {
			return err
		}
		var told deed
		var err error
		if out.Change, err = do(tx, &told); err != nil || out.Change == Unchanged {
			return err
		}
		return p.record(ctx, tx, o, out.Change, subject, told)
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}
