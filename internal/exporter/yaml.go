package exporter

import (
	"fmt"
	"regexp"
	"strings"
	"unicode"

	"hebi/internal/newsroom"
)

// node is a value of our YAML: a scalar, a mapping, or a list. It is written
// in one canonical way that no library's next release can change.
type node struct {
	scalar string
	pairs  []pair
	items  []node
	// raw scalars need no quotes: dates, numbers, true.
	raw bool
	// flow lists stand on one line; for slugs only.
	flow bool
}

type pair struct {
	key   string
	value node
}

func (n node) empty() bool { return n.scalar == "" && len(n.pairs) == 0 && len(n.items) == 0 }

// add appends a pair unless the value is empty.
func (n *node) add(key string, value node) {
	if !value.empty() {
		n.pairs = append(n.pairs, pair{key, value})
	}
}

// prose appends a text that may have several lines.
func (n *node) prose(key, s string) { n.add(key, node{scalar: newsroom.Prose(s)}) }

// line appends a text of one line.
func (n *node) line(key, s string) { n.add(key, node{scalar: newsroom.Line(s)}) }

// rawly appends a value that needs no quotes.
func (n *node) rawly(key, s string) { n.add(key, node{scalar: s, raw: true}) }

func (n *node) slugs(key string, slugs []string) {
	list := node{flow: true}
	for _, s := range slugs {
		list.items = append(list.items, node{scalar: s})
	}
	n.add(key, list)
}

// bilingual appends {zh, en}, or one text when both are the same.
func (n *node) bilingual(key string, b newsroom.Bilingual) {
	if b.ZH == b.EN {
		n.prose(key, b.ZH)
		return
	}
	var both node
	both.prose("zh", b.ZH)
	both.prose("en", b.EN)
	n.add(key, both)
}

// write appends n as it stands after a key or a dash at the given indent.
func (n node) write(b *strings.Builder, indent int) {
	margin := strings.Repeat("  ", indent)
	switch {
	case n.flow:
		words := make([]string, len(n.items))
		for i, item := range n.items {
			words[i] = quote(item.scalar)
		}
		fmt.Fprintf(b, " [%s]\n", strings.Join(words, ", "))
	case len(n.pairs) > 0:
		b.WriteString("\n")
		n.writePairs(b, margin, indent)
	case len(n.items) > 0:
		b.WriteString("\n")
		n.writeItems(b, margin, indent)
	case n.raw:
		fmt.Fprintf(b, " %s\n", n.scalar)
	case isBlock(n.scalar):
		b.WriteString(" |-\n")
		for line := range strings.SplitSeq(n.scalar, "\n") {
			b.WriteString(strings.TrimRight(margin+line, " ") + "\n")
		}
	default:
		fmt.Fprintf(b, " %s\n", quote(n.scalar))
	}
}

func (n node) writePairs(b *strings.Builder, margin string, indent int) {
	for _, p := range n.pairs {
		b.WriteString(margin + p.key + ":")
		p.value.write(b, indent+1)
	}
}

func (n node) writeItems(b *strings.Builder, margin string, indent int) {
	for _, item := range n.items {
		b.WriteString(margin + "-")
		if len(item.pairs) == 0 {
			item.write(b, indent+1)
			continue
		}
		var inner strings.Builder
		item.writePairs(&inner, margin+"  ", indent+1)
		b.WriteString(" " + strings.TrimPrefix(inner.String(), margin+"  "))
	}
}

// document returns n, a mapping or a list, as a whole document.
func (n node) document() string {
	var b strings.Builder
	n.writePairs(&b, "", 0)
	n.writeItems(&b, "", 0)
	return b.String()
}

// isBlock reports whether s has several lines and can stand in a literal block
// as it is: no line begins or ends with space, no character needs an escape.
func isBlock(s string) bool {
	if !strings.Contains(s, "\n") || strings.HasPrefix(s, "\n") || strings.HasSuffix(s, "\n") || strings.ContainsFunc(s, needsEscape) {
		return false
	}
	for line := range strings.SplitSeq(s, "\n") {
		if line != strings.TrimSpace(line) {
			return false
		}
	}
	return true
}

var (
	// notText are plain scalars that YAML 1.1 or 1.2 takes for something else than a text.
	notText = regexp.MustCompile(`^(?i:true|false|yes|no|on|off|y|n|null|~|<<|=|[-+.0-9][-+.:_0-9a-fioxtnzy ]*)$`)
	// marks are what makes a plain scalar something else, at its start or within.
	marks = regexp.MustCompile("^[-?:,\\[\\]{}#&*!|>'\"%@`<=~]|[\\t\\n]|: |:$| #")
)

// quote returns s as a scalar of one line: plain where that is safe, else in
// double quotes.
func quote(s string) string {
	if s != "" && s == strings.TrimSpace(s) && !marks.MatchString(s) && !notText.MatchString(s) && !strings.ContainsFunc(s, needsEscape) {
		return s
	}
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\t':
			b.WriteString(`\t`)
		case needsEscape(r) && r > 0xFFFF:
			fmt.Fprintf(&b, `\U%08X`, r)
		case needsEscape(r):
			fmt.Fprintf(&b, `\u%04X`, r)
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}

// needsEscape reports whether a character is not printable in YAML (1.2.2,
// section 5.1), ends a line in YAML 1.1 or cannot be seen; line feeds aside.
func needsEscape(r rune) bool {
	return r != '\n' && (unicode.IsControl(r) || unicode.In(r, unicode.Zl, unicode.Zp, unicode.Cf) || r&0xFFFE == 0xFFFE)
}
