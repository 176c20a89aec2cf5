package importer

import "slices"

const (
	// regroupReach is how many articles back the place of a stray text is looked for.
	regroupReach = 8
	// kinshipRunes is how much of a text is compared.
	kinshipRunes = 1200
)

// regroup mends what the order of extraction tore apart: a headline that
// stands away from its signed text, and text under a label that belongs to
// an article above. Both are flagged.
func (b *pageDraft) regroup() {
	for i := range b.drafts {
		if i == b.banner {
			continue
		}
		d := b.drafts[i]
		switch {
		case len(d.titles) == 0 && len(d.bylines) > 0 && d.from == nil:
			b.fetchHeadline(i)
		case len(d.titles) == 0 && len(d.bylines) == 0 && len(d.kicker) > 0 && d.from == nil && len(d.pieces) > 0:
			b.sendHome(i)
		}
	}
}

// fetchHeadline gives the signed text i the headline of an earlier article
// whose own text stood apart from it and is less akin to it.
func (b *pageDraft) fetchHeadline(i int) {
	d := b.drafts[i]
	for k := i - 1; k >= max(0, i-regroupReach); k-- {
		from := b.drafts[k]
		if k == b.banner || len(from.titles) == 0 || len(from.bylines) > 0 || !from.apart && len(from.pieces) > 0 {
			continue
		}
		words := pairsOf(joinLines(append(slices.Clone(from.titles), from.subtitles...)))
		if kinship(words, d.pieces) <= kinship(words, from.pieces) {
			continue
		}
		d.titles, d.subtitles, d.level = from.titles, append(from.subtitles, d.subtitles...), from.level
		d.kicker = append(d.kicker, from.kicker...)
		from.titles, from.subtitles, from.kicker = nil, nil, nil
		d.lines = append(d.lines, from.takeLines(true)...)
		d.moved("the headline stood apart from this text; check that they belong together", joinLines(d.titles))
		b.append(k-1, from)
		return
	}
}

// sendHome moves text that stands under a label, but is no brief, to the
// article above that it goes on from; the label goes to the next article.
func (b *pageDraft) sendHome(i int) {
	d := b.drafts[i]
	words := pairsOf(textOfPieces(d.pieces))
	best, most := -1, 0.0
	for k := i - 1; k >= max(0, i-regroupReach); k-- {
		other := b.drafts[k]
		if k == b.banner || len(other.pieces) == 0 {
			continue
		}
		alike := kinship(words, other.pieces)
		if n := len(other.pieces); !pageEnds(other.pieces[n-1].tail(60)) && other.on == nil {
			alike++
		}
		if alike > most {
			best, most = k, alike
		}
	}
	if best < 0 {
		return
	}
	if i+1 < len(b.drafts) && len(b.drafts[i+1].kicker) == 0 {
		b.drafts[i+1].kicker, d.kicker = d.kicker, nil
	}
	b.append(best, d)
}

// append moves the pieces of from to the end of the draft at k, if there is one.
func (b *pageDraft) append(k int, from *draft) {
	if k < 0 || k == b.banner || len(from.pieces) == 0 {
		return
	}
	to := b.drafts[k]
	to.moved("text that stood elsewhere on the page was put here; check that it belongs", headOf(string(from.pieces[0].text), 60))
	if n := len(to.pieces); n > 0 && !pageEnds(to.pieces[n-1].tail(60)) && from.pieces[0].section == "" {
		to.pieces[n-1].join(string(from.pieces[0].text))
		from.pieces = from.pieces[1:]
	}
	to.pieces = append(to.pieces, from.pieces...)
	to.lines = append(to.lines, from.takeLines(false)...)
	from.pieces = nil
	if to.on == nil {
		to.on, from.on = from.on, nil
	}
}

// takeLines takes the lines of the headline, or the others, out of a draft.
func (d *draft) takeLines(heading bool) []sourceLine {
	var taken, left []sourceLine
	for _, l := range d.lines {
		if l.heading == heading {
			taken = append(taken, l)
		} else {
			left = append(left, l)
		}
	}
	d.lines = left
	return taken
}

func (d *draft) moved(message, excerpt string) {
	d.warnings = append(d.warnings, PageWarning{PageMoved, message, excerpt})
}

// kinship is the share of words, pairs of characters, that stand in the pieces.
func kinship(words map[string]bool, pieces []piece) float64 {
	found := 0
	for pair := range pairsOf(textOfPieces(pieces)) {
		if words[pair] {
			found++
		}
	}
	return float64(found) / float64(max(len(words), 1))
}

func textOfPieces(pieces []piece) string {
	text := ""
	for _, p := range pieces {
		if len(text) > kinshipRunes*len("字") {
			break
		}
		text += headOf(string(p.text[:min(len(p.text), kinshipRunes*len("字"))]), kinshipRunes*len("字"))
	}
	return text
}

// pairsOf returns the overlapping pairs of letters, digits and Han characters in text.
func pairsOf(text string) map[string]bool {
	runes := []rune(contentOf(text))
	pairs := make(map[string]bool, len(runes))
	for i := 1; i < len(runes); i++ {
		pairs[string(runes[i-1:i+1])] = true
	}
	return pairs
}
