package api

import (
	"encoding/json"
	"errors"
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"
)

// failure is the answer to what cannot be answered.
type failure struct {
	Error string `json:"error"`
}

// Serves reports whether the address is the API's, which answers errors too.
func Serves(path string) bool { return strings.HasPrefix(path, Root) }

// ShowError answers with a status and one sentence. Of a failure of ours it
// says the request's id, never the cause.
func (a *API) ShowError(c *gin.Context, status int, cause error, requestID string) {
	open(c)
	c.Header("Cache-Control", "no-store")
	body, _ := json.Marshal(failure{sentence(c, status, cause, requestID)}) // a string can always be written
	c.Data(status, contentType, body)
}

func sentence(c *gin.Context, status int, cause error, requestID string) string {
	if bad := (*badParameter)(nil); errors.As(cause, &bad) {
		return bad.Error()
	}
	switch status {
	case http.StatusNotFound:
		return "There is nothing at " + c.Request.URL.Path + ": use /api/v1/search or /api/v1/suggest."
	case http.StatusMethodNotAllowed:
		return "The method " + c.Request.Method + " is not allowed here: use GET or HEAD."
	case http.StatusBadRequest:
		return "The request cannot be understood: check its address."
	}
	return "Something went wrong on our side, not yours: try again later, or tell the newsroom the number " + requestID + "."
}
