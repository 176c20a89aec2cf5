// Package hant shows what is Chinese in traditional characters: the view zh-hant
// of the edition zh, which is never stored. A page or feed is made as for zh, then
// rewritten: its texts by phrases, its tags of language, and its addresses, so
// that links stay in the view.
package hant

import (
	"cmp"
	"slices"
	"strings"

	"github.com/google/uuid"

	"hebi/internal/hanzi"
)

// Segment is the first segment of the view's addresses.
const Segment = "zh-hant"

// source is what the view is made of: the addresses under /zh, in zh-Hans.
const (
	source    = "/zh"
	sourceTag = "zh-Hans"
)

// The BCP 47 tags of the view: in OpenCC's own standard, and with the characters usual in Hong Kong.
const (
	Tag         = "zh-Hant"
	TagHongKong = "zh-Hant-HK"
)

// View turns what was made for zh into the view. It never changes and may be
// used by several goroutines.
type View struct {
	tag, base string
	convert   func(string) string
	// fixed are the names with a way of writing of their own, by first rune, the longest first.
	fixed map[rune][]Name
}

// Name is a text in simplified characters with its way of writing in traditional
// ones, which may be the same: 于右任 stays 于右任.
type Name struct{ Simplified, Traditional string }

// New returns the view under tag, [Tag] or [TagHongKong], of the site at base, an
// absolute address without a slash at its end. Wherever one of names stands, it is
// written as given; of several the longest. The surnames of people stay where
// tradition has them stay ([hanzi.Surname]), unless names say otherwise.
func New(tag, base string, names []Name, people []string) *View {
	v := &View{tag: tag, base: base, convert: hanzi.Traditional, fixed: map[rune][]Name{}}
	if tag == TagHongKong {
		v.convert = hanzi.TraditionalHK
	}
	for _, person := range people {
		if n := hanzi.Surname(person); n > 0 {
			names = append(names, Name{person, person[:n] + v.convert(person[n:])})
		}
	}
	for _, n := range names {
		for _, first := range n.Simplified {
			v.fixed[first] = append(v.fixed[first], n)
			break
		}
	}
	for _, list := range v.fixed {
		slices.SortStableFunc(list, func(a, b Name) int { return cmp.Compare(len(b.Simplified), len(a.Simplified)) })
	}
	return v
}

// Tag is the language of what the view shows, in BCP 47.
func (v *View) Tag() string { return v.tag }

// Segment is the first segment of the view's addresses.
func (v *View) Segment() string { return Segment }

// ID returns the UUID of an edition in the view: a UUIDv5 (RFC 9562, section 5.5)
// of the view's first tag, named within the edition's own. What is no UUID stays.
func (v *View) ID(edition string) string {
	id, err := uuid.Parse(edition)
	if err != nil {
		return edition
	}
	return uuid.NewSHA1(id, []byte(Tag)).String()
}

// Text returns a text without markup in traditional characters. What is written
// in them already, or in another script, stays.
func (v *View) Text(s string) string {
	if len(v.fixed) == 0 || !strings.ContainsFunc(s, hanzi.IsHan) {
		return v.convert(s)
	}
	var b strings.Builder
	done := 0
	for i := 0; i < len(s); {
		name, size := v.nameAt(s[i:])
		if name == "" {
			i += size
			continue
		}
		b.WriteString(v.convert(s[done:i]))
		b.WriteString(name)
		i += size
		done = i
	}
	if done == 0 {
		return v.convert(s)
	}
	return b.String() + v.convert(s[done:])
}

// nameAt returns how the name that s begins with is written and how many bytes
// of s it takes, or "" and the size of the first rune.
func (v *View) nameAt(s string) (name string, size int) {
	for i, r := range s {
		if i > 0 {
			return "", i
		}
		for _, n := range v.fixed[r] {
			if strings.HasPrefix(s, n.Simplified) {
				return n.Traditional, len(n.Simplified)
			}
		}
	}
	return "", len(s)
}

// Address returns an address of zh in the view: a path such as /zh/themes, or an
// absolute address of the site. All others stay as they are.
func (v *View) Address(a string) string {
	if path, absolute := strings.CutPrefix(a, v.base); absolute {
		return v.base + Path(path)
	}
	return Path(a)
}

// Path returns a path of zh in the view; all others stay as they are.
func Path(path string) string {
	rest, ok := strings.CutPrefix(path, source)
	if !ok || rest != "" && !strings.ContainsRune("/?#", rune(rest[0])) {
		return path
	}
	return "/" + Segment + rest
}

// Source returns the path of zh that a path of the view shows, and whether path
// is one of the view.
func Source(path string) (string, bool) {
	rest, ok := strings.CutPrefix(path, "/"+Segment)
	if !ok || rest != "" && rest[0] != '/' {
		return path, false
	}
	return source + rest, true
}
