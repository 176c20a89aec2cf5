package reader

import (
	"time"

	"hebi/internal/feed"
	"hebi/internal/newsroom"
)

// sharing is what a link to a page shows in messages and on other sites, beside
// the page's title and description: Open Graph, https://ogp.me.
type sharing struct {
	// Type is "website", "article" or "profile"; what follows the picture is of articles alone.
	Type string
	// Picture is nil without one: a mark in place of a picture says nothing.
	Picture *sharedPicture

	Published, Modified time.Time
	// Authors are absolute addresses.
	Authors []string
	// Section and Tags are the kind's name and the themes', in the page's language.
	Section string
	Tags    []string
}

// sharedPicture has an absolute address; its size is 0 when it is not known.
type sharedPicture struct {
	Address       string
	Width, Height int
	Alt           string
}

// SharedLocale is a language as Open Graph names it, with a territory.
func (frame) SharedLocale(l newsroom.Language) string {
	if l == newsroom.Chinese {
		return "zh_CN"
	}
	return "en_US"
}

// versions are the page at rest in the given languages, as its head and the
// sitemap name them: nil unless there are two. Who reads neither gets what the
// root of the site leads to for the front page, and else the Chinese page, as
// Chinese is the site's first language. base is the site's address without a slash.
func versions(base, rest string, languages ...newsroom.Language) []feed.Version {
	if len(languages) < 2 {
		return nil
	}
	var list []feed.Version
	for _, l := range languages {
		list = append(list, feed.Version{Tag: l.Tag(), URL: base + in(l, rest)})
	}
	otherwise := feed.Version{Tag: "x-default", URL: base + in(newsroom.Chinese, rest)}
	if rest == "/" {
		otherwise.URL = base + "/"
	}
	return append(list, otherwise)
}
