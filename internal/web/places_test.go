package web

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"hebi/internal/newsroom"
	"hebi/internal/publish"
)

// findingFields are the fields that package publish says findings are about, as
// its source has them.
func findingFields(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob("../publish/check*.go")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	var fields []string
	take := func(v ast.Expr) {
		literal, ok := v.(*ast.BasicLit)
		if !ok {
			t.Fatalf("a finding's field is neither a literal nor one of a list: this test cannot read it")
		}
		name, err := strconv.Unquote(literal.Value)
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Contains(fields, name) {
			fields = append(fields, name)
		}
	}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		lists := map[string][]ast.Expr{} // that fields are chosen from, by name
		ast.Inspect(file, func(n ast.Node) bool {
			if made, ok := n.(*ast.AssignStmt); ok {
				to, named := made.Lhs[0].(*ast.Ident)
				if list, ok := made.Rhs[0].(*ast.CompositeLit); ok && named {
					lists[to.Name] = list.Elts
				}
			}
			return true
		})
		takeAll := func(v ast.Expr) {
			if chosen, ok := v.(*ast.IndexExpr); ok {
				if from, ok := chosen.X.(*ast.Ident); ok {
					for _, one := range lists[from.Name] {
						take(one)
					}
					return
				}
			}
			take(v)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.KeyValueExpr:
				if key, ok := n.Key.(*ast.Ident); ok && key.Name == "Field" {
					takeAll(n.Value)
				}
			case *ast.AssignStmt:
				if to, ok := n.Lhs[0].(*ast.SelectorExpr); ok && to.Sel.Name == "Field" {
					takeAll(n.Rhs[0])
				}
			}
			return true
		})
	}
	return fields
}

// Every place that a finding can be about is on the page that its link leads to.
func TestFindingsLeadToTheirPlaces(t *testing.T) {
	s := newSite(t)
	b := s.setUp()
	id, err := s.publisher.Begin(t.Context(), publish.Beginning{Language: newsroom.English, Title: "Herons", Kind: newsroom.News}, publish.Options{})
	s.must(err)
	article := fmt.Sprintf("/desk/articles/%d", id)
	edit := article + "/en"
	b.send(303, edit, edit, "title", "Herons", "body", "See\n\n[there](/en/articles/none) and (so.\n\n[gone](/en/articles/gone)", "version", "1")
	page := b.at(edit)
	whole := b.at(article)
	links := regexp.MustCompile(`<a href="([^"#]*)#([^"]+)">`).FindAllStringSubmatch(page.body[strings.Index(page.body, `id="checks"`):], -1)
	seen := map[string]bool{}
	for _, link := range links {
		on, target := page, link[2]
		if link[1] != "" {
			on = b.at(link[1])
		}
		if n := strings.Count(on.body, `id="`+target+`"`); n != 1 {
			t.Errorf("%s#%s has %d targets", link[1], target, n)
		}
		seen[target] = true
	}
	for _, want := range []string{"line-3", "line-5", "summary", "credits"} {
		if !seen[want] {
			t.Errorf("no finding leads to %s: %v", want, seen)
		}
	}
	fields := findingFields(t)
	if len(fields) < 5 {
		t.Errorf("publish knows the fields %v alone", fields)
	}
	for _, field := range fields {
		on := whole
		if field == "title" || field == "summary" {
			on = page
		}
		if n := strings.Count(on.body, `id="`+field+`"`); n != 1 {
			t.Errorf("%d places for findings about %s", n, field)
		}
	}
	// Who cannot change the text has no form to be led to.
	reader := s.as(newsroom.TranslatorRole)
	a := reader.at(edit, "Readers find nothing at the link")
	if strings.Contains(a.body, `href="#line-`) || strings.Contains(a.body, `href="#summary"`) {
		t.Error("a link leads to a form that is not there")
	}
}

// A cover is chosen from the library, gets its words, and is taken off again.
func TestTheCoverAtTheDesk(t *testing.T) {
	s := newSite(t)
	b := s.setUp()
	id, err := s.publisher.Begin(t.Context(), publish.Beginning{Language: newsroom.English, Title: "Herons", Kind: newsroom.News, Slug: "herons"}, publish.Options{})
	s.must(err)
	_, err = s.publisher.AddPicture(t.Context(), publish.Upload{Name: "sea.png", Data: strings.NewReader(string(picture())), Words: newsroom.Picture{
		Alt: both("海", "The sea"), Licence: both("自有", "own"),
	}}, publish.Options{})
	s.must(err)
	article := fmt.Sprintf("/desk/articles/%d", id)
	b.at(article, `<option value="sea.png">`)
	save := func(want int, pairs ...string) answer {
		a, err := s.store.WholeArticleByID(t.Context(), id)
		s.must(err)
		to := ""
		if want == 303 {
			to = article
		}
		return b.send(want, to, article, append([]string{"version", strconv.Itoa(a.Version), "slug", "herons", "kind", "news", "original", "en"}, pairs...)...)
	}
	cover := func() *newsroom.Picture {
		a, err := s.store.WholeArticleByID(t.Context(), id)
		s.must(err)
		return a.Cover
	}
	save(303, "cover", "sea.png")
	if c := cover(); c == nil || c.Alt != both("海", "The sea") || c.Licence.EN != "own" {
		t.Fatalf("the cover is %+v", c)
	}
	b.at(article, `name="cover" list="pictures" value="sea.png"`, `name="cover-alt-en" lang="en" value="The sea"`)
	save(303, "cover", "sea.png", "cover-alt-en", "Waves", "cover-alt-zh", "浪")
	if c := cover(); c.Alt != both("浪", "Waves") || c.Licence.EN != "" {
		t.Errorf("the words of the cover are %+v", c)
	}
	save(303) // a form without the field
	if cover() == nil {
		t.Error("a form that does not ask for the cover takes it off")
	}
	if a := save(422, "cover", "none.png"); !strings.Contains(a.body, `value="none.png"`) {
		t.Error("what was typed is gone")
	}
	save(303, "cover", " ")
	if c := cover(); c != nil {
		t.Errorf("the cover is still %+v", c)
	}
}
