package desk

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"time"

	"github.com/gin-gonic/gin"

	"hebi/internal/auth"
	"hebi/internal/newsroom"
)

// largestForm is how many bytes a form without a text in it may have.
const largestForm = 64 << 10

// form is what was typed, with what is wrong about it.
type form struct {
	Values url.Values
	// Problems are sentences by the name of the field; that of "" is about the whole.
	Problems map[string]string
}

// readForm reads a form that was sent.
func readForm(c *gin.Context) (form, error) { return readFormOf(c, largestForm) }

// readFormOf reads a form of at most so many bytes.
func readFormOf(c *gin.Context, largest int64) (form, error) {
	c.Request.Body = http.MaxBytesReader(c.Writer, c.Request.Body, largest)
	if err := c.Request.ParseMultipartForm(largest); err != nil && !errors.Is(err, http.ErrNotMultipart) {
		return form{}, newsroom.Because(newsroom.ErrInvalid, "the form cannot be read: %v", err)
	}
	if err := c.Request.ParseForm(); err != nil {
		return form{}, newsroom.Because(newsroom.ErrInvalid, "the form cannot be read: %v", err)
	}
	return form{Values: c.Request.PostForm, Problems: map[string]string{}}, nil
}

// Value is what was typed into a field.
func (f form) Value(name string) string { return f.Values.Get(name) }

// Chosen says that a value is among those that were ticked or selected under a name.
func (f form) Chosen(name, value string) bool { return slices.Contains(f.Values[name], value) }

// Problem is what is wrong about a field; empty for nothing.
func (f form) Problem(name string) string { return f.Problems[name] }

// field is an input with its label.
type field struct {
	Name, Type, Autocomplete, Label, Hint, Value, Problem string
}

// field makes an input; its label is the word of its name, its hint, where there is one, follows it.
func (f frame) field(from form, name, kind, autocomplete string) field {
	x := field{Name: name, Type: kind, Autocomplete: autocomplete, Label: f.T("desk.field." + name), Problem: from.Problem(name)}
	if kind != "password" { // which is typed again
		x.Value = from.Value(name)
	}
	return x
}

// hinted is the field with a sentence below its label.
func (x field) hinted(hint string) field {
	x.Hint = hint
	return x
}

// refused puts the sentence for an error of package auth beside the field it is
// about. Any other error is returned.
func (f frame) refused(to form, err error, password, code string) error {
	wait, weak := (*auth.Wait)(nil), (*auth.Weak)(nil)
	switch {
	case errors.As(err, &weak):
		to.Problems[password] = f.T("desk.password."+string(weak.Why), weakArgs(weak.Why)...)
	case errors.As(err, &wait):
		to.Problems[""] = f.waitSentence(wait)
	case errors.Is(err, auth.ErrBusy):
		to.Problems[""] = f.T("desk.busy")
	case errors.Is(err, auth.ErrCode):
		to.Problems[code] = f.T("desk.code.wrong")
	default:
		return err
	}
	return nil
}

func weakArgs(w auth.Weakness) []any {
	switch w {
	case auth.TooShort:
		return []any{auth.MinPassword}
	case auth.TooLong:
		return []any{auth.MaxPassword}
	}
	return nil
}

// waitSentence says how long to wait, in whole minutes from one and a half on.
func (f frame) waitSentence(w *auth.Wait) string {
	if w.For > 90*time.Second {
		return f.N("desk.wait.minutes", int((w.For+time.Minute-1)/time.Minute))
	}
	return f.N("desk.wait.seconds", int((w.For+time.Second-1)/time.Second))
}

// statusFor is that of a form that comes back.
func (f form) statusFor(c *gin.Context, err error) int {
	if wait := (*auth.Wait)(nil); errors.As(err, &wait) {
		c.Header("Retry-After", fmt.Sprint(int(wait.For/time.Second)+1))
		return http.StatusTooManyRequests
	}
	if errors.Is(err, auth.ErrBusy) {
		return http.StatusServiceUnavailable
	}
	return http.StatusUnprocessableEntity
}
