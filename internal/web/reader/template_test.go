package reader

import (
	"bytes"
	"encoding/json"
	"html/template"
	"maps"
	"net/url"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"text/template/parse"
	"time"

	"golang.org/x/net/html"

	"hebi/internal/locale"
	"hebi/internal/newsroom"
	"hebi/internal/store"
	"hebi/internal/web/view"
)

const repository = "../../.."

// bare is a Reader that can render, with an empty site.
func bare(t *testing.T) *Reader {
	t.Helper()
	files := os.DirFS(repository)
	assets, err := view.NewAssets(files, false)
	if err != nil {
		t.Fatal(err)
	}
	s, err := store.Open(t.Context(), store.Options{Path: filepath.Join(t.TempDir(), "hebi.db")})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	h, err := New(Config{
		Store: s, Files: files, Assets: assets, BaseURL: &url.URL{Scheme: "https", Host: "news.example"},
		Now: func() time.Time { return time.Date(2024, 5, 1, 0, 0, 0, 0, time.UTC) },
	})
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// pages has the struct that each template is executed with.
func pages(f frame) map[string]any {
	e := &newsroom.Edition{}
	return map[string]any{
		"front": &frontPage{frame: f}, "list": &articleList{frame: f}, "corrections": &correctionsPage{frame: f},
		"archive": &archivePage{frame: f}, "theme": &themePage{articleList: articleList{frame: f}}, "themes": &themesPage{frame: f}, "contributors": &contributorsPage{frame: f},
		"contributor": &contributorPage{articleList: articleList{frame: f}}, "specials": &specialsPage{frame: f},
		"special": &specialPage{frame: f}, "papers": &papersPage{frame: f}, "paper": &paperPage{frame: f},
		"article": &articlePage{frame: f, Edition: e, Kind: newsroom.News}, "page": &standingPage{frame: f, Edition: e},
		"bilingual": &bilingualPage{frame: f, Kind: newsroom.News, Sides: [2]side{{ID: "zh", Edition: e}, {ID: "en", Edition: e}}},
		"search":    &searchPage{frame: f}, "error": &errorPage{frame: f},
		"feeds": &feedsPage{frame: f}, "feed": &feedPage{frame: f},
	}
}

// Every template runs with its struct empty and with every field filled, in
// both languages, and says nothing that the interface has no word for.
func TestTemplatesFitTheirStructs(t *testing.T) {
	h := bare(t)
	for _, l := range newsroom.Languages() {
		empty := pages(h.frameOf(&newsroom.Site{}, l, "/"))
		full := pages(h.frameOf(&newsroom.Site{}, l, "/"))
		names := h.templates.Names()
		slices.Sort(names)
		if known := slices.Sorted(maps.Keys(empty)); !slices.Equal(names, known) {
			t.Fatalf("templates are %v, tested are %v", names, known)
		}
		for _, name := range names {
			fill(reflect.ValueOf(full[name]).Elem(), 0)
			for state, data := range map[string]any{"empty": empty[name], "full": full[name]} {
				body, err := h.templates.Render(name, data)
				if err != nil {
					t.Errorf("%s %s %s: %v", l, name, state, err)
					continue
				}
				if missing := regexp.MustCompile(`⟦[^⟧]*⟧|%!\w|ZgotmplZ`).FindAll(body, -1); missing != nil {
					t.Errorf("%s %s %s: %s", l, name, state, missing)
				}
				checkMarkup(t, string(l)+" "+name+" "+state, body)
			}
		}
	}
}

// fill gives every exported field a value: what a page with everything would have.
func fill(v reflect.Value, depth int) {
	if !v.CanSet() || depth > 8 {
		return
	}
	switch v.Interface().(type) {
	case time.Time:
		v.Set(reflect.ValueOf(time.Date(2023, 10, 25, 0, 0, 0, 0, time.UTC)))
		return
	case *time.Location, newsroom.Language:
		return // the frame has them
	case newsroom.Kind:
		v.Set(reflect.ValueOf(newsroom.Feature))
		return
	case newsroom.CreditRole:
		v.Set(reflect.ValueOf(newsroom.Photographer))
		return
	case locale.Locale:
		v.Set(reflect.ValueOf(locale.Locale{Language: newsroom.Chinese}))
		return
	case template.HTML:
		v.Set(reflect.ValueOf(template.HTML("<p>text</p>")))
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString("/x")
	case reflect.Int, reflect.Int64:
		v.SetInt(2)
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem(), depth+1)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		for i := range v.Len() {
			fill(v.Index(i), depth+1)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			// A frame of its own is built by frameOf; only what it shows is filled.
			// A private page has less in its head.
			if name := v.Type().Field(i).Name; (name != "Locale" || depth > 1) && name != "Private" {
				fill(embedded(v.Field(i)), depth+1)
			}
		}
	}
}

