package web

import (
	"encoding/xml"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"hebi/internal/newsroom"
)

// later moves the clock out of the second of the last change, in which feeds have no date.
func (s *site) later() { s.now = s.now.Add(time.Minute) }

func TestFeed17Validators(t *testing.T) {
	s := newSite(t)
	s.later()
	for _, address := range append(everyFeed(), "/feeds.opml") {
		first := s.get(address)
		etag, date := first.header.Get("ETag"), first.header.Get("Last-Modified")
		if !strings.HasPrefix(etag, `"`) || date == "" {
			t.Fatalf("%s: ETag %q, Last-Modified %q", address, etag, date)
		}
		for _, again := range []answer{s.get(address, "If-None-Match", etag), s.get(address, "If-Modified-Since", date)} {
			if again.code != http.StatusNotModified || again.body != "" || again.header.Get("ETag") != etag {
				t.Errorf("%s, second fetch: %d and %d bytes", address, again.code, len(again.body))
			}
		}
		if address != "/zh/feed.xml" && address != "/feed.json" && address != "/feeds.opml" {
			continue
		}
		bare := strings.Trim(etag, `"`)
		for name, headers := range map[string][]string{
			"the ETag": {"If-None-Match", etag}, "a weak one": {"If-None-Match", "W/" + etag}, "a list": {"If-None-Match", `"x", ` + etag},
			"anything": {"If-None-Match", "*"}, "gzip by a proxy": {"If-None-Match", `"` + bare + `-gzip"`}, "br by a proxy": {"If-None-Match", `W/"` + bare + `-br"`},
			"the date": {"If-Modified-Since", date}, "both": {"If-None-Match", etag, "If-Modified-Since", date},
		} {
			a := s.get(address, headers...)
			if a.code != http.StatusNotModified || a.body != "" {
				t.Errorf("%s, second fetch with %s: %d and %d bytes", address, name, a.code, len(a.body))
			}
			for _, h := range []string{"ETag", "Cache-Control", "Vary", "Last-Modified"} {
				if strings.Join(a.header.Values(h), ",") != strings.Join(first.header.Values(h), ",") {
					t.Errorf("%s: 304 says %s %q, 200 said %q", address, h, a.header.Values(h), first.header.Values(h))
				}
			}
		}
		for name, headers := range map[string][]string{
			"another": {"If-None-Match", `"x"`}, "another and the date": {"If-None-Match", `"x"`, "If-Modified-Since", date},
			"an older date": {"If-Modified-Since", noon.Add(-time.Hour).Format(http.TimeFormat)}, "no date": {"If-Modified-Since", "today"},
		} {
			if a := s.get(address, headers...); a.code != http.StatusOK || a.body != first.body {
				t.Errorf("%s with %s: %d", address, name, a.code)
			}
		}
	}
}

func TestFeed18And30Caching(t *testing.T) {
	s := newSite(t)
	for _, address := range everyFeed() {
		a := s.get(address)
		if got := a.header.Get("Cache-Control"); got != "public, max-age=300, stale-while-revalidate=86400" || a.header.Get("Expires") != "" {
			t.Errorf("%s: Cache-Control %q, Expires %q", address, got, a.header.Get("Expires"))
		}
		for _, again := range []answer{a, s.get(address, "If-None-Match", a.header.Get("ETag")), s.get(address, "Cookie", "a=b", "Accept", "text/html")} {
			if again.header.Get("Set-Cookie") != "" {
				t.Errorf("%s sets a cookie with %d", address, again.code)
			}
		}
		if strings.Contains(a.body, "127.0.0.1") || strings.Contains(a.body, "utm_") {
			t.Errorf("%s: somebody is counted", address)
		}
	}
	if ttl := s.xml("/zh/feed.xml").texts("ttl"); !slices.Equal(ttl, []string{"5"}) {
		t.Errorf("ttl %q", ttl)
	}
}

