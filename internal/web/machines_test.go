package web

import (
	"encoding/json"
	"encoding/xml"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"

	"hebi/internal/newsroom"
	"hebi/internal/publish"
)

// head is what the head of a page says to machines.
type head struct {
	canonical string
	// alternates are addresses by hreflang, metas contents by property or name.
	alternates map[string]string
	metas      map[string][]string
	// structured are the objects of JSON-LD.
	structured []map[string]any
}

func (s *site) head(address string) head {
	s.t.Helper()
	a := s.get(address)
	if a.code != 200 {
		s.t.Fatalf("%s: %d", address, a.code)
	}
	root, err := html.Parse(strings.NewReader(a.body))
	s.must(err)
	h := head{alternates: map[string]string{}, metas: map[string][]string{}}
	for n := range root.Descendants() {
		switch {
		case n.Data == "link" && attribute(n, "rel") == "canonical":
			h.canonical = attribute(n, "href")
		case n.Data == "link" && attribute(n, "rel") == "alternate" && attribute(n, "type") == "":
			h.alternates[attribute(n, "hreflang")] = attribute(n, "href")
		case n.Data == "meta":
			key := attribute(n, "property") + attribute(n, "name")
			h.metas[key] = append(h.metas[key], attribute(n, "content"))
		case n.Data == "script" && attribute(n, "type") == "application/ld+json":
			var object map[string]any
			s.must(json.Unmarshal([]byte(n.FirstChild.Data), &object))
			h.structured = append(h.structured, object)
		}
	}
	return h
}

// told is what the page says of itself as an object of the type.
func (h head) told(kind string) map[string]any {
	for _, o := range h.structured {
		if o["@type"] == kind {
			return o
		}
	}
	return nil
}

type object = map[string]any

// manyHands publishes a commentary with every role, a cover and a headline that wants out of its element.
func manyHands(s *site) {
	for _, c := range []newsroom.Contributor{
		{Slug: "mei-lin", Name: both("林梅", "Mei Lin"), Affiliations: []newsroom.Affiliation{
			{Organisation: both("盐业学会", "Salt Society"), Title: both("干事", "Secretary"), To: noon.AddDate(-1, 0, 0)},
			{Organisation: both("海港大学", "Harbour University"), Title: both("教授", "Professor"), From: noon.AddDate(-1, 0, 1)},
		}},
		{Slug: "desk", Name: both("潮汐报编辑部", "Tide Desk")},
	} {
		_, err := s.publisher.SaveContributor(s.t.Context(), &c, operator)
		s.must(err)
	}
	credit := func(slug string, role newsroom.CreditRole) newsroom.Credit {
		return newsroom.Credit{Contributor: newsroom.Contributor{Slug: slug}, Role: role}
	}
	a := s.article("many-hands", newsroom.Commentary, 400, map[newsroom.Language]string{
		newsroom.Chinese: "潮水</script><b>&", newsroom.English: "Tides",
	})
	a.Credits = []newsroom.Credit{
		credit("mei-lin", newsroom.Author), credit("desk", newsroom.EditorCredit), credit("ouyang-lan", newsroom.Photographer),
		credit("ouyang-lan", newsroom.Interviewee), credit("ouyang-lan", newsroom.Subject),
	}
	a.Cover.Credit = both("图片社", "Picture Desk")
	a.Editions[newsroom.Chinese].ID, a.Editions[newsroom.English].ID = "0192f0c4-0000-7000-8000-0000000000a1", "0192f0c4-0000-7000-8000-0000000000a2"
	a.Editions[newsroom.Chinese].Summary = "提要。"
	a.Editions[newsroom.English].Translators = []newsroom.Credit{credit("desk", newsroom.Translator)}
	_, err := s.publisher.SaveArticle(s.t.Context(), a, publish.Options{Publish: true})
	s.must(err)
	_, err = s.publisher.SaveSpecial(s.t.Context(), &newsroom.Special{
		Slug: "two-shores", ArticleSlugs: []string{"voice-one", "many-hands"},
		Editions: map[newsroom.Language]*newsroom.SpecialEdition{newsroom.Chinese: {Language: newsroom.Chinese, Title: "两岸"}},
	}, publish.Options{Publish: true})
	s.must(err)
}

