package reader

import (
	"slices"
	"time"

	"hebi/internal/feed"
	"hebi/internal/newsroom"
	"hebi/internal/web/hant"
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

// SharedLocales are the languages of the page as Open Graph names them, with a
// territory: its own first.
func (f frame) SharedLocales() []string {
	zh, en := "zh_CN", "en_US"
	if f.view != nil {
		zh = "zh_TW"
		if f.view.Tag() == hant.TagHongKong {
			zh = "zh_HK"
		}
	}
	list := []string{zh, en}
	if f.Language == newsroom.English {
		slices.Reverse(list)
	}
	if f.single() {
		return list[:1]
	}
	return list
}

// versions are the page at rest in the given languages, as its head and the
// sitemap name them, Chinese in both scripts: nil unless there are two. Who reads neither gets what the
// root of the site leads to for the front page, and else the Chinese page, as
// Chinese is the site's first language. base is the site's address without a slash.
func versions(base, rest string, languages ...newsroom.Language) []feed.Version {
	var list []feed.Version
	for _, l := range languages {
		list = append(list, feed.Version{Tag: l.Tag(), URL: base + in(l, rest)})
		if l == newsroom.Chinese {
			list = append(list, feed.Version{Tag: hant.Tag, URL: base + "/" + hant.Segment + rest})
		}
	}
	if len(list) < 2 {
		return nil
	}
	otherwise := feed.Version{Tag: "x-default", URL: base + in(newsroom.Chinese, rest)}
	if rest == "/" {
		otherwise.URL = base + "/"
	}
	return append(list, otherwise)
}
