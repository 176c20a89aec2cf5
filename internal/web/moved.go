package web

import (
	"errors"
	"log/slog"
	"net/http"
	"net/url"

	"github.com/gin-gonic/gin"

	"hebi/internal/newsroom"
	"hebi/internal/web/hant"
)

// moved leads on from an address where something was, and reports whether it
// did. It is asked only when nothing is there, so that what is there costs nothing.
func (s *server) moved(c *gin.Context) bool {
	if c.Request.Method != http.MethodGet && c.Request.Method != http.MethodHead {
		return false
	}
	from, inView := hant.Source(c.Request.URL.Path)
	to, err := s.store.WhereTo(c.Request.Context(), from)
	if err != nil {
		if !errors.Is(err, newsroom.ErrNotFound) {
			s.log.Error("looking for a redirect failed", slog.String("request_id", requestID(c)), slog.Any("error", err))
		}
		return false
	}
	if inView {
		to = hant.Path(to)
	}
	target := url.URL{Path: to, RawQuery: c.Request.URL.RawQuery}
	c.Header("Cache-Control", "public, no-cache") // an editor may take it back
	http.Redirect(c.Writer, c.Request, target.String(), http.StatusMovedPermanently)
	return true
}

// deleted reports whether something was at an address that an editor deleted
// without saying where it is now.
func (s *server) deleted(c *gin.Context) bool {
	from, _ := hant.Source(c.Request.URL.Path)
	_, err := s.store.Redirected(c.Request.Context(), newsroom.PathGone, from)
	return err == nil
}
