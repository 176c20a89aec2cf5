package reader

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"hebi/internal/newsroom"
	"hebi/internal/web/schemaorg"
)

// trail adds the way to the page from the front page of its language.
func (f *frame) trail(steps ...link) {
	home := link{run: run{Text: f.Name()}, Path: f.Path("/")}
	list := schemaorg.Breadcrumbs{Context: schemaorg.Context, Type: "BreadcrumbList"}
	for i, step := range append([]link{home}, steps...) {
		list.Steps = append(list.Steps, schemaorg.Crumb{Type: "ListItem", Position: i + 1, Name: step.Text, Item: f.base + step.Path})
	}
	f.Structured = append(f.Structured, list)
}

// publisher is the paper under the name that readers know.
func (f frame) publisher() schemaorg.Agent {
	return schemaorg.Agent{Type: "NewsMediaOrganization", Name: f.Name(), URL: f.base + f.Path("/"), Logo: f.base + f.Asset("img/icon.svg")}
}

// describeSite says what the site is and how to search it; for the front page.
func (f *frame) describeSite() {
	f.Structured = append(f.Structured, schemaorg.Site{
		Context: schemaorg.Context, Type: "WebSite", URL: f.Canonical, Name: f.Name(), AlternateName: f.OtherName().Text,
		Description: f.Site.Tagline.In(f.Language), InLanguage: f.Tag(), Publisher: f.publisher(),
		Search: schemaorg.Search{
			Type: "SearchAction", Input: "required name=query",
			Target: schemaorg.EntryPoint{Type: "EntryPoint", Template: f.base + f.Path("/search?q={query}")},
		},
	})
}

// describeContributor says who the page is about, with today's affiliation.
func (f *frame) describeContributor(who *newsroom.Contributor) {
	credit := newsroom.Credit{Contributor: *who, Affiliation: who.AffiliationOn(f.today)}
	agent := f.agent(credit)
	agent.Description = f.Text(who.Bio).Text
	if other := who.Name.Only(f.Language.Other()); other != agent.Name {
		agent.AlternateName = other
	}
	f.Sharing.Type = "profile"
	if who.PortraitAddress != "" {
		agent.Image = f.base + who.PortraitAddress
		f.Sharing.Picture = &sharedPicture{Address: agent.Image, Alt: agent.Name}
	}
	f.Structured = append(f.Structured, schemaorg.Profile{
		Context: schemaorg.Context, Type: "ProfilePage", URL: f.base + f.Path(f.rest), InLanguage: f.Tag(), MainEntity: agent,
	})
}

// describe says of an article what its page says, for search engines and for
// those who share it.
func (p *articlePage) describe(a *newsroom.Article) {
	e := p.Edition
	modified := e.Modified()
	o := p.named(a, e)
	free := true
	publisher := p.publisher()
	o.Context, o.MainEntityOfPage, o.AlternativeHeadline, o.Description = schemaorg.Context, p.Canonical, e.Subtitle, p.Description
	o.DatePublished, o.DateModified = p.Stamp(e.Dated()), p.Stamp(modified)
	o.Publisher, o.ArticleSection, o.IsAccessibleForFree = &publisher, p.KindName(), &free
	if other := a.Edition(p.Language.Other()); other != nil {
		counterpart := p.named(a, other)
		if e.Original {
			o.WorkTranslation = &counterpart
		} else {
			o.TranslationOfWork = &counterpart
		}
	}
	p.credit(&o, append(slices.Clone(a.Credits), e.Translators...))
	p.place(&o, a)
	p.illustrate(&o)
	for _, c := range e.Corrections {
		o.Correction = append(o.Correction, schemaorg.Correction{Type: "CorrectionComment", Text: correctionText(p.Locale, c), DatePublished: p.Stamp(c.Date)})
	}
	p.Sharing.Type, p.Sharing.Section = "article", o.ArticleSection
	p.Sharing.Published, p.Sharing.Modified = e.Dated(), modified
	for _, author := range o.Author {
		p.Sharing.Authors = append(p.Sharing.Authors, author.URL)
	}
	for _, theme := range p.Themes {
		p.Sharing.Tags = append(p.Sharing.Tags, theme.Text)
	}
	p.Structured = append(p.Structured, o)
	p.trail(link{run: run{Text: p.T("kind." + string(p.Kind))}, Path: p.KindPath()}, link{run: run{Text: e.Title}, Path: p.Path(p.rest)})
}

