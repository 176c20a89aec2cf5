package hanzi

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// conversion rewrites text by the longest phrase at each place, and a character
// that begins none by itself. Characters are known by codes from 1: first those
// of the phrases, then the others.
//
// The phrases are a tree. Node c, up to the last code of the phrases, is the
// character of code c as the first of a phrase; the nodes below follow in
// breadth-first order, so that the children of a node lie side by side.
type conversion struct {
	code   [0x10000]uint16 // of the Basic Multilingual Plane; 0 for none
	high   map[rune]uint16 // of the characters above it
	form   []rune          // by code, what the character becomes by itself
	firsts int             // the last code of the phrases
	last   []uint16        // by node, the code of its character; ascending among siblings
	child  []uint32        // children of node n are child[n] to child[n+1]-1
	phrase []uint16        // by node: noPhrase, plainPhrase or the number of a text
	texts  string          // what the other phrases become, one after the other
	starts []uint32        // text n is texts[starts[n]:starts[n+1]]
}

// What a node may be besides a phrase with a text of its own.
const (
	noPhrase    = iota
	plainPhrase // each character becomes what it becomes by itself
	firstText
)

func (c *conversion) codeOf(r rune) uint16 {
	if uint32(r) < 0x10000 {
		return c.code[r]
	}
	return c.high[r]
}

// convert returns s itself if nothing changes.
func (c *conversion) convert(s string) string {
	var b strings.Builder
	done := 0 // s[:done] is in b
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		code := c.codeOf(r)
		if code == 0 {
			i += size
			continue
		}
		end, phrase := c.longest(s, i+size, code)
		if phrase >= firstText {
			grow(&b, len(s))
			b.WriteString(s[done:i])
			b.WriteString(c.texts[c.starts[phrase]:c.starts[phrase+1]])
			i, done = end, end
		}
		for i < end {
			r, size := utf8.DecodeRuneInString(s[i:])
			if form := c.form[c.codeOf(r)]; form != r {
				grow(&b, len(s))
				b.WriteString(s[done:i])
				b.WriteRune(form)
				done = i + size
			}
			i += size
		}
	}
	if done == 0 {
		return s
	}
	b.WriteString(s[done:])
	return b.String()
}

// grow makes room for a result of about n bytes, once.
func grow(b *strings.Builder, n int) {
	if b.Cap() == 0 {
		b.Grow(n + n/64)
	}
}

// longest returns where the longest phrase ends that begins with the character
// of this code, which ends at i; without a phrase, i.
func (c *conversion) longest(s string, i int, code uint16) (end int, phrase uint16) {
	end = i
	if int(code) > c.firsts {
		return end, noPhrase
	}
	for node := uint32(code); ; {
		if p := c.phrase[node]; p != noPhrase {
			end, phrase = i, p
		}
		children := c.last[c.child[node]:c.child[node+1]]
		if len(children) == 0 {
			break
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		at, ok := slices.BinarySearch(children, c.codeOf(r))
		if !ok {
			break
		}
		node = c.child[node] + uint32(at)
		i += size
	}
	return end, phrase
}