func TestArticleInStructuredData(t *testing.T) {
	s := newSite(t)
	manyHands(s)
	const root = "https://news.example"
	h := s.head("/zh/articles/many-hands")
	got := h.told("OpinionNewsArticle")
	image := object{"@type": "ImageObject", "url": h.metas["og:image"][0], "width": 4.0, "height": 3.0, "caption": "海面", "creditText": "图片社"}
	lan := object{
		"@type": "Person", "name": "欧阳岚", "url": root + "/zh/contributors/ouyang-lan", "jobTitle": "研究员",
		"affiliation": object{"@type": "Organization", "name": "潮汐研究所"},
	}
	want := object{
		"@context": "https://schema.org", "@type": "OpinionNewsArticle",
		"@id": "urn:uuid:0192f0c4-0000-7000-8000-0000000000a1", "identifier": "urn:uuid:0192f0c4-0000-7000-8000-0000000000a1",
		"url": root + "/zh/articles/many-hands", "mainEntityOfPage": root + "/zh/articles/many-hands",
		"headline": "潮水</script><b>&", "alternativeHeadline": "Low & <high>", "description": "提要。", "inLanguage": "zh-Hans",
		"datePublished": "2023-03-28T12:00:00+08:00", "dateModified": "2023-03-29T12:00:00+08:00",
		"workTranslation": object{
			"@type": "OpinionNewsArticle", "@id": "urn:uuid:0192f0c4-0000-7000-8000-0000000000a2", "identifier": "urn:uuid:0192f0c4-0000-7000-8000-0000000000a2",
			"url": root + "/en/articles/many-hands", "headline": "Tides", "inLanguage": "en",
		},
		// A year and more ago Mei Lin was at the society.
		"author": []any{object{
			"@type": "Person", "name": "林梅", "url": root + "/zh/contributors/mei-lin", "jobTitle": "干事",
			"affiliation": object{"@type": "Organization", "name": "盐业学会"},
		}},
		"editor":         []any{object{"@type": "Organization", "name": "潮汐报编辑部", "url": root + "/zh/contributors/desk"}},
		"contributor":    []any{object{"@type": "Role", "roleName": "photographer", "contributor": lan}},
		"mentions":       []any{lan},
		"publisher":      object{"@type": "NewsMediaOrganization", "name": "潮汐报", "url": root + "/zh/", "logo": got["publisher"].(object)["logo"]},
		"articleSection": "评论",
		"about":          []any{lan, object{"@type": "DefinedTerm", "name": "港口", "url": root + "/zh/themes/harbours"}},
		"isPartOf": []any{
			object{"@type": "CreativeWorkSeries", "name": "两岸", "url": root + "/zh/specials/two-shores"},
			object{
				"@type": "PublicationIssue", "url": root + "/zh/papers/2023-03-28/3", "datePublished": "2023-03-28", "pagination": "3",
				"isPartOf": object{"@type": "Newspaper", "name": "潮汐报"},
			},
		},
		"printPage": "1", "pagination": "1, 3", "image": image,
		"correction":          []any{object{"@type": "CorrectionComment", "text": "A number was wrong.", "datePublished": "2023-03-29T12:00:00+08:00"}},
		"isAccessibleForFree": true,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	way := []any{}
	for i, step := range [][2]string{{"潮汐报", "/zh/"}, {"评论", "/zh/commentary"}, {"潮水</script><b>&", "/zh/articles/many-hands"}} {
		way = append(way, object{"@type": "ListItem", "position": float64(i + 1), "name": step[0], "item": root + step[1]})
	}
	if diff := cmp.Diff(way, h.told("BreadcrumbList")["itemListElement"]); diff != "" {
		t.Errorf("the way here (-want +got):\n%s", diff)
	}
	translated := s.head("/en/articles/many-hands").told("OpinionNewsArticle")
	original, _ := translated["translationOfWork"].(object)
	if original["inLanguage"] != "zh-Hans" || original["url"] != root+"/zh/articles/many-hands" || translated["workTranslation"] != nil {
		t.Errorf("the translation names its original as %v", original)
	}
	if diff := cmp.Diff([]any{object{"@type": "Organization", "name": "Tide Desk", "url": root + "/en/contributors/desk"}}, translated["translator"]); diff != "" {
		t.Errorf("who translated (-want +got):\n%s", diff)
	}
}

// An article without credits is the paper's, one in one language names no other, and news is no opinion.
func TestPlainArticleInStructuredData(t *testing.T) {
	s := newSite(t)
	a := s.article("unsigned", newsroom.News, 2, map[newsroom.Language]string{newsroom.Chinese: "没有署名"})
	a.Credits, a.Cover, a.Print, a.Files = nil, nil, nil, nil
	a.Editions[newsroom.Chinese].Corrections, a.Editions[newsroom.Chinese].Body = nil, "灯塔亮了。"
	_, err := s.publisher.SaveArticle(t.Context(), a, publish.Options{Publish: true})
	s.must(err)
	h := s.head("/zh/articles/unsigned")
	got := h.told("NewsArticle")
	want := []string{
		"@context", "@id", "@type", "about", "alternativeHeadline", "articleSection", "author", "dateModified", "datePublished", "description",
		"headline", "identifier", "inLanguage", "isAccessibleForFree", "mainEntityOfPage", "publisher", "url",
	}
	if diff := cmp.Diff(want, slices.Sorted(maps.Keys(got))); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]any{object{"@type": "NewsMediaOrganization", "name": "潮汐报", "url": "https://news.example/zh/"}}, got["author"]); diff != "" {
		t.Errorf("author (-want +got):\n%s", diff)
	}
	if got["description"] != "灯塔亮了。" {
		t.Errorf("without a summary it is described as %q", got["description"])
	}
	if h.metas["og:image"] != nil || h.alternates["en"] != "" {
		t.Errorf("no picture and no other language, but %v and %v", h.metas["og:image"], h.alternates)
	}
}

