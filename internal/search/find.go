package search

import (
	"context"
	"math"
	"math/bits"
	"slices"

	"hebi/internal/newsroom"
)

// found is what a query finds.
type found struct {
	// layers follow one another in a result by relevance; no document is in two.
	layers []*layer
	// total is the number of articles that pass the filter.
	total int
	// exactly is how many of them meet the query in full, by its own words.
	exactly int
	// loose says that they only hold some of the words.
	loose bool
	// counts are nil unless facets were asked for.
	counts *counts
}

// layer is what one reading of a query finds.
type layer struct {
	reading reading
	// matched are the documents by segment: first all, then those that pass the
	// filter, one of each article.
	matched []ordinals
	// whole are those of them that meet the reading in full; nil when all do.
	whole  []ordinals
	scores [][]scored
	// via is what a part of the query, typed, was read as; empty when the words stay.
	typed, via string
	// from is the reading whose bridges were taken; nil when none were.
	from *reading
}

// ask is a query as it is answered.
type ask struct {
	Query
	reading reading
	// others returns other readings; nothing says that none was found by the first.
	others func(v *view, nothing bool) []other
}

// find finds what meets all clauses of the query or comes near to it, then what
// meets it by other readings and by the bridges of all, and what holds any of
// the words when there is nothing else. What only comes near would spoil an
// order by date.
func (x *evaluation) find(ctx context.Context, q *ask) (*found, error) {
	f := &found{}
	not, err := x.unwanted(ctx, q.reading.not)
	if err != nil {
		return nil, err
	}
	direct := &layer{reading: q.reading}
	if err := x.addLayer(ctx, f, direct, not, !q.Newest); err != nil {
		return nil, err
	}
	nothing := !hasAny(direct.strict())
	layers := []*layer{direct}
	for _, o := range q.others(x.view, nothing) {
		l := &layer{reading: o.reading, typed: o.from, via: o.via}
		if err := x.addLayer(ctx, f, l, not, !q.Newest && o.via != ""); err != nil {
			return nil, err
		}
		layers = append(layers, l)
	}
	for _, l := range layers {
		if len(l.reading.bridges) == 0 {
			continue
		}
		b := &layer{reading: l.reading.bridged(), from: &l.reading}
		if err := x.addLayer(ctx, f, b, not, false); err != nil {
			return nil, err
		}
	}
	x.narrow(f, q)
	if f.total > 0 || len(q.reading.loose) == 0 {
		return f, nil
	}
	looser, err := x.findAny(ctx, q, not)
	if err == nil && looser.counts != nil {
		looser.counts.prefer(f.counts) // with another value there may be what meets all the words
	}
	return looser, err
}

// findAny finds what holds any of the words, those quoted included: who pastes a
// headline has not meant its quotation marks.
func (x *evaluation) findAny(ctx context.Context, q *ask, not []ordinals) (*found, error) {
	f := &found{}
	l := &layer{reading: q.reading}
	if err := x.fetch(ctx, l.reading.loose, l.reading.tokens); err != nil {
		return nil, err
	}
	var err error
	if l.matched, err = x.meeting(ctx, l.reading.loose, true); err != nil {
		return nil, err
	}
	f.add(l, not)
	x.narrow(f, q)
	f.loose, f.exactly = f.total > 0, 0
	return f, nil
}

// addLayer adds what meets a reading, and with near what comes near to it.
func (x *evaluation) addLayer(ctx context.Context, f *found, l *layer, not []ordinals, near bool) error {
	r := &l.reading
	if err := x.fetch(ctx, r.clauses, r.tokens); err != nil {
		return err
	}
	var err error
	if l.matched, err = x.meeting(ctx, r.clauses, false); err != nil {
		return err
	}
	if near && len(r.clauses) > 1 && len(r.loose) > 0 {
		if err := x.addNear(ctx, l); err != nil {
			return err
		}
	}
	f.add(l, not)
	return nil
}

// add adds a layer without what is not wanted or stands in one before.
func (f *found) add(l *layer, not []ordinals) {
	for i := range l.matched {
		if not != nil {
			l.matched[i].without(not[i])
			if l.whole != nil {
				l.whole[i].without(not[i])
			}
		}
		for _, before := range f.layers {
			l.matched[i].without(before.matched[i])
		}
	}
	f.layers = append(f.layers, l)
}

