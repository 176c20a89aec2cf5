package reader

import (
	"github.com/gin-gonic/gin"

	"hebi/internal/newsroom"
	"hebi/internal/store"
)

// contributorsPage is /{lang}/contributors.
type contributorsPage struct {
	frame
	People []countedPerson
}

type countedPerson struct {
	person
	Count int
}

// ShowContributors shows everybody whom a visible article credits.
func (h *Reader) ShowContributors(c *gin.Context) error {
	f, err := h.frame(c, "/contributors")
	if err != nil {
		return err
	}
	contributors, err := h.store.Contributors(c.Request.Context(), f.Language)
	if err != nil {
		return err
	}
	f.Heading, f.Section, f.Description = f.T("contributors"), "contributors", f.T("contributors.about")
	p := contributorsPage{frame: f}
	for _, k := range contributors {
		credit := newsroom.Credit{Contributor: k.Contributor, Affiliation: k.Contributor.AffiliationOn(f.today)}
		p.People = append(p.People, countedPerson{person: newPerson(f.Language, credit), Count: k.Count})
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
}

type affiliation struct {
	run
	From, To string
}

// ShowContributor shows who somebody is, and the articles that credit them.
func (h *Reader) ShowContributor(c *gin.Context) error {
	who, err := h.store.ContributorBySlug(c.Request.Context(), c.Param("slug"))
	if err != nil {
		return err
	}
	rest := "/contributors/" + who.Slug
	f, err := h.frame(c, rest)
	if err != nil {
		return err
	}
	p := contributorPage{Person: newPerson(f.Language, newsroom.Credit{Contributor: *who}), Bio: f.Text(who.Bio)}
	f.Heading, f.Section, f.Description = p.Person.Name.Text, "contributors", p.Bio.Text
	f.addFeeds(f.Heading, rest)
	if other := who.Name.Only(f.Language.Other()); other != "" && other != p.Person.Name.Text {
		p.OtherLanguageName = run{Text: other, Lang: f.Language.Other().Tag()}
	}
	for _, a := range who.Affiliations {
		text := f.Text(newsroom.Bilingual{ZH: a.Text(newsroom.Chinese), EN: a.Text(newsroom.English)})
		p.Affiliations = append(p.Affiliations, affiliation{run: text, From: f.Day(a.From), To: f.Day(a.To)})
	}
	p.articleList = articleList{
		frame: f, Empty: f.T("empty.contributor"),
		Up: &link{run: run{Text: f.T("contributors")}, Path: f.Path("/contributors")},
	}
	if err := h.fillList(c, &p.articleList, rest, store.ArticleQuery{Contributor: who.Slug}); err != nil {
		return err
	}
	p.describeContributor(who)
	return h.render(c, "contributor", p)
}
