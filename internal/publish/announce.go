package publish

import (
	"context"
	"errors"
	"maps"
	"slices"
	"time"

	"hebi/internal/newsroom"
	"hebi/internal/store"
)

// settling is how long after a change others are told: what changes in the same
// moment, such as the parts of an import, is told once.
const settling = 2 * time.Second

// lists are those in which readers see a difference.
type lists []newsroom.List

// deed is what a transaction tells of what it did: the lists in which readers
// see a difference, and the thing before and after for the audit log.
type deed struct {
	lists
	before, after newsroom.Facts
}

func (l *lists) add(more ...newsroom.List) { *l = append(*l, more...) }

// changed ends a transaction that readers may see something of: it moves the
// change number and, while a hub is set, queues what tells it of the lists. The
// number comes first: who has moved it is alone until the transaction ends, so
// two that queue the same cannot wait for each other.
func (p *Publisher) changed(ctx context.Context, tx *store.Store, told lists) error {
	if err := tx.Bump(ctx, store.ChangeCounter); err != nil || len(told) == 0 || p.announce == nil {
		return err
	}
	if hub, err := tx.Hub(ctx); err != nil || hub == "" {
		return err
	}
	jobs := p.announce(newsroom.SortedLists(told))
	for i := range jobs {
		jobs[i].Due = p.now().Add(settling)
	}
	return tx.Enqueue(ctx, jobs)
}

// affected are the lists that show something else of an article after than
// before, which is nil when it is new. shared says that something differs that
// is true of the piece in every language.
func affected(before, after *newsroom.Article, shared bool, zone *time.Location) lists {
	var told lists
	for _, l := range newsroom.Languages() {
		var was *newsroom.Edition
		if before != nil {
			was = before.Editions[l]
		}
		is := after.Editions[l]
		if shown(was) && shown(is) && !shared && !editionDiffers(is, was) {
			continue
		}
		if shown(was) {
			told.add(before.Lists(l, zone)...)
		}
		if shown(is) {
			told.add(after.Lists(l, zone)...)
		}
	}
	return told
}

// shown reports whether a list has something of an edition: the text, or the
// notice that it was taken back.
func shown(e *newsroom.Edition) bool {
	return e.Visible() || e != nil && e.Status == newsroom.Withdrawn && e.Retraction != nil && !e.Published.IsZero()
}

// affected are the lists that show something else once the article has been written.
func (s *saving) affected() lists {
	after := *s.article
	after.Themes = s.tags
	if s.stored == nil {
		return affected(nil, &after, true, s.zone)
	}
	after.Specials = s.stored.Specials // saving an article leaves them
	return affected(s.stored, &after, s.articleDiffers() || !sameThemes(s.stored.Themes, s.tags), s.zone)
}

// retagged are the lists that show something else when an article has other themes.
func retagged(a *newsroom.Article, tags []newsroom.ThemeTag, zone *time.Location) lists {
	if sameThemes(a.Themes, tags) {
		return nil
	}
	after := *a
	after.Themes = tags
	return affected(a, &after, true, zone)
}

// sameThemes compares the themes of an article, whatever their order and scores.
func sameThemes(a, b []newsroom.ThemeTag) bool {
	slugs := func(tags []newsroom.ThemeTag) []string {
		list := make([]string, len(tags))
		for i, t := range tags {
			list[i] = t.Slug
		}
		slices.Sort(list)
		return list
	}
	return slices.Equal(slugs(a), slugs(b))
}

// snapshot is an article whose editions stay as they are when a's change.
func snapshot(a *newsroom.Article) *newsroom.Article {
	c := *a
	c.Editions = maps.Clone(a.Editions)
	for l, e := range c.Editions {
		edition := *e
		c.Editions[l] = &edition
	}
	return &c
}

// everything is the lists that hold all articles.
func everything() lists {
	return append(lists{{}, {Query: newsroom.FirstOfPair}}, inEach("")...)
}

// inEach is one list in every language.
func inEach(rest string) lists {
	var all lists
	for _, l := range newsroom.Languages() {
		all.add(newsroom.List{Language: l, Rest: rest})
	}
	return all
}

// renamedThemes are the lists of stored themes that get another name.
func renamedThemes(stored, incoming []newsroom.Theme) lists {
	names := map[string]newsroom.Bilingual{}
	for _, t := range stored {
		names[t.Slug] = t.Name
	}
	var told lists
	for _, t := range incoming {
		if name, known := names[t.Slug]; known && name != t.Name {
			told.add(inEach(newsroom.ThemeRest(t.Slug))...)
		}
	}
	return told
}

// addContributor adds the lists of what somebody is credited for, if readers see any of it.
func (l *lists) addContributor(ctx context.Context, tx *store.Store, slug string) error {
	_, err := tx.ContributorBySlug(ctx, slug)
	if errors.Is(err, newsroom.ErrNotFound) {
		return nil
	}
	l.add(inEach(newsroom.ContributorRest(slug))...)
	return err
}

// addSpecial adds a special's lists as it stands, if readers see it.
func (l *lists) addSpecial(ctx context.Context, tx *store.Store, slug string) error {
	special, err := tx.SpecialBySlug(ctx, slug, newsroom.Chinese)
	if errors.Is(err, newsroom.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	for language := range special.Editions {
		l.add(newsroom.List{Language: language, Rest: newsroom.SpecialRest(slug)})
	}
	return nil
}
