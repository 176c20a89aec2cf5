package search

import (
	"cmp"
	"iter"
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"hebi/internal/hanzi"
)

// span is half-open byte offsets with the number of the query word that matched there.
type span struct{ start, end, word int }

// spans finds the query's words in a text: Chinese ones wherever their
// characters stand, others where a token equals them.
func (e *Engine) spans(text string, r reading) []span {
	found, r := quoted(text, r)
	for word, w := range r.han {
		if utf8.RuneCountInString(w) == 1 && len(r.han) > 1 {
			continue // a lone character among words would be marked everywhere
		}
		own := len(found)
		found = appendWord(found, text, w, word)
		if typed := r.typed[w]; typed != "" {
			found = found[:own+len(written(text, found[own:], typed))]
		}
	}
	for i, w := range r.literal {
		for at := range occurrences(text, w) {
			found = append(found, span{at, at + len(w), len(r.han) + 1 + i})
		}
	}
	if len(r.latin) > 0 || r.prefix != "" {
		found = e.appendLatin(found, text, r, len(r.han))
	}
	slices.SortFunc(found, func(a, b span) int { return cmp.Or(a.start-b.start, b.end-a.end) })
	return found
}

// occurrences are the byte offsets of a part of a text, none across another.
func occurrences(text, part string) iter.Seq[int] {
	return func(yield func(int) bool) {
		for from := 0; ; {
			at := strings.Index(text[from:], part)
			if at < 0 || !yield(from+at) {
				return
			}
			from += at + len(part)
		}
	}
}

// quoted returns the places of what a reading quotes, and the reading with the
// words of what stands nowhere as it is quoted.
func quoted(text string, r reading) ([]span, reading) {
	found := make([]span, 0, 8)
	for i, q := range r.quotations {
		own := len(found)
		for at := range sameLetters(text, q.text) {
			found = append(found, span{at, at + len(q.text), MaxQuery - i})
		}
		if len(found) > own {
			continue
		}
		r.han = append(slices.Clip(r.han), q.han...)
		r.latin = maps.Clone(r.latin)
		for _, token := range q.latin {
			r.latin[token] = true
		}
	}
	return found, r
}

// sameLetters are the byte offsets at which a text has a part, in letters of either case.
func sameLetters(text, part string) iter.Seq[int] {
	first, size := utf8.DecodeRuneInString(part)
	if unicode.ToUpper(first) == unicode.ToLower(first) {
		return occurrences(text, part)
	}
	return func(yield func(int) bool) {
		for at := 0; at+len(part) <= len(text); at++ {
			if text[at]|0x20 != part[0]|0x20 && size == 1 {
				continue
			}
			if strings.EqualFold(text[at:at+len(part)], part) {
				if !yield(at) {
					return
				}
				at += len(part) - 1
			}
		}
	}
}

// appendWord appends the places of a folded Chinese word, left to right and
// none across another. The text is not folded for that, which would take ten
// times as long: the character of the word that can be written in the fewest
// ways is sought in each of them, and then compared what stands around it.
func appendWord(found []span, text, w string, word int) []span {
	before, anchor, after := cutAnchor(w)
	own := len(found)
	found = appendForm(found, text, before, anchor, after, word)
	if forms := hanzi.OtherForms(anchor); forms != "" {
		for _, form := range forms {
			found = appendForm(found, text, before, form, after, word)
		}
		slices.SortFunc(found[own:], func(a, b span) int { return a.start - b.start })
	}
	end := 0
	apart := slices.DeleteFunc(found[own:], func(s span) bool {
		if s.start < end {
			return true
		}
		end = s.end
		return false
	})
	return found[:own+len(apart)]
}

// cutAnchor cuts a word around the first of its characters that have the fewest other forms.
func cutAnchor(w string) (before string, anchor rune, after string) {
	fewest := -1
	for i, r := range w {
		if n := len(hanzi.OtherForms(r)); fewest < 0 || n < fewest {
			fewest, anchor = n, r
			before, after = w[:i], w[i+utf8.RuneLen(r):]
			if n == 0 {
				break
			}
		}
	}
	return before, anchor, after
}

// appendForm appends the places where a character stands between what folds to before and after.
func appendForm(found []span, text, before string, form rune, after string, word int) []span {
	var buffer [utf8.UTFMax]byte
	bytes := string(utf8.AppendRune(buffer[:0], form))
	for at := 0; ; {
		i := indexRune(text[at:], bytes)
		if i < 0 {
			return found
		}
		start := startOf(text[:at+i], before)
		at += i + len(bytes)
		if end := endOf(text[at:], after); start >= 0 && end >= 0 {
			found = append(found, span{start, at + end, word})
		}
	}
}

// indexRune is strings.Index of one Chinese character. It looks for the last
// byte, of which there are 64 about equally frequent ones; nearly all
// characters begin with one of six.
func indexRune(text, r string) int {
	last := len(r) - 1
	for at := last; at < len(text); at++ {
		i := strings.IndexByte(text[at:], r[last])
		if i < 0 {
			break
		}
		at += i
		if text[at-1] == r[last-1] && text[at-last:at+1] == r {
			return at - last
		}
	}
	return -1
}

// startOf returns where the end of text begins that folds to before, or -1.
func startOf(text, before string) int {
	for before != "" {
		want, n := utf8.DecodeLastRuneInString(before)
		got, size := utf8.DecodeLastRuneInString(text)
		if got != want && hanzi.FoldRune(got) != want {
			return -1
		}
		before, text = before[:len(before)-n], text[:len(text)-size]
	}
	return len(text)
}

// endOf returns where the beginning of text ends that folds to after, or -1.
func endOf(text, after string) int {
	end := 0
	for _, want := range after {
		got, size := utf8.DecodeRuneInString(text[end:])
		if got != want && hanzi.FoldRune(got) != want {
			return -1
		}
		end += size
	}
	return end
}