// strict are the documents that meet a layer's reading in full.
func (l *layer) strict() []ordinals {
	if l.whole != nil {
		return l.whole
	}
	return l.matched
}

// meets reports whether a document of the ith segment that the layer matched
// meets its reading in full.
func (l *layer) meets(i, o int) bool { return l.whole == nil || l.whole[i].has(uint32(o)) }

func hasAny(sets []ordinals) bool {
	return slices.ContainsFunc(sets, func(o ordinals) bool { return o.next(0) >= 0 })
}

// unwanted finds the documents of the articles that meet, in either language,
// all clauses of any part that is not wanted.
func (x *evaluation) unwanted(ctx context.Context, parts [][]Clause) ([]ordinals, error) {
	var not []ordinals
	for _, clauses := range parts {
		if err := x.fetch(ctx, clauses, nil); err != nil {
			return nil, err
		}
		met, err := x.meeting(ctx, clauses, false)
		if err != nil {
			return nil, err
		}
		if not == nil {
			not = met
			continue
		}
		for i := range not {
			not[i].or(met[i])
		}
	}
	x.addTwins(not)
	return not, nil
}

// addTwins adds the other editions of the articles whose editions are in sets.
func (x *evaluation) addTwins(sets []ordinals) {
	has := newOrdinals(x.view.articles)
	eachPair := func(do func(i int, ordinal uint32, place uint32)) {
		for i, s := range x.view.segments {
			for o := s.paired.next(0); o >= 0; o = s.paired.next(o + 1) {
				do(i, uint32(o), uint32(s.editions[o].place))
			}
		}
	}
	if sets == nil {
		return
	}
	eachPair(func(i int, ordinal, place uint32) {
		if sets[i].has(ordinal) {
			has.set(place)
		}
	})
	eachPair(func(i int, ordinal, place uint32) {
		if has.has(place) {
			sets[i].set(ordinal)
		}
	})
}

// meeting finds the documents that meet all the clauses, or any.
func (x *evaluation) meeting(ctx context.Context, clauses []Clause, any bool) ([]ordinals, error) {
	var matched []ordinals
	for _, s := range x.view.segments {
		m, err := x.match(ctx, s, clauses, any)
		if err != nil {
			return nil, err
		}
		matched = append(matched, m)
	}
	return matched, nil
}

// addNear adds the documents that come near to a query of several words, and
// hold what it quotes.
func (x *evaluation) addNear(ctx context.Context, l *layer) error {
	r := &l.reading
	t, err := x.openTokens(r.tokens)
	if err != nil {
		return err
	}
	share := max(nearFloor, 1-nearStep*float32(len(r.clauses)-1))
	quoted, err := x.meeting(ctx, r.quoted, false)
	if err != nil {
		return err
	}
	l.whole, l.matched = l.matched, nil
	for i := range x.view.segments {
		matched := slices.Clone(l.whole[i])
		scores, err := x.score(t, i, x.view.segments[i].live)
		if err != nil {
			return err
		}
		for o := range scores {
			if scores[o].cover >= share*t.weight && quoted[i].has(uint32(o)) {
				matched.set(uint32(o))
			}
		}
		l.matched, l.scores = append(l.matched, matched), append(l.scores, scores)
	}
	return nil
}

// narrow keeps what passes the filter and, of two editions of an article, the
// one that meets a reading in full, or else the one in the reader's language,
// and counts what is left.
func (x *evaluation) narrow(f *found, q *ask) {
	p := x.view.passing(q)
	if p.counts != nil || !p.all {
		x.filter(f, p)
	}
	best := x.bestOfPairs(f, q.Language)
	f.loose = len(f.layers[0].whole) > 0
	for rank, l := range f.layers {
		for i, s := range x.view.segments {
			matched := l.matched[i]
			for at, word := range matched {
				for pairs := word & s.paired[at]; pairs != 0; pairs &= pairs - 1 {
					o := at*64 + bits.TrailingZeros64(pairs)
					if e := s.editions[o]; best[e.place] < classOf(l.meets(i, o), e, q.Language) {
						matched.clear(uint32(o))
					}
				}
				n := bits.OnesCount64(matched[at])
				f.total += n
				if l.whole != nil {
					n = bits.OnesCount64(matched[at] & l.whole[i][at])
				}
				f.loose = f.loose && n == 0
				if rank == 0 {
					f.exactly += n
				}
			}
		}
	}
	f.loose = f.loose && f.total > 0
	f.counts = p.counts
}

