package publish

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"hebi/internal/newsroom"
	"hebi/internal/search"
	"hebi/internal/store"
)

// SaveArticle saves an article as an importer or an editor hands it over: by
// its slug, with one or both editions. What is stored already and does not
// differ is left alone; an edition it does not hold stays. All of it is kept
// or nothing.
func (p *Publisher) SaveArticle(ctx context.Context, incoming *newsroom.Article, o Options) (*Outcome, error) {
	result := p.SaveArticles(ctx, []*newsroom.Article{incoming}, o)[0]
	return result.Outcome, result.Err
}

// prepare computes what is slow, before any transaction.
func (p *Publisher) prepare(ctx context.Context, incoming *newsroom.Article, zone *time.Location, o Options) (*saving, error) {
	incoming = tidied(incoming)
	if err := p.check(ctx, incoming); err != nil {
		return nil, err
	}
	files, err := p.keep(incoming.Files)
	if err != nil {
		return nil, fmt.Errorf("article %q: %w", incoming.Slug, err)
	}
	if err := checkShown(files, incoming.Cover, bodies(incoming.Editions)); err != nil {
		return nil, err
	}
	stored, err := p.stored(ctx, incoming)
	if err != nil {
		return nil, err
	}
	if o.desk {
		if stored != nil {
			files = withStored(files, stored.Media, true)
		}
		if files, err = p.withLibrary(ctx, files, incoming.Cover, bodies(incoming.Editions)); err != nil {
			return nil, err
		}
	}
	s := &saving{
		p: p, o: o, out: &Outcome{Slug: incoming.Slug}, files: files, zone: zone, stored: stored,
		keepsMedia: incoming.Files == nil && incoming.Media != nil,
	}
	s.merge(incoming)
	if s.out.Change == Unchanged {
		return s, nil
	}
	if err := s.checkNamed(incoming); err != nil {
		return nil, err
	}
	if err := s.mayBe(); err != nil {
		return nil, err
	}
	if err := p.resolveCredits(ctx, s.article, s.out); err != nil {
		return nil, err
	}
	if p.rehearsing {
		return s, nil
	}
	texts := plainTexts(s.article)
	s.tags = p.tags(s.article, texts)
	s.documents = map[newsroom.Language]*search.Document{}
	for l, e := range s.article.Editions {
		if e.Visible() {
			s.documents[l] = p.document(s.article, e, texts[l])
		}
	}
	return s, nil
}

// stored is an article as it is before it is saved: by its number where it has
// one, since its slug may be about to change, else by its slug; nil when it is new.
func (p *Publisher) stored(ctx context.Context, incoming *newsroom.Article) (*newsroom.Article, error) {
	if incoming.ID != 0 {
		return p.store.WholeArticleByID(ctx, incoming.ID)
	}
	stored, err := p.store.WholeArticle(ctx, incoming.Slug)
	if errors.Is(err, newsroom.ErrNotFound) {
		return nil, nil
	}
	return stored, err
}

// saving is one article on its way into the database.
type saving struct {
	p     *Publisher
	o     Options
	out   *Outcome
	files map[string]store.Media
	// keepsMedia says that the incoming article names its pictures by address: they stay as they are.
	keepsMedia bool
	zone       *time.Location
	stored     *newsroom.Article // nil when new
	// article is what will be stored.
	article *newsroom.Article
	// texts lists the editions whose text is new, and needs a revision.
	texts []*newsroom.Edition
	// tags and documents are what is computed of the merged article.
	tags      []newsroom.ThemeTag
	documents map[newsroom.Language]*search.Document
	// err is why it was refused; nothing else is set then.
	err error
}

// changes reports whether there is something to write.
func (s *saving) changes() bool { return s.err == nil && s.out.Change != Unchanged }

// makes reports whether the article, or somebody it credits, is new.
func (s *saving) makes() bool {
	unknown := func(c newsroom.Credit) bool { return c.Contributor.ID == 0 }
	return s.stored == nil || slices.ContainsFunc(creditLists(s.article), func(credits []newsroom.Credit) bool {
		return slices.ContainsFunc(credits, unknown)
	})
}

