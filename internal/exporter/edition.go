package exporter

import (
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"

	"hebi/internal/newsroom"
)

// article writes articles/slug. What is of the article stands in the
// original's file; the other one repeats credits and cover only if they have
// words in its language.
func (w *writer) article(a *newsroom.Article) error {
	dir := path.Join("articles", a.Slug)
	if err := newsroom.CheckSlug(a.Slug); err != nil {
		return fmt.Errorf("article: %w", err)
	}
	for _, l := range a.Languages() {
		main := a.Editions[l] == a.Original()
		front := w.edition(a.Editions[l], main, a.Slug)
		scope := scope{language: l, alone: len(a.Languages()) == 1}
		if main {
			front.line("kind", string(a.Kind))
		}
		front.add("credits", scope.credits(a, main))
		if main {
			w.articleKeys(&front, a)
		}
		front.add("cover", scope.cover(a.Cover, main))
		if err := w.text(dir, l, front, a.Editions[l].Body); err != nil {
			return err
		}
	}
	return w.copy(dir, a.Files)
}

func (w *writer) articleKeys(front *node, a *newsroom.Article) {
	var themes, specials []string
	for _, t := range a.Themes {
		if t.Manual {
			themes = append(themes, t.Slug)
		}
	}
	for _, s := range a.Specials {
		specials = append(specials, s.Slug)
	}
	front.slugs("themes", themes)
	if len(specials) == 1 {
		front.line("special", specials[0])
	} else {
		front.slugs("special", specials)
	}
	if p := a.Print; p != nil && newsroom.Line(p.Paper) != "" && p.Page > 0 {
		var n node
		n.line("paper", p.Paper)
		n.rawly("date", day(p.Date))
		n.rawly("page", number(p.Page))
		n.line("continued_from", p.ContinuedFrom)
		n.line("continued_on", p.ContinuedOn)
		front.add("print", n)
	}
}

// edition returns the keys of an edition. What import would refuse, such as a
// correction without a note or a second original, is not written.
func (w *writer) edition(e *newsroom.Edition, main bool, slug string) node {
	var n node
	n.line("title", e.Title)
	if n.empty() {
		n.line("title", slug)
	}
	n.line("subtitle", e.Subtitle)
	n.line("kicker", e.Kicker)
	n.prose("summary", e.Summary)
	n.rawly("date", w.stamp(e.Date))
	if updated := w.stamp(e.Updated); updated != w.stamp(e.Date) {
		n.rawly("updated", updated)
	}
	n.rawly("id", e.ID)
	n.line("status", status(e.Status))
	if e.Original && main {
		n.rawly("original", "true")
	} else {
		n.rawly("reflects", number(e.Reflects))
	}
	n.rawly("revision", number(e.Revision))
	var corrections node
	for _, c := range e.Corrections {
		if item := w.dated(c.Date, "note", c.Note); len(item.pairs) == 2 {
			item.line("wrong", c.Wrong)
			corrections.items = append(corrections.items, item)
		}
	}
	n.add("corrections", corrections)
	if t := e.Retraction; t != nil {
		if item := w.dated(t.Date, "reason", t.Reason); len(item.pairs) == 2 {
			n.add("retraction", item)
		}
	}
	return n
}

func (w *writer) dated(date time.Time, key, words string) node {
	var n node
	n.rawly("date", w.stamp(date))
	n.prose(key, words)
	return n
}

// status returns what a file may say of a status.
func status(s newsroom.Status) string {
	switch s {
	case "", newsroom.Draft, newsroom.Published, newsroom.Withdrawn:
		return string(s)
	case newsroom.Scheduled: // with its date to come, which makes it scheduled again
		return string(newsroom.Published)
	}
	return string(newsroom.Draft)
}

// scope is the file that words of an article are written for.
type scope struct {
	language newsroom.Language
	// alone says that there is no file of the other language to hold its words.
	alone bool
}

// own appends the words of the file's language; those of the other one too
// when it has no file.
func (s scope) own(n *node, key string, b newsroom.Bilingual) {
	if other := b.Only(s.language.Other()); s.alone && newsroom.Line(other) != "" {
		var both node
		both.line("zh", b.ZH)
		both.line("en", b.EN)
		n.add(key, both)
		return
	}
	n.line(key, b.Only(s.language))
}

