package auth

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"hebi/internal/newsroom"
	"hebi/internal/store"
)

// How long an address works that lets in once: the one for the first
// administrator is made anew at each start, one that is sent to a colleague has to wait for a weekend.
const (
	setupLasts    = 24 * time.Hour
	passwordLasts = 72 * time.Hour
)

// usersLock is the name that changes to who there is and who may manage wait for.
const usersLock = "users"

// By is who looks after accounts. The zero value is the operator at the command line.
type By struct {
	User *newsroom.User
	// Address is the network address that it is asked from.
	Address string
}

// allowed refuses who may not manage users.
func (b By) allowed() error {
	if !newsroom.May(b.User, newsroom.ActAdminister, "") {
		return newsroom.Because(newsroom.ErrForbidden, "%s may not manage users", b.User.Email)
	}
	return nil
}

// is says that the account is who looks after it.
func (b By) is(userID int64) bool { return b.User != nil && b.User.ID == userID }

// entry is what the audit log says of something that is done to an account.
func (b By) entry(action string, u *newsroom.User) newsroom.AuditEntry {
	e := newsroom.AuditEntry{Address: b.Address, Action: action, Subject: "user " + u.Email}
	if b.User != nil {
		e.User = b.User.ID
	}
	return e
}

// NeedsSetup reports whether there is no user yet.
func (a *Auth) NeedsSetup(ctx context.Context) (bool, error) {
	any, err := a.store.AnyUser(ctx)
	return !any && err == nil, err
}

// OfferSetup returns a token with which [Auth.Setup] makes the first
// administrator; empty when there is a user.
func (a *Auth) OfferSetup(ctx context.Context) (token string, err error) {
	needed, err := a.NeedsSetup(ctx)
	if err != nil || !needed {
		return "", err
	}
	token = newToken()
	return token, a.store.AddToken(ctx, fingerprint(token), 0, a.now().Add(setupLasts))
}

// SetupOffered reports whether a token is good for making the first administrator now.
func (a *Auth) SetupOffered(ctx context.Context, token string) (bool, error) {
	needed, err := a.NeedsSetup(ctx)
	if err != nil || !needed {
		return false, err
	}
	id, err := a.store.Token(ctx, fingerprint(token))
	if errors.Is(err, newsroom.ErrNotFound) {
		return false, nil
	}
	return err == nil && id == 0, err
}

// Setup makes the first administrator, once: of two at the same time one is
// ErrNotFound, as is any with another token or when there is a user. u needs
// Email; Name and Interface are kept. Errors else: *Weak, ErrInvalid, ErrBusy.
func (a *Auth) Setup(ctx context.Context, token string, u *newsroom.User, password string, c Client) (*Grant, error) {
	if offered, err := a.SetupOffered(ctx, token); err != nil {
		return nil, err
	} else if !offered {
		return nil, newsroom.ErrNotFound
	}
	u.Role = newsroom.Administrator
	if err := prepare(u); err != nil {
		return nil, err
	}
	hash, err := a.hashNew(ctx, u, password)
	if err != nil {
		return nil, err
	}
	var g *Grant
	err = a.store.InTx(ctx, func(tx *store.Store) error {
		if err := tx.LockName(ctx, usersLock); err != nil {
			return err
		}
		if any, err := tx.AnyUser(ctx); err != nil || any {
			return errors.Join(err, newsroom.ErrNotFound)
		}
		if err := tx.DropTokens(ctx, 0); err != nil {
			return err
		}
		if err := a.insert(ctx, tx, By{Address: c.Shown}, u, hash); err != nil {
			return err
		}
		g, err = a.begin(ctx, tx, u, false, c)
		return err
	})
	return g, err
}

// prepare checks a user before the store gets it.
func prepare(u *newsroom.User) error {
	email, err := newsroom.ParseEmail(u.Email)
	if err != nil {
		return newsroom.At(newsroom.Place{Key: "email"}, err)
	}
	u.Email, u.Name = email, strings.Join(strings.Fields(u.Name), " ")
	if u.Name == "" {
		u.Name, _, _ = strings.Cut(email, "@")
	}
	if len([]rune(u.Name)) > longestName {
		return newsroom.At(newsroom.Place{Key: "name"}, newsroom.Because(newsroom.ErrInvalid, "a name has %d characters at most", longestName))
	}
	if _, err := newsroom.ParseUserRole(string(u.Role)); err != nil {
		return err
	}
	for _, l := range slices.Concat(u.Languages, u.Publishes) {
		if _, err := newsroom.ParseLanguage(string(l)); err != nil {
			return err
		}
	}
	return nil
}

