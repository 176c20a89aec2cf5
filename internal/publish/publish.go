// Package publish is what an editor does: import, save, publish, withdraw. Each
// is one transaction. Everything slow — Markdown, tokens, themes — is computed
// before it; inside, only rows are written.
package publish

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"hebi/internal/media"
	"hebi/internal/newsroom"
	"hebi/internal/segment"
	"hebi/internal/store"
	"hebi/internal/terms"
	"hebi/internal/themes"
)

// Publisher carries out what editors and the clock decide. It is safe for concurrent use.
type Publisher struct {
	store     *store.Store
	segmenter *segment.Segmenter
	media     *media.Files
	now       func() time.Time
	announce  func(lists []newsroom.List) []store.Job
	// rehearsing says that nothing stays, so that what is slow and cannot be refused is left out.
	rehearsing bool

	refreshing sync.Mutex
	knowledge  atomic.Pointer[knowledge]
}

// knowledge is what is known of terms and themes at one number of the term counter.
type knowledge struct {
	number int64
	terms  *terms.Base
	tagger *themes.Tagger
	slugs  []string // of the themes
}

// Parts are what a Publisher works with; all are needed but the last two.
type Parts struct {
	Store     *store.Store
	Segmenter *segment.Segmenter
	Media     *media.Files
	// Now defaults to the clock.
	Now func() time.Time
	// Announce makes the jobs that tell others of lists that have changed. It is
	// asked only while a hub is set; without it nobody is told.
	Announce func(lists []newsroom.List) []store.Job
}

// New returns a Publisher that knows the site's terms and themes.
func New(ctx context.Context, parts Parts) (*Publisher, error) {
	p := &Publisher{store: parts.Store, segmenter: parts.Segmenter, media: parts.Media, now: parts.Now, announce: parts.Announce}
	if p.now == nil {
		p.now = time.Now
	}
	return p, p.Refresh(ctx)
}

// Refresh takes over terms, themes and weights when they changed since the last time,
// by whichever process. It is cheap when they did not.
func (p *Publisher) Refresh(ctx context.Context) error {
	p.refreshing.Lock()
	defer p.refreshing.Unlock()
	number, _, err := p.store.Counter(ctx, store.TermCounter)
	if err != nil {
		return err
	}
	if known := p.knowledge.Load(); known != nil && known.number == number {
		return nil
	}
	list, err := p.store.Terms(ctx)
	if err != nil {
		return err
	}
	themeList, err := p.store.AllThemes(ctx)
	if err != nil {
		return err
	}
	weights, err := p.store.ThemeWeights(ctx)
	if err != nil {
		return err
	}
	base := terms.NewBase(list)
	tagger := themes.NewTagger(themes.Knowledge{Themes: themeList, Terms: base, Weights: weights, Segmenter: p.segmenter})
	k := &knowledge{number: number, terms: base, tagger: tagger, slugs: slugsOf(themeList)}
	p.segmenter.SetTerms(base.Overlay())
	p.knowledge.Store(k)
	return nil
}

// Terms is the term base as it was at the last Refresh; it never changes.
func (p *Publisher) Terms() *terms.Base { return p.knowledge.Load().terms }

// Outcome is what became of one thing that was saved.
type Outcome struct {
	// Change is "created", "updated" or "unchanged".
	Change string
	// Slug is the article's, special's or page's; empty for what has none.
	Slug string
	// Statuses are those of an article's editions after it was saved; nil when it was not.
	Statuses map[newsroom.Language]newsroom.Status
	// Warnings are for the editor.
	Warnings []Warning
}

// The values of Outcome.Change.
const (
	Created   = "created"
	Updated   = "updated"
	Unchanged = "unchanged"
)

// Warning is a sentence about something that was saved nevertheless, and what of the thing it is about.
type Warning struct {
	newsroom.Place
	Message string
}

// warn adds a warning; to a nil Outcome nobody listens.
func (o *Outcome) warn(at newsroom.Place, format string, args ...any) {
	if o == nil {
		return
	}
	o.Warnings = append(o.Warnings, Warning{at, fmt.Sprintf(format, args...)})
}

// Options say how to save.
type Options struct {
	// Publish publishes editions that name no status of their own, unless they were withdrawn here.
	Publish bool
	// User is who does it; nil is the operator at the command line.
	User *newsroom.User
	// From is the network address that it is asked from; empty at the command line.
	From string

	// desk says that an editor saves a text as they have it before them: what it
	// does not name stays, and what a translation reflects is theirs to say.
	desk bool
	// wrought is the weight of the revisions that are made; significant when empty.
	wrought newsroom.Weight
	// note goes with the revisions and handovers that are made.
	note string
}

func (o Options) weight() newsroom.Weight {
	if o.wrought == "" {
		return newsroom.Significant
	}
	return o.wrought
}

// may is ErrForbidden unless the user may do action in language l.
func (o Options) may(action newsroom.Action, l newsroom.Language) error {
	if !newsroom.May(o.User, action, l) {
		return newsroom.Because(newsroom.ErrForbidden, "%s may not %s in %s", o.User.Email, action, l)
	}
	return nil
}

// mayAll is ErrForbidden unless the user may do an action that asks for no language.
func (o Options) mayAll(action newsroom.Action) error {
	if !newsroom.May(o.User, action, "") {
		return newsroom.Because(newsroom.ErrForbidden, "%s may not %s", o.User.Email, action)
	}
	return nil
}

// statusAction is what somebody does who brings an edition into a status.
func statusAction(status newsroom.Status) newsroom.Action {
	switch status {
	case newsroom.Published, newsroom.Scheduled:
		return newsroom.ActPublish
	case newsroom.Withdrawn:
		return newsroom.ActWithdraw
	case newsroom.InReview:
		return newsroom.ActSubmit
	case newsroom.Approved:
		return newsroom.ActApprove
	}
	return newsroom.ActWrite
}

func (o Options) userID() int64 {
	if o.User == nil {
		return 0
	}
	return o.User.ID
}
