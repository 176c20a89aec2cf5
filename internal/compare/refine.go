package compare

import "strings"

// leastKept is how much of the words of a sentence must have stayed, in
// hundredths, for its words to be shown one by one.
const leastKept = 25

// segment is a run of tokens that two sentences share, or what one has instead
// of the other's; runs are of tokens here.
type segment struct {
	old, new run
	same     bool
}

func (s segment) len() int { return max(s.old.len(), s.new.len()) }

// cut is a piece, by its length in bytes.
type cut struct {
	kind   Kind
	length int
}

// refine compares two sentences word by word.
func refine(old, new string) []cut {
	a, b := tokens(old), tokens(new)
	segments := segmentsOf(a, b)
	slide(segments, a, b)
	segments = absorb(segments, a, b)
	if !enoughKept(segments, a, b) {
		segments = []segment{{old: run{0, len(a)}, new: run{0, len(b)}}}
	}
	return cutsOf(segments, a, b)
}

func segmentsOf(a, b []string) []segment {
	ids := numbering{}
	number := func(list []string) []int {
		numbers := make([]int, len(list))
		for i, t := range list {
			numbers[i] = ids.of(t)
		}
		return numbers
	}
	onlyA, onlyB := shortest(number(a), number(b))
	var list []segment
	for i, j := 0, 0; i < len(a) || j < len(b); {
		s := segment{old: run{i, i}, new: run{j, j}}
		for i < len(a) && onlyA[i] {
			i++
		}
		for j < len(b) && onlyB[j] {
			j++
		}
		if i == s.old.from && j == s.new.from {
			s.same = true
			for i < len(a) && j < len(b) && !onlyA[i] && !onlyB[j] {
				i, j = i+1, j+1
			}
		}
		s.old.to, s.new.to = i, j
		list = append(list, s)
	}
	return list
}

// slide moves what was only removed or only added to where it reads best. Of
// 发展，创新 → 发展，绿色发展，创新 both 发展，绿色 and 绿色发展， can be called added.
func slide(segments []segment, a, b []string) {
	for k := 1; k+1 < len(segments); k++ {
		s := segments[k]
		list, r := a, s.old
		switch {
		case s.same || s.old.len() > 0 && s.new.len() > 0:
			continue
		case s.old.len() == 0:
			list, r = b, s.new
		}
		by, best := 0, borderScore(list, r)
		for d := -1; -d < segments[k-1].len() && list[r.from+d] == list[r.to+d]; d-- {
			if score := borderScore(list, run{r.from + d, r.to + d}); score > best {
				by, best = d, score
			}
		}
		for d := 1; d < segments[k+1].len() && list[r.from+d-1] == list[r.to+d-1]; d++ {
			if score := borderScore(list, run{r.from + d, r.to + d}); score > best {
				by, best = d, score
			}
		}
		shift(segments, k, by)
	}
}

// shift moves a segment between two that are the same by some tokens.
func shift(segments []segment, k, by int) {
	before, s, after := &segments[k-1], &segments[k], &segments[k+1]
	before.old.to, before.new.to = before.old.to+by, before.new.to+by
	s.old, s.new = run{s.old.from + by, s.old.to + by}, run{s.new.from + by, s.new.to + by}
	after.old.from, after.new.from = after.old.from+by, after.new.from+by
}

// borderScore says how natural it is to cut out a run of tokens: best after a
// mark on both sides, then before one, then beside spaces.
func borderScore(list []string, r run) int {
	score := func(i int) int {
		switch {
		case i == 0 || i == len(list):
			return 3
		case !isWord(list[i-1]) && !isSpace(list[i-1]):
			return 3
		case isSpace(list[i-1]):
			return 2
		case !isWord(list[i]):
			return 1
		}
		return 0
	}
	return score(r.from) + score(r.to)
}

// absorb takes what stayed between two changes for changed if it is shorter
// than both of them, or is white space between words.
func absorb(segments []segment, a, b []string) []segment {
	says := func(s segment) bool { return countWords(a[s.old.from:s.old.to])+countWords(b[s.new.from:s.new.to]) > 0 }
	var list []segment
	for _, s := range segments {
		for !s.same && len(list) >= 2 {
			before, island := list[len(list)-2], list[len(list)-1]
			space := strings.TrimSpace(strings.Join(a[island.old.from:island.old.to], "")) == "" && says(before) && says(s)
			if !space && island.len() >= min(before.len(), s.len()) {
				break
			}
			s = segment{old: run{before.old.from, s.old.to}, new: run{before.new.from, s.new.to}}
			list = list[:len(list)-2]
		}
		list = append(list, s)
	}
	return list
}

func enoughKept(segments []segment, a, b []string) bool {
	kept := 0
	for _, s := range segments {
		if s.same {
			kept += countWords(a[s.old.from:s.old.to])
		}
	}
	return 100*kept >= leastKept*max(countWords(a), countWords(b))
}

func countWords(tokens []string) int {
	n := 0
	for _, t := range tokens {
		if isWord(t) {
			n++
		}
	}
	return n
}

func cutsOf(segments []segment, a, b []string) []cut {
	var cuts []cut
	add := func(kind Kind, tokens []string) {
		length := 0
		for _, t := range tokens {
			length += len(t)
		}
		if length > 0 {
			cuts = append(cuts, cut{kind, length})
		}
	}
	for _, s := range segments {
		if s.same {
			add(Same, a[s.old.from:s.old.to])
			continue
		}
		add(Removed, a[s.old.from:s.old.to])
		add(Added, b[s.new.from:s.new.to])
	}
	return cuts
}
