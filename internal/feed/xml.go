package feed

import (
	"bytes"
	"strings"
	"unicode/utf8"
)

// document writes XML 1.0. encoding/xml is not used: it cannot write CDATA
// beside attributes with prefixes of our choice, and it refuses a document for
// one control character where we drop the character.
type document struct {
	bytes.Buffer
	open []string
	// say returns a text as it is written.
	say func(string) string
}

func newDocument(say func(string) string) *document {
	d := &document{say: say}
	d.WriteString(`<?xml version="1.0" encoding="utf-8"?>` + "\n")
	return d
}

// attr is an attribute; one with an empty value is not written.
type attr struct{ name, value string }

// start opens an element on its own line.
func (d *document) start(name string, attrs ...attr) {
	d.indent()
	d.tag(name, attrs)
	d.WriteString(">\n")
	d.open = append(d.open, name)
}

// end closes the element opened last.
func (d *document) end() {
	name := d.open[len(d.open)-1]
	d.open = d.open[:len(d.open)-1]
	d.indent()
	d.WriteString("</" + name + ">\n")
}

// text writes an element that holds plain text.
func (d *document) text(name, text string, attrs ...attr) {
	d.indent()
	d.tag(name, attrs)
	d.WriteByte('>')
	d.WriteString(escapeText.Replace(d.say(text)))
	d.WriteString("</" + name + ">\n")
}

// html writes an element that holds HTML as text, in CDATA sections: a third
// smaller than escaping every bracket, and legible.
func (d *document) html(name, html string, attrs ...attr) {
	d.indent()
	d.tag(name, attrs)
	d.WriteString("><![CDATA[")
	// "]]>" would end the section, so one section ends within it and the next begins.
	d.WriteString(strings.ReplaceAll(clean(html), "]]>", "]]]]><![CDATA[>"))
	d.WriteString("]]></" + name + ">\n")
}

// empty writes an element that has attributes only.
func (d *document) empty(name string, attrs ...attr) {
	d.indent()
	d.tag(name, attrs)
	d.WriteString("/>\n")
}

func (d *document) indent() {
	for range d.open {
		d.WriteString("  ")
	}
}

func (d *document) tag(name string, attrs []attr) {
	d.WriteString("<" + name)
	for _, a := range attrs {
		if a.value != "" {
			d.WriteString(" " + a.name + `="`)
			d.WriteString(escapeAttr.Replace(d.say(a.value)))
			d.WriteByte('"')
		}
	}
}

var (
	escapeText = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")
	// A parser turns a bare line break or tab in an attribute into a space.
	escapeAttr = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;", "\n", "&#10;", "\t", "&#9;")
)

// clean drops what XML 1.0 cannot hold (section 2.2, Char: most control
// characters, U+FFFE and U+FFFF), replaces invalid UTF-8 by U+FFFD and makes
// every line break a line feed, as a parser would.
func clean(text string) string {
	text = strings.ToValidUTF8(text, string(utf8.RuneError))
	if strings.Contains(text, "\r") {
		text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
	}
	return strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' || r == 0xFFFE || r == 0xFFFF {
			return -1
		}
		return r
	}, text)
}
