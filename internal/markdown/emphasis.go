package markdown

import (
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// CommonMark lets ** close after punctuation only before a space or more
// punctuation. Chinese has no spaces, so **真，**她 stays as it is written. The
// rule here is the amendment discussed in commonmark-spec issue 650, in the
// wording of tats-u/markdown-cjk-friendly (specification.md, for Unicode 17):
//
//   - punctuation that is itself a CJK character does not count as punctuation;
//   - other punctuation, which includes the quotation marks, dashes and dots
//     that Chinese shares with Latin, does not hinder a delimiter that has a CJK
//     character on its other side.
//
// A text without CJK characters is read exactly as CommonMark reads it. The
// rule for _ inside words stays: 他说_好_然后 has no emphasis.

// flanks says whether a delimiter run can open and close.
func flanks(char byte, before side, after rune) (open, closes bool) {
	afterCJK := isCJK(after)
	afterSpace := util.IsSpaceRune(after)
	afterPunct := util.IsPunctRune(after)

	left := !afterSpace &&
		(!afterPunct || afterCJK || before.space || before.punct || before.cjk)
	right := !before.space &&
		(!before.punct || before.cjkPunct || afterSpace || afterPunct || afterCJK)
	if char != '_' {
		return left, right
	}
	return left && (!right || before.punct), right && (!left || afterPunct)
}

// side is what stands before a delimiter run.
type side struct {
	space    bool
	punct    bool // any punctuation, CJK or not
	cjk      bool // a CJK character, or one with a variation selector
	cjkPunct bool // punctuation that is CJK
}

// before looks at the character in front of the reader; offset is the reader's
// position in its source.
func before(block text.Reader, offset int) side {
	r := block.PrecendingCharacter()
	if isIdeographicSelector(r) {
		return side{cjk: true}
	}
	base := r
	if isTextSelector(r) {
		// A selector has no class of its own: the character it modifies counts.
		start := offset - utf8.RuneLen(r)
		base, _ = utf8.DecodeLastRune(block.Source()[:max(start, 0)])
	}
	s := side{space: util.IsSpaceRune(base), punct: util.IsPunctRune(base), cjk: isCJK(base)}
	s.cjkPunct = s.punct && (s.cjk || r == fullwidthSelector && isQuote(base))
	s.cjk = s.cjk || s.cjkPunct
	return s
}

// scan reads a run of the delimiter that the reader stands on; nil when the run
// is longer than limit.
func scan(block text.Reader, limit int, p parser.DelimiterProcessor) *parser.Delimiter {
	line, segment := block.PeekLine()
	char, n := line[0], 1
	for n < len(line) && line[n] == char {
		n++
	}
	if n > limit {
		return nil
	}
	after := ' '
	if n < len(line) {
		after, _ = utf8.DecodeRune(line[n:])
	}
	open, closes := flanks(char, before(block, segment.Start), after)
	node := parser.NewDelimiter(open, closes, n, char, p)
	node.Segment = segment.WithStop(segment.Start + n)
	return node
}

type emphasisParser struct{}

func (emphasisParser) Trigger() []byte { return []byte{'*', '_'} }

func (p emphasisParser) Parse(_ ast.Node, block text.Reader, pc parser.Context) ast.Node {
	line, _ := block.PeekLine()
	node := scan(block, len(line), p)
	block.Advance(node.OriginalLength)
	pc.PushDelimiter(node)
	return node
}

func (emphasisParser) IsDelimiter(b byte) bool { return b == '*' || b == '_' }

func (emphasisParser) CanOpenCloser(opener, closer *parser.Delimiter) bool {
	return opener.Char == closer.Char
}

func (emphasisParser) OnMatch(consumes int) ast.Node { return ast.NewEmphasis(consumes) }

// strikethroughParser reads ~one~ and ~~two~~ tildes; three or more are text.
type strikethroughParser struct{}

func (strikethroughParser) Trigger() []byte { return []byte{'~'} }

func (p strikethroughParser) Parse(_ ast.Node, block text.Reader, pc parser.Context) ast.Node {
	if block.PrecendingCharacter() == '~' {
		return nil
	}
	node := scan(block, 2, p)
	if node == nil {
		return nil
	}
	block.Advance(node.OriginalLength)
	pc.PushDelimiter(node)
	return node
}

func (strikethroughParser) IsDelimiter(b byte) bool { return b == '~' }

func (strikethroughParser) CanOpenCloser(opener, closer *parser.Delimiter) bool {
	return opener.Char == closer.Char && opener.OriginalLength == closer.OriginalLength
}

func (strikethroughParser) OnMatch(int) ast.Node { return extast.NewStrikethrough() }
