package markdown

import (
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"

	"hebi/internal/hanzi"
)

// pageLevel is the level of the page's own heading, the article's title.
const pageLevel = 1

// Heading is one entry of an outline.
type Heading struct {
	// Level is the level that HTML writes by default, 2 to 6.
	Level int
	// Text is what a reader sees.
	Text string
	// ID is the anchor without the edition's prefix.
	ID string
	// Line is the 1-based line of the source.
	Line int
}

// Outline lists the headings in reading order.
//
// An anchor is made of the heading by the rule for addresses: lower-case ASCII,
// pinyin for Chinese, at most 60 bytes, -2 for the second of the same name.
// Chinese characters would be allowed in an id, but chat programs end a link at
// the first of them, or show three percent signs for each.
func (d *Document) Outline() []Heading {
	var list []Heading
	d.eachHeading(func(n *ast.Heading) {
		list = append(list, Heading{
			Level: d.level(n, pageLevel+1), Text: d.inlineText(n), ID: d.ids[n], Line: d.line(position(n)),
		})
	})
	return list
}

// level returns the level a heading is written at when the highest one of the
// text is written at top.
func (d *Document) level(n *ast.Heading, top int) int {
	return min(n.Level-d.top+top, 6)
}

func (d *Document) eachHeading(visit func(*ast.Heading)) {
	d.walk(func(n ast.Node) {
		if h, ok := n.(*ast.Heading); ok {
			visit(h)
		}
	})
}

func (d *Document) walk(visit func(ast.Node)) {
	// The visitor returns no error, so Walk has none to report.
	_ = ast.Walk(d.root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if entering {
			visit(n)
		}
		return ast.WalkContinue, nil
	})
}

// survey looks once through the tree for what several results need.
func (d *Document) survey() {
	used := map[string]int{}
	d.ids = map[*ast.Heading]string{}
	d.walk(func(n ast.Node) {
		switch n := n.(type) {
		case *ast.RawHTML, *ast.HTMLBlock:
			d.raw = true
		case *ast.Heading:
			if d.top == 0 || n.Level < d.top {
				d.top = n.Level
			}
			d.ids[n] = anchor(d.inlineText(n), used)
		}
	})
}

// anchor makes an id that is not yet used; used counts the ids by their base.
func anchor(heading string, used map[string]int) string {
	base := hanzi.Slug(heading)
	// These are the ids of footnotes.
	if strings.HasPrefix(base, "fn-") || strings.HasPrefix(base, "fnref-") {
		base = "s-" + base
	}
	id := base
	for used[id] > 0 {
		used[base]++
		id = base + "-" + strconv.Itoa(used[base])
	}
	used[id]++
	return id
}
