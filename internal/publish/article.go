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
	site, err := p.store.Site(ctx)
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
		if e.ID == "" {
			continue
		}
		slug, l, err := p.store.EditionHome(ctx, e.ID)
		if err == nil && (slug != a.Slug || l != e.Language) {
			return newsroom.Because(newsroom.ErrConflict, "article %q: the id %s of the %s edition belongs to %s/%s already; remove the line to have a new one made",
				a.Slug, e.ID, e.Language, slug, l)
		}
		if err != nil && !errors.Is(err, newsroom.ErrNotFound) {
			return err
		}
	}
	return nil
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
	}
	if a.Kind == "" {
		a.Kind = newsroom.News
	}
	for _, l := range in.Languages() {
		s.mergeEdition(l, in.Editions[l])
	}
	s.settleOriginal()
	s.settleReflects(in.Editions)
	s.settlePrint()
	if s.stored != nil && (s.editionsDiffer() || s.articleDiffers()) {
		s.out.Change = Updated
	}
}

// settleReflects binds a translation that does not say which revision of its
// source it reflects to the source as it stands now.
func (s *saving) settleReflects(incoming map[newsroom.Language]*newsroom.Edition) {
	source := s.article.Original()
	for l, in := range incoming {
		if e := s.article.Editions[l]; e != source && in.Reflects == 0 {
			e.Reflects = source.Revision
		}
	}
}

// settlePrint gives a print place without a date the article's own day.
func (s *saving) settlePrint() {
	if s.article.Print == nil || !s.article.Print.Date.IsZero() {
		return
	}
	place := *s.article.Print
	place.Date = day(s.article.Original().Date, s.zone)
	s.article.Print = &place
}

// day is the calendar day of t in zone, as midnight UTC; zero for the zero time.
func day(t time.Time, zone *time.Location) time.Time {
	if t.IsZero() {
		return t
	}
	year, month, d := t.In(zone).Date()
	return time.Date(year, month, d, 0, 0, 0, 0, time.UTC)
}

// settleOriginal marks one edition as the original when none says so: the Chinese one if there is one.
func (s *saving) settleOriginal() {
	for _, e := range s.article.Editions {
		if e.Original {
			return
		}
	}
	s.article.Original().Original = true
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
		if err := tx.SetArticleMedia(ctx, s.article.ID, s.files); err != nil {
			return err
		}
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
	for l, e := range s.article.Editions {
		if !e.Visible() && s.stored == nil {
			continue // search never knew it
		}
		if err := index(ctx, tx, e, s.documents[l]); err != nil {
			return err
		}
	}
	return nil
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