func TestSharingAnArticle(t *testing.T) {
	s := newSite(t)
	manyHands(s)
	h := s.head("/en/articles/many-hands")
	const root = "https://news.example"
	want := map[string][]string{
		"og:type": {"article"}, "og:title": {"Tides"}, "og:url": {root + "/en/articles/many-hands"}, "og:site_name": {"The Tide"},
		"og:locale": {"en_US"}, "og:locale:alternate": {"zh_CN"}, "og:image:width": {"4"}, "og:image:height": {"3"}, "og:image:alt": {"The sea"},
		"article:published_time": {"2023-03-28T12:00:00+08:00"}, "article:modified_time": {"2023-03-29T12:00:00+08:00"},
		"article:author": {root + "/en/contributors/mei-lin"}, "article:section": {"Commentary"}, "article:tag": {"Harbours"}, "twitter:card": {"summary"},
	}
	for key, value := range want {
		if diff := cmp.Diff(value, h.metas[key]); diff != "" {
			t.Errorf("%s (-want +got):\n%s", key, diff)
		}
	}
	if len(h.metas["og:image"]) != 1 || !strings.HasPrefix(h.metas["og:image"][0], root+"/media/") || h.metas["og:description"] == nil {
		t.Errorf("picture %v, description %v", h.metas["og:image"], h.metas["og:description"])
	}
	if h.metas["robots"] != nil {
		t.Errorf("robots: %v", h.metas["robots"])
	}
}

