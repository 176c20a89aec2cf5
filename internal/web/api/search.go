package api

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"hebi/internal/locale"
	"hebi/internal/newsroom"
	"hebi/internal/search"
	"hebi/internal/web/asked"
)

// maxPage bounds the page number; no site has so many.
const maxPage = 1_000_000

// results is the answer of /api/v1/search. Lists are never null.
type results struct {
	Query  query  `json:"query"`
	Total  int    `json:"total"`
	Hits   []hit  `json:"hits"`
	Facets facets `json:"facets"`
}

// query is how the question was read.
type query struct {
	Text      string     `json:"text"`
	Lang      string     `json:"lang"`
	Exact     bool       `json:"exact"`
	Tokens    []string   `json:"tokens"`
	Without   []string   `json:"without"`
	Narrowed  []narrowed `json:"narrowed"`
	Bridges   []bridge   `json:"bridges"`
	Truncated bool       `json:"truncated"`
	Loose     bool       `json:"loose"`
	Meant     []string   `json:"meant"`
}

// narrowed is what stood behind theme: or author:; no slugs when nothing is called so.
type narrowed struct {
	By    string   `json:"by"`
	Value string   `json:"value"`
	Slugs []string `json:"slugs"`
	Not   bool     `json:"not"`
}

// bridge is what was sought by other words too, and how they were come by.
type bridge struct {
	From string   `json:"from"`
	To   []string `json:"to"`
	By   string   `json:"by"`
}

type hit struct {
	ID      int64    `json:"id"`
	Lang    string   `json:"lang"`
	Slug    string   `json:"slug"`
	URL     string   `json:"url"`
	Title   string   `json:"title"`
	Snippet string   `json:"snippet"`
	Marks   [][2]int `json:"marks"`
	Score   float64  `json:"score"`
	Via     *string  `json:"via"`
}

type facets struct {
	Themes       []facetValue `json:"themes"`
	Kinds        []facetValue `json:"kinds"`
	Contributors []facetValue `json:"contributors"`
	Years        []facetValue `json:"years"`
	Languages    []facetValue `json:"languages"`
}

type facetValue struct {
	Value string `json:"value"`
	Name  string `json:"name"`
	Count int    `json:"count"`
}

// Search answers /api/v1/search.
func (a *API) Search(c *gin.Context) error {
	ctx := c.Request.Context()
	site, err := a.store.Site(ctx)
	if err != nil {
		return err
	}
	form, q, err := readSearch(c, site)
	if err != nil {
		return err
	}
	found, err := a.search.Search(ctx, q)
	if err != nil {
		return err
	}
	if c.Request.Method == http.MethodGet && found.Total == 0 && !form.Narrowed() {
		a.misses.Count(form.Text, a.now().In(site.Zone()))
	}
	labels := asked.NewLabels(locale.Locale{Language: q.Language, Zone: q.Zone}, found.Names)
	return answer(c, results{
		Query: newQuery(q, found), Total: found.Total, Hits: a.hits(found.Hits), Facets: newFacets(found.Facets, labels, q.Language),
	})
}

func readSearch(c *gin.Context, site *newsroom.Site) (asked.Search, search.Query, error) {
	v := c.Request.URL.Query()
	form, q, problems := asked.Read(v, site.Zone())
	for _, p := range problems {
		return form, q, &badParameter{p.Parameter, p.Value, remedies(p.Parameter)}
	}
	var err error
	if q.Language, err = language(v); err != nil {
		return form, q, err
	}
	if q.PerPage, err = number(v, "limit", search.PerPage, search.MaxPerPage); err != nil {
		return form, q, err
	}
	q.Page, err = number(v, "page", 1, maxPage)
	q.Facets = true
	return form, q, err
}

// remedies say what a parameter may be.
func remedies(parameter string) string {
	switch parameter {
	case "kind":
		return "use news, commentary, feature or editorial"
	case "only":
		return "use zh or en"
	case "exact":
		return "use 1 or 0"
	case "sort":
		return "use relevance or newest"
	}
	return "use a day such as 2023-10-25"
}

func newQuery(q search.Query, found *search.Results) query {
	shown := query{
		Text: q.Text, Lang: string(q.Language), Exact: q.Exact, Tokens: orEmpty(found.Tokens), Without: orEmpty(found.Unwanted),
		Narrowed: []narrowed{}, Bridges: []bridge{}, Truncated: found.Truncated, Loose: found.Loose, Meant: orEmpty(found.Meant),
	}
	for _, n := range found.Narrowed {
		by := "contributor"
		if n.Theme {
			by = "theme"
		}
		shown.Narrowed = append(shown.Narrowed, narrowed{by, n.Value, orEmpty(n.Slugs), n.Not})
	}
	for _, b := range found.Bridges {
		by := "term"
		if b.Pinyin {
			by = "pinyin"
		}
		shown.Bridges = append(shown.Bridges, bridge{b.From, orEmpty(b.To), by})
	}
	return shown
}

func (a *API) hits(found []search.Hit) []hit {
	list := make([]hit, len(found))
	for i, h := range found {
		list[i] = hit{
			ID: h.ArticleID, Lang: string(h.Language), Slug: h.Slug, URL: a.articleAddress(h.Language, h.Slug),
			Title: h.Title.Text, Snippet: h.Snippet.Text, Marks: orEmpty(h.Snippet.Marks), Score: h.Score,
		}
		if h.Via != "" {
			list[i].Via = &h.Via
		}
	}
	return list
}

func newFacets(f *search.Facets, labels asked.Labels, l newsroom.Language) facets {
	if f == nil {
		f = &search.Facets{}
	}
	return facets{
		Themes:       values(f.Themes, func(v string) string { return labels.Theme(v).In(l) }),
		Kinds:        values(f.Kinds, labels.Kind),
		Contributors: values(f.Contributors, func(v string) string { return labels.Contributor(v).In(l) }),
		Years:        values(f.Years, labels.Year),
		Languages:    values(f.Languages, labels.Language),
	}
}

// mostValues is how many values of a facet are told, the most frequent ones.
const mostValues = 100

func values(counts []search.Count, name func(string) string) []facetValue {
	list := []facetValue{}
	for _, c := range counts[:min(len(counts), mostValues)] {
		list = append(list, facetValue{c.Value, name(c.Value), c.Count})
	}
	return list
}
