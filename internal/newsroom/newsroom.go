// Package newsroom is the domain of Hebi: the words of a bilingual newsroom,
// their rules and their states. It knows nothing of databases, HTTP or files
// and imports the standard library only.
package newsroom

import (
	"errors"
	"fmt"
)

// The four ways in which a request of a reader, an editor or a command can
// fail for a reason of the newsroom's own. Callers match them with errors.Is.
var (
	// ErrNotFound says that the thing asked for does not exist or is not visible.
	ErrNotFound = errors.New("not found")
	// ErrConflict says that somebody else's change or a name already taken stands in the way.
	ErrConflict = errors.New("conflict")
	// ErrInvalid says that a value breaks a rule of the domain; the text names the value and the remedy.
	ErrInvalid = errors.New("invalid")
	// ErrForbidden says that the user may not do this.
	ErrForbidden = errors.New("forbidden")
	// ErrGone says that a piece was published once and has been taken back.
	ErrGone = errors.New("gone")
)

// Because returns an error of one of the kinds above whose text is the sentence
// alone: errors.Is finds the kind, and nobody has to read "invalid" behind a
// sentence that says what is wrong.
func Because(kind error, format string, args ...any) error {
	return &reason{kind: kind, text: fmt.Sprintf(format, args...), format: format, args: args}
}

type reason struct {
	kind   error
	text   string
	format string
	args   []any
}

// Said is what Because was given, before it was put together: for those who
// say it in another language. The format is empty when err has no such sentence.
func Said(err error) (format string, args []any) {
	if r, ok := errors.AsType[*reason](err); ok {
		return r.format, r.args
	}
	return "", nil
}

// Sentence is what Because was given, without what callers put before it: for
// those who say in their own way what it is about. Of other errors it is all they say.
func Sentence(err error) string {
	if r, ok := errors.AsType[*reason](err); ok {
		return r.text
	}
	return err.Error()
}

func (r *reason) Error() string { return r.text }
func (r *reason) Unwrap() error { return r.kind }
