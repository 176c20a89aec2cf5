package desk

import (
	"net/url"
	"slices"
	"strconv"

	"github.com/gin-gonic/gin"

	"hebi/internal/newsroom"
	"hebi/internal/publish"
	"hebi/internal/store"
)

// articlesPath is the list of all articles; what is done to one is below its number.
const articlesPath = Root + "articles"

// corrected asks, among the statuses, for what is published and has a correction.
const corrected = "corrected"

// perPage is how many editions a list of the desk shows at once.
const perPage = 50

// articlePath is where one article is looked after.
func articlePath(id int64) string { return articlesPath + "/" + strconv.FormatInt(id, 10) }

// editionPath is where one edition is written.
func editionPath(id int64, l newsroom.Language) string { return articlePath(id) + "/" + string(l) }

// options say to publish who does it, and from where.
func options(c *gin.Context) publish.Options {
	return publish.Options{User: visit(c).User, From: c.RemoteIP()}
}

// line is one edition in a list.
type line struct {
	store.DeskEdition
	Path string
	// Title is the edition's own.
	Title string
	// Lang is the title's language where that is not the page's.
	Lang string
	// Others are the states of the article's other editions.
	Others []state
	// By is who handed the edition on last; empty for nobody.
	By string
}

// state is an edition's language and status.
type state struct {
	Language newsroom.Language
	Status   newsroom.Status
	Path     string
}

// lines makes lines of editions, with the names of who had them last.
func (d *Desk) lines(c *gin.Context, f frame, editions []store.DeskEdition) ([]line, error) {
	names, err := d.names(c)
	if err != nil {
		return nil, err
	}
	list := make([]line, len(editions))
	for i, e := range editions {
		l := e.Edition.Language
		x := line{DeskEdition: e, Path: editionPath(e.Article.ID, l), Title: e.Edition.Title}
		if l != f.Language {
			x.Lang = l.Tag()
		}
		if other := e.Article.Editions[l.Other()]; other != nil {
			x.Others = append(x.Others, state{Language: l.Other(), Status: other.Status, Path: editionPath(e.Article.ID, l.Other())})
		}
		if e.Last != nil {
			x.By = names[e.Last.User]
		}
		list[i] = x
	}
	return list, nil
}

// names are those of the users, by number.
func (d *Desk) names(c *gin.Context) (map[int64]string, error) {
	users, err := d.store.Users(c.Request.Context())
	names := make(map[int64]string, len(users))
	for _, u := range users {
		names[u.ID] = u.Name
	}
	return names, err
}

// articlesPage is /desk/articles.
type articlesPage struct {
	frame
	form
	Lines []line
	Total int
	// Statuses and Kinds are what the list can be narrowed to.
	Statuses []newsroom.Status
	Kinds    []newsroom.Kind
	Pages    pages
}

// pages leads through a long list.
type pages struct {
	Page, Last    int
	Before, After string
}

// newPages is for a list of total lines at path; values are what narrows it.
func newPages(path string, values url.Values, page, total int) pages {
	return newPagesOf(path, values, page, total, perPage)
}

// newPagesOf is newPages for pages of another length.
func newPagesOf(path string, values url.Values, page, total, perPage int) pages {
	p := pages{Page: page, Last: max(1, (total+perPage-1)/perPage)}
	at := func(n int) string {
		v := url.Values{}
		for key, list := range values {
			if key != "page" && list[0] != "" {
				v[key] = list
			}
		}
		v.Set("page", strconv.Itoa(n))
		return path + "?" + v.Encode()
	}
	if page > 1 {
		p.Before = at(page - 1)
	}
	if page < p.Last {
		p.After = at(page + 1)
	}
	return p
}

// pageNumber is the page of a list that is asked for, from 1.
func pageNumber(c *gin.Context) int {
	n, err := strconv.Atoi(c.Query("page"))
	if err != nil || n < 1 {
		return 1
	}
	return min(n, 1_000_000)
}

// ShowArticles lists the editions of the site, those changed last first.
func (d *Desk) ShowArticles(c *gin.Context) error {
	f, err := d.frame(c, "desk.articles", "desk.articles")
	if err != nil {
		return err
	}
	asked := form{Values: c.Request.URL.Query()}
	q := store.DeskQuery{Text: asked.Value("q"), Limit: perPage, Offset: (pageNumber(c) - 1) * perPage}
	if s := newsroom.Status(asked.Value("status")); slices.Contains(newsroom.Statuses(), s) {
		q.Statuses = []newsroom.Status{s}
	}
	if asked.Value("status") == corrected {
		q.Statuses, q.Corrected = []newsroom.Status{newsroom.Published}, true
	}
	if l, err := newsroom.ParseLanguage(asked.Value("edition")); err == nil {
		q.Languages = []newsroom.Language{l}
	}
	if k, err := newsroom.ParseKind(asked.Value("kind")); err == nil {
		q.Kind = k
	}
	editions, total, err := d.store.DeskEditions(c.Request.Context(), q)
	if err != nil {
		return err
	}
	p := articlesPage{
		frame: f, form: asked, Total: total, Statuses: newsroom.Statuses(), Kinds: newsroom.Kinds(),
		Pages: newPages(articlesPath, asked.Values, pageNumber(c), total),
	}
	if p.Lines, err = d.lines(c, f, editions); err != nil {
		return err
	}
	return d.show(c, "articles", &p)
}

// newPage is /desk/new.
type newPage struct {
	frame
	form
	Kinds []newsroom.Kind
	// Editions are the languages in which the user may begin.
	Editions []newsroom.Language
}

// ShowNew asks for what a new article needs.
func (d *Desk) ShowNew(c *gin.Context) error {
	p, err := d.newArticle(c, form{Values: url.Values{"edition": {string(language(c))}}})
	if err != nil {
		return err
	}
	return d.show(c, "new", p)
}

func (d *Desk) newArticle(c *gin.Context, from form) (*newPage, error) {
	f, err := d.frame(c, "desk.new", "desk.articles")
	p := &newPage{frame: f, form: from, Kinds: newsroom.Kinds()}
	for _, l := range newsroom.Languages() {
		if err == nil && newsroom.May(f.User, newsroom.ActWrite, l) {
			p.Editions = append(p.Editions, l)
		}
	}
	return p, err
}

// Begin makes the article that was asked for and goes on to its text.
func (d *Desk) Begin(c *gin.Context) error {
	from, err := readForm(c)
	if err != nil {
		return err
	}
	l, err := newsroom.ParseLanguage(from.Value("edition"))
	if err != nil {
		return err
	}
	kind, err := newsroom.ParseKind(from.Value("kind"))
	if err != nil {
		return err
	}
	b := publish.Beginning{Language: l, Title: from.Value("title"), Kind: kind, Slug: from.Value("slug")}
	id, err := d.publisher.Begin(c.Request.Context(), b, options(c))
	if err == nil {
		return d.redirect(c, editionPath(id, l), "desk.did.begun")
	}
	p, failed := d.newArticle(c, from)
	if failed != nil {
		return failed
	}
	if err := p.problem(from, err, "title"); err != nil {
		return err
	}
	return d.render(c, from.statusFor(c, err), "new", p)
}
