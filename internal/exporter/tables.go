package exporter

import (
	"encoding/csv"
	"fmt"
	"strconv"
	"strings"

	"hebi/internal/newsroom"
)

// tables writes the files at the top of the folder.
func (w *writer) tables(c Content) error {
	if c.Site != nil {
		if err := w.file("site.yaml", strings.NewReader(site(c.Site).document())); err != nil {
			return err
		}
	}
	if len(c.Themes) > 0 {
		if err := w.file("themes.yaml", strings.NewReader(themes(c.Themes).document())); err != nil {
			return err
		}
	}
	if len(c.Terms) > 0 {
		table, err := Terms(c.Terms)
		if err != nil {
			return err
		}
		if err := w.file("terms.csv", strings.NewReader(table)); err != nil {
			return err
		}
	}
	if len(c.Weights) > 0 {
		table, err := Weights(c.Weights)
		if err != nil {
			return err
		}
		if err := w.file("weights.csv", strings.NewReader(table)); err != nil {
			return err
		}
	}
	if err := w.contributors(c); err != nil {
		return err
	}
	return w.pictures(c.Pictures)
}

func (w *writer) pictures(list []newsroom.LibraryPicture) error {
	if len(list) == 0 {
		return nil
	}
	if err := w.file("pictures.yaml", strings.NewReader(pictures(list).document())); err != nil {
		return err
	}
	for _, p := range list {
		if err := w.copy("pictures", []newsroom.File{{Name: p.File, Open: p.Source.Open}}); err != nil {
			return err
		}
	}
	return nil
}

func (w *writer) contributors(c Content) error {
	if len(c.Contributors) == 0 {
		return nil
	}
	if err := w.file("contributors.yaml", strings.NewReader(contributors(c.Contributors).document())); err != nil {
		return err
	}
	for _, c := range c.Contributors {
		if c.PortraitFile == nil {
			continue
		}
		if err := w.copy(".", []newsroom.File{{Name: c.PortraitPath(c.PortraitFile.Name), Open: c.PortraitFile.Open}}); err != nil {
			return err
		}
	}
	return nil
}

func site(s *newsroom.Site) node {
	var n node
	n.bilingual("name", s.Name)
	n.bilingual("tagline", s.Tagline)
	n.bilingual("publisher", s.Publisher)
	n.line("contact", s.Contact)
	n.bilingual("rights", s.Rights)
	n.add("icp", filing(s.ICP))
	n.add("police", filing(s.Police))
	var report node
	report.bilingual("text", s.Report.Text)
	report.line("telephone", s.Report.Telephone)
	report.line("email", s.Report.Email)
	n.add("report", report)
	n.line("time_zone", s.TimeZone)
	n.rawly("indent", strconv.FormatBool(s.Indent))
	n.rawly("hong_kong", strconv.FormatBool(s.HongKong))
	var front node
	front.line("lead", s.Front.Lead)
	front.slugs("seconds", s.Front.Seconds)
	front.line("special", s.Front.Special)
	n.add("front", front)
	return n
}

func filing(f newsroom.Filing) node {
	var n node
	n.bilingual("number", f.Number)
	n.line("link", f.Link)
	return n
}

func themes(list []newsroom.Theme) node {
	var all node
	for _, t := range list {
		var n, vocabulary node
		n.line("slug", t.Slug)
		n.bilingual("name", t.Name)
		n.bilingual("introduction", t.Introduction)
		for _, l := range newsroom.Languages() {
			var words node
			for _, word := range t.Vocabulary[l] {
				words.items = append(words.items, node{scalar: newsroom.Line(word)})
			}
			vocabulary.add(string(l), words)
		}
		n.add("vocabulary", vocabulary)
		all.items = append(all.items, n)
	}
	return all
}

func contributors(list []newsroom.Contributor) node {
	var all node
	for _, c := range list {
		var n, affiliations node
		n.line("slug", c.Slug)
		n.bilingual("name", c.Name)
		n.bilingual("bio", c.Bio)
		if c.PortraitFile != nil {
			n.line("portrait", c.PortraitPath(c.PortraitFile.Name))
		}
		for _, a := range c.Affiliations {
			var place node
			place.bilingual("organisation", a.Organisation)
			place.bilingual("title", a.Title)
			place.rawly("from", day(a.From))
			place.rawly("to", day(a.To))
			affiliations.items = append(affiliations.items, place)
		}
		n.add("affiliations", affiliations)
		all.items = append(all.items, n)
	}
	return all
}

func pictures(list []newsroom.LibraryPicture) node {
	var all node
	for _, p := range list {
		var n node
		n.line("file", p.File)
		n.bilingual("alt", p.Alt)
		n.bilingual("caption", p.Caption)
		n.bilingual("credit", p.Credit)
		n.bilingual("licence", p.Licence)
		all.items = append(all.items, n)
	}
	return all
}

// Terms returns terms as the text of a terms.csv. A variant with a bar in it
// cannot be written and is ErrInvalid.
func Terms(terms []newsroom.Term) (string, error) {
	var b strings.Builder
	w := csv.NewWriter(&b)
	rows := [][]string{{"zh", "en", "kind", "zh_variants", "en_variants", "forbidden", "themes", "pinyin", "note"}}
	for _, t := range terms {
		row := []string{newsroom.Line(t.ZH), newsroom.Line(t.EN), newsroom.Line(t.Kind)}
		for _, list := range [][]string{t.ZHVariants, t.ENVariants, t.Forbidden, t.Themes} {
			for _, word := range list {
				if strings.Contains(word, "|") {
					return "", newsroom.Because(newsroom.ErrInvalid, "term %q: %q has a bar, which separates variants in terms.csv: change it", t.ZH, word)
				}
			}
			row = append(row, newsroom.Line(strings.Join(list, "|")))
		}
		rows = append(rows, append(row, newsroom.Line(t.Pinyin), newsroom.Line(t.Note)))
	}
	if err := w.WriteAll(rows); err != nil {
		return "", fmt.Errorf("terms.csv: %w", err)
	}
	return b.String(), nil
}

// Weights returns learned weights as the text of a weights.csv.
func Weights(weights []newsroom.ThemeWeight) (string, error) {
	var b strings.Builder
	rows := [][]string{{"theme", "lang", "word", "weight"}}
	for _, t := range weights {
		rows = append(rows, []string{t.Theme, string(t.Language), newsroom.Line(t.Word), strconv.FormatFloat(t.Weight, 'f', -1, 64)})
	}
	if err := csv.NewWriter(&b).WriteAll(rows); err != nil {
		return "", fmt.Errorf("weights.csv: %w", err)
	}
	return b.String(), nil
}
