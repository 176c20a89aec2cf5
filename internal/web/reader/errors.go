package reader

import (
	"bytes"
	"context"
	"errors"
	"net/http"

	"github.com/gin-gonic/gin"

	"hebi/internal/newsroom"
)

// missingEdition is an error about a thing that exists in the other language only.
type missingEdition struct {
	err   error
	offer link
}

func (e *missingEdition) Error() string { return e.err.Error() }
func (e *missingEdition) Unwrap() error { return e.err }

// errorPage is what a reader sees when something cannot be shown.
type errorPage struct {
	frame
	Status  int
	Message string
	// Offer is the same thing in the other language; nil without.
	Offer *link
	// RequestID is what the reader can tell the newsroom; shown with 500 only.
	RequestID string
}

// resort is an error page that was rendered at start.
type resort struct {
	language newsroom.Language
	status   int
}

// idMark stands in pages rendered at start where the request's id goes.
const idMark = "HEBI-REQUEST-ID"

// errorStatuses are the statuses that have a page.
func errorStatuses() []int {
	return []int{
		http.StatusBadRequest, http.StatusNotFound, http.StatusMethodNotAllowed, http.StatusGone, http.StatusInternalServerError,
	}
}

// prepareErrors renders every error page once, with the site's settings as they are now.
func (h *Reader) prepareErrors() error {
	site, err := h.store.Site(context.Background())
	if err != nil {
		return err
	}
	h.lastResort = map[resort][]byte{}
	for _, l := range newsroom.Languages() {
		for _, status := range errorStatuses() {
			p := newErrorPage(h.frameOf(site, l, "/"), status)
			if status == http.StatusInternalServerError {
				p.RequestID = idMark
			}
			body, err := h.templates.Render("error", p)
			if err != nil {
				return err
			}
			h.lastResort[resort{l, status}] = body
		}
	}
	return nil
}

func newErrorPage(f frame, status int) errorPage {
	key := map[int]string{
		http.StatusBadRequest: "error.400", http.StatusNotFound: "error.404", http.StatusMethodNotAllowed: "error.405",
		http.StatusGone: "error.410", http.StatusInternalServerError: "error.500",
	}[status]
	f.Heading, f.Private = f.T(key), true
	return errorPage{frame: f, Status: status, Message: f.T(key + ".message")}
}

// ShowError shows the page for a status, in the language of the address or, for
// an address without one, the reader's. For a failure of ours it uses only what
// was prepared at start.
func (h *Reader) ShowError(c *gin.Context, status int, cause error, requestID string) {
	l := requestLanguage(c)
	if _, err := newsroom.ParseLanguage(firstSegment(c.Request.URL.Path)); err != nil {
		c.Writer.Header().Add("Vary", "Accept-Language")
	}
	body, known := h.lastResort[resort{l, status}]
	if !known {
		status, body = http.StatusInternalServerError, h.lastResort[resort{l, http.StatusInternalServerError}]
	}
	if status < http.StatusInternalServerError {
		if fresh, err := h.freshError(c, l, status, cause); err == nil {
			body = fresh
		}
	}
	body = bytes.ReplaceAll(body, []byte(idMark), []byte(requestID))
	c.Header("Cache-Control", "no-store")
	c.Data(status, "text/html; charset=utf-8", body)
}

// freshError renders an error page with what is known of the request.
func (h *Reader) freshError(c *gin.Context, l newsroom.Language, status int, cause error) ([]byte, error) {
	f, err := h.newFrame(c.Request.Context(), l, "/")
	if err != nil {
		return nil, err
	}
	p := newErrorPage(f, status)
	if missing := (*missingEdition)(nil); errors.As(cause, &missing) {
		p.Offer = &missing.offer
		p.Heading, p.Message = f.T("error.missing"), f.T("error.missing.message")
		if status == http.StatusGone {
			p.Heading, p.Message = f.T("error.410"), f.T("error.gone-here.message")
		}
		// The switch would lead to the very thing that is offered below.
		p.Other.Path = missing.offer.Path
	}
	return h.templates.Render("error", p)
}
