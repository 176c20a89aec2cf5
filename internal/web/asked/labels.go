package asked

import (
	"strconv"

	"hebi/internal/locale"
	"hebi/internal/newsroom"
	"hebi/internal/search"
)

// Labels say what the values of facets are called.
type Labels struct {
	locale               locale.Locale
	themes, contributors map[string]newsroom.Bilingual
}

// NewLabels returns the labels in a language.
func NewLabels(l locale.Locale, names *search.Names) Labels {
	return Labels{locale: l, themes: bySlug(names.Themes), contributors: bySlug(names.Contributors)}
}

func bySlug(names []search.Name) map[string]newsroom.Bilingual {
	m := make(map[string]newsroom.Bilingual, len(names))
	for _, n := range names {
		m[n.Slug] = n.Name
	}
	return m
}

// Theme is what the theme is called; a slug that nothing has stands for itself.
func (l Labels) Theme(slug string) newsroom.Bilingual { return named(l.themes, slug) }

// Contributor is what the contributor is called; a slug that nobody has stands for itself.
func (l Labels) Contributor(slug string) newsroom.Bilingual { return named(l.contributors, slug) }

func named(names map[string]newsroom.Bilingual, slug string) newsroom.Bilingual {
	name := names[slug]
	if name == (newsroom.Bilingual{}) {
		return newsroom.Bilingual{ZH: slug, EN: slug}
	}
	return name
}

// Kind is what the pieces of a kind are called.
func (l Labels) Kind(kind string) string { return l.locale.T("kind." + kind) }

// Language is what the language is called.
func (l Labels) Language(language string) string { return l.locale.T("language." + language) }

// Year is how the year is written.
func (l Labels) Year(year string) string {
	n, err := strconv.Atoi(year)
	if err != nil {
		return year
	}
	return l.locale.T("archive.year", n)
}
