package desk

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/gin-gonic/gin"

	"hebi/internal/auth"
	"hebi/internal/newsroom"
)

// usersPath is the list of those who may sign in; one is below its number.
const usersPath = Root + "users"

func userPath(id int64) string { return usersPath + "/" + strconv.FormatInt(id, 10) }

// usersPage is /desk/users.
type usersPage struct {
	frame
	Users []userLine
}

// userLine is one user of the list.
type userLine struct {
	newsroom.User
	Path string
	// Seen is when the user was last here; zero for never, or not for long.
	Seen time.Time
	// New says that the account is so new that who was not seen never came.
	New bool
}

// ShowUsers lists the users.
func (d *Desk) ShowUsers(c *gin.Context) error {
	f, err := d.frame(c, "desk.users", "desk.users")
	if err != nil {
		return err
	}
	users, err := d.store.Users(c.Request.Context())
	if err != nil {
		return err
	}
	seen, err := d.store.LastSeen(c.Request.Context())
	if err != nil {
		return err
	}
	p := usersPage{frame: f}
	for _, u := range users {
		p.Users = append(p.Users, userLine{
			User: u, Path: userPath(u.ID), Seen: seen[u.ID], New: d.now().Sub(u.Created) < deviceLasts*time.Second,
		})
	}
	return d.show(c, "users", &p)
}

// Works says in which languages a user works, Publishing in which of them the user decides.
func (f frame) Works(u newsroom.User) string { return f.languageNames(u, newsroom.ActSubmit) }

// Publishing is empty for who may publish nothing.
func (f frame) Publishing(u newsroom.User) string { return f.languageNames(u, newsroom.ActPublish) }

// languageNames lists the languages in which a user may do something, or could if enabled.
func (f frame) languageNames(u newsroom.User, action newsroom.Action) string {
	u.Disabled = false
	var names []string
	for _, l := range languagesFor(&u, action) {
		names = append(names, f.LanguageName(l))
	}
	return f.Join(names)
}

// userPage is /desk/users/{id}, and /desk/users/new.
type userPage struct {
	frame
	form
	// Account is whose page it is; nil for somebody who is to be invited.
	Account  *newsroom.User
	Roles    []newsroom.UserRole
	Sessions []sessionLine
	// Fresh is the address at which the user sets a password; it is shown once.
	Fresh string
	// Self says that the account is that of who looks at it.
	Self bool
}

// Path is where the user's forms are sent.
func (p *userPage) Path() string {
	if p.Account == nil {
		return usersPath + "/new"
	}
	return userPath(p.Account.ID)
}

// Address and Own are the inputs for who is new, and for the name.
func (p *userPage) Address() field { return p.field(p.form, "email", "email", "off") }

// Own is the input for the name.
func (p *userPage) Own() field { return p.field(p.form, "name", "text", "off") }

// by is who looks after accounts here.
func by(c *gin.Context) auth.By { return auth.By{User: visit(c).User, Address: c.RemoteIP()} }

// ShowInvite asks for what a new user needs.
func (d *Desk) ShowInvite(c *gin.Context) error {
	return d.userPage(c, nil, form{}, "", http.StatusOK)
}

// Invite makes a user and shows once at which address the password is set.
func (d *Desk) Invite(c *gin.Context) error {
	from, err := readForm(c)
	if err != nil {
		return err
	}
	u := &newsroom.User{Email: from.Value("email")}
	if !d.fillUser(c, from, u) {
		return d.userPage(c, nil, from, "", http.StatusUnprocessableEntity)
	}
	token, err := d.auth.AddUser(c.Request.Context(), by(c), u, "")
	if err != nil {
		return d.userRefused(c, nil, from, err)
	}
	return d.userPage(c, u, form{}, token, http.StatusOK)
}

// fillUser takes from a form what an administrator decides about a user; false
// says that something is missing, and Problems what.
func (d *Desk) fillUser(c *gin.Context, from form, u *newsroom.User) bool {
	f := d.localeOf(c)
	role, err := newsroom.ParseUserRole(from.Value("role"))
	if err != nil {
		from.Problems["role"] = f.T("desk.users.role.none")
	}
	works, some := from.languages("languages")
	if !some {
		from.Problems["languages"] = f.T("desk.users.languages.none")
	}
	publishes, some := from.languages("publishes")
	u.Name, u.Role, u.Languages, u.Publishes = from.Value("name"), role, works, publishes
	// What a chief could publish: of the role, it is said elsewhere.
	if !some || len(languagesFor(&newsroom.User{Role: newsroom.Chief, Languages: works, Publishes: publishes}, newsroom.ActPublish)) == 0 {
		from.Problems["publishes"] = f.T("desk.users.publishes.none")
	}
	return len(from.Problems) == 0
}

// languages are those that are ticked under a name, nil for all of them; false for none.
func (f form) languages(name string) (list []newsroom.Language, some bool) {
	for _, l := range newsroom.Languages() {
		if f.Chosen(name, string(l)) {
			list = append(list, l)
		}
	}
	some = len(list) > 0
	if len(list) == len(newsroom.Languages()) {
		list = nil
	}
	return list, some
}

// userOf finds whose page it is; ErrNotFound when nobody's.
func (d *Desk) userOf(c *gin.Context) (*newsroom.User, error) {
	id, err := strconv.ParseInt(c.Param("id"), 10, 64)
	if err != nil {
		return nil, fmt.Errorf("user %q: %w", c.Param("id"), newsroom.ErrNotFound)
	}
	return d.store.User(c.Request.Context(), id)
}

