package terms

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"hebi/internal/newsroom"
)

// names checks the people that a passage names. Who is called by the whole name
// once may be Ms Yue or she afterwards, so one right mention anywhere is enough;
// a name that is nearly right is wrong wherever it stands.
func (k *checking) names(i int) []Violation {
	var found []Violation
	seen := map[string]bool{}
	for _, m := range k.sources[i].mentions {
		if m.Term.Kind != newsroom.PersonTerm || seen[m.Term.ZH] {
			continue
		}
		seen[m.Term.ZH] = true
		allowed := writings(m.Term, k.to)
		if k.rendered([]int{i}, m.Term, allowed) {
			continue
		}
		v := Violation{Fault: NameDiffers, Passage: i, Term: m.Term, Said: k.sources[i].text[m.Start:m.End], Allowed: allowed, Blocking: true}
		for _, name := range allowed {
			if v.Found == "" {
				v.Found = k.nearly(k.targets[i], name)
			}
		}
		if v.Found != "" || !k.rendered(k.upTo(len(k.passages)), m.Term, allowed) && !k.byPart(allowed) {
			found = append(found, v)
		}
	}
	return found
}

// byPart reports whether the translation has a part of a name that is enough: the
// word of an English name that is the family's, what follows the last dot of a
// foreign name in Chinese.
func (k *checking) byPart(allowed []string) bool {
	var parts []string
	for _, name := range allowed {
		if k.to == newsroom.Chinese {
			if at := strings.LastIndexAny(name, "·•・"); at >= 0 {
				_, size := firstRune(name[at:])
				parts = append(parts, name[at+size:])
			}
			continue
		}
		if words := strings.Fields(name); len(words) > 1 {
			parts = append(parts, words[0], words[len(words)-1])
		}
	}
	return slices.ContainsFunc(parts, func(part string) bool {
		return slices.ContainsFunc(k.targets, func(s side) bool { return alone(s, k.pattern(k.to, part)) })
	})
}

// alone reports whether a part of a name stands in a text with a capital letter,
// and no further name behind it.
func alone(s side, part string) bool {
	return slices.ContainsFunc(find(s.units, part), func(at span) bool {
		first, _ := firstRune(s.text[at.start:])
		next, _ := firstRune(strings.TrimPrefix(s.text[at.end:], " "))
		return !unicode.IsLower(first) && !unicode.IsUpper(next)
	})
}

func firstRune(s string) (rune, int) { return utf8.DecodeRuneInString(s) }

// nearly returns what in a text is a name but for a slip: one letter of it, two of
// one of eight letters and so on, or one of at least three Chinese characters, but
// never the first.
func (k *checking) nearly(s side, name string) string {
	pattern := []rune(name)
	want := []rune(strings.ToLower(strings.ReplaceAll(name, " ", "")))
	most := 1 + len(want)/8
	if k.to == newsroom.Chinese {
		most = 1
	}
	n := len(strings.Fields(name))
	if k.to == newsroom.Chinese {
		n = len(pattern)
	}
	if len(want) < 3 || k.to == newsroom.English && (n < 2 || len(want) < 5) {
		return ""
	}
	for i := range s.units {
		if i+n > len(s.units) {
			break
		}
		text := s.text[s.units[i].start:s.units[i+n-1].end]
		got := []rune(strings.ToLower(strings.ReplaceAll(text, " ", "")))
		if !k.proper(s, i, n) || slices.Equal(got, want) || k.base.Named(strings.ToLower(text)) != nil {
			continue
		}
		if got[0] != want[0] {
			continue // 芳敏 with another family name is somebody else
		}
		if distance(got, want) <= most {
			return text
		}
	}
	return ""
}

// proper reports whether n units from i may be a name: each with a capital letter.
func (k *checking) proper(s side, i, n int) bool {
	if k.to == newsroom.Chinese {
		return s.units[i+n-1].end-s.units[i].start == 3*n
	}
	for _, u := range s.units[i : i+n] {
		if first, _ := firstRune(s.text[u.start:]); !unicode.IsUpper(first) {
			return false
		}
	}
	return true
}

// distance is that of Levenshtein: how many letters must be put in, taken out or
// changed.
func distance(a, b []rune) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i, x := range a {
		before := row[0]
		row[0] = i + 1
		for j, y := range b {
			change := before
			if x != y {
				change++
			}
			before = row[j+1]
			row[j+1] = min(change, row[j]+1, before+1)
		}
	}
	return row[len(b)]
}
