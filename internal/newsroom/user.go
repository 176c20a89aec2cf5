package newsroom

import (
	"net/mail"
	"slices"
	"strings"
	"time"
)

// UserRole is what a user of the desk may do.
type UserRole string

// The five roles.
const (
	Administrator  UserRole = "administrator"
	Chief          UserRole = "chief"
	EditorRole     UserRole = "editor"
	TranslatorRole UserRole = "translator"
	Writer         UserRole = "writer"
)

// UserRoles returns the roles, those with the most rights first.
func UserRoles() []UserRole {
	return []UserRole{Administrator, Chief, EditorRole, TranslatorRole, Writer}
}

// ParseUserRole reads the name of a role; anything else is ErrInvalid.
func ParseUserRole(s string) (UserRole, error) {
	if r := UserRole(s); slices.Contains(UserRoles(), r) {
		return r, nil
	}
	return "", Because(ErrInvalid, "role %q: use administrator, chief, editor, translator or writer", s)
}

// User is somebody who signs in.
type User struct {
	ID int64
	// Email is in lower case; it names the user when signing in.
	Email string
	// Name is how colleagues see the user; never empty, the part of Email before "@" when none was given.
	Name string
	Role UserRole
	// Languages are those the user works in; empty means both.
	Languages []Language
	// Publishes are those of Languages in which the user may approve, publish,
	// correct and withdraw, as far as the role may at all; empty means all of them.
	Publishes []Language
	// Interface is the language in which the desk speaks to the user; empty is
	// what the browser asks for.
	Interface Language
	// SecondFactor says that signing in asks for a code beside the password.
	SecondFactor bool
	Disabled     bool
	Created      time.Time
}

// maxEmail is the length in bytes of the longest address that mail can be sent to (RFC 5321, erratum 1690).
const maxEmail = 254

// ParseEmail returns an e-mail address as accounts are found by it: alone,
// without a name, in lower case. Anything else is ErrInvalid.
func ParseEmail(s string) (string, error) {
	s = strings.TrimSpace(s)
	a, err := mail.ParseAddress(s)
	if err != nil || a.Address != s || len(s) > maxEmail || strings.ContainsAny(s, "\"\x00") {
		return "", Because(ErrInvalid, "e-mail address %q: use one such as lin@example.org", s)
	}
	return strings.ToLower(s), nil
}

// Action is something a user does to an edition or the site.
type Action string

// The actions that rights are asked for.
const (
	ActWrite     Action = "write"
	ActTranslate Action = "translate"
	ActSubmit    Action = "submit"
	ActApprove   Action = "approve"
	ActPublish   Action = "publish"
	ActWithdraw  Action = "withdraw"
	ActCorrect   Action = "correct"
	// ActDelete removes a piece for good; a tombstone stays.
	ActDelete Action = "delete"
	// ActWaive lets an edition pass although a check fails.
	ActWaive Action = "waive"
	// ActManage changes what all pieces share: contributors, themes, terms, specials, redirects.
	ActManage Action = "manage"
	// ActAdminister changes users and the site's settings, and makes backups.
	ActAdminister Action = "administer"
)

// May reports whether u may do action in language l, which is not looked at for
// ActManage and ActAdminister. A nil user is the operator at the command line, who may do everything.
func May(u *User, action Action, l Language) bool {
	if u == nil {
		return true
	}
	if u.Disabled || !slices.Contains(u.Role.actions(), action) {
		return false
	}
	switch action {
	case ActManage, ActAdminister:
		return true
	case ActApprove, ActPublish, ActWithdraw, ActCorrect, ActDelete, ActWaive:
		return in(u.Languages, l) && in(u.Publishes, l)
	}
	return in(u.Languages, l)
}

// MayAnywhere reports whether u may do action in at least one language.
func MayAnywhere(u *User, action Action) bool {
	return May(u, action, Chinese) || May(u, action, English)
}

// in reports whether l is one of list, of which an empty one names all.
func in(list []Language, l Language) bool { return len(list) == 0 || slices.Contains(list, l) }

// actions are those that the role may do in one language at least.
func (r UserRole) actions() []Action {
	switch r {
	case Administrator:
		return []Action{ActWrite, ActTranslate, ActSubmit, ActApprove, ActPublish, ActWithdraw, ActCorrect, ActDelete, ActWaive, ActManage, ActAdminister}
	case Chief:
		return []Action{ActWrite, ActTranslate, ActSubmit, ActApprove, ActPublish, ActWithdraw, ActCorrect, ActDelete, ActWaive, ActManage}
	case EditorRole:
		return []Action{ActWrite, ActTranslate, ActSubmit, ActApprove, ActPublish, ActCorrect}
	case TranslatorRole:
		return []Action{ActTranslate, ActSubmit}
	case Writer:
		return []Action{ActWrite, ActSubmit}
	}
	return nil
}
