package reader

import (
	"fmt"
	"net/url"
	"time"

	"github.com/gin-gonic/gin"

	"hebi/internal/newsroom"
	"hebi/internal/search"
)

// searchPage is /{lang}/search.
type searchPage struct {
	frame
	Form searchForm
	// Searched says that something was asked.
	Searched bool
	Total    int
	Hits     []card
	Pager    pager
	// Truncated says that only the beginning of the question was read.
	Truncated bool
	// Loose says that no article holds all the words.
	Loose bool
	// Problems are sentences about what was asked and could not be understood.
	Problems []string
	// Contributor is the person that the search is narrowed to; empty without.
	Contributor string
	Themes      []newsroom.Theme
	Kinds       []newsroom.Kind
}

// searchForm is what the reader asked, as the form shows it again.
type searchForm struct {
	Text, Theme, Contributor, Kind, From, To, Only string
	Exact, Newest                                  bool
}

// piece is a stretch of a text that matched or did not.
type piece struct {
	Text   string
	Marked bool
}

// ShowSearch shows the form and, when something was asked, what was found.
func (h *Reader) ShowSearch(c *gin.Context) error {
	f, err := h.frame(c, "/search")
	if err != nil {
		return err
	}
	p := searchPage{frame: f, Kinds: newsroom.Kinds()}
	if p.Themes, err = h.store.Themes(c.Request.Context(), f.Language); err != nil {
		return err
	}
	q := p.read(c)
	if q.Page, err = pageNumber(c); err != nil {
		return err
	}
	if err := h.find(c, &p, q); err != nil {
		return err
	}
	p.Heading, p.Section, p.Asked, p.Private = f.T("search"), "search", p.Form.Text, true
	if p.Form.Text != "" {
		p.Heading = f.T("search.for", p.Form.Text)
	}
	return h.render(c, "search", p)
}

// read turns the address into a query and the form that shows it.
func (p *searchPage) read(c *gin.Context) search.Query {
	p.Form = searchForm{
		Text: c.Query("q"), Theme: c.Query("theme"), Contributor: c.Query("contributor"), Kind: c.Query("kind"),
		From: c.Query("from"), To: c.Query("to"), Only: c.Query("only"),
		Exact: c.Query("exact") == "1", Newest: c.Query("sort") == "newest",
	}
	q := search.Query{
		Text: p.Form.Text, Language: p.Language, Filter: search.Filter{Theme: p.Form.Theme, Contributor: p.Form.Contributor},
		Exact: p.Form.Exact, Newest: p.Form.Newest, PerPage: perPage,
	}
	q.Kind = newsroom.Kind(p.understood(p.Form.Kind, "search.kind", func(s string) error { _, err := newsroom.ParseKind(s); return err }))
	q.Only = newsroom.Language(p.understood(p.Form.Only, "search.only", func(s string) error { _, err := newsroom.ParseLanguage(s); return err }))
	q.From = p.day(&p.Form.From, "search.from")
	if to := p.day(&p.Form.To, "search.to"); !to.IsZero() {
		q.To = to.AddDate(0, 0, 1) // the day itself counts
	}
	return q
}

// understood returns the value, or nothing and a problem when it breaks its rule.
func (p *searchPage) understood(value, field string, check func(string) error) string {
	if value == "" || check(value) == nil {
		return value
	}
	p.Problems = append(p.Problems, p.T("search.problem", p.T(field), value))
	return ""
}

// day reads a day of the site's zone. What is none is taken out of the form, since a date field cannot show it.
func (p *searchPage) day(value *string, field string) time.Time {
	if *value == "" {
		return time.Time{}
	}
	day, err := time.ParseInLocation(isoDay, *value, p.Zone)
	if err != nil {
		p.Problems = append(p.Problems, p.T("search.problem", p.T(field), *value))
		*value = ""
		return time.Time{}
	}
	return day
}