func TestOtherPagesInStructuredData(t *testing.T) {
	s := newSite(t)
	const root = "https://news.example"
	site := s.head("/en/").told("WebSite")
	want := object{"@type": "SearchAction", "query-input": "required name=query", "target": object{"@type": "EntryPoint", "urlTemplate": root + "/en/search?q={query}"}}
	if diff := cmp.Diff(want, site["potentialAction"]); diff != "" || site["name"] != "The Tide" || site["inLanguage"] != "en" {
		t.Errorf("%v (-want +got):\n%s", site, diff)
	}
	profile := s.head("/en/contributors/ouyang-lan").told("ProfilePage")
	want = object{
		"@type": "Person", "name": "Ouyang Lan", "alternateName": "欧阳岚", "description": "Studies tides.", "url": root + "/en/contributors/ouyang-lan",
		"jobTitle": "Fellow", "affiliation": object{"@type": "Organization", "name": "Tide Institute"},
	}
	if diff := cmp.Diff(want, profile["mainEntity"]); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	for address, steps := range map[string][]string{
		"/en/themes": {"The Tide", "Themes"}, "/en/themes/harbours": {"The Tide", "Themes", "Harbours"}, "/en/news": {"The Tide", "News"},
		"/en/contributors/ouyang-lan": {"The Tide", "Contributors", "Ouyang Lan"}, "/en/specials/two-shores": {"The Tide", "Specials", "Two shores"},
		"/zh/papers/2024-04-26/3": {"潮汐报", "版面", "2024年4月26日", "第3版"}, "/zh/papers/2024-04-26": {"潮汐报", "版面", "2024年4月26日"},
	} {
		var got []string
		list, _ := s.head(address).told("BreadcrumbList")["itemListElement"].([]any)
		for _, step := range list {
			got = append(got, step.(object)["name"].(string))
		}
		if diff := cmp.Diff(steps, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", address, diff)
		}
	}
}

// Each page of a list is its own, and only the first has a counterpart; what is searched for is nobody's.
func TestWhatIsNotToBeListed(t *testing.T) {
	s := newSite(t)
	for address, want := range map[string]struct {
		canonical string
		versions  int
		noindex   bool
	}{
		"/zh/":                              {"/zh/", 4, false},
		"/zh/news":                          {"/zh/news", 4, false},
		"/zh/news?utm_source=x":             {"/zh/news", 4, false},
		"/zh/news?page=2":                   {"/zh/news?page=2", 3, false},
		"/zh/corrections?page=2":            {"/zh/corrections?page=2", 3, false},
		"/zh/search?q=%E6%B5%B7":            {"", 0, true},
		"/zh/search":                        {"", 0, true},
		"/zh/pages/rules":                   {"/zh/pages/rules", 3, false},
		"/zh/archive/2024/04":               {"/zh/archive/2024/04", 4, false},
		"/zh/archive/1999/01":               {"", 0, true},
		"/zh/articles/only-chinese":         {"/zh/articles/only-chinese", 3, false},
		"/en/articles/taken-down":           {"/en/articles/taken-down", 0, false},
		"/zh/search?theme=harbours&page=2":  {"", 0, true},
		"/zh/themes/harbours?page=2":        {"/zh/themes/harbours?page=2", 3, false},
		"/zh/contributors/ouyang-lan?page=": {"/zh/contributors/ouyang-lan", 4, false},
	} {
		h := s.head(address)
		if want.canonical != "" {
			want.canonical = "https://news.example" + want.canonical
		}
		if h.canonical != want.canonical || len(h.alternates) != want.versions || (h.metas["robots"] != nil) != want.noindex {
			t.Errorf("%s: canonical %q, alternates %v, robots %v", address, h.canonical, h.alternates, h.metas["robots"])
		}
	}
	if got := s.head("/zh/news?page=2").alternates["zh-Hant"]; got != "https://news.example/zh-hant/news?page=2" {
		t.Errorf("the second page in traditional script is %q", got)
	}
	if got := s.head("/en/").alternates["x-default"]; got != "https://news.example/" {
		t.Errorf("who reads neither language gets %q", got)
	}
}

// entry is a page or a part as a sitemap names it.
type entry struct {
	Loc     string `xml:"loc"`
	LastMod string `xml:"lastmod"`
	Links   []struct {
		Hreflang string `xml:"hreflang,attr"`
		Href     string `xml:"href,attr"`
	} `xml:"http://www.w3.org/1999/xhtml link"`
	News struct {
		Name     string `xml:"publication>name"`
		Language string `xml:"publication>language"`
		Date     string `xml:"publication_date"`
		Title    string `xml:"title"`
	} `xml:"http://www.google.com/schemas/sitemap-news/0.9 news"`
}

