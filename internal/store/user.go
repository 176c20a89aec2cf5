package store

import (
	"context"
	"fmt"
	"time"

	"hebi/internal/newsroom"
)

type userRow struct {
	ID           int64 `gorm:"primaryKey"`
	Email        string
	Name         string
	Role         string
	Languages    string
	Publishes    string
	Interface    string
	Disabled     bool
	PasswordHash string
	TOTPSecret   string `gorm:"column:totp_secret"`
	TOTPStep     int64  `gorm:"column:totp_step"`
	CreatedAt    time.Time
}

func (userRow) TableName() string { return "users" }

func newUserRow(u *newsroom.User) userRow {
	return userRow{
		ID: u.ID, Email: u.Email, Name: u.Name, Role: string(u.Role), Languages: marshal(u.Languages), Publishes: marshal(u.Publishes),
		Interface: string(u.Interface), Disabled: u.Disabled,
	}
}

func (r userRow) newsroom() newsroom.User {
	u := newsroom.User{
		ID: r.ID, Email: r.Email, Name: r.Name, Role: newsroom.UserRole(r.Role), Interface: newsroom.Language(r.Interface),
		SecondFactor: r.TOTPSecret != "", Disabled: r.Disabled, Created: r.CreatedAt.UTC(),
	}
	unmarshal(r.Languages, &u.Languages)
	unmarshal(r.Publishes, &u.Publishes)
	return u
}

// Users returns all users by their names.
func (s *Store) Users(ctx context.Context) ([]newsroom.User, error) {
	rows, err := of[userRow](s.read).Order("name, email").Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("users: %w", err)
	}
	users := make([]newsroom.User, len(rows))
	for i, r := range rows {
		users[i] = r.newsroom()
	}
	return users, nil
}

// AnyUser reports whether there is a user at all, disabled ones included.
func (s *Store) AnyUser(ctx context.Context) (bool, error) {
	rows, err := of[userRow](s.read).Select("id").Limit(1).Find(ctx)
	return len(rows) > 0, wrapped("look for users", err)
}

// User returns a user by number; ErrNotFound when there is none.
func (s *Store) User(ctx context.Context, id int64) (*newsroom.User, error) {
	row, err := of[userRow](s.read).Where("id = ?", id).Take(ctx)
	if err != nil {
		return nil, fmt.Errorf("user %d: %w", id, fold(err))
	}
	u := row.newsroom()
	return &u, nil
}

// UserByEmail returns a user by an address in lower case; ErrNotFound when there is none.
func (s *Store) UserByEmail(ctx context.Context, email string) (*newsroom.User, error) {
	row, err := of[userRow](s.read).Where("email = ?", sought(email)).Take(ctx)
	if err != nil {
		return nil, fmt.Errorf("user %s: %w", email, fold(err))
	}
	u := row.newsroom()
	return &u, nil
}

// AddUser inserts a user, who cannot sign in before a password is set, and sets
// ID and Created. An address that is taken is ErrConflict.
func (s *Store) AddUser(ctx context.Context, u *newsroom.User) error {
	row := newUserRow(u)
	row.CreatedAt = s.utcNow()
	if err := of[userRow](s.write).Create(ctx, &row); err != nil {
		return fmt.Errorf("add user %s: %w", u.Email, fold(err))
	}
	u.ID, u.Created = row.ID, row.CreatedAt
	return nil
}

// UpdateUser writes what the newsroom decides about a user: everything but
// address, secrets and Created. A user who is not there is ErrNotFound.
func (s *Store) UpdateUser(ctx context.Context, u *newsroom.User) error {
	return s.updateUser(ctx, u.ID, newUserRow(u), "Name", "Role", "Languages", "Publishes", "Interface", "Disabled")
}

func (s *Store) updateUser(ctx context.Context, id int64, row userRow, first string, rest ...any) error {
	n, err := of[userRow](s.write).Where("id = ?", id).Select(first, rest...).Updates(ctx, row)
	if err == nil && n == 0 {
		err = newsroom.ErrNotFound
	}
	if err != nil {
		return fmt.Errorf("change user %d: %w", id, err)
	}
	return nil
}

// Credentials are what a user signs in with.
type Credentials struct {
	// PasswordHash is a PHC string; empty while no password was set.
	PasswordHash string
	// TOTPSecret is in base32 without padding; empty without a second factor.
	TOTPSecret string
}

// Credentials returns what a user signs in with; ErrNotFound when there is no such user.
func (s *Store) Credentials(ctx context.Context, userID int64) (Credentials, error) {
	row, err := of[userRow](s.read).Select("password_hash", "totp_secret").Where("id = ?", userID).Take(ctx)
	if err != nil {
		return Credentials{}, fmt.Errorf("credentials of user %d: %w", userID, fold(err))
	}
	return Credentials{PasswordHash: row.PasswordHash, TOTPSecret: row.TOTPSecret}, nil
}

// SetPasswordHash replaces a user's password; an empty hash takes it away.
func (s *Store) SetPasswordHash(ctx context.Context, userID int64, hash string) error {
	return s.updateUser(ctx, userID, userRow{PasswordHash: hash}, "PasswordHash")
}

// SetTOTP replaces a user's second factor and the recovery codes, of which the
// hashes are given; an empty secret turns it off. step is the one whose code has been shown already.
func (s *Store) SetTOTP(ctx context.Context, userID int64, secret string, step int64, codeHashes []string) error {
	if err := s.updateUser(ctx, userID, userRow{TOTPSecret: secret, TOTPStep: step}, "TOTPSecret", "TOTPStep"); err != nil {
		return err
	}
	return s.SetRecoveryCodes(ctx, userID, codeHashes)
}

// UseTOTPStep records that the code of a time step was shown. It reports false,
// and changes nothing, when that step's or a later one's was shown before.
func (s *Store) UseTOTPStep(ctx context.Context, userID, step int64) (bool, error) {
	done := s.write.WithContext(ctx).Exec("UPDATE users SET totp_step = ? WHERE id = ? AND totp_step < ?", step, userID, step)
	return done.RowsAffected > 0, wrapped("use a code", done.Error)
}

type recoveryCodeRow struct {
	UserID   int64
	CodeHash string
}

func (recoveryCodeRow) TableName() string { return "recovery_codes" }

// SetRecoveryCodes replaces a user's recovery codes by those with these hashes.
func (s *Store) SetRecoveryCodes(ctx context.Context, userID int64, hashes []string) error {
	if _, err := of[recoveryCodeRow](s.write).Where("user_id = ?", userID).Delete(ctx); err != nil {
		return fmt.Errorf("recovery codes of user %d: %w", userID, err)
	}
	for _, h := range hashes {
		if err := of[recoveryCodeRow](s.write).Create(ctx, &recoveryCodeRow{UserID: userID, CodeHash: h}); err != nil {
			return fmt.Errorf("recovery codes of user %d: %w", userID, err)
		}
	}
	return nil
}

// RecoveryCodes counts the recovery codes that a user has left.
func (s *Store) RecoveryCodes(ctx context.Context, userID int64) (int, error) {
	n, err := of[recoveryCodeRow](s.read).Where("user_id = ?", userID).Count(ctx, "*")
	return int(n), wrapped("count recovery codes", err)
}

// UseRecoveryCode takes a recovery code from a user and reports whether it was there.
func (s *Store) UseRecoveryCode(ctx context.Context, userID int64, hash string) (bool, error) {
	n, err := of[recoveryCodeRow](s.write).Where("user_id = ? AND code_hash = ?", userID, hash).Delete(ctx)
	return n > 0, wrapped("use a recovery code", err)
}