// longestName is in characters.
const longestName = 100

func (a *Auth) insert(ctx context.Context, tx *store.Store, by By, u *newsroom.User, hash string) error {
	if err := tx.AddUser(ctx, u); err != nil {
		if errors.Is(err, newsroom.ErrConflict) {
			return newsroom.At(newsroom.Place{Key: "email"}, newsroom.Because(newsroom.ErrConflict, "there is a user %s already", u.Email))
		}
		return err
	}
	if hash != "" {
		if err := tx.SetPasswordHash(ctx, u.ID, hash); err != nil {
			return err
		}
	}
	e := by.entry("add", u)
	e.After = newsroom.Facts{"rights": rights(u)}
	return tx.Audit(ctx, e)
}

// AddUser makes a user. Without a password it returns a token for
// [Auth.SetPassword], to be sent to the user. Errors: ErrForbidden, ErrInvalid,
// ErrConflict when the address is taken, *Weak.
func (a *Auth) AddUser(ctx context.Context, by By, u *newsroom.User, password string) (token string, err error) {
	if err := by.allowed(); err != nil {
		return "", err
	}
	if err := prepare(u); err != nil {
		return "", err
	}
	hash := ""
	if password != "" {
		if hash, err = a.hashNew(ctx, u, password); err != nil {
			return "", err
		}
	}
	err = a.store.InTx(ctx, func(tx *store.Store) error {
		if err := tx.LockName(ctx, usersLock); err != nil {
			return err
		}
		if err := a.insert(ctx, tx, by, u, hash); err != nil || hash != "" {
			return err
		}
		token, err = a.invite(ctx, tx, u.ID)
		return err
	})
	return token, err
}

// invite makes the token that a user sets a password with.
func (a *Auth) invite(ctx context.Context, tx *store.Store, userID int64) (string, error) {
	token := newToken()
	return token, tx.AddToken(ctx, fingerprint(token), userID, a.now().Add(passwordLasts))
}

// ChangeUser writes name, role, languages and whether the user is disabled. Who
// is disabled, or may do something else than before, is signed out everywhere.
// Errors: ErrForbidden, ErrNotFound, ErrInvalid, ErrLastAdministrator.
func (a *Auth) ChangeUser(ctx context.Context, by By, u *newsroom.User) error {
	if err := by.allowed(); err != nil {
		return err
	}
	if err := prepare(u); err != nil {
		return err
	}
	return a.store.InTx(ctx, func(tx *store.Store) error {
		if err := tx.LockName(ctx, usersLock); err != nil {
			return err
		}
		before, err := tx.User(ctx, u.ID)
		if err != nil {
			return err
		}
		if err := tx.UpdateUser(ctx, u); err != nil {
			return err
		}
		if newsroom.May(before, newsroom.ActAdminister, "") { // else nobody is lost who could manage
			if err := managed(ctx, tx); err != nil {
				return err
			}
		}
		if rights(before) != rights(u) {
			if err := a.shutOut(ctx, tx, by, u); err != nil {
				return err
			}
		}
		e := by.entry("change", before)
		e.Before, e.After = differing(before, u)
		return tx.Audit(ctx, e)
	})
}

// shutOut ends what a user's former rights live on in. Who changes the own
// rights stays signed in: rights are looked up at every request.
func (a *Auth) shutOut(ctx context.Context, tx *store.Store, by By, u *newsroom.User) error {
	if u.Disabled {
		if err := tx.DropTokens(ctx, u.ID); err != nil {
			return err
		}
	}
	if by.is(u.ID) && !u.Disabled {
		return nil
	}
	return tx.EndSessions(ctx, u.ID, 0)
}

// rights says in one line what a user may do.
func rights(u *newsroom.User) string {
	list := func(languages []newsroom.Language) string {
		var names []string
		for _, l := range languages {
			names = append(names, string(l))
		}
		return strings.Join(names, "+")
	}
	text := string(u.Role) + " works:" + list(u.Languages) + " publishes:" + list(u.Publishes)
	if u.Disabled {
		text += " disabled"
	}
	return text
}

