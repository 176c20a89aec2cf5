package publish

import (
	"context"
	"errors"
	"fmt"
	"path"
	"slices"

	"hebi/internal/newsroom"
	"hebi/internal/store"
)

// people is the lock of those who change contributors at the desk.
const people = "contributors"

// EditContributor saves a contributor as an editor has it. A changed slug goes
// on leading to it. Of the portrait, PortraitFile is a new one; without it the
// stored one stays unless Portrait is empty. ErrConflict at BaseKey says that
// somebody else changed the contributor since, at "slug" that the slug is taken.
// It returns the contributor's number.
func (p *Publisher) EditContributor(ctx context.Context, from Opened, c *newsroom.Contributor, o Options) (int64, error) {
	merged, err := tidyContributor(c)
	if err != nil {
		return 0, err
	}
	name, files, err := p.keepPortrait(merged)
	if err != nil {
		return 0, wrong("portrait", "the portrait cannot be used: %s", newsroom.Sentence(err))
	}
	err = p.change(ctx, newsroom.ActManage, people, o, func(tx *store.Store) (done, error) {
		var stored *newsroom.Contributor
		was, action := "", Created
		if from.ID != 0 {
			if stored, err = openContributor(ctx, tx, from); err != nil {
				return done{}, err
			}
			was, action, merged.ID = stored.Slug, Updated, stored.ID
		}
		if err := contributorSlug(ctx, tx, was, merged.Slug); err != nil {
			return done{}, err
		}
		merged.PortraitFile, merged.Portrait = nil, name
		if len(files) == 0 {
			files = keptPortrait(stored, merged)
		}
		var told lists
		if err := putContributor(ctx, tx, &told, stored, merged, files); err != nil {
			return done{}, err
		}
		return done{action, "contributor " + merged.Slug, deed{told, contributorFacts(stored), contributorFacts(merged)}}, moveTo(ctx, tx, newsroom.ContributorMoved, was, merged.Slug, o)
	})
	return merged.ID, err
}

// keptPortrait is the stored portrait where c still names one, under the name that goes with its slug.
func keptPortrait(stored, c *newsroom.Contributor) map[string]store.Media {
	if c.Portrait == "" || stored == nil || stored.PortraitAddress == "" {
		c.Portrait = ""
		return nil
	}
	c.Portrait = stored.Portrait
	if stored.Slug != c.Slug {
		c.Portrait = c.PortraitPath(stored.Portrait)
	}
	return map[string]store.Media{c.Portrait: {Hash: path.Base(stored.PortraitAddress)}}
}

// tidyContributor returns a contributor in the form that a content file can say.
func tidyContributor(in *newsroom.Contributor) (*newsroom.Contributor, error) {
	c := *in
	c.Slug, c.Name = newsroom.Line(c.Slug), tidyBilingual(c.Name)
	c.Bio = newsroom.Bilingual{ZH: newsroom.Prose(c.Bio.ZH), EN: newsroom.Prose(c.Bio.EN)}
	if c.Name == (newsroom.Bilingual{}) {
		return nil, wrong("name", "give a name in at least one language")
	}
	c.Affiliations = nil
	for _, a := range in.Affiliations {
		a.Organisation, a.Title = tidyBilingual(a.Organisation), tidyBilingual(a.Title)
		if a.Organisation == (newsroom.Bilingual{}) && a.Title == (newsroom.Bilingual{}) {
			continue
		}
		if !a.From.IsZero() && !a.To.IsZero() && a.To.Before(a.From) {
			return nil, wrong("affiliations", "an affiliation ends before it begins: correct one of the two days")
		}
		c.Affiliations = append(c.Affiliations, a)
	}
	return &c, nil
}

func openContributor(ctx context.Context, tx *store.Store, from Opened) (*newsroom.Contributor, error) {
	stored, err := tx.ContributorByID(ctx, from.ID)
	if errors.Is(err, newsroom.ErrNotFound) {
		return nil, gone()
	}
	if err != nil {
		return nil, err
	}
	return stored, from.current(stored)
}

func contributorSlug(ctx context.Context, tx *store.Store, was, slug string) error {
	_, err := tx.AnyContributorBySlug(ctx, slug)
	if err != nil && !errors.Is(err, newsroom.ErrNotFound) {
		return err
	}
	return checkMove(ctx, tx, newsroom.ContributorMoved, was, slug, err == nil)
}

// keepPortrait keeps a new portrait and returns what it is called, as an export
// calls it, and its row; without a new one the name that c has.
func (p *Publisher) keepPortrait(c *newsroom.Contributor) (string, map[string]store.Media, error) {
	if c.PortraitFile == nil {
		return c.Portrait, nil, nil
	}
	files, err := p.keep([]newsroom.File{*c.PortraitFile})
	if err == nil {
		err = checkShown(files, &newsroom.Picture{File: c.PortraitFile.Name}, nil)
	}
	if err != nil {
		return "", nil, fmt.Errorf("contributor %q: %w", c.Slug, err)
	}
	name := c.PortraitPath(c.PortraitFile.Name)
	return name, map[string]store.Media{name: files[c.PortraitFile.Name]}, nil
}

