// Package auth knows who somebody is: passwords, sessions, second factor, and
// the accounts themselves. What a user may do is the newsroom's to say.
//
// Passwords are kept as Argon2id. Whatever else is a secret of a person or a
// browser — tokens of sessions, addresses that work once, recovery codes — is
// 80 random bits or more and kept as SHA-256, which is enough for what cannot be guessed.
package auth

import (
	"errors"
	"fmt"
	"net/netip"
	"time"

	"hebi/internal/newsroom"
	"hebi/internal/store"
)

// What callers match with errors.Is, beside the newsroom's errors.
var (
	// ErrRefused says that address and password do not belong together, or that
	// the account is disabled: which of these is not told.
	ErrRefused = errors.New("e-mail address or password is wrong")
	// ErrCode says that a code of the second factor is wrong or was used before.
	ErrCode = errors.New("the code is wrong or was used before")
	// ErrBusy says that too many passwords are being checked at this moment.
	ErrBusy = errors.New("too many passwords are being checked: try again in a moment")
	// ErrLastAdministrator says that the site would be left without an administrator who can sign in.
	ErrLastAdministrator = newsroom.Because(newsroom.ErrConflict, "this is the last administrator who can sign in: make another one first")
	// ErrOwn says that somebody who is signed in would reset the own account.
	ErrOwn = newsroom.Because(newsroom.ErrConflict, "change your own password and second factor under My account, or ask another administrator")
)

// Wait is the error of who has tried too often.
type Wait struct{ For time.Duration }

func (w *Wait) Error() string {
	return fmt.Sprintf("too many attempts: wait %s", w.For.Round(time.Second))
}

// Config is what Auth works with. Store is needed.
type Config struct {
	Store *store.Store
	// Now is the clock; nil means time.Now.
	Now func() time.Time
	// Cost is what a password costs; the zero value is [StandardCost].
	Cost Cost
}

// Auth answers who somebody is. It is safe for concurrent use.
type Auth struct {
	store  *store.Store
	now    func() time.Time
	hasher *hasher
}

// New returns an Auth.
func New(c Config) *Auth {
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Cost == (Cost{}) {
		c.Cost = StandardCost()
	}
	return &Auth{store: c.Store, now: c.Now, hasher: newHasher(c.Cost)}
}

// Client is the browser that asks.
type Client struct {
	// Address is where the request comes from; the zero value when that says
	// nothing, as behind a proxy, and then no attempts are counted under it.
	Address netip.Addr
	// Shown is the address as the list of sessions shows it.
	Shown string
	// Agent is what the browser calls itself.
	Agent string
	// Device is the token that was given to the browser when somebody signed in
	// from it before; empty without one.
	Device string
}

// Grant is what a browser gets when somebody has signed in.
type Grant struct {
	// Session is the token to send with every request.
	Session string
	// Device is the token to keep beyond the session; empty while Pending.
	Device string
	// Pending says that the code of the second factor is still to be asked for.
	Pending bool
	User    *newsroom.User
}
