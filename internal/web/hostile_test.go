//go:build !race

// Thousands of pages take minutes under the race detector and have no races of their own.

package web

import (
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"hebi/internal/web/view"
)

// Whatever is typed is a query, and comes back as text alone.
func TestNaughtyStringsAreQueries(t *testing.T) {
	const file = "../../../shared/data/hostile/naughty-strings.json"
	data, err := os.ReadFile(file)
	if err != nil {
		t.Skip("the shared data is not here: ", err)
	}
	var list []string
	if err := json.Unmarshal(data, &list); err != nil || len(list) < 400 {
		t.Fatalf("%s: %d strings, %v", file, len(list), err)
	}
	s := newSite(t)
	for _, typed := range append(list, "\xff\xfe", "\x00", "<mark>海</mark> 灯塔") {
		q := "?q=" + url.QueryEscape(typed)
		for address, check := range map[string]func(body, typed string) error{
			"/zh/search": safePage, "/en/search": safePage,
			"/api/v1/search": safeJSON, "/api/v1/suggest": safeJSON,
			"/zh/search/feed.xml": safeXML, "/en/search/feed.atom": safeXML, "/zh/search/feed.json": validJSON,
		} {
			a := s.get(address + q)
			if a.code != 200 {
				t.Errorf("%s%s: %d", address, q, a.code)
			} else if err := check(a.body, typed); err != nil {
				t.Errorf("%s%s: %v", address, q, err)
			}
		}
	}
	if s.log.Len() > 0 {
		t.Errorf("logged:\n%s", s.log.String())
	}
}

// safePage wants the typed text in the box as it was, and nothing in the page
// that could act.
func safePage(body, typed string) error {
	root, err := html.Parse(strings.NewReader(body))
	if err != nil {
		return err
	}
	boxes := 0
	for n := range root.Descendants() {
		for _, a := range n.Attr {
			if strings.HasPrefix(a.Key, "on") || a.Key == "style" || a.Key != "value" && strings.HasPrefix(strings.ToLower(a.Val), "javascript:") {
				return fmt.Errorf("<%s %s=%q>", n.Data, a.Key, a.Val)
			}
		}
		switch n.Data {
		case "script":
			if n.Type == html.ElementNode && (!strings.HasPrefix(attribute(n, "src"), view.StaticRoot) || n.FirstChild != nil) {
				return errors.New("a script that is not ours")
			}
		case "iframe", "object", "embed", "svg", "style", "base", "video":
			if n.Type == html.ElementNode {
				return fmt.Errorf("<%s>", n.Data)
			}
		case "input":
			if attribute(n, "name") == "q" {
				boxes++
				if got, want := attribute(n, "value"), shown(typed); got != want {
					return fmt.Errorf("the box holds %q, want %q", got, want)
				}
			}
		}
	}
	if boxes != 2 {
		return fmt.Errorf("%d search boxes", boxes)
	}
	return nil
}

// shown is a text as a page can hold it.
func shown(typed string) string {
	typed = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\x00", "\ufffd").Replace(typed)
	return strings.ToValidUTF8(typed, "\ufffd")
}

func safeJSON(body, typed string) error {
	var v struct{ Query any }
	if err := json.Unmarshal([]byte(body), &v); err != nil {
		return err
	}
	text := v.Query
	if q, ok := text.(map[string]any); ok {
		text = q["text"]
	}
	if want := strings.ToValidUTF8(typed, "\ufffd"); text != want {
		return fmt.Errorf("the query is %q, want %q", text, want)
	}
	if strings.ContainsAny(body, "<>") {
		return errors.New("markup is not escaped")
	}
	return nil
}

func validJSON(body, _ string) error {
	return json.Unmarshal([]byte(body), new(any))
}

func safeXML(body, _ string) error {
	d := xml.NewDecoder(strings.NewReader(body))
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if e, ok := token.(xml.StartElement); ok && (e.Name.Local == "script" || e.Name.Local == "mark") {
			return fmt.Errorf("<%s>", e.Name.Local)
		}
	}
}
