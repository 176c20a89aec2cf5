package reader

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/gin-gonic/gin"

	"hebi/internal/hanzi"
	"hebi/internal/newsroom"
	"hebi/internal/search"
	"hebi/internal/store"
	"hebi/internal/web/asked"
)

// contributorsPage is /{lang}/contributors.
type contributorsPage struct {
	frame
	People []countedPerson
	Pager  pager
}

type countedPerson struct {
	person
	Count int
}

// peoplePerPage is how many contributors are listed at once.
const peoplePerPage = 60

// ShowContributors shows everybody whom a visible article credits, the most credited first.
func (h *Reader) ShowContributors(c *gin.Context) error {
	const rest = "/contributors"
	page, err := pageNumber(c)
	if err != nil {
		return err
	}
	f, err := h.frame(c, rest)
	if err != nil {
		return err
	}
	census, err := h.census(c.Request.Context(), f, search.CensusQuery{})
	if err != nil {
		return err
	}
	f.Heading, f.Section, f.Description = f.T("contributors"), "contributors", f.T("contributors.about")
	p := contributorsPage{frame: f}
	if p.Pager, err = newPagerOf(peoplePerPage, f.Path(rest), nil, page, len(census.Contributors)); err != nil {
		return err
	}
	p.Canonical, p.alone = h.absolute(p.Pager.To(page)), page > 1
	shown := firstOf(census.Contributors[(page-1)*peoplePerPage:], peoplePerPage)
	if p.People, err = h.countedPeople(c.Request.Context(), f, shown); err != nil {
		return err
	}
	p.trail(link{run: run{Text: p.Heading}, Path: p.Path(p.rest)})
	return h.render(c, "contributors", p)
}

// contributorPage is /{lang}/contributors/{slug}.
type contributorPage struct {
	articleList
	Person person
	Bio    run
	// OtherLanguageName is the name in the other language, when there is one.
	OtherLanguageName run
	Affiliations      []affiliation
	// Roles narrow the list; none where there is nothing to choose.
	Roles []roleLink
	// ListName says what the list is of.
	ListName string
	// About are the newest pieces about somebody whose works are listed, Named the
	// nearest whose text names them without a credit; nil on later pages and narrowed lists.
	About, Named *shortList
	Themes       []countedLink
}

type affiliation struct {
	run
	From, To string
}

// roleLink is a role that the list can be narrowed to.
type roleLink struct {
	Name, Path string
	Count      int
	Current    bool
}

// shortList is the beginning of a list that has a page of its own.
type shortList struct {
	Cards []card
	Total int
	Path  string
}

// How much of other lists a contributor's page shows.
const (
	aboutShown        = 4
	namedShown        = 4
	contributorThemes = 8
)

// ShowContributor shows who somebody is, what they made, and what is written about them.
func (h *Reader) ShowContributor(c *gin.Context) error {
	ctx := c.Request.Context()
	who, err := h.store.ContributorBySlug(ctx, c.Param("slug"))
	if err != nil {
		return err
	}
	rest := "/contributors/" + who.Slug
	f, err := h.frame(c, rest)
	if err != nil {
		return err
	}
	p := newContributorPage(f, who, rest)
	credits, err := h.store.ContributorCredits(ctx, who.ID, f.Language)
	if err != nil {
		return err
	}
	role, err := askedRole(c)
	if err != nil {
		return err
	}
	q := p.choose(rest, role, credits)
	q.Contributor = who.Slug
	if role != "" {
		rest += "?role=" + string(role)
	}
	if err := h.fillCounted(c, &p.articleList, rest, q); err != nil {
		return err
	}
	if p.Private = role != ""; p.Pager.Page == 1 && role == "" {
		if err := h.fillAround(ctx, &p, who, credits); err != nil {
			return err
		}
	}
	census, err := h.census(ctx, f, search.CensusQuery{Contributor: who.Slug})
	if err != nil {
		return err
	}
	if p.Themes, err = h.themeLinks(ctx, f, census, "", contributorThemes); err != nil {
		return err
	}
	p.describeContributor(who)
	return h.render(c, "contributor", p)
}