// check refuses what breaks a rule, before anything is written.
func (p *Publisher) check(ctx context.Context, a *newsroom.Article) error {
	if err := newsroom.CheckSlug(a.Slug); err != nil {
		return err
	}
	if len(a.Editions) == 0 {
		return newsroom.Because(newsroom.ErrInvalid, "article %q has no text in any language", a.Slug)
	}
	known := p.knowledge.Load().slugs
	for _, t := range a.Themes {
		if !slices.Contains(known, t.Slug) {
			return newsroom.At(newsroom.Place{Key: "themes", Value: t.Slug}, unknownTheme(t.Slug, known))
		}
	}
	if err := checkSayable(a); err != nil {
		return err
	}
	for _, e := range a.Editions {
		if err := checkEdition(e); err != nil {
			return err
		}
		if a.ID != 0 { // it was loaded, so its editions' ids are its own
			continue
		}
		if err := p.checkID(ctx, e, "articles/"+a.Slug); err != nil {
			return err
		}
	}
	return nil
}

// checkID refuses an id that another edition of an article or page has.
func (p *Publisher) checkID(ctx context.Context, e *newsroom.Edition, home string) error {
	if e.ID == "" {
		return nil
	}
	other, l, err := p.store.EditionHome(ctx, e.ID)
	if errors.Is(err, newsroom.ErrNotFound) || err == nil && other == home && l == e.Language {
		return nil
	}
	if err != nil {
		return err
	}
	return newsroom.At(newsroom.Place{Language: e.Language, Key: "id"},
		newsroom.Because(newsroom.ErrConflict, "the id %s of the %s edition belongs to %s/%s already; remove the line to have a new one made", e.ID, e.Language, other, l))
}

func unknownTheme(slug string, known []string) error {
	if len(known) == 0 {
		return newsroom.Because(newsroom.ErrInvalid, "theme %q is unknown, and the site has no themes yet: import a themes.yaml with them first", slug)
	}
	if word, near := newsroom.Nearest(slug, known); near {
		return newsroom.Because(newsroom.ErrInvalid, "theme %q is unknown: did you mean %q?", slug, word)
	}
	return newsroom.Because(newsroom.ErrInvalid, "theme %q is unknown: use one of %s, or add it to themes.yaml", slug, strings.Join(known, ", "))
}

// merge lays the incoming article over the stored one and says in out.Change what that means.
func (s *saving) merge(in *newsroom.Article) {
	a := *in
	a.Editions = map[newsroom.Language]*newsroom.Edition{}
	a.Themes = manualThemes(in.Themes)
	s.article = &a
	s.out.Change = Created
	if s.stored != nil {
		s.out.Change = Unchanged
		a.ID, a.Version = s.stored.ID, s.stored.Version
		maps.Copy(a.Editions, s.stored.Editions)
		if a.Kind == "" {
			a.Kind = s.stored.Kind
		}
		if s.partial(in) {
			s.keepStored(&a)
		}
	}
	if a.Kind == "" {
		a.Kind = newsroom.News
	}
	for _, l := range in.Languages() {
		s.mergeEdition(l, in.Editions[l])
	}
	s.settleOriginal(in.Editions)
	if !s.o.desk { // there a person says what a translation reflects
		s.settleReflects(in.Editions)
	}
	s.article.Print = settledPlace(s.article, s.zone)
	if !s.keepsMedia {
		s.files = used(s.files, s.article.Cover, bodies(s.article.Editions))
	}
	if s.stored != nil && (s.editionsDiffer() || s.articleDiffers()) {
		s.out.Change = Updated
	}
}

// partial reports whether the site holds an edition that the incoming article
// does not: what is true of the piece may then be said in the other file.
func (s *saving) partial(in *newsroom.Article) bool {
	for l := range s.stored.Editions {
		if in.Editions[l] == nil {
			return true
		}
	}
	return false
}

// keepStored lets stand what a lone edition does not say of the piece.
func (s *saving) keepStored(a *newsroom.Article) {
	if len(a.Credits) == 0 {
		a.Credits = s.stored.Credits
	} else {
		keepPrinted(a.Credits, s.stored.Credits)
	}
	if len(a.Themes) == 0 {
		a.Themes = setByHand(s.stored.Themes)
	}
	if a.Print == nil {
		a.Print = s.stored.Print
	}
	if a.Cover == nil {
		a.Cover = s.stored.Cover
	}
	s.files = withStored(s.files, s.stored.Media, true)
}

