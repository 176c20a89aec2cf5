package web

import (
	"encoding/json"
	"encoding/xml"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/mmcdole/gofeed"
	"golang.org/x/net/html"

	"hebi/internal/newsroom"
)

// The tests here are named after the numbered requirements of feeds; docs/feeds.md has the list.

const origin = "https://news.example"

// formats are the last parts of addresses, with their media types.
var formats = map[string]string{"xml": "application/rss+xml", "atom": "application/atom+xml", "json": "application/feed+json"}

// listsWithFeeds are the addresses of every kind of list: requirement 23.
func listsWithFeeds() []string {
	var lists []string
	for _, l := range newsroom.Languages() {
		for _, list := range []string{
			"", "/news", "/commentary", "/features", "/editorials", "/themes/harbours", "/contributors/ouyang-lan", "/specials/two-shores",
			"/papers/2024-04-26", "/papers/2024-04-26/3", "/archive/2024/04", "/corrections", "/search",
		} {
			lists = append(lists, "/"+string(l)+list)
		}
	}
	return append(lists, "")
}

// everyFeed is all feeds of lists in all formats; those of both languages in either way of pairing.
func everyFeed() []string {
	var all []string
	for _, list := range listsWithFeeds() {
		for format := range formats {
			address := list + "/feed." + format
			switch {
			case strings.HasSuffix(list, "/search"):
				all = append(all, address+"?q=%E7%81%AF%E5%A1%94")
			case list == "":
				all = append(all, address, address+"?pair=first")
			default:
				all = append(all, address)
			}
		}
	}
	slices.Sort(all)
	return all
}

// format is the format of an address.
func format(address string) string {
	path, _, _ := strings.Cut(address, "?")
	return path[strings.LastIndexByte(path, '.')+1:]
}

// inFormat is the same feed in another format.
func inFormat(address, other string) string {
	return strings.Replace(address, "/feed."+format(address), "/feed."+other, 1)
}

func (s *site) parse(address string) *gofeed.Feed {
	s.t.Helper()
	a := s.get(address)
	if a.code != http.StatusOK {
		s.t.Fatalf("%s: %d", address, a.code)
	}
	parsed, err := gofeed.NewParser().ParseString(a.body)
	if err != nil {
		s.t.Fatalf("%s: %v", address, err)
	}
	return parsed
}

func (s *site) ids(address string) []string {
	s.t.Helper()
	var ids []string
	for _, i := range s.parse(address).Items {
		ids = append(ids, i.GUID)
	}
	return ids
}

// element is XML read without knowing what it means.
type element struct {
	XMLName  xml.Name
	Attrs    []xml.Attr `xml:",any,attr"`
	Text     string     `xml:",chardata"`
	Children []element  `xml:",any"`
}

func (s *site) xml(address string) element {
	s.t.Helper()
	var root element
	if err := xml.Unmarshal([]byte(s.get(address).body), &root); err != nil {
		s.t.Fatalf("%s: %v", address, err)
	}
	if root.XMLName.Local == "rss" {
		return root.Children[0]
	}
	return root
}

// all are the children of that name, whatever their namespace.
func (e element) all(name string) []element {
	var found []element
	for _, c := range e.Children {
		if c.XMLName.Local == name {
			found = append(found, c)
		}
	}
	return found
}