func newContributorPage(f frame, who *newsroom.Contributor, rest string) contributorPage {
	p := contributorPage{Person: newPerson(f.Language, newsroom.Credit{Contributor: *who}), Bio: f.Text(who.Bio)}
	f.Heading, f.Section, f.Description = p.Person.Name.Text, "contributors", p.Bio.Text
	f.addFeeds(f.Heading, rest)
	p.OtherLanguageName = otherName(f, who.Name)
	for _, a := range who.Affiliations {
		text := f.Text(newsroom.Bilingual{ZH: a.Text(newsroom.Chinese), EN: a.Text(newsroom.English)})
		p.Affiliations = append(p.Affiliations, affiliation{run: text, From: f.Day(a.From), To: f.Day(a.To)})
	}
	p.articleList = articleList{
		frame: f, Empty: f.T("empty.contributor"),
		Up: &link{run: run{Text: f.T("contributors")}, Path: f.Path("/contributors")},
	}
	return p
}

// askedRole reads ?role=; one that does not exist is a page that does not.
func askedRole(c *gin.Context) (newsroom.CreditRole, error) {
	text := c.Query("role")
	if text == "" {
		return "", nil
	}
	role, err := newsroom.ParseCreditRole(text)
	if err != nil {
		return "", fmt.Errorf("role %q: %w", text, newsroom.ErrNotFound)
	}
	return role, nil
}

// choose says which articles the list has: those of the role asked for, else
// what somebody made, else what is about them.
func (p *contributorPage) choose(rest string, role newsroom.CreditRole, credits *store.CreditCounts) store.ArticleQuery {
	q := store.ArticleQuery{Roles: newsroom.MakerRoles()}
	p.ListName, p.Total = p.T("contributor.works"), credits.Made
	if credits.Made == 0 {
		q.Roles = newsroom.AboutRoles()
		p.ListName, p.Total = p.T("contributor.about"), credits.About
	}
	all := roleLink{Name: p.T("contributor.roles.all"), Path: p.Path(rest), Count: -1, Current: role == ""}
	p.Roles = append(p.Roles, all)
	for _, r := range credits.Roles {
		name := p.T("role." + string(r.Role) + ".did")
		if r.Role == role {
			q.Roles, p.ListName, p.Total = []newsroom.CreditRole{role}, name, r.Count
		}
		p.Roles = append(p.Roles, roleLink{Name: name, Path: p.Path(rest) + "?role=" + string(r.Role), Count: r.Count, Current: r.Role == role})
	}
	if role != "" && !slices.Equal(q.Roles, []newsroom.CreditRole{role}) { // nothing has it
		q.Roles, p.ListName, p.Total = []newsroom.CreditRole{role}, p.T("role."+string(role)+".did"), 0
	}
	if len(credits.Roles) < 2 && role == "" {
		p.Roles = nil
	}
	return q
}

// fillAround adds what others wrote about somebody.
func (h *Reader) fillAround(ctx context.Context, p *contributorPage, who *newsroom.Contributor, credits *store.CreditCounts) error {
	if credits.Made > 0 && credits.About > 0 {
		articles, err := h.store.NewestArticles(ctx, store.ArticleQuery{
			Language: p.Language, Contributor: who.Slug, Roles: newsroom.AboutRoles(), Limit: aboutShown,
		})
		if err != nil {
			return err
		}
		p.About = &shortList{Cards: newCards(p.Locale, articles), Total: credits.About}
		if err := h.fillSummaries(ctx, p.About.Cards); err != nil {
			return err
		}
	}
	return h.fillNamed(ctx, p, who)
}

// fillNamed adds articles whose text has the name word for word and that do not
// credit its bearer. A namesake cannot be told apart, and the page says that it
// is the name that was found; one character or one Latin word is no name.
func (h *Reader) fillNamed(ctx context.Context, p *contributorPage, who *newsroom.Contributor) error {
	name := who.Name.Only(p.Language)
	if strings.ContainsAny(name, `"“”「」`) || utf8.RuneCountInString(name) < 2 || !strings.ContainsFunc(name, hanzi.IsHan) && len(strings.Fields(name)) < 2 {
		return nil
	}
	q := asked.Search{Text: `"` + name + `" -` + p.T("search.operator.author") + `"` + name + `"`}
	found, err := h.search.Search(ctx, search.Query{Text: q.Text, Language: p.Language, PerPage: namedShown})
	if err != nil || found.Total == 0 || found.Loose || found.Truncated || len(found.Narrowed) == 0 || !slices.Contains(found.Narrowed[0].Slugs, who.Slug) {
		return err
	}
	page := searchPage{frame: p.frame}
	if err := h.fillHits(ctx, &page, found.Hits); err != nil {
		return err
	}
	p.Named = &shortList{Total: found.Total, Path: p.Path("/search") + encoded(q.Values())}
	for _, hit := range page.Hits {
		p.Named.Cards = append(p.Named.Cards, hit.card)
	}
	return nil
}