// sitemap reads a sitemap or an index.
func (s *site) sitemap(address string) []entry {
	s.t.Helper()
	a := s.get(address)
	var set struct {
		URLs  []entry `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 url"`
		Parts []entry `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 sitemap"`
	}
	if err := xml.Unmarshal([]byte(a.body), &set); err != nil || a.code != 200 || a.header.Get("Content-Type") != "application/xml; charset=utf-8" {
		s.t.Fatalf("%s: %d %v %v", address, a.code, err, a.header)
	}
	return append(set.Parts, set.URLs...)
}

// listed are all pages of the site's sitemaps by address.
func (s *site) listed() map[string]entry {
	s.t.Helper()
	pages := map[string]entry{}
	var last string
	parts := s.sitemap("/sitemap.xml")
	for _, part := range slices.Backward(parts) {
		var newest string
		for _, e := range s.sitemap(strings.TrimPrefix(part.Loc, "https://news.example")) {
			if _, twice := pages[e.Loc]; twice {
				s.t.Errorf("%s is listed twice", e.Loc)
			}
			pages[e.Loc] = e
			newest = max(newest, e.LastMod) // all in UTC, so text order is time order
		}
		last = max(last, newest)
		if part.Loc == parts[0].Loc { // lists change with anything
			newest = last
		}
		if part.LastMod != newest {
			s.t.Errorf("%s changed at %s, the index says %s", part.Loc, newest, part.LastMod)
		}
	}
	return pages
}

// Every page of the sitemap is there, is its own canonical address, and names
// the languages that the sitemap names; and every page that may be listed is in it.
func TestSitemapKeepsItsWord(t *testing.T) {
	s := newSite(t)
	manyHands(s)
	pages := s.listed()
	for address, e := range pages {
		h := s.head(strings.TrimPrefix(address, "https://news.example"))
		links := map[string]string{}
		for _, link := range e.Links {
			links[link.Hreflang] = link.Href
		}
		if diff := cmp.Diff(links, h.alternates); diff != "" || h.canonical != address || h.metas["robots"] != nil {
			t.Errorf("%s: canonical %q, robots %v (-sitemap +page):\n%s", address, h.canonical, h.metas["robots"], diff)
		}
		if e.LastMod > noon.Format(time.RFC3339) {
			t.Errorf("%s changed in the future: %s", address, e.LastMod)
		}
	}
	seen, queue := map[string]bool{}, []string{"/zh/", "/en/"}
	for len(queue) > 0 {
		address := queue[0]
		queue = queue[1:]
		if seen[address] || strings.Contains(address, "?") || strings.HasPrefix(address, "/static/") || strings.HasPrefix(address, "/media/") {
			continue
		}
		seen[address] = true
		a := s.get(address)
		if a.code != 200 || !strings.HasPrefix(a.header.Get("Content-Type"), "text/html") {
			continue
		}
		if h := s.head(address); h.metas["robots"] == nil && pages[h.canonical].Loc == "" {
			t.Errorf("%s is in no sitemap", address)
		}
		queue = append(queue, s.links(address, a.body)...)
	}
	if len(pages) < 100 {
		t.Errorf("only %d pages are listed", len(pages))
	}
}

