package publish

import (
	"context"
	"strconv"
	"strings"

	"hebi/internal/markdown"
	"hebi/internal/newsroom"
	"hebi/internal/search"
	"hebi/internal/segment"
	"hebi/internal/store"
)

// Stamp names what an index row is made with: dictionary, code and, behind a
// slash, the number of the term base. A row's terms are those of its number or
// of a later one, for the number is read first and terms may change meanwhile.
func (p *Publisher) Stamp() string { return p.stampOf(p.TermNumber()) }

// TermNumber is the number of the term base that this process works with.
func (p *Publisher) TermNumber() int64 { return p.knowledge.Load().number }

func (p *Publisher) stampOf(terms int64) string {
	return p.segmenter.Stamp() + "-" + strconv.Itoa(search.IndexVersion) + "/" + strconv.FormatInt(terms, 10)
}

// termsOf is the number of the term base in a stamp; false when dictionary or
// code are others than this process has.
func (p *Publisher) termsOf(stamp string) (int64, bool) {
	_, number, _ := strings.Cut(stamp, "/")
	n, err := strconv.ParseInt(number, 10, 64)
	return n, err == nil && p.stampOf(n) == stamp
}

// comparison says of editions that were indexed with other terms whether their
// tokens would be others now.
type comparison struct {
	p *Publisher
	// now is the number of the term base compared with.
	now int64
	// since has the ways of writing that came or went after a number.
	since map[int64]*changed
}

// changed are ways of writing that came or went.
type changed struct {
	// known says that they are all that did.
	known bool
	count int
	forms *segment.Overlay
}

func (p *Publisher) compareTerms() *comparison {
	return &comparison{p: p, now: p.TermNumber(), since: map[int64]*changed{}}
}

// compared are stale editions by what is to be done.
type compared struct {
	// same have the tokens that they should have.
	same []store.StaleEdition
	// others are to be indexed again.
	others []listedEdition
}

// sort compares editions. What is indexed with later terms than those compared
// with, by a process that is ahead of this one, is left out.
func (c *comparison) sort(ctx context.Context, stale []store.StaleEdition) (*compared, error) {
	found := &compared{}
	var doubtful []store.StaleEdition
	for _, s := range stale {
		number, terms := c.p.termsOf(s.Stamp)
		if terms && number > c.now {
			continue
		}
		since, err := c.changedSince(ctx, s.Stamp)
		if err != nil {
			return nil, err
		}
		if since.known && since.count == 0 {
			found.same = append(found.same, s)
		} else {
			doubtful = append(doubtful, s)
		}
	}
	loaded, err := c.p.load(ctx, doubtful)
	if err != nil {
		return nil, err
	}
	for _, e := range loaded {
		since, err := c.changedSince(ctx, e.listed.Stamp)
		if err != nil {
			return nil, err
		}
		if since.known && !since.in(e.article, e.edition) {
			found.same = append(found.same, e.listed)
		} else {
			found.others = append(found.others, e)
		}
	}
	return found, nil
}

// changedSince returns what changed since the terms of a stamp; of another
// dictionary or code it knows nothing.
func (c *comparison) changedSince(ctx context.Context, stamp string) (*changed, error) {
	number, terms := c.p.termsOf(stamp)
	if !terms {
		return &changed{}, nil
	}
	if since := c.since[number]; since != nil {
		return since, nil
	}
	forms, known, err := c.p.store.TermChanges(ctx, number, c.now)
	if err != nil {
		return nil, err
	}
	c.since[number] = &changed{known: known, count: len(forms), forms: segment.NewOverlay(forms)}
	return c.since[number], nil
}

// in reports whether one of the ways of writing stands in what is indexed of an
// edition. Where none does, the same terms are found in it with them as without:
// whether one begins at a place of a text does not depend on the others.
func (c *changed) in(a *newsroom.Article, e *newsroom.Edition) bool {
	title, all := indexed(a, e, markdown.Parse(e.Body).Text())
	return len(c.forms.Find(title)) > 0 || len(c.forms.Find(all)) > 0
}
