package web

import (
	"errors"
	"log/slog"
	"net/http"
	"net/url"
	"strings"

	"github.com/gin-gonic/gin"

	"hebi/internal/newsroom"
)

// movingKinds are the kinds of redirect by the part of an address after the
// language, behind which a slug stands.
func movingKinds() map[string]newsroom.RedirectKind {
	return map[string]newsroom.RedirectKind{
		"articles": newsroom.ArticleMoved, "themes": newsroom.ThemeMoved,
		"contributors": newsroom.ContributorMoved, "specials": newsroom.SpecialMoved,
	}
}

// moved leads on from an address where something was, and reports whether it
// did. It is asked only when nothing is there, so that what is there costs nothing.
func (s *server) moved(c *gin.Context) bool {
	if c.Request.Method != http.MethodGet && c.Request.Method != http.MethodHead {
		return false
	}
	to, err := s.whereTo(c, c.Request.URL.Path)
	if err != nil {
		if !errors.Is(err, newsroom.ErrNotFound) {
			s.log.Error("looking for a redirect failed", slog.String("request_id", requestID(c)), slog.Any("error", err))
		}
		return false
	}
	target := url.URL{Path: to, RawQuery: c.Request.URL.RawQuery}
	c.Header("Cache-Control", "public, no-cache") // an editor may take it back
	http.Redirect(c.Writer, c.Request, target.String(), http.StatusMovedPermanently)
	return true
}

// whereTo returns the address to which what was at a path moved: a slug within
// it, else the path as a whole. ErrNotFound when nothing moved.
func (s *server) whereTo(c *gin.Context, path string) (string, error) {
	parts := strings.Split(path, "/") // "", language, section, slug, …
	if len(parts) > 3 {
		if _, err := newsroom.ParseLanguage(parts[1]); err == nil && movingKinds()[parts[2]] != "" {
			slug, err := s.store.Redirected(c.Request.Context(), movingKinds()[parts[2]], parts[3])
			if err == nil {
				parts[3] = slug
				return strings.Join(parts, "/"), nil
			}
			if !errors.Is(err, newsroom.ErrNotFound) {
				return "", err
			}
		}
	}
	return s.store.Redirected(c.Request.Context(), newsroom.PathMoved, path)
}
