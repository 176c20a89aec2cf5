package feed

import (
	"cmp"
	"strconv"
	"time"
)

// category is something that an item belongs to: a theme, a special, the page
// that it was printed on.
type category struct {
	// scheme names the vocabulary; followed by the term it is the address of a page of the site.
	scheme, term, label string
}

// categories are the item's, themes first, labelled in its language.
func (f *Feed) categories(i Item) []category {
	l := i.Edition.Language
	scheme := func(list string) string { return f.Root + f.segment(l) + "/" + list + "/" }
	var categories []category
	for _, t := range i.Article.Themes {
		categories = append(categories, category{scheme("themes"), t.Slug, cmp.Or(t.Name.In(l), t.Slug)})
	}
	for _, s := range i.Article.Specials {
		categories = append(categories, category{scheme("specials"), s.Slug, cmp.Or(s.Title.In(l), s.Slug)})
	}
	if p := i.Article.Print; p != nil && !p.Date.IsZero() && p.Page > 0 {
		day, page := p.Date.Format(time.DateOnly), strconv.Itoa(p.Page)
		categories = append(categories, category{scheme("papers"), day + "/" + page, p.Paper + " " + day + " · " + page})
	}
	return categories
}
