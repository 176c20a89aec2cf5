package newsroom

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// List is a list of articles that can be subscribed to, by its address within the site.
type List struct {
	// Language is empty for what both languages share.
	Language Language
	// Rest is the address within the language, such as "/themes/talent"; empty for everything.
	Rest string
	// Query is what narrows the list further, such as "pair=first"; mostly empty.
	Query string
}

// FirstOfPair is the query of the combined list that shows of an article only its original.
const FirstOfPair = "pair=first"

// CorrectionsRest is the address, within a language, of the list of corrected articles.
const CorrectionsRest = "/corrections"

// KindRest is the address, within a language, of a kind's list.
func KindRest(k Kind) string { return "/" + k.Path() }

// ThemeRest is the address, within a language, of a theme's list.
func ThemeRest(slug string) string { return "/themes/" + slug }

// ContributorRest is the address, within a language, of the list of what somebody is credited for.
func ContributorRest(slug string) string { return "/contributors/" + slug }

// SpecialRest is the address, within a language, of a special.
func SpecialRest(slug string) string { return "/specials/" + slug }

// PrintRest is the address, within a language, of what was printed on a day, on
// any page when page is 0.
func PrintRest(day time.Time, page int) string {
	rest := "/papers/" + day.Format(time.DateOnly)
	if page > 0 {
		rest += fmt.Sprintf("/%d", page)
	}
	return rest
}

// MonthRest is the address, within a language, of a month of the archive.
func MonthRest(year int, month time.Month) string {
	return fmt.Sprintf("/archive/%d/%02d", year, month)
}

// File is the address of a file of the list, such as feed.xml; it begins with a slash.
func (l List) File(name string) string {
	address := l.Rest + "/" + name
	if l.Language != "" {
		address = "/" + string(l.Language) + address
	}
	if l.Query != "" {
		address += "?" + l.Query
	}
	return address
}

// CompareLists orders lists by language, then address.
func CompareLists(a, b List) int { return strings.Compare(a.File(""), b.File("")) }

// Lists returns the lists in which the article stands with its edition in l,
// without asking whether that is visible, in the order of CompareLists; none
// without an edition in l. zone is the site's. Searches are not among them:
// whether one finds an article is known only by asking it.
func (a *Article) Lists(l Language, zone *time.Location) []List {
	e := a.Editions[l]
	if e == nil {
		return nil
	}
	rests := []string{"", KindRest(a.Kind)}
	for _, t := range a.Themes {
		rests = append(rests, ThemeRest(t.Slug))
	}
	for _, c := range slices.Concat(a.Credits, e.Translators) {
		rests = append(rests, ContributorRest(c.Contributor.Slug))
	}
	for _, s := range a.Specials {
		rests = append(rests, SpecialRest(s.Slug))
	}
	if p := a.Print; p != nil && !p.Date.IsZero() {
		rests = append(rests, PrintRest(p.Date, 0), PrintRest(p.Date, p.Page))
	}
	if !e.Date.IsZero() {
		day := e.Date.In(zone)
		rests = append(rests, MonthRest(day.Year(), day.Month()))
	}
	if len(e.Corrections) > 0 {
		rests = append(rests, CorrectionsRest)
	}
	lists := []List{{}, {Query: FirstOfPair}}
	for _, rest := range rests {
		lists = append(lists, List{Language: l, Rest: rest})
	}
	return SortedLists(lists)
}

// SortedLists orders lists by CompareLists, each once; it reuses the slice.
func SortedLists(lists []List) []List {
	slices.SortFunc(lists, CompareLists)
	return slices.Compact(lists)
}
