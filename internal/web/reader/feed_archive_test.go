package reader

import (
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/mmcdole/gofeed/atom"
	"github.com/mmcdole/gofeed/json"

	"hebi/internal/newsroom"
	"hebi/internal/store"
)

// manyDay is the day on which everything of the big site was printed.
var manyDay = time.Date(2024, 1, 15, 0, 0, 0, 0, time.UTC)

// newBigSite is a site in which every list is longer than a feed: articles of
// every kind over 15 months, all of one theme, contributor, special and print
// page, each with a correction. Twenty of them are of one moment.
func newBigSite(t *testing.T) *feedSite {
	t.Helper()
	s := newFeedSite(t)
	who := &newsroom.Contributor{Slug: "lin", Name: newsroom.Bilingual{ZH: "林", EN: "Lin"}}
	s.do(func(tx *store.Store) error {
		if err := tx.SaveThemes(t.Context(), []newsroom.Theme{{Slug: "tide"}}); err != nil {
			return err
		}
		return tx.SaveContributor(t.Context(), who)
	})
	var slugs []string
	for i := range 4 * 45 {
		slugs = append(slugs, fmt.Sprintf("a%03d", i))
	}
	s.do(func(tx *store.Store) error {
		for i, slug := range slugs {
			a := &newsroom.Article{
				Slug: slug, Kind: newsroom.Kinds()[i%4], Print: &newsroom.PrintPlace{Paper: "样报", Date: manyDay, Page: 3},
				Credits: []newsroom.Credit{{Contributor: *who, Role: newsroom.Author}}, Themes: []newsroom.ThemeTag{{Slug: "tide"}},
			}
			date := s.now.AddDate(0, 0, -5*max(i/2, 10)/2)
			for _, l := range newsroom.Languages() {
				e := edition(l, newsroom.Published, "文")
				e.Original = (l == newsroom.English) == (i%3 == 0)
				e.Corrections = []newsroom.Correction{{Date: date.AddDate(0, 1, 0), Note: "更正"}}
				s.keep(tx, a, e, date)
			}
			if err := tx.SetArticleThemes(t.Context(), a.ID, a.Themes); err != nil {
				return err
			}
		}
		return tx.SaveSpecial(t.Context(), &newsroom.Special{Slug: "series", ArticleSlugs: slugs, Editions: map[newsroom.Language]*newsroom.SpecialEdition{
			newsroom.Chinese: {Language: newsroom.Chinese, Title: "专题"}, newsroom.English: {Language: newsroom.English, Title: "Special"},
		}})
	})
	return s
}

// keep stores an edition of an article, and the article with the first.
func (s *feedSite) keep(tx *store.Store, a *newsroom.Article, e *newsroom.Edition, date time.Time) {
	s.t.Helper()
	if a.ID == 0 {
		if err := tx.SaveArticle(s.t.Context(), a); err != nil {
			s.t.Fatal(err)
		}
		a.Editions = map[newsroom.Language]*newsroom.Edition{}
		s.articles[a.Slug] = a
	}
	e.ID, e.Date, e.Published, e.Updated, e.Revision = a.Slug+"-"+string(e.Language), date, date, date, 1
	if err := tx.SaveEdition(s.t.Context(), a.ID, e); err != nil {
		s.t.Fatal(err)
	}
	a.Editions[e.Language] = e
}

// withdraw takes an edition from its readers.
func (s *feedSite) withdraw(slug string, l newsroom.Language) {
	s.t.Helper()
	a := s.articles[slug]
	a.Editions[l].Status = newsroom.Withdrawn
	s.do(func(tx *store.Store) error { return tx.SaveEdition(s.t.Context(), a.ID, a.Editions[l]) })
}

// document is one document of an archived feed as Atom has it.
type document struct {
	address, previous, next, current string
	archive                          bool
	ids, gone                        []string
	body                             string
}

