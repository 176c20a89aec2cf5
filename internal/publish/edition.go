package publish

import (
	"slices"
	"time"

	"hebi/internal/newsroom"
)

// mergeEdition lays an incoming edition over the stored one.
func (s *saving) mergeEdition(l newsroom.Language, in *newsroom.Edition) {
	now := seconds(s.p.now().UTC())
	var old *newsroom.Edition
	if s.stored != nil {
		old = s.stored.Editions[l]
	}
	e := *in
	e.Language = l
	if old == nil {
		s.newEdition(&e)
	} else {
		s.followOld(&e, old, now)
	}
	s.settleStatus(&e, in.Status, old, now)
	s.article.Editions[l] = &e
	if old == nil || textDiffers(&e, old) || e.Revision != old.Revision {
		s.texts = append(s.texts, &e)
		e.Significant = e.Revision
	}
	if old != nil && (!textDiffers(&e, old) || s.o.weight() == newsroom.Typo) {
		e.Significant = old.Significant
	}
}

func (s *saving) newEdition(e *newsroom.Edition) {
	e.Key, e.Version = 0, 0
	if e.ID == "" {
		e.ID = newID()
	}
	if e.Revision == 0 {
		e.Revision = 1
	}
}

// followOld keeps of the stored edition what the file does not say.
func (s *saving) followOld(e, old *newsroom.Edition, now time.Time) {
	e.Key, e.Version, e.Published = old.Key, old.Version, old.Published
	e.Original = e.Original || old.Original
	if e.Retraction == nil {
		e.Retraction = old.Retraction
	}
	if e.ID == "" {
		e.ID = old.ID
	}
	if e.ID != old.ID && !old.Published.IsZero() {
		s.out.warn(newsroom.Place{Language: e.Language, Key: "id"}, "the id %s replaces %s, under which the %s edition was published: feed readers will show the piece as new; remove the line to keep the old one", e.ID, old.ID, e.Language)
	}
	if e.Date.IsZero() {
		e.Date = old.Date
	}
	if e.Updated.IsZero() {
		e.Updated = old.Updated
	}
	if !textDiffers(e, old) {
		e.Revision = max(e.Revision, old.Revision)
		return
	}
	e.Revision = max(e.Revision, old.Revision+1)
	if old.Visible() && s.o.weight() != newsroom.Typo {
		e.Updated = now
	}
}

// settleStatus decides what an edition becomes. A file's own status wins, but
// a file that says draft does not take a published piece from its readers:
// withdrawing is an act of its own.
func (s *saving) settleStatus(e *newsroom.Edition, wanted newsroom.Status, old *newsroom.Edition, now time.Time) {
	current := newsroom.Draft
	if old != nil {
		current = old.Status
	}
	e.Status = current
	switch {
	case old != nil && current == newsroom.Withdrawn && (wanted == newsroom.Published || wanted == "" && s.o.Publish):
		s.out.warn(newsroom.Place{Language: e.Language, Key: "status"}, "the %s edition was withdrawn here and stays so; to publish it again use: hebi publish %s --lang %s", e.Language, s.article.Slug, e.Language)
	case wanted == newsroom.Published, wanted == newsroom.Scheduled, wanted == "" && s.o.Publish:
		publishNow(e, now)
	case wanted == newsroom.Withdrawn:
		e.Status = newsroom.Withdrawn
		if old == nil { // an export brought back: readers had seen it
			e.Published = e.Date
		}
	case wanted == newsroom.Draft && current == newsroom.Published:
		s.out.warn(newsroom.Place{Language: e.Language, Key: "status"}, "the %s edition is published here although the file says draft; to take it back use: hebi withdraw %s --lang %s", e.Language, s.article.Slug, e.Language)
	case wanted == newsroom.Draft && (current == newsroom.InReview || current == newsroom.Approved):
		// an export calls them drafts
	case wanted != "" && current != newsroom.Published:
		e.Status = wanted
	}
}