// embedded lets an unexported embedded struct be filled through its exported fields.
func embedded(v reflect.Value) reflect.Value {
	if v.Kind() == reflect.Struct && !v.CanInterface() && v.CanAddr() {
		return reflect.NewAt(v.Type(), v.Addr().UnsafePointer()).Elem()
	}
	return v
}

// checkMarkup holds a page to what the house asks of every page.
func checkMarkup(t *testing.T, name string, body []byte) {
	t.Helper()
	if !bytes.HasPrefix(body, []byte("<!doctype html>\n<html lang=")) {
		t.Errorf("%s begins with %.40q", name, body)
	}
	root, err := html.Parse(bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	ids, h1 := map[string]bool{}, 0
	for n := range root.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		attributes := map[string]string{}
		for _, a := range n.Attr {
			attributes[a.Key] = a.Val
			if a.Key == "style" || strings.HasPrefix(a.Key, "on") {
				t.Errorf("%s: <%s %s>: the policy forbids it", name, n.Data, a.Key)
			}
		}
		if id := attributes["id"]; id != "" && id != "/x" { // fill gives everything the same id
			if ids[id] {
				t.Errorf("%s: id %q is there twice", name, id)
			}
			ids[id] = true
		}
		_, alt := attributes["alt"]
		switch n.Data {
		case "h1":
			h1++
		case "img":
			if !alt {
				t.Errorf("%s: a picture without alt", name)
			}
		case "style":
			t.Errorf("%s: <style>", name)
		case "script":
			if attributes["type"] == "application/ld+json" {
				if !json.Valid([]byte(n.FirstChild.Data)) {
					t.Errorf("%s: %s is no JSON", name, n.FirstChild.Data)
				}
			} else if !strings.HasPrefix(attributes["src"], view.StaticRoot) || n.FirstChild != nil {
				t.Errorf("%s: a script that is not of the site's files", name)
			}
		case "input", "select":
			if attributes["type"] != "hidden" && attributes["id"] == "" && !inside(n, "label") {
				t.Errorf("%s: <%s name=%s> without a label", name, n.Data, attributes["name"])
			}
		}
	}
	if h1 != 1 {
		t.Errorf("%s has %d h1", name, h1)
	}
}

func inside(n *html.Node, element string) bool {
	for p := range n.Ancestors() {
		if p.Data == element {
			return true
		}
	}
	return false
}

// Words that templates ask for by name exist, also in branches that no page takes.
func TestTemplatesAskForKnownWords(t *testing.T) {
	h, asked := bare(t), 0
	for _, name := range h.templates.Names() {
		for _, part := range h.templates.Lookup(name).Templates() {
			if part.Tree == nil {
				continue
			}
			eachCommand(part.Tree.Root, func(c *parse.CommandNode) {
				if len(c.Args) < 2 || !regexp.MustCompile(`(^|[.$])[TN]$`).MatchString(c.Args[0].String()) {
					return
				}
				if key, ok := c.Args[1].(*parse.StringNode); ok {
					asked++
					if !locale.Has(key.Text) {
						t.Errorf("%s asks for %q", part.Name(), key.Text)
					}
				}
			})
		}
	}
	if asked < 50 {
		t.Errorf("only %d words were looked at", asked)
	}
}

// eachCommand visits every command below a node, those in arguments too.
func eachCommand(n parse.Node, visit func(*parse.CommandNode)) {
	v := reflect.ValueOf(n)
	if n == nil || v.Kind() == reflect.Pointer && v.IsNil() {
		return
	}
	if c, ok := n.(*parse.CommandNode); ok {
		visit(c)
	}
	v = v.Elem()
	for _, field := range v.Fields() {
		if !field.CanInterface() {
			continue
		}
		switch value := field.Interface().(type) {
		case parse.Node:
			eachCommand(value, visit)
		case parse.BranchNode:
			eachCommand(&value, visit)
		case []parse.Node:
			for _, child := range value {
				eachCommand(child, visit)
			}
		case []*parse.CommandNode:
			for _, child := range value {
				eachCommand(child, visit)
			}
		}
	}
}
