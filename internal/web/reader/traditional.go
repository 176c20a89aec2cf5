package reader

import (
	"context"

	"github.com/gin-gonic/gin"

	"hebi/internal/newsroom"
	"hebi/internal/terms"
	"hebi/internal/web/hant"
)

// traditionalView is a view with what it was made of.
type traditionalView struct {
	*hant.View
	tag    string
	terms  *terms.Base
	change int64
}

// Traditional returns the view of Chinese pages in traditional characters, as
// the site's settings and the term base are now.
func (h *Reader) Traditional(ctx context.Context) (*hant.View, error) {
	site, err := h.store.Site(ctx)
	if err != nil {
		return nil, err
	}
	made := traditionalView{tag: hant.Tag, terms: h.terms()}
	if made.change, _, err = h.store.Changed(ctx); err != nil {
		return nil, err
	}
	if site.HongKong {
		made.tag = hant.TagHongKong
	}
	if last := h.view.Load(); last != nil && last.tag == made.tag && last.terms == made.terms && last.change == made.change {
		return last.View, nil
	}
	people, err := h.store.PersonNames(ctx)
	if err != nil {
		return nil, err
	}
	var names []hant.Name
	if made.terms != nil {
		for _, form := range made.terms.Traditional() {
			names = append(names, hant.Name{Simplified: form[0], Traditional: form[1]})
		}
		for _, t := range made.terms.Terms() {
			if t.Kind == newsroom.PersonTerm {
				people = append(people, t.ZH)
			}
		}
	}
	made.View = hant.New(made.tag, h.absolute(""), names, people)
	h.view.Store(&made)
	return made.View, nil
}

// viewOf returns the view that a request asks for, nil for a page as it is.
func (h *Reader) viewOf(c *gin.Context) (*hant.View, error) {
	if _, ok := hant.Source(c.Request.URL.Path); !ok {
		return nil, nil
	}
	return h.Traditional(c.Request.Context())
}
