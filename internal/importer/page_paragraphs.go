package importer

import (
	"regexp"
	"strings"
)

// listOpening begins a point of a list: after a colon it is a paragraph of its own.
var listOpening = regexp.MustCompile(`^(?:[一二三四五六七八九十]是|第[一二三四五六七八九十]|首先|其一|[（(]?[一二三四五六七八九十\d]{1,2}[）)、.．]|[①-⑳●◆■★·—])`)

const (
	// doubledRunes is how many letters, digits and Han characters must stand
	// twice close together to be taken for a passage set twice.
	doubledRunes = 8
	// doubledPhrase is the same for a passage without punctuation, which may
	// also be a name or a set phrase that the text uses again.
	doubledPhrase = 12
	// doubledReach is how many bytes before a break are looked for behind it.
	doubledReach = 600
	// doubledLines is how many wrapped lines behind a break are looked at.
	doubledLines = 8
)

// breaks reports whether a paragraph ends between the text lines i and next.
// opening says that line i is the paragraph's first.
func (p *pageText) breaks(i, next int, opening bool) bool {
	above, below := &p.lines[i], &p.lines[next]
	if below.first {
		return true
	}
	if !pageEnds(above.text) {
		return endsList(above.text, below.text) && (!p.wrapped || !above.full(below.text, above.measure))
	}
	if !p.wrapped || above.measure == 0 || above.width > above.measure*1.5 {
		return true
	}
	limit := above.measure
	if opening {
		limit -= indentEms
	}
	if !above.full(below.text, limit) || p.loose(next) {
		return true
	}
	switch {
	case p.indented:
		return below.indent >= indentEms
	case p.gapped:
		return below.gap > 0
	}
	// The column is full, so the stop says nothing: the indent of the next line does.
	after := ""
	if n := p.next(next); n >= 0 {
		after = p.textOf(n)
	}
	if !below.mayBeIndented(after) {
		return false
	}
	// A short line can be the last of this paragraph or one of its own, and one
	// before a long word can be indented or not: the first is more common where
	// the second would make a paragraph of a single line.
	short := pageEnds(below.text) && !below.full(after, below.measure-indentEms)
	return !short && !(opening && below.full(after, below.measure))
}

// endsList reports whether above ends with a colon or semicolon and below is
// the next point of a list.
func endsList(above, below string) bool {
	return strings.ContainsRune("：:；;", lastRune(above)) && listOpening.MatchString(below)
}

// joinLines puts the lines of a headline together.
func joinLines(lines []string) string {
	var b strings.Builder
	for i, line := range lines {
		if i > 0 && spaced(lines[i-1], line) {
			b.WriteByte(' ')
		}
		b.WriteString(line)
	}
	return b.String()
}

// spaced reports whether a space belongs between a and b where a line ended:
// between two Latin words, not beside Chinese nor inside a number.
func spaced(a, b string) bool {
	last, first := lastRune(a), firstRune(b)
	return latinRune(last) && latinRune(first) && last != '-' && last != '/' && !(isDigit(last) && isDigit(first))
}

func isDigit(r rune) bool { return '0' <= r && r <= '9' }

// contentOf returns the letters, digits and Han characters of text.
func contentOf(text string) string {
	return strings.Map(func(r rune) rune {
		if isContent(r) {
			return r
		}
		return -1
	}, text)
}

// doubledEnd returns the passage that ends a and stands again in b, if it is
// long enough to be a mistake of the extraction.
func doubledEnd(a, b string) string {
	a = tailOf(a, doubledReach)
	tail := []rune(contentOf(a))
	head := contentOf(headOf(b, 5*doubledReach))
	length := 0
	for n := doubledRunes; n <= len(tail); n++ {
		if !strings.Contains(head, string(tail[len(tail)-n:])) {
			break
		}
		length = n
	}
	if length == 0 {
		return ""
	}
	passage := lastContent(a, length)
	if length < doubledPhrase && !strings.ContainsAny(strings.Trim(passage, pageOpeners+pageClosers), "，。；：、？！,.;:?!“”") {
		return ""
	}
	return passage
}

// lastContent returns the end of text that holds n letters, digits or Han characters.
func lastContent(text string, n int) string {
	runes := []rune(text)
	for i := len(runes) - 1; i >= 0; i-- {
		if isContent(runes[i]) {
			n--
		}
		if n == 0 {
			if i > 0 && strings.ContainsRune(pageOpeners, runes[i-1]) {
				i--
			}
			return string(runes[i:])
		}
	}
	return text
}

// tailOf and headOf cut text to at most n bytes at a character's border.
func tailOf(text string, n int) string {
	if len(text) <= n {
		return text
	}
	text = text[len(text)-n:]
	return strings.TrimLeftFunc(text, func(r rune) bool { return r == '\uFFFD' })
}

func headOf(text string, n int) string {
	if len(text) <= n {
		return text
	}
	return strings.TrimRightFunc(text[:n], func(r rune) bool { return r == '\uFFFD' })
}
