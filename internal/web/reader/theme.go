package reader

import (
	"context"
	"slices"

	"github.com/gin-gonic/gin"

	"hebi/internal/newsroom"
	"hebi/internal/search"
	"hebi/internal/store"
)

// themesPage is /{lang}/themes.
type themesPage struct {
	frame
	Themes []newsroom.Theme
}

// ShowThemes shows all themes with the number of their articles.
func (h *Reader) ShowThemes(c *gin.Context) error {
	f, err := h.frame(c, "/themes")
	if err != nil {
		return err
	}
	census, err := h.census(c.Request.Context(), f, search.CensusQuery{})
	if err != nil {
		return err
	}
	f.Heading, f.Section, f.Description = f.T("themes"), "themes", f.T("themes.about")
	f.trail(link{run: run{Text: f.Heading}, Path: f.Path(f.rest)})
	p := themesPage{frame: f}
	if p.Themes, err = h.countedThemes(c.Request.Context(), census); err != nil {
		return err
	}
	return h.render(c, "themes", p)
}

// census counts the articles of the page's language.
func (h *Reader) census(ctx context.Context, f frame, q search.CensusQuery) (*search.Census, error) {
	q.Language, q.Zone = f.Language, f.Zone
	return h.search.Census(ctx, q)
}

// countedThemes are all themes in the site's order with their numbers of articles.
func (h *Reader) countedThemes(ctx context.Context, census *search.Census) ([]newsroom.Theme, error) {
	themes, err := h.store.AllThemes(ctx)
	for i := range themes {
		themes[i].Count = countOf(census.Themes, themes[i].Slug)
	}
	return themes, err
}

func countOf(counts []search.Count, value string) int {
	for _, c := range counts {
		if c.Value == value {
			return c.Count
		}
	}
	return 0
}

// themePage is /{lang}/themes/{theme}.
type themePage struct {
	articleList
	// OtherLanguageName is the theme's name in the other language.
	OtherLanguageName run
	// Timeline is nil where there are too few months for one, and from the second page on.
	Timeline *timeline
	// People are those credited most, Neighbours the themes that share most articles.
	People     []countedPerson
	Neighbours []countedLink
}

// countedLink is a link with a number of articles.
type countedLink struct {
	link
	Count int
}

// What a theme's page shows beside its list.
const (
	themePeople     = 8
	themeNeighbours = 6
)

// ShowTheme shows a theme's introduction, its course over time, who writes
// about it, what it touches, and its articles.
func (h *Reader) ShowTheme(c *gin.Context) error {
	ctx := c.Request.Context()
	theme, err := h.store.ThemeBySlug(ctx, c.Param("theme"))
	if err != nil {
		return err
	}
	rest := "/themes/" + theme.Slug
	f, err := h.frame(c, rest)
	if err != nil {
		return err
	}
	intro := f.Text(theme.Introduction)
	f.Heading, f.Section, f.Description = f.Text(theme.Name).Text, "themes", intro.Text
	f.addFeeds(f.Heading, rest)
	census, err := h.census(ctx, f, search.CensusQuery{Theme: theme.Slug})
	if err != nil {
		return err
	}
	p := themePage{articleList: articleList{
		frame: f, Intro: intro, Up: &link{run: run{Text: f.T("themes")}, Path: f.Path("/themes")}, Empty: f.T("empty.theme"), Total: census.Total,
	}}
	p.OtherLanguageName = otherName(f, theme.Name)
	if err := h.fillCounted(c, &p.articleList, rest, store.ArticleQuery{Theme: theme.Slug}); err != nil {
		return err
	}
	if p.Pager.Page == 1 {
		p.Timeline = newTimeline(f, census.Months, theme.Slug)
	}
	if p.People, err = h.countedPeople(ctx, f, firstOf(census.Contributors, themePeople)); err != nil {
		return err
	}
	if p.Neighbours, err = h.themeLinks(ctx, f, census, theme.Slug, themeNeighbours); err != nil {
		return err
	}
	return h.render(c, "theme", p)
}

// otherName is a name in the other language than the page's when it has one of its own there.
func otherName(f frame, name newsroom.Bilingual) run {
	l := f.Language.Other()
	if other := name.Only(l); other != "" && other != f.Text(name).Text {
		return run{Text: other, Lang: l.Tag()}
	}
	return run{}
}

func firstOf[T any](list []T, most int) []T { return list[:min(len(list), most)] }

// themeLinks are the themes of a census but one, the most frequent first.
func (h *Reader) themeLinks(ctx context.Context, f frame, census *search.Census, but string, most int) ([]countedLink, error) {
	themes, err := h.store.AllThemes(ctx)
	if err != nil {
		return nil, err
	}
	var list []countedLink
	for _, counted := range census.Themes {
		at := slices.IndexFunc(themes, func(t newsroom.Theme) bool { return t.Slug == counted.Value })
		if at < 0 || counted.Value == but {
			continue
		}
		to := link{run: f.Text(themes[at].Name), Path: f.Path("/themes/" + counted.Value)}
		list = append(list, countedLink{link: to, Count: counted.Count})
	}
	return firstOf(list, most), nil
}

// countedPeople are contributors by slug with what they are called and do today.
func (h *Reader) countedPeople(ctx context.Context, f frame, counts []search.Count) ([]countedPerson, error) {
	slugs := make([]string, len(counts))
	for i, c := range counts {
		slugs[i] = c.Value
	}
	known, err := h.store.ContributorsBySlug(ctx, slugs)
	if err != nil {
		return nil, err
	}
	people := make([]countedPerson, len(known))
	for i, k := range known {
		credit := newsroom.Credit{Contributor: k, Affiliation: k.AffiliationOn(f.today)}
		people[i] = countedPerson{person: newPerson(f.Language, credit), Count: countOf(counts, k.Slug)}
	}
	return people, nil
}