// named is what identifies an edition.
func (p *articlePage) named(a *newsroom.Article, e *newsroom.Edition) schemaorg.Article {
	o := schemaorg.Article{
		Type: "NewsArticle", ID: "urn:uuid:" + e.ID, Identifier: "urn:uuid:" + e.ID,
		URL: p.base + articlePath(e.Language, a.Slug), Headline: e.Title, InLanguage: e.Language.Tag(),
	}
	if a.Kind == newsroom.Commentary || a.Kind == newsroom.Editorial {
		o.Type = "OpinionNewsArticle"
	}
	return o
}

// credit names everybody by what they did. A piece that nobody signs is the paper's own.
func (p *articlePage) credit(o *schemaorg.Article, credits []newsroom.Credit) {
	for _, c := range credits {
		agent := p.agent(c)
		switch c.Role {
		case newsroom.Author, newsroom.Compiler:
			o.Author = append(o.Author, agent)
		case newsroom.EditorCredit:
			o.Editor = append(o.Editor, agent)
		case newsroom.Translator:
			o.Translator = append(o.Translator, agent)
		case newsroom.Photographer:
			o.Contributor = append(o.Contributor, schemaorg.Role{Type: "Role", RoleName: string(c.Role), Contributor: agent})
		case newsroom.Subject:
			o.About = append(o.About, agent)
		case newsroom.Interviewee:
			o.Mentions = append(o.Mentions, agent)
		}
	}
	if len(o.Author) == 0 {
		paper := p.publisher()
		paper.Logo = ""
		o.Author = []schemaorg.Agent{paper}
	}
}

// agent is a contributor with the affiliation of a credit.
func (f frame) agent(c newsroom.Credit) schemaorg.Agent {
	who := newPerson(f.Language, c)
	agent := schemaorg.Agent{Type: "Person", Name: who.Name.Text, URL: f.base + who.Path}
	if c.Contributor.Collective() {
		agent.Type = "Organization"
		return agent
	}
	if c.Affiliation == (newsroom.Bilingual{}) {
		return agent
	}
	organisation := who.Affiliation.Text
	for _, a := range c.Contributor.Affiliations {
		// What a piece printed is one line; what is on record knows its parts.
		if whole := (newsroom.Bilingual{ZH: a.Text(newsroom.Chinese), EN: a.Text(newsroom.English)}); f.Text(whole).Text == organisation {
			organisation, agent.JobTitle = f.Text(a.Organisation).Text, f.Text(a.Title).Text
			break
		}
	}
	if organisation != "" {
		agent.Affiliation = &schemaorg.Agent{Type: "Organization", Name: organisation}
	}
	return agent
}

// place says where the piece belongs: themes, specials, the printed paper.
func (p *articlePage) place(o *schemaorg.Article, a *newsroom.Article) {
	for _, theme := range p.Themes {
		o.About = append(o.About, schemaorg.Named{Type: "DefinedTerm", Name: theme.Text, URL: p.base + theme.Path})
	}
	for _, special := range p.Specials {
		o.IsPartOf = append(o.IsPartOf, schemaorg.Named{Type: "CreativeWorkSeries", Name: special.Text, URL: p.base + special.Path})
	}
	if p.Print == nil {
		return
	}
	page := strconv.Itoa(p.Print.Page)
	pages := slices.DeleteFunc([]string{p.Print.From, page, p.Print.On}, func(s string) bool { return s == "" })
	o.PrintPage, o.Pagination = cmp.Or(p.Print.From, page), strings.Join(pages, ", ")
	o.IsPartOf = append(o.IsPartOf, schemaorg.Issue{
		Type: "PublicationIssue", URL: p.base + p.Print.PagePath, DatePublished: a.Print.Date.Format(isoDay), Pagination: page,
		IsPartOf: schemaorg.Named{Type: "Newspaper", Name: p.Print.Paper.Text},
	})
}

func (p *articlePage) illustrate(o *schemaorg.Article) {
	c := p.Cover
	if c == nil {
		return
	}
	address := p.base + c.Address
	o.Image = &schemaorg.Image{
		Type: "ImageObject", URL: address, Width: c.Width, Height: c.Height, Caption: c.CaptionText.Text, CreditText: c.CreditText.Text,
	}
	p.Sharing.Picture = &sharedPicture{Address: address, Width: c.Width, Height: c.Height, Alt: c.AltText.Text}
}
