package publish

import (
	"context"
	"slices"

	"hebi/internal/newsroom"
	"hebi/internal/store"
)

// themeLock is the lock of those who change themes.
const themeLock = "themes"

// EditTheme saves a theme as an editor has it; a new one comes last. A changed
// slug goes on leading to it, and terms and weights follow. Errors are as
// EditContributor's. It returns the theme's number.
func (p *Publisher) EditTheme(ctx context.Context, from Opened, in newsroom.Theme, o Options) (int64, error) {
	theme, err := tidyTheme(in)
	if err != nil {
		return 0, err
	}
	theme.ID = from.ID
	err = p.changeKnowledge(ctx, themeLock, o, func(tx *store.Store) (done, error) {
		all, err := tx.AllThemes(ctx)
		if err != nil {
			return done{}, err
		}
		place, was, action := len(all), "", Created
		var before newsroom.Facts
		if from.ID != 0 {
			if place, err = openTheme(all, from); err != nil {
				return done{}, err
			}
			was, action, before = all[place].Slug, Updated, oneThemeFacts(all[place])
		}
		if err := checkMove(ctx, tx, newsroom.ThemeMoved, was, theme.Slug, slices.Contains(slugsOf(all), theme.Slug)); err != nil {
			return done{}, err
		}
		told := renamedThemes(all, []newsroom.Theme{theme})
		if was != "" && was != theme.Slug {
			if err := moveTheme(ctx, tx, from.ID, was, theme.Slug); err != nil {
				return done{}, err
			}
			told.add(append(inEach(newsroom.ThemeRest(was)), inEach(newsroom.ThemeRest(theme.Slug))...)...)
		}
		if err := tx.SaveThemes(ctx, append(all[:place:place], append([]newsroom.Theme{theme}, all[min(place+1, len(all)):]...)...)); err != nil {
			return done{}, err
		}
		saved, err := tx.ThemeBySlug(ctx, theme.Slug)
		if err != nil {
			return done{}, err
		}
		theme.ID = saved.ID
		if err := moveTo(ctx, tx, newsroom.ThemeMoved, was, theme.Slug, o); err != nil {
			return done{}, err
		}
		return done{action, "theme " + theme.Slug, deed{told, before, oneThemeFacts(theme)}}, tx.TermsChanged(ctx, nil)
	})
	return theme.ID, err
}

// oneThemeFacts are those of a theme, without its number.
func oneThemeFacts(t newsroom.Theme) newsroom.Facts {
	t.ID, t.Count = 0, 0
	return plainFacts(t)
}

func tidyTheme(t newsroom.Theme) (newsroom.Theme, error) {
	t.Slug, t.Name = newsroom.Line(t.Slug), tidyBilingual(t.Name)
	t.Introduction = newsroom.Bilingual{ZH: newsroom.Prose(t.Introduction.ZH), EN: newsroom.Prose(t.Introduction.EN)}
	if len(t.Name.Missing()) > 0 {
		return t, wrong("name", "a theme needs a name in both languages")
	}
	vocabulary := map[newsroom.Language][]string{}
	for _, l := range newsroom.Languages() {
		for _, word := range t.Vocabulary[l] {
			if word = newsroom.Line(word); word != "" && !slices.Contains(vocabulary[l], word) {
				vocabulary[l] = append(vocabulary[l], word)
			}
		}
	}
	t.Vocabulary = vocabulary
	return t, nil
}

// openTheme returns the place of the theme that an editor had before them.
func openTheme(all []newsroom.Theme, from Opened) (int, error) {
	place := slices.IndexFunc(all, func(t newsroom.Theme) bool { return t.ID == from.ID })
	if place < 0 {
		return 0, gone()
	}
	return place, from.current(all[place])
}

// moveTheme gives a theme another slug, wherever it is called by it.
func moveTheme(ctx context.Context, tx *store.Store, id int64, was, slug string) error {
	if err := tx.RenameTheme(ctx, id, slug); err != nil {
		return err
	}
	if err := renameInTerms(ctx, tx, was, slug); err != nil {
		return err
	}
	weights, err := tx.ThemeWeights(ctx)
	if err != nil {
		return err
	}
	for i := range weights {
		if weights[i].Theme == was {
			weights[i].Theme = slug
		}
	}
	if err := tx.SetThemeWeights(ctx, weights); err != nil {
		return err
	}
	ids, err := tx.ThemedArticles(ctx, id)
	if err != nil {
		return err
	}
	return tx.RefreshIndexed(ctx, ids)
}

// renameInTerms lets terms that speak for a theme speak for another.
func renameInTerms(ctx context.Context, tx *store.Store, was, slug string) error {
	if err := tx.LockName(ctx, termLock); err != nil {
		return err
	}
	list, err := tx.Terms(ctx)
	if err != nil {
		return err
	}
	changed := false
	for i, t := range list {
		at := slices.Index(t.Themes, was)
		if at < 0 {
			continue
		}
		changed = true
		if slices.Contains(t.Themes, slug) {
			list[i].Themes = slices.Delete(t.Themes, at, at+1)
		} else {
			t.Themes[at] = slug
		}
	}
	if !changed {
		return nil
	}
	return tx.SaveTerms(ctx, list)
}

