package search

import (
	"context"
	"fmt"
	"math"
	"slices"
	"sync"
	"sync/atomic"

	"hebi/internal/hanzi"
	"hebi/internal/newsroom"
	"hebi/internal/postings"
)

// The constants of BM25 (Robertson and Zaragoza, "The Probabilistic Relevance
// Framework", 2009): how soon repetition stops counting, and how much length does.
const (
	saturation  = 0.9
	lengthShare = 0.75
)

// titleWeight is how many times an occurrence in the title counts. A heavy
// title weight harms queries that are not titles.
const titleWeight = 1.5

// view is the index at one moment, without its blocks. It never changes.
type view struct {
	number   int64
	segments []*segmentView
	// documents is how many the segments hold, as the lists count them, dead ones
	// included; articles how many places articles have.
	documents, articles int
	// oldest and newest are the dates of the first and last edition, in Unix milliseconds.
	oldest, newest int64
	// names are the slugs that editions refer to by number.
	names []string
	// syllables are those of titles, by number.
	syllables []string
	// themed and credited are how many editions have a theme or contributor.
	themed, credited map[string]int
	// termed keeps in how many documents the token of a term stands, once somebody asked.
	termed sync.Map
}

// segmentView is one segment at that moment.
type segmentView struct {
	*segmentFile
	// editions and norms stand by ordinal; no edition means that the document is dead.
	editions []*edition
	norms    []float32
	live     ordinals
	// paired are those whose article has another edition.
	paired ordinals
}

// segmentFile is what never changes of a segment.
type segmentFile struct {
	id               int64
	documents        []postings.Document
	lists, positions *postings.Directory
}

func openFile(row SegmentRow) (*segmentFile, error) {
	f := &segmentFile{id: row.ID}
	var err error
	if f.documents, err = postings.OpenDocuments(row.Documents); err == nil {
		if f.lists, err = postings.OpenDirectory(row.Lists); err == nil {
			f.positions, err = postings.OpenDirectory(row.Positions)
		}
	}
	if err != nil {
		return nil, fmt.Errorf("index segment %d: %w", row.ID, err)
	}
	return f, nil
}

// edition is what a document stands for.
type edition struct {
	key, article int64
	// place numbers articles without gaps, so that sets of them are small.
	place                int32
	language             newsroom.Language
	slug, title, folded  string
	kind                 newsroom.Kind
	date                 int64 // Unix milliseconds
	themes, contributors []int32
	// sounds are the numbers of the syllables of the title's runes among those of
	// the view; none for a title without Chinese.
	sounds []uint16
}

// catalogue keeps the view in step with the database.
type catalogue struct {
	index Index
	seen  atomic.Pointer[view]

	mu       sync.Mutex
	files    map[int64]*segmentFile
	editions map[int64]*edition // by document number
	document map[int64]int64    // by edition key
	places   map[int64]int32    // by article
	numbers  map[string]int32   // by slug
	names    []string
	// syllables are those that titles have, syllable their numbers.
	syllables []string
	syllable  map[string]uint16
}

func newCatalogue(index Index) *catalogue {
	return &catalogue{
		index: index, files: map[int64]*segmentFile{}, editions: map[int64]*edition{},
		document: map[int64]int64{}, places: map[int64]int32{}, numbers: map[string]int32{},
		syllable: map[string]uint16{},
	}
}