func TestFeed19Compression(t *testing.T) {
	s := newSite(t)
	for _, address := range everyFeed() {
		plain, small := s.get(address), s.get(address, "Accept-Encoding", "br;q=0.8, gzip")
		if vary := plain.header.Values("Vary"); len(plain.body) >= 1200 && !slices.Equal(vary, []string{"Accept", "Accept-Encoding"}) {
			t.Errorf("%s: Vary %q", address, vary)
		}
		if len(plain.body) < 1200 { // one packet; nothing is saved
			continue
		}
		if small.header.Get("Content-Encoding") != "gzip" || len(small.body) > len(plain.body) || small.header.Get("ETag") == plain.header.Get("ETag") {
			t.Errorf("%s: %q, %d of %d bytes, ETag %s", address, small.header.Get("Content-Encoding"), len(small.body), len(plain.body), small.header.Get("ETag"))
		}
		if a := s.get(address, "Accept-Encoding", "gzip", "If-None-Match", small.header.Get("ETag")); a.code != http.StatusNotModified {
			t.Errorf("%s compressed again: %d", address, a.code)
		}
		if a := s.ask(http.MethodHead, address); a.code != 200 || a.body != "" || a.header.Get("ETag") != plain.header.Get("ETag") || a.header.Get("Content-Length") != plain.header.Get("Content-Length") {
			t.Errorf("%s: HEAD %d %v", address, a.code, a.header)
		}
		if a := s.get(address, "Range", "bytes=0-9"); a.code != 200 || a.body != plain.body {
			t.Errorf("%s: a range answers %d", address, a.code)
		}
	}
}

func TestFeed20Moved(t *testing.T) {
	s := newSite(t)
	for _, prefix := range []string{"", "/zh", "/en"} {
		for from, to := range map[string]string{
			"/feed": "/feed.xml", "/feed/": "/feed.xml", "/rss": "/feed.xml", "/rss.xml": "/feed.xml", "/atom.xml": "/feed.atom", "/index.xml": "/feed.xml",
		} {
			if a := s.get(prefix + from); a.code != http.StatusMovedPermanently || a.header.Get("Location") != prefix+to {
				t.Errorf("%s%s: %d to %q", prefix, from, a.code, a.header.Get("Location"))
			}
		}
	}
	_, err := s.publisher.Withdraw(t.Context(), "voice-two", "", operator)
	s.must(err)
	for address, want := range map[string]int{
		"/zh/papers/2024-04-20/feed.xml": http.StatusGone, "/zh/papers/1999-01-01/feed.xml": http.StatusNotFound, "/fr/rss": http.StatusNotFound,
	} {
		if a := s.get(address); a.code != want {
			t.Errorf("%s: %d, want %d", address, a.code, want)
		}
	}
}

func TestFeed20TooMany(t *testing.T) {
	s := newSite(t)
	ask := func(from, address string) (int, string) {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodHead, address, nil)
		r.RemoteAddr = from
		w := httptest.NewRecorder()
		s.handler.ServeHTTP(w, r)
		return w.Code, w.Header().Get("Retry-After")
	}
	for range feedBurst {
		if code, _ := ask("203.0.113.7:5", "/zh/editorials/feed.json"); code != http.StatusOK {
			t.Fatalf("a reader that takes every list once is refused: %d", code)
		}
	}
	if code, wait := ask("203.0.113.7:6", "/zh/editorials/feed.json"); code != http.StatusTooManyRequests || wait != "1" {
		t.Errorf("then: %d, Retry-After %q", code, wait)
	}
	if code, _ := ask("203.0.113.7:7", "/zh/"); code != http.StatusOK {
		t.Errorf("a page for the same address: %d", code)
	}
	if code, _ := ask("203.0.113.8:5", "/zh/feed.json"); code != http.StatusOK {
		t.Errorf("another address: %d", code)
	}
	s.now = s.now.Add(time.Second)
	if code, _ := ask("203.0.113.7:8", "/zh/editorials/feed.json"); code != http.StatusOK {
		t.Errorf("after waiting: %d", code)
	}
}

func TestLimiterIsBounded(t *testing.T) {
	now := noon
	l := newLimiter(func() time.Time { return now })
	l.most, l.burst = 100, 1
	address := func(n int) netip.Addr { return netip.AddrFrom4([4]byte{198, 51, byte(n >> 8), byte(n)}) }
	for n := range 1000 {
		l.wait(address(n))
		if len(l.buckets) > l.most {
			t.Fatalf("%d addresses are remembered, want at most %d", len(l.buckets), l.most)
		}
		if n%2 == 0 {
			now = now.Add(10 * time.Millisecond)
		}
	}
	if l.wait(address(999)) == 0 {
		t.Error("who asked a moment ago is forgotten")
	}
	now = now.Add(-time.Hour) // a clock that is set back gives nothing away and takes nothing
	if l.wait(address(999)) == 0 || l.wait(address(5000)) != 0 {
		t.Error("a clock set back confuses the count")
	}
}

