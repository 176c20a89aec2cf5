// Package schemaorg has the few words of https://schema.org that the site says
// of itself, as objects that marshal to JSON-LD. All addresses are absolute, all
// languages BCP 47 tags, all times RFC 3339 and all days such as 2023-10-25.
package schemaorg

// Context is what an object that is not within another one names as its vocabulary.
const Context = "https://schema.org"

// Article is a NewsArticle, or one of the kinds of it.
type Article struct {
	Context string `json:"@context,omitempty"`
	// Type is NewsArticle or OpinionNewsArticle: what "primarily expresses
	// opinions rather than journalistic reporting", such as a column or an editorial.
	Type string `json:"@type"`
	// ID is the identifier of the edition, a urn:uuid: that never changes.
	ID                  string `json:"@id"`
	URL                 string `json:"url"`
	Identifier          string `json:"identifier"`
	MainEntityOfPage    string `json:"mainEntityOfPage,omitempty"`
	Headline            string `json:"headline"`
	AlternativeHeadline string `json:"alternativeHeadline,omitempty"`
	Description         string `json:"description,omitempty"`
	InLanguage          string `json:"inLanguage"`
	DatePublished       string `json:"datePublished,omitempty"`
	DateModified        string `json:"dateModified,omitempty"`
	// TranslationOfWork and WorkTranslation name the article's other edition.
	TranslationOfWork *Article `json:"translationOfWork,omitempty"`
	WorkTranslation   *Article `json:"workTranslation,omitempty"`
	Author            []Agent  `json:"author,omitempty"`
	Editor            []Agent  `json:"editor,omitempty"`
	Translator        []Agent  `json:"translator,omitempty"`
	Contributor       []Role   `json:"contributor,omitempty"`
	Publisher         *Agent   `json:"publisher,omitempty"`
	ArticleSection    string   `json:"articleSection,omitempty"`
	// About are themes and the people that the piece is about, Mentions those who were asked.
	About    []any   `json:"about,omitempty"`
	Mentions []Agent `json:"mentions,omitempty"`
	// IsPartOf are specials and the paper.
	IsPartOf []any `json:"isPartOf,omitempty"`
	// PrintPage is the page that the piece begins on or was found on, Pagination all its pages.
	PrintPage  string       `json:"printPage,omitempty"`
	Pagination string       `json:"pagination,omitempty"`
	Image      *Image       `json:"image,omitempty"`
	Correction []Correction `json:"correction,omitempty"`
	// IsAccessibleForFree is nil where another edition is only named.
	IsAccessibleForFree *bool `json:"isAccessibleForFree,omitempty"`
}

// Agent is a Person, an Organization or a NewsMediaOrganization.
type Agent struct {
	Type          string `json:"@type"`
	Name          string `json:"name"`
	AlternateName string `json:"alternateName,omitempty"`
	Description   string `json:"description,omitempty"`
	URL           string `json:"url,omitempty"`
	Image         string `json:"image,omitempty"`
	Logo          string `json:"logo,omitempty"`
	JobTitle      string `json:"jobTitle,omitempty"`
	Affiliation   *Agent `json:"affiliation,omitempty"`
}

// Role says what somebody did for which Schema.org has no property of its own.
type Role struct {
	Type        string `json:"@type"`
	RoleName    string `json:"roleName"`
	Contributor Agent  `json:"contributor"`
}

// Image is an ImageObject.
type Image struct {
	Type       string `json:"@type"`
	URL        string `json:"url"`
	Width      int    `json:"width,omitempty"`
	Height     int    `json:"height,omitempty"`
	Caption    string `json:"caption,omitempty"`
	CreditText string `json:"creditText,omitempty"`
}

// Correction is a CorrectionComment.
type Correction struct {
	Type          string `json:"@type"`
	Text          string `json:"text"`
	DatePublished string `json:"datePublished"`
}

// Named is anything that has a name and a page: a DefinedTerm, a CreativeWorkSeries, a Newspaper.
type Named struct {
	Type string `json:"@type"`
	Name string `json:"name"`
	URL  string `json:"url,omitempty"`
}

// Issue is a PublicationIssue: what a paper printed on one day.
type Issue struct {
	Type          string `json:"@type"`
	URL           string `json:"url"`
	DatePublished string `json:"datePublished"`
	// Pagination is the page of the issue that URL shows.
	Pagination string `json:"pagination"`
	IsPartOf   Named  `json:"isPartOf"`
}

// Breadcrumbs is a BreadcrumbList, the way from the front page to a page.
type Breadcrumbs struct {
	Context string  `json:"@context"`
	Type    string  `json:"@type"`
	Steps   []Crumb `json:"itemListElement"`
}

// Crumb is a ListItem.
type Crumb struct {
	Type     string `json:"@type"`
	Position int    `json:"position"`
	Name     string `json:"name"`
	Item     string `json:"item"`
}

// Site is a WebSite with its search.
type Site struct {
	Context       string `json:"@context"`
	Type          string `json:"@type"`
	URL           string `json:"url"`
	Name          string `json:"name"`
	AlternateName string `json:"alternateName,omitempty"`
	Description   string `json:"description,omitempty"`
	InLanguage    string `json:"inLanguage"`
	Publisher     Agent  `json:"publisher"`
	Search        Search `json:"potentialAction"`
}

// Search is a SearchAction.
type Search struct {
	Type string `json:"@type"`
	// Target is an address with {query} where the question goes.
	Target EntryPoint `json:"target"`
	Input  string     `json:"query-input"`
}

// EntryPoint is where an action begins.
type EntryPoint struct {
	Type     string `json:"@type"`
	Template string `json:"urlTemplate"`
}

// Profile is a ProfilePage.
type Profile struct {
	Context    string `json:"@context"`
	Type       string `json:"@type"`
	URL        string `json:"url"`
	InLanguage string `json:"inLanguage"`
	MainEntity Agent  `json:"mainEntity"`
}
