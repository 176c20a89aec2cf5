package reader

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/gin-gonic/gin"

	"hebi/internal/newsroom"
	"hebi/internal/search"
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
	// Offer is what to read instead: the same thing in the other language, or a
	// list's last page; nil without.
	Offer *link
	// Reason is why the newsroom took the piece back; empty when it did not say.
	Reason run
	// Hits are what a search for the words of the address finds.
	Hits []hit
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
	if _, ok := addressLanguage(c); !ok {
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
	if view, err := h.viewOf(c); err == nil && view != nil {
		body = view.HTML(body)
	}
	body = bytes.ReplaceAll(body, []byte(idMark), []byte(requestID))
	c.Header("Cache-Control", "no-store")
	c.Data(status, "text/html; charset=utf-8", body)
}

// freshError renders an error page with what is known of the request.
func (h *Reader) freshError(c *gin.Context, l newsroom.Language, status int, cause error) ([]byte, error) {
	f, err := h.frame(c, "/")
	if err != nil {
		return nil, err
	}
	p := newErrorPage(f, status)
	if beyond := (*beyondEnd)(nil); errors.As(cause, &beyond) {
		p.offerLast(beyond.last)
		return h.templates.Render("error", p)
	}
	if gone := (*newsroom.TakenBack)(nil); errors.As(cause, &gone) {
		p.Reason = runIn(l, newsroom.Bilingual{}.With(gone.Language, gone.Reason))
	}
	if missing := (*missingEdition)(nil); errors.As(cause, &missing) {
		p.Offer = &missing.offer
		p.Heading, p.Message = f.T("error.missing"), f.T("error.missing.message")
		if status == http.StatusGone {
			p.Heading, p.Message = f.T("error.410"), f.T("error.gone-here.message")
		}
		// The switch would lead to the very thing that is offered below.
		p.Other.Path = missing.offer.Path
	} else if single := (*oneEdition)(nil); errors.As(cause, &single) {
		p.Offer, p.Other.Path = &single.offer, in(l.Other(), "/")
		p.Heading, p.Message = f.T("bilingual.missing"), f.T("bilingual.missing.message")
	} else if status == http.StatusNotFound {
		if err := h.findNear(c, &p); err != nil {
			return nil, err
		}
	}
	return h.templates.Render("error", p)
}

// offerLast leads from a page beyond the end of a list to its last.
func (p *errorPage) offerLast(last pager) {
	p.Heading, p.Message = p.T("error.beyond"), p.T("error.beyond.message")
	text := p.T("error.beyond.only")
	if last.Pages > 1 {
		text = p.T("error.beyond.last", last.Pages)
	}
	p.Offer = &link{run: run{Text: text}, Path: last.To(last.Pages)}
	p.Other.Path = in(p.Language.Other(), strings.TrimPrefix(last.path, in(p.Language, "")))
}

// What a page that is not there offers: a few hits, for the words of an address
// that has few. An address with more, or with a file's name, was not typed by a reader.
const (
	nearShown = 5
	nearWords = 12
)

// findNear searches for the words of an address that does not exist.
func (h *Reader) findNear(c *gin.Context, p *errorPage) error {
	words := addressWords(c.Request.URL.Path)
	if _, ok := addressLanguage(c); !ok || words == "" {
		return nil
	}
	p.Asked = words
	found, err := h.search.Search(c.Request.Context(), search.Query{Text: words, Language: p.Language, PerPage: nearShown})
	if err != nil {
		return err
	}
	near := searchPage{frame: p.frame}
	err = h.fillHits(c.Request.Context(), &near, found.Hits)
	p.Hits = near.Hits
	return err
}

// addressWords are the words of an address's last segment, and no sign among
// them that a search would take for more than a space.
func addressWords(path string) string {
	segment := path[strings.LastIndexByte(strings.TrimRight(path, "/"), '/')+1:]
	if strings.ContainsRune(segment, '.') || len(segment) > newsroom.MaxSlug*4 {
		return ""
	}
	words := strings.FieldsFunc(strings.ToValidUTF8(segment, " "), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) && !unicode.IsMark(r) })
	if len(words) > nearWords || utf8.RuneCountInString(strings.Join(words, "")) < 2 {
		return ""
	}
	return strings.Join(words, " ")
}
