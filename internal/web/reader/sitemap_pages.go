package reader

import (
	"context"
	"iter"
	"strconv"
	"strings"
	"time"

	"hebi/internal/feed"
	"hebi/internal/newsroom"
	"hebi/internal/store"
	"hebi/internal/web/hant"
)

// sitemapStretch is how many ids of articles, or of contributors, one sitemap
// covers. A piece in both languages has a page in each and in traditional
// characters, and these again side by side: 30,000 entries, of 1.2 KB for the
// longest slugs, well below both limits of the protocol. A piece stays in its
// sitemap for ever, so that a new one changes the last sitemap and no other.
const sitemapStretch = 5_000

// sitemapRead is how many ids are asked for at once while a sitemap is written.
const sitemapRead = 1_000

// sitemapEntries are the pages of a sitemap, read while it is written. An error ends them.
type sitemapEntries = iter.Seq2[feed.SitemapEntry, error]

// sitemapPages are the pages of the part with this name, such as
// "articles-0.xml"; none when there is no such part.
func (h *Reader) sitemapPages(ctx context.Context, name string) sitemapEntries {
	kind, key, _ := strings.Cut(strings.TrimSuffix(name, ".xml"), "-")
	stretch, err := strconv.ParseInt(key, 10, 32)
	numbered := err == nil && stretch >= 0 && name == kind+"-"+strconv.FormatInt(stretch, 10)+".xml"
	month, err := time.Parse("2006-01", key)
	monthly := err == nil && name == kind+"-"+month.Format("2006-01")+".xml"
	switch {
	case name == "site.xml":
		return h.sitePages(ctx)
	case kind == "articles" && numbered:
		return h.stretchPages(ctx, stretch, h.store.ListedArticles, h.articleEntries)
	case kind == "contributors" && numbered:
		return h.stretchPages(ctx, stretch, h.store.ListedContributors, h.contributorEntries)
	case kind == "papers" && monthly:
		return h.printPages(ctx, key)
	}
	return func(func(feed.SitemapEntry, error) bool) {}
}

// stretchPages reads a stretch of ids piece by piece. A piece ends with an id,
// so that what has two languages is never parted.
func (h *Reader) stretchPages(ctx context.Context, stretch int64, read func(ctx context.Context, after, last int64) ([]store.Listed, error),
	entries func([]store.Listed) []feed.SitemapEntry,
) sitemapEntries {
	return func(yield func(feed.SitemapEntry, error) bool) {
		for after := stretch * sitemapStretch; after < (stretch+1)*sitemapStretch; after += sitemapRead {
			list, err := read(ctx, after, after+sitemapRead)
			if !yieldAll(yield, entries(list), err) {
				return
			}
		}
	}
}

// yieldAll hands on entries, then the error; it says whether more is wanted.
func yieldAll(yield func(feed.SitemapEntry, error) bool, entries []feed.SitemapEntry, err error) bool {
	for _, e := range entries {
		if !yield(e, nil) {
			return false
		}
	}
	if err != nil {
		yield(feed.SitemapEntry{}, err)
	}
	return err == nil
}

// sitePages are the front pages, the lists, and what is few: themes, specials,
// standing pages and the months of the archive.
func (h *Reader) sitePages(ctx context.Context) sitemapEntries {
	return func(yield func(feed.SitemapEntry, error) bool) {
		for _, read := range []func(context.Context) ([]feed.SitemapEntry, error){h.listEntries, h.specialEntries, h.pageEntries, h.monthEntries} {
			entries, err := read(ctx)
			if !yieldAll(yield, entries, err) {
				return
			}
		}
	}
}

// printPages are the days and pages of print of a month.
func (h *Reader) printPages(ctx context.Context, month string) sitemapEntries {
	return func(yield func(feed.SitemapEntry, error) bool) {
		list, err := h.store.ListedPrint(ctx, month)
		yieldAll(yield, h.printEntries(list), err)
	}
}

// entriesOf is the page at rest in each of the languages, Chinese in both scripts.
func (h *Reader) entriesOf(rest string, changed map[newsroom.Language]time.Time, languages ...newsroom.Language) []feed.SitemapEntry {
	versions := versions(h.absolute(""), rest, languages...)
	var list []feed.SitemapEntry
	for _, l := range languages {
		list = append(list, feed.SitemapEntry{URL: h.absolute(in(l, rest)), Changed: changed[l], Versions: versions})
		if l == newsroom.Chinese {
			list = append(list, feed.SitemapEntry{URL: h.absolute("/" + hant.Segment + rest), Changed: changed[l], Versions: versions})
		}
	}
	return list
}