// publishNow makes an edition visible, or scheduled when its date is to come.
// The date of first publication never moves once it is set.
func publishNow(e *newsroom.Edition, now time.Time) {
	if e.Date.IsZero() {
		e.Date = seconds(now)
	}
	if e.Date.After(now) && e.Published.IsZero() {
		e.Status = newsroom.Scheduled
		return
	}
	e.Status = newsroom.Published
	if e.Published.IsZero() {
		e.Published = e.Date
	}
	if e.Updated.IsZero() {
		e.Updated = e.Published
	}
}

func textDiffers(a, b *newsroom.Edition) bool {
	return a.Title != b.Title || a.Subtitle != b.Subtitle || a.Kicker != b.Kicker || a.Summary != b.Summary || a.Body != b.Body
}

func editionDiffers(a, b *newsroom.Edition) bool {
	return !sameRetraction(a.Retraction, b.Retraction) || !a.Updated.Equal(b.Updated) || textDiffers(a, b) || a.ID != b.ID || a.Status != b.Status || a.Original != b.Original ||
		a.Reflects != b.Reflects || a.Revision != b.Revision || !a.Date.Equal(b.Date) ||
		!slices.EqualFunc(a.Corrections, b.Corrections, func(x, y newsroom.Correction) bool {
			return x.Date.Equal(y.Date) && x.Note == y.Note && x.Wrong == y.Wrong
		}) ||
		!slices.EqualFunc(a.Translators, b.Translators, sameCredit)
}

// editionsDiffer compares every edition with the stored one.
func (s *saving) editionsDiffer() bool {
	for l, e := range s.article.Editions {
		if old := s.stored.Editions[l]; old == nil || editionDiffers(e, old) {
			return true
		}
	}
	return false
}

// articleDiffers compares what is true of the piece.
func (s *saving) articleDiffers() bool {
	a, b := s.article, s.stored
	return a.Slug != b.Slug || a.Kind != b.Kind || !slices.EqualFunc(a.Credits, b.Credits, sameCredit) ||
		!slices.EqualFunc(a.Themes, setByHand(b.Themes), sameTheme) ||
		!samePlace(a.Print, b.Print) || !samePicture(a.Cover, b.Cover) || !s.sameMedia(b.Media)
}

// translatorsDiffer reports whether an edition names other translators, who are kept with the article's credits.
func (s *saving) translatorsDiffer() bool {
	for l, e := range s.article.Editions {
		old := s.stored.Editions[l]
		if old == nil && len(e.Translators) > 0 || old != nil && !slices.EqualFunc(e.Translators, old.Translators, sameCredit) {
			return true
		}
	}
	return false
}

func sameTheme(a, b newsroom.ThemeTag) bool { return a.Slug == b.Slug }

func setByHand(tags []newsroom.ThemeTag) []newsroom.ThemeTag {
	return slices.DeleteFunc(slices.Clone(tags), func(t newsroom.ThemeTag) bool { return !t.Manual })
}

// sameCredit compares an incoming credit, which may name somebody by name only, with a stored one.
func sameCredit(in, stored newsroom.Credit) bool {
	return sameContributor(in.Contributor, stored.Contributor) && in.Role == stored.Role && in.Printed == stored.Printed
}

func sameContributor(in, stored newsroom.Contributor) bool {
	if in.Slug != "" {
		return in.Slug == stored.Slug
	}
	name := in.Name.In(newsroom.Chinese)
	return name == stored.Name.ZH || name == stored.Name.EN
}

func sameRetraction(a, b *newsroom.Retraction) bool {
	if a == nil || b == nil {
		return a == b
	}
	return a.Date.Equal(b.Date) && a.Reason == b.Reason
}

func samePlace(a, b *newsroom.PrintPlace) bool {
	if a == nil || b == nil {
		return a == b
	}
	return a.Paper == b.Paper && a.Date.Equal(b.Date) && a.Page == b.Page && a.ContinuedFrom == b.ContinuedFrom && a.ContinuedOn == b.ContinuedOn
}

func samePicture(a, b *newsroom.Picture) bool {
	if a == nil || b == nil {
		return a == b
	}
	return a.File == b.File && a.Alt == b.Alt && a.Caption == b.Caption && a.Credit == b.Credit && a.Licence == b.Licence
}

func (s *saving) sameMedia(stored map[string]string) bool {
	if s.keepsMedia {
		return true
	}
	return sameAddresses(s.files, stored)
}
