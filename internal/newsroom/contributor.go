package newsroom

import (
	"path"
	"slices"
	"strings"
	"time"
)

// CreditRole is what a contributor did for a piece.
type CreditRole string

// The roles of a credit.
const (
	Author       CreditRole = "author"
	Translator   CreditRole = "translator"
	Photographer CreditRole = "photographer"
	Interviewee  CreditRole = "interviewee"
	Subject      CreditRole = "subject"
	Compiler     CreditRole = "compiler"
	EditorCredit CreditRole = "editor"
)

// CreditRoles returns all roles in the order bylines print them.
func CreditRoles() []CreditRole {
	return []CreditRole{Author, Compiler, EditorCredit, Translator, Photographer, Interviewee, Subject}
}

// AboutRoles returns the roles of people whom a piece is about; the others made it.
func AboutRoles() []CreditRole { return []CreditRole{Interviewee, Subject} }

// MakerRoles returns the roles of people who made a piece.
func MakerRoles() []CreditRole {
	return slices.DeleteFunc(CreditRoles(), func(r CreditRole) bool { return slices.Contains(AboutRoles(), r) })
}

// ParseCreditRole reads a role; anything else is ErrInvalid.
func ParseCreditRole(s string) (CreditRole, error) {
	if r := CreditRole(s); slices.Contains(CreditRoles(), r) {
		return r, nil
	}
	return "", Because(ErrInvalid, "role %q: use author, compiler, editor, translator, photographer, interviewee or subject", s)
}

// Contributor is a person or desk that is credited; it needs no login.
type Contributor struct {
	ID   int64
	Slug string
	Name Bilingual
	// Bio is plain text.
	Bio Bilingual
	// Portrait is the file beside contributors.yaml; PortraitAddress is where it is served.
	Portrait, PortraitAddress string
	// PortraitFile is the portrait itself; filled by import and export only, nil when there is none.
	PortraitFile *File
	// Affiliations are in the order of the file, oldest first by custom.
	Affiliations []Affiliation
}

// Affiliation is where a contributor works or worked.
type Affiliation struct {
	Organisation Bilingual
	Title        Bilingual
	// From and To are calendar days, midnight UTC, both included; zero means open.
	From, To time.Time
}

// On reports whether the affiliation held on day d.
func (a Affiliation) On(d time.Time) bool {
	return (a.From.IsZero() || !d.Before(a.From)) && (a.To.IsZero() || d.Before(a.To.AddDate(0, 0, 1)))
}

// Text is the affiliation as a byline prints it: organisation then title in
// Chinese, title then organisation in English. Empty when l has no text.
func (a Affiliation) Text(l Language) string {
	org, title := a.Organisation.Only(l), a.Title.Only(l)
	switch {
	case org == "" || title == "":
		return org + title
	case l == Chinese:
		return org + title
	}
	return title + ", " + org
}

// AffiliationOn returns the contributor's affiliation on day d as bylines
// print it, in both languages; empty when none is known for that day.
func (c *Contributor) AffiliationOn(d time.Time) Bilingual {
	for _, a := range slices.Backward(c.Affiliations) {
		if a.On(d) {
			return Bilingual{ZH: a.Text(Chinese), EN: a.Text(English)}
		}
	}
	return Bilingual{}
}

// PortraitPath is what the contributor's portrait is called in a content folder
// that holds those of others too; file is its name so far.
func (c *Contributor) PortraitPath(file string) string {
	return "portraits/" + c.Slug + strings.ToLower(path.Ext(file))
}

// Credit is a contributor with a role and the affiliation as of the article's date.
type Credit struct {
	Contributor Contributor
	Role        CreditRole
	// Printed is the affiliation as this piece printed it, by edition; it overrides the contributor's own.
	Printed Bilingual
	// Affiliation is what to show: Printed, else the contributor's affiliation on the article's date.
	Affiliation Bilingual
}
