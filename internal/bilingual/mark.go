package bilingual

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"
	"unicode"

	"hebi/internal/hanzi"
)

// Mark names a sentence by what it says and by what stands beside it, so that it
// is found again in a text that was edited elsewhere. It is made to be stored.
type Mark struct {
	// Self, Before and After are the hashes of the sentence and of its
	// neighbours; "" where there is none.
	Self   string `json:"self"`
	Before string `json:"before"`
	After  string `json:"after"`
	// Nth counts the sentences with the same hash, from 1.
	Nth int `json:"nth"`
}

// ID is an identifier for addresses and markup, such as "s-1f0c92ab34de", that
// is the sentence's own in its text: it stays while the sentence does, unless one
// that says the same is put before it.
func (m Mark) ID() string {
	if m.Nth > 1 {
		return "s-" + m.Self + "-" + strconv.Itoa(m.Nth)
	}
	return "s-" + m.Self
}

// digest is what sentences are known by: 48 bits of the SHA-256 of their folded
// letters and digits, so that a corrected comma or a change of script makes no
// other sentence. What has no letters is taken as it is.
func digest(sentence string) string {
	folded := hanzi.Fold(sentence)
	wording := strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsNumber(r) {
			return r
		}
		return -1
	}, folded)
	if wording == "" {
		wording = strings.TrimSpace(folded)
	}
	sum := sha256.Sum256([]byte(wording))
	return hex.EncodeToString(sum[:6])
}

// mark gives every sentence its mark.
func (t *Text) mark() {
	seen := map[string]int{}
	for i := range t.Sentences {
		self := digest(t.Sentences[i].Text)
		seen[self]++
		t.Sentences[i].Mark.Self, t.Sentences[i].Mark.Nth = self, seen[self]
		if i > 0 {
			t.Sentences[i].Mark.Before = t.Sentences[i-1].Mark.Self
			t.Sentences[i-1].Mark.After = self
		}
	}
}
