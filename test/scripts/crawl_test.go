package scripts

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// maxPages bounds the crawl; the starter site has a few hundred addresses.
const maxPages = 4000

// crawler follows every link of a site and collects what is wrong with it.
type crawler struct {
	client *http.Client
	base   *url.URL
	queue  []string
	// seen maps an address to where it was linked from first.
	seen map[string]string
	// aside are addresses reached by way of a link that says rel=nofollow, as those
	// that narrow a search do. They are looked at, but no such link on them: each
	// narrows further, and their number has no end.
	aside map[string]bool
	// ids are those of each page, anchors the fragments that links ask of it.
	ids     map[string][]string
	anchors map[string]map[string]string
	// types are the media types of what was fetched.
	types map[string]string
	wrong []string
}

func newCrawler(client *http.Client, base string) (*crawler, error) {
	u, err := url.Parse(base)
	return &crawler{
		client: client, base: u, seen: map[string]string{}, aside: map[string]bool{}, ids: map[string][]string{},
		anchors: map[string]map[string]string{}, types: map[string]string{},
	}, err
}

func (c *crawler) errorf(format string, args ...any) {
	c.wrong = append(c.wrong, fmt.Sprintf(format, args...))
}

// run crawls from the given addresses and returns what is wrong.
func (c *crawler) run(from ...string) []string {
	for _, address := range from {
		c.found("the start", address)
	}
	for len(c.queue) > 0 && len(c.types) < maxPages {
		next := c.queue[0]
		c.queue = c.queue[1:]
		c.visit(next)
	}
	if len(c.queue) > 0 {
		c.errorf("more than %d addresses: links that lead to ever new pages?", maxPages)
	}
	for page, wanted := range c.anchors {
		for id, from := range wanted {
			if ids, ok := c.ids[page]; ok && !slices.Contains(ids, id) {
				c.errorf("%s links to %s#%s, where nothing has that id", from, page, id)
			}
		}
	}
	slices.Sort(c.wrong)
	return c.wrong
}

// found notes a link to an address of this site.
func (c *crawler) found(from, address string) {
	if _, ok := c.seen[address]; !ok {
		c.seen[address] = from
		c.queue = append(c.queue, address)
	}
}

func (c *crawler) visit(address string) {
	got, err := ask(c.client, c.base.String(), http.MethodGet, address, nil)
	if err != nil {
		c.errorf("%s (linked from %s): %v", address, c.seen[address], err)
		return
	}
	c.types[address] = got.header.Get("Content-Type")
	switch {
	case got.code >= 300 && got.code < 400:
		c.link(address, got.header.Get("Location"))
	case got.code != http.StatusOK:
		c.errorf("%s (linked from %s): %d", address, c.seen[address], got.code)
	case got.header.Get("Set-Cookie") != "":
		c.errorf("%s sets a cookie on a reader", address)
	case strings.HasPrefix(c.types[address], "text/html"):
		c.page(address, got)
	}
}

// link resolves a reference on a page and follows it if it stays on this site.
func (c *crawler) link(page, reference string) { c.follow(page, reference, false) }

func (c *crawler) follow(page, reference string, aside bool) {
	if aside && c.aside[page] {
		return
	}
	from, err := url.Parse(c.base.String() + page)
	if err != nil {
		c.errorf("%s: %v", page, err)
		return
	}
	to, err := from.Parse(strings.TrimSpace(reference))
	if err != nil {
		c.errorf("%s links to %q: %v", page, reference, err)
		return
	}
	if to.Host != c.base.Host {
		return
	}
	fragment := to.Fragment
	to.Fragment, to.RawFragment = "", ""
	address := to.RequestURI()
	if fragment != "" {
		if c.anchors[address] == nil {
			c.anchors[address] = map[string]string{}
		}
		c.anchors[address][fragment] = page
	}
	if _, seen := c.seen[address]; !seen {
		c.aside[address] = aside || c.aside[page]
	}
	c.found(page, address)
}

// leftovers are what a template or an escaper leaves when it goes wrong.
var leftovers = regexp.MustCompile(`ZgotmplZ|⟦|\{\{|%![a-zA-Z]\(|&lt;nil&gt;|\[object |&amp;(?:amp|lt|gt|quot|#\d+);|0001-01-01|1970-01-01`)

// languageTags are those that markup may use.
var languageTags = []string{"zh-Hans", "zh-Hant", "zh-Hant-HK", "en", "x-default"}

