package reader

import (
	"hebi/internal/newsroom"
	"hebi/internal/web/hant"
)

// navEntry is a place of a navigation; Current marks where the reader is.
type navEntry struct {
	Text, Path string
	// Tag is the language of the text, in the language switch only.
	Tag     string
	Current bool
	// Missing says that the page is not there in this language; Path is then the front page.
	Missing bool
}

// Sections are the entries of the main navigation.
func (f frame) Sections() []navEntry {
	var list []navEntry
	for _, kind := range newsroom.Kinds() {
		list = append(list, navEntry{Text: f.T("kind." + string(kind)), Path: f.Path("/" + kind.Path()), Current: f.Section == string(kind)})
	}
	for _, section := range []string{"specials", "themes", "contributors", "papers"} {
		list = append(list, navEntry{Text: f.T(section), Path: f.Path("/" + section), Current: f.Section == section})
	}
	return list
}

// Switch is the choice of language and script: the one being read, and the ways
// to the others.
func (f frame) Switch() []navEntry {
	hans := navEntry{Text: f.T("script.hans"), Tag: newsroom.Chinese.Tag()}
	en := navEntry{Text: f.T("language.own.en"), Tag: newsroom.English.Tag()}
	own, other := &hans, &en
	if f.Language == newsroom.English {
		own, other = other, own
	}
	own.Path, other.Path = f.here, f.Other.Path
	if f.Other.Missing { // who cannot read this language gets to one they can
		other.Missing, other.Path = true, in(f.Language.Other(), "/")
	}
	if hans.Missing {
		own.Current = true
		return []navEntry{hans, en}
	}
	hant := navEntry{Text: f.T("script.hant"), Tag: hant.Tag, Path: hant.Path(hans.Path), Current: f.view != nil}
	own.Current = !hant.Current
	return []navEntry{hans, hant, en}
}

// Filings are the numbers that regulators want in the footer, with their links.
func (f frame) Filings() []link {
	var list []link
	for _, filing := range []newsroom.Filing{f.Site.ICP, f.Site.Police} {
		if text := f.Text(filing.Number); text.Text != "" {
			list = append(list, link{run: text, Path: filing.Link})
		}
	}
	return list
}
