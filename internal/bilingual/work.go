package bilingual

import (
	"slices"

	"hebi/internal/hanzi"
)

// work is one alignment under way.
type work struct {
	model
	vocabulary *vocabulary
	zh, en     *Text
	zhUnits    []unit // sentences
	enUnits    []unit
	// pinned are the beads that editors decided; pinnedZH and pinnedEN hold the
	// sentences in them.
	pinned             []Bead
	pinnedZH, pinnedEN map[int]bool
	beads, blocks      []Bead
	// inForce, missing and contradicted are what became of the corrections.
	inForce, missing, contradicted []Correction
}

func newWork(zh, en *Text, o Options, m model) *work {
	w := &work{model: m, zh: zh, en: en, vocabulary: newVocabulary(), pinnedZH: map[int]bool{}, pinnedEN: map[int]bool{}}
	zhIDs, enIDs := anchors(w.vocabulary, zh, en, o.Terms)
	w.pin(o.Corrections)
	for _, b := range w.pinned {
		// Blocks follow what editors decided about their sentences.
		if b.Linked() {
			id := w.vocabulary.decision()
			for _, i := range b.Source {
				zhIDs[i] = append(zhIDs[i], id)
			}
			for _, j := range b.Target {
				enIDs[j] = append(enIDs[j], id)
			}
		}
	}
	w.zhUnits, w.enUnits = zh.units(zhIDs, m), en.units(enIDs, m)
	return w
}

// units are the sentences of a text.
func (t *Text) units(ids [][]int, m model) []unit {
	list := make([]unit, len(t.Sentences))
	for i, s := range t.Sentences {
		u := unit{at: i, block: s.Block, kind: t.kind(i), length: m.length(s.Text), sentences: 1, ids: ids[i]}
		if t.given {
			u.block = 0
			if !whole(u.kind) {
				u.sentences = max(1, len(hanzi.Sentences(s.Text)))
			}
		}
		list[i] = u
	}
	return list
}

// blockUnits are the blocks of a text that have sentences.
func (t *Text) blockUnits(sentences []unit) []unit {
	var list []unit
	for i, b := range t.Blocks {
		if b.From < b.To {
			list = append(list, together(sentences[b.From:b.To], i))
		}
	}
	return list
}

// together makes one unit of the sentences of a block.
func together(sentences []unit, block int) unit {
	all := unit{at: block, kind: sentences[0].kind}
	for _, u := range sentences {
		all.length += u.length
		all.sentences += u.sentences
		all.ids = append(all.ids, u.ids...)
	}
	slices.Sort(all.ids)
	all.ids = slices.Compact(all.ids)
	return all
}

// alignBlocks finds which blocks are which.
func (w *work) alignBlocks() {
	if w.zh.given || w.en.given {
		return // units are their own blocks
	}
	zh, en := w.zh.blockUnits(w.zhUnits), w.en.blockUnits(w.enUnits)
	s := newScorer(w.model, w.vocabulary, zh, en)
	s.leastLength = w.blockLength
	w.blocks = s.align(zh, en)
}

// alignSentences finds which sentences are which, block by block.
func (w *work) alignSentences() {
	s := newScorer(w.model, w.vocabulary, w.zhUnits, w.enUnits)
	if w.zh.given || w.en.given {
		w.alignRun(s, w.zhUnits, w.enUnits)
	} else {
		for _, b := range w.blocks {
			w.alignRun(s, w.zh.sentencesOf(b.Source, w.zhUnits), w.en.sentencesOf(b.Target, w.enUnits))
		}
	}
	for _, b := range w.pinned {
		b.Anchors = s.sharedAnchors(pick(w.zhUnits, b.Source), pick(w.enUnits, b.Target))
		w.beads = append(w.beads, b)
	}
	if w.zh.given || w.en.given {
		w.blocks = w.beads
	}
}

func (t *Text) sentencesOf(blocks []int, sentences []unit) []unit {
	var list []unit
	for _, b := range blocks {
		list = append(list, sentences[t.Blocks[b].From:t.Blocks[b].To]...)
	}
	return list
}

func pick(units []unit, at []int) []unit {
	var list []unit
	for _, i := range at {
		list = append(list, units[i])
	}
	return list
}

// alignRun aligns two runs of sentences between what editors decided in them.
func (w *work) alignRun(s *scorer, zh, en []unit) {
	for _, b := range w.borders(zh, en) {
		i := slices.IndexFunc(zh, func(u unit) bool { return u.at > b.Source[0] })
		j := slices.IndexFunc(en, func(u unit) bool { return u.at > b.Target[0] })
		i, j = orEnd(i, len(zh)), orEnd(j, len(en))
		w.alignFree(s, zh[:i], en[:j])
		zh, en = zh[i:], en[j:]
	}
	w.alignFree(s, zh, en)
}

func orEnd(i, end int) int {
	if i < 0 {
		return end
	}
	return i
}

// alignFree aligns the sentences that no editor decided about.
func (w *work) alignFree(s *scorer, zh, en []unit) {
	free := func(units []unit, pinned map[int]bool) []unit {
		return slices.DeleteFunc(slices.Clone(units), func(u unit) bool { return pinned[u.at] })
	}
	w.beads = append(w.beads, s.align(free(zh, w.pinnedZH), free(en, w.pinnedEN))...)
}

// borders are the most decided links within two runs that do not cross: what
// stands before one is not linked with what stands behind it.
func (w *work) borders(zh, en []unit) []Bead {
	in := func(units []unit, at int) bool {
		return slices.ContainsFunc(units, func(u unit) bool { return u.at == at })
	}
	var within []Bead
	for _, b := range w.pinned {
		if b.Linked() && in(zh, b.Source[0]) && in(en, b.Target[0]) {
			within = append(within, b)
		}
	}
	slices.SortFunc(within, func(a, b Bead) int { return a.Source[0] - b.Source[0] })
	// The longest ascending chain; editors decide about few links of a text.
	length, before := make([]int, len(within)), make([]int, len(within))
	last := -1
	for k, b := range within {
		length[k], before[k] = 1, -1
		for h, a := range within[:k] {
			if a.Target[0] < b.Target[0] && length[h]+1 > length[k] {
				length[k], before[k] = length[h]+1, h
			}
		}
		if last < 0 || length[k] > length[last] {
			last = k
		}
	}
	var chain []Bead
	for k := last; k >= 0; k = before[k] {
		chain = append(chain, within[k])
	}
	slices.Reverse(chain)
	return chain
}
