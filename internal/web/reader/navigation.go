package reader

import "hebi/internal/newsroom"

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

// Switch is the choice of language: the one being read, and the way to the
// other. Without a path there is nothing to go to.
func (f frame) Switch() []navEntry {
	var list []navEntry
	for _, l := range newsroom.Languages() {
		entry := navEntry{Text: f.T("language.own." + string(l)), Tag: l.Tag(), Current: l == f.Language}
		switch {
		case entry.Current:
		case f.Other.Missing: // who cannot read this language gets to one they can
			entry.Missing, entry.Path = true, in(l, "/")
		default:
			entry.Path = f.Other.Path
		}
		list = append(list, entry)
	}
	return list
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