// putContributor writes a contributor over the stored one, which is nil when
// they are new, and tells search and lists what is different of what they signed.
func putContributor(ctx context.Context, tx *store.Store, told *lists, stored, c *newsroom.Contributor, files map[string]store.Media) error {
	renamed := stored != nil && stored.Name != c.Name // names are indexed with what they signed
	moved := stored != nil && stored.Slug != c.Slug
	if renamed || moved {
		if err := told.addContributor(ctx, tx, stored.Slug); err != nil {
			return err
		}
		if err := tx.LockCredited(ctx, c.ID); err != nil {
			return err
		}
	}
	if renamed {
		if err := tx.ClearStamps(ctx, c.ID); err != nil {
			return err
		}
	}
	if err := tx.SaveContributor(ctx, c); err != nil {
		return err
	}
	if err := tx.SetContributorMedia(ctx, c.ID, files); err != nil {
		return err
	}
	if !moved {
		return nil
	}
	if err := told.addContributor(ctx, tx, c.Slug); err != nil {
		return err
	}
	ids, err := tx.CreditedArticles(ctx, c.ID)
	if err != nil {
		return err
	}
	return tx.RefreshIndexed(ctx, ids)
}

// MergedContributor is what becomes of one contributor when another is merged
// into it: its own names, bio and portrait, those of the other where it has
// none, and the affiliations of both, its own last, so that they count first.
func MergedContributor(from, into *newsroom.Contributor) *newsroom.Contributor {
	c := *into
	for _, l := range newsroom.Languages() {
		if c.Name.Only(l) == "" {
			c.Name = c.Name.With(l, from.Name.Only(l))
		}
		if c.Bio.Only(l) == "" {
			c.Bio = c.Bio.With(l, from.Bio.Only(l))
		}
	}
	if c.Portrait == "" && from.Portrait != "" {
		c.Portrait, c.PortraitAddress = c.PortraitPath(from.Portrait), from.PortraitAddress
	}
	c.Affiliations = nil
	for _, a := range from.Affiliations {
		if !slices.Contains(into.Affiliations, a) {
			c.Affiliations = append(c.Affiliations, a)
		}
	}
	c.Affiliations = append(c.Affiliations, into.Affiliations...)
	return &c
}

// MergeContributors gives everything that one contributor is credited with to
// another, as MergedContributor says, and makes the address of the one lead to
// the other for ever.
func (p *Publisher) MergeContributors(ctx context.Context, from, into Opened, o Options) error {
	if from.ID == into.ID {
		return wrong("into", "choose another than the one that is merged")
	}
	return p.change(ctx, newsroom.ActManage, people, o, func(tx *store.Store) (done, error) {
		one, err := openContributor(ctx, tx, from)
		if err != nil {
			return done{}, err
		}
		other, err := openContributor(ctx, tx, into)
		if err != nil {
			return done{}, err
		}
		told, err := mergeContributor(ctx, tx, one, other)
		if err != nil {
			return done{}, err
		}
		return done{"merge", "contributor " + one.Slug + " into " + other.Slug, deed{told, contributorFacts(other), contributorFacts(MergedContributor(one, other))}}, moveTo(ctx, tx, newsroom.ContributorMoved, one.Slug, other.Slug, o)
	})
}

func mergeContributor(ctx context.Context, tx *store.Store, from, into *newsroom.Contributor) (lists, error) {
	var told lists
	err := told.addContributor(ctx, tx, from.Slug)
	var ids []int64
	if err == nil {
		ids, err = tx.CreditedArticles(ctx, from.ID)
	}
	if err == nil {
		err = tx.LockArticles(ctx, ids)
	}
	if err == nil {
		err = tx.TouchArticles(ctx, ids)
	}
	if err == nil {
		err = tx.ClearStamps(ctx, from.ID) // what they signed is indexed again, under the other name
	}
	if err != nil {
		return nil, err
	}
	merged := MergedContributor(from, into)
	var files map[string]store.Media
	if merged.PortraitAddress != "" {
		files = map[string]store.Media{merged.Portrait: {Hash: path.Base(merged.PortraitAddress)}}
	}
	if err := tx.MergeContributor(ctx, from.ID, into.ID); err != nil {
		return nil, err
	}
	if err := putContributor(ctx, tx, &told, into, merged, files); err != nil {
		return nil, err
	}
	if err := told.addContributor(ctx, tx, into.Slug); err != nil {
		return nil, err
	}
	return told, tx.RefreshIndexed(ctx, ids)
}