// at returns the index as it was at a number, or later.
func (c *catalogue) at(ctx context.Context, number int64) (*view, error) {
	if v := c.seen.Load(); v != nil && v.number >= number {
		return v, nil
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	after := int64(-1)
	if v := c.seen.Load(); v != nil {
		if after = v.number; after >= number { // another query was quicker
			return v, nil
		}
	}
	known := make([]int64, 0, len(c.files))
	for id := range c.files {
		known = append(known, id)
	}
	change, err := c.index.IndexChange(ctx, after, known)
	if err != nil {
		return nil, err
	}
	if err := c.apply(change); err != nil {
		return nil, err
	}
	v := c.build(change)
	c.seen.Store(v)
	return v, nil
}

func (c *catalogue) apply(change *IndexChange) error {
	for _, row := range change.Added {
		f, err := openFile(row)
		if err != nil {
			return err
		}
		c.files[row.ID] = f
	}
	for id := range c.files {
		if !slices.Contains(change.Segments, id) {
			delete(c.files, id)
		}
	}
	for _, e := range change.Editions {
		delete(c.editions, c.document[e.EditionKey])
		delete(c.document, e.EditionKey)
		if e.Document != 0 {
			c.document[e.EditionKey] = e.Document
			c.editions[e.Document] = c.edition(e)
		}
	}
	return nil
}

func (c *catalogue) edition(e IndexedEdition) *edition {
	place, known := c.places[e.ArticleID]
	if !known {
		place = int32(len(c.places))
		c.places[e.ArticleID] = place
	}
	return &edition{
		key: e.EditionKey, article: e.ArticleID, place: place, language: e.Language, slug: e.Slug, title: e.Title, folded: hanzi.Fold(e.Title), kind: e.Kind,
		date: e.Date.UnixMilli(), themes: c.numbered(e.Themes), contributors: c.numbered(e.Contributors), sounds: c.sounds(e.Title),
	}
}

func (c *catalogue) numbered(slugs []string) []int32 {
	var list []int32
	for _, slug := range slugs {
		n, known := c.numbers[slug]
		if !known {
			n = int32(len(c.names))
			c.numbers[slug] = n
			c.names = append(c.names, slug)
		}
		list = append(list, n)
	}
	return list
}

// numberOf is the number of a slug in a view, -1 when no edition has it.
func (v *view) numberOf(slug string) int32 { return int32(slices.Index(v.names, slug)) }

// build makes a view of what is known.
func (c *catalogue) build(change *IndexChange) *view {
	v := &view{number: change.Number, articles: len(c.places), names: c.names, syllables: c.syllables, oldest: math.MaxInt64, newest: math.MinInt64}
	editionsAt := make([]uint8, len(c.places))
	for _, e := range c.editions {
		editionsAt[e.place]++
	}
	themed, credited := make([]int, len(c.names)), make([]int, len(c.names))
	length, live := 0.0, 0
	for _, id := range slices.Sorted(slices.Values(change.Segments)) {
		f := c.files[id]
		s := &segmentView{segmentFile: f, editions: make([]*edition, len(f.documents)), live: newOrdinals(len(f.documents)), paired: newOrdinals(len(f.documents))}
		for i, d := range f.documents {
			if e := c.editions[d.Key]; e != nil {
				s.editions[i] = e
				s.live.set(uint32(i))
				if editionsAt[e.place] > 1 {
					s.paired.set(uint32(i))
				}
				live++
				length += weighted(d)
				v.oldest, v.newest = min(v.oldest, e.date), max(v.newest, e.date)
				addEach(themed, e.themes)
				addEach(credited, e.contributors)
			}
		}
		v.documents += len(f.documents)
		v.segments = append(v.segments, s)
	}
	v.themed, v.credited = v.bySlug(themed), v.bySlug(credited)
	if live == 0 {
		v.oldest, v.newest = 0, 0
	}
	mean := length / float64(max(live, 1))
	for _, s := range v.segments {
		s.norms = make([]float32, len(s.documents))
		for i, d := range s.documents {
			s.norms[i] = float32(saturation * (1 - lengthShare + lengthShare*weighted(d)/max(mean, 1)))
		}
	}
	return v
}

func addEach(counts []int, numbers []int32) {
	for _, n := range numbers {
		counts[n]++
	}
}

func (v *view) bySlug(counts []int) map[string]int {
	by := map[string]int{}
	for number, n := range counts {
		if n > 0 {
			by[v.names[number]] = n
		}
	}
	return by
}

func weighted(d postings.Document) float64 { return titleWeight*float64(d.Title) + float64(d.Body) }
