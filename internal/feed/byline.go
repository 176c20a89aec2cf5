package feed

import (
	"slices"
	"strings"

	"hebi/internal/newsroom"
)

// person is somebody who is credited; url is empty for the paper itself when
// the feed has no root.
type person struct {
	name, url string
}

// authors are those who wrote the piece; else those who edited it; else the
// paper, because readers drop items that nobody signs.
func (f *Feed) authors(i Item) []person {
	for _, roles := range [][]newsroom.CreditRole{{newsroom.Author, newsroom.Compiler}, {newsroom.EditorCredit}} {
		if people := f.credited(i, i.Article.Credits, roles...); len(people) > 0 {
			return people
		}
	}
	return []person{f.paper(i.Edition.Language)}
}

// translators are credited by the edition; an article that credits one itself
// is taken at its word. Who wrote the piece and translated it too is named once.
func (f *Feed) translators(i Item) []person {
	translators := f.credited(i, slices.Concat(i.Edition.Translators, i.Article.Credits), newsroom.Translator)
	authors := names(f.authors(i))
	return slices.DeleteFunc(translators, func(p person) bool { return slices.Contains(authors, p.name) })
}

// contributors helped without being authors: translators and photographers. An
// interviewee or a subject made nothing of the piece and is not among them.
func (f *Feed) contributors(i Item) []person {
	return append(f.translators(i), f.credited(i, i.Article.Credits, newsroom.Photographer)...)
}

// credited returns the people of credits in the given roles, in the order of
// the roles, each once.
func (f *Feed) credited(i Item, credits []newsroom.Credit, roles ...newsroom.CreditRole) []person {
	var people []person
	seen := map[string]bool{}
	for _, role := range roles {
		for _, c := range credits {
			name := clean(c.Contributor.Name.In(i.Edition.Language))
			if c.Role != role || name == "" || seen[name] {
				continue
			}
			seen[name] = true
			p := person{name: name}
			if c.Contributor.Slug != "" {
				p.url = f.Root + f.segment(i.Edition.Language) + "/contributors/" + c.Contributor.Slug
			}
			people = append(people, p)
		}
	}
	return people
}

// paper is the site itself as a person, in language l: the name that readers
// know, not the publisher's, which may be a company with an address.
func (f *Feed) paper(l newsroom.Language) person {
	p := person{url: f.Root}
	if l != "" {
		p.url += f.segment(l) + "/"
	}
	if f.Site != nil {
		p.name = clean(f.Site.Name.In(l))
	}
	if p.name == "" {
		p.name = f.host()
	}
	return p
}

// byline is all authors and translators in one line, for dc:creator: readers
// keep only one of several such elements.
func (f *Feed) byline(i Item) string {
	comma, before, after := ", ", " (translated by ", ")"
	if i.Edition.Language == newsroom.Chinese {
		comma, before, after = "、", "（", " 译）"
	}
	line := strings.Join(names(f.authors(i)), comma)
	if translators := f.translators(i); len(translators) > 0 {
		line += before + strings.Join(names(translators), comma) + after
	}
	return line
}

func translatorSuffix(l newsroom.Language) string {
	if l == newsroom.Chinese {
		return "（译）"
	}
	return " (translator)"
}

func names(people []person) []string {
	list := make([]string, len(people))
	for i, p := range people {
		list[i] = p.name
	}
	return list
}
