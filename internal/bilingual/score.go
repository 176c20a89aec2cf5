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

// longest is how many units of one side a bead has at most.
const longest = 4

// span is a run of units that may be one side of a bead, with what its score
// needs, so that scoring the many beads of a text takes no logarithms.
type span struct {
	units []unit
	// divided is set when the structure of the text allows no such bead.
	divided   bool
	sentences int
	// ids are those of the anchors of all units, ascending.
	ids []int
	// logLength is the logarithm of the length of all units together.
	logLength float64
	// variance is that of the ratio of lengths to a Chinese span, logDeviation
	// the logarithm of its root.
	variance, logDeviation float64
	// byChance scores the length of an English span by itself.
	byChance float64
	// missed scores all anchors as missing from so many units of the other side.
	missed [longest + 1]float64
}

// scorer scores beads. A score is the natural logarithm of how much likelier
// what is seen is of units that are linked than of units that are not; 0 says
// nothing either way.
type scorer struct {
	model
	anchors []Anchor // by id
	// zh and en are what is known of the anchors in either text, by id.
	zh, en []frequency
	// mean and lengthVariance are of the logarithms of the English lengths.
	mean, lengthVariance float64
	// leastLength is the least score of lengths.
	leastLength float64
	// Logarithms of probabilities of the model; logEqual is that of a sentence
	// that became a sentence.
	logSingle, logUneven, logEqual float64
}

// frequency is how often an anchor is in a text.
type frequency struct {
	// found scores it by chance in one unit of the text, in two, and so on.
	found [longest + 1]float64
	// missed scores that it is not there though the other side of a bead has it.
	missed [longest + 1]float64
}

func newScorer(m model, v *vocabulary, zh, en []unit) *scorer {
	s := &scorer{model: m, anchors: v.anchors, leastLength: math.Inf(-1)}
	s.logSingle, s.logUneven = math.Log(m.single), math.Log(m.uneven)
	s.logEqual = math.Log(1 - 2*m.single - 2*m.uneven)
	s.zh, s.en = s.frequencies(zh, 1), s.frequencies(en, 0)
	n := float64(len(en))
	for _, u := range en {
		s.mean += math.Log(u.length) / n
	}
	// Few units do not tell how much lengths differ: begin with four that differ
	// as sentences of news do.
	const usual, weight = 0.3, 4
	s.lengthVariance = usual * weight / (n + weight)
	for _, u := range en {
		s.lengthVariance += square(math.Log(u.length)-s.mean) / (n + weight)
	}
	return s
}

func square(x float64) float64 { return x * x }

// frequencies counts the anchors of one text; from is the other side, 0 the
// Chinese, from which they are looked for.
func (s *scorer) frequencies(units []unit, from int) []frequency {
	count := make([]float64, len(s.anchors))
	for _, u := range units {
		for _, id := range u.ids {
			count[id]++
		}
	}
	list := make([]frequency, len(s.anchors))
	for id := range list {
		kept := s.kept[s.anchors[id].Kind][from]
		if kept == 0 {
			continue
		}
		none := 1.0
		for n := 1; n <= longest; n++ {
			none *= 1 - (count[id]+0.5)/(float64(len(units))+1)
			list[id].found[n] = math.Log(kept/(1-none)) / 2
			list[id].missed[n] = math.Log((1 - kept) / none)
		}
	}
	return list
}

// spans prepares the runs of up to longest units that begin at each; other is
// the text that the other side of a bead is from.
func (s *scorer) spans(units []unit, other []frequency) [][longest + 1]span {
	list := make([][longest + 1]span, len(units))
	for i := range units {
		for n := 1; n <= longest && i+n <= len(units); n++ {
			list[i][n] = s.span(units[i:i+n], list[i][n-1].ids, other)
		}
	}
	return list
}