// find asks the engine and fills in what it found.
func (h *Reader) find(c *gin.Context, p *searchPage, q search.Query) error {
	found, err := h.search.Search(c.Request.Context(), q)
	if err != nil {
		return err
	}
	p.Searched, p.Total, p.Truncated, p.Loose = q.Text != "", found.Total, found.Truncated, found.Loose
	query := p.Form.values()
	if p.Pager, err = newPager(p.Path("/search"), query, q.Page, found.Total); err != nil {
		return err
	}
	if encoded := query.Encode(); encoded != "" {
		p.Other.Path += "?" + encoded
		if p.Searched {
			p.addFeedsWithQuery(p.T("search.for", p.Form.Text), "/search", "?"+encoded)
		}
	}
	if err := h.showHits(c, p, found.Hits); err != nil {
		return err
	}
	return h.findContributor(c, p)
}

// findContributor names the person that the search is narrowed to.
func (h *Reader) findContributor(c *gin.Context, p *searchPage) error {
	if p.Form.Contributor == "" {
		return nil
	}
	p.Contributor = p.Form.Contributor
	contributors, err := h.store.Contributors(c.Request.Context(), p.Language)
	if err != nil {
		return err
	}
	for _, k := range contributors {
		if k.Contributor.Slug == p.Form.Contributor {
			p.Contributor = k.Contributor.Name.In(p.Language)
		}
	}
	return nil
}

func (h *Reader) showHits(c *gin.Context, p *searchPage, hits []search.Hit) error {
	ids := make([]int64, len(hits))
	for i, hit := range hits {
		ids[i] = hit.ArticleID
	}
	articles, err := h.store.ArticlesByID(c.Request.Context(), ids)
	if err != nil {
		return err
	}
	byID := make(map[int64]*newsroom.Article, len(articles))
	for i := range articles {
		byID[articles[i].ID] = &articles[i]
	}
	for _, hit := range hits {
		if a := byID[hit.ArticleID]; a != nil { // else it was withdrawn since it was found
			p.Hits = append(p.Hits, p.hit(a, hit))
		}
	}
	return nil
}

// hit shows the edition that was found, which may be in the other language
// although the reader's has one too, without the subtitle: what was found
// stands in the snippet.
func (p *searchPage) hit(a *newsroom.Article, found search.Hit) card {
	c := newCard(p.Locale, a)
	if e := a.Edition(found.Language); e != nil {
		c = newCardOf(p.Locale, a, e)
	}
	c.Subtitle, c.SnippetPieces = "", pieces(found.Snippet)
	if len(found.Title.Marks) > 0 { // else it is set like any headline
		c.TitlePieces = pieces(found.Title)
	}
	return c
}

// values are the parameters of the form's address, without the page.
func (f searchForm) values() url.Values {
	v := url.Values{}
	for key, value := range map[string]string{
		"q": f.Text, "theme": f.Theme, "contributor": f.Contributor, "kind": f.Kind, "from": f.From, "to": f.To, "only": f.Only,
	} {
		if value != "" {
			v.Set(key, value)
		}
	}
	if f.Exact {
		v.Set("exact", "1")
	}
	if f.Newest {
		v.Set("sort", "newest")
	}
	return v
}

// pieces cuts a marked text at its marks. Marks that do not lie in the text in
// order are left out: a wrong mark must not hide a word.
func pieces(m search.Marked) []piece {
	runes := []rune(m.Text)
	var list []piece
	add := func(from, to int, marked bool) {
		if from < to {
			list = append(list, piece{Text: string(runes[from:to]), Marked: marked})
		}
	}
	at := 0
	for _, mark := range m.Marks {
		if mark[0] < at || mark[1] > len(runes) || mark[0] >= mark[1] {
			continue
		}
		add(at, mark[0], false)
		add(mark[0], mark[1], true)
		at = mark[1]
	}
	add(at, len(runes), false)
	return list
}

// KindLabel names a kind in the form.
func (p searchPage) KindLabel(k newsroom.Kind) string { return p.T("kind." + string(k)) }

// Sorted is the address of the same search in the other order.
func (p searchPage) Sorted(newest bool) string {
	form := p.Form
	form.Newest = newest
	return p.Path("/search") + "?" + form.values().Encode()
}

// WithoutContributor is the address of the same search by anybody.
func (p searchPage) WithoutContributor() string {
	form := p.Form
	form.Contributor = ""
	return p.Path("/search") + "?" + form.values().Encode()
}

// Limit is how many characters of a question are read.
func (p searchPage) Limit() string { return fmt.Sprint(search.MaxQuery) }
