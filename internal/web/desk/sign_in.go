package desk

import (
	"errors"
	"net/http"
	"net/url"

	"github.com/gin-gonic/gin"

	"hebi/internal/auth"
	"hebi/internal/newsroom"
)

// doorPage is a page for who is not signed in: one short form.
type doorPage struct {
	frame
	form
	// About is a sentence before the form; empty for none.
	About  string
	Fields []field
	// Action is where the form goes, Button what it does.
	Action, Button string
	// Hidden are values that the form carries on.
	Hidden map[string]string
}

// door makes such a page.
func (d *Desk) door(c *gin.Context, heading string, from form, hidden ...string) (*doorPage, error) {
	f, err := d.frame(c, heading, "")
	if err != nil {
		return nil, err
	}
	if l, err := newsroom.ParseLanguage(from.Value(languageParameter)); err == nil { // as the form was shown
		f.Language = l
		f.Heading = f.T(heading)
	}
	p := &doorPage{frame: f, form: from, Action: c.Request.URL.Path, Hidden: map[string]string{languageParameter: string(f.Language)}}
	for _, name := range hidden {
		value := from.Value(name)
		if value == "" {
			value = c.Query(name)
		}
		if name == "next" {
			value = safeNext(value)
		}
		if value != "" {
			p.Hidden[name] = value
		}
	}
	return p, nil
}

// Elsewhere is the address of the page in another language.
func (p *doorPage) Elsewhere(l newsroom.Language) string {
	q := url.Values{}
	for name, value := range p.Hidden {
		q[name] = []string{value}
	}
	q[languageParameter] = []string{string(l)}
	return p.Action + "?" + q.Encode()
}

// onward is where signing in leads to.
func onward(f form) string {
	if next := safeNext(f.Value("next")); next != "" {
		return next
	}
	return Root
}

func (p *doorPage) fillSignIn() {
	p.Fields = []field{p.field(p.form, "email", "email", "username"), p.field(p.form, "password", "password", "current-password")}
	p.Button = p.T("desk.sign-in")
}

// ShowSignIn asks for address and password.
func (d *Desk) ShowSignIn(c *gin.Context) error {
	if visit(c) != nil {
		return d.redirect(c, Root, "")
	}
	p, err := d.door(c, "desk.sign-in", form{}, "next")
	if err != nil {
		return err
	}
	p.fillSignIn()
	return d.show(c, "door", p)
}

// SignIn takes address and password.
func (d *Desk) SignIn(c *gin.Context) error {
	f, err := readForm(c)
	if err != nil {
		return err
	}
	g, err := d.auth.SignIn(c.Request.Context(), f.Value("email"), f.Value("password"), d.client(c))
	if err == nil {
		d.admit(c, g)
		if g.Pending {
			q := url.Values{"next": {safeNext(f.Value("next"))}, languageParameter: {f.Value(languageParameter)}}
			return d.redirect(c, Root+"second-factor?"+q.Encode(), "")
		}
		return d.redirect(c, onward(f), "")
	}
	p, failed := d.door(c, "desk.sign-in", f, "next")
	if failed != nil {
		return failed
	}
	if errors.Is(err, auth.ErrRefused) {
		f.Problems[""] = p.T("desk.refused")
	} else if failed := p.refused(f, err, "password", ""); failed != nil {
		return failed
	}
	p.fillSignIn()
	return d.render(c, f.statusFor(c, err), "door", p)
}

// SignOut ends the session of the request.
func (d *Desk) SignOut(c *gin.Context) error {
	if err := d.auth.SignOut(c.Request.Context(), d.cookie(c, sessionCookie), c.RemoteIP()); err != nil {
		return err
	}
	d.setCookie(c, sessionCookie, "", -1)
	return d.redirect(c, Root+"sign-in", "desk.did.sign-out")
}

func (p *doorPage) fillCode() {
	p.About = p.T("desk.code.about")
	p.Fields = []field{p.field(p.form, "code", "text", "one-time-code").hinted(p.T("desk.code.hint"))}
	p.Button = p.T("desk.code.do")
}

// ShowSecondFactor asks for the code.
func (d *Desk) ShowSecondFactor(c *gin.Context) error {
	pending, err := d.auth.Pending(c.Request.Context(), d.cookie(c, sessionCookie))
	if err != nil {
		return err
	}
	if !pending {
		return d.redirect(c, Root+"sign-in", "")
	}
	p, err := d.door(c, "desk.code", form{}, "next")
	if err != nil {
		return err
	}
	p.fillCode()
	return d.show(c, "door", p)
}

