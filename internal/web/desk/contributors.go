package desk

import (
	"context"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"hebi/internal/newsroom"
	"hebi/internal/publish"
	"hebi/internal/store"
)

// contributorsPath is the list of contributors.
const contributorsPath = Root + "contributors"

// ShowContributors lists contributors, those that a search finds.
func (d *Desk) ShowContributors(c *gin.Context) error {
	p, err := d.managed(c, "desk.contributors", contributorsPath)
	if err != nil {
		return err
	}
	page := pageNumber(c)
	list, total, err := d.store.FindContributors(c.Request.Context(), p.Value("q"), perPage, (page-1)*perPage)
	if err != nil {
		return err
	}
	p.Searched, p.Total, p.Pages = p.T("desk.contributors.search"), total, newPages(contributorsPath, p.Values, page, total)
	for _, x := range list {
		line := p.named(contributorsPath, x.Contributor.ID, x.Contributor.Name)
		line.About = []string{p.N("desk.count.articles", x.Count)}
		if n := len(x.Contributor.Affiliations); n > 0 {
			line.About = append(line.About, affiliationText(x.Contributor.Affiliations[n-1]).In(p.Language))
		}
		p.Lines = append(p.Lines, line)
	}
	return d.show(c, "managed", p)
}

// affiliationText is an affiliation as bylines print it.
func affiliationText(a newsroom.Affiliation) newsroom.Bilingual {
	return newsroom.Bilingual{ZH: a.Text(newsroom.Chinese), EN: a.Text(newsroom.English)}
}

// ShowContributor shows one contributor's form.
func (d *Desk) ShowContributor(c *gin.Context) error { return d.showSheet(c, d.contributorEditor(c)) }

// SaveContributor takes it.
func (d *Desk) SaveContributor(c *gin.Context) error { return d.saveSheet(c, d.contributorEditor(c)) }

func (d *Desk) contributorEditor(c *gin.Context) editor {
	ctx := c.Request.Context()
	return editor{
		word: "desk.contributor.new", section: "desk.contributors", list: contributorsPath,
		load: func(id int64) (url.Values, string, error) {
			stored, err := d.store.ContributorByID(ctx, id)
			if err != nil {
				return nil, "", err
			}
			return contributorValues(stored), publish.Fingerprint(stored), nil
		},
		alter: alterAffiliations,
		fill:  func(s *sheet, id int64) error { return d.fillContributor(ctx, s, id) },
		save: func(from publish.Opened, f form) (int64, error) {
			person, err := d.contributorIn(c, from.ID, f)
			if err != nil {
				return 0, err
			}
			return d.publisher.EditContributor(ctx, from, person, options(c))
		},
	}
}

// affiliationFields are the fields of one affiliation.
func affiliationFields() []string {
	return []string{"org.zh", "org.en", "post.zh", "post.en", "from", "to"}
}

func contributorValues(p *newsroom.Contributor) url.Values {
	v := url.Values{"slug": {p.Slug}}
	setBilingual(v, "name", p.Name)
	setBilingual(v, "bio", p.Bio)
	for _, a := range p.Affiliations {
		for i, text := range []string{a.Organisation.ZH, a.Organisation.EN, a.Title.ZH, a.Title.EN, dayValue(a.From), dayValue(a.To)} {
			v.Add(affiliationFields()[i], text)
		}
	}
	return v
}

// dayValue is a day as a date field has it; empty for none.
func dayValue(d time.Time) string {
	if d.IsZero() {
		return ""
	}
	return d.Format(time.DateOnly)
}

// alterAffiliations adds an empty row, or takes one out.
func alterAffiliations(f form, do string) bool {
	switch i := numbered(do, "remove-row"); {
	case do == "add-row":
		for _, name := range affiliationFields() {
			f.Values[name] = append(f.Values[name], "")
		}
	case i >= 0:
		for _, name := range affiliationFields() {
			if list := f.Values[name]; i < len(list) {
				f.Values[name] = slices.Delete(list, i, i+1)
			}
		}
	default:
		return false
	}
	return true
}

