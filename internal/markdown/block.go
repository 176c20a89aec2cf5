package markdown

import (
	"bytes"
	"slices"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// Kind says what a block is.
type Kind string

// The kinds of blocks.
const (
	KindParagraph Kind = "paragraph"
	KindHeading   Kind = "heading"
	KindList      Kind = "list"
	KindQuote     Kind = "quote"
	KindCode      Kind = "code"
	KindTable     Kind = "table"
	// KindFigure is a picture in a paragraph of its own.
	KindFigure Kind = "figure"
	// KindBreak is a thematic break; it has no text.
	KindBreak Kind = "break"
	KindHTML  Kind = "html"
	// KindFootnote is the text of one footnote.
	KindFootnote Kind = "footnote"
)

// Block is one block at the top level of a text.
type Block struct {
	Kind Kind
	// Start and End delimit the block in [Document.Source], whole lines with
	// all markup, without the line end of the last.
	Start, End int
	// Text is the block's part of [Document.Text].
	Text string
	// TextStart is where Text starts in [Document.Text].
	TextStart int
}

// Blocks lists the blocks at the top level in the order of the source;
// footnotes that are referred to come last, in the order of their numbers.
// Definitions of links are not blocks.
func (d *Document) Blocks() []Block {
	return slices.Clone(d.text().blocks)
}

// topLevel writes one block at the top level and records it.
func (b *builder) topLevel(n ast.Node) {
	kind := kindOf(n)
	if kind == "" {
		return
	}
	b.separate("\n\n")
	b.first = -1
	b.block(n)
	if b.first < 0 {
		b.first = b.out.Len()
	}
	b.blocks = append(b.blocks, Block{
		Kind: kind, Start: b.d.lineStart(position(n)),
		Text: b.out.String()[b.first:], TextStart: b.first,
	})
}

// closeBlocks sets the end of every block: before the next thing at the top
// level, empty lines left out. goldmark keeps no position of a closing fence.
func (b *builder) closeBlocks() {
	source := b.d.source
	starts := slices.Clone(b.d.notes)
	for n := b.d.root.FirstChild(); n != nil; n = n.NextSibling() {
		if n.Kind() != extast.KindFootnoteList {
			starts = append(starts, b.d.lineStart(position(n)))
		}
	}
	slices.Sort(starts)
	for i := range b.blocks {
		block := &b.blocks[i]
		next, _ := slices.BinarySearch(starts, block.Start+1)
		end := len(source)
		if next < len(starts) {
			end = starts[next]
		}
		block.End = max(block.Start, len(bytes.TrimRight(source[:end], " \t\n")))
	}
}

// notesKey is where noteFinder leaves what it found.
var notesKey = parser.NewContextKey()

// noteFinder remembers where footnotes are defined, because goldmark takes
// those without a mark in the text out of the tree.
type noteFinder struct{}

func (noteFinder) Transform(root *ast.Document, reader text.Reader, pc parser.Context) {
	var starts []int
	// The visitor returns no error, so Walk has none to report.
	_ = ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if note, ok := n.(*extast.Footnote); ok && entering {
			start := 1 + bytes.LastIndexByte(reader.Source()[:note.Pos()], '\n')
			// One further in belongs to a quotation or a list.
			if len(bytes.TrimLeft(reader.Source()[start:note.Pos()], " ")) == 0 && note.Pos()-start < 4 {
				starts = append(starts, start)
			}
		}
		return ast.WalkContinue, nil
	})
	pc.Set(notesKey, starts)
}

func kindOf(n ast.Node) Kind {
	switch n := n.(type) {
	case *ast.Paragraph:
		if figure(n) != nil {
			return KindFigure
		}
		return KindParagraph
	case *ast.TextBlock:
		return KindParagraph
	case *ast.Heading:
		return KindHeading
	case *ast.List:
		return KindList
	case *ast.Blockquote:
		return KindQuote
	case *ast.CodeBlock, *ast.FencedCodeBlock:
		return KindCode
	case *ast.ThematicBreak:
		return KindBreak
	case *ast.HTMLBlock:
		return KindHTML
	case *extast.Table:
		return KindTable
	case *extast.Footnote:
		return KindFootnote
	}
	return ""
}
