package newsroom

// Nearest returns the known word with the smallest distance to word, the first
// of equals, and whether it is close enough to be what was meant.
func Nearest(word string, known []string) (best string, near bool) {
	least := maxWord
	for _, k := range known {
		if d := Distance(word, k); d < least || best == "" {
			best, least = k, d
		}
	}
	return best, least <= max(2, len([]rune(word))/3)
}

// maxWord bounds the words that are compared, in characters: beyond it nothing is near.
const maxWord = 64

// Distance counts insertions, deletions, substitutions and swaps of
// neighbouring characters that turn one word into another (optimal string
// alignment), since swapped letters are the commonest slip of all. Of a word
// longer than 64 characters the distance to any other is the longer's length.
func Distance(from, to string) int {
	a, b := []rune(from), []rune(to)
	if len(a) > maxWord || len(b) > maxWord {
		return max(len(a), len(b))
	}
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := range a {
		row[0] = i + 1
		for j := range b {
			change := 1
			if a[i] == b[j] {
				change = 0
			}
			row[j+1] = min(last[j+1]+1, row[j]+1, last[j]+change)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
		}
		before, last, row = last, row, before
	}
	return last[len(b)]
}
