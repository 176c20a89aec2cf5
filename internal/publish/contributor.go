package publish

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"hebi/internal/hanzi"
	"hebi/internal/newsroom"
	"hebi/internal/store"
)

// resolveCredits links every credit with a known contributor, by slug or by
// name. Somebody unknown is left without an ID, to be made in the transaction.
func (p *Publisher) resolveCredits(ctx context.Context, a *newsroom.Article, out *Outcome) error {
	for _, credits := range creditLists(a) {
		for i := range credits {
			if err := p.resolve(ctx, &credits[i], out); err != nil {
				return fmt.Errorf("article %q: %w", a.Slug, err)
			}
		}
	}
	return nil
}

func creditLists(a *newsroom.Article) [][]newsroom.Credit {
	lists := [][]newsroom.Credit{a.Credits}
	for _, l := range a.Languages() {
		lists = append(lists, a.Editions[l].Translators)
	}
	return lists
}

func (p *Publisher) resolve(ctx context.Context, c *newsroom.Credit, out *Outcome) error {
	if c.Contributor.ID != 0 {
		return nil
	}
	if slug := c.Contributor.Slug; slug != "" {
		known, err := p.store.AnyContributorBySlug(ctx, slug)
		if errors.Is(err, newsroom.ErrNotFound) { // by a slug they had before?
			if to, moved, failed := redirected(ctx, p.store, newsroom.ContributorMoved, slug); failed != nil || moved {
				if failed == nil {
					known, failed = p.store.AnyContributorBySlug(ctx, to)
				}
				if failed == nil {
					c.Contributor = *known
				}
				return failed
			}
			if err := p.warnOfUnknown(ctx, slug, out); err != nil {
				return err
			}
			if c.Contributor.Name == (newsroom.Bilingual{}) {
				c.Contributor.Name = newsroom.Bilingual{ZH: slug, EN: slug}
			}
			return newsroom.CheckSlug(slug)
		}
		if err == nil {
			c.Contributor = *known
		}
		return err
	}
	return p.resolveByName(ctx, c, out)
}

// warnOfUnknown warns that somebody is made who was not known, and names whom
// that may be a slip for.
func (p *Publisher) warnOfUnknown(ctx context.Context, slug string, out *Outcome) error {
	if out == nil {
		return nil
	}
	known, err := p.store.ContributorSlugs(ctx)
	if err != nil {
		return err
	}
	at := newsroom.Place{Key: "credits", Value: slug}
	if word, near := newsroom.Nearest(slug, known); near {
		out.warn(at, "contributor %q is unknown and made with that name: did you mean %q?", slug, word)
		return nil
	}
	out.warn(at, "contributor %q is unknown; made with that name, complete it in contributors.yaml", slug)
	return nil
}

// resolveByName links a printed name. Of several people who bear it, the one
// with the printed affiliation is taken; another affiliation than any known is flagged.
func (p *Publisher) resolveByName(ctx context.Context, c *newsroom.Credit, out *Outcome) error {
	name := c.Contributor.Name.In(newsroom.Chinese)
	known, err := p.store.ContributorsByName(ctx, name)
	if err != nil || len(known) == 0 {
		c.Contributor.Affiliations = printedAffiliation(c.Printed)
		return err
	}
	printed := c.Printed
	chosen := known[0]
	same := printed == (newsroom.Bilingual{})
	for _, k := range known {
		if worksAt(k, printed) {
			chosen, same = k, true
			break
		}
	}
	c.Contributor = chosen
	if !same {
		out.warn(newsroom.Place{Key: "credits", Value: name}, "%s is credited here with %q, another affiliation than those known of contributor %q; linked, please check", name, printed.In(newsroom.Chinese), chosen.Slug)
	}
	return nil
}

func printedAffiliation(printed newsroom.Bilingual) []newsroom.Affiliation {
	if printed == (newsroom.Bilingual{}) {
		return nil
	}
	return []newsroom.Affiliation{{Organisation: printed}}
}

// worksAt compares a printed affiliation with a contributor's own, width and script apart.
func worksAt(c newsroom.Contributor, printed newsroom.Bilingual) bool {
	for _, a := range c.Affiliations {
		for _, l := range newsroom.Languages() {
			if text := printed.Only(l); text != "" && hanzi.Fold(text) == hanzi.Fold(a.Text(l)) {
				return true
			}
		}
	}
	return false
}

// saveNewContributors makes those whom resolve did not know. It asks once more
// within the transaction: an article of the same batch may have made them.
func (p *Publisher) saveNewContributors(ctx context.Context, tx *store.Store, a *newsroom.Article) error {
	q := p.within(tx)
	for _, credits := range creditLists(a) {
		for i := range credits {
			if err := q.resolve(ctx, &credits[i], nil); err != nil {
				return err
			}
			if credits[i].Contributor.ID == 0 {
				if err := q.makeContributor(ctx, &credits[i].Contributor); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

func (p *Publisher) makeContributor(ctx context.Context, c *newsroom.Contributor) error {
	if c.Slug == "" {
		slug, err := freeSlug(hanzi.Slug(c.Name.In(newsroom.English)), func(slug string) (bool, error) {
			_, err := p.store.AnyContributorBySlug(ctx, slug)
			if errors.Is(err, newsroom.ErrNotFound) {
				return false, nil
			}
			return true, err
		})
		if err != nil {
			return err
		}
		c.Slug = slug
	}
	return p.store.SaveContributor(ctx, c)
}

// freeSlug returns slug, or slug-2, slug-3 … , the first that is not taken, within newsroom.MaxSlug bytes.
func freeSlug(slug string, taken func(string) (bool, error)) (string, error) {
	for n, candidate := 1, slug; ; candidate = withNumber(slug, n) {
		used, err := taken(candidate)
		if err != nil || !used {
			return candidate, err
		}
		n++
	}
}

func withNumber(slug string, n int) string {
	suffix := "-" + strconv.Itoa(n)
	return strings.TrimRight(slug[:min(len(slug), newsroom.MaxSlug-len(suffix))], "-") + suffix
}