// MoveTheme moves a theme by some places among the themes, up when below 0.
func (p *Publisher) MoveTheme(ctx context.Context, id int64, by int, o Options) error {
	return p.changeKnowledge(ctx, themeLock, o, func(tx *store.Store) (done, error) {
		all, err := tx.AllThemes(ctx)
		if err != nil {
			return done{}, err
		}
		place := slices.IndexFunc(all, func(t newsroom.Theme) bool { return t.ID == id })
		to := min(max(place+by, 0), len(all)-1)
		if place < 0 || to == place {
			return done{}, nil
		}
		theme := all[place]
		all = slices.Insert(slices.Delete(all, place, place+1), to, theme)
		if err := tx.SaveThemes(ctx, all); err != nil {
			return done{}, err
		}
		return done{action: "move", subject: "theme " + theme.Slug}, tx.TermsChanged(ctx, nil)
	})
}

// MergedTheme is what becomes of one theme when another is merged into it: its
// own names and introduction, that of the other where it has none, and the
// vocabulary of both.
func MergedTheme(from, into newsroom.Theme) newsroom.Theme {
	t := into
	t.Vocabulary = map[newsroom.Language][]string{}
	for _, l := range newsroom.Languages() {
		if t.Introduction.Only(l) == "" {
			t.Introduction = t.Introduction.With(l, from.Introduction.Only(l))
		}
		t.Vocabulary[l] = slices.Clone(into.Vocabulary[l])
		for _, word := range from.Vocabulary[l] {
			if !slices.Contains(t.Vocabulary[l], word) {
				t.Vocabulary[l] = append(t.Vocabulary[l], word)
			}
		}
	}
	return t
}

// MergeThemes gives all articles of one theme to another, as MergedTheme and
// store.MergeTheme say, lets its terms speak for the other and makes its address
// lead there for ever. What was learned of the words of the one is forgotten.
func (p *Publisher) MergeThemes(ctx context.Context, from, into Opened, o Options) error {
	if from.ID == into.ID {
		return wrong("into", "choose another than the one that is merged")
	}
	return p.changeKnowledge(ctx, themeLock, o, func(tx *store.Store) (done, error) {
		all, err := tx.AllThemes(ctx)
		if err != nil {
			return done{}, err
		}
		one, err := openTheme(all, from)
		if err != nil {
			return done{}, err
		}
		other, err := openTheme(all, into)
		if err != nil {
			return done{}, err
		}
		a, b := all[one], all[other]
		all[other] = MergedTheme(a, b)
		if err := mergeTheme(ctx, tx, a, b, slices.Delete(all, one, one+1)); err != nil {
			return done{}, err
		}
		if err := moveTo(ctx, tx, newsroom.ThemeMoved, a.Slug, b.Slug, o); err != nil {
			return done{}, err
		}
		told := append(inEach(newsroom.ThemeRest(a.Slug)), inEach(newsroom.ThemeRest(b.Slug))...)
		return done{"merge", "theme " + a.Slug + " into " + b.Slug, deed{told, oneThemeFacts(b), oneThemeFacts(MergedTheme(a, b))}}, tx.TermsChanged(ctx, nil)
	})
}

// mergeTheme writes the rows; left are the themes afterwards.
func mergeTheme(ctx context.Context, tx *store.Store, from, into newsroom.Theme, left []newsroom.Theme) error {
	ids, err := tx.ThemedArticles(ctx, from.ID)
	if err == nil {
		err = tx.LockArticles(ctx, ids)
	}
	if err == nil {
		err = tx.TouchArticles(ctx, ids)
	}
	if err == nil {
		err = renameInTerms(ctx, tx, from.Slug, into.Slug)
	}
	if err == nil {
		err = forgetWeights(ctx, tx, from.Slug)
	}
	if err == nil {
		err = tx.MergeTheme(ctx, from.ID, into.ID)
	}
	if err == nil {
		err = tx.SaveThemes(ctx, left)
	}
	if err != nil {
		return err
	}
	return tx.RefreshIndexed(ctx, ids)
}

func forgetWeights(ctx context.Context, tx *store.Store, slug string) error {
	weights, err := tx.ThemeWeights(ctx)
	if err != nil {
		return err
	}
	return tx.SetThemeWeights(ctx, slices.DeleteFunc(weights, func(w newsroom.ThemeWeight) bool { return w.Theme == slug }))
}

// DeleteTheme removes a theme that no article carries and no term speaks for.
func (p *Publisher) DeleteTheme(ctx context.Context, from Opened, o Options) error {
	return p.changeKnowledge(ctx, themeLock, o, func(tx *store.Store) (done, error) {
		all, err := tx.AllThemes(ctx)
		if err != nil {
			return done{}, err
		}
		place, err := openTheme(all, from)
		if err != nil {
			return done{}, err
		}
		slug := all[place].Slug
		if err := checkUnused(ctx, tx, from.ID, slug); err != nil {
			return done{}, err
		}
		if err := forgetWeights(ctx, tx, slug); err != nil {
			return done{}, err
		}
		if err := tx.RemoveTheme(ctx, from.ID); err != nil {
			return done{}, err
		}
		return done{action: "delete", subject: "theme " + slug}, tx.TermsChanged(ctx, nil)
	})
}

func checkUnused(ctx context.Context, tx *store.Store, id int64, slug string) error {
	uses, err := tx.ThemeUses(ctx)
	if err != nil {
		return err
	}
	if n := uses[id].Tagged; n > 0 {
		return taken("", "articles carry this theme (%d): merge it into another instead", n)
	}
	list, err := tx.Terms(ctx)
	if err != nil {
		return err
	}
	for _, t := range list {
		if slices.Contains(t.Themes, slug) {
			return taken("", "the term %s speaks for this theme: take the theme from the term first", t.ZH)
		}
	}
	return nil
}
