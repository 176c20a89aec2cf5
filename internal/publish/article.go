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

	"hebi/internal/markdown"
	"hebi/internal/media"
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

// Result is what became of one of several articles.
type Result struct {
	*Outcome
	Err error
}

// SaveArticles saves several articles in one transaction, which costs a large
// import a third of what one each would. Each is kept or refused for itself;
// only when the transaction as a whole fails is none kept, and all have its error.
func (p *Publisher) SaveArticles(ctx context.Context, incoming []*newsroom.Article, o Options) []Result {
	results := make([]Result, len(incoming))
	prepared := make([]*saving, len(incoming))
	changes := false
	// Another process may have changed the terms: rows must not be cut by the old ones.
	err := p.Refresh(ctx)
	var site *newsroom.Site
	if err == nil {
		site, err = p.store.Site(ctx)
	}
	for i, a := range incoming {
		if err != nil {
			results[i].Err = err
			continue
		}
		prepared[i], results[i].Err = p.prepare(ctx, a, site.Zone(), o)
		if s := prepared[i]; s != nil {
			results[i].Outcome = s.out
			changes = changes || s.out.Change != Unchanged
		}
	}
	if !changes {
		return results
	}
	err = p.store.InTx(ctx, func(tx *store.Store) error {
		if err := lock(ctx, tx, prepared); err != nil {
			return err
		}
		for i, s := range prepared {
			if s == nil || s.out.Change == Unchanged {
				continue
			}
			// A transaction within is a savepoint: one article's failure takes back that article only.
			if err := tx.InTx(ctx, func(tx *store.Store) error { return s.write(ctx, tx) }); err != nil {
				results[i] = Result{Err: fmt.Errorf("article %q: %w", s.article.Slug, err)}
			}
		}
		// The index comes last: FTS5 writes a segment at every savepoint, which took a third of an import's time.
		for i, s := range prepared {
			if s != nil && results[i].Err == nil && s.out.Change != Unchanged {
				if err := s.writeIndex(ctx, tx); err != nil {
					return err
				}
			}
		}
		return tx.Bump(ctx, store.ChangeCounter)
	})
	if err != nil {
		for i := range results {
			results[i] = Result{Err: err}
		}
	}
	return results
}

// lock takes the stored articles in the order of their ids, as everybody does
// who writes several: two processes then wait for one another instead of
// getting entangled.
func lock(ctx context.Context, tx *store.Store, prepared []*saving) error {
	var ids []int64
	for _, s := range prepared {
		if s != nil && s.stored != nil {
			ids = append(ids, s.stored.ID)
		}
	}
	return tx.LockArticles(ctx, ids)
}

