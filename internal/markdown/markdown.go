// Package markdown turns an article's Markdown into HTML, into plain text that
// knows where in the source each byte came from, and into an outline, blocks
// and lists of links and pictures. It also cleans HTML that comes from
// elsewhere.
//
// The dialect is CommonMark 0.31 with tables and strikethrough of GitHub
// Flavored Markdown and footnotes. Two rules serve Chinese text: emphasis opens
// and closes beside Chinese punctuation (see emphasis.go), and a line break
// between two Chinese characters leaves no space (see linebreak.go).
//
// Nothing written here carries a style attribute, a script or a picture of
// another host.
package markdown

import (
	"bytes"
	"strings"
	"sync"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// articles parses every document. It is set up once and never changed, and
// goldmark's parser may be used by several goroutines.
var articles = newParser()

func newParser() parser.Parser {
	return parser.NewParser(
		parser.WithBlockParsers(append(parser.DefaultBlockParsers(),
			util.Prioritized(extension.NewFootnoteBlockParser(), 999))...),
		parser.WithInlineParsers(
			util.Prioritized(parser.NewCodeSpanParser(), 100),
			util.Prioritized(extension.NewFootnoteParser(), 101),
			util.Prioritized(parser.NewLinkParser(), 200),
			util.Prioritized(parser.NewAutoLinkParser(), 300),
			util.Prioritized(parser.NewRawHTMLParser(), 400),
			util.Prioritized(emphasisParser{}, 500),
			util.Prioritized(strikethroughParser{}, 500),
		),
		parser.WithParagraphTransformers(append(parser.DefaultParagraphTransformers(),
			util.Prioritized(extension.NewTableParagraphTransformer(), 200))...),
		parser.WithASTTransformers(
			util.Prioritized(extension.NewTableASTTransformer(), 0),
			util.Prioritized(noteFinder{}, 998),
			util.Prioritized(extension.NewFootnoteASTTransformer(), 999),
		),
	)
}

// Document is one parsed text. It does not change, and may be used by several
// goroutines.
type Document struct {
	source []byte
	root   ast.Node
	// ids holds the anchor of every heading, without prefix.
	ids map[*ast.Heading]string
	// top is the level of the highest heading, 1 to 6; 0 without headings.
	top int
	// notes holds the starts of the lines that define footnotes.
	notes []int
	// raw is set when the text contains HTML.
	raw bool

	text func() *plain
}

// Parse reads Markdown. It never fails: every text is Markdown. Offsets in all
// results refer to [Document.Source], the text with line ends made LF, a byte
// order mark left out, and invalid UTF-8 and NUL replaced by U+FFFD.
func Parse(source string) *Document {
	d := &Document{source: []byte(normalise(source))}
	context := parser.NewContext()
	d.root = articles.Parse(text.NewReader(d.source), parser.WithContext(context))
	d.notes, _ = context.Get(notesKey).([]int)
	d.survey()
	d.text = sync.OnceValue(d.plainText)
	return d
}

// Source returns the text that all offsets refer to.
func (d *Document) Source() string { return string(d.source) }

func normalise(s string) string {
	s = strings.TrimPrefix(s, "\uFEFF")
	s = strings.ToValidUTF8(s, "\uFFFD")
	if strings.ContainsRune(s, '\r') {
		s = strings.ReplaceAll(s, "\r\n", "\n")
		s = strings.ReplaceAll(s, "\r", "\n")
	}
	return strings.ReplaceAll(s, "\x00", "\uFFFD")
}

// line returns the 1-based line of a source offset.
func (d *Document) line(offset int) int {
	return 1 + bytes.Count(d.source[:clamp(offset, 0, len(d.source))], []byte{'\n'})
}

func clamp(n, low, high int) int { return max(low, min(n, high)) }
