package reader

import (
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"

	"hebi/internal/newsroom"
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
	file, err := h.media.Open(m.Hash)
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("media %s is known but its file is gone: %w", m.Hash, errors.Join(newsroom.ErrNotFound, err))
	}
	if err != nil {
		return err
	}
	defer func() { _ = file.Close() }() // read only: nothing can be lost
	c.Header("Content-Type", m.ContentType)
	c.Header("Cache-Control", mediaCaching)
	c.Header("ETag", `"`+m.Hash+`"`)
	http.ServeContent(c.Writer, c.Request, "", time.Time{}, file)
	return nil
}