// SecondFactor takes the code.
func (d *Desk) SecondFactor(c *gin.Context) error {
	f, err := readForm(c)
	if err != nil {
		return err
	}
	g, err := d.auth.SecondFactor(c.Request.Context(), d.cookie(c, sessionCookie), f.Value("code"), d.client(c))
	switch {
	case err == nil:
		d.admit(c, g)
		return d.redirect(c, onward(f), "")
	case errors.Is(err, newsroom.ErrNotFound): // it took too long
		return d.redirect(c, Root+"sign-in", "desk.did.time-out")
	}
	p, failed := d.door(c, "desk.code", f, "next")
	if failed != nil {
		return failed
	}
	if failed := p.refused(f, err, "", "code"); failed != nil {
		return failed
	}
	p.fillCode()
	return d.render(c, f.statusFor(c, err), "door", p)
}

func (p *doorPage) fillPassword(u *newsroom.User) {
	p.About = p.T("desk.password.about", u.Email)
	// A hidden field with the address tells password managers whose this is.
	p.Hidden["username"] = u.Email
	p.Fields = []field{p.field(p.form, "new-password", "password", "new-password").hinted(p.T("desk.password.rule", auth.MinPassword))}
	p.Button = p.T("desk.password.do")
}

// ShowPassword asks who was invited, or reset, for a password.
func (d *Desk) ShowPassword(c *gin.Context) error {
	u, err := d.auth.Invited(c.Request.Context(), c.Query("token"))
	if err != nil {
		return err
	}
	p, err := d.door(c, "desk.password", form{}, "token")
	if err != nil {
		return err
	}
	p.fillPassword(u)
	return d.show(c, "door", p)
}

// SetPassword takes it.
func (d *Desk) SetPassword(c *gin.Context) error {
	f, err := readForm(c)
	if err != nil {
		return err
	}
	u, err := d.auth.Invited(c.Request.Context(), f.Value("token"))
	if err != nil {
		return err
	}
	g, err := d.auth.SetPassword(c.Request.Context(), f.Value("token"), f.Value("new-password"), d.client(c))
	if err == nil {
		d.admit(c, g)
		return d.redirect(c, Root, "desk.did.password")
	}
	p, failed := d.door(c, "desk.password", f, "token")
	if failed != nil {
		return failed
	}
	if failed := p.refused(f, err, "new-password", ""); failed != nil {
		return failed
	}
	p.fillPassword(u)
	return d.render(c, f.statusFor(c, err), "door", p)
}

func (p *doorPage) fillSetup() {
	p.About = p.T("desk.setup.about")
	p.Fields = []field{
		p.field(p.form, "name", "text", "name"),
		p.field(p.form, "email", "email", "username"),
		p.field(p.form, "new-password", "password", "new-password").hinted(p.T("desk.password.rule", auth.MinPassword)),
	}
	p.Button = p.T("desk.setup.do")
}

// ShowSetup asks for the first administrator; it is there only while there is
// no user, for who has the address that was printed at start.
func (d *Desk) ShowSetup(c *gin.Context) error {
	offered, err := d.auth.SetupOffered(c.Request.Context(), c.Query("token"))
	if err == nil && !offered {
		err = newsroom.ErrNotFound
	}
	if err != nil {
		return err
	}
	p, err := d.door(c, "desk.setup", form{}, "token")
	if err != nil {
		return err
	}
	p.fillSetup()
	return d.show(c, "door", p)
}

// Setup makes the first administrator.
func (d *Desk) Setup(c *gin.Context) error {
	f, err := readForm(c)
	if err != nil {
		return err
	}
	u := &newsroom.User{Email: f.Value("email"), Name: f.Value("name")}
	if l, err := newsroom.ParseLanguage(f.Value(languageParameter)); err == nil {
		u.Interface = l
	}
	g, err := d.auth.Setup(c.Request.Context(), f.Value("token"), u, f.Value("new-password"), d.client(c))
	if err == nil {
		d.admit(c, g)
		return d.redirect(c, Root, "desk.did.setup")
	}
	if errors.Is(err, newsroom.ErrNotFound) {
		return err
	}
	p, failed := d.door(c, "desk.setup", f, "token")
	if failed != nil {
		return failed
	}
	if failed := p.refused(f, err, "new-password", ""); failed != nil {
		if !errors.Is(failed, newsroom.ErrInvalid) {
			return failed
		}
		f.Problems["email"] = p.T("desk.email.wrong")
	}
	p.fillSetup()
	return d.render(c, http.StatusUnprocessableEntity, "door", p)
}
