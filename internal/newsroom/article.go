package newsroom

import (
	"io"
	"slices"
	"strings"
	"time"
)

// Kind is an article's journalistic genre (体裁).
type Kind string

// The kinds of DESIGN section 2.
const (
	News       Kind = "news"
	Commentary Kind = "commentary"
	Feature    Kind = "feature"
	Editorial  Kind = "editorial"
)

// Kinds returns all kinds in the order of the site's navigation.
func Kinds() []Kind { return []Kind{News, Commentary, Feature, Editorial} }

// ParseKind reads a kind's name; anything else is ErrInvalid.
func ParseKind(s string) (Kind, error) {
	if k := Kind(s); slices.Contains(Kinds(), k) {
		return k, nil
	}
	return "", Because(ErrInvalid, "kind %q: use news, commentary, feature or editorial", s)
}

// Path returns the last segment of the address of the kind's list:
// "news", "commentary", "features" or "editorials".
func (k Kind) Path() string {
	if k == Feature || k == Editorial {
		return string(k) + "s"
	}
	return string(k)
}

// Article is one piece, whatever its languages: what is true of the piece.
type Article struct {
	// ID is the number of the permanent short link; 0 before the first save.
	ID int64
	// Slug is lower-case ASCII, at most MaxSlug bytes, the same in every language.
	Slug string
	Kind Kind
	// Version counts every change of what is true of the piece; a save that names another one is ErrConflict.
	Version int
	// Credits are in printed order; translators are credited by their edition.
	Credits []Credit
	// Themes are in order of weight: those set by hand first.
	Themes []ThemeTag
	// Specials are those the article is part of.
	Specials []SpecialRef
	// Print is nil when the article was never printed.
	Print *PrintPlace
	Cover *Picture
	// Editions holds what was asked of the store: for readers only visible ones.
	Editions map[Language]*Edition
	// Files are pictures that lie beside the article's text; filled by import and export only.
	Files []File
	// Media gives the address of each file name used in the article's text, such as "map.png".
	Media map[string]string
}

// Edition returns the edition in l, or nil.
func (a *Article) Edition(l Language) *Edition { return a.Editions[l] }

// Languages returns the languages that a holds editions of.
func (a *Article) Languages() []Language {
	var langs []Language
	for _, l := range Languages() {
		if a.Editions[l] != nil {
			langs = append(langs, l)
		}
	}
	return langs
}

// In returns the edition in l, else the one in the other language, else nil.
func (a *Article) In(l Language) *Edition {
	if e := a.Editions[l]; e != nil {
		return e
	}
	return a.Editions[l.Other()]
}

// Original returns the edition that is the original; without a mark the Chinese one, else whichever there is.
func (a *Article) Original() *Edition {
	for _, l := range Languages() {
		if e := a.Editions[l]; e != nil && e.Original {
			return e
		}
	}
	return a.In(Chinese)
}

// SpecialRef names a special that an article belongs to.
type SpecialRef struct {
	Slug  string
	Title Bilingual
}

// PrintPlace is where an article was printed (版面).
type PrintPlace struct {
	// Paper is the paper's name as printed, such as 内蒙古日报.
	Paper string
	// Date is a calendar day, midnight UTC; zero means the article's own day in the site's zone.
	Date time.Time
	// Page is the page number, from 1.
	Page int
	// ContinuedFrom and ContinuedOn name other pages the piece ran over, as printed ("1", "A3"); often empty.
	ContinuedFrom, ContinuedOn string
}

// Picture is a picture with its caption, credit and licence.
type Picture struct {
	// File is the name of the file beside the article's text.
	File string
	// Address is where the picture is served; filled by the store.
	Address string
	// Width and Height are in pixels; 0 when unknown.
	Width, Height                 int
	Alt, Caption, Credit, Licence Bilingual
}

// File is a file that lies beside an article's Markdown.
type File struct {
	// Name is the path as the text names it, with forward slashes, relative to the article's folder.
	Name string
	// Size is in bytes.
	Size int64
	Open func() (io.ReadCloser, error)
}

// MaxSlug is the longest slug in bytes; section 6 of the design fixes it for slugs we make.
const MaxSlug = 60

// maxGivenSlug bounds slugs that editors choose: a path segment that every client copes with.
const maxGivenSlug = 120

// CheckSlug says in ErrInvalid what is wrong with a slug: it must be lower-case
// ASCII letters and digits in groups joined by single hyphens.
func CheckSlug(slug string) error {
	ok := slug != "" && len(slug) <= maxGivenSlug && !strings.HasPrefix(slug, "-") && !strings.HasSuffix(slug, "-") && !strings.Contains(slug, "--")
	for _, r := range slug {
		ok = ok && (r == '-' || '0' <= r && r <= '9' || 'a' <= r && r <= 'z')
	}
	if !ok {
		return Because(ErrInvalid, "slug %q: use lower-case letters a-z, digits and single hyphens, at most %d of them", slug, maxGivenSlug)
	}
	return nil
}
