package desk

import (
	"errors"
	"net/http"

	"github.com/gin-gonic/gin"

	"hebi/internal/auth"
	"hebi/internal/locale"
	"hebi/internal/newsroom"
)

// errorPage is what an editor sees when something cannot be done.
type errorPage struct {
	frame
	Status  int
	Message string
	// Reason is the newsroom's own sentence; empty without one.
	Reason string
	// RequestID is what the editor can tell the operator; shown for failures of ours only.
	RequestID string
}

// errorWords are the words of the statuses that the desk answers with; any other is 500.
func errorWords(status int) (known int, word string) {
	switch status {
	case http.StatusUnauthorized:
		return status, "desk.error.401"
	case http.StatusForbidden:
		return status, "desk.error.403"
	case http.StatusNotFound, http.StatusGone:
		return status, "desk.error.404"
	case http.StatusMethodNotAllowed:
		return status, "desk.error.405"
	case http.StatusConflict:
		return status, "desk.error.409"
	case http.StatusBadRequest, http.StatusUnprocessableEntity:
		return http.StatusUnprocessableEntity, "desk.error.422"
	case http.StatusTooManyRequests:
		return status, "desk.error.429"
	case http.StatusServiceUnavailable:
		return status, "desk.error.503"
	}
	return http.StatusInternalServerError, "desk.error.500"
}

// ShowError answers with a page, or a script with JSON, in the editor's language.
func (d *Desk) ShowError(c *gin.Context, status int, cause error, requestID string) {
	status, word := errorWords(status)
	c.Header("Cache-Control", "no-store")
	if visit(c) == nil && status < http.StatusInternalServerError { // an address that no route is for
		_, _ = d.Identify(c) // whoever it is, there is nothing here
	}
	f := d.frameFor(c)
	f.Heading = f.T(word)
	p := errorPage{frame: f, Status: status, Message: f.T(word + ".message")}
	if status >= http.StatusInternalServerError {
		p.RequestID = requestID
	} else {
		p.Reason = f.reason(cause)
	}
	if wantsJSON(c) {
		said := p.Message
		if p.Reason != "" {
			said = p.Reason
		}
		c.JSON(status, gin.H{"error": said})
		return
	}
	if err := d.render(c, status, "error", &p); err != nil {
		c.String(http.StatusInternalServerError, "%s\n", p.Heading)
	}
}

// frameFor is the frame of an error page, for which the database may be out of reach.
func (d *Desk) frameFor(c *gin.Context) frame {
	f, err := d.frame(c, "desk", "")
	if err != nil {
		f = d.frameOf(&newsroom.Site{TimeZone: "UTC"}, locale.Choose(c.GetHeader("Accept-Language")))
	}
	f.Here = ""
	return f
}

// reason is the newsroom's sentence in an error; empty when it has none of its own.
func (f frame) reason(err error) string {
	if format, _ := newsroom.Said(err); format != "" {
		return f.Sentence(err)
	}
	if wait := (*auth.Wait)(nil); errors.As(err, &wait) {
		return f.waitSentence(wait)
	}
	return ""
}

// localeOf is how the desk speaks to who sent a request.
func (d *Desk) localeOf(c *gin.Context) locale.Locale { return locale.Locale{Language: language(c)} }
