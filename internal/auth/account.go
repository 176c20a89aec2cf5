package auth

import (
	"context"
	"fmt"
	"strings"

	"hebi/internal/newsroom"
	"hebi/internal/store"
)

// confirm asks for the password of somebody who is signed in already, before
// what a borrowed browser must not do. Errors: ErrRefused, *Wait, ErrBusy.
func (a *Auth) confirm(ctx context.Context, v *Visit, password string) error {
	credentials, err := a.store.Credentials(ctx, v.User.ID)
	if err != nil {
		return err
	}
	// Counted under the session, which nobody else can use up.
	names := []string{byDevice + fmt.Sprintf("session %d", v.Session.ID)}
	if err := a.attempt(ctx, names); err != nil {
		return err
	}
	right, _, err := a.hasher.verify(ctx, credentials.PasswordHash, password[:min(len(password), MaxPassword+1)])
	if err != nil {
		return err
	}
	if !right {
		return a.failed(ctx, "fail to confirm", v.User, v.From, ErrRefused)
	}
	return a.succeeded(ctx, names)
}

// about is what a user's password must not be made of.
func (a *Auth) about(ctx context.Context, u *newsroom.User) ([]string, error) {
	site, err := a.store.Site(ctx)
	if err != nil {
		return nil, err
	}
	return []string{u.Email, u.Name, site.Name.ZH, site.Name.EN}, nil
}

// hashNew checks and hashes a password that a user is to have; *Weak when it will not do.
func (a *Auth) hashNew(ctx context.Context, u *newsroom.User, password string) (string, error) {
	about, err := a.about(ctx, u)
	if err != nil {
		return "", err
	}
	if err := CheckPassword(password, about...); err != nil {
		return "", err
	}
	return a.hasher.hash(ctx, password)
}

// ChangePassword replaces a password for who knows the current one. The visit's
// session gets the token that is returned, all others of the user end. Errors:
// ErrRefused when the current one is wrong, *Weak, *Wait, ErrBusy.
func (a *Auth) ChangePassword(ctx context.Context, v *Visit, current, password string) (token string, err error) {
	if err := a.confirm(ctx, v, current); err != nil {
		return "", err
	}
	hash, err := a.hashNew(ctx, v.User, password)
	if err != nil {
		return "", err
	}
	err = a.store.InTx(ctx, func(tx *store.Store) error {
		if err := tx.SetPasswordHash(ctx, v.User.ID, hash); err != nil {
			return err
		}
		if err := tx.DropTokens(ctx, v.User.ID); err != nil {
			return err
		}
		if token, err = a.rotate(ctx, tx, v); err != nil {
			return err
		}
		return tx.Audit(ctx, v.entry("change password"))
	})
	return token, err
}

// TurnOnTOTP turns the second factor on for who knows the password and shows
// that an app has the secret, by its code. It returns the recovery codes, to be
// shown once, and the token of the visit's session; all others end. Errors:
// ErrRefused, ErrCode, *Wait, ErrBusy; ErrConflict when it is on already.
func (a *Auth) TurnOnTOTP(ctx context.Context, v *Visit, password, secret, code string) (codes []string, token string, err error) {
	if v.User.SecondFactor {
		return nil, "", newsroom.Because(newsroom.ErrConflict, "the second factor is on already: turn it off first")
	}
	secret = strings.ToUpper(strings.TrimSpace(secret))
	step, ok, err := matchTOTP(secret, code, a.now())
	if err != nil {
		return nil, "", err
	}
	if err := a.confirm(ctx, v, password); err != nil {
		return nil, "", err
	}
	if !ok {
		return nil, "", ErrCode
	}
	codes, hashes := newRecoveryCodes()
	token, err = a.setTOTP(ctx, v, secret, step, hashes, "turn on second factor")
	return codes, token, err
}

// TurnOffTOTP turns the second factor off for who knows the password; the rest
// is as for TurnOnTOTP.
func (a *Auth) TurnOffTOTP(ctx context.Context, v *Visit, password string) (token string, err error) {
	if err := a.confirm(ctx, v, password); err != nil {
		return "", err
	}
	return a.setTOTP(ctx, v, "", 0, nil, "turn off second factor")
}

func (a *Auth) setTOTP(ctx context.Context, v *Visit, secret string, step int64, hashes []string, action string) (token string, err error) {
	err = a.store.InTx(ctx, func(tx *store.Store) error {
		if err := tx.SetTOTP(ctx, v.User.ID, secret, step, hashes); err != nil {
			return err
		}
		if token, err = a.rotate(ctx, tx, v); err != nil {
			return err
		}
		return tx.Audit(ctx, v.entry(action))
	})
	return token, err
}

// NewRecoveryCodes replaces the recovery codes for who knows the password, and
// returns them to be shown once. Errors as for TurnOffTOTP; ErrConflict without
// a second factor.
func (a *Auth) NewRecoveryCodes(ctx context.Context, v *Visit, password string) ([]string, error) {
	if !v.User.SecondFactor {
		return nil, newsroom.Because(newsroom.ErrConflict, "there is no second factor to recover: turn it on first")
	}
	if err := a.confirm(ctx, v, password); err != nil {
		return nil, err
	}
	codes, hashes := newRecoveryCodes()
	return codes, a.store.InTx(ctx, func(tx *store.Store) error {
		if err := tx.SetRecoveryCodes(ctx, v.User.ID, hashes); err != nil {
			return err
		}
		return tx.Audit(ctx, v.entry("make recovery codes"))
	})
}

// ChangeOwn writes what users decide about themselves: the name, and the
// language of the interface, which may be empty. ErrInvalid when the name is too long.
func (a *Auth) ChangeOwn(ctx context.Context, userID int64, name string, l newsroom.Language) error {
	return a.store.InTx(ctx, func(tx *store.Store) error {
		if err := tx.LockName(ctx, usersLock); err != nil { // what an administrator changes meanwhile must stay
			return err
		}
		u, err := tx.User(ctx, userID)
		if err != nil {
			return err
		}
		u.Name, u.Interface = name, l
		if err := prepare(u); err != nil {
			return err
		}
		return tx.UpdateUser(ctx, u)
	})
}

// RecoveryCodes counts the recovery codes that a user has left.
func (a *Auth) RecoveryCodes(ctx context.Context, userID int64) (int, error) {
	return a.store.RecoveryCodes(ctx, userID)
}