// page checks one HTML page and follows its links.
func (c *crawler) page(address string, a *answer) {
	if left := leftovers.FindString(a.body); left != "" {
		c.errorf("%s contains %q", address, left)
	}
	if policy := a.header.Get("Content-Security-Policy"); policy == "" || strings.Contains(policy, "unsafe-inline") {
		c.errorf("%s: Content-Security-Policy %q", address, policy)
	}
	root, err := html.Parse(strings.NewReader(a.body))
	if err != nil {
		c.errorf("%s: %v", address, err)
		return
	}
	for _, wrong := range languages(root) {
		c.errorf("%s: %s", address, wrong)
	}
	c.ids[address] = []string{}
	count := map[string]int{}
	for n := range root.Descendants() {
		if n.Type == html.ElementNode {
			count[n.Namespace+n.Data]++ // an SVG has titles of its own
			c.element(address, n)
		}
	}
	for _, name := range []string{"h1", "main", "title"} {
		if count[name] != 1 {
			c.errorf("%s has %d <%s>, want one", address, count[name], name)
		}
	}
}

// element checks one element of a page.
func (c *crawler) element(page string, n *html.Node) {
	attrs := map[string]string{}
	for _, a := range n.Attr {
		attrs[a.Key] = a.Val
		switch {
		case a.Key == "style" || strings.HasPrefix(a.Key, "on"):
			c.errorf("%s: <%s %s=…> is forbidden by the policy of the page", page, n.Data, a.Key)
		case a.Key == "id" && slices.Contains(c.ids[page], a.Val):
			c.errorf("%s has the id %q twice", page, a.Val)
		case a.Key == "id":
			c.ids[page] = append(c.ids[page], a.Val)
		case (a.Key == "lang" || a.Key == "hreflang") && !slices.Contains(languageTags, a.Val):
			c.errorf("%s: <%s %s=%q> is none of %v", page, n.Data, a.Key, a.Val, languageTags)
		}
	}
	switch n.Data {
	case "html":
		c.language(page, attrs["lang"])
	case "title", "h1":
		if text(n) == "" {
			c.errorf("%s: <%s> is empty", page, n.Data)
		}
	case "script":
		if attrs["src"] == "" && attrs["type"] != "application/ld+json" {
			c.errorf("%s has a script in the page", page)
		}
	case "style":
		c.errorf("%s has a <style>", page)
	case "img":
		if _, ok := attrs["alt"]; !ok {
			c.errorf("%s: <img src=%q> has no alt", page, attrs["src"])
		}
	case "a":
		if text(n) == "" && attrs["aria-label"] == "" && !holdsPicture(n) {
			c.errorf("%s: the link to %q has no text", page, attrs["href"])
		}
	case "form":
		if strings.EqualFold(attrs["method"], "post") {
			c.errorf("%s has a form that writes", page)
		}
	}
	c.references(page, n.Data, attrs)
}

// references follows what an element names. What the browser would load by
// itself must be on this site.
func (c *crawler) references(page, element string, attrs map[string]string) {
	var loaded []string
	for key, value := range attrs {
		switch {
		case key == "src", key == "poster", key == "data" && element == "object",
			key == "href" && element == "link" && strings.Contains(attrs["rel"]+" ", "stylesheet"),
			key == "href" && element == "link" && strings.Contains(attrs["rel"], "icon"):
			loaded = append(loaded, value)
		case key == "srcset":
			for part := range strings.SplitSeq(value, ",") {
				loaded = append(loaded, strings.Fields(part)[0])
			}
		case key == "href", key == "action", key == "cite":
			c.follow(page, value, slices.Contains(strings.Fields(attrs["rel"]), "nofollow"))
		}
	}
	for _, address := range loaded {
		u, err := url.Parse(address)
		if err != nil || u.Host != "" && u.Host != c.base.Host || u.Scheme == "data" {
			c.errorf("%s: <%s> loads %q, which is not of this site", page, element, address)
			continue
		}
		c.link(page, address)
	}
}

// language compares a page's language with its address.
func (c *crawler) language(page, lang string) {
	for prefix, want := range map[string]string{"/zh/": "zh-Hans", "/en/": "en", "/zh-hant/": "zh-Hant"} {
		if strings.HasPrefix(page, prefix) && lang != want {
			c.errorf("%s has lang=%q, want %s", page, lang, want)
		}
	}
}

func text(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return strings.TrimSpace(b.String())
}

func holdsPicture(n *html.Node) bool {
	for d := range n.Descendants() {
		if d.Type == html.ElementNode && (d.Data == "img" || d.Data == "svg") {
			return true
		}
	}
	return false
}
