package publish

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strconv"
	"strings"

	"hebi/internal/markdown"
	"hebi/internal/newsroom"
	"hebi/internal/search"
	"hebi/internal/store"
)

// batch is how many rows are read at a time when the whole site is walked.
const batch = 100

// Reindex makes search know every visible edition by the present dictionary,
// code and term base. Only editions with another stamp are touched, so it goes
// on where an earlier run stopped; of those that differ by the term base alone,
// only the ones that hold a way of writing that came or went meanwhile are
// indexed again. all indexes every one again, and goes on where an earlier such
// run stopped. done is called for each edition that was indexed again.
func (p *Publisher) Reindex(ctx context.Context, all bool, done func()) error {
	if err := p.Refresh(ctx); err != nil {
		return err
	}
	if all {
		return p.reindexAll(ctx, done)
	}
	c := p.compareTerms()
	for after := int64(0); ; {
		last, err := p.reindexStale(ctx, c, after, done)
		if err == nil && last != 0 {
			err = p.MergeIndex(ctx)
		}
		if err != nil {
			return err
		}
		if last == 0 {
			return p.finishIndex(ctx, c, after > 0)
		}
		after = last
	}
}

// finishIndex ends a walk. When it found something, every row has the number
// compared with, unless another process wrote with older terms meanwhile: such
// a row is indexed again for want of a record.
func (p *Publisher) finishIndex(ctx context.Context, c *comparison, found bool) error {
	if found {
		if err := p.store.ForgetTermChanges(ctx, c.now); err != nil {
			return err
		}
	}
	return p.compactIndex(ctx)
}

// reindexAll also repairs an index that is damaged: what cannot be merged at
// first can be thrown away once everything has been indexed anew.
func (p *Publisher) reindexAll(ctx context.Context, done func()) error {
	var damaged error
	err := p.walk(ctx, "reindex", p.Stamp(), func(after int64) (int64, error) {
		last, err := p.reindexAny(ctx, after, done)
		if err == nil && damaged == nil {
			damaged = p.MergeIndex(ctx)
		}
		return last, err
	})
	if err == nil {
		err = p.compactIndex(ctx)
	}
	if err == nil {
		err = p.MergeIndex(ctx)
	}
	return err
}

// reindexAny indexes one batch of the editions after a key again, whatever
// their stamp, and returns the last key; 0 when there are none.
func (p *Publisher) reindexAny(ctx context.Context, after int64, done func()) (int64, error) {
	listed, err := p.store.StaleEditions(ctx, "none", after, batch) // no row has this stamp
	if err != nil || len(listed) == 0 {
		return 0, err
	}
	loaded, err := p.load(ctx, listed)
	if err == nil {
		err = p.reindexBatch(ctx, loaded, done)
	}
	return listed[len(listed)-1].Key, err
}

// reindexStale does one batch of the editions after a key that have another
// stamp, and returns the last key; 0 when there are none.
func (p *Publisher) reindexStale(ctx context.Context, c *comparison, after int64, done func()) (int64, error) {
	stale, err := p.store.StaleEditions(ctx, p.stampOf(c.now), after, batch)
	if err != nil || len(stale) == 0 {
		return 0, err
	}
	sorted, err := c.sort(ctx, stale)
	if err == nil {
		err = p.restamp(ctx, p.stampOf(c.now), sorted.same)
	}
	if err == nil {
		err = p.reindexBatch(ctx, sorted.others, done)
	}
	return stale[len(stale)-1].Key, err
}

// restamp gives editions whose tokens are as they should be a new stamp. No
// reader sees a difference, so no number moves.
func (p *Publisher) restamp(ctx context.Context, stamp string, editions []store.StaleEdition) error {
	if len(editions) == 0 {
		return nil
	}
	ids := make([]int64, len(editions))
	for i, e := range editions {
		ids[i] = e.ArticleID
	}
	return p.store.InTx(ctx, func(tx *store.Store) error {
		if err := tx.LockArticles(ctx, ids); err != nil { // whoever writes rows of several takes these first
			return err
		}
		return tx.Restamp(ctx, stamp, editions)
	})
}

// listedEdition is an edition of the list of stale ones with its texts.
type listedEdition struct {
	listed  store.StaleEdition
	article *newsroom.Article
	edition *newsroom.Edition
}

// load loads listed editions, without those that have been withdrawn since.
func (p *Publisher) load(ctx context.Context, listed []store.StaleEdition) ([]listedEdition, error) {
	var ids []int64
	for _, l := range listed {
		if !slices.Contains(ids, l.ArticleID) {
			ids = append(ids, l.ArticleID)
		}
	}
	articles, err := p.store.WholeArticles(ctx, ids)
	if err != nil {
		return nil, err
	}
	byID := make(map[int64]*newsroom.Article, len(articles))
	for i := range articles {
		byID[articles[i].ID] = &articles[i]
	}
	var loaded []listedEdition
	for _, l := range listed {
		if a := byID[l.ArticleID]; a != nil {
			if e := a.Edition(l.Language); e.Visible() {
				loaded = append(loaded, listedEdition{l, a, e})
			}
		}
	}
	return loaded, nil
}