func (e element) attr(name string) string {
	for _, a := range e.Attrs {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// texts are what the children of that name say.
func (e element) texts(name string) []string {
	var texts []string
	for _, c := range e.all(name) {
		texts = append(texts, strings.TrimSpace(c.Text))
	}
	return texts
}

// links are the addresses of Atom links with a relation.
func (e element) links(rel string) []string {
	var found []string
	for _, c := range e.all("link") {
		if c.attr("rel") == rel {
			found = append(found, c.attr("href"))
		}
	}
	return found
}

func (e element) items() []element { return append(e.all("item"), e.all("entry")...) }

// jsonDocument is JSON Feed 1.1 as the standard has it; what it does not know is refused.
type jsonDocument struct {
	Version     string `json:"version"`
	Title       string `json:"title"`
	HomePageURL string `json:"home_page_url"`
	FeedURL     string `json:"feed_url"`
	Description string `json:"description"`
	NextURL     string `json:"next_url"`
	Icon        string `json:"icon"`
	Favicon     string `json:"favicon"`
	Authors     []jsonPerson
	Language    string `json:"language"`
	Hubs        []struct{ Type, URL string }
	Items       []struct {
		ID            string     `json:"id"`
		URL           string     `json:"url"`
		Title         string     `json:"title"`
		ContentHTML   string     `json:"content_html"`
		Summary       string     `json:"summary"`
		Image         string     `json:"image"`
		BannerImage   string     `json:"banner_image"`
		DatePublished time.Time  `json:"date_published"`
		DateModified  time.Time  `json:"date_modified"`
		Author        jsonPerson `json:"author"`
		Authors       []jsonPerson
		Tags          []string
		Language      string `json:"language"`
	}
}

type jsonPerson struct{ Name, URL, Avatar string }

func (s *site) json(address string) jsonDocument {
	s.t.Helper()
	var doc jsonDocument
	d := json.NewDecoder(strings.NewReader(s.get(address).body))
	d.DisallowUnknownFields()
	if err := d.Decode(&doc); err != nil {
		s.t.Fatalf("%s is not JSON Feed 1.1: %v", address, err)
	}
	return doc
}

func TestFeed01ThreeFormatsSameIDs(t *testing.T) {
	s := newSite(t)
	for _, address := range everyFeed() {
		if want, got := s.ids(inFormat(address, "xml")), s.ids(address); !slices.Equal(want, got) {
			t.Errorf("%s (-rss +this):\n%s", address, cmp.Diff(want, got))
		}
		if format(address) != "json" {
			continue
		}
		doc := s.json(address)
		if doc.Version != "https://jsonfeed.org/version/1.1" || doc.Title == "" || doc.FeedURL != origin+address || !strings.HasPrefix(doc.HomePageURL, origin+"/") {
			t.Errorf("%s: head %+v", address, doc)
		}
		for _, i := range doc.Items {
			if i.ID == "" || i.ContentHTML == "" || i.DatePublished.IsZero() || i.DateModified.Before(i.DatePublished) {
				t.Errorf("%s: item %q lacks something that it must have", address, i.ID)
			}
		}
	}
}

func TestFeed02MediaTypes(t *testing.T) {
	s := newSite(t)
	for _, address := range everyFeed() {
		for _, accept := range []string{"", "*/*", "application/json", "image/png", "application/xml;q=0.1"} {
			a := s.get(address, "Accept", accept)
			if want := formats[format(address)] + "; charset=utf-8"; a.code != 200 || a.header.Get("Content-Type") != want {
				t.Errorf("%s for %q: %d %s, want %s", address, accept, a.code, a.header.Get("Content-Type"), want)
			}
		}
	}
}

func TestFeed03Self(t *testing.T) {
	s := newSite(t)
	for _, address := range everyFeed() {
		self := s.parse(address).FeedLink
		u, err := url.Parse(self)
		s.must(err)
		if here, err := url.Parse(address); err != nil || u.Scheme+"://"+u.Host != origin || u.Path != here.Path || u.Query().Encode() != here.Query().Encode() {
			t.Errorf("%s calls itself %s", address, self)
		}
		if got := s.get(address).header.Values("Link"); !slices.Contains(got, "<"+self+`>; rel="self"`) {
			t.Errorf("%s: Link %q", address, got)
		}
	}
}

func TestFeed04HomeAndAlternates(t *testing.T) {
	s := newSite(t)
	for _, address := range everyFeed() {
		if format(address) == "json" {
			continue // has a home page, which is tested under 1, and knows no alternates
		}
		var got []string
		for _, link := range s.xml(address).all("link") {
			if link.attr("rel") == "alternate" {
				got = append(got, link.attr("type")+" "+link.attr("hreflang")+" "+link.attr("href"))
			}
		}
		l, list := "", strings.TrimSuffix(address[:strings.Index(address, "/feed.")], "/")
		tag := ""
		if list != "" {
			l = list[1:3]
			tag = newsroom.Language(l).Tag()
		}
		for other, mediaType := range formats {
			if want := mediaType + " " + tag + " " + origin + inFormat(address, other); other != format(address) && !slices.ContainsFunc(got, func(s string) bool { return strings.HasPrefix(s, strings.Split(want, "?")[0]) }) {
				t.Errorf("%s has no alternate %q: %q", address, want, got)
			}
		}
		if strings.Contains(address, "?") {
			continue
		}
		for _, other := range newsroom.Languages() {
			want := formats[format(address)] + " " + other.Tag() + " " + origin + "/" + string(other) + strings.TrimPrefix(address, list[:min(3, len(list))])
			if string(other) != l && !slices.Contains(got, want) {
				t.Errorf("%s has no alternate %q: %q", address, want, got)
			}
		}
		if home := s.parse(address).Link; s.get(strings.TrimPrefix(home, origin)).code >= 400 {
			t.Errorf("%s: home %q", address, home)
		}
	}
}

func TestFeed05IDs(t *testing.T) {
	s := newSite(t)
	a, err := s.store.WholeArticle(t.Context(), "voice-one")
	s.must(err)
	want := "urn:uuid:" + a.Editions[newsroom.English].ID
	for address := range formats {
		if ids := s.ids("/en/feed." + address); !slices.Contains(ids, want) {
			t.Errorf("%s: %q is not among %q", address, want, ids)
		}
	}
	for _, item := range s.xml("/en/feed.xml").items() {
		if got := item.all("guid")[0].attr("isPermaLink"); got != "false" {
			t.Errorf("isPermaLink %q", got)
		}
	}
	// That slug, title and host are not in it is tested in package feed, that export and import keep it in package exporter.
}

// edit saves the article's Chinese edition with another text, or a note of what was wrong.
func (s *site) edit(slug, body string, notes ...newsroom.Correction) {
	s.t.Helper()
	a, err := s.store.WholeArticle(s.t.Context(), slug)
	s.must(err)
	e := *a.Editions[newsroom.Chinese]
	e.Body, e.Corrections = e.Body+body, append(e.Corrections, notes...)
	_, err = s.publisher.SaveArticle(s.t.Context(), &newsroom.Article{
		Slug: slug, Kind: a.Kind, Credits: a.Credits, Themes: []newsroom.ThemeTag{{Slug: "harbours"}}, Print: a.Print, Cover: a.Cover,
		Editions: map[newsroom.Language]*newsroom.Edition{newsroom.Chinese: &e},
	}, operator)
	s.must(err)
}

func (s *site) item(address, title string) *gofeed.Item {
	s.t.Helper()
	for _, i := range s.parse(address).Items {
		if strings.Contains(i.Title, title) {
			return i
		}
	}
	return nil
}

func TestFeed06Dates(t *testing.T) {
	s := newSite(t)
	before := s.item("/zh/feed.atom", "潮水之声one")
	s.edit("voice-one", "\n\n又一段。")
	after := s.item("/zh/feed.atom", "潮水之声one")
	if !after.PublishedParsed.Equal(*before.PublishedParsed) || !after.UpdatedParsed.After(*before.UpdatedParsed) || !after.UpdatedParsed.Equal(noon) {
		t.Errorf("published %s to %s, updated %s to %s", before.Published, after.Published, before.Updated, after.Updated)
	}
	if date := s.xml("/zh/feed.xml").items()[0].texts("pubDate")[0]; len(date) != len(time.RFC1123Z) || !strings.HasSuffix(date, " +0800") {
		t.Errorf("pubDate %q is not of RFC 822 with a zone", date)
	}
	if got := s.item("/zh/feed.json", "潮水之声one").Updated; got != after.Updated {
		t.Errorf("JSON was modified %s, Atom updated %s", got, after.Updated)
	}
}

func TestFeed07DateOfTheList(t *testing.T) {
	s := newSite(t)
	for _, address := range everyFeed() {
		if first, again := s.get(address), s.get(address); first.body != again.body || first.body == "" {
			t.Errorf("%s: two calls give other bytes", address)
		}
	}
	dates := func() []string {
		return []string{s.xml("/zh/feed.xml").texts("lastBuildDate")[0], s.xml("/zh/feed.atom").texts("updated")[0]}
	}
	before := dates()
	s.later()
	_, err := s.publisher.Withdraw(t.Context(), "voice-one", newsroom.Chinese, operator)
	s.must(err)
	if after := dates(); after[0] == before[0] || after[1] == before[1] || !strings.HasPrefix(after[1], "2024-05-01T12:01:00") {
		t.Errorf("a removal moves the dates from %q to %q", before, after)
	}
}

func TestFeed08FullText(t *testing.T) {
	s := newSite(t)
	page, err := html.Parse(strings.NewReader(s.get("/en/articles/voice-one").body))
	s.must(err)
	words := func(n *html.Node) string {
		var b strings.Builder
		for c := range n.Descendants() {
			if c.Type == html.TextNode {
				b.WriteString(c.Data + " ")
			}
		}
		return strings.Join(strings.Fields(b.String()), "") // the page sets some characters apart for their width
	}
	want := ""
	for n := range page.Descendants() {
		if attribute(n, "class") == "prose" {
			want = words(n)
		}
	}
	for address := range formats {
		item := s.item("/en/feed."+address, "A voice of the tide one")
		body, err := html.Parse(strings.NewReader(item.Content))
		s.must(err)
		if want == "" || !strings.HasSuffix(words(body), want) {
			t.Errorf("%s: text\n%s\nwant that of the page\n%s", address, words(body), want)
		}
		if strings.Contains(item.Description, "<p>") {
			t.Errorf("%s: the summary is no plain text: %s", address, item.Description)
		}
	}
}

func TestFeed09And10Text(t *testing.T) {
	s := newSite(t)
	for _, address := range []string{"/zh/feed.xml", "/zh/feed.atom", "/zh/feed.json", "/feed.xml", "/en/themes/harbours/feed.json"} {
		for _, item := range s.parse(address).Items {
			root, err := html.Parse(strings.NewReader(item.Content))
			s.must(err)
			pictures, credited := 0, 0
			for n := range root.Descendants() {
				for _, key := range []string{"href", "src", "srcset"} {
					if value := attribute(n, key); value != "" && !strings.HasPrefix(value, origin+"/") {
						t.Errorf("%s: %q is not absolute", address, value)
					}
				}
				switch n.Data {
				case "script", "iframe", "style", "noscript":
					t.Errorf("%s: <%s>", address, n.Data)
				case "img":
					pictures++
					if attribute(n, "alt") == "" || attribute(n, "width") != "4" || attribute(n, "height") != "3" || attribute(n, "style") != "" || attribute(n, "loading") != "" {
						t.Errorf("%s: picture %v", address, n.Attr)
					}
				case "figcaption":
					credited++
				}
			}
			if pictures != 2 || credited != 2 { // the cover and one in the text
				t.Errorf("%s: %d pictures, %d captions in %s", address, pictures, credited, item.Title)
			}
		}
	}
}

func TestFeed12Bylines(t *testing.T) {
	s := newSite(t)
	for _, address := range []string{"/zh/feed.xml", "/en/feed.atom", "/feed.atom", "/feed.xml"} {
		for _, item := range s.xml(address).items() {
			if n := len(item.all("creator")) + len(item.all("author")); n != 1 {
				t.Errorf("%s: %d authors of %q, want the one there is", address, n, item.texts("title"))
			}
		}
	}
	for _, item := range s.json("/feed.json").Items {
		if len(item.Authors) != 1 || item.Author.Name == "" || !strings.HasPrefix(item.Authors[0].URL, origin) {
			t.Errorf("JSON: authors %+v and author %+v", item.Authors, item.Author)
		}
	}
	// Several authors, translators and pieces that nobody signed: TestFeed12Bylines in package feed.
}

func TestFeed13Languages(t *testing.T) {
	s := newSite(t)
	for _, address := range everyFeed() {
		l := ""
		if address[1:5] != "feed" {
			l = newsroom.Language(address[1:3]).Tag()
		}
		var feedLanguage string
		var items []string
		wanted := map[string]string{}
		for _, item := range s.parse(address).Items {
			wanted[item.GUID] = newsroom.Language(strings.TrimPrefix(item.Link, origin)[1:3]).Tag()
		}
		if format(address) == "json" {
			doc := s.json(address)
			feedLanguage = doc.Language
			for _, item := range doc.Items {
				items = append(items, item.ID+" "+item.Language)
			}
		} else {
			doc := s.xml(address)
			feedLanguage = strings.Join(append(doc.texts("language"), doc.attr("lang")), "")
			for _, item := range doc.items() {
				items = append(items, strings.Join(append(item.texts("guid"), item.texts("id")...), "")+" "+item.attr("lang")+strings.Join(item.texts("language"), ""))
				for _, inner := range append(item.all("content"), item.all("summary")...) {
					if item.XMLName.Local == "entry" && inner.XMLName.Space == "http://www.w3.org/2005/Atom" && inner.attr("lang") != item.attr("lang") {
						t.Errorf("%s: %s in %q", address, inner.XMLName.Local, inner.attr("lang"))
					}
				}
			}
		}
		if feedLanguage != l {
			t.Errorf("%s is in %q, want %q", address, feedLanguage, l)
		}
		for _, item := range items {
			if id, got, _ := strings.Cut(item, " "); wanted[id] != got || got == "" {
				t.Errorf("%s: item %s is in %q, want %q", address, id, got, wanted[id])
			}
		}
	}
}

func TestFeed14And15Categories(t *testing.T) {
	s := newSite(t)
	want := []string{
		"harbours " + origin + "/en/themes/ Harbours", "two-shores " + origin + "/en/specials/ Two shores",
		"2024-04-21/3 " + origin + "/en/papers/ 潮汐报 2024-04-21 · 3",
	}
	var got []string
	for _, item := range s.xml("/en/feed.atom").items() {
		if item.texts("title")[0] != "A voice of the tide one" {
			continue
		}
		for _, c := range item.all("category") {
			got = append(got, c.attr("term")+" "+c.attr("scheme")+" "+c.attr("label"))
			if a := s.get(strings.TrimPrefix(c.attr("scheme")+c.attr("term"), origin)); a.code != 200 {
				t.Errorf("%s%s: %d", c.attr("scheme"), c.attr("term"), a.code)
			}
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	for _, item := range s.xml("/en/feed.xml").items() {
		for _, c := range item.all("category") {
			if !strings.HasPrefix(c.attr("domain"), origin+"/en/") {
				t.Errorf("RSS: category in the domain %q", c.attr("domain"))
			}
		}
	}
}

func TestFeed16Pictures(t *testing.T) {
	s := newSite(t)
	for _, address := range []string{"/zh/feed.xml", "/en/feed.atom"} {
		for _, item := range s.xml(address).items() {
			var media []element
			for _, c := range item.all("content") {
				if c.XMLName.Space == "http://search.yahoo.com/mrss/" {
					media = append(media, c)
				}
			}
			if len(media) != 1 || media[0].attr("medium") != "image" || media[0].attr("type") != "image/png" || media[0].attr("width") != "4" ||
				len(media[0].all("thumbnail")) != 1 || len(media[0].all("description")) != 1 {
				t.Errorf("%s: %+v", address, media)
			}
			if len(item.all("enclosure"))+len(item.links("enclosure")) > 0 {
				t.Errorf("%s offers a picture as a download", address)
			}
		}
	}
	for _, item := range s.json("/zh/feed.json").Items {
		if !strings.HasPrefix(item.Image, origin+"/media/") || item.BannerImage != item.Image {
			t.Errorf("JSON: image %q, banner %q", item.Image, item.BannerImage)
		}
	}
}

func TestFeed23And24EveryList(t *testing.T) {
	s := newSite(t)
	for _, list := range listsWithFeeds() {
		for format := range formats {
			if a := s.get(list + "/feed." + format); a.code != 200 {
				t.Errorf("%s in %s: %d", list, format, a.code)
			}
		}
	}
	if all, both := s.ids("/feed.json"), s.ids("/feed.json?pair=both"); !slices.Equal(all, both) || len(all) < 30 {
		t.Errorf("%d items, with pair=both %d", len(all), len(both))
	}
	counts := map[string]int{}
	for _, id := range slices.Concat(s.parse("/feed.xml?pair=first").Items, nil) {
		counts[id.Link[strings.LastIndexByte(id.Link, '/'):]]++
	}
	if len(counts) != 27 || slices.Max(slices.Collect(maps.Values(counts))) != 1 {
		t.Errorf("originals only: %d articles, %v; want each of 27 once", len(counts), counts)
	}
	if a := s.get("/zh/search/feed.json?q=" + strings.Repeat("%E7%81%AF", 5000)); a.code != 200 || len(a.header.Get("Link")) > 4000 {
		t.Errorf("a long query: %d, Link of %d bytes", a.code, len(a.header.Get("Link")))
	}
}

func TestFeed25Corrections(t *testing.T) {
	s := newSite(t)
	s.edit("news-00", "", newsroom.Correction{Date: noon, Note: "潮位应为三米。"})
	for address := range formats {
		item := s.item("/zh/feed."+address, "第0号潮讯")
		if want := "<p><strong>更正（"; !strings.HasPrefix(item.Content, want) || !strings.Contains(item.Content, "潮位应为三米。") {
			t.Errorf("%s begins with %.60s", address, item.Content)
		}
		if address != "xml" && !item.UpdatedParsed.Equal(noon) {
			t.Errorf("%s: updated %s", address, item.Updated)
		}
		if first := s.ids("/zh/corrections/feed." + address)[0]; first != item.GUID {
			t.Errorf("the feed of corrections begins with %s, not with what was corrected last", first)
		}
	}
	s.withdraw("voice-one", nil)
	s.withdraw("voice-two", &newsroom.Retraction{Date: noon, Reason: "引文有误。"})
	var gone []string
	for _, e := range s.xml("/zh/feed.atom").all("deleted-entry") {
		gone = append(gone, fmt.Sprint(e.attr("when")[:10], e.texts("comment")))
	}
	// The first was withdrawn when the site was made.
	if diff := cmp.Diff([]string{"2024-05-01[]", "2024-05-01[]", "2024-05-01[引文有误。]"}, gone); diff != "" {
		t.Errorf("tombstones (-want +got):\n%s", diff)
	}
	for address := range formats {
		body := s.get("/zh/feed." + address).body
		if strings.Contains(body, "潮水之声one") || s.item("/zh/feed."+address, "撤稿：潮水之声two") == nil {
			t.Errorf("%s names what was withdrawn or not what was retracted", address)
		}
		if item := s.item("/zh/feed."+address, "撤稿"); !strings.Contains(item.Content, "引文有误。") || strings.Contains(item.Content, "灯塔") {
			t.Errorf("%s: retracted: %s", address, item.Content)
		}
	}
}

// withdraw takes an article's Chinese edition from its readers, with a reason or without.
func (s *site) withdraw(slug string, why *newsroom.Retraction) {
	s.t.Helper()
	_, err := s.publisher.Withdraw(s.t.Context(), slug, newsroom.Chinese, operator)
	s.must(err)
	if why == nil {
		return
	}
	a, err := s.store.WholeArticle(s.t.Context(), slug)
	s.must(err)
	e := *a.Editions[newsroom.Chinese]
	e.Retraction = why
	_, err = s.publisher.SaveArticle(s.t.Context(), &newsroom.Article{
		Slug: slug, Kind: a.Kind, Credits: a.Credits, Print: a.Print, Editions: map[newsroom.Language]*newsroom.Edition{newsroom.Chinese: &e},
	}, operator)
	s.must(err)
}

func TestFeed26Embargo(t *testing.T) {
	s := newSite(t)
	a := s.article("embargoed", newsroom.News, 0, map[newsroom.Language]string{newsroom.Chinese: "未到时间的消息"})
	a.Editions[newsroom.Chinese].Date = noon.Add(time.Hour)
	a.Editions[newsroom.Chinese].Status = newsroom.Scheduled
	_, err := s.publisher.SaveArticle(t.Context(), a, operator)
	s.must(err)
	seen := func() int {
		n := 0
		for _, address := range everyFeed() {
			if strings.Contains(s.get(address).body, "未到时间的消息") {
				n++
			}
		}
		return n
	}
	if n, page := seen(), s.get("/zh/articles/embargoed").code; n != 0 || page != 404 {
		t.Errorf("before its time: in %d feeds, page %d", n, page)
	}
	s.must(s.publishAt(noon.Add(time.Hour)))
	if n, page := seen(), s.get("/zh/articles/embargoed").code; n == 0 || page != 200 {
		t.Errorf("at its time: in %d feeds, page %d", n, page)
	}
	_, err = s.publisher.Withdraw(t.Context(), "embargoed", "", operator)
	s.must(err)
	if n, page := seen(), s.get("/zh/articles/embargoed").code; n != 0 || page != 410 {
		t.Errorf("withdrawn: in %d feeds, page %d", n, page)
	}
}
