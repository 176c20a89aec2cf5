package publish

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"slices"
	"time"

	"hebi/internal/newsroom"
	"hebi/internal/search"
	"hebi/internal/store"
)

// Hand is a wish to give editions of an article another status.
type Hand struct {
	Article int64
	// Versions names the editions, each with the version that the user has before them.
	Versions map[newsroom.Language]int
	To       newsroom.Status
	// At is when scheduled editions become visible; needed for Scheduled only, and must be to come.
	At time.Time
	// Note is for who has the edition next; sending back needs one.
	Note string
}

// HandOver gives editions another status, all in one transaction: both
// languages are published together or neither. ErrConflict says that somebody
// changed one of them meanwhile, ErrInvalid that there is no such step.
func (p *Publisher) HandOver(ctx context.Context, h Hand, o Options) error {
	a, err := p.store.WholeArticleByID(ctx, h.Article)
	if err != nil {
		return err
	}
	now := seconds(p.now().UTC())
	if h.To == newsroom.Scheduled && !h.At.After(now) {
		return newsroom.At(newsroom.Place{Key: "at"}, newsroom.Because(newsroom.ErrInvalid, "a scheduled edition needs a time to come: choose a later one, or publish now"))
	}
	o.note = h.Note
	handed, err := p.hand(ctx, a, o, string(h.To), func(e *newsroom.Edition) error {
		version, named := h.Versions[e.Language]
		if !named {
			return nil
		}
		if version != e.Version {
			return newsroom.Because(newsroom.ErrConflict, "the %s edition of %q was changed by somebody else since you opened it: look at it again", e.Language, a.Slug)
		}
		step, err := newsroom.FindStep(e.Status, h.To)
		if err != nil {
			return err
		}
		if err := o.may(step.Action, e.Language); err != nil {
			return err
		}
		if step.Noted && h.Note == "" {
			return newsroom.At(newsroom.Place{Key: "note"}, newsroom.Because(newsroom.ErrInvalid, "say in a note why the edition goes back"))
		}
		if h.To == newsroom.Published || h.To == newsroom.Scheduled {
			if err := p.passes(ctx, a, e.Language); err != nil {
				return err
			}
		}
		becomes(e, h, now)
		return nil
	})
	if err == nil && len(handed) == 0 {
		return fmt.Errorf("article %q: %w", a.Slug, newsroom.ErrNotFound)
	}
	return err
}

// becomes gives an edition the status that is wished for.
func becomes(e *newsroom.Edition, h Hand, now time.Time) {
	switch h.To {
	case newsroom.Scheduled:
		e.Status, e.Date = newsroom.Scheduled, seconds(h.At.UTC())
	case newsroom.Published:
		if e.Published.IsZero() && e.Date.After(now) { // by hand before its time: now is its time
			e.Date = now
		}
		publishNow(e, now)
		e.Retraction = nil
	default:
		e.Status = h.To
	}
}

// Retract takes editions back from readers, who are told why: their addresses
// say so, lists and search have them no longer, feeds carry the notice.
// versions names the editions as in Hand.
func (p *Publisher) Retract(ctx context.Context, article int64, versions map[newsroom.Language]int, reasons map[newsroom.Language]string, o Options) error {
	a, err := p.store.WholeArticleByID(ctx, article)
	if err != nil {
		return err
	}
	now := seconds(p.now().UTC())
	_, err = p.hand(ctx, a, o, "withdraw", func(e *newsroom.Edition) error {
		version, named := versions[e.Language]
		if !named {
			return nil
		}
		reason := newsroom.Prose(reasons[e.Language])
		switch {
		case version != e.Version:
			return newsroom.Because(newsroom.ErrConflict, "the %s edition of %q was changed by somebody else since you opened it: look at it again", e.Language, a.Slug)
		case e.Published.IsZero():
			return newsroom.Because(newsroom.ErrInvalid, "the %s edition of %q was never published: there is nothing to retract", e.Language, a.Slug)
		case reason == "":
			return newsroom.At(newsroom.Place{Language: e.Language, Key: "reason"}, newsroom.Because(newsroom.ErrInvalid, "say why the %s edition is retracted: readers will read it", e.Language))
		}
		e.Status, e.Retraction = newsroom.Withdrawn, &newsroom.Retraction{Date: now, Reason: reason}
		return nil
	})
	return err
}

