package importer

import (
	"errors"
	"io/fs"
	"math"
	"slices"
	"strconv"
	"strings"

	"hebi/internal/newsroom"
)

// WeightColumns returns the header of weights.csv: all columns, in this order.
func WeightColumns() []string { return []string{"theme", "lang", "word", "weight"} }

// maxWeight bounds what a word may weigh; those that are learned lie within ±5.
const maxWeight = 100

// Weights reads weights.csv, in the order of the file and without the rows that
// have an error; nil when the file is absent.
func (f *Folder) Weights() ([]newsroom.ThemeWeight, []Problem) {
	r := newReader(weightsFile)
	data, err := f.readText(weightsFile, MaxTable)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		r.fail(err)
		return nil, r.problems
	}
	var weights []newsroom.ThemeWeight
	lines := map[newsroom.ThemeWeight]int{}
	r.eachRow(data, WeightColumns(), "learned weights", func(line int, row []string) {
		w, ok := r.weight(line, row)
		key := w
		key.Weight = 0
		if first := lines[key]; ok && first > 0 {
			r.errorf(line, "theme, lang and word are those of line %d already: delete one of the two lines", first)
			return
		}
		if ok {
			lines[key] = line
			weights = append(weights, w)
		}
	})
	return weights, r.problems
}

// weight reads one row.
func (r *reader) weight(line int, row []string) (newsroom.ThemeWeight, bool) {
	before := r.errors
	w := newsroom.ThemeWeight{Theme: row[0], Language: newsroom.Language(row[1]), Word: row[2]}
	if newsroom.CheckSlug(w.Theme) != nil {
		r.errorf(line, "theme is %q, which is no slug: write the slug of a theme", w.Theme)
	}
	if !slices.Contains(newsroom.Languages(), w.Language) {
		r.errorf(line, "lang is %q: write zh or en", w.Language)
	}
	if strings.Contains(w.Word, "\n") {
		r.errorf(line, "word must be one line: join its lines")
	}
	var err error
	w.Weight, err = strconv.ParseFloat(row[3], 64)
	switch {
	case err != nil || math.IsNaN(w.Weight) || math.Abs(w.Weight) > maxWeight:
		r.errorf(line, "weight is %q: write a number between -%d and %d, such as 0.85", row[3], maxWeight, maxWeight)
	case w.Word == "" && (w.Weight <= 0 || w.Weight >= 1):
		r.errorf(line, "weight is %q, and without a word it is the theme's threshold: write a number between 0 and 1", row[3])
	}
	return w, r.errors == before
}
