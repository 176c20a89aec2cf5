package importer

import (
	"slices"
	"strings"
	"unicode"
)

const (
	// cellSpaces is how many spaces part two columns on a line; one or two also stand inside headlines.
	cellSpaces = 3
	// columnsMax is the widest line, in half-width columns, that is looked at for columns of text.
	columnsMax = 600
	// edgeShare is how many of the rows have a cell that starts at the edge of a column.
	edgeShare = 0.12
	// columnGap is how many rows below the last a line of the same column may stand without a gap.
	columnGap = 4
	// columnMin is the narrowest column of text in half-width columns.
	columnMin = 6
)

// cell is a piece of a line that wide space sets apart.
type cell struct {
	row, start, end int
	text            string
	source          sourceLine
}

// uncolumnPage puts columns that were extracted side by side, as pdftotext
// -layout does, one below the other. It reports whether there were any.
func uncolumnPage(lines []pageLine) ([]pageLine, bool) {
	var best []int
	var cells []cell
	clean := 0.0
	// Some tools count a Chinese character as two columns, others as one: the
	// count that lines more cells up is right.
	for _, wide := range []int{1, 2} {
		found := cellsOf(lines, wide)
		edges, share := findColumns(found)
		if len(edges) > 1 && (share > clean+0.02 || len(edges) > len(best) && share >= clean) {
			best, cells, clean = edges, found, share
		}
	}
	if len(best) < 2 {
		return lines, false
	}
	return stackColumns(lines, cells, best), true
}

// cellsOf splits lines at wide spaces; wide is how many columns a Chinese character takes.
func cellsOf(lines []pageLine, wide int) []cell {
	var cells []cell
	row := 0
	for i := range lines {
		row += lines[i].gap + 1
		col, spaces := lines[i].indent, 0
		open := false
		from := 0
		for at, r := range lines[i].text {
			if unicode.IsSpace(r) {
				spaces++
				if r == '\u3000' && wide == 2 {
					spaces++
				}
			} else {
				if open && spaces >= cellSpaces {
					last := &cells[len(cells)-1]
					last.text = strings.TrimSpace(lines[i].text[from:at])
					open = false
				}
				col += spaces
				spaces = 0
				if !open {
					cells = append(cells, cell{row: row, start: col, source: lines[i].source})
					open, from = true, at
				}
				col++
				if r >= 0x2E80 {
					col += wide - 1
				}
				cells[len(cells)-1].end = col
			}
		}
		if open {
			cells[len(cells)-1].text = strings.TrimSpace(lines[i].text[from:])
		}
	}
	return cells
}

// findColumns finds the left edges of columns: positions where many cells
// start and that few cells run over. share is how many cells start at an edge
// or as far right of one as an indent goes.
func findColumns(cells []cell) (edges []int, share float64) {
	starts := make([]int, columnsMax)
	rows, beside := 0, 0
	for i := 0; i < len(cells); {
		end := i
		for end < len(cells) && cells[end].row == cells[i].row {
			end++
		}
		rows++
		if end-i > 1 {
			beside++
			for _, c := range cells[i:end] {
				starts[min(c.start, columnsMax-1)]++
			}
		}
		i = end
	}
	if beside < 4 || beside*3 < rows {
		return nil, 0
	}
	order := make([]int, columnsMax)
	for at := range order {
		order[at] = at
	}
	slices.SortStableFunc(order, func(a, b int) int { return starts[b] - starts[a] })
	crossed := crossings(cells)
	for _, at := range order {
		near := func(edge int) bool { return max(at-edge, edge-at) < columnMin }
		if float64(starts[at]) < edgeShare*float64(beside) || starts[at] < 3 {
			break
		}
		if crossed[at]*3 < starts[at] && !slices.ContainsFunc(edges, near) {
			edges = append(edges, at)
		}
	}
	slices.Sort(edges)
	kept := 0
	for _, c := range cells {
		if n := columnOf(edges, c.start); n >= 0 && c.start >= edges[n] && c.start <= edges[n]+2*indentEms {
			kept++
		}
	}
	return edges, float64(kept) / float64(max(len(cells), 1))
}

// crossings counts for each position the cells that begin before it and end behind it.
func crossings(cells []cell) []int {
	steps := make([]int, columnsMax+1)
	for _, c := range cells {
		if c.start+1 < c.end && c.start+1 < columnsMax {
			steps[c.start+1]++
			steps[min(c.end, columnsMax)]--
		}
	}
	for at := 1; at < len(steps); at++ {
		steps[at] += steps[at-1]
	}
	return steps
}

// columnOf returns the column that a cell starting at start belongs to, -1
// without columns: large type may start a little to the left of its column.
func columnOf(edges []int, start int) int {
	for n := len(edges) - 1; n > 0; n-- {
		if start >= edges[n]-2*indentEms {
			return n
		}
	}
	return min(len(edges), 1) - 1
}

// stackColumns returns the cells as lines, column by column.
func stackColumns(lines []pageLine, cells []cell, edges []int) []pageLine {
	stacks := make([][]cell, len(edges))
	for _, c := range cells {
		n := columnOf(edges, c.start)
		stacks[n] = append(stacks[n], c)
	}
	out := make([]pageLine, 0, len(cells))
	for _, stack := range stacks {
		left := leftEdge(stack)
		row := 0
		for i, c := range stack {
			line := newPageLine(c.text)
			line.source = c.source
			line.indent = max(c.start-left, 0)
			// Rows of the neighbours and of larger type lie between those of a
			// column, so only a wide gap says something.
			line.gap = max(c.row-row-columnGap, 0)
			if i == 0 {
				line.gap = 1
			}
			row = c.row
			out = append(out, line)
		}
	}
	return out
}

// leftEdge returns where most cells of a column start.
func leftEdge(stack []cell) int {
	starts := make([]int, len(stack))
	for i, c := range stack {
		starts[i] = c.start
	}
	slices.Sort(starts)
	best, most := 0, 0
	for i := 0; i < len(starts); {
		end := i
		for end < len(starts) && starts[end] == starts[i] {
			end++
		}
		if end-i > most {
			best, most = starts[i], end-i
		}
		i = end
	}
	return best
}
