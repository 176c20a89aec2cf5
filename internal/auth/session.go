package auth

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"hebi/internal/newsroom"
	"hebi/internal/store"
)

// How long sessions last: thirty days in all, as NIST SP 800-63B has it for its
// first level, and three days without use, which is a weekend. One that waits
// for the second factor lasts ten minutes.
const (
	longestSession = 30 * 24 * time.Hour
	longestIdle    = 3 * 24 * time.Hour
	longestPending = 10 * time.Minute
	// seenEvery is how exactly a session knows when it was last used: a page that
	// is read every second need not write every second.
	seenEvery = 5 * time.Minute
)

// Visit is a signed-in user with the session of the request.
type Visit struct {
	User    *newsroom.User
	Session *store.Session
	// From is the network address of the request; the audit log tells it.
	From string
}

// entry is what the audit log says of something that a user did to the own account.
func (v *Visit) entry(action string) newsroom.AuditEntry {
	return newsroom.AuditEntry{User: v.User.ID, Address: v.From, Action: action, Subject: "user " + v.User.Email}
}

// Visit returns who a session's token belongs to, for a request from a network
// address; ErrNotFound when nobody is
// signed in by it: it is unknown, expired or pending, or its user is disabled.
func (a *Auth) Visit(ctx context.Context, token, from string) (*Visit, error) {
	v, err := a.visit(ctx, token)
	if err != nil {
		return nil, err
	}
	v.From = from
	if v.Session.Pending {
		return nil, fmt.Errorf("session waits for a code: %w", newsroom.ErrNotFound)
	}
	if a.now().Sub(v.Session.SeenAt) > seenEvery {
		if err := a.store.SeeSession(ctx, v.Session.ID); err != nil {
			return nil, err
		}
	}
	return v, nil
}

func (a *Auth) visit(ctx context.Context, token string) (*Visit, error) {
	if token == "" {
		return nil, newsroom.ErrNotFound
	}
	session, err := a.store.Session(ctx, fingerprint(token))
	if err != nil {
		return nil, err
	}
	if a.over(session) {
		return nil, fmt.Errorf("session has expired: %w", newsroom.ErrNotFound)
	}
	user, err := a.store.User(ctx, session.UserID)
	if err == nil && user.Disabled {
		err = fmt.Errorf("user is disabled: %w", newsroom.ErrNotFound)
	}
	if err != nil {
		return nil, err
	}
	return &Visit{User: user, Session: session}, nil
}

// over says that a session has lasted its time.
func (a *Auth) over(s *store.Session) bool {
	now := a.now()
	return !now.Before(s.ExpiresAt) || now.Sub(s.SeenAt) > longestIdle
}

// begin makes a session, and writes down that somebody signed in unless it is
// pending. It belongs into a transaction with what it follows from.
func (a *Auth) begin(ctx context.Context, tx *store.Store, user *newsroom.User, pending bool, c Client) (*Grant, error) {
	g := &Grant{Session: newToken(), Pending: pending, User: user}
	if err := tx.DropSessions(ctx, a.now().Add(-longestIdle)); err != nil {
		return nil, err
	}
	lasts := longestSession
	if pending {
		lasts = longestPending
	} else {
		g.Device = newToken()
		if err := tx.AddDevice(ctx, fingerprint(g.Device), user.ID, a.now().Add(-forgetDevice)); err != nil {
			return nil, err
		}
		e := newsroom.AuditEntry{User: user.ID, Address: c.Shown, Action: "sign in", Subject: "user " + user.Email}
		if err := tx.Audit(ctx, e); err != nil {
			return nil, err
		}
	}
	return g, tx.AddSession(ctx, fingerprint(g.Session), &store.Session{
		UserID: user.ID, Pending: pending, ExpiresAt: a.now().Add(lasts), Address: clipped(c.Shown), Agent: clipped(c.Agent),
	})
}

// longestAgent is how many bytes of a browser's name for itself are kept.
const longestAgent = 300

func clipped(s string) string { return s[:min(len(s), longestAgent)] }

// rotate gives the visit's session another token, because what it may do, or
// who could know the old one, has changed; all others of the user end.
func (a *Auth) rotate(ctx context.Context, tx *store.Store, v *Visit) (token string, err error) {
	token = newToken()
	return token, errors.Join(
		tx.RotateSession(ctx, v.Session.ID, fingerprint(token)),
		tx.EndSessions(ctx, v.User.ID, v.Session.ID))
}

// SignOut ends the session of a token, for a request from a network address;
// that there is none is no error.
func (a *Auth) SignOut(ctx context.Context, token, from string) error {
	session, err := a.store.Session(ctx, fingerprint(token))
	if errors.Is(err, newsroom.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	user, err := a.store.User(ctx, session.UserID)
	if err != nil {
		return err
	}
	v := &Visit{User: user, Session: session, From: from}
	return a.store.InTx(ctx, func(tx *store.Store) error {
		if err := tx.EndSession(ctx, user.ID, session.ID); err != nil || session.Pending {
			return err
		}
		return tx.Audit(ctx, v.entry("sign out"))
	})
}

// Sessions returns where a user is signed in now, last used first.
func (a *Auth) Sessions(ctx context.Context, userID int64) ([]store.Session, error) {
	sessions, err := a.store.Sessions(ctx, userID)
	return slices.DeleteFunc(sessions, func(s store.Session) bool { return a.over(&s) }), err
}

// EndSession ends one session of the visit's user; 0 ends all others than the
// visit's own. ErrNotFound when there is no such session.
func (a *Auth) EndSession(ctx context.Context, v *Visit, id int64) error {
	return a.store.InTx(ctx, func(tx *store.Store) error {
		if id == 0 {
			return errors.Join(tx.EndSessions(ctx, v.User.ID, v.Session.ID), tx.Audit(ctx, v.entry("end other sessions")))
		}
		if err := tx.EndSession(ctx, v.User.ID, id); err != nil {
			return err
		}
		return tx.Audit(ctx, v.entry("end session"))
	})
}
