// Package asked reads what the address of a search asks for. The page, its
// feeds and the JSON have the same parameters, so all of them read them here.
package asked

import (
	"net/url"
	"strconv"
	"strings"
	"time"

	"hebi/internal/newsroom"
	"hebi/internal/search"
)

// Search is what an address asks, without what cannot be understood.
type Search struct {
	// Text is what the reader typed.
	Text string
	// Theme and Contributor are slugs, Kind and Only those of the newsroom.
	Theme, Contributor, Kind, Only string
	// From and To are days such as 2023-10-25, both included.
	From, To      string
	Exact, Newest bool
}

// Problem is a parameter whose value cannot be understood.
type Problem struct{ Parameter, Value string }

// day is how addresses write a day (ISO 8601).
const day = "2006-01-02"

// Read reads an address's parameters. Days begin and end in the zone. What
// cannot be understood does not narrow the query and is among the problems; two
// days the wrong way round change places; unknown parameters are passed over. The query has no language, page or size yet.
func Read(v url.Values, zone *time.Location) (Search, search.Query, []Problem) {
	s := Search{
		Text: Text(v), Theme: valid(v.Get("theme")), Contributor: valid(v.Get("contributor")), Kind: valid(v.Get("kind")), Only: valid(v.Get("only")),
		From: valid(v.Get("from")), To: valid(v.Get("to")), Exact: v.Get("exact") == "1", Newest: v.Get("sort") == "newest",
	}
	r := reading{zone: zone}
	q := search.Query{
		Text: s.Text, Exact: s.Exact, Newest: s.Newest, Zone: zone,
		Filter: search.Filter{Theme: s.Theme, Contributor: s.Contributor},
	}
	q.Kind, q.Only = parsed(&r, "kind", &s.Kind, newsroom.ParseKind), parsed(&r, "only", &s.Only, newsroom.ParseLanguage)
	from, to := r.day("from", &s.From), r.day("to", &s.To)
	if !to.IsZero() && from.After(to) {
		from, to, s.From, s.To = to, from, s.To, s.From
	}
	q.From = from
	if !to.IsZero() {
		q.To = to.AddDate(0, 0, 1) // the day itself counts
	}
	r.among("exact", valid(v.Get("exact")), "0", "1")
	r.among("sort", valid(v.Get("sort")), "relevance", "newest")
	return s, q, r.problems
}

// Text is what the reader typed.
func Text(v url.Values) string { return valid(v.Get("q")) }

// valid is a value that can be shown: an address may hold any bytes.
func valid(value string) string { return strings.ToValidUTF8(value, "\uFFFD") }

// reading collects what cannot be understood.
type reading struct {
	zone     *time.Location
	problems []Problem
}

func (r *reading) fail(parameter, value string) {
	r.problems = append(r.problems, Problem{parameter, value})
}

// parsed reads a value; one that breaks its rule is taken out.
func parsed[T any](r *reading, parameter string, value *string, parse func(string) (T, error)) (zero T) {
	if *value == "" {
		return zero
	}
	result, err := parse(*value)
	if err != nil {
		r.fail(parameter, *value)
		*value = ""
		return zero
	}
	return result
}

// among notes a value that is neither empty nor one of two.
func (r *reading) among(parameter, value, one, other string) {
	if value != "" && value != one && value != other {
		r.fail(parameter, value)
	}
}

func (r *reading) day(parameter string, value *string) time.Time {
	return parsed(r, parameter, value, func(text string) (time.Time, error) { return time.ParseInLocation(day, text, r.zone) })
}

// Values are the parameters of the address that asks this.
func (s Search) Values() url.Values {
	v := url.Values{}
	for key, value := range map[string]string{
		"q": s.Text, "theme": s.Theme, "contributor": s.Contributor, "kind": s.Kind, "from": s.From, "to": s.To, "only": s.Only,
	} {
		if value != "" {
			v.Set(key, value)
		}
	}
	if s.Exact {
		v.Set("exact", "1")
	}
	if s.Newest {
		v.Set("sort", "newest")
	}
	return v
}

// Narrowed says that something besides the text narrows the search.
func (s Search) Narrowed() bool {
	return s.Theme != "" || s.Contributor != "" || s.Kind != "" || s.Only != "" || s.From != "" || s.To != ""
}

// In returns the same search within a year, such as "2023".
func (s Search) In(year string) Search {
	s.From, s.To = year+"-01-01", year+"-12-31"
	return s
}

// Year is the whole year that the search is narrowed to; empty when it is to
// other days or to none.
func (s Search) Year() string {
	if len(s.From) != len(day) {
		return ""
	}
	year := s.From[:len("2006")]
	if _, err := strconv.Atoi(year); err != nil || s.In(year) != s {
		return ""
	}
	return year
}
