package publish

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"

	"hebi/internal/newsroom"
	"hebi/internal/store"
)

// Opened says what an editor had before them when they began to change
// something that all pieces share: a contributor, a theme, a special, a term, a page.
type Opened struct {
	// ID is its number; 0 makes a new one.
	ID int64
	// Base is the Fingerprint of it as it was; of something new it is not looked at.
	Base string
}

// BaseKey is the newsroom.Place.Key of the error that says that what was opened
// is not as it was.
const BaseKey = "base"

// Fingerprint names the state of something of package newsroom: two states
// with the same one are the same.
func Fingerprint(thing any) string {
	said, err := json.Marshal(thing)
	if err != nil { // nothing of newsroom's that the store returns holds what JSON cannot say
		return ""
	}
	sum := sha256.Sum256(said)
	return hex.EncodeToString(sum[:16])
}

// current is ErrConflict, at BaseKey, unless a thing is as an editor had it before them.
func (from Opened) current(thing any) error {
	if Fingerprint(thing) != from.Base {
		return newsroom.At(newsroom.Place{Key: BaseKey}, newsroom.Because(newsroom.ErrConflict, "somebody else changed this since you opened it: nothing has been saved, look at both"))
	}
	return nil
}

// gone is ErrConflict, at BaseKey, for what somebody else removed.
func gone() error {
	return newsroom.At(newsroom.Place{Key: BaseKey}, newsroom.Because(newsroom.ErrConflict, "somebody else removed this since you opened it: nothing has been saved"))
}

// wrong is ErrInvalid about a field.
func wrong(key, format string, args ...any) error {
	return newsroom.At(newsroom.Place{Key: key}, newsroom.Because(newsroom.ErrInvalid, format, args...))
}

// taken is ErrConflict about a field.
func taken(key, format string, args ...any) error {
	return newsroom.At(newsroom.Place{Key: key}, newsroom.Because(newsroom.ErrConflict, format, args...))
}

// done is what a transaction did.
type done struct {
	// action and subject are as the audit log says them; an empty action is nothing.
	action, subject string
	deed
}

// change carries out a change of what all pieces share, in one transaction and
// while nobody else changes what has the same lock.
func (p *Publisher) change(ctx context.Context, action newsroom.Action, lock string, o Options, do func(tx *store.Store) (done, error)) error {
	if err := o.mayAll(action); err != nil {
		return err
	}
	return p.store.InTx(ctx, func(tx *store.Store) error {
		if err := tx.LockName(ctx, lock); err != nil {
			return err
		}
		d, err := do(tx)
		if err != nil || d.action == "" {
			return err
		}
		return p.record(ctx, tx, o, d.action, d.subject, d.deed)
	})
}

// changeKnowledge is change for themes and terms, which are taken over at once.
func (p *Publisher) changeKnowledge(ctx context.Context, lock string, o Options, do func(tx *store.Store) (done, error)) error {
	if err := p.change(ctx, newsroom.ActManage, lock, o, do); err != nil {
		return err
	}
	return p.Refresh(ctx)
}

// checkMove refuses a slug that is none, or that something else of the kind has or had.
// is returns the slug of what has it now; empty when nothing has.
func checkMove(ctx context.Context, tx *store.Store, kind newsroom.RedirectKind, was, slug string, used bool) error {
	if err := newsroom.CheckSlug(slug); err != nil {
		return wrong("slug", "use lower-case letters a-z, digits and single hyphens for the address")
	}
	if was == slug {
		return nil
	}
	if used {
		return taken("slug", "the address %q is taken: choose another", slug)
	}
	to, known, err := redirected(ctx, tx, kind, slug)
	if err != nil || !known || to == was { // to an address of its own it may return
		return err
	}
	return taken("slug", "the address %q leads readers to %q since that moved: choose another", slug, to)
}

// moveTo makes an old slug lead to a new one for ever; was is empty for what is new.
func moveTo(ctx context.Context, tx *store.Store, kind newsroom.RedirectKind, was, slug string, o Options) error {
	switch was {
	case slug:
		return nil
	case "":
		return tx.FreeRedirect(ctx, kind, slug)
	}
	return tx.AddRedirect(ctx, newsroom.Redirect{Kind: kind, From: was, To: slug, User: o.userID()})
}
