package bilingual

import (
	"strings"

	"hebi/internal/hanzi"
	"hebi/internal/markdown"
	"hebi/internal/newsroom"
)

// Text is one edition cut into blocks and sentences. It is not changed once it
// is made.
type Text struct {
	Language  newsroom.Language
	Blocks    []Block
	Sentences []Sentence
	// given says that somebody else cut it.
	given bool
}

// Block is a paragraph, a heading, an item of a list, a row of a table, a piece
// of code: what no sentence goes across. Blocks without text have no sentences.
type Block struct {
	Kind markdown.Kind
	// From and To delimit its sentences in [Text.Sentences], half-open.
	From, To int
}

// Sentence is the least that can be linked. Code and headings are not divided.
type Sentence struct {
	// Text is what a reader reads, without markup.
	Text string
	// Block is the index of its block.
	Block int
	// Start and End are byte offsets into the source that Read was given, as
	// markdown normalises it, markup around the sentence left out; of a text
	// that Given made, offsets into its units put together.
	Start, End int
	// Mark knows the sentence again after others have changed.
	Mark Mark
}

// Read cuts an edition's Markdown into blocks and sentences.
func Read(language newsroom.Language, source string) *Text {
	t := &Text{Language: language}
	document := markdown.Parse(source)
	for _, block := range document.Blocks() {
		at := block.TextStart
		for _, part := range parts(block) {
			t.addBlock(block.Kind, part, at, document.SourceSpan)
			at += len(part)
		}
	}
	t.mark()
	return t
}

// Given makes a text of units that somebody else has cut: each stays whole,
// whatever it holds, and is a block by itself. Align then goes by the units
// alone, so that two of them may be linked with one.
func Given(language newsroom.Language, units []string) *Text {
	t := &Text{Language: language, given: true}
	at := 0
	for i, unit := range units {
		kind := markdown.KindParagraph
		if blocks := markdown.Parse(unit).Blocks(); len(blocks) > 0 {
			kind = blocks[0].Kind
		}
		t.Blocks = append(t.Blocks, Block{Kind: kind, From: i, To: i + 1})
		t.Sentences = append(t.Sentences, Sentence{Text: unit, Block: i, Start: at, End: at + len(unit)})
		at += len(unit)
	}
	t.mark()
	return t
}

// parts cuts what has items or rows into its lines, each with its line end.
func parts(block markdown.Block) []string {
	if block.Kind != markdown.KindList && block.Kind != markdown.KindTable {
		return []string{block.Text}
	}
	return strings.SplitAfter(block.Text, "\n")
}

// addBlock adds a block of the text that starts at a byte of the whole.
func (t *Text) addBlock(kind markdown.Kind, text string, at int, source func(start, end int) (int, int)) {
	block := Block{Kind: kind, From: len(t.Sentences)}
	spans := hanzi.Sentences(text)
	if whole(kind) && len(spans) > 1 {
		spans = []hanzi.Span{{Start: spans[0].Start, End: spans[len(spans)-1].End}}
	}
	if len(spans) == 0 && kind != markdown.KindBreak && kind != markdown.KindFigure {
		return // the line between two items
	}
	for _, s := range spans {
		start, end := source(at+s.Start, at+s.End)
		t.Sentences = append(t.Sentences, Sentence{Text: s.Text(text), Block: len(t.Blocks), Start: start, End: end})
	}
	block.To = len(t.Sentences)
	t.Blocks = append(t.Blocks, block)
}

// whole is what is not divided into sentences.
func whole(kind markdown.Kind) bool {
	switch kind {
	case markdown.KindCode, markdown.KindHeading, markdown.KindTable:
		return true
	}
	return false
}

// prose is what may be divided otherwise in a translation: of it two blocks may
// have become one.
func prose(kind markdown.Kind) bool {
	switch kind {
	case markdown.KindParagraph, markdown.KindQuote, markdown.KindList, markdown.KindFootnote, markdown.KindHTML:
		return true
	}
	return false
}

// kind is that of the i-th sentence's block.
func (t *Text) kind(i int) markdown.Kind { return t.Blocks[t.Sentences[i].Block].Kind }
