package reader

import (
	"slices"

	"hebi/internal/search"
	"hebi/internal/web/asked"
)

// facet is one way to narrow a search.
type facet struct {
	Name string
	// Values are shown at once, the one that is chosen first; More are behind a fold.
	Values, More []facetValue
}

// facetValue is the same search with one value of the facet, or without it
// when the search is narrowed to it now.
type facetValue struct {
	link
	Count string
	// Off is the word for taking the value off, when the search is narrowed to it; empty else.
	Off string
}

// choice is what a search is narrowed to; the link takes it off.
type choice struct {
	// Facet is the name of the facet.
	Facet string
	link
}

const (
	// facetShown is how many values of a facet are shown at once.
	facetShown = 8
	// facetMost is how many are shown at all: those who look for a rarer one find it by its name.
	facetMost = 60
)

// dimension is what makes a facet.
type dimension struct {
	word   string
	counts []search.Count
	chosen string
	label  func(value string) run
	// with is the search narrowed to a value; the empty value takes it off.
	with func(s asked.Search, value string) asked.Search
}

func (p *searchPage) dimensions(f *search.Facets, labels asked.Labels) []dimension {
	plain := func(label func(string) string) func(string) run {
		return func(value string) run { return run{Text: label(value)} }
	}
	return []dimension{
		{
			"search.theme", f.Themes, p.Form.Theme, func(v string) run { return p.Text(labels.Theme(v)) },
			func(s asked.Search, v string) asked.Search { s.Theme = v; return s },
		},
		{
			"search.kind", f.Kinds, p.Form.Kind, plain(labels.Kind),
			func(s asked.Search, v string) asked.Search { s.Kind = v; return s },
		},
		{
			"search.contributor", f.Contributors, p.Form.Contributor, func(v string) run { return p.Text(labels.Contributor(v)) },
			func(s asked.Search, v string) asked.Search { s.Contributor = v; return s },
		},
		{"search.year", f.Years, p.Form.Year(), plain(labels.Year), inYear},
		{
			"search.only", f.Languages, p.Form.Only, plain(labels.Language),
			func(s asked.Search, v string) asked.Search { s.Only = v; return s },
		},
	}
}

func inYear(s asked.Search, year string) asked.Search {
	if year == "" {
		s.From, s.To = "", ""
		return s
	}
	return s.In(year)
}

// fillFacets offers what the search can be narrowed to, and lists what it is
// narrowed to now.
func (p *searchPage) fillFacets(f *search.Facets, labels asked.Labels, q search.Query) {
	if f == nil {
		f = &search.Facets{}
	}
	for _, d := range p.dimensions(f, labels) {
		p.addFacet(d)
	}
	if p.Form.Year() == "" && (p.Form.From != "" || p.Form.To != "") {
		p.Chosen = append(p.Chosen, choice{p.T("search.dates"), link{run{Text: p.span(q)}, p.address(inYear(p.Form, ""))}})
	}
}

func (p *searchPage) addFacet(d dimension) {
	var list []facetValue
	off := facetValue{link{d.label(d.chosen), p.address(d.with(p.Form, ""))}, p.Number(0), p.T("search.off")}
	for _, c := range d.counts {
		if c.Value == d.chosen {
			off.Count = p.Number(c.Count)
			continue
		}
		list = append(list, facetValue{link: link{d.label(c.Value), p.address(d.with(p.Form, c.Value))}, Count: p.Number(c.Count)})
	}
	if d.chosen != "" {
		list = slices.Insert(list, 0, off)
		p.Chosen = append(p.Chosen, choice{p.T(d.word), off.link})
	}
	if len(list) == 0 {
		return
	}
	list = list[:min(len(list), facetMost)]
	shown := facetShown
	if len(list) == shown+1 { // a fold for one value saves nothing
		shown++
	}
	at := min(len(list), shown)
	p.Facets = append(p.Facets, facet{p.T(d.word), list[:at], list[at:]})
}

// span says in words from when to when the search goes.
func (p *searchPage) span(q search.Query) string {
	last := q.To.AddDate(0, 0, -1)
	switch {
	case q.To.IsZero():
		return p.T("search.since", p.Date(q.From))
	case q.From.IsZero():
		return p.T("search.until", p.Date(last))
	}
	return p.T("search.span", p.Date(q.From), p.Date(last))
}
