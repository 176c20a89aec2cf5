package newsroom

import (
	"slices"
	"time"
)

// Step is one way from a status to another.
type Step struct {
	From, To Status
	// Action is what somebody must be allowed to do, in the edition's language.
	Action Action
	// Noted says that the step needs a note, which the writer reads.
	Noted bool
}

// steps are all ways of an edition through the newsroom. Withdrawing with a
// reason that readers are told is a retraction, which is an act of its own.
var steps = []Step{
	{From: Draft, To: InReview, Action: ActSubmit},
	{From: InReview, To: Draft, Action: ActApprove, Noted: true},
	{From: InReview, To: Approved, Action: ActApprove},
	{From: Approved, To: Draft, Action: ActApprove, Noted: true},
	{From: Draft, To: Approved, Action: ActApprove},
	{From: Scheduled, To: Approved, Action: ActPublish},
	{From: Published, To: Withdrawn, Action: ActWithdraw},
	{From: Scheduled, To: Withdrawn, Action: ActWithdraw},
	{From: Withdrawn, To: Draft, Action: ActWithdraw},
	{From: Draft, To: Scheduled, Action: ActPublish},
	{From: InReview, To: Scheduled, Action: ActPublish},
	{From: Approved, To: Scheduled, Action: ActPublish},
	{From: Draft, To: Published, Action: ActPublish},
	{From: InReview, To: Published, Action: ActPublish},
	{From: Approved, To: Published, Action: ActPublish},
	{From: Scheduled, To: Published, Action: ActPublish},
	{From: Withdrawn, To: Published, Action: ActPublish},
}

// StepsFrom returns the ways on from a status.
func StepsFrom(from Status) []Step {
	return slices.DeleteFunc(slices.Clone(steps), func(s Step) bool { return s.From != from })
}

// FindStep returns the way between two statuses; ErrInvalid says that there is none.
func FindStep(from, to Status) (Step, error) {
	for _, s := range steps {
		if s.From == from && s.To == to {
			return s, nil
		}
	}
	return Step{}, Because(ErrInvalid, "an edition that is %s cannot become %s", from, to)
}

// WritingAction is what somebody must be allowed to do to change the text of an
// edition with this status: what readers see, or what was approved for them, is
// changed only by who may bring it there.
func WritingAction(e *Edition) Action {
	switch e.Status {
	case Published, Scheduled, Withdrawn:
		return ActPublish
	case Approved:
		return ActApprove
	}
	if e.Original {
		return ActWrite
	}
	return ActTranslate
}

// Handover is one change of an edition's status.
type Handover struct {
	At time.Time
	// User is who did it; 0 is the operator at the command line or the clock.
	User     int64
	From, To Status
	// Note is for who has the edition next, often empty.
	Note string
}

// Writing is what is written of an edition, each as Edition has it.
type Writing struct {
	Title, Subtitle, Kicker, Summary, Body string
}

// Writing returns what is written of the edition.
func (e *Edition) Writing() Writing {
	return Writing{Title: e.Title, Subtitle: e.Subtitle, Kicker: e.Kicker, Summary: e.Summary, Body: e.Body}
}

// Write replaces what is written of the edition.
func (e *Edition) Write(w Writing) {
	e.Title, e.Subtitle, e.Kicker, e.Summary, e.Body = w.Title, w.Subtitle, w.Kicker, w.Summary, w.Body
}

// Writing returns what was written at the revision.
func (r *Revision) Writing() Writing {
	return Writing{Title: r.Title, Subtitle: r.Subtitle, Kicker: r.Kicker, Summary: r.Summary, Body: r.Body}
}

// WorkingCopy is what one user is writing of an edition: kept every few
// seconds, seen by nobody else, gone once it is saved.
type WorkingCopy struct {
	Writing
	// Version and Revision are those of the edition that it was begun from.
	Version, Revision int
	Saved             time.Time
}

// PreviewLink lets somebody without an account read one edition for a while,
// whatever its status.
type PreviewLink struct {
	ID int64
	// Edition is the key of the edition.
	Edition int64
	// Label says for whom it is.
	Label string
	// User is who made it.
	User             int64
	Created, Expires time.Time
	// Revoked is zero while the link holds.
	Revoked time.Time
}

// Holds reports whether the link opens the edition at a moment.
func (l *PreviewLink) Holds(now time.Time) bool {
	return l.Revoked.IsZero() && now.Before(l.Expires)
}

// RedirectKind says what moved.
type RedirectKind string

// The kinds of redirect: the slug of something, or an address within the site.
const (
	ArticleMoved     RedirectKind = "article"
	ThemeMoved       RedirectKind = "theme"
	ContributorMoved RedirectKind = "contributor"
	SpecialMoved     RedirectKind = "special"
	PathMoved        RedirectKind = "path"
	// PathGone is an address of something that was deleted; it leads nowhere.
	PathGone RedirectKind = "gone"
)

// Redirect leads readers from where something was to where it is.
type Redirect struct {
	ID   int64
	Kind RedirectKind
	// From and To are slugs, or, of PathMoved, addresses that begin with a slash.
	From, To string
	// User is who made it; 0 is the operator.
	User    int64
	Created time.Time
}

// Deletion is what is left of a deleted article.
type Deletion struct {
	Article     int64
	Slug, Title string
	Reason      string
	// Seen says that readers had seen it.
	Seen bool
	User int64
	At   time.Time
}

// Waiver lets an edition pass although a check fails.
type Waiver struct {
	// Check names the check, Subject what of the edition it is about, such as a picture's name.
	Check, Subject string
	Reason         string
	User           int64
	At             time.Time
}
