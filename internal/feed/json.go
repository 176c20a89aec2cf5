package feed

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// The five structs are JSON Feed 1.1, https://www.jsonfeed.org/version/1.1/.
type jsonFeed struct {
	Version     string       `json:"version"`
	Title       string       `json:"title"`
	HomePageURL string       `json:"home_page_url"`
	FeedURL     string       `json:"feed_url"`
	NextURL     string       `json:"next_url,omitempty"`
	Icon        string       `json:"icon,omitempty"`
	Favicon     string       `json:"favicon,omitempty"`
	Description string       `json:"description,omitempty"`
	Language    string       `json:"language,omitempty"`
	Authors     []jsonAuthor `json:"authors"`
	Hubs        []jsonHub    `json:"hubs,omitempty"`
	Items       []jsonItem   `json:"items"`
}

type jsonAuthor struct {
	Name string `json:"name"`
	URL  string `json:"url,omitempty"`
}

type jsonHub struct {
	Type string `json:"type"`
	URL  string `json:"url"`
}

type jsonItem struct {
	ID            string       `json:"id"`
	URL           string       `json:"url"`
	Title         string       `json:"title"`
	Summary       string       `json:"summary,omitempty"`
	ContentHTML   string       `json:"content_html"`
	Image         string       `json:"image,omitempty"`
	BannerImage   string       `json:"banner_image,omitempty"`
	DatePublished string       `json:"date_published"`
	DateModified  string       `json:"date_modified"`
	Authors       []jsonAuthor `json:"authors"`
	// Author is of version 1.0; readers that do not know authors still take it.
	Author   jsonAuthor `json:"author"`
	Tags     []string   `json:"tags,omitempty"`
	Language string     `json:"language"`
}

func (f *Feed) json() ([]byte, error) {
	out := jsonFeed{
		Version:     "https://jsonfeed.org/version/1.1",
		Title:       f.say(f.Title),
		HomePageURL: f.Home,
		FeedURL:     f.Self,
		NextURL:     f.Archive.Previous,
		Icon:        f.Icon,
		Favicon:     f.Icon,
		Description: f.say(f.Description),
		Language:    f.tag(f.Language),
		Authors:     f.jsonAuthors([]person{f.paper(f.Language)}),
		Items:       make([]jsonItem, 0, len(f.Items)),
	}
	if f.Hub != "" {
		out.Hubs = []jsonHub{{Type: "WebSub", URL: f.Hub}}
	}
	for _, i := range f.Items {
		out.Items = append(out.Items, f.jsonItem(i))
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	// The bytes are never part of a page, and \u003c would swell every tag.
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(out); err != nil {
		return nil, fmt.Errorf("feed %s: %w", f.Self, err)
	}
	return b.Bytes(), nil
}

func (f *Feed) jsonItem(i Item) jsonItem {
	authors, translators := f.jsonAuthors(f.authors(i)), f.jsonAuthors(f.translators(i))
	for n := range translators {
		// Version 1.1 has no contributors, and a translator is not a co-author.
		translators[n].Name += translatorSuffix(i.Edition.Language)
	}
	out := jsonItem{
		ID:            f.urn(i.Edition.ID),
		URL:           i.URL,
		Title:         f.say(i.Edition.Title),
		Summary:       f.say(i.Edition.Summary),
		ContentHTML:   clean(i.HTML),
		DatePublished: f.atomDate(i.Edition.Dated()),
		DateModified:  f.atomDate(i.Edition.Modified()),
		Authors:       append(authors, translators...),
		Author:        jsonAuthor{Name: f.say(f.byline(i)), URL: authors[0].URL},
		Language:      f.tag(i.Edition.Language),
	}
	if i.Cover != nil {
		out.Image, out.BannerImage = i.Cover.URL, i.Cover.URL
	}
	for _, c := range f.categories(i) {
		out.Tags = append(out.Tags, f.say(c.label))
	}
	return out
}

func (f *Feed) jsonAuthors(people []person) []jsonAuthor {
	authors := make([]jsonAuthor, len(people))
	for i, p := range people {
		authors[i] = jsonAuthor{Name: f.say(p.name), URL: p.url}
	}
	return authors
}
