package reader

import (
	"context"
	"strings"
	"unicode"
	"unicode/utf8"

	"hebi/internal/hanzi"
	"hebi/internal/newsroom"
)

// How much of a text stands for it, in characters: a summary of the length that
// editors write, and an opening that fills the column beside two seconds.
const (
	summaryHan, summaryLatin = 80, 220
	openingHan, openingLatin = 260, 620
)

// limitIn is how many characters of a text in l are shown.
func limitIn(l newsroom.Language, han, latin int) int {
	if l == newsroom.Chinese {
		return han
	}
	return latin
}

// fillSummaries gives the cards of some groups that have no summary the first
// sentences of their text. It asks once for all of them.
func (h *Reader) fillSummaries(ctx context.Context, groups ...[]card) error {
	var keys []int64
	for _, cards := range groups {
		for _, c := range cards {
			if c.Summary == "" && c.key != 0 {
				keys = append(keys, c.key)
			}
		}
	}
	texts, err := h.store.SearchBodies(ctx, keys)
	if err != nil {
		return err
	}
	for _, cards := range groups {
		for i, c := range cards {
			if c.Summary == "" {
				cards[i].Summary = beginning(texts[c.key], c.textLanguage())
			}
		}
	}
	return nil
}

// beginning is the first sentences of a plain text in l, about as long as a
// summary. A first sentence that alone is much longer is shortened.
func beginning(text string, l newsroom.Language) string {
	paragraph, limit := firstProse(text), limitIn(l, summaryHan, summaryLatin)
	end := 0
	for _, s := range hanzi.Sentences(paragraph) {
		if end > 0 && utf8.RuneCountInString(paragraph[:s.End]) > limit {
			break
		}
		end = s.End
	}
	return shorten(strings.TrimSpace(paragraph[:end]), l, limit+limit/2)
}

// firstProse is the first paragraph that is more than a line such as a section's heading.
func firstProse(text string) string {
	paragraphs := strings.Split(text, "\n\n")
	for _, p := range paragraphs {
		if utf8.RuneCountInString(p) > 30 {
			return p
		}
	}
	return paragraphs[0]
}

// shorten cuts a text in l that has more than limit characters. Whole sentences
// are best, and need no ellipsis; else it ends after a clause, if either fills
// half of the room; else between words.
func shorten(text string, l newsroom.Language, limit int) string {
	room := prefix(text, limit)
	if room == text {
		return text
	}
	end := 0
	for _, s := range hanzi.Sentences(text) {
		if s.End <= len(room) {
			end = s.End
		}
	}
	if end >= len(room)/2 {
		return text[:end]
	}
	end = lastCut(text, len(room), endsClause)
	if end < len(room)/2 {
		end = lastCut(text, len(room), betweenWords)
	}
	if end == 0 { // one endless word, such as an address
		end = len(room)
	}
	ellipsis := "…"
	if l == newsroom.Chinese {
		ellipsis = "……"
	}
	return strings.TrimRightFunc(text[:end], dangles) + ellipsis
}

// prefix is the first n characters of a text.
func prefix(text string, n int) string {
	for at := range text {
		if n == 0 {
			return text[:at]
		}
		n--
	}
	return text
}

// lastCut is the last place up to most where text may be cut, 0 without one.
func lastCut(text string, most int, may func(before, after string) bool) int {
	for end := most; end > 0; {
		if may(text[:end], text[end:]) {
			return end
		}
		_, size := utf8.DecodeLastRuneInString(text[:end])
		end -= size
	}
	return 0
}

// endsClause says that a clause ends before the cut. A Latin comma does so only
// before a space: in 1,000 it is part of a number.
func endsClause(before, after string) bool {
	last, _ := utf8.DecodeLastRuneInString(before)
	next, _ := utf8.DecodeRuneInString(after)
	return strings.ContainsRune("，；：", last) || strings.ContainsRune(",;:", last) && unicode.IsSpace(next)
}

// betweenWords says that a cut splits neither a word nor a number. A Chinese
// text may be cut between any two characters.
func betweenWords(before, after string) bool {
	last, size := utf8.DecodeLastRuneInString(before)
	next, more := utf8.DecodeRuneInString(after)
	if unicode.IsMark(next) || next == '\u200D' || last == '\u200D' { // part of the character before
		return false
	}
	if !joins(next) { // after is a sign, a space or a Han character: is it one within a word, as in 12.5 or don’t?
		following, _ := utf8.DecodeRuneInString(after[more:])
		return !joins(last) || !strings.ContainsRune(".,'’-%‰", next) || next != '%' && next != '‰' && !joins(following)
	}
	if strings.ContainsRune(".,'’-", last) {
		previous, _ := utf8.DecodeLastRuneInString(before[:len(before)-size])
		return !joins(previous)
	}
	return !joins(last)
}

// joins says that a character is of a word or number that is written in one piece.
func joins(r rune) bool { return (unicode.IsLetter(r) || unicode.IsNumber(r)) && !hanzi.IsHan(r) }

// dangles says that a character must not stand before an ellipsis: a comma, an opening bracket.
func dangles(r rune) bool {
	return unicode.IsSpace(r) || strings.ContainsRune(",;:，；：、—–“‘「『（《〈【([", r)
}

// opening is the first paragraphs of a plain text, at least one when there is any.
func opening(text string, l newsroom.Language) []string {
	limit := limitIn(l, openingHan, openingLatin)
	var list []string
	total := 0
	for p := range strings.SplitSeq(text, "\n\n") {
		n := utf8.RuneCountInString(p)
		// A heading, a table or a list is not what a piece opens with.
		if n < 30 || strings.ContainsAny(p, "\n\t") {
			if len(list) > 0 {
				break
			}
			continue
		}
		if len(list) > 0 && total+n > limit {
			break
		}
		list, total = append(list, shorten(p, l, limit)), total+n
	}
	return list
}
