// Package reader holds the pages that everybody may read. A handler reads the
// request, asks the store one or two questions, fills a page struct and renders
// it; what goes wrong it returns, and the server makes a page of it.
package reader

import (
	"fmt"
	"io/fs"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"
	"time"

	"github.com/gin-gonic/gin"

	"hebi/internal/locale"
	"hebi/internal/media"
	"hebi/internal/newsroom"
	"hebi/internal/search"
	"hebi/internal/store"
	"hebi/internal/terms"
	"hebi/internal/web/asked"
	"hebi/internal/web/conditional"
	"hebi/internal/web/hant"
	"hebi/internal/web/view"
)

// Config is what a Reader works with; all of it is needed but Terms, Misses and Hub.
type Config struct {
	Store  *store.Store
	Search *search.Engine
	Media  *media.Files
	// Terms returns the term base of the moment; nil glosses no terms.
	Terms func() *terms.Base
	// Misses counts searches without hits; nil counts none.
	Misses *asked.Misses
	// Files holds the templates.
	Files  fs.FS
	Assets *view.Assets
	// BaseURL is where readers find the site; absolute addresses are made from it alone.
	BaseURL *url.URL
	// Hub is the address of the WebSub hub that feeds name; empty without one.
	Hub string
	Now func() time.Time
	// Dev parses the templates again for every page.
	Dev bool
}

// Reader answers readers. It is safe for concurrent use.
type Reader struct {
	store     *store.Store
	search    *search.Engine
	media     *media.Files
	terms     func() *terms.Base
	misses    *asked.Misses
	templates *view.Templates
	assets    *view.Assets
	base      *url.URL
	hub       string
	now       func() time.Time
	// view is the traditional one that was made last.
	view atomic.Pointer[traditionalView]
	// aligned are editions that were laid side by side lately.
	aligned alignments
	// lastResort holds error pages that were rendered at start.
	lastResort map[resort][]byte
}

// New parses the templates and renders the error pages.
func New(c Config) (*Reader, error) {
	templates, err := view.NewTemplates(c.Files, "reader", c.Dev)
	if err != nil {
		return nil, err
	}
	h := &Reader{
		store: c.Store, search: c.Search, media: c.Media, terms: c.Terms, misses: c.Misses, templates: templates, assets: c.Assets,
		base: c.BaseURL, hub: c.Hub, now: c.Now,
	}
	if h.terms == nil {
		h.terms = func() *terms.Base { return nil }
	}
	if err := h.prepareErrors(); err != nil {
		return nil, fmt.Errorf("error pages: %w", err)
	}
	return h, nil
}

// absolute makes an address that others can use of one that begins with a slash.
func (h *Reader) absolute(path string) string {
	return strings.TrimSuffix(h.base.String(), "/") + path
}

// requestLanguage is the language of the address, else the one that the
// reader's browser asks for.
func requestLanguage(c *gin.Context) newsroom.Language {
	if l, ok := addressLanguage(c); ok {
		return l
	}
	return locale.Choose(c.GetHeader("Accept-Language"))
}

// addressLanguage is the language that the address names: Chinese for zh-hant too.
func addressLanguage(c *gin.Context) (newsroom.Language, bool) {
	path, _ := hant.Source(c.Request.URL.Path)
	first, _, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	l, err := newsroom.ParseLanguage(first)
	return l, err == nil
}

// pageCaching lets browsers keep a page but ask each time whether it is still
// the same: what an editor withdraws must be gone at the next look.
const pageCaching = "public, no-cache"

// render shows a page with status 200.
func (h *Reader) render(c *gin.Context, name string, page any) error {
	body, err := h.templates.Render(name, page)
	if err != nil {
		return err
	}
	view, err := h.viewOf(c)
	if err != nil {
		return err
	}
	if view != nil {
		body = view.HTML(body)
	}
	if framed, ok := page.(interface{ discoveryHeader() string }); ok {
		if links := framed.discoveryHeader(); links != "" {
			c.Writer.Header().Add("Link", links)
		}
	}
	d := conditional.Document{Body: body, ContentType: "text/html; charset=utf-8", CacheControl: pageCaching}
	d.Serve(c.Writer, c.Request)
	return nil
}

// redirect sends the reader to another address of this site, and keeps them in
// the view that they came in.
func redirect(c *gin.Context, status int, path string) error {
	if _, ok := hant.Source(c.Request.URL.Path); ok {
		path = hant.Path(path)
	}
	http.Redirect(c.Writer, c.Request, path, status)
	return nil
}