// Delete removes an article for good and leaves a tombstone. What readers see
// must be withdrawn before.
func (p *Publisher) Delete(ctx context.Context, article int64, reason string, o Options) error {
	a, err := p.store.WholeArticleByID(ctx, article)
	if err != nil {
		return err
	}
	if reason = newsroom.Line(reason); reason == "" {
		return newsroom.At(newsroom.Place{Key: "reason"}, newsroom.Because(newsroom.ErrInvalid, "say why %q is deleted: the reason is what remains", a.Slug))
	}
	deletion := newsroom.Deletion{Article: a.ID, Slug: a.Slug, Title: a.Original().Title, Reason: reason, User: o.userID()}
	for _, l := range a.Languages() {
		e := a.Editions[l]
		if err := o.may(newsroom.ActDelete, l); err != nil {
			return err
		}
		if e.Visible() || e.Status == newsroom.Scheduled {
			return newsroom.Because(newsroom.ErrConflict, "the %s edition of %q is %s: withdraw it before it is deleted", l, a.Slug, e.Status)
		}
		deletion.Seen = deletion.Seen || !e.Published.IsZero()
	}
	site, err := p.store.Site(ctx)
	if err != nil {
		return err
	}
	told := affected(a, &newsroom.Article{}, true, site.Zone())
	return p.store.InTx(ctx, func(tx *store.Store) error {
		if err := tx.LockArticles(ctx, []int64{a.ID}); err != nil {
			return err
		}
		current, err := tx.WholeArticleByID(ctx, a.ID)
		if err != nil {
			return err
		}
		if !unsaved(a, current) {
			return newsroom.Because(newsroom.ErrConflict, "article %q was changed by somebody else meanwhile: look at it again", a.Slug)
		}
		var hidden indexing
		hidden.add(a, nil, false)
		file, err := search.NewFile(nil)
		if err != nil {
			return err
		}
		if err := hidden.write(ctx, tx, file); err != nil {
			return err
		}
		if err := tx.DeleteArticle(ctx, deletion); err != nil {
			return err
		}
		return p.record(ctx, tx, o, "delete", "article "+a.Slug, deed{told, articleFacts(a), newsroom.Facts{"reason": deletion.Reason}})
	})
}

// previewToken is how many random bytes make a preview link's token.
const previewToken = 32

// MaxPreview is how long a preview link may hold.
const MaxPreview = 30 * 24 * time.Hour

// MakePreviewLink makes a link that shows one edition to somebody without an
// account until it expires, and returns the token, which is kept nowhere.
func (p *Publisher) MakePreviewLink(ctx context.Context, article int64, l newsroom.Language, label string, holds time.Duration, o Options) (string, error) {
	e, err := p.editionFor(ctx, article, l, o)
	if err != nil {
		return "", err
	}
	if holds <= 0 || holds > MaxPreview {
		return "", newsroom.At(newsroom.Place{Key: "days"}, newsroom.Because(newsroom.ErrInvalid, "a preview link holds between a day and %d days", int(MaxPreview.Hours()/24)))
	}
	random := make([]byte, previewToken)
	_, _ = rand.Read(random) // never fails, says crypto/rand
	token := base64.RawURLEncoding.EncodeToString(random)
	link := newsroom.PreviewLink{Edition: e.Key, Label: newsroom.Line(label), User: o.userID(), Expires: p.now().Add(holds).UTC()}
	err = p.store.InTx(ctx, func(tx *store.Store) error {
		if err := tx.AddPreviewLink(ctx, PreviewHash(token), &link); err != nil {
			return err
		}
		return o.audit(ctx, tx, "share preview", editionSubject(e, article), nil, newsroom.Facts{"label": link.Label, "expires": timeFact(link.Expires)})
	})
	return token, err
}

// PreviewHash is the form in which a preview link's token is kept: its SHA-256 in hexadecimal.
func PreviewHash(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

// RevokePreviewLink ends a preview link at once.
func (p *Publisher) RevokePreviewLink(ctx context.Context, article int64, l newsroom.Language, id int64, o Options) error {
	e, err := p.editionFor(ctx, article, l, o)
	if err != nil {
		return err
	}
	return p.store.InTx(ctx, func(tx *store.Store) error {
		if err := tx.RevokePreviewLink(ctx, e.Key, id); err != nil {
			return err
		}
		return o.audit(ctx, tx, "revoke preview", editionSubject(e, article), nil, nil)
	})
}

// editionFor loads an edition that the user may write or approve.
func (p *Publisher) editionFor(ctx context.Context, article int64, l newsroom.Language, o Options) (*newsroom.Edition, error) {
	a, err := p.store.WholeArticleByID(ctx, article)
	if err != nil {
		return nil, err
	}
	e := a.Editions[l]
	if e == nil {
		return nil, fmt.Errorf("article %q in %s: %w", a.Slug, l, newsroom.ErrNotFound)
	}
	return e, o.may(newsroom.WritingAction(e), l)
}

func editionSubject(e *newsroom.Edition, article int64) string {
	return fmt.Sprintf("article %d %s", article, e.Language)
}

// RefuseTheme takes a theme from an article: no later tagging brings it back
// before the text changes, or with never at all; an editor who sets it by hand
// does. A typo that is put right is no change of the text.
func (p *Publisher) RefuseTheme(ctx context.Context, article int64, slug string, never bool, o Options) error {
	a, err := p.store.WholeArticleByID(ctx, article)
	if err != nil {
		return err
	}
	if err := o.MayDescribe(a); err != nil {
		return err
	}
	site, err := p.store.Site(ctx)
	if err != nil {
		return err
	}
	without := slices.DeleteFunc(slices.Clone(a.Themes), func(t newsroom.ThemeTag) bool { return t.Slug == slug })
	action := "refuse theme "
	if never {
		action = "never theme "
	}
	return p.store.InTx(ctx, func(tx *store.Store) error {
		if err := tx.LockArticles(ctx, []int64{a.ID}); err != nil {
			return err
		}
		if err := tx.RefuseTheme(ctx, a.ID, slug, never); err != nil {
			return err
		}
		if err := tx.RefreshIndexed(ctx, []int64{a.ID}); err != nil {
			return err
		}
		return p.record(ctx, tx, o, action+slug, "article "+a.Slug, deed{lists: retagged(a, without, site.Zone())})
	})
}
