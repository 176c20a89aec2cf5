package reader

import (
	"strings"

	"hebi/internal/search"
	"hebi/internal/web/asked"
)

// sentence is one about a search, in stretches.
type sentence []stretch

// stretch is the interface's own words, or what somebody typed or might type;
// with an address it is a search.
type stretch struct {
	link
	Own bool
}

// say fills the interface's words for key, one "%s" for each argument.
func (p *searchPage) say(key string, args ...[]stretch) sentence {
	var s sentence
	for i, own := range strings.Split(p.T(key), "%s") {
		if own != "" {
			s = append(s, stretch{link{run: run{Text: own}}, true})
		}
		if i < len(args) {
			s = append(s, args[i]...)
		}
	}
	return s
}

// list puts stretches beside each other.
func (p *searchPage) list(words []string, each func(string) stretch) []stretch {
	var list []stretch
	for i, w := range words {
		if i > 0 {
			list = append(list, stretch{link{run: run{Text: p.T("title.separator")}}, true})
		}
		list = append(list, each(w))
	}
	return list
}

// typed is what the reader wrote.
func (p *searchPage) typed(words string) stretch { return stretch{link: link{run: p.tell(words)}} }

// asking is a search for other words, narrowed as this one is.
func (p *searchPage) asking(words string) stretch {
	form := p.Form
	form.Text = words
	return stretch{link: link{p.tell(words), p.address(form)}}
}

// bridgesShown is how many other ways of writing are named: a term may have a dozen.
const bridgesShown = 3

// fillReading says how the question was understood and what to ask instead.
func (p *searchPage) fillReading(r *search.Results, labels asked.Labels) {
	if len(r.Tokens) > 1 || len(r.Tokens) == 1 && r.Tokens[0] != strings.TrimSpace(p.Form.Text) && !p.Form.Exact {
		p.Reading = append(p.Reading, p.say("search.read.words", p.list(r.Tokens, p.typed)))
	}
	if len(r.Unwanted) > 0 {
		p.Reading = append(p.Reading, p.say("search.read.without", p.list(r.Unwanted, p.typed)))
	}
	for _, n := range r.Narrowed {
		p.Reading = append(p.Reading, p.sayNarrowed(n, labels))
	}
	for _, b := range r.Bridges {
		key := "search.read.term"
		if b.Pinyin {
			key = "search.read.pinyin"
		}
		p.Reading = append(p.Reading, p.say(key, []stretch{p.typed(b.From)}, p.list(b.To[:min(len(b.To), bridgesShown)], p.asking)))
	}
	if len(r.Meant) > 0 {
		p.Meant = p.say("search.meant", p.list(r.Meant, p.asking))
	}
	if len(r.NearThemes) > 0 {
		p.NearThemes = p.say("search.near", p.list(r.NearThemes, func(slug string) stretch { return p.onTheme(slug, labels) }))
	}
}

// onTheme is a search for all that is on a theme.
func (p *searchPage) onTheme(slug string, labels asked.Labels) stretch {
	return stretch{link: link{p.Text(labels.Theme(slug)), p.address(asked.Search{Theme: slug})}}
}

// byContributor is a search for all that credits somebody.
func (p *searchPage) byContributor(slug string, labels asked.Labels) stretch {
	return stretch{link: link{p.Text(labels.Contributor(slug)), p.address(asked.Search{Contributor: slug})}}
}

// sayNarrowed says what stood behind theme: or author:, and whether anything is called so.
func (p *searchPage) sayNarrowed(n search.Narrowed, labels asked.Labels) sentence {
	key, each := "search.read.contributor", p.byContributor
	if n.Theme {
		key, each = "search.read.theme", p.onTheme
	}
	switch {
	case len(n.Slugs) == 0:
		return p.say(key+".unknown", []stretch{p.typed(n.Value)})
	case n.Not:
		key += ".not"
	}
	return p.say(key, p.list(n.Slugs, func(slug string) stretch { return each(slug, labels) }))
}
