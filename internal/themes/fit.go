package themes

import (
	"cmp"
	"math"
	"slices"
)

// A theme's weights are those of a logistic regression whose weights are pulled
// back to what the editors wrote: a text has the theme when its sum, in units
// of its need, is above the threshold's ratio. It is solved by one weight after
// the other (coordinate descent with Newton's steps), which is exact enough
// after some rounds since each word stands in few texts.
const (
	// steep turns a sum in units of the need into log-odds.
	steep = 6
	// The pulls are per unit of caution: of a known word to its weight, of a
	// word against the theme to 0, of the threshold to the common one.
	pullKnown, pullAgainst, pullThreshold = 5, 5, 100
	// hasTheme is how much more a text counts that has the theme: few have.
	hasTheme = 1.5
	// mostRounds ends a fit that does not settle, settled is the step that does;
	// one step changes a weight by mostStep at most.
	mostRounds, settled, mostStep = 60, 1e-3, 0.5
)

// feature is a word in the texts of a fit.
type feature struct {
	word *word
	// start is what the weight is pulled back to with strength pull.
	weight, start, pull float64
	// in lists the texts that the word stands in, and x what one unit of weight adds to each.
	in []int
	x  []float64
}

// fit is what is learned of one theme.
type fit struct {
	features []*feature
	// shift is what is added to the ratio of the common threshold.
	shift         float64
	pullThreshold float64
	// odds are the texts' log-odds of having the theme, has whether they do.
	odds []float64
	has  []bool
}

// fit learns one theme.
func (m *material) fit(theme int, slug string, caution float64) *fit {
	f := &fit{pullThreshold: caution * pullThreshold}
	for _, r := range m.texts {
		f.odds = append(f.odds, -steep*threshold/(1-threshold))
		f.has = append(f.has, slices.Contains(r.themes, slug))
	}
	var others []*feature
	for _, ft := range m.features(theme) {
		if weight := ft.word.speaks(theme); weight != 0 {
			ft.start = weight * (1 - common*math.Log(float64(len(ft.in)))/math.Log(float64(len(m.texts))))
			ft.pull = caution * pullKnown
			f.move(ft, ft.start)
			f.features = append(f.features, ft)
		} else if telling(len(ft.in), len(m.texts)) {
			ft.pull = caution * pullAgainst
			others = append(others, ft)
		}
	}
	f.descend()
	f.features = append(f.features, f.against(others)...)
	f.descend()
	return f
}

// features are the words of the texts, in the order in which they are met.
func (m *material) features(theme int) []*feature {
	known := map[*word]*feature{}
	var list []*feature
	for d, r := range m.texts {
		times := map[*word]float64{}
		meet := func(w *word, boost float64) {
			ft := known[w]
			if ft == nil {
				ft = &feature{word: w}
				known[w] = ft
				list = append(list, ft)
			}
			times[w]++
			if last := len(ft.in) - 1; last < 0 || ft.in[last] != d {
				ft.in, ft.x = append(ft.in, d), append(ft.x, 0)
			}
			ft.x[len(ft.x)-1] += boost / times[w] / r.need
		}
		for _, field := range r.fields {
			for _, m := range field.named {
				meet(m.word, field.boost)
			}
			outside(field.named, field.words, func(m mention, around []mention) {
				if !speak(around, theme) {
					meet(m.word, field.boost)
				}
			})
		}
	}
	return list
}

// move adds a step to a weight and to the texts the word stands in.
func (f *fit) move(ft *feature, step float64) {
	ft.weight += step
	for i, d := range ft.in {
		f.odds[d] += steep * step * ft.x[i]
	}
}

// residual is how far a text is from having, or not having, the theme for
// certain, and the slope of that.
func (f *fit) residual(d int) (off, slope float64) {
	p := 1 / (1 + math.Exp(-f.odds[d]))
	if f.has[d] {
		return hasTheme * (1 - p), hasTheme * p * (1 - p)
	}
	return -p, p * (1 - p)
}

// slope is the gradient of the likelihood in a weight, and its curvature.
func (f *fit) slope(ft *feature) (gradient, curvature float64) {
	for i, d := range ft.in {
		off, slope := f.residual(d)
		x := steep * ft.x[i]
		gradient += off * x
		curvature += slope * x * x
	}
	return gradient, curvature
}

// against returns the words that explain best why texts without the theme look
// as if they had it.
func (f *fit) against(others []*feature) []*feature {
	gain := map[*feature]float64{}
	var list []*feature
	for _, ft := range others {
		if gradient, curvature := f.slope(ft); gradient < 0 {
			gain[ft] = gradient * gradient / (curvature + ft.pull)
			list = append(list, ft)
		}
	}
	slices.SortStableFunc(list, func(a, b *feature) int { return cmp.Compare(gain[b], gain[a]) })
	return list[:min(len(list), mostAgainst)]
}

// descend brings weights and threshold to where they fit best.
func (f *fit) descend() {
	for range mostRounds {
		largest := 0.0
		for _, ft := range f.features {
			gradient, curvature := f.slope(ft)
			step := limited((gradient - ft.pull*(ft.weight-ft.start)) / (curvature + ft.pull))
			f.move(ft, step)
			largest = max(largest, math.Abs(step))
		}
		if largest = max(largest, math.Abs(f.moveThreshold())); largest < settled {
			return
		}
	}
}

func limited(step float64) float64 { return max(-mostStep, min(mostStep, step)) }

// moveThreshold makes one step with the threshold and returns it.
func (f *fit) moveThreshold() float64 {
	gradient, curvature := 0.0, 0.0
	for d := range f.odds {
		off, slope := f.residual(d)
		gradient -= off * steep
		curvature += slope * steep * steep
	}
	step := limited((gradient - f.pullThreshold*f.shift) / (curvature + f.pullThreshold))
	f.shift += step
	for d := range f.odds {
		f.odds[d] -= steep * step
	}
	return step
}
