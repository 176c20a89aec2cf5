package hanzi

import (
	"unicode"
	"unicode/utf8"
)

// Run is a stretch of a text as byte offsets, of which Han says what it is.
type Run struct {
	Start, End int
	Han        bool
}

// Runs parts a text into what is written in Chinese characters and what is not;
// together they are the whole text. Punctuation belongs to a Chinese run when
// Chinese characters stand on both sides of it, with no space between.
func Runs(text string) []Run {
	var runs []Run
	start, end := -1, 0 // of the Chinese run that is open
	flush := func() {
		if start >= 0 {
			runs = append(runs, Run{Start: start, End: end, Han: true})
			start = -1
		}
	}
	for i, r := range text {
		switch {
		case IsHan(r):
			if start < 0 {
				if end < i {
					runs = append(runs, Run{Start: end, End: i})
				}
				start = i
			}
			end = i + utf8.RuneLen(r)
		case r < utf8.RuneSelf || !unicode.IsPunct(r):
			flush()
		}
	}
	flush()
	if end < len(text) {
		runs = append(runs, Run{Start: end, End: len(text)})
	}
	return runs
}
