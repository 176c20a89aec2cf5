package search

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"time"

	"hebi/internal/newsroom"
)

// Facets say how many articles a query would find if it were narrowed to each
// of the values instead of the one of the same facet that it is narrowed to
// now. Values that would find nothing are left out; the most frequent come
// first, years from the latest.
type Facets struct {
	Themes, Contributors, Kinds, Years, Languages []Count
}

// Count is one value of a facet: a slug, a kind, a year or a language.
type Count struct {
	Value string
	Count int
}

// counts counts the values of editions that pass in every other dimension. Of
// an article's two editions a value counts once.
type counts struct {
	themes, contributors []int32
	kinds                map[newsroom.Kind]int32
	years                []int32
	languages            map[newsroom.Language]int32
	// first are the editions counted by place, failed where they did not pass.
	first  []*edition
	failed []dimension
	// starts are the moments at which years begin, from that of firstYear on.
	starts    []int64
	firstYear int
}

func newCounts(v *view, zone *time.Location) *counts {
	if zone == nil {
		zone = time.UTC
	}
	c := &counts{
		themes: make([]int32, len(v.names)), contributors: make([]int32, len(v.names)),
		kinds: map[newsroom.Kind]int32{}, languages: map[newsroom.Language]int32{},
		first: make([]*edition, v.articles), failed: make([]dimension, v.articles),
		firstYear: time.UnixMilli(v.oldest).In(zone).Year(),
	}
	for year := c.firstYear; year <= time.UnixMilli(v.newest).In(zone).Year(); year++ {
		c.starts = append(c.starts, time.Date(year, 1, 1, 0, 0, 0, 0, zone).UnixMilli())
	}
	c.years = make([]int32, len(c.starts))
	return c
}

// count notes an edition that was found and where it does not pass.
func (c *counts) count(e *edition, failed dimension) {
	if c == nil {
		return
	}
	before, failedBefore := c.first[e.place], c.failed[e.place]
	if before == nil {
		c.first[e.place], c.failed[e.place] = e, failed
	}
	// twin says whether the article's other edition passes in all but a dimension too.
	twin := func(d dimension) bool { return before != nil && failedBefore&^d == 0 }
	if failed&^onTheme == 0 {
		addNumbers(c.themes, e.themes, before, twin(onTheme), func(e *edition) []int32 { return e.themes })
	}
	if failed&^onContributor == 0 {
		addNumbers(c.contributors, e.contributors, before, twin(onContributor), func(e *edition) []int32 { return e.contributors })
	}
	if failed&^onKind == 0 && !twin(onKind) { // the kind is the article's
		c.kinds[e.kind]++
	}
	if year := c.year(e); failed&^onDate == 0 && !(twin(onDate) && c.year(before) == year) {
		c.years[year]++
	}
	if failed&^onLanguage == 0 {
		c.languages[e.language]++
	}
}

func addNumbers(counts []int32, numbers []int32, before *edition, twin bool, of func(*edition) []int32) {
	for _, n := range numbers {
		if !twin || !slices.Contains(of(before), n) {
			counts[n]++
		}
	}
}

// year is the number of an edition's year among starts.
func (c *counts) year(e *edition) int {
	i, found := slices.BinarySearch(c.starts, e.date)
	if !found {
		i--
	}
	return max(i, 0)
}

// prefer takes the counts of others where they have any.
func (c *counts) prefer(others *counts) {
	for _, lists := range [][2][]int32{{c.themes, others.themes}, {c.contributors, others.contributors}, {c.years, others.years}} {
		for i, n := range lists[1] {
			if n > 0 {
				lists[0][i] = n
			}
		}
	}
	maps.Copy(c.kinds, others.kinds)
	maps.Copy(c.languages, others.languages)
}

// facets are those of all that there is.
func (v *view) facets(zone *time.Location) *Facets {
	c := newCounts(v, zone)
	for _, s := range v.segments {
		for o := s.live.next(0); o >= 0; o = s.live.next(o + 1) {
			c.count(s.editions[o], 0)
		}
	}
	return c.facets(v)
}

func (c *counts) facets(v *view) *Facets {
	if c == nil {
		return nil
	}
	f := &Facets{Themes: named(v, c.themes), Contributors: named(v, c.contributors)}
	for _, k := range newsroom.Kinds() {
		f.Kinds = appendCount(f.Kinds, string(k), c.kinds[k])
	}
	for i, n := range slices.Backward(c.years) {
		f.Years = appendCount(f.Years, strconv.Itoa(c.firstYear+i), n)
	}
	for _, l := range newsroom.Languages() {
		f.Languages = appendCount(f.Languages, string(l), c.languages[l])
	}
	return f
}

// named are the counts of slugs, the most frequent first.
func named(v *view, counts []int32) []Count {
	var list []Count
	for number, n := range counts {
		list = appendCount(list, v.names[number], n)
	}
	slices.SortFunc(list, func(a, b Count) int { return cmp.Or(b.Count-a.Count, cmp.Compare(a.Value, b.Value)) })
	return list
}

func appendCount(list []Count, value string, n int32) []Count {
	if n == 0 {
		return list
	}
	return append(list, Count{value, int(n)})
}
