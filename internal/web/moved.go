package web

import (
	"errors"
	"log/slog"
	"net/http"
	"net/url"

	"github.com/gin-gonic/gin"

	"hebi/internal/newsroom"
)

// moved leads on from an address where something was, and reports whether it
// did. It is asked only when nothing is there, so that what is there costs nothing.
func (s *server) moved(c *gin.Context) bool {
	if c.Request.Method != http.MethodGet && c.Request.Method != http.MethodHead {
		return false
	}
	to, err := s.store.WhereTo(c.Request.Context(), c.Request.URL.Path)
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