func (s *feedSite) document(address string) document {
	s.t.Helper()
	response := s.get(address)
	body, err := io.ReadAll(response.Body)
	if err != nil || response.StatusCode != http.StatusOK {
		s.t.Fatalf("%s: %s, %v", address, response.Status, err)
	}
	parsed, err := (&atom.Parser{}).Parse(strings.NewReader(string(body)))
	if err != nil {
		s.t.Fatalf("%s: %v", address, err)
	}
	d := document{address: address, body: string(body)}
	for _, link := range parsed.Links {
		here := strings.TrimPrefix(link.Href, "https://news.example")
		switch link.Rel {
		case "prev-archive":
			d.previous = here
		case "next-archive":
			d.next = here
		case "current":
			d.current = here
		case "self":
			if here != address {
				s.t.Errorf("%s calls itself %s", address, here)
			}
		}
	}
	d.archive = len(parsed.Extensions["fh"]["archive"]) == 1
	for _, gone := range parsed.Extensions["at"]["deleted-entry"] {
		d.gone = append(d.gone, strings.TrimPrefix(gone.Attrs["ref"], "urn:uuid:"))
	}
	for _, e := range parsed.Entries {
		d.ids = append(d.ids, strings.TrimPrefix(e.ID, "urn:uuid:"))
	}
	return d
}

// walk follows prev-archive from a feed to its first document and checks the chain as it goes.
func (s *feedSite) walk(address string) []document {
	s.t.Helper()
	chain := []document{s.document(address)}
	if d := chain[0]; d.archive || d.current != "" || d.next != "" || len(d.ids)+len(d.gone) >= 2*feedLength {
		s.t.Errorf("%s: archive %v, current %q, next %q, %d items; want the feed that is subscribed to", address, d.archive, d.current, d.next, len(d.ids))
	}
	for newest := chain[0]; newest.previous != ""; newest = chain[len(chain)-1] {
		d := s.document(newest.previous)
		want := newest.address
		if len(chain) == 1 {
			want = "" // what is subscribed to is no archive document
		}
		if !d.archive || d.current != address || d.next != want || len(d.ids)+len(d.gone) > feedLength || len(d.ids)+len(d.gone) == 0 {
			s.t.Errorf("%s: archive %v, current %q, next %q (want %q), %d items", d.address, d.archive, d.current, d.next, want, len(d.ids))
		}
		chain = append(chain, d)
		if len(chain) > 100 {
			s.t.Fatalf("%s: the archive has no end", address)
		}
	}
	return chain
}

func allIDs(chain []document) []string {
	var ids []string
	for _, d := range chain {
		ids = append(ids, d.ids...)
	}
	return ids
}

func TestFeed22WalkEveryList(t *testing.T) {
	s := newBigSite(t)
	lists := []string{"", "/news", "/commentary", "/features", "/editorials", "/themes/tide", "/contributors/lin", "/specials/series", "/papers/2024-01-15", "/papers/2024-01-15/3", "/corrections", "/archive/2024/04"}
	for _, list := range lists {
		for _, l := range newsroom.Languages() {
			want := map[string]int{}
			for slug, a := range s.articles {
				inMonth := a.Editions[l].Date.In(time.FixedZone("", 8*3600)).Format("2006/01") == "2024/04"
				if (list != "/archive/2024/04" || inMonth) && (a.Kind.Path() == strings.Trim(list, "/") || !slices.Contains(lists[1:5], list)) {
					want[slug+"-"+string(l)] = 1
				}
			}
			s.checkWalk("/"+string(l)+list+"/feed.atom", want)
		}
	}
	both, first := map[string]int{}, map[string]int{}
	for slug, a := range s.articles {
		both[slug+"-zh"], both[slug+"-en"] = 1, 1
		first[slug+"-"+string(a.Original().Language)] = 1
	}
	s.checkWalk("/feed.atom", both)
	s.checkWalk("/feed.atom?pair=first", first)
}

func (s *feedSite) checkWalk(address string, want map[string]int) {
	s.t.Helper()
	chain := s.walk(address)
	got := map[string]int{}
	for _, id := range allIDs(chain) {
		got[id]++
	}
	if diff := cmp.Diff(want, got); diff != "" {
		s.t.Errorf("%s, how often each item is there (-want +got):\n%s", address, diff)
	}
	if len(want) >= 2*feedLength && len(chain) < 2 {
		s.t.Errorf("%s: %d items and no archive", address, len(want))
	}
	s.checkJSONWalk(address, chain)
}