// keepPrinted keeps the affiliations that the other edition printed.
func keepPrinted(credits, stored []newsroom.Credit) {
	for i, c := range credits {
		for _, old := range stored {
			if !sameContributor(c.Contributor, old.Contributor) || c.Role != old.Role {
				continue
			}
			for _, l := range newsroom.Languages() {
				if c.Printed.Only(l) == "" {
					credits[i].Printed = credits[i].Printed.With(l, old.Printed.Only(l))
				}
			}
		}
	}
}

// settleReflects binds a translation that does not say which revision of its
// source it reflects to the source as it stands beside it. A translation that
// comes without its source and unchanged reflects what it did.
func (s *saving) settleReflects(incoming map[newsroom.Language]*newsroom.Edition) {
	source := s.article.Original()
	for l, in := range incoming {
		e := s.article.Editions[l]
		if e == source {
			e.Reflects = 0 // incoming, so it may be changed
			continue
		}
		if in.Reflects != 0 {
			if in.Reflects > source.Revision {
				s.out.warn(newsroom.Place{Language: l, Key: "reflects"}, "the %s edition says that it reflects revision %d, the source has %d; correct the line reflects", l, in.Reflects, source.Revision)
			}
			continue
		}
		e.Reflects = source.Revision
		if s.stored != nil && incoming[source.Language] == nil {
			if old := s.stored.Editions[l]; old != nil && !textDiffers(e, old) {
				e.Reflects = old.Reflects
			}
		}
	}
}

// settledPlace is an article's print place; one without a date gets the
// article's own day in zone.
func settledPlace(a *newsroom.Article, zone *time.Location) *newsroom.PrintPlace {
	if a.Print == nil || !a.Print.Date.IsZero() {
		return a.Print
	}
	place := *a.Print
	place.Date = day(a.Original().Date, zone)
	return &place
}

// day is the calendar day of t in zone, as midnight UTC; zero for the zero time.
func day(t time.Time, zone *time.Location) time.Time {
	if t.IsZero() {
		return t
	}
	year, month, d := t.In(zone).Date()
	return time.Date(year, month, d, 0, 0, 0, 0, time.UTC)
}

// checkNamed is checkNamed for the texts that come in and the article's cover.
func (s *saving) checkNamed(in *newsroom.Article) error {
	has := named(s.files)
	if s.keepsMedia {
		has = func(name string) bool { return in.Media[name] != "" }
	}
	return checkNamed(has, s.article.Cover, bodies(in.Editions))
}

// mayBe checks the user's rights for every edition that changes, and for what
// is true of the piece.
func (s *saving) mayBe() error {
	for l, e := range s.article.Editions {
		var old *newsroom.Edition
		if s.stored != nil {
			old = s.stored.Editions[l]
		}
		if old != nil && !editionDiffers(e, old) {
			continue
		}
		for _, action := range saveActions(e, old) {
			if err := s.o.may(action, l); err != nil {
				return err
			}
		}
	}
	if s.stored == nil || !s.articleDiffers() {
		return nil
	}
	return s.o.MayDescribe(s.stored)
}

// saveActions are what somebody must be allowed to do who makes e of old, which is nil when e is new.
func saveActions(e, old *newsroom.Edition) []newsroom.Action {
	if old == nil {
		begun := *e
		begun.Status = newsroom.Draft
		actions := []newsroom.Action{newsroom.WritingAction(&begun)}
		if e.Status != newsroom.Draft {
			actions = append(actions, statusAction(e.Status))
		}
		return actions
	}
	var actions []newsroom.Action
	if old.Status != e.Status {
		actions = append(actions, statusAction(e.Status))
	}
	if len(actions) == 0 || textDiffers(e, old) {
		actions = append(actions, newsroom.WritingAction(old))
	}
	return actions
}

// MayDescribe is ErrForbidden unless the user may change what is true of the
// piece: in each language that readers see it in, or will at its time, that is
// publishing; while they see none of it, writing in one of its languages.
func (o Options) MayDescribe(a *newsroom.Article) error {
	var refused error
	allowed := false
	for _, l := range a.Languages() {
		action := newsroom.WritingAction(a.Editions[l])
		switch err := o.may(action, l); {
		case err == nil:
			allowed = true
		case action == newsroom.ActPublish:
			return err
		default:
			refused = err
		}
	}
	if allowed {
		return nil
	}
	return refused
}

