package reader

import (
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"

	"hebi/internal/media"
	"hebi/internal/newsroom"
	"hebi/internal/store"
)

// mediaCaching keeps a picture for an hour: its bytes never change, but it must
// not outlive for long the article that is withdrawn.
const mediaCaching = "public, max-age=3600"

// ShowMedia sends a picture that something visible uses.
func (h *Reader) ShowMedia(c *gin.Context) error {
	m, err := h.store.Media(c.Request.Context(), c.Param("hash"))
	if err != nil {
		return err
	}
	return SendMedia(c, h.media, *m, mediaCaching)
}

// SendMedia sends the bytes of a kept file; caching is the value of Cache-Control.
func SendMedia(c *gin.Context, files *media.Files, m store.Media, caching string) error {
	file, err := files.Open(m.Hash)
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("media %s is known but its file is gone: %w", m.Hash, errors.Join(newsroom.ErrNotFound, err))
	}
	if err != nil {
		return err
	}
	defer func() { _ = file.Close() }() // read only: nothing can be lost
	c.Header("Content-Type", m.ContentType)
	c.Header("Cache-Control", caching)
	c.Header("ETag", `"`+m.Hash+`"`)
	http.ServeContent(c.Writer, c.Request, "", time.Time{}, file)
	return nil
}
