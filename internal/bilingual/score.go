package bilingual

import (
	"math"
	"slices"

	"hebi/internal/markdown"
)

// unit is what a bead is made of: a sentence or a whole block.
type unit struct {
	// at is its index in the text, block that of its block.
	at, block int
	kind      markdown.Kind
	// length is in characters of English; of Chinese, what is expected.
	length float64
	// sentences it holds, at least 1.
	sentences int
	// ids are those of its anchors, ascending.
	ids []int
}

// together makes one unit of several.
func together(units []unit) unit {
	if len(units) == 1 {
		return units[0]
	}
	all := unit{at: units[0].at, kind: units[0].kind}
	for _, u := range units {
		all.length += u.length
		all.sentences += u.sentences
		all.ids = append(all.ids, u.ids...)
	}
	slices.Sort(all.ids)
	all.ids = slices.Compact(all.ids)
	return all
}

// scorer scores beads. A score is the natural logarithm of how much likelier
// what is seen is of units that are linked than of units that are not; 0 says
// nothing either way.
type scorer struct {
	model
	anchors []Anchor // by id
	// inZH and inEN are the probabilities that any unit has an anchor.
	inZH, inEN []float64
	// mean and variance are of the logarithms of the English lengths.
	mean, variance float64
}

func newScorer(m model, v *vocabulary, zh, en []unit) *scorer {
	s := &scorer{model: m, anchors: v.anchors}
	s.inZH, s.inEN = frequencies(zh, len(v.anchors)), frequencies(en, len(v.anchors))
	n := float64(len(en))
	for _, u := range en {
		s.mean += math.Log(u.length) / n
	}
	// Few units do not tell how much lengths differ: begin with four that differ
	// as sentences of news do.
	const usual, weight = 0.3, 4
	s.variance = usual * weight / (n + weight)
	for _, u := range en {
		s.variance += square(math.Log(u.length)-s.mean) / (n + weight)
	}
	return s
}

func square(x float64) float64 { return x * x }

// frequencies are how likely a unit is to have each anchor, never 0 or 1.
func frequencies(units []unit, anchors int) []float64 {
	p := make([]float64, anchors)
	for _, u := range units {
		for _, id := range u.ids {
			p[id]++
		}
	}
	for i := range p {
		p[i] = (p[i] + 0.5) / (float64(len(units)) + 1)
	}
	return p
}

// bead scores units of both texts as one link; minus infinity forbids it.
func (s *scorer) bead(zh, en []unit) float64 {
	if !joins(zh) || !joins(en) || !pairs(zh[0].kind, en[0].kind) {
		return math.Inf(-1)
	}
	a, b := together(zh), together(en)
	crossings := zh[len(zh)-1].block - zh[0].block + en[len(en)-1].block - en[0].block
	return s.shape(a.sentences, b.sentences, min(len(zh), len(en))) + s.cross*float64(crossings) +
		s.lengths(a.length, b.length, len(en)) + s.anchored(a.ids, b.ids, len(zh), len(en))
}

// alone scores a unit without partner.
func (s *scorer) alone(u unit) float64 { return math.Log(s.single) * float64(u.sentences) }

// joins reports whether units may be in one bead: they follow one another, and
// are not divided by the structure of the text.
func joins(units []unit) bool {
	for i, u := range units[1:] {
		if u.at != units[i].at+1 || !prose(u.kind) || !prose(units[i].kind) {
			return false
		}
	}
	return true
}

// pairs reports whether blocks of the kinds may be linked.
func pairs(a, b markdown.Kind) bool { return a == b || prose(a) && prose(b) }

// shape scores how many sentences became how many.
func (s *scorer) shape(zh, en, both int) float64 {
	equal := math.Log(1 - 2*s.single - 2*s.uneven)
	return equal*float64(min(zh, en)) + math.Log(s.uneven)*math.Abs(float64(zh-en)) + s.glue*float64(both-1)
}

// lengths scores the lengths; the alternative is English of the length that so
// many units happen to have in this text.
func (s *scorer) lengths(zh, en float64, units int) float64 {
	v := s.spread + s.spreadPer*s.perHan/zh
	linked := -square(math.Log(en/zh))/(2*v) - math.Log(v)/2
	chance := -square(math.Log(en/float64(units))-s.mean)/(2*s.variance) - math.Log(s.variance)/2
	return linked - chance
}

func (s *scorer) anchored(zh, en []int, n, m int) float64 {
	score := 0.0
	i, j := 0, 0
	for i < len(zh) || j < len(en) {
		switch {
		case j == len(en) || i < len(zh) && zh[i] < en[j]:
			score += s.missed(zh[i], 0, s.inEN, m)
			i++
		case i == len(zh) || en[j] < zh[i]:
			score += s.missed(en[j], 1, s.inZH, n)
			j++
		default:
			score += s.shared(zh[i], n, m)
			i++
			j++
		}
	}
	return score
}

// shared scores an anchor of both sides, the mean of how it looks from either:
// in a link it is as likely as kept says, by chance as likely as it is frequent.
func (s *scorer) shared(id, n, m int) float64 {
	kept := s.kept[s.anchors[id].Kind]
	if kept[0] == 0 {
		return 0
	}
	return math.Log(kept[0]*kept[1]/(chance(s.inEN[id], m)*chance(s.inZH[id], n))) / 2
}

// missed scores an anchor of one side, 0 the Chinese, that the other has not.
func (s *scorer) missed(id, side int, in []float64, units int) float64 {
	kept := s.kept[s.anchors[id].Kind][side]
	if kept == 0 {
		return 0
	}
	return math.Log((1 - kept) / (1 - chance(in[id], units)))
}

// chance is that one of several units has what one has with probability p.
func chance(p float64, units int) float64 {
	if units == 1 {
		return p
	}
	return 1 - math.Pow(1-p, float64(units))
}

// sharedAnchors lists what both sides of a bead hold.
func (s *scorer) sharedAnchors(zh, en []unit) []Anchor {
	if len(zh) == 0 || len(en) == 0 {
		return nil
	}
	var list []Anchor
	other := together(en).ids
	for _, id := range together(zh).ids {
		if _, ok := slices.BinarySearch(other, id); ok && s.anchors[id].Kind != decisionAnchor {
			list = append(list, s.anchors[id])
		}
	}
	return list
}