// entriesFor are the pages of things below a folder: in both languages, or in
// those that they are listed in. A thing's languages stand together.
func (h *Reader) entriesFor(folder string, list []store.Listed, everywhere bool) []feed.SitemapEntry {
	var entries []feed.SitemapEntry
	for len(list) > 0 {
		n, changed, languages := 0, map[newsroom.Language]time.Time{}, []newsroom.Language(nil)
		for n < len(list) && list[n].ID == list[0].ID {
			changed[list[n].Language] = list[n].Changed
			languages = append(languages, list[n].Language)
			n++
		}
		if everywhere {
			languages = newsroom.Languages()
		}
		entries = append(entries, h.entriesOf(folder+list[0].Slug, changed, languages...)...)
		list = list[n:]
	}
	return entries
}

// articleEntries are articles, and after them those in both languages side by side.
func (h *Reader) articleEntries(list []store.Listed) []feed.SitemapEntry {
	entries := h.entriesFor("/articles/", list, false)
	for i := 1; i < len(list); i++ {
		if list[i].ID == list[i-1].ID { // its other language
			newest := newsroom.Later(list[i].Changed, list[i-1].Changed)
			entries = append(entries, h.entriesOf(bilingualRest(list[i].Slug), both(newest), newsroom.Languages()...)...)
		}
	}
	return entries
}

// contributorEntries have a page in both languages, whichever they are credited in.
func (h *Reader) contributorEntries(list []store.Listed) []feed.SitemapEntry {
	return h.entriesFor("/contributors/", list, true)
}

// printEntries have a page in both languages: it shows what it has in either.
func (h *Reader) printEntries(list []store.Listed) []feed.SitemapEntry {
	var entries []feed.SitemapEntry
	for len(list) > 0 {
		day, n := list[0].Slug, 0
		var newest time.Time
		var pages []feed.SitemapEntry
		for n < len(list) && list[n].Slug == day {
			newest = newsroom.Later(newest, list[n].Changed)
			pages = append(pages, h.entriesOf("/papers/"+day+"/"+strconv.Itoa(list[n].Page), both(list[n].Changed), newsroom.Languages()...)...)
			n++
		}
		entries = append(entries, h.entriesOf("/papers/"+day, both(newest), newsroom.Languages()...)...)
		entries = append(entries, pages...)
		list = list[n:]
	}
	return entries
}

func both(t time.Time) map[newsroom.Language]time.Time {
	return map[newsroom.Language]time.Time{newsroom.Chinese: t, newsroom.English: t}
}

// listEntries are the front pages, the lists that every site has, and all
// themes: they have an introduction even while they have no article. When a list
// changed last is not said: it would have to be asked of everything in it.
func (h *Reader) listEntries(ctx context.Context) ([]feed.SitemapEntry, error) {
	themes, err := h.store.AllThemes(ctx)
	lists := []string{"/"}
	for _, kind := range newsroom.Kinds() {
		lists = append(lists, "/"+kind.Path())
	}
	lists = append(lists, "/specials", "/themes", "/contributors", "/papers", "/archive", "/corrections", "/feeds")
	for _, t := range themes {
		lists = append(lists, "/themes/"+t.Slug)
	}
	var entries []feed.SitemapEntry
	for _, rest := range lists {
		entries = append(entries, h.entriesOf(rest, nil, newsroom.Languages()...)...)
	}
	return entries, err
}

func (h *Reader) specialEntries(ctx context.Context) ([]feed.SitemapEntry, error) {
	list, err := h.store.ListedSpecials(ctx)
	return h.entriesFor("/specials/", list, false), err
}

func (h *Reader) pageEntries(ctx context.Context) ([]feed.SitemapEntry, error) {
	list, err := h.store.ListedPages(ctx)
	return h.entriesFor("/pages/", list, false), err
}

// monthEntries are the months of the archive, each in the languages that have articles of it.
func (h *Reader) monthEntries(ctx context.Context) ([]feed.SitemapEntry, error) {
	languages, months := map[string][]newsroom.Language{}, []string(nil)
	for _, l := range newsroom.Languages() {
		list, err := h.store.ArchiveMonths(ctx, l)
		if err != nil {
			return nil, err
		}
		for _, m := range list {
			rest := newsroom.MonthRest(m.Year, m.Month)
			if languages[rest] == nil {
				months = append(months, rest)
			}
			languages[rest] = append(languages[rest], l)
		}
	}
	var entries []feed.SitemapEntry
	for _, rest := range months {
		entries = append(entries, h.entriesOf(rest, nil, languages[rest]...)...)
	}
	return entries, nil
}