func TestWhoIsCounted(t *testing.T) {
	for remote, want := range map[string]string{
		"203.0.113.7:80": "203.0.113.7", "[2001:db8:1:2:3:4:5:6]:80": "2001:db8:1:2::", "[::ffff:203.0.113.7]:80": "203.0.113.7",
		"127.0.0.1:80": "", "[::1]:80": "", "10.1.2.3:80": "", "192.168.0.1:80": "", "[fd00::1]:80": "", "[fe80::1%eth0]:80": "", "@": "", "": "",
	} {
		got, counted := (&server{}).countedAddress(remote)
		if counted != (want != "") || counted && got.String() != want {
			t.Errorf("%s is counted as %s, %v; want %q", remote, got, counted, want)
		}
	}
}

func TestFeed27Discovery(t *testing.T) {
	s := newSite(t)
	for page, own := range map[string]string{
		"/zh/": "/zh", "/en/articles/voice-one": "/en", "/en/themes/harbours": "/en/themes/harbours", "/zh/contributors/ouyang-lan": "/zh/contributors/ouyang-lan",
		"/en/specials/two-shores": "/en/specials/two-shores", "/zh/papers/2024-04-26/3": "/zh/papers/2024-04-26/3", "/zh/news": "/zh/news", "/en/corrections": "/en/corrections",
	} {
		a := s.get(page)
		root, err := html.Parse(strings.NewReader(a.body))
		s.must(err)
		var got, tags []string
		for n := range root.Descendants() {
			if mediaType := attribute(n, "type"); n.Data == "link" && attribute(n, "rel") == "alternate" && mediaType != "" {
				if attribute(n, "title") == "" || mediaType != formats[format(attribute(n, "href"))] {
					t.Errorf("%s: %v", page, n.Attr)
				}
				got, tags = append(got, attribute(n, "href")), append(tags, attribute(n, "hreflang"))
			}
		}
		l := newsroom.Language(page[1:3])
		// Search engines take no other addresses for one with a language.
		want := []string{origin + own + "/feed.xml", origin + own + "/feed.atom", origin + own + "/feed.json", origin + "/" + string(l) + "/feed.xml"}
		if len(got) < 5 || !slices.Equal(got[:3], want[:3]) || own != "/"+string(l) && got[3] != want[3] {
			t.Errorf("%s names %q, want first %q", page, got, want)
		}
		if tags[0] != l.Tag() || tags[len(tags)-1] != l.Other().Tag() || tags[len(tags)-2] != "" {
			t.Errorf("%s: languages %q", page, tags)
		}
		for n, mediaType := range []string{"application/rss+xml", "application/atom+xml", "application/feed+json"} {
			if link := "<" + want[n] + `>; rel="alternate"; type="` + mediaType + `"; hreflang="` + l.Tag() + `"`; !strings.Contains(a.header.Get("Link"), link) {
				t.Errorf("%s: Link %q has no %s", page, a.header.Get("Link"), link)
			}
		}
		for _, address := range got {
			if s.get(address).code != 200 {
				t.Errorf("%s names %s, which is not there", page, address)
			}
		}
	}
}

