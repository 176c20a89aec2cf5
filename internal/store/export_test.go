package store

import "hebi/internal/search"

// WindowBorders are the stretches [from, to) of a document's tokens, the title's
// first and a break after them, that PostgreSQL's parts hold.
func WindowBorders(d search.Document) (tokens []string, borders [][2]int) {
	text := streamOf(d)
	for w := range text.windows(postgresLimits()) {
		borders = append(borders, [2]int{w.from, w.to})
	}
	return text.tokens, borders
}
