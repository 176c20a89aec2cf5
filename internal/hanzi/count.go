package hanzi

import (
	"math"
	"unicode"
)

// Reading rates of adults who read silently.
//
// English: 238 words a minute for non-fiction, Brysbaert, "How many words do we
// read per minute?", Journal of Memory and Language 109 (2019) 104047.
//
// Chinese: read aloud, equal texts take 255 characters a minute (Trauzettel-
// Klosinski and Dietz, "Standardized Assessment of Reading Performance",
// Investigative Ophthalmology & Visual Science 53 (2012), table 2); times
// 238/183, the ratio of silent to oral reading in Brysbaert's paper: 332.
const (
	hanPerMinute   = 332
	wordsPerMinute = 238
)

// Count says how much text there is in each script.
type Count struct {
	Han   int // Chinese characters
	Words int // words of other scripts, and numbers
}

// CountText counts the Chinese characters of a text and the words of its other
// scripts: runs of letters, marks and digits, with apostrophes, hyphens, points
// and commas inside them, so that "state-owned" and "4.8" are one each.
func CountText(text string) Count {
	var c Count
	inWord, joined := false, false
	for _, r := range text {
		switch {
		case IsHan(r):
			c.Han++
			inWord = false
		case unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r):
			if !inWord {
				c.Words++
			}
			inWord, joined = true, false
		case inWord && !joined && joins(r):
			joined = true
		default:
			inWord, joined = false, false
		}
	}
	return c
}

func joins(r rune) bool {
	switch r {
	case '\'', '’', '-', '‐', '‑', '.', ',':
		return true
	}
	return false
}

// Minutes is the time that reading takes, rounded up to whole minutes; zero
// for no text.
func (c Count) Minutes() int {
	return int(math.Ceil(float64(c.Han)/hanPerMinute + float64(c.Words)/wordsPerMinute))
}