// prepare computes what is slow, before any transaction.
func (p *Publisher) prepare(ctx context.Context, incoming *newsroom.Article, zone *time.Location, o Options) (*saving, error) {
	if err := p.check(ctx, incoming); err != nil {
		return nil, err
	}
	files, err := p.keep(incoming.Files)
	if err != nil {
		return nil, fmt.Errorf("article %q: %w", incoming.Slug, err)
	}
	stored, err := p.store.WholeArticle(ctx, incoming.Slug)
	if err != nil && !errors.Is(err, newsroom.ErrNotFound) {
		return nil, err
	}
	s := &saving{
		p: p, o: o, out: &Outcome{Slug: incoming.Slug}, files: files, zone: zone, stored: stored,
		keepsMedia: incoming.Files == nil && incoming.Media != nil,
	}
	s.merge(incoming)
	if s.out.Change == Unchanged {
		return s, nil
	}
	if err := s.mayBe(); err != nil {
		return nil, err
	}
	if err := p.resolveCredits(ctx, s.article, s.out); err != nil {
		return nil, err
	}
	texts := plainTexts(s.article)
	s.tags = p.tags(s.article, texts)
	s.documents = map[newsroom.Language]search.Document{}
	for l, e := range s.article.Editions {
		if e.Visible() {
			s.documents[l] = p.document(s.article, e, texts[l])
		}
	}
	return s, nil
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
	documents map[newsroom.Language]search.Document
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
			return newsroom.Because(newsroom.ErrInvalid, "theme %q is unknown; %s", t.Slug, themesThere(known))
		}
	}
	for _, e := range a.Editions {
		if strings.TrimSpace(e.Title) == "" {
			return newsroom.Because(newsroom.ErrInvalid, "article %q: the %s edition has no title", a.Slug, e.Language)
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
	return newsroom.Because(newsroom.ErrConflict, "the id %s of the %s edition belongs to %s/%s already; remove the line to have a new one made", e.ID, e.Language, other, l)
}

func themesThere(slugs []string) string {
	if len(slugs) == 0 {
		return "the site has no themes yet: import a themes.yaml with them first"
	}
	return "the site has " + strings.Join(slugs, ", ")
}

// keep writes files to the media folder; bytes that no row names later do no harm.
func (p *Publisher) keep(files []newsroom.File) (map[string]store.Media, error) {
	if len(files) == 0 {
		return nil, nil
	}
	kept := make(map[string]store.Media, len(files))
	for _, f := range files {
		file, err := p.keepOne(f)
		if err != nil {
			return nil, fmt.Errorf("file %s: %w", f.Name, err)
		}
		kept[f.Name] = store.Media{
			Hash: file.Hash, ContentType: file.ContentType,
			Width: file.Width, Height: file.Height, Size: file.Size,
		}
	}
	return kept, nil
}

func (p *Publisher) keepOne(f newsroom.File) (media.File, error) {
	r, err := f.Open()
	if err != nil {
		return media.File{}, err
	}
	defer func() { _ = r.Close() }() // read only: nothing can be lost
	return p.media.Keep(r)
}

// merge lays the incoming article over the stored one and says in out.Change what that means.
func (s *saving) merge(in *newsroom.Article) {
	a := *in
	a.Editions = map[newsroom.Language]*newsroom.Edition{}
	a.Themes = manualThemes(in.Themes)
	a.Credits = slices.Clone(in.Credits) // resolving fills in who they are
	s.article = &a
	s.out.Change = Created
	if s.stored != nil {
		s.out.Change = Unchanged
		a.ID = s.stored.ID
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
	s.settleReflects(in.Editions)
	s.article.Print = settledPlace(s.article, s.zone)
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
			continue
		}
		if in.Reflects != 0 {
			if in.Reflects > source.Revision {
				s.out.warn("the %s edition says that it reflects revision %d, the source has %d; correct the line reflects", l, in.Reflects, source.Revision)
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

// mayBe checks the user's rights for every edition that changes.
func (s *saving) mayBe() error {
	for l, e := range s.article.Editions {
		var old *newsroom.Edition
		if s.stored != nil {
			old = s.stored.Editions[l]
		}
		if old != nil && !editionDiffers(e, old) {
			continue
		}
		action := newsroom.ActWrite
		if !e.Original {
			action = newsroom.ActTranslate
		}
		if old == nil && e.Status != newsroom.Draft || old != nil && old.Status != e.Status {
			action = statusAction(e.Status)
		}
		if err := s.o.may(action, l); err != nil {
			return err
		}
	}
	return nil
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
		manual = append(manual, newsroom.ThemeTag{Slug: t.Slug, Name: t.Name, Manual: true, Score: 1})
	}
	return manual
}

// write stores the merged article: all rows but those of the index.
func (s *saving) write(ctx context.Context, tx *store.Store) error {
	if err := s.p.saveNewContributors(ctx, tx, s.article); err != nil {
		return err
	}
	if err := tx.SaveArticle(ctx, s.article); err != nil {
		return err
	}
	if err := s.writeEditions(ctx, tx); err != nil {
		return err
	}
	if err := tx.SetArticleThemes(ctx, s.article.ID, s.tags); err != nil {
		return err
	}
	if !s.keepsMedia {
		if err := tx.SetArticleMedia(ctx, s.article.ID, uses(s.files, s.article.Editions)); err != nil {
			return err
		}
	}
	s.out.Statuses = map[newsroom.Language]newsroom.Status{}
	for l, e := range s.article.Editions {
		s.out.Statuses[l] = e.Status
	}
	return tx.Audit(ctx, s.o.userID(), s.out.Change, "article "+s.article.Slug, "")
}

func (s *saving) writeEditions(ctx context.Context, tx *store.Store) error {
	for _, l := range s.article.Languages() {
		e := s.article.Editions[l]
		if err := tx.SaveEdition(ctx, s.article.ID, e); err != nil {
			return err
		}
		if slices.Contains(s.texts, e) {
			if err := tx.AddRevision(ctx, e, newsroom.Significant); err != nil {
				return err
			}
		}
	}
	return nil
}

// writeIndex makes search know what readers may now see of the article.
func (s *saving) writeIndex(ctx context.Context, tx *store.Store) error {
	for _, l := range s.article.Languages() {
		e := s.article.Editions[l]
		if !e.Visible() && s.stored == nil {
			continue // search never knew it
		}
		if err := index(ctx, tx, e, s.documents[l]); err != nil {
			return err
		}
	}
	return nil
}

// uses says which edition names each file: a picture that only a draft names is
// not for readers. What no text names, such as a cover, belongs to the whole.
func uses(files map[string]store.Media, editions map[newsroom.Language]*newsroom.Edition) []store.MediaUse {
	named := map[string][]newsroom.Language{}
	if len(files) > 0 {
		for _, l := range newsroom.Languages() {
			if e := editions[l]; e != nil {
				d := markdown.Parse(e.Body)
				for _, r := range append(d.Images(), d.Links()...) {
					if !slices.Contains(named[r.Destination], l) {
						named[r.Destination] = append(named[r.Destination], l)
					}
				}
			}
		}
	}
	var list []store.MediaUse
	for name, m := range files {
		languages := named[name]
		if len(languages) == 0 {
			languages = []newsroom.Language{""}
		}
		for _, l := range languages {
			list = append(list, store.MediaUse{Name: name, Language: l, Media: m})
		}
	}
	return list
}

// record writes what every change ends with: the audit row and the change number.
func record(ctx context.Context, tx *store.Store, o Options, action, subject string) error {
	if err := tx.Audit(ctx, o.userID(), action, subject, ""); err != nil {
		return err
	}
	return tx.Bump(ctx, store.ChangeCounter)
}

// newID makes an edition's UUID: version 7, which sorts by time.
func newID() string { return uuid.Must(uuid.NewV7()).String() }