func TestFeed28Index(t *testing.T) {
	s := newSite(t)
	for page, says := range map[string][]string{
		"/zh/feeds": {"全部中文文章", "港口", "两岸", "/zh/themes/harbours/feed.atom", "/feed.json?pair=first", "/feeds.opml"},
		"/en/feeds": {"Everything in English", "Harbours", "Two shores", "/en/corrections/feed.xml", "/feeds.opml"},
	} {
		a := s.get(page)
		if err := a.has(says...); err != nil || a.code != 200 {
			t.Errorf("%s: %d %v", page, a.code, err)
		}
		if s.get(page[:4]).has(`href="`+page+`"`) != nil {
			t.Errorf("%s is not linked from the front page", page)
		}
	}
	a := s.get("/feeds.opml")
	var doc struct {
		Version string    `xml:"version,attr"`
		Title   string    `xml:"head>title"`
		Groups  []outline `xml:"body>outline"`
	}
	s.must(xml.Unmarshal([]byte(a.body), &doc))
	if doc.Version != "2.0" || doc.Title != "潮汐报 · The Tide" || len(doc.Groups) != 2 || !strings.HasPrefix(a.header.Get("Content-Type"), "text/x-opml") {
		t.Errorf("OPML: %s %+v", a.header.Get("Content-Type"), doc)
	}
	seen := map[string]bool{}
	for _, language := range doc.Groups {
		for _, group := range language.Outlines {
			for _, o := range group.Outlines {
				address := strings.TrimPrefix(o.XMLURL, origin)
				if o.Type != "rss" || o.Text == "" || seen[address] || s.get(address).code != 200 || s.get(strings.TrimPrefix(o.HTMLURL, origin)).code >= 400 {
					t.Errorf("outline %+v: not an RSS feed, twice, or not there", o)
				}
				seen[address] = true
			}
		}
	}
	for _, list := range listsWithFeeds() {
		over := strings.Contains(list, "/papers") || strings.Contains(list, "/archive") || strings.HasSuffix(list, "/search")
		if seen[list+"/feed.xml"] == over {
			t.Errorf("%s is listed: %v", list, !over)
		}
	}
	icon := s.xml("/zh/feed.atom").texts("icon")[0]
	if a := s.get(strings.TrimPrefix(icon, origin)); a.code != 200 || a.header.Get("Content-Type") != "image/png" || s.json("/zh/feed.json").Icon != icon {
		t.Errorf("icon %s: %d", icon, a.code)
	}
	if rss, atom := s.xml("/zh/feed.xml"), s.xml("/feed.atom"); rss.texts("copyright")[0] != "保留权利" || rss.texts("generator")[0] != "Hebi" ||
		rss.all("image")[0].texts("url")[0] != icon || atom.texts("rights")[0] != "保留权利" || atom.texts("generator")[0] != "Hebi" {
		t.Error("rights, generator or image are missing")
	}
}

type outline struct {
	Text     string    `xml:"text,attr"`
	Type     string    `xml:"type,attr"`
	XMLURL   string    `xml:"xmlUrl,attr"`
	HTMLURL  string    `xml:"htmlUrl,attr"`
	Outlines []outline `xml:"outline"`
}

func TestFeed29Browsers(t *testing.T) {
	s := newSite(t)
	const firefox = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
	accepts := map[string]bool{
		firefox: true,
		"text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng,*/*;q=0.8,application/signed-exchange;v=b3;q=0.7": true,
		"": false, "*/*": false, "text/html;q=0, */*": false,
		"application/rss+xml, application/atom+xml, application/xml;q=0.9, text/html;q=0.8, */*;q=0.5":                                                         false,
		"application/atom+xml,application/rss+xml;q=0.9,application/rdf+xml;q=0.8,application/xml;q=0.8,text/xml;q=0.8,application/json;q=0.5,text/html;q=0.4": false,
		"application/feed+json, text/html": false,
		"application/xml, application/atom+xml, application/rss+xml, application/rdf+xml, application/feed+json, text/html, */*;q=0.9": false,
		"a-im: feed": false,
	}
	for _, address := range everyFeed() {
		for accept, wantsPage := range accepts {
			if accept != firefox && accept != "" && address != "/zh/feed.xml" && address != "/feed.json" {
				continue
			}
			a := s.get(address, "Accept", accept)
			if isPage := strings.HasPrefix(a.header.Get("Content-Type"), "text/html"); isPage != wantsPage || a.code != 200 {
				t.Errorf("%s for %q: %d %s", address, accept, a.code, a.header.Get("Content-Type"))
			}
			if vary := a.header.Values("Vary"); !slices.Contains(vary, "Accept") {
				t.Errorf("%s: Vary %q", address, vary)
			}
		}
		page := s.get(address, "Accept", firefox)
		if err := page.has("<code>"+strings.ReplaceAll(origin+address, "&", "&amp;")+"</code>", `content="noindex"`); err != nil {
			t.Errorf("%s as a page: %v", address, err)
		}
		if again := s.get(address, "Accept", firefox, "If-None-Match", s.get(address).header.Get("ETag")); again.code != 200 {
			t.Errorf("%s: the feed's validator answers %d for the page", address, again.code)
		}
	}
}
