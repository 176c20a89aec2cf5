package reader

import (
	"fmt"
	"html/template"
	"net/http"

	"github.com/gin-gonic/gin"

	"hebi/internal/markdown"
	"hebi/internal/newsroom"
)

// pagePath is the address of a standing page.
func pagePath(l newsroom.Language, slug string) string { return in(l, "/pages/"+slug) }

// standingPage is /{lang}/pages/{slug}.
type standingPage struct {
	frame
	Edition *newsroom.Edition
	Body    template.HTML
	Outline []section
}

// ShowPage shows a standing text of the site.
func (h *Reader) ShowPage(c *gin.Context) error {
	l := requestLanguage(c)
	page, err := h.store.PageBySlug(c.Request.Context(), c.Param("slug"))
	if err != nil {
		return err
	}
	e := page.Editions[l]
	if e == nil {
		other := page.Editions[l.Other()]
		return &missingEdition{
			err:   fmt.Errorf("page %q in %s: %w", page.Slug, l, newsroom.ErrNotFound),
			offer: link{run: run{Text: other.Title, Lang: other.Language.Tag()}, Path: pagePath(other.Language, page.Slug)},
		}
	}
	f, err := h.frame(c, "/pages/"+page.Slug)
	if err != nil {
		return err
	}
	f.Heading, f.Description, f.Section = e.Title, e.Summary, "page."+page.Slug
	f.Other.Missing = page.Editions[l.Other()] == nil
	found, err := h.picturesOf(c.Request.Context(), page.Media)
	if err != nil {
		return err
	}
	body := markdown.Parse(e.Body)
	return h.render(c, "page", standingPage{
		frame: f, Edition: e, Body: bodyHTML(l, body, found[0], 1), Outline: sections(l, body),
	})
}

// ShowAbout leads to the page about the site.
func (h *Reader) ShowAbout(c *gin.Context) error {
	return redirect(c, http.StatusPermanentRedirect, pagePath(requestLanguage(c), "about"))
}
