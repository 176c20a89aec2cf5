package markdown

import (
	"bufio"
	"cmp"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	ghtml "github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/util"
)

// Options say where the HTML will stand. The zero value suits a page of its
// own.
type Options struct {
	// IDPrefix is put before every id and every link to one, "zh-" say, because
	// two editions can stand on one page.
	IDPrefix string
	// Base is the absolute address of the page. When set, every link and picture
	// is resolved against it, links within the page too; for feeds.
	Base string
	// Resolve maps the name of a file beside the text ("cover.jpg") to its
	// address ("/media/…"). Nil, or an empty answer, keeps the name.
	Resolve func(destination string) string
	// Size returns the width and height of a file beside the text in pixels,
	// or 0, 0; nil when not known. Browsers keep the place free.
	Size func(destination string) (width, height int)
	// Sources returns the same picture in other widths as the attribute srcset has
	// them, empty when there are none; nil for feeds, whose readers have their own
	// ideas. Sizes says, as the attribute of that name, how wide pictures stand.
	Sources func(destination string) string
	Sizes   string
	// Attribution returns who made a file beside the text and under which licence
	// it stands, each a line below the picture when it is a figure; nil for nobody.
	Attribution func(destination string) []string
	// EagerPictures is how many pictures at the beginning load at once; those
	// after them wait until the reader comes near. In feeds that is the reader's affair.
	EagerPictures int
	// TopLevel is the level at which the highest heading of the text is
	// written, whatever it is in the source; 0 is 2, below the page's own.
	TopLevel int
	// Language is the BCP 47 tag of the text. When set, numbers and their units
	// stay on one line, and words of the other of our two languages are marked;
	// for pages, as feeds have no style of ours.
	Language string
	// Gloss returns the words of a piece of running text that are given with
	// their counterparts, in order and apart from one another. It is asked from
	// the beginning on, not for headings, links, tables, notes, code or a text
	// with HTML. Nil glosses nothing.
	Gloss func(text string) []Gloss
	// TableLabel names a table to screen readers, before its number: on a page
	// tables scroll by themselves. Empty leaves them as they are, for feeds.
	TableLabel string
	// Lines gives every block at the top level an attribute data-line: the number
	// of the line in the source where it begins, from 1; for an editor's preview.
	Lines bool
	// Passages are set off in the text, each in one or more elements span that can
	// be found by its id; in any order. What stands before the first is in none.
	Passages []Passage
	// FootnoteLabel names the footnotes to screen readers, BackLabel the links
	// from a footnote back to the text; in the language of the edition. The
	// defaults are "Footnotes" and "Back to text".
	FootnoteLabel, BackLabel string
}

// HTML returns the text as HTML fragments without style attributes or scripts.
// Cells of a table are aligned by the classes align-left, align-center and
// align-right; a picture alone in its paragraph is a figure, its title the
// caption; links to other sites have rel="external noopener". HTML in the text
// is reduced to what [Clean] lets through, and elements left open are closed.
func (d *Document) HTML(o Options) string {
	out := d.write(o, false)
	if !d.raw {
		return out
	}
	if balanced, ok := balance(out); ok {
		return balanced
	}
	return d.write(o, true)
}

func (d *Document) write(o Options, dropRaw bool) string {
	var out strings.Builder
	out.Grow(len(d.source) * 3 / 2)
	w := d.writer(o, &out, dropRaw)
	if o.Lines {
		return w.numbered(&out)
	}
	w.children(d.root)
	// A Builder does not fail.
	_ = w.out.Flush()
	return out.String()
}

func (d *Document) writer(o Options, out *strings.Builder, dropRaw bool) *writer {
	o.TopLevel = cmp.Or(o.TopLevel, pageLevel+1)
	o.FootnoteLabel = cmp.Or(o.FootnoteLabel, "Footnotes")
	o.BackLabel = cmp.Or(o.BackLabel, "Back to text")
	return &writer{
		d: d, o: o, addresses: newAddresses(o), out: bufio.NewWriter(out), dropRaw: dropRaw, glossing: !d.raw,
		passages: newPassages(d.source, o.Passages),
	}
}

