package auth

import (
	"context"
	"errors"
	"strings"

	"hebi/internal/newsroom"
	"hebi/internal/store"
)

// SignIn begins a session for who knows the password of an account; with a
// second factor it is pending. It takes the same work and the same time whether
// or not there is such an account. Errors: ErrRefused, *Wait, ErrBusy.
func (a *Auth) SignIn(ctx context.Context, email, password string, c Client) (*Grant, error) {
	email = strings.ToLower(strings.TrimSpace(email))
	user, credentials, err := a.account(ctx, email)
	if err != nil {
		return nil, err
	}
	g, err := a.signIn(ctx, user, credentials, email, password, c)
	return g, a.failed(ctx, "fail to sign in", user, c.Shown, err)
}

func (a *Auth) signIn(ctx context.Context, user *newsroom.User, credentials store.Credentials, email, password string, c Client) (*Grant, error) {
	names, err := a.namesFor(ctx, email, user.ID, c)
	if err != nil {
		return nil, err
	}
	if err := a.attempt(ctx, names); err != nil {
		return nil, err
	}
	password = password[:min(len(password), MaxPassword+1)]
	right, stale, err := a.hasher.verify(ctx, credentials.PasswordHash, password)
	if err != nil {
		return nil, err
	}
	if !right || user.Disabled {
		return nil, ErrRefused
	}
	hash := ""
	if stale {
		if hash, err = a.hasher.hash(ctx, password); err != nil {
			return nil, err
		}
	}
	if err := a.succeeded(ctx, names); err != nil {
		return nil, err
	}
	var g *Grant
	err = a.store.InTx(ctx, func(tx *store.Store) error {
		if hash != "" {
			if err := tx.SetPasswordHash(ctx, user.ID, hash); err != nil {
				return err
			}
		}
		g, err = a.begin(ctx, tx, user, credentials.TOTPSecret != "", c)
		return err
	})
	return g, err
}

// account is a user with credentials; both are empty when there is none with this address.
func (a *Auth) account(ctx context.Context, email string) (*newsroom.User, store.Credentials, error) {
	user, err := a.store.UserByEmail(ctx, email)
	if errors.Is(err, newsroom.ErrNotFound) {
		return &newsroom.User{}, store.Credentials{}, nil
	}
	if err != nil {
		return nil, store.Credentials{}, err
	}
	credentials, err := a.store.Credentials(ctx, user.ID)
	return user, credentials, err
}

// Pending reports whether a session waits for its second factor.
func (a *Auth) Pending(ctx context.Context, token string) (bool, error) {
	v, err := a.visit(ctx, token)
	if errors.Is(err, newsroom.ErrNotFound) {
		return false, nil
	}
	return err == nil && v.Session.Pending, err
}

// SecondFactor makes a session of a pending one for who knows the code of the
// moment, or a recovery code, which is used up. The session is another one with
// another token. Errors: ErrNotFound when the pending session is over, ErrCode, *Wait.
func (a *Auth) SecondFactor(ctx context.Context, token, code string, c Client) (*Grant, error) {
	v, err := a.visit(ctx, token)
	if err == nil && !v.Session.Pending {
		err = newsroom.ErrNotFound
	}
	if err != nil {
		return nil, err
	}
	names, err := a.namesForCodes(ctx, v.User.ID, c)
	if err != nil {
		return nil, err
	}
	if len(plainForm(code)) == recoveryLetter {
		names = c.names()
	}
	if err := a.attempt(ctx, names); err != nil {
		return nil, err
	}
	var g *Grant
	err = a.store.InTx(ctx, func(tx *store.Store) error {
		if err := a.useCode(ctx, tx, v.User.ID, code); err != nil {
			return err
		}
		if err := tx.EndSession(ctx, v.User.ID, v.Session.ID); err != nil {
			return err
		}
		g, err = a.begin(ctx, tx, v.User, false, c)
		return err
	})
	if err != nil {
		return nil, a.failed(ctx, "fail to sign in", v.User, c.Shown, err)
	}
	return g, a.succeeded(ctx, names)
}

// useCode accepts a code of the moment or a recovery code, each once; ErrCode otherwise.
func (a *Auth) useCode(ctx context.Context, tx *store.Store, userID int64, typed string) error {
	plain := plainForm(typed)
	if len(plain) == recoveryLetter {
		used, err := tx.UseRecoveryCode(ctx, userID, fingerprint(plain))
		if err == nil && !used {
			err = ErrCode
		}
		return err
	}
	credentials, err := tx.Credentials(ctx, userID)
	if err != nil {
		return err
	}
	if credentials.TOTPSecret == "" { // turned off meanwhile
		return newsroom.ErrNotFound
	}
	step, ok, err := matchTOTP(credentials.TOTPSecret, typed, a.now())
	if err == nil && ok {
		ok, err = tx.UseTOTPStep(ctx, userID, step)
	}
	if err == nil && !ok {
		err = ErrCode
	}
	return err
}
