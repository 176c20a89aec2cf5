package reader

import (
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"strconv"
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

// ShowSizedMedia sends a picture that something visible uses in one of its widths.
func (h *Reader) ShowSizedMedia(c *gin.Context) error {
	m, err := h.store.Media(c.Request.Context(), c.Param("hash"))
	if err != nil {
		return err
	}
	return SendSizedMedia(c, h.media, *m, mediaCaching)
}

// SendSizedMedia is SendMedia for the width that the address names.
func SendSizedMedia(c *gin.Context, files *media.Files, m store.Media, caching string) error {
	width, err := strconv.Atoi(c.Param("width"))
	if err != nil || strconv.Itoa(width) != c.Param("width") {
		return fmt.Errorf("media %s in width %q: %w", m.Hash, c.Param("width"), newsroom.ErrNotFound)
	}
	made, err := files.Sized(c.Request.Context(), media.File{Hash: m.Hash, ContentType: m.ContentType, Width: m.Width, Height: m.Height, Size: m.Size}, width)
	if err != nil {
		return err
	}
	defer func() { _ = made.Data.Close() }() // read only: nothing can be lost
	c.Header("Content-Type", made.ContentType)
	c.Header("Cache-Control", caching)
	c.Header("ETag", fmt.Sprintf(`"%s-%d"`, m.Hash, width))
	http.ServeContent(c.Writer, c.Request, "", time.Time{}, made.Data)
	return nil
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