// numbered writes block after block through out and returns them all, each with
// the line where it begins.
func (w *writer) numbered(out *strings.Builder) string {
	var all strings.Builder
	for n := w.d.root.FirstChild(); n != nil; n = n.NextSibling() {
		w.block(n)
		_ = w.out.Flush()
		block := out.String()
		out.Reset()
		tag := openingTag.FindString(block)
		if tag == "" || n.Kind() == extast.KindFootnoteList {
			all.WriteString(block)
			continue
		}
		fmt.Fprintf(&all, `%s data-line="%d"%s`, tag, w.d.line(position(n)), block[len(tag):])
	}
	return all.String()
}

// openingTag is the beginning of an element, before its attributes.
var openingTag = regexp.MustCompile(`^<[a-z][a-z0-9]*`)

// writer writes one document as HTML.
type writer struct {
	d *Document
	o Options
	addresses
	out *bufio.Writer
	// dropRaw leaves out the tags of HTML in the text.
	dropRaw bool
	// pictures and tables count those written so far.
	pictures, tables int
	// glossing says that words may be glossed here.
	glossing bool
	passages passages
}

// print writes finished HTML.
func (w *writer) print(parts ...string) {
	for _, s := range parts {
		_, _ = w.out.WriteString(s)
	}
}

// attribute writes a space, the name and the escaped value.
func (w *writer) attribute(name, value string) {
	w.print(" ", name, `="`, escapeHTML(value), `"`)
}

func escapeHTML(s string) string { return string(util.EscapeHTML([]byte(s))) }

func (w *writer) children(n ast.Node) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if c.Type() == ast.TypeInline {
			w.enter(c)
			w.inline(c)
		} else {
			w.block(c)
		}
	}
	w.leave(n)
}

func (w *writer) element(name string, n ast.Node, end string) {
	w.print("<", name, ">")
	w.children(n)
	w.print("</", name, ">", end)
}

func (w *writer) block(n ast.Node) {
	switch n := n.(type) {
	case *ast.Paragraph:
		w.paragraph(n)
	case *ast.TextBlock:
		w.children(n)
		if n.NextSibling() != nil && n.FirstChild() != nil {
			w.print("\n")
		}
	case *ast.Heading:
		w.heading(n)
	case *ast.Blockquote:
		w.print("<blockquote>\n")
		w.children(n)
		w.print("</blockquote>\n")
	case *ast.CodeBlock:
		w.pre()
		w.print("<code>")
		w.lines(n)
		w.print("</code></pre>\n")
	case *ast.FencedCodeBlock:
		w.fenced(n)
	case *ast.List:
		w.list(n)
	case *ast.ListItem:
		w.item(n)
	case *ast.ThematicBreak:
		w.print("<hr>\n")
	case *ast.HTMLBlock:
		w.htmlBlock(n)
	case *extast.Table:
		w.table(n)
	case *extast.FootnoteList:
		w.footnotes(n)
	case *ast.LinkReferenceDefinition:
	default:
		w.children(n)
	}
}

func (w *writer) paragraph(n *ast.Paragraph) {
	image := figure(n)
	if image == nil {
		w.element("p", n, "\n")
		return
	}
	address, ok := w.picture(decoded(image.Destination))
	if !ok {
		w.element("p", n, "\n")
		return
	}
	w.print("<figure>")
	w.image(image, address)
	w.caption(image)
	w.print("</figure>\n")
}

// caption writes a picture's title, and whose it is.
func (w *writer) caption(n *ast.Image) {
	var lines []string
	if destination := decoded(n.Destination); w.o.Attribution != nil && isBeside(destination) {
		lines = w.o.Attribution(fileName(destination))
	}
	if len(n.Title) == 0 && len(lines) == 0 {
		return
	}
	w.print("<figcaption>")
	if len(n.Title) > 0 {
		w.atOnce(position(n), func() { ghtml.DefaultWriter.Write(w.out, n.Title) })
	}
	for _, line := range lines {
		w.print(" <small>", escapeHTML(line), "</small>")
	}
	w.print("</figcaption>")
}

func (w *writer) heading(n *ast.Heading) {
	name := "h" + strconv.Itoa(w.d.level(n, w.o.TopLevel))
	w.print("<", name)
	w.attribute("id", w.prefix+w.d.ids[n])
	w.print(">")
	w.plain(n)
	w.print("</", name, ">\n")
}