// walk repeats a step, which does one batch after a key and returns the last
// key or 0 at the end. It remembers the key, so that a walk that was stopped is
// gone on with, unless what it is made with has changed.
func (p *Publisher) walk(ctx context.Context, name, made string, step func(after int64) (int64, error)) error {
	where, err := p.store.Progress(ctx, name)
	if err != nil {
		return err
	}
	after := int64(0)
	if before, key, ok := strings.Cut(where, " "); ok && before == made {
		after, _ = strconv.ParseInt(key, 10, 64) // damaged: from the beginning
	}
	for {
		last, err := step(after)
		if err != nil {
			return err
		}
		if last == 0 {
			return p.store.SetProgress(ctx, name, "")
		}
		after = last
		if err := p.store.SetProgress(ctx, name, made+" "+strconv.FormatInt(after, 10)); err != nil {
			return err
		}
	}
}

// reindexBatch cuts the texts first and writes them in one transaction.
func (p *Publisher) reindexBatch(ctx context.Context, editions []listedEdition, done func()) error {
	if len(editions) == 0 {
		return nil
	}
	var articles []*newsroom.Article
	var documents []*search.Document
	for _, e := range editions {
		articles = append(articles, e.article)
		documents = append(documents, p.document(e.article, e.edition, markdown.Parse(e.edition.Body).Text()))
	}
	file, err := search.NewFile(documents)
	if err != nil {
		return err
	}
	err = p.rewrite(ctx, articles, func(tx *store.Store, still []int) (lists, error) {
		var written []*search.Document
		for _, i := range still {
			written = append(written, documents[i])
		}
		return nil, tx.WriteIndex(ctx, file, written)
	})
	if err != nil {
		return err
	}
	for range editions {
		done()
	}
	return nil
}

// rewrite calls write, in one transaction, with the numbers of the articles that
// are still as they were read; write returns the lists that change.
func (p *Publisher) rewrite(ctx context.Context, articles []*newsroom.Article, write func(tx *store.Store, still []int) (lists, error)) error {
	return p.store.InTx(ctx, func(tx *store.Store) error {
		if err := lockAll(ctx, tx, articles); err != nil {
			return err
		}
		var still []int
		for i, a := range articles {
			same, err := stillThere(ctx, tx, a)
			if err != nil {
				return err
			}
			if same {
				still = append(still, i)
			}
		}
		changed, err := write(tx, still)
		if err != nil {
			return err
		}
		return p.changed(ctx, tx, changed)
	})
}

// stillThere reports whether an article is as it was read. Where it is not,
// somebody saved it meanwhile, and saving did what was to be done here.
func stillThere(ctx context.Context, tx *store.Store, a *newsroom.Article) (bool, error) {
	current, err := tx.WholeArticle(ctx, a.Slug)
	if errors.Is(err, newsroom.ErrNotFound) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	return unsaved(a, current), nil
}

// unsaved reports whether nobody saved an article between two readings of it.
func unsaved(a, current *newsroom.Article) bool {
	sameVersion := func(x, y *newsroom.Edition) bool { return x.Version == y.Version }
	return a.ID == current.ID && maps.EqualFunc(a.Editions, current.Editions, sameVersion) &&
		slices.EqualFunc(setByHand(a.Themes), setByHand(current.Themes), sameTheme)
}

// Retag finds the themes of every article anew and goes on where an earlier
// run stopped; those set by hand stay, and those an editor refused do not come
// back. done is called after each article.
func (p *Publisher) Retag(ctx context.Context, done func()) error {
	made := strconv.FormatInt(p.knowledge.Load().number, 10)
	return p.walk(ctx, "retag", made, func(after int64) (int64, error) {
		found, err := p.store.WholeArticlesAfter(ctx, after, batch)
		if err != nil || len(found) == 0 {
			return 0, err
		}
		articles := make([]*newsroom.Article, len(found))
		for i := range found {
			articles[i] = &found[i]
		}
		if err := p.retagBatch(ctx, articles); err != nil {
			return 0, err
		}
		for range articles {
			done()
		}
		return articles[len(articles)-1].ID, nil
	})
}

// lockAll takes articles in the order of their ids; see lock.
func lockAll(ctx context.Context, tx *store.Store, articles []*newsroom.Article) error {
	ids := make([]int64, len(articles))
	for i, a := range articles {
		ids[i] = a.ID
	}
	return tx.LockArticles(ctx, ids)
}

func (p *Publisher) retagBatch(ctx context.Context, articles []*newsroom.Article) error {
	tags := make([][]newsroom.ThemeTag, len(articles))
	for i := range articles {
		tags[i] = p.tags(articles[i], plainTexts(articles[i]))
	}
	site, err := p.store.Site(ctx)
	if err != nil {
		return err
	}
	return p.rewrite(ctx, articles, func(tx *store.Store, still []int) (lists, error) {
		var ids []int64
		var told lists
		for _, i := range still {
			ids = append(ids, articles[i].ID)
			if err := tx.SetArticleThemes(ctx, articles[i].ID, tags[i]); err != nil {
				return nil, err
			}
			told.add(retagged(articles[i], tags[i], site.Zone())...)
		}
		return told, tx.RefreshIndexed(ctx, ids)
	})
}
