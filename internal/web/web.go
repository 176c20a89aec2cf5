// Package web is the HTTP server: routes, middleware, static files, health.
// The pages themselves are in web/reader and web/desk, the JSON in web/api.
package web

import (
	"fmt"
	"io/fs"
	"log/slog"
	"net/http"
	"net/url"
	"time"

	"github.com/gin-gonic/gin"

	"hebi/internal/auth"
	"hebi/internal/media"
	"hebi/internal/publish"
	"hebi/internal/search"
	"hebi/internal/store"
	"hebi/internal/terms"
	"hebi/internal/web/api"
	"hebi/internal/web/asked"
	"hebi/internal/web/desk"
	"hebi/internal/web/reader"
	"hebi/internal/web/view"
)

// Config is what the server works with. All of it is needed but Terms, Misses, Hub, Proxies,
// Dev, Version, Auth, which defaults to one with the standard cost, and Now, which defaults to the clock.
type Config struct {
	Store  *store.Store
	Search *search.Engine
	// Publisher does what editors ask for; without it the desk shows what it cannot change.
	Publisher *publish.Publisher
	// Auth knows who editors are.
	Auth *auth.Auth
	// Files holds the folders templates and static.
	Files fs.FS
	Media *media.Files
	// Terms returns the term base of the moment; nil glosses no terms.
	Terms func() *terms.Base
	// Misses counts searches without hits, for whoever keeps the sums; nil counts none.
	Misses *asked.Misses
	// BaseURL is where readers find the site, without a path.
	BaseURL *url.URL
	// Hub is the address of the WebSub hub that feeds name; empty without one.
	Hub string
	// Proxies are those that are believed about where a request comes from.
	Proxies Proxies
	Log     *slog.Logger
	Now     func() time.Time
	// Version is the program's; backups name it.
	Version string
	// Dev reads templates and static files anew for every request.
	Dev bool
}

// server holds what routes need beside the pages.
type server struct {
	store  *store.Store
	reader *reader.Reader
	desk   *desk.Desk
	api    *api.API
	assets *view.Assets
	log    *slog.Logger
	feeds  *limiter
	base   *url.URL
	// proxies are those that are believed about where a request comes from.
	proxies Proxies
	// origins tells forms of this site from those of others.
	origins *http.CrossOriginProtection
	// handler is the site as readers ask it.
	handler http.Handler
}

// New returns the site as a handler. It fails when a template does not parse
// or the error pages cannot be rendered.
func New(c Config) (http.Handler, error) {
	s, err := newServer(c)
	if err != nil {
		return nil, err
	}
	return s.engine()
}

func newServer(c Config) (*server, error) {
	if c.Now == nil {
		c.Now = time.Now
	}
	assets, err := view.NewAssets(c.Files, c.Dev)
	if err != nil {
		return nil, err
	}
	pages, err := reader.New(reader.Config{
		Store: c.Store, Search: c.Search, Media: c.Media, Terms: c.Terms, Misses: c.Misses, Files: c.Files, Assets: assets,
		BaseURL: c.BaseURL, Hub: c.Hub, Now: c.Now, Dev: c.Dev,
	})
	if err != nil {
		return nil, fmt.Errorf("reader's pages: %w", err)
	}
	programs := api.New(api.Config{Store: c.Store, Search: c.Search, Misses: c.Misses, Now: c.Now, BaseURL: c.BaseURL, View: pages.Traditional})
	s := &server{
		store: c.Store, reader: pages, api: programs, assets: assets, log: c.Log, feeds: newLimiter(c.Now),
		base: c.BaseURL, proxies: c.Proxies, origins: http.NewCrossOriginProtection(),
	}
	// Behind a proxy that hands on another Host, the base URL is what browsers know.
	if err := s.origins.AddTrustedOrigin(c.BaseURL.Scheme + "://" + c.BaseURL.Host); err != nil {
		return nil, fmt.Errorf("base URL: %w", err)
	}
	if c.Auth == nil {
		c.Auth = auth.New(auth.Config{Store: c.Store, Now: c.Now})
	}
	s.desk, err = desk.New(desk.Config{
		Store: c.Store, Publisher: c.Publisher, Auth: c.Auth, Reader: pages, Media: c.Media, Files: c.Files, Assets: assets,
		BaseURL: c.BaseURL, Now: c.Now, Counted: s.countedAddress, Version: c.Version, Exists: s.exists, Dev: c.Dev,
	})
	if err != nil {
		return nil, fmt.Errorf("desk: %w", err)
	}
	return s, nil
}

// engine sets Gin up: it believes no proxy about addresses, which s.proxies do
// before it, redirects nothing by itself, and answers a wrong method with 405.
func (s *server) engine() (http.Handler, error) {
	gin.SetMode(gin.ReleaseMode) // the other modes print every route to stdout
	e := gin.New()
	e.RedirectTrailingSlash, e.RedirectFixedPath, e.HandleMethodNotAllowed = false, false, true
	if err := e.SetTrustedProxies(nil); err != nil {
		return nil, fmt.Errorf("set up server: %w", err)
	}
	e.Use(s.identify, s.recover, protect)
	s.routes(e)
	s.addDesk(e)
	s.handler = e
	return s.proxies.behind(e), nil
}
