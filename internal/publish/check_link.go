package publish

import (
	"context"
	"errors"
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"

	"hebi/internal/markdown"
	"hebi/internal/newsroom"
)

// checkPictures finds places for pictures that are not there yet, and pictures
// without a text for who cannot see them, a licence or a credit.
func (p *Publisher) checkPictures(ctx context.Context, c *checked) error {
	l := c.edition.Language
	if cover := c.article.Cover; cover != nil {
		c.picture(cover.File, 0, cover.Alt.Only(l), cover)
	}
	images := c.body.Images()
	var hashes []string
	for _, r := range images {
		hashes = append(hashes, path.Base(c.article.Media[r.Destination]))
	}
	library, err := p.store.PicturesWithHashes(ctx, hashes)
	if err != nil {
		return err
	}
	for _, r := range images {
		if r.Destination == "" {
			c.add(Finding{Check: CheckPlaceholder, Subject: r.Alt, Line: r.Line, Args: []any{r.Alt}, Blocking: true})
			continue
		}
		known := library[path.Base(c.article.Media[r.Destination])]
		c.picture(r.Destination, r.Line, r.Alt, &known.Picture)
	}
	return nil
}

// picture looks at one: alt is what the text says, words are whose it is.
func (c *checked) picture(name string, line int, alt string, words *newsroom.Picture) {
	about := Finding{Subject: name, Line: line, Args: []any{name}}
	if line == 0 {
		about.Field = "cover"
	}
	find := func(check string, missing bool, add func(Finding)) {
		f := about
		f.Check = check
		same := func(had Finding) bool { return had.Check == check && had.Subject == name }
		if missing && !slices.ContainsFunc(c.found, same) {
			add(f)
		}
	}
	find(CheckAlt, strings.TrimSpace(alt) == "", c.block)
	find(CheckLicence, words.Licence == newsroom.Bilingual{}, c.block)
	find(CheckPicture, words.Credit == newsroom.Bilingual{}, c.add)
}

// checkLinks finds links to addresses of this site that answer nothing to
// readers, and to places that a page does not have.
func (p *Publisher) checkLinks(ctx context.Context, c *checked) error {
	looked := map[string]bool{}
	for _, r := range c.body.Links() {
		address, anchor, _ := strings.Cut(r.Destination, "#")
		if r.Remote || looked[r.Destination] || address != "" && !strings.HasPrefix(address, "/") {
			continue
		}
		looked[r.Destination] = true
		f := Finding{Check: CheckLink, Subject: r.Destination, Line: r.Line, Args: []any{r.Destination}}
		if address == "" {
			if anchor != "" && !hasAnchor(c.body, anchor) {
				f.Check = CheckAnchor
				c.block(f)
			}
			continue
		}
		address, _, _ = strings.Cut(address, "?")
		there, target, err := p.answers(ctx, c, address)
		if err != nil {
			return err
		}
		switch {
		case !there:
			c.block(f)
		case target != nil && anchor != "" && !hasAnchor(markdown.Parse(target.Body), strings.TrimPrefix(anchor, string(target.Language)+"-")):
			f.Check = CheckAnchor
			c.block(f)
		}
	}
	return nil
}

// hasAnchor reports whether a text has a heading with this id, as a text itself says it.
func hasAnchor(d *markdown.Document, id string) bool {
	return strings.HasPrefix(id, "fn") || slices.ContainsFunc(d.Outline(), func(h markdown.Heading) bool { return h.ID == id })
}

// answers reports whether readers find something at an address of this site, and
// the edition when it is an article. What no article can name, such as a list by
// date, counts as there.
func (p *Publisher) answers(ctx context.Context, c *checked, address string) (bool, *newsroom.Edition, error) {
	parts := strings.Split(strings.Trim(address, "/"), "/")
	l, err := newsroom.ParseLanguage(parts[0])
	if err != nil {
		there, err := p.answersAnyLanguage(ctx, parts)
		return there, nil, err
	}
	if len(parts) == 3 && parts[1] == "articles" {
		return p.answersArticle(ctx, c, parts[2], l)
	}
	there, err := p.answersList(ctx, l, parts[1:])
	return there, nil, err
}

func (p *Publisher) answersArticle(ctx context.Context, c *checked, slug string, l newsroom.Language) (bool, *newsroom.Edition, error) {
	if slug == c.article.Slug { // which is being published
		e := c.article.Editions[l]
		return e != nil, e, nil
	}
	a, err := p.store.ArticleBySlug(ctx, slug, l)
	if errors.Is(err, newsroom.ErrNotFound) {
		_, err := p.store.Redirected(ctx, newsroom.ArticleMoved, slug)
		there, err := isThere(err)
		return there, nil, err
	}
	there, err := isThere(err)
	if !there || a.Editions[l] == nil {
		return false, nil, err
	}
	return true, a.Editions[l], nil
}

func (p *Publisher) answersList(ctx context.Context, l newsroom.Language, parts []string) (bool, error) {
	if len(parts) == 0 {
		return true, nil
	}
	one := len(parts) == 2
	var err error
	moved := newsroom.RedirectKind("")
	switch parts[0] {
	case "themes":
		if one {
			moved = newsroom.ThemeMoved
			_, err = p.store.ThemeBySlug(ctx, parts[1])
		}
	case "contributors":
		if one {
			moved = newsroom.ContributorMoved
			_, err = p.store.AnyContributorBySlug(ctx, parts[1])
		}
	case "specials":
		if one {
			moved = newsroom.SpecialMoved
			_, err = p.store.SpecialBySlug(ctx, parts[1], l)
		}
	case "pages":
		if one {
			var page *newsroom.Page
			if page, err = p.store.PageBySlug(ctx, parts[1]); err == nil && page.Editions[l] == nil {
				return false, nil
			}
		}
	case "news", "commentary", "features", "editorials", "about", "feeds", "search", "corrections", "archive", "papers", "feed.xml", "feed.atom", "feed.json":
		return true, nil
	default:
		_, err := p.store.Redirected(ctx, newsroom.PathMoved, "/"+string(l)+"/"+strings.Join(parts, "/"))
		return isThere(err)
	}
	if errors.Is(err, newsroom.ErrNotFound) && moved != "" {
		_, err = p.store.Redirected(ctx, moved, parts[1])
	}
	return isThere(err)
}

func (p *Publisher) answersAnyLanguage(ctx context.Context, parts []string) (bool, error) {
	switch parts[0] {
	case "", "feeds.opml", "feed.xml", "feed.atom", "feed.json", "sitemap.xml", "news-sitemap.xml":
		return true, nil
	case "a":
		if len(parts) != 2 {
			return false, nil
		}
		id, _ := strconv.ParseInt(parts[1], 10, 64) // 0, which no article has, for what is no number
		_, err := p.store.ArticleByID(ctx, id)
		return isThere(err)
	case "media":
		if len(parts) < 2 {
			return false, nil
		}
		_, err := p.store.Media(ctx, parts[1])
		return isThere(err)
	}
	_, err := p.store.Redirected(ctx, newsroom.PathMoved, fmt.Sprintf("/%s", strings.Join(parts, "/")))
	return isThere(err)
}