// settleOriginal leaves exactly one edition marked as the original: the one
// that the incoming article marks, else the one that was, else the Chinese one.
func (s *saving) settleOriginal(incoming map[newsroom.Language]*newsroom.Edition) {
	marked := newsroom.Language("")
	for l, e := range s.article.Editions {
		in := incoming[l]
		if in != nil && in.Original || e.Original && marked == "" {
			marked = l
		}
	}
	if marked == "" {
		marked = s.article.In(newsroom.Chinese).Language
	}
	for l, e := range s.article.Editions {
		if e.Original != (l == marked) {
			settled := *e // what is stored is compared with later
			settled.Original = l == marked
			s.article.Editions[l] = &settled
			for i, text := range s.texts {
				if text == e {
					s.texts[i] = &settled
				}
			}
		}
	}
}

func manualThemes(tags []newsroom.ThemeTag) []newsroom.ThemeTag {
	var manual []newsroom.ThemeTag
	for _, t := range tags {
		if slices.ContainsFunc(manual, func(had newsroom.ThemeTag) bool { return sameTheme(had, t) }) {
			continue
		}
		manual = append(manual, newsroom.ThemeTag{Slug: t.Slug, Name: t.Name, Manual: true, Score: 1})
	}
	return manual
}

// write stores the merged article: all rows but those of the index.
func (s *saving) write(ctx context.Context, tx *store.Store) error {
	if err := s.p.saveNewContributors(ctx, tx, s.article); err != nil {
		return err
	}
	if s.stored == nil || s.articleDiffers() || s.translatorsDiffer() {
		if err := tx.SaveArticle(ctx, s.article); err != nil {
			return err
		}
	}
	if err := s.moveSlug(ctx, tx); err != nil {
		return err
	}
	if err := s.writeEditions(ctx, tx); err != nil {
		return err
	}
	if len(s.texts) > 0 && s.o.weight() != newsroom.Typo { // another text may speak for what this one did not
		if err := tx.LiftRefusals(ctx, s.article.ID); err != nil {
			return err
		}
	}
	if err := tx.SetArticleThemes(ctx, s.article.ID, s.tags); err != nil {
		return err
	}
	if !s.keepsMedia {
		if err := tx.SetArticleMedia(ctx, s.article.ID, uses(s.files, s.article.Editions, s.article.Cover)); err != nil {
			return err
		}
	}
	s.out.Statuses = map[newsroom.Language]newsroom.Status{}
	for l, e := range s.article.Editions {
		s.out.Statuses[l] = e.Status
	}
	return s.o.audit(ctx, tx, s.out.Change, "article "+s.article.Slug, articleFacts(s.stored), articleFacts(s.article))
}

func (s *saving) writeEditions(ctx context.Context, tx *store.Store) error {
	for _, l := range s.article.Languages() {
		e := s.article.Editions[l]
		var was *newsroom.Edition
		if s.stored != nil {
			was = s.stored.Editions[l]
		}
		// Whoever writes on the other edition at this time is in nobody's way.
		if was != nil && !slices.Contains(s.texts, e) && !editionDiffers(e, was) && e.Published.Equal(was.Published) {
			if err := tx.HoldEdition(ctx, e.Key, e.Version); err != nil {
				return err
			}
			continue
		}
		if err := tx.SaveEdition(ctx, s.article.ID, e); err != nil {
			return err
		}
		if slices.Contains(s.texts, e) {
			r := newsroom.Revision{Weight: s.o.weight(), User: s.o.userID(), Note: s.o.note}
			if err := tx.AddRevision(ctx, e, r); err != nil {
				return err
			}
		}
		if err := handOver(ctx, tx, e, was, s.o); err != nil {
			return err
		}
	}
	return nil
}

// record writes what every change ends with: the audit row, the change number
// and who is to be told.
func (p *Publisher) record(ctx context.Context, tx *store.Store, o Options, action, subject string, d deed) error {
	if err := o.audit(ctx, tx, action, subject, d.before, d.after); err != nil {
		return err
	}
	return p.changed(ctx, tx, d.lists)
}

// newID makes an edition's UUID: version 7, which sorts by time.
func newID() string { return uuid.Must(uuid.NewV7()).String() }
