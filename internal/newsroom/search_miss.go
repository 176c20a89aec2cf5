package newsroom

// SearchMiss is how often a question that finds nothing was asked on one day.
// It tells what readers seek in vain, and of no reader anything.
type SearchMiss struct {
	// Day is the day in the site's zone, as 2006-01-02.
	Day string
	// Query is the question, folded, so that ways of writing it are one.
	Query string
	Count int
}