// What is not visible is in no sitemap, and what becomes visible is in it at once.
func TestSitemapsShowWhatIsVisible(t *testing.T) {
	s := newSite(t)
	listed := func() string {
		var all strings.Builder
		for _, part := range s.sitemap("/sitemap.xml") {
			all.WriteString(s.get(strings.TrimPrefix(part.Loc, "https://news.example")).body)
		}
		all.WriteString(s.get("/news-sitemap.xml").body)
		return all.String()
	}
	first := s.get("/sitemap-articles-0.xml")
	if a := s.get("/sitemap-articles-0.xml", "If-None-Match", first.header.Get("ETag")); a.code != 304 || a.body != "" {
		t.Errorf("nothing changed: %d", a.code)
	}
	a := s.article("embargoed", newsroom.News, 0, map[newsroom.Language]string{newsroom.Chinese: "到时才见", newsroom.English: "Not before noon"})
	_, err := s.publisher.SaveArticle(t.Context(), a, operator)
	s.must(err)
	text := listed()
	for _, hidden := range []string{"embargoed", "/articles/draft", "/zh/articles/taken-down"} {
		if strings.Contains(text, hidden) {
			t.Errorf("%s is listed", hidden)
		}
	}
	if !strings.Contains(text, "/en/articles/taken-down<") {
		t.Error("the edition that stays is not listed")
	}
	_, err = s.publisher.Publish(t.Context(), "embargoed", "", operator)
	s.must(err)
	late := s.article("late", newsroom.News, 1, map[newsroom.Language]string{newsroom.Chinese: "昨天才译", newsroom.English: "Five days old"})
	late.Editions[newsroom.English].Date = noon.AddDate(0, 0, -5)
	_, err = s.publisher.SaveArticle(t.Context(), late, publish.Options{Publish: true})
	s.must(err)
	if text := listed(); strings.Count(text, "<loc>https://news.example/zh/articles/embargoed<") != 2 {
		t.Error("what was published is not in both sitemaps")
	}
	if a := s.get("/sitemap-articles-0.xml", "If-None-Match", first.header.Get("ETag")); a.code != 200 || a.header.Get("ETag") == first.header.Get("ETag") {
		t.Errorf("something changed: %d", a.code)
	}
	news := s.sitemap("/news-sitemap.xml")
	var got []string
	for _, e := range news {
		got = append(got, fmt.Sprint(e.Loc, " ", e.News.Name, " ", e.News.Language, " ", e.News.Date, " ", e.News.Title))
	}
	want := []string{
		"https://news.example/zh/articles/embargoed 潮汐报 zh-cn 2024-05-01T12:00:00+08:00 到时才见",
		"https://news.example/en/articles/embargoed The Tide en 2024-05-01T12:00:00+08:00 Not before noon",
		"https://news.example/zh/articles/late 潮汐报 zh-cn 2024-04-30T12:00:00+08:00 昨天才译",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("news (-want +got):\n%s", diff)
	}
	for _, none := range []string{"/sitemap-articles-1.xml", "/sitemap-articles-00.xml", "/sitemap-articles--1.xml", "/sitemap-papers-2024-13.xml", "/sitemap-papers-1999-01.xml", "/sitemap-x.xml", "/sitemap-", "/sitemap-site", "/sitemap-articles-0.xml.xml"} {
		if a := s.get(none); a.code != 404 {
			t.Errorf("%s: %d", none, a.code)
		}
	}
}

func TestRobots(t *testing.T) {
	s := newSite(t)
	want := "User-agent: *\nDisallow: /zh/search/feed.\nDisallow: /zh-hant/search/feed.\nDisallow: /en/search/feed.\n\nSitemap: https://news.example/sitemap.xml\nSitemap: https://news.example/news-sitemap.xml\n"
	a := s.get("/robots.txt")
	if diff := cmp.Diff(want, a.body); diff != "" || a.header.Get("Content-Type") != "text/plain; charset=utf-8" {
		t.Errorf("%v (-want +got):\n%s", a.header, diff)
	}
}

// A sitemap that cannot be made is logged, and is an error like that of any page;
// for one that breaks off half way see package conditional.
func TestSitemapThatCannotBeMade(t *testing.T) {
	s := newSite(t)
	s.must(s.store.Close())
	s.log.Reset()
	for _, address := range []string{"/sitemap.xml", "/sitemap-site.xml", "/sitemap-articles-0.xml", "/news-sitemap.xml"} {
		if a := s.get(address); a.code != 500 || strings.Contains(a.body, "</urlset>") {
			t.Errorf("%s: %d %s", address, a.code, a.body)
		}
	}
	if n := strings.Count(s.log.String(), "\n"); n != 4 {
		t.Errorf("logged %d lines:\n%s", n, s.log.String())
	}
}
