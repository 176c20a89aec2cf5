package markdown

import (
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
)

// Why says what a change of [Typography] is for.
type Why string

// The reasons of changes.
const (
	// WhyPunctuation is half-width punctuation in Chinese: 中文,中文.
	WhyPunctuation Why = "punctuation"
	// WhyQuotes are straight quotation marks and apostrophes.
	WhyQuotes Why = "quotes"
	// WhyDash are hyphens for a dash, and half a Chinese one.
	WhyDash Why = "dash"
	// WhyEllipsis are full stops for an ellipsis, and half a Chinese one.
	WhyEllipsis Why = "ellipsis"
	// WhySpace is white space between Chinese characters or beside their marks.
	WhySpace Why = "space"
)

// Change is one replacement that good typography asks for.
type Change struct {
	// Start and End delimit what is replaced, half-open byte offsets into the
	// source that [Parse] keeps. They ascend and do not touch one another.
	Start, End int
	// From is what stands there, To what should; To may be empty.
	From, To string
	Why      Why
}

// Typography proposes changes to a text in a language, a BCP 47 tag: in Chinese
// full-width punctuation, “quotation marks”, ——, …… and no stray spaces; in
// English curly quotation marks, — and …. It touches running text only: no
// code, addresses, HTML, alternative texts of pictures, footnotes' names, bars
// of tables or front matter. What it is not sure of, such as quotation marks
// without a partner, it leaves. Once [Apply] has put the changes in, there is
// nothing left to propose, and the text has the same structure as before.
func Typography(source, language string) []Change {
	source = normalise(source)
	changes := proposed(source, language)
	if len(changes) == 0 || steady(source, language, changes) {
		return changes
	}
	// A change made other Markdown of the text, or more to change.
	kept := harmless(source, changes)
	if rest := proposed(Apply(source, kept), language); len(harmless(Apply(source, kept), rest)) > 0 {
		return nil
	}
	return kept
}

// harmless takes changes paragraph by paragraph and leaves those out that make
// other Markdown of the text.
func harmless(source string, changes []Change) []Change {
	var kept []Change
	try := func(more ...Change) bool {
		all := append(slices.Clip(kept), more...)
		if sameShape(source, all) {
			kept = all
			return true
		}
		return false
	}
	for from := 0; from < len(changes); {
		to, end := from+1, paragraphEnd(source, changes[from].Start)
		for to < len(changes) && changes[to].Start < end {
			to++
		}
		if !try(changes[from:to]...) {
			for _, c := range changes[from:to] {
				try(c)
			}
		}
		from = to
	}
	return kept
}

// Apply makes the changes, which ascend, in the source they were proposed for.
func Apply(source string, changes []Change) string {
	source = normalise(source)
	var out strings.Builder
	at := 0
	for _, c := range changes {
		out.WriteString(source[at:c.Start])
		out.WriteString(c.To)
		at = c.End
	}
	out.WriteString(source[at:])
	return out.String()
}

// steady says that the changes leave nothing to change and the structure as it is.
func steady(source, language string, changes []Change) bool {
	return len(proposed(Apply(source, changes), language)) == 0 && sameShape(source, changes)
}

func sameShape(source string, changes []Change) bool {
	return shape(source) == shape(Apply(source, changes))
}

func paragraphEnd(source string, at int) int {
	if i := strings.Index(source[at:], "\n\n"); i >= 0 {
		return at + i
	}
	return len(source)
}

// shape writes the structure of a text, with all that is not running text.
func shape(source string) string {
	d := Parse(source[frontMatter(source):])
	var b strings.Builder
	_ = ast.Walk(d.root, func(n ast.Node, entering bool) (ast.WalkStatus, error) { // the visitor returns no error
		if _, ok := n.(*ast.Text); ok || !entering {
			return ast.WalkContinue, nil
		}
		b.WriteString(n.Kind().String())
		switch n := n.(type) {
		case *ast.Link:
			b.Write(n.Destination)
		case *ast.Image:
			b.Write(n.Destination)
			b.WriteString(d.alternative(n))
			return ast.WalkSkipChildren, nil
		case *ast.AutoLink:
			b.Write(n.Label(d.source))
		case *ast.CodeSpan, *ast.CodeBlock, *ast.FencedCodeBlock:
			c := builder{d: d}
			c.block(n)
			c.inline(n)
			b.WriteString(c.out.String())
		case *ast.RawHTML, *ast.HTMLBlock:
			b.Write(rawSegments(n).value(d.source))
		case *extast.FootnoteLink:
			b.WriteByte(byte(n.Index))
		}
		b.WriteByte('\n')
		return ast.WalkContinue, nil
	})
	return b.String()
}

// frontMatter returns where the text begins behind YAML between two lines of "---".
func frontMatter(source string) int {
	if !strings.HasPrefix(source, "---\n") {
		return 0
	}
	if end := strings.Index(source[3:], "\n---\n"); end >= 0 {
		return 3 + end + len("\n---\n")
	}
	return 0
}

// proposed finds the changes of one pass.
func proposed(source, language string) []Change {
	skip := frontMatter(source)
	d := Parse(source[skip:])
	var changes []Change
	d.walk(func(n ast.Node) {
		if n.Type() != ast.TypeBlock || n.FirstChild() == nil || n.FirstChild().Type() != ast.TypeInline {
			return
		}
		line := typeLine{d: d}
		line.read(n)
		line.protect()
		line.set(strings.HasPrefix(language, "zh"))
		changes = append(changes, line.changes()...)
	})
	// Footnotes stand last in the tree, wherever they are written.
	slices.SortFunc(changes, func(a, b Change) int { return a.Start - b.Start })
	for i := range changes {
		changes[i].Start += skip
		changes[i].End += skip
	}
	return changes
}
