package reader

import (
	"cmp"
	"html/template"
	"slices"
	"strings"
	"time"

	"hebi/internal/locale"
	"hebi/internal/newsroom"
)

// card is an article as lists show it, in the reader's language where it has
// an edition there, else in the other.
type card struct {
	locale.Locale
	Path string
	// Lang is the tag of the texts' language when it is not the page's.
	Lang                             string
	Kind                             newsroom.Kind
	Kicker, Title, Subtitle, Summary string
	// When is the edition's date.
	When time.Time
	// People are the credits that a list shows: who wrote it.
	People []person
	// Voice is whose view the piece gives: a commentary's author, or the scholar whom a digest reports; nil without.
	Voice  *person
	Themes []link
	Cover  *newsroom.Picture
	// Corrected says that the edition carries a correction.
	Corrected bool
	// TitlePieces and SnippetPieces stand for title and summary where a search found them; nil elsewhere.
	TitlePieces, SnippetPieces []piece

	// key is the edition's, to look up its text; article the article's id.
	key, article int64
}

// newCard shows an article's edition in the page's language, else the other.
func newCard(l locale.Locale, a *newsroom.Article) card {
	e := a.In(l.Language)
	if e == nil { // the store hands out articles with an edition; a broken one must not take the page down
		e = &newsroom.Edition{Language: l.Language, Title: a.Slug}
	}
	return newCardOf(l, a, e)
}

// newCardOf shows the edition e of an article, whatever its language.
func newCardOf(l locale.Locale, a *newsroom.Article, e *newsroom.Edition) card {
	c := card{
		Locale: l, Path: articlePath(e.Language, a.Slug), Kind: a.Kind,
		Kicker: e.Kicker, Title: e.Title, Subtitle: e.Subtitle, Summary: e.Summary, When: e.Date,
		Themes: themeLinks(l.Language, a.Themes), Cover: a.Cover,
		Corrected: len(e.Corrections) > 0, key: e.Key, article: a.ID,
	}
	if e.Language != l.Language {
		c.Lang = e.Language.Tag()
	}
	for _, p := range people(l.Language, a, e) {
		if p.Wrote() {
			c.People = append(c.People, p)
		}
		if c.Voice == nil && a.Kind == newsroom.Commentary && (p.Role == newsroom.Subject || p.Role == newsroom.Author) {
			c.Voice = &p
		}
		// The scholar whose argument a digest reports speaks louder than the desk that wrote it.
		if c.Voice != nil && c.Voice.Role == newsroom.Author && p.Role == newsroom.Subject && a.Kind == newsroom.Commentary {
			c.Voice = &p
		}
	}
	return c
}

func newCards(l locale.Locale, articles []newsroom.Article) []card {
	cards := make([]card, len(articles))
	for i := range articles {
		cards[i] = newCard(l, &articles[i])
	}
	return cards
}

// InOther says in the page's language that the piece is in the other one; empty when it is not.
func (c card) InOther() string {
	if c.Lang == "" {
		return ""
	}
	return c.T("in." + string(c.Language.Other()))
}

// Phrases are the parts of the headline.
func (c card) Phrases() []template.HTML { return setPhrases(c.Title, c.tag()) }

// Set is one of the card's texts as markup, its numbers with their units.
func (c card) Set(text string) template.HTML { return set(text, c.tag()) }

// tag is that of the texts' language.
func (c card) tag() string { return cmp.Or(c.Lang, c.Language.Tag()) }

// textLanguage is the language of the texts.
func (c card) textLanguage() newsroom.Language {
	if c.Lang == "" {
		return c.Language
	}
	return c.Language.Other()
}

// KindName is what one piece of the kind is called.
func (c card) KindName() string { return c.T("kind." + string(c.Kind) + ".one") }

// KindPath is the list of the kind.
func (c card) KindPath() string { return in(c.Language, "/"+c.Kind.Path()) }

// signature is a name in a byline with the words before it.
type signature struct {
	Before string
	run
}

// Byline is who wrote the piece, in one line: each name keeps its own language.
func (c card) Byline() []signature {
	const place = "\x00"
	words := strings.Split(c.T("by", c.Join(slices.Repeat([]string{place}, len(c.People)))), place)
	line := make([]signature, len(c.People))
	for i, p := range c.People {
		line[i] = signature{Before: words[i], run: p.Name}
	}
	return line
}

// Reported says that the voice is reported by somebody else.
func (c card) Reported() bool { return c.Voice != nil && c.Voice.Role == newsroom.Subject }

// articlePath is the address of an article's edition.
func articlePath(l newsroom.Language, slug string) string { return in(l, "/articles/"+slug) }

func themeLinks(l newsroom.Language, tags []newsroom.ThemeTag) []link {
	links := make([]link, len(tags))
	for i, t := range tags {
		links[i] = link{run: runIn(l, t.Name), Path: in(l, "/themes/"+t.Slug)}
		if links[i].Text == "" {
			links[i].Text = t.Slug
		}
	}
	return links
}

// person is a credit as pages show it.
type person struct {
	Name, Affiliation run
	Path              string
	Role              newsroom.CreditRole
	// Portrait is an address, empty without one; then the seal stands for it.
	Portrait, Seal string
	// SealLang is the tag of the seal's script.
	SealLang string
}

// Wrote says that the person signs the text.
func (p person) Wrote() bool {
	return p.Role == newsroom.Author || p.Role == newsroom.Compiler || p.Role == newsroom.EditorCredit
}

// people are the credits of an edition in the order of roles, translators included.
func people(l newsroom.Language, a *newsroom.Article, e *newsroom.Edition) []person {
	var list []person
	credits := append(slices.Clone(a.Credits), e.Translators...)
	for _, role := range newsroom.CreditRoles() {
		for _, c := range credits {
			if c.Role == role {
				list = append(list, newPerson(l, c))
			}
		}
	}
	return list
}

func newPerson(l newsroom.Language, c newsroom.Credit) person {
	name := runIn(l, c.Contributor.Name)
	if name.Text == "" {
		name.Text = c.Contributor.Slug
	}
	sign, lang := seal(c.Contributor.Name)
	return person{
		Name: name, Affiliation: runIn(l, c.Affiliation), Role: c.Role,
		Path:     in(l, "/contributors/"+c.Contributor.Slug),
		Portrait: c.Contributor.PortraitAddress, Seal: sign, SealLang: lang.Tag(),
	}
}
