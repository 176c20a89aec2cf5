package web

import (
	"fmt"
	"log/slog"
	"mime"
	"net/http"
	"path"
	"strings"

	"github.com/gin-gonic/gin"

	"hebi/internal/newsroom"
	"hebi/internal/web/conditional"
	"hebi/internal/web/view"
)

// forever is how long a browser keeps a file whose address changes with its bytes: a year is the most that caches honour.
const forever = "public, max-age=31536000, immutable"

// showStatic sends a stylesheet or picture of the program.
func (s *server) showStatic(c *gin.Context) error {
	file, err := s.assets.Open(c.Param("file")[1:])
	if err != nil {
		return fmt.Errorf("static file: %w: %w", newsroom.ErrNotFound, err)
	}
	d := conditional.Document{Body: file.Body, Compressed: file.Compressed, ContentType: contentType(file.Name), CacheControl: "no-cache"}
	if file.Forever {
		d.CacheControl = forever
	}
	d.Serve(c.Writer, c.Request)
	return nil
}

// showIcon sends the icon that feeds name, at an address that outlives releases.
func (s *server) showIcon(c *gin.Context) error {
	file, err := s.assets.Open(strings.TrimPrefix(s.assets.Address("img/icon.png"), view.StaticRoot))
	if err != nil {
		return fmt.Errorf("icon: %w", err)
	}
	d := conditional.Document{Body: file.Body, ContentType: "image/png", CacheControl: "public, max-age=86400"}
	d.Serve(c.Writer, c.Request)
	return nil
}

// contentType knows our few kinds of files itself: the system's table differs from machine to machine.
func contentType(name string) string {
	switch path.Ext(name) {
	case ".css":
		return "text/css; charset=utf-8"
	case ".js":
		return "text/javascript; charset=utf-8"
	case ".svg":
		return "image/svg+xml"
	case ".png":
		return "image/png"
	}
	if known := mime.TypeByExtension(path.Ext(name)); known != "" {
		return known
	}
	return "application/octet-stream"
}

// showHealth says that the process is alive.
func (s *server) showHealth(c *gin.Context) error { return plain(c, http.StatusOK, "ok\n") }

// showReady says whether the database answers.
func (s *server) showReady(c *gin.Context) error {
	if err := s.store.Ping(c.Request.Context()); err != nil {
		s.log.Warn("not ready: the database does not answer", slog.Any("error", err))
		return plain(c, http.StatusServiceUnavailable, "the database does not answer\n")
	}
	return plain(c, http.StatusOK, "ready\n")
}

func plain(c *gin.Context, status int, text string) error {
	c.Header("Cache-Control", "no-store")
	c.Data(status, "text/plain; charset=utf-8", []byte(text))
	return nil
}
