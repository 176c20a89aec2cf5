package importer

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// pageRole is what a line of a page is.
type pageRole int

const (
	textRole     pageRole = iota // part of a paragraph
	mastheadRole                 // paper, date, page number, staff, imprint
	captionRole                  // caption of a picture
	headlineRole                 // headline of an article
	subtitleRole                 // subtitle, printed after a dash
	kickerRole                   // label over a headline or a box
	bylineRole                   // who wrote it
	noteRole                     // editor's note
	sectionRole                  // heading inside an article
	fromRole                     // 上接第1版
	onRole                       // 下转第4版
)

// pageLine is one line of a page, without the white space around it.
type pageLine struct {
	text   string
	source sourceLine
	role   pageRole
	// level counts the # marks before the text.
	level int
	// gap counts the empty lines above.
	gap int
	// indent is the white space before the text in half-width columns; it says
	// something only when indented columns were found on the page.
	indent int
	// first says that the line opens a headline, note, brief or paragraph of its own.
	first bool
	// outdented says that the line opens a paragraph without the usual indent.
	outdented bool
	// runIn is the headline, or its last line, that was cut off the front of
	// the text; runInFirst says that no line of it stands above.
	runIn      string
	runInFirst bool
	// width is in ems: a Chinese character counts 1, a Latin letter or digit ½.
	width float64
	// measure is the width in ems of the column that the line stands in; 0 when lines are not wrapped.
	measure float64
}

// pageText is a page on its way from lines to items.
type pageText struct {
	lines []pageLine
	// wrapped says that lines end where the column ends rather than where the paragraph does.
	wrapped bool
	// headed and sectioned say that headlines and section headings carry #
	// marks, so that unmarked ones are not guessed at.
	headed, sectioned bool
	// indented says that the first lines of paragraphs are set in, so that indents can be relied on.
	indented bool
	// stacked says that the lines come from columns side by side, whose gaps say little.
	stacked bool
	// gapped says that an empty line stands between paragraphs.
	gapped bool
	// airy says that empty lines separate blocks.
	airy bool
}

// readPageLines splits text into lines. Characters that show nothing are dropped.
func readPageLines(text string) []pageLine {
	var lines []pageLine
	gap := 0
	for i, raw := range SourceLines(text) {
		line := newPageLine(raw)
		if line.text == "" {
			gap++
			continue
		}
		line.gap = gap
		line.source = sourceLine{number: i + 1, above: i - gap}
		lines = append(lines, line)
		gap = 0
	}
	return lines
}

// sourceLine is a line of the source that has text; both numbers are from 1.
type sourceLine struct {
	// above is the number of the next line above that has text too, 0 for the first.
	number, above int
	// heading says that it stands in a headline, and goes where that goes.
	heading bool
}

// SourceLines are the lines of a page's text as PageItem.Lines counts them.
func SourceLines(text string) []string {
	return strings.Split(pageNewlines.Replace(strings.ToValidUTF8(text, "\uFFFD")), "\n")
}

var pageNewlines = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\f", "\n\n", "\v", "\n", "\u0085", "\n", "\u2028", "\n", "\u2029", "\n\n")

func newPageLine(raw string) pageLine {
	raw = strings.Map(visibleRune, raw)
	text := strings.TrimLeftFunc(raw, unicode.IsSpace)
	line := pageLine{indent: columnsOf(raw[:len(raw)-len(text)])}
	// One # without a space is a topic tag (#春运#), not a mark.
	if rest := strings.TrimLeft(text, "#"); len(text)-len(rest) > 1 || rest == "" || strings.HasPrefix(rest, " ") {
		line.level = len(text) - len(rest)
		text = rest
	}
	line.setText(text)
	return line
}

func (l *pageLine) setText(text string) {
	l.text = strings.TrimSpace(text)
	l.width = pageWidth(l.text)
}

// cutFront takes the first n bytes off the line, which then opens a paragraph.
// The line stays as wide as it was: its end is where the column ends. indented
// says that what was cut stood after an indent.
func (l *pageLine) cutFront(n int, indented bool) {
	width := l.width
	if indented {
		width += indentEms
	}
	l.setText(l.text[n:])
	l.gap, l.first, l.width = 0, true, width
}

// visibleRune drops control characters, joiners and byte order marks; tabs and
// all other white space become spaces that TrimSpace and Fields know.
func visibleRune(r rune) rune {
	switch {
	case unicode.IsSpace(r):
		if r == '\u3000' || r == '\u2003' {
			return '\u3000'
		}
		return ' '
	case unicode.IsControl(r), r == '\u00ad', unicode.In(r, unicode.Cf):
		return -1
	}
	return r
}

// runeWidth returns the width of r in ems. Chinese fonts draw quotation marks,
// dashes, dots and ellipses as wide as a character.
func runeWidth(r rune) float64 {
	switch {
	case strings.ContainsRune("“”‘’—…·", r), r >= 0x2E80:
		return 1
	}
	return 0.5
}

func pageWidth(text string) float64 {
	width := 0.0
	for _, r := range text {
		width += runeWidth(r)
	}
	return width
}

// columnsOf returns the width of text in half-width columns.
func columnsOf(text string) int {
	n := 0
	for _, r := range text {
		if r >= 0x2E80 {
			n++
		}
		n++
	}
	return n
}

func isHan(r rune) bool { return unicode.Is(unicode.Han, r) }

// isContent reports whether r may not be lost: letters, digits, Han characters and other numbers.
func isContent(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }

const (
	pageClosers = "”’」』）)》〉】〕］]\"'"
	pageOpeners = "“‘「『（(《〈【〔［["
	// pageNoStart may not begin a line: the rule of Chinese typesetting that makes lines shorter than the column.
	pageNoStart = pageClosers + "，。、；：？！,.;:?!…—·-～~/%％℃"
)

// pageEnds reports whether text ends as a paragraph may end: with a full stop,
// question or exclamation mark or ellipsis, after which closing marks and a
// remark in brackets may stand.
func pageEnds(text string) bool {
	text = strings.TrimRight(text, " ")
	if last := lastRune(text); last == '）' || last == ')' {
		if open := strings.LastIndexAny(tailOf(text, remarkBytes), "（("); open >= 0 {
			open += len(text) - len(tailOf(text, remarkBytes))
			if stopped(text[:open]) {
				return true
			}
		}
	}
	return stopped(text)
}

// remarkBytes is the longest remark in brackets that may follow the last sentence.
const remarkBytes = 240

func stopped(text string) bool {
	text = strings.TrimRight(text, pageClosers+" ")
	return text != "" && strings.ContainsRune("。！？!?….", lastRune(text))
}

// firstUnit returns the width of the shortest piece of text that may not be
// broken, which is what has to fit at the end of the line before. Quotation
// marks hold on to both neighbours, as some typesetters have it.
func firstUnit(text string) float64 {
	width, last := 0.0, rune(0)
	for i, r := range text {
		glued := i == 0 || strings.ContainsRune(pageOpeners+"”’", last) || strings.ContainsRune(pageNoStart+"“‘", r) || latinRune(last) && latinRune(r)
		if !glued || width > 12 {
			break
		}
		width, last = width+runeWidth(r), r
	}
	return width
}

func latinRune(r rune) bool { return r > ' ' && r < 0x2000 }

// firstRune and lastRune return 0 for an empty text.
func firstRune(s string) rune {
	if r, n := utf8.DecodeRuneInString(s); n > 0 {
		return r
	}
	return 0
}

func lastRune(s string) rune {
	if r, n := utf8.DecodeLastRuneInString(s); n > 0 {
		return r
	}
	return 0
}