// span prepares one run; ids are those of all its units but the last.
func (s *scorer) span(units []unit, ids []int, other []frequency) span {
	p := span{units: units, divided: divided(units), ids: union(ids, units[len(units)-1].ids)}
	length := 0.0
	for _, u := range units {
		length += u.length
		p.sentences += u.sentences
	}
	p.logLength = math.Log(length)
	p.variance = s.spread + s.spreadPer*s.perHan/length
	p.logDeviation = math.Log(p.variance) / 2
	p.byChance = -square(p.logLength-math.Log(float64(len(units)))-s.mean)/(2*s.lengthVariance) - math.Log(s.lengthVariance)/2
	for _, id := range p.ids {
		for n := 1; n <= longest; n++ {
			p.missed[n] += other[id].missed[n]
		}
	}
	return p
}

// union merges two ascending lists.
func union(a, b []int) []int {
	if len(a) == 0 {
		return b
	}
	all := slices.Concat(a, b)
	slices.Sort(all)
	return slices.Compact(all)
}

// divided reports whether units may not be in one bead: they do not follow one
// another, or are things that no translator runs together.
func divided(units []unit) bool {
	for i, u := range units[1:] {
		if u.at != units[i].at+1 || !prose(u.kind) || !prose(units[i].kind) {
			return true
		}
	}
	return false
}

// pairs reports whether blocks of the kinds may be linked.
func pairs(a, b markdown.Kind) bool { return a == b || prose(a) && prose(b) }

// bead scores two spans as one link; minus infinity forbids it.
func (s *scorer) bead(zh, en *span) float64 {
	if zh.divided || en.divided || !pairs(zh.units[0].kind, en.units[0].kind) {
		return math.Inf(-1)
	}
	n, m := len(zh.units), len(en.units)
	crossings := zh.units[n-1].block - zh.units[0].block + en.units[m-1].block - en.units[0].block
	return s.shape(zh.sentences, en.sentences, min(n, m)) + s.cross*float64(crossings) + s.lengths(zh, en) + s.anchored(zh, en)
}

// alone scores a unit without partner.
func (s *scorer) alone(u unit) float64 { return s.logSingle * float64(u.sentences) }

// shape scores how many sentences became how many.
func (s *scorer) shape(zh, en, both int) float64 {
	return s.logEqual*float64(min(zh, en)) + s.logUneven*math.Abs(float64(zh-en)) + s.glue*float64(both-1)
}

// lengths scores the lengths; the alternative is English of the length that so
// many units happen to have in this text.
func (s *scorer) lengths(zh, en *span) float64 {
	return max(s.leastLength, -square(en.logLength-zh.logLength)/(2*zh.variance)-zh.logDeviation-en.byChance)
}

// anchored scores the anchors. One that is on both sides counts as the mean of
// how it looks from either: in a link it is as likely as kept says, by chance as
// likely as it is frequent. What is missed can say so much and no more, since a
// table in other units misses every number.
func (s *scorer) anchored(zh, en *span) float64 {
	n, m := len(zh.units), len(en.units)
	gain, loss := 0.0, zh.missed[m]+en.missed[n]
	for i, j := 0, 0; i < len(zh.ids) && j < len(en.ids); {
		switch a, b := zh.ids[i], en.ids[j]; {
		case a < b:
			i++
		case b < a:
			j++
		default:
			gain += s.zh[a].found[n] + s.en[a].found[m]
			loss -= s.zh[a].missed[n] + s.en[a].missed[m]
			i++
			j++
		}
	}
	return gain + max(loss, s.floor)
}

// sharedAnchors lists what both sides of a bead hold.
func (s *scorer) sharedAnchors(zh, en []unit) []Anchor {
	in := func(units []unit, id int) bool {
		return slices.ContainsFunc(units, func(u unit) bool {
			_, ok := slices.BinarySearch(u.ids, id)
			return ok
		})
	}
	var list []Anchor
	for _, u := range zh {
		for _, id := range u.ids {
			if a := s.anchors[id]; a.Kind != decisionAnchor && in(en, id) && !slices.Contains(list, a) {
				list = append(list, a)
			}
		}
	}
	return list
}
