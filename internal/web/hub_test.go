package web

import (
	"encoding/xml"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"hebi/internal/newsroom"
	"hebi/internal/publish"
	"hebi/internal/web/hub"
	"hebi/internal/web/reader"
)

const hubAddress = "https://hub.example/?a=1&b=2"

// topics are the addresses of all feeds that the hub is to be told of.
func (s *site) topics() []string {
	s.t.Helper()
	pings, err := s.store.Jobs(s.t.Context(), hub.Ping)
	s.must(err)
	var keys []string
	for _, p := range pings {
		keys = append(keys, p.Key)
	}
	return keys
}

// TestEveryTopicNamesTheHubAndItself follows each ping to the feed that a hub would fetch.
func TestEveryTopicNamesTheHubAndItself(t *testing.T) {
	s := newSiteWithHub(t, hubAddress)
	topics := s.topics()
	if len(topics) < 100 {
		t.Fatalf("only %d pings are queued", len(topics))
	}
	for _, topic := range topics {
		for _, method := range []string{http.MethodGet, http.MethodHead} {
			got, self := s.ask(method, topic), "https://news.example"+topic
			if want := []string{"<" + hubAddress + `>; rel="hub"`, "<" + self + `>; rel="self"`}; got.code != http.StatusOK || !containsAll(got.header.Values("Link"), want) {
				t.Errorf("%s %s: %d, Link %q, want %q", method, topic, got.code, got.header.Values("Link"), want)
			} else if method == http.MethodGet && !namesHub(got.body, self) {
				t.Errorf("%s does not name the hub and itself:\n%.800s", topic, got.body)
			}
		}
	}
	etag := s.get(topics[0]).header.Get("ETag")
	if got := s.get(topics[0], "If-None-Match", etag); got.code != http.StatusNotModified || len(got.header.Values("Link")) < 2 {
		t.Errorf("not modified: %d, Link %q", got.code, got.header.Values("Link"))
	}
}

func containsAll(list, want []string) bool {
	return !slices.ContainsFunc(want, func(w string) bool { return !slices.Contains(list, w) })
}

// namesHub looks for the links of all three formats.
func namesHub(body, self string) bool {
	escaped := func(s string) string {
		var b strings.Builder
		_ = xml.EscapeText(&b, []byte(s))
		return b.String()
	}
	if strings.HasPrefix(body, "{") {
		return strings.Contains(body, `"feed_url": "`+self+`"`) &&
			regexp.MustCompile(`"hubs": \[\s*\{\s*"type": "WebSub",\s*"url": "`+regexp.QuoteMeta(hubAddress)+`"\s*\}\s*\]`).MatchString(body)
	}
	link := func(rel, address string) bool {
		return regexp.MustCompile(`<(atom:)?link rel="` + rel + `"[^>]* href="` + regexp.QuoteMeta(escaped(address)) + `"`).MatchString(body)
	}
	return link("hub", hubAddress) && link("self", self)
}

// TestEveryFeedIsATopicButSearches holds the addresses that are pinged against those that are served.
func TestEveryFeedIsATopicButSearches(t *testing.T) {
	s := newSiteWithHub(t, hubAddress)
	_, err := s.publisher.SaveArticle(t.Context(), s.article("sluices", newsroom.Feature, 4, map[newsroom.Language]string{
		newsroom.Chinese: "水闸", newsroom.English: "Sluices",
	}), publish.Options{Publish: true})
	s.must(err)
	topics := s.topics()
	patterns := func(prefix string, routes []reader.FeedRoute) {
		for _, r := range routes {
			served := regexp.MustCompile("^" + prefix + regexp.MustCompile(`:\w+`).ReplaceAllString(r.Pattern, `[^/]+`) + "$")
			if pinged := slices.ContainsFunc(topics, served.MatchString); pinged == strings.HasPrefix(r.Pattern, "/search/") {
				t.Errorf("%s%s: pinged %v", prefix, r.Pattern, pinged)
			}
		}
	}
	patterns("", new(reader.Reader).CombinedFeeds())
	for _, l := range newsroom.Languages() {
		patterns("/"+string(l), new(reader.Reader).Feeds())
	}
	for _, address := range []string{"/zh/search/feed.atom?q=灯塔", "/zh/search/feed.xml?kind=news", "/en/search/feed.json"} {
		if got := s.get(address); got.code != http.StatusOK || strings.Contains(got.body, "hub.example") || strings.Contains(strings.Join(got.header.Values("Link"), " "), "hub") {
			t.Errorf("%s: %d, Link %q; subscribers would wait for the hub in vain", address, got.code, got.header.Values("Link"))
		}
	}
}

func TestWithoutAHubNothingIsSaidOfOne(t *testing.T) {
	s := newSite(t)
	if topics := s.topics(); len(topics) != 0 {
		t.Errorf("pings are queued: %v", topics)
	}
	for _, address := range []string{"/feed.xml", "/zh/feed.atom", "/en/feed.json"} {
		if got := s.get(address); got.code != http.StatusOK || strings.Contains(got.body, "hub") || strings.Contains(strings.Join(got.header.Values("Link"), " "), "hub") {
			t.Errorf("%s: %d, Link %q", address, got.code, got.header.Values("Link"))
		}
	}
}
