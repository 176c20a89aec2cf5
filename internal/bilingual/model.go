package bilingual

import (
	"hebi/internal/hanzi"
)

// model holds what is known of how Chinese and English correspond.
type model struct {
	// perHan is how many characters of English a Chinese character makes.
	perHan float64
	// spread and spreadPer give the variance of the logarithm of the ratio of
	// lengths: spread + spreadPer / Chinese characters.
	spread, spreadPer float64
	// single is the probability that a sentence has no partner, uneven that a
	// link has one sentence more on one side.
	single, uneven float64
	// glue is the score of putting two and two together that could stand apart,
	// cross that of a bead that goes on in another block.
	glue, cross float64
	// floor is the least score of all anchors together that one side misses.
	floor float64
	// blockLength is the least score of the lengths of blocks: to one of two a
	// translator, or an editor, may have added what is longer than all the rest.
	blockLength float64
	// kept is the probability that an anchor of the Chinese is in the English
	// that it is linked with too, and the other way round; 0 leaves a kind out.
	kept [anchorKinds][2]float64
}

// measured are the figures of docs/alignment.md, which says on what texts and
// how they were measured; those for terms, code and decisions were set.
func measured() model {
	return model{
		perHan: 3.6, spread: 0.03, spreadPer: 0.55,
		single: 0.02, uneven: 0.07, glue: -5, cross: -3, floor: -6, blockLength: -3,
		kept: [anchorKinds][2]float64{
			TermAnchor: {0.8, 0.8}, NumberAnchor: {0.87, 0.92}, LatinAnchor: {0.95, 0.72}, NameAnchor: {0.6, 0.7},
			WordAnchor: {0.65, 0.6}, CodeAnchor: {0.9, 0.9}, decisionAnchor: {0.999, 0.999},
		},
	}
}

// length is how long a text is in characters of English; of Chinese, how long
// its English is expected to be. It is never 0.
func (m model) length(text string) float64 {
	n := 1.0
	for _, r := range text {
		switch {
		case hanzi.IsHan(r):
			n += m.perHan
		case r < 0x2000: // Chinese punctuation is made up for in perHan
			n++
		}
	}
	return n
}
