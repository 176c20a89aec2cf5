// Package desk holds the pages where editors write, check and publish. Handlers
// are as the reader's: they read the request, ask one or two questions, fill a
// page struct and render it, and return what goes wrong. A form that was taken
// answers with a redirect and a sentence for the next page; one that was not
// comes back with what was typed, status 422 and a sentence beside each field.
package desk

import (
	"context"
	"io/fs"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"hebi/internal/auth"
	"hebi/internal/media"
	"hebi/internal/publish"
	"hebi/internal/store"
	"hebi/internal/web/reader"
	"hebi/internal/web/view"
)

// Root is where the desk's addresses begin.
const Root = "/desk/"

// Serves reports whether an address is the desk's.
func Serves(path string) bool { return strings.HasPrefix(path, Root) || path+"/" == Root }

// Config is what a Desk works with; all of it is needed.
type Config struct {
	Store     *store.Store
	Publisher *publish.Publisher
	Auth      *auth.Auth
	// Reader renders texts as readers will see them.
	Reader *reader.Reader
	Media  *media.Files
	// Files holds the templates.
	Files  fs.FS
	Assets *view.Assets
	// BaseURL is where the site is found; with https, cookies are sent over it alone.
	BaseURL *url.URL
	Now     func() time.Time
	// Counted is the address under which the attempts of a remote one are counted, and whether they are.
	Counted func(remote string) (netip.Addr, bool)
	// Version is the program's; backups name it.
	Version string
	// Exists reports whether something answers readers at a path.
	Exists func(ctx context.Context, path string) bool
	// Dev parses the templates again for every page.
	Dev bool
}

// Desk answers editors. It is safe for concurrent use.
type Desk struct {
	store     *store.Store
	publisher *publish.Publisher
	auth      *auth.Auth
	reader    *reader.Reader
	media     *media.Files
	templates *view.Templates
	assets    *view.Assets
	base      *url.URL
	now       func() time.Time
	version   string
	counted   func(remote string) (netip.Addr, bool)
	exists    func(ctx context.Context, path string) bool
}

// New parses the templates.
func New(c Config) (*Desk, error) {
	templates, err := view.NewTemplates(c.Files, "desk", c.Dev)
	if err != nil {
		return nil, err
	}
	return &Desk{
		store: c.Store, publisher: c.Publisher, auth: c.Auth, reader: c.Reader, media: c.Media, templates: templates, assets: c.Assets, base: c.BaseURL, now: c.Now, version: c.Version, counted: c.Counted, exists: c.Exists,
	}, nil
}

// render shows a page.
func (d *Desk) render(c *gin.Context, status int, name string, page any) error {
	body, err := d.templates.Render(name, page)
	if err != nil {
		return err
	}
	c.Data(status, "text/html; charset=utf-8", body)
	return nil
}

// show is render with status 200.
func (d *Desk) show(c *gin.Context, name string, page any) error {
	return d.render(c, http.StatusOK, name, page)
}

// AddSlash leads from /desk to the desk.
func (d *Desk) AddSlash(c *gin.Context) error {
	http.Redirect(c.Writer, c.Request, Root, http.StatusPermanentRedirect)
	return nil
}
