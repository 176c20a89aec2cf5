package search

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"hebi/internal/hanzi"
)

// part is a piece of what a reader typed.
type part struct {
	text string
	// quoted asks for the text as it stands, not for what does not hold it.
	quoted, not bool
}

// operand is what follows theme: or author:, before anybody knows whether
// something is called so.
type operand struct {
	operator operator
	value    string
	not      bool
	// more are the words behind an unquoted value: a name may go on there.
	more []string
}

// operator is a word that narrows a query.
type operator int

const (
	byTheme operator = iota
	byAuthor
)

// operators are the words that readers may type before a colon, folded.
var operators = map[string]operator{
	"theme": byTheme, "主题": byTheme, "author": byAuthor, "作者": byAuthor,
}

// reads says how many of an operand's words were used: 0 when nothing is
// called so and the operand stands for itself, 1 for the value alone.
type reads func(operand) int

// parse cuts a query into its parts. Anything typed has a reading: a sign that
// makes no sense where it stands is passed over like any other punctuation.
func parse(text string, resolve reads) []part {
	s := scanner{rest: plainQuotes(text), resolve: resolve}
	for s.next() {
	}
	return s.parts
}

// plainQuotes writes every quotation mark that readers type as ", and one
// without its partner as a space.
func plainQuotes(text string) string {
	text = strings.Map(func(r rune) rune {
		switch r {
		case '“', '”', '＂', '「', '」':
			return '"'
		}
		return r
	}, text)
	if strings.Count(text, `"`)%2 == 0 {
		return text
	}
	last := strings.LastIndex(text, `"`)
	return text[:last] + " " + text[last+1:]
}

type scanner struct {
	rest    string
	resolve reads
	parts   []part
	// glued says that the last part is plain words that the next may be added to.
	glued bool
}

// next reads what comes next; false says that there is nothing.
func (s *scanner) next() bool {
	trimmed := strings.TrimLeftFunc(s.rest, unicode.IsSpace)
	space := len(trimmed) < len(s.rest) || len(s.parts) == 0
	if s.rest = trimmed; s.rest == "" {
		return false
	}
	not := false
	if after, ok := cutMinus(s.rest); ok && space {
		not, s.rest = true, after
	}
	if s.rest[0] == '"' {
		quoted, rest, _ := strings.Cut(s.rest[1:], `"`)
		s.rest = rest
		s.add(part{text: quoted, quoted: true, not: not})
		return true
	}
	if s.operand(not) {
		return true
	}
	word := s.rest[:wordLength(s.rest)]
	s.rest = s.rest[len(word):]
	if s.glued && !not {
		last := &s.parts[len(s.parts)-1]
		if space {
			last.text += " "
		}
		last.text += word
		return true
	}
	s.add(part{text: word, not: not})
	return true
}

func (s *scanner) add(p part) {
	s.parts = append(s.parts, p)
	s.glued = !p.quoted && !p.not
}

// cutMinus cuts a minus off that stands right before what is not wanted.
func cutMinus(text string) (after string, ok bool) {
	for _, minus := range [...]string{"-", "－", "−"} {
		if after, ok = strings.CutPrefix(text, minus); ok {
			r, _ := utf8.DecodeRuneInString(after)
			return after, r == '"' || unicode.IsLetter(r) || unicode.IsDigit(r)
		}
	}
	return text, false
}

// wordLength is where the word that a text begins with ends, in bytes.
func wordLength(text string) int {
	if n := strings.IndexFunc(text, func(r rune) bool { return unicode.IsSpace(r) || r == '"' }); n >= 0 {
		return n
	}
	return len(text)
}

// operand reads an operator and what follows it, if somebody knows it.
func (s *scanner) operand(not bool) bool {
	colon := strings.IndexAny(s.rest, ":：")
	if colon < 0 {
		return false
	}
	op, known := operators[hanzi.Fold(s.rest[:colon])]
	if !known {
		return false
	}
	_, size := utf8.DecodeRuneInString(s.rest[colon:])
	value := strings.TrimLeft(s.rest[colon+size:], " ")
	o := operand{operator: op, not: not}
	var rest string
	if quoted, ok := strings.CutPrefix(value, `"`); ok {
		o.value, rest, _ = strings.Cut(quoted, `"`)
	} else {
		n := wordLength(value)
		o.value, rest = value[:n], value[n:]
		plain, _, _ := strings.Cut(rest, `"`)
		o.more = strings.Fields(plain)
	}
	if o.value == "" {
		return false
	}
	used := s.resolve(o)
	for range used - 1 {
		rest = strings.TrimLeftFunc(rest, unicode.IsSpace)
		rest = rest[wordLength(rest):]
	}
	if used > 0 {
		s.rest, s.glued = rest, false
	}
	return used > 0
}
