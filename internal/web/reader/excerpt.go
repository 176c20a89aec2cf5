package reader

import (
	"context"
	"strings"
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

// fillSummaries gives cards without a summary the first sentences of their text.
func (h *Reader) fillSummaries(ctx context.Context, cards []card) error {
	var keys []int64
	for _, c := range cards {
		if c.Summary == "" && c.key != 0 {
			keys = append(keys, c.key)
		}
	}
	texts, err := h.store.SearchTexts(ctx, keys)
	if err != nil {
		return err
	}
	for i, c := range cards {
		if c.Summary == "" {
			cards[i].Summary = beginning(texts[c.key])
		}
	}
	return nil
}

// beginning is the first sentences of a plain text, about as long as a summary.
// A sentence that alone is longer is cut, with an ellipsis.
func beginning(text string) string {
	paragraph := firstProse(text)
	limit := summaryLatin
	if first, _ := utf8.DecodeRuneInString(paragraph); hanzi.IsHan(first) {
		limit = summaryHan
	}
	end := 0
	for _, s := range hanzi.Sentences(paragraph) {
		if end > 0 && utf8.RuneCountInString(paragraph[:s.End]) > limit {
			break
		}
		end = s.End
	}
	return shorten(strings.TrimSpace(paragraph[:end]), limit+limit/2)
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

// shorten cuts a text that has more than limit characters: after a clause if
// there is one in its second half, else between words.
func shorten(text string, limit int) string {
	if utf8.RuneCountInString(text) <= limit {
		return text
	}
	cut := string([]rune(text)[:limit])
	for _, pause := range []string{"，；：", ", "} {
		if at := strings.LastIndexAny(cut, pause); at > len(cut)/2 {
			cut = cut[:at]
			break
		}
	}
	return strings.TrimRight(cut, " ,;:，；：、") + "……"
}

// opening is the first paragraphs of a plain text, at least one when there is any.
func opening(text string, l newsroom.Language) []string {
	limit := openingLatin
	if l == newsroom.Chinese {
		limit = openingHan
	}
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
		list, total = append(list, shorten(p, limit)), total+n
	}
	return list
}
