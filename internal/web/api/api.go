// Package api answers programs: the public JSON under /api/v1. What it promises
// is in docs/api.md; an address of version 1 may gain fields, never lose one.
package api

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"hebi/internal/newsroom"
	"hebi/internal/search"
	"hebi/internal/store"
	"hebi/internal/web/asked"
	"hebi/internal/web/conditional"
	"hebi/internal/web/hant"
)

// Root is where the addresses of the API begin.
const Root = "/api/"

// Config is what an API works with; all of it is needed but Misses and
// Now, which defaults to the clock.
type Config struct {
	Store  *store.Store
	Search *search.Engine
	// Misses counts searches without hits; nil counts none.
	Misses *asked.Misses
	Now    func() time.Time
	// BaseURL is where readers find the site; absolute addresses are made from it alone.
	BaseURL *url.URL
	// View returns the view of Chinese in traditional characters as it is now.
	View func(context.Context) (*hant.View, error)
}

// API answers programs. It is safe for concurrent use.
type API struct {
	store  *store.Store
	search *search.Engine
	misses *asked.Misses
	now    func() time.Time
	base   string
	view   func(context.Context) (*hant.View, error)
}

// New returns the API of a site.
func New(c Config) *API {
	if c.Now == nil {
		c.Now = time.Now
	}
	return &API{store: c.Store, search: c.Search, misses: c.Misses, now: c.Now, base: strings.TrimSuffix(c.BaseURL.String(), "/"), view: c.View}
}

const (
	contentType = "application/json; charset=utf-8"
	// caching lets clients keep an answer but ask each time whether it is still
	// the same: what an editor withdraws must be gone at the next look.
	caching = "public, no-cache"
)

// open lets any site's scripts read the answer, and keeps it out of search engines.
func open(c *gin.Context) {
	c.Header("Access-Control-Allow-Origin", "*")
	c.Header("X-Robots-Tag", "noindex")
}

// answer sends a value with status 200, or 304 when the client has it.
func answer(c *gin.Context, value any) error {
	body, err := json.Marshal(value)
	if err != nil {
		return fmt.Errorf("write JSON: %w", err)
	}
	open(c)
	d := conditional.Document{Body: body, ContentType: contentType, CacheControl: caching}
	d.Serve(c.Writer, c.Request)
	return nil
}

// badParameter is a parameter whose value cannot be understood.
type badParameter struct{ parameter, value, remedy string }

// Error says what, which and what to do.
func (e *badParameter) Error() string {
	return fmt.Sprintf("The parameter %s=%q cannot be understood: %s.", e.parameter, e.value, e.remedy)
}

// Unwrap makes it a bad request.
func (e *badParameter) Unwrap() error { return newsroom.ErrInvalid }

// language reads lang, which is Chinese when it is absent.
func language(v url.Values) (newsroom.Language, error) {
	text := v.Get("lang")
	if text == "" {
		return newsroom.Chinese, nil
	}
	l, err := newsroom.ParseLanguage(text)
	if err != nil {
		return "", &badParameter{"lang", text, "use zh or en"}
	}
	return l, nil
}

// number reads a whole number from 1 on, def when it is absent; what is beyond
// the most is the most.
func number(v url.Values, parameter string, def, most int) (int, error) {
	text := v.Get(parameter)
	if text == "" {
		return def, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 {
		return 0, &badParameter{parameter, text, fmt.Sprintf("use a whole number from 1 to %d", most)}
	}
	return min(n, most), nil
}

// orEmpty keeps an empty list from being written as null.
func orEmpty[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

func (a *API) articleAddress(l newsroom.Language, slug string) string {
	return a.address(l, "/articles/"+slug)
}

// address is an absolute address in a language.
func (a *API) address(l newsroom.Language, rest string) string {
	return a.base + "/" + string(l) + rest
}
