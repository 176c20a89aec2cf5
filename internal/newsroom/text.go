package newsroom

import (
	"strings"
	"unicode"
)

// Line is the form in which a text of one line is stored and written: Text, its
// lines joined by a space, without space around it.
func Line(s string) string {
	return strings.TrimSpace(strings.ReplaceAll(Text(s), "\n", " "))
}

// Prose is the form in which a text of several lines is stored and written:
// Text without space around it.
func Prose(s string) string { return strings.TrimSpace(Text(s)) }

// Body is the form in which Markdown is stored and written: Text without blank
// lines before it or space after it. Space at its first line may be code and stays.
func Body(s string) string {
	s = strings.TrimRight(Text(s), " \t\n")
	for {
		head, rest, more := strings.Cut(s, "\n")
		if !more || strings.Trim(head, " \t") != "" {
			return s
		}
		s = rest
	}
}

// Text is what a content file can say of s: UTF-8, \n at line ends, U+FFFD for
// what is not UTF-8 and for control characters.
func Text(s string) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	if strings.Contains(s, "\r") {
		s = strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
	}
	return strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' {
			return unicode.ReplacementChar
		}
		return r
	}, s)
}
