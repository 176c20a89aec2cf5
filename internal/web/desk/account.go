package desk

import (
	"errors"
	"net/http"
	"strconv"
	"time"

	"github.com/gin-gonic/gin"

	"hebi/internal/auth"
	"hebi/internal/newsroom"
)

// accountPath is where users look after their own account.
const accountPath = Root + "account"

// accountPage is the user's own account.
type accountPage struct {
	frame
	form
	// Profile and Password are the inputs of the two forms.
	Profile, Password []field
	// Confirm is the password that turning the second factor off, or new recovery codes, ask for.
	Confirm  field
	Sessions []sessionLine
	// CodesLeft is how many recovery codes are unused.
	CodesLeft int
}

// sessionLine is one place where a user is signed in.
type sessionLine struct {
	ID          int64
	Device      string
	Address     string
	Began, Seen time.Time
	Current     bool
}

// account fills the page; from is the form that came back, if any.
func (d *Desk) account(c *gin.Context, from form) (*accountPage, error) {
	f, err := d.frame(c, "desk.account", "desk.account")
	if err != nil {
		return nil, err
	}
	v := visit(c)
	if from.Values == nil {
		from.Values = map[string][]string{"name": {v.User.Name}}
	}
	if !from.Values.Has("name") {
		from.Values.Set("name", v.User.Name)
	}
	p := &accountPage{frame: f, form: from}
	p.fillFields()
	if p.Sessions, err = d.sessionLines(c, v.User.ID); err != nil {
		return nil, err
	}
	if v.User.SecondFactor {
		p.CodesLeft, err = d.auth.RecoveryCodes(c.Request.Context(), v.User.ID)
	}
	return p, err
}

// sessionLines are where a user is signed in.
func (d *Desk) sessionLines(c *gin.Context, userID int64) ([]sessionLine, error) {
	sessions, err := d.auth.Sessions(c.Request.Context(), userID)
	var lines []sessionLine
	for _, s := range sessions {
		lines = append(lines, sessionLine{
			ID: s.ID, Device: deviceName(s.Agent), Address: s.Address, Began: s.CreatedAt, Seen: s.SeenAt, Current: s.ID == visit(c).Session.ID,
		})
	}
	return lines, err
}

func (p *accountPage) fillFields() {
	p.Profile = []field{p.field(p.form, "name", "text", "name")}
	p.Password = []field{
		p.field(p.form, "current-password", "password", "current-password"),
		p.field(p.form, "new-password", "password", "new-password").hinted(p.T("desk.password.rule", auth.MinPassword)),
	}
	p.Confirm = p.field(p.form, "password", "password", "current-password")
}

// ShowAccount shows the user's own account.
func (d *Desk) ShowAccount(c *gin.Context) error {
	p, err := d.account(c, form{})
	if err != nil {
		return err
	}
	return d.show(c, "account", p)
}

// accountRefused shows the account again with what is wrong; wrong is the field
// of the password that was asked for.
func (d *Desk) accountRefused(c *gin.Context, f form, err error, wrong string) error {
	p, failed := d.account(c, f)
	if failed != nil {
		return failed
	}
	if errors.Is(err, auth.ErrRefused) {
		f.Problems[wrong] = p.T("desk.password.wrong")
	} else if failed := p.refused(f, err, "new-password", "code"); failed != nil {
		return failed
	}
	p.fillFields()
	return d.render(c, f.statusFor(c, err), "account", p)
}

// SaveAccount takes the name and the language of the interface.
func (d *Desk) SaveAccount(c *gin.Context) error {
	f, err := readForm(c)
	if err != nil {
		return err
	}
	l, err := newsroom.ParseLanguage(f.Value("interface"))
	if err != nil {
		l = ""
	}
	err = d.auth.ChangeOwn(c.Request.Context(), visit(c).User.ID, f.Value("name"), l)
	if errors.Is(err, newsroom.ErrInvalid) {
		p, failed := d.account(c, f)
		if failed != nil {
			return failed
		}
		f.Problems["name"] = p.T("desk.name.long")
		p.fillFields()
		return d.render(c, http.StatusUnprocessableEntity, "account", p)
	}
	if err != nil {
		return err
	}
	return d.redirect(c, accountPath, "desk.did.account")
}

// SaveLanguage takes the language of the interface alone, from any page.
func (d *Desk) SaveLanguage(c *gin.Context) error {
	f, err := readForm(c)
	if err != nil {
		return err
	}
	l, err := newsroom.ParseLanguage(f.Value("interface"))
	if err != nil {
		return err
	}
	u := visit(c).User
	if err := d.auth.ChangeOwn(c.Request.Context(), u.ID, u.Name, l); err != nil {
		return err
	}
	return d.redirect(c, onward(f), "")
}

// ChangePassword takes the current password and a new one.
func (d *Desk) ChangePassword(c *gin.Context) error {
	f, err := readForm(c)
	if err != nil {
		return err
	}
	token, err := d.auth.ChangePassword(c.Request.Context(), visit(c), f.Value("current-password"), f.Value("new-password"))
	if err != nil {
		return d.accountRefused(c, f, err, "current-password")
	}
	d.keepSession(c, token)
	return d.redirect(c, accountPath, "desk.did.password")
}

// EndSession signs the user out somewhere, or everywhere else.
func (d *Desk) EndSession(c *gin.Context) error {
	f, err := readForm(c)
	if err != nil {
		return err
	}
	id, err := strconv.ParseInt(f.Value("session"), 10, 64)
	if err != nil {
		return newsroom.Because(newsroom.ErrInvalid, "session %q: use the buttons of the list", f.Value("session"))
	}
	err = d.auth.EndSession(c.Request.Context(), visit(c), id)
	if err != nil && !errors.Is(err, newsroom.ErrNotFound) { // which it has ended already
		return err
	}
	return d.redirect(c, accountPath, "desk.did.session")
}
