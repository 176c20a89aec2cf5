package desk

import (
	"errors"
	"net/http"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"
	"rsc.io/qr"

	"hebi/internal/auth"
	"hebi/internal/newsroom"
)

// secondFactorPage turns the second factor on, and shows recovery codes once.
type secondFactorPage struct {
	frame
	form
	// Secret is shared with the app: in groups of four for who types it, as QR for who does not.
	Secret string
	Groups string
	QR     qrCode
	Fields []field
	// Codes are the recovery codes; then there is no form any more.
	Codes []string
}

// qrCode is a QR code as an SVG path in a square of Size units, its quiet zone included.
type qrCode struct {
	Size int
	Path string
}

// quietZone is in modules, four by ISO/IEC 18004.
const quietZone = 4

func newQRCode(text string) (qrCode, error) {
	code, err := qr.Encode(text, qr.M)
	if err != nil {
		return qrCode{}, err
	}
	var path strings.Builder
	for y := range code.Size {
		for x := range code.Size {
			if code.Black(x, y) {
				path.WriteString("M" + strconv.Itoa(x+quietZone) + " " + strconv.Itoa(y+quietZone) + "h1v1h-1z")
			}
		}
	}
	return qrCode{Size: code.Size + 2*quietZone, Path: path.String()}, nil
}

// secondFactor makes the page with a secret, a new one for none.
func (d *Desk) secondFactor(c *gin.Context, from form) (*secondFactorPage, error) {
	f, err := d.frame(c, "desk.totp", "desk.account")
	if err != nil {
		return nil, err
	}
	p := &secondFactorPage{frame: f, form: from, Secret: from.Value("secret")}
	if p.Secret == "" {
		p.Secret = auth.NewTOTPSecret()
	}
	for i := 0; i < len(p.Secret); i += 4 {
		p.Groups += p.Secret[i:min(i+4, len(p.Secret))] + " "
	}
	p.QR, err = newQRCode(auth.TOTPAddress(p.Secret, p.Name(), p.User.Email))
	p.fillFields()
	return p, err
}

func (p *secondFactorPage) fillFields() {
	p.Fields = []field{
		p.field(p.form, "code", "text", "one-time-code").hinted(p.T("desk.totp.code")),
		p.field(p.form, "password", "password", "current-password"),
	}
}

// ShowTurnOn shows the secret to share with an app.
func (d *Desk) ShowTurnOn(c *gin.Context) error {
	if visit(c).User.SecondFactor {
		return d.redirect(c, accountPath, "")
	}
	p, err := d.secondFactor(c, form{})
	if err != nil {
		return err
	}
	return d.show(c, "second-factor", p)
}

// TurnOn turns the second factor on and shows the recovery codes.
func (d *Desk) TurnOn(c *gin.Context) error {
	f, err := readForm(c)
	if err != nil {
		return err
	}
	codes, token, err := d.auth.TurnOnTOTP(c.Request.Context(), visit(c), f.Value("password"), f.Value("secret"), f.Value("code"))
	if errors.Is(err, newsroom.ErrConflict) || errors.Is(err, newsroom.ErrInvalid) { // sent twice, or not by our form
		return d.redirect(c, accountPath, "")
	}
	if err == nil {
		d.keepSession(c, token)
		return d.showCodes(c, codes)
	}
	p, failed := d.secondFactor(c, f)
	if failed != nil {
		return failed
	}
	if errors.Is(err, auth.ErrRefused) {
		f.Problems["password"] = p.T("desk.password.wrong")
	} else if failed := p.refused(f, err, "password", "code"); failed != nil {
		return failed
	}
	p.fillFields()
	return d.render(c, f.statusFor(c, err), "second-factor", p)
}

// showCodes shows recovery codes, which no other page can show again: that is
// why it answers the form itself.
func (d *Desk) showCodes(c *gin.Context, codes []string) error {
	f, err := d.frame(c, "desk.recovery", "desk.account")
	if err != nil {
		return err
	}
	return d.render(c, http.StatusOK, "second-factor", &secondFactorPage{frame: f, Codes: codes})
}

// TurnOff turns the second factor off.
func (d *Desk) TurnOff(c *gin.Context) error {
	f, err := readForm(c)
	if err != nil {
		return err
	}
	token, err := d.auth.TurnOffTOTP(c.Request.Context(), visit(c), f.Value("password"))
	if err != nil {
		return d.accountRefused(c, f, err, "password")
	}
	d.keepSession(c, token)
	return d.redirect(c, accountPath, "desk.did.totp-off")
}

// NewRecoveryCodes makes other recovery codes and shows them.
func (d *Desk) NewRecoveryCodes(c *gin.Context) error {
	f, err := readForm(c)
	if err != nil {
		return err
	}
	codes, err := d.auth.NewRecoveryCodes(c.Request.Context(), visit(c), f.Value("password"))
	if errors.Is(err, newsroom.ErrConflict) {
		return d.redirect(c, accountPath, "")
	}
	if err != nil {
		return d.accountRefused(c, f, err, "password")
	}
	return d.showCodes(c, codes)
}
