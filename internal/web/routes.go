package web

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"hebi/internal/newsroom"
	"hebi/internal/web/hant"
	"hebi/internal/web/reader"
)

// routes lists every public address; all of them answer GET and HEAD.
func (s *server) routes(e *gin.Engine) {
	r := s.reader
	e.NoRoute(s.page(s.unknown))
	e.NoMethod(s.page(s.wrongMethod))

	// Anybody, no language.
	s.get(e, "/", r.ChooseLanguage)
	s.get(e, "/a/:id", r.ShortLink)
	s.get(e, "/media/:hash", r.ShowMedia)
	s.get(e, "/media/:hash/:width", r.ShowSizedMedia)
	s.get(e, "/preview/:token", r.ShowPreview)
	s.get(e, "/preview/:token/media/:hash", r.ShowPreviewMedia)
	s.get(e, "/preview/:token/media/:hash/:width", r.ShowSizedPreviewMedia)
	s.get(e, "/static/*file", s.showStatic)
	s.get(e, "/healthz", s.showHealth)
	s.get(e, "/readyz", s.showReady)
	s.get(e, "/robots.txt", r.ShowRobots)
	s.get(e, "/sitemap.xml", r.ShowSitemap)
	s.get(e, "/sitemap-:part", r.ShowSitemapPart)
	s.get(e, "/news-sitemap.xml", r.ShowNewsSitemap)
	// Feeds of both languages; each language's own stand below.
	for _, f := range r.CombinedFeeds() {
		s.get(e, f.Pattern, s.limited(f.Show))
	}
	for from, format := range reader.MovedFeeds() {
		s.get(e, from, r.ShowMovedFeed(format))
	}
	s.get(e, reader.OPMLPath, s.limited(r.ShowOPML))
	s.get(e, reader.IconPath, s.showIcon)

	// Programs.
	s.get(e, "/api/v1/search", s.api.Search)
	s.get(e, "/api/v1/suggest", s.api.Suggest)

	// Readers, once per language, and Chinese once more in traditional characters; any other first segment is unknown.
	for _, segment := range []string{string(newsroom.Chinese), hant.Segment, string(newsroom.English)} {
		g := e.Group("/" + segment)
		s.get(g, "", r.AddSlash)
		s.get(g, "/", r.ShowFront)
		for _, kind := range newsroom.Kinds() {
			s.get(g, "/"+kind.Path(), r.ShowKind(kind))
		}
		s.get(g, "/articles/:slug", r.ShowArticle)
		s.get(g, "/articles/:slug/bilingual", r.ShowBilingual)
		s.get(g, "/themes", r.ShowThemes)
		s.get(g, "/themes/:theme", r.ShowTheme)
		s.get(g, "/contributors", r.ShowContributors)
		s.get(g, "/contributors/:slug", r.ShowContributor)
		s.get(g, "/specials", r.ShowSpecials)
		s.get(g, "/specials/:slug", r.ShowSpecial)
		s.get(g, "/papers", r.ShowPapers)
		s.get(g, "/papers/:date", r.ShowPaper)
		s.get(g, "/papers/:date/:page", r.ShowPaper)
		s.get(g, "/archive", r.ShowArchive)
		s.get(g, "/archive/:year/:month", r.ShowMonth)
		s.get(g, "/corrections", r.ShowCorrections)
		s.get(g, "/pages/:slug", r.ShowPage)
		s.get(g, "/about", r.ShowAbout)
		s.get(g, "/search", r.ShowSearch)
		s.get(g, "/feeds", r.ShowFeeds)
		for _, f := range r.Feeds() {
			s.get(g, f.Pattern, s.limited(f.Show))
		}
		for from, format := range reader.MovedFeeds() {
			s.get(g, from, r.ShowMovedFeed(format))
		}
	}
}

// get registers a page for GET and HEAD; Gin would answer HEAD with 404.
func (s *server) get(g gin.IRoutes, path string, h handler) {
	g.Match([]string{http.MethodGet, http.MethodHead}, path, s.page(h))
}