// differing is what a change to an account made different.
func differing(before, after *newsroom.User) (was, is newsroom.Facts) {
	was, is = newsroom.Facts{}, newsroom.Facts{}
	for name, of := range map[string]func(*newsroom.User) string{"rights": rights, "name": func(u *newsroom.User) string { return u.Name }} {
		if of(before) != of(after) {
			was[name], is[name] = of(before), of(after)
		}
	}
	return was, is
}

// managed refuses a change after which no administrator could sign in: one who
// is disabled cannot, nor one who was invited and has set no password yet.
func managed(ctx context.Context, tx *store.Store) error {
	users, err := tx.Users(ctx)
	if err != nil {
		return err
	}
	for _, u := range users {
		if !newsroom.May(&u, newsroom.ActAdminister, "") {
			continue
		}
		if c, err := tx.Credentials(ctx, u.ID); err != nil || c.PasswordHash != "" {
			return err
		}
	}
	return ErrLastAdministrator
}

// ResetUser takes a user's password, second factor and sessions away and
// returns a token for [Auth.SetPassword]; with a password it sets that and
// returns none. Errors: ErrForbidden, ErrNotFound, *Weak, ErrOwn.
func (a *Auth) ResetUser(ctx context.Context, by By, userID int64, password string) (token string, err error) {
	if err := by.allowed(); err != nil {
		return "", err
	}
	if by.is(userID) {
		return "", ErrOwn
	}
	u, err := a.store.User(ctx, userID)
	if err != nil {
		return "", err
	}
	hash := ""
	if password != "" {
		if hash, err = a.hashNew(ctx, u, password); err != nil {
			return "", err
		}
	}
	err = a.store.InTx(ctx, func(tx *store.Store) error {
		err := errors.Join(
			tx.SetPasswordHash(ctx, userID, hash),
			tx.SetTOTP(ctx, userID, "", 0, nil),
			tx.EndSessions(ctx, userID, 0),
			tx.DropTokens(ctx, userID),
			tx.Audit(ctx, by.entry("reset", u)))
		if err != nil || hash != "" {
			return err
		}
		token, err = a.invite(ctx, tx, userID)
		return err
	})
	return token, err
}

// SignOutUser ends all sessions of a user but one; 0 spares none. Errors: ErrForbidden, ErrNotFound.
func (a *Auth) SignOutUser(ctx context.Context, by By, userID, spared int64) error {
	if err := by.allowed(); err != nil {
		return err
	}
	u, err := a.store.User(ctx, userID)
	if err != nil {
		return err
	}
	return a.store.InTx(ctx, func(tx *store.Store) error {
		return errors.Join(tx.EndSessions(ctx, userID, spared), tx.Audit(ctx, by.entry("sign out", u)))
	})
}

// Invited returns whose password a token sets; ErrNotFound when it sets none.
func (a *Auth) Invited(ctx context.Context, token string) (*newsroom.User, error) {
	id, err := a.store.Token(ctx, fingerprint(token))
	if err != nil {
		return nil, err
	}
	u, err := a.store.User(ctx, id)
	if err == nil && u.Disabled {
		err = newsroom.ErrNotFound
	}
	return u, err
}

// SetPassword sets the password of who holds a token, which is used up, and
// signs in. It counts no attempts: the token cannot be guessed. Errors:
// ErrNotFound, *Weak, ErrBusy.
func (a *Auth) SetPassword(ctx context.Context, token, password string, c Client) (*Grant, error) {
	u, err := a.Invited(ctx, token)
	if err != nil {
		return nil, err
	}
	hash, err := a.hashNew(ctx, u, password)
	if err != nil {
		return nil, err
	}
	var g *Grant
	err = a.store.InTx(ctx, func(tx *store.Store) error {
		err := errors.Join(
			tx.DropToken(ctx, fingerprint(token)),
			tx.SetPasswordHash(ctx, u.ID, hash),
			tx.EndSessions(ctx, u.ID, 0),
			tx.Audit(ctx, newsroom.AuditEntry{User: u.ID, Address: c.Shown, Action: "set password", Subject: "user " + u.Email}))
		if err != nil {
			return err
		}
		g, err = a.begin(ctx, tx, u, u.SecondFactor, c)
		return err
	})
	return g, err
}
