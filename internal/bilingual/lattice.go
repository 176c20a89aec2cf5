package bilingual

import (
	"math"
	"slices"
)

// shapes are the beads that are tried: units of Chinese and of English.
var shapes = [...][2]int{{1, 1}, {1, 2}, {2, 1}, {2, 2}, {1, 3}, {3, 1}, {1, 4}, {4, 1}, {2, 3}, {3, 2}, {1, 0}, {0, 1}}

// lattice is every way to align two runs of units. A place (i,j) stands behind
// i units of Chinese and j of English; only places near the diagonal are
// looked at, so that time and memory grow with the length of the texts.
type lattice struct {
	*scorer
	zh, en []unit
	// zhSpans and enSpans are the sides of beads: by first unit, then by number.
	zhSpans, enSpans [][longest + 1]span
	band             int
	// beads has the score of the bead of each shape that ends at a place.
	beads []float64
	// forward has the score of all ways together that lead to a place, backward
	// of those that lead on from it.
	forward, backward []float64
}

// bandWidth is how far from the diagonal an alignment may go, in units.
const bandWidth = 50

// align finds the beads of two runs of units, in their order.
func (s *scorer) align(zh, en []unit) []Bead {
	// Rows of the band must overlap, however unlike the texts are in length.
	band := max(bandWidth+max(len(zh), len(en))/20, len(en)/max(1, len(zh))+1)
	l := &lattice{scorer: s, zh: zh, en: en, band: band}
	l.zhSpans, l.enSpans = s.spans(zh, s.en), s.spans(en, s.zh)
	l.beads = make([]float64, l.places()*len(shapes))
	l.scoreBeads()
	l.forward = l.sumForward()
	l.backward = l.sumBackward()
	return l.best()
}

// row returns the places of row i, from first to before end.
func (l *lattice) row(i int) (first, end int) {
	if len(l.zh) == 0 {
		return 0, len(l.en) + 1
	}
	middle := i * len(l.en) / len(l.zh)
	return max(0, middle-l.band), min(len(l.en), middle+l.band) + 1
}

func (l *lattice) width() int {
	if len(l.zh) == 0 {
		return len(l.en) + 1
	}
	return min(2*l.band, len(l.en)) + 1
}

func (l *lattice) places() int { return (len(l.zh) + 1) * l.width() }

// place is the index of (i,j), -1 where it is not looked at.
func (l *lattice) place(i, j int) int {
	if i < 0 || j < 0 {
		return -1
	}
	first, end := l.row(i)
	if j < first || j >= end {
		return -1
	}
	return i*l.width() + j - first
}

// each calls visit for every bead: the place where it ends, the one where it
// begins, and its shape.
func (l *lattice) each(i int, visit func(j, place, from, shape int)) {
	first, end := l.row(i)
	for j := first; j < end; j++ {
		place := l.place(i, j)
		for k, shape := range shapes {
			if from := l.place(i-shape[0], j-shape[1]); from >= 0 {
				visit(j, place, from, k)
			}
		}
	}
}

func (l *lattice) scoreBeads() {
	for i := range len(l.zh) + 1 {
		l.each(i, func(j, place, _, k int) {
			l.beads[place*len(shapes)+k] = l.score(i, j, shapes[k][0], shapes[k][1])
		})
	}
}

// score scores the bead of n and m units that ends at a place.
func (l *lattice) score(i, j, n, m int) float64 {
	switch {
	case m == 0:
		return l.alone(l.zh[i-1])
	case n == 0:
		return l.alone(l.en[j-1])
	}
	return l.bead(&l.zhSpans[i-n][n], &l.enSpans[j-m][m])
}

func (l *lattice) nowhere() []float64 {
	values := make([]float64, l.places())
	for i := range values {
		values[i] = math.Inf(-1)
	}
	return values
}

func (l *lattice) sumForward() []float64 {
	sums := l.nowhere()
	sums[l.place(0, 0)] = 0
	for i := range len(l.zh) + 1 {
		l.each(i, func(_, place, from, k int) {
			sums[place] = addLog(sums[place], sums[from]+l.beads[place*len(shapes)+k])
		})
	}
	return sums
}

func (l *lattice) sumBackward() []float64 {
	sums := l.nowhere()
	sums[l.place(len(l.zh), len(l.en))] = 0
	for i := len(l.zh); i >= 0; i-- {
		first, end := l.row(i)
		for j := end - 1; j >= first; j-- {
			place := l.place(i, j)
			for k, shape := range shapes {
				if from := l.place(i-shape[0], j-shape[1]); from >= 0 {
					sums[from] = addLog(sums[from], sums[place]+l.beads[place*len(shapes)+k])
				}
			}
		}
	}
	return sums
}

// negligible is how much less likely something is that changes no sum.
const negligible = 37 // e^-37 < 2^-53

// addLog adds two numbers by their logarithms.
func addLog(a, b float64) float64 {
	if a < b {
		a, b = b, a
	}
	if b < a-negligible || math.IsInf(b, -1) {
		return a
	}
	return a + math.Log1p(math.Exp(b-a))
}

// probability is that of the bead among all ways to align the two runs.
func (l *lattice) probability(place, from, shape int) float64 {
	all := l.forward[l.place(len(l.zh), len(l.en))]
	log := l.forward[from] + l.beads[place*len(shapes)+shape] + l.backward[place] - all
	if log < -negligible {
		return 0
	}
	return math.Exp(log)
}

// best is the way whose beads are most probably right, taken together, rather
// than the one that is most probable as a whole: a doubtful place then costs
// its neighbours nothing.
func (l *lattice) best() []Bead {
	sums, chosen := l.nowhere(), make([]int, l.places())
	sums[l.place(0, 0)] = 0
	for i := range len(l.zh) + 1 {
		l.each(i, func(_, place, from, k int) {
			n := shapes[k][0] + shapes[k][1]
			if sum := sums[from] + l.probability(place, from, k)*float64(n); sum > sums[place] {
				sums[place], chosen[place] = sum, k
			}
		})
	}
	var beads []Bead
	for i, j := len(l.zh), len(l.en); i > 0 || j > 0; {
		place := l.place(i, j)
		n, m := shapes[chosen[place]][0], shapes[chosen[place]][1]
		zh, en := l.zh[i-n:i], l.en[j-m:j]
		beads = append(beads, Bead{
			Source: indices(zh), Target: indices(en), Anchors: l.sharedAnchors(zh, en),
			Confidence: min(1, l.probability(place, l.place(i-n, j-m), chosen[place])),
		})
		i, j = i-n, j-m
	}
	slices.Reverse(beads)
	return beads
}

func indices(units []unit) []int {
	var list []int
	for _, u := range units {
		list = append(list, u.at)
	}
	return list
}