// checkJSONWalk follows next_url through the same documents.
func (s *feedSite) checkJSONWalk(address string, chain []document) {
	s.t.Helper()
	address = strings.Replace(address, "feed.atom", "feed.json", 1)
	for _, want := range chain {
		parsed, err := (&json.Parser{}).Parse(s.get(address).Body)
		if err != nil {
			s.t.Fatalf("%s: %v", address, err)
		}
		var ids []string
		for _, i := range parsed.Items {
			ids = append(ids, strings.TrimPrefix(i.ID, "urn:uuid:"))
		}
		if !slices.Equal(ids, want.ids) {
			s.t.Errorf("%s: other items than in Atom:\n%s", address, cmp.Diff(want.ids, ids))
		}
		next := strings.TrimPrefix(parsed.NextURL, "https://news.example")
		if next != strings.Replace(want.previous, "feed.atom", "feed.json", 1) {
			s.t.Errorf("%s: next_url %q", address, next)
		}
		address = next
	}
}

// TestFeed22ArchivesStay: what happens at one end of the list changes no
// document at the other.
func TestFeed22ArchivesStay(t *testing.T) {
	s := newBigSite(t)
	for _, address := range []string{"/zh/feed.atom", "/feed.atom", "/zh/themes/tide/feed.atom"} {
		t.Run(address, func(t *testing.T) {
			s.t, s.now = t, s.now.AddDate(0, 0, 1)
			before := s.walk(address)
			name := strings.NewReplacer("/", "", ".", "").Replace(address)
			for i := range 70 {
				s.addDated(fmt.Sprintf("new-%s-%02d", name, i), s.now.Add(time.Duration(i)*time.Minute))
			}
			after := s.walk(address)
			same(t, "seventy new pieces", before[1:], after[len(after)-len(before)+1:], nil)

			// A piece from the middle of the archive goes: its document changes, and no other.
			before, middle := after, after[len(after)/2]
			slug, l, _ := strings.Cut(middle.ids[3], "-")
			s.withdraw(slug, newsroom.Language(l))
			after = s.walk(address)
			same(t, "a piece withdrawn", before, after, []string{middle.address})
			if d := s.document(middle.address); !slices.Equal(d.gone, middle.ids[3:4]) || slices.Contains(d.ids, middle.ids[3]) || strings.Contains(d.body, "标题 "+middle.ids[3]) {
				t.Errorf("%s: gone are %v, want %v", d.address, d.gone, middle.ids[3:4])
			}

			// An old piece comes late: documents of its month may change, no others.
			before = after
			s.addDated("late-"+name, time.Date(2023, 9, 12, 0, 0, 0, 0, time.UTC))
			after = s.walk(address)
			var month []string
			for _, d := range slices.Concat(before, after) {
				if strings.Contains(d.address, "archive=2023-09") || strings.Contains(d.previous+d.next, "archive=2023-09") {
					month = append(month, d.address)
				}
			}
			same(t, "an old piece imported", before, after, month)
			if n := len(allIDs(after)) - len(allIDs(before)); n < 1 || n > 2 {
				t.Errorf("the walk has %d items more, want the new one", n)
			}
		})
	}
}

// addDated publishes a piece of news in Chinese.
func (s *feedSite) addDated(slug string, date time.Time) {
	s.t.Helper()
	s.do(func(tx *store.Store) error {
		s.keep(tx, &newsroom.Article{Slug: slug, Kind: newsroom.News}, edition(newsroom.Chinese, newsroom.Published, "新"), date)
		return tx.SetArticleThemes(s.t.Context(), s.articles[slug].ID, []newsroom.ThemeTag{{Slug: "tide"}})
	})
}

// same checks that documents have the same bytes as before, but for those named.
// That the feed has a new first archive document is no change of the old one's but for the link to it.
func same(t *testing.T, what string, before, after []document, but []string) {
	t.Helper()
	now := map[string]document{}
	for _, d := range after {
		now[d.address] = d
	}
	for _, d := range before {
		got, still := now[d.address]
		if slices.Contains(but, d.address) {
			continue
		}
		if d.next == "" { // the newest archive document learns of the next one
			d.body, got.body = withoutNext(d.body), withoutNext(got.body)
		}
		if !still || got.body != d.body {
			t.Errorf("%s: %s changed, still there %v (-before +after):\n%s", what, d.address, still, cmp.Diff(d.ids, got.ids))
		}
	}
}

