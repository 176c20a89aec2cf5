package desk

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"hebi/internal/newsroom"
)

// redirectsPath is the list of redirects.
const redirectsPath = Root + "redirects"

// ShowRedirects lists where readers are led on.
func (d *Desk) ShowRedirects(c *gin.Context) error {
	p, err := d.redirectsPage(c, nil)
	if err != nil {
		return err
	}
	return d.show(c, "managed", p)
}

// redirectsPage fills the page; back is the form that came back, if any.
func (d *Desk) redirectsPage(c *gin.Context, back *form) (*managedPage, error) {
	p, err := d.managed(c, "desk.redirects", redirectsPath)
	if err != nil {
		return nil, err
	}
	sought := strings.ToLower(strings.TrimSpace(p.Value("q")))
	if back != nil {
		p.form = *back
	}
	all, err := d.store.Redirects(c.Request.Context())
	if err != nil {
		return nil, err
	}
	for _, r := range all {
		from, to := p.address(r.Kind, r.From), p.address(r.Kind, r.To)
		if !strings.Contains(from+" "+to, sought) {
			continue
		}
		p.Lines = append(p.Lines, managedLine{
			Title: strings.TrimSuffix(from+" → "+to, " → ") + p.goneMark(r.Kind), About: []string{p.Moment(r.Created)},
			Buttons: []button{{redirectsPath + "/remove", "redirect", strconv.FormatInt(r.ID, 10), p.T("desk.redirect.remove"), p.T("desk.redirect.remove") + ": " + from}},
		})
	}
	page := pageNumber(c)
	p.New, p.Searched, p.Total = "", p.T("desk.redirects.search"), len(p.Lines)
	p.Pages = newPages(redirectsPath, c.Request.URL.Query(), page, p.Total)
	first := min((page-1)*perPage, p.Total)
	p.Lines = p.Lines[first:min(first+perPage, p.Total)]
	p.Add = &addForm{Action: redirectsPath, Title: p.T("desk.redirect.new"), About: p.T("desk.redirect.new.about"), Button: p.T("desk.redirect.add")}
	for _, name := range []string{"from-path", "to-path"} {
		in := p.input(name)
		in.Required = true
		p.Add.Inputs = append(p.Add.Inputs, in)
	}
	return p, nil
}

// goneMark says of an address that it leads nowhere.
func (f frame) goneMark(kind newsroom.RedirectKind) string {
	if kind == newsroom.PathGone {
		return " · 410"
	}
	return ""
}

// address is where a redirect leads, for people: a slug within its part of the site, in either language.
func (f frame) address(kind newsroom.RedirectKind, to string) string {
	switch kind {
	case newsroom.ThemeMoved:
		return "…" + newsroom.ThemeRest(to)
	case newsroom.ContributorMoved:
		return "…" + newsroom.ContributorRest(to)
	case newsroom.SpecialMoved:
		return "…" + newsroom.SpecialRest(to)
	case newsroom.ArticleMoved:
		return "…/articles/" + to
	}
	return to
}

// AddRedirect leads readers from an address to another.
func (d *Desk) AddRedirect(c *gin.Context) error {
	f, err := readForm(c)
	if err != nil {
		return err
	}
	exists := func(path string) bool { return d.exists(c.Request.Context(), path) }
	err = d.publisher.AddRedirect(c.Request.Context(), f.Value("from-path"), f.Value("to-path"), exists, options(c))
	if err == nil {
		return d.redirect(c, redirectsPath, "desk.did.redirected")
	}
	if !isRefusal(err) {
		return err
	}
	f.Problems[newsroom.PlaceOf(err).Key+"-path"] = d.localeOf(c).Sentence(err)
	p, err := d.redirectsPage(c, &f)
	if err != nil {
		return err
	}
	return d.render(c, http.StatusUnprocessableEntity, "managed", p)
}

// RemoveRedirect removes one.
func (d *Desk) RemoveRedirect(c *gin.Context) error {
	f, err := readForm(c)
	if err != nil {
		return err
	}
	id, err := strconv.ParseInt(f.Value("redirect"), 10, 64)
	if err != nil {
		return newsroom.ErrNotFound
	}
	if err := d.publisher.DropRedirect(c.Request.Context(), id, options(c)); err != nil {
		return err
	}
	return d.redirect(c, redirectsPath, "desk.did.removed")
}