func (d *Desk) fillContributor(ctx context.Context, s *sheet, id int64) error {
	s.Upload = true
	s.Groups = []panel{
		{s.T("desk.label.name"), append(s.pair("name", 0), s.slug())},
		{s.T("desk.label.bio"), s.pair("bio", 4)},
	}
	s.RowWord = s.T("desk.affiliation.add")
	for i := range s.Values["org.zh"] {
		r := row{Title: s.T("desk.affiliation", i+1), Number: i}
		for _, name := range affiliationFields() {
			in := s.input(name)
			in.ID, in.Value, in.Problem = name+"-"+strconv.Itoa(i), s.at(name, i), ""
			if name == "from" || name == "to" {
				in.Type, in.Lang = "date", ""
			}
			r.Inputs = append(r.Inputs, in)
		}
		s.Rows = append(s.Rows, r)
	}
	if id == 0 {
		return nil
	}
	stored, err := d.store.ContributorByID(ctx, id)
	if err != nil {
		return err
	}
	s.Heading = stored.Name.In(s.Language)
	if stored.PortraitAddress != "" {
		s.Portrait = Root + strings.TrimPrefix(stored.PortraitAddress, "/")
	}
	if _, err := d.store.ContributorBySlug(ctx, stored.Slug); err == nil {
		s.Public = "/" + string(s.Language) + newsroom.ContributorRest(stored.Slug)
	}
	all, err := d.store.AllContributors(ctx)
	if err != nil {
		return err
	}
	others := datalist{ID: "others"}
	for _, p := range all {
		if p.ID != id {
			others.Options = append(others.Options, option{Value: p.Slug, Text: p.Name.In(s.Language)})
		}
	}
	s.mergeInto(contributorsPath, id, others)
	return nil
}

// mergeInto offers to merge the thing into another one of a list.
func (s *sheet) mergeInto(path string, id int64, others datalist) {
	if len(others.Options) == 0 {
		return
	}
	s.Merge = path + "/" + strconv.FormatInt(id, 10) + "/merge"
	s.MergeField = input{ID: "into", Name: "into", Type: "text", Label: s.label("into"), List: others.ID, Required: true}
	s.Lists = append(s.Lists, others)
}

// contributorIn is what a form says of a contributor.
func (d *Desk) contributorIn(c *gin.Context, id int64, f form) (*newsroom.Contributor, error) {
	p := &newsroom.Contributor{Slug: f.Value("slug"), Name: f.bilingual("name"), Bio: f.bilingual("bio")}
	for i := range f.Values["org.zh"] {
		a := newsroom.Affiliation{
			Organisation: newsroom.Bilingual{ZH: f.at("org.zh", i), EN: f.at("org.en", i)},
			Title:        newsroom.Bilingual{ZH: f.at("post.zh", i), EN: f.at("post.en", i)},
		}
		var err error
		if a.From, err = dayIn(f.at("from", i)); err == nil {
			a.To, err = dayIn(f.at("to", i))
		}
		if err != nil {
			return nil, err
		}
		p.Affiliations = append(p.Affiliations, a)
	}
	if header, err := c.FormFile("portrait"); err == nil {
		p.PortraitFile = &newsroom.File{Name: header.Filename, Size: header.Size, Open: func() (io.ReadCloser, error) { return header.Open() }}
		return p, nil
	}
	if id == 0 || f.Value("no-portrait") != "" {
		return p, nil
	}
	stored, err := d.store.ContributorByID(c.Request.Context(), id)
	if err == nil {
		p.Portrait = stored.Portrait
	}
	return p, nil // publish says what is wrong with a contributor that is gone
}

// dayIn reads a day of a date field; empty is the zero time.
func dayIn(text string) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	d, err := time.Parse(time.DateOnly, text)
	if err != nil || d.Year() < 1000 {
		return time.Time{}, newsroom.At(newsroom.Place{Key: "affiliations"}, newsroom.Because(newsroom.ErrInvalid, "%q is no day: write one such as 2024-05-01", text))
	}
	return d, nil
}

// ShowContributorMerge shows what happens when a contributor is merged into another.
func (d *Desk) ShowContributorMerge(c *gin.Context) error {
	from, into, err := d.twoContributors(c, c.Query("into"))
	if err != nil {
		return err
	}
	return d.showContributorMerge(c, from, into, nil)
}

