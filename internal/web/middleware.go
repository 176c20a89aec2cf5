package web

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"

	"github.com/gin-gonic/gin"

	"hebi/internal/auth"
	"hebi/internal/newsroom"
	"hebi/internal/web/api"
	"hebi/internal/web/desk"
)

// requestIDHeader tells the reader the id under which a failure is logged.
const requestIDHeader = "X-Request-Id"

// identify gives the request an id of 64 random bits. One sent by the client is not used: it would be logged.
func (s *server) identify(c *gin.Context) {
	var id [8]byte
	_, _ = rand.Read(id[:]) // never fails, says crypto/rand
	c.Header(requestIDHeader, hex.EncodeToString(id[:]))
	c.Next()
}

func requestID(c *gin.Context) string { return c.Writer.Header().Get(requestIDHeader) }

// recover makes an error page of a panic, which would else close the connection.
func (s *server) recover(c *gin.Context) {
	defer func() {
		cause := recover()
		if cause == nil {
			return
		}
		if err, ok := cause.(error); ok && errors.Is(err, http.ErrAbortHandler) {
			panic(cause) // the server's own way to break off an answer
		}
		s.log.Error("panic", slog.String("request_id", requestID(c)), slog.String("path", c.Request.URL.Path),
			slog.Any("cause", cause), slog.String("stack", string(debug.Stack())))
		c.Abort()
		if !c.Writer.Written() {
			s.showError(c, http.StatusInternalServerError, nil)
		}
	}()
	c.Next()
}

// policy is the Content-Security-Policy of every answer: nothing from other
// hosts, no inline script or style, no framing.
const policy = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; " +
	"form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// protect sets the headers that keep browsers from guessing, framing and telling.
func protect(c *gin.Context) {
	h := c.Writer.Header()
	h.Set("Content-Security-Policy", policy)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "strict-origin-when-cross-origin")
	h.Set("Permissions-Policy", "camera=(), microphone=(), geolocation=(), interest-cohort=()")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	c.Next()
}

// handler is a page: it answers, or returns why it cannot.
type handler func(*gin.Context) error

// page adapts a handler: its error becomes a status and a page in the reader's language.
func (s *server) page(h handler) gin.HandlerFunc {
	return func(c *gin.Context) {
		if err := h(c); err != nil {
			s.fail(c, err)
		}
	}
}

func (s *server) fail(c *gin.Context, err error) {
	status := statusOf(err)
	gone := c.Request.Context().Err() != nil && errors.Is(err, context.Canceled)
	if status >= http.StatusInternalServerError && !gone && !errors.Is(err, auth.ErrBusy) {
		s.log.Error("request failed", slog.String("request_id", requestID(c)), slog.String("method", c.Request.Method),
			slog.String("path", c.Request.URL.Path), slog.Any("error", err))
	}
	if c.Writer.Written() { // too late for a page; the answer breaks off, so that nobody takes it for whole
		panic(http.ErrAbortHandler)
	}
	if status == http.StatusNotFound && s.moved(c) {
		return
	}
	if status == http.StatusNotFound && s.deleted(c) {
		status = http.StatusGone
	}
	s.showError(c, status, err)
}

// showError answers people with a page and programs with JSON.
func (s *server) showError(c *gin.Context, status int, cause error) {
	switch path := c.Request.URL.Path; {
	case api.Serves(path):
		s.api.ShowError(c, status, cause, requestID(c))
		return
	case desk.Serves(path):
		s.desk.ShowError(c, status, cause, requestID(c))
		return
	}
	s.reader.ShowError(c, status, cause, requestID(c))
}

// statusOf is the HTTP status of a newsroom's error.
func statusOf(err error) int {
	switch {
	case errors.Is(err, newsroom.ErrGone):
		return http.StatusGone
	case errors.Is(err, newsroom.ErrNotFound):
		return http.StatusNotFound
	case errors.Is(err, newsroom.ErrInvalid):
		return http.StatusBadRequest
	case errors.Is(err, newsroom.ErrForbidden):
		return http.StatusForbidden
	case errors.Is(err, newsroom.ErrConflict):
		return http.StatusConflict
	case errors.Is(err, auth.ErrBusy):
		return http.StatusServiceUnavailable
	case errors.Is(err, errMethod):
		return http.StatusMethodNotAllowed
	}
	return http.StatusInternalServerError
}

// errMethod says that an address exists but not for this method.
var errMethod = errors.New("method not allowed")

// unknown answers addresses that are not ours.
func (s *server) unknown(c *gin.Context) error {
	return fmt.Errorf("no route: %w", newsroom.ErrNotFound)
}

func (s *server) wrongMethod(c *gin.Context) error {
	return fmt.Errorf("%s: %w", c.Request.Method, errMethod)
}
