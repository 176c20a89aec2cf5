package importer

import (
	"slices"

	"hebi/internal/newsroom"
)

// Special reads specials/slug; nil when one of the problems is an error.
// ArticleSlugs are as the files give them, whether such articles exist or not;
// empty when neither file names any.
func (f *Folder) Special(slug string) (*newsroom.Special, []Problem) {
	set := f.readTexts(specialsDir, slug)
	set.both("articles", func(x, y *text) bool { return !slices.Equal(x.articles, y.articles) })
	if set.failed() {
		return nil, set.problems()
	}
	s := &newsroom.Special{Slug: slug, Editions: map[newsroom.Language]*newsroom.SpecialEdition{}, Files: set.files}
	for _, t := range set.texts {
		e := t.edition
		s.Editions[e.Language] = &newsroom.SpecialEdition{Language: e.Language, Title: e.Title, Subtitle: e.Subtitle, Note: e.Body}
		if len(s.ArticleSlugs) == 0 {
			s.ArticleSlugs = t.articles
		}
	}
	return s, set.problems()
}

// Page reads pages/slug; nil when one of the problems is an error. Status,
// Original and Reflects are as in Article.
func (f *Folder) Page(slug string) (*newsroom.Page, []Problem) {
	set := f.readTexts(pagesDir, slug)
	if !set.failed() {
		set.settleOriginal()
	}
	if set.failed() {
		return nil, set.problems()
	}
	return &newsroom.Page{Slug: slug, Editions: set.editions(), Files: set.files}, set.problems()
}