// credits returns the article's credits, if they belong into this file, and
// then the edition's translators.
func (s scope) credits(a *newsroom.Article, main bool) node {
	var list node
	here := main || slices.ContainsFunc(a.Credits, func(c newsroom.Credit) bool {
		return c.Printed.Only(s.language) != "" || c.Contributor.Slug == "" && c.Contributor.Name.Only(s.language) != ""
	})
	if here {
		for _, c := range a.Credits {
			list.items = append(list.items, s.credit(c))
		}
	}
	for _, c := range a.Editions[s.language].Translators {
		list.items = append(list.items, s.credit(c))
	}
	return list
}

func (s scope) credit(c newsroom.Credit) node {
	var n node
	n.line("contributor", c.Contributor.Slug)
	if c.Contributor.Slug == "" {
		n.bilingual("name", c.Contributor.Name)
	}
	n.line("role", string(c.Role))
	s.own(&n, "affiliation", c.Printed)
	return n
}

func (s scope) cover(c *newsroom.Picture, main bool) node {
	var n node
	if c == nil || newsroom.Line(c.File) == "" {
		return n
	}
	s.own(&n, "alt", c.Alt)
	s.own(&n, "caption", c.Caption)
	s.own(&n, "credit", c.Credit)
	s.own(&n, "licence", c.Licence)
	if n.empty() && !main {
		return n
	}
	words := n.pairs
	n = node{}
	n.line("file", c.File)
	n.pairs = append(n.pairs, words...)
	return n
}

// special writes specials/slug; the order of articles stands in the first file.
func (w *writer) special(s *newsroom.Special) error {
	dir := path.Join("specials", s.Slug)
	if err := newsroom.CheckSlug(s.Slug); err != nil {
		return fmt.Errorf("special: %w", err)
	}
	articles := s.ArticleSlugs
	for _, l := range newsroom.Languages() {
		e := s.Editions[l]
		if e == nil {
			continue
		}
		var front node
		front.line("title", e.Title)
		if front.empty() {
			front.line("title", s.Slug)
		}
		front.line("subtitle", e.Subtitle)
		front.slugs("articles", articles)
		articles = nil
		if err := w.text(dir, l, front, e.Note); err != nil {
			return err
		}
	}
	return w.copy(dir, s.Files)
}

// page writes pages/slug.
func (w *writer) page(p *newsroom.Page) error {
	dir := path.Join("pages", p.Slug)
	if err := newsroom.CheckSlug(p.Slug); err != nil {
		return fmt.Errorf("page: %w", err)
	}
	a := newsroom.Article{Editions: p.Editions}
	for _, l := range a.Languages() {
		e := p.Editions[l]
		if err := w.text(dir, l, w.edition(e, e == a.Original(), p.Slug), e.Body); err != nil {
			return err
		}
	}
	return w.copy(dir, p.Files)
}

// text writes one Markdown file.
func (w *writer) text(dir string, l newsroom.Language, front node, body string) error {
	file := "---\n" + front.document() + "---\n"
	if body = newsroom.Body(body); body != "" {
		file += "\n" + body + "\n"
	}
	return w.file(path.Join(dir, string(l)+".md"), strings.NewReader(file))
}

// stamp returns a time to the second in the site's zone; empty for none and
// for one that import would not believe.
func (w *writer) stamp(t time.Time) string {
	if !plausible(t) {
		return ""
	}
	t = t.In(w.zone)
	// RFC 3339 has no seconds in its offsets, but local mean time before about 1900 does.
	if _, offset := t.Zone(); offset%60 != 0 {
		t = t.UTC()
	}
	return t.Truncate(time.Second).Format(time.RFC3339)
}

// plausible is the range of times that import takes.
func plausible(t time.Time) bool { return t.Year() > 1000 && t.Year() < 9000 }

func day(t time.Time) string {
	if !plausible(t) {
		return ""
	}
	return t.Format(time.DateOnly)
}

func number(i int) string {
	if i < 1 {
		return ""
	}
	return strconv.Itoa(i)
}