// twoContributors are the one in the address and another by its slug.
func (d *Desk) twoContributors(c *gin.Context, slug string) (from, into *newsroom.Contributor, err error) {
	id, err := idOf(c)
	if err == nil {
		from, err = d.store.ContributorByID(c.Request.Context(), id)
	}
	if err == nil {
		into, err = d.store.AnyContributorBySlug(c.Request.Context(), strings.TrimSpace(slug))
	}
	return from, into, err
}

func (d *Desk) showContributorMerge(c *gin.Context, from, into *newsroom.Contributor, cause error) error {
	f, err := d.frame(c, "desk.join", "desk.contributors")
	if err != nil {
		return err
	}
	path := contributorsPath + "/" + strconv.FormatInt(from.ID, 10)
	p := &joinPage{
		frame: f, form: form{Problems: map[string]string{}}, Action: path + "/merge", Back: path,
		From: f.contributorFacts(from), Into: f.contributorFacts(into), Result: f.contributorFacts(publish.MergedContributor(from, into)),
		FromBase: publish.Fingerprint(from), IntoBase: publish.Fingerprint(into), IntoID: into.ID,
	}
	p.Heading = f.T("desk.join.heading", from.Name.In(f.Language), into.Name.In(f.Language))
	ids, err := d.store.CreditedArticles(c.Request.Context(), from.ID)
	if err != nil {
		return err
	}
	p.Consequences = []string{
		f.N("desk.join.credits", len(ids), into.Name.In(f.Language)),
		f.T("desk.join.redirect", newsroom.ContributorRest(from.Slug), newsroom.ContributorRest(into.Slug)),
		f.T("desk.join.final"),
	}
	return d.showJoin(c, p, cause)
}

// showJoin shows what merging does, with what stood in its way.
func (d *Desk) showJoin(c *gin.Context, p *joinPage, cause error) error {
	if cause == nil {
		return d.show(c, "join", p)
	}
	p.Problems[""] = p.Sentence(cause)
	return d.render(c, http.StatusConflict, "join", p)
}

func (f frame) contributorFacts(p *newsroom.Contributor) []fact {
	facts := []fact{
		{f.label("name.zh"), p.Name.ZH},
		{f.label("name.en"), p.Name.EN},
		{f.label("slug"), p.Slug},
		{f.label("bio.zh"), p.Bio.ZH},
		{f.label("bio.en"), p.Bio.EN},
	}
	for i, a := range p.Affiliations {
		text := affiliationText(a).In(f.Language)
		if from, to := dayValue(a.From), dayValue(a.To); from+to != "" {
			text += " (" + from + " – " + to + ")"
		}
		facts = append(facts, fact{f.T("desk.affiliation", i+1), text})
	}
	return slices.DeleteFunc(facts, func(x fact) bool { return x.Text == "" })
}

// MergeContributors merges a contributor into another, as the page before showed it.
func (d *Desk) MergeContributors(c *gin.Context) error {
	f, err := readForm(c)
	if err != nil {
		return err
	}
	from, into, err := d.opened(c, f)
	if err != nil {
		return err
	}
	ctx := c.Request.Context()
	err = d.publisher.MergeContributors(ctx, from, into, options(c))
	if newsroom.PlaceOf(err).Key == "" && err != nil {
		return err
	}
	if err != nil {
		one, failed := d.store.ContributorByID(ctx, from.ID)
		if failed == nil {
			var other *newsroom.Contributor
			if other, failed = d.store.ContributorByID(ctx, into.ID); failed == nil {
				return d.showContributorMerge(c, one, other, err)
			}
		}
		return failed
	}
	return d.redirect(c, contributorsPath+"/"+strconv.FormatInt(into.ID, 10), "desk.did.merged")
}

// opened are the two things that a form of joinPage names.
func (d *Desk) opened(c *gin.Context, f form) (from, into publish.Opened, err error) {
	id, err := idOf(c)
	if err != nil {
		return from, into, err
	}
	other, err := strconv.ParseInt(f.Value("into"), 10, 64)
	if err != nil {
		return from, into, newsroom.ErrNotFound
	}
	return publish.Opened{ID: id, Base: f.Value("from-base")}, publish.Opened{ID: other, Base: f.Value("into-base")}, nil
}

// namedOption is an article to choose, by its slug.
func namedOption(a store.NamedArticle) option { return option{Value: a.Slug, Text: a.Title} }
