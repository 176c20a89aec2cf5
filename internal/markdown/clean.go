package markdown

import (
	"net/url"
	"regexp"
	"strings"

	"github.com/microcosm-cc/bluemonday"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// policy says what HTML from outside may contain. It is built once and may be
// used by several goroutines.
var policy = newPolicy()

// localAddress is a picture of this site: no scheme, no host.
var localAddress = regexp.MustCompile(`^/?[^/\\:\s][^\\:\s]*$`)

func newPolicy() *bluemonday.Policy {
	p := bluemonday.NewPolicy()
	p.AllowURLSchemes(linkSchemes...)
	p.AllowRelativeURLs(true)
	p.RequireParseableURLs(true)

	p.AllowElements("b", "strong", "i", "em", "u", "s", "del", "ins", "small", "mark", "sub", "sup",
		"kbd", "samp", "var", "code", "cite", "q", "dfn", "abbr", "time", "bdi", "bdo", "br", "wbr",
		"ruby", "rb", "rt", "rp", "span")
	p.AllowElements("p", "div", "blockquote", "pre", "hr", "ul", "ol", "li", "dl", "dt", "dd",
		"h2", "h3", "h4", "h5", "h6", "figure", "figcaption", "details", "summary",
		"table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td")

	p.AllowAttrs("title").Globally()
	p.AllowAttrs("lang").Matching(regexp.MustCompile(`^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$`)).Globally()
	p.AllowAttrs("translate").Matching(regexp.MustCompile(`^no$`)).Globally()
	p.AllowAttrs("dir").Matching(bluemonday.Direction).Globally()
	p.AllowAttrs("href").OnElements("a")
	p.AllowAttrs("src").Matching(localAddress).OnElements("img")
	p.AllowAttrs("alt").OnElements("img")
	p.AllowAttrs("width", "height").Matching(bluemonday.Integer).OnElements("img")
	p.AllowAttrs("start").Matching(bluemonday.Integer).OnElements("ol")
	p.AllowAttrs("value").Matching(bluemonday.Integer).OnElements("li")
	p.AllowAttrs("colspan", "rowspan").Matching(bluemonday.Integer).OnElements("td", "th")
	p.AllowAttrs("scope").Matching(regexp.MustCompile(`^(?:row|col)(?:group)?$`)).OnElements("th")
	p.AllowAttrs("datetime").Matching(bluemonday.ISO8601).OnElements("time")
	p.AllowAttrs("open").Matching(regexp.MustCompile(`^$`)).OnElements("details")
	return p
}

// Clean makes HTML from outside safe to show: text and structure stay, and of
// attributes only language, direction, translate="no", titles, links with harmless schemes, and
// pictures of this site. Scripts, styles, frames, forms, ids, classes and
// pictures of other hosts go; elements left open are closed. Cleaning twice
// changes nothing.
func Clean(fragment string) string {
	w := writer{}
	if clean, ok := balance(w.cleanFragment(fragment)); ok {
		return clean
	}
	return bluemonday.StrictPolicy().Sanitize(fragment)
}

// balance closes what is open and drops ends without a start, so that nothing
// reaches beyond the fragment. It fails when elements are nested too deeply.
func balance(fragment string) (string, bool) {
	context := &html.Node{Type: html.ElementNode, Data: "div", DataAtom: atom.Div}
	nodes, err := html.ParseFragment(strings.NewReader(fragment), context)
	if err != nil {
		return "", false
	}
	var out strings.Builder
	for _, n := range nodes {
		if err := html.Render(&out, n); err != nil {
			return "", false
		}
	}
	return out.String(), true
}

// cleanFragment applies the policy and then the addresses of the page. The
// result may have elements left open: the tags of one element in a text are
// separate fragments.
func (w *writer) cleanFragment(fragment string) string {
	safe := policy.Sanitize(fragment)
	if !strings.Contains(safe, "<a") && !strings.Contains(safe, "<img") {
		return safe
	}
	var out strings.Builder
	for z := html.NewTokenizer(strings.NewReader(safe)); z.Next() != html.ErrorToken; {
		raw := string(z.Raw())
		t := z.Token()
		switch {
		case t.Type != html.EndTagToken && t.DataAtom == atom.A:
			out.WriteString(w.rewriteLink(&t))
		case t.DataAtom == atom.Img:
			out.WriteString(w.rewriteImage(&t))
		default:
			out.WriteString(raw)
		}
	}
	return out.String()
}

// rewriteLink returns the start of a link, or nothing when its address is not
// allowed or none; balance then drops the end.
func (w *writer) rewriteLink(t *html.Token) string {
	for i := range t.Attr {
		if t.Attr[i].Key != "href" {
			continue
		}
		address, ok := w.link(t.Attr[i].Val)
		if _, err := url.Parse(address); !ok || err != nil {
			return ""
		}
		t.Attr[i].Val = address
		if w.external(address) {
			t.Attr = append(t.Attr, html.Attribute{Key: "rel", Val: externalRel})
		}
		return t.String()
	}
	return ""
}

// rewriteImage returns the picture, or its alternative text when the policy
// left no address. One in a text gets the size that its author did not give.
func (w *writer) rewriteImage(t *html.Token) string {
	for i := range t.Attr {
		if t.Attr[i].Key != "src" {
			continue
		}
		destination := t.Attr[i].Val
		address, ok := w.picture(destination)
		if !ok {
			break
		}
		t.Attr[i].Val = address
		if w.d == nil { // HTML from outside stands on no page yet
			return t.String()
		}
		if attribute(t, "width") == "" && attribute(t, "height") == "" {
			t.Attr = append(append(t.Attr, w.sources(destination)...), w.size(destination)...)
		}
		t.Attr = append(t.Attr, w.loading()...)
		return t.String()
	}
	return html.EscapeString(attribute(t, "alt"))
}

func attribute(t *html.Token, name string) string {
	for _, a := range t.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}
