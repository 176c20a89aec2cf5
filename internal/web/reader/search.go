package reader

import (
	"context"
	"html/template"
	"net/http"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"hebi/internal/hanzi"
	"hebi/internal/newsroom"
	"hebi/internal/search"
	"hebi/internal/web/asked"
)

// searchPage is /{lang}/search.
type searchPage struct {
	frame
	Form asked.Search
	// Searched says that something was asked.
	Searched bool
	Total    int
	Hits     []hit
	Pager    pager
	// Truncated says that only the beginning of the question was read.
	Truncated bool
	// Loose says that no article holds all the words.
	Loose bool
	// Problems are sentences about what was asked and could not be understood.
	Problems []string
	// Reading says how the question was understood, Meant what it might have
	// meant, NearThemes what else there is: sentences, those that apply.
	Reading           []sentence
	Meant, NearThemes sentence
	// Facets narrow the search further; Chosen is what narrows it now.
	Facets []facet
	Chosen []choice
}

// hit is an article that was found.
type hit struct {
	card
	// Via is what led to it when the reader's own words did not; empty else.
	Via run
}

// ShowSearch shows the form and, when something was asked, what was found.
func (h *Reader) ShowSearch(c *gin.Context) error {
	f, err := h.frame(c, "/search")
	if err != nil {
		return err
	}
	p, q := readSearch(c, f)
	if q.Page, err = pageNumber(c); err != nil {
		return err
	}
	if err := h.find(c.Request.Context(), &p, q); err != nil {
		return err
	}
	if c.Request.Method == http.MethodGet && p.Total == 0 && !p.Form.Narrowed() {
		h.misses.Count(p.Form.Text, h.now().In(f.Zone))
	}
	p.Section, p.Asked, p.Private = "search", p.Form.Text, true
	p.Description = p.T("search.about")
	if p.Heading = p.Title(); p.Searched {
		p.addFeedsWithQuery(p.Heading, "/search", "?"+p.Form.Values().Encode())
	}
	return h.render(c, "search", p)
}

// readSearch turns the address into a query and the page that shows it.
func readSearch(c *gin.Context, f frame) (searchPage, search.Query) {
	form, q, problems := asked.Read(c.Request.URL.Query(), f.Zone)
	p := searchPage{frame: f, Form: form, Searched: strings.TrimSpace(form.Text) != "" || form.Narrowed()}
	for _, problem := range problems {
		p.Problems = append(p.Problems, f.T("search.problem", f.T("search."+problem.Parameter), problem.Value))
	}
	q.Language, q.PerPage = f.Language, perPage
	return p, q
}

// find asks the engine and fills in what it found.
func (h *Reader) find(ctx context.Context, p *searchPage, q search.Query) error {
	q.Facets = true
	found, err := h.search.Search(ctx, q)
	if err != nil {
		return err
	}
	labels := asked.NewLabels(p.Locale, found.Names)
	p.fillFacets(found.Facets, labels, q)
	if !p.Searched {
		return nil
	}
	p.Total, p.Truncated, p.Loose = found.Total, found.Truncated, found.Loose
	if p.Pager, err = newPager(p.Path("/search"), p.Form.Values(), q.Page, found.Total); err != nil {
		return err
	}
	p.Other.Path += encoded(p.Form.Values())
	p.fillReading(found, labels)
	return h.fillHits(ctx, p, found.Hits)
}

func (h *Reader) fillHits(ctx context.Context, p *searchPage, hits []search.Hit) error {
	ids := make([]int64, len(hits))
	for i, found := range hits {
		ids[i] = found.ArticleID
	}
	articles, err := h.store.ArticlesByID(ctx, ids)
	if err != nil {
		return err
	}
	byID := make(map[int64]*newsroom.Article, len(articles))
	for i := range articles {
		byID[articles[i].ID] = &articles[i]
	}
	for _, found := range hits {
		if a := byID[found.ArticleID]; a != nil { // else it was withdrawn since it was found
			p.Hits = append(p.Hits, p.hit(a, found))
		}
	}
	return nil
}

// hit shows the edition that was found, which may be in the other language
// although the reader's has one too, without the subtitle: what was found
// stands in the snippet.
func (p *searchPage) hit(a *newsroom.Article, found search.Hit) hit {
	c := newCard(p.Locale, a)
	if e := a.Edition(found.Language); e != nil {
		c = newCardOf(p.Locale, a, e)
	}
	c.Subtitle, c.SnippetPieces = "", pieces(found.Snippet, c.tag())
	if len(found.Title.Marks) > 0 { // else it is set like any headline
		c.TitlePieces = pieces(found.Title, c.tag())
	}
	return hit{card: c, Via: p.tell(found.Via)}
}

// tell marks a reader's or a term's words that are not in the page's language:
// those with a Han character are Chinese.
func (f frame) tell(words string) run {
	l := newsroom.English
	if strings.ContainsFunc(words, hanzi.IsHan) {
		l = newsroom.Chinese
	}
	if l == f.Language || words == "" {
		return run{Text: words}
	}
	return run{Text: words, Lang: l.Tag()}
}

// address is that of a search in the page's language.
func (p *searchPage) address(s asked.Search) string { return p.Path("/search") + encoded(s.Values()) }

// Title says what was asked: the words, else what narrows.
func (p searchPage) Title() string {
	var names []string
	if strings.TrimSpace(p.Form.Text) != "" {
		names = []string{p.Form.Text}
	} else {
		for _, c := range p.Chosen {
			names = append(names, c.Text)
		}
	}
	if len(names) == 0 {
		return p.T("search")
	}
	return p.T("search.for", p.Join(names))
}

// Sorted is the address of the same search in the other order.
func (p searchPage) Sorted(newest bool) string {
	form := p.Form
	form.Newest = newest
	return p.address(form)
}

// Inexact is the address of the same search by words.
func (p searchPage) Inexact() string {
	form := p.Form
	form.Exact = false
	return p.address(form)
}

// Limit is how many characters of a question are read.
func (p searchPage) Limit() string { return strconv.Itoa(search.MaxQuery) }

// piece is a stretch of a text that matched or did not.
type piece struct {
	Text   string
	Marked bool

	tag string
}

// Set is the text with the words of the other language marked.
func (p piece) Set() template.HTML { return set(p.Text, p.tag) }

// pieces cuts a marked text, whose language has the tag, at its marks. Marks that do not lie in the text in
// order are left out: a wrong mark must not hide a word.
func pieces(m search.Marked, tag string) []piece {
	runes := []rune(m.Text)
	var list []piece
	add := func(from, to int, marked bool) {
		if from < to {
			list = append(list, piece{Text: string(runes[from:to]), Marked: marked, tag: tag})
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
