package auth

import (
	"context"
	"errors"
	"strconv"
	"time"

	"hebi/internal/newsroom"
)

// What of failures the audit log keeps, which cannot forget: the first five
// under one name, then one after 1, 2, 4 … minutes, and one an hour from then
// on. A name is an account, all accounts together that do not exist, or a user
// who is refused something. However long an attack lasts and wherever it comes
// from, it writes at most 35 entries on its first day and 24 on each further
// one for each account. What was typed is not kept: some type their password there.
const (
	freeNotes   = 5
	longestNote = time.Hour
	// byNote begins the names that they are counted under, beside those of attempts.
	byNote = "note "
)

// noteDelay is how long after the nth failure the next one is not written down.
func noteDelay(_ string, n int) time.Duration {
	if n < freeNotes {
		return 0
	}
	return min(longestNote, time.Minute<<min(n-freeNotes, 10))
}

// note writes an entry down unless there were too many under its name.
func (a *Auth) note(ctx context.Context, name string, e newsroom.AuditEntry) error {
	wait, err := a.store.Attempt(ctx, []string{byNote + name}, forgetAttempts, noteDelay)
	if err != nil || wait > 0 {
		return err
	}
	return a.store.Audit(ctx, e)
}

// failed notes that somebody gave a wrong password or code, and returns err. The
// user has no number when there is no such account. Attempts that have to wait are none.
func (a *Auth) failed(ctx context.Context, action string, user *newsroom.User, from string, err error) error {
	if !errors.Is(err, ErrRefused) && !errors.Is(err, ErrCode) {
		return err
	}
	name, subject := "unknown", "unknown account"
	if user.ID != 0 {
		name, subject = "account "+strconv.FormatInt(user.ID, 10), "user "+user.Email
	}
	// Who it was nobody knows: the entry has an address and no user.
	if failed := a.note(ctx, name, newsroom.AuditEntry{Address: from, Action: action, Subject: subject}); failed != nil {
		return failed
	}
	return err
}

// NoteRefusal writes down that the visit's user was refused what was asked for
// at an address; cause is what refused it, with the action and the language
// among the values of its sentence.
func (a *Auth) NoteRefusal(ctx context.Context, v *Visit, path string, cause error) error {
	e := newsroom.AuditEntry{User: v.User.ID, Address: v.From, Action: "be refused", Subject: "address " + path, After: newsroom.Facts{}}
	_, values := newsroom.Said(cause)
	for _, value := range values {
		switch value := value.(type) {
		case newsroom.Action:
			e.After["act"] = string(value)
		case newsroom.Language:
			e.After["in"] = string(value)
		}
	}
	return a.note(ctx, "refusal "+strconv.FormatInt(v.User.ID, 10), e)
}
