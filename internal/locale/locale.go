// Package locale speaks to readers in their language: the words of the
// interface, numbers and plurals, dates, and the choice of a language.
package locale

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"hebi/internal/newsroom"
)

// Locale is a language with the time zone in which moments are shown.
type Locale struct {
	Language newsroom.Language
	// Zone is the site's; nil is UTC.
	Zone *time.Location
}

// T returns the interface's words for key, with args put in as fmt.Sprintf
// does. An unknown key comes back in ⟦⟧, which a test looks for on every page.
func (l Locale) T(key string, args ...any) string {
	w, ok := lookup(key)
	if !ok {
		return "⟦" + key + "⟧"
	}
	return l.fill(w.in(l.Language), args)
}

// N returns the words for n things: the key's singular or plural by the CLDR
// rules, which for English ask for "one" at exactly 1 and for Chinese never.
// The number is the first thing put in.
func (l Locale) N(key string, n int, args ...any) string {
	w, ok := lookup(key)
	if !ok {
		return "⟦" + key + "⟧"
	}
	text := w.in(l.Language)
	if l.Language == newsroom.English && n == 1 && w.one != "" {
		text = w.one
	}
	return l.fill(text, append([]any{l.Number(n)}, args...))
}

func (l Locale) fill(text string, args []any) string {
	if len(args) == 0 {
		return text
	}
	return fmt.Sprintf(text, args...)
}

// Number writes n with separators: 12,345 in both languages, as both use groups of three.
func (l Locale) Number(n int) string {
	digits := strconv.Itoa(n)
	start := len(digits) % 3
	if n < 0 {
		start = (len(digits)-1)%3 + 1
	}
	var b strings.Builder
	b.WriteString(digits[:start])
	for i := start; i < len(digits); i += 3 {
		if i > 0 && digits[i-1] != '-' {
			b.WriteByte(',')
		}
		b.WriteString(digits[i : i+3])
	}
	return b.String()
}

// Join lists several names: 甲、乙 in Chinese, "A, B and C" in English.
func (l Locale) Join(names []string) string {
	switch {
	case l.Language == newsroom.Chinese:
		return strings.Join(names, "、")
	case len(names) < 2:
		return strings.Join(names, "")
	}
	last := len(names) - 1
	return strings.Join(names[:last], ", ") + " and " + names[last]
}

// Has reports whether the interface knows the key.
func Has(key string) bool {
	_, ok := lookup(key)
	return ok
}

func lookup(key string) (word, bool) {
	for _, some := range []map[string]word{words, deskWords, pictureWords, keepingWords, sharedWords, userWords, translationWords, bilingualWords} {
		if w, ok := some[key]; ok {
			return w, true
		}
	}
	return word{}, false
}
