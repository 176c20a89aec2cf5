package newsroom

import (
	"slices"
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

// User is somebody who signs in.
type User struct {
	ID    int64
	Email string
	Name  string
	Role  UserRole
	// Languages are those the user works in; empty means both.
	Languages []Language
	Disabled  bool
	Created   time.Time
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

// May reports whether u may do action in language l. A nil user is the
// operator at the command line, who may do everything.
func May(u *User, action Action, l Language) bool {
	if u == nil {
		return true
	}
	if u.Disabled || len(u.Languages) > 0 && !slices.Contains(u.Languages, l) && action != ActManage && action != ActAdminister {
		return false
	}
	allowed := map[UserRole][]Action{
		Administrator:  {ActWrite, ActTranslate, ActSubmit, ActApprove, ActPublish, ActWithdraw, ActCorrect, ActDelete, ActWaive, ActManage, ActAdminister},
		Chief:          {ActWrite, ActTranslate, ActSubmit, ActApprove, ActPublish, ActWithdraw, ActCorrect, ActDelete, ActWaive, ActManage},
		EditorRole:     {ActWrite, ActTranslate, ActSubmit, ActApprove, ActPublish, ActCorrect},
		TranslatorRole: {ActTranslate, ActSubmit},
		Writer:         {ActWrite, ActSubmit},
	}
	return slices.Contains(allowed[u.Role], action)
}