// filter takes out what does not pass, and counts the facets.
func (x *evaluation) filter(f *found, p *passing) {
	for _, l := range f.layers {
		for i, s := range x.view.segments {
			for o := l.matched[i].next(0); o >= 0; o = l.matched[i].next(o + 1) {
				failed := p.fails(s.editions[o])
				p.count(s.editions[o], failed)
				if failed != 0 {
					l.matched[i].clear(uint32(o))
				}
			}
		}
	}
}

// bestOfPairs returns, by place, the class of the better of two editions of an
// article that were found; 0 for articles with one edition.
func (x *evaluation) bestOfPairs(f *found, l newsroom.Language) []uint8 {
	best := make([]uint8, x.view.articles)
	for _, layer := range f.layers {
		for i, s := range x.view.segments {
			for at, word := range layer.matched[i] {
				for pairs := word & s.paired[at]; pairs != 0; pairs &= pairs - 1 {
					o := at*64 + bits.TrailingZeros64(pairs)
					e := s.editions[o]
					if class := classOf(layer.meets(i, o), e, l); best[e.place] == 0 || class < best[e.place] {
						best[e.place] = class
					}
				}
			}
		}
	}
	return best
}

// classOf ranks an edition among those of its article, from 1: one that meets a
// reading in full before one that comes near, then the reader's language,
// whatever led there.
func classOf(whole bool, e *edition, l newsroom.Language) uint8 {
	class := uint8(1)
	if !whole {
		class += 2
	}
	if e.language != l {
		class++
	}
	return class
}

// A dimension is one of the ways in which results can be narrowed.
type dimension uint8

const (
	onTheme dimension = 1 << iota
	onContributor
	onKind
	onDate
	onLanguage
	// onText is what the query's own text says, which no facet can replace.
	onText
)

// passing knows which editions pass a filter, and counts what would.
type passing struct {
	theme, contributor int32 // -1 for none that any edition has
	themed, credited   bool
	kind               newsroom.Kind
	only               newsroom.Language
	from, to           int64
	among              []amongNumbers
	// all says that every edition passes.
	all bool
	*counts
}

type amongNumbers struct {
	theme   bool
	numbers []int32
	not     bool
}

func (v *view) passing(q *ask) *passing {
	p := &passing{
		theme: v.numberOf(q.Theme), contributor: v.numberOf(q.Contributor), themed: q.Theme != "", credited: q.Contributor != "",
		kind: q.Kind, only: q.Only, from: math.MinInt64, to: math.MaxInt64,
		all: q.empty() && len(q.reading.among) == 0,
	}
	if !q.From.IsZero() {
		p.from = q.From.UnixMilli()
	}
	if !q.To.IsZero() {
		p.to = q.To.UnixMilli()
	}
	for _, a := range q.reading.among {
		n := amongNumbers{theme: a.operator == byTheme, not: a.not}
		for _, slug := range a.slugs {
			n.numbers = append(n.numbers, v.numberOf(slug))
		}
		p.among = append(p.among, n)
	}
	if q.Facets {
		p.counts = newCounts(v, q.Zone)
	}
	return p
}

// fails returns the dimensions in which an edition does not pass.
func (p *passing) fails(e *edition) dimension {
	var failed dimension
	if p.themed && !slices.Contains(e.themes, p.theme) {
		failed |= onTheme
	}
	if p.credited && !slices.Contains(e.contributors, p.contributor) {
		failed |= onContributor
	}
	if p.kind != "" && e.kind != p.kind {
		failed |= onKind
	}
	if e.date < p.from || e.date >= p.to {
		failed |= onDate
	}
	if p.only != "" && e.language != p.only {
		failed |= onLanguage
	}
	for _, a := range p.among {
		has := e.contributors
		if a.theme {
			has = e.themes
		}
		if slices.ContainsFunc(has, func(n int32) bool { return slices.Contains(a.numbers, n) }) == a.not {
			failed |= onText
		}
	}
	return failed
}
