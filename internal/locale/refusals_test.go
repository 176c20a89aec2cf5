package locale

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"hebi/internal/newsroom"
)

// sayers are the functions that make a sentence of their second argument, with
// those of the packages that call Because under a shorter name.
var sayers = []string{"Because", "wrong", "taken", "refused"}

// speaking are the packages whose sentences editors read.
var speaking = []string{"newsroom", "publish", "auth", "store", "media", "web", "web/desk"}

// said is what the source of a package says by such functions, by where it is said.
func said(t *testing.T, dir string) map[string]string {
	t.Helper()
	names, err := filepath.Glob("../" + dir + "/*.go")
	if err != nil || len(names) == 0 {
		t.Fatal(dir, names, err)
	}
	list, files := map[string]string{}, token.NewFileSet()
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(files, name, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range file.Decls {
			f, isFunc := d.(*ast.FuncDecl)
			ast.Inspect(d, func(n ast.Node) bool {
				call, ok := n.(*ast.CallExpr)
				if !ok || len(call.Args) < 2 || !slices.Contains(sayers, called(call)) {
					return true
				}
				at := files.Position(call.Pos()).String()
				literal, ok := call.Args[1].(*ast.BasicLit)
				switch {
				case ok && literal.Kind == token.STRING:
					format, err := strconv.Unquote(literal.Value)
					if err != nil {
						t.Fatal(err)
					}
					list[at] = format
				case called(call) == "Because" && !(isFunc && slices.Contains(sayers, f.Name.Name)):
					t.Errorf("%s: the sentence is no literal, so nobody can say it in Chinese", at)
				}
				return true
			})
		}
	}
	return list
}

func called(call *ast.CallExpr) string {
	switch f := call.Fun.(type) {
	case *ast.Ident:
		return f.Name
	case *ast.SelectorExpr:
		return f.Sel.Name
	}
	return ""
}

// Every sentence that editors may read is there in Chinese, and none that nobody says.
func TestEverySentenceIsInChinese(t *testing.T) {
	heard := map[string]bool{}
	for _, dir := range speaking {
		for at, format := range said(t, dir) {
			heard[format] = true
			if _, ok := inChinese(format); !ok {
				t.Errorf("%s: %q has no Chinese: write it in internal/locale", at, format)
			}
		}
	}
	if len(heard) < 120 {
		t.Errorf("only %d sentences are found", len(heard))
	}
	for _, list := range []map[string]string{sentences, refusals} {
		for format := range list {
			if !heard[format] {
				t.Errorf("%q is said nowhere any more: delete it", format)
			}
		}
	}
}

// Languages, statuses and actions in a sentence are in the language of the sentence.
func TestSentencesNameTheirValues(t *testing.T) {
	for _, c := range []struct {
		err    error
		zh, en string
	}{
		{
			newsroom.Because(newsroom.ErrForbidden, "%s may not %s in %s", "lin@tide.example", newsroom.ActPublish, newsroom.English),
			"lin@tide.example 没有“发布”（英文）的权限。", "Lin@tide.example may not publish in English.",
		},
		{
			newsroom.Because(newsroom.ErrInvalid, "an edition that is %s cannot become %s", newsroom.Draft, newsroom.Withdrawn),
			"“草稿”的稿件不能直接变为“已撤下”。", "An edition that is draft cannot become withdrawn.",
		},
		{newsroom.ErrNotFound, "Not found.", "Not found."},
	} {
		if got := (Locale{Language: newsroom.Chinese}).Sentence(c.err); got != c.zh {
			t.Errorf("got %s, want %s", got, c.zh)
		}
		if got := (Locale{Language: newsroom.English}).Sentence(c.err); got != c.en {
			t.Errorf("got %s, want %s", got, c.en)
		}
	}
}
