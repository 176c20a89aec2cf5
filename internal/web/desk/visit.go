package desk

import (
	"errors"
	"net/http"
	"net/url"
	"strings"

	"github.com/gin-gonic/gin"

	"hebi/internal/auth"
	"hebi/internal/locale"
	"hebi/internal/newsroom"
)

// The cookies of the desk. Public pages read none of them, so that caches may keep those.
const (
	sessionCookie = "hebi-session"
	deviceCookie  = "hebi-device"
	flashCookie   = "hebi-flash"
)

// deviceLasts and flashLasts are in seconds: browsers keep no cookie longer than
// 400 days, and who is signed in does not matter to the device.
const (
	deviceLasts = 180 * 24 * 3600
	flashLasts  = 60
)

// cookieName says by its prefix, where the base URL has https, that the cookie
// is this host's alone and came over it (RFC 6265bis, section 4.1.3.2).
func (d *Desk) cookieName(name string) string {
	if d.base.Scheme == "https" {
		return "__Host-" + name
	}
	return name
}

// setCookie keeps a value in the browser for some seconds; 0 until it is closed, -1 forgets it.
func (d *Desk) setCookie(c *gin.Context, name, value string, seconds int) {
	http.SetCookie(c.Writer, &http.Cookie{
		Name: d.cookieName(name), Value: value, Path: "/", MaxAge: seconds,
		HttpOnly: true, Secure: d.base.Scheme == "https", SameSite: http.SameSiteLaxMode,
	})
}

func (d *Desk) cookie(c *gin.Context, name string) string {
	cookie, err := c.Request.Cookie(d.cookieName(name))
	if err != nil {
		return ""
	}
	return cookie.Value
}

// visitKey is where a request's visit is kept.
const visitKey = "hebi.visit"

// visit returns who is signed in; nil for nobody.
func visit(c *gin.Context) *auth.Visit {
	v, _ := c.Get(visitKey)
	found, _ := v.(*auth.Visit)
	return found
}

// Identify finds out who is asking and returns the user, nil for nobody.
func (d *Desk) Identify(c *gin.Context) (*newsroom.User, error) {
	v, err := d.auth.Visit(c.Request.Context(), d.cookie(c, sessionCookie), c.RemoteIP())
	if errors.Is(err, newsroom.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	c.Set(visitKey, v)
	return v.User, nil
}

// NoteRefusal writes down what who is signed in was refused; nobody else's.
func (d *Desk) NoteRefusal(c *gin.Context, cause error) error {
	v := visit(c)
	if v == nil {
		return nil
	}
	return d.auth.NoteRefusal(c.Request.Context(), v, c.Request.URL.Path, cause)
}

// AskToSignIn answers who has to sign in first: people are led there and back,
// programs get 401.
func (d *Desk) AskToSignIn(c *gin.Context) error {
	if wantsJSON(c) {
		c.JSON(http.StatusUnauthorized, gin.H{"error": d.localeOf(c).T("desk.error.401")})
		return nil
	}
	to := Root + "sign-in"
	if next := here(c); next != "" {
		to += "?next=" + url.QueryEscape(next)
	}
	http.Redirect(c.Writer, c.Request, to, http.StatusSeeOther)
	return nil
}

// wantsJSON says that a script asks, not a person.
func wantsJSON(c *gin.Context) bool {
	return strings.Contains(c.GetHeader("Accept"), "application/json")
}

// here is the address of a page that can be come back to; empty for a form that was sent.
func here(c *gin.Context) string {
	if c.Request.Method != http.MethodGet && c.Request.Method != http.MethodHead {
		return ""
	}
	return safeNext(c.Request.URL.RequestURI())
}

// safeNext returns an address to go on to if it is a page of the desk, else the
// empty string: no other site, and no page about signing in.
func safeNext(next string) string {
	u, err := url.Parse(next)
	if err != nil || u.Scheme != "" || u.Host != "" || u.User != nil || strings.ContainsAny(next, "\\\r\n\t") ||
		!strings.HasPrefix(u.Path, Root) || strings.Contains(u.Path, "//") || strings.Contains(u.Path, "/.") {
		return ""
	}
	switch strings.TrimPrefix(u.Path, Root) {
	case "sign-in", "sign-out", "second-factor", "setup", "password":
		return ""
	}
	return u.RequestURI()
}

// client is the browser that asks, as attempts to sign in are counted.
func (d *Desk) client(c *gin.Context) auth.Client {
	client := auth.Client{Shown: c.RemoteIP(), Agent: c.Request.UserAgent(), Device: d.cookie(c, deviceCookie)}
	if from, ok := d.counted(c.Request.RemoteAddr); ok {
		client.Address = from
	}
	return client
}

// admit keeps in the browser what it needs to be signed in.
func (d *Desk) admit(c *gin.Context, g *auth.Grant) {
	d.keepSession(c, g.Session)
	if g.Device != "" {
		d.setCookie(c, deviceCookie, g.Device, deviceLasts)
	}
}

// keepSession keeps a session's token; the server knows when it ends.
func (d *Desk) keepSession(c *gin.Context, token string) { d.setCookie(c, sessionCookie, token, 0) }

// redirect goes on to a page after a form was taken; word is what that page
// says of it, empty for nothing.
func (d *Desk) redirect(c *gin.Context, to, word string, args ...string) error {
	if word != "" {
		d.setCookie(c, flashCookie, url.Values{"word": {word}, "arg": args}.Encode(), flashLasts)
	}
	http.Redirect(c.Writer, c.Request, to, http.StatusSeeOther)
	return nil
}

// takeFlash returns what the form before this page did, once.
func (d *Desk) takeFlash(c *gin.Context, l locale.Locale) string {
	kept := d.cookie(c, flashCookie)
	if kept == "" {
		return ""
	}
	d.setCookie(c, flashCookie, "", -1)
	q, err := url.ParseQuery(kept)
	word := q.Get("word")
	if err != nil || !strings.HasPrefix(word, "desk.did.") || !locale.Has(word) {
		return ""
	}
	args := make([]any, len(q["arg"]))
	for i, a := range q["arg"] {
		args[i] = a
	}
	said := l.T(word, args...)
	if strings.Contains(said, "%!") { // somebody else's cookie
		return ""
	}
	return said
}
