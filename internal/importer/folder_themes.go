package importer

import (
	"slices"

	"go.yaml.in/yaml/v3"

	"hebi/internal/newsroom"
)

// entries hands each mapping of a file that is a list to one, which reports
// what is wrong and returns the entry's slug; an entry with an error or with
// the slug of an earlier one is left out.
func (r *reader) entries(root *yaml.Node, example string, one func(*yaml.Node) (slug string, keep func())) {
	if root == nil {
		return
	}
	lines := map[string]int{}
	r.list(r.file, example, func(n *yaml.Node) {
		before := r.errors
		slug, keep := one(n)
		if r.errors > before {
			return
		}
		if slug == "" {
			r.errorf(n.Line, "has an entry without a slug: write slug: and lower-case letters, digits and hyphens")
			return
		}
		if first := lines[slug]; first > 0 {
			r.errorf(n.Line, "the slug %q stands in line %d already: delete one of the two entries or rename it", slug, first)
			return
		}
		lines[slug] = n.Line
		keep()
	})(root)
}

// Themes reads themes.yaml, in the order of the file and without the entries
// that have an error; nil when the file is absent.
func (f *Folder) Themes() ([]newsroom.Theme, []Problem) {
	r := newReader(themesFile)
	var themes []newsroom.Theme
	r.entries(f.readYAML(r), "- slug: …", func(n *yaml.Node) (string, func()) {
		t := newsroom.Theme{Vocabulary: map[newsroom.Language][]string{}}
		before := r.errors
		lines := r.mapping(n, "a theme", map[string]setter{
			"slug": r.slug("slug", &t.Slug), "name": r.bilingual("name", &t.Name), "introduction": r.bilingual("introduction", &t.Introduction),
			"vocabulary": func(n *yaml.Node) {
				zh, en := r.words(t.Vocabulary, newsroom.Chinese), r.words(t.Vocabulary, newsroom.English)
				r.mapping(n, "vocabulary", map[string]setter{"zh": zh, "en": en})
			},
		})
		if missing := t.Name.Missing(); len(missing) > 0 && r.errors == before {
			r.errorf(max(lines["name"], n.Line), "the theme %q has no name in %q: write name: {zh: …, en: …}", t.Slug, missing[0])
		}
		r.warnMissing(lines["introduction"], "introduction", t.Introduction)
		return t.Slug, func() { themes = append(themes, t) }
	})
	return themes, r.problems
}

// words reads a list of words of one language, each once.
func (r *reader) words(dst map[newsroom.Language][]string, l newsroom.Language) setter {
	return r.list("vocabulary", "[word, another word]", func(n *yaml.Node) {
		var word string
		r.line("a word of the vocabulary", &word)(n)
		if slices.Contains(dst[l], word) {
			r.warnf(n.Line, "vocabulary names %q twice: delete one of the two", word)
		} else if word != "" {
			dst[l] = append(dst[l], word)
		}
	})
}

// Contributors reads contributors.yaml, in the order of the file and without
// the entries that have an error; nil when the file is absent.
func (f *Folder) Contributors() ([]newsroom.Contributor, []Problem) {
	contributors, problems := f.contributors()
	return slices.Clone(contributors), slices.Clone(problems)
}

func (f *Folder) readContributors() ([]newsroom.Contributor, []Problem) {
	r := newReader(contributorsFile)
	var contributors []newsroom.Contributor
	r.entries(f.readYAML(r), "- slug: …", func(n *yaml.Node) (string, func()) {
		c := newsroom.Contributor{}
		before := r.errors
		lines := r.mapping(n, "a contributor", map[string]setter{
			"slug": r.slug("slug", &c.Slug), "name": r.bilingual("name", &c.Name), "bio": r.bilingual("bio", &c.Bio),
			"portrait": r.line("portrait", &c.Portrait), "affiliations": r.affiliations(&c.Affiliations),
		})
		if len(c.Name.Missing()) == 2 && r.errors == before {
			r.errorf(n.Line, "the contributor %q has no name: write name: {zh: …, en: …}", c.Slug)
		}
		f.portrait(&c, r, lines["portrait"])
		return c.Slug, func() { contributors = append(contributors, c) }
	})
	return contributors, r.problems
}

func (f *Folder) portrait(c *newsroom.Contributor, r *reader, line int) {
	if c.Portrait == "" {
		return
	}
	name, wrong := pictureName(c.Portrait)
	if wrong != "" {
		r.errorf(line, "portrait is the picture %q, which %s", c.Portrait, wrong)
		return
	}
	c.PortraitFile = f.referred(".", name, nil, r, line)
}

func (r *reader) affiliations(dst *[]newsroom.Affiliation) setter {
	return r.list("affiliations", "[{organisation: {zh: …, en: …}}]", func(n *yaml.Node) {
		a := newsroom.Affiliation{}
		before := r.errors
		r.mapping(n, "an affiliation", map[string]setter{
			"organisation": r.bilingual("organisation", &a.Organisation), "title": r.bilingual("title", &a.Title),
			"from": r.since("from", &a.From), "to": r.until("to", &a.To),
		})
		if r.errors > before {
			return
		}
		switch {
		case len(a.Organisation.Missing()) == 2 && len(a.Title.Missing()) == 2:
			r.errorf(n.Line, "an affiliation has neither organisation nor title: write organisation: {zh: …, en: …}")
		case !a.From.IsZero() && !a.To.IsZero() && a.To.Before(a.From):
			r.errorf(n.Line, "an affiliation ends before it begins: exchange from and to")
		default:
			*dst = append(*dst, a)
		}
	})
}