// plain is children without glosses.
func (w *writer) plain(n ast.Node) {
	before := w.glossing
	w.glossing = false
	w.children(n)
	w.glossing = before
}

func (w *writer) lines(n ast.Node) {
	if n.Lines().Len() == 0 {
		return
	}
	w.atOnce(n.Lines().At(n.Lines().Len()-1).Stop-1, func() {
		for i := range n.Lines().Len() {
			line := n.Lines().At(i)
			ghtml.DefaultWriter.RawWrite(w.out, line.Value(w.d.source))
		}
	})
}

// pre begins a block of code. On a page its long lines are scrolled, which the
// keyboard can do only to what takes the focus.
func (w *writer) pre() {
	if w.base == nil {
		w.print(`<pre tabindex="0">`)
		return
	}
	w.print("<pre>")
}

func (w *writer) fenced(n *ast.FencedCodeBlock) {
	w.pre()
	w.print("<code")
	if language := n.Language(w.d.source); language != nil {
		w.attribute("class", "language-"+decoded(language))
	}
	w.print(">")
	w.lines(n)
	w.print("</code></pre>\n")
}

func (w *writer) list(n *ast.List) {
	name := "ul"
	if n.IsOrdered() {
		name = "ol"
	}
	w.print("<", name)
	if n.IsOrdered() && n.Start != 1 {
		w.attribute("start", strconv.Itoa(n.Start))
	}
	w.print(">\n")
	w.children(n)
	w.print("</", name, ">\n")
}

func (w *writer) item(n *ast.ListItem) {
	w.print("<li>")
	if first := n.FirstChild(); first != nil && first.Kind() != ast.KindTextBlock {
		w.print("\n")
	}
	w.children(n)
	w.print("</li>\n")
}

// table writes a table. On a page it scrolls by itself, so that the keyboard
// must reach it and a screen reader say what was reached.
func (w *writer) table(n *extast.Table) {
	if w.o.TableLabel != "" {
		w.tables++
		w.print(`<div class="table" role="region" tabindex="0"`)
		w.attribute("aria-label", w.o.TableLabel+" "+strconv.Itoa(w.tables))
		w.print(">")
		defer w.print("</div>\n")
	}
	w.print("<table>\n")
	for row := n.FirstChild(); row != nil; row = row.NextSibling() {
		if row.Kind() == extast.KindTableHeader {
			w.print("<thead>\n")
			w.row(row, "th")
			w.print("</thead>\n")
			continue
		}
		if row.PreviousSibling().Kind() == extast.KindTableHeader {
			w.print("<tbody>\n")
		}
		w.row(row, "td")
		if row.NextSibling() == nil {
			w.print("</tbody>\n")
		}
	}
	w.print("</table>\n")
}

func (w *writer) row(n ast.Node, name string) {
	w.print("<tr>\n")
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		w.print("<", name)
		if cell, ok := c.(*extast.TableCell); ok && cell.Alignment != extast.AlignNone {
			w.attribute("class", "align-"+cell.Alignment.String())
		}
		w.print(">")
		w.plain(c)
		w.print("</", name, ">\n")
	}
	w.print("</tr>\n")
}

func (w *writer) footnotes(n *extast.FootnoteList) {
	w.print(`<section class="footnotes" role="doc-endnotes"`)
	w.attribute("aria-label", w.o.FootnoteLabel)
	w.print(">\n<ol>\n")
	for f := n.FirstChild(); f != nil; f = f.NextSibling() {
		note, ok := f.(*extast.Footnote)
		if !ok {
			continue
		}
		w.print("<li")
		w.attribute("id", w.prefix+footnoteID(note.Index))
		w.print(">\n")
		w.plain(note)
		w.print("</li>\n")
	}
	w.print("</ol>\n</section>\n")
}

func footnoteID(index int) string { return fmt.Sprintf("fn-%d", index) }

// markID is the id of a footnote's mark in the text; the second and later marks
// of one footnote are numbered.
func markID(index, mark int) string {
	if mark > 0 {
		return fmt.Sprintf("fnref-%d-%d", index, mark+1)
	}
	return fmt.Sprintf("fnref-%d", index)
}
