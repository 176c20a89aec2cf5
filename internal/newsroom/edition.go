package newsroom

import (
	"time"
)

// Status is where an edition stands on its way to the reader.
type Status string

// The states of an edition. Visible means Published and nothing else.
const (
	Draft     Status = "draft"
	InReview  Status = "in-review"
	Approved  Status = "approved"
	Scheduled Status = "scheduled"
	Published Status = "published"
	Withdrawn Status = "withdrawn"
)

// Statuses returns all states in the order of their way.
func Statuses() []Status {
	return []Status{Draft, InReview, Approved, Scheduled, Published, Withdrawn}
}

// Weight says how much a revision changed for the reader.
type Weight string

// The weights of a revision.
const (
	Typo             Weight = "typo"
	Significant      Weight = "significant"
	CorrectionWeight Weight = "correction"
)

// Edition is an article in one language: what is written.
type Edition struct {
	// Key is the row number within this database; 0 before the first save. It never leaves the site.
	Key int64
	// ID is the edition's UUID, made once; feeds use it as urn:uuid:.
	ID       string
	Language Language
	Status   Status
	// Title is in the edition's own language; never empty once published. So are the five texts below.
	Title    string
	Subtitle string
	// Kicker is the line above the headline (眉题); most editions have none.
	Kicker  string
	Summary string
	// Body is Markdown: CommonMark, GFM tables and strikethrough, footnotes.
	Body string
	// Original says that this edition is the original, not a translation.
	Original bool
	// Reflects is the revision of the source that a translation reflects; 0 when unknown or for the original.
	Reflects int
	// Revision is the number of the saved state shown here, from 1.
	Revision int
	// Significant is the number of the last revision that was more than a mended typo.
	Significant int
	// Version counts every change of the row; a save that names another one is ErrConflict.
	Version int
	// Date is what the byline shows: the date given, else when the edition was published; zero for a draft without one.
	Date time.Time
	// Published is when it became visible the first time; it never moves. Zero before.
	Published time.Time
	// Updated moves with significant revisions and corrections only.
	Updated time.Time
	// Changed is when the store saved anything of it last.
	Changed time.Time
	// Translators are credited for this edition alone.
	Translators []Credit
	Corrections []Correction
	// Retraction is nil unless the piece was taken back.
	Retraction *Retraction
}

// Behind reports whether a translation may be out of date: its source has had a
// revision since the one that it reflects, and not of typos only.
func (e *Edition) Behind(source *Edition) bool {
	return e != nil && source != nil && !e.Original && e.Reflects > 0 && e.Reflects < source.Significant
}

// Visible reports whether readers may see the edition.
func (e *Edition) Visible() bool { return e != nil && e.Status == Published }

// Dated is the moment that readers are shown: Date, else that of first
// publication. An old page imported today is dated when it was printed.
func (e *Edition) Dated() time.Time {
	if e.Date.IsZero() {
		return e.Published
	}
	return e.Date
}

// Modified is when the text last changed for its readers, by a significant
// revision or a correction; it is never before Dated.
func (e *Edition) Modified() time.Time {
	last := Later(e.Dated(), e.Updated)
	for _, c := range e.Corrections {
		last = Later(last, c.Date)
	}
	return last
}

// Later returns the later of two times.
func Later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// CorrectedSince returns when the edition was corrected last, if that was after
// the other edition of the piece was changed, which then may say the same wrong
// thing still; the zero time if not. Either may be nil.
func (e *Edition) CorrectedSince(other *Edition) time.Time {
	if e == nil || other == nil {
		return time.Time{}
	}
	var last time.Time
	for _, c := range e.Corrections {
		last = Later(last, c.Date)
	}
	if last.After(other.Changed) {
		return last
	}
	return time.Time{}
}

// Correction is a public note that something was wrong.
type Correction struct {
	Date time.Time
	// Note says what is right, in the edition's language.
	Note string
	// Wrong says what was wrong, in the edition's language; often the note says it too, and this is empty.
	Wrong string
}

// TakenBack is ErrGone of an edition.
type TakenBack struct {
	// Language is the edition's, and that of the Reason.
	Language Language
	// Reason is what readers are told; empty when it was withdrawn without one.
	Reason string
}

func (t *TakenBack) Error() string { return ErrGone.Error() }

// Unwrap returns ErrGone.
func (t *TakenBack) Unwrap() error { return ErrGone }

// Retraction is a piece taken back, with the reason that readers are told.
type Retraction struct {
	Date time.Time
	// Reason is in the edition's language.
	Reason string
}

// Revision is one saved state of an edition; numbered from 1, never changed.
type Revision struct {
	Number                                 int
	Weight                                 Weight
	Title, Subtitle, Kicker, Summary, Body string
	Created                                time.Time
	// User is who saved it; 0 is the operator at the command line.
	User int64
	// Note is what it was for, often empty.
	Note string
}
