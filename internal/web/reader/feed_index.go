package reader

import (
	"context"
	"net/http"

	"github.com/gin-gonic/gin"

	"hebi/internal/feed"
	"hebi/internal/locale"
	"hebi/internal/newsroom"
	"hebi/internal/web/conditional"
)

// feedsPage is /{lang}/feeds.
type feedsPage struct {
	frame
	Groups []feedSection
	// List is the address of the same for programs.
	List string
}

// feedSection is a group of lists that can be subscribed to.
type feedSection struct {
	Title string
	Lists []followed
}

// followed is a list with its feeds.
type followed struct {
	run
	// Page lists the same articles.
	Page  string
	Links []feedLink
	// both says that the list is of both languages.
	both bool
}

// OPMLPath is where the subscription list of all feeds is served.
const OPMLPath = "/feeds.opml"

// IconPath is where the site's icon for feeds is served: an address that stays,
// or every release would change every feed.
const IconPath = "/icon.png"

// ShowFeeds shows what can be subscribed to, and how.
func (h *Reader) ShowFeeds(c *gin.Context) error {
	f, err := h.frame(c, "/feeds")
	if err != nil {
		return err
	}
	f.Heading, f.Description = f.T("feeds"), f.T("feeds.about")
	p := feedsPage{frame: f, List: OPMLPath}
	// Contributors are left to their pages: there may be thousands.
	if p.Groups, err = h.feedSections(c.Request.Context(), f.Locale, f.Site); err != nil {
		return err
	}
	return h.render(c, "feeds", p)
}

// feedSections are the lists of one language that go on, but for contributors:
// days, pages and months are over.
func (h *Reader) feedSections(ctx context.Context, l locale.Locale, site *newsroom.Site) ([]feedSection, error) {
	list := func(title run, rest string) followed {
		path := in(l.Language, rest)
		page := path
		if rest == "" {
			page += "/"
		}
		return followed{run: title, Page: page, Links: feedLinks(path, "")}
	}
	whole := feedSection{Title: l.T("feeds.whole"), Lists: []followed{
		list(run{Text: l.T("feeds.all." + string(l.Language))}, ""),
		{run: run{Text: l.T("feeds.both")}, Page: "/", Links: feedLinks("", ""), both: true},
		{run: run{Text: l.T("feeds.originals")}, Page: "/", Links: feedLinks("", "?"+newsroom.FirstOfPair), both: true},
		list(run{Text: l.T("corrections")}, newsroom.CorrectionsRest),
	}}
	kinds := feedSection{Title: l.T("nav")}
	for _, kind := range newsroom.Kinds() {
		kinds.Lists = append(kinds.Lists, list(run{Text: l.T("kind." + string(kind))}, newsroom.KindRest(kind)))
	}
	themes := feedSection{Title: l.T("themes")}
	all, err := h.store.AllThemes(ctx)
	if err != nil {
		return nil, err
	}
	for _, t := range all {
		themes.Lists = append(themes.Lists, list(runIn(l.Language, t.Name), newsroom.ThemeRest(t.Slug)))
	}
	specials := feedSection{Title: l.T("specials")}
	titles, err := h.store.SpecialTitles(ctx, l.Language)
	if err != nil {
		return nil, err
	}
	for _, s := range titles {
		specials.Lists = append(specials.Lists, list(runIn(l.Language, s.Title), newsroom.SpecialRest(s.Slug)))
	}
	return []feedSection{whole, kinds, themes, specials}, nil
}

// ShowOPML is the subscription list of all feeds in both languages, contributors
// included.
func (h *Reader) ShowOPML(c *gin.Context) error {
	ctx := c.Request.Context()
	changed, err := h.lastModified(ctx)
	if err != nil {
		return err
	}
	site, err := h.store.Site(ctx)
	if err != nil {
		return err
	}
	title := bothLanguages(site.Name, " · ")
	if title == "" {
		title = h.base.Host
	}
	var groups []feed.Outline
	for i, l := range newsroom.Languages() {
		words := locale.Locale{Language: l, Zone: site.Zone()}
		group, err := h.outlines(ctx, words, site, i == 0)
		if err != nil {
			return err
		}
		groups = append(groups, feed.Outline{Text: words.T("language.own." + string(l)), Outlines: group})
	}
	d := conditional.Document{
		Body: feed.OPML(title, bothLanguages(site.Publisher, " · "), groups), ContentType: "text/x-opml; charset=utf-8",
		CacheControl: feedCaching, Modified: changed,
	}
	d.Serve(c.Writer, c.Request)
	return nil
}

// outlines are the feeds of one language; those of both stand with one language only.
func (h *Reader) outlines(ctx context.Context, l locale.Locale, site *newsroom.Site, both bool) ([]feed.Outline, error) {
	sections, err := h.feedSections(ctx, l, site)
	if err != nil {
		return nil, err
	}
	people, err := h.store.Contributors(ctx, l.Language)
	if err != nil {
		return nil, err
	}
	contributors := feedSection{Title: l.T("contributors")}
	for _, p := range people {
		path := in(l.Language, newsroom.ContributorRest(p.Contributor.Slug))
		contributors.Lists = append(contributors.Lists, followed{run: runIn(l.Language, p.Contributor.Name), Page: path, Links: feedLinks(path, "")})
	}
	var groups []feed.Outline
	for _, s := range append(sections, contributors) {
		group := feed.Outline{Text: s.Title}
		for _, list := range s.Lists {
			o := feed.Outline{Text: list.Text, Feed: h.absolute(list.Links[0].Path), Page: h.absolute(list.Page), Language: l.Language}
			if list.both {
				o.Language = ""
			}
			if !list.both || both {
				group.Outlines = append(group.Outlines, o)
			}
		}
		groups = append(groups, group)
	}
	return groups, nil
}

// MovedFeeds are addresses where other programs have their feeds, below the root
// and below each language: readers try them, and links to an older site name them.
func MovedFeeds() map[string]feed.Format {
	return map[string]feed.Format{
		"/feed": feed.RSS, "/feed/": feed.RSS, "/rss": feed.RSS, "/rss.xml": feed.RSS, "/index.xml": feed.RSS, "/atom.xml": feed.Atom,
	}
}

// ShowMovedFeed leads from a common address of feeds to ours beside it.
func (h *Reader) ShowMovedFeed(format feed.Format) func(*gin.Context) error {
	return func(c *gin.Context) error {
		to := "/feed." + string(format)
		if l, ok := addressLanguage(c); ok {
			to = in(l, to)
		}
		return redirect(c, http.StatusMovedPermanently, to)
	}
}