func withoutNext(body string) string {
	return strings.Join(slices.DeleteFunc(strings.Split(body, "\n"), func(line string) bool { return strings.Contains(line, "next-archive") }), "\n")
}

// TestFeed22AnyLength grows a list piece by piece over the end of a month of two full sheets: the
// feed always has its thirty items and never two sheets, and no piece is lost.
func TestFeed22AnyLength(t *testing.T) {
	s := newFeedSite(t)
	cut := archivist{store: s.store, list: editionsIn(newsroom.Chinese, store.ArticleQuery{}), zone: time.UTC}
	for n := 1; n <= 130; n++ {
		s.addPlain(fmt.Sprintf("p%03d", n), time.Date(2024, 4, 28, 11+n, 0, 0, 0, time.UTC))
		d, first, err := cut.recent(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if got := len(d.entries); got < min(n, feedLength) || got >= 2*feedLength {
			t.Errorf("of %d pieces the feed has %d", n, got)
		}
		seen := len(d.entries)
		for previous := d.previous; previous != nil; previous = d.previous {
			if !previous.before(first) {
				t.Errorf("of %d pieces sheet %s is in the feed and in the archive", n, previous.text())
			}
			if d, err = cut.document(t.Context(), *previous); err != nil {
				t.Fatal(err)
			}
			seen += len(d.entries)
		}
		if seen != n {
			t.Errorf("of %d pieces the walk has %d", n, seen)
		}
	}
}

// addPlain publishes a piece of no theme.
func (s *feedSite) addPlain(slug string, date time.Time) {
	s.t.Helper()
	s.do(func(tx *store.Store) error {
		s.keep(tx, &newsroom.Article{Slug: slug, Kind: newsroom.News}, edition(newsroom.Chinese, newsroom.Published, "新"), date)
		return nil
	})
}

func TestFeed22ArchiveAddresses(t *testing.T) {
	s := newBigSite(t)
	archived := s.walk("/zh/feed.atom")[1].address
	u, err := url.Parse(archived)
	if err != nil {
		t.Fatal(err)
	}
	response := s.get(archived)
	if got := response.Header.Get("Cache-Control"); got != "public, max-age=86400" {
		t.Errorf("%s: Cache-Control %q", archived, got)
	}
	s.now = s.now.Add(time.Minute)
	if again := s.get(archived, "If-None-Match", response.Header.Get("ETag")); again.StatusCode != http.StatusNotModified {
		t.Errorf("%s: the second fetch is %s", archived, again.Status)
	}
	for _, wrong := range []string{
		"2024-04", "2030-01", "1999-01", "2024-13", "2024-1", "2024", "x", "2023-09.0", "2023-09.1", "2023-09.99", "2023-09.-1", "2023-09.02", "2023-09.", "+2023-09", "2023-09.999999999999999999999",
	} {
		if got := s.get(u.Path + "?archive=" + url.QueryEscape(wrong)); got.StatusCode != http.StatusNotFound {
			t.Errorf("?archive=%s: %s", wrong, got.Status)
		}
	}
}

// TestFeed25RetractedTextIsNowhere walks the whole archive after a retraction.
func TestFeed25RetractedTextIsNowhere(t *testing.T) {
	s := newBigSite(t)
	chain := s.walk("/en/feed.atom")
	id := chain[len(chain)-1].ids[0]
	slug, _, _ := strings.Cut(id, "-")
	e := s.articles[slug].Editions[newsroom.English]
	e.Body, e.Summary, e.Retraction = "What was said wrongly.", "A wrong summary", &newsroom.Retraction{Date: s.now, Reason: "The figures were not ours."}
	s.withdraw(slug, newsroom.English)
	seen := 0
	for _, d := range s.walk("/en/feed.atom") {
		if strings.Contains(d.body, "What was said wrongly.") || strings.Contains(d.body, "A wrong summary") {
			t.Errorf("%s still has the text", d.address)
		}
		if strings.Contains(d.body, "The figures were not ours.") && slices.Contains(d.ids, id) && slices.Contains(d.gone, id) {
			seen++
		}
	}
	if seen != 1 {
		t.Errorf("the notice is in %d documents, want in one", seen)
	}
	if keys := slices.Sorted(maps.Keys(s.articles)); len(keys) != 180 {
		t.Fatalf("%d articles", len(keys))
	}
}
