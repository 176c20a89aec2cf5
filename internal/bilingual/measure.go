package bilingual

import (
	"fmt"
	"slices"

	"hebi/internal/newsroom"
	"hebi/internal/terms"
)

// Judged are two texts of which somebody said what is linked.
type Judged struct {
	// ZH and EN are the sentences, or other units that stay whole.
	ZH, EN []string
	// Links are indices of Chinese and of English sentences that belong together.
	Links [][2][]int
}

// Check is the first thing wrong with the links: newsroom.ErrInvalid.
func (j Judged) Check() error {
	size := [2]int{len(j.ZH), len(j.EN)}
	if size[0] == 0 || size[1] == 0 {
		return newsroom.Because(newsroom.ErrInvalid, "has no sentences in zh or in en: give both")
	}
	var taken [2]map[int]bool
	for side, language := range newsroom.Languages() {
		taken[side] = map[int]bool{}
		for n, link := range j.Links {
			if len(link[0])+len(link[1]) == 0 {
				return newsroom.Because(newsroom.ErrInvalid, "link %d names no sentence: give the indices of two sides", n)
			}
			for _, i := range link[side] {
				if i < 0 || i >= size[side] {
					return newsroom.Because(newsroom.ErrInvalid, "link %d names sentence %d of %s: use 0 to %d", n, i, language, size[side]-1)
				}
				if taken[side][i] {
					return newsroom.Because(newsroom.ErrInvalid, "link %d names sentence %d of %s, which another link has: put them into one link", n, i, language)
				}
				taken[side][i] = true
			}
		}
	}
	return nil
}

// Figures count links: those that were judged, those that were found, and those
// that are the same, with the same sentences on both sides.
type Figures struct{ Judged, Found, Right int }

// Precision is the part of the found links that are right, 0 without any.
func (f Figures) Precision() float64 { return fraction(f.Right, f.Found) }

// Recall is the part of the judged links that were found, 0 without any.
func (f Figures) Recall() float64 { return fraction(f.Right, f.Judged) }

// F1 is the harmonic mean of both.
func (f Figures) F1() float64 { return fraction(2*f.Right, f.Found+f.Judged) }

func fraction(n, of int) float64 {
	if of == 0 {
		return 0
	}
	return float64(n) / float64(of)
}

// Measure aligns documents without any correction and counts. Sentences without
// partner count as links only when some document lists such; else neither those
// judged nor those found do.
func Measure(documents []Judged, base *terms.Base) Figures {
	return measure(documents, base, measured())
}

func measure(documents []Judged, base *terms.Base, m model) Figures {
	single := slices.ContainsFunc(documents, func(j Judged) bool {
		return slices.ContainsFunc(j.Links, func(l [2][]int) bool { return len(l[0]) == 0 || len(l[1]) == 0 })
	})
	var f Figures
	for _, j := range documents {
		judged := map[string]bool{}
		for _, l := range j.Links {
			judged[name(l[0], l[1])] = true
		}
		f.Judged += len(j.Links)
		for _, b := range align(Given(newsroom.Chinese, j.ZH), Given(newsroom.English, j.EN), Options{Terms: base}, m).Beads {
			if !b.Linked() && !single {
				continue
			}
			f.Found++
			if judged[name(b.Source, b.Target)] {
				f.Right++
			}
		}
	}
	return f
}

// name tells links apart, in whatever order their sentences come.
func name(zh, en []int) string {
	return fmt.Sprint(slices.Sorted(slices.Values(zh)), slices.Sorted(slices.Values(en)))
}