// ShowUser shows one user.
func (d *Desk) ShowUser(c *gin.Context) error {
	u, err := d.userOf(c)
	if err != nil {
		return err
	}
	return d.userPage(c, u, form{}, "", http.StatusOK)
}

// userPage shows a user; token is for the address at which the password is set.
func (d *Desk) userPage(c *gin.Context, u *newsroom.User, from form, token string, status int) error {
	f, err := d.frame(c, "desk.users.new", "desk.users")
	if err != nil {
		return err
	}
	p := userPage{frame: f, form: from, Account: u, Roles: newsroom.UserRoles()}
	if p.Values == nil {
		p.form = formOf(u)
	}
	if token != "" {
		p.Fresh = d.base.String() + "/desk/password?token=" + url.QueryEscape(token)
	}
	if u != nil {
		p.Heading, p.Self = u.Name, u.ID == f.User.ID
		if p.Sessions, err = d.sessionLines(c, u.ID); err != nil {
			return err
		}
	}
	return d.render(c, status, "user", &p)
}

// formOf has what is decided about a user; of nobody it has what most who are invited get.
func formOf(u *newsroom.User) form {
	v := url.Values{}
	if u == nil {
		u = &newsroom.User{}
	} else {
		v.Set("role", string(u.Role))
	}
	v.Set("name", u.Name)
	for _, l := range newsroom.Languages() {
		if newsroom.May(&newsroom.User{Role: newsroom.Chief, Languages: u.Languages}, newsroom.ActPublish, l) {
			v.Add("languages", string(l))
		}
		if newsroom.May(&newsroom.User{Role: newsroom.Chief, Languages: u.Publishes}, newsroom.ActPublish, l) {
			v.Add("publishes", string(l))
		}
	}
	return form{Values: v, Problems: map[string]string{}}
}

// userRefused shows the page again with what auth refused.
func (d *Desk) userRefused(c *gin.Context, u *newsroom.User, from form, err error) error {
	name, word := newsroom.PlaceOf(err).Key, ""
	switch {
	case errors.Is(err, auth.ErrLastAdministrator):
		name, word = "", "desk.users.last"
	case errors.Is(err, auth.ErrOwn):
		name, word = "", "desk.users.own"
	case errors.Is(err, newsroom.ErrConflict) && name == "email":
		word = "desk.users.taken"
	case errors.Is(err, newsroom.ErrInvalid) && name == "email":
		word = "desk.email.wrong"
	case errors.Is(err, newsroom.ErrInvalid) && name == "name":
		word = "desk.name.long"
	default:
		return err
	}
	from.Problems[name] = d.localeOf(c).T(word)
	return d.userPage(c, u, from, "", http.StatusUnprocessableEntity)
}

// SaveUser takes name, role and languages.
func (d *Desk) SaveUser(c *gin.Context) error {
	stored, err := d.userOf(c)
	if err != nil {
		return err
	}
	from, err := readForm(c)
	if err != nil {
		return err
	}
	u := *stored
	if !d.fillUser(c, from, &u) {
		return d.userPage(c, stored, from, "", http.StatusUnprocessableEntity)
	}
	if err := d.auth.ChangeUser(c.Request.Context(), by(c), &u); err != nil {
		return d.userRefused(c, stored, from, err)
	}
	return d.afterUser(c, u.ID, "desk.did.user", u.Name)
}

// afterUser goes on to the user's page; to the start page for who has given up the own right to it.
func (d *Desk) afterUser(c *gin.Context, id int64, word string, args ...string) error {
	to := userPath(id)
	if v := visit(c); v.User.ID == id {
		now, err := d.store.User(c.Request.Context(), id)
		if err != nil {
			return err
		}
		if !newsroom.May(now, newsroom.ActAdminister, "") {
			to = Root
		}
	}
	return d.redirect(c, to, word, args...)
}

// DisableUser keeps a user from signing in, EnableUser lets the user in again.
func (d *Desk) DisableUser(c *gin.Context) error { return d.setDisabled(c, true, "desk.did.disabled") }

// EnableUser lets a user in again.
func (d *Desk) EnableUser(c *gin.Context) error { return d.setDisabled(c, false, "desk.did.enabled") }

func (d *Desk) setDisabled(c *gin.Context, disabled bool, word string) error {
	u, err := d.userOf(c)
	if err != nil {
		return err
	}
	changed := *u
	changed.Disabled = disabled
	if err := d.auth.ChangeUser(c.Request.Context(), by(c), &changed); err != nil {
		return d.userRefused(c, u, formOf(u), err)
	}
	return d.afterUser(c, u.ID, word, u.Name)
}

// ResetUser takes a user's password and second factor away and shows once at
// which address another password is set.
func (d *Desk) ResetUser(c *gin.Context) error {
	u, err := d.userOf(c)
	if err != nil {
		return err
	}
	token, err := d.auth.ResetUser(c.Request.Context(), by(c), u.ID, "")
	if err != nil {
		return d.userRefused(c, u, formOf(u), err)
	}
	u.SecondFactor = false
	return d.userPage(c, u, form{}, token, http.StatusOK)
}

// SignOutUser ends all sessions of a user, or all others of one's own.
func (d *Desk) SignOutUser(c *gin.Context) error {
	u, err := d.userOf(c)
	if err != nil {
		return err
	}
	spared := int64(0)
	if v := visit(c); v.User.ID == u.ID {
		spared = v.Session.ID
	}
	if err := d.auth.SignOutUser(c.Request.Context(), by(c), u.ID, spared); err != nil {
		return err
	}
	return d.redirect(c, userPath(u.ID), "desk.did.signed-out", u.Name)
}
